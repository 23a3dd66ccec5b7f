// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The kernel's reader-writer lock, from its own header; its slow paths are in no header, so locking
 * is by trying.
 */
#include <linux/compiler.h>
#include <asm-generic/spinlock.h>

#include "../subject.h"

static struct qrwlock lock = __ARCH_RW_LOCK_UNLOCKED;
static unsigned long first, second, writes;
static atomic_t torn = ATOMIC_INIT(0);

void queued_read_lock_slowpath(struct qrwlock *l)
{
	atomic_sub(_QR_BIAS, &l->cnts);
	while (!queued_read_trylock(l))
		cpu_relax();
}

void queued_write_lock_slowpath(struct qrwlock *l)
{
	while (!queued_write_trylock(l))
		cpu_relax();
}

static unsigned long qrwlock_thread(int id, unsigned long rounds, const bool *stop)
{
	unsigned long i;

	for (i = 0; i < rounds && !READ_ONCE(*stop); i++) {
		if ((i + (unsigned long)id) % 3) {
			queued_read_lock(&lock);
			if (first != second)
				atomic_inc(&torn);
			queued_read_unlock(&lock);
		} else {
			queued_write_lock(&lock);
			first++;
			second++;
			writes++;
			queued_write_unlock(&lock);
		}
	}
	return i;
}

static bool qrwlock_check(unsigned long rounds)
{
	return !atomic_read(&torn) && first == writes && second == writes && writes > 0 &&
	       writes < rounds &&
		!atomic_read(&lock.cnts);
}

extern const struct subject qrwlock_subject;
const struct subject qrwlock_subject = { "asm-generic/qrwlock.h", 3, qrwlock_thread,
					 qrwlock_check };
