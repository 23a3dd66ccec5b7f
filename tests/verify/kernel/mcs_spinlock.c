// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * kernel/locking/mcs_spinlock.h: one at a time, and what one has written the next one sees.
 * expect: no fault in any execution
 * fault: kernel/locking/mcs_spinlock.h: smp_cond_load_acquire => smp_cond_load_relaxed
 * expect: data race
 * fault: kernel/locking/mcs_spinlock.h: smp_store_release((l), 1) => WRITE_ONCE(*(l), 1)
 * expect: data race
 * fault: kernel/locking/mcs_spinlock.h: cmpxchg_release => cmpxchg_relaxed
 * expect: data race
 * fault: kernel/locking/mcs_spinlock.h: prev = xchg(lock => prev = xchg_relaxed(lock
 * expect: data race
 * fault: kernel/locking/mcs_spinlock.h: while (!(next = READ_ONCE(node->next))) => while (0)
 * expect: bad pointer
 */
#include <linux/atomic.h>
#include <linux/compiler.h>
#include <kernel/locking/mcs_spinlock.h>
#include <lkmm/verify.h>

static struct mcs_spinlock *lock, node[2];
static int counter;

static void count(void *arg)
{
	struct mcs_spinlock *mine = arg;

	mcs_spin_lock(&lock, mine);
	counter++;
	mcs_spin_unlock(&lock, mine);
}

int main(void)
{
	int a = lkmm_spawn(count, &node[0]), b = lkmm_spawn(count, &node[1]);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(counter == 2);
}
