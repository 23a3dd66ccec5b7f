// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The kernel's reference count and its kref, from their own headers; the messages about misuse are
 * ours.
 */
#include <linux/kernel.h>
#include <linux/kref.h>

#include "../subject.h"

struct object {
	struct kref ref;
	bool in_use;
	u32 value, copy;
};

static struct object object;
static atomic_t born = ATOMIC_INIT(0), died = ATOMIC_INIT(0), wrong = ATOMIC_INIT(0);

void refcount_warn_saturate(refcount_t *r, enum refcount_saturation_type t)
{
	(void)r;
	(void)t;
	atomic_inc(&wrong);
}

static void release(struct kref *ref)
{
	struct object *o = container_of(ref, struct object, ref);

	if (o->value != o->copy)
		atomic_inc(&wrong);
	o->copy = ~o->value;
	atomic_inc(&died);
	smp_store_release(&o->in_use, false);
}

static void create(struct object *o, u32 value)
{
	o->in_use = true;
	o->value = value;
	o->copy = value;
	atomic_inc(&born);
	smp_wmb();
	kref_init(&o->ref);
}

static unsigned long refcount_thread(int id, unsigned long rounds, const bool *stop)
{
	unsigned long i;

	for (i = 0; i < rounds && !READ_ONCE(*stop); i++) {
		if (!id && !smp_load_acquire(&object.in_use)) {
			create(&object, (u32)i);
			kref_get(&object.ref);
			kref_put(&object.ref, release);
			kref_put(&object.ref, release);
		} else if (kref_get_unless_zero(&object.ref)) {
			smp_rmb();	/* pairs with create(): this get orders nothing itself */
			if (READ_ONCE(object.value) != READ_ONCE(object.copy))
				atomic_inc(&wrong);
			kref_put(&object.ref, release);
		}
	}
	return i;
}

static bool refcount_check(unsigned long rounds)
{
	return rounds && !atomic_read(&wrong) && atomic_read(&born) > 0 &&
	       atomic_read(&born) == atomic_read(&died);
}

extern const struct subject refcount_subject;
const struct subject refcount_subject = { "linux/refcount.h, linux/kref.h", 3, refcount_thread,
					  refcount_check };
