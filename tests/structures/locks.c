// SPDX-License-Identifier: GPL-2.0 OR MIT
/* <lkmm/lock/...>: each lock alone, at its edges, and with threads. */
#include <lkmm/lock/osq.h>
#include <lkmm/lock/queued.h>
#include <lkmm/lock/rw.h>
#include <lkmm/lock/ticket.h>

#include "../tap.h"
#include "threads.h"

static struct lkmm_ticket_lock ticket = LKMM_TICKET_LOCK_INIT;
static struct lkmm_rwlock rw = LKMM_RWLOCK_INIT;
static struct lkmm_mcs_node *mcs;

/* Plain: a thread sanitizer sees whether the lock orders them. */
static int counter, copy;
static lkmm_atomic_t wrong;

enum { THREADS = 3 };

static void count(void)
{
	if (counter != copy)
		lkmm_atomic_inc(&wrong);
	counter++;
	copy++;
}

static void *ticket_thread(void *number)
{
	(void)number;
	wait_for_all();
	for (int i = 0; i < ROUNDS; i++) {
		if (i % 4 || !lkmm_ticket_trylock(&ticket))
			lkmm_ticket_lock(&ticket);
		count();
		lkmm_ticket_unlock(&ticket);
	}
	return NULL;
}

static void *mcs_thread(void *number)
{
	(void)number;
	wait_for_all();
	for (int i = 0; i < ROUNDS; i++) {
		struct lkmm_mcs_node node;

		lkmm_mcs_lock(&mcs, &node);
		count();
		lkmm_mcs_unlock(&mcs, &node);
	}
	return NULL;
}

/* The place of this one is plain memory before, as on a stack: served behind its setting up. */
static void *mcs_second(void *node)
{
	*(struct lkmm_mcs_node *)node = (struct lkmm_mcs_node) { NULL, LKMM_ATOMIC_INIT(0) };
	lkmm_mcs_lock(&mcs, node);
	count();
	lkmm_mcs_unlock(&mcs, node);
	return NULL;
}

static struct lkmm_queued_lock queued = LKMM_QUEUED_LOCK_INIT;

/* Waiters' places in the queue are on their stacks, which they use again at once. */
static void *queued_thread(void *number)
{
	(void)number;
	wait_for_all();
	for (int i = 0; i < ROUNDS; i++) {
		if (i % 4 || !lkmm_queued_spin_trylock(&queued))
			lkmm_queued_spin_lock(&queued);
		count();
		lkmm_queued_spin_unlock(&queued);
	}
	return NULL;
}

/* One round in four writes. */
static void *rw_thread(void *number)
{
	wait_for_all();
	for (long i = (long)number; i < ROUNDS + (long)number; i++) {
		if (i % 4 == 0) {
			if (i % 8 || !lkmm_write_trylock(&rw))
				lkmm_write_lock(&rw);
			count();
			lkmm_write_unlock(&rw);
		} else {
			if (i % 3 || !lkmm_read_trylock(&rw))
				lkmm_read_lock(&rw);
			if (counter != copy)
				lkmm_atomic_inc(&wrong);
			lkmm_read_unlock(&rw);
		}
	}
	return NULL;
}

static void with_threads(const char *name, void *(*thread)(void *number), int rounds)
{
	counter = copy = 0;
	run_threads(THREADS, thread);
	tap(counter == THREADS * rounds && copy == counter && !lkmm_atomic_read(&wrong),
	    "%s: one at a time", name);
}

static void test_ticket(void)
{
	tap(!lkmm_ticket_is_locked(&ticket) && lkmm_ticket_trylock(&ticket) &&
	    lkmm_ticket_is_locked(&ticket) && !lkmm_ticket_trylock(&ticket) &&
	    !lkmm_ticket_is_contended(&ticket), "ticket: taken");
	(void)lkmm_atomic_fetch_add((int)__LKMM_TICKET, &ticket.tickets);
	tap(lkmm_ticket_is_contended(&ticket), "ticket: contended");
	lkmm_ticket_unlock(&ticket);
	tap(lkmm_ticket_is_locked(&ticket) && !lkmm_ticket_is_contended(&ticket),
	    "ticket: the next has it");
	/* both halves pass their ends, and neither disturbs the other */
	lkmm_atomic_set(&ticket.tickets, -1);
	tap(!lkmm_ticket_is_locked(&ticket) && lkmm_ticket_trylock(&ticket) &&
	    lkmm_atomic_read(&ticket.tickets) == 0xffff && lkmm_ticket_is_locked(&ticket),
	    "ticket: the last number, given out");
	lkmm_ticket_unlock(&ticket);
	tap(!lkmm_atomic_read(&ticket.tickets), "ticket: the last number, served");
	lkmm_atomic_set(&ticket.tickets, 0x7fff7fff);
	lkmm_ticket_lock(&ticket);
	lkmm_ticket_unlock(&ticket);
	tap(lkmm_atomic_read(&ticket.tickets) == (int)0x80008000, "ticket: past the sign");
	with_threads("ticket", ticket_thread, ROUNDS);
}

static void test_rw(void)
{
	tap(lkmm_read_trylock(&rw) && lkmm_read_trylock(&rw) && !lkmm_write_trylock(&rw),
	    "rw: two readers, no writer");
	lkmm_read_unlock(&rw);
	lkmm_read_unlock(&rw);
	tap(lkmm_write_trylock(&rw) && !lkmm_write_trylock(&rw) && !lkmm_read_trylock(&rw),
	    "rw: a writer alone");
	lkmm_write_unlock(&rw);
	tap(!lkmm_atomic_read(&rw.word), "rw: free");
	lkmm_atomic_set(&rw.word, __LKMM_RW_READER | __LKMM_RW_WAITING);
	tap(!lkmm_read_trylock(&rw) && !lkmm_write_trylock(&rw), "rw: a writer waits");
	lkmm_atomic_set(&rw.word, 0);
	with_threads("rw", rw_thread, ROUNDS / 4);
	tap(!lkmm_atomic_read(&rw.word) && !lkmm_ticket_is_locked(&rw.queue), "rw: free");
}

static void test_queued(void)
{
	struct lkmm_mcs_node other = { NULL, LKMM_ATOMIC_INIT(0) };

	tap(!lkmm_queued_spin_is_locked(&queued) && lkmm_queued_spin_trylock(&queued) &&
	    lkmm_queued_spin_is_locked(&queued) && !lkmm_queued_spin_trylock(&queued) &&
	    !lkmm_queued_spin_is_contended(&queued), "queued: taken");
	lkmm_mcs_lock(&queued.tail, &other);
	tap(lkmm_queued_spin_is_contended(&queued), "queued: contended");
	lkmm_mcs_unlock(&queued.tail, &other);
	lkmm_queued_spin_unlock(&queued);
	with_threads("queued", queued_thread, ROUNDS);
	tap(!lkmm_queued_spin_is_locked(&queued) && !lkmm_queued_spin_is_contended(&queued),
	    "queued: free");
}

/* The second is in the queue when the first gives the lock back, and so sees it at once. */
static void test_mcs(void)
{
	struct lkmm_mcs_node first, second;
	pthread_t thread;

	counter = copy = 0;
	lkmm_mcs_lock(&mcs, &first);
	if (pthread_create(&thread, NULL, mcs_second, &second))
		abort();
	while (!lkmm_READ_ONCE(first.next))
		lkmm_cpu_relax();
	count();
	lkmm_mcs_unlock(&mcs, &first);
	pthread_join(thread, NULL);
	tap(counter == 2 && copy == 2 && !mcs, "mcs: served by the one before");
	with_threads("mcs", mcs_thread, ROUNDS);
	tap(!mcs, "mcs: free");
}

static struct lkmm_optimistic_spin_queue osq = LKMM_OSQ_LOCK_UNLOCKED;
static struct lkmm_optimistic_spin_node osq_node[THREADS];
static lkmm_atomic_t osq_heads;

/* Each has another patience: 0, 4 or 8 looks, and then it leaves; one round in four waits. */
static void *osq_thread(void *number)
{
	struct lkmm_optimistic_spin_node *node = &osq_node[(long)number];
	int patience;

	wait_for_all();
	for (int i = 0; i < ROUNDS; i++) {
		patience = 4 * (int)(long)number;
		if (!lkmm_osq_lock(&osq, node, i % 4 && patience-- <= 0))
			continue;
		count();
		lkmm_atomic_inc(&osq_heads);
		lkmm_osq_unlock(&osq, node);
	}
	return NULL;
}

/* Each step of three threads, by one. */
static void test_osq_leave(struct lkmm_optimistic_spin_node *a, struct lkmm_optimistic_spin_node *b,
			   struct lkmm_optimistic_spin_node *c)
{
	tap(!__lkmm_osq_enter(&osq, a) && __lkmm_osq_enter(&osq, b) == a &&
	    __lkmm_osq_enter(&osq, c) == b && __lkmm_osq_leave(&osq, b) && c->prev == a &&
	    a->next == c && osq.tail == c, "osq: one in the middle left");
	tap(__lkmm_osq_leave(&osq, c) && osq.tail == a && !a->next, "osq: the last one left");
	tap(__lkmm_osq_enter(&osq, c) == a && (lkmm_osq_unlock(&osq, a), osq.tail == c) &&
	    !__lkmm_osq_leave(&osq, c), "osq: who is the head cannot leave");
	lkmm_osq_unlock(&osq, c);
}

static void test_osq(void)
{
	struct lkmm_optimistic_spin_node *a = &osq_node[0], *b = &osq_node[1];

	osq.tail = b;
	lkmm_osq_lock_init(&osq);
	tap(!lkmm_osq_is_locked(&osq) && lkmm_osq_lock(&osq, a, true) && lkmm_osq_is_locked(&osq),
	    "osq: the first one is the head, in a hurry as well");
	tap(!lkmm_osq_lock(&osq, b, true) && osq.tail == a && !a->next, "osq: the second one left");
	lkmm_osq_unlock(&osq, a);
	tap(!lkmm_osq_is_locked(&osq) && lkmm_osq_lock(&osq, b, false),
	    "osq: the place is good again");
	lkmm_osq_unlock(&osq, b);
	test_osq_leave(a, b, &osq_node[2]);
	counter = copy = 0;
	run_threads(THREADS, osq_thread);
	tap(counter == lkmm_atomic_read(&osq_heads) && copy == counter &&
	    counter >= THREADS * (ROUNDS / 4) && !lkmm_atomic_read(&wrong), "osq: one at a time");
	tap(!lkmm_osq_is_locked(&osq), "osq: empty");
}

int main(void)
{
	test_ticket();
	test_rw();
	test_queued();
	test_osq();
	test_mcs();
	return tap_end();
}
