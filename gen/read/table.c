// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Reads defs/ops.tbl. */
#include "gen/gen.h"

#include <string.h>

const char *const order_name[NR_ORDERS] = { "relaxed", "acquire", "release", "full", "local",
					"store_mb" };

int width_bits(int width)
{
	return 8 << width;
}

static void parse_argument(const struct line *l, struct table *t)
{
	if (!check_shape(l, 3, 3, "argument NAME \"MEANING\""))
		return;
	t->argument[t->narguments].name = l->field[1].text;
	t->argument[t->narguments++].doc = l->field[2].text;
}

static void parse_type(const struct line *l, struct table *t)
{
	struct type *type = &t->type[t->ntypes];
	const char *width;

	if (!check_shape(l, 3, 3, "type NAME WIDTH"))
		return;
	if (t->ntypes == (int)COUNT(t->type)) {
		error_at(l->at, "more than %zu types", COUNT(t->type));
		return;
	}
	width = l->field[2].text;
	type->name = l->field[1].text;
	type->width = streq(width, "32") ? W32 : streq(width, "64") ? W64 : -1;
	if (type->width < 0 && !streq(width, "long"))
		error_at(l->field[2].at, "width '%s': expected 32, 64 or long", width);
	t->ntypes++;
}

/* @like: what the lines above say of the objects. */
static void parse_family(const struct line *l, struct table *t, const struct family *like)
{
	struct family *f = &t->family[t->nfamilies];

	if (!check_shape(l, 3, 3, "family NAME \"TITLE\""))
		return;
	*f = *like;
	f->at = l->at;
	f->name = l->field[1].text;
	f->title = l->field[2].text;
	t->nfamilies++;
}

static void parse_object(const struct line *l, struct family *like)
{
	static const char *const all[] = { "8", "16", "32", "64", "ptr" };
	bool every = l->nfields == 1 + (int)COUNT(all);

	*like = (struct family){ .on = PLAIN_OBJECT };
	like->pointers_only = l->nfields == 2 && streq(l->field[1].text, "ptr");
	for (int i = 1; every && i < l->nfields; i++)
		every = streq(l->field[i].text, all[i - 1]);
	if (!like->pointers_only && !every)
		error_at(l->at, "expected 'object 8 16 32 64 ptr' or 'object ptr'");
}

static void parse_array(const struct line *l, struct family *like)
{
	if (check_shape(l, 3, 3, "array INDEX MASK"))
		*like = (struct family){ .on = ARRAY, .words = true, .index = l->field[1].text,
					 .mask = l->field[2].text };
}

static void parse_barriers(const struct line *l, struct family *like)
{
	*like = (struct family){ .on = NO_OBJECT, .words = l->nfields == 2 };
	if (l->nfields > 2 || (l->nfields == 2 && !streq(l->field[1].text, "words")))
		error_at(l->at, "expected 'barriers' or 'barriers words'");
}

static const char *argument_doc(const struct table *t, const char *name)
{
	for (int i = 0; i < t->narguments; i++)
		if (streq(t->argument[i].name, name))
			return t->argument[i].doc;
	return NULL;
}

static bool is_object(const struct family *f, const char *arg)
{
	return f->on == PLAIN_OBJECT ? streq(arg, "p") || streq(arg, "x") : streq(arg, "v");
}

/* The argument column: names separated by one blank, *name for one that is updated on failure. */
static bool parse_args(const struct table *t, const struct field *f, struct op *op)
{
	const char *p = f->text;

	op->object = -1;
	while (*p) {
		size_t n = strcspn(p, " ");
		struct arg *arg = &op->args[op->nargs];
		struct place at = f->at;

		at.column += (int)(p - f->text);
		if (op->nargs == MAX_ARGS) {
			error_at(at, "more than %d arguments", MAX_ARGS);
			return false;
		}
		arg->inout = *p == '*';
		arg->name = xstrndup(p + arg->inout, n - arg->inout);
		if (!argument_doc(t, arg->name)) {
			error_at(at, "'%s' is not declared by an 'argument' line", arg->name);
			return false;
		}
		if (is_object(op->family, arg->name))
			op->object = op->nargs;
		op->nargs++;
		p += n + strspn(p + n, " ");
	}
	if (op->object < 0)
		error_at(f->at, "expected %s, the object, among the arguments",
			 op->family->on == PLAIN_OBJECT ? "'p' or 'x'" : "'v'");
	return op->object >= 0;
}

static bool parse_orders(const struct field *f, struct op *op)
{
	const char *p = f->text;

	while (*p) {
		size_t n = strcspn(p, " ");
		int o = 0;

		while (o < NR_ORDERS &&
		       (o == LOCAL || strlen(order_name[o]) != n || strncmp(order_name[o], p, n)))
			o++;
		if (o == NR_ORDERS || op->norders == NR_ORDERS) {
			struct place at = f->at;

			at.column += (int)(p - f->text);
			error_at(at, "ordering '%.*s': expected relaxed, acquire, release, full or "
				     "store_mb", (int)n, p);
			return false;
		}
		op->orders[op->norders++] = (enum order)o;
		p += n + strspn(p + n, " ");
	}
	return true;
}

static void check_op(const struct table *t, const struct op *op, const struct field *f)
{
	for (const struct op *o = t->op; o < op; o++)
		if (streq(o->name, op->name) && o->family->on == op->family->on)
			error_at(f[0].at, "'%s' is already defined in line %d", op->name,
				 o->at.line);
	if (op->when && !expr_is_comparison(op->when))
		error_at(f[2].at, "expected a comparison");
	if (op->when && !op->becomes)
		error_at(f[3].at, "expected the new value of the object if the condition holds");
	if (!op->becomes && !op->returns)
		error_at(f[4].at, "an operation that neither writes nor returns does nothing");
}

static void parse_op(const struct line *l, struct table *t)
{
	struct op *op = &t->op[t->nops];
	struct field f[6];

	if (cut_columns(l, f, 6) != 6) {
		error_at(l->at, "expected 6 columns, two blanks apart: operation, arguments, when, "
				"becomes, returns, orderings");
		return;
	}
	*op = (struct op){ .at = l->at, .name = f[0].text, .rust = f[0].text,
			   .family = &t->family[t->nfamilies - 1] };
	if (!parse_args(t, &f[1], op) || !parse_orders(&f[5], op))
		return;
	op->when = parse_expr(&f[2], op);
	op->becomes = parse_expr(&f[3], op);
	op->returns = parse_expr(&f[4], op);
	if (!nr_errors)
		check_op(t, op, f);
	t->nops++;
}

static const struct barrier *find_key(const struct table *t, const char *key)
{
	for (int i = 0; i < t->nbarriers; i++)
		if (streq(t->barrier[i].key, key))
			return &t->barrier[i];
	return NULL;
}

const struct barrier *barrier_of_model(const struct table *t, const struct barrier *b)
{
	while (b->family->words)
		b = find_key(t, b->same_as);
	return b;
}

const char *barrier_same(const struct table *t, const struct barrier *b)
{
	return find_key(t, b->same_as)->function;
}

static void parse_barrier(const struct line *l, struct table *t)
{
	struct barrier *b = &t->barrier[t->nbarriers];

	if (!check_shape(l, 4, 4, "NAME BARRIER SAME-AS \"WHAT IT ORDERS\""))
		return;
	*b = (struct barrier){ .at = l->at, .family = &t->family[t->nfamilies - 1],
			       .name = l->field[0].text, .key = l->field[1].text,
			       .same_as = l->field[2].text,
			       .doc = l->field[3].text };
	b->function = streq(b->key, "compiler") ? "barrier" : b->key;
	if ((b->family->words || !streq(b->same_as, "-")) && !find_key(t, b->same_as))
		error_at(l->field[2].at, "expected a barrier above that it is the same as");
	t->nbarriers++;
}

bool parse_table(const struct source *src, struct table *t)
{
	struct family like = { .on = ATOMIC_TYPE };
	size_t most = (size_t)src->nlines;	/* of anything */

	t->argument = xalloc(most * sizeof(*t->argument));
	t->family = xalloc(most * sizeof(*t->family));
	t->op = xalloc(most * sizeof(*t->op));
	t->barrier = xalloc(most * sizeof(*t->barrier));
	for (int i = 0; i < src->nlines; i++) {
		const struct line *l = &src->line[i];
		const char *word = l->field[0].text;

		if (l->indented) {
			if (!t->nfamilies)
				error_at(l->at, "a row before the first 'family'");
			else if (t->family[t->nfamilies - 1].on == NO_OBJECT)
				parse_barrier(l, t);
			else
				parse_op(l, t);
		} else if (streq(word, "argument")) {
			parse_argument(l, t);
		} else if (streq(word, "type")) {
			parse_type(l, t);
		} else if (streq(word, "local")) {
			parse_local(l, t);
		} else if (streq(word, "object")) {
			parse_object(l, &like);
		} else if (streq(word, "array")) {
			parse_array(l, &like);
		} else if (streq(word, "barriers")) {
			parse_barriers(l, &like);
		} else if (streq(word, "family")) {
			parse_family(l, t, &like);
		} else if (!parse_fact(l, t)) {
			error_at(l->at, "'%s': expected argument, type, local, object, array, "
					"barriers, family, rust, header, core, differs, plain, or "
					"an indented row", word);
		}
	}
	return !nr_errors;
}

const char *name_suffix(enum order order)
{
	static const char *const suffix[NR_ORDERS] = { "_relaxed", "_acquire", "_release" };

	return suffix[order] ? suffix[order] : "";
}

const char *order_suffix(const struct op *op, int which)
{
	return which == 0 ? "" : name_suffix(op->orders[which]);
}

static bool asks_sign(const struct expr *e)
{
	return e && e->kind == E_BINARY && (e->op[0] == '<' || e->op[0] == '>');
}

int op_number(const struct op *op)
{
	for (int i = 0; op->family->on == ARRAY && i < op->nargs; i++)
		if (streq(op->args[i].name, op->family->index))
			return i;
	return -1;
}

bool op_is_signed(const struct op *op)
{
	return asks_sign(op->when) || asks_sign(op->returns);
}

bool op_returns_bool(const struct op *op)
{
	return expr_is_comparison(op->returns);
}
