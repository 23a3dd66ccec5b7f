// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A stack without a lock: threads push nodes, and each now and then takes them all. */
#include <linux/atomic.h>
#include <linux/container_of.h>
#include <linux/minmax.h>

#include "../subject.h"

struct node {
	struct node *next;
};

struct item {
	u64 value;
	struct node node;
	bool free;
};

enum { ITEMS = 64, THREADS = 3 };

static struct node *top;
static struct item pool[THREADS][ITEMS];
static atomic64_t pushed = ATOMIC64_INIT(0), taken = ATOMIC64_INIT(0);

static void push(struct node *n)
{
	struct node *first = READ_ONCE(top);

	do {
		n->next = first;
	} while (!try_cmpxchg(&top, &first, n));
}

static void take_all(void)
{
	struct node *n = xchg(&top, NULL), *next;

	for (; n; n = next) {
		struct item *it = container_of(n, struct item, node);

		next = n->next;
		atomic64_add((s64)it->value, &taken);
		smp_store_release(&it->free, true);
	}
}

static unsigned long stack_thread(int id, unsigned long rounds, const bool *stop)
{
	struct item *mine = pool[id];
	unsigned long i;

	for (i = 0; i < ITEMS; i++)
		mine[i].free = true;
	for (i = 0; i < rounds && !READ_ONCE(*stop); i++) {
		struct item *it = &mine[i % ITEMS];

		while (!smp_load_acquire(&it->free))
			take_all();
		it->free = false;
		it->value = (u64)min(i, 1000ul) + 1;
		atomic64_add((s64)it->value, &pushed);
		push(&it->node);
	}
	take_all();
	return i;
}

static bool stack_check(unsigned long rounds)
{
	return !READ_ONCE(top) && atomic64_read(&pushed) == atomic64_read(&taken) &&
		atomic64_read(&taken) >= (s64)rounds;
}

extern const struct subject stack_subject;
const struct subject stack_subject = { "stack", THREADS, stack_thread, stack_check };
