// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Operators. */
#include "flow.h"
#include "item.h"
#include "front/constant.h"
#include "front/defined.h"

#include <string.h>

/* ---- the lowest level ---- */

static struct value parse_number(struct rust *r)
{
	struct token t = r->x->tok;
	const struct rust_type *type = &rust_literal;
	const char *suffix = t.text + t.len - t.suffix;
	int len = t.suffix;
	struct value v;

	lex_next(r->x);
	while (len && *suffix == '_')
		suffix++, len--;
	if (len) {
		type = rust_named_type(suffix, len);
		if (!type || type->kind != RUST_INTEGER) {
			rust_error(r, t.at, "expected a number, '%.*s' is not an integer type", len,
				   suffix);
			return rust_nothing(r, &rust_never, t.at);
		}
	}
	v = rust_value(&rust_literal, new_number(r->l, t.number, t.at), t.at);
	rust_coerce(r, &v, type);
	return v;
}

static struct value parse_parenthesised(struct rust *r)
{
	struct lkmm_place at = r->x->tok.at;
	struct lkmm_stmt **mark;
	struct value v;

	if (lex_accept(r->x, ")"))
		return rust_nothing(r, &rust_unit, at);
	v = parse_rust_expr(r);
	if (tok_is(r->x, ",")) {
		v = rust_read(r, v);
		mark = rust_mark(r);
		lex_next(r->x);
		return parse_rust_tuple(r, v, mark, at);
	}
	v = parse_rust_range(r, v);
	lex_expect(r->x, ")");
	return v;
}

static struct value parse_primary(struct rust *r)
{
	struct lexer *x = r->x;
	struct lkmm_place at = x->tok.at;

	if (x->tok.kind == T_NUMBER)
		return parse_number(r);
	if (x->tok.kind == T_STRING)
		return parse_rust_byte(r);
	if (rust_is_block_like(x))
		return parse_rust_block_like(r);
	if (tok_is(x, "return") || tok_is(x, "break") || tok_is(x, "continue"))
		return parse_rust_jump(r);
	if (tok_is(x, "true") || tok_is(x, "false")) {
		bool yes = tok_is(x, "true");

		lex_next(x);
		return rust_value(&rust_bool, new_number(r->l, yes, at), at);
	}
	if (rust_closure_starts(x))
		return parse_rust_closure_value(r);
	if (x->tok.kind == T_NAME)
		return parse_rust_name(r);
	if (lex_accept_char(x, '<'))
		return parse_rust_qualified_name(r);
	if (lex_accept(x, "("))
		return parse_parenthesised(r);
	if (lex_accept(x, "["))
		return parse_rust_array(r, at);
	if (tok_is(x, "const") && lex_next_is(x, "{")) {
		lex_next(x);
		return parse_rust_block(r);
	}
	lex_expected(x, "an expression");
	return rust_nothing(r, &rust_never, at);
}

/* ---- operators in front ---- */

/* A number that an operation has made too large for its type: it wraps. */
static struct lkmm_expr *wrap(struct rust *r, const struct rust_type *t, struct lkmm_expr *e)
{
	if (!rust_is_integer(t) || t->integer.bits == 64)
		return e;
	return new_cast(r->l, t->integer, e, e ? e->at : r->x->tok.at);
}

static struct value wrong_type(struct rust *r, struct value v, const char *want)
{
	char text[RUST_TYPE_TEXT];

	if (v.type->kind != RUST_NEVER)
		rust_error(r, v.at, "expected %s, found %s", want, rust_type_text(v.type, text));
	return rust_nothing(r, &rust_never, v.at);
}

static struct value parse_unary(struct rust *r);

/* *v of a struct with deref() */
static struct value parse_deref(struct rust *r, struct value v, struct lkmm_place at)
{
	struct value to = rust_dereferenced(r, v, at);

	return to.type == v.type ? wrong_type(r, v, "a pointer or reference after '*'") : to;
}

static struct value parse_dereference(struct rust *r, struct lkmm_place at)
{
	struct value v = parse_unary(r);

	if (v.type->kind == RUST_STRUCT)
		return parse_deref(r, v, at);
	v = rust_read(r, v);
	/* &self of an enum is the value */
	if (v.type->kind == RUST_ENUM && !v.type->has_values)
		return v;
	if (v.type->kind != RUST_POINTER && v.type->kind != RUST_REFERENCE)
		return wrong_type(r, v, "a pointer or reference after '*'");
	if (v.type->kind == RUST_POINTER)
		rust_needs_unsafe(r, at, "reading or writing through a raw pointer");
	if (v.lent)
		return rust_local(r, v.lent, at);
	v.mut = v.type->mut;
	v.type = v.type->of;
	v.where = IS_MEMORY;
	v.at = at;
	v.local = NULL;
	return v;
}

/* Whether a variable of the test is at hand, in a first value: only its address is known there. */
static bool is_shared_variable(const struct rust *r)
{
	const struct token *t = &r->x->tok;

	return !r->l->thread && t->kind == T_NAME && !rust_find(r, t) &&
	       find_location(r->l->test, t->text, t->len) >= 0;
}

static bool is_static(struct rust *r)
{
	const struct token *t = &r->x->tok;
	struct rust_item *item = t->kind == T_NAME && !rust_find(r, t) ?
					 rust_find_item(r->l, NULL, t) : NULL;

	return item && item->kind == RUST_STATIC;
}

/* &*p, &raw mut *p; a reference to a reference is the same. */
static struct value parse_borrow(struct rust *r)
{
	bool raw = lex_accept(r->x, "raw"), mut = lex_accept(r->x, "mut");
	struct lkmm_place at = r->x->tok.at;
	bool unsafe = r->unsafe;
	struct value v;

	if (raw && !mut)
		lex_expect(r->x, "const");
	if (is_shared_variable(r))
		return rust_value(rust_type_of(r, raw ? RUST_POINTER : RUST_REFERENCE, true,
					       &rust_unknown),
				  new_number(r->l, parse_rust_initial(r), at), at);
	/* the address of a static mut is no access: since Rust 1.82, it needs no unsafe */
	r->unsafe |= raw && is_static(r);
	v = parse_unary(r);
	r->unsafe = unsafe;
	return rust_borrow(r, v, raw, mut);
}

static struct value parse_negation(struct rust *r, struct lkmm_place at)
{
	struct value v = rust_read(r, parse_unary(r));

	if (rust_operate_unary(r, LKMM_NEG, v, at, &v))
		return v;
	if (!rust_is_integer(v.type) || v.type->integer.is_unsigned)
		return wrong_type(r, v, "a signed integer after '-'");
	v.e = v.e && v.e->kind == LKMM_NUMBER ?
		      new_number(r->l, (int64_t) - (uint64_t)v.e->number, at) :
		      wrap(r, v.type, rust_binary(r, LKMM_NEG, v.type, v.e, NULL, at));
	return v;
}

static struct value parse_not(struct rust *r, struct lkmm_place at)
{
	struct value v = rust_read(r, parse_unary(r));

	if (rust_operate_unary(r, LKMM_NOT, v, at, &v))
		return v;
	if (v.type->kind == RUST_BOOL)
		v.e = new_binary(r->l, LKMM_LNOT, v.e, NULL, at);
	else if (!rust_is_integer(v.type))
		return wrong_type(r, v, "a bool or an integer after '!'");
	else
		v.e = rust_binary(r, LKMM_NOT, v.type, v.e, NULL, at);
	if (v.type->integer.is_unsigned && v.type->kind != RUST_BOOL)
		v.e = wrap(r, v.type, v.e);
	return v;
}

static struct value parse_unary(struct rust *r)
{
	struct lexer *x = r->x;
	struct lkmm_place at = x->tok.at;
	struct value v;

	if (too_deep(r->l))
		return rust_nothing(r, &rust_never, at);
	r->l->depth++;
	if (lex_accept_char(x, '*'))
		v = parse_dereference(r, at);
	else if (tok_is(x, "&&") ? lex_accept_char(x, '&') && lex_accept(x, "&") :
				   lex_accept(x, "&"))
		v = parse_borrow(r);
	else if (lex_accept(x, "-"))
		v = parse_negation(r, at);
	else if (lex_accept(x, "!"))
		v = parse_not(r, at);
	else
		v = parse_rust_postfix(r, parse_primary(r));
	r->l->depth--;
	return v;
}

/* ---- as ---- */

static bool may_cast(const struct rust_type *from, const struct rust_type *to)
{
	bool pointer = from->kind == RUST_POINTER || from->kind == RUST_REFERENCE;

	if (from->kind == RUST_NEVER || to->kind == RUST_UNKNOWN)
		return true;
	if (rust_is_integer(to))
		return rust_is_integer(from) || from->kind == RUST_BOOL ||
		       from->kind == RUST_ENUM || from->kind == RUST_POINTER;
	if (to->kind == RUST_POINTER)
		return pointer || rust_is_integer(from);
	return rust_same_type(from, to);
}

struct value rust_cast(struct rust *r, struct value v, const struct rust_type *t,
		       struct lkmm_place at)
{
	char from[RUST_TYPE_TEXT], to[RUST_TYPE_TEXT];

	if (v.lent)
		rust_error(r, at, "a local variable is a register here, and has no address");
	if (t->kind == RUST_FN_POINTER && v.type->kind == RUST_CLOSURE)
		return rust_function_pointer(r, v, t);
	if (!may_cast(v.type, t)) {
		rust_error(r, at, "expected a type that %s can be cast to, found %s",
			   rust_type_text(v.type, from), rust_type_text(t, to));
		return rust_nothing(r, &rust_never, at);
	}
	/* *const T to *mut _ */
	if (t->kind == RUST_UNKNOWN || (t->of && t->of->kind == RUST_UNKNOWN))
		t = t->of && v.type->of ? rust_type_of(r, t->kind, t->mut, v.type->of) : v.type;
	if (rust_is_integer(t) && v.type->kind != RUST_BOOL &&
	    (v.type->kind == RUST_LITERAL || !rust_same_type(v.type, t)))
		v.e = wrap(r, t, v.e);
	v.type = t;
	v.local = NULL;
	return v;
}

static struct value parse_cast(struct rust *r)
{
	struct value v = parse_unary(r);

	while (!r->x->error[0] && tok_is(r->x, "as")) {
		struct lkmm_place at = r->x->tok.at;

		lex_next(r->x);
		v = rust_read(r, v);
		v = rust_cast(r, v, parse_rust_type(r), at);
	}
	return v;
}

/* ---- operators between two values ---- */

enum { LEVEL_OR = 1, LEVEL_AND, LEVEL_COMPARE };

static const struct {
	const char *text;
	int level;
	enum lkmm_operator op;
} binary[] = {
	{ "||", LEVEL_OR, LKMM_LOR },
	{ "&&", LEVEL_AND, LKMM_LAND },
	{ "==", LEVEL_COMPARE, LKMM_EQ },
	{ "!=", LEVEL_COMPARE, LKMM_NE },
	{ "<", LEVEL_COMPARE, LKMM_LT },
	{ "<=", LEVEL_COMPARE, LKMM_LE },
	{ ">", LEVEL_COMPARE, LKMM_GT },
	{ ">=", LEVEL_COMPARE, LKMM_GE },
	{ "|", 4, LKMM_OR },
	{ "^", 5, LKMM_XOR },
	{ "&", 6, LKMM_AND },
	{ "<<", 7, LKMM_SHL },
	{ ">>", 7, LKMM_SHR },
	{ "+", 8, LKMM_ADD },
	{ "-", 8, LKMM_SUB },
	{ "*", 9, LKMM_MUL },
	{ "/", 9, LKMM_DIV },
	{ "%", 9, LKMM_MOD },
};

enum { NR_BINARY = sizeof(binary) / sizeof(binary[0]) };

static int binary_index(const struct lexer *x)
{
	for (int i = 0; i < NR_BINARY; i++)
		if (tok_is(x, binary[i].text))
			return i;
	return -1;
}

static bool has_ok(const struct value *v)
{
	return v->type->kind == RUST_RESULT || v->type->kind == RUST_OPTION;
}

static bool is_logic(enum lkmm_operator op)
{
	return op == LKMM_LAND || op == LKMM_LOR;
}

static bool is_comparison(enum lkmm_operator op)
{
	return op >= LKMM_EQ && op <= LKMM_GE;
}

/* The expected operands of @op, or NULL if @t is right. */
static const char *unsuitable(enum lkmm_operator op, const struct rust_type *t)
{
	bool bits = op == LKMM_AND || op == LKMM_OR || op == LKMM_XOR;

	if (t->kind == RUST_NEVER)
		return NULL;
	if (is_logic(op))
		return t->kind == RUST_BOOL ? NULL : "a bool";
	if (rust_is_integer(t) || (t->kind == RUST_BOOL && (bits || is_comparison(op))))
		return NULL;
	if (is_comparison(op))
		return t->kind == RUST_POINTER || t->kind == RUST_ENUM ||
				       t->kind == RUST_RESULT || t->kind == RUST_OPTION ?
			       NULL :
			       "a value that can be compared";
	return "an integer";
}

struct lkmm_expr *rust_binary(struct rust *r, enum lkmm_operator op, const struct rust_type *t,
			      struct lkmm_expr *a, struct lkmm_expr *b, struct lkmm_place at)
{
	struct lkmm_expr *e = new_binary(r->l, op, a, b, at);

	set_unsigned(e, t->integer);
	if (e && !is_comparison(op))
		e->type.integer = t->integer;
	return e;
}


static struct value compute(struct rust *r, enum lkmm_operator op, struct value a, struct value b,
			    struct lkmm_place at)
{
	bool shifts = op == LKMM_SHL || op == LKMM_SHR;
	const struct rust_type *t = a.type;
	struct lkmm_expr *e;
	struct value v;
	int64_t n;

	if (!is_logic(op) && rust_operate(r, op, a, b, at, &v))
		return v;
	if (unsuitable(op, a.type))
		return wrong_type(r, a, unsuitable(op, a.type));
	if (unsuitable(op, b.type))
		return wrong_type(r, b, unsuitable(op, b.type));
	if (!shifts)
		t = rust_unify(r, &a, &b);
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	if (has_ok(&a) && has_ok(&b))
		return rust_compare_results(r, op, a, b, at);
	e = rust_binary(r, op, t, a.e, b.e, at);
	/* 1 << 33 is a literal, too, which fits the type that it gets, or does not */
	if (t->kind == RUST_LITERAL && !is_comparison(op) && constant_value(r->l->test, e, &n))
		return rust_value(t, new_number(r->l, n, at), at);
	note_undefined(r->l, e, t->integer, LKMM_BUG);
	if (op == LKMM_ADD || op == LKMM_SUB || op == LKMM_MUL || op == LKMM_SHL)
		e = wrap(r, t, e);
	return rust_value(is_comparison(op) ? &rust_bool : t, e, at);
}

struct value rust_compare(struct rust *r, enum lkmm_operator op, struct value a, struct value b,
			  struct lkmm_place at)
{
	return compute(r, op, a, b, at);
}

static struct value parse_binary(struct rust *r, int level);

/* a && b where b is more than an expression. */
static struct value parse_lazy(struct rust *r, enum lkmm_operator op, struct value a, int level,
			       struct lkmm_place at)
{
	struct stmts s, none = { NULL, NULL }, *outer;
	struct rust_drop *drops = r->drops;
	struct value b, held;
	struct lkmm_expr *cond;

	none.end = &none.first;
	rust_open(r, &s, &outer);
	b = rust_read(r, parse_binary(r, level));
	rust_close(r, drops, &b);
	r->out = outer;
	if (!s.first && b.type->kind != RUST_NEVER)
		return compute(r, op, a, b, at);
	rust_coerce(r, &a, &rust_bool);
	/* @b may change the variable that @a is */
	held = rust_now(r, rust_value(a.type, new_cast(r->l, LKMM_SIGNED(0), a.e, at), at));
	cond = held.e;
	if (b.type->kind != RUST_NEVER)
		b = compute(r, op, held, b, at);
	if (op == LKMM_LAND)
		return rust_choose(r, cond, &s, b, &none, held, at);
	return rust_choose(r, cond, &none, held, &s, b, at);
}

/* Arithmetic takes references to numbers, too. */
static struct value number_of(struct rust *r, struct value v)
{
	if (v.type->kind != RUST_REFERENCE || !rust_is_integer(v.type->of))
		return v;
	return rust_read(r, rust_place(r, v));
}

/* The right side of an operator; @drops: the temporaries before the left one, @a. */
static struct value parse_operand(struct rust *r, int i, struct value a, struct rust_drop *drops,
				  struct lkmm_place at)
{
	struct lkmm_stmt **mark;
	struct value b;

	a = rust_read(r, a);
	if (binary[i].level < LEVEL_COMPARE)
		rust_close(r, drops, &a);
	if (binary[i].level < LEVEL_COMPARE)
		return parse_lazy(r, binary[i].op, a, binary[i].level + 1, at);
	mark = rust_mark(r);
	b = rust_read(r, parse_binary(r, binary[i].level + 1));
	rust_keep(r, &a, mark);
	if (binary[i].level > LEVEL_COMPARE ||
	    (a.type->kind == RUST_REFERENCE && b.type->kind == RUST_REFERENCE)) {
		a = number_of(r, a);
		b = number_of(r, b);
	}
	if (binary[i].level == LEVEL_COMPARE && binary_index(r->x) >= 0 &&
	    binary[binary_index(r->x)].level == LEVEL_COMPARE)
		lex_expected(r->x, "parentheses around one of the comparisons");
	return compute(r, binary[i].op, a, b, at);
}

static struct value parse_binary(struct rust *r, int level)
{
	struct rust_drop *drops = r->drops;
	struct lexer *x = r->x;
	struct value v = parse_cast(r);
	int i;

	/* && let is the next condition of a chain */
	while ((i = binary_index(x)) >= 0 && binary[i].level >= level &&
	       !(binary[i].op == LKMM_LAND && lex_next_is(x, "let"))) {
		struct lkmm_place at = x->tok.at;

		lex_next(x);
		v = parse_operand(r, i, v, drops, at);
	}
	return v;
}

/* ---- assignment ---- */

/* The row of "binary" for a token such as "+=", or -1. */
static int update_index(const struct lexer *x)
{
	for (int i = 0; i < NR_BINARY; i++)
		if (binary[i].level > LEVEL_COMPARE && token_updates(&x->tok, binary[i].text))
			return i;
	return -1;
}

static struct value parse_update(struct rust *r, int i, struct value to, struct lkmm_place at)
{
	struct value by, old;

	lex_next(r->x);
	by = rust_now(r, number_of(r, parse_rust_value(r)));
	if (rust_operate_update(r, binary[i].op, to, by, at))
		return rust_nothing(r, &rust_unit, at);
	if (to.where == IS_MEMORY) {
		old = rust_now(r, rust_value(to.type, to.e, to.at));
		to.e = old.e;
	}
	old = rust_read(r, to);
	rust_assign(r, to, compute(r, binary[i].op, old, by, at), at);
	return rust_nothing(r, &rust_unit, at);
}

struct value parse_rust_expr(struct rust *r)
{
	struct lexer *x = r->x;
	struct lkmm_place at = x->tok.at;
	struct value v = rust_nothing(r, &rust_unit, at);
	int i;

	if (too_deep(r->l))
		return rust_nothing(r, &rust_never, at);
	r->l->depth++;
	if (tok_is(x, "_")) {
		lex_next(x);
		lex_expect(x, "=");
		rust_discard(r, parse_rust_expr(r));
	} else if (rust_destructures(x)) {
		parse_rust_destructuring(r);
	} else {
		v = parse_binary(r, LEVEL_OR);
		at = x->tok.at;
		if (lex_accept(x, "=")) {
			rust_assign(r, v, parse_rust_value(r), at);
			v = rust_nothing(r, &rust_unit, at);
		} else if ((i = update_index(x)) >= 0) {
			v = parse_update(r, i, v, at);
		}
	}
	r->l->depth--;
	return v;
}

struct value parse_rust_matched(struct rust *r)
{
	struct value v = rust_nothing(r, &rust_never, r->x->tok.at);

	if (too_deep(r->l))
		return v;
	r->l->depth++;
	v = parse_binary(r, LEVEL_COMPARE);
	r->l->depth--;
	return v;
}

struct value parse_rust_value(struct rust *r)
{
	return rust_read(r, parse_rust_expr(r));
}

struct value parse_rust_as(struct rust *r, const struct rust_type *t)
{
	const struct rust_type *expected = r->expected;
	struct value v;

	r->expected = t;
	v = parse_rust_value(r);
	r->expected = expected;
	rust_coerce(r, &v, t);
	return v;
}
