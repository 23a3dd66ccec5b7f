/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Objects of a list of list.h, and loops over them. In the loops with _safe the body may take the
 * object out of the list and free it; in the others it may not.
 */
#ifndef LKMM_LIST_LOOPS_H
#define LKMM_LIST_LOOPS_H

#include <lkmm/container_of.h>
#include <lkmm/list_types.h>
#include <lkmm/object.h>

/**
 * lkmm_list_entry() - go from a place to its object
 * @ptr: the place, which is not the head of a list
 * @type: the type of the object
 * @member: the name of its member
 *
 * Return: the object.
 */
#define lkmm_list_entry(ptr, type, member) lkmm_container_of(ptr, type, member)

/**
 * lkmm_list_first_entry() - find the first object
 * @ptr: the list, which is not empty
 * @type: the type of the object
 * @member: the name of its member
 *
 * Return: the object.
 */
#define lkmm_list_first_entry(ptr, type, member) lkmm_list_entry((ptr)->next, type, member)

/**
 * lkmm_list_last_entry() - find the last object
 * @ptr: the list, which is not empty
 * @type: the type of the object
 * @member: the name of its member
 *
 * Return: the object.
 */
#define lkmm_list_last_entry(ptr, type, member) lkmm_list_entry((ptr)->prev, type, member)

/* The object at @place, which is read once, unless it is the end of the list @ptr. */
#define __lkmm_list_entry_or_null(ptr, place, type, member) __extension__ ({			\
	const struct lkmm_list_head *__lkmm_list = (ptr);					\
	struct lkmm_list_head *__lkmm_at = (place);						\
	__lkmm_at != __lkmm_list ? lkmm_list_entry(__lkmm_at, type, member) : (type *)NULL;	\
})

/**
 * lkmm_list_first_entry_or_null() - find the first object, if there is one
 * @ptr: the list
 * @type: the type of the object
 * @member: the name of its member
 *
 * Return: the object; NULL if the list is empty.
 */
#define lkmm_list_first_entry_or_null(ptr, type, member)					\
	__lkmm_list_entry_or_null(ptr, lkmm_READ_ONCE(__lkmm_list->next), type, member)

/**
 * lkmm_list_next_entry() - go to the next object
 * @pos: an object, which is not the last
 * @member: the name of its member
 *
 * Return: the object behind.
 */
#define lkmm_list_next_entry(pos, member)							\
	lkmm_list_entry((pos)->member.next, __typeof__(*(pos)), member)

/**
 * lkmm_list_prev_entry() - go to the object in front
 * @pos: an object, which is not the first
 * @member: the name of its member
 *
 * Return: the object in front.
 */
#define lkmm_list_prev_entry(pos, member)							\
	lkmm_list_entry((pos)->member.prev, __typeof__(*(pos)), member)

/**
 * lkmm_list_entry_is_head() - see whether a loop has ended
 * @pos: its object
 * @head: the list
 * @member: the name of the object's member
 *
 * Return: true if there is no object: @pos comes from the head of the list.
 */
#define lkmm_list_entry_is_head(pos, head, member) (&(pos)->member == (head))

/**
 * lkmm_list_for_each() - loop over places
 * @pos: a variable, a pointer to struct lkmm_list_head
 * @head: the list
 */
#define lkmm_list_for_each(pos, head)								\
	for ((pos) = (head)->next; (pos) != (head); (pos) = (pos)->next)

/**
 * lkmm_list_for_each_prev() - loop over places from the last to the first
 * @pos: a variable, a pointer to struct lkmm_list_head
 * @head: the list
 */
#define lkmm_list_for_each_prev(pos, head)							\
	for ((pos) = (head)->prev; (pos) != (head); (pos) = (pos)->prev)

/**
 * lkmm_list_for_each_safe() - loop over places that the body may take out
 * @pos: a variable, a pointer to struct lkmm_list_head
 * @n: another one
 * @head: the list
 */
#define lkmm_list_for_each_safe(pos, n, head)							\
	for ((pos) = (head)->next, (n) = (pos)->next; (pos) != (head);				\
	     (pos) = (n), (n) = (pos)->next)

/**
 * lkmm_list_for_each_prev_safe() - the same from the last to the first
 * @pos: a variable, a pointer to struct lkmm_list_head
 * @n: another one
 * @head: the list
 */
#define lkmm_list_for_each_prev_safe(pos, n, head)						\
	for ((pos) = (head)->prev, (n) = (pos)->prev; (pos) != (head);				\
	     (pos) = (n), (n) = (pos)->prev)

/**
 * lkmm_list_for_each_entry() - loop over objects
 * @pos: a variable, a pointer to an object
 * @head: the list
 * @member: the name of the object's member
 */
#define lkmm_list_for_each_entry(pos, head, member)						\
	for ((pos) = lkmm_list_first_entry(head, __typeof__(*(pos)), member);			\
	     !lkmm_list_entry_is_head(pos, head, member);					\
	     (pos) = lkmm_list_next_entry(pos, member))

/**
 * lkmm_list_for_each_entry_reverse() - loop over objects from the last to the first
 * @pos: a variable, a pointer to an object
 * @head: the list
 * @member: the name of the object's member
 */
#define lkmm_list_for_each_entry_reverse(pos, head, member)					\
	for ((pos) = lkmm_list_last_entry(head, __typeof__(*(pos)), member);			\
	     !lkmm_list_entry_is_head(pos, head, member);					\
	     (pos) = lkmm_list_prev_entry(pos, member))

/**
 * lkmm_list_prepare_entry() - an object for lkmm_list_for_each_entry_continue()
 * @pos: an object, or NULL
 * @head: the list
 * @member: the name of the object's member
 *
 * Return: @pos; of NULL, what stands for the head of the list.
 */
#define lkmm_list_prepare_entry(pos, head, member)						\
	((pos) ? (pos) : lkmm_list_entry(head, __typeof__(*(pos)), member))

/**
 * lkmm_list_for_each_entry_continue() - loop over the objects behind one
 * @pos: a variable, a pointer to the object
 * @head: the list
 * @member: the name of the object's member
 */
#define lkmm_list_for_each_entry_continue(pos, head, member)					\
	for ((pos) = lkmm_list_next_entry(pos, member);						\
	     !lkmm_list_entry_is_head(pos, head, member);					\
	     (pos) = lkmm_list_next_entry(pos, member))

/**
 * lkmm_list_for_each_entry_continue_reverse() - loop over the objects in front of one, backwards
 * @pos: a variable, a pointer to the object
 * @head: the list
 * @member: the name of the object's member
 */
#define lkmm_list_for_each_entry_continue_reverse(pos, head, member)				\
	for ((pos) = lkmm_list_prev_entry(pos, member);						\
	     !lkmm_list_entry_is_head(pos, head, member);					\
	     (pos) = lkmm_list_prev_entry(pos, member))

/**
 * lkmm_list_for_each_entry_from() - loop over objects from one on
 * @pos: a variable, a pointer to the object
 * @head: the list
 * @member: the name of the object's member
 */
#define lkmm_list_for_each_entry_from(pos, head, member)					\
	for (; !lkmm_list_entry_is_head(pos, head, member);					\
	     (pos) = lkmm_list_next_entry(pos, member))

/**
 * lkmm_list_for_each_entry_from_reverse() - loop over objects from one on, backwards
 * @pos: a variable, a pointer to the object
 * @head: the list
 * @member: the name of the object's member
 */
#define lkmm_list_for_each_entry_from_reverse(pos, head, member)				\
	for (; !lkmm_list_entry_is_head(pos, head, member);					\
	     (pos) = lkmm_list_prev_entry(pos, member))

/**
 * lkmm_list_for_each_entry_safe_from() - loop from one on over objects that the body may take out
 * @pos: a variable, a pointer to the object
 * @n: another one
 * @head: the list
 * @member: the name of the object's member
 */
#define lkmm_list_for_each_entry_safe_from(pos, n, head, member)				\
	for ((n) = lkmm_list_next_entry(pos, member);						\
	     !lkmm_list_entry_is_head(pos, head, member);					\
	     (pos) = (n), (n) = lkmm_list_next_entry(n, member))

/**
 * lkmm_list_for_each_entry_safe() - loop over objects that the body may take out
 * @pos: a variable, a pointer to an object
 * @n: another one
 * @head: the list
 * @member: the name of the object's member
 */
#define lkmm_list_for_each_entry_safe(pos, n, head, member)					\
	for ((pos) = lkmm_list_first_entry(head, __typeof__(*(pos)), member),			\
	     (n) = lkmm_list_next_entry(pos, member);						\
	     !lkmm_list_entry_is_head(pos, head, member);					\
	     (pos) = (n), (n) = lkmm_list_next_entry(n, member))

/**
 * lkmm_list_for_each_entry_safe_continue() - the same over the objects behind one
 * @pos: a variable, a pointer to the object
 * @n: another one
 * @head: the list
 * @member: the name of the object's member
 */
#define lkmm_list_for_each_entry_safe_continue(pos, n, head, member)				\
	for ((pos) = lkmm_list_next_entry(pos, member),						\
	     (n) = lkmm_list_next_entry(pos, member);						\
	     !lkmm_list_entry_is_head(pos, head, member);					\
	     (pos) = (n), (n) = lkmm_list_next_entry(n, member))

/**
 * lkmm_list_for_each_entry_safe_reverse() - the same over all, from the last to the first
 * @pos: a variable, a pointer to an object
 * @n: another one
 * @head: the list
 * @member: the name of the object's member
 */
#define lkmm_list_for_each_entry_safe_reverse(pos, n, head, member)				\
	for ((pos) = lkmm_list_last_entry(head, __typeof__(*(pos)), member),			\
	     (n) = lkmm_list_prev_entry(pos, member);						\
	     !lkmm_list_entry_is_head(pos, head, member);					\
	     (pos) = (n), (n) = lkmm_list_prev_entry(n, member))

/**
 * lkmm_list_safe_reset_next() - in a loop with _safe, find the next object again
 * @pos: the object of the loop, which is still in the list
 * @n: its other variable
 * @member: the name of the object's member
 */
#define lkmm_list_safe_reset_next(pos, n, member) ((n) = lkmm_list_next_entry(pos, member))

#endif
