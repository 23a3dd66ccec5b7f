// SPDX-License-Identifier: GPL-2.0 OR MIT
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

struct ring { unsigned int head, tail; int slot[4]; };
static struct ring ring;

static void produce(void *arg)
{
	struct ring *r = arg;
	unsigned int head = r->head;

	if (head - lkmm_smp_load_acquire(&r->tail) == 4)
		return;
	r->slot[head & 3] = 42;
	lkmm_WRITE_ONCE(r->head, head + 1);
}

static void consume(void *arg)
{
	struct ring *r = arg;
	unsigned int tail = r->tail;

	if (lkmm_smp_load_acquire(&r->head) == tail)
		return;
	lkmm_assert(r->slot[tail & 3] == 42);
	lkmm_smp_store_release(&r->tail, tail + 1);
}

int main(void)
{
	int a = lkmm_spawn(produce, &ring), b = lkmm_spawn(consume, &ring);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(ring.head == 1);
}
