// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * rculist.h: entries of both kinds of lists are replaced, and a list is moved away from readers.
 * expect: no fault in any execution
 * fault: include/linux/rculist.h: rcu_assign_pointer(list_next_rcu(new => (void)(list_next_rcu(new
 * expect: this assertion can fail
 * fault: include/linux/rculist.h: new->next = old->next; => ;
 * expect: bad pointer
 * fault: include/linux/rculist.h: sync(); => ;
 * expect: bad pointer
 * fault: include/linux/rculist.h: rcu_assign_pointer(*(struct => RCU_INIT_POINTER(*(struct
 * expect: data race
 * fault: include/linux/rculist.h: rcu_assign_pointer(hlist_first_rcu(h), n); => ;
 * expect: this assertion of main() can fail
 */
#include <linux/rculist.h>
#include <lkmm/verify.h>

struct entry {
	struct list_head list;
	struct hlist_node hash;
	int value;
};

static LIST_HEAD(list);
static LIST_HEAD(moved);
static HLIST_HEAD(bucket);
static struct entry old = { .value = 1 }, new, other;

static void read(void *arg)
{
	struct entry *e;

	(void)arg;
	rcu_read_lock();
	list_for_each_entry_rcu(e, &list, list)
		lkmm_assert(e->value);
	rcu_read_unlock();
}

static void read_bucket(void *arg)
{
	struct entry *e;

	(void)arg;
	rcu_read_lock();
	hlist_for_each_entry_rcu(e, &bucket, hash)
		lkmm_assert(e->value);
	rcu_read_unlock();
}

static void change(void *arg)
{
	(void)arg;
	new.value = 2;
	list_replace_rcu(&old.list, &new.list);
	hlist_replace_rcu(&old.hash, &new.hash);
	other.value = 3;
	hlist_add_head_rcu(&other.hash, &bucket);
	synchronize_rcu();
	old.value = 0;
	list_splice_init_rcu(&list, &moved, synchronize_rcu);
}

int main(void)
{
	int a, b, c;

	list_add_rcu(&old.list, &list);
	hlist_add_head_rcu(&old.hash, &bucket);
	a = lkmm_spawn(read, 0);
	b = lkmm_spawn(read_bucket, 0);
	c = lkmm_spawn(change, 0);
	lkmm_join(a);
	lkmm_join(b);
	lkmm_join(c);
	lkmm_assert(list_empty(&list) && list_first_entry(&moved, struct entry, list) == &new);
	lkmm_assert(bucket.first == &other.hash && other.hash.next == &new.hash);
}
