/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Tests that are open in the editor. */
#ifndef LKMM_LSP_DOCUMENT_H
#define LKMM_LSP_DOCUMENT_H

#include "tool/check/check.h"

#include <jansson.h>

struct document {
	char *uri, *path;		/* path: NULL if it is in no file */
	char *text;
	json_int_t version;
	bool changed;			/* since the answer */
	json_t *answer;			/* the object that lkmm check --json prints, or NULL */
	struct document *next;
};

struct documents {
	struct document *first;
};

/* The document @uri, or NULL. */
struct document *document_find(struct documents *all, const char *uri);
/* Gives it a text; a new one is opened. */
struct document *document_set(struct documents *all, const char *uri, const char *text,
			      json_int_t version);
void document_close(struct documents *all, struct document *d);
void documents_free(struct documents *all);

/* ---- answer.c: what lkmm check tells about it ---- */

/* The options that every question has. */
void answer_open(double timeout);
void answer_close(void);
/* Decides it. Return: the findings, an array. */
json_t *answer_decide(struct document *d);
/* What lkmm check --why prints. To be freed. */
char *answer_why(const struct document *d);
/* The list of changes that lkmm check --json --fix prints, or NULL. */
json_t *answer_fixes(const struct document *d);

/* ---- range.c: lines and columns, as the protocol counts them ---- */

/* Where the condition of the test begins: its line, from 0; -1: it has none. */
int line_of_condition(const struct document *d);
/* From @column of line @line, both from 1, to the end of the word there; as ranges count. */
json_t *range_of_word(const struct document *d, int line, int column);
/* The whole of line @line, from 0. */
json_t *range_of_line(const struct document *d, int line);
/* The patch of one file as edits of its lines. */
json_t *edits_of_patch(const char *patch);

#endif
