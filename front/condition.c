// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The question of a test: locations, filter, and exists, ~exists or forall. */
#include "error.h"
#include "final.h"
#include "front/c/aggregate.h"
#include "object.h"
#include "part.h"
#include "rust/rust.h"
#include "unknown.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

struct lkmm_cond *new_cond(struct litmus *l, enum lkmm_cond_kind kind, struct lkmm_cond *a,
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

/* The right side of "=": there, a name alone is an address. */
static struct lkmm_atom parse_operand(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct lkmm_atom a = { .kind = LKMM_CONSTANT };
	bool minus;

	if (final_is_register(x) || tok_is(x, "[") || tok_is(x, "*"))
		return final_parse(l, NULL);
	minus = lex_accept(x, "-");
	lex_accept(x, "&");
	if ((tok_is(x, "true") || tok_is(x, "false") || tok_is(x, "NULL")) && !minus) {
		a.value = tok_is(x, "true");
		lex_next(x);
		return a;
	}
	if (x->tok.kind == T_NAME && find_location(l->test, x->tok.text, x->tok.len) < 0 &&
	    c_find_enumerator(l, &x->tok, &a.value)) {
		a.value = minus ? (int64_t)-(uint64_t)a.value : a.value;
		lex_next(x);
		return a;
	}
	if (x->tok.kind == T_NAME && find_location(l->test, x->tok.text, x->tok.len) < 0 &&
	    rust_parse_final_constant(l, &a.value)) {
		a.value = minus ? (int64_t)-(uint64_t)a.value : a.value;
		return a;
	}
	if (x->tok.kind == T_NAME && !minus) {
		struct c_part p;
		struct lkmm_place at = x->tok.at;
		int loc = c_parse_path(l, final_location(l), &p);

		if (p.bits)
			lex_error(x, at, "a bit-field has no address");
		a.value = loc < 0 ? 0 : lkmm_address(l->test, loc);
		/* x+4 is four bytes on from x, as a final state shows it. */
		if (lex_accept(x, "+")) {
			a.value += x->tok.number;
			if (x->tok.kind != T_NUMBER)
				lex_expected(x, "a number");
			lex_next(x);
		}
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
	struct lkmm_integer type = { .bits = a->part.bits, .is_unsigned = a->part.is_unsigned };

	if (l->x.error[0])
		return;
	if (!type.bits)
		type = final_integer(l, a);
	if (c->right.kind == LKMM_CONSTANT && c->right.value < 0 &&
	    lkmm_same_integer(type, LKMM_UNSIGNED(32)))
		c->right.value = (uint32_t)c->right.value;
}

void final_operand(struct litmus *l, struct lkmm_cond *c)
{
	c->right = parse_operand(l);
	compare_as_unsigned(l, c);
}

static struct lkmm_cond *parse_implies(struct litmus *l);

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

static bool is_relation(const struct token *t)
{
	return token_is(t, "=") || token_is(t, "==") || token_is(t, "!=") || token_is(t, "<>");
}

/* true = 1: a variable by that name. */
static bool is_compared(const struct lexer *x)
{
	return is_relation(x->next);
}

/* assertion: that of some process has failed. */
static struct lkmm_cond *parse_failed(struct litmus *l)
{
	struct lkmm_cond *any = NULL;
	struct lkmm_place at = l->x.tok.at;

	lex_next(&l->x);
	for (int i = 0; i < l->test->nthreads; i++) {
		int reg = failure_register(&l->test->thread[i]);
		struct lkmm_cond *c = reg >= 0 ? new_cond(l, LKMM_SAME, NULL, NULL) : NULL;

		if (!c)
			continue;
		c->left = (struct lkmm_atom){ .kind = LKMM_FINAL_REGISTER, .reg = { i, reg } };
		c->right = (struct lkmm_atom){ .kind = LKMM_CONSTANT, .value = 1 };
		any = any ? new_cond(l, LKMM_EITHER, any, c) : c;
	}
	if (!any && !l->nskipped)
		litmus_report(l, at, "the test has no assertion, as assert() or BUG_ON()");
	return any ? any : new_cond(l, LKMM_TRUE, NULL, NULL);
}

static struct lkmm_cond *parse_not(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct lkmm_cond *c;
	bool word = !is_compared(x), differ;

	if (lex_accept(x, "~") || lex_accept(x, "!") || (word && lex_accept(x, "not")))
		return parse_negated(l);
	if (word && lex_accept(x, "true"))
		return new_cond(l, LKMM_TRUE, NULL, NULL);
	if (word && lex_accept(x, "false"))
		return new_cond(l, LKMM_NEITHER, new_cond(l, LKMM_TRUE, NULL, NULL), NULL);
	if (word && tok_is(x, "assertion") &&
	    find_location(l->test, x->tok.text, x->tok.len) < 0)
		return parse_failed(l);
	if (lex_accept(x, "(")) {
		c = parse_implies(l);
		lex_expect(x, ")");
		return c;
	}
	if (final_is_variant(l))
		return final_parse_variant(l);
	c = new_cond(l, LKMM_SAME, NULL, NULL);
	if (!c)
		return NULL;
	if (x->tok.kind == T_END || (x->tok.kind == T_PUNCT && !tok_is(x, "[") && !tok_is(x, "*")))
		lex_expected(x, "a condition, as in 0:r1=1 or x=2");
	c->left = final_parse(l, NULL);
	differ = tok_is(x, "!=") || tok_is(x, "<>");
	if (is_relation(&x->tok))
		lex_next(x);
	else
		lex_expected(x, "'=' or '!='");
	final_operand(l, c);
	return differ ? new_cond(l, LKMM_NEITHER, c, NULL) : c;
}

/* Conditions to be joined: a tree for each binary digit of their number, which keeps the whole tree
 * flat. Trees are walked by recursion. */
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

	do
		join(l, &j, parse_and(l));
	while (lex_accept(&l->x, "\\/") || lex_accept(&l->x, "||"));
	return joined(l, &j);
}

/* a => b => c is a => (b => c), and a => b is ~a \/ b. */
static struct lkmm_cond *parse_implies(struct litmus *l)
{
	struct lkmm_cond *c;

	if (too_deep(l))
		return NULL;
	l->depth++;
	c = parse_or(l);
	if (lex_accept(&l->x, "=>"))
		c = new_cond(l, LKMM_EITHER, new_cond(l, LKMM_NEITHER, c, NULL), parse_implies(l));
	l->depth--;
	return c;
}

/* ---- observed values ---- */

static const char *atom_name(const struct litmus *l, const struct lkmm_atom *a)
{
	return a->kind == LKMM_FINAL_LOCATION ?
		       l->test->loc[a->loc].name :
		       l->test->thread[a->reg.thread].reg[a->reg.index].name;
}

static int compare_parts(const struct lkmm_part *a, const struct lkmm_part *b)
{
	if (a->shift != b->shift)
		return a->shift - b->shift;
	if (a->bits != b->bits)
		return a->bits - b->bits;
	return a->is_unsigned - b->is_unsigned;
}

/* Variables: registers by process and name, then others by name. */
static int compare_whole(const struct litmus *l, const struct lkmm_atom *a,
			 const struct lkmm_atom *b)
{
	bool location = a->kind == LKMM_FINAL_LOCATION;

	if (a->kind != b->kind)
		return location ? 1 : -1;
	if (!location && a->reg.thread != b->reg.thread)
		return a->reg.thread - b->reg.thread;
	if (location && l->test->loc[a->loc].object &&
	    l->test->loc[a->loc].object == l->test->loc[b->loc].object)
		return a->loc - b->loc;
	return strcmp(atom_name(l, a), atom_name(l, b));
}

static int compare(const struct litmus *l, const struct lkmm_atom *a, const struct lkmm_atom *b)
{
	int order = compare_whole(l, a, b);

	return order ? order : compare_parts(&a->part, &b->part);
}

static void observe(struct litmus *l, const struct lkmm_atom *a)
{
	struct lkmm_test *t = l->test;
	struct lkmm_atom *p = t->observed;
	int n = t->nobserved, i;

	if (a->kind == LKMM_CONSTANT || l->x.error[0])
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
	if (p[i].kind == LKMM_FINAL_LOCATION && !p[i].part.name)
		p[i].part.name = final_local_name(l, p[i].loc);
	t->nobserved++;
}

void observe_register(struct litmus *l, int thread, int reg)
{
	observe(l, &(struct lkmm_atom){ .kind = LKMM_FINAL_REGISTER, .reg = { thread, reg } });
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

/* The word @a, or each of its bit-fields. */
static void observe_word(struct litmus *l, const struct c_kept *k, struct lkmm_atom a,
			 const struct lkmm_part *field, int n)
{
	if (!n)
		observe(l, &a);
	for (int i = 0; i < n; i++) {
		struct lkmm_atom f = final_field(l, k, a, &field[i]);

		observe(l, &f);
	}
}

/* All parts of the variable @loc, or of a local one, that are meant by @w. */
static void observe_whole(struct litmus *l, int loc, const struct whole *w)
{
	const struct lkmm_location *p = l->test->loc;
	const struct c_kept *k = w->local;

	for (int i = 0; k && i < k->nleaves; i++) {
		const struct c_leaf *p = &k->leaf[i];

		if (p->offset >= w->offset && p->offset - w->offset < w->bytes)
			observe_word(l, k, final_leaf(l, k, i), p->field, p->nfields);
	}
	if (k)
		return;
	for (int i = 0; i < l->test->nlocs; i++)
		if (p[i].object == p[loc].object && p[i].offset >= w->offset &&
		    p[i].offset - w->offset < w->bytes) {
			observe_word(l, NULL, (struct lkmm_atom){ .kind = LKMM_FINAL_LOCATION,
					.loc = i }, p[i].field, p[i].nfields);
			if (p[i].offset == w->offset)
				l->test->loc[i].whole |= p[i].elements;
		}
}

static void parse_locations(struct litmus *l)
{
	struct lexer *x = &l->x;

	lex_expect(x, "[");
	while (!x->error[0] && !lex_accept(x, "]")) {
		struct whole w = { .bytes = 0 };
		struct lkmm_atom a;

		if (x->tok.kind == T_END)
			lex_expected(x, "']'");
		a = final_parse(l, &w);
		if (!w.bytes)
			observe(l, &a);
		else if (!x->error[0])
			observe_whole(l, a.loc, &w);
		if (!tok_is(x, "]"))
			lex_expect(x, ";");
	}
}

static bool parse_quantifier(struct litmus *l)
{
	struct lexer *x = &l->x;

	if (lex_accept(x, "exists")) {
		l->test->quantifier = LKMM_EXISTS;
	} else if (lex_accept(x, "forall")) {
		l->test->quantifier = LKMM_FORALL;
	} else if (tok_is(x, "~") || tok_is(x, "not")) {
		lex_next(x);
		lex_expect(x, "exists");
		l->test->quantifier = LKMM_NOT_EXISTS;
	} else {
		return false;
	}
	return true;
}

static bool part_starts(const struct token *t)
{
	return token_is(t, "exists") || token_is(t, "forall") || token_is(t, "filter") ||
	       token_is(t, "locations") || (token_is(t, "~") && token_is(t + 1, "exists"));
}

/* One part. False after the last. */
static bool parse_a_part(struct litmus *l)
{
	struct lexer *x = &l->x;

	if (lex_accept(x, "locations")) {
		parse_locations(l);
		lex_accept(x, ";");
		return true;
	}
	if (lex_accept(x, "filter")) {
		l->test->filter = parse_implies(l);
		return true;
	}
	if (parse_quantifier(l)) {
		l->test->cond = parse_implies(l);
		observe_cond(l, l->test->cond);
		lex_accept(x, ";");
		if (x->tok.kind != T_END)
			lex_expected(x, "the end of the condition");
	} else if (x->tok.kind == T_END && !x->error[0]) {
		/* A test without a question asks whether it always ends. */
		l->test->quantifier = LKMM_FORALL;
		l->test->cond = new_cond(l, LKMM_TRUE, NULL, NULL);
	} else {
		unknown_part(l);
	}
	return false;
}

void parse_conditions(struct litmus *l)
{
	bool more = true;

	l->depth = l->parts = 0;
	l->thread = NULL;
	while (more && !l->x.error[0]) {
		struct litmus_mark mark = litmus_mark(l);

		more = parse_a_part(l);
		more |= litmus_recover_at(l, &mark, part_starts) && l->x.tok.kind != T_END;
	}
}
