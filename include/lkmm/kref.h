/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Reference counts in objects, with a function that frees the object: the kernel's struct kref. The
 * orderings are those of refcount.h.
 */
#ifndef LKMM_KREF_H
#define LKMM_KREF_H

#include <lkmm/refcount.h>

/**
 * struct lkmm_kref - the number of references to the object that it is a member of
 * @refcount: the number
 */
struct lkmm_kref {
	lkmm_refcount_t refcount;
};

#define LKMM_KREF_INIT(n) { LKMM_REFCOUNT_INIT(n) }

/**
 * lkmm_kref_init() - the first reference
 * @kref: the count of a new object
 *
 * Ordering: relaxed.
 */
static __lkmm_inline void lkmm_kref_init(struct lkmm_kref *kref)
{
	lkmm_refcount_set(&kref->refcount, 1);
}

/**
 * lkmm_kref_read() - read the number of references
 * @kref: the count
 *
 * Ordering: relaxed.
 * Return: the number.
 */
static __lkmm_inline unsigned int lkmm_kref_read(const struct lkmm_kref *kref)
{
	return lkmm_refcount_read(&kref->refcount);
}

/**
 * lkmm_kref_get() - take a reference, by who has one
 * @kref: the count
 *
 * Ordering: relaxed.
 */
static __lkmm_inline void lkmm_kref_get(struct lkmm_kref *kref)
{
	lkmm_refcount_inc(&kref->refcount);
}

/**
 * lkmm_kref_get_unless_zero() - take a reference, unless there is none left
 * @kref: the count
 *
 * Ordering: relaxed; a control dependency where the result decides a branch.
 * Return: 1 if it was taken; 0 if the object is about to be freed.
 */
static __lkmm_inline int lkmm_kref_get_unless_zero(struct lkmm_kref *kref)
{
	return lkmm_refcount_inc_not_zero(&kref->refcount);
}

/**
 * lkmm_kref_put() - give a reference back, and free the object if it was the last
 * @kref: the count
 * @release: frees the object that @kref is a member of
 *
 * Ordering: release; acquire, too, before @release is called.
 * Return: 1 if @release was called, else 0.
 */
static __lkmm_inline int lkmm_kref_put(struct lkmm_kref *kref,
				       void (*release)(struct lkmm_kref *kref))
{
	if (!lkmm_refcount_dec_and_test(&kref->refcount))
		return 0;
	release(kref);
	return 1;
}

/**
 * lkmm_kref_put_lock() - give a reference back, and free the object under a lock if it was the last
 * @kref: the count
 * @release: frees the object that @kref is a member of, and gives the lock back
 * @take: an expression that takes the lock, of any kind
 * @give: an expression that gives it back
 *
 * Ordering: release; acquire, too, before @release is called.
 * Return: 1 if @release was called, else 0.
 */
#define lkmm_kref_put_lock(kref, release, take, give) __extension__ ({				\
	struct lkmm_kref *__lkmm_kref = (kref);							\
	int __lkmm_put = lkmm_refcount_dec_and_lock(&__lkmm_kref->refcount, take, give);	\
	if (__lkmm_put)										\
		(release)(__lkmm_kref);								\
	__lkmm_put;										\
})

#endif
