// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Assertions, and data_race(). One that fails assigns 1 to the register "assertion" of its process,
 * which final states show and conditions may ask for; BUG() and assert() then end the thread.
 */
#include "c.h"
#include "front/error.h"
#include "front/primitive.h"

/* if (@condition) { assertion = 1; FAIL; return; } */
static struct lkmm_stmt *fail_if(struct litmus *l, struct lkmm_expr *condition,
				 enum lkmm_access_kind kind, struct lkmm_place at)
{
	struct lkmm_stmt *s = condition ? new_stmt(l, LKMM_IF, at) : NULL;
	struct lkmm_stmt *fails = new_failure(l, kind, at);

	if (!s)
		return fails;
	s->expr = condition;
	s->body = fails;
	return s;
}

/* Keeps whether @e is true in a register, which is handed back in *@kept. */
static struct lkmm_stmt *keep_truth(struct litmus *l, struct lkmm_expr *e, int *kept,
				    struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(l, LKMM_EXPR, at);
	struct lkmm_type t = { .integer = LKMM_SIGNED(32), .truth = true };

	*kept = new_hidden(l, "warn", LKMM_SIGNED(32));
	if (!s || *kept < 0)
		return NULL;
	l->thread->reg[*kept].type = t;
	s->expr = c_assign(l, new_local(l, *kept, at),
			   c_binary(l, LKMM_NE, e, new_number(l, 0, at), at), at);
	return s;
}

struct lkmm_expr *parse_assertion(struct litmus *l, const struct primitive *p,
				  struct lkmm_expr *condition, struct lkmm_place at)
{
	struct lkmm_expr *e = new_expr(l, LKMM_BODY, at);
	int kept;

	if (!e)
		return NULL;
	e->type.integer = LKMM_SIGNED(32);
	if (p->kind == LKMM_ASSERT && condition)
		condition = c_unary(l, LKMM_LNOT, condition, at);
	if (p->kind == LKMM_WARN && condition) {
		e->body = keep_truth(l, condition, &kept, at);
		if (!e->body)
			return NULL;
		e->body->next = fail_if(l, new_local(l, kept, at), p->kind, at);
		e->a = new_local(l, kept, at);
	} else {
		e->body = fail_if(l, condition, p->kind, at);
	}
	return e;
}
