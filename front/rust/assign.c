// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Assignments: to variables, through pointers, to structs. */
#include "rust.h"

static bool may_assign(struct rust *r, const struct value *to, struct lkmm_place at)
{
	if (to->where == IS_LOCAL) {
		if (!to->local->mut && !to->local->late)
			rust_error(r, to->at,
				   "'%.*s' cannot be assigned to: expected it to be declared "
				   "'let mut'",
				   to->local->len > 80 ? 80 : to->local->len, to->local->name);
		return true;
	}
	if (to->where == IS_MEMORY) {
		if (!rust_is_plain(to->type) &&
		    (to->type->kind == RUST_CELL || !rust_is_laid_out(to->type)))
			rust_error(r, to->at,
				   "expected a value to write to; an Atomic has its store method");
		else if (!to->mut)
			rust_error(r, to->at, "expected a *mut pointer to write through");
		return true;
	}
	if (to->type->kind == RUST_ITERATOR || to->type->kind == RUST_CLOSURE)
		rust_error(r, at, "%s cannot be assigned to here: declare a new variable",
			   to->type->name);
	else if (to->type->kind != RUST_NEVER)
		rust_error(r, at,
			   "only a 'let mut' variable, or '*' and a pointer, can be assigned to");
	return false;
}

/* What is made of parts in memory: what was there is dropped, and each is written in turn. */
static void assign_memory(struct rust *r, struct value to, struct value v, struct lkmm_place at)
{
	to = rust_now_address(r, to);
	if (rust_is_dropped(r, to.type))
		rust_drop_place(r, to);
	rust_initialise(r, to, v, at);
}

/* The type of let x; and of let mut x = None; */
static bool is_open(const struct rust_type *t)
{
	return t->kind == RUST_UNKNOWN ||
	       (t->kind == RUST_OPTION && t->of && t->of->kind == RUST_UNKNOWN);
}

void rust_assign(struct rust *r, struct value to, struct value v, struct lkmm_place at)
{
	struct lkmm_expr *place;

	if (!may_assign(r, &to, at) || r->x->error[0])
		return;
	if (to.where == IS_LOCAL && rust_has_parts(v.type) && is_open(to.local->type)) {
		struct token name = { .text = to.local->name, .len = to.local->len };

		to.local->type = v.type;
		rust_declare_parts(r, to.local, &name);
		if (rust_is_dropped(r, v.type))
			rust_error(r, at, "expected this value where the variable is declared");
	}
	if (to.where == IS_LOCAL &&
	    (is_open(to.local->type) || to.local->type->kind == RUST_LITERAL)) {
		rust_coerce(r, &v, to.local->type);
		if (v.type->kind != RUST_NEVER && v.type->kind != RUST_UNIT)
			rust_settle_type(r, to.local, v.type);
	}
	if (to.where == IS_LOCAL && !to.local->one && to.local->ok < 0 &&
	    (v.type->kind == RUST_RESULT || v.type->kind == RUST_OPTION))
		to.local->ok = rust_temporary(r, LKMM_SIGNED(0));
	rust_coerce(r, &v, to.where == IS_LOCAL ? to.local->type : to.type);
	/* Ok(), and then Err(), in one variable */
	if (to.where == IS_LOCAL && v.type->kind == RUST_RESULT && !rust_has_parts(v.type))
		rust_settle_type(r, to.local, v.type);
	if (to.where == IS_LOCAL) {
		/* p = Pair { a: p.b, b: p.a }: all parts are read before the first is written */
		if (rust_has_parts(v.type) && !r->x->error[0])
			v = rust_copy_registers(r, rust_now(r, v));
		rust_replace(r, to.local);
		rust_store_local(r, to.local, v, at);
		return;
	}
	if (rust_is_laid_out(to.type)) {
		assign_memory(r, to, rust_now(r, v), at);
		return;
	}
	if (!rust_has_address(r, &v))
		return;
	/* Rust evaluates the assigned value before the place. */
	if (to.e && to.e->kind != LKMM_ADDRESS && to.e->kind != LKMM_REGISTER)
		v = rust_now(r, v);
	place = new_access(r->l, LKMM_PLAIN_LOAD, rust_address(r, to.e, to.type), to.at);
	rust_emit(r, LKMM_EXPR, new_assign(r->l, place, rust_whole(r, v, v.e), at), at);
}

/* ---- (a, b) = (b, a) ---- */

bool rust_destructures(const struct lexer *at)
{
	struct lexer x = *at;
	int depth = 0;

	if (!tok_is(&x, "(") && !tok_is(&x, "["))
		return false;
	for (; x.tok.kind != T_END && !tok_is(&x, ";"); lex_next(&x)) {
		depth += tok_is(&x, "(") + tok_is(&x, "[") + tok_is(&x, "{");
		depth -= tok_is(&x, ")") + tok_is(&x, "]") + tok_is(&x, "}");
		if (depth <= 0)
			break;
	}
	lex_next(&x);
	return tok_is(&x, "=");
}

static void assign_parts(struct rust *r, struct value v);

/* One place on the left, or several in brackets, that become @v. */
static void assign_one(struct rust *r, struct value v)
{
	struct lexer *x = r->x;
	struct lkmm_place at = x->tok.at;

	if (lex_accept(x, "_"))
		return;
	if (tok_is(x, "(") || tok_is(x, "["))
		assign_parts(r, v);
	else
		rust_assign(r, parse_rust_matched(r), v, at);
}

static void assign_parts(struct rust *r, struct value v)
{
	struct lexer *x = r->x;
	const char *close = tok_is(x, "(") ? ")" : "]";
	struct lkmm_place at = x->tok.at;
	int n = 0, of = rust_parts(v.type);

	if (too_deep(r->l))
		return;
	r->l->depth++;
	if ((!v.type->is_tuple && v.type->kind != RUST_ARRAY) || !v.part)
		rust_error(r, at, "expected the places that a tuple or an array goes to");
	lex_next(x);
	for (; !x->error[0] && !tok_is(x, close); n++) {
		if (n == of)
			lex_expected(x, close[0] == ')' ? "')'" : "']'");
		else
			assign_one(r, v.part[n]);
		if (!tok_is(x, close))
			lex_expect(x, ",");
	}
	lex_expect(x, close);
	if (n != of)
		rust_error(r, at, "expected %d places", of);
	r->l->depth--;
}

void parse_rust_destructuring(struct rust *r)
{
	struct lex_spot left = lex_here(r->x), end;
	struct value v;
	int depth = 0;

	for (; !r->x->error[0] && (depth || !tok_is(r->x, "=")); lex_next(r->x)) {
		depth += tok_is(r->x, "(") + tok_is(r->x, "[") + tok_is(r->x, "{");
		depth -= tok_is(r->x, ")") + tok_is(r->x, "]") + tok_is(r->x, "}");
	}
	lex_expect(r->x, "=");
	v = rust_copy_registers(r, rust_now(r, parse_rust_value(r)));
	end = lex_here(r->x);
	if (r->x->error[0])
		return;
	lex_go(r->x, &left);
	assign_parts(r, v);
	if (!r->x->error[0])
		lex_go(r->x, &end);
}
