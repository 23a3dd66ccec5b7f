// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The values that patterns cover: a match must cover all. Patterns distinguish the values of a type
 * without numbers: a bool, the variant of an enum, Some or None, and the same of all that is
 * inside. Each combination is a bit. Where there are more than 64 of them, what
 * is inside of a variant counts only as a whole.
 */
#include "flow.h"

enum { MAX_KINDS = 64 };

static uint64_t all_of(int n)
{
	return n < MAX_KINDS ? (UINT64_C(1) << n) - 1 : UINT64_MAX;
}

/* The number of variants of @t; 0: it has none. */
static int variants(const struct rust_type *t)
{
	switch (t->kind) {
	case RUST_BOOL:
	case RUST_RESULT:
	case RUST_OPTION:
		return 2;
	case RUST_ENUM:
		return t->nfields <= MAX_KINDS ? t->nfields : 0;
	default:
		return 0;
	}
}

/* The type in the variant @i, or NULL. None, Err and false are the first ones. */
static const struct rust_type *variant(const struct rust_type *t, int i)
{
	if (t->kind == RUST_RESULT && !i)
		return rust_err_type(t);
	if (t->kind == RUST_ENUM)
		return t->field[i].type;
	return t->kind == RUST_BOOL || !i ? NULL : t->of;
}

static int kinds(const struct rust_type *t);

/* The same of all variants, each with what is inside. */
static int deep_kinds(const struct rust_type *t)
{
	int n = 0;

	for (int i = 0; i < variants(t) && n <= MAX_KINDS; i++)
		n += kinds(variant(t, i));
	return n;
}

static int member_kinds(const struct rust_type *t)
{
	int n = 1;

	for (int i = 0; i < t->nfields && n <= MAX_KINDS; i++)
		n *= kinds(t->field[i].type);
	return n <= MAX_KINDS ? n : 1;
}

static int count(const struct rust_type *t)
{
	int n = variants(t) ? deep_kinds(t) : 1;

	if (t->kind == RUST_STRUCT)
		return member_kinds(t);
	return n <= MAX_KINDS ? n : variants(t);
}

/* How many kinds of values a @t has, at most 64; NULL: nothing. A type is counted once. */
static int kinds(const struct rust_type *t)
{
	bool own = t && (t->kind == RUST_STRUCT || t->kind == RUST_ENUM);
	int n;

	if (!t || (own && t->kinds))
		return t ? t->kinds : 1;
	n = count(t);
	if (own)
		((struct rust_type *)t)->kinds = n;
	return n;
}

uint64_t rust_covered(const struct rust_type *t, uint64_t covers)
{
	uint64_t all = all_of(kinds(t));

	return (covers & all) == all ? RUST_COVERS_ALL : covers & all;
}

uint64_t rust_covers_variant(const struct rust_type *t, int i, uint64_t covers)
{
	int before = 0;

	if (!variants(t))
		return 0;
	if (deep_kinds(t) > MAX_KINDS)
		return covers == RUST_COVERS_ALL ? UINT64_C(1) << i : 0;
	for (int k = 0; k < i; k++)
		before += kinds(variant(t, k));
	return (covers & all_of(kinds(variant(t, i)))) << before;
}

uint64_t rust_covers_members(const struct rust_type *t, const uint64_t *covers)
{
	uint64_t product = 1;
	bool all = true;
	int n = 1;

	for (int i = 0; i < t->nfields; i++) {
		int of = kinds(t->field[i].type);
		uint64_t before = product;

		all &= covers[i] == RUST_COVERS_ALL;
		if (kinds(t) == 1)
			continue;
		product = 0;
		for (int k = 0; k < of; k++)
			if (covers[i] & (UINT64_C(1) << k))
				product |= before << (k * n);
		n *= of;
	}
	return all ? RUST_COVERS_ALL : kinds(t) == 1 ? 0 : product;
}
