// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What a test needs besides its processes: the loops that run through a batch, first values, the
 * observed values, and the table that runtime/run.c reads.
 */
#include "object.h"

#include <inttypes.h>
#include <string.h>

int emit_count_observed(const struct emit *e, int t)
{
	int n = 0;

	for (int i = 0; i < e->nvalues; i++)
		n += emit_is_of_process(&e->value[i], t);
	return n;
}

int emit_observed_before(const struct emit *e, int k)
{
	int before = 0;

	for (int i = 0; i < k; i++)
		before += emit_is_of_process(&e->value[i], e->value[k].reg.thread);
	return before;
}

/* ---- loops ---- */

static void put_arguments(struct emit *e, int t)
{
	for (int o = 0; o < e->nobjects; o++)
		if (emit_uses(e, t, o))
			text_add(e->out, "run_at(b, %d, i), ", o);
	text_add(e->out, "&b->out[%d][%d * i]", t, emit_count_observed(e, t));
}

/* The address of the location @l in the instance i. */
static void put_place(struct emit *e, int l)
{
	text_add(e->out, "run_at(b, %d, i)", e->object_of[l]);
	if (e->l->program.loc[l].offset)
		text_add(e->out, " + %d", e->l->program.loc[l].offset);
}

/* Some thread runs a callback. */
static bool has_callbacks(const struct emit *e)
{
	for (int t = 0; t < e->l->program.nthreads; t++)
		if (e->l->program.thread[t].callback.line)
			return true;
	return false;
}

static void look_for_first(void *arg, const struct lkmm_expr *x)
{
	int *loc = arg;

	if (*loc < 0 && x->kind == LKMM_ADDRESS)
		*loc = x->index;
}

/* A callback's process begins by reading whether it was posted. */
static void put_await(struct emit *e, int t)
{
	int loc = -1;

	if (!e->l->program.thread[t].callback.line)
		return;
	emit_each_until(e, t, NULL, look_for_first, &loc);
	text_puts(e->out, "\t\trun_await(b, thread, i, ");
	put_place(e, loc);
	text_puts(e->out, ");\n");
}

static void put_loop_name(struct emit *e, int t, const char *form)
{
	if (strcmp(form, "_c"))
		text_add(e->out, "test%d_P%d_loop%s", e->number, t, form);
	else
		text_add(e->out, "RUN_NAME(test%d_P%d_loop)", e->number, t);
}

void emit_loop(struct emit *e, int t, const char *form)
{
	text_puts(e->out, "run_process ");
	put_loop_name(e, t, form);
	text_puts(e->out, ";\n\nvoid ");
	put_loop_name(e, t, form);
	text_puts(e->out, "(const struct run_batch *b, int thread)\n{\n");
	text_puts(e->out, "\tfor (int i = 0; i < b->n; i++) {\n\t\trun_begin(b, thread, i);\n");
	put_await(e, t);
	text_add(e->out, "\t\ttest%d_P%d%s(", e->number, t, strcmp(form, "_c") ? form : "");
	put_arguments(e, t);
	text_puts(e->out, ");\n");
	text_puts(e->out, has_callbacks(e) ? "\t\trun_end(b, thread, i);\n" : "");
	text_puts(e->out, "\t}\n}\n\n");
}

/* ---- first values ---- */

static void put_lvalue(struct emit *e, int l)
{
	text_add(e->out, "*(%s *)(", c_type(e->place[l].integer));
	put_place(e, l);
	text_puts(e->out, ")");
}

static void put_first_value(struct emit *e, int l)
{
	const struct lkmm_test *t = &e->l->program;
	int64_t offset, init = t->loc[l].init;
	int to = lkmm_object(t, init, &offset);

	const char *type = e->place[l].kind == PLACE_LOCK ? "lock" :
			   e->place[l].kind == PLACE_SRCU ? "srcu" : e->place[l].own;

	text_puts(e->out, "\t");
	if (type) {
		text_add(e->out, "run_%s_init(", type);
		put_place(e, l);
		if (e->place[l].kind == PLACE_OWN)
			text_add(e->out, ", %d", emit_own_value(e, l));
		text_puts(e->out, ");\n");
		return;
	}
	put_lvalue(e, l);
	if (to >= 0) {
		text_puts(e->out, " = (long)(");
		put_place(e, to);
		text_add(e->out, " + %d);\n", (int)offset);
	} else if (init == INT64_MIN) {
		text_puts(e->out, " = INT64_MIN;\n");
	} else {
		text_add(e->out, " = (%s)%" PRId64 "L;\n", c_type(e->place[l].integer), init);
	}
}

static void put_init(struct emit *e)
{
	text_add(e->out, "static void test%d_init(const struct run_batch *b, int i)\n{\n",
		 e->number);
	for (int l = 0; l < e->l->program.nlocs; l++)
		put_first_value(e, l);
	text_puts(e->out, "\t(void)b;\n\t(void)i;\n}\n\n");
}

/* ---- observed values ---- */

static void put_value_of(struct emit *e, int k)
{
	const struct lkmm_atom *a = &e->value[k];
	bool memory = a->kind == LKMM_FINAL_LOCATION;
	const struct place *p = memory ? &e->place[a->loc] : &e->reg[a->reg.thread][a->reg.index];

	text_add(e->out, "\tvalue[%d] = ", k);
	if (p->cookie) {
		/* The model's cookies are all alike: the value of the srcu_struct. */
		text_puts(e->out, "0;\n");
		return;
	}
	if (a->part.bits)
		text_add(e->out, "run_part(%d, %d, %s, ", a->part.bits, a->part.shift,
			 a->part.is_unsigned ? "true" : "false");
	if (p->holds_address)
		text_add(e->out, "run_name(b, test%d_size, %d, i, ", e->number, e->nobjects);
	if (memory)
		put_lvalue(e, a->loc);
	else
		text_add(e->out, "b->out[%d][%d * i + %d]", a->reg.thread,
			 emit_count_observed(e, a->reg.thread), emit_observed_before(e, k));
	text_puts(e->out, p->holds_address || a->part.bits ? ");\n" : ";\n");
}

static void put_collect(struct emit *e)
{
	text_add(e->out, "static void test%d_collect(const struct run_batch *b, int i, "
			 "int64_t *value)\n{\n", e->number);
	for (int k = 0; k < e->nvalues; k++)
		put_value_of(e, k);
	text_puts(e->out, "\t(void)b;\n\t(void)i;\n\t(void)value;\n}\n\n");
}

/* ---- the table ---- */

static void put_sizes(struct emit *e)
{
	text_add(e->out, "static const size_t test%d_size[] = {", e->number);
	for (int o = 0; o < e->nobjects; o++) {
		text_puts(e->out, " sizeof(");
		emit_c_object_type(e, o);
		text_puts(e->out, "),");
	}
	text_puts(e->out, " 0 };\n");
}

/* Computed addresses are right if locations are where the checker has them. */
static void put_offsets(struct emit *e)
{
	for (int l = 0; l < e->l->program.nlocs; l++) {
		const struct emit_object *o = &e->object[e->object_of[l]];

		if (emit_is_variable(o))
			continue;
		text_puts(e->out, "_Static_assert(__builtin_offsetof(struct { ");
		emit_c_object_member(e, e->object_of[l]);
		text_puts(e->out, "; }, ");
		emit_c_member(e, l);
		text_add(e->out, ") == %d,\n\t\"the checker has it elsewhere\");\n",
			 e->l->program.loc[l].offset);
	}
	text_puts(e->out, "\n");
}

static bool has_perpetual(const struct emit *e, const char *const *form, int t, int f)
{
	return form[f] && e->form[t] >> f & 1 && emit_perpetual_fits(e);
}

static void put_perpetual_names(struct emit *e, const char *const *form)
{
	for (int t = 0; t < e->l->program.nthreads; t++)
		for (int f = 0; f < EMIT_FORMS; f++)
			if (has_perpetual(e, form, t, f))
				text_add(e->out, "extern run_process test%d_P%d_perpetual%s;\n",
					 e->number, t, form[f]);
}

static void put_threads(struct emit *e, const char *const *form)
{
	int n = e->l->program.nthreads;

	for (int t = 0; t < n; t++)
		for (int f = 0; f < EMIT_FORMS; f++)
			if (form[f] && e->form[t] >> f & 1)
				text_add(e->out, "extern run_process test%d_P%d_loop%s;\n",
					 e->number, t, form[f]);
	put_perpetual_names(e, form);
	text_add(e->out, "static const struct run_thread test%d_thread[] = {\n", e->number);
	for (int t = 0; t < n; t++) {
		text_puts(e->out, "\t{ {");
		for (int f = 0; f < EMIT_FORMS; f++)
			if (form[f] && e->form[t] >> f & 1)
				text_add(e->out, " [%d] = test%d_P%d_loop%s,", f, e->number, t,
					 form[f]);
		text_add(e->out, " }, .nout = %d, .perpetual = {", emit_count_observed(e, t));
		for (int f = 0; f < EMIT_FORMS; f++)
			if (has_perpetual(e, form, t, f))
				text_add(e->out, " [%d] = test%d_P%d_perpetual%s,", f, e->number, t,
					 form[f]);
		text_puts(e->out, " } },\n");
	}
	text_puts(e->out, "};\n\n");
}

void emit_table(struct emit *e, const char *const *form)
{
	text_puts(e->out, "/* ");
	text_comment(e->out, e->l->program.name);
	text_puts(e->out, " */\n");
	put_sizes(e);
	put_offsets(e);
	put_init(e);
	put_collect(e);
	put_threads(e, form);
	if (emit_perpetual_fits(e))
		emit_perpetual_table(e);
	text_add(e->out,
		 "const struct run_test test%d = {\n"
		 "\t.thread = test%d_thread, .size = test%d_size,\n"
		 "\t.init = test%d_init, .collect = test%d_collect,\n"
		 "\t.nthreads = %d, .nobjects = %d, .nvalues = %d, .sleeps = %s,\n"
		 "\t.wakes = %s, .nowns = %d, .computes_addresses = %s,\n",
		 e->number, e->number, e->number, e->number, e->number, e->l->program.nthreads,
		 e->nobjects, e->nvalues, e->sleeps ? "true" : "false",
		 e->wakes ? "true" : "false", e->nowns, e->computes_addresses ? "true" : "false");
	if (emit_perpetual_fits(e))
		text_add(e->out, "\t.perpetual = &test%d_perpetual,\n", e->number);
	text_puts(e->out, "};\n\n");
}
