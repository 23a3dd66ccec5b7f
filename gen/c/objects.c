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
}
