// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * main() asks whether locks are taken when its threads are done, and tries to take them. FAULT 1: a
 * thread keeps a lock; 2: main() does.
 *
 * expect 0: no fault in any execution
 * expect 1: main-tries.c:45:2: this assertion of main() can fail
 * expect 2: main-tries.c:47:2: this assertion of main() can fail
 */
#include <lkmm/verify.h>

#ifndef FAULT
#define FAULT 0
#endif

static lkmm_spinlock_t lock;
static struct lkmm_srcu_struct srcu;
static int n;

static void add(void *arg)
{
	int section = lkmm_srcu_read_lock(&srcu);

	(void)arg;
	lkmm_spin_lock(&lock);
	n++;
	if (FAULT != 1 || n < 2)
		lkmm_spin_unlock(&lock);
	lkmm_srcu_read_unlock(&srcu, section);
}

int main(void)
{
	int a = lkmm_spawn(add, 0), b = lkmm_spawn(add, 0), tried;

	lkmm_join(a);
	lkmm_join(b);
	lkmm_synchronize_srcu(&srcu);
	if (FAULT != 1) {
		tried = lkmm_spin_trylock(&lock);
		lkmm_assert(tried && lkmm_spin_is_locked(&lock) && !lkmm_spin_trylock(&lock));
		if (FAULT != 2)
			lkmm_spin_unlock(&lock);
	}
	lkmm_assert(FAULT == 2 || !lkmm_spin_is_locked(&lock));
	/* Nobody has it. */
	lkmm_assert(lkmm_spin_trylock(&lock));
	lkmm_assert(n == 2);
}
