// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Pointers to functions: fn(u32) -> u32, as tables of operations have them. Such a pointer is a
 * number that says which function of the test it is. A call through one that is not known while
 * the test is read is a choice between all functions that can be meant.
 */
#include "item.h"

#include <string.h>

struct rust_callee {
	const struct rust_type *f;	/* of the function or closure; NULL: a call of a @type */
	const struct rust_type *type;	/* of the pointer */
	int number;
	struct rust_callee *next;
};

enum { MAX_CALLEES = 64 };

const struct rust_type *parse_rust_fn_type(struct rust *r)
{
	struct rust_type *t = litmus_alloc(r->l, sizeof(*t));
	struct lexer *x = r->x;

	if (!t)
		return &rust_never;
	while (!x->error[0] && x->tok.kind != T_END && !tok_is(x, "("))
		lex_next(x);
	lex_expect(x, "(");
	while (!x->error[0] && !tok_is(x, ")")) {
		const struct rust_type **arg = litmus_grow(r->l, (void *)t->arg, t->nargs,
							   sizeof(*arg));
		if (!arg)
			return &rust_never;
		if (x->tok.kind == T_NAME && lex_next_is(x, ":")) {
			lex_next(x);
			lex_next(x);
		}
		t->arg = arg;
		arg[t->nargs++] = parse_rust_type(r);
		if (!tok_is(x, ")"))
			lex_expect(x, ",");
	}
	lex_expect(x, ")");
	t->of = &rust_unit;
	if (lex_accept(x, "->"))
		t->of = lex_accept(x, "!") ? &rust_never : parse_rust_type(r);
	t->kind = RUST_FN_POINTER;
	t->name = "a pointer to a function";
	t->integer = LKMM_SIGNED(64);
	return t;
}

/* ---- the functions that can be meant ---- */

static struct rust_callee *add(struct rust *r, const struct rust_type *f,
			       const struct rust_type *type)
{
	struct rust_callee *c = litmus_alloc(r->l, sizeof(*c));

	if (!c)
		return NULL;
	c->f = f;
	c->type = type;
	c->number = r->l->rust_callee ? r->l->rust_callee->number + 1 : 1;
	c->next = r->l->rust_callee;
	r->l->rust_callee = c;
	return c;
}

static struct rust_callee *find(struct rust *r, const struct rust_type *f)
{
	struct rust_callee *c = r->l->rust_callee;

	while (c && !(c->f && rust_is_same_function(c->f, f)))
		c = c->next;
	return c;
}

/* Whether the text has the name of @item where it is not called or defined. */
static bool is_used_as_value(const struct litmus *l, const struct rust_item *item)
{
	const struct token *t = l->out->source.token, *before = NULL;

	for (; t && t->kind != T_END; before = t++)
		if (t->kind == T_NAME && rust_same_token(t, &item->name) &&
		    !token_is(t + 1, "(") && !token_is(t + 1, "::") &&
		    !(before && (token_is(before, "fn") || token_is(before, "."))))
			return true;
	return false;
}

/* All functions of the test that are values somewhere. */
static void list(struct rust *r)
{
	struct rust_item *item = r->l->rust_item;

	if (r->l->rust_callees_listed)
		return;
	r->l->rust_callees_listed = true;
	for (; item && !r->x->error[0]; item = item->next) {
		const struct rust_type *type;
		struct value f;

		if (item->kind != RUST_FN || item->in_library || item->ngenerics ||
		    item->in_trait || !is_used_as_value(r->l, item))
			continue;
		f = rust_function_value(r, item, item->name.at);
		type = f.type->kind == RUST_CLOSURE ? rust_function_type(r, item) : &rust_never;
		if (type->kind == RUST_FN_POINTER && !find(r, f.type))
			add(r, f.type, type);
	}
}

/* ---- values ---- */

struct value rust_function_pointer(struct rust *r, struct value v, const struct rust_type *t)
{
	struct rust_callee *c;
	struct lkmm_place at = v.at;

	list(r);
	c = find(r, v.type);
	for (struct rust_callee *before = r->l->rust_callee; !c && before; before = before->next)
		if (!before->f && rust_same_type(before->type, t)) {
			rust_error(r, at, "a call of such a pointer comes before this: write a "
				   "function in place of the closure");
			return rust_nothing(r, &rust_never, at);
		}
	if (!c)
		c = add(r, v.type, t);
	if (!c)
		return rust_nothing(r, &rust_never, at);
	if (!rust_same_type(c->type, t)) {
		char want[RUST_TYPE_TEXT], found[RUST_TYPE_TEXT];

		rust_error(r, at, "expected %s, found %s", rust_type_text(t, want),
			   rust_type_text(c->type, found));
	}
	return rust_value(t, new_number(r->l, c->number, at), at);
}

bool rust_unify_functions(struct rust *r, struct value *a, struct value *b)
{
	struct rust_callee *c;

	if (a->type->kind == RUST_CLOSURE && b->type->kind == RUST_FN_POINTER)
		*a = rust_function_pointer(r, *a, b->type);
	if (a->type->kind != RUST_CLOSURE || b->type->kind != RUST_CLOSURE ||
	    a->type->closure == b->type->closure || r->x->error[0])
		return false;
	list(r);
	c = find(r, a->type);
	if (!c)
		c = find(r, b->type);
	if (!c)
		return false;
	*a = rust_function_pointer(r, *a, c->type);
	*b = rust_function_pointer(r, *b, c->type);
	return true;
}

/* ---- calls ---- */

struct call {
	struct value f, *arg;
	int n;
	struct rust_callee *callee[MAX_CALLEES];
	int ncallees;
	struct lkmm_place at;
};

static struct value call_one(struct rust *r, struct call *call, int i)
{
	struct value f = rust_nothing(r, call->callee[i]->f, call->at);

	return rust_now(r, rust_apply(r, f, call->arg, call->n, call->at));
}

/* if f == 1 { one() } else if f == 2 { two() } else { three() } */
static struct value call_from(struct rust *r, struct call *call, int i)
{
	struct lkmm_expr *is;
	struct value yes, no;
	struct stmts s[2], *outer;

	if (i + 1 == call->ncallees || r->x->error[0] || too_deep(r->l))
		return call_one(r, call, i);
	is = new_binary(r->l, LKMM_EQ, call->f.e,
			new_number(r->l, call->callee[i]->number, call->at), call->at);
	rust_open(r, &s[0], &outer);
	yes = call_one(r, call, i);
	r->out = outer;
	rust_open(r, &s[1], &outer);
	r->l->depth++;
	no = call_from(r, call, i + 1);
	r->l->depth--;
	r->out = outer;
	return rust_choose(r, is, &s[0], yes, &s[1], no, call->at);
}

struct value rust_call_pointer(struct rust *r, struct value f, struct value *arg, int n,
			       struct lkmm_place at)
{
	struct call call = { .arg = arg, .n = n, .at = at };
	const struct rust_type *t = f.type;

	list(r);
	call.f = rust_copy_registers(r, rust_now(r, f));
	for (struct rust_callee *c = r->l->rust_callee; c; c = c->next) {
		bool known = call.f.e && call.f.e->kind == LKMM_NUMBER;

		if (c->f && (known ? c->number == call.f.e->number : rust_same_type(c->type, t)) &&
		    call.ncallees < MAX_CALLEES)
			call.callee[call.ncallees++] = c;
	}
	for (int i = 0; i < n && i < t->nargs && !r->x->error[0]; i++)
		rust_coerce(r, &arg[i], t->arg[i]);
	if (n != t->nargs)
		rust_error(r, at, "expected %d argument%s", t->nargs, t->nargs == 1 ? "" : "s");
	else if (!call.ncallees)
		rust_error(r, at, "this pointer leads to no function of the test");
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	if (call.f.e && call.f.e->kind != LKMM_NUMBER)
		add(r, NULL, t);
	return call_from(r, &call, 0);
}
