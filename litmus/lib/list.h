/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Doubly linked lists, as include/linux/list.h and include/linux/rculist.h have them. Readers
 * under RCU follow ->next alone, which the functions of RCU publish with a release; all that
 * changes a list needs a lock. Some of the accesses are plain, and others to the same members are
 * marked, as in the kernel: barrier() keeps them apart, and orders nothing between threads.
 */
struct list_head {
	struct list_head *next, *prev;
};

#define LIST_HEAD_INIT(name) { &(name), &(name) }
#define LIST_POISON1 ((struct list_head *)0xdead000000000100)
#define LIST_POISON2 ((struct list_head *)0xdead000000000122)

/* list.h: INIT_LIST_HEAD() */
static inline void INIT_LIST_HEAD(struct list_head *list)
{
	WRITE_ONCE(list->next, list);
	WRITE_ONCE(list->prev, list);
}

/* rculist.h: INIT_LIST_HEAD_RCU() */
static inline void INIT_LIST_HEAD_RCU(struct list_head *list)
{
	WRITE_ONCE(list->next, list);
	WRITE_ONCE(list->prev, list);
}

/* list.h: __list_add(). Orders nothing. */
static inline void __list_add(struct list_head *new, struct list_head *prev, struct list_head *next)
{
	barrier();
	next->prev = new;
	new->next = next;
	new->prev = prev;
	WRITE_ONCE(prev->next, new);
	barrier();
}

/* list.h: list_add() */
static inline void list_add(struct list_head *new, struct list_head *head)
{
	__list_add(new, head, head->next);
}

/* list.h: list_add_tail() */
static inline void list_add_tail(struct list_head *new, struct list_head *head)
{
	__list_add(new, head->prev, head);
}

/* list.h: __list_del(). Orders nothing. */
static inline void __list_del(struct list_head *prev, struct list_head *next)
{
	barrier();
	next->prev = prev;
	WRITE_ONCE(prev->next, next);
	barrier();
}

/* list.h: list_del() */
static inline void list_del(struct list_head *entry)
{
	barrier();
	__list_del(entry->prev, entry->next);
	entry->next = LIST_POISON1;
	entry->prev = LIST_POISON2;
	barrier();
}

/* list.h: list_del_init() */
static inline void list_del_init(struct list_head *entry)
{
	__list_del(entry->prev, entry->next);
	INIT_LIST_HEAD(entry);
}

/* list.h: list_del_init_careful(). Release, for list_empty_careful(). */
static inline void list_del_init_careful(struct list_head *entry)
{
	__list_del(entry->prev, entry->next);
	WRITE_ONCE(entry->prev, entry);
	smp_store_release(&entry->next, entry);
}

/* list.h: list_move() */
static inline void list_move(struct list_head *list, struct list_head *head)
{
	__list_del(list->prev, list->next);
	list_add(list, head);
}

/* list.h: list_move_tail() */
static inline void list_move_tail(struct list_head *list, struct list_head *head)
{
	__list_del(list->prev, list->next);
	list_add_tail(list, head);
}

/* list.h: list_empty(). A read, and no barrier. */
static inline int list_empty(const struct list_head *head)
{
	return READ_ONCE(head->next) == head;
}

/* list.h: list_empty_careful(). Acquire; true only if list_del_init_careful() has ended. */
static inline int list_empty_careful(const struct list_head *head)
{
	struct list_head *next = smp_load_acquire(&head->next);

	return next == head && next == READ_ONCE(head->prev);
}

/*
 * rculist.h: __list_add_rcu(). Release: a reader that finds the entry sees all earlier writes to
 * it.
 */
static inline void __list_add_rcu(struct list_head *new, struct list_head *prev,
				  struct list_head *next)
{
	barrier();
	new->next = next;
	new->prev = prev;
	rcu_assign_pointer(prev->next, new);
	next->prev = new;
	barrier();
}

/* rculist.h: list_add_rcu() */
static inline void list_add_rcu(struct list_head *new, struct list_head *head)
{
	__list_add_rcu(new, head, head->next);
}

/* rculist.h: list_add_tail_rcu() */
static inline void list_add_tail_rcu(struct list_head *new, struct list_head *head)
{
	__list_add_rcu(new, head->prev, head);
}

/* rculist.h: list_del_rcu(). Orders nothing; readers that are at the entry go on from there. */
static inline void list_del_rcu(struct list_head *entry)
{
	barrier();
	__list_del(entry->prev, entry->next);
	entry->prev = LIST_POISON2;
	barrier();
}

/* rculist.h: list_replace_rcu(). Release. */
static inline void list_replace_rcu(struct list_head *old, struct list_head *new)
{
	barrier();
	new->next = old->next;
	new->prev = old->prev;
	rcu_assign_pointer(new->prev->next, new);
	new->next->prev = new;
	old->prev = LIST_POISON2;
	barrier();
}

/* list.h: list_replace() */
static inline void list_replace(struct list_head *old, struct list_head *new)
{
	barrier();
	new->next = old->next;
	new->next->prev = new;
	new->prev = old->prev;
	new->prev->next = new;
	barrier();
}

/* list.h: list_replace_init() */
static inline void list_replace_init(struct list_head *old, struct list_head *new)
{
	list_replace(old, new);
	INIT_LIST_HEAD(old);
}

/* list.h: list_is_first(), list_is_last() and list_is_singular(). Plain reads. */
static inline int list_is_first(const struct list_head *list, const struct list_head *head)
{
	return list->prev == head;
}

static inline int list_is_last(const struct list_head *list, const struct list_head *head)
{
	return list->next == head;
}

static inline int list_is_head(const struct list_head *list, const struct list_head *head)
{
	return list == head;
}

static inline int list_is_singular(const struct list_head *head)
{
	return !list_empty(head) && head->next == head->prev;
}

/* list.h: __list_splice(). Orders nothing; @list is not empty. */
static inline void __list_splice(const struct list_head *list, struct list_head *prev,
				 struct list_head *next)
{
	struct list_head *first = list->next, *last = list->prev;

	barrier();
	first->prev = prev;
	prev->next = first;
	last->next = next;
	next->prev = last;
	barrier();
}

/* list.h: list_splice() */
static inline void list_splice(const struct list_head *list, struct list_head *head)
{
	if (!list_empty(list))
		__list_splice(list, head, head->next);
}

/* list.h: list_splice_tail() */
static inline void list_splice_tail(const struct list_head *list, struct list_head *head)
{
	if (!list_empty(list))
		__list_splice(list, head->prev, head);
}

/* list.h: list_splice_init() */
static inline void list_splice_init(struct list_head *list, struct list_head *head)
{
	if (!list_empty(list)) {
		__list_splice(list, head, head->next);
		INIT_LIST_HEAD(list);
	}
}

/* list.h: list_splice_tail_init() */
static inline void list_splice_tail_init(struct list_head *list, struct list_head *head)
{
	if (!list_empty(list)) {
		__list_splice(list, head->prev, head);
		INIT_LIST_HEAD(list);
	}
}

/* list.h: objects by the list_head in them. Plain reads. */
#define list_entry(ptr, type, member) container_of(ptr, type, member)
#define list_first_entry(ptr, type, member) list_entry((ptr)->next, type, member)
#define list_last_entry(ptr, type, member) list_entry((ptr)->prev, type, member)
#define list_next_entry(pos, member) list_entry((pos)->member.next, typeof(*(pos)), member)
#define list_prev_entry(pos, member) list_entry((pos)->member.prev, typeof(*(pos)), member)
#define list_entry_is_head(pos, head, member) (&(pos)->member == (head))

/* list.h: list_first_entry_or_null(). A marked read. */
#define list_first_entry_or_null(ptr, type, member) list_first_or_null_rcu(ptr, type, member)

/* rculist.h: list_next_rcu(), an object. */
#define list_next_rcu(list) ((list)->next)

/* rculist.h: list_entry_rcu(). The address that was read is a dependency. */
#define list_entry_rcu(ptr, type, member) container_of(READ_ONCE(ptr), type, member)

/* rculist.h: list_first_or_null_rcu(). NULL if the list is empty. */
#define __list_first_or_null(ptr, type, member, first) \
	({ \
		struct list_head *first = READ_ONCE((ptr)->next); \
		first != (ptr) ? list_entry(first, type, member) : NULL; \
	})
#define list_first_or_null_rcu(ptr, type, member) \
	__list_first_or_null(ptr, type, member, __UNIQUE_ID(__first))

/* list.h: loops over entries. Plain reads. */
#define list_for_each(pos, head) for (pos = (head)->next; pos != (head); pos = pos->next)
#define list_for_each_safe(pos, n, head) \
	for (pos = (head)->next, n = pos->next; pos != (head); pos = n, n = pos->next)

/* rculist.h: list_for_each_rcu(). Inside of rcu_read_lock(). */
#define list_for_each_rcu(pos, head) \
	for (pos = rcu_dereference((head)->next); pos != (head); pos = rcu_dereference(pos->next))

/* list.h: loops over objects. Plain reads. */
#define list_for_each_entry_from(pos, head, member) \
	for (; !list_entry_is_head(pos, head, member); pos = list_next_entry(pos, member))
#define list_for_each_entry(pos, head, member) \
	for (pos = list_first_entry(head, typeof(*(pos)), member); \
	     !list_entry_is_head(pos, head, member); pos = list_next_entry(pos, member))
#define list_for_each_entry_continue(pos, head, member) \
	for (pos = list_next_entry(pos, member); !list_entry_is_head(pos, head, member); \
	     pos = list_next_entry(pos, member))
#define list_for_each_entry_reverse(pos, head, member) \
	for (pos = list_last_entry(head, typeof(*(pos)), member); \
	     !list_entry_is_head(pos, head, member); pos = list_prev_entry(pos, member))
#define list_for_each_entry_safe(pos, n, head, member) \
	for (pos = list_first_entry(head, typeof(*(pos)), member), \
	     n = list_next_entry(pos, member); !list_entry_is_head(pos, head, member); \
	     pos = n, n = list_next_entry(n, member))

/* rculist.h: list_for_each_entry_rcu(). Inside of rcu_read_lock(). */
#define list_for_each_entry_rcu(pos, head, member, ...) \
	for (pos = list_entry_rcu((head)->next, typeof(*(pos)), member); \
	     !list_entry_is_head(pos, head, member); \
	     pos = list_entry_rcu((pos)->member.next, typeof(*(pos)), member))
