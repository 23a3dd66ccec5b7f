// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes include/lkmm/object.h: lkmm_xchg(p, new) and its like for a plain object of any scalar
 * type. Each is one line that calls the macro of lkmm/sized.h for operations of its shape.
 */
#include "common.h"

static const char *shape_of(const struct op *op)
{
	struct plan p = plan_op(op);

	if (op->family->pointers_only)
		return p.kind == PLAN_LOAD ? "pointer_load" : "pointer_store";
	if (p.kind == PLAN_LOAD)
		return "load";
	if (p.kind == PLAN_STORE)
		return "store";
	if (p.kind == PLAN_XCHG)
		return "xchg";
	return op->args[1].inout ? "try_cmpxchg" : "cmpxchg";
}

static void put_macro(struct out *o, const struct op *op, int which)
{
	const char *object = op->args[op->object].name;
	char *params = c_call_args(op), *name = xprintf("%s%s", op->name, order_suffix(op, which));

	/* The sized macros take an address. */
	put(o, "#define lkmm_%s%s __lkmm_%s(%s, %s(%s)", name, params, shape_of(op), name,
	    streq(object, "x") ? "&" : "", object);
	for (int i = 0; i < op->nargs; i++)
		if (i != op->object)
			put(o, ", %s", c_arg_name(op->args[i].name));
	put(o, ")\n");
}

/* The relaxed operation that it is for the model: its name, and the object's type. */
static void put_local_for_model(struct out *o, const struct op *op, const struct c_type *ct,
				const struct c_type *atomic)
{
	char *args = "(";

	for (int i = 0; i < op->nargs; i++)
		args = xprintf("%s%s%s", args, i ? ", " : "", i == op->object && atomic ?
			       xprintf("(%s *)(%s)", atomic->object, op->args[i].name) :
			       c_arg_name(op->args[i].name));
	put(o, "# define lkmm_%s%s%s lkmm_%s%s%s)\n", ct ? ct->prefix : "", op->name,
	    c_call_args(op), atomic ? atomic->prefix : "", op->rust, args);
}

/* op->rust is the name of the relaxed operation here. */
static void put_locals_for_model(struct out *o, const struct table *t,
				 const struct table *local)
{
	for (int i = 0; i < local->nops; i++) {
		struct op op = local->op[i];
		const struct op *of = &t->op[0];

		while (of->at.line != op.at.line)
			of++;
		op.rust = xprintf("%s", of->name);
		for (int w = 0; w < of->norders; w++)
			if (of->orders[w] == RELAXED)
				op.rust = xprintf("%s%s", of->name, order_suffix(of, w));
		if (op.family->on == PLAIN_OBJECT) {
			put_local_for_model(o, &op, NULL, NULL);
			continue;
		}
		put_local_for_model(o, &op, &c_local_types[0], &c_atomic_types[2]);
		put_local_for_model(o, &op, &c_local_types[1], &c_atomic_types[1]);
	}
}

static const char local_comment[] =
	"/*\n"
	" * An object that one thread changes, and its signal handlers; other threads only read "
	"it. An\n"
	" * operation is atomic for these: a signal handler finds the object before it or behind "
	"it, and\n"
	" * what the handler does to it is not lost. If a second thread writes to the object, the "
	"write of\n"
	" * one of them is lost. No operation orders any other access. On x86-64 and i386 they "
	"are\n"
	" * instructions without a lock; elsewhere, the relaxed operations of an atomic type. For "
	"the model\n"
	" * of lkmm verify, too, which loses no write.\n"
	" */\n";

/* <lkmm/local.h>, whose types <lkmm/types.h> has. */
static void write_local(const struct table *t)
{
	struct out *o = begin_output("include/lkmm/local.h");
	struct table local = local_table(t);

	put_c_head(o, "LKMM_LOCAL_H", "Counters that one thread changes.");
	put(o, "%s#include <lkmm/atomic.h>\n\n#if defined(LKMM_VERIFY)\n", local_comment);
	put_locals_for_model(o, t, &local);
	put(o, "#elif defined(LKMM_OUTLINE)\n# include <lkmm/outline/local.h>\n#else\n"
	       "# include <lkmm/inline/local.h>\n#endif\n\n"
	       "/* Exchanges of plain objects of any scalar type. */\n#ifndef LKMM_VERIFY\n");
	for (int i = 0; i < local.nops; i++)
		if (local.op[i].family->on == PLAIN_OBJECT)
			put_macro(o, &local.op[i], 0);
	put(o, "#endif\n\n#endif\n");
}

void write_c_objects(const struct table *t)
{
	struct out *o = begin_output("include/lkmm/object.h");
	const struct family *last = NULL;

	put_c_head(o, "LKMM_OBJECT_H", "Marked accesses to plain objects of any scalar type.");
	put(o, "#include <lkmm/barrier.h>\n#include <lkmm/sized.h>\n\n"
	    "#ifdef LKMM_OUTLINE\n# include <lkmm/outline/object.h>\n#else\n"
	    "# include <lkmm/inline/object.h>\n#endif\n");
	for (int i = 0; i < t->nops; i++) {
		const struct op *op = &t->op[i];

		if (op->family->on != PLAIN_OBJECT)
			continue;
		if (op->family != last)
			put(o, "\n/* %s. */\n", op->family->title);
		last = op->family;
		for (int w = 0; w < op->norders; w++)
			put_macro(o, op, w);
	}
	put(o, "\n#endif\n");
	write_local(t);
}
