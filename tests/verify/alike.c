// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Two threads that do the same: a fault of both is one fault, which names them. FAULT 1: a bad
 * pointer. 2: an assertion.
 * expect 0: no fault in any execution
 * expect 1: bad pointer: a null pointer (P0, P1)
 * expect 1: 1 fault
 * expect 2: this assertion can fail (P0, P1)
 * expect 2: 1 fault
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

static int one = 1, *p = FAULT == 1 ? 0 : &one;

static void look(void *arg)
{
	int *q = lkmm_READ_ONCE(p);

	(void)arg;
	lkmm_assert(*q == 1 + (FAULT == 2));
}

int main(void)
{
	int a = lkmm_spawn(look, 0), b = lkmm_spawn(look, &one);

	lkmm_join(a);
	lkmm_join(b);
}
