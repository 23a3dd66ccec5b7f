// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * kernel/locking/qspinlock.c: two in the queue. One owns the lock, one is pending; main() waits at
 * the head of the queue when another one comes, which has found the pending bit. Its node is set up
 * by plain accesses, which count as marked ones here.
 *
 * As it is, a waiter may find the queue empty, and a lock byte that is older (docs/sizes.md): two
 * are inside, or one waits for a next one that never comes.
 * expect: data race
 * expect: executions block: P1 kernel/locking/qspinlock.c:551
 * expect: 2 faults
 * LKMM orders no later read after a release.
 * fault: kernel/locking/qspinlock.c: (u32)xchg_relaxed( => (u32)xchg_release(
 * expect: data race
 * expect: 2 faults
 * fault: kernel/locking/qspinlock.c: (u32)xchg_relaxed( => (u32)xchg_acquire(
 * expect: no fault in any execution
 * With that, these faults are found alone. The first is as it was before Linux commit 95bcade33a8a,
 * "locking/qspinlock: Ensure node is initialised before updating prev->next".
 * fault: kernel/locking/qspinlock.c: \tsmp_wmb();\n => \n
 * fault: kernel/locking/qspinlock.c: (u32)xchg_relaxed( => (u32)xchg_acquire(
 * expect: 1 fault
 * expect: P1 kernel/locking/qspinlock.c:474 arch_mcs_spin_lock_contended(&node->locked)
 * fault: kernel/locking/qspinlock.c: (u32)xchg_relaxed( => (u32)xchg_acquire(
 * fault: kernel/locking/qspinlock.c: \tset_locked(lock);\n => \n
 * expect: data race
 * fault: kernel/locking/qspinlock.c: (u32)xchg_relaxed( => (u32)xchg_acquire(
 * fault: kernel/locking/qspinlock.c: \tWRITE_ONCE(prev->next, node);\n => \n
 * expect: waits for ever
 * fault: kernel/locking/qspinlock.c: (u32)xchg_relaxed( => (u32)xchg_acquire(
 * fault: include/asm-generic/qspinlock.h: smp_store_release( => WRITE_ONCE(*
 * expect: data race
 * fault: kernel/locking/qspinlock.c: (u32)xchg_relaxed( => (u32)xchg_acquire(
 * fault: kernel/locking/mcs_spinlock.h: smp_store_release((l), 1) => WRITE_ONCE(*(l), 1)
 * expect: data race
 */
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/kcsan-checks.h>
#include <linux/spinlock.h>
#include <asm/qspinlock.h>
#include <lkmm/verify.h>

static struct qspinlock lock = { .val = ATOMIC_INIT(_Q_LOCKED_VAL | _Q_PENDING_VAL) };
static int inside;
static void start(void);

/* The head of the queue waits by this. */
#undef atomic_cond_read_acquire
#define atomic_cond_read_acquire(v, cond)							\
	(start(), lkmm_smp_cond_load_acquire(&(v)->counter, cond))
#include <kernel/locking/qspinlock.c>

/* The one that owns the lock gives it back; so does the one that is pending. */
static void go_before(void *arg)
{
	(void)arg;
	queued_spin_unlock(&lock);
	clear_pending_set_locked(&lock);
	queued_spin_unlock(&lock);
}

static void come_behind(void *arg)
{
	(void)arg;
	kcsan_nestable_atomic_begin();
	queued_spin_lock_slowpath(&lock, _Q_LOCKED_VAL | _Q_PENDING_VAL);
	kcsan_nestable_atomic_end();
	inside++;
	queued_spin_unlock(&lock);
}

/* Up to here, only main() runs, as thread 0. */
static void start(void)
{
	if (lkmm_thread())
		return;
	lkmm_spawn(go_before, 0);
	lkmm_spawn(come_behind, 0);
}

int main(void)
{
	queued_spin_lock(&lock);
	inside++;
	queued_spin_unlock(&lock);
}
