// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A lock in one byte of a word that others count in: a union, accessed in all its sizes. FAULT 1:
 * the lock is given back without ordering; 2: with all of the word, which loses a count; 3, which
 * is none: a pointer that is read from memory leads to the word.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: this assertion of main() can fail
 * expect 3: no fault in any execution
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct guarded {
	union {
		uint32_t val;
		struct {
			uint8_t locked, pending;
		};
		struct {
			uint16_t locked_pending, waiters;
		};
	};
	int counter;
};

static struct guarded *shared;

static void count(struct guarded *g)
{
#if FAULT == 3
	g = lkmm_READ_ONCE(shared);
#endif
	__atomic_fetch_add(&g->waiters, 1, __ATOMIC_RELAXED);
	while (lkmm_cmpxchg_acquire(&g->locked, 0, 1))
		lkmm_cpu_relax();
	lkmm_assert(lkmm_READ_ONCE(g->val) >= 0x10001);
	g->counter++;
#if FAULT == 1
	lkmm_WRITE_ONCE(g->locked, 0);
#elif FAULT == 2
	lkmm_smp_store_release(&g->val, lkmm_READ_ONCE(g->val) - 1);
#else
	lkmm_smp_store_release(&g->locked, 0);
#endif
}

static void run(void *arg)
{
	count(arg);
}

int main(void)
{
	struct guarded first, *g = malloc(sizeof(*g));
	int a, b;

	memset(&first, 0, sizeof(first));
	first.locked_pending = 0x100;
	*g = first;
	g->pending = 0;
	shared = g;
	a = lkmm_spawn(run, g);
	b = lkmm_spawn(run, g);
	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(g->counter == 2);
	lkmm_assert(g->val == 0x20000 && g->waiters == 2 && !g->locked);
	free(g);
}
