/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The places of the statements in a test's text, in C and in Rust. Only the front end knows their
 * meaning; to change a test it is enough to know where text can be inserted between two of them.
 */
#ifndef LKMM_OUTLINE_H
#define LKMM_OUTLINE_H

#include "front/lex.h"
#include "front/test.h"

/* Bytes of the text. */
struct span {
	size_t from, to;
};

/* The text between braces, or a single statement in place of a block. */
struct block {
	struct span in;			/* without the braces */
	size_t head_to;			/* the end of the text before it */
	bool braced, loop;
	struct statement *first;
	struct block *next;		/* of the same statement */
};

struct statement {
	struct span all;
	bool ended;			/* by ';' or a brace: another can follow */
	struct block *block;
	struct statement *next;
};

struct function {
	bool rust;
	struct block body;
	struct function *next;
};

/* The functions in the text of @l, which has been parsed without an error; NULL without memory. */
struct function *outline(const struct litmus_test *l);
/* A lexer at the byte @at of the text of @l. */
struct lexer lex_from(const struct litmus_test *l, size_t at);
size_t place_offset(const struct litmus_test *l, struct lkmm_place at);
struct lkmm_place offset_place(const struct litmus_test *l, size_t offset);
/* The function that the byte @at belongs to, or NULL. */
const struct function *function_at(const struct function *f, size_t at);

#endif
