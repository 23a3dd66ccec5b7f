// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Iterators that go on after their end. map_while(), zip() and the next() of an impl may give an
 * element after they have given None; skip(), take() and their like have counted by then. fuse()
 * stops there.
 */
#include "iterator.h"

static struct lkmm_expr *number(struct rust *r, int64_t n, struct lkmm_place at)
{
	return new_number(r->l, n, at);
}

static struct lkmm_expr *compute(struct rust *r, enum lkmm_operator op, struct lkmm_expr *a,
				 struct lkmm_expr *b, struct lkmm_place at)
{
	return new_binary(r->l, op, a, b, at);
}

static struct lkmm_expr *both(struct rust *r, struct lkmm_expr *a, struct lkmm_expr *b,
			      struct lkmm_place at)
{
	return a && b ? compute(r, LKMM_LAND, a, b, at) : a ? a : b;
}

static void set(struct rust *r, struct lkmm_expr *reg, struct lkmm_expr *e, struct lkmm_place at)
{
	rust_emit(r, LKMM_EXPR, new_assign(r->l, reg, e, at), at);
}

struct lkmm_expr *rust_iter_more(struct rust *r, const struct stage *s, struct lkmm_place at)
{
	switch (s->kind) {
	case TAKE:
		return compute(r, LKMM_LT, s->state, s->limit, at);
	case TAKE_WHILE:
	case MAP_WHILE:
	case ZIP:
	case FUSE:
		return compute(r, LKMM_EQ, s->state, number(r, 0, at), at);
	default:
		return NULL;
	}
}

static bool goes_on_afterwards(const struct stage *s)
{
	return s->kind == MAP_WHILE || s->kind == ZIP;
}

bool rust_iter_resumes(const struct rust_iter *it, int k)
{
	bool any = it->base == OF_NEXT;

	for (int i = 0; i < k; i++)
		any |= goes_on_afterwards(&it->stage[i]);
	return any;
}

void rust_iter_begin(struct rust *r, struct way *way)
{
	const struct rust_iter *it = way->iter;
	struct lkmm_expr *asked = NULL, *more;

	for (int i = 0; i < it->nstages; i++)
		if (goes_on_afterwards(&it->stage[i]))
			set(r, it->stage[i].state, number(r, 0, way->at), way->at);
	for (int i = it->nstages - 1; i >= 0; i--) {
		enum stage_kind kind = it->stage[i].kind;

		if (!rust_iter_resumes(it, i))
			break;
		if (kind == SKIP || kind == STEP)
			way->asked[i] = asked ? rust_iter_keep(r, asked, way->at) :
						number(r, 1, way->at);
		more = rust_iter_more(r, &it->stage[i], way->at);
		asked = both(r, more, asked, way->at);
	}
	if (it->base == OF_NEXT)
		way->ended = rust_iter_keep(r, number(r, 0, way->at), way->at);
}

/* Whether what comes before the stage @k has given None. */
static struct lkmm_expr *has_ended(struct rust *r, const struct way *way, int k)
{
	struct lkmm_expr *e = way->ended;

	for (int i = 0; i < k; i++) {
		const struct stage *s = &way->iter->stage[i];

		if (goes_on_afterwards(s))
			e = e ? compute(r, LKMM_OR, e, s->state, way->at) : s->state;
	}
	return e;
}

/* How many elements are still to be left out by the stage @s, before it lets one pass. */
static struct lkmm_expr *left_out(struct rust *r, const struct stage *s, struct lkmm_place at)
{
	struct lkmm_expr *n;

	if (s->kind == STEP) {
		n = compute(r, LKMM_MOD, s->state, s->limit, at);
		return compute(r, LKMM_MOD, compute(r, LKMM_SUB, s->limit, n, at), s->limit, at);
	}
	n = compute(r, LKMM_SUB, s->limit, s->state, at);
	return compute(r, LKMM_MUL, n, compute(r, LKMM_GT, n, number(r, 0, at), at), at);
}

/*
 * take(n) counts what it is asked for, and not only what it gets: one for next(), and all that a
 * skip() behind it leaves out, as that asks by nth(). What all() and find() ask for is not counted.
 */
static void count_asked(struct rust *r, const struct way *way, int k)
{
	const struct rust_iter *it = way->iter;
	struct lkmm_expr *n = NULL, *out, *state = it->stage[k].state;
	bool one = way->by_next;

	for (int i = k + 1; i < it->nstages; i++) {
		if (it->stage[i].kind != SKIP && it->stage[i].kind != STEP)
			break;
		one |= it->stage[i].kind == STEP;
		out = left_out(r, &it->stage[i], way->at);
		n = n ? compute(r, LKMM_ADD, n, out, way->at) : out;
	}
	if (one)
		n = n ? compute(r, LKMM_ADD, n, number(r, 1, way->at), way->at) :
			number(r, 1, way->at);
	if (!n)
		return;
	n = compute(r, LKMM_MUL, n,
		    compute(r, LKMM_NE, has_ended(r, way, k), number(r, 0, way->at), way->at),
		    way->at);
	set(r, state, compute(r, LKMM_ADD, state, n, way->at), way->at);
}

/* skip() and step_by(): what they still had to leave out is not left out again. */
static void forget(struct rust *r, const struct way *way, int k)
{
	const struct stage *s = &way->iter->stage[k];
	struct lkmm_expr *done = s->kind == STEP ? number(r, 1, way->at) : s->limit;

	if (s->kind == SKIP)
		done = rust_conditional(r, compute(r, LKMM_LT, s->state, s->limit, way->at), done,
					s->state, way->at);
	set(r, s->state, rust_conditional(r, way->asked[k], done, s->state, way->at), way->at);
}

void rust_iter_end(struct rust *r, const struct way *way)
{
	const struct rust_iter *it = way->iter;

	for (int i = 0; i < it->nstages; i++) {
		const struct stage *s = &it->stage[i];

		if (!rust_iter_resumes(it, i))
			continue;
		if (s->kind == TAKE)
			count_asked(r, way, i);
		else if (way->asked[i])
			forget(r, way, i);
		else if (s->kind == FUSE)
			set(r, s->state, compute(r, LKMM_OR, s->state, has_ended(r, way, i),
						 way->at), way->at);
	}
}
