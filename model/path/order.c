// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The order of the accesses of one expression in C. Operands of an operator and arguments of a call
 * are unsequenced: their accesses may come in any order, and interleave. &&, ||, ?: and the comma
 * are sequenced, and a call or an assignment comes after its operands. A function that is called
 * runs as a whole between two accesses.
 *
 * The run takes one access after the other among those whose operands are known; where there are
 * several, it decides. It keeps the values, and evaluates the expression with them at the end.
 *
 * If the model allows it, two accesses commute if both are plain or relaxed, neither belongs to an
 * RMW, and they are to different variables, or are loads of one that no other thread writes: the
 * model's rules for two events in program order without a fence between them are about the same
 * location, an acquire, a release or an RMW. So of two adjacent accesses that commute, only the
 * order of the source is tried; and if the first access commutes with all others, there is nothing
 * to decide.
 */
#include "run.h"

/* The value of a part of the expression that has been evaluated. */
struct value {
	const struct value *next;
	const struct lkmm_expr *expr;
	const struct sym *sym;
};

/* An access that could come next. */
struct ready {
	const struct lkmm_expr *expr;
	const struct branch *branch;
};

enum { MAX_READY = 64 };

struct order {
	struct run *run;
	struct ready ready[MAX_READY];
	int nready;
	struct ready before[MAX_READY];	/* the last time, of which ... */
	int taken;			/* ... this one was taken, or -1 */
};

/* ---- accesses that commute ---- */

/* The variable of an access that is relaxed and no RMW, or -1. */
static int simple_variable(const struct lkmm_expr *e)
{
	const struct lkmm_access *a = e->access;
	const struct lkmm_expr *address;

	if (e->kind != LKMM_ACCESS)
		return -1;
	if (a->kind == LKMM_OP && (a->order != LKMM_RELAXED || (a->op->becomes && a->op->returns) ||
				   (a->op->becomes && a->op->becomes->kind != LKMM_F_ARG)))
		return -1;
	if (a->kind != LKMM_OP && a->kind != LKMM_PLAIN_LOAD && a->kind != LKMM_PLAIN_STORE)
		return -1;
	address = a->arg[a->kind == LKMM_OP ? a->op->object : 0];
	return address && address->kind == LKMM_ADDRESS ? address->index : -1;
}

static bool is_load(const struct lkmm_access *a)
{
	return a->kind == LKMM_PLAIN_LOAD || (a->kind == LKMM_OP && !a->op->becomes);
}

static bool list_may_write(const struct lkmm_stmt *s, int loc);

/* Whether @e may write the variable @loc, or is anything but a load or a store. */
static bool may_write(const struct lkmm_expr *e, int loc)
{
	for (; e; e = e->a) {
		if (e->kind == LKMM_ACCESS) {
			int variable = simple_variable(e);

			if (!is_load(e->access) && e->access->kind != LKMM_FENCE &&
			    (variable < 0 || variable == loc))
				return true;
			for (int i = 0; i < LKMM_MAX_ARGS; i++)
				if (may_write(e->access->arg[i], loc))
					return true;
		}
		if (may_write(e->b, loc) || may_write(e->c, loc) ||
		    (e->kind == LKMM_BODY && list_may_write(e->body, loc)))
			return true;
	}
	return false;
}

static bool list_may_write(const struct lkmm_stmt *s, int loc)
{
	for (; s; s = s->next)
		if (may_write(s->expr, loc) || may_write(s->step, loc) ||
		    list_may_write(s->body, loc) || list_may_write(s->orelse, loc))
			return true;
	return false;
}

static bool others_may_write(const struct run *r, int loc)
{
	const struct lkmm_test *t = r->test;

	for (int i = 0; i < t->nthreads; i++)
		if (&t->thread[i] != r->thread && list_may_write(t->thread[i].body, loc))
			return true;
	return false;
}

static bool bodies_commute(const struct run *r, const struct lkmm_expr *a,
			   const struct lkmm_expr *b, bool one);

static bool commute(const struct run *r, const struct lkmm_expr *a, const struct lkmm_expr *b)
{
	int x = simple_variable(a), y = simple_variable(b);

	if (a->kind == LKMM_ASSIGN || b->kind == LKMM_ASSIGN)
		return true;
	if (a->kind == LKMM_BODY || b->kind == LKMM_BODY)
		return bodies_commute(r, a, b, false);
	if (x < 0 || y < 0)
		return false;
	if (!r->model->relaxed_commute)
		return x == y && is_load(a->access) && is_load(b->access) &&
		       !others_may_write(r, x);
	return x != y || (is_load(a->access) && is_load(b->access) && !others_may_write(r, x));
}

static bool lists_commute(const struct run *r, const struct lkmm_stmt *s,
			  const struct lkmm_expr *b, bool one)
{
	for (; s; s = s->next)
		if (!bodies_commute(r, s->expr, b, one) || !bodies_commute(r, s->step, b, one) ||
		    !lists_commute(r, s->body, b, one) || !lists_commute(r, s->orelse, b, one))
			return false;
	return true;
}

/* Whether each access in @a commutes with each in @b; @one: with the access @b. */
static bool bodies_commute(const struct run *r, const struct lkmm_expr *a,
			   const struct lkmm_expr *b, bool one)
{
	for (; a; a = a->a) {
		if (a->kind == LKMM_ACCESS &&
		    !(one ? commute(r, b, a) : bodies_commute(r, b, a, true)))
			return false;
		for (int i = 0; a->kind == LKMM_ACCESS && i < LKMM_MAX_ARGS; i++)
			if (!bodies_commute(r, a->access->arg[i], b, one))
				return false;
		if (!bodies_commute(r, a->b, b, one) || !bodies_commute(r, a->c, b, one) ||
		    (a->kind == LKMM_BODY && !lists_commute(r, a->body, b, one)))
			return false;
	}
	return true;
}

/* Whether @x commutes with all other accesses of @e that are still to come. */
static bool commutes_with_all(const struct run *r, const struct lkmm_expr *x,
			      const struct lkmm_expr *e)
{
	for (; e; e = e->a) {
		if (e->kind == LKMM_BODY)
			return e == x || lkmm_recall(r, e) || commute(r, x, e);
		if (e->kind == LKMM_ACCESS) {
			if (e != x && !lkmm_recall(r, e) && !commute(r, x, e))
				return false;
			for (int i = 0; i < LKMM_MAX_ARGS; i++)
				if (!commutes_with_all(r, x, e->access->arg[i]))
					return false;
		}
		if (!commutes_with_all(r, x, e->b) || !commutes_with_all(r, x, e->c))
			return false;
	}
	return true;
}

/* Whether the accesses of @e commute with all others of @root: then their order does not matter. */
static bool all_commute(const struct run *r, const struct lkmm_expr *root,
			const struct lkmm_expr *e)
{
	for (; e; e = e->a) {
		if (e->kind == LKMM_BODY)
			return commutes_with_all(r, e, root);
		if (e->kind == LKMM_ACCESS) {
			if (!commutes_with_all(r, e, root))
				return false;
			for (int i = 0; i < LKMM_MAX_ARGS; i++)
				if (!all_commute(r, root, e->access->arg[i]))
					return false;
		}
		if (!all_commute(r, root, e->b) || !all_commute(r, root, e->c))
			return false;
	}
	return true;
}

/* ---- values that are there ---- */

const struct sym *lkmm_recall(const struct run *r, const struct lkmm_expr *e)
{
	for (const struct value *v = r->values; v; v = v->next)
		if (v->expr == e)
			return v->sym;
	return NULL;
}

static void keep(struct run *r, const struct lkmm_expr *e, const struct sym *s)
{
	struct value *v = lkmm_run_alloc(r, sizeof(*v));

	if (!v)
		return;
	*v = (struct value){ r->values, e, s };
	r->values = v;
}

/* The value of @e, all that it does having been done: kept, since registers may change later. */
static const struct sym *value_of(struct run *r, const struct lkmm_expr *e)
{
	const struct sym *s = lkmm_recall(r, e);

	if (!s) {
		s = lkmm_run_expr(r, e);
		keep(r, e, s);
	}
	return s;
}

/* ---- the next access ---- */

static bool find_ready(struct order *o, const struct lkmm_expr *e, const struct branch *branch);

static bool find_under(struct order *o, const struct lkmm_expr *e, const struct sym *cond,
		       const struct branch *branch)
{
	lkmm_run_branch(o->run, &branch, cond, NULL);
	return find_ready(o, e, branch);
}

/* && and ||, ?: and the comma: the first operand must be done. */
static bool find_sequenced(struct order *o, const struct lkmm_expr *e, const struct branch *branch)
{
	const struct sym *a;
	bool truth;

	if (!find_ready(o, e->a, branch))
		return false;
	if (e->kind == LKMM_COMMA)
		return find_ready(o, e->b, branch);
	if (!lkmm_has_effect(e->b) && !lkmm_has_effect(e->c))
		return true;
	a = value_of(o->run, e->a);
	if (o->run->flow != FLOW_ON)
		return false;
	truth = lkmm_run_truth(o->run, a);
	if (e->kind == LKMM_CONDITIONAL)
		return find_under(o, truth ? e->b : e->c, a, branch);
	return truth == (e->op == LKMM_LOR) || find_under(o, e->b, a, branch);
}

static bool find_access(struct order *o, const struct lkmm_expr *e, const struct branch *branch)
{
	bool done = e->kind == LKMM_BODY || find_ready(o, e->a, branch);

	if (lkmm_recall(o->run, e))
		return true;
	for (int i = 0; e->kind == LKMM_ACCESS && i < LKMM_MAX_ARGS; i++)
		done &= find_ready(o, e->access->arg[i], branch);
	if (done && o->nready == MAX_READY)
		lkmm_run_exceeds(o->run, LKMM_LIMIT_WAYS);
	else if (done)
		o->ready[o->nready++] = (struct ready){ e, branch };
	return false;
}

/* Adds the accesses of @e that can come next. True if it has no more. */
static bool find_ready(struct order *o, const struct lkmm_expr *e, const struct branch *branch)
{
	bool done;

	if (!e || o->run->flow != FLOW_ON)
		return true;
	if (e->kind == LKMM_ACCESS || e->kind == LKMM_ASSIGN || e->kind == LKMM_BODY)
		return find_access(o, e, branch);
	if (e->kind == LKMM_COMMA || e->kind == LKMM_CONDITIONAL ||
	    (e->kind == LKMM_BINARY && (e->op == LKMM_LAND || e->op == LKMM_LOR)))
		return find_sequenced(o, e, branch);
	done = find_ready(o, e->a, branch);
	done &= find_ready(o, e->b, branch);
	return done & find_ready(o, e->c, branch);
}

/* ---- one after the other ---- */

/* Whether the other order of ready[@i] and the last access is tried instead. */
static bool is_other_order(const struct order *o, int i)
{
	const struct lkmm_expr *e = o->ready[i].expr;

	for (int k = 0; k < o->taken; k++)
		if (o->before[k].expr == e)
			return commute(o->run, e, o->before[o->taken].expr);
	return false;
}

/* The next access, or -1: the rest has been tried in another order. */
static int choose(struct order *o, const struct lkmm_expr *root)
{
	int choice = -1;

	for (int i = 0; i < o->nready; i++)
		if (o->ready[i].expr->kind == LKMM_ASSIGN)
			return i;
	if (commutes_with_all(o->run, o->ready[0].expr, root))
		return 0;
	for (int i = 0; i < o->nready; i++) {
		if (is_other_order(o, i))
			continue;
		if (choice >= 0 && !lkmm_run_decide(o->run))
			return choice;
		choice = i;
	}
	return choice;
}

/* Counts the names made in @e before @target; true when that was found. See names.c. */
static bool count_before(struct run *r, const struct lkmm_expr *e, const struct lkmm_expr *target,
			 unsigned int *n)
{
	if (e == target)
		return true;
	if ((e->a && count_before(r, e->a, target, n)) ||
	    (e->b && count_before(r, e->b, target, n)) ||
	    (e->c && count_before(r, e->c, target, n)))
		return true;
	for (int i = 0; e->kind == LKMM_ACCESS && i < LKMM_MAX_ARGS; i++)
		if (e->access->arg[i] && count_before(r, e->access->arg[i], target, n))
			return true;
	*n += lkmm_makes_name(e) + (e->kind == LKMM_BODY ? lkmm_count_list(r, e->body).names : 0);
	return false;
}

static void take(struct order *o, int i, const struct lkmm_expr *root, unsigned int names)
{
	struct run *r = o->run;
	const struct branch *outer = r->branch;
	const struct ready next = o->ready[i];
	const struct sym *s;

	count_before(r, root, next.expr, &names);
	/* that come before it in its own arguments */
	for (int k = 0; next.expr->kind == LKMM_ACCESS && k < LKMM_MAX_ARGS; k++)
		if (next.expr->access->arg[k])
			count_before(r, next.expr->access->arg[k], NULL, &names);
	r->branch = next.branch;
	s = lkmm_run_expr(r, next.expr);
	r->branch = outer;
	keep(r, next.expr, s);
	for (int k = 0; k < o->nready; k++)
		o->before[k] = o->ready[k];
	o->taken = next.expr->kind == LKMM_ASSIGN ? -1 : i;
}

static bool is_long(const struct lkmm_expr *e)
{
	int n = 0;

	for (; e; e = e->a)
		n++;
	return n > LKMM_MAX_OPERATIONS;
}

/* The value of @e, one access of it after the other. */
static const struct sym *run_unsequenced(struct run *r, const struct lkmm_expr *e)
{
	const struct sym *s;
	struct order o = { .run = r, .taken = -1 };
	unsigned int names = r->names;

	if (is_long(e))
		lkmm_run_exceeds(r, LKMM_LIMIT_OPERATIONS);
	while (r->flow == FLOW_ON) {
		int i;

		o.nready = 0;
		if (find_ready(&o, e, r->branch) || r->flow != FLOW_ON)
			break;
		i = choose(&o, e);
		if (i < 0)
			r->flow = FLOW_SAME;
		else
			take(&o, i, e, names);
	}
	s = r->flow == FLOW_ON ? lkmm_run_expr(r, e) : &lkmm_nothing;
	r->values = NULL;
	return s;
}

const struct sym *lkmm_run_whole(struct run *r, const struct lkmm_expr *e)
{
	if (r->thread->in_order || all_commute(r, e, e))
		return lkmm_run_expr(r, e);
	return run_unsequenced(r, e);
}
