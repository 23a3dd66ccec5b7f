// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * kernel/locking/percpu-rwsem.c and kernel/rcu/sync.c: a writer sends readers to the slow way, and
 * waits for those that are inside. The counts of each CPU are read by plain accesses, which count
 * as marked ones here. A grace period waits for code that is not preempted.
 * with: kernel/locking/percpu-rwsem.c
 * flag: -DNR_CPUS=2
 * flag: -DLKMM_PREEMPT_RCU
 * expect: no fault in any execution
 * fault: kernel/locking/percpu-rwsem.c: smp_mb(); /* A => ; /* A
 * expect: this assertion can fail
 * fault: kernel/locking/percpu-rwsem.c: smp_mb(); /* C => ; /* C
 * expect: data race
 * fault: kernel/locking/percpu-rwsem.c: rcu_sync_enter(&sem->rss); => ;
 * expect: this assertion can fail
 * fault: include/linux/percpu-rwsem.h: preempt_disable(); => ;
 * fault: include/linux/percpu-rwsem.h: preempt_enable(); => ;
 * expect: this assertion can fail
 * fault: kernel/rcu/sync.c: synchronize_rcu(); => ;
 * expect: this assertion can fail
 */
#include <linux/bug.h>
#include <linux/kcsan-checks.h>
#include <linux/percpu-rwsem.h>
#include <linux/rcu_sync.h>
#include <lkmm/verify.h>

/* Nobody gives the lock back for good: that takes a callback, which may ask for another one. */
#undef call_rcu_hurry
#define call_rcu_hurry(head, function) BUG()
#include <kernel/rcu/sync.c>

static DEFINE_STATIC_PERCPU_RWSEM(sem);
static int a, b;

static void read(void *arg)
{
	(void)arg;
	if (!percpu_down_read_trylock(&sem))
		return;
	lkmm_assert(a == b);
	percpu_up_read(&sem);
}

static void write(void *arg)
{
	(void)arg;
	kcsan_nestable_atomic_begin();
	percpu_down_write(&sem);
	kcsan_nestable_atomic_end();
	a++;
	b++;
}

int main(void)
{
	int r = lkmm_spawn(read, 0), w = lkmm_spawn(write, 0);

	lkmm_join(r);
	lkmm_join(w);
}
