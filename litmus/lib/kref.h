/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* References of an object, as include/linux/kref.h has them: a refcount_t, with its orderings. */
struct kref {
	refcount_t refcount;
};

#define KREF_INIT(n) { .refcount = n }

/* kref_init() */
static inline void kref_init(struct kref *kref)
{
	refcount_set(&kref->refcount, 1);
}

/* kref_read() */
static inline unsigned int kref_read(const struct kref *kref)
{
	return refcount_read(&kref->refcount);
}

/* kref_get(). Relaxed. */
static inline void kref_get(struct kref *kref)
{
	refcount_inc(&kref->refcount);
}

/* kref_get_unless_zero(). As refcount_inc_not_zero(). */
static inline int kref_get_unless_zero(struct kref *kref)
{
	return refcount_inc_not_zero(&kref->refcount);
}

/* kref_put(). Release; the code of @release runs after an acquire. */
#define kref_put(kref, release) \
	({ \
		int __last = refcount_dec_and_test(&(kref)->refcount); \
		if (__last) \
			release(kref); \
		__last; \
	})

/* kref_put_mutex(): @release is called with the mutex taken, and has to give it back. */
#define kref_put_mutex(kref, release, mutex) \
	({ \
		int __last = refcount_dec_and_mutex_lock(&(kref)->refcount, mutex); \
		if (__last) \
			release(kref); \
		__last; \
	})

/* kref_put_lock(): the same with a spinlock. */
#define kref_put_lock(kref, release, lock) \
	({ \
		int __last = refcount_dec_and_lock(&(kref)->refcount, lock); \
		if (__last) \
			release(kref); \
		__last; \
	})
