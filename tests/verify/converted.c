// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Two threads each take a bit of a map by compare-and-exchange, and compare what they found once
 * more, as numbers of 64 bits: that is no other question, and all turns that the other's writes
 * allow are covered. FAULT 1: they compare the low half only, which may be the same where the
 * exchange has failed; both take one bit. 2: what is found is converted with a sign, what was
 * expected without one: that is never the same for a negative number.
 * expect 0: no fault in any execution
 * expect 1: this assertion of main() can fail
 * expect 2: no fault found, complete up to 2 turns of the loop on line 35
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>
#include <stdint.h>

#if FAULT == 1
#define COMPARED(x) ((uint64_t)(uint16_t)(x))
#else
#define COMPARED(x) ((uint64_t)(x))
#endif
#if FAULT == 2
#define FOUND(x) ((uint64_t)(int64_t)(int32_t)(x))
#else
#define FOUND(x) COMPARED(x)
#endif

static unsigned int map = 0x80030000;
static unsigned int taken[2];

static void take(void *p)
{
	unsigned int *mine = p, old = lkmm_READ_ONCE(map), found;

	for (;;) {
		unsigned int bit = old & 0x10000 ? 0x10000 : 0x20000;

		found = lkmm_cmpxchg(&map, old, old & ~bit);
		if (FOUND(found) == COMPARED(old)) {
			*mine = bit;
			return;
		}
		old = found;
	}
}

int main(void)
{
	int a = lkmm_spawn(take, &taken[0]), b = lkmm_spawn(take, &taken[1]);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(taken[0] + taken[1] == 0x30000);
	lkmm_assert(map == 0x80000000);
}
