// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes rust/src/ops/: the operations as functions on pointers. inline/ has them made of the
 * primitives, by the plan that C's are made by; outline.rs declares those of liblkmm. Both have the
 * same names and types, except that an inline cmpxchg also tells whether it wrote, which saves a
 * comparison.
 */
#include "rust.h"

#include <string.h>

#define CALLERS "// SAFETY: the caller's promise.\n"

/* ---- files ---- */

static int list_params(const struct op *op, const struct rust_type *rt, char **param)
{
	for (int i = 0; i < op->nargs; i++)
		param[i] = xprintf("%s: %s", op->args[i].name, rust_arg_type(op, i, rt));
	return op->nargs;
}

static bool is_plain_cmpxchg(const struct op *op)
{
	return plan_op(op).kind == PLAN_CMPXCHG && !op_returns_bool(op);
}

static void put_inline(struct out *o, const struct op *op, int which, const struct rust_type *rt)
{
	bool same = streq(rt->name, rt->prim);
	struct body b = body_of_op(op, op->orders[which]);
	const char *object = op->args[op->object].name;
	struct rust_spelling s = {
		.args = op->args, .type = rt->name, .to = same ? "" : xprintf(" as %s", rt->prim),
		.from = same ? "" : xprintf(" as %s", rt->name), .before = "arch::",
		.after = xprintf("_%s", rt->suffix),
		.object = xprintf("%s%s", object, same ? "" : ".cast()"), .argument = object,
		.indent = "    ",
	};
	char *param[MAX_ARGS], *returns = rust_returns(op, rt);
	int n = list_params(op, rt, param);

	if (is_plain_cmpxchg(op))
		returns = xprintf(" -> (%s, bool)", rt->name);
	put(o, "\n#[inline(always)]\n");
	rust_signature(o, "", xprintf("pub(crate) unsafe fn %s", rust_op_name(op, which)), param, n,
		       xprintf("%s {", returns));
	put_rust_body(o, &s, &b);
	put(o, "}\n");
}

static void put_inline_wait(struct out *o, const struct rust_type *rt)
{
	put(o, "\n/// Returns when the object may have changed from `val`, or for no reason.\n"
	       "#[inline(always)]\n"
	       "pub(crate) unsafe fn wait(p: *const %s, val: %s) {\n    " CALLERS
	       "    unsafe { arch::wait_%s(p, val) };\n}\n", rt->name, rt->name, rt->suffix);
}

static void put_inlines(struct out *o, const struct table *t, const struct rust_type *rt)
{
	for (int i = 0; i < t->nops; i++)
		for (int w = 0; rust_has_op(rt, &t->op[i]) && w < t->op[i].norders; w++)
			put_inline(o, &t->op[i], w, rt);
}

static void write_inline(const struct table *t, const struct rust_type *rt)
{
	struct table local = local_table(t);
	struct out *o = begin_output(xprintf("rust/src/ops/inline/%s.rs", rt->module));

	rust_head(o, "defs/ops.tbl",
		  xprintf("The operations on `%s`, made of the primitives.\n\n# Safety\n\n"
			  "As for the primitives; and `old` is valid and not shared.",
			  rt->name));
	put(o, "\nuse crate::arch;\n");
	put_inlines(o, t, rt);
	if (rt->on == PLAIN_OBJECT)
		put_inlines(o, &local, rt);
	if (rt->on == PLAIN_OBJECT)
		put_inline_wait(o, rt);
}

static void put_extern(struct out *o, const char *link_name, const char *name, char *const *param,
		       int n, const char *returns)
{
	put(o, "        #[link_name = \"lkmm_%s\"]\n", link_name);
	rust_signature(o, "        ", xprintf("pub fn %s", name), param, n,
		       xprintf("%s;", returns));
}

/* The caller compares: then `*old` may stay in a register. */
static void put_try_by_value(struct out *o, const struct op *op, const struct op *by, int which,
			     const struct rust_type *rt)
{
	struct body b = body_by_value(op);
	struct rust_spelling s = { .args = op->args, .type = rt->name, .to = "", .from = "",
				   .before = "", .after = "",
				   .object = op->args[op->object].name, .indent = "        " };
	char *param[MAX_ARGS];
	int n = list_params(op, rt, param);

	b.callee = rust_op_name(by, which);
	put(o, "\n    #[inline(always)]\n");
	rust_signature(o, "    ", xprintf("pub(crate) unsafe fn %s", rust_op_name(op, which)),
		       param, n, " -> bool {");
	put_rust_body(o, &s, &b);
	put(o, "    }\n");
}

static void put_outline_wait(struct out *o, const struct rust_type *rt)
{
	char *param[] = { xprintf("p: *const %s", rt->name), xprintf("val: %s", rt->name) };

	put_extern(o, xprintf("wait%s", rt->c_suffix), "wait", param, 2, "");
}

/* liblkmm does not tell pointers from integers here. */
static void put_pointer_wait(struct out *o)
{
	put(o, "\n    #[inline(always)]\n"
	       "    pub(crate) unsafe fn wait(p: *const *mut (), val: *mut ()) {\n"
	       "        " CALLERS "        unsafe { super::word::wait(p.cast(), val as usize as _) "
				  "};\n    }\n");
}

static void put_externs(struct out *o, const struct table *t, const struct rust_type *rt)
{
	for (int i = 0; i < t->nops; i++) {
		const struct op *op = &t->op[i];
		char *param[MAX_ARGS];

		for (int w = 0; rust_has_op(rt, op) && !op_by_value(t, op) && w < op->norders; w++)
			put_extern(o, xprintf("%s%s%s%s", rt->c_prefix, op->name,
					      order_suffix(op, w), rt->c_suffix),
				   rust_op_name(op, w), param, list_params(op, rt, param),
				   rust_returns(op, rt));
	}
}

static void put_tries(struct out *o, const struct table *t, const struct rust_type *rt)
{
	for (int i = 0; i < t->nops; i++)
		for (int w = 0; rust_has_op(rt, &t->op[i]) && op_by_value(t, &t->op[i]) &&
		     w < t->op[i].norders; w++)
			put_try_by_value(o, &t->op[i], op_by_value(t, &t->op[i]), w, rt);
}

/* @local: of plain objects, those that one thread changes; NULL: @t has no other. */
static void put_outline_module(struct out *o, const struct table *t, const struct table *local,
			       const struct rust_type *rt)
{
	bool pointer = streq(rt->module, "ptr"), objects = rt->on == PLAIN_OBJECT;

	if (!local)		/* lkmm.ko has none for local_t */
		put(o, rt->wide ? "\n#[cfg(all(target_has_atomic = \"64\", "
				  "not(feature = \"kernel\")))]" :
		    "\n#[cfg(not(feature = \"kernel\"))]");
	else if (rt->wide)
		put(o, "\n#[cfg(target_has_atomic = \"64\")]");
	put(o, "\npub(crate) mod %s {\n    extern \"C\" {\n", rt->module);
	put_externs(o, t, rt);
	if (objects)
		put_externs(o, local, rt);
	if (objects && !pointer)
		put_outline_wait(o, rt);
	put(o, "    }\n");
	put_tries(o, t, rt);
	if (objects)
		put_tries(o, local, rt);
	if (pointer)
		put_pointer_wait(o);
	put(o, "}\n");
}

/* Plain objects of a pointer's width; and cmpxchg's result, made the same for both. */
static void put_common(struct out *o, bool inlined)
{
	put(o, "\n#[cfg(target_pointer_width = \"32\")]\npub(crate) use self::u32 as word;\n"
	       "#[cfg(target_pointer_width = \"64\")]\npub(crate) use self::u64 as word;\n");
	if (inlined)
		put(o, "\n/// The result of `cmpxchg`: the value found, and whether it wrote.\n"
		       "#[inline(always)]\n"
		       "pub(crate) fn found_and_ok<T>(found: (T, bool), _old: T) -> (T, bool) {\n"
		       "    found\n}\n");
	else
		put(o, "\n/// The value found, which `cmpxchg` returned, and whether it wrote.\n"
		       "#[inline(always)]\n"
		       "pub(crate) fn found_and_ok<T: Copy + PartialEq>(found: T, old: T) -> (T, "
		       "bool) {\n"
		       "    (found, found == old)\n}\n");
}

static void write_outline(const struct table *t)
{
	struct out *o = begin_output("rust/src/ops/outline.rs");
	struct table local = local_table(t);

	rust_head(o, "defs/ops.tbl", "The operations and barriers as functions: of liblkmm, or in "
				     "a kernel of lkmm.ko.\n\n# Safety\n\n"
		  "As for those in `inline`.");
	put(o, "\n#[cfg_attr(not(feature = \"kernel\"), link(name = \"lkmm\"))]\n"
	       "extern \"C\" {}\n");
	put_common(o, false);
	for (int i = 0; i < NR_RUST_TYPES; i++)
		put_outline_module(o, t, &local, &rust_types[i]);
	put_outline_module(o, &local, NULL, &rust_local_types[RUST_LOCAL]);
	put_outline_module(o, &local, NULL, &rust_local_types[RUST_LOCAL64]);
	put(o, "\n#[allow(non_snake_case)]\npub(crate) mod barrier {\n    mod c {\n"
	       "        extern \"C\" {\n");
	for (int i = 0; i < t->nbarriers; i++)
		put(o, "            #[link_name = \"lkmm_%s\"]\n            pub fn %s();\n",
		    t->barrier[i].name, t->barrier[i].name);
	put(o, "        }\n    }\n");
	for (int i = 0; i < t->nbarriers; i++)
		put(o, "\n    #[inline(always)]\n    pub(crate) fn %s() {\n"
		       "        // SAFETY: a barrier asks for nothing.\n"
		       "        unsafe { c::%s() };\n    }\n",
		    t->barrier[i].name, t->barrier[i].name);
	put(o, "}\n");
}

/* The barriers under the kernel's names, in alphabetical order of ours, as imports are sorted. */
static void put_inline_barriers(struct out *o, const struct table *t)
{
	char **line = xalloc((size_t)t->nbarriers * sizeof(*line));

	for (int i = 0; i < t->nbarriers; i++) {
		const struct barrier *b = &t->barrier[i];
		const char *key = b->function;
		int j = i;

		for (; j > 0 && strcmp(line[j - 1], key) > 0; j--)
			line[j] = line[j - 1];
		line[j] = streq(b->name, key) ? xprintf("%s", key) :
			  xprintf("%s as %s", key, b->name);
	}
	put(o, "\npub(crate) mod barrier {\n");
	for (int i = 0; i < t->nbarriers; i++)
		put(o, "    pub(crate) use crate::arch::%s;\n", line[i]);
	put(o, "}\n");
}

static void write_inline_modules(const struct table *t)
{
	static const struct rust_type *const by_name[] = {
		&rust_types[RUST_ATOMIC], &rust_types[RUST_ATOMIC64], &rust_types[RUST_BITS],
		&rust_local_types[RUST_LOCAL32], &rust_local_types[RUST_LOCAL64],
		&rust_types[RUST_PTR], &rust_types[RUST_U16], &rust_types[RUST_U32],
		&rust_types[RUST_U64], &rust_types[RUST_U8],
	};
	struct out *o = begin_output("rust/src/ops/inline/mod.rs");

	rust_head(o, "defs/ops.tbl", "The operations, made of the primitives.");
	put(o, "\n");
	for (size_t i = 0; i < COUNT(by_name); i++)
		put(o, "%spub(crate) mod %s;\n",
		    by_name[i]->wide ? "#[cfg(target_has_atomic = \"64\")]\n" :
		    by_name[i] == &rust_local_types[RUST_LOCAL32] ?
		    "#[cfg(target_pointer_width = \"32\")]\n" : "", by_name[i]->module);
	put(o, "\n#[cfg(target_pointer_width = \"32\")]\n"
	       "pub(crate) use self::atomic as atomic_long;\n"
	       "#[cfg(target_pointer_width = \"64\")]\n"
	       "pub(crate) use self::atomic64 as atomic_long;\n"
	       "#[cfg(target_pointer_width = \"32\")]\npub(crate) use self::local32 as local;\n"
	       "#[cfg(target_pointer_width = \"64\")]\npub(crate) use self::local64 as local;\n");
	put_common(o, true);
	put_inline_barriers(o, t);
}

void write_rust_ops(const struct table *t)
{
	struct table local = local_table(t);

	write_inline_modules(t);
	for (int i = 0; i < NR_RUST_TYPES; i++)
		if (i != RUST_ATOMIC_LONG && i != RUST_BITS)
			write_inline(t, &rust_types[i]);
	write_inline(&local, &rust_local_types[RUST_LOCAL32]);
	write_inline(&local, &rust_local_types[RUST_LOCAL64]);
	write_outline(t);
	write_rust_repr(t);
	write_rust_methods(t);
	write_rust_bits(t);
	write_rust_local(t);
}
