/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * seqcount_t and seqlock_t, as include/linux/seqlock.h has them. A writer makes the number odd,
 * then even again; a reader starts anew if the number has changed. The data are read while they
 * are written: a data race, unless both sides use READ_ONCE() and WRITE_ONCE(). The kernel counts
 * with plain accesses that its race detector takes for marked ones: here they are marked.
 */
#define SEQCNT_ZERO(name) 0

/* seqcount_init() */
static inline void seqcount_init(seqcount_t *s)
{
	WRITE_ONCE(*s, 0);
}

/* raw_read_seqcount(). Acquire. */
static inline unsigned int raw_read_seqcount(const seqcount_t *s)
{
	return smp_load_acquire(s);
}

/* read_seqcount_begin(), by __read_seqcount_begin(). Acquire; waits for the writer. */
static inline unsigned int read_seqcount_begin(const seqcount_t *s)
{
	unsigned int seq;

	while ((seq = smp_load_acquire(s)) & 1)
		cpu_relax();
	return seq;
}

/* raw_seqcount_begin(). Acquire; does not wait: the retry fails. */
static inline unsigned int raw_seqcount_begin(const seqcount_t *s)
{
	return smp_load_acquire(s) & ~1U;
}

/*
 * read_seqcount_retry(), by do_read_seqcount_retry(). The reads before come before that of the
 * number.
 */
static inline int read_seqcount_retry(const seqcount_t *s, unsigned int start)
{
	smp_rmb();
	return READ_ONCE(*s) != start;
}

/* __read_seqcount_retry(): without the barrier */
static inline int __read_seqcount_retry(const seqcount_t *s, unsigned int start)
{
	return READ_ONCE(*s) != start;
}

/* write_seqcount_begin(), by do_raw_write_seqcount_begin(). */
static inline void write_seqcount_begin(seqcount_t *s)
{
	WRITE_ONCE(*s, *s + 1);
	smp_wmb();
}

/* write_seqcount_end(), by do_raw_write_seqcount_end() */
static inline void write_seqcount_end(seqcount_t *s)
{
	smp_wmb();
	WRITE_ONCE(*s, *s + 1);
}

/* do_write_seqcount_invalidate(): readers before start anew */
static inline void write_seqcount_invalidate(seqcount_t *s)
{
	smp_wmb();
	WRITE_ONCE(*s, *s + 2);
}

/* do_raw_write_seqcount_barrier() */
static inline void raw_write_seqcount_barrier(seqcount_t *s)
{
	WRITE_ONCE(*s, *s + 1);
	smp_wmb();
	WRITE_ONCE(*s, *s + 1);
}

/* raw_write_seqcount_latch(): which of two copies readers use */
static inline void raw_write_seqcount_latch(seqcount_t *s)
{
	smp_wmb();
	WRITE_ONCE(*s, *s + 1);
	smp_wmb();
}

/* raw_read_seqcount_latch(). Relaxed: the copy that is read depends on it. */
static inline unsigned int raw_read_seqcount_latch(const seqcount_latch_t *s)
{
	return READ_ONCE(*s);
}

/* write_seqcount_latch_end() */
static inline void write_seqcount_latch_end(seqcount_latch_t *s)
{
}

typedef struct {
	seqcount_t seqcount;
	spinlock_t lock;
} seqlock_t;

/* seqlock_init() */
static inline void seqlock_init(seqlock_t *sl)
{
	seqcount_init(&sl->seqcount);
	spin_lock_init(&sl->lock);
}

/* read_seqbegin() */
static inline unsigned int read_seqbegin(const seqlock_t *sl)
{
	return read_seqcount_begin(&sl->seqcount);
}

/* read_seqretry() */
static inline int read_seqretry(const seqlock_t *sl, unsigned int start)
{
	return read_seqcount_retry(&sl->seqcount, start);
}

/* write_seqlock() */
static inline void write_seqlock(seqlock_t *sl)
{
	spin_lock(&sl->lock);
	write_seqcount_begin(&sl->seqcount);
}

/* write_sequnlock() */
static inline void write_sequnlock(seqlock_t *sl)
{
	write_seqcount_end(&sl->seqcount);
	spin_unlock(&sl->lock);
}

/* read_seqlock_excl() */
static inline void read_seqlock_excl(seqlock_t *sl)
{
	spin_lock(&sl->lock);
}

/* read_sequnlock_excl() */
static inline void read_sequnlock_excl(seqlock_t *sl)
{
	spin_unlock(&sl->lock);
}
