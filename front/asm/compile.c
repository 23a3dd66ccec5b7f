// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A test in C or Rust as a CPU runs it: each access becomes the instructions of its operation, in
 * the test itself. Expressions, branches and dependencies stay as the source has them: what a
 * compiler may do to those, and to plain accesses, is not modelled.
 */
#include "compile.h"

#include "call.h"
#include "front/error.h"

#include <string.h>

/* ---- what an access is ---- */

static bool is_operation(const struct lkmm_access *a)
{
	return a->op && a->op >= lkmm_ops && a->op < lkmm_ops + lkmm_nr_ops;
}

/* The type of the object at @address, which @a accesses. */
static struct lkmm_integer type_of(const struct compiling *c, const struct lkmm_access *a,
				   const struct lkmm_expr *address)
{
	struct lkmm_integer type = a->integer.bits ? a->integer : a->accessed;

	if (!type.bits && address->kind == LKMM_ADDRESS)
		type = c->l.test->loc[address->index].integer;
	if (!type.bits)
		type = address->type.points_to;
	return type.bits ? type : LKMM_SIGNED(32);
}

static bool has_access(const struct lkmm_expr *e)
{
	return e && (e->kind == LKMM_ACCESS || e->kind == LKMM_BODY || has_access(e->a) ||
		     has_access(e->b) || has_access(e->c));
}

/*
 * The instructions get their operands one after the other: which one comes first must not matter.
 */
static bool is_in_order(struct compiling *c, const struct lkmm_access *a)
{
	int n = 0;

	for (int i = 0; i < LKMM_MAX_ARGS; i++)
		n += has_access(a->arg[i]);
	if (n < 2 || c->l.thread->in_order)
		return true;
	litmus_report(&c->l, c->l.instead,
		      "the compiler chooses the order of these operands: not covered");
	return false;
}

/* ---- formulas ---- */

struct lkmm_expr *asm_formula(struct compiling *c, const struct lkmm_formula *f,
			      struct lkmm_expr *const *arg, int found, struct lkmm_integer type)
{
	struct litmus *l = &c->l;
	struct lkmm_expr *e = NULL;

	switch (f->kind) {
	case LKMM_F_VALUE:
		return new_local(l, found, l->instead);
	case LKMM_F_ARG:
		/* A register may be read more than once. */
		e = arg[f->number];
		return e && e->kind == LKMM_REGISTER ? new_local(l, e->index, l->instead) : e;
	case LKMM_F_NUMBER:
		return new_number(l, f->number, l->instead);
	case LKMM_F_UNARY:
	case LKMM_F_BINARY:
		e = new_binary(l, f->op, asm_formula(c, f->left, arg, found, type),
			       f->right ? asm_formula(c, f->right, arg, found, type) : NULL,
			       l->instead);
		break;
	}
	return f->op < LKMM_EQ && type.bits ? new_cast(l, type, e, l->instead) : e;
}

/* ---- primitives ---- */

/*
 * A sequence for an object of 8 or 16 bits that changes the word around it: that has no other
 * variable here. True after an error.
 */
static bool uses_shared_word(struct compiling *c, const struct asm_use *use)
{
	const struct lkmm_test *t = c->l.test;
	const struct asm_sequence *s = asm_find_sequence(c->target, use->primitive, use->order,
							 use->type.bits);

	for (int i = 0; i < t->nlocs && asm_uses_word(s); i++)
		if (t->loc[i].offset % 4) {
			litmus_report(&c->l, c->l.instead, "%s changes this object by the word "
				      "that holds it, and others: not covered", c->target->arch);
			return true;
		}
	return false;
}

/*
 * Adds the primitive of @use, or those that stand for it where the architecture lacks it. False
 * after an error.
 */
static bool insert(struct compiling *c, struct asm_list *list, struct asm_use *use)
{
	const struct asm_call *d;

	if (asm_find_sequence(c->target, use->primitive, use->order, use->type.bits))
		return !uses_shared_word(c, use) && asm_insert(c, list, use);
	for (d = asm_derived_calls; d->name; d++) {
		struct asm_use by = *use;

		if (strcmp(d->name, use->primitive) ||
		    !asm_find_sequence(c->target, d->primitive, use->order, use->type.bits))
			continue;
		by.primitive = d->primitive;
		by.arg[0] = asm_formula(c, d->arg[0], use->arg, -1, use->access->integer);
		if (!asm_insert(c, list, &by))
			return false;
		use->alone = by.alone;
		use->found = by.found;
		return true;
	}
	/* sub, inc and dec are made of add, which may be made of fetch_add. */
	for (d = asm_derived_calls; d->name; d++)
		if (!strcmp(d->name, use->primitive) && strcmp(d->primitive, use->primitive)) {
			use->arg[0] = asm_formula(c, d->arg[0], use->arg, -1,
						  use->access->integer);
			use->primitive = d->primitive;
			return insert(c, list, use);
		}
	litmus_report(&c->l, c->l.instead, "%s has no instructions for this operation on %d bits",
		      c->target->arch, use->type.bits);
	return false;
}

/* The value of a body of the statements @list. */
static void become_body(struct lkmm_expr *e, const struct asm_list *list, struct lkmm_expr *value)
{
	*e = (struct lkmm_expr){
		.kind = LKMM_BODY, .at = e->at, .type = e->type, .body = list->first, .a = value,
	};
}

static void become(struct lkmm_expr *e, const struct lkmm_expr *by)
{
	struct lkmm_type type = e->type;

	*e = *by;
	e->type = type;
}

/* ---- operations ---- */

struct operation {
	struct compiling *c;
	struct lkmm_expr *e;
	const struct lkmm_access *access;
	const struct asm_call *call;
	struct lkmm_expr *arg[LKMM_MAX_ARGS];
	struct asm_list list;
};

static struct asm_use use_of(struct operation *o, const char *primitive, enum lkmm_order order)
{
	struct lkmm_expr *ptr = o->arg[o->access->op->object];

	return (struct asm_use){
		.primitive = primitive, .order = order == LKMM_STORE_MB ? LKMM_RELAXED : order,
		.type = type_of(o->c, o->access, o->access->arg[o->access->op->object]),
		.access = o->access, .at = o->e->at, .ptr = ptr, .found = -1,
	};
}

static struct lkmm_stmt *new_if(struct compiling *c, struct lkmm_expr *cond)
{
	struct lkmm_stmt *s = new_stmt(&c->l, LKMM_IF, c->l.instead);

	if (s)
		s->expr = cond;
	return s;
}

/* Only executions in which @cond holds: others are turns that are left out. */
static void retry_unless(struct compiling *c, struct asm_list *list, struct lkmm_expr *cond)
{
	struct lkmm_stmt *s = new_if(c, new_binary(&c->l, LKMM_LNOT, cond, NULL, c->l.instead));
	struct asm_list body = { NULL, &body.first };

	if (!s)
		return;
	asm_append_expr(c, &body, new_access(&c->l, LKMM_ABANDON, NULL, c->l.instead));
	s->body = body.first;
	asm_append(list, s);
}

/* What is used more than once, or changes, is kept in a register. */
static void keep_arguments(struct operation *o)
{
	const struct lkmm_op *op = o->access->op;
	bool all = o->call->retries || (op->returns && op->returns->kind != LKMM_F_VALUE);

	for (int i = 0; i < op->nargs; i++) {
		struct lkmm_expr *e = o->access->arg[i];

		o->arg[i] = e;
		if (all && e->kind != LKMM_NUMBER && e->kind != LKMM_ADDRESS)
			o->arg[i] = new_local(&o->c->l, asm_keep(o->c, &o->list, e), e->at);
	}
}

/* Loads the object of @o: the register with its value, or -1 after an error. */
static int load_object(struct operation *o, struct asm_list *list)
{
	struct asm_use load = use_of(o, "load", LKMM_RELAXED);

	if (!insert(o->c, list, &load))
		return -1;
	return load.alone ? asm_keep(o->c, list, load.alone) : load.found;
}

/* Adds that the register @found gets a later value where the first one would end @o. */
static bool reread(struct operation *o, int found)
{
	struct compiling *c = o->c;
	const struct asm_fact *r = asm_rereads;
	struct asm_list body = { NULL, &body.first };
	struct lkmm_expr *fails;
	struct lkmm_stmt *s;
	int again;

	while (r->arch && strcmp(r->arch, c->target->arch))
		r++;
	if (!r->arch)
		return true;
	fails = new_binary(&c->l, LKMM_LNOT, asm_formula(c, o->access->op->when, o->arg, found,
							 o->access->integer),
			   NULL, c->l.instead);
	s = new_if(c, fails);
	if (!s || !asm_insert_barrier(c, &body, r->is, o->e->at))
		return false;
	again = load_object(o, &body);
	if (again < 0)
		return false;
	asm_append_expr(c, &body, new_assign(&c->l, new_local(&c->l, found, c->l.instead),
					     new_local(&c->l, again, c->l.instead),
					     c->l.instead));
	s->body = body.first;
	asm_append(&o->list, s);
	return true;
}

/* Loads, and then compares and exchanges. */
static bool compile_loop(struct operation *o)
{
	struct compiling *c = o->c;
	struct litmus *l = &c->l;
	struct lkmm_integer type = o->access->integer;
	int found = load_object(o, &o->list);
	struct asm_use use = use_of(o, o->call->primitive, o->access->order);
	struct asm_list body = { NULL, &body.first };
	struct lkmm_stmt *s;

	if (found < 0 || !reread(o, found))
		return false;
	s = new_if(c, asm_formula(c, o->access->op->when, o->arg, found, type));
	for (int i = 0; i < 2; i++)
		use.arg[i] = asm_formula(c, o->call->arg[i], o->arg, found, type);
	if (!insert(c, &body, &use) || !s)
		return false;
	if (use.alone)
		use.found = asm_keep(c, &body, use.alone);
	retry_unless(c, &body, new_binary(l, LKMM_EQ, new_local(l, use.found, l->instead),
					  new_local(l, found, l->instead), l->instead));
	s->body = body.first;
	asm_append(&o->list, s);
	become_body(o->e, &o->list, o->access->op->returns ?
		    asm_formula(c, o->access->op->returns, o->arg, found, type) : NULL);
	return true;
}

/* A compare-and-exchange that fails may store the value that it finds. */
static void store_found(struct operation *o, int found)
{
	const struct lkmm_access *a = o->access;
	struct litmus *l = &o->c->l;
	struct lkmm_expr *when;
	struct lkmm_stmt *s;

	if (a->inout < 0)
		return;
	when = asm_formula(o->c, a->op->when, o->arg, found, a->integer);
	s = new_if(o->c, new_binary(l, LKMM_LNOT, when, NULL, l->instead));
	if (!s)
		return;
	s->body = new_stmt(l, LKMM_EXPR, l->instead);
	if (!s->body)
		return;
	s->body->expr = new_assign(l, new_local(l, a->inout, l->instead),
				   new_local(l, found, l->instead), l->instead);
	asm_append(&o->list, s);
}

static bool compile_call(struct operation *o)
{
	struct compiling *c = o->c;
	const struct lkmm_access *a = o->access;
	struct asm_use use = use_of(o, o->call->primitive, a->order);
	struct lkmm_expr *value = NULL;

	for (int i = 0; i < 2 && o->call->arg[i]; i++)
		use.arg[i] = asm_formula(c, o->call->arg[i], o->arg, -1, a->integer);
	if (!insert(c, &o->list, &use))
		return false;
	if (use.alone && !o->list.first && a->order != LKMM_STORE_MB && a->inout < 0 &&
	    !(a->op->returns && a->op->returns->kind != LKMM_F_VALUE)) {
		become(o->e, use.alone);
		return true;
	}
	if (use.alone && a->op->returns)
		use.found = asm_keep(c, &o->list, use.alone);
	else if (use.alone)
		asm_append_expr(c, &o->list, use.alone);
	if (a->order == LKMM_STORE_MB &&
	    !asm_insert_barrier(c, &o->list, asm_barriers[LKMM_FENCE_MB], o->e->at))
		return false;
	if (a->op->returns)
		value = asm_formula(c, a->op->returns, o->arg, use.found, a->integer);
	store_found(o, use.found);
	become_body(o->e, &o->list, value);
	return true;
}

static bool compile_operation(struct compiling *c, struct lkmm_expr *e)
{
	struct operation o = { .c = c, .e = e, .access = e->access,
			       .call = &asm_calls[e->access->op - lkmm_ops] };

	o.list.end = &o.list.first;
	if (!is_in_order(c, e->access))
		return false;
	keep_arguments(&o);
	return o.call->retries ? compile_loop(&o) : compile_call(&o);
}

/* ---- plain accesses, barriers, locks ---- */

/* A plain access, or the relaxed one of a lock's word. Its value, if it is read, in @*value. */
static bool compile_plain(struct compiling *c, struct lkmm_expr *e)
{
	const struct lkmm_access *a = e->access;
	bool store = a->kind == LKMM_PLAIN_STORE;
	struct asm_use use = {
		.primitive = store ? "store" : "load", .order = LKMM_RELAXED,
		.type = type_of(c, a, a->arg[0]), .access = a, .at = e->at, .ptr = a->arg[0],
		.found = -1,
	};
	struct asm_list list = { NULL, &list.first };
	int stored = -1;

	if (!is_in_order(c, a))
		return false;
	if (store) {
		stored = asm_keep(c, &list, a->arg[1]);
		use.arg[0] = new_local(&c->l, stored, e->at);
	}
	if (!insert(c, &list, &use))
		return false;
	if (use.alone && !store) {
		become(e, use.alone);
		return true;
	}
	if (use.alone)
		asm_append_expr(c, &list, use.alone);
	become_body(e, &list, new_local(&c->l, store ? stored : use.found, e->at));
	return true;
}

static bool refuse(struct compiling *c, const char *why)
{
	litmus_report(&c->l, c->l.instead, "%s", why);
	return false;
}

/* The promise of smp_acquire__after_ctrl_dep() rests on the branches in front of it, too. */
static void add_branches(struct compiling *c, struct asm_list *list, const struct lkmm_expr *e)
{
	asm_append_expr(c, list, new_fence(&c->l, LKMM_FENCE_AFTER_CTRL_DEP, e->at));
}

static bool compile_grace_period(struct compiling *c, struct lkmm_expr *e)
{
	struct asm_list list = { NULL, &list.first };

	if (!asm_insert_grace_period(c, &list, e))
		return false;
	become_body(e, &list, NULL);
	return true;
}

/* RCU is software: its marks stay. So is SRCU, which does not say which barriers it has. */
static bool compile_barrier(struct compiling *c, struct lkmm_expr *e)
{
	enum lkmm_fence fence = e->access->fence;
	struct asm_list list = { NULL, &list.first };

	switch (fence) {
	case LKMM_FENCE_COMPILER:
	case LKMM_FENCE_RELAX:
		break;
	case LKMM_FENCE_RCU_LOCK:
	case LKMM_FENCE_RCU_UNLOCK:
		return true;
	case LKMM_FENCE_SYNC_RCU:
		return compile_grace_period(c, e);
	case LKMM_FENCE_AFTER_SRCU_READ_UNLOCK:
		fence = LKMM_FENCE_MB;
		/* fall through */
	default:
		if (fence == LKMM_FENCE_AFTER_CTRL_DEP)
			add_branches(c, &list, e);
		if (!asm_insert_barrier(c, &list, asm_barriers[fence], e->at))
			return false;
	}
	become_body(e, &list, NULL);
	return true;
}

/* ---- locks: those of runtime/lock.h ---- */

static struct asm_use use_of_lock(const struct lkmm_expr *e, const char *primitive,
				  enum lkmm_order order)
{
	return (struct asm_use){
		.primitive = primitive, .order = order, .type = LKMM_SIGNED(32),
		.access = e->access, .at = e->at, .ptr = e->access->arg[0], .found = -1,
	};
}

/* 0 is free, 1 is taken. The register with the value found; -1 after an error. */
static int take(struct compiling *c, struct asm_list *list, const struct lkmm_expr *e)
{
	struct asm_use use = use_of_lock(e, "xchg", LKMM_ACQUIRE);

	use.arg[0] = new_number(&c->l, 1, e->at);
	if (!insert(c, list, &use))
		return -1;
	return use.alone ? asm_keep(c, list, use.alone) : use.found;
}

/* The same, of a relaxed load. */
static int load_lock(struct compiling *c, struct asm_list *list, const struct lkmm_expr *e)
{
	struct asm_use use = use_of_lock(e, "load", LKMM_RELAXED);

	if (!insert(c, list, &use))
		return -1;
	return use.alone ? asm_keep(c, list, use.alone) : use.found;
}

static bool release(struct compiling *c, struct asm_list *list, const struct lkmm_expr *e)
{
	struct asm_use use = use_of_lock(e, "store", LKMM_RELEASE);

	use.arg[0] = new_number(&c->l, 0, e->at);
	if (!insert(c, list, &use))
		return false;
	if (use.alone)
		asm_append_expr(c, list, use.alone);
	return true;
}

/* Turns that wait are left out, as those of retry loops. */
static bool compile_lock(struct compiling *c, struct lkmm_expr *e)
{
	struct litmus *l = &c->l;
	struct lkmm_place at = e->at;
	struct asm_list list = { NULL, &list.first };
	struct lkmm_expr *value = NULL, *zero = new_number(l, 0, at);
	enum lkmm_access_kind kind = e->access->kind;
	bool takes = kind == LKMM_LOCK || kind == LKMM_TRYLOCK;
	int found = -1;

	if (kind == LKMM_UNLOCK && !release(c, &list, e))
		return false;
	if (kind != LKMM_UNLOCK) {
		found = takes ? take(c, &list, e) : load_lock(c, &list, e);
		if (found < 0)
			return false;
	}
	if (kind == LKMM_LOCK)
		retry_unless(c, &list, new_binary(l, LKMM_EQ, new_local(l, found, at), zero, at));
	else if (kind == LKMM_AWAIT)
		retry_unless(c, &list, new_binary(l, LKMM_NE, new_local(l, found, at),
						  e->access->arg[1], at));
	if (kind == LKMM_TRYLOCK)
		value = new_binary(l, LKMM_EQ, new_local(l, found, at), zero, at);
	else if (kind != LKMM_UNLOCK)
		value = new_local(l, found, at);
	become_body(e, &list, value);
	return true;
}

/* ---- all of them ---- */

static bool compile_access(struct compiling *c, struct lkmm_expr *e)
{
	const struct lkmm_access *a = e->access;

	switch (a->kind) {
	case LKMM_OP:
		return !is_operation(a) || compile_operation(c, e);
	case LKMM_PLAIN_LOAD:
	case LKMM_PLAIN_STORE:
		return compile_plain(c, e);
	case LKMM_FENCE:
		return a->fence == LKMM_FENCE_MACHINE || compile_barrier(c, e);
	case LKMM_SYNC_SRCU:
		return compile_grace_period(c, e);
	case LKMM_LOCK:
	case LKMM_TRYLOCK:
	case LKMM_UNLOCK:
	case LKMM_IS_LOCKED:
	case LKMM_AWAIT:
		return compile_lock(c, e);
	case LKMM_SRCU_LOCK: case LKMM_SRCU_UNLOCK: case LKMM_ALLOC:
	case LKMM_FREE: case LKMM_STORE_LINKED: case LKMM_ASSERT:
	case LKMM_BUG: case LKMM_WARN: case LKMM_UNDEFINED:
	case LKMM_CHOICE: case LKMM_ABANDON: case LKMM_MAY_RACE:
	case LKMM_CALLBACK:
		break;
	}
	return true;
}

static bool compile_list(struct compiling *c, struct lkmm_stmt *s);

/* What is inside first: an operand is computed before the instructions that use it. */
static bool compile_expr(struct compiling *c, struct lkmm_expr *e)
{
	bool ok = true;

	if (!e)
		return true;
	if (asm_shows_cookie(c, e)) {
		c->l.instead = e->at;
		return refuse(c, "a cookie of SRCU is in the final states");
	}
	ok = compile_expr(c, e->a) && compile_expr(c, e->b) && compile_expr(c, e->c);
	if (e->kind == LKMM_BODY)
		ok = ok && compile_list(c, e->body);
	for (int i = 0; e->kind == LKMM_ACCESS && ok && i < LKMM_MAX_ARGS; i++)
		ok = compile_expr(c, e->access->arg[i]);
	if (!ok || e->kind != LKMM_ACCESS)
		return ok;
	c->l.instead = e->at;
	c->l.parts = 0;
	ok = compile_access(c, e);
	c->l.instead.line = 0;
	return ok && !c->l.no_memory && !c->l.x.error[0];
}

static bool compile_list(struct compiling *c, struct lkmm_stmt *s)
{
	for (; s; s = s->next)
		if (!compile_expr(c, s->expr) || !compile_expr(c, s->step) ||
		    !compile_list(c, s->body) || !compile_list(c, s->orelse))
			return false;
	return true;
}

bool litmus_compile(struct litmus_test *t, const struct litmus_target *target)
{
	static const struct token nothing = {
		.kind = T_END, .text = "", .at = { .line = 1, .column = 1 },
	};
	struct compiling c = {
		.l = { .out = t, .test = &t->program, .arena = t->arena }, .target = target,
		.stack = -1,
	};
	bool ok = true;

	c.l.stack = (uintptr_t)__builtin_frame_address(0);
	lex_open(&c.l.x, &nothing);
	c.a.isa = asm_isa_of(target->arch);
	c.a.l = &c.l;
	t->program.architecture = c.a.isa->architecture;
	t->program.compiled = true;
	for (int i = 0; ok && i < t->program.nthreads; i++) {
		c.l.thread = &t->program.thread[i];
		ok = compile_list(&c, c.l.thread->body);
	}
	return litmus_errors_end(&c.l) && ok;
}
