/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The kernel-doc comments of a header that is written by hand. */
#ifndef LKMM_GEN_READ_KERNELDOC_H
#define LKMM_GEN_READ_KERNELDOC_H

#include "gen/gen.h"

enum { MAX_DOC_ARGS = 8 };

enum doc_of { DOC_FUNCTION, DOC_MACRO, DOC_TYPE };

/* What one comment describes. */
struct kerneldoc {
	struct place at;
	enum doc_of of;
	char *name;
	char *type;			/* what a function returns; of a type, as it is declared */
	char *arg[MAX_DOC_ARGS];	/* "int i"; of a macro, the name alone */
	int nargs;
	char *summary;
	struct argument param[MAX_DOC_ARGS];	/* of a type: its members */
	int nparams;
	char *text;			/* paragraphs, with an empty line between two */
	char *ordering, *returns;	/* or NULL */
};

struct doc_header {
	const char *name;		/* "lkmm/llist.h" */
	char *about;			/* the comment at its head: paragraphs */
	struct kerneldoc *doc;
	int ndocs;
	char **constant;		/* its macros without parameters, in upper case */
	int nconstants;
};

/* Reads include/NAME below @root. Comments that cannot be read are errors. */
struct doc_header *read_kerneldoc(const char *root, const char *name);

#endif
