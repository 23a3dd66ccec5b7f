// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * kernel/locking/osq_lock.c: one at a time. osq_lock() waits by smp_cond_load_relaxed(), so a
 * client that reads what it guards needs a barrier of its own.
 * with: kernel/locking/osq_lock.c
 * long
 * expect: kernel/locking/osq_lock.c:81:13: data race
 * expect: 1 fault
 * fault: kernel/locking/osq_lock.c: atomic_xchg( => atomic_xchg_relaxed(
 * expect: kernel/locking/osq_lock.c:100:15: data race
 * fault: kernel/locking/osq_lock.c: if (old == OSQ_UNLOCKED_VAL) => if (1)
 * expect: this assertion can fail
 * fault: kernel/locking/osq_lock.c: WRITE_ONCE(prev->next, node); => ;
 * expect: P0 and P1 can wait for ever
 * fault: kernel/locking/osq_lock.c: WRITE_ONCE(next->locked, 1); => ;
 * expect: waits for ever
 * fault: kernel/locking/osq_lock.c: return cpu_nr + 1; => return cpu_nr;
 * expect: this assertion can fail
 */
#include <linux/sched.h>
#include <linux/osq_lock.h>
#include <lkmm/verify.h>

static struct optimistic_spin_queue queue = OSQ_LOCK_UNLOCKED;
static int inside;

static void turn(void *arg)
{
	(void)arg;
	if (!osq_lock(&queue))
		return;
	smp_mb();
	lkmm_assert(!READ_ONCE(inside));
	WRITE_ONCE(inside, 1);
	WRITE_ONCE(inside, 0);
	smp_mb();
	osq_unlock(&queue);
}

int main(void)
{
	int a = lkmm_spawn(turn, 0), b = lkmm_spawn(turn, 0);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(!osq_is_locked(&queue));
}
