// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * kernel/locking/mcs_spinlock.h, with three CPUs: a queue.
 * expect: no fault in any execution
 * fault: kernel/locking/mcs_spinlock.h: smp_store_release((l), 1) => WRITE_ONCE(*(l), 1)
 * expect: data race
 * fault: kernel/locking/mcs_spinlock.h: cond_load_acquire(l, VAL) => cond_load_relaxed(l, VAL)
 * expect: data race
 * fault: kernel/locking/mcs_spinlock.h: xchg(lock, node) => xchg_relaxed(lock, node)
 * expect: executions block
 * fault: kernel/locking/mcs_spinlock.h: while (!(next = => if (!(next =
 * expect: bad pointer
 * fault: kernel/locking/mcs_spinlock.h: cmpxchg_release( => cmpxchg_relaxed(
 * expect: data race
 */
#include "kernel/locking/mcs_spinlock.h"
#include <linux/percpu.h>
#include <lkmm/verify.h>

static struct mcs_spinlock *lock;
static DEFINE_PER_CPU(struct mcs_spinlock, node);
static int n;

static void count(void *arg)
{
	struct mcs_spinlock *own = this_cpu_ptr(&node);

	(void)arg;
	mcs_spin_lock(&lock, own);
	n++;
	mcs_spin_unlock(&lock, own);
}

int main(void)
{
	int a = lkmm_spawn(count, 0), b = lkmm_spawn(count, 0), c = lkmm_spawn(count, 0);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_join(c);
	lkmm_assert(n == 3 && !lock);
}
