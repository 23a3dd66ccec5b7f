/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Words that a kernel has itself: own_words.c, which gen/ writes from defs/kernel.tbl. */
#ifndef LKMM_EMIT_OWN_H
#define LKMM_EMIT_OWN_H

#include <lkmm/check/program.h>

/* A number; a lock, or another object, in the test; an object beside it. */
enum own_is { OWN_VALUE, OWN_PLACE, OWN_LOCK, OWN_BESIDE };

struct own_arg {
	enum own_is is;
	const char *beside;		/* the short name of its type: "rwlock" */
	int bits;			/* of the object in the test; 0: unknown */
};

struct own_word {
	const char *name, *call;	/* .call: what is called */
	struct lkmm_integer returns;	/* bits 0: nothing */
	bool is_bool;
	struct own_arg arg[LKMM_MAX_ARGS];
	int nargs;
};

/* In the order of strcmp(). */
extern const struct own_word own_words[];
extern const int nr_own_words;

/* A type whose objects lie beside those of a test. */
struct own_type {
	const char *type, *name;	/* "rwlock_t", "rwlock" */
	bool has_value;			/* objects can have other first values than 0 */
};

extern const struct own_type own_types[];
extern const int nr_own_types;

#endif
