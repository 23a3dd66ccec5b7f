// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <lkmm/rculist.h>, <lkmm/rcu.h>: readers find whole objects, while one is added, one replaced and
 * one taken out and freed. FAULT 1: adding publishes nothing; 2: an object is written after it was
 * added; 3: it is freed while readers may have it; 4: there is no reader's section; 5: who takes
 * out an object has just added the one behind it, and nothing orders that.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 * expect 3: uses
 * expect 4: uses
 * expect 5: data race
 */
#include <lkmm/object.h>
#include <lkmm/verify.h>

#if FAULT == 1
# undef lkmm_rcu_assign_pointer
# define lkmm_rcu_assign_pointer(x, val) lkmm_WRITE_ONCE(x, val)
#endif
#include <lkmm/rculist.h>

#include <stdlib.h>

struct item {
	int value;
	struct lkmm_list_head list;
};

static LKMM_LIST_HEAD(items);
static struct item *old;

static struct item *new_item(void)
{
	struct item *i = malloc(sizeof(*i));

	i->value = 7;
	return i;
}

static void change(void *unused)
{
	struct item *i = new_item();

	(void)unused;
	lkmm_list_add_tail_rcu(&i->list, &items);
#if FAULT == 2
	i->value = 7;
#endif
#if FAULT != 5
	lkmm_smp_wmb();
#endif
	lkmm_list_del_rcu(&old->list);
#if FAULT != 3
	lkmm_synchronize_rcu();
#endif
	free(old);
}

static void read(void *unused)
{
	struct item *i;

	(void)unused;
#if FAULT != 4
	lkmm_rcu_read_lock();
#endif
	lkmm_list_for_each_entry_rcu(i, &items, list)
		lkmm_assert(i->value == 7);
#if FAULT != 4
	lkmm_rcu_read_unlock();
#endif
}

int main(void)
{
	int a, b;

	old = new_item();
	lkmm_list_add(&old->list, &items);
	a = lkmm_spawn(change, NULL);
	b = lkmm_spawn(read, NULL);
	lkmm_join(a);
	lkmm_join(b);
}
