/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Changes of a test: edits of its text. To find the effect of a change, lkmm reads the changed text
 * and decides it, like a user who made the change; so a change consists of its text only.
 *
 *	outline.c	places of statements
 *	change.c	edits: composed, and described
 *	access.c	edits of one access
 *	gap.c		places between statements, and barriers that fit there
 *	trial.c		deciding a changed test
 *	fix.c		the changes that are enough; fix_report.c
 *	relax.c		the orderings that are not needed
 *	patch.c		changes as a patch
 */
#ifndef LKMM_CHANGE_H
#define LKMM_CHANGE_H

#include "base/json.h"
#include "front/plain.h"
#include "outline.h"
#include "base/text.h"

#include <lkmm/check/check.h>

/* The bytes from @at.from to @at.to become @text. */
struct edit {
	struct span at;
	const char *text;
};

/*
 * The orderings that a change gives, and all weaker ones: of two changes at one site, the stronger
 * one includes the bits of the other.
 */
enum {
	GIVES_MARK = 1,
	GIVES_READS = 2,		/* reads before against reads after */
	GIVES_WRITES = 4,
	GIVES_ACQUIRE = 8,
	GIVES_RELEASE = 16,
	GIVES_FULL = 32,
	GIVES_MB = 64,
	GIVES_BEFORE_RMW = 128,		/* a barrier's, in combination with something else */
	GIVES_AFTER_RMW = 256,
	GIVES_AFTER_LOCK = 512,
	GIVES_AFTER_UNLOCK_LOCK = 1024,
	GIVES_AFTER_SRCU = 2048,
	GIVES_AFTER_BRANCH = 4096
};

enum { CHANGE_MAX_EDITS = 6 };

struct change {
	int site;			/* of changes that exclude each other; not of barriers */
	unsigned int gives;
	unsigned int mostly;		/* and this, with exceptions */
	int cost;			/* the weaker, the less */
	bool barrier;			/* put between statements */
	struct edit edit[CHANGE_MAX_EDITS];
	int nedits;
	const char *file;		/* of a program; NULL: the test */
	int line, column;		/* .column 0: the line tells it */
	const char *from, *to;		/* the code before and after, from NULL: put there */
	const char *where;		/* "after line 6", for an added barrier */
};

/* The problems of a changed program. */
struct judged;

/*
 * A program, if changes are not of a litmus test: the files that the text is made of, and how to
 * decide it. The program has the accesses, with their places in the text.
 */
struct host {
	/* What names of the library begin with; barriers of Rust are in a module. */
	const char *c, *rust, *rust_barrier;
	const struct program_file *file;
	int nfiles;
	/* Compiles the program with @change[0..@n) made. False if that fails. */
	bool (*reads)(void *arg, const struct change *const *change, int n);
	/* The same, and decides it. */
	bool (*decide)(void *arg, const struct change *const *change, int n, struct judged *j);
	void *arg;
};

struct changes {
	const struct litmus_test *l;
	const struct host *host;	/* or NULL */
	struct function *function;
	struct change *change;
	int n, nsites;
	bool failed;			/* no memory */
};

/* All accesses of the functions, by where they stand, each once. */
struct place_access {
	size_t at;
	const struct lkmm_expr *e;
};

struct accesses {
	struct place_access *access;
	int n;
	/* calls of functions, with an access that each makes */
	struct place_access *call;
	int ncalls;
};

/* ---- spelling.c ---- */

/* What the library's names begin with in a program's C: nothing if it has the kernel's alone. */
const char *prefix_of_c(const struct litmus_test *l);

/* ---- change.c ---- */

bool changes_open(struct changes *c, const struct litmus_test *l, const struct host *host);
/* Whether some access stands in a macro or an included file, which no change is for. */
bool changes_leave_out(const struct litmus_test *l);
void list_accesses(struct changes *c, struct accesses *a);
/* A text that lives as long as the test. */
const char *keep_text(struct changes *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
const char *keep_span(struct changes *c, struct span s);
struct change *add_change(struct changes *c, int site, unsigned int gives, int cost);
void add_edit(struct changes *c, struct change *change, size_t from, size_t to, const char *text);
/* Prints the text of @s before and after @change to its from and to. */
void tell_change(struct changes *c, struct change *change, struct span s);
/* The text of the test with @change[0..@n) made. */
void change_text(struct text *out, const struct litmus_test *l, const struct change *const *change,
		 int n);
/* The text of @s with them made. */
void span_text(struct text *out, const struct litmus_test *l, struct span s,
	       const struct change *const *change, int n);
/* Where @change is: at the byte @at. */
void set_line(struct changes *c, struct change *change, size_t at);
/* @name of the library, as it is called in @c, in C or in Rust. */
const char *library_name(struct changes *c, bool rust, const char *name);
/* "line 15: WRITE_ONCE(*x, 1) -> smp_store_release(x, 1)" */
void put_change(struct text *out, const struct change *change);
json_t *json_change(const struct change *change);
/* Drops changes that cannot be read: a row may need another type of object; and those that make an
 * operation that @model does not know. Of a program, it is NULL. */
void drop_useless(struct changes *c, const struct lkmm_model *model,
		  const struct lkmm_options *options);
/* @a never orders more than @b; @a is to be preferred where both are enough. */
bool change_is_weaker(const struct change *a, const struct change *b);
bool change_is_better(const struct change *a, const struct change *b);

/* ---- access.c, gap.c ---- */

/* Adds all by which an access or barrier could be stronger, or weaker. */
void stronger_accesses(struct changes *c, const struct accesses *a);
void weaker_accesses(struct changes *c, const struct accesses *a);
/* Adds the barriers that can be put between statements. */
void add_barriers(struct changes *c, const struct accesses *a);
/* Adds by which the barriers that there are could be stronger, or weaker. */
void stronger_barriers(struct changes *c, const struct accesses *a);
void weaker_barriers(struct changes *c, const struct accesses *a);

/* ---- trial.c ---- */

/* The goal of changing a test. */
struct goal {
	bool outcome;			/* the condition must not hold, of forall: must always */
	bool race;			/* there must be no data race */
	bool use;			/* nothing must be used after it was freed */
	unsigned int flags;		/* that there were: no others may come */
};

struct judged {
	struct goal wrong;
	bool none_ends, undecided;
	char fault[160];		/* the first, in words */
};

struct trials {
	const struct litmus_test *l;
	const struct host *host;	/* or NULL */
	const struct lkmm_model *model;	/* that decides; of a program, its host does */
	struct judged judged;		/* of the last trial of a program */
	const struct lkmm_options *options;
	struct goal goal;
	int decided, limit;
	bool undecided;			/* a loop was cut in one: that is not enough */
	bool none_ends;			/* the last test forbids too much: no execution ended */
	enum lkmm_status status;	/* the reason for its end, or LKMM_OK */
	/* Sees each answer, which has the final states if @states. */
	void (*look)(void *arg, const struct litmus_test *l, const struct lkmm_answer *a);
	void *look_arg;
	bool states;
};

/* Whether the test with @change[0..@n) reaches @t->goal; if @t->none_ends, by allowing nothing. */
bool trial(struct trials *t, const struct change *const *change, int n);
bool trials_ended(const struct trials *t);

/* ---- fix.c, relax.c, patch.c ---- */

enum { FIX_SIZE = 6, FIX_SHOWN = 10, FIX_TRIALS = 3000, REMEDY_TRIALS = 300, RELAX_TRIALS = 10000 };

struct fix {
	const struct change *change[FIX_SIZE];
	int n;
};

struct fixes {
	const struct host *host;	/* or NULL */
	const struct lkmm_model *model;	/* as in struct trials; the rest is the result */
	struct changes changes;
	struct goal asked, goal;	/* the problems to fix, and those that can be fixed */
	struct fix fix[FIX_SHOWN];
	int n;
	bool undecided;			/* some changed tests are undecided */
	bool possible;			/* all changes together are enough */
	bool more;			/* there are more of the same size, or may be */
	int decided;			/* tests */
	enum lkmm_status status;	/* the reason for the end of the search, or LKMM_OK */
};

/* The problems of the answer @a. */
struct goal what_is_wrong(const struct litmus_test *l, const struct lkmm_answer *a);
/* Looks for at most @limit ways to reach the goal @asked, the smallest and weakest first, with at
 * most @trials decisions. @f is empty, apart from its host and its model. */
void find_fixes(struct fixes *f, const struct litmus_test *l, struct goal asked, int limit,
		int trials, const struct lkmm_options *options);
/* @none: the test has no execution that counts. */
void report_fixes(struct text *out, const struct fixes *f, bool none);
json_t *json_fixes(const struct fixes *f, const char *file);

/* The @n changes as a unified patch of @file; as a string of JSON, or NULL without memory. */
void put_patch(struct text *out, const struct litmus_test *l, const char *file,
	       const struct change *const *change, int n);
json_t *json_patch(const struct litmus_test *l, const struct host *host, const char *file,
		   const struct change *const *change, int n);

/* Whether some of them are in @f. */
bool changes_file(const struct program_file *f, const struct change *const *change, int n);
/* The same, of all files of the program @host. */
void put_patches(struct text *out, const struct litmus_test *l, const struct host *host,
		 const struct change *const *change, int n);

/* Reports everything that is stronger than needed in a program without faults, with at most @trials
 * decisions. */
enum lkmm_status report_relax_program(struct text *out, json_t **json, const struct litmus_test *l,
				      const struct host *host, struct goal now, int trials,
				      const struct lkmm_options *options);
/* Reports everything that is stronger than needed, as text or as JSON. */
enum lkmm_status report_relax(struct text *out, json_t **json, const struct litmus_test *l,
			      const char *file, const struct lkmm_answer *a,
			      const struct lkmm_model *model, const struct lkmm_options *options);

#endif
