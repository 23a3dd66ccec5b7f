// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The kernel's generic ticket lock, from its own header. */
#include <linux/compiler.h>
#include <asm-generic/spinlock.h>

#include "../subject.h"

static arch_spinlock_t lock = __ARCH_SPIN_LOCK_UNLOCKED;
static unsigned long counter;

static unsigned long ticket_thread(int id, unsigned long rounds, const bool *stop)
{
	unsigned long i;

	(void)id;
	for (i = 0; i < rounds && !READ_ONCE(*stop); i++) {
		if (i % 4 || !arch_spin_trylock(&lock))
			arch_spin_lock(&lock);
		counter++;
		arch_spin_unlock(&lock);
	}
	return i;
}

static bool ticket_check(unsigned long rounds)
{
	return counter == rounds && !arch_spin_is_locked(&lock);
}

extern const struct subject ticket_subject;
const struct subject ticket_subject = { "asm-generic/spinlock.h", 2, ticket_thread, ticket_check };
