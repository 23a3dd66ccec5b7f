// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes include/lkmm/inline/NAME.h and include/lkmm/outline/NAME.h: the operations as static inline functions over the
 * primitives, and as declarations of the functions of liblkmm.
 */
#include "common.h"

#include <string.h>

/* ---- formulas in C ---- */

/* How the value found is spelled: signed when a loop holds it, unsigned when a primitive returned it. */
struct spelling {
	const struct op *op;
	const struct c_type *type;
	bool found_is_signed;
};

/* "(TYPE)", or nothing where the value has that type already. */
static const char *cast(const char *type, const char *from)
{
	return streq(type, from) ? "" : xprintf("(%s)", type);
}

/* As an unsigned value, in which arithmetic wraps. */
static char *c_arith(const struct spelling *s, const struct expr *e)
{
	switch (e->kind) {
	case E_VALUE:
		return xprintf("%sfound", s->found_is_signed ? cast(s->type->arith, s->type->value) : "");
	case E_ARG:
		return xprintf("%s%s%s", cast(s->type->arith, s->type->value), s->op->args[e->arg].inout ? "*" : "",
			       c_arg_name(s->op->args[e->arg].name));
	case E_NUMBER:
		return xprintf("%ld", e->number);
	case E_UNARY:
		return xprintf("%s%s", e->op, c_arith(s, e->left));
	default:
		return xprintf("%s %s %s", c_arith(s, e->left), e->op, c_arith(s, e->right));
	}
}

/* As a value of the type the operation is on. */
static char *c_value(const struct spelling *s, const struct expr *e)
{
	if (e->kind == E_NUMBER)
		return xprintf("%ld", e->number);
	if (e->kind == E_ARG)
		return xprintf("%s%s", s->op->args[e->arg].inout ? "*" : "", c_arg_name(s->op->args[e->arg].name));
	if (e->kind == E_VALUE)
		return xprintf("%sfound", s->found_is_signed ? "" : cast(s->type->value, s->type->arith));
	return xprintf("(%s)(%s)", s->type->value, c_arith(s, e));
}

static char *c_result(const struct spelling *s, const struct expr *e)
{
	if (expr_is_comparison(e))
		return xprintf("%s %s %s", c_value(s, e->left), e->op, c_value(s, e->right));
	return c_value(s, e);
}

/* ---- bodies ---- */

/* The primitive @stem at the width of @t. */
static char *c_prim(const struct c_type *t, const char *stem)
{
	return t->width < 0 ? xprintf("__lkmm_long(%s)", stem) : xprintf("__lkmm_%s_%d", stem, width_bits(t->width));
}

/* The object as primitives want it. */
static char *c_pointer(const struct op *op, const struct c_type *t)
{
	return xprintf("(%svolatile %s *)%s%s", op->becomes ? "" : "const ", t->prim, t->is_object ? "" : "&",
		       xprintf("%s%s", op->args[op->object].name, t->is_object ? "" : "->counter"));
}

static char *c_operand(const struct spelling *s, const struct plan *p)
{
	if (p->negate && p->operand->kind == E_NUMBER)
		return xprintf("(%s)-%ld", s->type->arith, p->operand->number);
	return xprintf("%s%s", p->negate ? "-" : p->complement ? "~" : "", c_arith(s, p->operand));
}

static void put_fetch(struct out *o, const struct spelling *s, const struct plan *p, enum order order)
{
	const struct op *op = s->op;
	char *call = xprintf("%s(%s, %s)",
			     c_prim(s->type, xprintf("fetch_%s_%s", alu_name[p->alu], order_name[order])),
			     c_pointer(op, s->type), c_operand(s, p));

	if (op->returns->kind == E_VALUE)
		put(o, "\treturn %s%s;\n", cast(s->type->value, s->type->arith), call);
	else
		put(o, "\t%s found = %s;\n\n\treturn %s;\n", s->type->arith, call, c_result(s, op->returns));
}

static void put_cmpxchg(struct out *o, const struct spelling *s, enum order order)
{
	const struct op *op = s->op;
	const struct c_type *t = s->type;
	char *call = xprintf("%s(%s, %s, %s, &ok)", c_prim(t, xprintf("cmpxchg_%s", order_name[order])),
			     c_pointer(op, t), c_arith(s, op->when->right), c_arith(s, op->becomes));
	const struct arg *old = &op->args[op->when->right->arg];

	put(o, "\tbool ok;\n");
	if (!old->inout) {
		put(o, "\n\treturn %s%s;\n", cast(t->value, t->arith), call);
		return;
	}
	put(o, "\t%s found = %s;\n\n", t->arith, call);
	/* Not "return ok": clang would keep the flag in a register and test it after the branch. */
	put(o, "\tif (__lkmm_likely(ok))\n\t\treturn true;\n\t*%s = %sfound;\n\treturn false;\n", old->name,
	    cast(t->value, t->arith));
}

/* Without a value: the object, and the operand if it is not part of the primitive's name. */
static char *c_call_without_value(const struct spelling *s, const struct plan *p, const char *stem)
{
	return xprintf("%s(%s%s%s)", c_prim(s->type, stem), c_pointer(s->op, s->type),
		       alu_has_operand(p->alu) ? ", " : "", alu_has_operand(p->alu) ? c_operand(s, p) : "");
}

/* What a loop returns when the condition has just been found to be @held. */
static char *loop_result(const struct spelling *s, bool held)
{
	const struct op *op = s->op;

	if (streq(expr_text(op->returns, op->args, "v"), expr_text(op->when, op->args, "v")))
		return xprintf(held ? "true" : "false");
	return c_result(s, op->returns);
}

static void put_loop(struct out *o, const struct op *op, const struct c_type *t)
{
	struct spelling s = { op, t, true };
	const char *object = op->args[op->object].name;

	put(o, "\t%s found = lkmm_%sread(%s);\n\n\tdo {\n", t->value, t->prefix, object);
	put(o, "\t\tif (%s)\n\t\t\treturn %s;\n", c_result(&s, expr_opposite(op->when)), loop_result(&s, false));
	put(o, "\t} while (!lkmm_%stry_cmpxchg(%s, &found, %s));\n", t->prefix, object, c_value(&s, op->becomes));
	put(o, "\treturn %s;\n", loop_result(&s, true));
}

static void put_body(struct out *o, const struct op *op, const struct c_type *t, enum order order)
{
	struct spelling s = { op, t, false };
	struct plan p = plan_op(op);
	const char *order_of_store = order_name[order == STORE_MB ? RELAXED : order];

	switch (p.kind) {
	case PLAN_LOAD:
		put(o, "\treturn %s%s(%s);\n", cast(t->value, t->arith), c_prim(t, xprintf("load_%s", order_name[order])),
		    c_pointer(op, t));
		break;
	case PLAN_STORE:
		put(o, "\t%s(%s, %s);\n", c_prim(t, xprintf("store_%s", order_of_store)), c_pointer(op, t),
		    c_arith(&s, op->becomes));
		if (order == STORE_MB)
			put(o, "\t__lkmm_mb();\n");
		break;
	case PLAN_XCHG:
		put(o, "\treturn %s%s(%s, %s);\n", cast(t->value, t->arith),
		    c_prim(t, xprintf("xchg_%s", order_name[order])), c_pointer(op, t), c_arith(&s, op->becomes));
		break;
	case PLAN_CMPXCHG:
		put_cmpxchg(o, &s, order);
		break;
	case PLAN_VOID:
		put(o, "\t%s;\n", c_call_without_value(&s, &p, alu_name[p.alu]));
		break;
	case PLAN_TEST:
		put(o, "\treturn %s;\n", c_call_without_value(&s, &p,
		    xprintf("%s_%s_%s", alu_name[p.alu], flag_name[p.flag], order_name[order])));
		break;
	case PLAN_FETCH:
		put_fetch(o, &s, &p, order);
		break;
	case PLAN_LOOP:
		put_loop(o, op, t);
		break;
	}
}

/* ---- files ---- */

static void put_inline(struct out *o, const struct table *t, const struct op *op, int which, const struct c_type *ct)
{
	put_kernel_doc(o, t, op, which, ct);
	put(o, "static __lkmm_inline %s lkmm_%s%s\n{\n", c_returns(op, ct), c_op_name(op, which, ct), c_params(op, ct));
	put_body(o, op, ct, op->orders[which]);
	put(o, "}\n\n");
}

/* The caller compares: then *old may stay in a register, and is not stored just before a locked instruction. */
static void put_try_by_value(struct out *o, const struct op *op, const struct op *by, int which, const struct c_type *ct)
{
	const char *object = op->args[op->object].name, *old = op->args[op->when->right->arg].name;

	put(o, "static __lkmm_inline bool lkmm_%s%s\n{\n", c_op_name(op, which, ct), c_params(op, ct));
	put(o, "\t%s%sexpect = *%s, %sfound = lkmm_%s(%s, expect, %s);\n\n", ct->value, c_blank(ct->value), old,
	    ct->value[strlen(ct->value) - 1] == '*' ? "*" : "", c_op_name(by, which, ct), object,
	    c_arg_name(op->args[op->becomes->arg].name));
	put(o, "\tif (found == expect)\n\t\treturn true;\n\t*%s = found;\n\treturn false;\n}\n\n", old);
}

static void put_declaration(struct out *o, const struct op *op, int which, const struct c_type *ct)
{
	put(o, "%s lkmm_%s%s;\n", c_returns(op, ct), c_op_name(op, which, ct), c_params(op, ct));
}

static void put_outline(struct out *o, const struct table *t, const struct op *op, int which, const struct c_type *ct)
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

static void write_pair(const struct table *t, const char *name, const struct c_type *types, size_t ntypes)
{
	struct out *in = begin_output(xprintf("include/lkmm/inline/%s.h", name));
	struct out *out = begin_output(xprintf("include/lkmm/outline/%s.h", name));

	put_c_head(in, upper(xprintf("LKMM_INLINE_%s_H", name)), "The operations, inlined.");
	put(in, "#include <lkmm/arch.h>\n#include <lkmm/types.h>\n\n");
	put_c_head(out, upper(xprintf("LKMM_OUTLINE_%s_H", name)), "The operations, called in liblkmm; documented in inline/.");
	put(out, "#include <lkmm/types.h>\n\n");
	begin_extern_c(out);
	for (size_t i = 0; i < ntypes; i++) {
		for_each_op(t, &types[i], put_inline, in);
		for_each_op(t, &types[i], put_outline, out);
		if (types[i].is_object && types[i].width >= 0) {
			int bits = width_bits(types[i].width);

			put(in, "/* Waits until *p may have changed from @val, or for no reason. */\n"
			    "static __lkmm_inline void lkmm_wait_u%d(volatile uint%d_t *p, uint%d_t val)\n{\n"
			    "\t__lkmm_wait_%d((volatile __lkmm_u%d *)p, val);\n}\n\n", bits, bits, bits, bits, bits);
			put(out, "void lkmm_wait_u%d(volatile uint%d_t *p, uint%d_t val);\n", bits, bits, bits);
		}
	}
	put(in, "#endif\n");
	end_extern_c(out);
	put(out, "#endif\n");
}

static void write_barriers(const struct table *t)
{
	struct out *in = begin_output("include/lkmm/inline/barrier.h");
	struct out *out = begin_output("include/lkmm/outline/barrier.h");

	put_c_head(in, "LKMM_INLINE_BARRIER_H", "The barriers, inlined.");
	put(in, "#include <lkmm/arch.h>\n\n");
	put_c_head(out, "LKMM_OUTLINE_BARRIER_H", "The barriers, called in liblkmm; documented in inline/.");
	begin_extern_c(out);
	for (int i = 0; i < t->nbarriers; i++) {
		const struct barrier *b = &t->barrier[i];

		put(in, "/**\n * lkmm_%s() - a barrier\n *\n * Ordering: %s.\n */\n", b->name, b->doc);
		put(in, "static __lkmm_inline void lkmm_%s(void)\n{\n\t__lkmm_%s();\n}\n\n", b->name,
		    b->function);
		put(out, "void lkmm_%s(void);\n", b->name);
	}
	put(in, "#endif\n");
	end_extern_c(out);
	put(out, "#endif\n");
}

void write_c_ops(const struct table *t)
{
	write_pair(t, "atomic", &c_atomic_types[0], 1);
	write_pair(t, "atomic64", &c_atomic_types[1], 1);
	write_pair(t, "atomic_long", &c_atomic_types[2], 1);
	write_pair(t, "object", c_object_types, COUNT(c_object_types));
	write_barriers(t);
}
