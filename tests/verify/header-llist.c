// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <lkmm/llist.h>: what is added is taken once, and as it was written before. FAULT 1: adding orders
 * nothing; 2: an object is written after it was added. (Taking
 * may order nothing here: all that is done depends on the address.)
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 */
#include <lkmm/object.h>
#include <lkmm/verify.h>

#if FAULT == 1
# undef lkmm_try_cmpxchg
# define lkmm_try_cmpxchg(p, old, new) lkmm_try_cmpxchg_relaxed(p, old, new)
#endif
#include <lkmm/llist.h>

struct item {
	struct lkmm_llist_node node;
	int value;
	int taken;
};

static struct lkmm_llist_head list;
static struct item item[2];

static void add(void *arg)
{
	struct item *i = arg;

#if FAULT != 2
	i->value = 7;
#endif
	lkmm_llist_add(&i->node, &list);
#if FAULT == 2
	i->value = 7;
#endif
}

static void take(void *unused)
{
	struct item *i;

	(void)unused;
	i = (struct item *)lkmm_llist_del_all(&list);
	if (!i)
		return;
	lkmm_assert(i->value == 7 && !i->taken);
	i->taken = 1;
	i = (struct item *)lkmm_llist_next(&i->node);
	if (!i)
		return;
	lkmm_assert(i->value == 7 && !i->taken);
	i->taken = 1;
}

int main(void)
{
	int a = lkmm_spawn(add, &item[0]), b = lkmm_spawn(add, &item[1]),
	    c = lkmm_spawn(take, NULL);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_join(c);
	take(NULL);
	lkmm_assert(item[0].taken && item[1].taken);
}
