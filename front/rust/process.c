// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A process in Rust: its parameters and its body. Variables declared with Rust's types. */
#include "front/error.h"
#include "front/object.h"
#include "flow.h"
#include "item.h"

#include <string.h>

/* ---- before the name ---- */

bool rust_process_starts(struct litmus *l)
{
	struct lexer *x = &l->x;

	lex_accept(x, "pub");
	if (tok_is(x, "unsafe")) {
		lex_next(x);
		l->rust_unsafe = true;
	} else {
		l->rust_unsafe = false;
	}
	if (lex_accept(x, "fn"))
		return true;
	if (l->rust_unsafe)
		lex_expected(x, "'fn'");
	return false;
}

/* ---- parameters ---- */

/* The location that a parameter names: _x is x, if that exists and _x does not. */
static int parameter_location(struct rust *r, const struct token *name)
{
	int i = find_location(r->l->test, name->text, name->len);

	if (i < 0 && name->len > 1 && *name->text == '_')
		i = find_location(r->l->test, name->text + 1, name->len - 1);
	return i >= 0 ? i : add_location(r->l, name->text, name->len);
}

static bool is_shared(const struct rust_type *t)
{
	bool object = t->of && (rust_is_object(t->of) || rust_is_laid_out(t->of) ||
				t->of->kind == RUST_SLICE);

	if (t->kind == RUST_POINTER)
		return object || rust_is_plain(t->of);
	return t->kind == RUST_REFERENCE && !t->mut && object;
}

/* &[T] for a variable whose number of elements is known */
static const struct rust_type *known_slice(struct rust *r, const struct rust_type *t, int loc,
					   struct lkmm_place at)
{
	struct rust_type *array = (void *)rust_type_of(r, RUST_ARRAY, false, t->of->of);

	if (r->x->error[0])
		return t;
	array->n = rust_elements(r->l->test, loc, t->of->of);
	array->integer = LKMM_SIGNED(0);
	if (!array->n)
		rust_error(r, at, "how many elements there are is not known: write [T; N]");
	return rust_type_of(r, t->kind, t->mut, array);
}

static void parse_parameter(struct rust *r)
{
	struct lexer *x = r->x;
	struct token name = x->tok;
	char text[RUST_TYPE_TEXT];
	const struct rust_type *t;
	struct lkmm_place at;
	struct lkmm_location *loc;
	int i;

	if (name.kind != T_NAME) {
		lex_expected(x, "the name of a parameter");
		return;
	}
	lex_next(x);
	lex_expect(x, ":");
	at = x->tok.at;
	t = parse_rust_type(r);
	if (x->error[0])
		return;
	if (rust_find(r, &name)) {
		litmus_report(r->l, name.at, "there already is a parameter '%.*s'",
			      name.len > 80 ? 80 : name.len, name.text);
		return;
	}
	if (!is_shared(t)) {
		rust_error(r, at,
			   "expected &Atomic<T>, a raw pointer, &UnsafeCell<T>, &SpinLock or "
			   "&SrcuStruct, found %s",
			   rust_type_text(t, text));
		return;
	}
	i = parameter_location(r, &name);
	if (x->error[0])
		return;
	if (t->of->kind == RUST_SLICE)
		t = known_slice(r, t, i, at);
	if (x->error[0])
		return;
	if (rust_is_laid_out(t->of)) {
		rust_make_object(r, i, t->of, at);
		rust_declare_alias(r, &name, t, new_index(r->l, LKMM_ADDRESS, i, name.at));
		return;
	}
	loc = &r->l->test->loc[i];
	if (!loc->integer.bits)
		loc->integer = t->of->integer;
	else if (loc->integer.bits != t->of->integer.bits)
		rust_error(r, at, "expected a type of %d bits, as '%s' has, found %s",
			   loc->integer.bits, loc->name, rust_type_text(t, text));
	rust_declare_alias(r, &name, t, new_index(r->l, LKMM_ADDRESS, i, name.at));
}

/* The value is that of a thread, which nobody sees. */
static void parse_result(struct rust *r)
{
	struct lkmm_place at = r->x->tok.at;
	const struct rust_type *t = parse_rust_type(r);
	char text[RUST_TYPE_TEXT];

	if (rust_is_dropped(r, t) || t->kind == RUST_UNKNOWN)
		rust_error(r, at, "expected (), a number, or a Result or Option of one, found %s",
			   rust_type_text(t, text));
	r->result = t;
}

static void parse_parameters(struct rust *r)
{
	struct lexer *x = r->x;
	struct litmus_mark mark;

	rust_skip_lifetimes(r);
	lex_expect(x, "(");
	while (!x->error[0] && !tok_is(x, ")") && !tok_is(x, "{")) {
		mark = litmus_mark(r->l);
		parse_parameter(r);
		if (!tok_is(x, ")"))
			lex_expect(x, ",");
		if (litmus_recover(r->l, &mark, ",){"))
			lex_accept(x, ",");
	}
	mark = litmus_mark(r->l);
	lex_expect(x, ")");
	if (litmus_recover(r->l, &mark, "){"))
		lex_accept(x, ")");
	if (lex_accept(x, "->"))
		parse_result(r);
}

/* ---- the process ---- */

void rust_begin(struct rust *r, struct litmus *l)
{
	memset(r, 0, sizeof(*r));
	r->l = l;
	r->x = &l->x;
	l->parts = 0;
	r->result = &rust_unit;
	r->zero = new_number(l, 0, l->x.tok.at);
}

void parse_rust_process(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct stmts body, *outer;
	struct value v;
	struct rust r;

	rust_begin(&r, l);
	if (l->thread - l->test->thread < 32)
		l->out->source.rust |= UINT32_C(1) << (l->thread - l->test->thread);
	r.unsafe = l->rust_unsafe;
	rust_list_items(l, false);
	lex_next(x);
	parse_parameters(&r);
	rust_open(&r, &body, &outer);
	/* a body is never NULL */
	rust_emit(&r, LKMM_EXPR, NULL, x->tok.at);
	r.expected = r.result;
	v = parse_rust_block(&r);
	rust_coerce(&r, &v, r.result);
	rust_close(&r, NULL, &v);
	rust_discard(&r, v);
	l->thread->body = body.first;
	rust_make_objects(l);
	l->thread->in_order = true;
}
