// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Threads on one memory. A thread runs from its start for every access: the earlier accesses return
 * their old results, the next one is made on the memory, and the run ends there. This uses nothing
 * of model/engine or model/path: expressions are evaluated here.
 */
#include "run.h"

struct run {
	struct machine *m;
	struct thread *t;
	int next;			/* how many accesses it has come to */
	bool stop;			/* it has made the new one, or returned */
	bool returned;
	const struct lkmm_stmt *leaves;	/* the block that it goes on behind */
};

static int64_t eval(struct run *r, const struct lkmm_expr *e);
static void execute(struct run *r, const struct lkmm_stmt *s);

/* ---- numbers ---- */

static int64_t truncated(const struct machine *m, int64_t v, struct lkmm_integer to)
{
	int64_t offset;

	if (lkmm_object(m->test, v, &offset) >= 0)
		return v;
	switch (to.bits) {
	case 8:
		return to.is_unsigned ? (uint8_t)v : (int8_t)v;
	case 16:
		return to.is_unsigned ? (uint16_t)v : (int16_t)v;
	case 32:
		return to.is_unsigned ? (int64_t)(uint32_t)v : (int32_t)v;
	case 1:
		return v & 1;
	default:
		return v;
	}
}

static int64_t divided(struct machine *m, bool rest, bool is_unsigned, int64_t a, int64_t b)
{
	if (!b || (b == -1 && !is_unsigned)) {
		m->reason = NO_VALUE;
		return 0;
	}
	if (is_unsigned)
		return (int64_t)(rest ? (uint64_t)a % (uint64_t)b : (uint64_t)a / (uint64_t)b);
	return rest ? a % b : a / b;
}

static bool is_less(bool is_unsigned, int64_t a, int64_t b)
{
	return is_unsigned ? (uint64_t)a < (uint64_t)b : a < b;
}

static int64_t binary(struct machine *m, enum lkmm_operator op, bool u, int64_t a, int64_t b)
{
	switch (op) {
	case LKMM_ADD:
		return (int64_t)((uint64_t)a + (uint64_t)b);
	case LKMM_SUB:
		return (int64_t)((uint64_t)a - (uint64_t)b);
	case LKMM_MUL:
		return (int64_t)((uint64_t)a * (uint64_t)b);
	case LKMM_DIV:
	case LKMM_MOD:
		return divided(m, op == LKMM_MOD, u, a, b);
	case LKMM_AND:
		return a & b;
	case LKMM_OR:
		return a | b;
	case LKMM_XOR:
		return a ^ b;
	case LKMM_SHL:
		return (int64_t)((uint64_t)a << (b & 63));
	case LKMM_SHR:
		return u ? (int64_t)((uint64_t)a >> (b & 63)) : a >> (b & 63);
	case LKMM_EQ:
		return a == b;
	case LKMM_NE:
		return a != b;
	case LKMM_LT:
		return is_less(u, a, b);
	case LKMM_LE:
		return !is_less(u, b, a);
	case LKMM_GT:
		return is_less(u, b, a);
	case LKMM_GE:
		return !is_less(u, a, b);
	case LKMM_LAND:
		return a && b;
	default:
		return a || b;
	}
}

static int64_t unary(enum lkmm_operator op, int64_t a)
{
	int64_t n = 0;

	switch (op) {
	case LKMM_NEG:
		return (int64_t)-(uint64_t)a;
	case LKMM_NOT:
		return ~a;
	case LKMM_LNOT:
		return !a;
	default:
		break;
	}
	for (int i = 0; i < 64; i++) {
		int bit = (uint64_t)a >> (op == LKMM_CLZ ? 63 - i : i) & 1;

		if (bit && op != LKMM_POPCOUNT)
			return i;
		n += bit;
	}
	return op == LKMM_POPCOUNT ? n : 64;
}

/* ---- accesses ---- */

/* The value of the formula @f of an operation whose object holds @v. */
static int64_t formula(struct machine *m, const struct lkmm_formula *f, int64_t v,
		       const int64_t *arg, struct lkmm_integer type)
{
	int64_t a;

	switch (f->kind) {
	case LKMM_F_VALUE:
		return v;
	case LKMM_F_ARG:
		return arg[f->number];
	case LKMM_F_NUMBER:
		return f->number;
	case LKMM_F_UNARY:
		return unary(f->op, formula(m, f->left, v, arg, type));
	default:
		a = formula(m, f->left, v, arg, type);
		a = binary(m, f->op, false, a, formula(m, f->right, v, arg, type));
		return f->op < LKMM_EQ ? truncated(m, a, type) : a;
	}
}

/* Where an access to @address goes, or -1. */
static int place(struct machine *m, int64_t address, int bits)
{
	int loc = lkmm_pointee(m->test, address);
	int own = loc < 0 ? 0 : m->test->loc[loc].integer.bits;

	if (loc >= 0 && (!bits || !own || bits == own))
		return loc;
	m->reason = POINTERS;
	return -1;
}

/* The value in memory at the location; the access has been made before, or is made now. */
static int64_t *touch(struct run *r, int loc, int64_t *old)
{
	static int64_t nowhere;

	if (r->next < r->t->nresults) {
		nowhere = *old = r->t->result[r->next++];
		return &nowhere;
	}
	r->stop = true;
	if (r->t->nresults == MAX_RESULTS) {
		r->m->reason = SIZE;
		return &nowhere;
	}
	*old = r->m->memory[loc];
	r->t->result[r->t->nresults++] = *old;
	return &r->m->memory[loc];
}

static int64_t operate(struct run *r, const struct lkmm_access *a, const int64_t *arg)
{
	struct machine *m = r->m;
	const struct lkmm_op *op = a->op;
	int loc = place(m, arg[op ? op->object : 0], a->accessed.bits);
	struct lkmm_integer own = loc < 0 ? LKMM_SIGNED(0) : m->test->loc[loc].integer;
	int64_t old = 0, *object;

	if (loc < 0)
		return 0;
	object = touch(r, loc, &old);
	if (a->kind == LKMM_PLAIN_STORE) {
		*object = truncated(m, arg[1], own);
		return 0;
	}
	if (a->kind == LKMM_PLAIN_LOAD || !op->becomes)
		return truncated(m, old, a->accessed);
	if (!op->when || formula(m, op->when, old, arg, a->integer))
		*object = truncated(m, formula(m, op->becomes, old, arg, a->integer), own);
	else if (a->inout >= 0)
		r->t->reg[a->inout] = truncated(m, old, r->t->code->reg[a->inout].integer);
	return op->returns ? formula(m, op->returns, old, arg, a->integer) : 0;
}

static int64_t access(struct run *r, const struct lkmm_access *a)
{
	int64_t arg[LKMM_MAX_ARGS] = { 0 };

	for (int i = 0; i < LKMM_MAX_ARGS && !r->stop; i++)
		if (a->arg[i])
			arg[i] = eval(r, a->arg[i]);
	return r->stop || a->kind == LKMM_FENCE ? 0 : operate(r, a, arg);
}

/* ---- expressions and statements ---- */

static bool is_right_first(const struct machine *m, const struct lkmm_expr *e)
{
	for (int i = 0; i < m->neither_way; i++)
		if (m->either_way[i] == e)
			return m->right_first >> i & 1;
	return false;
}

static int64_t eval_binary(struct run *r, const struct lkmm_expr *e)
{
	bool right = is_right_first(r->m, e);
	int64_t a = 0, b = 0;

	if (e->op == LKMM_LAND)
		return eval(r, e->a) && !r->stop && eval(r, e->b);
	if (e->op == LKMM_LOR)
		return eval(r, e->a) || (!r->stop && eval(r, e->b));
	if (right)
		b = eval(r, e->b);
	a = eval(r, e->a);
	if (!right)
		b = eval(r, e->b);
	/* what the type has no bits for: the operator has a note of its type */
	if (!r->stop && e->access && (e->op == LKMM_SHL || e->op == LKMM_SHR) &&
	    (b < 0 || b >= e->access->accessed.bits))
		r->m->reason = NO_VALUE;
	return r->stop ? 0 : binary(r->m, e->op, e->is_unsigned, a, b);
}

static int64_t eval(struct run *r, const struct lkmm_expr *e)
{
	int64_t v;

	if (r->stop)
		return 0;
	switch (e->kind) {
	case LKMM_NUMBER:
		return e->number;
	case LKMM_ADDRESS:
		return lkmm_address(r->m->test, e->index);
	case LKMM_REGISTER:
		return r->t->reg[e->index];
	case LKMM_UNARY:
		return unary(e->op, eval(r, e->a));
	case LKMM_BINARY:
		return eval_binary(r, e);
	case LKMM_CONDITIONAL:
		v = eval(r, e->a);
		return r->stop ? 0 : eval(r, v ? e->b : e->c);
	case LKMM_CAST:
		return truncated(r->m, eval(r, e->a), e->to);
	case LKMM_ASSIGN:
		v = truncated(r->m, eval(r, e->a), r->t->code->reg[e->index].integer);
		if (!r->stop)
			r->t->reg[e->index] = v;
		return v;
	case LKMM_COMMA:
		eval(r, e->a);
		return eval(r, e->b);
	case LKMM_ACCESS:
		return access(r, e->access);
	case LKMM_BODY:
		execute(r, e->body);
		return r->stop || !e->a ? 0 : eval(r, e->a);
	}
	return 0;
}

static void execute(struct run *r, const struct lkmm_stmt *s)
{
	for (; s && !r->stop && !r->leaves; s = s->next) {
		int64_t v = s->expr ? eval(r, s->expr) : 1;

		if (r->stop)
			return;
		if (s->kind == LKMM_IF)
			execute(r, v ? s->body : s->orelse);
		else if (s->kind == LKMM_RETURN)
			r->stop = r->returned = true;
		else if (s->kind == LKMM_LEAVE)
			r->leaves = s->leaves;
		else if (s->kind == LKMM_BLOCK)
			execute(r, s->body);
		if (r->leaves == s)
			r->leaves = NULL;
	}
}

void machine_step(struct machine *m, int t)
{
	struct run r = { .m = m, .t = &m->thread[t] };

	/* The new access ends the run before its result is used; the next run uses it. */
	for (int i = 0; i < r.t->code->nregs; i++)
		r.t->reg[i] = r.t->code->reg[i].init;
	execute(&r, r.t->code->body);
	r.t->done = r.returned || !r.stop;
}

/* ---- tests that cannot be run ---- */

static int look_at_expr(struct machine *m, const struct lkmm_expr *e, bool in_order);
static void look_at_list(struct machine *m, const struct lkmm_stmt *s, bool in_order);

static int look_at_access(struct machine *m, const struct lkmm_access *a, bool in_order)
{
	int with = 0;

	if (a->kind >= LKMM_LOCK && a->kind <= LKMM_IS_LOCKED)
		m->reason = LOCKS;
	if (a->kind >= LKMM_SRCU_LOCK)
		m->reason = a->kind == LKMM_ALLOC || a->kind == LKMM_FREE ? MEMORY : SRCU;
	for (int i = 0; i < LKMM_MAX_ARGS; i++)
		with += a->arg[i] && look_at_expr(m, a->arg[i], in_order) > 0;
	if (with > 1 && !in_order)
		m->reason = UNSEQUENCED;
	return a->kind == LKMM_FENCE ? 0 : 1 + with;
}

/* How many accesses and assignments there are in @e. */
static int look_at_expr(struct machine *m, const struct lkmm_expr *e, bool in_order)
{
	int a, b, c;

	if (!e)
		return 0;
	if (e->kind == LKMM_ACCESS)
		return look_at_access(m, e->access, in_order);
	if (e->kind == LKMM_BODY)
		look_at_list(m, e->body, in_order);
	a = look_at_expr(m, e->a, in_order) + 2 * (e->kind == LKMM_BODY);
	b = look_at_expr(m, e->b, in_order);
	c = look_at_expr(m, e->c, in_order);
	if (e->kind == LKMM_BINARY && e->op != LKMM_LAND && e->op != LKMM_LOR && a && b &&
	    !in_order) {
		/* With more on one side, these may come before and after that on the other. */
		if (a + b > 2 || m->neither_way == MAX_ORDERS)
			m->reason = UNSEQUENCED;
		else
			m->either_way[m->neither_way++] = e;
	}
	return a + b + c + (e->kind == LKMM_ASSIGN);
}

static void look_at_list(struct machine *m, const struct lkmm_stmt *s, bool in_order)
{
	for (; s; s = s->next) {
		if (s->kind == LKMM_LOOP || s->kind == LKMM_BREAK || s->kind == LKMM_CONTINUE)
			m->reason = LOOPS;
		look_at_expr(m, s->expr, in_order);
		look_at_list(m, s->body, in_order);
		look_at_list(m, s->orelse, in_order);
	}
}

void machine_look(struct machine *m)
{
	const struct lkmm_test *t = m->test;

	if (t->nthreads > MAX_THREADS || t->nlocs > MAX_LOCATIONS)
		m->reason = SIZE;
	for (int i = 0; i < t->nthreads && m->reason == NONE; i++) {
		if (t->thread[i].nregs > MAX_REGISTERS)
			m->reason = SIZE;
		look_at_list(m, t->thread[i].body, t->thread[i].in_order);
	}
}
