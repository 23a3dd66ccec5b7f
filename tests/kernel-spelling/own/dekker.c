// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Two flags: each thread raises its own and looks at the other's. Both never see the other down. */
#include <linux/atomic.h>
#include <linux/kernel.h>

#include "../subject.h"

static int flag[2];
static int inside;
static atomic_t both = ATOMIC_INIT(0), entered = ATOMIC_INIT(0);

/* Every way to put a full barrier between the two, in turn. */
static void raise(int id, unsigned long way)
{
	switch (way % 5) {
	case 0:
		smp_store_mb(flag[id], 1);
		break;
	case 1:
		(void)xchg(&flag[id], 1);
		break;
	case 2:
		WRITE_ONCE(flag[id], 1);
		smp_mb();
		break;
	case 3:
		(void)cmpxchg(&flag[id], 0, 1);
		break;
	default:
		WRITE_ONCE(flag[id], 1);
		smp_mb__before_atomic();
		atomic_inc(&entered);
		smp_mb__after_atomic();
		return;
	}
	atomic_inc(&entered);
}

static unsigned long dekker_thread(int id, unsigned long rounds, const bool *stop)
{
	unsigned long i;

	for (i = 0; i < rounds && !READ_ONCE(*stop); i++) {
		raise(id, i);
		if (!READ_ONCE(flag[!id])) {
			if (xchg_acquire(&inside, 1))
				atomic_inc(&both);
			smp_store_release(&inside, 0);
		}
		smp_store_release(&flag[id], 0);
		if (i % 16 == 0)
			cpu_relax();
	}
	return i;
}

static bool dekker_check(unsigned long rounds)
{
	return !atomic_read(&both) && atomic_read(&entered) == (int)rounds;
}

extern const struct subject dekker_subject;
const struct subject dekker_subject = { "flags", 2, dekker_thread, dekker_check };
