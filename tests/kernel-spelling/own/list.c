// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A table with chains, and a list of all that is in it: threads insert and take out under a lock,
 * and count whether both have the same.
 */
#include <linux/atomic.h>
#include <linux/rculist.h>
#include <linux/spinlock.h>

#include "../subject.h"

enum { ITEMS = 64, CHAINS = 4, THREADS = 3 };

struct item {
	struct hlist_node chain;
	struct list_head all;
	int key;
	bool there;
};

static struct item pool[ITEMS];
static struct hlist_head table[CHAINS];
static LIST_HEAD(all);
static DEFINE_SPINLOCK(lock);
static atomic_t wrong = ATOMIC_INIT(0);

static void change(struct item *i, int key)
{
	spin_lock(&lock);
	if (i->there) {
		hlist_del_init(&i->chain);
		list_del_init(&i->all);
	} else {
		i->key = key;
		hlist_add_head(&i->chain, &table[key % CHAINS]);
		list_add_tail(&i->all, &all);
	}
	i->there = !i->there;
	spin_unlock(&lock);
}

static void look(void)
{
	struct item *i;
	int n = 0, chained = 0;

	spin_lock(&lock);
	list_for_each_entry(i, &all, all)
		n += i->there;
	for (int c = 0; c < CHAINS; c++)
		hlist_for_each_entry(i, &table[c], chain)
			chained += i->key % CHAINS == c;
	if (n != chained || list_empty(&all) != !n)
		atomic_inc(&wrong);
	spin_unlock(&lock);
}

static unsigned long list_thread(int id, unsigned long rounds, const bool *stop)
{
	unsigned long i;

	for (i = 0; i < rounds && !READ_ONCE(*stop); i++) {
		change(&pool[(i * 7 + (unsigned long)id) % ITEMS], (int)(i % 32));
		if (i % 16 == 0)
			look();
	}
	return i;
}

static bool list_check(unsigned long rounds)
{
	struct item *i, *next;
	struct hlist_node *n;
	int c, left = 0;

	(void)rounds;
	for (c = 0; c < CHAINS; c++)
		hlist_for_each_entry_safe(i, n, &table[c], chain) {
			hlist_del(&i->chain);
			left++;
		}
	list_for_each_entry_safe(i, next, &all, all) {
		list_del(&i->all);
		left--;
	}
	return !left && list_empty(&all) && !atomic_read(&wrong);
}

extern const struct subject list_subject;
const struct subject list_subject = { "list", THREADS, list_thread, list_check };
