// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What a test asks: locations, filter, and exists, ~exists or forall. */
#include "litmus.h"

#include <string.h>

static struct lkmm_cond *new_cond(struct litmus *l, enum lkmm_cond_kind kind, struct lkmm_cond *a,
				  struct lkmm_cond *b)
{
	struct lkmm_cond *c = litmus_alloc(l, sizeof(*c));

	count_part(l, l->x.tok.at);
	if (c) {
		c->kind = kind;
		c->a = a;
		c->b = b;
	}
	return c;
}

/* @invent: a register that the process does not have is one that stays 0. */
static struct lkmm_atom parse_register(struct litmus *l, bool invent)
{
	struct lexer *x = &l->x;
	struct lkmm_atom a = { (int)x->tok.number, -1, 0 };
	struct token t = x->tok;

	lex_next(x);
	lex_expect(x, ":");
	if (t.number < 0 || t.number >= l->test.nthreads) {
		lex_error(x, t.at, "there is no process P%lld", (long long)t.number);
		return a;
	}
	if (x->tok.kind == T_NAME && invent)
		a.index = add_register(l, &l->test.thread[a.thread], x->tok.text, x->tok.len, 0);
	else if (x->tok.kind == T_NAME)
		a.index = find_register(&l->test.thread[a.thread], x->tok.text, x->tok.len);
	if (a.index < 0)
		lex_error(x, x->tok.at, "'%.*s' is not a register of P%d",
			  x->tok.len > 80 ? 80 : x->tok.len, x->tok.text, a.thread);
	lex_next(x);
	return a;
}

static int parse_location(struct litmus *l)
{
	struct lexer *x = &l->x;
	int i = x->tok.kind == T_NAME ? find_location(l, x->tok.text, x->tok.len) : -1;

	if (i < 0 && x->tok.kind == T_NAME)
		lex_error(x, x->tok.at, "there is no variable '%.*s'",
			  x->tok.len > 80 ? 80 : x->tok.len, x->tok.text);
	else if (i < 0)
		lex_expected(x, "a variable");
	lex_next(x);
	return i;
}

/* 0:r1, x, [x], *x: something that has a final value. */
static struct lkmm_atom parse_variable(struct litmus *l, bool invent)
{
	struct lexer *x = &l->x;
	struct lkmm_atom a = { -1, -1, 0 };

	if (x->tok.kind == T_NUMBER)
		return parse_register(l, invent);
	if (lex_accept(x, "[")) {
		a.index = parse_location(l);
		lex_expect(x, "]");
	} else {
		lex_accept(x, "*");
		a.index = parse_location(l);
	}
	return a;
}

static bool is_register(const struct lexer *x)
{
	struct lexer ahead = *x;

	lex_next(&ahead);
	return x->tok.kind == T_NUMBER && tok_is(&ahead, ":");
}

/* The right side of "=": there, a name alone is an address. */
static struct lkmm_atom parse_operand(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct lkmm_atom a = { -2, 0, 0 };
	bool minus;

	if (is_register(x) || tok_is(x, "[") || tok_is(x, "*"))
		return parse_variable(l, false);
	minus = lex_accept(x, "-");
	lex_accept(x, "&");
	if ((tok_is(x, "true") || tok_is(x, "false")) && !minus) {
		a.value = tok_is(x, "true");
		lex_next(x);
		return a;
	}
	if (x->tok.kind == T_NAME && !minus) {
		a.value = lkmm_address(parse_location(l));
		return a;
	}
	if (x->tok.kind != T_NUMBER)
		lex_expected(x, "a number, an address, or a register as in 0:r1");
	a.value = minus ? (int64_t)-(uint64_t)x->tok.number : x->tok.number;
	lex_next(x);
	return a;
}

/* A negative number is compared with an unsigned int as C would: -1 is 0xffffffff. */
static void compare_as_unsigned(const struct litmus *l, struct lkmm_cond *c)
{
	const struct lkmm_atom *a = &c->left;
	int width;

	if (l->x.error[0])
		return;
	width = a->thread < 0 ? l->test.loc[a->index].width :
				l->test.thread[a->thread].reg[a->index].width;
	if (c->right.thread == -2 && c->right.value < 0 && width == -32)
		c->right.value = (uint32_t)c->right.value;
}

static struct lkmm_cond *parse_or(struct litmus *l);

static struct lkmm_cond *parse_not(struct litmus *l);

static struct lkmm_cond *parse_negated(struct litmus *l)
{
	struct lkmm_cond *c;

	if (too_deep(l))
		return NULL;
	l->depth++;
	c = parse_not(l);
	l->depth--;
	return new_cond(l, LKMM_NEITHER, c, NULL);
}

static struct lkmm_cond *parse_not(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct lkmm_cond *c;
	bool differ;

	if (lex_accept(x, "~") || lex_accept(x, "!") || lex_accept(x, "not"))
		return parse_negated(l);
	if (lex_accept(x, "true"))
		return new_cond(l, LKMM_TRUE, NULL, NULL);
	if (lex_accept(x, "(")) {
		c = parse_or(l);
		lex_expect(x, ")");
		return c;
	}
	c = new_cond(l, LKMM_SAME, NULL, NULL);
	if (!c)
		return NULL;
	if (x->tok.kind == T_END || (x->tok.kind == T_PUNCT && !tok_is(x, "[") && !tok_is(x, "*")))
		lex_expected(x, "a condition, as in 0:r1=1 or x=2");
	c->left = parse_variable(l, false);
	differ = tok_is(x, "!=");
	if (!lex_accept(x, "=") && !lex_accept(x, "==") && !lex_accept(x, "!="))
		lex_expected(x, "'=' or '!='");
	c->right = parse_operand(l);
	compare_as_unsigned(l, c);
	return differ ? new_cond(l, LKMM_NEITHER, c, NULL) : c;
}

/* Conditions to be joined: a tree for each digit of their number in base 2, so that the whole becomes
 * no deeper than it must. Trees are walked by recursion. */
struct joint {
	enum lkmm_cond_kind kind;
	struct lkmm_cond *tree[16];
	int ntrees;
	unsigned int n;
};

static void join_last(struct litmus *l, struct joint *j)
{
	struct lkmm_cond **last = &j->tree[--j->ntrees];

	last[-1] = new_cond(l, j->kind, last[-1], last[0]);
}

static void join(struct litmus *l, struct joint *j, struct lkmm_cond *c)
{
	j->tree[j->ntrees++] = c;
	for (unsigned int n = ++j->n; !(n & 1); n /= 2)
		join_last(l, j);
}

static struct lkmm_cond *joined(struct litmus *l, struct joint *j)
{
	while (j->ntrees > 1)
		join_last(l, j);
	return j->tree[0];
}

static struct lkmm_cond *parse_and(struct litmus *l)
{
	struct joint j = { .kind = LKMM_BOTH };

	do
		join(l, &j, parse_not(l));
	while (lex_accept(&l->x, "/\\") || lex_accept(&l->x, "&&"));
	return joined(l, &j);
}

static struct lkmm_cond *parse_or(struct litmus *l)
{
	struct joint j = { .kind = LKMM_EITHER };

	if (too_deep(l))
		return NULL;
	l->depth++;
	do
		join(l, &j, parse_and(l));
	while (lex_accept(&l->x, "\\/") || lex_accept(&l->x, "||"));
	l->depth--;
	return joined(l, &j);
}

/* ---- what a final state shows ---- */

static const char *atom_name(const struct litmus *l, const struct lkmm_atom *a)
{
	return a->thread < 0 ? l->test.loc[a->index].name
			     : l->test.thread[a->thread].reg[a->index].name;
}

/* Registers by process and name, then variables by name. */
static int compare(const struct litmus *l, const struct lkmm_atom *a, const struct lkmm_atom *b)
{
	if ((a->thread < 0) != (b->thread < 0))
		return a->thread < 0 ? 1 : -1;
	if (a->thread != b->thread)
		return a->thread - b->thread;
	return strcmp(atom_name(l, a), atom_name(l, b));
}

static void observe(struct litmus *l, const struct lkmm_atom *a)
{
	struct lkmm_test *t = &l->test;
	struct lkmm_atom *p = t->observed;
	int n = t->nobserved, i;

	if (a->thread == -2 || l->x.error[0])
		return;
	for (i = 0; i < n; i++)
		if (!compare(l, a, &p[i]))
			return;
	if (!(n & (n - 1))) {
		p = litmus_alloc(l, sizeof(*p) * (n ? 2 * (size_t)n : 1));
		if (!p)
			return;
		if (n)
			memcpy(p, t->observed, sizeof(*p) * (size_t)n);
		t->observed = p;
	}
	for (i = n; i > 0 && compare(l, a, &p[i - 1]) < 0; i--)
		p[i] = p[i - 1];
	p[i] = *a;
	t->nobserved++;
}

static void observe_cond(struct litmus *l, const struct lkmm_cond *c)
{
	if (!c)
		return;
	if (c->kind == LKMM_SAME) {
		observe(l, &c->left);
		observe(l, &c->right);
	}
	observe_cond(l, c->a);
	observe_cond(l, c->b);
}

static void parse_locations(struct litmus *l)
{
	struct lexer *x = &l->x;

	lex_expect(x, "[");
	while (!x->error[0] && !lex_accept(x, "]")) {
		struct lkmm_atom a;

		if (x->tok.kind == T_END)
			lex_expected(x, "']'");
		a = parse_variable(l, true);
		observe(l, &a);
		if (!tok_is(x, "]"))
			lex_expect(x, ";");
	}
}

static bool parse_quantifier(struct litmus *l)
{
	struct lexer *x = &l->x;

	if (lex_accept(x, "exists")) {
		l->test.quantifier = LKMM_EXISTS;
	} else if (lex_accept(x, "forall")) {
		l->test.quantifier = LKMM_FORALL;
	} else if (tok_is(x, "~")) {
		lex_next(x);
		lex_expect(x, "exists");
		l->test.quantifier = LKMM_NOT_EXISTS;
	} else {
		return false;
	}
	return true;
}

void parse_conditions(struct litmus *l)
{
	struct lexer *x = &l->x;

	l->depth = l->parts = 0;
	while (!x->error[0]) {
		if (lex_accept(x, "locations")) {
			parse_locations(l);
			lex_accept(x, ";");
		} else if (lex_accept(x, "filter")) {
			l->test.filter = parse_or(l);
		} else if (parse_quantifier(l)) {
			l->test.cond = parse_or(l);
			observe_cond(l, l->test.cond);
			lex_accept(x, ";");
			if (x->tok.kind != T_END)
				lex_expected(x, "the end of the condition");
			return;
		} else if (x->tok.kind == T_END) {
			/* A test without a question asks whether it always ends. */
			l->test.quantifier = LKMM_FORALL;
			l->test.cond = new_cond(l, LKMM_TRUE, NULL, NULL);
			return;
		} else {
			lex_expected(x, "'exists', '~exists', 'forall', 'filter' or 'locations'");
		}
	}
}
