// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Two items through the ring, which has become so short that the producer waits for the consumer.
 *
 * change: shared.h: RING_SIZE = 256 => RING_SIZE = 1
 * change: rust/lib.rs: RING_SIZE: u32 = 256 => RING_SIZE: u32 = 1
 * fault: work.c: lkmm_smp_store_release(&ring->tail, => lkmm_WRITE_ONCE(ring->tail,
 * expect: data race
 * fault: work.c: lkmm_smp_load_acquire(&ring->tail) => lkmm_READ_ONCE(ring->tail)
 * expect: data race
 * fault: work.c: lkmm_smp_store_release(&ring->head, => lkmm_WRITE_ONCE(ring->head,
 * expect: data race
 * fault: work.c: >= RING_SIZE => > RING_SIZE
 * expect: data race
 * fault: work.c: lkmm_smp_store_release(&ring->head, head + 1); => ;
 * expect: executions block
 * fault: rust/lib.rs: tail.0.store(tail + 1, Release) => tail.0.store(tail + 1, Relaxed)
 * expect: data race
 * fault: rust/lib.rs: ring.tail.0.load(Acquire) => ring.tail.0.load(Relaxed)
 * expect: data race
 * fault: rust/lib.rs: head.0.store(head + 1, Release) => head.0.store(head + 1, Relaxed)
 * expect: data race
 * fault: rust/lib.rs: < RING_SIZE) => <= RING_SIZE)
 * expect: data race
 * fault: rust/lib.rs: ring.head.0.store(head + 1, Release); => ;
 * expect: executions block
 */
#include "client.h"

static struct ring ring;

static void produce(void *shared)
{
	ONE.produce(shared, 2);
}

static void consume(void *shared)
{
	lkmm_assert(OTHER.consume(shared, 2) == 2);
}

int main(void)
{
	int a = lkmm_spawn(produce, &ring), b = lkmm_spawn(consume, &ring);

	lkmm_join(a);
	lkmm_join(b);
}
