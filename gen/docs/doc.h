/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The reference pages: doc.c lays them out, words.c describes an operation from its formulas, and
 * families.c holds what only a person can say about a family.
 */
#ifndef LKMM_GEN_DOC_H
#define LKMM_GEN_DOC_H

#include "gen/gen.h"

/* ---- mdoc.c ---- */

/* @s as it is to be read: without what mdoc makes of backslashes, hyphens and quotes. */
char *mdoc_literal(const char *s);
/* Lines of text, wrapped, and of macros, left as they are. */
void mdoc_text(struct out *o, const char *s);
/* The same with a full stop at the end. */
void mdoc_sentence(struct out *o, const char *s);
/* Lines of code: none may begin like a macro, and blanks at the start of a line count. */
void mdoc_code(struct out *o, const char *code);

/* ---- doc_words.c ---- */

/*
 * A formula of @op as mdoc: *v is the value found, of plain objects v. A dash where there is none.
 */
char *op_formula(const struct op *op, const struct expr *e);
/* "Adds .Fa i to the object": lines for mdoc_sentence() */
char *op_in_words(const struct op *op);
/* "the new value": what @op returns, said of one operation or of @many. */
char *op_returned(const struct op *op, bool many);

/* ---- doc_text.c ---- */

/* Texts are mdoc(7), but for examples: those are C. */
struct doc_text {
	const char *family;
	const char *intro;		/* what the operations are for */
	const char *notes;		/* what to know besides, or NULL */
	const char *rust;		/* what to know in Rust, or NULL */
	const char *example;
};

extern const struct doc_text doc_texts[];	/* up to a NULL family */
extern const char doc_overview[];		/* of lkmm(7), before and after the list of
						 * families */
extern const char doc_overview_tail[];

#endif
