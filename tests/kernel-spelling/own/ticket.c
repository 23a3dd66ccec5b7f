// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A ticket lock of two 16-bit halves, and the data that it protects. */
#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/kernel.h>

#include "../subject.h"

struct ticket_lock {
	u16 next, owner;
};

static struct ticket_lock lock ____cacheline_aligned;
static unsigned long counter;
static atomic_long_t tries;

/* The halves are separate 16-bit objects: an operation on one must not touch the other. */
static u16 take_ticket(struct ticket_lock *l)
{
	u16 old = READ_ONCE(l->next);

	while (!try_cmpxchg_relaxed(&l->next, &old, (u16)(old + 1)))
		cpu_relax();
	return old;
}

static void ticket_lock(struct ticket_lock *l)
{
	u16 mine = take_ticket(l);

	smp_cond_load_acquire(&l->owner, VAL == mine);
	smp_mb__after_spinlock();
}

static bool ticket_trylock(struct ticket_lock *l)
{
	u16 owner = READ_ONCE(l->owner);

	return cmpxchg_acquire(&l->next, owner, (u16)(owner + 1)) == owner;
}

static void ticket_unlock(struct ticket_lock *l)
{
	smp_store_release(&l->owner, (u16)(l->owner + 1));
}

static unsigned long ticket_thread(int id, unsigned long rounds, const bool *stop)
{
	unsigned long i;

	(void)id;
	for (i = 0; i < rounds && !READ_ONCE(*stop); i++) {
		if (!(i % 4) && ticket_trylock(&lock))
			atomic_long_inc(&tries);
		else
			ticket_lock(&lock);
		counter++;
		ticket_unlock(&lock);
	}
	return i;
}

static bool ticket_check(unsigned long rounds)
{
	return counter == rounds && READ_ONCE(lock.next) == READ_ONCE(lock.owner) &&
		lock.next == (u16)rounds && atomic_long_read(&tries) <= (long)rounds;
}

extern const struct subject ticket_subject;
const struct subject ticket_subject = { "ticket lock", 2, ticket_thread, ticket_check };
