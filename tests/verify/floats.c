// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Floating point that is moved, not computed with: its bits.
 *
 * expect 0: no fault in any execution
 * expect 1: floats.c:43:15: data race
 * expect 2: error: the instruction 'fadd' is not supported
 */
#include <lkmm/verify.h>

#ifndef FAULT
#define FAULT 0
#endif

struct point {
	float x;
	double y;
};

static struct point from = { 1.5f, 2.25 }, to;
static const float tenth = 0.1f;
static int done;

static void copy(void *arg)
{
	(void)arg;
	to.y = from.y;
	to.x = tenth;
#if FAULT == 2
	to.x += 1;
#endif
	__atomic_store_n(&done, 1, __ATOMIC_RELEASE);
}

static void read(void *arg)
{
	union { double value; long bits; } y;
	union { float value; int bits; } x;

	(void)arg;
	if (!__atomic_load_n(&done, FAULT == 1 ? __ATOMIC_RELAXED : __ATOMIC_ACQUIRE))
		return;
	y.value = to.y;
	x.value = to.x;
	lkmm_assert(y.bits == 0x4002000000000000);
	lkmm_assert(x.bits == 0x3dcccccd);
}

int main(void)
{
	unsigned int a = lkmm_spawn(copy, 0), b = lkmm_spawn(read, 0);

	lkmm_join(a);
	lkmm_join(b);
	return 0;
}
