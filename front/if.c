// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The expression of #if and #elif, in numbers of 64 bits. Names that are no macros are 0; what is
 * not evaluated may divide by 0.
 */
#include "preprocess.h"

#include <string.h>

enum { MAX_NESTING = 100 };

struct number {
	uint64_t v;
	bool is_unsigned;
};

struct expression {
	struct cutter *c;
	const struct token *t, *end;
	struct lkmm_place at;
	int depth;
	int skipped;			/* it is read, and not evaluated */
	bool failed;
};

static struct number number(int64_t v)
{
	return (struct number){ (uint64_t)v, false };
}

static struct number fail(struct expression *e, const char *expected)
{
	bool end = e->t == e->end;

	if (!e->failed && end)
		pp_error(e->c, e->at, "expected %s in the expression of #if, found its end",
			 expected);
	else if (!e->failed)
		pp_error(e->c, e->t->at, "expected %s in the expression of #if, found '%.*s'",
			 expected, e->t->len > 40 ? 40 : e->t->len, e->t->text);
	e->failed = true;
	return number(0);
}

static bool is_here(const struct expression *e, const char *text)
{
	return !e->failed && e->t < e->end && token_is(e->t, text);
}

static bool accept(struct expression *e, const char *text)
{
	if (!is_here(e, text))
		return false;
	e->t++;
	return true;
}

static struct number conditional(struct expression *e);

static struct number primary(struct expression *e)
{
	const struct token *t = e->t;
	struct number n;

	if (e->failed || t == e->end)
		return fail(e, "a number");
	if (accept(e, "(")) {
		n = conditional(e);
		return accept(e, ")") ? n : fail(e, "')'");
	}
	if (t->kind == T_NAME) {
		e->t++;
		return number(token_is(t, "true"));
	}
	if (t->kind != T_NUMBER || t->fault)
		return fail(e, "a number");
	e->t++;
	n = number(t->number);
	n.is_unsigned = t->number < 0;
	for (int i = t->len - t->suffix; i < t->len; i++)
		n.is_unsigned |= t->text[i] == 'u' || t->text[i] == 'U';
	return n;
}

static struct number unary(struct expression *e)
{
	struct number n;

	if (e->depth++ > MAX_NESTING)
		return fail(e, "less nesting");
	if (accept(e, "-")) {
		n = unary(e);
		n.v = 0 - n.v;
	} else if (accept(e, "+")) {
		n = unary(e);
	} else if (accept(e, "~")) {
		n = unary(e);
		n.v = ~n.v;
	} else if (accept(e, "!")) {
		n = number(!unary(e).v);
	} else {
		n = primary(e);
	}
	e->depth--;
	return n;
}

/* ---- operators of two operands ---- */

static const struct operator {
	const char *text;
	int level;			/* the higher, the tighter */
	enum lkmm_operator op;
} operators[] = {
	{ "||", 1, LKMM_LOR }, { "&&", 2, LKMM_LAND }, { "|", 3, LKMM_OR }, { "^", 4, LKMM_XOR },
	{ "&", 5, LKMM_AND }, { "==", 6, LKMM_EQ }, { "!=", 6, LKMM_NE }, { "<", 7, LKMM_LT },
	{ ">", 7, LKMM_GT }, { "<=", 7, LKMM_LE }, { ">=", 7, LKMM_GE }, { "<<", 8, LKMM_SHL },
	{ ">>", 8, LKMM_SHR }, { "+", 9, LKMM_ADD }, { "-", 9, LKMM_SUB }, { "*", 10, LKMM_MUL },
	{ "/", 10, LKMM_DIV }, { "%", 10, LKMM_MOD },
};

static const struct operator *operator_here(const struct expression *e)
{
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
		if (is_here(e, operators[i].text))
			return &operators[i];
	return NULL;
}

static bool is_less(struct number a, struct number b, bool is_unsigned)
{
	return is_unsigned ? a.v < b.v : (int64_t)a.v < (int64_t)b.v;
}

static struct number divide(struct expression *e, enum lkmm_operator op, struct number a,
			    struct number b, bool is_unsigned)
{
	struct number n = { 0, is_unsigned };

	if (!b.v) {
		if (!e->skipped && !e->failed)
			pp_error(e->c, e->at, "the expression of #if divides by 0");
		e->failed |= !e->skipped;
		return n;
	}
	if (is_unsigned)
		n.v = op == LKMM_DIV ? a.v / b.v : a.v % b.v;
	else if (b.v == UINT64_MAX)
		n.v = op == LKMM_DIV ? 0 - a.v : 0;
	else
		n.v = (uint64_t)(op == LKMM_DIV ? (int64_t)a.v / (int64_t)b.v :
				 (int64_t)a.v % (int64_t)b.v);
	return n;
}

/* By as many bits as the kernel's compilers do: others are not defined. */
static struct number shift(enum lkmm_operator op, struct number a, struct number b)
{
	bool left = op == LKMM_SHL;
	uint64_t n = b.v;

	if (!b.is_unsigned && (int64_t)b.v < 0) {
		left = !left;
		n = 0 - b.v;
	}
	if (left)
		a.v = n > 63 ? 0 : a.v << n;
	else if (a.is_unsigned || (int64_t)a.v >= 0)
		a.v = n > 63 ? 0 : a.v >> n;
	else
		a.v = n > 63 ? UINT64_MAX : ~(~a.v >> n);
	return a;
}

static struct number calculate(struct expression *e, enum lkmm_operator op, struct number a,
			       struct number b)
{
	bool u = a.is_unsigned || b.is_unsigned;

	switch (op) {
	case LKMM_LOR:
		return number(a.v || b.v);
	case LKMM_LAND:
		return number(a.v && b.v);
	case LKMM_EQ:
		return number(a.v == b.v);
	case LKMM_NE:
		return number(a.v != b.v);
	case LKMM_LT:
		return number(is_less(a, b, u));
	case LKMM_GT:
		return number(is_less(b, a, u));
	case LKMM_LE:
		return number(!is_less(b, a, u));
	case LKMM_GE:
		return number(!is_less(a, b, u));
	case LKMM_SHL:
	case LKMM_SHR:
		return shift(op, a, b);
	case LKMM_DIV:
	case LKMM_MOD:
		return divide(e, op, a, b, u);
	case LKMM_OR:
		return (struct number){ a.v | b.v, u };
	case LKMM_XOR:
		return (struct number){ a.v ^ b.v, u };
	case LKMM_AND:
		return (struct number){ a.v & b.v, u };
	case LKMM_ADD:
		return (struct number){ a.v + b.v, u };
	case LKMM_SUB:
		return (struct number){ a.v - b.v, u };
	default:
		return (struct number){ a.v * b.v, u };
	}
}

static struct number binary(struct expression *e, int level)
{
	struct number a = unary(e);
	const struct operator *o;

	while ((o = operator_here(e)) && o->level >= level) {
		bool skip = (o->op == LKMM_LOR && a.v) || (o->op == LKMM_LAND && !a.v);
		struct number b;

		e->t++;
		e->skipped += skip;
		b = binary(e, o->level + 1);
		e->skipped -= skip;
		a = calculate(e, o->op, a, b);
	}
	return a;
}

static struct number conditional(struct expression *e)
{
	struct number a, b, n;

	if (e->depth++ > MAX_NESTING)
		return fail(e, "less nesting");
	n = binary(e, 1);
	if (accept(e, "?")) {
		e->skipped += !n.v;
		a = conditional(e);
		e->skipped -= !n.v;
		if (!accept(e, ":"))
			return fail(e, "':'");
		e->skipped += n.v != 0;
		b = conditional(e);
		e->skipped -= n.v != 0;
		n.v = n.v ? a.v : b.v;
		n.is_unsigned = a.is_unsigned || b.is_unsigned;
	}
	e->depth--;
	return n;
}

/* ---- the line ---- */

/* defined NAME and defined(NAME), behind that word: 1 or 0. */
static bool read_defined(struct cutter *c, struct token *t)
{
	bool parenthesis;
	struct token name, close;

	if (!pp_line_token(c, &name))
		return false;
	parenthesis = token_is(&name, "(");
	if (parenthesis && !pp_line_token(c, &name))
		return false;
	if (name.kind != T_NAME ||
	    (parenthesis && (!pp_line_token(c, &close) || !token_is(&close, ")"))))
		return false;
	*t = (struct token){ .kind = T_NUMBER, .text = t->text, .len = t->len, .at = t->at };
	t->number = pp_is_defined(c, &name);
	return true;
}

bool pp_condition(struct cutter *c, struct lkmm_place at)
{
	struct expression e = { .c = c, .at = at };
	struct token_list line = { 0 };
	struct number n;
	struct token t;

	while (pp_line_token(c, &t)) {
		if (token_is(&t, "defined") && !read_defined(c, &t)) {
			pp_error(c, t.at, "expected a name behind 'defined', NAME or (NAME)");
			e.failed = true;
		}
		pp_push(c, &line, t);
	}
	if (e.failed || c->stop)
		return false;
	line = pp_expand(c, &line);
	e.t = line.t;
	e.end = line.t + line.n;
	n = conditional(&e);
	if (!e.failed && e.t < e.end)
		fail(&e, "an operator");
	return !e.failed && n.v;
}
