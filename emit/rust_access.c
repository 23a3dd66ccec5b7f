// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Accesses in Rust: methods and functions of the crate, plain loads and stores, fences and locks.
 */
#include "rust.h"
#include "front/primitive.h"

#include <string.h>

/* ---- pointers ---- */

/* The location is an Atomic<T>. */
static bool is_atomic(const struct rust_process *p, int loc)
{
	if (emit_is_variable(&p->e->object[p->e->object_of[loc]]))
		return p->is_atomic[loc];
	return emit_part_of(p->e, loc)->atomic;
}

/* The location as the object of a method; if it is not a parameter, also as the left of "=". */
static void put_place(struct rust_process *p, int loc)
{
	int o = p->e->object_of[loc];

	if (emit_is_variable(&p->e->object[o]))
		emit_object_name(p->e, o);
	else
		emit_rust_place(p->e, loc);
}

/* A pointer to the location @loc. */
void emit_rust_variable(struct rust_process *p, int loc)
{
	bool is_parameter = emit_is_variable(&p->e->object[p->e->object_of[loc]]);
	bool is_lock = emit_has_methods(&p->e->place[loc]);

	if (is_parameter)
		text_puts(p->e->out, is_lock ? "core::ptr::from_ref(" : "");
	else if (!is_atomic(p, loc))
		text_puts(p->e->out, "core::ptr::addr_of_mut!(");
	put_place(p, loc);
	if (is_atomic(p, loc))
		text_puts(p->e->out, ".as_ptr()");
	else if (!is_parameter || is_lock)
		text_puts(p->e->out, ")");
}

/* The pointer @x as one to objects of the type @to, which may be "*mut T". */
static void put_pointer(struct rust_process *p, const struct lkmm_expr *x, const char *to)
{
	const struct place *place = emit_direct_place(p->e, x);

	if (!place) {
		emit_rust_part(p, x, LKMM_SIGNED(64));
		text_add(p->e->out, " as *mut %s", to);
		return;
	}
	emit_rust_variable(p, x->index);
	if (strcmp(to, emit_rust_type(place->integer)))
		text_add(p->e->out, ".cast::<%s>()", to);
}

static bool is_member(const struct rust_process *p, const struct lkmm_expr *x,
		      struct lkmm_integer type)
{
	const struct place *place = emit_direct_place(p->e, x);

	return place && !emit_is_variable(&p->e->object[p->e->object_of[x->index]]) &&
	       !is_atomic(p, x->index) && lkmm_same_integer(place->integer, type);
}

static void put_object(struct rust_process *p, const struct lkmm_expr *address,
		       struct lkmm_integer type)
{
	bool direct = emit_direct_place(p->e, address);

	if (is_member(p, address, type)) {
		put_place(p, address->index);
		return;
	}
	text_puts(p->e->out, direct ? "*" : "*(");
	put_pointer(p, address, emit_rust_type(type));
	text_puts(p->e->out, direct ? "" : ")");
}

/* ---- operations ---- */

bool emit_rust_is_method(const struct emit *e, const struct lkmm_access *a,
			 struct lkmm_integer t)
{
	return a->kind == LKMM_OP && a->op->atomic &&
	       lkmm_same_integer(emit_object_type(e, a), t);
}

static const char *ordering(const struct lkmm_access *a)
{
	static const char *const name[LKMM_NR_ORDERS] = {
		[LKMM_RELAXED] = "Relaxed", [LKMM_ACQUIRE] = "Acquire",
		[LKMM_RELEASE] = "Release", [LKMM_FULL] = "Full", [LKMM_STORE_MB] = "Full",
	};

	return name[a->order];
}

static void put_atomic(struct rust_process *p, const struct lkmm_expr *address,
		       struct lkmm_integer type)
{
	struct text *out = p->e->out;

	if (emit_direct_place(p->e, address) && is_atomic(p, address->index)) {
		put_place(p, address->index);
		return;
	}
	text_puts(out, "Atomic::from_ptr(");
	put_pointer(p, address, emit_rust_type(type));
	text_puts(out, ")");
}

/* fetch_add() and its like are for objects of 32 and 64 bits. */
static void check_method(struct rust_process *p, const struct lkmm_access *a,
			 struct lkmm_integer type)
{
	int bits = emit_integer(p->e, a).bits;

	if (type.bits < 32 && a->op->shape == LKMM_SHAPE_COMPUTE)
		emit_not(p->e, "an atomic type that Rust does not have");
	if (bits && bits != type.bits)
		emit_not(p->e, "an atomic operation on an object of another size");
}

/* Methods that depend on the sign exist for signed types only. */
static struct lkmm_integer method_type(const struct lkmm_op *op, struct lkmm_integer type)
{
	return op->asks_sign ? LKMM_SIGNED(type.bits) : type;
}

static void put_inout(struct rust_process *p, const struct lkmm_access *a, bool copied)
{
	text_puts(p->e->out, "&mut ");
	if (copied)
		text_puts(p->e->out, "_old");
	else
		emit_register(p->e, p->t, a->inout);
}

/* @copied: the register that is updated is in _old. */
static void put_method_call(struct rust_process *p, const struct lkmm_access *a, bool copied)
{
	const struct lkmm_op *op = a->op;
	struct lkmm_integer type = method_type(op, emit_object_type(p->e, a));

	check_method(p, a, type);
	put_atomic(p, a->arg[op->object], type);
	/* C has these for plain objects too, the crate only for atomic ones. */
	text_add(p->e->out, ".%s(",
		 op->rust ? op->rust : find_row(true, op->shape, LKMM_RELAXED)->rust);
	for (int i = 0; i < op->nargs; i++) {
		if (i == op->object)
			continue;
		if (i == op->inout)
			put_inout(p, a, copied);
		else
			emit_rust_value(p, a->arg[i], type);
		text_puts(p->e->out, ", ");
	}
	text_add(p->e->out, "%s)", ordering(a));
	if (op->shape == LKMM_SHAPE_CMPXCHG)
		text_puts(p->e->out, ".unwrap_or_else(|found| found)");
}

struct mention {
	int reg;
	bool found;
};

static void look_for(void *arg, const struct lkmm_expr *x)
{
	struct mention *m = arg;

	m->found |= x->kind == LKMM_REGISTER && x->index == m->reg;
}

/* Whether the register that @a takes a reference to is part of its other operands, too. */
static bool mentions_inout(const struct rust_process *p, const struct lkmm_access *a)
{
	struct mention m = { .reg = a->inout };

	for (int i = 0; i < a->op->nargs; i++)
		if (i != a->op->inout)
			emit_each_part(p->e, a->arg[i], look_for, &m);
	return m.found;
}

/* try_cmpxchg() takes an exclusive reference to a variable of the same type. */
static void put_method(struct rust_process *p, const struct lkmm_access *a)
{
	struct lkmm_integer type = emit_object_type(p->e, a), own;
	bool same;

	if (a->op->inout < 0) {
		put_method_call(p, a, false);
		return;
	}
	own = emit_or_long(p->e->reg[p->t][a->inout].integer);
	same = lkmm_same_integer(own, type);
	if (same && !mentions_inout(p, a)) {
		put_method_call(p, a, false);
		return;
	}
	text_puts(p->e->out, "{ let mut _old = ");
	emit_register(p->e, p->t, a->inout);
	if (!same)
		text_add(p->e->out, " as %s", emit_rust_type(type));
	text_puts(p->e->out, "; let ok = ");
	put_method_call(p, a, true);
	text_puts(p->e->out, "; ");
	emit_register(p->e, p->t, a->inout);
	text_puts(p->e->out, " = _old");
	if (!same)
		text_add(p->e->out, " as %s", emit_rust_type(own));
	text_puts(p->e->out, "; ok }");
}

/* A function for a pointer or another plain object. */
static void put_object_call(struct rust_process *p, const struct lkmm_access *a)
{
	const struct lkmm_expr *address = a->arg[0];
	const struct lkmm_op *op = a->op;
	struct lkmm_integer type = emit_object_type(p->e, a);
	bool pointer = a->op->pointers && type.bits == 64;
	char to[16] = "*mut ";

	strcat(to, p->e->pointee.bits ? emit_rust_type(p->e->pointee) : "()");
	if (a->op->pointers && !pointer)
		op = a->op->becomes ? find_row(false, LKMM_SHAPE_STORE, LKMM_RELEASE) :
				      find_row(false, LKMM_SHAPE_LOAD, LKMM_RELAXED);
	text_add(p->e->out, "lkmm::%s(", op->rust);
	put_pointer(p, address, pointer ? to : emit_rust_type(type));
	if (a->op->becomes)
		text_puts(p->e->out, ", ");
	if (a->op->becomes && pointer)
		put_pointer(p, a->arg[1], to + strlen("*mut "));
	else if (a->op->becomes)
		emit_rust_value(p, a->arg[1], type);
	text_puts(p->e->out, ")");
	if (pointer && !a->op->becomes)
		text_add(p->e->out, " as %s", emit_rust_type(type));
}

/* ---- fences, locks ---- */

static void put_fence(struct rust_process *p, enum lkmm_fence fence)
{
	static const char *const own[] = {
		[LKMM_FENCE_RCU_LOCK] = "rcu_read_lock",
		[LKMM_FENCE_RCU_UNLOCK] = "rcu_read_unlock",
		[LKMM_FENCE_SYNC_RCU] = "synchronize_rcu",
	};

	if (barrier_name(fence))
		text_add(p->e->out, "barrier::%s()", barrier_name(fence));
	else if (fence == LKMM_FENCE_AFTER_SRCU_READ_UNLOCK)
		text_add(p->e->out, "barrier::smp_mb%s()",
			 p->e->for_verify ? "__after_srcu_read_unlock" : "");
	else
		text_add(p->e->out, "%s%s()", p->e->for_verify ? "lkmm_" : "run::", own[fence]);
}

static void put_lock_call(struct rust_process *p, const struct lkmm_access *a)
{
	static const char *const method[] = {
		[LKMM_LOCK] = "lock", [LKMM_TRYLOCK] = "trylock", [LKMM_UNLOCK] = "unlock",
		[LKMM_IS_LOCKED] = "is_locked", [LKMM_SRCU_LOCK] = "read_lock",
		[LKMM_SRCU_UNLOCK] = "read_unlock", [LKMM_SYNC_SRCU] = "synchronize",
	};
	bool srcu = a->kind == LKMM_SRCU_LOCK || a->kind == LKMM_SRCU_UNLOCK ||
		    a->kind == LKMM_SYNC_SRCU;

	if (emit_direct_place(p->e, a->arg[0])) {
		put_place(p, a->arg[0]->index);
	} else {
		text_puts(p->e->out, "(*(");
		put_pointer(p, a->arg[0], srcu ? "SrcuStruct" : "SpinLock");
		text_puts(p->e->out, "))");
	}
	text_add(p->e->out, ".%s(", method[a->kind]);
	if (a->kind == LKMM_SRCU_UNLOCK)
		emit_rust_value(p, a->arg[1], LKMM_SIGNED(32));
	text_puts(p->e->out, ")");
}

void emit_rust_store(struct rust_process *p, const struct lkmm_access *a)
{
	struct lkmm_integer type = emit_object_type(p->e, a);

	put_object(p, a->arg[0], type);
	text_puts(p->e->out, " = ");
	emit_rust_value(p, a->arg[1], type);
}

/* The object that an allocation gets when it is made for the time @copy, counted from 0. */
static void put_allocated(struct rust_process *p, const struct lkmm_access *a, int copy)
{
	int first = a->object + copy * a->locations;

	text_puts(p->e->out, "{ ");
	for (int l = first; a->zeroed && l < first + a->locations; l++) {
		if (!p->e->l->program.loc[l].allocated)
			continue;
		text_puts(p->e->out, "*");
		emit_rust_variable(p, l);
		text_puts(p->e->out, " = 0; ");
	}
	emit_rust_variable(p, first);
	text_puts(p->e->out, " as i64 }");
}

/* Objects are those of the instance: they are there from the beginning, and to the end. */
static void put_alloc(struct rust_process *p, const struct lkmm_access *a)
{
	if (p->e->for_verify) {
		text_puts(p->e->out, a->zeroed ? "(zeroed::<" : "(allocated::<");
		emit_rust_static_type(p->e, p->e->object_of[a->object]);
		text_puts(p->e->out, ">() as i64)");
		return;
	}
	if (a->copies > 1)
		text_add(p->e->out, "{ made%d += 1; ", a->object);
	for (int copy = 0; copy < a->copies - 1; copy++) {
		text_add(p->e->out, "if made%d == %d ", a->object, copy + 1);
		put_allocated(p, a, copy);
		text_puts(p->e->out, " else ");
	}
	put_allocated(p, a, a->copies - 1);
	text_puts(p->e->out, a->copies > 1 ? " }" : "");
}

/* Adds @text around a plain access in data_race(), which lkmm verify has to know. */
static void put_race(struct rust_process *p, const struct lkmm_access *a, const char *text)
{
	if (p->e->for_verify && a->may_race)
		text_puts(p->e->out, text);
}

static void put_load(struct rust_process *p, const struct lkmm_access *a)
{
	put_race(p, a, "{ lkmm_verify_may_race(1); let value = ");
	put_object(p, a->arg[0], emit_object_type(p->e, a));
	put_race(p, a, "; lkmm_verify_may_race(0); value }");
}

static void put_choice(struct rust_process *p, const struct lkmm_access *a)
{
	if (p->e->for_verify) {
		text_puts(p->e->out, "lkmm_verify_choice(core::ptr::null())");
		return;
	}
	text_puts(p->e->out, "run::choice(");
	if (a->arg[1])
		emit_rust_value(p, a->arg[1], LKMM_SIGNED(64));
	else
		text_puts(p->e->out, "0");
	text_puts(p->e->out, ")");
}

/* An assertion has failed here, for lkmm verify. */
static const char *failure_call(const struct emit *e, const struct lkmm_access *a)
{
	if (e->for_verify && (a->kind == LKMM_ASSERT || a->kind == LKMM_BUG))
		return "lkmm_verify_fails()";
	return e->for_verify && a->kind == LKMM_WARN ? "lkmm_verify_warns()" : "()";
}

void emit_rust_access(struct rust_process *p, const struct lkmm_access *a)
{
	switch (a->kind) {
	case LKMM_OP:
		if (!a->op->atomic && a->op->rust)
			put_object_call(p, a);
		else
			put_method(p, a);
		return;
	case LKMM_PLAIN_LOAD:
		put_load(p, a);
		return;
	case LKMM_PLAIN_STORE:
		/* In Rust an assignment has no value. */
		text_puts(p->e->out, "{ let value = ");
		emit_rust_value(p, a->arg[1], emit_object_type(p->e, a));
		put_race(p, a, "; lkmm_verify_may_race(1)");
		text_puts(p->e->out, "; ");
		put_object(p, a->arg[0], emit_object_type(p->e, a));
		text_puts(p->e->out, " = value; ");
		put_race(p, a, "lkmm_verify_may_race(0); ");
		text_puts(p->e->out, "value }");
		return;
	case LKMM_FENCE:
		put_fence(p, a->fence);
		return;
	case LKMM_FREE:
		text_puts(p->e->out, p->e->for_verify ? "free(" : "run::free(");
		emit_rust_value(p, a->arg[0], LKMM_SIGNED(64));
		text_puts(p->e->out, ")");
		return;
	case LKMM_ALLOC:
		put_alloc(p, a);
		return;
	case LKMM_CHOICE:
		put_choice(p, a);
		return;
	case LKMM_ASSERT:
	case LKMM_BUG:
	case LKMM_WARN:
	case LKMM_UNDEFINED:
	case LKMM_ABANDON:
	case LKMM_AWAIT:
	case LKMM_MAY_RACE:
	case LKMM_CALLBACK:
		text_puts(p->e->out, failure_call(p->e, a));
		return;
	default:
		put_lock_call(p, a);
	}
}
