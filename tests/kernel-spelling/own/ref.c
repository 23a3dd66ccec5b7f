// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A reference count: objects are born with one reference, and the last put releases them exactly
 * once.
 */
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/rcupdate.h>

#include "../subject.h"

struct object {
	atomic_t refs;
	bool in_use;
	u32 generation;		/* of this life */
	u32 check;		/* always its complement */
};

enum { OBJECTS = 4 };

static struct object object[OBJECTS];
static struct object *current_object = &object[0];
static atomic_t born = ATOMIC_INIT(0), died = ATOMIC_INIT(0), wrong = ATOMIC_INIT(0);

static void put(struct object *o)
{
	int before = atomic_fetch_sub_release(1, &o->refs);

	BUG_ON(before < 1);
	if (before != 1)
		return;
	smp_acquire__after_ctrl_dep();
	if (o->generation != ~o->check)
		atomic_inc(&wrong);
	o->check = o->generation;
	atomic_inc(&died);
	smp_store_release(&o->in_use, false);
}

static struct object *create(u32 generation)
{
	for (int i = 0; i < OBJECTS; i++) {
		struct object *o = &object[i];

		if (smp_load_acquire(&o->in_use))
			continue;
		o->in_use = true;
		o->generation = generation;
		o->check = ~generation;
		atomic_inc(&born);
		atomic_set_release(&o->refs, 1);
		return o;
	}
	return NULL;
}

static void look_at(struct object *o)
{
	if (!atomic_inc_not_zero(&o->refs))
		return;
	if (READ_ONCE(o->generation) != ~READ_ONCE(o->check))
		atomic_inc(&wrong);
	put(o);
}

/* Only the first thread creates. The others may come at any time of an object's life. */
static unsigned long ref_thread(int id, unsigned long rounds, const bool *stop)
{
	struct object *o;
	unsigned long i;

	for (i = 0; i < rounds && !READ_ONCE(*stop); i++) {
		o = id ? NULL : create((u32)i);
		if (o) {
			rcu_assign_pointer(current_object, o);
			cpu_relax();
			put(o);
		} else {
			look_at(rcu_dereference(current_object));
		}
	}
	return i;
}

static bool ref_check(unsigned long rounds)
{
	return rounds && !atomic_read(&wrong) && atomic_read(&born) > 0 &&
	       atomic_read(&born) == atomic_read(&died);
}

extern const struct subject ref_subject;
const struct subject ref_subject = { "reference count", 3, ref_thread, ref_check };
