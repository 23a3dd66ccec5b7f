// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <lkmm/rcu.h>: two objects, of which one is given to a callback and one to lkmm_kfree_rcu(), while
 * a reader may have them. FAULT 1: the reader is in no section; 2: the one is still there for all
 * to see; 3: so is the other; 4: the callback frees it twice; 5: the section ends too early.
 * expect 0: no fault in any execution
 * expect 1: uses
 * expect 2: uses
 * expect 3: uses
 * expect 4: double free
 * expect 5: uses
 */
#include <lkmm/container_of.h>
#include <lkmm/rcu.h>

#include <stdlib.h>

struct item {
	int value;
	struct lkmm_rcu_head rcu;
};

static struct item *one, *other;

static void give_back(struct lkmm_rcu_head *head)
{
	struct item *i = lkmm_container_of(head, struct item, rcu);

	lkmm_assert(i->value == 7);
	free(i);
#if FAULT == 4
	free(i);
#endif
}

static void change(void *unused)
{
	struct item *a = one, *b = other;

	(void)unused;
#if FAULT != 2
	lkmm_WRITE_ONCE(one, NULL);
#endif
	lkmm_call_rcu(&a->rcu, give_back);
#if FAULT != 3
	lkmm_WRITE_ONCE(other, NULL);
#endif
	lkmm_kfree_rcu(b, rcu);
#if FAULT == 2
	lkmm_WRITE_ONCE(one, NULL);
#elif FAULT == 3
	lkmm_WRITE_ONCE(other, NULL);
#endif
}

static void look(struct item **at)
{
	struct item *i;

#if FAULT != 1
	lkmm_rcu_read_lock();
#endif
	i = lkmm_rcu_dereference(*at);
#if FAULT == 5
	lkmm_rcu_read_unlock();
#endif
	if (i)
		lkmm_assert(i->value == 7);
#if FAULT != 1 && FAULT != 5
	lkmm_rcu_read_unlock();
#endif
}

static void read(void *unused)
{
	(void)unused;
	look(&one);
	look(&other);
}

static struct item *new_item(void)
{
	struct item *i = malloc(sizeof(*i));

	i->value = 7;
	return i;
}

int main(void)
{
	int a, b;

	one = new_item();
	other = new_item();
	a = lkmm_spawn(change, NULL);
	b = lkmm_spawn(read, NULL);
	lkmm_join(a);
	lkmm_join(b);
}
