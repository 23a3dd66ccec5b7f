// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The kernel's queued spinlock, from its own header; the slow path, which no header has, is the
 * simplest possible.
 */
#include <linux/compiler.h>
#include <asm-generic/qspinlock.h>
#include <asm/processor.h>

#include "../subject.h"

static struct qspinlock lock = __ARCH_SPIN_LOCK_UNLOCKED;
static unsigned long counter;

void queued_spin_lock_slowpath(struct qspinlock *l, u32 val)
{
	(void)val;
	while (!queued_spin_trylock(l))
		cpu_relax();
}

static unsigned long qspinlock_thread(int id, unsigned long rounds, const bool *stop)
{
	unsigned long i;

	(void)id;
	for (i = 0; i < rounds && !READ_ONCE(*stop); i++) {
		queued_spin_lock(&lock);
		counter++;
		queued_spin_unlock(&lock);
	}
	return i;
}

static bool qspinlock_check(unsigned long rounds)
{
	return counter == rounds && !queued_spin_is_locked(&lock);
}

extern const struct subject qspinlock_subject;
const struct subject qspinlock_subject = { "asm-generic/qspinlock.h", 3, qspinlock_thread,
					   qspinlock_check };
