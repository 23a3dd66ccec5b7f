/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The kernel's own file, where one follows on the path; else <lkmm/list.h> by its names. */
#if __has_include_next(<linux/list.h>)
# include_next <linux/list.h>
#elif !defined(__LKMM_LINUX_LIST_H)
#define __LKMM_LINUX_LIST_H

#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/types.h>
#include <lkmm/hlist.h>
#include <lkmm/list.h>

#define LIST_POISON1 LKMM_LIST_POISON1
#define LIST_POISON2 LKMM_LIST_POISON2
#define LIST_HEAD_INIT(name) LKMM_LIST_HEAD_INIT(name)
#define LIST_HEAD(name) LKMM_LIST_HEAD(name)
#define HLIST_HEAD_INIT LKMM_HLIST_HEAD_INIT
#define HLIST_HEAD(name) LKMM_HLIST_HEAD(name)

#define INIT_LIST_HEAD lkmm_INIT_LIST_HEAD
#define __list_add __lkmm_list_add
#define __list_del __lkmm_list_del
#define __list_del_entry __lkmm_list_del_entry
#define list_add lkmm_list_add
#define list_add_tail lkmm_list_add_tail
#define list_del lkmm_list_del
#define list_del_init lkmm_list_del_init
#define list_del_init_careful lkmm_list_del_init_careful
#define list_replace lkmm_list_replace
#define list_replace_init lkmm_list_replace_init
#define list_swap lkmm_list_swap
#define list_move lkmm_list_move
#define list_move_tail lkmm_list_move_tail
#define list_bulk_move_tail lkmm_list_bulk_move_tail
#define list_is_first lkmm_list_is_first
#define list_is_last lkmm_list_is_last
#define list_is_head lkmm_list_is_head
#define list_empty lkmm_list_empty
#define list_empty_careful lkmm_list_empty_careful
#define list_is_singular lkmm_list_is_singular
#define list_count_nodes lkmm_list_count_nodes
#define list_rotate_left lkmm_list_rotate_left
#define list_rotate_to_front lkmm_list_rotate_to_front
#define list_cut_position lkmm_list_cut_position
#define list_cut_before lkmm_list_cut_before
#define list_splice lkmm_list_splice
#define list_splice_tail lkmm_list_splice_tail
#define list_splice_init lkmm_list_splice_init
#define list_splice_tail_init lkmm_list_splice_tail_init
#define list_entry lkmm_list_entry
#define list_first_entry lkmm_list_first_entry
#define list_last_entry lkmm_list_last_entry
#define list_first_entry_or_null lkmm_list_first_entry_or_null
#define list_next_entry lkmm_list_next_entry
#define list_prev_entry lkmm_list_prev_entry
#define list_entry_is_head lkmm_list_entry_is_head
#define list_for_each lkmm_list_for_each
#define list_for_each_prev lkmm_list_for_each_prev
#define list_for_each_safe lkmm_list_for_each_safe
#define list_for_each_prev_safe lkmm_list_for_each_prev_safe
#define list_for_each_entry lkmm_list_for_each_entry
#define list_for_each_entry_reverse lkmm_list_for_each_entry_reverse
#define list_prepare_entry lkmm_list_prepare_entry
#define list_for_each_entry_continue lkmm_list_for_each_entry_continue
#define list_for_each_entry_continue_reverse lkmm_list_for_each_entry_continue_reverse
#define list_for_each_entry_from lkmm_list_for_each_entry_from
#define list_for_each_entry_from_reverse lkmm_list_for_each_entry_from_reverse
#define list_for_each_entry_safe_from lkmm_list_for_each_entry_safe_from
#define list_for_each_entry_safe lkmm_list_for_each_entry_safe
#define list_for_each_entry_safe_continue lkmm_list_for_each_entry_safe_continue
#define list_for_each_entry_safe_reverse lkmm_list_for_each_entry_safe_reverse
#define list_safe_reset_next lkmm_list_safe_reset_next

#define INIT_HLIST_HEAD lkmm_INIT_HLIST_HEAD
#define INIT_HLIST_NODE lkmm_INIT_HLIST_NODE
#define hlist_unhashed lkmm_hlist_unhashed
#define hlist_unhashed_lockless lkmm_hlist_unhashed_lockless
#define hlist_empty lkmm_hlist_empty
#define hlist_del lkmm_hlist_del
#define hlist_del_init lkmm_hlist_del_init
#define hlist_add_head lkmm_hlist_add_head
#define hlist_add_before lkmm_hlist_add_before
#define hlist_add_behind lkmm_hlist_add_behind
#define hlist_add_fake lkmm_hlist_add_fake
#define hlist_fake lkmm_hlist_fake
#define hlist_is_singular_node lkmm_hlist_is_singular_node
#define hlist_move_list lkmm_hlist_move_list
#define hlist_splice_init lkmm_hlist_splice_init
#define hlist_count_nodes lkmm_hlist_count_nodes
#define hlist_entry lkmm_hlist_entry
#define hlist_entry_safe lkmm_hlist_entry_safe
#define hlist_for_each lkmm_hlist_for_each
#define hlist_for_each_safe lkmm_hlist_for_each_safe
#define hlist_for_each_entry lkmm_hlist_for_each_entry
#define hlist_for_each_entry_continue lkmm_hlist_for_each_entry_continue
#define hlist_for_each_entry_from lkmm_hlist_for_each_entry_from
#define hlist_for_each_entry_safe lkmm_hlist_for_each_entry_safe

#endif
