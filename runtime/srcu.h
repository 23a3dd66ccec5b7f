/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * SRCU made of the library's own operations, with the kernel's design: readers count themselves in
 * and out in one of two pairs of counters; an updater flips the pair and waits for the other one to
 * be even, twice, since a reader may have chosen its pair long ago.
 *
 * A srcu_struct of a test has four bytes, as for the checker: the number of a domain. There are a
 * few, and instances take turns. Another instance in the same domain may delay a test, but allows
 * no new outcome.
 */
#ifndef LKMM_RUN_SRCU_H
#define LKMM_RUN_SRCU_H

#include "lock.h"

struct run_srcu {
	uint32_t number;
};

struct run_domain {
	_Alignas(RUN_LINE) lkmm_atomic_long_t entered[2];
	lkmm_atomic_long_t left[2];
	struct run_lock lock;
	int pair;
};

/* Batches of tests that wait for a grace period are short: each instance has domains of its own. */
enum { RUN_DOMAINS = 1024 };

extern struct run_domain run_domains[RUN_DOMAINS];
/* The next one in turn. */
uint32_t run_next_domain(void);

static inline struct run_domain *run_domain(const struct run_srcu *srcu)
{
	return &run_domains[srcu->number];
}

static inline void run_srcu_init(struct run_srcu *srcu)
{
	struct run_domain *s;

	srcu->number = run_next_domain();
	s = run_domain(srcu);
	for (int i = 0; i < 2; i++) {
		lkmm_atomic_long_set(&s->entered[i], 0);
		lkmm_atomic_long_set(&s->left[i], 0);
	}
	run_lock_init(&s->lock);
	lkmm_WRITE_ONCE(s->pair, 0);
}

static inline int run_srcu_read_lock(const struct run_srcu *srcu)
{
	struct run_domain *s = run_domain(srcu);
	int pair = lkmm_READ_ONCE(s->pair) & 1;

	lkmm_atomic_long_inc(&s->entered[pair]);
	lkmm_smp_mb();			/* counted before anything is read */
	return pair;
}

static inline void run_srcu_read_unlock(const struct run_srcu *srcu, int pair)
{
	lkmm_smp_mb();			/* all has been read before being counted out */
	lkmm_atomic_long_inc(&run_domain(srcu)->left[pair & 1]);
}

static inline void run_srcu_wait(struct run_domain *s, int pair)
{
	for (;;) {
		long left = lkmm_atomic_long_read(&s->left[pair]);

		lkmm_smp_mb();		/* a reader that is seen to leave is seen to have entered */
		if (lkmm_atomic_long_read(&s->entered[pair]) == left)
			return;
		run_turn();
	}
}

static inline void run_synchronize_srcu(const struct run_srcu *srcu)
{
	struct run_domain *s = run_domain(srcu);

	lkmm_smp_mb();
	run_spin_lock(&s->lock);
	for (int flips = 0; flips < 2; flips++) {
		run_srcu_wait(s, !(s->pair & 1));
		lkmm_smp_mb();
		lkmm_WRITE_ONCE(s->pair, s->pair + 1);
		lkmm_smp_mb();
	}
	run_srcu_wait(s, !(s->pair & 1));
	run_spin_unlock(&s->lock);
	lkmm_smp_mb();
}

#endif
