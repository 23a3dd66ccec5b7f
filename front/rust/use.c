// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Other names by use: use kernel::sync::Mutex as M. The paths of use are not read, as names are
 * found without them; a new name is one of the whole file.
 */
#include "item.h"

#include <string.h>

struct rust_use {
	struct token name, means;
	struct token of;		/* the module in front of it; len 0: none */
	struct rust_use *next;
};

enum { MAX_BRACES = 8 };

/* A name of a name of a name. */
enum { MAX_STEPS = 4 };

static bool same_token(const struct token *a, const struct token *b)
{
	return a->len == b->len && !memcmp(a->text, b->text, (size_t)a->len);
}

static const struct rust_use *find(const struct litmus *l, const struct token *name)
{
	const struct rust_use *u = l->rust_use;

	while (u && !same_token(&u->name, name))
		u = u->next;
	return u;
}

static void add(struct litmus *l, const struct token *name, const struct token *means)
{
	const struct rust_use *old = find(l, name);
	struct rust_use *u;

	if (old && !same_token(&old->means, means) && !old->of.len) {
		lex_error(&l->x, name->at, "'%.*s' is another name of '%.*s' already",
			  name->len > 40 ? 40 : name->len, name->text,
			  old->means.len > 40 ? 40 : old->means.len, old->means.text);
		return;
	}
	u = old && !old->of.len ? NULL : litmus_alloc(l, sizeof(*u));
	if (!u)
		return;
	*u = (struct rust_use){ .name = *name, .means = *means, .next = l->rust_use };
	l->rust_use = u;
}

/* use of::name; */
static void add_path(struct litmus *l, const struct token *name, const struct token *of)
{
	struct rust_use *u = of->len && !find(l, name) ? litmus_alloc(l, sizeof(*u)) : NULL;

	if (!u)
		return;
	*u = (struct rust_use){ *name, *name, *of, l->rust_use };
	l->rust_use = u;
}

void rust_list_use(struct litmus *l, struct lexer x)
{
	struct token before = x.tok, module[MAX_BRACES] = { { 0 } }, of = { 0 };
	int depth = 0;

	for (; x.tok.kind != T_END && !tok_is(&x, ";"); lex_next(&x)) {
		if (tok_is(&x, "as") && before.kind == T_NAME) {
			lex_next(&x);
			if (x.tok.kind == T_NAME && !tok_is(&x, "_"))
				add(l, &x.tok, &before);
		} else if (tok_is(&x, "::")) {
			of = before;
		} else if (tok_is(&x, "{") && depth + 1 < MAX_BRACES) {
			module[++depth] = of;
		} else if (tok_is(&x, "}") && depth) {
			depth--;
		} else if (tok_is(&x, ",")) {
			of = module[depth];
		} else if (x.tok.kind == T_NAME && !lex_next_is(&x, "::") &&
			   !lex_next_is(&x, "as")) {
			add_path(l, &x.tok, &of);
		}
		before = x.tok;
	}
}

const struct token *rust_used_of(const struct litmus *l, const struct token *name)
{
	const struct rust_use *u = find(l, name);

	return u && u->of.len ? &u->of : NULL;
}

struct token rust_renamed(const struct rust *r, struct token name)
{
	const struct rust_use *u;

	if (name.kind != T_NAME || (r->in && r->in->in_library))
		return name;
	for (int i = 0; i < MAX_STEPS && (u = find(r->l, &name)); i++) {
		struct lkmm_place at = name.at;

		name = u->means;
		name.at = at;
	}
	return name;
}
