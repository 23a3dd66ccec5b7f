/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * lkmm prove --binary at work.
 *
 *	binary.c	functions that are operations, and the answers
 *	inlined.c	the code of an operation where it was inlined
 *	occurrences.c	those places: what is alike is proved once
 */
#ifndef LKMM_PROVE_READING_H
#define LKMM_PROVE_READING_H

#include "inlined.h"
#include "names.h"
#include "patches.h"

struct tally {
	int proved, wrong, unknown;
};

struct reading {
	struct prover *v;
	const char *file;
	struct objdump objdump;
	struct function_names names;
	struct patches patches;
	struct function variant;	/* a function as a kernel makes it */
	struct decoder decoder;
	struct general general;
	struct tally functions, places, kinds;	/* places: sites; kinds: sequences */
	int others, chosen;
	struct sites sites;
	struct inlined inlined;
	struct function part;		/* the code of one */
	struct sequence *sequences;	/* what sites have, the first one last */
	bool debug;			/* there is debug information */
	bool no_memory;
};

/* Sites of one operation that have the same code. */
struct sequence {
	struct named what;
	const char *name;		/* of the function that was inlined */
	char key[INLINED_KEY];		/* empty: no other site has the same */
	struct found found;
	char where[200];		/* the first site, or only one */
	int sites, entries;
	struct sequence *next;
};

/* What an answer is about: a function, or sites where one was inlined. */
struct about {
	const char *name;
	unsigned long long address;
	const char *where;		/* the first site, or NULL */
	int sites;
};

/* ---- binary.c ---- */

/* The code as it is, and with each set of features that a kernel patches it for. */
bool walk_variants(struct reading *r, const struct function *code, const struct named *what,
		   struct found *found);
/* Adds what is found of a variant. */
void join_found(struct found *all, const struct found *more);
/* Prints the answer: 1 is "proved", 0 is "not", -1 is "not covered". */
int judge(struct reading *r, const struct about *a, const struct named *what,
	  const struct found *found);
void count_answer(struct tally *t, int answer, int n);

/* ---- occurrences.c ---- */

/* Reads where operations were inlined. */
void occurrences_open(struct reading *r);
/* Takes those in function @f. */
void occurrences_take(struct reading *r, const struct function *f);
/* Prints the answers about all. */
void occurrences_judge(struct reading *r);
/* How many operations there were. */
int occurrences_operations(const struct reading *r);
void occurrences_free(struct reading *r);

#endif
