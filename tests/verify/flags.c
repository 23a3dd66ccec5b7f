// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Where a flag is raised. FAULT 1 to 6: locks, critical sections, and plain and marked accesses.
 * expect 0: no fault in any execution
 * expect 1: flags.c:29:3: unmatched-unlock
 * expect 2: flags.c:31:3: unmatched-rcu-lock
 * expect 3: flags.c:33:3: unmatched-rcu-unlock
 * expect 4: flags.c:36:5: mixed-accesses
 * expect 5: flags.c:41:3: invalid-sleep
 * expect 6: flags.c:45:3: unmatched-srcu-unlock
 * json 1: "flagged": [{"flag": "unmatched-unlock", "thread": 0, "line": 29, "column": 3, "source":
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

static int x;
static struct lkmm_srcu_struct domain;
static lkmm_spinlock_t lock;

static void work(void *arg)
{
	(void)arg;
	lkmm_spin_lock(&lock);
	x++;
	lkmm_spin_unlock(&lock);
	if (FAULT == 0)
		return;
	if (FAULT == 1)
		lkmm_spin_unlock(&lock);
	if (FAULT == 2)
		lkmm_rcu_read_lock();
	if (FAULT == 3)
		lkmm_rcu_read_unlock();
	if (FAULT == 4) {
		lkmm_WRITE_ONCE(x, 1);
		x = 2;
	}
	if (FAULT == 5) {
		lkmm_rcu_read_lock();
		lkmm_WRITE_ONCE(x, 1);
		lkmm_synchronize_srcu(&domain);
		lkmm_rcu_read_unlock();
	}
	if (FAULT == 6)
		lkmm_srcu_read_unlock(&domain, 0);
}

int main(void)
{
	lkmm_join(lkmm_spawn(work, 0));
}
