/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What objects of lists have as members, and lists as heads. */
#ifndef LKMM_LIST_TYPES_H
#define LKMM_LIST_TYPES_H

/**
 * struct lkmm_list_head - a list, or a place in one: both ends point to each other
 * @next: the first object, or the one behind; of an empty list, itself
 * @prev: the last object, or the one in front
 */
struct lkmm_list_head {
	struct lkmm_list_head *next, *prev;
};

/**
 * struct lkmm_hlist_node - a place in a list whose head is one pointer
 * @next: the object behind; NULL at the end
 * @pprev: the pointer that points here; NULL if the object is in no list
 */
struct lkmm_hlist_node {
	struct lkmm_hlist_node *next, **pprev;
};

/**
 * struct lkmm_hlist_head - such a list
 * @first: the first object; NULL if there is none
 */
struct lkmm_hlist_head {
	struct lkmm_hlist_node *first;
};

/* What taken objects point to: accesses there fault. */
#define LKMM_LIST_POISON1 ((struct lkmm_list_head *)0x100)
#define LKMM_LIST_POISON2 ((struct lkmm_list_head *)0x122)

#endif
