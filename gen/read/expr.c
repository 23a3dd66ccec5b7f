// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Formulas. C's operators with C's precedence, as far as rows need them:
 *
 *	comparison:  or ((== != < > <= >=) or)?
 *	or:          xor (| xor)*       xor:  and (^ and)*       and:  sum (& sum)*
 *	sum:         unary ((+ -) unary)*
 *	unary:       (~ -) unary | number | argument | mask | ( comparison )
 */
#include "gen/gen.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct parser {
	const struct field *text;
	const char *p;
	const struct op *op;
	bool failed;
};

static struct expr *parse_comparison(struct parser *ps);

static void skip_blanks(struct parser *ps)
{
	while (*ps->p == ' ')
		ps->p++;
}

static void fail(struct parser *ps, const char *expected)
{
	struct place at = ps->text->at;

	at.column += (int)(ps->p - ps->text->text);
	if (!ps->failed)
		error_at(at, "expected %s in formula '%s'", expected, ps->text->text);
	ps->failed = true;
}

static struct expr *new_expr(enum expr_kind kind, const char *op, const struct expr *left,
			     const struct expr *right)
{
	struct expr *e = xalloc(sizeof(*e));

	e->kind = kind;
	e->op = xstrndup(op, strlen(op));
	e->left = left;
	e->right = right;
	return e;
}

static bool is_word(const char *word, const char *p, size_t n)
{
	return word && strlen(word) == n && !strncmp(word, p, n);
}

static struct expr *parse_name(struct parser *ps)
{
	const struct family *f = ps->op->family;
	size_t n = 0;
	struct expr *e;

	while (isalnum((unsigned char)ps->p[n]) || ps->p[n] == '_')
		n++;
	for (int i = 0; i < ps->op->nargs; i++) {
		const char *name = ps->op->args[i].name;
		bool mask = is_word(f->mask, ps->p, n) && streq(name, f->index);

		if (!mask && !is_word(name, ps->p, n))
			continue;
		e = new_expr(mask ? E_MASK : i == ps->op->object ? E_VALUE : E_ARG,
			     mask ? f->mask : "", NULL, NULL);
		e->arg = i;
		ps->p += n;
		return e;
	}
	fail(ps, "an argument of the row");
	return NULL;
}

static struct expr *parse_unary(struct parser *ps)
{
	struct expr *e;
	char *end;

	skip_blanks(ps);
	if (*ps->p == '~' || *ps->p == '-') {
		char op[2] = { *ps->p++, 0 };

		return new_expr(E_UNARY, op, parse_unary(ps), NULL);
	}
	if (*ps->p == '(') {
		ps->p++;
		e = parse_comparison(ps);
		skip_blanks(ps);
		if (*ps->p != ')')
			fail(ps, "')'");
		else
			ps->p++;
		return e;
	}
	if (isdigit((unsigned char)*ps->p)) {
		e = new_expr(E_NUMBER, "", NULL, NULL);
		e->number = strtol(ps->p, &end, 10);
		ps->p = end;
		return e;
	}
	if (isalpha((unsigned char)*ps->p))
		return parse_name(ps);
	fail(ps, "a value");
	return NULL;
}

/* Binary operators by rising precedence; each level is left-associative. */
static const char *const levels[] = { "|", "^", "&", "+-" };

static struct expr *parse_level(struct parser *ps, size_t level)
{
	struct expr *e = level == COUNT(levels) ? parse_unary(ps) : parse_level(ps, level + 1);

	if (level == COUNT(levels))
		return e;
	for (;;) {
		char op[2] = { 0 };

		skip_blanks(ps);
		if (!*ps->p || !strchr(levels[level], *ps->p))
			return e;
		op[0] = *ps->p++;
		e = new_expr(E_BINARY, op, e, parse_level(ps, level + 1));
	}
}

static struct expr *parse_comparison(struct parser *ps)
{
	static const char *const comparisons[] = { "==", "!=", "<=", ">=", "<", ">" };
	struct expr *left = parse_level(ps, 0);

	skip_blanks(ps);
	for (size_t i = 0; i < COUNT(comparisons); i++) {
		size_t n = strlen(comparisons[i]);

		if (strncmp(ps->p, comparisons[i], n) == 0) {
			ps->p += n;
			return new_expr(E_BINARY, comparisons[i], left, parse_level(ps, 0));
		}
	}
	return left;
}

struct expr *parse_expr(const struct field *text, const struct op *op)
{
	struct parser ps = { .text = text, .p = text->text, .op = op };
	struct expr *e;

	if (streq(text->text, "-"))
		return NULL;
	e = parse_comparison(&ps);
	skip_blanks(&ps);
	if (*ps.p)
		fail(&ps, "an operator or the end");
	return ps.failed ? NULL : e;
}

bool expr_uses_value(const struct expr *e)
{
	return e && (e->kind == E_VALUE || expr_uses_value(e->left) || expr_uses_value(e->right));
}

bool expr_is_comparison(const struct expr *e)
{
	return e && e->kind == E_BINARY && strchr("=!<>", e->op[0]);
}

bool expr_tests_bit(const struct expr *e, const char *op)
{
	return e && streq(e->op, op) && e->left->kind == E_BINARY && e->left->op[0] == '&' &&
	       e->left->left->kind == E_VALUE && e->left->right->kind == E_MASK &&
	       e->right->kind == E_NUMBER && !e->right->number;
}

const struct expr *expr_opposite(const struct expr *comparison)
{
	static const char *const opposite[][2] = {
		{ "==", "!=" }, { "!=", "==" }, { "<", ">=" }, { ">=", "<" }, { ">", "<=" },
		{ "<=", ">" },
	};
	const char *op = comparison->op;

	for (size_t i = 0; i < COUNT(opposite); i++)
		if (streq(comparison->op, opposite[i][0]))
			op = opposite[i][1];
	return new_expr(E_BINARY, op, comparison->left, comparison->right);
}

/* C's comparisons bind tighter than operators on bits. */
static char *compared_text(const struct expr *e, const struct arg *args, const char *value)
{
	bool bits = e->kind == E_BINARY && strchr("&|^", e->op[0]);

	return xprintf(bits ? "(%s)" : "%s", expr_text(e, args, value));
}

char *expr_text(const struct expr *e, const struct arg *args, const char *value)
{
	switch (e->kind) {
	case E_VALUE:
		return xprintf("%s", value);
	case E_ARG:
		return xprintf("%s%s", args[e->arg].inout ? "*" : "", args[e->arg].name);
	case E_NUMBER:
		return xprintf("%ld", e->number);
	case E_MASK:
		return xprintf("%s", e->op);
	case E_UNARY:
		return xprintf("%s%s", e->op, expr_text(e->left, args, value));
	default:
		return xprintf("%s %s %s", expr_is_comparison(e) ?
			       compared_text(e->left, args, value) :
			       expr_text(e->left, args, value), e->op,
			       compared_text(e->right, args, value));
	}
}

bool expr_is(const struct op *op, const struct expr *a, const struct expr *b)
{
	return a && b && streq(expr_text(a, op->args, "v"), expr_text(b, op->args, "v"));
}
