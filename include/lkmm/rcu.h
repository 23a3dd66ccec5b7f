/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * RCU: readers that never wait, and writers that wait until the readers of now are done. It is that
 * of liburcu, in the "bulletproof" flavour, whose threads need not register: sections and grace
 * periods are shared with code that uses <urcu-bp.h>, and with the Rust crate. Programs link with
 * -lurcu-bp, as pkg-config says for lkmm-rcu; the headers of liburcu are not needed.
 *
 * Ordering is that of the memory model: if anything in a reader's section comes before a grace
 * period, all of the section does; if anything in it comes after the period, all does.
 *
 * For lkmm verify, RCU is the model's own, and a callback runs in a thread of its own.
 */
#ifndef LKMM_RCU_H
#define LKMM_RCU_H

#include <lkmm/llist.h>
#include <lkmm/rcu_types.h>

#ifdef __cplusplus
extern "C"
#endif
void __lkmm_free(void *object) __asm__("free");		/* without the names of <stdlib.h> */

#ifdef LKMM_VERIFY
# include <lkmm/rcu_verify.h>
#else

# ifdef __cplusplus
extern "C" {
# endif
void urcu_bp_read_lock(void);
void urcu_bp_read_unlock(void);
int urcu_bp_read_ongoing(void);
void urcu_bp_synchronize_rcu(void);
void urcu_bp_barrier(void);
/* By a name of our own: its argument has a type of liburcu's, which is laid out in the same way. */
void __lkmm_urcu_call(struct lkmm_rcu_head *head, void (*func)(struct lkmm_rcu_head *head))
	__asm__("urcu_bp_call_rcu");
# ifdef __cplusplus
}
# endif

/**
 * lkmm_rcu_read_lock() - begin a reader's section, of this thread
 *
 * Sections may be inside of others.
 */
static __lkmm_inline void lkmm_rcu_read_lock(void)
{
	urcu_bp_read_lock();
}

/**
 * lkmm_rcu_read_unlock() - end a reader's section
 */
static __lkmm_inline void lkmm_rcu_read_unlock(void)
{
	urcu_bp_read_unlock();
}

/**
 * lkmm_rcu_read_lock_held() - see whether this thread is in a reader's section
 *
 * Return: true if it is.
 */
static __lkmm_inline bool lkmm_rcu_read_lock_held(void)
{
	return urcu_bp_read_ongoing() != 0;
}

/**
 * lkmm_synchronize_rcu() - wait for a grace period
 *
 * It returns when each section that began before has ended. In a section, it waits for ever.
 *
 * Ordering: full, and against sections as above.
 */
static __lkmm_inline void lkmm_synchronize_rcu(void)
{
	urcu_bp_synchronize_rcu();
}

/**
 * lkmm_call_rcu() - call a function after a grace period
 * @head: a member of an object, which the function may free
 * @func: the function; a thread of liburcu calls it on @head
 *
 * Ordering: against sections, as lkmm_synchronize_rcu(); what was done before the call comes before
 * the function.
 */
static __lkmm_inline void lkmm_call_rcu(struct lkmm_rcu_head *head,
					void (*func)(struct lkmm_rcu_head *head))
{
	__lkmm_urcu_call(head, func);
}

/**
 * lkmm_rcu_barrier() - wait for the callbacks
 *
 * It returns when all functions have returned that were given to lkmm_call_rcu() before, and all
 * objects are free that were given to lkmm_kfree_rcu(). Not in a callback.
 */
static __lkmm_inline void lkmm_rcu_barrier(void)
{
	urcu_bp_barrier();
}

/* Objects that nobody has freed yet, and the callback that will. */
struct __lkmm_rcu_batch {
	struct lkmm_llist_head objects;
	struct lkmm_rcu_head head;
};

static __attribute__((__unused__)) struct __lkmm_rcu_batch __lkmm_rcu_batch;

/*
 * Some were added since the grace period of this call began: there is another one. The
 * next object to come finds the list empty, and calls again.
 */
static inline __attribute__((__unused__)) void __lkmm_rcu_free_batch(struct lkmm_rcu_head *unused)
{
	struct lkmm_llist_node *node = lkmm_llist_del_all(&__lkmm_rcu_batch.objects);

	(void)unused;
	urcu_bp_synchronize_rcu();
	while (node) {
		void *object = ((struct lkmm_rcu_head *)(void *)node)->__object;

		node = lkmm_llist_next(node);
		__lkmm_free(object);
	}
}

/* The head becomes a place in that list. */
static __lkmm_inline void __lkmm_rcu_free(void *object, struct lkmm_rcu_head *head)
{
	if (!object)
		return;
	head->__object = object;
	if (lkmm_llist_add((struct lkmm_llist_node *)(void *)head, &__lkmm_rcu_batch.objects))
		__lkmm_urcu_call(&__lkmm_rcu_batch.head, __lkmm_rcu_free_batch);
}
#endif

/**
 * lkmm_kfree_rcu() - call free() on an object after a grace period
 * @ptr: the object, or NULL
 * @member: the name of the struct lkmm_rcu_head in it
 *
 * Objects are freed in batches, each after one or two grace periods.
 *
 * Ordering: against sections, as lkmm_synchronize_rcu().
 */
#define lkmm_kfree_rcu(ptr, member) do {							\
	__typeof__(ptr) __lkmm_ptr = (ptr);							\
	__lkmm_rcu_free(__lkmm_ptr, __lkmm_ptr ? &__lkmm_ptr->member : NULL);			\
} while (0)

#endif
