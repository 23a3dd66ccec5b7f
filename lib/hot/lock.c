// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "lock.h"

#include <lkmm/atomic.h>

#include <sched.h>

enum { PATIENCE = 1 << 24 };		/* turns of a loop: longer than any holder needs */

static lkmm_atomic_t lock;
static bool confined;
/* This thread has the lock, or waits for it. */
static __thread bool inside __attribute__((__tls_model__("initial-exec")));

bool hot_is_confined(void)
{
	return lkmm_READ_ONCE(confined);
}

void hot_set_confined(bool is)
{
	lkmm_WRITE_ONCE(confined, is);
}

static bool take(bool may_call)
{
	for (int turn = 0; lkmm_atomic_cmpxchg_acquire(&lock, 0, 1);) {
		if (may_call)
			sched_yield();
		else if (turn++ == PATIENCE)
			return false;
		else
			lkmm_cpu_relax();
	}
	return true;
}

static void unblock(const struct hot_entry *e)
{
	if (e->blocked)
		pthread_sigmask(SIG_SETMASK, &e->saved, NULL);
}

bool hot_enter(struct hot_entry *e)
{
	e->blocked = !hot_is_confined();
	if (e->blocked) {
		sigset_t all;

		sigfillset(&all);
		pthread_sigmask(SIG_SETMASK, &all, &e->saved);
	}
	if (!lkmm_READ_ONCE(inside)) {
		lkmm_WRITE_ONCE(inside, true);
		if (take(e->blocked))
			return true;
		lkmm_WRITE_ONCE(inside, false);
	}
	unblock(e);
	return false;
}

void hot_leave(const struct hot_entry *e)
{
	lkmm_atomic_set_release(&lock, 0);
	lkmm_WRITE_ONCE(inside, false);
	unblock(e);
}

void hot_unlock(void)
{
	lkmm_atomic_set(&lock, 0);
	lkmm_WRITE_ONCE(inside, false);
}
