/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What a kernel has itself, of the words of defs/kernel.tbl: own.c reads the lines "beside", "own"
 * and "as"; stance.c reads "by" and "not", and requires that each word of C has such a line.
 */
#ifndef LKMM_GEN_READ_OWN_H
#define LKMM_GEN_READ_OWN_H

#include "gen/gen.h"

/* A type whose objects lie beside those of a test, in a kernel. */
struct beside {
	const char *type, *name, *init;
	const char *as;			/* the type that lies there: .type, or another one */
};

/*
 * The argument of a kernel's word: a number; a lock, or another object, in the test; an object
 * beside it; an argument that the test does not have.
 */
enum own_is { OWN_VALUE, OWN_PLACE, OWN_LOCK, OWN_BESIDE, OWN_FLAGS };

struct own_arg {
	enum own_is is;
	const char *type;		/* without the star */
	const struct beside *beside;
	int bits;			/* of the object in the test; 0: unknown */
};

/* A word that a kernel has as it is. */
struct own {
	struct place at;
	const char *returns, *name;	/* .returns: what it points to, if it is .pointer */
	const char *call;		/* what is called: another word, for one that is as that */
	bool pointer;
	struct own_arg arg[MAX_ARGS];
	int nargs;
};

/* A line for the words of this name, or of the file of litmus/lib that has this name. */
struct stance {
	struct place at;
	const char *name;
	const char *by;			/* the file of runtime/kernel that calls it, or NULL */
	const char *why_not;		/* why it is not called by its name, or NULL */
};

/* ---- own.c, stance.c: a line about the kernel's own words; false for other lines ---- */
bool parse_own_fact(const struct line *l, struct words *words);
bool parse_stance(const struct line *l, struct words *words);
/* After the headers. */
void check_own(const struct words *words);
void check_stances(const char *root, const struct words *words);

/* The line that holds for @w; NULL for a kernel's own, and for what has no code in a kernel. */
const struct stance *word_stance(const struct words *words, const struct word_row *w);

#endif
