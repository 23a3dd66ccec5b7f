// SPDX-License-Identifier: GPL-2.0 OR MIT
/* <lkmm/rcuref.h>: counts at their edges, the warnings, and threads. */
#include <lkmm/rcuref.h>

#include "../tap.h"
#include "threads.h"

static int warnings;

void lkmm_warns(const char *text)
{
	(void)text;
	warnings++;
}

static lkmm_rcuref_t r;

static bool has(unsigned int value)
{
	return (unsigned int)lkmm_atomic_read(&r.refcnt) == value;
}

static void put(unsigned int value)
{
	lkmm_atomic_set(&r.refcnt, (int)value);
	warnings = 0;
}

static void test_counting(void)
{
	static lkmm_rcuref_t first = LKMM_RCUREF_INIT(1);

	tap(lkmm_rcuref_read(&first) == 1, "one");
	lkmm_rcuref_init(&r, 2);
	tap(lkmm_rcuref_read(&r) == 2 && lkmm_rcuref_get(&r) && lkmm_rcuref_read(&r) == 3, "get");
	tap(!lkmm_rcuref_put(&r) && !lkmm_rcuref_put(&r) && lkmm_rcuref_put(&r), "the last put");
	tap(has(LKMM_RCUREF_DEAD) && !lkmm_rcuref_read(&r) && !warnings, "dead");
	tap(!lkmm_rcuref_get(&r) && has(LKMM_RCUREF_DEAD) && !warnings, "nothing to get");
}

static void test_edges(void)
{
	put(LKMM_RCUREF_MAXREF - 1);
	tap(lkmm_rcuref_get(&r) && has(LKMM_RCUREF_MAXREF) && !warnings, "the most");
	tap(lkmm_rcuref_get(&r) && has(LKMM_RCUREF_SATURATED) && warnings == 1, "too many");
	put(LKMM_RCUREF_SATURATED);
	tap(lkmm_rcuref_get(&r) && has(LKMM_RCUREF_SATURATED), "saturated: get");
	tap(!lkmm_rcuref_put(&r) && has(LKMM_RCUREF_SATURATED), "saturated: put");
	put(LKMM_RCUREF_RELEASED - 2);
	tap(lkmm_rcuref_get(&r) && has(LKMM_RCUREF_SATURATED), "the highest that lives");
	put(LKMM_RCUREF_RELEASED);
	tap(!lkmm_rcuref_get(&r) && has(LKMM_RCUREF_DEAD) && !warnings, "the lowest that is dead");
	put(LKMM_RCUREF_DEAD);
	tap(!lkmm_rcuref_put(&r) && has(LKMM_RCUREF_DEAD) && warnings == 1, "given back too often");
	/* Between the decrement and the slow path, another one has taken a reference. */
	put(0);
	tap(!__lkmm_rcuref_put_slowly(&r, (int)LKMM_RCUREF_NOREF) && has(0) && !warnings,
	    "taken again before it dies");
}

enum { HOLDERS = 2 };
static lkmm_atomic_t deaths, wrong;
static int life = 1;		/* plain: a thread sanitizer sees whether accesses are ordered */

static void use_and_put(void)
{
	if (life != 1)
		lkmm_atomic_inc(&wrong);
	if (lkmm_rcuref_put(&r)) {
		life = -1;
		lkmm_atomic_inc(&deaths);
	}
}

/* Threads that hold a reference each, and one that takes what it can get. */
static void *thread(void *number)
{
	wait_for_all();
	if ((long)number == HOLDERS) {
		while (lkmm_rcuref_get(&r))
			use_and_put();
		return NULL;
	}
	for (int i = 0; i < ROUNDS; i++) {
		if (!lkmm_rcuref_get(&r))
			lkmm_atomic_inc(&wrong);
		use_and_put();
	}
	use_and_put();
	return NULL;
}

int main(void)
{
	test_counting();
	test_edges();
	put(HOLDERS - 1);
	run_threads(HOLDERS + 1, thread);
	tap(lkmm_atomic_read(&deaths) == 1 && life == -1 && !lkmm_rcuref_read(&r), "it dies once");
	tap(!lkmm_atomic_read(&wrong) && !warnings, "nobody used it dead");
	return tap_end();
}
