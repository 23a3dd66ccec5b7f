// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <lkmm/list.h>, <lkmm/hlist.h>, <lkmm/rculist.h>: every function against an array, and readers
 * that walk while one thread adds, replaces and takes out.
 */
#include <lkmm/lock/ticket.h>
#include <lkmm/rculist.h>

#include <string.h>

#include "../tap.h"
#include "threads.h"

enum { N = 6 };

struct item {
	int number;
	struct lkmm_list_head list;
	struct lkmm_hlist_node hash;
};

static struct item item[N];
static LKMM_LIST_HEAD(head);
static LKMM_LIST_HEAD(other);
static LKMM_HLIST_HEAD(hash);

/* The numbers of a list's objects, forwards; "!" if the way back differs. */
static const char *text(struct lkmm_list_head *list)
{
	static char buf[4][2 * N];
	static int turn;
	char *s = buf[turn++ % 4], *p = s;
	struct item *i;

	lkmm_list_for_each_entry(i, list, list)
		*p++ = (char)('0' + i->number);
	*p = '\0';
	lkmm_list_for_each_entry_reverse(i, list, list)
		if (p == s || *--p != '0' + i->number)
			return "!";
	return p == s ? s : "!";
}

static const char *hash_text(struct lkmm_hlist_head *h)
{
	static char buf[4][2 * N];
	static int turn;
	char *s = buf[turn++ % 4], *p = s;
	struct lkmm_hlist_node **behind = &h->first;
	struct item *i;

	lkmm_hlist_for_each_entry(i, h, hash) {
		if (i->hash.pprev != behind)
			return "!";
		behind = &i->hash.next;
		*p++ = (char)('0' + i->number);
	}
	*p = '\0';
	return s;
}

static void is(struct lkmm_list_head *list, const char *want, const char *what)
{
	const char *got = text(list);

	tap(!strcmp(got, want), "%s: %s, expected %s", what, got, want);
}

static void hash_is(const char *want, const char *what)
{
	const char *got = hash_text(&hash);

	tap(!strcmp(got, want), "%s: %s, expected %s", what, got, want);
}

/* 0 to @n - 1 in head, nothing in other. */
static void fill(int n)
{
	lkmm_INIT_LIST_HEAD(&head);
	lkmm_INIT_LIST_HEAD(&other);
	lkmm_INIT_HLIST_HEAD(&hash);
	for (int i = 0; i < N; i++) {
		item[i].number = i;
		lkmm_INIT_LIST_HEAD(&item[i].list);
		lkmm_INIT_HLIST_NODE(&item[i].hash);
	}
	for (int i = 0; i < n; i++)
		lkmm_list_add_tail(&item[i].list, &head);
	for (int i = n; i--;)
		lkmm_hlist_add_head(&item[i].hash, &hash);
}

static void test_changes(void)
{
	fill(0);
	tap(lkmm_list_empty(&head) && lkmm_list_empty_careful(&head) &&
	    !lkmm_list_first_entry_or_null(&head, struct item, list), "empty");
	lkmm_list_add(&item[0].list, &head);
	tap(lkmm_list_is_singular(&head) && !lkmm_list_empty(&head), "one");
	lkmm_list_add(&item[1].list, &head);
	lkmm_list_add_tail(&item[2].list, &head);
	is(&head, "102", "add, add_tail");
	tap(lkmm_list_is_first(&item[1].list, &head) && lkmm_list_is_last(&item[2].list, &head) &&
	    !lkmm_list_is_singular(&head) && lkmm_list_count_nodes(&head) == 3, "first, last");
	lkmm_list_del(&item[0].list);
	is(&head, "12", "del");
	tap(item[0].list.next == LKMM_LIST_POISON1 && item[0].list.prev == LKMM_LIST_POISON2,
	    "del: pointers that fault");
	lkmm_list_del_init(&item[1].list);
	lkmm_list_del_init_careful(&item[2].list);
	tap(lkmm_list_empty(&head) && lkmm_list_empty(&item[1].list) &&
	    lkmm_list_empty_careful(&item[2].list), "del_init");
	fill(3);
	lkmm_list_replace_init(&item[1].list, &item[4].list);
	is(&head, "042", "replace_init");
	tap(lkmm_list_empty(&item[1].list), "replace_init: the old one");
	lkmm_list_move_tail(&item[0].list, &head);
	lkmm_list_move(&item[2].list, &head);
	is(&head, "240", "move");
	lkmm_list_rotate_left(&head);
	is(&head, "402", "rotate_left");
	lkmm_list_rotate_to_front(&item[2].list, &head);
	is(&head, "240", "rotate_to_front");
}

/* All pairs, among them neighbours in both orders. */
static void test_swap(void)
{
	for (int a = 0; a < 4; a++) {
		for (int b = 0; b < 4; b++) {
			char want[] = "0123";

			if (a == b)
				continue;
			fill(4);
			lkmm_list_swap(&item[a].list, &item[b].list);
			want[a] = (char)('0' + b);
			want[b] = (char)('0' + a);
			is(&head, want, "swap");
		}
	}
}

static void test_pieces(void)
{
	static const char *const start[] = { "", "0", "01", "012", "0123" };

	for (int i = 0; i <= 4; i++) {
		fill(4);
		lkmm_list_cut_position(&other, &head, i ? &item[i - 1].list : &head);
		is(&other, start[i], "cut_position");
		is(&head, &"0123"[i], "cut_position: the rest");
	}
	fill(4);
	lkmm_list_cut_before(&other, &head, &item[2].list);
	is(&other, "01", "cut_before");
	lkmm_list_splice_init(&head, &other);
	is(&other, "2301", "splice_init");
	lkmm_list_splice_tail_init(&other, &head);
	is(&head, "2301", "splice_tail_init");
	is(&other, "", "splice_tail_init: the other");
	lkmm_list_splice_init(&other, &head);
	is(&head, "2301", "splice_init of nothing");
	lkmm_list_bulk_move_tail(&head, &item[2].list, &item[3].list);
	is(&head, "0123", "bulk_move_tail");
}

#define WALK(loop) do {										\
	p = seen;										\
	loop											\
		*p++ = (char)('0' + i->number);							\
	*p = '\0';										\
} while (0)
#define WALKS(loop, want) do {									\
	WALK(loop);										\
	tap(!strcmp(seen, want), "%s: %s, expected %s", #loop, seen, want);			\
} while (0)

static void test_loops(void)
{
	char seen[2 * N], *p;
	struct item *i, *n;
	struct lkmm_list_head *at;
	struct lkmm_hlist_node *node;

	fill(4);
	i = &item[1];
	WALKS(lkmm_list_for_each_entry_continue(i, &head, list), "23");
	i = &item[1];
	WALKS(lkmm_list_for_each_entry_continue_reverse(i, &head, list), "0");
	i = &item[1];
	WALKS(lkmm_list_for_each_entry_from(i, &head, list), "123");
	i = &item[1];
	WALKS(lkmm_list_for_each_entry_from_reverse(i, &head, list), "10");
	i = lkmm_list_prepare_entry((struct item *)NULL, &head, list);
	WALKS(lkmm_list_for_each_entry_continue(i, &head, list), "0123");
	i = &item[1];
	WALKS(lkmm_list_for_each_entry_safe_from(i, n, &head, list), "123");
	i = &item[1];
	WALKS(lkmm_list_for_each_entry_safe_continue(i, n, &head, list), "23");
	WALKS(lkmm_list_for_each_entry_safe_reverse(i, n, &head, list), "3210");
	WALKS(lkmm_list_for_each_entry_rcu(i, &head, list), "0123");
	WALKS(lkmm_list_for_each_entry_rcu(i, &head, list, true), "0123");
	i = &item[1];
	WALKS(lkmm_list_for_each_entry_continue_rcu(i, &head, list), "23");
	i = &item[1];
	WALKS(lkmm_list_for_each_entry_from_rcu(i, &head, list), "123");
	p = seen;
	lkmm_list_for_each_prev(at, &head)
		*p++ = (char)('0' + lkmm_list_entry(at, struct item, list)->number);
	tap(!memcmp(seen, "3210", 4), "for_each_prev");
	tap(lkmm_list_next_or_null_rcu(&head, &item[2].list, struct item, list) == &item[3] &&
	    !lkmm_list_next_or_null_rcu(&head, &item[3].list, struct item, list) &&
	    lkmm_list_first_or_null_rcu(&head, struct item, list) == &item[0] &&
	    !lkmm_list_first_or_null_rcu(&other, struct item, list), "or_null_rcu");
	i = &item[1];
	WALKS(lkmm_hlist_for_each_entry_continue(i, hash), "23");
	i = &item[1];
	WALKS(lkmm_hlist_for_each_entry_from(i, hash), "123");
	WALKS(lkmm_hlist_for_each_entry_rcu(i, &hash, hash), "0123");
	i = &item[1];
	WALKS(lkmm_hlist_for_each_entry_continue_rcu(i, hash), "23");
	i = &item[1];
	WALKS(lkmm_hlist_for_each_entry_from_rcu(i, hash), "123");
	lkmm_list_for_each_entry_safe(i, n, &head, list)
		lkmm_list_del(&i->list);
	lkmm_hlist_for_each_entry_safe(i, node, &hash, hash)
		lkmm_hlist_del(&i->hash);
	tap(lkmm_list_empty(&head) && lkmm_hlist_empty(&hash), "taken out one by one");
}

static void test_hash(void)
{
	struct lkmm_hlist_head to = LKMM_HLIST_HEAD_INIT;

	fill(2);
	lkmm_hlist_add_before(&item[2].hash, &item[0].hash);
	lkmm_hlist_add_behind(&item[3].hash, &item[1].hash);
	hash_is("2013", "add_before, add_behind");
	lkmm_hlist_del_init(&item[0].hash);
	lkmm_hlist_del_init(&item[0].hash);
	hash_is("213", "del_init, twice");
	tap(lkmm_hlist_unhashed(&item[0].hash) && lkmm_hlist_unhashed_lockless(&item[0].hash) &&
	    !lkmm_hlist_unhashed(&item[1].hash) && lkmm_hlist_count_nodes(&hash) == 3, "unhashed");
	lkmm_hlist_move_list(&hash, &to);
	tap(lkmm_hlist_empty(&hash) && !strcmp(hash_text(&to), "213"), "move_list");
	lkmm_hlist_add_head(&item[0].hash, &hash);
	tap(lkmm_hlist_is_singular_node(&item[0].hash, &hash), "is_singular_node");
	lkmm_hlist_splice_init(&to, &item[3].hash, &hash);
	hash_is("2130", "splice_init");
	lkmm_hlist_add_fake(&item[5].hash);
	tap(lkmm_hlist_fake(&item[5].hash), "fake");
	lkmm_hlist_del(&item[5].hash);
	fill(0);
	lkmm_hlist_add_tail_rcu(&item[0].hash, &hash);
	lkmm_hlist_add_tail_rcu(&item[1].hash, &hash);
	lkmm_hlist_add_head_rcu(&item[2].hash, &hash);
	lkmm_hlist_add_before_rcu(&item[3].hash, &item[1].hash);
	lkmm_hlist_add_behind_rcu(&item[4].hash, &item[3].hash);
	hash_is("20341", "add, under RCU");
	lkmm_hlist_replace_rcu(&item[3].hash, &item[5].hash);
	lkmm_hlist_del_rcu(&item[1].hash);
	lkmm_hlist_del_init_rcu(&item[2].hash);
	hash_is("054", "replace, del, under RCU");
	tap(item[2].hash.next == &item[0].hash && item[3].hash.next == &item[4].hash,
	    "readers go on");
}

static int waited;

static void wait_for_readers(void)
{
	waited++;
}

static void test_rcu(void)
{
	fill(3);
	lkmm_list_splice_init_rcu(&other, &head, wait_for_readers);
	tap(!waited, "splice_init_rcu of nothing");
	lkmm_list_splice_init_rcu(&head, &other, wait_for_readers);
	is(&other, "012", "splice_init_rcu");
	lkmm_list_add_rcu(&item[3].list, &head);
	lkmm_list_splice_tail_init_rcu(&head, &other, wait_for_readers);
	is(&other, "0123", "splice_tail_init_rcu");
	tap(waited == 2 && lkmm_list_empty(&head), "it waits for readers");
	lkmm_list_replace_rcu(&item[1].list, &item[4].list);
	lkmm_list_del_rcu(&item[3].list);
	is(&other, "042", "replace_rcu, del_rcu");
	tap(item[1].list.next == &item[2].list && item[3].list.next == &other,
	    "readers go on from there");
}

/* Objects are used once: nobody has to wait for readers. */
struct once {
	int value, copy;	/* plain: a thread sanitizer sees whether they are ordered */
	struct lkmm_list_head list;
	struct lkmm_hlist_node hash;
};

static struct once once[ROUNDS];
static lkmm_atomic_t reading, torn;
enum { READERS = 2, KEPT = 4 };

/* The lock is nobody else's; but it orders what was added before what takes out. */
static void write_all(void)
{
	static struct lkmm_ticket_lock lock = LKMM_TICKET_LOCK_INIT;

	for (int i = 0; i < ROUNDS; i++) {
		struct once *old = i < KEPT ? NULL : &once[i - KEPT];

		lkmm_ticket_lock(&lock);
		once[i].value = once[i].copy = i + 1;
		lkmm_hlist_add_head_rcu(&once[i].hash, &hash);
		if (old && i % 2) {
			lkmm_list_replace_rcu(&old->list, &once[i].list);
		} else {
			lkmm_list_add_tail_rcu(&once[i].list, &head);
			if (old)
				lkmm_list_del_rcu(&old->list);
		}
		if (old)
			lkmm_hlist_del_rcu(&old->hash);
		lkmm_ticket_unlock(&lock);
	}
	lkmm_atomic_dec(&reading);
}

static void *thread(void *number)
{
	struct once *o;

	wait_for_all();
	if (!number) {
		write_all();
		return NULL;
	}
	while (lkmm_atomic_read_acquire(&reading)) {
		lkmm_list_for_each_entry_rcu(o, &head, list)
			if (!o->value || o->value != o->copy)
				lkmm_atomic_inc(&torn);
		lkmm_hlist_for_each_entry_rcu(o, &hash, hash)
			if (!o->value || o->value != o->copy)
				lkmm_atomic_inc(&torn);
	}
	return NULL;
}

int main(void)
{
	test_changes();
	test_swap();
	test_pieces();
	test_loops();
	test_hash();
	test_rcu();
	fill(0);
	lkmm_atomic_set(&reading, 1);
	run_threads(1 + READERS, thread);
	tap(!lkmm_atomic_read(&torn), "readers see what was written before");
	tap(lkmm_list_count_nodes(&head) == KEPT && lkmm_hlist_count_nodes(&hash) == KEPT,
	    "the last ones are there");
	return tap_end();
}
