// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Locks that are given back, and memory that is freed, where a variable ends; and barriers for
 * devices.
 * expect: no fault in any execution
 * fault: include/linux/rculist.h: rcu_assign_pointer(list_next_rcu(prev), new); => ;
 * expect: this assertion can fail
 */
#include <linux/mutex.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <lkmm/verify.h>

struct entry {
	struct list_head list;
	int value;
};

static DEFINE_SPINLOCK(lock);
static DEFINE_MUTEX(mutex);
static LIST_HEAD(list);
static struct entry entry;
static int n, ready;

static void add(void *arg)
{
	int *own __free(kfree) = kmalloc(sizeof(int), GFP_KERNEL);

	(void)arg;
	*own = 1;
	scoped_guard(spinlock, &lock) {
		n += *own;
		lkmm_assert(spin_is_locked(&lock));
	}
	guard(mutex)(&mutex);
	lkmm_assert(mutex_is_locked(&mutex));
	if (!entry.value) {
		entry.value = 1;
		list_add_rcu(&entry.list, &list);
		lkmm_assert(list.next == &entry.list);
		dma_wmb();
		WRITE_ONCE(ready, 1);
	}
}

static void look(void *arg)
{
	struct entry *e;
	int was = READ_ONCE(ready), found = 0;

	(void)arg;
	rmb();
	guard(rcu)();
	list_for_each_entry_rcu(e, &list, list)
		found = e->value;
	lkmm_assert(found || !was);
}

int main(void)
{
	int a = lkmm_spawn(add, 0), b = lkmm_spawn(add, 0), c = lkmm_spawn(look, 0);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_join(c);
	lkmm_assert(n == 2 && !spin_is_locked(&lock) && !mutex_is_locked(&mutex));
}
