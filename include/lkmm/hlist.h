/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Lists with a head of one pointer, for tables with many of them. An object points to the next one,
 * and to the pointer that points to itself, so that it can be taken out without its list.
 *
 * Who changes a list, or walks through it, has a lock of the user's; in rculist.h are functions for
 * readers without one. These functions order nothing; pointers that are read without the lock, by
 * lkmm_hlist_empty() say, are written by lkmm_WRITE_ONCE().
 */
#ifndef LKMM_HLIST_H
#define LKMM_HLIST_H

#include <lkmm/container_of.h>
#include <lkmm/list_types.h>
#include <lkmm/object.h>

#define LKMM_HLIST_HEAD_INIT { NULL }
#define LKMM_HLIST_HEAD(name) struct lkmm_hlist_head name = LKMM_HLIST_HEAD_INIT

/**
 * lkmm_INIT_HLIST_HEAD() - make a list that is empty
 * @h: the list
 */
static __lkmm_inline void lkmm_INIT_HLIST_HEAD(struct lkmm_hlist_head *h)
{
	lkmm_WRITE_ONCE(h->first, NULL);
}

/**
 * lkmm_INIT_HLIST_NODE() - make an object that is in no list
 * @n: its member
 */
static __lkmm_inline void lkmm_INIT_HLIST_NODE(struct lkmm_hlist_node *n)
{
	n->next = NULL;
	lkmm_WRITE_ONCE(n->pprev, NULL);
}

/**
 * lkmm_hlist_unhashed() - see whether an object is in no list
 * @n: its member
 *
 * Return: true if it is in none; or in one from which lkmm_hlist_del_init_rcu() took it.
 */
static __lkmm_inline bool lkmm_hlist_unhashed(const struct lkmm_hlist_node *n)
{
	return !n->pprev;
}

/**
 * lkmm_hlist_unhashed_lockless() - the same without the lock
 * @n: the object's member
 *
 * Ordering: relaxed.
 * Return: true if it was in no list.
 */
static __lkmm_inline bool lkmm_hlist_unhashed_lockless(const struct lkmm_hlist_node *n)
{
	return !lkmm_READ_ONCE(n->pprev);
}

/**
 * lkmm_hlist_empty() - see whether there is anything in a list
 * @h: the list
 *
 * Ordering: relaxed. The lock is not needed, but without it the answer may be old.
 * Return: true if it is empty.
 */
static __lkmm_inline bool lkmm_hlist_empty(const struct lkmm_hlist_head *h)
{
	return !lkmm_READ_ONCE(h->first);
}

static __lkmm_inline void __lkmm_hlist_del(struct lkmm_hlist_node *n)
{
	struct lkmm_hlist_node *next = n->next, **pprev = n->pprev;

	lkmm_WRITE_ONCE(*pprev, next);
	if (next)
		lkmm_WRITE_ONCE(next->pprev, pprev);
}

/**
 * lkmm_hlist_del() - take an object out of its list
 * @n: its member, whose pointers are no longer valid
 */
static __lkmm_inline void lkmm_hlist_del(struct lkmm_hlist_node *n)
{
	__lkmm_hlist_del(n);
	n->next = (struct lkmm_hlist_node *)(void *)LKMM_LIST_POISON1;
	n->pprev = (struct lkmm_hlist_node **)(void *)LKMM_LIST_POISON2;
}

/**
 * lkmm_hlist_del_init() - take an object out of its list, if it is in one
 * @n: its member
 */
static __lkmm_inline void lkmm_hlist_del_init(struct lkmm_hlist_node *n)
{
	if (lkmm_hlist_unhashed(n))
		return;
	__lkmm_hlist_del(n);
	lkmm_INIT_HLIST_NODE(n);
}

/* What is behind @n points back to it. */
static __lkmm_inline void __lkmm_hlist_next_is_behind(struct lkmm_hlist_node *n)
{
	if (n->next)
		lkmm_WRITE_ONCE(n->next->pprev, &n->next);
}

/**
 * lkmm_hlist_add_head() - add an object at the front
 * @n: its member
 * @h: the list
 */
static __lkmm_inline void lkmm_hlist_add_head(struct lkmm_hlist_node *n, struct lkmm_hlist_head *h)
{
	lkmm_WRITE_ONCE(n->next, h->first);
	lkmm_WRITE_ONCE(n->pprev, &h->first);
	__lkmm_hlist_next_is_behind(n);
	lkmm_WRITE_ONCE(h->first, n);
}

/**
 * lkmm_hlist_add_before() - add an object in front of another
 * @n: its member
 * @next: the member of the other
 */
static __lkmm_inline void lkmm_hlist_add_before(struct lkmm_hlist_node *n,
						struct lkmm_hlist_node *next)
{
	lkmm_WRITE_ONCE(n->pprev, next->pprev);
	lkmm_WRITE_ONCE(n->next, next);
	__lkmm_hlist_next_is_behind(n);
	lkmm_WRITE_ONCE(*n->pprev, n);
}

/**
 * lkmm_hlist_add_behind() - add an object behind another
 * @n: its member
 * @prev: the member of the other
 */
static __lkmm_inline void lkmm_hlist_add_behind(struct lkmm_hlist_node *n,
						struct lkmm_hlist_node *prev)
{
	lkmm_WRITE_ONCE(n->next, prev->next);
	lkmm_WRITE_ONCE(n->pprev, &prev->next);
	__lkmm_hlist_next_is_behind(n);
	lkmm_WRITE_ONCE(prev->next, n);
}

/**
 * lkmm_hlist_add_fake() - make an object that is in no list look as if it were in one
 * @n: its member: lkmm_hlist_del() works on it
 */
static __lkmm_inline void lkmm_hlist_add_fake(struct lkmm_hlist_node *n)
{
	lkmm_WRITE_ONCE(n->pprev, &n->next);
}

/**
 * lkmm_hlist_fake() - see whether lkmm_hlist_add_fake() was called for an object
 * @h: its member
 *
 * Return: true if it was.
 */
static __lkmm_inline bool lkmm_hlist_fake(struct lkmm_hlist_node *h)
{
	return h->pprev == &h->next;
}

/**
 * lkmm_hlist_is_singular_node() - see whether an object is the only one of a list
 * @n: its member
 * @h: the list
 *
 * Return: true if it is.
 */
static __lkmm_inline bool lkmm_hlist_is_singular_node(struct lkmm_hlist_node *n,
						      struct lkmm_hlist_head *h)
{
	return !n->next && n->pprev == &h->first;
}

/**
 * lkmm_hlist_move_list() - give all objects of a list a new head
 * @old: the list, which is empty then
 * @new_: the new head
 */
static __lkmm_inline void lkmm_hlist_move_list(struct lkmm_hlist_head *old,
					       struct lkmm_hlist_head *new_)
{
	lkmm_WRITE_ONCE(new_->first, old->first);
	if (new_->first)
		lkmm_WRITE_ONCE(new_->first->pprev, &new_->first);
	lkmm_WRITE_ONCE(old->first, NULL);
}

/**
 * lkmm_hlist_splice_init() - move all objects of one list to the front of another
 * @from: the one, which is not empty, and is then
 * @last: the member of its last object
 * @to: the other
 */
static __lkmm_inline void lkmm_hlist_splice_init(struct lkmm_hlist_head *from,
						 struct lkmm_hlist_node *last,
						 struct lkmm_hlist_head *to)
{
	lkmm_WRITE_ONCE(last->next, to->first);
	__lkmm_hlist_next_is_behind(last);
	lkmm_hlist_move_list(from, to);
}

/**
 * lkmm_hlist_count_nodes() - count the objects of a list
 * @head: the list
 *
 * Return: how many there are.
 */
static __lkmm_inline size_t lkmm_hlist_count_nodes(const struct lkmm_hlist_head *head)
{
	size_t n = 0;

	for (const struct lkmm_hlist_node *at = head->first; at; at = at->next)
		n++;
	return n;
}

/**
 * lkmm_hlist_entry() - go from a place to its object
 * @ptr: the place
 * @type: the type of the object
 * @member: the name of its member
 *
 * Return: the object.
 */
#define lkmm_hlist_entry(ptr, type, member) lkmm_container_of(ptr, type, member)

/**
 * lkmm_hlist_entry_safe() - the same of a place that may be NULL
 * @ptr: the place, or NULL
 * @type: the type of the object
 * @member: the name of its member
 *
 * Return: the object; NULL for NULL.
 */
#define lkmm_hlist_entry_safe(ptr, type, member) __extension__ ({				\
	struct lkmm_hlist_node *__lkmm_at = (ptr);						\
	__lkmm_at ? lkmm_hlist_entry(__lkmm_at, type, member) : (type *)NULL;			\
})

/**
 * lkmm_hlist_for_each() - loop over places
 * @pos: a variable, a pointer to struct lkmm_hlist_node
 * @head: the list
 */
#define lkmm_hlist_for_each(pos, head) for ((pos) = (head)->first; (pos); (pos) = (pos)->next)

/**
 * lkmm_hlist_for_each_safe() - loop over places that the body may take out
 * @pos: a variable, a pointer to struct lkmm_hlist_node
 * @n: another one
 * @head: the list
 */
#define lkmm_hlist_for_each_safe(pos, n, head)							\
	for ((pos) = (head)->first; (pos) && ((n) = (pos)->next, true); (pos) = (n))

/**
 * lkmm_hlist_for_each_entry() - loop over objects
 * @pos: a variable, a pointer to an object
 * @head: the list
 * @member: the name of the object's member
 */
#define lkmm_hlist_for_each_entry(pos, head, member)						\
	for ((pos) = lkmm_hlist_entry_safe((head)->first, __typeof__(*(pos)), member); (pos);	\
	     (pos) = lkmm_hlist_entry_safe((pos)->member.next, __typeof__(*(pos)), member))

/**
 * lkmm_hlist_for_each_entry_continue() - loop over the objects behind one
 * @pos: a variable, a pointer to the object
 * @member: the name of the object's member
 */
#define lkmm_hlist_for_each_entry_continue(pos, member)						\
	for ((pos) = lkmm_hlist_entry_safe((pos)->member.next, __typeof__(*(pos)), member);	\
	     (pos);										\
	     (pos) = lkmm_hlist_entry_safe((pos)->member.next, __typeof__(*(pos)), member))

/**
 * lkmm_hlist_for_each_entry_from() - loop over objects from one on
 * @pos: a variable, a pointer to the object
 * @member: the name of the object's member
 */
#define lkmm_hlist_for_each_entry_from(pos, member)						\
	for (; (pos);										\
	     (pos) = lkmm_hlist_entry_safe((pos)->member.next, __typeof__(*(pos)), member))

/**
 * lkmm_hlist_for_each_entry_safe() - loop over objects that the body may take out
 * @pos: a variable, a pointer to an object
 * @n: a variable, a pointer to struct lkmm_hlist_node
 * @head: the list
 * @member: the name of the object's member
 */
#define lkmm_hlist_for_each_entry_safe(pos, n, head, member)					\
	for ((pos) = lkmm_hlist_entry_safe((head)->first, __typeof__(*(pos)), member);		\
	     (pos) && ((n) = (pos)->member.next, true);						\
	     (pos) = lkmm_hlist_entry_safe(n, __typeof__(*(pos)), member))

#endif
