/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The kernel's own file, where one follows on the path; else <lkmm/llist.h> by its names. */
#if __has_include_next(<linux/llist.h>)
# include_next <linux/llist.h>
#elif !defined(__LKMM_LINUX_LLIST_H)
#define __LKMM_LINUX_LLIST_H

#include <linux/atomic.h>
#include <linux/container_of.h>
#include <lkmm/llist.h>

#define llist_node lkmm_llist_node
#define llist_head lkmm_llist_head
#define LLIST_HEAD_INIT(name) LKMM_LLIST_HEAD_INIT
#define LLIST_HEAD(name) struct llist_head name = LLIST_HEAD_INIT(name)

#define init_llist_head lkmm_init_llist_head
#define llist_empty lkmm_llist_empty
#define llist_add lkmm_llist_add
#define llist_add_batch lkmm_llist_add_batch
#define __llist_add lkmm_llist_add
#define llist_del_all lkmm_llist_del_all
#define __llist_del_all lkmm_llist_del_all
#define llist_del_first lkmm_llist_del_first
#define llist_next lkmm_llist_next
#define llist_reverse_order lkmm_llist_reverse_order

#define llist_entry(ptr, type, member) container_of(ptr, type, member)

/* The object of a node; NULL at the end, where there is none. */
#define __lkmm_llist_entry(ptr, type, member) __extension__ ({					\
	struct llist_node *__lkmm_at = (ptr);							\
	__lkmm_at ? llist_entry(__lkmm_at, type, member) : (type *)NULL;			\
})

/* Loops over objects that were taken. In those with _safe, the body may free the object. */
#define llist_for_each(pos, node) for ((pos) = (node); pos; (pos) = (pos)->next)
#define llist_for_each_safe(pos, n, node)							\
	for ((pos) = (node); (pos) && ((n) = (pos)->next, true); (pos) = (n))
#define llist_for_each_entry(pos, node, member)							\
	for ((pos) = __lkmm_llist_entry(node, __typeof__(*(pos)), member); pos;			\
	     (pos) = __lkmm_llist_entry((pos)->member.next, __typeof__(*(pos)), member))
#define llist_for_each_entry_safe(pos, n, node, member)						\
	for ((pos) = __lkmm_llist_entry(node, __typeof__(*(pos)), member);			\
	     (pos) && ((n) = __lkmm_llist_entry((pos)->member.next, __typeof__(*(pos)),		\
						 member), true); (pos) = (n))

#endif
