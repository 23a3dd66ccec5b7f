/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Unknown names, and unsupported parts of C. */
#ifndef LKMM_FRONT_UNKNOWN_H
#define LKMM_FRONT_UNKNOWN_H

#include "build.h"

/* "use spin_lock()", or the reason why it does not exist; NULL: @name is not in kernel.tbl. */
const char *remedy(const char *name, bool is_type, char *text, size_t size);
/* The error for an unknown name, with the nearest known one. */
void unknown_function(struct litmus *l, const struct token *name);
void unknown_name(struct litmus *l, const struct token *name);
void unknown_register(struct litmus *l, const struct lkmm_thread *t, int thread,
		      const struct token *name);
void unknown_variable(struct litmus *l, const struct token *name);
/* The token is not exists, forall, and so on. */
void unknown_part(struct litmus *l);
/* @word: "struct" or the like, or "" */
void unknown_type(struct litmus *l, const char *word, const struct token *name);
/* Parts of C that no test can have: "structs are not supported yet: ...", or NULL. */
const char *not_read(const struct token *t);

#endif
