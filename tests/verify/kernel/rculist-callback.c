// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <linux/rculist.h>: RCU calls back to free an entry, which readers do not use any more, and who
 * has taken it out waits for that.
 * expect: no fault in any execution
 * fault: include/linux/rculist.h: __list_del_entry(entry);\n\tentry->prev => entry->prev
 * expect: use after free
 * fault: include/linux/list.h: WRITE_ONCE(prev->next, next) => ;
 * expect: use after free
 */
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/wait.h>
#include <lkmm/verify.h>

struct entry {
	struct list_head link;
	struct rcu_head rcu;
	int payload;
};

static LIST_HEAD(list);
static DECLARE_WAIT_QUEUE_HEAD(queue);
static int freed;

static void free_entry(struct rcu_head *head)
{
	kfree(container_of(head, struct entry, rcu));
	WRITE_ONCE(freed, 1);
	wake_up_all(&queue);
}

static void take_out(void *arg)
{
	struct entry *e = arg;

	list_del_rcu(&e->link);
	call_rcu(&e->rcu, free_entry);
	wait_event(queue, READ_ONCE(freed));
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
	a = lkmm_spawn(take_out, e);
	b = lkmm_spawn(look, 0);
	lkmm_join(a);
	lkmm_join(b);
}
