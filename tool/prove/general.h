/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What is shown for all programs: docs/prove.md has the proof whose steps these are.
 *
 *	events.c	the events of a sequence
 *	word.c		one that changes the word around its object
 *	order.c		an order between events of sequences, whatever is beside them
 *	lemma.c		the orders that LKMM needs of a sequence, alone and beside others
 *	letters.c	what LKMM's cycles are made of
 *	general.c	all of it for one architecture
 */
#ifndef LKMM_PROVE_GENERAL_H
#define LKMM_PROVE_GENERAL_H

#include "prove.h"
#include "model/cat/sketch.h"

enum { MAX_EVENTS = 6, MAX_CLASSES = 128, MAX_WAYS = 16 };

/* The events of a sequence, in program order. */
struct events {
	struct sketch_event event[MAX_EVENTS];
	int n;
	int read, write;		/* of the operation; or -1 */
	int pair[2];			/* the halves of an RMW; or -1 */
};

/* Sequences that nothing tells apart. */
struct class {
	struct events events;
	enum lkmm_order order;		/* of an access */
	enum lkmm_fence fence;		/* of a barrier */
	bool barrier, fails, returning;
	const char *word;		/* its ordering or barrier; NULL of a function */
	/* runtime/lock.h takes a lock by it, or releases it; the same in one class or not */
	bool locks, unlocks;
};

/* An event of some sequence, as any other one meets it: the letters 'r', 'R' and 'W'. */
enum { USED_READ, ANY_READ, ANY_WRITE, NR_KINDS };

struct kind {
	struct sketch_event event;	/* with the marks of all of them, and of some */
	bool found;			/* there are some */
};

/* What is missing of the orders of a class alone: sequences and functions share most classes. */
struct class_answer {
	struct class class;
	struct text missing;
};

struct general {
	struct prover *v;
	struct class class[MAX_CLASSES];
	int nclasses;
	struct kind kind[NR_KINDS];
	struct class_answer judged[MAX_CLASSES];
	int njudged;
	struct text certificate;	/* if it is asked for */
	struct text missing;		/* what is not shown, a line each */
	int orders;			/* that are shown */
	bool failed;			/* out of memory, or a sequence that cannot be read */
};

/* ---- events.c ---- */

/* Of the marks of an instruction, those that its event of this kind has. */
uint64_t event_marks(uint64_t marks, enum sketch_kind kind);
/* The class of @row. False, after v->error, if its instructions cannot be read. */
bool find_class(struct prover *v, const struct asm_sequence *row, bool fails, struct class *c);
bool same_class(const struct class *a, const struct class *b);
/* Adds what other sequences may meet of @c. */
void add_kinds(struct general *g, const struct class *c);
/* "full R.A+W.L" */
void put_class(struct text *out, const struct class *c);

/* ---- order.c ---- */

/* One end of an order: any event of some kinds beside the sequences, or the number of theirs. */
enum {
	BESIDE = -8,
	WRITES = BESIDE | 1 << ANY_WRITE,
	READS = BESIDE | 1 << ANY_READ,
	USED_READS = BESIDE | 1 << USED_READ,
	ANY = READS | WRITES
};

/* Sequences one after the other in one process. */
struct row_of_classes {
	const struct class *class[4];
	int n;
	const char *name;		/* what it is about */
	const char *depends;		/* "ctrl": the first event, on all behind; or NULL */
};

/*
 * Whether all programs have the order from @from to @to: from what is before the sequences, or from
 * their event of that number; and so on. Notes it in the certificate, or what is missing.
 */
bool show_order(struct general *g, const struct row_of_classes *r, int from, int to);
/* The same of two events by a relation of the execution: "rfe" of two threads, "coi" of one. */
bool show_relation(struct general *g, const char *name);

/* ---- lemma.c ---- */

/* The orders of a sequence by itself. */
bool show_class(struct general *g, const struct class *c);
/* Those of sequences beside one another: of all, or where the class @only is one; -1. */
bool show_neighbours(struct general *g, int only);
/* The first class of these barriers after number @i, or -1. */
int barrier_class(const struct general *g, enum lkmm_fence fence, int i);

/* ---- letters.c ---- */

/* What the cycles of LKMM are made of, and the orders between threads. */
bool show_letters(struct general *g);

/* ---- general.c ---- */

/* Finds the classes of all sequences of the architecture. */
void open_general(struct general *g, struct prover *v);
/* Adds one, and what others may meet of it. */
void add_class(struct general *g, const struct class *c);
/* Shows all of it, and makes the certificate. */
void show_general(struct general *g);
/* Whether @row alone has its orders. */
bool show_row(struct general *g, const struct asm_sequence *row, bool fails);
/* What is missing of a class alone, which @g has or not. NULL: there is no room for it. */
const struct class_answer *show_alone(struct general *g, const struct class *c);
void free_general(struct general *g);

#endif
