/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * How a thread waits for a lock. It spins for a while, and then lets others run: in a program, the
 * thread that has the lock, or is the next to get it, may have no CPU.
 */
#ifndef LKMM_LOCK_WAIT_H
#define LKMM_LOCK_WAIT_H

#include <lkmm/atomic.h>

#if __STDC_HOSTED__
/* sched_yield() without the names of <sched.h>. */
# ifdef __cplusplus
extern "C"
# endif
int __lkmm_yield(void) __asm__("sched_yield");
#else
# define __lkmm_yield() 0
#endif

#define __LKMM_LOCK_SPINS 200

/*
 * In a loop that waits, whose turns @spins counts. lkmm verify knows such a loop by what it has.
 */
#ifdef LKMM_VERIFY
# define __lkmm_lock_rest(spins) ((void)(spins), lkmm_cpu_relax())
#else
# define __lkmm_lock_rest(spins) do {								\
	lkmm_cpu_relax();									\
	if (++(spins) % __LKMM_LOCK_SPINS == 0)							\
		(void)__lkmm_yield();								\
} while (0)
#endif

/*
 * Waits until @condition holds of VAL, which is *@v: the thread goes on behind a read that
 * acquires. lkmm verify knows a wait by its name.
 */
#ifdef LKMM_VERIFY
# define __lkmm_lock_wait(v, condition) ((void)lkmm_smp_cond_load_acquire(&(v)->counter, condition))
#else
# define __lkmm_lock_wait(v, condition) do {							\
	int __lkmm_spins = 0, VAL;								\
	while (VAL = lkmm_atomic_read_acquire(v), !(condition))					\
		__lkmm_lock_rest(__lkmm_spins);							\
} while (0)
#endif

#endif
