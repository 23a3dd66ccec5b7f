// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The question of a test: locations, filter, and exists, ~exists or forall. */
#include "error.h"
#include "front/c/aggregate.h"
#include "object.h"
#include "part.h"
#include "unknown.h"

#include <limits.h>
#include <stdio.h>
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

/* The path that names the variable of @a has been read from @start on; it is @p. */
static void set_part(struct litmus *l, struct lkmm_atom *a, const struct c_part *p,
		     const struct token *start)
{
	const struct token *end = lex_token(&l->x);
	char text[120];
	int len = 0;

	if (!p->bits || p->bits == p->unit_bits || l->x.error[0])
		return;
	for (; start < end && len < 70; start++)
		len += snprintf(text + len, sizeof(text) - (size_t)len, "%.*s",
				start->len > 40 ? 40 : start->len, start->text);
	a->part.bits = p->bits;
	a->part.shift = p->shift;
	a->part.is_unsigned = p->type.integer.is_unsigned;
	a->part.name = litmus_text(l, text, len);
}

/* r1, n.next or a[1], behind the colon: a register, or a local variable in memory. */
static bool find_local(struct litmus *l, struct lkmm_atom *a)
{
	struct lexer *x = &l->x, ahead = *x;
	const struct lkmm_thread *thread = &l->test->thread[a->reg.thread];
	struct token name = x->tok;
	const struct token *start;
	struct c_part p;
	char text[100];
	int len = snprintf(text, sizeof(text), "%.*s", name.len > 60 ? 60 : name.len, name.text);
	int loc;

	lex_next(&ahead);
	while (c_path_follows(&ahead) && len < 80 && !ahead.error[0]) {
		bool element = tok_is(&ahead, "[");

		lex_next(&ahead);
		len += snprintf(text + len, sizeof(text) - (size_t)len,
				element ? "[%.*s]" : ".%.*s", ahead.tok.len > 40 ? 40 :
				ahead.tok.len, ahead.tok.text);
		lex_next(&ahead);
		if (element)
			lex_next(&ahead);
	}
	a->reg.index = len < (int)sizeof(text) ? find_register(thread, text, len) : -1;
	if (a->reg.index >= 0) {
		*x = ahead;
		return true;
	}
	loc = c_kept_local(l, a->reg.thread, &name);
	if (loc < 0)
		return false;
	start = lex_token(x);
	lex_next(x);
	*a = (struct lkmm_atom){ .kind = LKMM_FINAL_LOCATION };
	a->loc = c_parse_path(l, loc, &p);
	set_part(l, a, &p, start);
	return true;
}

/* @invent: a register that the process does not have becomes one that stays 0. */
static struct lkmm_atom parse_register(struct litmus *l, bool invent)
{
	struct lexer *x = &l->x;
	struct lkmm_atom a = { .kind = LKMM_FINAL_REGISTER, .reg = { 0, -1 } };
	struct lkmm_thread *thread;
	struct token t = x->tok;
	int64_t n = t.number;

	process_number(&x->tok, &n);
	lex_next(x);
	lex_expect(x, ":");
	if (n < 0 || n >= l->test->nthreads) {
		if (!l->nskipped)
			litmus_report(l, t.at, "there is no process P%lld", (long long)n);
		if (!thread_number(l, n < 0 || n > 255 ? 0 : n))
			return a;
		n = n < 0 || n > 255 ? 0 : n;
	}
	a.reg.thread = (int)n;
	thread = &l->test->thread[n];
	if (x->tok.kind != T_NAME) {
		lex_expected(x, "the name of a register");
		return a;
	}
	if (find_local(l, &a))
		return a;
	if (!invent)
		unknown_register(l, thread, a.reg.thread, &x->tok);
	a.reg.index = add_register(l, thread, x->tok.text, x->tok.len, LKMM_SIGNED(0));
	lex_next(x);
	return a;
}

static int parse_location(struct litmus *l)
{
	struct lexer *x = &l->x;
	int i;

	if (x->tok.kind != T_NAME) {
		lex_expected(x, "a variable");
		return -1;
	}
	i = find_location(l->test, x->tok.text, x->tok.len);
	if (i < 0) {
		unknown_variable(l, &x->tok);
		i = add_location(l, x->tok.text, x->tok.len);
	}
	lex_next(x);
	if (tok_is(x, "->"))
		lex_error(x, x->tok.at, "expected the variable that it points to, as in n.next");
	return i;
}

/* 0:r1 or P0:r1 */
static bool is_register(const struct lexer *x)
{
	int64_t n;

	return (x->tok.kind == T_NUMBER || process_number(&x->tok, &n)) && lex_next_is(x, ":");
}

/* Whether @loc is meant as a whole: an array or a struct, of the type @t. */
static bool is_whole(const struct litmus *l, int loc, const struct ctype *t, bool path)
{
	return loc >= 0 && ((t->aggregate && !t->stars) || (!path && has_parts(l->test, loc)));
}

/*
 * 0:r1, x, [x], *x, x[1], n.next: something that has a final value. @bytes is not NULL in a list of
 * observed values, which may name a new register, or a whole array or struct: then *@bytes is its
 * size.
 */
static struct lkmm_atom parse_variable(struct litmus *l, int *bytes)
{
	struct lexer *x = &l->x;
	struct lkmm_place at = x->tok.at;
	struct lkmm_atom a = { .kind = LKMM_FINAL_LOCATION, .loc = -1 };
	bool brackets, first = false, path;
	const struct token *start;
	struct c_part p;

	if (is_register(x))
		return parse_register(l, bytes);
	brackets = lex_accept(x, "[");
	if (!brackets)
		first = lex_accept(x, "*");
	start = lex_token(x);
	a.loc = parse_location(l);
	path = c_path_follows(x);
	a.loc = c_parse_path(l, a.loc, &p);
	set_part(l, &a, &p, start);
	if (brackets)
		lex_expect(x, "]");
	if (x->error[0] || first || (brackets && !c_is_record(p.type)) ||
	    !is_whole(l, a.loc, &p.type, path))
		return a;
	if (bytes)
		*bytes = p.type.aggregate ? c_sizeof(p.type) : INT_MAX;
	else
		lex_error(x, at, "expected %s, as in %s",
			  l->test->loc[a.loc].elements ? "an element of the array" : "a part of it",
			  l->test->loc[a.loc].name);
	return a;
}

/* The right side of "=": there, a name alone is an address. */
static struct lkmm_atom parse_operand(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct lkmm_atom a = { .kind = LKMM_CONSTANT };
	bool minus;

	if (is_register(x) || tok_is(x, "[") || tok_is(x, "*"))
		return parse_variable(l, NULL);
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
	if (x->tok.kind == T_NAME && !minus) {
		struct c_part p;
		struct lkmm_place at = x->tok.at;
		int loc = c_parse_path(l, parse_location(l), &p);

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
	struct lkmm_integer type;

	if (l->x.error[0] || a->part.bits)
		return;
	type = a->kind == LKMM_FINAL_LOCATION ?
		       l->test->loc[a->loc].integer :
		       l->test->thread[a->reg.thread].reg[a->reg.index].integer;
	if (c->right.kind == LKMM_CONSTANT && c->right.value < 0 &&
	    lkmm_same_integer(type, LKMM_UNSIGNED(32)))
		c->right.value = (uint32_t)c->right.value;
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
	c = new_cond(l, LKMM_SAME, NULL, NULL);
	if (!c)
		return NULL;
	if (x->tok.kind == T_END || (x->tok.kind == T_PUNCT && !tok_is(x, "[") && !tok_is(x, "*")))
		lex_expected(x, "a condition, as in 0:r1=1 or x=2");
	c->left = parse_variable(l, NULL);
	differ = tok_is(x, "!=") || tok_is(x, "<>");
	if (is_relation(&x->tok))
		lex_next(x);
	else
		lex_expected(x, "'=' or '!='");
	c->right = parse_operand(l);
	compare_as_unsigned(l, c);
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

/* Registers by process and name, then variables by name. */
static int compare(const struct litmus *l, const struct lkmm_atom *a, const struct lkmm_atom *b)
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
	p[i].part.bits = 0;
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

/* All members of the object at @loc that are in the first @bytes from there. */
static void observe_whole(struct litmus *l, int loc, int bytes)
{
	const struct lkmm_location *p = l->test->loc;
	int offset = p[loc].offset;

	for (int i = 0; i < l->test->nlocs; i++)
		if (p[i].object == p[loc].object && p[i].offset >= offset &&
		    p[i].offset - offset < bytes)
			observe(l, &(struct lkmm_atom){ .kind = LKMM_FINAL_LOCATION, .loc = i });
	l->test->loc[loc].whole |= p[loc].elements;
}

static void parse_locations(struct litmus *l)
{
	struct lexer *x = &l->x;

	lex_expect(x, "[");
	while (!x->error[0] && !lex_accept(x, "]")) {
		struct lkmm_atom a;
		int bytes = 0;

		if (x->tok.kind == T_END)
			lex_expected(x, "']'");
		a = parse_variable(l, &bytes);
		observe(l, &a);
		if (bytes && !x->error[0])
			observe_whole(l, a.loc, bytes);
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
