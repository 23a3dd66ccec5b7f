// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A process of a litmus test in C, as a user of the library would write it. */
#include "object.h"
#include "front/primitive.h"

#include <inttypes.h>
#include <string.h>

const char *c_type(struct lkmm_integer t)
{
	switch (t.bits) {
	case 8:
		return t.is_unsigned ? "uint8_t" : "int8_t";
	case 16:
		return t.is_unsigned ? "uint16_t" : "int16_t";
	case 32:
		return t.is_unsigned ? "unsigned int" : "int";
	default:
		return t.is_unsigned ? "unsigned long" : "long";
	}
}

static void indent(struct emit *e, int depth);
static void put_list(struct emit *e, int t, const struct lkmm_stmt *s, int depth);
static void put_expr(struct emit *e, int t, const struct lkmm_expr *x);
static void put_part(struct emit *e, int t, const struct lkmm_expr *x);
static void put_value_of(struct emit *e, int t, const struct lkmm_expr *x);

/* ---- accesses ---- */

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
		put_part(e, t, x);
}

/* What @a accesses. */
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

static const char *order_suffix(const struct lkmm_op *op, enum lkmm_order order)
{
	static const char *const suffix[LKMM_NR_ORDERS] = {
		[LKMM_RELAXED] = "_relaxed", [LKMM_ACQUIRE] = "_acquire",
		[LKMM_RELEASE] = "_release", [LKMM_FULL] = "", [LKMM_STORE_MB] = "",
	};

	return order == op->bare ? "" : suffix[order];
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
 * C has atomic types of 32 and 64 bits. Others, which Rust has, take the row for plain objects, which
 * may have any size. NULL if there is none.
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
		put_value_of(e, t, a->arg[i]);
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

/* A test may hand rcu_dereference() something that is no pointer. */
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
		put_value_of(e, t, a->arg[1]);
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
		[LKMM_FENCE_AFTER_SRCU_READ_UNLOCK] = "lkmm_smp_mb",
		[LKMM_FENCE_RCU_LOCK] = "run_rcu_read_lock",
		[LKMM_FENCE_RCU_UNLOCK] = "run_rcu_read_unlock",
		[LKMM_FENCE_SYNC_RCU] = "run_synchronize_rcu",
	};

	for (int i = 0; i < lkmm_nr_barriers; i++) {
		if (lkmm_barriers[i].fence == fence) {
			text_add(e->out, "lkmm_%s()", lkmm_barriers[i].name);
			return;
		}
	}
	text_add(e->out, "%s()", own[fence]);
}

static void put_lock_call(struct emit *e, int t, const char *name, const struct lkmm_access *a)
{
	const struct place *p = emit_direct_place(e, a->arg[0]);

	text_add(e->out, "%s(", name);
	put_pointer(e, t, a->arg[0],
		    p && p->kind == PLACE_SRCU ? "struct run_srcu" : "struct run_lock");
}

/* The object that an allocation gets when it is made for the time @copy, counted from 0. */
static void put_allocated(struct emit *e, const struct lkmm_access *a, int copy)
{
	int first = a->object + copy * a->locations;

	for (int l = first; a->zeroed && l < first + a->locations; l++) {
		emit_c_lvalue(e, l);
		text_puts(e->out, " = 0, ");
	}
	text_puts(e->out, "(long)");
	emit_c_address(e, first);
}

/* Objects are those of the instance: they are there from the beginning, and to the end. */
static void put_alloc(struct emit *e, const struct lkmm_access *a)
{
	text_puts(e->out, "(");
	for (int copy = 0; copy < a->copies - 1; copy++) {
		text_add(e->out, copy ? "made%d == %d ? (" : "++made%d == %d ? (", a->object, copy + 1);
		put_allocated(e, a, copy);
		text_puts(e->out, ") : (");
	}
	put_allocated(e, a, a->copies - 1);
	for (int copy = 0; copy < a->copies - 1; copy++)
		text_puts(e->out, ")");
	text_puts(e->out, ")");
}

static void put_access(struct emit *e, int t, const struct lkmm_access *a)
{
	switch (a->kind) {
	case LKMM_OP:
		put_operation(e, t, a);
		return;
	case LKMM_PLAIN_LOAD:
		put_object(e, t, a);
		return;
	case LKMM_PLAIN_STORE:
		put_object(e, t, a);
		text_puts(e->out, " = ");
		put_value_of(e, t, a->arg[1]);
		return;
	case LKMM_FENCE:
		put_fence(e, a->fence);
		return;
	case LKMM_LOCK:
		put_lock_call(e, t, "run_spin_lock", a);
		break;
	case LKMM_TRYLOCK:
		put_lock_call(e, t, "run_spin_trylock", a);
		break;
	case LKMM_UNLOCK:
		put_lock_call(e, t, "run_spin_unlock", a);
		break;
	case LKMM_IS_LOCKED:
		put_lock_call(e, t, "run_spin_is_locked", a);
		break;
	case LKMM_SRCU_LOCK:
		put_lock_call(e, t, "run_srcu_read_lock", a);
		break;
	case LKMM_SRCU_UNLOCK:
		put_lock_call(e, t, "run_srcu_read_unlock", a);
		text_puts(e->out, ", ");
		put_value_of(e, t, a->arg[1]);
		break;
	case LKMM_SYNC_SRCU:
		put_lock_call(e, t, "run_synchronize_srcu", a);
		break;
	case LKMM_FREE:
		text_puts(e->out, "run_free(");
		put_value_of(e, t, a->arg[0]);
		break;
	case LKMM_ALLOC:
		put_alloc(e, a);
		return;
	case LKMM_ASSERT:
	case LKMM_BUG:
	case LKMM_WARN:
	case LKMM_MAY_RACE:
	case LKMM_CALLBACK:
		text_puts(e->out, "(void)0");
		return;
	}
	text_puts(e->out, ")");
}

void emit_c_access(struct emit *e, int t, const struct lkmm_access *a)
{
	put_access(e, t, a);
}

/* ---- expressions ---- */

static const char *const operators[] = {
	[LKMM_ADD] = "+", [LKMM_SUB] = "-", [LKMM_MUL] = "*", [LKMM_DIV] = "/", [LKMM_MOD] = "%",
	[LKMM_AND] = "&", [LKMM_OR] = "|", [LKMM_XOR] = "^", [LKMM_SHL] = "<<", [LKMM_SHR] = ">>",
	[LKMM_EQ] = "==", [LKMM_NE] = "!=", [LKMM_LT] = "<", [LKMM_LE] = "<=", [LKMM_GT] = ">",
	[LKMM_GE] = ">=", [LKMM_LAND] = "&&", [LKMM_LOR] = "||", [LKMM_NEG] = "-",
	[LKMM_NOT] = "~", [LKMM_LNOT] = "!",
};

static void put_number(struct emit *e, int64_t v)
{
	if (v == INT64_MIN)
		text_puts(e->out, "INT64_MIN");
	else
		text_add(e->out, "%" PRId64 "%s", v, v > INT32_MAX || v < INT32_MIN ? "L" : "");
}

/* Parentheses around everything that is made of parts: what binds how tightly matters to no one here. */
static void put_part(struct emit *e, int t, const struct lkmm_expr *x)
{
	bool simple = (x->kind == LKMM_NUMBER && x->number >= 0) || x->kind == LKMM_REGISTER ||
		      (x->kind == LKMM_ACCESS && x->access->kind != LKMM_PLAIN_STORE);

	text_puts(e->out, simple ? "" : "(");
	put_expr(e, t, x);
	text_puts(e->out, simple ? "" : ")");
}

/* Where a comma would mean something else. */
static void put_value_of(struct emit *e, int t, const struct lkmm_expr *x)
{
	if (x->kind == LKMM_COMMA)
		put_part(e, t, x);
	else
		put_expr(e, t, x);
}

/* As what GNU C calls a statement expression. */
static void put_body(struct emit *e, int t, const struct lkmm_expr *x)
{
	int depth = e->depth;

	text_puts(e->out, "({\n");
	put_list(e, t, x->body, depth + 1);
	if (x->a) {
		indent(e, depth + 1);
		e->depth = depth + 1;
		put_expr(e, t, x->a);
		text_puts(e->out, ";\n");
	}
	e->depth = depth;
	indent(e, depth);
	text_puts(e->out, "})");
}

static void put_expr(struct emit *e, int t, const struct lkmm_expr *x)
{
	switch (x->kind) {
	case LKMM_NUMBER:
		put_number(e, x->number);
		break;
	case LKMM_ADDRESS:
		text_puts(e->out, "(long)");
		emit_c_address(e, x->index);
		break;
	case LKMM_REGISTER:
		emit_register(e, t, x->index);
		break;
	case LKMM_UNARY:
		text_puts(e->out, operators[x->op]);
		put_part(e, t, x->a);
		break;
	case LKMM_BINARY:
		if (emit_is_long_product(x) && x->a->type.integer.bits != 64)
			text_puts(e->out, "(long)");
		put_part(e, t, x->a);
		text_add(e->out, " %s ", operators[x->op]);
		put_part(e, t, x->b);
		break;
	case LKMM_CONDITIONAL:
		put_part(e, t, x->a);
		text_puts(e->out, " ? ");
		put_part(e, t, x->b);
		text_puts(e->out, " : ");
		put_part(e, t, x->c);
		break;
	case LKMM_CAST:
		text_add(e->out, "(%s)", c_type(x->to));
		put_part(e, t, x->a);
		break;
	case LKMM_ASSIGN:
		emit_register(e, t, x->index);
		text_puts(e->out, " = ");
		put_value_of(e, t, x->a);
		break;
	case LKMM_COMMA:
		put_part(e, t, x->a);
		text_puts(e->out, ", ");
		put_part(e, t, x->b);
		break;
	case LKMM_ACCESS:
		put_access(e, t, x->access);
		break;
	case LKMM_BODY:
		put_body(e, t, x);
		break;
	}
}

/* ---- statements ---- */

static void indent(struct emit *e, int depth)
{
	for (int i = 0; i < depth; i++)
		text_puts(e->out, "\t");
}

static void put_if(struct emit *e, int t, const struct lkmm_stmt *s, int depth)
{
	text_puts(e->out, "if (");
	put_expr(e, t, s->expr);
	text_puts(e->out, ") {\n");
	put_list(e, t, s->body, depth + 1);
	indent(e, depth);
	if (s->orelse) {
		text_puts(e->out, "} else {\n");
		put_list(e, t, s->orelse, depth + 1);
		indent(e, depth);
	}
	text_puts(e->out, "}\n");
}

static void put_loop(struct emit *e, int t, const struct lkmm_stmt *s, int depth)
{
	text_puts(e->out, s->test_after ? "do {\n" : "for (; ");
	if (!s->test_after) {
		if (s->expr)
			put_expr(e, t, s->expr);
		text_puts(e->out, "; ");
		if (s->step)
			put_expr(e, t, s->step);
		text_puts(e->out, ") {\n");
	}
	indent(e, depth + 1);
	text_puts(e->out, "run_turn();\n");
	put_list(e, t, s->body, depth + 1);
	indent(e, depth);
	if (!s->test_after) {
		text_puts(e->out, "}\n");
		return;
	}
	text_puts(e->out, "} while (");
	if (s->expr)
		put_expr(e, t, s->expr);
	else
		text_puts(e->out, "true");
	text_puts(e->out, ");\n");
}

static void put_block(struct emit *e, int t, const struct lkmm_stmt *s, int depth)
{
	struct emit_block block;

	emit_open_block(e, &block, s);
	text_puts(e->out, "{\n");
	put_list(e, t, s->body, depth + 1);
	indent(e, depth);
	text_puts(e->out, "}\n");
	emit_close_block(e);
	if (emit_is_left(s->body, s))
		text_add(e->out, "leave%d:;\n", block.number);
}

static void put_stmt(struct emit *e, int t, const struct lkmm_stmt *s, int depth)
{
	if (s->kind == LKMM_EXPR && !s->expr)
		return;
	indent(e, depth);
	e->depth = depth;
	switch (s->kind) {
	case LKMM_EXPR:
		put_expr(e, t, s->expr);
		text_puts(e->out, ";\n");
		return;
	case LKMM_IF:
		put_if(e, t, s, depth);
		return;
	case LKMM_LOOP:
		put_loop(e, t, s, depth);
		return;
	case LKMM_BREAK:
		text_puts(e->out, "break;\n");
		return;
	case LKMM_CONTINUE:
		text_puts(e->out, "continue;\n");
		return;
	case LKMM_RETURN:
		e->returns = true;
		text_puts(e->out, "goto end;\n");
		return;
	case LKMM_BLOCK:
		put_block(e, t, s, depth);
		return;
	case LKMM_LEAVE:
		text_add(e->out, "goto leave%d;\n", emit_left_block(e, s));
		return;
	}
}

static void put_list(struct emit *e, int t, const struct lkmm_stmt *s, int depth)
{
	for (; s; s = s->next)
		put_stmt(e, t, s, depth);
}

/* ---- a process ---- */

static void put_parameters(struct emit *e, int t)
{
	for (int o = 0; o < e->nobjects; o++) {
		if (!emit_uses(e, t, o))
			continue;
		emit_c_pointer_to(e, o);
		text_puts(e->out, ", ");
	}
	text_puts(e->out, "int64_t *out");
}

/* How often an allocation in a loop has been made. */
static void put_counter(void *arg, const struct lkmm_expr *x)
{
	struct emit *e = arg;

	if (x->kind == LKMM_ACCESS && x->access->kind == LKMM_ALLOC && x->access->copies > 1)
		text_add(e->out, "\tint made%d = 0;\n", x->access->object);
}

static void put_registers(struct emit *e, int t)
{
	const struct lkmm_thread *th = &e->l->program.thread[t];

	for (int r = 0; r < th->nregs; r++) {
		int to = lkmm_pointee(&e->l->program, th->reg[r].init);

		text_add(e->out, "\t%s ", c_type(e->reg[t][r].integer));
		emit_register(e, t, r);
		text_puts(e->out, to >= 0 ? " = (long)" : " = ");
		if (to >= 0)
			emit_c_address(e, to);
		else
			put_number(e, th->reg[r].init);
		text_puts(e->out, ";\n");
	}
	if (th->nregs)
		text_puts(e->out, "\n");
}

static void put_observed(struct emit *e, int t)
{
	int n = 0;

	if (e->returns)
		text_puts(e->out, "end:\n");
	for (int i = 0; i < e->nvalues; i++) {
		if (!emit_is_of_process(&e->value[i], t))
			continue;
		text_add(e->out, "\tout[%d] = ", n++);
		emit_register(e, t, e->value[i].reg.index);
		text_puts(e->out, ";\n");
	}
	if (!n)
		text_puts(e->out, "\t(void)out;\n");
}

void emit_c_prototype(struct emit *e, int t, const char *form)
{
	text_add(e->out, "void test%d_P%d%s(", e->number, t, form);
	put_parameters(e, t);
	text_puts(e->out, ");\n");
}

void emit_c_process(struct emit *e, int t)
{
	text_add(e->out, "static inline void test%d_P%d(", e->number, t);
	put_parameters(e, t);
	text_puts(e->out, ")\n{\n");
	put_registers(e, t);
	emit_each_until(e, t, NULL, put_counter, e);
	e->returns = false;
	e->nblocks = 0;
	put_list(e, t, e->l->program.thread[t].body, 1);
	put_observed(e, t);
	text_puts(e->out, "}\n\n");
}
