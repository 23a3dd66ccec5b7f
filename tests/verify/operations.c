// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A driver publishes its operations, a table of functions, and another thread calls one through it;
 * work is handed over with the function that does it. FAULT 1: the table is published before it is
 * complete; 2: no check that it is there; 3: the function is not what the other thread expects;
 * 4: the work is queued with plain stores; 5: main() sets another function at first.
 * expect 0: no fault in any execution
 * expect 1: bad pointer
 * expect 2: bad pointer
 * expect 3: operations.c:81:3: this assertion can fail
 * expect 4: data race
 * expect 5: operations.c:109:2: this assertion can fail
 */
#include <assert.h>
#include <lkmm/atomic.h>
#include <lkmm/verify.h>
#include <stddef.h>

struct device {
	int state;
};

struct operations {
	int (*get)(struct device *d);
	void (*put)(struct device *d);
};

struct work {
	void (*function)(struct work *w);
	int done;
};

static int get_fast(struct device *d)
{
	return d->state + 1;
}

static int get_slow(struct device *d)
{
	return d->state + 2;
}

static void put(struct device *d)
{
	d->state = 0;
}

static struct device device = { .state = 1 };
static struct operations table;
static struct operations *published;
static struct work *queued, one;

static void finish(struct work *w)
{
	w->done = 1;
}

static void spoil(struct work *w)
{
	w->done = 2;
}

static void driver(void *unused)
{
	(void)unused;
	table.put = put;
#if FAULT != 1
	table.get = FAULT == 3 ? get_slow : get_fast;
#endif
	lkmm_smp_store_release(&published, &table);
}

static void user(void *unused)
{
	struct operations *o = lkmm_smp_load_acquire(&published);

	(void)unused;
	if (o || FAULT == 2) {
		int got = o->get(&device);

		assert(got == 2);
		o->put(&device);
	}
}

static void worker(void *unused)
{
	struct work *w = lkmm_smp_load_acquire(&queued);

	(void)unused;
	if (w)
		w->function(w);
}

int main(void)
{
	int a = lkmm_spawn(driver, NULL), b = lkmm_spawn(user, NULL);
	int c = lkmm_spawn(worker, NULL);

	one.function = FAULT == 5 ? spoil : finish;
#if FAULT == 4
	queued = &one;
#else
	lkmm_smp_store_release(&queued, &one);
#endif
	lkmm_join(a);
	lkmm_join(b);
	lkmm_join(c);
	assert(one.done != 2);
	return 0;
}
