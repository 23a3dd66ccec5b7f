/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Lists with a head of one pointer, as include/linux/list.h and include/linux/rculist.h have
 * them. barrier() keeps plain accesses and marked ones apart, as in list.h.
 */
struct hlist_node {
	struct hlist_node *next, **pprev;
};

struct hlist_head {
	struct hlist_node *first;
};

#define HLIST_HEAD_INIT { .first = NULL }

/* list.h: INIT_HLIST_HEAD() */
static inline void INIT_HLIST_HEAD(struct hlist_head *h)
{
	barrier();
	h->first = NULL;
	barrier();
}

/* list.h: INIT_HLIST_NODE() */
static inline void INIT_HLIST_NODE(struct hlist_node *n)
{
	barrier();
	n->next = NULL;
	n->pprev = NULL;
	barrier();
}

/* list.h: hlist_unhashed(). Plain. */
static inline int hlist_unhashed(const struct hlist_node *n)
{
	return !n->pprev;
}

/* list.h: hlist_unhashed_lockless(). A marked read. */
static inline int hlist_unhashed_lockless(const struct hlist_node *n)
{
	return !READ_ONCE(n->pprev);
}

/* list.h: hlist_empty(). A read, and no barrier. */
static inline int hlist_empty(const struct hlist_head *h)
{
	return !READ_ONCE(h->first);
}

/* list.h: __hlist_del(). Orders nothing. */
static inline void __hlist_del(struct hlist_node *n)
{
	struct hlist_node *next = n->next, **pprev = n->pprev;

	WRITE_ONCE(*pprev, next);
	if (next)
		WRITE_ONCE(next->pprev, pprev);
}

/* list.h: hlist_del() */
static inline void hlist_del(struct hlist_node *n)
{
	barrier();
	__hlist_del(n);
	n->next = (struct hlist_node *)0x100;
	n->pprev = (struct hlist_node **)0x122;
	barrier();
}

/* list.h: hlist_del_init() */
static inline void hlist_del_init(struct hlist_node *n)
{
	if (!hlist_unhashed(n)) {
		__hlist_del(n);
		INIT_HLIST_NODE(n);
	}
}

/* rculist.h: hlist_del_rcu(). Orders nothing; readers that are at the entry go on from there. */
static inline void hlist_del_rcu(struct hlist_node *n)
{
	__hlist_del(n);
	WRITE_ONCE(n->pprev, (struct hlist_node **)0x122);
}

/* rculist.h: hlist_del_init_rcu() */
static inline void hlist_del_init_rcu(struct hlist_node *n)
{
	if (!hlist_unhashed(n)) {
		__hlist_del(n);
		WRITE_ONCE(n->pprev, NULL);
	}
}

/* list.h: hlist_add_head(). Orders nothing. */
static inline void hlist_add_head(struct hlist_node *n, struct hlist_head *h)
{
	struct hlist_node *first = h->first;

	WRITE_ONCE(n->next, first);
	if (first)
		WRITE_ONCE(first->pprev, &n->next);
	WRITE_ONCE(h->first, n);
	WRITE_ONCE(n->pprev, &h->first);
}

/* rculist.h: hlist_add_head_rcu(). Release. */
static inline void hlist_add_head_rcu(struct hlist_node *n, struct hlist_head *h)
{
	struct hlist_node *first = h->first;

	barrier();
	n->next = first;
	WRITE_ONCE(n->pprev, &h->first);
	rcu_assign_pointer(h->first, n);
	if (first)
		WRITE_ONCE(first->pprev, &n->next);
	barrier();
}

/* list.h: hlist_add_before(). Orders nothing. */
static inline void hlist_add_before(struct hlist_node *n, struct hlist_node *next)
{
	WRITE_ONCE(n->pprev, next->pprev);
	WRITE_ONCE(n->next, next);
	WRITE_ONCE(next->pprev, &n->next);
	WRITE_ONCE(*n->pprev, n);
}

/* list.h: hlist_add_behind(). Orders nothing. */
static inline void hlist_add_behind(struct hlist_node *n, struct hlist_node *prev)
{
	WRITE_ONCE(n->next, prev->next);
	WRITE_ONCE(prev->next, n);
	WRITE_ONCE(n->pprev, &prev->next);
	if (n->next)
		WRITE_ONCE(n->next->pprev, &n->next);
}

/* rculist.h: hlist_add_before_rcu(). Release. */
static inline void hlist_add_before_rcu(struct hlist_node *n, struct hlist_node *next)
{
	WRITE_ONCE(n->pprev, next->pprev);
	barrier();
	n->next = next;
	rcu_assign_pointer(*n->pprev, n);
	WRITE_ONCE(next->pprev, &n->next);
}

/* rculist.h: hlist_add_behind_rcu(). Release. */
static inline void hlist_add_behind_rcu(struct hlist_node *n, struct hlist_node *prev)
{
	barrier();
	n->next = prev->next;
	WRITE_ONCE(n->pprev, &prev->next);
	rcu_assign_pointer(prev->next, n);
	if (n->next)
		WRITE_ONCE(n->next->pprev, &n->next);
}

/* rculist.h: hlist_replace_rcu(). Release. */
static inline void hlist_replace_rcu(struct hlist_node *old, struct hlist_node *new)
{
	struct hlist_node *next = old->next;

	barrier();
	new->next = next;
	WRITE_ONCE(new->pprev, old->pprev);
	rcu_assign_pointer(*new->pprev, new);
	if (next)
		WRITE_ONCE(new->next->pprev, &new->next);
	WRITE_ONCE(old->pprev, LIST_POISON2);
}

/* list.h: objects by the node in them. */
#define hlist_entry(ptr, type, member) container_of(ptr, type, member)
#define __object_of(ptr, type, member, node) \
	({ \
		typeof(ptr) node = (ptr); \
		node ? container_of(node, type, member) : NULL; \
	})
#define hlist_entry_safe(ptr, type, member) __object_of(ptr, type, member, __UNIQUE_ID(__node))

/* rculist.h: hlist_first_rcu() and hlist_next_rcu(), which are objects. */
#define hlist_first_rcu(head) ((head)->first)
#define hlist_next_rcu(node) ((node)->next)

/* list.h: loops over nodes, and over objects. Plain reads. */
#define hlist_for_each(pos, head) for (pos = (head)->first; pos; pos = pos->next)
#define hlist_for_each_safe(pos, n, head) \
	for (pos = (head)->first; pos && ({ n = pos->next; 1; }); pos = n)
#define hlist_for_each_entry(pos, head, member) \
	for (pos = hlist_entry_safe((head)->first, typeof(*(pos)), member); pos; \
	     pos = hlist_entry_safe((pos)->member.next, typeof(*(pos)), member))
#define hlist_for_each_entry_safe(pos, n, head, member) \
	for (pos = hlist_entry_safe((head)->first, typeof(*(pos)), member); \
	     pos && ({ n = (pos)->member.next; 1; }); \
	     pos = hlist_entry_safe(n, typeof(*(pos)), member))

/* rculist.h: hlist_for_each_entry_rcu(). Inside of rcu_read_lock(). */
#define hlist_for_each_entry_rcu(pos, head, member, ...) \
	for (pos = hlist_entry_safe(rcu_dereference((head)->first), typeof(*(pos)), member); pos; \
	     pos = hlist_entry_safe(rcu_dereference((pos)->member.next), typeof(*(pos)), member))
