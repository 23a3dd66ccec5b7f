/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Names that are not known, and what a test cannot have. */
#ifndef LKMM_FRONT_UNKNOWN_H
#define LKMM_FRONT_UNKNOWN_H

#include "build.h"

/* The error for a name that is not known, with the nearest one that is. */
void unknown_function(struct litmus *l, const struct token *name);
void unknown_name(struct litmus *l, const struct token *name);
void unknown_register(struct litmus *l, const struct lkmm_thread *t, int thread,
		      const struct token *name);
void unknown_variable(struct litmus *l, const struct token *name);
/* The token is none of exists, forall, and so on. */
void unknown_part(struct litmus *l);
/* @word: "struct" or the like, or "" */
void unknown_type(struct litmus *l, const char *word, const struct token *name);
/* What C has and no test can have: "structs are not supported yet: ...", or NULL. */
const char *not_read(const struct token *t);

#endif
