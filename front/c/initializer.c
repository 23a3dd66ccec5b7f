// SPDX-License-Identifier: GPL-2.0 OR MIT
/* First values of local variables, which are assignments; compound literals. */
#include "aggregate.h"
#include "front/error.h"

#include <stdio.h>

/* An object that is given values, one by one. */
struct given_parts {
	struct lkmm_expr *whole;
	struct c_leaf *leaf;
	int n;
	bool *given;
	struct lkmm_expr *all;		/* the assignments so far */
	struct lkmm_place at;
};

static bool is_array(struct ctype t)
{
	return t.aggregate && !t.stars && t.aggregate->kind == C_ARRAY;
}

static void add(struct litmus *l, struct given_parts *g, struct lkmm_expr *e)
{
	g->all = c_in_order(l, g->all, e);
}

/* The word of the bit-field @p is 0, before the first of its fields is given a value. */
static void clear_word(struct litmus *l, struct given_parts *g, const struct c_part *p)
{
	int i = c_leaf_at(g->leaf, g->n, p->offset);
	struct c_part word = { .offset = p->offset };

	if (i == g->n || g->given[i])
		return;
	word.type = g->leaf[i].type;
	add(l, g, c_assign(l, c_part_of(l, g->whole, &word), new_number(l, 0, g->at), g->at));
	g->given[i] = true;
}

static void mark(struct given_parts *g, int offset, int size)
{
	for (int i = 0; i < g->n; i++)
		if (g->leaf[i].offset >= offset && g->leaf[i].offset < offset + size)
			g->given[i] = true;
}

/* char x[4] = "abc" */
static void give_string(struct litmus *l, struct given_parts *g, const struct c_part *p)
{
	const struct lkmm_aggregate *a = p->type.aggregate;
	struct lkmm_place at = l->x.tok.at;
	char text[C_MAX_ELEMENTS];
	int n = c_read_characters(l, a, text);

	for (int i = 0; i < a->n && !l->x.error[0]; i++) {
		const struct c_part of = { .type = a->of, .offset = p->offset + i };
		struct lkmm_expr *c = new_number(l, i < n ? (signed char)text[i] : 0, at);

		add(l, g, c_assign(l, c_part_of(l, g->whole, &of), c, at));
		mark(g, of.offset, 1);
	}
}

/* @arg: the parts that have been given a value */
static void give(struct litmus *l, void *arg, const struct c_part *p)
{
	struct given_parts *g = arg;
	struct lexer *x = &l->x;
	struct lkmm_expr *to = g->whole, *value;
	bool whole = p->type.aggregate && !p->type.stars, braces;
	struct lkmm_place at = x->tok.at;

	if (x->error[0] || too_deep(l))
		return;
	l->depth++;
	if (whole && tok_is(x, "{")) {
		c_parse_list(l, p, give, g);
		l->depth--;
		return;
	}
	if (whole && c_is_string(&x->tok)) {
		give_string(l, g, p);
		l->depth--;
		return;
	}
	if (is_array(p->type))
		lex_expected(x, "'{'");
	if (p->bits)
		clear_word(l, g, p);
	braces = !whole && lex_accept(x, "{");
	to = c_part_of(l, to, p);
	value = braces && tok_is(x, "}") ? new_number(l, 0, at) : parse_assignment(l);
	if (whole && value && !c_is_record(c_type_of(&value->type)))
		lex_error(x, at, "expected '{', or a struct of the same type");
	else if (!x->error[0])
		add(l, g, c_assign(l, to, value, at));
	if (braces)
		lex_expect(x, "}");
	mark(g, p->offset, p->bits ? 1 : c_sizeof(p->type));
	l->depth--;
}

/* Unnamed parts are 0. */
static void give_rest(struct litmus *l, struct given_parts *g)
{
	for (int i = 0; i < g->n && !l->x.error[0]; i++) {
		const struct c_part p = { .type = g->leaf[i].type, .offset = g->leaf[i].offset };

		if (!g->given[i])
			add(l, g, c_assign(l, c_part_of(l, g->whole, &p), new_number(l, 0, g->at),
					   g->at));
	}
}

struct lkmm_expr *c_parse_braces(struct litmus *l, struct lkmm_expr *whole, struct ctype t)
{
	struct given_parts g = { .whole = whole, .at = l->x.tok.at };
	const struct c_part all = { .type = t };

	if (!whole)
		return NULL;
	g.n = c_leaves(l, t, "", g.at, &g.leaf);
	g.given = litmus_alloc(l, (size_t)g.n + 1);
	if (!g.given)
		return NULL;
	give(l, &g, &all);
	give_rest(l, &g);
	return g.all;
}

/* (struct node){ .next = NULL }, whose "{" is the token: an object without a name. */
struct lkmm_expr *c_compound_literal(struct litmus *l, struct ctype t, struct lkmm_place at)
{
	struct lkmm_expr *whole = c_declare_local(l, lex_token(&l->x), "literal", t), *e;

	if (!whole || l->x.error[0])
		return NULL;
	e = c_in_order(l, c_parse_braces(l, whole, t), whole);
	if (e)
		e->at = at;
	return e;
}
