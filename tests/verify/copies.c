// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * *p = *q, where both pointers are read from memory: a configuration that is replaced as a whole.
 * FAULT 1: it is copied while another thread writes it; 2: half of it is not; 3: the sizes of two
 * structs are equal, their members are not.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: copies.c:55:3: this assertion can fail
 * expect 3: error: a copy of 16 bytes through pointers is not supported: several structs are of
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

struct config {
	int rate, limit;
	long flags;
};

static struct config old = { 1, 1, 1 }, newer = { 2, 2, 2 }, *from = &old, *to = &newer;
static int ready;
#if FAULT == 3
static struct {
	long one, two;
} other;
#endif

static void writer(void *unused)
{
	struct config *p = from, *q = to;

	(void)unused;
#if FAULT == 2
	q->rate = p->rate;
	q->flags = p->flags;
#else
	*q = *p;
#endif
#if FAULT == 1
	lkmm_WRITE_ONCE(ready, 1);
#else
	lkmm_smp_store_release(&ready, 1);
#endif
#if FAULT == 3
	other.one = 1;
#endif
}

static void reader(void *unused)
{
	struct config c;

	(void)unused;
	if (lkmm_smp_load_acquire(&ready)) {
		c = *to;
		lkmm_assert(c.rate == 1 && c.limit == 1 && c.flags == 1);
	}
}

int main(void)
{
	int a = lkmm_spawn(writer, 0), b = lkmm_spawn(reader, 0);

	lkmm_join(a);
	lkmm_join(b);
	return 0;
}
