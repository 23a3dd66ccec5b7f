/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* lkmm completion: for each shell a script, written from the tables of options. */
#ifndef LKMM_COMPLETION_H
#define LKMM_COMPLETION_H

#include "base/options.h"
#include "base/text.h"

void completion_bash(struct text *out);
void completion_zsh(struct text *out);
void completion_fish(struct text *out);

/* All options of a command, those of every command last. Calls @each for each. */
void completion_each(const struct options *o, struct text *out,
		     void (*each)(struct text *out, const struct options *o,
				  const struct opt *opt));
/* Between single quotes of a shell; a backslash before each character of @special. */
void completion_quote(struct text *out, const char *s, const char *special);
/* With blanks between them. */
void completion_put_words(struct text *out, const char *const *words);

#endif
