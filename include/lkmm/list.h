/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Doubly linked lists of objects, which have a struct lkmm_list_head as a member. The head is one,
 * too, so that no end of a list is a special case.
 *
 * Who changes a list, or walks through it, has a lock of the user's; in rculist.h are functions for
 * readers without one. These functions order nothing by themselves, and access pointers plainly,
 * but for those that are read without the lock: a pointer to the next object is written by
 * lkmm_WRITE_ONCE(), since lkmm_list_empty() may read it at any time.
 */
#ifndef LKMM_LIST_H
#define LKMM_LIST_H

#include <lkmm/container_of.h>
#include <lkmm/list_types.h>
#include <lkmm/object.h>

#define LKMM_LIST_HEAD_INIT(name) { &(name), &(name) }
#define LKMM_LIST_HEAD(name) struct lkmm_list_head name = LKMM_LIST_HEAD_INIT(name)

/**
 * lkmm_INIT_LIST_HEAD() - make a list that is empty, or an object that is in none
 * @list: the list
 */
static __lkmm_inline void lkmm_INIT_LIST_HEAD(struct lkmm_list_head *list)
{
	lkmm_WRITE_ONCE(list->next, list);
	lkmm_WRITE_ONCE(list->prev, list);
}

/* @node between two neighbours. */
static __lkmm_inline void __lkmm_list_add(struct lkmm_list_head *node, struct lkmm_list_head *prev,
					  struct lkmm_list_head *next)
{
	next->prev = node;
	node->next = next;
	node->prev = prev;
	lkmm_WRITE_ONCE(prev->next, node);
}

/* Neighbours without what was between them. */
static __lkmm_inline void __lkmm_list_del(struct lkmm_list_head *prev, struct lkmm_list_head *next)
{
	next->prev = prev;
	lkmm_WRITE_ONCE(prev->next, next);
}

static __lkmm_inline void __lkmm_list_del_entry(struct lkmm_list_head *entry)
{
	__lkmm_list_del(entry->prev, entry->next);
}

/**
 * lkmm_list_add() - add an object at the front
 * @node: its member
 * @head: the list, or an object of it, behind which it is added
 */
static __lkmm_inline void lkmm_list_add(struct lkmm_list_head *node, struct lkmm_list_head *head)
{
	__lkmm_list_add(node, head, head->next);
}

/**
 * lkmm_list_add_tail() - add an object at the end
 * @node: its member
 * @head: the list, or an object of it, in front of which it is added
 */
static __lkmm_inline void lkmm_list_add_tail(struct lkmm_list_head *node,
					     struct lkmm_list_head *head)
{
	__lkmm_list_add(node, head->prev, head);
}

/**
 * lkmm_list_del() - take an object out of its list
 * @entry: its member, whose pointers are no longer valid
 */
static __lkmm_inline void lkmm_list_del(struct lkmm_list_head *entry)
{
	__lkmm_list_del_entry(entry);
	entry->next = LKMM_LIST_POISON1;
	entry->prev = LKMM_LIST_POISON2;
}

/**
 * lkmm_list_del_init() - take an object out of its list, and make a list of it that is empty
 * @entry: its member
 */
static __lkmm_inline void lkmm_list_del_init(struct lkmm_list_head *entry)
{
	__lkmm_list_del_entry(entry);
	lkmm_INIT_LIST_HEAD(entry);
}

/**
 * lkmm_list_del_init_careful() - the same, for others that ask lkmm_list_empty_careful()
 * @entry: the object's member
 *
 * Ordering: release: who finds the object in no list sees what was done before.
 */
static __lkmm_inline void lkmm_list_del_init_careful(struct lkmm_list_head *entry)
{
	__lkmm_list_del_entry(entry);
	lkmm_WRITE_ONCE(entry->prev, entry);
	lkmm_smp_store_release(&entry->next, entry);
}

/**
 * lkmm_list_replace() - put an object in the place of another
 * @old: the member of the one that is in a list
 * @node: the member of the one that is in none
 */
static __lkmm_inline void lkmm_list_replace(struct lkmm_list_head *old, struct lkmm_list_head *node)
{
	node->next = old->next;
	node->next->prev = node;
	node->prev = old->prev;
	lkmm_WRITE_ONCE(node->prev->next, node);
}

/**
 * lkmm_list_replace_init() - the same, and make an empty list of the old one
 * @old: the member of the one that is in a list
 * @node: the member of the one that is in none
 */
static __lkmm_inline void lkmm_list_replace_init(struct lkmm_list_head *old,
						 struct lkmm_list_head *node)
{
	lkmm_list_replace(old, node);
	lkmm_INIT_LIST_HEAD(old);
}

/**
 * lkmm_list_swap() - put two objects each in the place of the other
 * @a: the member of one
 * @b: the member of the other
 */
static __lkmm_inline void lkmm_list_swap(struct lkmm_list_head *a, struct lkmm_list_head *b)
{
	struct lkmm_list_head *place = b->prev;

	__lkmm_list_del_entry(b);
	lkmm_list_replace(a, b);
	/* They were neighbours: the place is behind the one that has moved. */
	if (place == a)
		place = b;
	lkmm_list_add(a, place);
}

/**
 * lkmm_list_move() - take an object out of its list, and add it at the front of another
 * @entry: its member
 * @head: the other list
 */
static __lkmm_inline void lkmm_list_move(struct lkmm_list_head *entry, struct lkmm_list_head *head)
{
	__lkmm_list_del_entry(entry);
	lkmm_list_add(entry, head);
}

/**
 * lkmm_list_move_tail() - take an object out of its list, and add it at the end of another
 * @entry: its member
 * @head: the other list
 */
static __lkmm_inline void lkmm_list_move_tail(struct lkmm_list_head *entry,
					      struct lkmm_list_head *head)
{
	__lkmm_list_del_entry(entry);
	lkmm_list_add_tail(entry, head);
}

/* Objects from @first to @last, which are in no list, between two neighbours. */
static __lkmm_inline void __lkmm_list_insert(struct lkmm_list_head *first,
					     struct lkmm_list_head *last,
					     struct lkmm_list_head *prev,
					     struct lkmm_list_head *next)
{
	first->prev = prev;
	last->next = next;
	next->prev = last;
	lkmm_WRITE_ONCE(prev->next, first);
}

/**
 * lkmm_list_bulk_move_tail() - move some objects to the end
 * @head: the list
 * @first: the member of the first of them
 * @last: the member of the last of them, in the same list
 */
static __lkmm_inline void lkmm_list_bulk_move_tail(struct lkmm_list_head *head,
						   struct lkmm_list_head *first,
						   struct lkmm_list_head *last)
{
	__lkmm_list_del(first->prev, last->next);
	__lkmm_list_insert(first, last, head->prev, head);
}

/**
 * lkmm_list_is_first() - see whether an object is the first of its list
 * @list: its member
 * @head: the list
 *
 * Return: true if it is.
 */
static __lkmm_inline bool lkmm_list_is_first(const struct lkmm_list_head *list,
					     const struct lkmm_list_head *head)
{
	return list->prev == head;
}

/**
 * lkmm_list_is_last() - see whether an object is the last of its list
 * @list: its member
 * @head: the list
 *
 * Return: true if it is.
 */
static __lkmm_inline bool lkmm_list_is_last(const struct lkmm_list_head *list,
					    const struct lkmm_list_head *head)
{
	return list->next == head;
}

/**
 * lkmm_list_is_head() - see whether a place is the list itself, behind its last object
 * @list: the place
 * @head: the list
 *
 * Return: true if it is.
 */
static __lkmm_inline bool lkmm_list_is_head(const struct lkmm_list_head *list,
					    const struct lkmm_list_head *head)
{
	return list == head;
}

/**
 * lkmm_list_empty() - see whether there is anything in a list
 * @head: the list
 *
 * Ordering: relaxed. The lock is not needed, but without it the answer may be old.
 * Return: true if it is empty.
 */
static __lkmm_inline bool lkmm_list_empty(const struct lkmm_list_head *head)
{
	return lkmm_READ_ONCE(head->next) == head;
}

/**
 * lkmm_list_empty_careful() - see whether a list is empty, and nobody is about to make it so
 * @head: the list, from which others take objects by lkmm_list_del_init_careful() alone
 *
 * Ordering: acquire.
 * Return: true if it is empty, and the one that took the last object has ended.
 */
static __lkmm_inline bool lkmm_list_empty_careful(const struct lkmm_list_head *head)
{
	struct lkmm_list_head *next = lkmm_smp_load_acquire(&head->next);

	return next == head && next == lkmm_READ_ONCE(head->prev);
}

/**
 * lkmm_list_is_singular() - see whether a list has just one object
 * @head: the list
 *
 * Return: true if it has.
 */
static __lkmm_inline bool lkmm_list_is_singular(const struct lkmm_list_head *head)
{
	return !lkmm_list_empty(head) && head->next == head->prev;
}

/**
 * lkmm_list_count_nodes() - count the objects of a list
 * @head: the list
 *
 * Return: how many there are.
 */
static __lkmm_inline size_t lkmm_list_count_nodes(const struct lkmm_list_head *head)
{
	size_t n = 0;

	for (const struct lkmm_list_head *at = head->next; at != head; at = at->next)
		n++;
	return n;
}

/**
 * lkmm_list_rotate_left() - make the first object the last
 * @head: the list
 */
static __lkmm_inline void lkmm_list_rotate_left(struct lkmm_list_head *head)
{
	if (!lkmm_list_empty(head))
		lkmm_list_move_tail(head->next, head);
}

/**
 * lkmm_list_rotate_to_front() - turn a list until an object is the first
 * @list: the object's member
 * @head: the list
 */
static __lkmm_inline void lkmm_list_rotate_to_front(struct lkmm_list_head *list,
						    struct lkmm_list_head *head)
{
	lkmm_list_move_tail(head, list);
}

/**
 * lkmm_list_cut_position() - cut a list in two behind an object
 * @list: gets what is up to there, and has nothing before
 * @head: the list; it keeps the rest
 * @entry: the object's member; @head for none
 */
static __lkmm_inline void lkmm_list_cut_position(struct lkmm_list_head *list,
						 struct lkmm_list_head *head,
						 struct lkmm_list_head *entry)
{
	struct lkmm_list_head *first = head->next, *rest = entry->next;

	lkmm_INIT_LIST_HEAD(list);
	if (entry == head)
		return;
	__lkmm_list_del(head, rest);
	__lkmm_list_insert(first, entry, list, list);
}

/**
 * lkmm_list_cut_before() - cut a list in two in front of an object
 * @list: gets what is up to there, and has nothing before
 * @head: the list; it keeps the rest
 * @entry: the object's member; @head for all
 */
static __lkmm_inline void lkmm_list_cut_before(struct lkmm_list_head *list,
					       struct lkmm_list_head *head,
					       struct lkmm_list_head *entry)
{
	lkmm_list_cut_position(list, head, entry->prev);
}

/* The objects of @list between two neighbours; @list is as it was. */
static __lkmm_inline void __lkmm_list_splice(const struct lkmm_list_head *list,
					     struct lkmm_list_head *prev,
					     struct lkmm_list_head *next)
{
	if (!lkmm_list_empty(list))
		__lkmm_list_insert(list->next, list->prev, prev, next);
}

/**
 * lkmm_list_splice() - add all objects of one list at the front of another
 * @list: the one, which is not used any more before it is made anew
 * @head: the other
 */
static __lkmm_inline void lkmm_list_splice(const struct lkmm_list_head *list,
					   struct lkmm_list_head *head)
{
	__lkmm_list_splice(list, head, head->next);
}

/**
 * lkmm_list_splice_tail() - add all objects of one list at the end of another
 * @list: the one, which is not used any more before it is made anew
 * @head: the other
 */
static __lkmm_inline void lkmm_list_splice_tail(const struct lkmm_list_head *list,
						struct lkmm_list_head *head)
{
	__lkmm_list_splice(list, head->prev, head);
}

/**
 * lkmm_list_splice_init() - move all objects of one list to the front of another
 * @list: the one, which is empty then
 * @head: the other
 */
static __lkmm_inline void lkmm_list_splice_init(struct lkmm_list_head *list,
						struct lkmm_list_head *head)
{
	lkmm_list_splice(list, head);
	lkmm_INIT_LIST_HEAD(list);
}

/**
 * lkmm_list_splice_tail_init() - move all objects of one list to the end of another
 * @list: the one, which is empty then
 * @head: the other
 */
static __lkmm_inline void lkmm_list_splice_tail_init(struct lkmm_list_head *list,
						     struct lkmm_list_head *head)
{
	lkmm_list_splice_tail(list, head);
	lkmm_INIT_LIST_HEAD(list);
}

#include <lkmm/list_loops.h>

#endif
