// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Plain accesses, which a compiler may take for those of one thread alone. 0: all marked. 1: two
 * loads are one. 2: of two stores, the first is gone. 3: a loop reads once, before it. 4: a loop
 * that waits is taken for one that ends, and so for nothing. 5: two loads are one of twice as many
 * bits. 6: one is half of it. 7: what is read in one
 * case is read in both. 8: a sum is kept in a register during a loop. 9: as 7, but
 * after an acquire, which orders it, but does not decide.
 * status 0: 0
 * status 1: 1
 * effect 1: @again note: this plain load of x is not there any more: it takes the value of the load
 * status 2: 1
 * effect 2: @set note: this plain store of x is not there any more: it is one with the store on
 * status 3: 1
 * effect 3: @poll note: this plain load of x is no longer done in each turn of the loop
 * says 3: after -O2, there are faults that the source has not
 * status 4: 1
 * effect 4: @wait note: this plain load of x is not there any more
 * says 4: after -O2: 2 threads, 2 shared locations: no fault in any execution
 * status 5: 1
 * effect 5: @copy note: this plain load of pair.a has 64 bits now
 * effect 5: @copy note: this plain store of copy.a has 64 bits now
 * status 6: 1
 * status 7: 1
 * effect 7: @case note: this plain load of x is done whatever the marked read
 * status 8: 0
 * effect 8: @sum note: this plain load of out is no longer done in each turn of the loop
 * effect 8: @sum note: this plain store of out is no longer done in each turn of the loop
 * status 9: 1
 * effect 9: @case9 note: this plain load of x is done whatever the marked read
 * effect 6: @halves note: this plain load of both has 32 bits now
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

struct pair { int a, b; };
union both { unsigned long long all; struct pair pair; };
int x, y, out, out2;
struct pair pair, copy;
union both both;

static void set(void *arg)
{
	(void)arg;
#if FAULT == 2
	x = 1; /* @set */
	lkmm_WRITE_ONCE(y, 1);
	x = 2;
#elif FAULT == 5
	pair.a = 1;
#elif FAULT == 6
	both.all = 1;
#else
	lkmm_WRITE_ONCE(x, 1);
	lkmm_WRITE_ONCE(y, 1);
#endif
}

static void get(void *arg)
{
	(void)arg;
#if FAULT == 1
	int first = x;

	lkmm_WRITE_ONCE(out, lkmm_READ_ONCE(y));
	lkmm_WRITE_ONCE(out2, first + x); /* @again */
#elif FAULT == 2
	lkmm_WRITE_ONCE(out, x);
#elif FAULT == 3
	for (;;)
		if (x) /* @poll */
			break;
#elif FAULT == 4
	while (!x) /* @wait */
		;
#elif FAULT == 5
	copy = pair; /* @copy */
#elif FAULT == 6
	union both mine = both; /* @halves */

	lkmm_WRITE_ONCE(out, mine.pair.b);
#elif FAULT == 7
	int value = 0;

	if (lkmm_READ_ONCE(y))
		value = x; /* @case */
	lkmm_WRITE_ONCE(out, value);
#elif FAULT == 8
	int n = lkmm_smp_load_acquire(&y);

	for (int i = 0; i < n; i++)
		out += i; /* @sum */
#elif FAULT == 9
	int value = 0;

	if (lkmm_smp_load_acquire(&y))
		value = x; /* @case9 */
	lkmm_WRITE_ONCE(out, value);
#else
	while (!lkmm_READ_ONCE(x))
		;
	lkmm_WRITE_ONCE(out, lkmm_READ_ONCE(y));
#endif
}

int main(void)
{
	int a = lkmm_spawn(set, 0), b = lkmm_spawn(get, 0);

	lkmm_join(a);
	lkmm_join(b);
	return 0;
}
