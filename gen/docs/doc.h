/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The reference pages: doc.c lays them out, words.c describes an operation from its formulas, and
 * families.c has the hand-written text about each family. structures.c lays out those of headers
 * that are written by hand, from their kernel-doc comments.
 */
#ifndef LKMM_GEN_DOC_H
#define LKMM_GEN_DOC_H

#include "gen/gen.h"

/* ---- mdoc.c ---- */

/* @s as literal text: escapes the backslashes, hyphens and quotes of mdoc. */
char *mdoc_literal(const char *s);
/* Lines of text, wrapped, and of macros, left as they are. */
void mdoc_text(struct out *o, const char *s);
/* The same with a full stop at the end. */
void mdoc_sentence(struct out *o, const char *s);
/* Lines of code: none may begin like a macro, and blanks at the start of a line count. */
void mdoc_code(struct out *o, const char *code);
/*
 * The text of a comment: paragraphs, with an empty line between two; those that begin with a tab
 * are code. "name()" and "@name" are marked.
 */
void mdoc_prose(struct out *o, const char *s);

/* ---- doc_words.c ---- */

/*
 * A formula of @op as mdoc: *v is the value found, of plain objects v. A dash where there is none.
 */
char *op_formula(const struct op *op, const struct expr *e);
/* "Adds .Fa i to the object": lines for mdoc_sentence() */
char *op_in_words(const struct op *op);
/* "the new value": the result of @op, or of @many operations. */
char *op_returned(const struct op *op, bool many);

/* ---- doc_text.c ---- */

/* Texts are mdoc(7), but for examples: those are C. */
struct doc_text {
	const char *family;
	const char *intro;		/* the purpose of the operations */
	const char *notes;		/* other facts, or NULL */
	const char *rust;		/* facts about Rust, or NULL */
	const char *example;
};

extern const struct doc_text doc_texts[];	/* up to a NULL family */
extern const char doc_overview[];		/* of lkmm(7), before and after the list of
						 * families */
extern const char doc_overview_tail[];

/* ---- structure_texts.c ---- */

/* A page about headers that are written by hand, whose comments say the rest. */
struct structure_text {
	const char *page;		/* without "lkmm_" */
	const char *title;
	const char *header[6];
	const char *notes;		/* mdoc: what no comment says, or NULL */
	const char *example;
	const char *symbols;		/* mdoc: what the library has of them; NULL: nothing */
	const char *see[6];		/* other pages, by their alphabet */
};

extern const struct structure_text structure_texts[];	/* up to a NULL page */

/* ---- local.c ---- */

/* The page of objects that one thread changes. */
void write_local_page(const struct table *t);

/* ---- structures.c ---- */

/* Adds the names of these pages to the links. */
void put_structure_links(struct out *o, const char *root);

#endif
