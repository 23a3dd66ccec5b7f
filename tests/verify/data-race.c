// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Threads that end within data_race(), as where an assertion cannot hold: what others do later is
 * not in it. FAULT 1: those race.
 * expect 0: no fault in any execution
 * expect 1: data race
 */
#include <lkmm/verify.h>

void lkmm_verify_may_race(int enters);	/* as include/verify/linux/compiler.h has it */

static int number, other;

static void ends_early(void *unused)
{
	(void)unused;
	lkmm_verify_may_race(1);
	number = 1;
}

static void writes(void *unused)
{
	(void)unused;
#if FAULT == 1
	other = 1;
#endif
}

static void reads(void *unused)
{
	(void)unused;
	other = 2;
}

int main(void)
{
	lkmm_spawn(ends_early, 0);
	lkmm_spawn(writes, 0);
	lkmm_spawn(reads, 0);
}
