// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes the operations on arrays: rust/src/bits.rs, the trait that an array of atomics has; and
 * rust/src/ops/inline/bits.rs, made of the primitives of a long's width.
 */
#include "rust.h"

#include <string.h>

#define CALLERS "// SAFETY: the caller's promise.\n"

/* ---- of the primitives ---- */

/* Whether it is made of a primitive of longs, to which the long is handed. */
static bool finds_long(const struct op *op)
{
	enum plan_kind kind = plan_op(op).kind;

	return op_number(op) >= 0 && kind != PLAN_BIT && kind != PLAN_TEST_BIT;
}

/* The object as the primitive wants it: those for bits find the long themselves. */
static char *object_of(const struct op *op)
{
	const char *name = op->args[op->object].name;

	if (!finds_long(op))
		return xprintf("%s.cast()", name);
	return xprintf("%s.add(%s / BITS).cast()", name, op->family->index);
}

static void put_function(struct out *o, const struct op *op, int which, const struct rust_type *rt)
{
	struct body b = body_of_op(op, op->orders[which]);
	struct rust_spelling s = {
		.args = op->args, .type = rt->name, .to = " as long::Long", .from = " as usize",
		.before = "long::", .after = "", .object = object_of(op),
		.argument = op->args[op->object].name, .indent = "    ", .mask = "m",
	};
	char *param[MAX_ARGS];

	for (int i = 0; i < op->nargs; i++)
		param[i] = xprintf("%s: %s", op->args[i].name, rust_arg_type(op, i, rt));
	put(o, "\n#[inline(always)]\n");
	rust_signature(o, "", xprintf("pub(crate) unsafe fn %s", rust_op_name(op, which)), param,
		       op->nargs, xprintf("%s {", rust_returns(op, rt)));
	if (finds_long(op))
		put(o, "    let m: usize = 1 << (%s %% BITS);\n", op->family->index);
	put_rust_body(o, &s, &b);
	put(o, "}\n");
}

/* Adds "pub(super) use crate::arch::NAME_64 as NAME;", in alphabetical order, once. */
static int add_import(char **line, int n, const char *callee, int bits)
{
	char *s = xprintf("    pub(super) use crate::arch::%s_%d as %s;\n", callee, bits, callee);
	int i = n;

	for (int k = 0; k < n; k++)
		if (streq(line[k], s))
			return n;
	for (; i > 0 && strcmp(line[i - 1], s) > 0; i--)
		line[i] = line[i - 1];
	line[i] = s;
	return n + 1;
}

static void put_imports(struct out *o, const struct table *t, const struct rust_type *rt, int bits)
{
	char **line = xalloc((size_t)t->nops * NR_ORDERS * sizeof(*line));
	int n = 0;

	for (int i = 0; i < t->nops; i++)
		for (int w = 0; rust_has_op(rt, &t->op[i]) && w < t->op[i].norders; w++)
			n = add_import(line, n, body_of_op(&t->op[i], t->op[i].orders[w]).callee,
				       bits);
	put(o, "\n#[cfg(target_pointer_width = \"%d\")]\nmod long {\n", bits);
	for (int i = 0; i < n; i++)
		put(o, "%s", line[i]);
	put(o, "    pub(super) type Long = u%d;\n}\n", bits);
}

static bool any_finds_long(const struct table *t, const struct rust_type *rt)
{
	for (int i = 0; i < t->nops; i++)
		if (rust_has_op(rt, &t->op[i]) && finds_long(&t->op[i]))
			return true;
	return false;
}

static void write_inline(const struct table *t, const struct rust_type *rt)
{
	struct out *o = begin_output("rust/src/ops/inline/bits.rs");

	rust_head(o, "defs/ops.tbl",
		  "The operations on the bits of an array, made of the primitives.\n\n# Safety\n\n"
		  "As for the primitives; and the array has the bit.");
	put_imports(o, t, rt, 32);
	put_imports(o, t, rt, 64);
	if (any_finds_long(t, rt))
		put(o, "\nconst BITS: usize = usize::BITS as usize;\n");
	for (int i = 0; i < t->nops; i++)
		for (int w = 0; rust_has_op(rt, &t->op[i]) && w < t->op[i].norders; w++)
			put_function(o, &t->op[i], w, rt);
}

/* ---- the trait ---- */

static void put_signature(struct out *o, const struct op *op, const char *tail)
{
	static const char *const order_type[] = { "Relaxed", "Acquire", "Release", "Full" };
	const char *ordering = rust_ordering(op);
	char *param[MAX_ARGS + 2];
	int n = 0;

	param[n++] = "&self";
	for (int i = 0; i < op->nargs; i++)
		if (i != op->object)
			param[n++] = xprintf("%s: usize", op->args[i].name);
	param[n++] = xprintf("_: %s", ordering ? "O" : order_type[op->orders[0]]);
	rust_signature(o, "    ", xprintf("fn %s%s", op->rust,
					  ordering ? xprintf("<O: %s>", ordering) : ""),
		       param, n, xprintf("%s%s", op->returns ? " -> bool" : "", tail));
}

static void put_declaration(struct out *o, const struct op *op, bool first)
{
	put(o, "%s", first ? "" : "\n");
	rust_doc(o, "    ", rust_summary(op));
	put(o, "    ///\n    /// # Ordering\n    ///\n");
	rust_doc(o, "    ", rust_ordering_doc(op));
	put_signature(o, op, ";");
}

static char *call(const struct op *op, int which)
{
	char *s = xprintf("bits::%s(", rust_op_name(op, which));

	for (int i = 0; i < op->nargs; i++)
		s = xprintf("%s%s%s", s, i ? ", " : "", op->args[i].name);
	return xprintf("%s)", s);
}

/* Of the two orderings that loads come in, if it has them. */
static void put_definition(struct out *o, const struct op *op, bool first)
{
	int number = op_number(op);
	const char *object = op->args[op->object].name;

	put(o, "%s    #[inline(always)]\n", first ? "" : "\n");
	put_signature(o, op, " {");
	put(o, "        let %s = array(self, %s);\n", object,
	    number < 0 ? "0" : op->args[number].name);
	put(o, "        // SAFETY: the array has the bit.\n");
	if (rust_ordering(op))
		put(o, "        unsafe {\n            match O::TYPE {\n"
		       "                OrderingType::Acquire => %s,\n                _ => %s,\n"
		       "            }\n        }\n", call(op, 1), call(op, 0));
	else
		put(o, "        unsafe { %s }%s\n", call(op, 0), op->returns ? "" : ";");
	put(o, "    }\n");
}

static void put_all(struct out *o, const struct table *t, const struct rust_type *rt,
		    void (*put_one)(struct out *o, const struct op *op, bool first))
{
	bool first = true;

	for (int i = 0; i < t->nops; i++) {
		if (!rust_has_op(rt, &t->op[i]))
			continue;
		put_one(o, &t->op[i], first);
		first = false;
	}
	put(o, "}\n");
}

/* The orderings that operations come in, and what chooses between two; as rustfmt sorts them. */
static void put_uses(struct out *o, const struct table *t, const struct rust_type *rt)
{
	static const struct { const char *name; bool chooses; enum order order; } all[] = {
		{ "Acquire", false, ACQUIRE }, { "AcquireOrRelaxed", true, RELAXED },
		{ "Full", false, FULL }, { "OrderingType", true, RELAXED },
		{ "Relaxed", false, RELAXED }, { "Release", false, RELEASE },
	};
	char *list = "";

	for (size_t k = 0; k < COUNT(all); k++) {
		bool used = false;

		for (int i = 0; i < t->nops; i++)
			used |= rust_has_op(rt, &t->op[i]) && (rust_ordering(&t->op[i]) ?
				all[k].chooses : !all[k].chooses &&
				t->op[i].orders[0] == all[k].order);
		if (used)
			list = xprintf("%s%s%s", list, *list ? ", " : "", all[k].name);
	}
	put(o, "\nuse crate::atomic::Atomic;\nuse crate::ops::chosen::bits;\n"
	       "use crate::ordering::{%s};\n", list);
}

static void write_trait(const struct table *t, const struct rust_type *rt)
{
	struct out *o = begin_output("rust/src/bits.rs");

	rust_head(o, "defs/ops.tbl", "Atomic operations on the bits of an array.");
	put_uses(o, t, rt);
	put(o, "\n");
	rust_doc(o, "", "Atomic operations on the bits of an array: bit 0 is the least significant "
			"one of its first element, and after the last bit of an element comes the "
			"first one of the next.");
	put(o, "///\n/// # Panics\n///\n/// If the array does not have the bit.\n"
	       "///\n/// # Example\n///\n/// ```\n"
	       "/// use lkmm::{AtomicUsize, Bits, Full, Relaxed};\n///\n"
	       "/// let bits = [const { AtomicUsize::new(0) }; 4];\n"
	       "/// bits.set_bit(70, Relaxed);\n"
	       "/// assert!(bits.test_and_set_bit(70, Full));\n"
	       "/// assert!(!bits.test_and_set_bit(71, Full));\n/// ```\n"
	       "pub trait Bits {\n");
	put_all(o, t, rt, put_declaration);
	put(o, "\n/// The address of an array that has bit `nr`.\n#[inline(always)]\n"
	       "fn array(longs: &[Atomic<usize>], nr: usize) -> *mut usize {\n"
	       "    assert!(\n        nr / (usize::BITS as usize) < longs.len(),\n"
	       "        \"the array has no such bit\"\n    );\n"
	       "    longs.as_ptr().cast_mut().cast()\n}\n"
	       "\nimpl Bits for [Atomic<usize>] {\n");
	put_all(o, t, rt, put_definition);
}

void write_rust_bits(const struct table *t)
{
	write_inline(t, &rust_types[RUST_BITS]);
	write_trait(t, &rust_types[RUST_BITS]);
}
