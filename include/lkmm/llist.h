/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Lists without a lock: many threads add to the front, and one takes all, or the first. Several may
 * take all; only one at a time may take the first.
 */
#ifndef LKMM_LLIST_H
#define LKMM_LLIST_H

#include <lkmm/object.h>

/**
 * struct lkmm_llist_node - a member of the objects of a list
 * @next: the object behind
 */
struct lkmm_llist_node {
	struct lkmm_llist_node *next;
};

/**
 * struct lkmm_llist_head - a list
 * @first: what was added last; NULL if there is nothing
 */
struct lkmm_llist_head {
	struct lkmm_llist_node *first;
};

#define LKMM_LLIST_HEAD_INIT { NULL }

/**
 * lkmm_init_llist_head() - make a list that is empty
 * @head: the list, which nobody else uses yet
 *
 * Ordering: relaxed.
 */
static __lkmm_inline void lkmm_init_llist_head(struct lkmm_llist_head *head)
{
	lkmm_WRITE_ONCE(head->first, NULL);
}

/**
 * lkmm_llist_empty() - see whether there is anything in a list
 * @head: the list
 *
 * Ordering: relaxed.
 * Return: true if it is empty.
 */
static __lkmm_inline bool lkmm_llist_empty(const struct lkmm_llist_head *head)
{
	return !lkmm_READ_ONCE(head->first);
}

/**
 * lkmm_llist_add_batch() - add several objects
 * @first: the first one of them, each of which points to the next
 * @last: the last one
 * @head: the list
 *
 * Ordering: full.
 * Return: true if the list was empty.
 */
static __lkmm_inline bool lkmm_llist_add_batch(struct lkmm_llist_node *first,
					       struct lkmm_llist_node *last,
					       struct lkmm_llist_head *head)
{
	struct lkmm_llist_node *old = lkmm_READ_ONCE(head->first);

	do {
		lkmm_WRITE_ONCE(last->next, old);
	} while (!lkmm_try_cmpxchg(&head->first, &old, first));
	return !old;
}

/**
 * lkmm_llist_add() - add an object
 * @node: its member
 * @head: the list
 *
 * Ordering: full.
 * Return: true if the list was empty: who adds the first one wakes who takes them.
 */
static __lkmm_inline bool lkmm_llist_add(struct lkmm_llist_node *node,
					 struct lkmm_llist_head *head)
{
	return lkmm_llist_add_batch(node, node, head);
}

/**
 * lkmm_llist_del_all() - take all objects
 * @head: the list
 *
 * Ordering: full.
 * Return: what was added last; NULL if the list was empty.
 */
static __lkmm_inline struct lkmm_llist_node *lkmm_llist_del_all(struct lkmm_llist_head *head)
{
	return lkmm_xchg(&head->first, NULL);
}

/**
 * lkmm_llist_del_first() - take the object that was added last
 * @head: the list, of which nobody else takes anything at this time
 *
 * Else an object that was taken and added again in between would seem to be the same, with another
 * one behind it.
 *
 * Ordering: full if it returns an object. Else acquire.
 * Return: the object; NULL if the list is empty.
 */
static __lkmm_inline struct lkmm_llist_node *lkmm_llist_del_first(struct lkmm_llist_head *head)
{
	struct lkmm_llist_node *first = lkmm_smp_load_acquire(&head->first);

	do {
		if (!first)
			return NULL;
	} while (!lkmm_try_cmpxchg(&head->first, &first, lkmm_READ_ONCE(first->next)));
	return first;
}

/**
 * lkmm_llist_next() - go to the next object
 * @node: one that was taken
 *
 * Ordering: relaxed.
 * Return: the one that was added before it; NULL at the end.
 */
static __lkmm_inline struct lkmm_llist_node *lkmm_llist_next(const struct lkmm_llist_node *node)
{
	return lkmm_READ_ONCE(node->next);
}

/**
 * lkmm_llist_reverse_order() - turn objects that were taken
 * @node: the one that was added last
 *
 * Return: the one that was added first, and points to the next.
 */
static inline __attribute__((__unused__))
struct lkmm_llist_node *lkmm_llist_reverse_order(struct lkmm_llist_node *node)
{
	struct lkmm_llist_node *turned = NULL, *next;

	for (; node; node = next) {
		next = node->next;
		node->next = turned;
		turned = node;
	}
	return turned;
}

#endif
