// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Options as herdtools spell them: one dash, whole names, the value in the next word. */
#include "nearest.h"
#include "options.h"
#include "text.h"

#include <stdio.h>
#include <string.h>

static const char *name_of(const char *spelled)
{
	spelled += *spelled == '-';
	return spelled + (*spelled == '-');
}

const struct opt *options_find(const struct options *o, const char *spelled)
{
	for (size_t i = 0; i < o->n; i++)
		if (!strcmp(o->opt[i].name, name_of(spelled)))
			return &o->opt[i];
	return NULL;
}

static void put_unknown(const struct options *o, const char *spelled, struct text *wrong)
{
	const char *name = name_of(spelled);
	struct nearest n;

	nearest_open(&n, name, (int)strlen(name));
	for (size_t i = 0; i < o->n; i++)
		nearest_try(&n, o->opt[i].name);
	text_add(wrong, "unknown option '%s'", spelled);
	if (n.best[0])
		text_add(wrong, " (did you mean '%.*s%s'?)", (int)(name - spelled), spelled,
			 n.best);
}

bool options_give(const struct options *o, void *into, const char *spelled, const char *value,
		  struct text *wrong)
{
	const struct opt *opt = options_find(o, spelled);

	if (!opt) {
		put_unknown(o, spelled, wrong);
	} else if (opt->value && !value) {
		text_add(wrong, "option '%s' needs a value", spelled);
	} else if (!options_set(opt, into, value)) {
		text_add(wrong, "invalid value '%s' for %s (expected ", value, spelled);
		options_expects(wrong, opt);
		text_puts(wrong, ")");
	} else {
		return true;
	}
	return false;
}

bool options_take(const struct options *o, void *into, int argc, char **argv, int *i)
{
	const struct opt *opt = options_find(o, argv[*i]);
	const char *spelled = argv[*i], *value = NULL;
	struct text wrong = { 0 };

	if (opt && opt->value && *i + 1 < argc)
		value = argv[++*i];
	if (options_give(o, into, spelled, value, &wrong))
		return true;
	fprintf(stderr, "%s: %s\n", o->who, wrong.s ? wrong.s : "out of memory");
	text_free(&wrong);
	return false;
}
