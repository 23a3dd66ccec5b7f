/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * An object with a count of each CPU, which the last one lets go, once; and the thread that kills
 * the count.
 */
#include <linux/kcsan-checks.h>
#include <linux/kernel.h>
#include <linux/percpu-refcount.h>
#include <lkmm/verify.h>

struct object {
	struct percpu_ref ref;
	int data, gone;
};

static struct object object = { .data = 1 };

static void let_go(struct percpu_ref *ref)
{
	struct object *o = container_of(ref, struct object, ref);

	lkmm_assert(!o->gone);
	o->gone = 1;
	o->data = 0;
}

static void end(void *arg)
{
	(void)arg;
	kcsan_nestable_atomic_begin();
	percpu_ref_kill(&object.ref);
	kcsan_nestable_atomic_end();
}
