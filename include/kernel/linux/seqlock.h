/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The kernel's own file, where one follows on the path; else <lkmm/seqcount.h> by its names. */
#if __has_include_next(<linux/seqlock.h>)
# include_next <linux/seqlock.h>
#elif !defined(__LKMM_LINUX_SEQLOCK_H)
#define __LKMM_LINUX_SEQLOCK_H

#include <linux/compiler.h>
#include <linux/seqlock_types.h>
#include <linux/spinlock.h>

#define SEQCNT_ZERO(name) LKMM_SEQCOUNT_INIT
#define SEQCNT_LATCH_ZERO(name) LKMM_SEQCOUNT_LATCH_INIT
#define seqcount_init lkmm_seqcount_init
#define seqcount_latch_init(s) seqcount_init(&(s)->seqcount)
#define raw_read_seqcount lkmm_raw_read_seqcount
#define raw_seqcount_begin lkmm_raw_seqcount_begin
#define read_seqcount_begin lkmm_read_seqcount_begin
#define raw_read_seqcount_begin lkmm_read_seqcount_begin
#define read_seqcount_retry lkmm_read_seqcount_retry
#define __read_seqcount_retry(s, start) (READ_ONCE((s)->sequence) != (start))
#define write_seqcount_begin lkmm_write_seqcount_begin
#define write_seqcount_begin_nested(s, subclass) write_seqcount_begin(s)
#define raw_write_seqcount_begin lkmm_write_seqcount_begin
#define write_seqcount_end lkmm_write_seqcount_end
#define raw_write_seqcount_end lkmm_write_seqcount_end
#define write_seqcount_invalidate lkmm_write_seqcount_invalidate
#define raw_write_seqcount_barrier lkmm_raw_write_seqcount_barrier

#define raw_write_seqcount_latch lkmm_write_seqcount_latch
#define write_seqcount_latch_begin lkmm_write_seqcount_latch
#define write_seqcount_latch lkmm_write_seqcount_latch
#define write_seqcount_latch_end(s) ((void)(s))
#define raw_read_seqcount_latch lkmm_read_seqcount_latch
#define read_seqcount_latch lkmm_read_seqcount_latch
#define raw_read_seqcount_latch_retry lkmm_read_seqcount_latch_retry
#define read_seqcount_latch_retry lkmm_read_seqcount_latch_retry

#define __SEQLOCK_UNLOCKED(name) { SEQCNT_ZERO(name), __SPIN_LOCK_UNLOCKED(name) }
#define DEFINE_SEQLOCK(name) seqlock_t name = __SEQLOCK_UNLOCKED(name)
#define seqlock_init(sl) (seqcount_init(&(sl)->seqcount), spin_lock_init(&(sl)->lock))
#define read_seqbegin(sl) read_seqcount_begin(&(sl)->seqcount)
#define read_seqretry(sl, start) read_seqcount_retry(&(sl)->seqcount, start)
#define read_seqlock_excl(sl) spin_lock(&(sl)->lock)
#define read_sequnlock_excl(sl) spin_unlock(&(sl)->lock)
#define write_seqlock(sl) (spin_lock(&(sl)->lock), write_seqcount_begin(&(sl)->seqcount))
#define write_sequnlock(sl) (write_seqcount_end(&(sl)->seqcount), spin_unlock(&(sl)->lock))
#define write_seqlock_irq(sl) write_seqlock(sl)
#define write_sequnlock_irq(sl) write_sequnlock(sl)
#define write_seqlock_bh(sl) write_seqlock(sl)
#define write_sequnlock_bh(sl) write_sequnlock(sl)
#define write_seqlock_irqsave(sl, flags) ((void)((flags) = 0), write_seqlock(sl))
#define write_sequnlock_irqrestore(sl, flags) ((void)(flags), write_sequnlock(sl))

#endif
