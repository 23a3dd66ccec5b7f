// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Reads the lines of defs/arch/NAME.def about features of CPUs:
 *
 *	feature NAME compile MACRO / CFG        a CPU feature that alternatives may need: compilers
 *						may use it where these hold
 *	        assemble DIRECTIVE              where they do not, the program asks the CPU, and
 *						this directive enables it in the assembler. Without
 *						this line no program asks
 */
#include "gen/gen.h"

#include <string.h>

void read_feature(const struct line *l, const struct line *more, struct arch *a)
{
	const char *compile = strstr(l->text, "compile "), *slash = strstr(l->text, " / ");
	struct feature *f = &a->feature[a->nfeatures];

	if (l->nfields < 6 || !compile || !slash ||
	    (more && (more->nfields < 2 || !streq(more->field[0].text, "assemble")))) {
		error_at(l->at, "expected 'feature NAME compile MACRO / CFG', and in the next line "
				"nothing or 'assemble DIRECTIVE'");
		return;
	}
	compile += strlen("compile ");
	compile += strspn(compile, " ");
	*f = (struct feature){
		.name = l->field[1].text,
		.c_macro = xstrndup(compile, (size_t)(slash - compile)),
		.rust_cfg = xstrndup(slash + 3, strlen(slash + 3)),
		.directive = more ? xprintf("%s", more->text + strlen("assemble ")) : NULL,
	};
	a->nfeatures++;
}

static const struct feature *find_one(const struct arch *a, const char *name, size_t len)
{
	for (int i = 0; i < a->nfeatures; i++)
		if (strlen(a->feature[i].name) == len &&
		    strncmp(a->feature[i].name, name, len) == 0)
			return &a->feature[i];
	return NULL;
}

const struct feature *find_feature(struct arch *a, const char *name, size_t len)
{
	const struct feature *f = find_one(a, name, len), *g;
	const char *plus = memchr(name, '+', len);
	size_t first = plus ? (size_t)(plus - name) : 0;

	if (f || !plus)
		return f;
	f = find_one(a, name, first);
	g = find_feature(a, plus + 1, len - first - 1);
	if (!f || !g || f->directive || g->directive)
		return NULL;
	a->feature[a->nfeatures] = (struct feature){
		.name = xstrndup(name, len),
		.c_macro = xprintf("%s && %s", f->c_macro, g->c_macro),
		.rust_cfg = xprintf("all(%s, %s)", f->rust_cfg, g->rust_cfg),
	};
	return &a->feature[a->nfeatures++];
}

const struct feature *only_with(const struct sequence *s)
{
	const struct feature *f = s && s->prim == P_CMPXCHG2 && s->nalts == 1 ? s->alt[0].feature :
				  NULL;

	return f && !f->directive ? f : NULL;
}
