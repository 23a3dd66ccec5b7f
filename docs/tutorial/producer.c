// SPDX-License-Identifier: GPL-2.0 OR MIT
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

struct ring { lkmm_atomic_t head, tail; int slot[2]; };
static struct ring ring;

void consume(void *ring);               /* in Rust */

static void produce(void *arg)
{
	struct ring *r = arg;
	int head = lkmm_atomic_read(&r->head);

	if (head - lkmm_atomic_read_acquire(&r->tail) == 2)
		return;
	r->slot[head & 1] = 42;
	lkmm_smp_mb();
	lkmm_atomic_set(&r->head, head + 1);
}

int main(void)
{
	int a = lkmm_spawn(produce, &ring), b = lkmm_spawn(consume, &ring);

	lkmm_join(a);
	lkmm_join(b);
}
