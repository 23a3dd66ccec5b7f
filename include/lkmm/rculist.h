/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Lists that are read under RCU: readers follow the pointers to the next object while one thread at
 * a time changes the list, by a lock of the user's. See rcu.h for the readers' sections.
 *
 * What is added is published by a release: a reader that finds an object sees what was written to
 * it before. Readers order what they read through the object by its address, as
 * lkmm_rcu_dereference() does. What is taken out keeps its pointer to the next object, since
 * readers may be there: it is freed after a grace period.
 */
#ifndef LKMM_RCULIST_H
#define LKMM_RCULIST_H

#include <lkmm/hlist.h>
#include <lkmm/list.h>

/*
 * A thread sanitizer does not know that an address orders, nor that the lock does: for it, reads
 * acquire, and who takes an object out publishes what is behind.
 */
#ifdef __LKMM_TSAN
# define __lkmm_rcu_follow(x) lkmm_smp_load_acquire(&(x))
# define __lkmm_rcu_skip(x, next) lkmm_smp_store_release(&(x), next)
#else
# define __lkmm_rcu_follow(x) lkmm_rcu_dereference(x)
# define __lkmm_rcu_skip(x, next) lkmm_WRITE_ONCE(x, next)
#endif

/**
 * lkmm_INIT_LIST_HEAD_RCU() - make a list that is empty, while readers may look
 * @list: the list
 *
 * Ordering: relaxed.
 */
static __lkmm_inline void lkmm_INIT_LIST_HEAD_RCU(struct lkmm_list_head *list)
{
	lkmm_INIT_LIST_HEAD(list);
}

static __lkmm_inline void __lkmm_list_add_rcu(struct lkmm_list_head *node,
					      struct lkmm_list_head *prev,
					      struct lkmm_list_head *next)
{
	node->next = next;
	node->prev = prev;
	lkmm_rcu_assign_pointer(prev->next, node);
	next->prev = node;
}

/**
 * lkmm_list_add_rcu() - add an object at the front
 * @node: its member
 * @head: the list, or an object of it, behind which it is added
 *
 * Ordering: release.
 */
static __lkmm_inline void lkmm_list_add_rcu(struct lkmm_list_head *node,
					    struct lkmm_list_head *head)
{
	__lkmm_list_add_rcu(node, head, head->next);
}

/**
 * lkmm_list_add_tail_rcu() - add an object at the end
 * @node: its member
 * @head: the list, or an object of it, in front of which it is added
 *
 * Ordering: release.
 */
static __lkmm_inline void lkmm_list_add_tail_rcu(struct lkmm_list_head *node,
						 struct lkmm_list_head *head)
{
	__lkmm_list_add_rcu(node, head->prev, head);
}

/**
 * lkmm_list_del_rcu() - take an object out of its list
 * @entry: its member
 *
 * Readers that are at the object go on from there. It may be freed, or added to a list again, after
 * a grace period.
 *
 * If the object behind was added since the lock was taken, a reader may find that one by the
 * pointer which is written here, and not see what was written to it: lkmm_smp_wmb() in between
 * prevents that. So does giving the lock back and taking it again.
 *
 * Ordering: relaxed.
 */
static __lkmm_inline void lkmm_list_del_rcu(struct lkmm_list_head *entry)
{
	entry->next->prev = entry->prev;
	__lkmm_rcu_skip(entry->prev->next, entry->next);
	entry->prev = LKMM_LIST_POISON2;
}

/**
 * lkmm_list_replace_rcu() - put an object in the place of another
 * @old: the member of the one that is in a list, and may be freed after a grace period
 * @node: the member of the one that is in none
 *
 * Ordering: release.
 */
static __lkmm_inline void lkmm_list_replace_rcu(struct lkmm_list_head *old,
						struct lkmm_list_head *node)
{
	node->next = old->next;
	node->prev = old->prev;
	lkmm_rcu_assign_pointer(node->prev->next, node);
	node->next->prev = node;
	old->prev = LKMM_LIST_POISON2;
}

/* Objects from @first to @last, which no reader can find, between two neighbours. */
static __lkmm_inline void __lkmm_list_insert_rcu(struct lkmm_list_head *first,
						 struct lkmm_list_head *last,
						 struct lkmm_list_head *prev,
						 struct lkmm_list_head *next)
{
	lkmm_WRITE_ONCE(last->next, next);
	lkmm_rcu_assign_pointer(prev->next, first);
	first->prev = prev;
	next->prev = last;
}

/* Takes the objects out, and waits until no reader that came from @list is among them. */
#define __lkmm_list_splice_rcu(list, prev_, next_, sync) do {					\
	struct lkmm_list_head *__lkmm_from = (list);						\
	if (!lkmm_list_empty(__lkmm_from)) {							\
		struct lkmm_list_head *__lkmm_first = __lkmm_from->next;			\
		struct lkmm_list_head *__lkmm_last = __lkmm_from->prev;				\
		lkmm_INIT_LIST_HEAD_RCU(__lkmm_from);						\
		(sync)();									\
		__lkmm_list_insert_rcu(__lkmm_first, __lkmm_last, prev_, next_);		\
	}											\
} while (0)

/**
 * lkmm_list_splice_init_rcu() - move all objects of one list to the front of another
 * @list: the one, which is empty then
 * @head: the other
 * @sync: the function that waits for a grace period: lkmm_synchronize_rcu
 *
 * Readers of @list find nothing from now on; those that walk through it still reach its end.
 *
 * Ordering: release, and what @sync orders.
 */
#define lkmm_list_splice_init_rcu(list, head, sync)						\
	__lkmm_list_splice_rcu(list, head, (head)->next, sync)

/**
 * lkmm_list_splice_tail_init_rcu() - move all objects of one list to the end of another
 * @list: the one, which is empty then
 * @head: the other
 * @sync: the function that waits for a grace period: lkmm_synchronize_rcu
 *
 * Ordering: release, and what @sync orders.
 */
#define lkmm_list_splice_tail_init_rcu(list, head, sync)					\
	__lkmm_list_splice_rcu(list, (head)->prev, head, sync)

/**
 * lkmm_list_entry_rcu() - read a pointer to a place, and go to its object
 * @ptr: the pointer, an object that is read once
 * @type: the type of the object
 * @member: the name of its member
 *
 * Ordering: accesses through the result come after the read, by their address.
 * Return: the object.
 */
#define lkmm_list_entry_rcu(ptr, type, member)							\
	lkmm_container_of(__lkmm_rcu_follow(ptr), type, member)

/**
 * lkmm_list_first_or_null_rcu() - find the first object, if there is one
 * @ptr: the list
 * @type: the type of the object
 * @member: the name of its member
 *
 * Ordering: accesses through the result come after the read, by their address.
 * Return: the object; NULL if the list is empty.
 */
#define lkmm_list_first_or_null_rcu(ptr, type, member)						\
	__lkmm_list_entry_or_null(ptr, __lkmm_rcu_follow(__lkmm_list->next), type, member)

/**
 * lkmm_list_next_or_null_rcu() - go to the next object, if there is one
 * @head: the list
 * @ptr: the place of an object in it
 * @type: the type of the object
 * @member: the name of its member
 *
 * Ordering: accesses through the result come after the read, by their address.
 * Return: the object; NULL at the end of the list.
 */
#define lkmm_list_next_or_null_rcu(head, ptr, type, member)					\
	__lkmm_list_entry_or_null(head, __lkmm_rcu_follow((ptr)->next), type, member)

/**
 * lkmm_list_for_each_entry_rcu() - loop over objects, in a reader's section
 * @pos: a variable, a pointer to an object
 * @head: the list
 * @member: the name of the object's member
 * @...: a condition under which no section is needed: not evaluated
 *
 * Ordering: accesses through @pos come after the read that found it, by their address.
 */
#define lkmm_list_for_each_entry_rcu(pos, head, member, ...)					\
	for ((pos) = lkmm_list_entry_rcu((head)->next, __typeof__(*(pos)), member);		\
	     !lkmm_list_entry_is_head(pos, head, member);					\
	     (pos) = lkmm_list_entry_rcu((pos)->member.next, __typeof__(*(pos)), member))

/**
 * lkmm_list_for_each_entry_continue_rcu() - loop over the objects behind one
 * @pos: a variable, a pointer to the object
 * @head: the list
 * @member: the name of the object's member
 *
 * Ordering: accesses through @pos come after the read that found it, by their address.
 */
#define lkmm_list_for_each_entry_continue_rcu(pos, head, member)				\
	for ((pos) = lkmm_list_entry_rcu((pos)->member.next, __typeof__(*(pos)), member);	\
	     !lkmm_list_entry_is_head(pos, head, member);					\
	     (pos) = lkmm_list_entry_rcu((pos)->member.next, __typeof__(*(pos)), member))

/**
 * lkmm_list_for_each_entry_from_rcu() - loop over objects from one on
 * @pos: a variable, a pointer to the object
 * @head: the list
 * @member: the name of the object's member
 *
 * Ordering: accesses through @pos come after the read that found it, by their address.
 */
#define lkmm_list_for_each_entry_from_rcu(pos, head, member)					\
	for (; !lkmm_list_entry_is_head(pos, head, member);					\
	     (pos) = lkmm_list_entry_rcu((pos)->member.next, __typeof__(*(pos)), member))

/**
 * lkmm_hlist_add_head_rcu() - add an object at the front
 * @n: its member
 * @h: the list
 *
 * Ordering: release.
 */
static __lkmm_inline void lkmm_hlist_add_head_rcu(struct lkmm_hlist_node *n,
						  struct lkmm_hlist_head *h)
{
	n->next = h->first;
	lkmm_WRITE_ONCE(n->pprev, &h->first);
	lkmm_rcu_assign_pointer(h->first, n);
	__lkmm_hlist_next_is_behind(n);
}

/**
 * lkmm_hlist_add_before_rcu() - add an object in front of another
 * @n: its member
 * @next: the member of the other
 *
 * Ordering: release.
 */
static __lkmm_inline void lkmm_hlist_add_before_rcu(struct lkmm_hlist_node *n,
						    struct lkmm_hlist_node *next)
{
	lkmm_WRITE_ONCE(n->pprev, next->pprev);
	n->next = next;
	lkmm_rcu_assign_pointer(*n->pprev, n);
	__lkmm_hlist_next_is_behind(n);
}

/**
 * lkmm_hlist_add_behind_rcu() - add an object behind another
 * @n: its member
 * @prev: the member of the other
 *
 * Ordering: release.
 */
static __lkmm_inline void lkmm_hlist_add_behind_rcu(struct lkmm_hlist_node *n,
						    struct lkmm_hlist_node *prev)
{
	n->next = prev->next;
	lkmm_WRITE_ONCE(n->pprev, &prev->next);
	lkmm_rcu_assign_pointer(prev->next, n);
	__lkmm_hlist_next_is_behind(n);
}

/**
 * lkmm_hlist_add_tail_rcu() - add an object at the end
 * @n: its member
 * @h: the list, all of which is walked through
 *
 * Ordering: release.
 */
static __lkmm_inline void lkmm_hlist_add_tail_rcu(struct lkmm_hlist_node *n,
						  struct lkmm_hlist_head *h)
{
	struct lkmm_hlist_node *last = h->first;

	while (last && last->next)
		last = last->next;
	if (last)
		lkmm_hlist_add_behind_rcu(n, last);
	else
		lkmm_hlist_add_head_rcu(n, h);
}

static __lkmm_inline void __lkmm_hlist_del_rcu(struct lkmm_hlist_node *n)
{
	__lkmm_rcu_skip(*n->pprev, n->next);
	if (n->next)
		lkmm_WRITE_ONCE(n->next->pprev, n->pprev);
}

/**
 * lkmm_hlist_del_rcu() - take an object out of its list
 * @n: its member
 *
 * Readers that are at the object go on from there. It may be freed, or added to a list again, after
 * a grace period. If the object behind was just added, see lkmm_list_del_rcu().
 *
 * Ordering: relaxed.
 */
static __lkmm_inline void lkmm_hlist_del_rcu(struct lkmm_hlist_node *n)
{
	__lkmm_hlist_del_rcu(n);
	lkmm_WRITE_ONCE(n->pprev, (struct lkmm_hlist_node **)(void *)LKMM_LIST_POISON2);
}

/**
 * lkmm_hlist_del_init_rcu() - take an object out of its list, if it is in one
 * @n: its member
 *
 * The same as lkmm_hlist_del_rcu(), and lkmm_hlist_unhashed() is true then.
 *
 * Ordering: relaxed.
 */
static __lkmm_inline void lkmm_hlist_del_init_rcu(struct lkmm_hlist_node *n)
{
	if (lkmm_hlist_unhashed(n))
		return;
	__lkmm_hlist_del_rcu(n);
	lkmm_WRITE_ONCE(n->pprev, NULL);
}

/**
 * lkmm_hlist_replace_rcu() - put an object in the place of another
 * @old: the member of the one that is in a list, and may be freed after a grace period
 * @node: the member of the one that is in none
 *
 * Ordering: release.
 */
static __lkmm_inline void lkmm_hlist_replace_rcu(struct lkmm_hlist_node *old,
						 struct lkmm_hlist_node *node)
{
	node->next = old->next;
	lkmm_WRITE_ONCE(node->pprev, old->pprev);
	lkmm_rcu_assign_pointer(*node->pprev, node);
	__lkmm_hlist_next_is_behind(node);
	lkmm_WRITE_ONCE(old->pprev, (struct lkmm_hlist_node **)(void *)LKMM_LIST_POISON2);
}

/**
 * lkmm_hlist_for_each_entry_rcu() - loop over objects, in a reader's section
 * @pos: a variable, a pointer to an object
 * @head: the list
 * @member: the name of the object's member
 * @...: a condition under which no section is needed: not evaluated
 *
 * Ordering: accesses through @pos come after the read that found it, by their address.
 */
#define lkmm_hlist_for_each_entry_rcu(pos, head, member, ...)					\
	for ((pos) = lkmm_hlist_entry_safe(__lkmm_rcu_follow((head)->first),			\
					   __typeof__(*(pos)), member); (pos);			\
	     (pos) = __lkmm_hlist_next_entry_rcu(pos, member))

#define __lkmm_hlist_next_entry_rcu(pos, member)						\
	lkmm_hlist_entry_safe(__lkmm_rcu_follow((pos)->member.next),				\
			      __typeof__(*(pos)), member)

/**
 * lkmm_hlist_for_each_entry_continue_rcu() - loop over the objects behind one
 * @pos: a variable, a pointer to the object
 * @member: the name of the object's member
 *
 * Ordering: accesses through @pos come after the read that found it, by their address.
 */
#define lkmm_hlist_for_each_entry_continue_rcu(pos, member)					\
	for ((pos) = __lkmm_hlist_next_entry_rcu(pos, member); (pos);				\
	     (pos) = __lkmm_hlist_next_entry_rcu(pos, member))

/**
 * lkmm_hlist_for_each_entry_from_rcu() - loop over objects from one on
 * @pos: a variable, a pointer to the object
 * @member: the name of the object's member
 *
 * Ordering: accesses through @pos come after the read that found it, by their address.
 */
#define lkmm_hlist_for_each_entry_from_rcu(pos, member)						\
	for (; (pos); (pos) = __lkmm_hlist_next_entry_rcu(pos, member))

#endif
