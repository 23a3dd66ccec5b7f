// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Structs that end in an array of any length, of as many elements as the memory has room for; and
 * memory of a size that is read. FAULT 1: the array is passed on without a release. 2: a place
 * behind the array. 3: more elements than are followed.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: bad pointer
 * expect 3: no fault found, but executions were left out
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>
#include <stdlib.h>

struct text {
	long length;
	int tag;
	short part[];
};

struct other {				/* as large as one with four parts */
	long a, b, c;
};

static struct text *given, *made;
static struct other other;
static int wanted = 2;

static struct text *text_new(long n)
{
	struct text *t = malloc(sizeof(*t) + (unsigned long)n * sizeof(t->part[0]));

	t->length = n;
	t->tag = 7;
	t->part[0] = 4;
	t->part[n - 1] = 3;
	return t;
}

static void makes(void *arg)
{
	long n = lkmm_READ_ONCE(wanted);
	struct text *t = text_new(n);

	(void)arg;
#if FAULT == 1
	lkmm_WRITE_ONCE(made, t);
#else
	lkmm_smp_store_release(&made, t);
#endif
}

static void reads(void *arg)
{
	struct text *t = lkmm_smp_load_acquire(&made);

	(void)arg;
	lkmm_assert(given->part[FAULT == 2 ? 8 : 3] == 3 && given->length == 4);
	if (t)
		lkmm_assert(t->tag == 7 && t->part[0] == 4 && t->length == wanted);
}

int main(void)
{
	int a, b;

	given = text_new(4);
	other.c = 1;
#if FAULT == 3
	wanted = 10;
#endif
	a = lkmm_spawn(makes, NULL);
	b = lkmm_spawn(reads, NULL);
	lkmm_join(a);
	lkmm_join(b);
	return 0;
}
