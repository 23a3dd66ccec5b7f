// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A ring with a producer in C and a consumer in Rust (mixed.rs). FAULT 1: the producer publishes
 * without ordering.
 * expect 0: no fault in any execution
 * expect 1: data race
 * fix 1: lkmm_atomic_set(&r->head, head + 1) -> lkmm_atomic_set_release(&r->head, head + 1)
 * weaker: ring.tail.store(tail + 1, Release) -> ring.tail.store(tail + 1, lkmm::Relaxed)
 * needed: ring.head.load(lkmm::Relaxed) would allow a failing assertion
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

struct ring {
	lkmm_atomic_t head, tail;
	int slot[2];
};

static struct ring ring;

void consume(void *ring);

static void produce(void *arg)
{
	struct ring *r = arg;
	int head = lkmm_atomic_read(&r->head);

	if (head - lkmm_atomic_read_acquire(&r->tail) == 2)
		return;
	r->slot[head & 1] = 42;
#if FAULT == 1
	lkmm_atomic_set(&r->head, head + 1);
#else
	lkmm_atomic_set_release(&r->head, head + 1);
#endif
}

int main(void)
{
	int a = lkmm_spawn(produce, &ring), b = lkmm_spawn(consume, &ring);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(lkmm_atomic_read(&ring.tail) <= 1);
}
