// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lib/lockref.c, on a machine without ARCH_USE_CMPXCHG_LOCKREF: a count under its lock. The thread
 * that finds the last reference holds the lock, and marks the object dead before anyone can take
 * another.
 * with: lib/lockref.c
 * expect: no fault in any execution
 * fault: lib/lockref.c: <= 1)\n\t\treturn 0; => <= 0)\n\t\treturn 0;
 * expect: this assertion of main() can fail
 * fault: lib/lockref.c: if (lockref->count >= 0) => if (1)
 * expect: this assertion can fail
 * fault: lib/lockref.c: lockref->count = -128; => lockref->count--;
 * expect: this assertion can fail
 * fault: lib/lockref.c: spin_lock(&lockref->lock); => ;
 * expect: data race
 * fault: lib/lockref.c: }\n\tspin_unlock(&lockref->lock);\n\treturn ret => }\n\treturn ret
 * expect: waits for ever
 */
#include <linux/lockref.h>
#include <lkmm/verify.h>

struct object {
	struct lockref ref;
	int data;
};

static struct object object = { .ref = { .count = 1 }, .data = 1 };
static int freed;

static void put(struct object *o)
{
	if (lockref_put_or_lock(&o->ref))
		return;
	lkmm_assert(!freed);
	lockref_mark_dead(&o->ref);
	spin_unlock(&o->ref.lock);
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
	if (!lockref_get_not_dead(&object.ref))
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
