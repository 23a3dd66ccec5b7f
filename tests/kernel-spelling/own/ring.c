// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A ring with one producer and one consumer: release publishes an entry, acquire takes it. */
#include <linux/bits.h>
#include <linux/cache.h>
#include <linux/kernel.h>
#include <asm/barrier.h>
#include <asm/processor.h>

#include "../subject.h"

#define SIZE BIT(6)

struct ring {
	unsigned long head ____cacheline_aligned_in_smp;
	unsigned long tail ____cacheline_aligned_in_smp;
	u32 entry[SIZE];
};

static struct ring ring;
static u64 sent, received;
static bool done;

static bool produce(struct ring *r, u32 value)
{
	unsigned long head = r->head;

	BUILD_BUG_ON_NOT_POWER_OF_2(ARRAY_SIZE(r->entry));
	if (head - smp_load_acquire(&r->tail) == ARRAY_SIZE(r->entry))
		return false;
	r->entry[head % SIZE] = value;
	smp_store_release(&r->head, head + 1);
	return true;
}

static bool consume(struct ring *r, u32 *value)
{
	unsigned long tail = r->tail;

	if (smp_load_acquire(&r->head) == tail)
		return false;
	*value = r->entry[tail % SIZE];
	smp_store_release(&r->tail, tail + 1);
	return true;
}

static unsigned long producer(unsigned long rounds, const bool *stop)
{
	unsigned long i;

	for (i = 0; i < rounds && !READ_ONCE(*stop); i++) {
		while (!produce(&ring, (u32)i * 7)) {
			if (READ_ONCE(*stop))
				goto out;
			cpu_relax();
		}
		sent += (u32)i * 7;
	}
out:
	smp_store_release(&done, true);
	return i;
}

static unsigned long ring_thread(int id, unsigned long rounds, const bool *stop)
{
	bool last = false;
	u32 value;

	if (id == 0)
		return producer(rounds, stop);
	while (!last) {
		last = smp_load_acquire(&done);
		while (consume(&ring, &value))
			received += value;
		cpu_relax();
	}
	return 0;
}

static bool ring_check(unsigned long rounds)
{
	return sent == received && ring.head == ring.tail && ring.head == rounds;
}

extern const struct subject ring_subject;
const struct subject ring_subject = { "ring", 2, ring_thread, ring_check };
