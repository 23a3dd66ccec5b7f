// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * An object that RCU frees, while another thread may read it. FAULT 1: the reader is in no section;
 * 2: the object is still there for all to see when RCU is asked to free it; 3: the callback uses
 * what was written after it was asked for.
 * expect 0: no fault in any execution
 * expect 1: and nothing orders that before
 * expect 2: and nothing orders that before
 * expect 3: data race
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#include <stdlib.h>

static int *shared;
static int reason;

static void give_back(void *arg)
{
	lkmm_assert(reason == 1);
	free(arg);
}

static void update(void *arg)
{
	int *old = shared;

	(void)arg;
	reason = 1;
#if FAULT != 2
	lkmm_WRITE_ONCE(shared, NULL);
#endif
	lkmm_call_rcu(give_back, old);
#if FAULT == 2
	lkmm_WRITE_ONCE(shared, NULL);
#elif FAULT == 3
	reason = 1;
#endif
}

static void look(void *arg)
{
	int *p;

	(void)arg;
#if FAULT != 1
	lkmm_rcu_read_lock();
#endif
	p = lkmm_rcu_dereference(shared);
	lkmm_assert(!p || *p == 1);
#if FAULT != 1
	lkmm_rcu_read_unlock();
#endif
}

int main(void)
{
	int a, b;

	shared = malloc(sizeof(*shared));
	*shared = 1;
	a = lkmm_spawn(update, 0);
	b = lkmm_spawn(look, 0);
	lkmm_join(a);
	lkmm_join(b);
}
