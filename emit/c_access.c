// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Accesses in C: operations of the library, plain loads and stores, fences, locks, allocations. */
#include "object.h"
#include "front/primitive.h"

#include <string.h>

/* The location at the address @x is known, and is of @type. */
static bool has_type(const struct emit *e, const struct lkmm_expr *x, const char *type)
{
	return emit_direct_place(e, x) && !strcmp(type, emit_c_variable_type(e, x->index));
}

/* The pointer @x, to an object of @type. */
static void put_pointer(struct emit *e, int t, const struct lkmm_expr *x, const char *type)
{
	if (!has_type(e, x, type))
		text_add(e->out, "(%s *)", type);
	if (emit_direct_place(e, x))
		emit_c_address(e, x->index);
	else
		emit_c_part(e, t, x);
}

/* The object that @a accesses. */
static void put_object(struct emit *e, int t, const struct lkmm_access *a)
{
	const char *type = c_type(emit_integer(e, a));

	if (has_type(e, emit_address_of(a), type)) {
		emit_c_lvalue(e, emit_address_of(a)->index);
		return;
	}
	text_puts(e->out, "*");
	put_pointer(e, t, emit_address_of(a), type);
}

/* The bits of the atomic type that @a is an operation of. */
static int atomic_bits(const struct emit *e, const struct lkmm_access *a)
{
	return a->integer.bits ? a->integer.bits : emit_integer(e, a).bits;
}

static bool is_other_size(const struct emit *e, const struct lkmm_access *a)
{
	int bits = a->op->atomic ? atomic_bits(e, a) : 32;

	return bits != 32 && bits != 64;
}

/*
 * C has atomic types of 32 and 64 bits. Other sizes, which Rust has, take the row for plain
 * objects. NULL if there is none.
 */
static const struct lkmm_op *row_of(const struct emit *e, const struct lkmm_access *a)
{
	return is_other_size(e, a) ? find_row(false, a->op->shape, a->order) : a->op;
}

static void put_argument(struct emit *e, int t, const struct lkmm_access *a, int i,
			 const struct lkmm_op *op)
{
	if (i == op->inout) {
		text_puts(e->out, "&");
		emit_register(e, t, a->inout);
	} else if (i != op->object && e->stored) {
		text_puts(e->out, e->stored);
	} else if (i != op->object) {
		if (op->pointers)
			text_puts(e->out, "(void *)");
		emit_c_value(e, t, a->arg[i]);
	} else if (op->atomic) {
		put_pointer(e, t, a->arg[i],
			    atomic_bits(e, a) == 64 ? "lkmm_atomic64_t" : "lkmm_atomic_t");
	} else if (op->pointers) {
		text_puts(e->out, "*");
		put_pointer(e, t, a->arg[i], "void *");
	} else if (op->lvalue) {
		put_object(e, t, a);
	} else {
		put_pointer(e, t, a->arg[i], c_type(emit_integer(e, a)));
	}
}

static void check_operation(struct emit *e, const struct lkmm_access *a)
{
	int bits = emit_integer(e, a).bits;

	if (a->op->atomic && bits && bits != atomic_bits(e, a))
		emit_not(e, "an atomic operation on an object of another size");
	if (!row_of(e, a))
		emit_not(e, "an atomic type that C does not have");
}

/* A test may pass something that is not a pointer to rcu_dereference(). */
static bool is_rcu_number(const struct emit *e, const struct lkmm_access *a)
{
	return a->op->pointers && emit_integer(e, a).bits != 64;
}

static void put_rcu_number(struct emit *e, int t, const struct lkmm_access *a)
{
	text_puts(e->out, a->op->becomes ? "lkmm_smp_store_release(" : "lkmm_READ_ONCE(*");
	put_pointer(e, t, emit_address_of(a), c_type(emit_integer(e, a)));
	if (a->op->becomes) {
		text_puts(e->out, ", ");
		emit_c_value(e, t, a->arg[1]);
	}
	text_puts(e->out, ")");
}

static void put_call_of(struct emit *e, int t, const struct lkmm_access *a)
{
	const struct lkmm_op *op = row_of(e, a);

	if (!op)
		return;
	if (op->pointers)
		text_puts(e->out, op->becomes ? "" : "(long)");
	text_add(e->out, "lkmm_%s%s%s(",
		 !op->atomic ? "" : atomic_bits(e, a) == 64 ? "atomic64_" : "atomic_", op->name,
		 order_suffix(op, a->order));
	for (int i = 0; i < op->nargs; i++) {
		text_puts(e->out, i ? ", " : "");
		put_argument(e, t, a, i, op);
	}
	text_puts(e->out, ")");
}

static void put_operation(struct emit *e, int t, const struct lkmm_access *a)
{
	check_operation(e, a);
	if (is_rcu_number(e, a)) {
		put_rcu_number(e, t, a);
		return;
	}
	put_call_of(e, t, a);
}

static void put_fence(struct emit *e, enum lkmm_fence fence)
{
	static const char *const own[] = {
		[LKMM_FENCE_RCU_LOCK] = "rcu_read_lock",
		[LKMM_FENCE_RCU_UNLOCK] = "rcu_read_unlock",
		[LKMM_FENCE_SYNC_RCU] = "synchronize_rcu",
	};

	if (barrier_name(fence))
		text_add(e->out, "lkmm_%s()", barrier_name(fence));
	else if (fence == LKMM_FENCE_AFTER_SRCU_READ_UNLOCK)
		text_add(e->out, "lkmm_smp_mb%s()",
			 e->for_verify ? "__after_srcu_read_unlock" : "");
	else
		text_add(e->out, "%s_%s()", emit_environment(e), own[fence]);
}

static void put_lock_call(struct emit *e, int t, const char *name, const struct lkmm_access *a)
{
	bool srcu = a->kind == LKMM_SRCU_LOCK || a->kind == LKMM_SRCU_UNLOCK ||
		    a->kind == LKMM_SYNC_SRCU;

	text_add(e->out, "%s_%s(", emit_environment(e), name);
	put_pointer(e, t, a->arg[0], emit_c_kind(e, srcu ? PLACE_SRCU : PLACE_LOCK));
}

/* The object that an allocation gets when it is made for the time @copy, counted from 0. */
static void put_allocated(struct emit *e, const struct lkmm_access *a, int copy)
{
	int first = a->object + copy * a->locations;

	for (int l = first; a->zeroed && l < first + a->locations; l++) {
		if (!e->l->program.loc[l].allocated)
			continue;
		emit_c_lvalue(e, l);
		text_puts(e->out, " = 0, ");
	}
	text_puts(e->out, "(long)");
	emit_c_address(e, first);
}

static void put_malloc(struct emit *e, const struct lkmm_access *a)
{
	int o = e->object_of[a->object];

	/* the cast says what it is made of */
	text_puts(e->out, "(long)(__typeof__(");
	emit_c_object_type(e, o);
	text_puts(e->out, a->zeroed ? ") *)calloc(1, sizeof(" : ") *)malloc(sizeof(");
	emit_c_object_type(e, o);
	text_puts(e->out, "))");
}

/* Objects are those of the instance: they are there from the beginning, and to the end. */
static void put_alloc(struct emit *e, const struct lkmm_access *a)
{
	if (e->for_verify) {
		put_malloc(e, a);
		return;
	}
	text_puts(e->out, "(");
	for (int copy = 0; copy < a->copies - 1; copy++) {
		text_add(e->out, copy ? "made%d == %d ? (" : "++made%d == %d ? (", a->object,
			 copy + 1);
		put_allocated(e, a, copy);
		text_puts(e->out, ") : (");
	}
	put_allocated(e, a, a->copies - 1);
	for (int copy = 0; copy < a->copies - 1; copy++)
		text_puts(e->out, ")");
	text_puts(e->out, ")");
}

static void put_choice(struct emit *e, int t, const struct lkmm_access *a)
{
	if (e->for_verify) {
		text_puts(e->out, "lkmm_verify_choice(0)");
		return;
	}
	text_puts(e->out, "run_choice(");
	if (a->arg[1])
		emit_c_value(e, t, a->arg[1]);
	else
		text_puts(e->out, "0");
	text_puts(e->out, ")");
}

/* A plain load or store. */
static void put_plain(struct emit *e, int t, const struct lkmm_access *a)
{
	bool marked = e->for_verify && a->may_race;

	text_puts(e->out, marked ? "data_race(" : "");
	put_object(e, t, a);
	if (a->kind == LKMM_PLAIN_STORE) {
		text_puts(e->out, " = ");
		emit_c_value(e, t, a->arg[1]);
	}
	text_puts(e->out, marked ? ")" : "");
}

/* An assertion has failed here, for lkmm verify. */
static const char *failure_call(const struct emit *e, const struct lkmm_access *a)
{
	if (e->for_verify && (a->kind == LKMM_ASSERT || a->kind == LKMM_BUG))
		return "lkmm_verify_fails()";
	return e->for_verify && a->kind == LKMM_WARN ? "lkmm_verify_warns()" : "(void)0";
}

void emit_c_access(struct emit *e, int t, const struct lkmm_access *a)
{
	switch (a->kind) {
	case LKMM_OP:
		put_operation(e, t, a);
		return;
	case LKMM_PLAIN_LOAD:
	case LKMM_PLAIN_STORE:
		put_plain(e, t, a);
		return;
	case LKMM_FENCE:
		put_fence(e, a->fence);
		return;
	case LKMM_LOCK:
		put_lock_call(e, t, "spin_lock", a);
		break;
	case LKMM_TRYLOCK:
		put_lock_call(e, t, "spin_trylock", a);
		break;
	case LKMM_UNLOCK:
		put_lock_call(e, t, "spin_unlock", a);
		break;
	case LKMM_IS_LOCKED:
		put_lock_call(e, t, "spin_is_locked", a);
		break;
	case LKMM_SRCU_LOCK:
		put_lock_call(e, t, "srcu_read_lock", a);
		break;
	case LKMM_SRCU_UNLOCK:
		put_lock_call(e, t, "srcu_read_unlock", a);
		text_puts(e->out, ", ");
		emit_c_value(e, t, a->arg[1]);
		break;
	case LKMM_SYNC_SRCU:
		put_lock_call(e, t, "synchronize_srcu", a);
		break;
	case LKMM_FREE:
		text_puts(e->out, e->for_verify ? "free((void *)(long)" : "run_free(");
		emit_c_part(e, t, a->arg[0]);
		break;
	case LKMM_ALLOC:
		put_alloc(e, a);
		return;
	case LKMM_CHOICE:
		put_choice(e, t, a);
		return;
	case LKMM_ASSERT: case LKMM_BUG:
	case LKMM_WARN: case LKMM_UNDEFINED:
	case LKMM_ABANDON:
	case LKMM_AWAIT:
	case LKMM_STORE_LINKED:
	case LKMM_MAY_RACE: case LKMM_CALLBACK:
		text_puts(e->out, failure_call(e, a));
		return;
	}
	text_puts(e->out, ")");
}
