// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <linux/seqlock.h>, seqcount_spinlock_t, as with PREEMPT_RT: two writers under a lock, and a
 * reader, which takes the lock and gives it back if a writer is at work.
 * expect: no fault found, complete up to 2 turns
 * fault: include/linux/seqlock.h: smp_rmb();\n\treturn do_ => return do_
 * expect: this assertion can fail
 * fault: include/linux/seqlock.h: smp_load_acquire(&s->seqcount => READ_ONCE(s->seqcount
 * expect: this assertion can fail
 * fault: include/linux/seqlock.h: s->sequence++;\n\tsmp_wmb();\n} => s->sequence++;\n}
 * expect: this assertion can fail
 * fault: include/linux/seqlock.h: __SEQ_LOCK(lockbase##_unlock(s->lock)); => ;
 * expect: waits for ever
 * fault: include/linux/seqlock.h: __SEQ_LOCK(lockbase##_lock(s->lock)); => ;
 * expect: seqlock.h:227:1: unmatched-unlock
 */
#define CONFIG_PREEMPT_RT 1
#include <linux/mutex.h>
#include <linux/spinlock.h>

/* Another of the kinds of locks, which nobody takes here. */
typedef spinlock_t rwlock_t;
#define read_lock(lock) spin_lock(lock)
#define read_unlock(lock) spin_unlock(lock)

#include <linux/seqlock.h>
#include <lkmm/verify.h>

static DEFINE_SPINLOCK(lock);
static seqcount_spinlock_t seq = SEQCNT_SPINLOCK_ZERO(seq, &lock);
static int a, b;

static void write(void *arg)
{
	(void)arg;
	spin_lock(&lock);
	write_seqcount_begin(&seq);
	a++;
	b++;
	write_seqcount_end(&seq);
	spin_unlock(&lock);
}

static void read(void *arg)
{
	unsigned int start;
	int x, y;

	(void)arg;
	do {
		start = read_seqcount_begin(&seq);
		x = a;
		y = b;
	} while (read_seqcount_retry(&seq, start));
	lkmm_assert(x == y);
}

int main(void)
{
	lkmm_spawn(write, 0);
#ifndef W1
	lkmm_spawn(write, 0);
#endif
	lkmm_spawn(read, 0);
}
