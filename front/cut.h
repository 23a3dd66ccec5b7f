/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * How the text of a test is cut into tokens: scan.c reads one, cut.c knows where which language is,
 * attribute.c leaves out attributes, tokens.c keeps the others.
 */
#ifndef LKMM_FRONT_CUT_H
#define LKMM_FRONT_CUT_H

#include "lex.h"

/* The part that the text belongs to: first values and conditions are neither language. */
enum cut_mode { CUT_TEST, CUT_C, CUT_RUST };

struct preprocessor;

struct cutter {
	struct lkmm_arena *arena;
	struct preprocessor *pp;	/* NULL: there was no directive and no macro yet */
	struct litmus_test *test;	/* its errors, and the files that it may include */
	bool library;			/* the text is one of litmus/lib */
	bool included;			/* ... or a file that the test includes */
	const char *p, *end;
	struct lkmm_place at;
	enum cut_mode mode;
	bool between;			/* items, where "(*" starts a comment in C, too */
	bool rust;			/* in a test in Rust, words of both languages are Rust */
	bool no_memory;
	bool stop;			/* after a limit, or without memory */
	int braces, brackets;		/* that are open */
	struct token *token;
	int n, room;
	struct token *plain;		/* the text, macros not expanded; NULL: they are the same */
	int nplain, plain_room;
	const char *comment;		/* the error of a comment that does not end */
	struct lkmm_place comment_at;
};

/* ---- scan.c ---- */

/* Whether the text goes on with @text. */
bool cut_at(const struct cutter *c, const char *text);
void cut_advance(struct cutter *c, size_t n);
void cut_blanks(struct cutter *c);
/* The token at hand, after blanks; T_END where the text ends. */
struct token cut_token(struct cutter *c);

/* ---- cut.c ---- */

/* The next token of C or of the test, macros expanded. */
struct token cut_any(struct cutter *c);
/* The next token, which is not taken; a macro is one by its name. */
struct token cut_peek(const struct cutter *c);

/* ---- attribute.c ---- */

/* Whether @t, which has been read, is an attribute: it and its arguments have been passed over. */
bool cut_attribute(struct cutter *c, const struct token *t);
/* The next token behind attributes, of the text. */
struct token cut_ahead(struct cutter *ahead);

/* ---- tokens.c ---- */

/* Memory of the test; NULL ends the cutting. */
void *cut_alloc(struct cutter *c, size_t size);
/* Adds a token to the test. */
void cut_add(struct cutter *c, struct token t);
/* The same, to the tokens of the text, if they are kept. */
void cut_add_plain(struct cutter *c, const struct token *t);

/* The next token of the text, after blanks. */
struct token cut_text_token(struct cutter *c);
/* From here on the tokens differ from those of the text, of which @t, if any, is the last one. */
void cut_keep_plain(struct cutter *c, const struct token *t);
/* A copy of @text, which ends in a byte 0; NULL, and the reading stops, without memory. */
const char *cut_keep(struct cutter *c, const char *text, int len);

#endif
