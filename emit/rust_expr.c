// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Expressions in Rust. C converts silently, Rust needs casts: so each expression has the
 * type that it would have in C, and is cast where another one is asked for.
 */
#include "own.h"
#include "rust.h"
#include "front/primitive.h"

#include <inttypes.h>
#include <string.h>

const char *emit_rust_type(struct lkmm_integer t)
{
	switch (t.bits) {
	case 8:
		return t.is_unsigned ? "u8" : "i8";
	case 16:
		return t.is_unsigned ? "u16" : "i16";
	case 32:
		return t.is_unsigned ? "u32" : "i32";
	default:
		return t.is_unsigned ? "u64" : "i64";
	}
}

/* ---- expressions ---- */

static const char *const operators[] = {
	[LKMM_ADD] = "+", [LKMM_SUB] = "-", [LKMM_MUL] = "*", [LKMM_DIV] = "/", [LKMM_MOD] = "%",
	[LKMM_AND] = "&", [LKMM_OR] = "|", [LKMM_XOR] = "^", [LKMM_SHL] = "<<", [LKMM_SHR] = ">>",
	[LKMM_EQ] = "==", [LKMM_NE] = "!=", [LKMM_LT] = "<", [LKMM_LE] = "<=", [LKMM_GT] = ">",
	[LKMM_GE] = ">=", [LKMM_LAND] = "&&", [LKMM_LOR] = "||", [LKMM_NEG] = "-",
	[LKMM_NOT] = "!", [LKMM_LNOT] = "!",
	[LKMM_POPCOUNT] = "count_ones", [LKMM_CTZ] = "trailing_zeros",
	[LKMM_CLZ] = "leading_zeros",
};

static bool fits(int64_t v, struct lkmm_integer t)
{
	if (t.bits == 64)
		return !t.is_unsigned || v >= 0;
	if (t.is_unsigned)
		return v >= 0 && v >> t.bits == 0;
	return v >> (t.bits - 1) == 0 || v >> (t.bits - 1) == -1;
}

static void put_number(struct rust_process *p, int64_t v, struct lkmm_integer type)
{
	if (fits(v, type))
		text_add(p->e->out, "%" PRId64, v);
	else
		text_add(p->e->out, "%" PRId64 "_i64 as %s", v, emit_rust_type(type));
}

static bool is_one_piece(const struct rust_process *p, const struct lkmm_expr *x,
			 struct lkmm_integer want)
{
	struct lkmm_integer type = emit_type_of(p->e, p->t, x);
	int64_t v;

	if (emit_is_constant(x, &v) && (!type.bits || lkmm_same_integer(type, want)))
		return v >= 0 && (emit_rust_is_bool(want) || fits(v, want));
	if (emit_rust_is_bool(type) && !emit_rust_is_bool(want))
		return true;		/* i32::from(...) */
	if (!lkmm_same_integer(type, want))
		return false;
	if (x->kind == LKMM_CAST)
		return is_one_piece(p, x->a, want);
	if (x->kind == LKMM_ACCESS && x->access->kind == LKMM_OP && x->access->op->pointers)
		return x->access->op->becomes;
	return x->kind == LKMM_REGISTER ||
	       (x->kind == LKMM_ACCESS && x->access->kind != LKMM_PLAIN_STORE);
}

/* As an operand: parentheses around everything that is made of parts. */
void emit_rust_part(struct rust_process *p, const struct lkmm_expr *x, struct lkmm_integer want)
{
	bool one = is_one_piece(p, x, want);

	text_puts(p->e->out, one ? "" : "(");
	emit_rust_value(p, x, want);
	text_puts(p->e->out, one ? "" : ")");
}

static void put_binary(struct rust_process *p, const struct lkmm_expr *x)
{
	struct lkmm_integer a = emit_type_of(p->e, p->t, x->a), b = emit_type_of(p->e, p->t, x->b);
	struct lkmm_integer type;
	bool alone;
	int64_t v;

	if (x->op == LKMM_LAND || x->op == LKMM_LOR) {
		text_puts(p->e->out, "(");
		emit_rust_condition(p, x->a);
		text_add(p->e->out, ") %s (", operators[x->op]);
		emit_rust_condition(p, x->b);
		text_puts(p->e->out, ")");
		return;
	}
	type = emit_operand_type(p->e, p->t, x);
	/* Only two truth values are compared as such. */
	if (x->op >= LKMM_EQ && emit_rust_is_bool(a) && emit_rust_is_bool(b))
		type = emit_bool_type;
	alone = x->op == LKMM_SHL || x->op == LKMM_SHR || emit_is_constant(x->b, &v);
	/* nothing else gives that number its type */
	if (alone && emit_is_constant(x->a, &v) && v >= 0 && fits(v, type))
		text_add(p->e->out, "%" PRId64 "_%s", v, emit_rust_type(type));
	else
		emit_rust_part(p, x->a, type);
	text_add(p->e->out, " %s ", operators[x->op]);
	emit_rust_part(p, x->b, type);
}

static void put_unary(struct rust_process *p, const struct lkmm_expr *x)
{
	struct lkmm_integer type = emit_type_of(p->e, p->t, x);

	if (x->op == LKMM_LNOT && !emit_rust_is_bool(emit_type_of(p->e, p->t, x->a))) {
		emit_rust_part(p, x->a, emit_promote(emit_type_of(p->e, p->t, x->a)));
		text_puts(p->e->out, " == 0");
	} else if (x->op == LKMM_NEG && type.is_unsigned) {
		emit_rust_part(p, x->a, type);
		text_puts(p->e->out, ".wrapping_neg()");
	} else if (x->op >= LKMM_POPCOUNT) {
		text_puts(p->e->out, "(");
		emit_rust_value(p, x->a, LKMM_UNSIGNED(64));
		text_add(p->e->out, ").%s() as i32", operators[x->op]);
	} else {
		text_puts(p->e->out, operators[x->op]);
		emit_rust_part(p, x->a, type);
	}
}

static void put_conditional(struct rust_process *p, const struct lkmm_expr *x,
			    struct lkmm_integer want)
{
	text_puts(p->e->out, "if ");
	emit_rust_condition(p, x->a);
	text_puts(p->e->out, " { ");
	emit_rust_value(p, x->b, want);
	text_puts(p->e->out, " } else { ");
	emit_rust_value(p, x->c, want);
	text_puts(p->e->out, " }");
}

/* A word that a kernel has as it is. */
static void put_own(struct rust_process *p, const struct own_word *own, const struct lkmm_word *w)
{
	text_add(p->e->out, "run::%s(", own->call);
	for (int i = 0; i < own->nargs; i++) {
		text_puts(p->e->out, i ? ", " : "");
		emit_rust_value(p, w->arg[i], LKMM_SIGNED(64));
	}
	text_puts(p->e->out, ")");
}

/* Adds @x as the type it has, or a number as the type @want. */
static void put_expr(struct rust_process *p, const struct lkmm_expr *x, struct lkmm_integer want)
{
	const struct own_word *own = emit_own_word(p->e, x);
	struct text *out = p->e->out;
	int64_t v;

	if (emit_is_constant(x, &v)) {
		put_number(p, v, want);
		return;
	}
	if (own) {
		put_own(p, own, x->word);
		return;
	}
	switch (x->kind) {
	case LKMM_NUMBER:
		break;
	case LKMM_ADDRESS:
		emit_rust_variable(p, x->index);
		text_puts(out, " as i64");
		break;
	case LKMM_REGISTER:
		emit_register(p->e, p->t, x->index);
		break;
	case LKMM_UNARY:
		put_unary(p, x);
		break;
	case LKMM_BINARY:
		put_binary(p, x);
		break;
	case LKMM_CONDITIONAL:
		put_conditional(p, x, want);
		break;
	case LKMM_CAST:
		emit_rust_value(p, x->a, want);
		break;
	case LKMM_ASSIGN:
		text_puts(out, "{ ");
		emit_rust_effect(p, x);
		text_puts(out, " ");
		emit_register(p->e, p->t, x->index);
		text_puts(out, " }");
		break;
	case LKMM_COMMA:
		text_puts(out, "{ ");
		emit_rust_effect(p, x->a);
		text_puts(out, " ");
		emit_rust_value(p, x->b, want);
		text_puts(out, " }");
		break;
	case LKMM_ACCESS:
		emit_rust_access(p, x->access);
		break;
	case LKMM_BODY:
		emit_rust_body(p, x, want);
		break;
	}
}

void emit_rust_value(struct rust_process *p, const struct lkmm_expr *x, struct lkmm_integer want)
{
	struct lkmm_integer type = emit_type_of(p->e, p->t, x);
	int64_t v;

	if (p->e->stored && x->kind == LKMM_NUMBER) {
		/* the perpetual form: not the number that the test stores */
		text_add(p->e->out, "(%s) as %s", p->e->stored, emit_rust_type(want));
	} else if (emit_rust_is_bool(want)) {
		emit_rust_condition(p, x);
	} else if (emit_rust_is_bool(type)) {
		text_add(p->e->out, "%s::from(", emit_rust_type(want));
		put_expr(p, x, type);
		text_puts(p->e->out, ")");
	} else if (lkmm_same_integer(type, want) || !type.bits) {
		put_expr(p, x, want);
	} else if (emit_is_constant(x, &v)) {
		put_number(p, v, want);
	} else {
		emit_rust_part(p, x, type);
		text_add(p->e->out, " as %s", emit_rust_type(want));
	}
}

void emit_rust_condition(struct rust_process *p, const struct lkmm_expr *x)
{
	struct lkmm_integer type = emit_type_of(p->e, p->t, x);
	int64_t v;

	if (emit_is_constant(x, &v)) {
		text_puts(p->e->out, v ? "true" : "false");
	} else if (emit_rust_is_bool(type)) {
		put_expr(p, x, type);
	} else {
		emit_rust_part(p, x, emit_promote(type));
		text_puts(p->e->out, " != 0");
	}
}

/* ---- void expressions ---- */

/* Whether Rust would have to guess the type of @x: it is made of numbers. */
static bool is_numbers(const struct lkmm_expr *x)
{
	switch (x->kind) {
	case LKMM_NUMBER:
		return true;
	case LKMM_UNARY:
		return x->op < LKMM_POPCOUNT && is_numbers(x->a);
	case LKMM_BINARY:
		return is_numbers(x->a) && is_numbers(x->b);
	case LKMM_CONDITIONAL:
		return is_numbers(x->b) && is_numbers(x->c);
	default:
		return false;
	}
}

static void put_assignment(struct rust_process *p, const struct lkmm_expr *x)
{
	const struct place *reg = &p->e->reg[p->t][x->index];
	struct lkmm_integer type = emit_or_long(reg->integer);

	if (p->let_later[x->index])
		text_puts(p->e->out, "let ");
	emit_register(p->e, p->t, x->index);
	if (p->let_later[x->index] && is_numbers(x->a))
		text_add(p->e->out, ": %s", emit_rust_type(type));
	text_puts(p->e->out, " = ");
	emit_rust_value(p, x->a, type);
}

/* rustc removes loads whose value nobody uses, which lkmm verify is to find as they are. */
static void put_unused(struct rust_process *p, const struct lkmm_expr *x)
{
	bool is_call = x->kind == LKMM_ACCESS && x->access->kind != LKMM_PLAIN_LOAD &&
		       is_one_piece(p, x, emit_type_of(p->e, p->t, x));

	if (!is_call)
		text_puts(p->e->out, p->e->for_verify ? "drop(" : "let _ = ");
	put_expr(p, x, emit_promote(emit_type_of(p->e, p->t, x)));
	if (!is_call && p->e->for_verify)
		text_puts(p->e->out, ")");
}

void emit_rust_effect(struct rust_process *p, const struct lkmm_expr *x)
{
	struct text *out = p->e->out;

	if (emit_own_word(p->e, x)) {
		put_expr(p, x, LKMM_SIGNED(32));
		text_puts(out, ";");
		return;
	}
	if (x->kind == LKMM_COMMA) {
		emit_rust_effect(p, x->a);
		text_puts(out, " ");
		emit_rust_effect(p, x->b);
		return;
	}
	if (x->kind == LKMM_CAST) {
		emit_rust_effect(p, x->a);
		return;
	}
	if (x->kind == LKMM_BODY && !x->a) {
		emit_rust_body(p, x, LKMM_SIGNED(32));
		return;
	}
	if (x->kind == LKMM_ASSIGN) {
		put_assignment(p, x);
	} else if (x->kind == LKMM_ACCESS && x->access->kind == LKMM_PLAIN_STORE) {
		emit_rust_store(p, x->access);
	} else {
		put_unused(p, x);
	}
	text_puts(out, ";");
}
