// SPDX-License-Identifier: GPL-2.0 OR MIT
/* <lkmm/refcount.h>, <lkmm/kref.h>: counts at their edges, the warnings, and threads. */
#include <lkmm/kref.h>

#include <limits.h>
#include <string.h>

#include "../tap.h"
#include "threads.h"

static int warnings;
static const char *warning;

void lkmm_warns(const char *text)
{
	warnings++;
	warning = text;
}

/* Whether there was just one warning since the last call, with @word in it; or none, for NULL. */
static bool warned(const char *word)
{
	bool good = word ? warnings == 1 && strstr(warning, word) : !warnings;

	warnings = 0;
	return good;
}

static lkmm_refcount_t r;

static int value(void)
{
	return lkmm_atomic_read(&r.refs);
}

/* In the middle, where counts are used. */
static void test_counting(void)
{
	lkmm_refcount_set(&r, 1);
	lkmm_refcount_inc(&r);
	lkmm_refcount_add(3, &r);
	tap(lkmm_refcount_read(&r) == 5, "set, inc, add");
	tap(lkmm_refcount_inc_not_zero(&r) && lkmm_refcount_add_not_zero(2, &r) &&
	    lkmm_refcount_inc_not_zero_acquire(&r) && lkmm_refcount_add_not_zero_acquire(1, &r) &&
	    value() == 10, "not zero");
	lkmm_refcount_dec(&r);
	tap(!lkmm_refcount_dec_and_test(&r) && !lkmm_refcount_sub_and_test(5, &r) && value() == 3,
	    "dec, not the last");
	tap(lkmm_refcount_sub_and_test(3, &r) && !value(), "sub, the last");
	lkmm_refcount_set_release(&r, 2);
	tap(!lkmm_refcount_dec_if_one(&r) && lkmm_refcount_dec_not_one(&r) &&
	    !lkmm_refcount_dec_not_one(&r) && value() == 1, "dec_not_one");
	tap(lkmm_refcount_dec_if_one(&r) && !value(), "dec_if_one");
	tap(warned(NULL), "no warning");
}

/* The function on a count of @from: the result, @to, and the warning. */
#define EDGE(from, expression, result, to, word) do {						\
	lkmm_refcount_set(&r, from);								\
	tap((expression) == (result) && value() == (to) && warned(word),			\
	    "%s, of %d", #expression, from);							\
} while (0)

static void test_edges(void)
{
	int const saturated = LKMM_REFCOUNT_SATURATED;

	EDGE(0, lkmm_refcount_inc_not_zero(&r), false, 0, NULL);
	EDGE(0, lkmm_refcount_add_not_zero_acquire(7, &r), false, 0, NULL);
	EDGE(0, (lkmm_refcount_inc(&r), true), true, saturated, "has none");
	EDGE(0, lkmm_refcount_dec_and_test(&r), false, saturated, "given back");
	EDGE(0, lkmm_refcount_dec_not_one(&r), true, 0, "given back");
	EDGE(0, lkmm_refcount_dec_if_one(&r), false, 0, NULL);
	EDGE(1, (lkmm_refcount_dec(&r), true), true, saturated, "last");
	EDGE(2, (lkmm_refcount_dec(&r), true), true, 1, NULL);
	EDGE(2, lkmm_refcount_sub_and_test(3, &r), false, saturated, "given back");
	EDGE(INT_MAX - 1, (lkmm_refcount_inc(&r), true), true, INT_MAX, NULL);
	EDGE(INT_MAX, (lkmm_refcount_inc(&r), true), true, saturated, "too many");
	EDGE(INT_MAX, lkmm_refcount_inc_not_zero(&r), true, saturated, "too many");
	EDGE(INT_MAX, lkmm_refcount_inc_not_zero_acquire(&r), true, saturated, "too many");
	EDGE(INT_MAX - 4, (lkmm_refcount_add(4, &r), true), true, INT_MAX, NULL);
	EDGE(INT_MAX - 4, (lkmm_refcount_add(5, &r), true), true, saturated, "too many");
	EDGE(1, (lkmm_refcount_add(INT_MAX, &r), true), true, saturated, "too many");
	EDGE(INT_MIN, (lkmm_refcount_inc(&r), true), true, saturated, "too many");
	EDGE(-1, (lkmm_refcount_inc(&r), true), true, saturated, "too many");
	EDGE(INT_MIN, lkmm_refcount_dec_and_test(&r), false, saturated, "given back");
	EDGE(saturated, lkmm_refcount_inc_not_zero(&r), true, saturated, "too many");
	EDGE(saturated, lkmm_refcount_dec_and_test(&r), false, saturated, "given back");
	EDGE(saturated, lkmm_refcount_dec_not_one(&r), true, saturated, NULL);
	EDGE(saturated - 5, lkmm_refcount_dec_not_one(&r), true, saturated - 6, NULL);
}

/* What was found is stored also where it was misused. */
static void test_old(void)
{
	int old = 7;

	lkmm_refcount_set(&r, 3);
	__lkmm_refcount_add(1, &r, &old);
	tap(old == 3, "add found 3");
	tap(__lkmm_refcount_add_not_zero(1, &r, &old) && old == 4, "add_not_zero found 4");
	__lkmm_refcount_dec(&r, &old);
	tap(old == 5, "dec found 5");
	tap(__lkmm_refcount_sub_and_test(4, &r, &old) && old == 4, "sub_and_test found 4");
	tap(!__lkmm_refcount_add_not_zero_acquire(1, &r, &old) && !old, "add_not_zero found 0");
	__lkmm_refcount_add(1, &r, &old);
	tap(!old && warned("has none"), "add found 0");
}

static int taken, given, released;

static void release(struct lkmm_kref *k)
{
	(void)k;
	released++;
}

/* The lock is taken for the last reference, and for what looked like it. */
static void test_lock(void)
{
	static lkmm_atomic_t v = LKMM_ATOMIC_INIT(2);
	static struct lkmm_kref k = LKMM_KREF_INIT(2);

	tap(!lkmm_atomic_dec_and_lock(&v, taken++, given++) && !taken, "atomic: not the last");
	tap(lkmm_atomic_dec_and_lock(&v, taken++, given++) && taken == 1 && !given,
	    "atomic: the last");
	lkmm_refcount_set(&r, 1);
	tap(!lkmm_refcount_dec_and_lock(&r, (taken++, lkmm_refcount_inc(&r)), given++) &&
	    taken == 2 && given == 1 && value() == 1, "another reference before the lock");
	tap(lkmm_refcount_dec_and_lock(&r, taken++, given++) && taken == 3 && given == 1,
	    "refcount: the last");
	tap(!lkmm_kref_put_lock(&k, release, taken++, given++) && !released &&
	    lkmm_kref_put_lock(&k, release, taken++, given++) && released == 1 && taken == 4 &&
	    given == 1, "kref: the last");
	tap(warned(NULL), "no warning");
}

enum { HOLDERS = 2 };

static struct object {
	struct lkmm_kref ref;	/* first: die() */
	int life;		/* plain: a thread sanitizer sees whether accesses are ordered */
} object = { LKMM_KREF_INIT(HOLDERS), 1 };

static lkmm_atomic_t deaths, wrong;

static void die(struct lkmm_kref *k)
{
	((struct object *)k)->life = -1;
	lkmm_atomic_inc(&deaths);
}

static void use_and_put(void)
{
	if (object.life != 1)
		lkmm_atomic_inc(&wrong);
	lkmm_kref_put(&object.ref, die);
}

/* Threads that each hold a reference from the start, and one that takes what it can get. */
static void *object_thread(void *number)
{
	int i;

	wait_for_all();
	if ((long)number == HOLDERS) {
		while (lkmm_kref_get_unless_zero(&object.ref))
			use_and_put();
		return NULL;
	}
	for (i = 0; i < ROUNDS; i++) {
		lkmm_kref_get(&object.ref);
		use_and_put();
	}
	use_and_put();
	return NULL;
}

/* Each thread adds what it takes away later, with the others in between. */
static void *balance_thread(void *number)
{
	int i;

	(void)number;
	wait_for_all();
	for (i = 0; i < ROUNDS; i++) {
		lkmm_refcount_inc(&r);
		lkmm_refcount_add(2, &r);
		if (!lkmm_refcount_inc_not_zero(&r) || !lkmm_refcount_dec_not_one(&r) ||
		    lkmm_refcount_sub_and_test(2, &r))
			lkmm_atomic_inc(&wrong);
		lkmm_refcount_dec(&r);
	}
	return NULL;
}

static void test_threads(void)
{
	run_threads(HOLDERS + 1, object_thread);
	tap(lkmm_atomic_read(&deaths) == 1 && object.life == -1, "an object dies once");
	lkmm_refcount_set(&r, 1);
	run_threads(3, balance_thread);
	tap(value() == 1, "no update is lost");
	tap(!lkmm_atomic_read(&wrong) && warned(NULL), "nobody used a dead object");
}

int main(void)
{
	test_counting();
	test_edges();
	test_old();
	test_lock();
	test_threads();
	return tap_end();
}
