// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * kernel/locking/qspinlock.c: one at a time, and what one has written the next one sees.
 * With two threads, one waits by the pending bit; qspinlock-queue.c has the queue.
 * with: kernel/locking/qspinlock.c
 * long
 * expect: no fault in any execution
 * fault: include/asm-generic/qspinlock.h: smp_store_release( => WRITE_ONCE(*
 * expect: data race
 * fault: include/asm-generic/qspinlock.h: _cmpxchg_acquire( => _cmpxchg_relaxed(
 * expect: data race
 * fault: kernel/locking/qspinlock.c: atomic_fetch_or_acquire( => atomic_fetch_or_relaxed(
 * expect: data race
 * fault: kernel/locking/qspinlock.c: cond_load_acquire(&lock => cond_load_relaxed(&lock
 * expect: data race
 * fault: kernel/locking/qspinlock.c: if (val & _Q_LOCKED_MASK)\n => if (0)\n
 * expect: data race
 */
#include <asm/qspinlock.h>
#include <lkmm/verify.h>

#ifndef THREADS
#define THREADS 2
#endif

static struct qspinlock lock = __ARCH_SPIN_LOCK_UNLOCKED;
static int counter;

static void count(void *arg)
{
	(void)arg;
	queued_spin_lock(&lock);
	counter++;
	queued_spin_unlock(&lock);
}

int main(void)
{
	int thread[THREADS];

	for (int i = 0; i < THREADS; i++)
		thread[i] = lkmm_spawn(count, 0);
	for (int i = 0; i < THREADS; i++)
		lkmm_join(thread[i]);
	lkmm_assert(counter == THREADS);
}
