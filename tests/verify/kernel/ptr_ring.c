// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <linux/ptr_ring.h>: what is behind a pointer, its consumer sees. The producer looks at a slot by
 * a plain access that races with the consumer's: so it does as it is.
 * expect: include/linux/ptr_ring.h:106:28: data race
 * expect: mixed-accesses
 * expect: 2 faults
 * The first fault is as it was before Linux commit a8ceb5dbfde1, "ptr_ring: add barriers".
 * fault: include/linux/ptr_ring.h: smp_wmb(); => ;
 * expect: this assertion can fail
 * fault: include/linux/ptr_ring.h: || r->queue[r->producer]) => )
 * expect: this assertion can fail
 * fault: include/linux/ptr_ring.h: READ_ONCE(r->queue[r->consumer_head]) => r->queue[0]
 * expect: this assertion can fail
 * fault: include/linux/ptr_ring.h: WRITE_ONCE(r->queue[r->producer++], ptr) => r->queue[0] = ptr
 * expect: data race
 * expect: 3 faults
 * fault: include/linux/ptr_ring.h: unlikely(r->producer >= r->size) => 0
 * expect: bad pointer
 */
#include <linux/ptr_ring.h>
#include <lkmm/verify.h>

static void *slot[1];
static struct ptr_ring ring = { .queue = slot, .size = 1, .batch = 1 };
static long item[2];

static void produce(void *arg)
{
	(void)arg;
	for (int i = 0; i < 2; i++) {
		item[i] = 1;
		ptr_ring_produce(&ring, &item[i]);
	}
}

static void consume(void *arg)
{
	long *first = ptr_ring_consume(&ring);

	(void)arg;
	if (first)
		lkmm_assert(first == &item[0] && *first == 1);
}

int main(void)
{
	int a = lkmm_spawn(produce, 0), b = lkmm_spawn(consume, 0);

	lkmm_join(a);
	lkmm_join(b);
}
