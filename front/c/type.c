// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The types of C, and the conversions that its operators make, written out as casts: the engine
 * computes with 64-bit numbers. What is narrower may be left with too many bits (.wide) where they
 * make no difference to the bits that count; it is cut off before they would. Integers wrap, signed
 * ones too, since that is how the kernel is compiled.
 */
#include "c.h"
#include "base/nearest.h"
#include "front/unknown.h"

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

/* ---- types as they are written ---- */

static const struct {
	const char *name;
	int width;			/* 0: a word that qualifies a type */
} types[] = {
	{ "int", 32 }, { "long", 64 }, { "char", 8 }, { "short", 16 },
	{ "bool", -8 }, { "_Bool", -8 }, { "void", 32 },
	{ "intptr_t", 64 }, { "uintptr_t", -64 }, { "size_t", -64 },
	{ "atomic_t", 32 }, { "atomic64_t", 64 },
	{ "atomic_long_t", 64 }, { "spinlock_t", 32 }, { "u8", -8 },
	{ "u16", -16 }, { "u32", -32 }, { "u64", -64 },
	{ "s8", 8 }, { "s16", 16 }, { "s32", 32 },
	{ "s64", 64 }, { "__u8", -8 }, { "__u16", -16 }, { "__u32", -32 }, { "__u64", -64 },
	{ "__s8", 8 }, { "__s16", 16 }, { "__s32", 32 }, { "__s64", 64 }, { "uint", -32 },
	{ "ulong", -64 }, { "ssize_t", 64 }, { "ptrdiff_t", 64 }, { "loff_t", 64 },
	{ "pid_t", 32 }, { "restrict", 0 }, { "register", 0 }, { "__user", 0 },
	{ "int8_t", 8 }, { "int16_t", 16 },
	{ "int32_t", 32 }, { "int64_t", 64 }, { "uint8_t", -8 },
	{ "uint16_t", -16 }, { "uint32_t", -32 },
	{ "uint64_t", -64 }, { "signed", 0 }, { "unsigned", 0 },
	{ "volatile", 0 }, { "const", 0 }, { "struct", 0 },
	{ "srcu_struct", 32 }, { "__rcu", 0 },
};

/* What C itself has: these words can follow each other. All others can be names behind a type. */
static const char c_words[] = " int long char short signed unsigned volatile const restrict ";

static bool is_c_word(const struct lexer *x)
{
	char word[16];

	if (x->tok.len > 10)
		return false;
	snprintf(word, sizeof(word), " %.*s ", x->tok.len, x->tok.text);
	return strstr(c_words, word);
}

void try_types(struct nearest *n)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		nearest_try(n, types[i].name);
	nearest_try(n, "struct srcu_struct");
}

static int type_index(const struct lexer *x)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (tok_is(x, types[i].name))
			return (int)i;
	return -1;
}

bool tok_is_type(const struct lexer *x)
{
	return type_index(x) >= 0;
}

struct ctype parse_stars(struct litmus *l, struct ctype t)
{
	for (;;) {
		if (lex_accept(&l->x, "*"))
			t.stars++;
		else if (!lex_accept(&l->x, "const") && !lex_accept(&l->x, "volatile") &&
			 !lex_accept(&l->x, "__rcu") && !lex_accept(&l->x, "restrict") &&
			 !lex_accept(&l->x, "__restrict") && !lex_accept(&l->x, "__user"))
			return t;
	}
}

/* struct and a name that is not known, or just such a name: it counts as an int. */
static bool parse_unknown_type(struct litmus *l)
{
	static const char *const words[] = { "struct", "union", "enum", "" };
	struct lexer *x = &l->x, ahead = *x;
	int i = 0;

	ahead.quiet = true;
	lex_next(&ahead);
	while (*words[i] && !tok_is(x, words[i]))
		i++;
	if (*words[i] ? ahead.tok.kind != T_NAME || tok_is(&ahead, "srcu_struct")
		      : x->tok.kind != T_NAME || type_index(x) >= 0 || tok_is(x, "let") ||
				tok_is(x, "static") ||
				(ahead.tok.kind != T_NAME && !tok_is(&ahead, "*")))
		return false;
	ahead.tok.at = x->tok.at;
	unknown_type(l, words[i], *words[i] ? &ahead.tok : &x->tok);
	lex_next(x);
	if (*words[i])
		lex_next(x);
	return true;
}

struct ctype parse_type(struct litmus *l)
{
	struct ctype t = { 0 };
	bool is_unsigned = false, any = false;
	int i;

	if (parse_unknown_type(l))
		t.width = 32;
	while ((i = type_index(&l->x)) >= 0) {
		if ((t.width || is_unsigned) && types[i].width && !is_c_word(&l->x))
			break;
		is_unsigned |= tok_is(&l->x, "unsigned");
		t.truth |= tok_is(&l->x, "bool") || tok_is(&l->x, "_Bool");
		t.atomic |= !strncmp(types[i].name, "atomic", 6);
		/* "long int" is a long, "short int" a short */
		if (types[i].width && (!t.width || types[i].width != 32))
			t.width = types[i].width;
		any = true;
		lex_next(&l->x);
	}
	if (any && !t.width)
		t.width = 32;
	if (is_unsigned && t.width > 0)
		t.width = -t.width;
	return parse_stars(l, t);
}

/* ---- conversions ---- */

static struct lkmm_type type_of(const struct lkmm_expr *e)
{
	if (e->kind == LKMM_NUMBER && !e->type.width)
		return (struct lkmm_type){ .width = e->number == (int32_t)e->number ? 32 : 64 };
	return e->type;
}

/* The type of a number written as @t: the first of those C allows that has room for it. */
int c_number_width(const struct token *t)
{
	const char *suffix = t->text + t->len - t->suffix;
	bool has_u = false, has_l = false, decimal = t->text[0] != '0';
	uint64_t v = (uint64_t)t->number;

	for (int i = 0; i < t->suffix; i++) {
		has_u |= suffix[i] == 'u' || suffix[i] == 'U';
		has_l |= suffix[i] == 'l' || suffix[i] == 'L';
	}
	if (!has_l && !has_u && v <= INT32_MAX)
		return 32;
	if (!has_l && (has_u || !decimal) && v <= UINT32_MAX)
		return -32;
	return has_u || v > INT64_MAX ? -64 : 64;
}

static int promoted(int width)
{
	return !width ? 64 : abs(width) < 32 ? 32 : width;
}

/* The usual arithmetic conversions. */
static int common(int a, int b)
{
	a = promoted(a);
	b = promoted(b);
	if (abs(a) != abs(b))
		return abs(a) > abs(b) ? a : b;
	return a < 0 ? a : b;
}

/* Every value of type @from is one of type @to. */
static bool includes(int to, int from)
{
	if (from > 0)
		return to >= from;
	return to < 0 ? to <= from : to > -from;
}

static bool has_room(int width, int64_t v)
{
	int64_t end = INT64_C(1) << (abs(width) - (width > 0));

	return v < end && v >= (width > 0 ? -end : 0);
}

struct lkmm_expr *c_convert(struct litmus *l, struct lkmm_expr *e, int width)
{
	struct lkmm_type t;

	if (!e)
		return NULL;
	t = type_of(e);
	if (t.wide && abs(width) > abs(t.width)) {
		e = new_cast(l, t.width, e, e->at);
		t.wide = false;
	}
	if (!e || abs(width) == 64 || (!t.wide && t.width && includes(width, t.width)) ||
	    (e->kind == LKMM_NUMBER && has_room(width, e->number)))
		return e;
	return new_cast(l, width, e, e->at);
}

/* As a @width, give or take bits beyond that. */
static struct lkmm_expr *convert_low_bits(struct litmus *l, struct lkmm_expr *e, int width)
{
	if (!e || (type_of(e).width && abs(width) <= abs(type_of(e).width)))
		return e;
	return c_convert(l, e, width);
}

struct lkmm_expr *c_value(struct litmus *l, struct lkmm_expr *e)
{
	return e ? c_convert(l, e, promoted(type_of(e).width)) : NULL;
}

/* A value for an object of type @t, which has no room for more bits than it has. */
struct lkmm_expr *c_value_for(struct litmus *l, struct lkmm_expr *e, const struct lkmm_type *t)
{
	if (e && t->truth && !type_of(e).truth)
		return c_binary(l, LKMM_NE, e, new_number(l, 0, e->at), e->at);
	return convert_low_bits(l, e, t->width ? t->width : 64);
}

static struct lkmm_expr *with_type(struct lkmm_expr *e, struct lkmm_type t)
{
	if (e)
		e->type = t;
	return e;
}

struct lkmm_expr *c_cast(struct litmus *l, struct ctype t, struct lkmm_expr *e,
			 struct lkmm_place at)
{
	struct lkmm_type to = c_value_type(t);

	if (!e)
		return NULL;
	if (to.truth)
		return with_type(c_value_for(l, e, &to), to);
	return with_type(new_cast(l, to.width, convert_low_bits(l, e, to.width), at), to);
}

struct lkmm_type c_value_type(struct ctype t)
{
	if (!t.stars)
		return (struct lkmm_type){ .width = t.width, .truth = t.truth };
	return (struct lkmm_type){ .width = 64, .points_to = t.stars > 1 ? 64 : t.width,
				   .stars = t.stars, .base = t.width };
}

/* A parameter is the variable itself, of whatever type; and what is accessed as a pointer may have been
 * declared as an int: many a test has that. */
int c_access_size(const struct lkmm_expr *address, const struct lkmm_type *object)
{
	return !address || address->kind == LKMM_ADDRESS || object->points_to ? 0 : object->width;
}

int c_size(const struct lkmm_expr *e)
{
	return type_of(e).width;
}

/* The type of what @address points to. */
struct lkmm_type c_object(const struct litmus *l, const struct lkmm_expr *address)
{
	for (int i = 0; address && address->kind == LKMM_ADDRESS && i < l->nparams; i++) {
		struct ctype t = l->param[i].type;

		t.stars--;
		if (l->param[i].loc == address->index ||
		    l->test->loc[address->index].object == l->param[i].loc + 1)
			return c_value_type(t);
	}
	if (address && address->type.stars > 1)
		return c_value_type((struct ctype){ .width = address->type.base,
						    .stars = address->type.stars - 1 });
	return (struct lkmm_type){ .width = address ? address->type.points_to : 0 };
}

struct lkmm_expr *c_unary(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
			  struct lkmm_place at)
{
	int width;

	if (!a)
		return NULL;
	if (op == LKMM_LNOT)
		return with_type(new_binary(l, op, c_value(l, a), NULL, at),
				 (struct lkmm_type){ .width = 32, .truth = true });
	width = promoted(type_of(a).width);
	a = convert_low_bits(l, a, width);
	return with_type(new_binary(l, op, a, NULL, at),
			 (struct lkmm_type){ .width = width,
					     .wide = abs(width) < 64 &&
						     (width < 0 || !a || a->kind != LKMM_NUMBER) });
}

static struct lkmm_expr *compare(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
				 struct lkmm_expr *b, struct lkmm_place at)
{
	int width = common(type_of(a).width, type_of(b).width);
	struct lkmm_expr *e;

	if (op == LKMM_LAND || op == LKMM_LOR)
		e = new_binary(l, op, c_value(l, a), c_value(l, b), at);
	else
		e = new_binary(l, op, c_convert(l, a, width), c_convert(l, b, width), at);
	if (op >= LKMM_LT && op <= LKMM_GE)
		set_unsigned(e, width);
	return with_type(e, (struct lkmm_type){ .width = 32, .truth = true });
}

static struct lkmm_expr *shift(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
			       struct lkmm_expr *b, struct lkmm_place at)
{
	int width = promoted(type_of(a).width);
	struct lkmm_expr *e;

	a = op == LKMM_SHL ? convert_low_bits(l, a, width) : c_convert(l, a, width);
	e = new_binary(l, op, a, c_value(l, b), at);
	if (op == LKMM_SHR)
		set_unsigned(e, width);
	return with_type(e, (struct lkmm_type){ .width = width,
						.wide = op == LKMM_SHL && abs(width) < 64 });
}

struct lkmm_expr *c_binary(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
			   struct lkmm_expr *b, struct lkmm_place at)
{
	struct lkmm_type t = { 0 };
	struct lkmm_expr *e;

	if (!a || !b)
		return NULL;
	if ((op == LKMM_ADD || op == LKMM_SUB) && (is_pointer(a) || (is_pointer(b) && op == LKMM_ADD)))
		return c_pointer_sum(l, op, a, b, at);
	if (op >= LKMM_EQ && op <= LKMM_LOR)
		return compare(l, op, a, b, at);
	if (op == LKMM_SHL || op == LKMM_SHR)
		return shift(l, op, a, b, at);
	t.width = common(type_of(a).width, type_of(b).width);
	if (op == LKMM_ADD || op == LKMM_SUB || op == LKMM_MUL) {
		t.wide = abs(t.width) < 64;
		e = new_binary(l, op, convert_low_bits(l, a, t.width),
			       convert_low_bits(l, b, t.width), at);
	} else {
		/* INT_MIN / -1 */
		t.wide = op == LKMM_DIV && t.width == 32;
		e = new_binary(l, op, c_convert(l, a, t.width), c_convert(l, b, t.width), at);
		if (op == LKMM_DIV || op == LKMM_MOD)
			set_unsigned(e, t.width);
	}
	return with_type(e, t);
}

struct lkmm_expr *c_conditional(struct litmus *l, struct lkmm_expr *a, struct lkmm_expr *b,
				struct lkmm_expr *c, struct lkmm_place at)
{
	struct lkmm_expr *e = new_expr(l, LKMM_CONDITIONAL, at);
	struct lkmm_type t = { 0 };

	if (!e || !a || !b || !c)
		return NULL;
	t.width = common(type_of(b).width, type_of(c).width);
	if (type_of(b).points_to || type_of(c).points_to)
		t = type_of(b).points_to ? type_of(b) : type_of(c);
	e->a = c_value(l, a);
	e->b = c_convert(l, b, t.width);
	e->c = c_convert(l, c, t.width);
	return with_type(e, t);
}

struct lkmm_expr *c_assign(struct litmus *l, struct lkmm_expr *to, struct lkmm_expr *value,
			   struct lkmm_place at)
{
	struct lkmm_type t;
	struct lkmm_expr *e;

	if (!to || !value)
		return NULL;
	t = to->type;
	value = c_value_for(l, value, &t);
	e = new_assign(l, to, value, at);
	/* What is stored is cut off in memory, not on the way there. */
	if (e && value && e->kind == LKMM_ACCESS)
		t.wide = t.width && (type_of(value).wide || !includes(t.width, type_of(value).width));
	return with_type(e, t);
}
