// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A word, and one half of it: the other thread says which one.
 *
 * expect 0: no fault in any execution
 * expect 1: this assertion can fail
 * expect 2: this assertion can fail
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

static unsigned int word;
static int upper;

static void choose(void *arg)
{
	(void)arg;
	lkmm_WRITE_ONCE(word, 0x20003);
#if FAULT == 1
	lkmm_WRITE_ONCE(upper, 1);
#else
	lkmm_smp_store_release(&upper, 1);
#endif
}

static void look(void *arg)
{
	unsigned short *half = (unsigned short *)&word;
	int i = lkmm_READ_ONCE(upper);

	(void)arg;
#if FAULT == 2
	lkmm_assert(!i || lkmm_READ_ONCE(half[!i]) == 2);
#else
	lkmm_assert(!i || lkmm_READ_ONCE(half[i]) == 2);
#endif
}

int main(void)
{
	int a = lkmm_spawn(choose, 0), b = lkmm_spawn(look, 0);

	lkmm_join(a);
	lkmm_join(b);
	return 0;
}
