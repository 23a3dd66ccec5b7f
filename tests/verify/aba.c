// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A stack whose entries are used again: one thread pops an entry, while another pops two and pushes
 * the first again. A counter beside the pointer tells that apart. FAULT 1: there is none, so that
 * the first thread puts an entry on top that the other one owns.
 * expect 0: no fault in any execution
 * expect 1: this assertion of main() can fail
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

/* The number of the entry on top, from 1, and four times the count of changes. */
static int top = 1, next[3] = { 0, 2, 0 };
static int mine, owned;

#if FAULT == 1
#define CHANGE 0
#else
#define CHANGE 4
#endif

static int pop(void)
{
	int old = lkmm_smp_load_acquire(&top), after;

	if (!(old & 3))
		return 0;
	after = lkmm_READ_ONCE(next[old & 3]);
	if (lkmm_cmpxchg(&top, old, (old & ~3) + CHANGE + after) != old)
		return 0;
	return old & 3;
}

static void push(int n)
{
	int old = lkmm_READ_ONCE(top);

	lkmm_WRITE_ONCE(next[n], old & 3);
	if (lkmm_cmpxchg(&top, old, (old & ~3) + CHANGE + n) != old)
		owned = 0;
}

static void one(void *unused)
{
	(void)unused;
	mine = pop();
}

static void other(void *unused)
{
	int first = pop();

	(void)unused;
	if (!first)
		return;
	owned = pop();
	push(first);
}

int main(void)
{
	int a = lkmm_spawn(one, 0), b = lkmm_spawn(other, 0);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(!owned || (owned != mine && owned != (top & 3)));
}
