// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes include/lkmm/inline/NAME.h and include/lkmm/outline/NAME.h: the operations as static
 * inline functions over the primitives, and as declarations of the functions of liblkmm.
 */
#include "common.h"

/* From the array to the long that has the bit: " + nr / BITS"; nothing without a number. */
static char *index_of_long(const struct op *op)
{
	return op_number(op) < 0 ? "" : xprintf(" + %s / __LKMM_LONG_BITS", op->family->index);
}

/* Whether it tells the primitive where the long is, which those for bits find themselves. */
static bool finds_long(const struct op *op)
{
	enum plan_kind kind = plan_op(op).kind;

	return op->family->on == ARRAY && kind != PLAN_BIT && kind != PLAN_TEST_BIT;
}

/* The object as primitives want it. */
static char *c_pointer(const struct op *op, const struct c_type *t)
{
	const char *name = op->args[op->object].name;
	char *s = xprintf("(%svolatile %s *)", op->becomes ? "" : "const ", t->prim);

	if (t->on == ATOMIC_TYPE)
		return xprintf("%s&%s->counter", s, name);
	return xprintf("%s%s%s", s, name, finds_long(op) ? index_of_long(op) : "");
}

static void put_body(struct out *o, const struct op *op, const struct c_type *t, enum order order)
{
	struct body b = body_of_op(op, order);
	struct c_spelling s = {
		.args = op->args, .value = t->value, .arith = t->arith,
		.before = t->width < 0 ? "__lkmm_long(" : "__lkmm_",
		.after = t->width < 0 ? ")" : xprintf("_%d", width_bits(t->width)),
		.object = c_pointer(op, t),
		.operation = xprintf("lkmm_%s", t->prefix), .argument = op->args[op->object].name,
		.rereads = order != LOCAL, .bits = "__LKMM_LONG_BITS",
	};

	put_c_body(o, &s, &b);
}

/* ---- files ---- */

static void put_inline(struct out *o, const struct table *t, const struct op *op, int which,
		       const struct c_type *ct)
{
	put_kernel_doc(o, t, op, which, ct);
	put(o, "static __lkmm_inline %s lkmm_%s%s\n{\n", c_returns(op, ct),
	    c_op_name(op, which, ct), c_params(op, ct));
	put_body(o, op, ct, op->orders[which]);
	put(o, "}\n\n");
}

static void put_try_by_value(struct out *o, const struct op *op, const struct op *by, int which,
			     const struct c_type *ct)
{
	struct body b = body_by_value(op);
	struct c_spelling s = { .args = op->args, .value = ct->value, .found_is_value = true,
				.before = "lkmm_", .after = "",
				.object = op->args[op->object].name };

	b.callee = c_op_name(by, which, ct);
	put(o, "static __lkmm_inline bool lkmm_%s%s\n{\n", c_op_name(op, which, ct),
	    c_params(op, ct));
	put_c_body(o, &s, &b);
	put(o, "}\n\n");
}

static void put_declaration(struct out *o, const struct op *op, int which, const struct c_type *ct)
{
	put(o, "%s lkmm_%s%s;\n", c_returns(op, ct), c_op_name(op, which, ct), c_params(op, ct));
}

static void put_outline(struct out *o, const struct table *t, const struct op *op, int which,
			const struct c_type *ct)
{
	const struct op *by = op_by_value(t, op);

	if (!by) {
		put_declaration(o, op, which, ct);
		return;
	}
	if (which > 0)
		return;
	put(o, "\n#ifdef LKMM_OUTLINE_TRY\n");
	for (int w = 0; w < op->norders; w++)
		put_declaration(o, op, w, ct);
	put(o, "#else\n");
	for (int w = 0; w < op->norders; w++)
		put_try_by_value(o, op, by, w, ct);
	o->len--;
	put(o, "#endif\n\n");
}

static void begin_extern_c(struct out *o)
{
	put(o, "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n");
}

static void end_extern_c(struct out *o)
{
	put(o, "\n#ifdef __cplusplus\n}\n#endif\n\n");
}

static void write_pair(const struct table *t, const char *name, const struct c_type *types,
		       size_t ntypes)
{
	struct out *in = begin_output(xprintf("include/lkmm/inline/%s.h", name));
	struct out *out = begin_output(xprintf("include/lkmm/outline/%s.h", name));

	put_c_head(in, upper(xprintf("LKMM_INLINE_%s_H", name)), "The operations, inlined.");
	put(in, "#include <lkmm/arch.h>\n#include <lkmm/types.h>\n\n");
	put_c_head(out, upper(xprintf("LKMM_OUTLINE_%s_H", name)),
		   "The operations, called in liblkmm; documented in inline/.");
	put(out, "#include <lkmm/types.h>\n\n");
	begin_extern_c(out);
	for (size_t i = 0; i < ntypes; i++) {
		for_each_op(t, &types[i], put_inline, in);
		for_each_op(t, &types[i], put_outline, out);
		if (types == c_object_types && types[i].width >= 0) {
			int bits = width_bits(types[i].width);

			put(in, "/**\n * lkmm_wait_u%d() - wait until *p may have changed from "
				"val, or for no reason\n"
			    " * @p: the object\n * @val: the value that it was found to have\n */\n"
			    "static __lkmm_inline void lkmm_wait_u%d(volatile uint%d_t *p, "
			    "uint%d_t val)\n{\n"
			    "\t__lkmm_wait_%d((volatile __lkmm_u%d *)p, val);\n}\n\n", bits, bits,
			    bits, bits, bits, bits);
			put(out, "void lkmm_wait_u%d(volatile uint%d_t *p, uint%d_t val);\n", bits,
			    bits, bits);
		}
	}
	put(in, "#endif\n");
	end_extern_c(out);
	put(out, "#endif\n");
}

/* By plain accesses, and so by the compiler: never called in liblkmm. */
static void put_plain(struct out *o, const struct table *t, const struct op *op, int which,
		      const struct c_type *ct)
{
	const char *object = op->args[op->object].name;
	struct body b = { .kind = BODY_PLAIN, .becomes = op->becomes, .result = op->returns };
	struct c_spelling s = {
		.args = op->args, .value = ct->value, .arith = ct->arith,
		.bits = "__LKMM_LONG_BITS",
		.object = xprintf("(%s *)%s%s", ct->object, object, index_of_long(op)),
	};

	(void)t;
	if (!op->plain || which)
		return;
	put(o, "/**\n * lkmm___%s() - lkmm_%s() by plain accesses, for an array that no other "
	       "thread accesses meanwhile\n", op->name, op->name);
	for (int i = 0; i < op->nargs; i++)
		put(o, " * @%s: %s\n", op->args[i].name, i == op->object ? "the array" :
		    "the number of the bit");
	put(o, " */\nstatic __lkmm_inline %s lkmm___%s%s\n{\n", c_returns(op, ct), op->name,
	    c_params(op, ct));
	put_c_body(o, &s, &b);
	put(o, "}\n\n");
}

static void write_plain(const struct table *t)
{
	struct out *o = begin_output("include/lkmm/inline/plain.h");

	put_c_head(o, "LKMM_INLINE_PLAIN_H", "Operations by plain accesses.");
	put(o, "#include <lkmm/types.h>\n\n");
	for_each_op(t, &c_array_types[0], put_plain, o);
	put(o, "#endif\n");
}

static void write_barriers(const struct table *t)
{
	struct out *in = begin_output("include/lkmm/inline/barrier.h");
	struct out *out = begin_output("include/lkmm/outline/barrier.h");

	put_c_head(in, "LKMM_INLINE_BARRIER_H", "The barriers, inlined.");
	put(in, "#include <lkmm/arch.h>\n\n");
	put_c_head(out, "LKMM_OUTLINE_BARRIER_H",
		   "The barriers, called in liblkmm; documented in inline/.");
	begin_extern_c(out);
	for (int i = 0; i < t->nbarriers; i++) {
		const struct barrier *b = &t->barrier[i];

		put(in, "/**\n * lkmm_%s() - a barrier\n *\n * Ordering: %s.\n */\n", b->name,
		    b->doc);
		put(in, "static __lkmm_inline void lkmm_%s(void)\n{\n\t__lkmm_%s();\n}\n\n",
		    b->name, b->function);
		put(out, "void lkmm_%s(void);\n", b->name);
	}
	put(in, "#endif\n");
	end_extern_c(out);
	put(out, "#endif\n");
}

void write_c_ops(const struct table *t)
{
	struct table *local = xalloc(sizeof(*local));

	*local = local_table(t);
	write_pair(t, "atomic", &c_atomic_types[0], 1);
	write_pair(t, "atomic64", &c_atomic_types[1], 1);
	write_pair(t, "atomic_long", &c_atomic_types[2], 1);
	write_pair(t, "object", c_object_types, COUNT(c_object_types));
	write_pair(t, "bitops", c_array_types, COUNT(c_array_types));
	write_pair(local, "local", c_local_types, COUNT(c_local_types));
	write_plain(t);
	write_barriers(t);
}
