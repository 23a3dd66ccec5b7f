// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "term.h"

#include <string.h>

/* ---- terms ---- */

static bool same(const struct term *x, const struct term *y)
{
	return x->kind == y->kind && x->op == y->op && x->number == y->number && x->a == y->a &&
	       x->b == y->b && lkmm_same_integer(x->to, y->to);
}

static const struct term *intern(struct terms *t, const struct term *like)
{
	uint64_t hash = (uint64_t)like->number * 31 + (uint64_t)like->kind * 7 +
			(uint64_t)like->op + (uintptr_t)like->a / 16 + (uintptr_t)like->b / 8;
	struct term **bucket = &t->bucket[hash % TERM_BUCKETS], *x = *bucket;

	while (x && !same(x, like))
		x = x->next;
	if (x)
		return x;
	x = lkmm_alloc(t->arena, sizeof(*x));
	if (!x) {
		static const struct term none = { .kind = TERM_UNKNOWN, .number = -1 };

		t->failed = true;
		return &none;
	}
	*x = *like;
	x->next = *bucket;
	*bucket = x;
	return x;
}

const struct term *term_number(struct terms *t, int64_t v)
{
	return intern(t, &(struct term){ .kind = TERM_NUMBER, .number = v });
}

const struct term *term_unknown(struct terms *t)
{
	return intern(t, &(struct term){ .kind = TERM_UNKNOWN, .number = t->unknowns++ });
}

static int64_t compute(enum lkmm_operator op, uint64_t a, uint64_t b)
{
	switch (op) {
	case LKMM_ADD:
		return (int64_t)(a + b);
	case LKMM_AND:
		return (int64_t)(a & b);
	case LKMM_OR:
		return (int64_t)(a | b);
	default:
		return (int64_t)(a ^ b);
	}
}

static bool is_number(const struct term *a, int64_t v)
{
	return a->kind == TERM_NUMBER && a->number == v;
}

/* @a + @v, with one number in it at most. */
static const struct term *add_number(struct terms *t, const struct term *a, int64_t v)
{
	if (a->kind == TERM_BINARY && a->op == LKMM_ADD && a->b->kind == TERM_NUMBER) {
		v = compute(LKMM_ADD, (uint64_t)v, (uint64_t)a->b->number);
		a = a->a;
	}
	if (!v)
		return a;
	return intern(t, &(struct term){ .kind = TERM_BINARY, .op = LKMM_ADD, .a = a,
					 .b = term_number(t, v) });
}

const struct term *term_binary(struct terms *t, enum lkmm_operator op, const struct term *a,
			       const struct term *b)
{
	bool known = op == LKMM_ADD || op == LKMM_AND || op == LKMM_OR || op == LKMM_XOR;

	if (op == LKMM_SUB && b->kind == TERM_NUMBER)
		return term_binary(t, LKMM_ADD, a,
				   term_number(t, (int64_t)-(uint64_t)b->number));
	if (known && a->kind == TERM_NUMBER && b->kind == TERM_NUMBER)
		return term_number(t, compute(op, (uint64_t)a->number, (uint64_t)b->number));
	if (op == LKMM_ADD && a->kind == TERM_NUMBER)
		return add_number(t, b, a->number);
	if (op == LKMM_ADD && b->kind == TERM_NUMBER)
		return add_number(t, a, b->number);
	if (a == b && (op == LKMM_XOR || op == LKMM_SUB))
		return term_number(t, 0);
	if (a == b && (op == LKMM_AND || op == LKMM_OR))
		return a;
	if (is_number(b, 0) && (op == LKMM_OR || op == LKMM_XOR))
		return a;
	if (op == LKMM_AND && (is_number(a, 0) || is_number(b, 0)))
		return term_number(t, 0);
	return intern(t, &(struct term){ .kind = TERM_BINARY, .op = op, .a = a, .b = b });
}

static int64_t low_bits(int64_t v, struct lkmm_integer to)
{
	int left = 64 - to.bits;

	if (!to.bits || to.bits == 64)
		return v;
	return to.is_unsigned ? (int64_t)((uint64_t)v << left >> left)
			      : (int64_t)((uint64_t)v << left) >> left;
}

/* Whether the lowest @bits of @a are 0. */
static bool is_above(const struct term *a, int bits)
{
	if (a->kind == TERM_BINARY && a->op == LKMM_AND)
		a = a->b;
	return a->kind == TERM_NUMBER && !((uint64_t)a->number << (64 - bits));
}

/*
 * An instruction that writes a part of a register leaves the other bits as they were: the part is
 * the value that was written.
 */
static const struct term *part_of(const struct term *a, int bits)
{
	while (a->kind == TERM_BINARY && a->op == LKMM_OR) {
		if (is_above(a->a, bits))
			a = a->b;
		else if (is_above(a->b, bits))
			a = a->a;
		else
			break;
	}
	return a;
}

/* @a without what only changes bits above the lowest @bits. */
static const struct term *without_upper(const struct term *a, int bits)
{
	uint64_t own = (UINT64_C(1) << bits) - 1;

	while ((a->kind == TERM_CAST && a->to.bits >= bits) ||
	       (a->kind == TERM_BINARY && a->op == LKMM_AND && a->b->kind == TERM_NUMBER &&
		((uint64_t)a->b->number & own) == own))
		a = a->a;
	return a;
}

const struct term *term_cast(struct terms *t, struct lkmm_integer to, const struct term *a)
{
	if (!to.bits || to.bits == 64)
		return a;
	a = without_upper(part_of(a, to.bits), to.bits);
	if (a->kind == TERM_NUMBER)
		return term_number(t, low_bits(a->number, to));
	if (is_above(a, to.bits))
		return term_number(t, 0);
	if (a->kind == TERM_CAST && (a->to.is_unsigned || !to.is_unsigned))
		return a;
	return intern(t, &(struct term){ .kind = TERM_CAST, .a = a, .to = to });
}

const struct term *term_base(const struct term *a)
{
	while (a->kind == TERM_BINARY && a->op == LKMM_ADD && a->b->kind == TERM_NUMBER)
		a = a->a;
	return a;
}

/* ---- equality ---- */

/* @a without what keeps the bits of the object as they are. */
static const struct term *strip(const struct terms *t, const struct term *a)
{
	for (;;) {
		uint64_t mask = a->kind == TERM_BINARY && a->op == LKMM_AND &&
				a->b->kind == TERM_NUMBER ? (uint64_t)a->b->number : 0;
		uint64_t own = t->bits < 64 ? (UINT64_C(1) << t->bits) - 1 : UINT64_MAX;

		if (a->kind == TERM_CAST && a->to.bits >= t->bits)
			a = a->a;
		else if (mask && (mask & own) == own && !(mask & (mask + 1)))
			a = a->a;
		else
			return a;
	}
}

/* "a ^ b" and "a - b" are 0 if they are equal. */
static void take_apart(const struct term **a, const struct term **b)
{
	if (!is_number(*b, 0) || (*a)->kind != TERM_BINARY ||
	    ((*a)->op != LKMM_XOR && (*a)->op != LKMM_SUB))
		return;
	*b = (*a)->b;
	*a = (*a)->a;
}

static void strip_both(struct terms *t, const struct term **a, const struct term **b)
{
	*a = strip(t, *a);
	*b = strip(t, *b);
	take_apart(a, b);
	*a = strip(t, *a);
	*b = strip(t, *b);
}

/* Whether @a has as many bits as the object, and they are the rest of it as in @like. */
static bool has_own_bits(const struct terms *t, const struct term *a, const struct term *like)
{
	if (a->kind == TERM_NUMBER)
		return low_bits(a->number, like->to) == a->number;
	return a->kind == TERM_CAST && a->to.bits == t->bits && lkmm_same_integer(a->to, like->to);
}

/* Whether they are equal if the bits of the object are. */
static bool are_narrow(const struct terms *t, const struct term *a, const struct term *b)
{
	const struct term *like = a->kind == TERM_CAST ? a : b;

	return t->bits == 64 || (like->kind == TERM_CAST && has_own_bits(t, a, like) &&
				 has_own_bits(t, b, like));
}

/* Of the bits of the object; and of all bits. */
static const char equality[] = "==", identity[] = "===";

static struct chosen *find_chosen(struct terms *t, const char *how, const struct term *a,
				  const struct term *b)
{
	for (int i = 0; i < t->nchosen; i++) {
		struct chosen *c = &t->chosen[i];

		if (!strcmp(c->how, how) && ((c->a == a && c->b == b) ||
					     ((how == equality || how == identity) &&
					      c->a == b && c->b == a)))
			return c;
	}
	return NULL;
}

static void add_chosen(struct terms *t, const char *how, const struct term *a,
		       const struct term *b, bool holds)
{
	if (t->nchosen < MAX_CHOSEN)
		t->chosen[t->nchosen++] = (struct chosen){ how, a, b, holds };
}

bool term_has(const struct term *t, const struct term *of)
{
	if (t == of)
		return true;
	return (t->kind == TERM_CAST || t->kind == TERM_BINARY) &&
	       (term_has(t->a, of) || (t->kind == TERM_BINARY && term_has(t->b, of)));
}

bool term_choose(struct terms *t)
{
	if (t->at == MAX_CHOICES) {
		t->too_many = true;
		return false;
	}
	if (t->at == t->nchoices)
		t->choice[t->nchoices++] = false;
	return t->choice[t->at++];
}

/* Of the bits of the object. */
static bool equal_own(struct terms *t, const struct term *a, const struct term *b)
{
	const struct lkmm_integer own = LKMM_UNSIGNED(t->bits);

	strip_both(t, &a, &b);
	if (a == b)
		return true;
	if (a->kind == TERM_NUMBER && b->kind == TERM_NUMBER)
		return low_bits(a->number, own) == low_bits(b->number, own);
	return term_compare(t, equality, a, b);
}

bool term_equal(struct terms *t, const struct term *a, const struct term *b)
{
	const struct term *own_a, *own_b;
	const struct chosen *c;
	bool equal;

	if (are_narrow(t, a, b))
		return equal_own(t, a, b);
	take_apart(&a, &b);
	if (a == b)
		return true;
	if (a->kind == TERM_NUMBER && b->kind == TERM_NUMBER)
		return a->number == b->number;
	if (are_narrow(t, a, b))
		return equal_own(t, a, b);
	/* Those whose lowest bits differ differ; the others may do so. */
	own_a = a;
	own_b = b;
	strip_both(t, &own_a, &own_b);
	c = find_chosen(t, equality, own_a, own_b);
	if (c && !c->holds)
		return false;
	equal = term_compare(t, identity, a, b);
	if (equal && !c)
		add_chosen(t, equality, own_a, own_b, true);
	return equal;
}

bool term_compare(struct terms *t, const char *how, const struct term *a, const struct term *b)
{
	const struct chosen *c = find_chosen(t, how, a, b);
	bool holds;

	if (c)
		return c->holds;
	holds = term_choose(t);
	add_chosen(t, how, a, b, holds);
	return holds;
}

void term_differ(struct terms *t, const struct term *a, const struct term *b)
{
	strip_both(t, &a, &b);
	add_chosen(t, equality, a, b, false);
}

/* ---- ways ---- */

void term_first_way(struct terms *t)
{
	t->nchoices = t->at = t->nchosen = 0;
	t->unknowns = 0;
}

bool term_next_way(struct terms *t)
{
	t->at = t->nchosen = 0;
	t->unknowns = 0;
	while (t->nchoices && t->choice[t->nchoices - 1])
		t->nchoices--;
	if (!t->nchoices)
		return false;
	t->choice[t->nchoices - 1] = true;
	return true;
}
