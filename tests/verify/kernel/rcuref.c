// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lib/rcuref.c and <linux/rcuref.h>: a get that comes after the last put fails, one that comes
 * between the two steps of that put succeeds, and the put then was not the last.
 * with: lib/rcuref.c
 * expect: no fault in any execution
 * fault: include/linux/rcuref.h: atomic_sub_return_release => atomic_sub_return_relaxed
 * expect: data race
 * fault: lib/rcuref.c: smp_acquire__after_ctrl_dep() => (void)0
 * expect: data race
 * fault: lib/rcuref.c: DEAD))\n\t\t\treturn false => DEAD))\n\t\t\treturn true
 * expect: this assertion can fail
 * fault: lib/rcuref.c: atomic_set(&ref->refcnt, RCUREF_DEAD);\n\t\treturn false; => return true;
 * expect: this assertion can fail
 * fault: include/linux/rcuref.h: likely(!atomic_add => likely(atomic_add
 * expect: this assertion can fail
 */
#include <linux/rcuref.h>
#include <lkmm/verify.h>

struct object {
	rcuref_t refs;
	int data;
};

static struct object object = { .refs = RCUREF_INIT(1), .data = 1 };
static int freed;

static void put(struct object *o)
{
	if (!rcuref_put(&o->refs))
		return;
	lkmm_assert(!freed);
	freed = 1;
	o->data = 0;
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
	if (!rcuref_get(&object.refs))
		return;
	lkmm_assert(object.data == 1);
	put(&object);
}

int main(void)
{
	int a = lkmm_spawn(use, 0), b = lkmm_spawn(look, 0);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(freed == 1);
}
