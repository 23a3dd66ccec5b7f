// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The path of a run: the conditions known on this path, and the decisions made now. */
#include "run.h"

#include <string.h>

bool lkmm_run_decide(struct run *r)
{
	if (r->taken == r->ndecisions) {
		if (r->ndecisions == r->room) {
			bool *p = lkmm_run_alloc(r, 2 * (size_t)r->room + 16);

			if (!p)
				return false;
			if (r->room)
				memcpy(p, r->decision, (size_t)r->room);
			r->decision = p;
			r->room = 2 * r->room + 16;
		}
		r->decision[r->ndecisions++] = false;
	}
	return r->decision[r->taken++];
}

static void add_fact(struct run *r, const struct sym *s, bool truth)
{
	struct fact *p = lkmm_run_grow(r, r->path->fact, r->path->nfacts, sizeof(*p));

	if (!p)
		return;
	r->path->fact = p;
	p[r->path->nfacts++] = (struct fact){ s, truth, r->path->nevents };
}

static bool is_truth(const struct sym *s)
{
	return (s->kind == SYM_UNARY && s->op == LKMM_LNOT) ||
	       (s->kind == SYM_BINARY && s->op >= LKMM_EQ && s->op <= LKMM_LOR);
}

static bool has_number(const struct sym *s, enum lkmm_operator op)
{
	return s->kind == SYM_BINARY && s->op == op && s->b->kind == SYM_NUMBER &&
	       s->b->number >> 1 == 0;
}

/* Whether the value is 0 or 1: a truth, also as compilers pass it on, (bool)(t & 1) ^ 1. */
static bool is_bit(const struct sym *s)
{
	for (; !is_truth(s); s = s->a)
		if (!has_number(s, LKMM_AND) && !has_number(s, LKMM_XOR) &&
		    !(s->kind == SYM_CAST && (s->to.is_unsigned || s->to.bits > 1)))
			return false;
	return true;
}

/*
 * The expression that is true if and only if @s is true; with *@truth turned, if and only if not.
 */
static const struct sym *without_not(const struct sym *s, bool *truth)
{
	for (;; s = s->a) {
		if (s->kind == SYM_UNARY && s->op == LKMM_LNOT) {
			*truth = !*truth;
			continue;
		}
		if ((s->kind != SYM_CAST && s->kind != SYM_BINARY) || !is_bit(s->a))
			return s;
		if (has_number(s, LKMM_EQ))
			*truth ^= !s->b->number;
		else if (has_number(s, LKMM_NE) || has_number(s, LKMM_XOR))
			*truth ^= s->b->number;
		else if (s->kind != SYM_CAST && (!has_number(s, LKMM_AND) || !s->b->number))
			return s;
	}
}

static bool is_equality(const struct sym *s)
{
	return s->kind == SYM_BINARY && (s->op == LKMM_EQ || s->op == LKMM_NE);
}

/* @s, which may be read from a variable, converted to the type of that variable. */
static const struct sym *without_cast(const struct run *r, const struct sym *s)
{
	int loc;

	/* or no memory for the event */
	if (s->kind != SYM_CAST || s->a->kind != SYM_READ || s->a->read >= r->path->nevents)
		return s;
	loc = lkmm_known_location(r->test, &r->path->event[s->a->read]);
	return loc >= 0 && lkmm_same_integer(s->to, r->test->loc[loc].integer) ? s->a : s;
}

/* @s, which an instruction may have chosen among two that are the same: machine.c. */
static const struct sym *without_choice(const struct sym *s)
{
	while ((s->kind == SYM_CAST && s->weak) || (s->kind == SYM_CONDITIONAL && s->b == s->c))
		s = s->kind == SYM_CAST ? s->a : s->b;
	return s;
}

/* Of one run: symbols that are computed alike are one, but for a few numbers. */
static bool is_same(const struct sym *a, const struct sym *b)
{
	return a == b || (a->kind == SYM_NUMBER && b->kind == SYM_NUMBER && a->number == b->number);
}

static bool same_operand(const struct run *r, const struct sym *a, const struct sym *b)
{
	return is_same(a, b) || is_same(without_cast(r, without_choice(a)),
					without_cast(r, without_choice(b)));
}

/* The type of the variable whose value @s is, converted to a type with room for all values. */
static bool converted_type(const struct run *r, const struct sym *s, struct lkmm_integer *type)
{
	const struct lkmm_location *l;
	int loc;

	if (s->kind != SYM_CAST || s->a->kind != SYM_READ || s->a->read >= r->path->nevents)
		return false;
	loc = lkmm_known_location(r->test, &r->path->event[s->a->read]);
	if (loc < 0)
		return false;
	l = &r->test->loc[loc];
	*type = l->integer;
	return type->bits && type->bits <= s->to.bits &&
	       lkmm_truncate(l->init, l->integer) == l->init;
}

/*
 * Takes conversions that make no difference off both sides of an equality: compilers compare
 * numbers of 32 bits after they have made 64 of them.
 */
static void take_off_casts(const struct run *r, const struct sym **a, const struct sym **b)
{
	struct lkmm_integer x, y;

	*a = without_choice(*a);
	*b = without_choice(*b);
	if ((*a)->kind == SYM_CAST && (*b)->kind == SYM_CAST &&
	    lkmm_same_integer((*a)->to, (*b)->to) && converted_type(r, *a, &x) &&
	    converted_type(r, *b, &y) && lkmm_same_integer(x, y)) {
		*a = (*a)->a;
		*b = (*b)->a;
	}
}

static bool are_same_equality(const struct run *r, const struct sym *f, const struct sym *s)
{
	const struct sym *a = f->a, *b = f->b, *x = s->a, *y = s->b;

	if (a == x && b == y)
		return true;
	take_off_casts(r, &a, &b);
	take_off_casts(r, &x, &y);
	return (same_operand(r, a, x) && same_operand(r, b, y)) ||
	       (same_operand(r, a, y) && same_operand(r, b, x));
}

/* Whether @fact decides the truth of @s, which is then *@truth. */
static bool fact_decides(const struct run *r, const struct fact *fact, const struct sym *s,
			 bool *truth)
{
	bool own = fact->truth;
	const struct sym *f = without_not(fact->sym, &own);

	if (is_equality(f) && is_equality(s)) {
		*truth = own == (f->op == s->op);
		return are_same_equality(r, f, s);
	}
	*truth = own;
	return is_same(f, s);
}

static bool is_logic(const struct sym *s)
{
	return s->kind == SYM_BINARY && (s->op == LKMM_LAND || s->op == LKMM_LOR);
}

/* Whether it is known on this path if @s is true, which is then *@truth. */
static bool is_decided(const struct run *r, const struct sym *s, bool *truth)
{
	bool same = true, a, b, has_a, has_b;
	const struct sym *core = without_not(s, &same);
	int64_t v;

	if (lkmm_only_read(core) == LKMM_NO_READ && lkmm_sym_value_of(core, 0, &v)) {
		*truth = !v ^ same;
		return true;
	}
	if (is_equality(core) && same_operand(r, core->a, core->b)) {
		*truth = (core->op == LKMM_EQ) == same;
		return true;
	}
	if (is_logic(core)) {
		/* One side with that value decides it, for any other side. */
		bool decisive = core->op == LKMM_LOR;

		if ((has_a = is_decided(r, core->a, &a)) && a == decisive)
			has_b = true, b = decisive;
		else
			has_b = is_decided(r, core->b, &b);
		*truth = (has_b && b == decisive ? decisive : !decisive) == same;
		if (has_b && (has_a || b == decisive))
			return true;
	}
	for (int i = 0; i < r->path->nfacts; i++) {
		if (!fact_decides(r, &r->path->fact[i], core, truth))
			continue;
		*truth = *truth == same;
		return true;
	}
	return false;
}

void lkmm_run_unless(struct run *r, const struct sym *s, const struct lkmm_expr *e)
{
	bool truth, same = true;

	if (is_decided(r, s, &truth)) {
		if (!truth)
			return;
		lkmm_run_stop(r, s, e);
		if (r->flow == FLOW_ON)
			r->flow = FLOW_BAD;
		return;
	}
	lkmm_run_stop(r, s, e);
	s = without_not(s, &same);
	add_fact(r, s, !same);
}

bool lkmm_run_truth(struct run *r, const struct sym *s)
{
	bool truth, same = true;

	if (is_decided(r, s, &truth))
		return truth;
	truth = lkmm_run_decide(r);
	s = without_not(s, &same);
	add_fact(r, s, truth == same);
	return truth;
}
