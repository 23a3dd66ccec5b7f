// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The kernel's circular buffer and doubly linked list, from their own headers: producer, ring,
 * consumer, list.
 */
#include <linux/circ_buf.h>
#include <linux/kernel.h>
#include <linux/list.h>

#include "../subject.h"

enum { SIZE = 64 };

struct item {
	struct list_head link;
	u32 value;
};

static struct item *ring[SIZE], pool[2 * SIZE];
static unsigned long head, tail;
static u64 sent, received;
static bool done;
static LIST_HEAD(recent);

static unsigned long producer(unsigned long rounds, const bool *stop)
{
	unsigned long i = 0;

	while (i < rounds && !READ_ONCE(*stop)) {
		struct item *it = &pool[i % ARRAY_SIZE(pool)];

		if (!CIRC_SPACE(head, smp_load_acquire(&tail), SIZE)) {
			cpu_relax();
			continue;
		}
		it->value = (u32)i++;
		sent += it->value;
		ring[head] = it;
		smp_store_release(&head, (head + 1) & (SIZE - 1));
	}
	smp_store_release(&done, true);
	return i;
}

/* Only the last few items stay in the list: the producer uses the others again. */
static void take(struct item *it)
{
	static unsigned int n;

	received += it->value;
	list_add_tail(&it->link, &recent);
	if (++n > SIZE / 2)
		list_del(recent.next);
}

static unsigned long circ_buf_thread(int id, unsigned long rounds, const bool *stop)
{
	bool last = false;

	if (!id)
		return producer(rounds, stop);
	while (!last) {
		last = smp_load_acquire(&done);
		while (CIRC_CNT(smp_load_acquire(&head), tail, SIZE)) {
			take(ring[tail]);
			smp_store_release(&tail, (tail + 1) & (SIZE - 1));
		}
		cpu_relax();
	}
	return 0;
}

static bool circ_buf_check(unsigned long rounds)
{
	struct item *it;
	u64 expect = rounds, n = 0;

	list_for_each_entry_reverse(it, &recent, link) {
		if (it->value != --expect)
			return false;
		n++;
	}
	return sent == received && n == min(rounds, (unsigned long)SIZE / 2);
}

extern const struct subject circ_buf_subject;
const struct subject circ_buf_subject = { "linux/circ_buf.h, linux/list.h", 2, circ_buf_thread,
					  circ_buf_check };
