/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The preprocessor of C. cut.c asks it for the next token wherever the text is C and the token may
 * be a directive or the name of a macro:
 *
 *	directive.c	lines that start with "#", and those that #if leaves out
 *	include.c	files that the test includes
 *	define.c	macros
 *	word_macro.c	... that are words of the kernel
 *	expand.c	... and what they become
 *	if.c		the expression of #if
 */
#ifndef LKMM_FRONT_PREPROCESS_H
#define LKMM_FRONT_PREPROCESS_H

#include "cut.h"

enum { MACRO_BUCKETS = 64 };

/* Tokens in the arena. */
struct token_list {
	struct token *t;
	int n, room;
};

enum macro_kind { MACRO_OBJECT, MACRO_FUNCTION, MACRO_LINE, MACRO_FILE, MACRO_COUNTER };

struct macro {
	struct macro *next;		/* of the same bucket */
	const char *name;
	int len;
	enum macro_kind kind;
	bool variadic;			/* the last parameter takes all other arguments */
	bool library;			/* of litmus/lib, or built in: not the test's own */
	bool undefined;			/* by #undef */
	bool disabled;			/* its expansion is being read */
	int nparams;
	struct token_list body;		/* a parameter has its number, from 1, in .number */
	struct lkmm_place at;
};

/* Tokens that are read before the text: of a macro, or of an argument. */
struct macro_context {
	struct macro_context *outer;
	const struct token *t, *end;
	struct macro *macro;
	bool wall;			/* an argument: nothing behind it belongs to it */
};

/* An #if that has not ended. */
struct conditional {
	struct conditional *outer;
	struct lkmm_place at;
	const struct included *file;	/* it stands in */
	bool taken, has_else;
};

/* A file that is read, and where the one that includes it goes on. */
struct included {
	struct included *outer;
	const char *path;
	const char *p, *end;
	struct lkmm_place at, from;
};

/* A file that says #pragma once. */
struct once {
	struct once *next;
	const char *path;
};

struct preprocessor {
	struct macro *bucket[MACRO_BUCKETS];
	struct macro_context *context;
	struct conditional *conditional;
	struct included *file;		/* that is read; NULL: the test itself */
	struct once *once;
	bool blank;			/* before a macro that has become nothing */
	int depth;			/* of calls in arguments */
	int ntokens;			/* made by macros so far */
	int nfiles;			/* read so far */
	int counter;			/* of __COUNTER__ */
};

/* The state, which is made where the first directive is; or NULL, and the reading stops. */
struct preprocessor *preprocessor(struct cutter *c);
/* An error of the preprocessor: after these the test is not read. */
void pp_error(struct cutter *c, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void pp_warn(struct cutter *c, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
bool pp_push(struct cutter *c, struct token_list *list, struct token t);

/* ---- directive.c ---- */

/* Whether the "#" @t, at hand in the text, starts a directive. */
bool pp_is_directive(const struct cutter *c, const struct token *t);
/* The directive whose "#" has been read. */
void pp_directive(struct cutter *c, struct lkmm_place at);
/* The next token of the line; false at its end. Lines that end in a backslash go on. */
bool pp_line_token(struct cutter *c, struct token *t);
/* Passes over blanks and directives, and behind files that have been read. */
void pp_pass(struct cutter *c);

/* ---- include.c ---- */

void pp_include(struct cutter *c, struct lkmm_place at);
void pp_once(struct cutter *c);
/* Goes back to the file that includes this one. */
void pp_end_file(struct cutter *c);

/* ---- define.c ---- */

/* The macro of this name, or NULL. */
struct macro *pp_find_macro(struct cutter *c, const struct token *name);
/* The same, as defined() and #ifdef see it: the words of the kernel are, too. */
bool pp_is_defined(struct cutter *c, const struct token *name);
void pp_define(struct cutter *c);
/* Adds a copy of @m; an error if the test has another one. */
void pp_add_macro(struct cutter *c, const struct macro *m);
/* From here on @name is no macro. */
void pp_forget_macro(struct cutter *c, const struct token *name);
/* __LINE__ and the like */
void pp_built_in(struct cutter *c);
void pp_undef(struct cutter *c);

/* ---- word_macro.c ---- */

/* Whether @name is a word of the kernel that is a macro. */
bool pp_is_word(const struct token *name);
/* Defines it, if it is. */
void pp_define_word(struct cutter *c, const struct token *name);

/* ---- expand.c ---- */

/* The next token of C, macros expanded. */
struct token pp_next(struct cutter *c);
/* The same, where @t has been read from the text. */
struct token pp_take(struct cutter *c, struct token t);
/* The tokens of @list, all macros in it expanded. */
struct token_list pp_expand(struct cutter *c, const struct token_list *list);

/* ---- if.c ---- */

/* The value of the expression that is the rest of the line. */
bool pp_condition(struct cutter *c, struct lkmm_place at);

#endif
