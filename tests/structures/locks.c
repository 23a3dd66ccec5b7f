// SPDX-License-Identifier: GPL-2.0 OR MIT
/* <lkmm/lock/...>: each lock alone, at its edges, and with threads. */
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

/*
 * Not on the stack of a thread: a thread sanitizer counts its setting up as a write, which only the
 * dependency through the address of the node orders before those of others.
 */
static struct lkmm_mcs_node mcs_node[THREADS];

static void *mcs_thread(void *number)
{
	struct lkmm_mcs_node *node = &mcs_node[(long)number];

	wait_for_all();
	for (int i = 0; i < ROUNDS; i++) {
		lkmm_mcs_lock(&mcs, node);
		count();
		lkmm_mcs_unlock(&mcs, node);
	}
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

int main(void)
{
	test_ticket();
	test_rw();
	test_queued();
	with_threads("mcs", mcs_thread, ROUNDS);
	tap(!mcs, "mcs: free");
	return tap_end();
}
