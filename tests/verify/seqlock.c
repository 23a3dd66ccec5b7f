// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A sequence lock around two numbers that are equal. FAULT 1: the writer lacks its first barrier;
 * 2: the second; 3: the reader lacks the one before it looks again.
 * expect 0: no fault in any execution
 * expect 1: this assertion can fail
 * expect 2: this assertion can fail
 * expect 3: this assertion can fail
 * fix 1: lkmm_smp_wmb() after seqlock.c:
 * fix 2: lkmm_smp_wmb() after seqlock.c:
 * fix 3: lkmm_smp_rmb() after seqlock.c:
 * needed: lkmm_smp_rmb(): leaving it out would allow a failing assertion
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

static struct {
	unsigned int sequence;
	int a, b;
} shared;

static void write(void *arg)
{
	(void)arg;
	lkmm_WRITE_ONCE(shared.sequence, shared.sequence + 1);
#if FAULT != 1
	lkmm_smp_wmb();
#endif
	lkmm_WRITE_ONCE(shared.a, 1);
	lkmm_WRITE_ONCE(shared.b, 1);
#if FAULT != 2
	lkmm_smp_wmb();
#endif
	lkmm_WRITE_ONCE(shared.sequence, shared.sequence + 1);
}

static void read(void *arg)
{
	unsigned int sequence;
	int a, b;

	(void)arg;
	do {
		while ((sequence = lkmm_READ_ONCE(shared.sequence)) & 1)
			lkmm_cpu_relax();
		lkmm_smp_rmb();
		a = lkmm_READ_ONCE(shared.a);
		b = lkmm_READ_ONCE(shared.b);
#if FAULT != 3
		lkmm_smp_rmb();
#endif
	} while (lkmm_READ_ONCE(shared.sequence) != sequence);
	lkmm_assert(a == b);
}

int main(void)
{
	int a = lkmm_spawn(write, 0), b = lkmm_spawn(read, 0);

	lkmm_join(a);
	lkmm_join(b);
}
