// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A sequence count: readers retry until they have seen both words of one write. */
#include <linux/atomic.h>
#include <linux/compiler.h>

#include "../subject.h"

static unsigned int sequence;
static u64 low, high;
static atomic_long_t torn, written;

static unsigned int read_begin(void)
{
	unsigned int seq = smp_cond_load_relaxed(&sequence, !(VAL & 1));

	smp_rmb();
	return seq;
}

static bool read_retry(unsigned int seq)
{
	smp_rmb();
	return unlikely(READ_ONCE(sequence) != seq);
}

static void write(u64 value)
{
	WRITE_ONCE(sequence, sequence + 1);
	smp_wmb();
	WRITE_ONCE(low, value);
	WRITE_ONCE(high, ~value);
	smp_wmb();
	WRITE_ONCE(sequence, sequence + 1);
	atomic_long_inc(&written);
}

static unsigned long seq_thread(int id, unsigned long rounds, const bool *stop)
{
	unsigned long i;

	for (i = 0; i < rounds && !READ_ONCE(*stop); i++) {
		unsigned int seq;
		u64 l, h;

		if (id == 0) {
			write(i * 0x100000001ull);
			continue;
		}
		do {
			seq = read_begin();
			l = READ_ONCE(low);
			h = READ_ONCE(high);
		} while (read_retry(seq));
		if (seq && l != ~h)
			atomic_long_inc(&torn);
	}
	return i;
}

static bool seq_check(unsigned long rounds)
{
	return rounds && !atomic_long_read(&torn) &&
	       sequence == (unsigned int)(2 * atomic_long_read(&written));
}

extern const struct subject seq_subject;
const struct subject seq_subject = { "sequence count", 2, seq_thread, seq_check };
