// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes the sources of kernel/lkmm.ko: kernel/ops.c, an exported function around each operation of
 * the kernel; kernel/lkmm.h, their declarations; kernel/ops.list, their names; kernel/derived.h,
 * which derives operations that a kernel lacks from others, by the row's formula; and
 * kernel/user/lkmm/atomic.h, their names in user space.
 */
#include "common.h"

#include <string.h>

/* As the kernel spells them. */
static const struct c_type kernel_types[] = {
	{ "atomic_", "", "atomic_t", "int", NULL, NULL, W32, ATOMIC_TYPE },
	{ "atomic64_", "", "atomic64_t", "s64", NULL, NULL, W64, ATOMIC_TYPE },
	{ "atomic_long_", "", "atomic_long_t", "long", NULL, NULL, -1, ATOMIC_TYPE },
	{ "", "_u8", "u8", "u8", NULL, NULL, W8, PLAIN_OBJECT },
	{ "", "_u16", "u16", "u16", NULL, NULL, W16, PLAIN_OBJECT },
	{ "", "_u32", "u32", "u32", NULL, NULL, W32, PLAIN_OBJECT },
	{ "", "_u64", "u64", "u64", NULL, NULL, W64, PLAIN_OBJECT },
	{ "", "", "unsigned long", "unsigned long", NULL, NULL, -1, ARRAY },
	{ "", "_ptr", "void *", "void *", NULL, NULL, -1, PLAIN_OBJECT },
};

static const char *star(const char *type)
{
	return type[strlen(type) - 1] == '*' ? "" : " ";
}

static char *params(const struct op *op, const struct c_type *ct)
{
	char *s = "(";

	for (int i = 0; i < op->nargs; i++) {
		const struct arg *a = &op->args[i];
		const char *sep = i ? ", " : "";

		if (i != op->object)
			s = xprintf("%s%s%s%s%s%s", s, sep, ct->value, star(ct->value),
				    a->inout ? "*" : "", a->name);
		else if (op->becomes)
			s = xprintf("%s%s%s%s*%s", s, sep, ct->object, star(ct->object), a->name);
		else if (*star(ct->object))
			s = xprintf("%s%sconst %s *%s", s, sep, ct->object, a->name);
		else
			s = xprintf("%s%s%sconst *%s", s, sep, ct->object, a->name);
	}
	return xprintf("%s)", s);
}

/*
 * A publishing macro wants an object of the __rcu address space; the caller's flavour of RCU is
 * unknown here.
 */
static char *call(const struct op *op, int which)
{
	bool rcu = op->family->pointers_only;
	char *s = xprintf("%s%s%s(", op->name, rcu && !op->becomes ? "_raw" : "",
			  order_suffix(op, which));

	for (int i = 0; i < op->nargs; i++) {
		const char *name = op->args[i].name, *sep = i ? ", " : "";

		if (i == op->object && rcu)
			s = xprintf("%s%s*lkmm_rcu(%s)", s, sep, name);
		else
			s = xprintf("%s%s%s%s", s, sep,
				    i == op->object && streq(name, "x") ? "*" : "", name);
	}
	return xprintf("%s)", s);
}

static void put_function(struct out *o, const char *returns, const char *name, const char *params,
			 const char *call)
{
	put(o, "%s%slkmm_%s%s\n{\n\t%s%s;\n}\nEXPORT_SYMBOL_GPL(lkmm_%s);\n\n", returns,
	    star(returns), name, params, streq(returns, "void") ? "" : "return ", call, name);
}

static void put_op(struct out *o, const struct table *t, const struct op *op, int which,
		   const struct c_type *ct)
{
	(void)t;
	put_function(o, c_returns(op, ct), c_op_name(op, which, ct), params(op, ct),
		     xprintf("%s%s", ct->prefix, call(op, which)));
}

static void put_prototype(struct out *o, const struct table *t, const struct op *op, int which,
			  const struct c_type *ct)
{
	const char *returns = c_returns(op, ct);

	(void)t;
	put(o, "%s%slkmm_%s%s;\n", returns, star(returns), c_op_name(op, which, ct),
	    params(op, ct));
}

static void put_name(struct out *o, const struct table *t, const struct op *op, int which,
		     const struct c_type *ct)
{
	(void)t;
	put(o, "LKMM_OP(%s)\n", c_op_name(op, which, ct));
}

/* ---- operations that a kernel lacks ---- */

/*
 * Operations that others are derived from; a kernel that lacks one is not supported.
 */
static bool is_base(const struct op *op, const struct plan *p)
{
	/* Of an array: some kernels lack those that test another bit than the one they change. */
	if (op->family->on == ARRAY)
		return p->kind != PLAN_FETCH && p->kind != PLAN_TEST;
	switch (p->kind) {
	case PLAN_VOID:
	case PLAN_TEST:
	case PLAN_LOOP:
		return false;
	case PLAN_FETCH:
		return op->returns->kind == E_VALUE && p->operand->kind == E_ARG && !p->negate &&
		       !p->complement;
	default:
		return true;
	}
}

/* The operations on longs, for an array. */
static void spell_array(const struct op *op, struct c_spelling *s)
{
	s->before = "atomic_long_";
	s->arith = s->value;
	s->bits = "BITS_PER_LONG";
	s->object = xprintf("(atomic_long_t *)%s", op->args[op->object].name);
	if (op_number(op) >= 0)
		s->object = xprintf("%s + %s / BITS_PER_LONG", s->object, op->family->index);
}

static void put_derived(struct out *o, const struct table *t, const struct op *op, int which,
			const struct c_type *ct)
{
	struct plan p = plan_op(op);
	struct body b = body_by_fetch(op, op->orders[which]);
	const char *object = op->args[op->object].name, *returns = c_returns(op, ct);
	/* Signed arithmetic wraps in a kernel: no casts are needed. */
	struct c_spelling s = { .args = op->args, .value = ct->value, .found_is_value = true,
				.before = ct->prefix, .after = "",
				.object = object, .object_last = true, .operation = ct->prefix,
				.argument = object };
	char *name = c_op_name(op, which, ct);

	(void)t;
	if (is_base(op, &p))
		return;
	if (op->family->on == ARRAY)
		spell_array(op, &s);
	if (op->differs)
		put(o, "\n/* Always: %s. */\n", op->differs);
	else
		put(o, "\n#ifdef LKMM_DERIVE_%s\n", name);
	put(o, "static __always_inline %s%sderived_%s%s\n{\n", returns, star(returns), name,
	    params(op, ct));
	put_c_body(o, &s, &b);
	put(o, "}\n%s#define %s derived_%s\n%s", op->differs ? xprintf("#undef %s\n", name) : "",
	    name, name, op->differs ? "" : "#endif\n");
}

/* ---- files ---- */

static void for_each_kernel_op(const struct table *t, bool objects, put_op_fn *fn, struct out *o)
{
	for (size_t i = 0; i < COUNT(kernel_types); i++)
		if (objects || kernel_types[i].on == ATOMIC_TYPE)
			for_each_op(t, &kernel_types[i], fn, o);
}

/* "(u8 *p, u8 val)" */
static char *wait_params(int width)
{
	return xprintf("(u%d *p, u%d val)", width_bits(width), width_bits(width));
}

static void write_ops(const struct table *t)
{
	struct out *o = begin_output("kernel/ops.c");

	put(o, "// SPDX-License-Identifier: GPL-2.0 OR MIT\n"
	       "/* Generated by lkmm-gen from defs/ops.tbl. Each operation of this kernel as a "
	       "function. */\n"
	       "#include \"wrap.h\"\n\n");
	for_each_kernel_op(t, true, put_op, o);
	for (int w = 0; w < NR_WIDTHS; w++)
		put_function(o, "void", xprintf("wait_u%d", width_bits(w)), wait_params(w),
			     "lkmm_wait(p, val)");
	for (int i = 0; i < t->nbarriers; i++)
		put_function(o, "void", t->barrier[i].name, "(void)",
			     xprintf("%s()", t->barrier[i].name));
	o->len--;
}

static void write_header(const struct table *t)
{
	struct out *o = begin_output("kernel/lkmm.h");

	put_c_head(o, "LKMM_KERNEL_H", "The exports of lkmm.ko.");
	put(o, "#include <linux/atomic.h>\n\n");
	for_each_kernel_op(t, true, put_prototype, o);
	for (int w = 0; w < NR_WIDTHS; w++)
		put(o, "void lkmm_wait_u%d%s;\n", width_bits(w), wait_params(w));
	for (int i = 0; i < t->nbarriers; i++)
		put(o, "void lkmm_%s(void);\n", t->barrier[i].name);
	put(o, "\n#endif\n");
}

static void write_derived(const struct table *t)
{
	struct out *o = begin_output("kernel/derived.h");

	put_c_head(o, "LKMM_DERIVED_H", "Operations that a kernel may lack, derived from others.");
	put(o, "/* Each is compiled if LKMM_DERIVE_<name> is defined: missing.sh finds out. */\n");
	for_each_kernel_op(t, false, put_derived, o);
	for_each_op(t, &kernel_types[COUNT(kernel_types) - 2], put_derived, o);
	put(o, "\n#endif\n");
}

static void write_list(const struct table *t)
{
	struct out *o = begin_output("kernel/ops.list");

	put_c_head(o, NULL, "Every operation and barrier that ops.c wraps.");
	for_each_kernel_op(t, true, put_name, o);
	for (int i = 0; i < t->nbarriers; i++)
		put(o, "LKMM_BARRIER(%s)\n", t->barrier[i].name);
}

/* The names of include/lkmm, for sources that are compiled for both. */
static void put_alias(struct out *o, const struct table *t, const struct op *op, int which,
		      const struct c_type *ct)
{
	char *name = xprintf("%s%s%s", ct->prefix, op->name, order_suffix(op, which));

	(void)t;
	put(o, "#define lkmm_%s %s\n", name, name);
}

static void write_aliases(const struct table *t)
{
	struct out *o = begin_output("kernel/user/lkmm/atomic.h");
	/* the one type that has all of them; before it, arrays */
	const struct c_type *pointer = &kernel_types[COUNT(kernel_types) - 1];

	put_c_head(o, "LKMM_USER_ATOMIC_H", "In a kernel, the operations are the kernel's own.");
	put(o, "#include \"../../wrap.h\"\n#include <lkmm/types.h>\n\n");
	for_each_kernel_op(t, false, put_alias, o);
	for_each_op(t, pointer, put_alias, o);
	for_each_op(t, pointer - 1, put_alias, o);
	for (int i = 0; i < t->nbarriers; i++)
		put(o, "#define lkmm_%s %s\n", t->barrier[i].name, t->barrier[i].name);
	put(o, "\n#endif\n");
}

void write_kernel_module(const struct table *t)
{
	write_ops(t);
	write_header(t);
	write_derived(t);
	write_list(t);
	write_aliases(t);
}
