// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <lkmm/rcu.h>: what is laid out as in liburcu; objects that readers have while others replace and
 * free them, in the three ways.
 */
#include <lkmm/rcu.h>
#include <lkmm/rculist.h>

#include <urcu/urcu-bp.h>

#include <stdlib.h>

#include "../tap.h"
#include "threads.h"

_Static_assert(sizeof(struct lkmm_rcu_head) == sizeof(struct rcu_head) &&
	       _Alignof(struct lkmm_rcu_head) == _Alignof(struct rcu_head) &&
	       offsetof(struct lkmm_rcu_head, func) == offsetof(struct rcu_head, func),
	       "struct lkmm_rcu_head is not liburcu's");
_Static_assert(offsetof(struct lkmm_rcu_head, next) == offsetof(struct lkmm_llist_node, next),
	       "struct lkmm_rcu_head is no place in a list");
/* The functions have the types by which they are called. */
_Static_assert(_Generic(&urcu_bp_call_rcu, void (*)(struct rcu_head *, void (*)(struct rcu_head *)):
			1), "urcu_bp_call_rcu() has another type");

struct object {
	long value, copy;
	struct lkmm_list_head list;
	struct lkmm_rcu_head rcu;	/* not at the start: the object is found from it */
};

static struct object *current;
static LKMM_LIST_HEAD(all);
static lkmm_atomic_t wrong, writing, called;
enum { WAYS = 3, KEPT = 3 };

static struct object *new_object(long value)
{
	struct object *o = malloc(sizeof(*o));

	if (!o)
		abort();
	o->value = o->copy = value;
	return o;
}

static void free_object(struct lkmm_rcu_head *head)
{
	struct object *o = lkmm_container_of(head, struct object, rcu);

	o->value = -1;
	free(o);
	lkmm_atomic_inc(&called);
}

static void give_back(struct object *old, int way)
{
	if (way == 0) {
		lkmm_synchronize_rcu();
		old->value = -1;
		free(old);
	} else if (way == 1) {
		lkmm_call_rcu(&old->rcu, free_object);
	} else {
		lkmm_kfree_rcu(old, rcu);
	}
}

/* One writer; the list has the last few objects. */
static void write_all(void)
{
	struct object *kept[KEPT] = { NULL }, *o, *old;

	for (long i = 1; i <= ROUNDS / 10; i++) {
		old = current;
		o = new_object(i);
		lkmm_rcu_assign_pointer(current, o);
		give_back(old, (int)(i % WAYS));
		o = new_object(i);
		lkmm_list_add_rcu(&o->list, &all);
		old = kept[i % KEPT];
		kept[i % KEPT] = o;
		if (old) {
			lkmm_list_del_rcu(&old->list);
			give_back(old, (int)(i / 2 % WAYS));
		}
	}
	lkmm_atomic_set_release(&writing, 0);
	for (int i = 0; i < KEPT; i++) {
		lkmm_list_del_rcu(&kept[i]->list);
		lkmm_kfree_rcu(kept[i], rcu);
	}
	o = current;
	lkmm_rcu_assign_pointer(current, NULL);
	lkmm_kfree_rcu(o, rcu);
	o = NULL;
	lkmm_kfree_rcu(o, rcu);
}

static void check(const struct object *o)
{
	if (!o)
		return;
	if (o->value < 0 || o->value != o->copy)
		lkmm_atomic_inc(&wrong);
}

static void *thread(void *number)
{
	struct object *o;

	wait_for_all();
	if (!number) {
		write_all();
		return NULL;
	}
	while (lkmm_atomic_read_acquire(&writing)) {
		lkmm_rcu_read_lock();
		lkmm_rcu_read_lock();
		check(lkmm_rcu_dereference(current));
		lkmm_rcu_read_unlock();
		lkmm_list_for_each_entry_rcu(o, &all, list)
			check(o);
		lkmm_rcu_read_unlock();
	}
	return NULL;
}

/* liburcu's own names are the same RCU. */
static void test_shared(void)
{
	bool before = lkmm_rcu_read_lock_held(), inside;

	urcu_bp_read_lock();
	inside = lkmm_rcu_read_lock_held();
	urcu_bp_read_unlock();
	tap(!before && inside && !lkmm_rcu_read_lock_held(), "sections are shared with liburcu");
}

static void test_barrier(void)
{
	enum { N = 100 };
	int before = lkmm_atomic_read(&called);

	for (int i = 0; i < N; i++)
		lkmm_call_rcu(&new_object(i)->rcu, free_object);
	lkmm_rcu_barrier();
	tap(lkmm_atomic_read(&called) == before + N, "rcu_barrier waits for callbacks");
}

int main(void)
{
	test_shared();
	test_barrier();
	lkmm_atomic_set(&writing, 1);
	current = new_object(0);
	run_threads(3, thread);
	lkmm_rcu_barrier();
	tap(!lkmm_atomic_read(&wrong), "no reader had a freed object");
	tap(lkmm_llist_empty(&__lkmm_rcu_batch.objects), "all that was to be freed is");
	tap(lkmm_list_empty(&all), "nothing is left");
	return tap_end();
}
