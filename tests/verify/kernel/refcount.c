// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lib/refcount.c and <linux/refcount.h>: who drops the last reference frees the object, and nobody
 * uses it then. A second reference is taken while the object may go away.
 * with: lib/refcount.c
 * expect: no fault in any execution
 * fault: include/linux/refcount.h: atomic_fetch_sub_release => atomic_fetch_sub_relaxed
 * expect: data race
 * fault: include/linux/refcount.h: smp_acquire__after_ctrl_dep() => (void)0
 * expect: data race
 * fault: include/linux/refcount.h: return old; => return true;
 * expect: this assertion can fail
 * fault: lib/refcount.c: if (val == 1) => if (0)
 * expect: this assertion of main() can fail
 * fault: lib/refcount.c: cmpxchg_release(&r->refs, &val, new => cmpxchg_relaxed(&r->refs, &val, new
 * expect: data race
 */
#include <linux/refcount.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <lkmm/verify.h>

struct object {
	refcount_t refs;
	int data;
};

static struct object object = { .refs = REFCOUNT_INIT(1), .data = 1 };
static bool freed;

static void put(struct object *o)
{
	if (refcount_dec_not_one(&o->refs))
		return;
	if (refcount_dec_and_test(&o->refs)) {
		freed = true;
		o->data = 0;
	}
}

static void use(void *arg)
{
	(void)arg;
	lkmm_assert(object.data == 1);
	put(&object);
}

/* Uses it as well, if it can. */
static void look(void *arg)
{
	(void)arg;
	if (!refcount_inc_not_zero(&object.refs))
		return;
	lkmm_assert(object.data == 1);
	if (refcount_dec_and_test(&object.refs)) {
		freed = true;
		object.data = 0;
	}
}

int main(void)
{
	int a = lkmm_spawn(use, 0), b = lkmm_spawn(look, 0);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(freed);
}
