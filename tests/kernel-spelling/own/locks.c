// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Spinlocks, locks of readers and writers, mutexes; memory that is asked for under them. */
#include <linux/bitops.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "../subject.h"

struct pair {
	u32 value, copy;
};

static DEFINE_SPINLOCK(spin);
static DEFINE_RWLOCK(rw);
static DEFINE_MUTEX(mutex);
static DECLARE_BITMAP(seen, 130);
static struct pair *pair;
static unsigned long rounds_done;
static bool torn;

/* Before main(). */
static int start(void)
{
	pair = kzalloc(sizeof(*pair), GFP_KERNEL);
	__set_bit(129, seen);
	return pair ? 0 : -1;
}
module_init(start);
MODULE_LICENSE("Dual MIT/GPL");

static void replace(void)
{
	struct pair *next = kmalloc_array(1, sizeof(*next), GFP_KERNEL | __GFP_ZERO), *old;
	unsigned long flags;

	if (!next)
		return;
	write_lock_irqsave(&rw, flags);
	old = pair;
	next->value = old->value + 1;
	next->copy = next->value;
	pair = next;
	write_unlock_irqrestore(&rw, flags);
	kfree(old);
}

static unsigned long locks_thread(int id, unsigned long rounds, const bool *stop)
{
	unsigned long i, flags;

	for (i = 0; i < rounds && !READ_ONCE(*stop); i++) {
		if (i % 8 == 0)
			replace();
		read_lock(&rw);
		if (pair->value != pair->copy)
			torn = true;
		read_unlock(&rw);
		if (i % 2) {
			spin_lock_irqsave(&spin, flags);
			rounds_done++;
			spin_unlock_irqrestore(&spin, flags);
		} else {
			spin_lock(&spin);
			rounds_done++;
			spin_unlock(&spin);
		}
		mutex_lock(&mutex);
		__change_bit((unsigned long)id, seen);
		mutex_unlock(&mutex);
	}
	mutex_lock(&mutex);
	__set_bit((unsigned long)id, seen);
	mutex_unlock(&mutex);
	return i;
}

static bool locks_check(unsigned long rounds)
{
	return rounds == rounds_done && !torn && pair->value && seen[0] == 7 &&
	       fls64(seen[BIT_WORD(129)]) == 129 % BITS_PER_LONG + 1 && ffz(seen[0]) == 3;
}

extern const struct subject locks_subject;
const struct subject locks_subject = { "linux/spinlock.h, linux/mutex.h", 3, locks_thread,
				       locks_check };
