// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <linux/rculist.h>: while one thread adds an entry, and takes another one out and frees it, a
 * reader sees only entries that are ready, and none that was freed.
 * expect: no fault in any execution
 * fault: include/linux/rculist.h: rcu_assign_pointer(list_next_rcu( => WRITE_ONCE(list_next_rcu(
 * expect: data race
 * fault: include/linux/rculist.h: container_of(READ_ONCE(ptr), => container_of((ptr),
 * expect: data race
 * fault: include/linux/rculist.h: new->next = next;\n => \n
 * expect: bad pointer
 * fault: include/linux/rculist.h: __list_del_entry(entry); => list_del(entry);
 * expect: data race
 * fault: include/linux/list.h: WRITE_ONCE(prev->next, next) => ;
 * expect: use after free
 */
#include <linux/rculist.h>
#include <linux/slab.h>
#include <lkmm/verify.h>

struct entry {
	struct list_head link;
	int payload;
};

static LIST_HEAD(list);
static struct entry second;

static void update(void *arg)
{
	struct entry *last = arg;

	second.payload = 1;
	list_add_rcu(&second.link, &list);
	list_del_rcu(&last->link);
	synchronize_rcu();
	kfree(last);
}

static void look(void *arg)
{
	struct entry *e;

	(void)arg;
	rcu_read_lock();
	list_for_each_entry_rcu(e, &list, link)
		lkmm_assert(e->payload == 1);
	rcu_read_unlock();
}

int main(void)
{
	struct entry *e = kmalloc(sizeof(*e), GFP_KERNEL);
	int a, b;

	e->payload = 1;
	list_add(&e->link, &list);
	a = lkmm_spawn(update, e);
	b = lkmm_spawn(look, 0);
	lkmm_join(a);
	lkmm_join(b);
}
