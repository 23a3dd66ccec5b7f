// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes litmus/lib/bits.h: the operations on arrays as functions of litmus C, made of those on
 * atomic_long_t. The checker has them from there.
 */
#include "common.h"

#define HEADER "bits.h"
#define WORD "v + nr / 64"

static char *formula(const struct op *op, const struct expr *e)
{
	return expr_text(e, op->args, "found");
}

/* The parameters in the kernel's order. */
static void put_head(struct out *o, const struct op *op, const char *prefix, int which,
		     const char *object)
{
	put(o, "static inline %s %s%s%s(", op->returns ? "bool" : "void", prefix, op->name,
	    order_suffix(op, which));
	for (int i = 0; i < op->nargs; i++)
		put(o, "%s%s%s", i ? ", " : "", i == op->object ? object :
		    streq(op->args[i].name, op->family->index) ? "long " : "unsigned long ",
		    op->args[i].name);
	put(o, ")\n{\n");
}

/* The operation on the long, without its closing parenthesis: "atomic_long_fetch_or(m, WORD". */
static char *call(const struct op *op, enum order order, const char *word)
{
	struct plan p = plan_op(op);
	bool clears = p.alu == AND && p.complement;
	const char *alu = alu_name[clears ? ANDNOT : p.alu];

	if (p.kind == PLAN_LOAD)
		return xprintf("atomic_long_read%s(%s)", order == ACQUIRE ? "_acquire" : "", word);
	if (!op->returns && order == RELAXED)
		return xprintf("atomic_long_%s(%s, %s)", alu, formula(op, p.operand), word);
	return xprintf("atomic_long_fetch_%s%s(%s, %s)", alu, name_suffix(order),
		       formula(op, p.operand), word);
}

static void put_atomic(struct out *o, const struct op *op, int which)
{
	bool mask = op_number(op) >= 0;
	const char *word = mask ? WORD : "v", *name = op->args[op->object].name;
	enum order order = op->orders[which];

	put(o, "\n/* %s(): ", xprintf("%s%s", op->name, order_suffix(op, which)));
	if (op->when)
		put(o, "if %s, ", expr_text(op->when, op->args, name));
	if (op->becomes)
		put(o, "v becomes %s; ", expr_text(op->becomes, op->args, name));
	put(o, "%s. */\n", order_name[order]);
	put_head(o, op, "", which, xprintf("%svolatile unsigned long *", op->becomes ? "" :
					   "const "));
	if (mask || op->returns)
		put(o, "\tunsigned long %s%s%s;\n\n", mask ? "m = 1UL << nr % 64" : "",
		    mask && op->returns ? ", " : "", op->returns ? "found" : "");
	if (op->when)
		put(o, "\tfound = atomic_long_read(%s);\n\tif (%s)\n\t\treturn %s;\n", word,
		    formula(op, expr_opposite(op->when)), formula(op, op->returns));
	put(o, "\t%s%s;\n", op->returns ? "found = " : "", call(op, order, word));
	if (op->returns)
		put(o, "\treturn %s;\n", formula(op, op->returns));
	put(o, "}\n");
}

static void put_plain(struct out *o, const struct op *op)
{
	if (!op->plain)
		return;
	put(o, "\n/* The same by plain accesses. */\n");
	put_head(o, op, "__", 0, "unsigned long *");
	put(o, "\tunsigned long m = 1UL << nr %% 64, found = *(" WORD ");\n\n"
	       "\t*(" WORD ") = %s;\n", formula(op, op->becomes));
	if (op->returns)
		put(o, "\treturn %s;\n", formula(op, op->returns));
	put(o, "}\n");
}

void write_litmus_bits(const struct table *t, struct words *words)
{
	struct out *o = begin_output("litmus/lib/" HEADER);

	put_c_head(o, NULL, "Bits of a long, or of an array of longs: m is the bit in its long.");
	for (int i = 0; i < t->nops; i++) {
		const struct op *op = &t->op[i];

		if (op->family->on != ARRAY)
			continue;
		for (int w = 0; w < op->norders; w++)
			put_atomic(o, op, w);
		put_plain(o, op);
	}
	for (int i = 0; i < words->nheaders; i++)
		if (streq(words->header[i].name, HEADER))
			words->header[i].text = o->text;
}
