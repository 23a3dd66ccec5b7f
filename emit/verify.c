// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A test as a program for lkmm verify: in C, static variables, a function that starts each process,
 * and main(), which asserts what the test asks. First values and conditions are here for Rust, too.
 */
#include "object.h"
#include "rust.h"

#include <inttypes.h>

/* ---- what such programs cannot say ---- */

static void look_at(void *arg, const struct lkmm_expr *x)
{
	struct emit *e = arg;

	switch (x->access ? x->access->kind : LKMM_OP) {
	case LKMM_CHOICE:
		if (x->access->arg[0] || x->access->arg[1])
			emit_not(e, "a choice that depends on a value");
		break;
	case LKMM_AWAIT:
	case LKMM_ABANDON:
	case LKMM_STORE_LINKED:
		emit_not(e, "a wait that is no loop");
		break;
	default:
		break;
	}
}

void emit_verify_look(struct emit *e, const struct litmus_test *l)
{
	e->l = l;
	for (int t = 0; t < l->program.nthreads; t++)
		emit_each_until(e, t, NULL, look_at, e);
}

/* ---- values, in either language ---- */

static void put_object_name(struct emit *e, int o)
{
	text_add(e->out, "test%d_", e->number);
	emit_object_name(e, o);
}

/* The location @loc as a variable of an integer type, whatever its own is. */
static void put_variable(struct emit *e, int loc, bool rust)
{
	struct lkmm_integer type = e->place[loc].integer;

	if (e->place[loc].kind != PLACE_OBJECT)
		type = LKMM_SIGNED(32);
	if (e->l->program.loc[loc].allocated)
		emit_not(e, "it asks for the final value of allocated memory");
	text_add(e->out, rust ? "*addr_of_mut!(" : "*(%s *)&", c_type(type));
	put_object_name(e, e->object_of[loc]);
	emit_put_path(e, emit_path(e, loc), ".");
	if (rust)
		text_add(e->out, ").cast::<%s>()", emit_rust_type(type));
}

static void put_number(struct emit *e, int64_t v, bool rust)
{
	if (v == INT64_MIN)
		text_puts(e->out, rust ? "i64::MIN" : "INT64_MIN");
	else
		text_add(e->out, "%" PRId64 "%s", v, rust ? "" : "L");
}

/* A number, or an address. */
static void put_constant(struct emit *e, int64_t v, bool rust)
{
	int64_t offset;
	int to = lkmm_object(&e->l->program, v, &offset);

	if (to < 0) {
		put_number(e, v, rust);
		return;
	}
	text_puts(e->out, rust ? "(addr_of_mut!(" : "((long)&");
	put_object_name(e, e->object_of[to]);
	text_puts(e->out, rust ? ") as i64" : "");
	text_add(e->out, offset ? " + %d)" : ")", (int)offset);
}

void emit_verify_first_values(struct emit *e, bool rust)
{
	const struct lkmm_test *t = &e->l->program;

	for (int l = 0; l < t->nlocs; l++) {
		if (!t->loc[l].init || t->loc[l].allocated)
			continue;
		text_puts(e->out, rust ? "    " : "\t");
		put_variable(e, l, rust);
		text_puts(e->out, " = ");
		put_constant(e, t->loc[l].init, rust);
		if (rust)
			text_add(e->out, " as %s", emit_rust_type(e->place[l].integer));
		text_puts(e->out, ";\n");
	}
}

/* ---- the condition ---- */

static int number_of_value(const struct emit *e, const struct lkmm_atom *a)
{
	for (int k = 0; k < e->nvalues; k++)
		if (lkmm_same_atom(&e->value[k], a))
			return k;
	return 0;
}

static void put_whole_value(struct emit *e, const struct lkmm_atom *a, bool rust)
{
	text_puts(e->out, rust ? "(" : "(int64_t)");
	if (a->kind == LKMM_FINAL_LOCATION)
		put_variable(e, a->loc, rust);
	else
		text_add(e->out, "test%d_out%d[%d]", e->number, a->reg.thread,
			 emit_observed_before(e, number_of_value(e, a)));
	text_puts(e->out, rust ? " as i64)" : "");
}

/* As lkmm_part_of_value(). */
static void put_value(struct emit *e, const struct lkmm_atom *a, bool rust)
{
	const char *type = a->part.is_unsigned ? (rust ? "u64" : "uint64_t") :
						 (rust ? "i64" : "int64_t");

	if (a->kind == LKMM_CONSTANT) {
		put_constant(e, a->value, rust);
	} else if (!a->part.bits) {
		put_whole_value(e, a, rust);
	} else if (rust) {
		text_puts(e->out, "((");
		put_whole_value(e, a, rust);
		text_add(e->out, " as %s) << %d >> %d) as i64", type,
			 64 - a->part.shift - a->part.bits, 64 - a->part.bits);
	} else {
		text_add(e->out, "((int64_t)((%s)((uint64_t)", type);
		put_whole_value(e, a, rust);
		text_add(e->out, " << %d) >> %d))", 64 - a->part.shift - a->part.bits,
			 64 - a->part.bits);
	}
}

static void put_condition(struct emit *e, const struct lkmm_cond *c, bool rust)
{
	switch (c->kind) {
	case LKMM_TRUE:
		text_puts(e->out, rust ? "true" : "1");
		break;
	case LKMM_SAME:
		put_value(e, &c->left, rust);
		text_puts(e->out, " == ");
		put_value(e, &c->right, rust);
		break;
	case LKMM_NEITHER:
		text_puts(e->out, "!(");
		put_condition(e, c->a, rust);
		text_puts(e->out, ")");
		break;
	case LKMM_BOTH:
	case LKMM_EITHER:
		text_puts(e->out, "(");
		put_condition(e, c->a, rust);
		text_puts(e->out, c->kind == LKMM_BOTH ? ") && (" : ") || (");
		put_condition(e, c->b, rust);
		text_puts(e->out, ")");
		break;
	}
}

void emit_verify_condition(struct emit *e, bool rust)
{
	const struct lkmm_test *t = &e->l->program;
	bool always = t->quantifier == LKMM_FORALL;

	text_puts(e->out, always ? "" : "!(");
	put_condition(e, t->cond, rust);
	text_puts(e->out, always ? "" : ")");
}

/* ---- the filter ---- */

enum { OF_NONE = -1, OF_SEVERAL = -2 };

static int process_of_atom(const struct lkmm_atom *a)
{
	if (a->kind == LKMM_CONSTANT)
		return OF_NONE;
	return a->kind == LKMM_FINAL_REGISTER ? a->reg.thread : OF_SEVERAL;
}

static int same_process(int a, int b)
{
	return a == b || b == OF_NONE ? a : a == OF_NONE ? b : OF_SEVERAL;
}

/* The process whose registers alone the condition is about. */
static int process_of(const struct lkmm_cond *c)
{
	if (!c)
		return OF_NONE;
	if (c->kind == LKMM_SAME)
		return same_process(process_of_atom(&c->left), process_of_atom(&c->right));
	return same_process(process_of(c->a), process_of(c->b));
}

void emit_verify_filter(struct emit *e, const struct lkmm_cond *c, int t, bool rust)
{
	if (!c)
		return;
	if (c->kind == LKMM_BOTH) {
		emit_verify_filter(e, c->a, t, rust);
		emit_verify_filter(e, c->b, t, rust);
		return;
	}
	if (process_of(c) == OF_SEVERAL)
		emit_not(e, "a filter on memory, or on several processes together");
	if (process_of(c) != t && !(t == 0 && process_of(c) == OF_NONE))
		return;
	text_puts(e->out, rust ? "        assume(" : "\tlkmm_assume(");
	put_condition(e, c, rust);
	text_puts(e->out, ");\n");
}

/* ---- in C ---- */

static void put_variables(struct emit *e)
{
	for (int o = 0; o < e->nobjects; o++) {
		if (emit_is_allocated(e, o))
			continue;
		text_puts(e->out, "static ");
		emit_c_object_variable(e, o);
		text_puts(e->out, ";\n");
	}
	for (int t = 0; t < e->l->program.nthreads; t++)
		if (emit_count_observed(e, t))
			text_add(e->out, "static int64_t test%d_out%d[%d];\n", e->number, t,
				 emit_count_observed(e, t));
	text_puts(e->out, "\n");
}

/* The function that the thread of the process @t begins with. */
static void put_start(struct emit *e, int t)
{
	text_add(e->out, "static void test%d_start%d(void *arg)\n{\n\t(void)arg;\n\ttest%d_P%d(",
		 e->number, t, e->number, t);
	for (int o = 0; o < e->nobjects; o++) {
		if (!emit_uses(e, t, o))
			continue;
		text_puts(e->out, e->object[o].type->elements ? "" : "&");
		put_object_name(e, o);
		text_puts(e->out, ", ");
	}
	if (emit_count_observed(e, t))
		text_add(e->out, "test%d_out%d);\n", e->number, t);
	else
		text_puts(e->out, "0);\n");
	emit_verify_filter(e, e->l->program.filter, t, false);
	text_puts(e->out, "}\n\n");
}

static void put_main(struct emit *e, const char *main)
{
	int n = e->l->program.nthreads;

	text_add(e->out, "int %s(void)\n{\n\tint thread[%d];\n\n", main, n);
	emit_verify_first_values(e, false);
	for (int t = 0; t < n; t++)
		text_add(e->out, "\tthread[%d] = lkmm_spawn(test%d_start%d, 0);\n", t, e->number,
			 t);
	for (int t = 0; t < n; t++)
		text_add(e->out, "\tlkmm_join(thread[%d]);\n", t);
	text_puts(e->out, "\tlkmm_assert(");
	emit_verify_condition(e, false);
	text_puts(e->out, ");\n\treturn 0;\n}\n\n");
}

void emit_verify_c(struct emit *e, uint32_t rust, const char *main)
{
	text_puts(e->out, "/* ---- ");
	text_comment(e->out, e->l->program.name);
	text_puts(e->out, " ---- */\n\n");
	emit_c_types(e);
	put_variables(e);
	for (int t = 0; t < e->l->program.nthreads; t++) {
		if (rust >> t & 1)
			emit_c_prototype(e, t, "");
		else
			emit_c_process(e, t);
		put_start(e, t);
	}
	put_main(e, main);
}
