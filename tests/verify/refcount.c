// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A reference count: the last thread frees. FAULT 1: it does so without ordering; 2: one thread
 * gives back what it does not have.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: this assertion can fail
 * fix 1: lkmm_atomic_fetch_dec_relaxed(&o->references) -> lkmm_atomic_fetch_dec(&o->references)
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#include <stdlib.h>

struct object {
	lkmm_atomic_t references;
	int data;
};

static struct object *object;

static void put(struct object *o)
{
#if FAULT == 1
	if (lkmm_atomic_fetch_dec_relaxed(&o->references) != 1)
		return;
#else
	if (!lkmm_atomic_dec_and_test(&o->references))
		return;
#endif
	o->data = -1;
}

static void reader(void *arg)
{
	struct object *o = arg;

	lkmm_assert(o->data == 7);
	put(o);
#if FAULT == 2
	put(o);
#endif
}

int main(void)
{
	int thread[2];

	object = malloc(sizeof(*object));
	lkmm_atomic_set(&object->references, 2);
	object->data = 7;
	for (int i = 0; i < 2; i++)
		thread[i] = lkmm_spawn(reader, object);
	for (int i = 0; i < 2; i++)
		lkmm_join(thread[i]);
	lkmm_assert(object->data == -1);
}
