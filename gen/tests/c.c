// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes tests/generated/probe.c, one exported function per operation and type, whose code is
 * disassembled, measured and tested; and tests/generated/table.c, the rows for the test that calls
 * them. The table has the formulas as text: the test evaluates them itself, to catch mistakes in
 * this generator's reading of formulas.
 */
#include "gen/c/common.h"

/*
 * Objects are handed to the macros that users call, which choose the function by the object's size.
 */
static char *public_call(const struct op *op, int which, const struct c_type *ct)
{
	char *s;

	if (ct->on != PLAIN_OBJECT)
		return xprintf("lkmm_%s%s", c_op_name(op, which, ct), c_call_args(op));
	s = xprintf("lkmm_%s%s(", op->name, order_suffix(op, which));
	for (int i = 0; i < op->nargs; i++)
		s = xprintf("%s%s%s%s", s, i ? ", " : "", streq(op->args[i].name, "x") ? "*" : "",
			    c_arg_name(op->args[i].name));
	return xprintf("%s)", s);
}

static void put_probe(struct out *o, const struct table *t, const struct op *op, int which,
		      const struct c_type *ct)
{
	char *name = c_op_name(op, which, ct);

	(void)t;
	put(o, "PROBE(%s) probe_%s%s\n{\n\t%s%s;\n}\n\n", c_returns(op, ct), name, c_params(op, ct),
	    op->returns ? "return " : "", public_call(op, which, ct));
}

static void write_probes(const struct table *t)
{
	struct out *o = begin_output("tests/generated/probe.c");

	put_c_head(o, NULL, "Each operation, as a function to look at and to call.");
	put(o, "#include \"probe.h\"\n\n");
	for_each_typed_op(t, put_probe, o);
	for_each_local_op(t, put_probe, o);
	for (int i = 0; i < t->nbarriers; i++)
		put(o, "PROBE(void) probe_%s(void)\n{\n\tlkmm_%s();\n}\n\n", t->barrier[i].name,
		    t->barrier[i].name);
	o->len--;
}

/* The argument of index @i among those that are values: arg[0], arg[1]. */
static int value_index(const struct op *op, int i)
{
	return i - (op->object < i);
}

/* Between uint64_t and a pointer, of any width. */
static const char *via(const struct c_type *ct)
{
	return streq(ct->value, "void *") ? "(uintptr_t)" : "";
}

static char *probe_call(const struct op *op, const struct c_type *ct)
{
	char *s = xprintf("((function *)probe)(");

	for (int i = 0; i < op->nargs; i++) {
		const char *sep = i ? ", " : "";

		if (i == op->object)
			s = xprintf("%s%sobject", s, sep);
		else if (op->args[i].inout)
			s = xprintf("%s%s&inout", s, sep);
		else
			s = xprintf("%s%s(%s)%sarg[%d]", s, sep, ct->value, via(ct),
				    value_index(op, i));
	}
	return xprintf("%s)", s);
}

static void put_caller(struct out *o, const struct table *t, const struct op *op, int which,
		       const struct c_type *ct)
{
	int inout = -1;
	char *call = probe_call(op, ct);

	(void)t;
	for (int i = 0; i < op->nargs; i++)
		if (op->args[i].inout)
			inout = value_index(op, i);
	put(o, "static uint64_t call_%s(void (*probe)(void), void *object, uint64_t *arg)\n{\n",
	    c_op_name(op, which, ct));
	put(o, "\ttypedef %s function%s;\n", c_returns(op, ct), c_params(op, ct));
	if (inout >= 0)
		put(o, "\t%s inout = (%s)%sarg[%d];\n\tuint64_t result = %s;\n\n"
		       "\targ[%d] = (uint64_t)%sinout;\n"
		    "\treturn result;\n", ct->value, ct->value, via(ct), inout, call, inout,
		    via(ct));
	else if (op->returns)
		put(o, "\n%s\treturn (uint64_t)%s%s;\n", op->nargs == 1 ? "\t(void)arg;\n" : "",
		    op_returns_bool(op) ? "" : via(ct), call);
	else
		put(o, "\n%s\t%s;\n\treturn 0;\n", op->nargs == 1 ? "\t(void)arg;\n" : "", call);
	put(o, "}\n\n");
}

static char *formula(const struct op *op, const struct expr *e)
{
	return e ? expr_text(e, op->args, "v") : "-";
}

static void put_row(struct out *o, const struct table *t, const struct op *op, int which,
		    const struct c_type *ct)
{
	char *name = c_op_name(op, which, ct), *args = xprintf("%s", "");

	(void)t;
	for (int i = 0; i < op->nargs; i++)
		if (i != op->object)
			args = xprintf("%s%s%s", args, *args ? " " : "",
				       xprintf("%s%s", op->args[i].inout ? "*" : "",
				       op->args[i].name));
	if (op_number(op) >= 0)
		args = xprintf("%s %s", args, op->family->mask);
	put(o, "\t{ \"%s\", %s, %s, \"%s\", \"%s\", \"%s\", \"%s\", \"%s\", call_%s },\n", name,
	    ct->width < 0 ? "LONG_WIDTH" : xprintf("%d", width_bits(ct->width)),
	    op_number(op) >= 0 ? "true" : "false", args,
	    formula(op, op->when), formula(op, op->becomes), formula(op, op->returns),
	    order_name[op->orders[which]], name);
}

void write_tests(const struct table *t)
{
	struct out *o = begin_output("tests/generated/table.c");

	write_probes(t);
	put_c_head(o, NULL, "The rows, and how to call their probes.");
	put(o, "#include \"table.h\"\n\n");
	for_each_typed_op(t, put_caller, o);
	put(o, "/* lkmm.ko has no functions of counters of one thread. */\n#ifndef __KERNEL__\n\n");
	for_each_local_op(t, put_caller, o);
	put(o, "#endif\n\n");
	put(o, "/* name, width, of a bit, arguments, when, becomes, returns, ordering */\n"
	       "const struct row rows[] = {\n");
	for_each_typed_op(t, put_row, o);
	put(o, "#ifndef __KERNEL__\n");
	for_each_local_op(t, put_row, o);
	put(o, "#endif\n");
	put(o, "};\n\nconst size_t nr_rows = sizeof(rows) / sizeof(rows[0]);\n\n"
	       "const char *const barriers[] = {\n");
	for (int i = 0; i < t->nbarriers; i++)
		put(o, "\t\"%s\",\n", t->barrier[i].name);
	put(o, "};\n\nconst size_t nr_barriers = sizeof(barriers) / sizeof(barriers[0]);\n");
}
