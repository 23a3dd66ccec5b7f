// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A ring of one producer and one consumer. FAULT 1: the producer publishes without ordering.
 * expect 0: no fault in any execution
 * expect 1: data race
 * fix 1: lkmm_WRITE_ONCE(r->head, head + 1) -> lkmm_smp_store_release(&r->head, head + 1)
 * weaker: lkmm_smp_load_acquire(&r->tail) -> lkmm_READ_ONCE(r->tail)
 * needed: lkmm_READ_ONCE(r->head) would allow a failing assertion
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

struct ring { unsigned int head, tail; int slot[4]; };
static struct ring r;

static int put(struct ring *r, int v)
{
	unsigned int head = r->head;
	if (head - lkmm_smp_load_acquire(&r->tail) >= 4)
		return 0;
	r->slot[head & 3] = v;
#if FAULT == 1
	lkmm_WRITE_ONCE(r->head, head + 1);
#else
	lkmm_smp_store_release(&r->head, head + 1);
#endif
	return 1;
}
static void producer(void *arg) { put(arg, 42); put(arg, 43); }
static void consumer(void *arg)
{
	struct ring *r = arg;
	unsigned int tail = r->tail;
	if (lkmm_smp_load_acquire(&r->head) != tail) {
		lkmm_assert(r->slot[tail & 3] == 42);
		lkmm_smp_store_release(&r->tail, tail + 1);
	}
}
int main(void)
{
	int a = lkmm_spawn(producer, &r);
	int b = lkmm_spawn(consumer, &r);
	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(r.head == 2);
	return 0;
}
