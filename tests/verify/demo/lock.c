// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Three deposits under the ticket lock by two threads.
 *
 * fault: work.c: lkmm_atomic_read_acquire(&account->owner) => lkmm_atomic_read(&account->owner)
 * expect: data race
 * fault: work.c: lkmm_atomic_set_release(&account->owner => lkmm_atomic_set(&account->owner
 * expect: data race
 * fault: work.c: unlock(account);\n\t} => }
 * expect: executions block
 * fault: work.c: if (!lock(account))\n\t\t\tbreak; => ;
 * expect: data race
 * fault: work.c: lkmm_atomic_fetch_add_relaxed(1, &account => lkmm_atomic_read(&account
 * expect: executions block
 * fault: rust/lib.rs: self.owner.load(Acquire) => self.owner.load(Relaxed)
 * expect: data race
 * fault: rust/lib.rs: load(Relaxed) + 1, Release) => load(Relaxed) + 1, Relaxed)
 * expect: data race
 * fault: rust/lib.rs: account.unlock(); => ;
 * expect: executions block
 * fault: rust/lib.rs: if !account.lock() => if false
 * expect: data race
 * fault: rust/lib.rs: self.next.fetch_add(1, Relaxed) => self.next.load(Relaxed)
 * expect: executions block
 */
#include "client.h"

static struct account account;

static void twice(void *shared)
{
	lkmm_assert(ONE.deposit(shared, 2) == 2);
}

static void once(void *shared)
{
	lkmm_assert(OTHER.deposit(shared, 1) == 1);
}

int main(void)
{
	int a = lkmm_spawn(twice, &account), b = lkmm_spawn(once, &account);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(account.deposits == 3);
}
