// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Reads the lines of defs/arch/NAME.def about features of CPUs:
 *
 *	feature NAME compile MACRO / CFG        a CPU feature that alternatives may need
 *	        assemble DIRECTIVE              the directive that enables it in the assembler
 */
#include "gen/gen.h"

#include <string.h>

void read_feature(const struct line *l, const struct line *more, struct arch *a)
{
	const char *compile = strstr(l->text, "compile "), *slash = strstr(l->text, " / ");
	struct feature *f = &a->feature[a->nfeatures];

	if (l->nfields < 6 || !compile || !slash || !more || more->nfields < 2 ||
	    !streq(more->field[0].text, "assemble")) {
		error_at(l->at, "expected 'feature NAME compile MACRO / CFG', and 'assemble "
				"DIRECTIVE' in the next line");
		return;
	}
	compile += strlen("compile ");
	compile += strspn(compile, " ");
	f->name = l->field[1].text;
	f->c_macro = xstrndup(compile, (size_t)(slash - compile));
	f->rust_cfg = xstrndup(slash + 3, strlen(slash + 3));
	f->directive = xstrndup(more->text + strlen("assemble "),
				strlen(more->text) - strlen("assemble "));
	a->nfeatures++;
}

const struct feature *find_feature(const struct arch *a, const char *name, size_t len)
{
	for (int i = 0; i < a->nfeatures; i++)
		if (strlen(a->feature[i].name) == len &&
		    strncmp(a->feature[i].name, name, len) == 0)
			return &a->feature[i];
	return NULL;
}
