/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Counts by which readers find out that they have read what was being written, and read again: they
 * write nothing, and never make the writer wait. There is one writer at a time, by a lock of the
 * user's. The count is odd while it writes.
 *
 *	do {
 *		start = lkmm_read_seqcount_begin(&s);
 *		lkmm_read_bytes(&copy, &shared, sizeof(copy));
 *	} while (lkmm_read_seqcount_retry(&s, start));
 *
 * Reader and writer access the data at the same time: by marked accesses, or those of bytes.h.
 * With a latch there are two copies of the data, of which readers use the one that is not being
 * written; so they may interrupt the writer.
 */
#ifndef LKMM_SEQCOUNT_H
#define LKMM_SEQCOUNT_H

#include <lkmm/bytes.h>
#include <lkmm/object.h>

/**
 * lkmm_seqcount_t - how often data were written, times two
 * @sequence: odd while they are
 */
typedef struct {
	unsigned int sequence;
} lkmm_seqcount_t;

/**
 * lkmm_seqcount_latch_t - the same for two copies
 * @seqcount: even: readers use copy 0, else copy 1
 */
typedef struct {
	lkmm_seqcount_t seqcount;
} lkmm_seqcount_latch_t;

#define LKMM_SEQCOUNT_INIT { 0 }
#define LKMM_SEQCOUNT_LATCH_INIT { LKMM_SEQCOUNT_INIT }

/* The writer is alone: what it reads is its own. */
static __lkmm_inline void __lkmm_seqcount_add(lkmm_seqcount_t *s, unsigned int n)
{
	lkmm_WRITE_ONCE(s->sequence, lkmm_READ_ONCE(s->sequence) + n);
}

/**
 * lkmm_seqcount_init() - nothing was written
 * @s: the count
 *
 * Ordering: relaxed.
 */
static __lkmm_inline void lkmm_seqcount_init(lkmm_seqcount_t *s)
{
	lkmm_WRITE_ONCE(s->sequence, 0);
}

/**
 * lkmm_raw_read_seqcount() - begin to read, perhaps while the data are written
 * @s: the count
 *
 * Ordering: acquire.
 * Return: the count, for lkmm_read_seqcount_retry(); odd if the data are being written.
 */
static __lkmm_inline unsigned int lkmm_raw_read_seqcount(const lkmm_seqcount_t *s)
{
	return lkmm_smp_load_acquire(&s->sequence);
}

/**
 * lkmm_read_seqcount_begin() - begin to read, once the data are not being written
 * @s: the count
 *
 * Ordering: acquire.
 * Return: the count, for lkmm_read_seqcount_retry().
 */
static __lkmm_inline unsigned int lkmm_read_seqcount_begin(const lkmm_seqcount_t *s)
{
	return lkmm_smp_cond_load_acquire((unsigned int *)&s->sequence, !(VAL & 1));
}

/**
 * lkmm_raw_seqcount_begin() - begin to read without waiting
 * @s: the count
 *
 * Ordering: acquire.
 * Return: a count with which lkmm_read_seqcount_retry() fails if the data are being written.
 */
static __lkmm_inline unsigned int lkmm_raw_seqcount_begin(const lkmm_seqcount_t *s)
{
	return lkmm_raw_read_seqcount(s) & ~1u;
}

/**
 * lkmm_read_seqcount_retry() - see whether what was read must be read again
 * @s: the count
 * @start: what it was at the beginning
 *
 * Ordering: reads before come before that of the count, as by lkmm_smp_rmb().
 * Return: true if the data may have been written in between.
 */
static __lkmm_inline bool lkmm_read_seqcount_retry(const lkmm_seqcount_t *s, unsigned int start)
{
	lkmm_smp_rmb();
	return lkmm_READ_ONCE(s->sequence) != start;
}

/**
 * lkmm_write_seqcount_begin() - begin to write
 * @s: the count
 *
 * Ordering: later writes come after that of the count, as by lkmm_smp_wmb().
 */
static __lkmm_inline void lkmm_write_seqcount_begin(lkmm_seqcount_t *s)
{
	__lkmm_seqcount_add(s, 1);
	lkmm_smp_wmb();
}

/**
 * lkmm_write_seqcount_end() - the data are written
 * @s: the count
 *
 * Ordering: earlier writes come before that of the count, as by lkmm_smp_wmb().
 */
static __lkmm_inline void lkmm_write_seqcount_end(lkmm_seqcount_t *s)
{
	lkmm_smp_wmb();
	__lkmm_seqcount_add(s, 1);
}

/**
 * lkmm_write_seqcount_invalidate() - make readers of now read again
 * @s: the count
 *
 * Ordering: earlier writes come before that of the count, as by lkmm_smp_wmb().
 */
static __lkmm_inline void lkmm_write_seqcount_invalidate(lkmm_seqcount_t *s)
{
	lkmm_smp_wmb();
	__lkmm_seqcount_add(s, 2);
}

/**
 * lkmm_raw_write_seqcount_barrier() - order two writes for readers, and let none see the second
 * without the first
 * @s: the count
 *
 * Ordering: as lkmm_smp_wmb().
 */
static __lkmm_inline void lkmm_raw_write_seqcount_barrier(lkmm_seqcount_t *s)
{
	__lkmm_seqcount_add(s, 1);
	lkmm_smp_wmb();
	__lkmm_seqcount_add(s, 1);
}

/**
 * lkmm_write_seqcount_latch() - let readers use the other copy
 * @s: the latch
 *
 * Called before copy 0 is written, and again before copy 1 is.
 *
 * Ordering: writes on both sides are ordered against that of the count, as by lkmm_smp_wmb().
 */
static __lkmm_inline void lkmm_write_seqcount_latch(lkmm_seqcount_latch_t *s)
{
	lkmm_smp_wmb();
	__lkmm_seqcount_add(&s->seqcount, 1);
	lkmm_smp_wmb();
}

/**
 * lkmm_read_seqcount_latch() - begin to read
 * @s: the latch
 *
 * Ordering: relaxed: the address of the copy depends on it.
 * Return: the count, for lkmm_read_seqcount_latch_retry(); its lowest bit is the copy to read.
 */
static __lkmm_inline unsigned int lkmm_read_seqcount_latch(const lkmm_seqcount_latch_t *s)
{
	return lkmm_READ_ONCE(s->seqcount.sequence);
}

/**
 * lkmm_read_seqcount_latch_retry() - see whether what was read must be read again
 * @s: the latch
 * @start: what lkmm_read_seqcount_latch() returned
 *
 * Ordering: reads before come before that of the count, as by lkmm_smp_rmb().
 * Return: true if the copy may have been written in between.
 */
static __lkmm_inline bool lkmm_read_seqcount_latch_retry(const lkmm_seqcount_latch_t *s,
							 unsigned int start)
{
	return lkmm_read_seqcount_retry(&s->seqcount, start);
}

#endif
