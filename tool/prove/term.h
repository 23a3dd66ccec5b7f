/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Values on one way through machine code: what is not known has a name, and what is computed of it
 * is a term. Equal terms are one. Which unknown values are equal is a choice of the way.
 */
#ifndef LKMM_PROVE_TERM_H
#define LKMM_PROVE_TERM_H

#include <lkmm/check/program.h>

enum { MAX_CHOICES = 48, MAX_CHOSEN = 64, TERM_BUCKETS = 256 };

enum term_kind { TERM_NUMBER, TERM_UNKNOWN, TERM_BINARY, TERM_CAST };

struct term {
	enum term_kind kind;
	enum lkmm_operator op;
	int64_t number;			/* of TERM_UNKNOWN, which one */
	const struct term *a, *b;
	struct lkmm_integer to;
	struct term *next;
};

/* Two values that a branch has compared. */
struct chosen {
	const char *how;		/* "==" of the object's bits, "===", "<", "<u" or "sign" */
	const struct term *a, *b;
	bool holds;
};

struct terms {
	struct lkmm_arena *arena;
	struct term *bucket[TERM_BUCKETS];
	int unknowns;
	int bits;			/* of the object */
	/* the way: what was chosen where it could go on in two ways */
	bool choice[MAX_CHOICES];
	int nchoices, at;
	struct chosen chosen[MAX_CHOSEN];
	int nchosen;
	bool failed;			/* out of memory */
	bool too_many;			/* choices */
};

const struct term *term_number(struct terms *t, int64_t v);
const struct term *term_unknown(struct terms *t);
const struct term *term_binary(struct terms *t, enum lkmm_operator op, const struct term *a,
			       const struct term *b);
const struct term *term_cast(struct terms *t, struct lkmm_integer to, const struct term *a);
/* What @a is beside a number that is added. */
const struct term *term_base(const struct term *a);

/* Whether @t is computed of the unknown value @of. */
bool term_has(const struct term *t, const struct term *of);

/* One of two ways. */
bool term_choose(struct terms *t);
/* Whether they are equal, in all bits: as is known, or as is chosen now. */
bool term_equal(struct terms *t, const struct term *a, const struct term *b);
/* Another comparison, of which only this is known: of the same values it comes out the same. */
bool term_compare(struct terms *t, const char *how, const struct term *a, const struct term *b);
/* Lets them differ from now on. */
void term_differ(struct terms *t, const struct term *a, const struct term *b);

/* Begins the first way, and the next one; false: there are no more. */
void term_first_way(struct terms *t);
bool term_next_way(struct terms *t);

#endif
