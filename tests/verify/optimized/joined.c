// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What a compiler joins and splits in programs without a fault, and what is left has none either.
 * 1: a loop over bytes is one store. 2: a copy of a copy is one, of all members at once. 3: the
 * members of a constant are stored at once. 4: stores in two branches are one. 5: a store that a
 * branch overwrites. 6: neighbours in one word. 7: marked accesses, in the same order.
 * status 0: 0
 * effect 0: @use note: this plain load of x is done whatever the marked read
 * status 1: 0
 * effect 1: @fill note: this plain store has 64 bits now
 * effect 1: @byte note: this plain load is done whatever the marked read
 * status 2: 0
 * effect 2: @first note: this plain load of from.a is not there any more
 * effect 2: @first note: this plain store of middle.a is not there any more
 * effect 2: @second note: this plain load of middle.a is not there any more
 * effect 2: @second note: this plain store of to.a has 64 bits now
 * status 3: 0
 * effect 3: @constant note: this plain store of to.a has 64 bits now
 * status 4: 0
 * effect 4: @otherwise note: this plain store of x is not there any more: it is one with the store
 * effect 4: @use note: this plain load of x is done whatever the marked read
 * status 5: 0
 * effect 5: @again note: this plain store of x is not there any more: it is one with the store
 * effect 5: @use note: this plain load of x is done whatever the marked read
 * status 6: 0
 * effect 6: @low note: this plain load of bits is not there any more
 * effect 6: @low note: this plain store of bits is not there any more: it is one with the store
 * effect 6: @high note: this plain load of bits is not there any more
 * status 7: 0
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>
#include <string.h>

struct pair { int a, b; };
struct bits { unsigned int low : 3, high : 5; };

static unsigned char bytes[8] = { 1, 1, 1, 1, 1, 1, 1, 1 };
static struct pair from = { 1, 2 }, middle, to;
static struct bits bits;
static int x, condition, ready;

static void write(void *arg)
{
	(void)arg;
#if FAULT == 1
	for (int i = 0; i < 8; i++)
		bytes[i] = 0; /* @fill */
#elif FAULT == 2
	memcpy(&middle, &from, sizeof(middle)); /* @first */
	memcpy(&to, &middle, sizeof(to)); /* @second */
#elif FAULT == 3
	struct pair mine = { 1, 2 };

	to = mine; /* @constant */
#elif FAULT == 4
	if (lkmm_READ_ONCE(condition))
		x = 1;
	else
		x = 2; /* @otherwise */
#elif FAULT == 5
	int is = lkmm_READ_ONCE(condition);

	x = 2;
	if (is)
		x = 1; /* @again */
#elif FAULT == 6
	bits.low = 1; /* @low */
	bits.high = 2; /* @high */
#else
	lkmm_WRITE_ONCE(x, 1);
	lkmm_WRITE_ONCE(x, 2);
#endif
	lkmm_smp_store_release(&ready, 1);
}

static void use(void *arg)
{
	(void)arg;
	lkmm_WRITE_ONCE(condition, 1);
	if (!lkmm_smp_load_acquire(&ready))
		return;
#if FAULT == 1
	lkmm_assert(!bytes[3]); /* @byte */
#elif FAULT == 2 || FAULT == 3
	lkmm_assert(to.a == 1 && to.b == 2);
#elif FAULT == 6
	lkmm_assert(bits.high == 2);
#elif FAULT == 7
	lkmm_assert(lkmm_READ_ONCE(x) == 2);
#else
	lkmm_assert(x); /* @use */
#endif
}

int main(void)
{
	int a = lkmm_spawn(write, 0), b = lkmm_spawn(use, 0);

	lkmm_join(a);
	lkmm_join(b);
	return 0;
}
