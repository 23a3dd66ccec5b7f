// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <lkmm/kref.h>: an object in a table, which is taken out and freed with its last reference, under
 * the table's lock. FAULT 1: it is given back without the lock, and a reader finds a dead object;
 * 2: it is given back once too often; 3: its last reference is given back where nothing frees it.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: this assertion can fail
 * expect 3: this assertion can fail
 */
#include <lkmm/kref.h>
#include <lkmm/verify.h>

struct object {
	struct lkmm_kref ref;
	int data;
};

static struct object object = { LKMM_KREF_INIT(1), 7 }, *table = &object;
static lkmm_spinlock_t lock;

static void out_of_table(struct lkmm_kref *k)
{
	(void)k;
	table = NULL;
	object.data = 0;
	lkmm_spin_unlock(&lock);
}

static void put(struct object *o)
{
#if FAULT == 1
	if (lkmm_refcount_dec_and_test(&o->ref.refcount)) {
		lkmm_spin_lock(&lock);
		out_of_table(&o->ref);
	}
#elif FAULT == 3
	lkmm_refcount_dec(&o->ref.refcount);
#else
	lkmm_kref_put_lock(&o->ref, out_of_table, lkmm_spin_lock(&lock), lkmm_spin_unlock(&lock));
#endif
}

static void reader(void *unused)
{
	struct object *o;

	(void)unused;
	lkmm_spin_lock(&lock);
	o = table;
	if (o)
		lkmm_kref_get(&o->ref);
	lkmm_spin_unlock(&lock);
	if (!o)
		return;
	lkmm_assert(o->data == 7);
	put(o);
#if FAULT == 2
	put(o);
#endif
}

static void owner(void *unused)
{
	(void)unused;
	put(&object);
}

int main(void)
{
	int a = lkmm_spawn(reader, NULL), b = lkmm_spawn(owner, NULL);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(!table && !object.data);
}
