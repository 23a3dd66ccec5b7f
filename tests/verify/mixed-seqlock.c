// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * seqlock.c with its reader in Rust: C writes two numbers that are equal. FAULT 1: the writer lacks
 * its first barrier; 2: the second. 3: Rust reads the data before the number, 4: and the number
 * again before the data. 5: it does not wait for an even number.
 * expect 0: no fault in any execution
 * expect 1: this assertion can fail
 * expect 2: this assertion can fail
 * expect 3: this assertion can fail
 * expect 4: this assertion can fail
 * expect 5: this assertion can fail
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

struct shared {
	unsigned int sequence;
	int a, b;
};

static struct shared shared;
const int fault = FAULT;

void look(void *shared);

static void write(void *arg)
{
	struct shared *s = arg;

	lkmm_WRITE_ONCE(s->sequence, s->sequence + 1);
#if FAULT != 1
	lkmm_smp_wmb();
#endif
	lkmm_WRITE_ONCE(s->a, 1);
	lkmm_WRITE_ONCE(s->b, 1);
#if FAULT != 2
	lkmm_smp_wmb();
#endif
	lkmm_WRITE_ONCE(s->sequence, s->sequence + 1);
}

int main(void)
{
	int a = lkmm_spawn(write, &shared), b = lkmm_spawn(look, &shared);

	lkmm_join(a);
	lkmm_join(b);
}
