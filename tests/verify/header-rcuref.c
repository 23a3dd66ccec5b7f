// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <lkmm/rcuref.h>: the last one to give a reference back sees what others did before, and a reader
 * that finds the object under RCU gets a reference to a live one, or none. FAULT 1: put does not
 * release; 2: the last put does not acquire; 3: the object is freed without a grace period; 4: the
 * reader uses it without a reference.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 * expect 3: uses
 * expect 4: data race
 */
#include <lkmm/atomic.h>
#include <lkmm/rcu.h>

#if FAULT == 1
# define lkmm_atomic_sub_return_release(i, v) lkmm_atomic_sub_return_relaxed(i, v)
#elif FAULT == 2
# define lkmm_smp_acquire__after_ctrl_dep() ((void)0)
#endif
#include <lkmm/rcuref.h>

#include <stdlib.h>

struct item {
	lkmm_rcuref_t ref;
	int value;
};

static struct item *item;

static void put(struct item *i)
{
	bool last;

	lkmm_rcu_read_lock();
	last = lkmm_rcuref_put(&i->ref);
	lkmm_rcu_read_unlock();
	if (!last)
		return;
	i->value = -1;
	lkmm_WRITE_ONCE(item, NULL);
#if FAULT != 3
	lkmm_synchronize_rcu();
#endif
	free(i);
}

static void hold(void *arg)
{
	struct item *i = arg;

	lkmm_assert(i->value == 7);
	put(i);
}

static void find(void *unused)
{
	struct item *i;
	bool got = false;

	(void)unused;
	lkmm_rcu_read_lock();
	i = lkmm_rcu_dereference(item);
#if FAULT == 4
	if (i)
		lkmm_assert(i->value == 7);
#endif
	if (i)
		got = lkmm_rcuref_get(&i->ref);
	lkmm_rcu_read_unlock();
	if (got) {
		lkmm_assert(i->value == 7);
		put(i);
	}
}

int main(void)
{
	struct item *i = malloc(sizeof(*i));
	int a, b;

	lkmm_rcuref_init(&i->ref, 1);
	i->value = 7;
	item = i;
	a = lkmm_spawn(hold, i);
	b = lkmm_spawn(find, NULL);
	lkmm_join(a);
	lkmm_join(b);
}
