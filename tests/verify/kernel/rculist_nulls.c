// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * rculist_nulls.h: a reader goes from entry to entry, up to the end that has the list's number.
 * expect: no fault in any execution
 * fault: include/linux/rculist_nulls.h: rcu_assign_pointer( => RCU_INIT_POINTER(
 * expect: data race
 * fault: include/linux/rculist_nulls.h: WRITE_ONCE(n->next, first); => ;
 * expect: bad pointer
 * fault: include/linux/list_nulls.h: (1UL | (((long)value) << 1)) => 1UL
 * expect: this assertion can fail
 * fault: include/linux/list_nulls.h: WRITE_ONCE(*pprev, next); => ;
 * expect: this assertion can fail
 * fault: include/linux/list_nulls.h: (unsigned long)ptr) >> 1 => (unsigned long)ptr)
 * expect: this assertion can fail
 */
#include <linux/rcupdate.h>
#include <linux/rculist_nulls.h>
#include <lkmm/verify.h>

struct entry {
	struct hlist_nulls_node link;
	int value;
};

static struct hlist_nulls_head head;
static struct entry old = { .value = 1 }, new;

static void read(void *arg)
{
	struct hlist_nulls_node *end;
	struct entry *at;

	(void)arg;
	rcu_read_lock();
	hlist_nulls_for_each_entry_rcu(at, end, &head, link)
		lkmm_assert(at->value);
	lkmm_assert(get_nulls_value(end) == 5);
	rcu_read_unlock();
}

static void change(void *arg)
{
	(void)arg;
	new.value = 2;
	hlist_nulls_add_head_rcu(&new.link, &head);
	hlist_nulls_del_rcu(&old.link);
	synchronize_rcu();
	old.value = 0;
	lkmm_assert(new.link.next != &old.link);
}

int main(void)
{
	int a, b;

	INIT_HLIST_NULLS_HEAD(&head, 5);
	hlist_nulls_add_head_rcu(&old.link, &head);
	a = lkmm_spawn(read, 0);
	b = lkmm_spawn(change, 0);
	lkmm_join(a);
	lkmm_join(b);
}
