/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The kernel's own file, where one follows on the path; else <lkmm/rculist.h> by its names. */
#if __has_include_next(<linux/rculist.h>)
# include_next <linux/rculist.h>
#elif !defined(__LKMM_LINUX_RCULIST_H)
#define __LKMM_LINUX_RCULIST_H

#include <linux/list.h>
#include <linux/rcupdate.h>
#include <lkmm/rculist.h>

#define list_next_rcu(list) (*(struct list_head **)&(list)->next)
#define hlist_first_rcu(head) (*(struct hlist_node **)&(head)->first)
#define hlist_next_rcu(node) (*(struct hlist_node **)&(node)->next)

#define INIT_LIST_HEAD_RCU lkmm_INIT_LIST_HEAD_RCU
#define list_add_rcu lkmm_list_add_rcu
#define list_add_tail_rcu lkmm_list_add_tail_rcu
#define list_del_rcu lkmm_list_del_rcu
#define list_replace_rcu lkmm_list_replace_rcu
#define list_splice_init_rcu lkmm_list_splice_init_rcu
#define list_splice_tail_init_rcu lkmm_list_splice_tail_init_rcu
#define list_entry_rcu lkmm_list_entry_rcu
#define list_first_or_null_rcu lkmm_list_first_or_null_rcu
#define list_next_or_null_rcu lkmm_list_next_or_null_rcu
#define list_for_each_entry_rcu lkmm_list_for_each_entry_rcu
#define list_for_each_entry_continue_rcu lkmm_list_for_each_entry_continue_rcu
#define list_for_each_entry_from_rcu lkmm_list_for_each_entry_from_rcu
#define hlist_add_head_rcu lkmm_hlist_add_head_rcu
#define hlist_add_before_rcu lkmm_hlist_add_before_rcu
#define hlist_add_behind_rcu lkmm_hlist_add_behind_rcu
#define hlist_add_tail_rcu lkmm_hlist_add_tail_rcu
#define hlist_del_rcu lkmm_hlist_del_rcu
#define hlist_del_init_rcu lkmm_hlist_del_init_rcu
#define hlist_replace_rcu lkmm_hlist_replace_rcu
#define hlist_for_each_entry_rcu lkmm_hlist_for_each_entry_rcu
#define hlist_for_each_entry_continue_rcu lkmm_hlist_for_each_entry_continue_rcu
#define hlist_for_each_entry_from_rcu lkmm_hlist_for_each_entry_from_rcu

#endif
