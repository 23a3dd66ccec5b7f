// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A queue of waiters, each on the stack of its thread, as completions have it. The thread that
 * wakes the first one asks whether there is any: container_of() of the head of an empty list would
 * be at two smaller members, and an access to these in one is not modelled. No execution has that,
 * and nothing is refused. FAULT 1: it does not ask; 2: it asks before it has the lock, and does not
 * see who comes after that.
 * expect 0: no fault in any execution
 * expect 1: error: this accesses 64 bits of 'queue.done', which has another size or place
 * expect 2: 1 of 3 executions block: P0 line 51 while (!lkmm_READ_ONCE(woken))
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#include <pthread.h>
#include <stddef.h>

struct list_head {
	struct list_head *next, *prev;
};

struct waiter {
	int *task;
	struct list_head entry;
};

static struct {
	int done, flags;
	struct list_head list;
} queue = { .list = { &queue.list, &queue.list } };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int woken;

static int is_empty(void)
{
	return lkmm_READ_ONCE(queue.list.next) == &queue.list;
}

static void wait(void *arg)
{
	struct waiter w = { &woken, { &queue.list, &queue.list } };

	(void)arg;
	pthread_mutex_lock(&mutex);
	if (!queue.done) {
		w.entry.prev = queue.list.prev;
		queue.list.prev = &w.entry;
		lkmm_WRITE_ONCE(w.entry.prev->next, &w.entry);
		pthread_mutex_unlock(&mutex);
		while (!lkmm_READ_ONCE(woken))
			;
		pthread_mutex_lock(&mutex);
	}
	queue.done--;
	pthread_mutex_unlock(&mutex);
}

static void complete(void *arg)
{
	struct waiter *w;

	(void)arg;
#if FAULT == 2
	if (is_empty())
		return;
#endif
	pthread_mutex_lock(&mutex);
	queue.done++;
#if FAULT != 1
	if (!is_empty())
#endif
	{
		w = (void *)((char *)lkmm_READ_ONCE(queue.list.next) -
			     offsetof(struct waiter, entry));
		lkmm_WRITE_ONCE(queue.list.next, w->entry.next);
		queue.list.prev = &queue.list;
		lkmm_WRITE_ONCE(*w->task, 1);
	}
	pthread_mutex_unlock(&mutex);
}

int main(void)
{
	int a = lkmm_spawn(wait, 0), b = lkmm_spawn(complete, 0);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(!queue.done && is_empty());
}
