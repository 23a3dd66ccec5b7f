// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Errors that the grammar of C does not exclude: a void value that is used, a number as an address,
 * an operation on another atomic type, a break outside of a loop.
 */
#include "aggregate.h"
#include "front/error.h"

#include <stdlib.h>

static const struct lkmm_op *op_of(const struct lkmm_expr *e)
{
	return e->access->kind == LKMM_OP ? e->access->op : NULL;
}

bool c_has_value(const struct lkmm_expr *e)
{
	if (e->kind == LKMM_COMMA)
		return !e->b || c_has_value(e->b);
	if (e->kind == LKMM_BODY)
		return e->a;
	if (e->kind != LKMM_ACCESS)
		return true;
	switch (e->access->kind) {
	case LKMM_OP:
		return op_of(e)->returns;
	case LKMM_FENCE:
	case LKMM_LOCK:
	case LKMM_UNLOCK:
	case LKMM_SRCU_UNLOCK:
	case LKMM_SYNC_SRCU:
	case LKMM_FREE:
	case LKMM_ASSERT:
	case LKMM_BUG:
	case LKMM_WARN:
	case LKMM_UNDEFINED:
		return false;
	default:
		return true;
	}
}

bool c_is_constant(const struct lkmm_expr *e)
{
	switch (e->kind) {
	case LKMM_NUMBER:
		return true;
	case LKMM_UNARY:
	case LKMM_CAST:
		return e->a && c_is_constant(e->a);
	case LKMM_BINARY:
		return e->a && e->b && c_is_constant(e->a) && c_is_constant(e->b);
	default:
		return false;
	}
}

/* The parameter that is the object of @e, if that was declared with an atomic type. */
static const struct param *atomic_object(const struct litmus *l, const struct lkmm_expr *e)
{
	const struct lkmm_expr *address = e->access->arg[op_of(e)->object];

	for (int i = 0; address && address->kind == LKMM_ADDRESS && i < l->nparams; i++)
		if (l->param[i].loc == address->index && l->param[i].type.atomic)
			return &l->param[i];
	return NULL;
}

/*
 * smp_load_acquire(*x) where x points to a number. Registers are not checked, nor variables that
 * start as an address: many tests have int in place of a pointer.
 */
static bool loads_number(const struct litmus *l, const struct lkmm_expr *e)
{
	const struct lkmm_expr *x;

	if (e->kind != LKMM_ACCESS || e->access->kind != LKMM_PLAIN_LOAD)
		return false;
	x = e->access->arg[0];
	return x && x->kind == LKMM_ADDRESS && e->type.integer.bits && e->type.integer.bits < 64 &&
	       lkmm_pointee(l->test, l->test->loc[x->index].init) < 0;
}

static void check_access(struct litmus *l, const struct lkmm_expr *e)
{
	const struct lkmm_op *op = op_of(e);
	const struct lkmm_expr *address = e->access->arg[op ? op->object : 0];
	const struct param *object;

	/* kfree(NULL) does nothing */
	if (address && e->access->kind == LKMM_FREE && address->kind == LKMM_NUMBER &&
	    !address->number)
		return;
	if (address && c_is_constant(address))
		litmus_report(l, address->at, "expected the address of a variable, found a number");
	else if (address && loads_number(l, address))
		litmus_report(l, address->at,
			  "expected the address of a variable, found an integer of %d bits",
			  address->type.integer.bits);
	if (!op || !op->atomic || !(object = atomic_object(l, e)))
		return;
	if (!lkmm_same_integer(object->type.integer, e->access->integer))
		litmus_report(l, e->at, "'%s' has %d bits, atomic%s_%s() is for %d",
			  l->test->loc[object->loc].name, object->type.integer.bits,
			  e->access->integer.bits == 64 ? "64" : "", op->name,
			  e->access->integer.bits);
}

static void check_expr(struct litmus *l, const struct lkmm_expr *e, bool value)
{
	if (!e || l->out->nerrors != l->nchecked)
		return;
	if (value && !c_has_value(e))
		litmus_report(l, e->at, "expected a value, but this returns none");
	if (e->kind == LKMM_REGISTER && e->type.reference && !c_need_memory(l, e->index))
		litmus_report(l, e->at, "'&' needs an object that a pointer points to");
	if (e->kind == LKMM_BODY)
		check_body(l, e->body, 0);
	check_expr(l, e->a, e->kind != LKMM_COMMA);
	check_expr(l, e->b, e->kind != LKMM_COMMA || value);
	check_expr(l, e->c, true);
	if (value && c_is_registers(e))
		litmus_report(l, e->at, "expected a member: this is all of a struct");
	if (e->kind != LKMM_ACCESS)
		return;
	if (e->access->kind == LKMM_PLAIN_LOAD && e->type.aggregate && !e->type.stars)
		litmus_report(l, e->at, "expected a member: this is all of a struct");
	for (int i = 0; i < LKMM_MAX_ARGS; i++)
		check_expr(l, e->access->arg[i], true);
	check_access(l, e);
}

void check_call(struct litmus *l, const struct lkmm_expr *e)
{
	l->nchecked = l->out->nerrors;
	check_expr(l, e, false);
}

void check_body(struct litmus *l, const struct lkmm_stmt *s, int loops)
{
	for (; s; s = s->next) {
		bool loop = s->kind == LKMM_LOOP;

		l->nchecked = l->out->nerrors;
		if ((s->kind == LKMM_BREAK || s->kind == LKMM_CONTINUE) && !loops)
			litmus_report(l, s->at, "expected a loop around '%s'",
				  s->kind == LKMM_BREAK ? "break" : "continue");
		check_expr(l, s->expr, s->kind != LKMM_EXPR);
		check_expr(l, s->step, false);
		check_body(l, s->body, loops + loop);
		check_body(l, s->orelse, loops + loop);
	}
}
