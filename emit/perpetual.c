// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The perpetual form of a test, after an idea published as PerpLE (MICRO 2020). There is one
 * instance, and every thread runs its process again and again without waiting for the others. A
 * store writes the number of the turn, and the number of the store among those to its variable,
 * instead of its constant; each load logs its value. runtime/perpetual.h computes outcomes from the
 * logs. README.md defines them, and proves that they are outcomes of the test: so a test in this
 * form stores constants only, has one writer for each variable, and has no RMWs, plain accesses,
 * waits or branches.
 */
#include "object.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MAX_CONSTANT = 127, MAX_STORES = 64 };

/* The access of a statement of a straight-line process; NULL for other statements. */
static const struct lkmm_access *access_of(const struct lkmm_stmt *s)
{
	const struct lkmm_expr *x = s->expr;

	if (x && x->kind == LKMM_ASSIGN)
		x = x->a;
	return x && x->kind == LKMM_ACCESS ? x->access : NULL;
}

static bool is_fence(const struct lkmm_access *a)
{
	return a->kind == LKMM_FENCE &&
	       (a->fence == LKMM_FENCE_COMPILER || a->fence == LKMM_FENCE_MB ||
		a->fence == LKMM_FENCE_RMB || a->fence == LKMM_FENCE_WMB);
}

static bool is_load(const struct lkmm_access *a)
{
	return a->kind == LKMM_OP && a->op->shape == LKMM_SHAPE_LOAD;
}

static bool is_store(const struct lkmm_access *a)
{
	return a->kind == LKMM_OP && a->op->shape == LKMM_SHAPE_STORE;
}

/* Small enough that no type on the way changes it. */
static bool is_constant(int64_t v)
{
	return v >= 0 && v <= MAX_CONSTANT;
}

static const struct lkmm_expr *address_of(const struct lkmm_access *a)
{
	return a->arg[a->op->object];
}

static const struct lkmm_expr *stored(const struct lkmm_access *a)
{
	return a->arg[!a->op->object];
}

static bool is_plain_place(const struct emit *e, const struct lkmm_expr *x)
{
	const struct place *p = emit_direct_place(e, x);

	return p && p->kind == PLACE_OBJECT && !p->holds_address && !p->address_taken &&
	       p->integer.bits >= 32;
}

static bool fits_stmt(const struct emit *e, const struct lkmm_stmt *s)
{
	const struct lkmm_access *a = access_of(s);

	if (s->kind != LKMM_EXPR || (s->expr && !a))
		return false;
	if (!a)
		return true;
	if (is_fence(a))
		return s->expr->kind == LKMM_ACCESS;
	if (a->kind != LKMM_OP || a->op->pointers || !is_plain_place(e, address_of(a)))
		return false;
	if (is_load(a))
		return true;
	return is_store(a) && s->expr->kind == LKMM_ACCESS && stored(a)->kind == LKMM_NUMBER &&
	       is_constant(stored(a)->number);
}

/* ---- writers ---- */

/* The store of @s to the variable @loc, or NULL. */
static const struct lkmm_access *store_to(const struct lkmm_stmt *s, int loc)
{
	const struct lkmm_access *a = access_of(s);

	return a && is_store(a) && address_of(a)->index == loc ? a : NULL;
}

static int count_stores(const struct emit *e, int t, int loc)
{
	int n = 0;

	for (const struct lkmm_stmt *s = e->l->program.thread[t].body; s; s = s->next)
		n += store_to(s, loc) != NULL;
	return n;
}

/* The thread that stores to @loc, or -1. */
static int writer_of(const struct emit *e, int loc)
{
	for (int t = 0; t < e->l->program.nthreads; t++)
		if (count_stores(e, t, loc))
			return t;
	return -1;
}

/* One writer, whose stores are all of one kind. */
static bool fits_location(const struct emit *e, int loc)
{
	const struct lkmm_access *first = NULL;
	int writers = 0;

	for (int t = 0; t < e->l->program.nthreads; t++) {
		writers += count_stores(e, t, loc) > 0;
		if (count_stores(e, t, loc) > MAX_STORES)
			return false;
		for (const struct lkmm_stmt *s = e->l->program.thread[t].body; s; s = s->next) {
			const struct lkmm_access *a = store_to(s, loc);

			if (a && first && (a->op != first->op || a->order != first->order))
				return false;
			first = first ? first : a;
		}
	}
	return writers <= 1 && is_constant(e->l->program.loc[loc].init);
}

bool emit_perpetual_fits(const struct emit *e)
{
	const struct lkmm_test *t = &e->l->program;

	for (int i = 0; i < t->nthreads; i++) {
		for (const struct lkmm_stmt *s = t->thread[i].body; s; s = s->next)
			if (!fits_stmt(e, s))
				return false;
		for (int r = 0; r < t->thread[i].nregs; r++)
			if (!is_constant(t->thread[i].reg[r].init))
				return false;
	}
	for (int l = 0; l < t->nlocs; l++)
		if (!fits_location(e, l))
			return false;
	for (int i = 0; i < e->nvalues; i++)
		if (e->value[i].part.bits)
			return false;
	return t->nthreads > 1;
}

/* The upper part of a stored value is the turn, and the lower part the number of the store. */
static int shift_of(const struct emit *e, int loc)
{
	int n = count_stores(e, writer_of(e, loc), loc), shift = 0;

	while (1 << shift < n)
		shift++;
	return shift;
}

/* ---- a process ---- */

int emit_perpetual_loads(const struct emit *e, int t)
{
	int n = 0;

	for (const struct lkmm_stmt *s = e->l->program.thread[t].body; s; s = s->next)
		n += access_of(s) && is_load(access_of(s));
	return n;
}

static void put_name(struct emit *e, int t, const char *form)
{
	if (strcmp(form, "_c"))
		text_add(e->out, "test%d_P%d_perpetual%s", e->number, t, form);
	else
		text_add(e->out, "RUN_NAME(test%d_P%d_perpetual)", e->number, t);
}

static void put_variables(struct emit *e, int t)
{
	for (int o = 0; o < e->nobjects; o++) {
		if (!emit_uses(e, t, o))
			continue;
		text_puts(e->out, "\t");
		emit_c_pointer_to(e, o);
		text_add(e->out, " = run_at(run_b, %d, 0);\n", o);
	}
	text_puts(e->out, "\tuint32_t *run_log = run_b->log[run_t];\n\n");
}

void emit_perpetual_turn(struct emit *e, int t, const struct emit_turn *as)
{
	int loads = 0,
	    *stores = lkmm_alloc(e->l->arena, sizeof(int) * ((size_t)e->l->program.nlocs + 1));
	char value[64];

	for (const struct lkmm_stmt *s = e->l->program.thread[t].body; s && stores; s = s->next) {
		const struct lkmm_access *a = access_of(s);

		if (!a)
			continue;
		text_puts(e->out, as->indent);
		if (is_load(a))
			text_add(e->out, as->log, loads++);
		if (is_store(a)) {
			int loc = address_of(a)->index;

			snprintf(value, sizeof(value), "run_i << %d | %d", shift_of(e, loc),
				 stores[loc]++);
			e->stored = value;
		}
		as->access(as->arg, a);
		e->stored = NULL;
		text_puts(e->out, is_load(a) ? as->logged : ";\n");
	}
	if (!stores)
		emit_not(e, "out of memory");
}

struct c_process {
	struct emit *e;
	int t;
};

static void put_c_access(void *arg, const struct lkmm_access *a)
{
	const struct c_process *p = arg;

	emit_c_access(p->e, p->t, a);
}

static void put_head(struct emit *e, int t, const char *form)
{
	text_puts(e->out, "run_process ");
	put_name(e, t, form);
	text_puts(e->out, ";\n\nvoid ");
	put_name(e, t, form);
	text_puts(e->out, "(const struct run_batch *run_b, int run_t)\n{\n");
}

void emit_perpetual_process(struct emit *e, int t)
{
	struct c_process p = { e, t };
	const struct emit_turn as_c = {
		.indent = "\t\t", .log = "run_log[%d] = (uint32_t)", .logged = ";\n",
		.access = put_c_access, .arg = &p,
	};

	put_head(e, t, "_c");
	put_variables(e, t);
	text_add(e->out, "\tfor (int run_i = 1; run_i <= run_b->n; run_i++, run_log += %d) {\n",
		 emit_perpetual_loads(e, t));
	emit_perpetual_turn(e, t, &as_c);
	text_puts(e->out, "\t}\n}\n\n");
}

void emit_perpetual_call(struct emit *e, int t, const char *form)
{
	text_add(e->out, "void test%d_P%d_turns%s(int n, ", e->number, t, form);
	for (int o = 0; o < e->nobjects; o++)
		if (emit_uses(e, t, o))
			text_puts(e->out, "void *, ");
	text_puts(e->out, "uint32_t *log);\n");
	put_head(e, t, form);
	text_add(e->out, "\ttest%d_P%d_turns%s(run_b->n, ", e->number, t, form);
	for (int o = 0; o < e->nobjects; o++)
		if (emit_uses(e, t, o))
			text_add(e->out, "run_at(run_b, %d, 0), ", o);
	text_puts(e->out, "run_b->log[run_t]);\n}\n\n");
}

/* ---- tables for the frames ---- */

static void put_written(struct emit *e, int loc)
{
	int t = writer_of(e, loc);

	text_add(e->out, "\t{ .writer = %d, .shift = %d, .value = { %" PRId64, t,
		 t < 0 ? 0 : shift_of(e, loc), e->l->program.loc[loc].init);
	for (const struct lkmm_stmt *s = t < 0 ? NULL : e->l->program.thread[t].body; s;
	     s = s->next)
		if (store_to(s, loc))
			text_add(e->out, ", %" PRId64, stored(store_to(s, loc))->number);
	text_add(e->out, " }, .nstores = %d },\n", t < 0 ? 0 : count_stores(e, t, loc));
}

static void put_loads(struct emit *e, int t)
{
	text_add(e->out, "static const int test%d_P%d_loads[] = {", e->number, t);
	for (const struct lkmm_stmt *s = e->l->program.thread[t].body; s; s = s->next)
		if (access_of(s) && is_load(access_of(s)))
			text_add(e->out, " %d,", address_of(access_of(s))->index);
	text_puts(e->out, " -1 };\n");
}

/* The last store to a variable is its final value; the last load into a register is its own. */
static void put_observed(struct emit *e, const struct lkmm_atom *a)
{
	const struct lkmm_test *test = &e->l->program;
	int load = -1, loads = 0;
	bool memory = a->kind == LKMM_FINAL_LOCATION;
	int64_t constant = memory ? test->loc[a->loc].init
				  : test->thread[a->reg.thread].reg[a->reg.index].init;
	const struct lkmm_stmt *s = NULL;

	if (!memory)
		s = test->thread[a->reg.thread].body;
	else if (writer_of(e, a->loc) >= 0)
		s = test->thread[writer_of(e, a->loc)].body;
	for (; s; s = s->next) {
		const struct lkmm_access *x = access_of(s);

		if (memory && store_to(s, a->loc))
			constant = stored(x)->number;
		if (memory || !x || !is_load(x))
			continue;
		if (s->expr->kind == LKMM_ASSIGN && s->expr->index == a->reg.index)
			load = loads;
		loads++;
	}
	text_add(e->out, "\t{ .thread = %d, .load = %d, .constant = %" PRId64 " },\n",
		 memory ? -1 : a->reg.thread, load, constant);
}

void emit_perpetual_table(struct emit *e)
{
	const struct lkmm_test *test = &e->l->program;

	for (int t = 0; t < test->nthreads; t++)
		put_loads(e, t);
	text_add(e->out, "static const struct run_written test%d_written[] = {\n", e->number);
	for (int l = 0; l < test->nlocs; l++)
		put_written(e, l);
	text_add(e->out, "\t{ .writer = -1 },\n};\n"
			 "static const struct run_observed test%d_observed[] = {\n", e->number);
	for (int i = 0; i < e->nvalues; i++)
		put_observed(e, &e->value[i]);
	text_add(e->out, "\t{ .load = -1 },\n};\nstatic const int *const test%d_loads[] = {",
		 e->number);
	for (int t = 0; t < test->nthreads; t++)
		text_add(e->out, " test%d_P%d_loads,", e->number, t);
	text_add(e->out, " };\nstatic const int test%d_nloads[] = {", e->number);
	for (int t = 0; t < test->nthreads; t++)
		text_add(e->out, " %d,", emit_perpetual_loads(e, t));
	text_add(e->out,
		 " };\nstatic const struct run_perpetual test%d_perpetual = {\n"
		 "\t.written = test%d_written, .observed = test%d_observed,\n"
		 "\t.loads = test%d_loads, .nloads = test%d_nloads,\n};\n\n",
		 e->number, e->number, e->number, e->number, e->number);
}
