// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The same with our <linux/llist.h>, which has llist_add_batch() already. */
#include <linux/llist.h>

#undef llist_add_batch
#define llist_add_batch our_add_batch
bool llist_add_batch(struct llist_node *new_first, struct llist_node *new_last,
		     struct llist_head *head);

#include "../debian/llist.c"
