// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A constant table of functions: which one is called is known, and another, of as many parameters,
 * not looked at. A variable in a loop whose address gets around is the same in each turn. FAULT 1:
 * its address reaches another thread. 2: that is still so in the turn that follows. 3: a variable
 * that a loop puts on the stack.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 * expect 3: error: a variable that a loop puts on the stack, and whose address gets around
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#include <stddef.h>

struct wide {
	long a, b;
};

struct narrow {
	int a, b, c, d;
};

struct calls {
	void (*widen)(void *object);
	int (*narrow)(void *object, int **sum);
};

static struct narrow narrow = { 1, 2, 3, 4 };
static int *shown;

static void widen(void *object)
{
	((struct wide *)object)->b = 1;
}

static int add(void *object, int **sum)
{
	**sum += ((struct narrow *)object)->b;
	return 1;
}

static const struct calls calls = { widen, add };

static int in_one_turn(void *object, int n)
{
	int sum = n, *where = &sum, **how = &where;

	if (FAULT == 1 || (FAULT == 2 && !n))
		lkmm_smp_store_release(&shown, where);
	calls.narrow(object, how);
	return sum;
}

static void count(void *object)
{
	for (int n = 0; n < 2; n++) {
#if FAULT == 3
		int *where = __builtin_alloca(sizeof(int)), **how = &where;

		calls.narrow(object, how);
#endif
		lkmm_assert(in_one_turn(object, n) == n + 2);
	}
}

static void look(void *unused)
{
	int *where = lkmm_smp_load_acquire(&shown);

	(void)unused;
	if (where)
		lkmm_assert(*where < 4);
}

int main(void)
{
	int a = lkmm_spawn(count, &narrow), b = lkmm_spawn(look, NULL);

	lkmm_join(a);
	lkmm_join(b);
}
