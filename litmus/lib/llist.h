/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Lists that need no lock, as include/linux/llist.h and lib/llist.c have them. barrier() keeps
 * plain accesses and marked ones apart, as in list.h.
 */
struct llist_node {
	struct llist_node *next;
};

struct llist_head {
	struct llist_node *first;
};

#define LLIST_HEAD_INIT(name) { .first = NULL }

/* llist.h: init_llist_head() */
static inline void init_llist_head(struct llist_head *list)
{
	barrier();
	list->first = NULL;
	barrier();
}

/* llist.h: llist_empty(). A read, and no barrier. */
static inline bool llist_empty(const struct llist_head *head)
{
	return !READ_ONCE(head->first);
}

/* llist.h: llist_add_batch(). Full. Returns whether the list was empty. */
static inline bool llist_add_batch(struct llist_node *new_first, struct llist_node *new_last,
				   struct llist_head *head)
{
	struct llist_node *first = READ_ONCE(head->first);

	do {
		new_last->next = first;
		barrier();
	} while (!try_cmpxchg(&head->first, &first, new_first));
	return !first;
}

/* llist.h: llist_add(). Full. Returns whether the list was empty. */
static inline bool llist_add(struct llist_node *new, struct llist_head *head)
{
	return llist_add_batch(new, new, head);
}

/* llist.h: llist_del_all(). Full. */
static inline struct llist_node *llist_del_all(struct llist_head *head)
{
	return xchg(&head->first, NULL);
}

/* llist.c: llist_del_first(). Full if it takes something; by one thread at a time. */
static inline struct llist_node *llist_del_first(struct llist_head *head)
{
	struct llist_node *entry = smp_load_acquire(&head->first);

	do {
		if (!entry)
			return NULL;
	} while (!try_cmpxchg(&head->first, &entry, READ_ONCE(entry->next)));
	return entry;
}

/* llist.h: llist_next(). Plain. */
static inline struct llist_node *llist_next(struct llist_node *node)
{
	return node->next;
}

/* llist.h: init_llist_node(). A node of no list points to itself. */
static inline void init_llist_node(struct llist_node *node)
{
	WRITE_ONCE(node->next, node);
}

/* llist.c: llist_reverse_order(). Plain. */
static inline struct llist_node *llist_reverse_order(struct llist_node *head)
{
	struct llist_node *new_head = NULL;

	while (head) {
		struct llist_node *tmp = head;

		head = head->next;
		tmp->next = new_head;
		new_head = tmp;
	}
	return new_head;
}

#define llist_entry(ptr, type, member) container_of(ptr, type, member)
/*
 * llist.h: loops over a list that has been taken. Plain reads. An object by its node, or NULL by
 * NULL, is the same for nodes of either list.
 */
#define llist_for_each(pos, node) for ((pos) = (node); pos; (pos) = (pos)->next)
#define llist_for_each_safe(pos, n, node) \
	for ((pos) = (node); (pos) && ({ (n) = (pos)->next; 1; }); (pos) = (n))
#define llist_for_each_entry(pos, node, member) \
	for ((pos) = hlist_entry_safe(node, typeof(*(pos)), member); pos; \
	     (pos) = hlist_entry_safe((pos)->member.next, typeof(*(pos)), member))
#define llist_for_each_entry_safe(pos, n, node, member) \
	for ((pos) = hlist_entry_safe(node, typeof(*(pos)), member); \
	     (pos) && ({ (n) = hlist_entry_safe((pos)->member.next, typeof(*(pos)), member); \
			 1; }); \
	     (pos) = (n))
