/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A .cfg file of herd7: it names the files of a model. */
#ifndef LKMM_CAT_CONFIG_H
#define LKMM_CAT_CONFIG_H

#include "tree.h"

struct cat_file_name {
	const char *name;		/* NULL: none */
	struct cat_place at;
};

enum { MAX_VARIANTS = 16, MAX_SRCU_WORDS = 16 };

struct cat_config {
	struct cat_file_name bell, model, macros;
	const char *variant[MAX_VARIANTS + 1];	/* up to NULL */
	bool tags_on_both_halves;	/* variant lkmmv2: of an RMW; else see lkmm_cat_old_tags */
	bool srcu_without_memory;	/* of the macros: they make calls of __srcu{} */
	const char **srcu_word;		/* these macros, up to NULL */
};

bool lkmm_cat_is_config(const char *name);
/* False after a mistake. */
bool lkmm_cat_read_config(struct cat_reading *r, const char *name, struct cat_config *c);
/* Whether the file lock.cat is one whose meaning the engine has built in. */
bool lkmm_cat_knows_locks(struct cat_reading *r, struct cat_place at, const char *from,
			  const char *name);

#endif
