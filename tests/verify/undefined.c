// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A division by what another thread may have set to 0.
 *
 * expect 0: no fault in any execution
 * expect 1: undefined.c:22:19: undefined: a division by zero
 * json 1: "undefined_arithmetic"
 * expect 2: undefined.c:24:24: undefined: a division by zero, or of the least number by -1
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

static unsigned int turns = 6, unit = 1;
static int signed_unit = 1;
static unsigned int share[3];

static void divide(void *p)
{
	unsigned int by = lkmm_READ_ONCE(unit);
	(void)p;
#if FAULT == 1
	share[0] = turns % by;
#elif FAULT == 2
	share[0] = (int)turns / lkmm_READ_ONCE(signed_unit);
#else
	if (by)
		share[0] = turns / by;
	share[1] = turns / (by + 1);
#endif
}

static void change(void *p)
{
	(void)p;
	lkmm_WRITE_ONCE(unit, 0);
	lkmm_WRITE_ONCE(signed_unit, -1);
	lkmm_WRITE_ONCE(signed_unit, 0);
}

int main(void)
{
	lkmm_spawn(divide, 0);
	lkmm_spawn(change, 0);
}
