// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Variables that a thread does not share as they are, or not under this name.
 *
 * expect 0: error: 'own' is a variable of each thread, which is not supported
 * expect 1: error: 'also' is another name for something, which is not supported
 */
#include <lkmm/verify.h>

static _Thread_local int own;
int number;
extern int also __attribute__((alias("number")));

static void work(void *arg)
{
	(void)arg;
#if FAULT == 1
	also = 1;
#else
	own = 1;
#endif
}

int main(void)
{
	unsigned int a = lkmm_spawn(work, 0), b = lkmm_spawn(work, 0);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(!number);
	return own;
}
