// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Expressions. */
#include "run.h"

bool lkmm_has_effect(const struct lkmm_expr *e)
{
	for (; e; e = e->a)
		if (e->kind == LKMM_ACCESS || e->kind == LKMM_ASSIGN || e->kind == LKMM_BODY ||
		    lkmm_has_effect(e->b) || lkmm_has_effect(e->c))
			return true;
	return false;
}

/* Evaluates @e where it depends on @cond having been decided. */
static const struct sym *run_under(struct run *r, const struct sym *cond, const struct lkmm_expr *e)
{
	const struct branch *outer = r->branch;
	struct branch *b = lkmm_run_alloc(r, sizeof(*b));
	const struct sym *s;

	if (!b)
		return &lkmm_nothing;
	*b = (struct branch){ .cond = cond, .outer = outer, .nesting = r->nesting };
	r->branch = b;
	s = lkmm_run_expr(r, e);
	r->branch = outer;
	return s;
}

/* Evaluates @e, which has no effect and counts where @cond has this @truth. */
static const struct sym *run_guarded(struct run *r, const struct sym *cond, bool truth,
				     const struct lkmm_expr *e)
{
	const struct guard guard = { cond, truth, r->guard };
	const struct sym *s;

	r->guard = &guard;
	s = lkmm_run_expr(r, e);
	r->guard = guard.outer;
	return s;
}

static const struct sym *run_logic(struct run *r, const struct lkmm_expr *e)
{
	const struct sym *a = lkmm_run_expr(r, e->a), *b;

	lkmm_note_side(r, e->a, a);
	if (!lkmm_has_effect(e->b)) {
		b = run_guarded(r, a, e->op == LKMM_LAND, e->b);
		lkmm_note_side(r, e->b, b);
		return lkmm_sym_binary(r, e->op, a, b);
	}
	if (lkmm_run_truth(r, a) == (e->op == LKMM_LOR))
		return lkmm_sym_binary(r, LKMM_NE, a, &lkmm_nothing);
	b = run_under(r, a, e->b);
	return lkmm_sym_binary(r, e->op, a, b);
}

static const struct sym *run_conditional(struct run *r, const struct lkmm_expr *e)
{
	const struct sym *a = lkmm_run_expr(r, e->a), *chosen;

	if (r->test->architecture && !r->test->compiled) {
		chosen = lkmm_run_expr(r, lkmm_run_truth(r, a) ? e->b : e->c);
		return lkmm_sym_chosen(r, lkmm_sym_weak(r, a), chosen);
	}
	if (lkmm_has_effect(e->b) || lkmm_has_effect(e->c) || a->kind == SYM_NUMBER)
		return run_under(r, a, lkmm_run_truth(r, a) ? e->b : e->c);
	return lkmm_sym_new(r, (struct sym){ .kind = SYM_CONDITIONAL, .a = a,
					     .b = run_guarded(r, a, true, e->b),
					     .c = run_guarded(r, a, false, e->c) });
}

static const struct sym *run_kind(struct run *r, const struct lkmm_expr *e);

/* The @n operators of a chain as a + b + c + ...: it may be too long for recursion. */
static const struct sym *run_chain(struct run *r, const struct lkmm_expr *e, int n)
{
	const struct lkmm_expr **link = lkmm_run_alloc(r, sizeof(*link) * (size_t)n);
	const struct sym *s, *b;

	if (!link)
		return &lkmm_nothing;
	for (int i = n; i--; e = e->a)
		link[i] = e;
	s = lkmm_run_expr(r, e);
	for (int i = 0; i < n; i++) {
		if (link[i]->kind == LKMM_CAST) {
			s = lkmm_sym_cast(r, s, link[i]->to);
		} else {
			b = lkmm_run_expr(r, link[i]->b);
			lkmm_run_defined(r, link[i], s, b);
			s = lkmm_sym_typed_binary(r, link[i]->op, link[i]->is_unsigned, s, b);
		}
		r->names += lkmm_makes_name(link[i]);
	}
	return s;
}

const struct sym *lkmm_run_expr(struct run *r, const struct lkmm_expr *e)
{
	const struct sym *s;
	int n = 0;

	if (r->flow != FLOW_ON)
		return &lkmm_nothing;
	if (r->values && (s = lkmm_recall(r, e)))
		return s;
	for (const struct lkmm_expr *a = e; lkmm_is_link(a); a = a->a)
		n++;
	if (n > LKMM_LONG_CHAIN)
		return run_chain(r, e, n);
	s = run_kind(r, e);
	r->names += lkmm_makes_name(e);
	return s;
}

static const struct sym *run_assign(struct run *r, const struct lkmm_expr *e)
{
	const struct sym *a = lkmm_run_expr(r, e->a);

	if (r->flow != FLOW_ON)
		return &lkmm_nothing;
	a = lkmm_sym_cast(r, a, r->thread->reg[e->index].integer);
	r->reg[e->index] = a;
	lkmm_note_assigned(r, e->index);
	return a;
}

/* The statements of a body are not part of the expression around it. */
static const struct sym *run_inside(struct run *r, const struct lkmm_expr *e)
{
	unsigned int way = r->way, names = r->names;
	const struct branch *outer = r->branch;
	const struct value *values = r->values;
	const struct sym *s = &lkmm_nothing;

	r->values = NULL;
	lkmm_run_list(r, e->body);
	r->names = names + lkmm_count_list(r, e->body).names;
	if (e->a && r->flow == FLOW_ON)
		s = lkmm_run_whole(r, e->a);
	r->values = values;
	r->branch = lkmm_decide_for_good(r, r->branch, outer);
	r->way = way;
	return s;
}

static const struct sym *run_kind(struct run *r, const struct lkmm_expr *e)
{
	const struct sym *a, *b;

	switch (e->kind) {
	case LKMM_NUMBER:
		return lkmm_sym_number(r, e->number);
	case LKMM_ADDRESS:
		return lkmm_sym_number(r, lkmm_address(r->test, e->index));
	case LKMM_REGISTER:
		lkmm_note_read(r, e->index);
		return r->reg[e->index];
	case LKMM_UNARY:
		a = lkmm_run_expr(r, e->a);
		lkmm_run_defined(r, e, a, NULL);
		return lkmm_sym_unary(r, e->op, a);
	case LKMM_BINARY:
		if (e->op == LKMM_LAND || e->op == LKMM_LOR)
			return run_logic(r, e);
		a = lkmm_run_expr(r, e->a);
		b = lkmm_run_expr(r, e->b);
		lkmm_run_defined(r, e, a, b);
		return lkmm_sym_typed_binary(r, e->op, e->is_unsigned, a, b);
	case LKMM_CONDITIONAL:
		return run_conditional(r, e);
	case LKMM_CAST:
		return lkmm_sym_cast(r, lkmm_run_expr(r, e->a), e->to);
	case LKMM_ASSIGN:
		return run_assign(r, e);
	case LKMM_COMMA:
		lkmm_run_expr(r, e->a);
		return lkmm_run_expr(r, e->b);
	case LKMM_ACCESS:
		return lkmm_run_access(r, e);
	case LKMM_BODY:
		return run_inside(r, e);
	}
	return &lkmm_nothing;
}
