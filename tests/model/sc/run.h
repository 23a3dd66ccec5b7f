/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A thread that is run on one memory, one access at a time: see run.c. */
#ifndef LKMM_TEST_SC_RUN_H
#define LKMM_TEST_SC_RUN_H

#include <lkmm/check/program.h>

enum { MAX_THREADS = 8, MAX_LOCATIONS = 32, MAX_REGISTERS = 32, MAX_RESULTS = 32, MAX_ORDERS = 6 };

/* Why a test is passed over. */
enum reason {
	NONE, LOOPS, LOCKS, SRCU, MEMORY, POINTERS, UNSEQUENCED, NO_VALUE, SIZE, NR_REASONS
};

/* The history of a thread: it runs from its start each time, with the results of its accesses. */
struct thread {
	const struct lkmm_thread *code;
	int64_t result[MAX_RESULTS];	/* of each access so far: the value read */
	int nresults;
	int64_t reg[MAX_REGISTERS];
	bool done;
};

struct machine {
	const struct lkmm_test *test;
	struct thread thread[MAX_THREADS];
	int64_t memory[MAX_LOCATIONS];
	/* Operators with accesses on both sides; C leaves open which comes first. */
	const struct lkmm_expr *either_way[MAX_ORDERS];
	int neither_way;
	unsigned int right_first;	/* bits: of which the right side does */
	enum reason reason;		/* not NONE: this cannot be run here */
};

/* Checks for parts that cannot be run, and for .either_way. */
void machine_look(struct machine *m);
/* Lets thread @t make its next access; if it has none, it is done. */
void machine_step(struct machine *m, int t);

#endif
