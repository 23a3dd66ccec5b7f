// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes tests/generated/probe.rs: the counterpart of probe.c, the same functions with the same
 * ABI, through the methods of the crate. The crate's build options decide the variant.
 */
#include "gen/rust/rust.h"

#include <string.h>

static const char *method_order(enum order order)
{
	static const char *const name[] = { [RELAXED] = "Relaxed", [ACQUIRE] = "Acquire",
					    [RELEASE] = "Release", [FULL] = "Full" };

	return name[order];
}

/* v.fetch_add(i, Acquire), v being the atomic at the object. */
static char *method_call(const struct op *op, int which)
{
	char *s = xprintf("v.%s(", op->rust);

	for (int i = 0; i < op->nargs; i++)
		if (i != op->object)
			s = xprintf("%s%s%s, ", s, op->args[i].inout ? "&mut *" : "",
				    op->args[i].name);
	return xprintf("%s%s)", s, method_order(op->orders[which]));
}

/* lkmm::read_once(p) and its like. */
static char *object_call(const struct op *op)
{
	char *s = xprintf("%s(", op->rust);

	for (int i = 0; i < op->nargs; i++)
		s = xprintf("%s%s%s", s, i ? ", " : "", op->args[i].name);
	return xprintf("lkmm::%s)", s);
}

static void put_probe(struct out *o, const struct op *op, int which, const struct rust_type *rt)
{
	enum plan_kind kind = plan_op(op).kind;
	bool plain = op->family->on == PLAIN_OBJECT && (kind == PLAN_LOAD || kind == PLAN_STORE);
	char *param[MAX_ARGS];

	for (int i = 0; i < op->nargs; i++)
		param[i] = xprintf("%s: %s", op->args[i].name,
				   i == op->object && !plain && rt->on != ARRAY ?
				   xprintf("*mut %s", rt->name) :
				   rust_arg_type(op, i, rt));
	put(o, "\n#[no_mangle]\n");
	rust_signature(o, "",
		       xprintf("unsafe extern \"C\" fn probe_%s%s%s%s", rt->c_prefix, op->name,
			       order_suffix(op, which), rt->c_suffix), param, op->nargs,
		       xprintf("%s {", rust_returns(op, rt)));
	if (plain) {
		put(o, "    %s%s\n}\n", object_call(op), op->returns ? "" : ";");
		return;
	}
	if (rt->on == ARRAY)
		put(o, "    let v = longs(%s, %s);\n", op->args[op->object].name,
		    op_number(op) < 0 ? "0" : op->family->index);
	else
		put(o, "    let v = Atomic::<%s>::from_ptr(%s);\n", rt->name,
		    op->args[op->object].name);
	if (kind == PLAN_CMPXCHG && !op_returns_bool(op))
		put(o, "    match %s {\n        Ok(found) | Err(found) => found,\n    }\n}\n",
		    method_call(op, which));
	else
		put(o, "    %s%s\n}\n", method_call(op, which), op->returns ? "" : ";");
}

/* lkmm::xchg_local(p, new) and its like. */
static char *local_call(const struct op *op)
{
	char *s = xprintf(op->family->on == ATOMIC_TYPE ? "v.%s(" : "lkmm::%s(", op->rust);
	const char *sep = "";

	for (int i = 0; i < op->nargs; i++) {
		if (i == op->object && op->family->on == ATOMIC_TYPE)
			continue;
		s = xprintf("%s%s%s%s", s, sep, op->args[i].inout ? "&mut *" : "",
			    op->args[i].name);
		sep = ", ";
	}
	return xprintf("%s)", s);
}

/* Of objects that one thread changes. */
static void put_local(struct out *o, const struct op *op, const struct rust_type *rt)
{
	const char *type = streq(rt->module, "local") ? "Local" : "Local64";
	char *param[MAX_ARGS];

	for (int i = 0; i < op->nargs; i++)
		param[i] = xprintf("%s: %s", op->args[i].name,
				   i == op->object && rt->on == ATOMIC_TYPE ?
				   xprintf("*mut lkmm::%s", type) : rust_arg_type(op, i, rt));
	/* lkmm.ko has no functions of these. */
	put(o, "\n#[cfg(not(target_os = \"none\"))]\n#[no_mangle]\n");
	rust_signature(o, "", xprintf("unsafe extern \"C\" fn probe_%s%s%s", rt->c_prefix, op->name,
				      rt->c_suffix), param, op->nargs,
		       xprintf("%s {", rust_returns(op, rt)));
	if (rt->on == ATOMIC_TYPE)
		put(o, "    let v = &*v;\n");
	if (plan_op(op).kind == PLAN_CMPXCHG && !op_returns_bool(op))
		put(o, "    match %s {\n        Ok(found) | Err(found) => found,\n    }\n}\n",
		    local_call(op));
	else
		put(o, "    %s%s\n}\n", local_call(op), op->returns ? "" : ";");
}

static void put_locals(struct out *o, const struct table *t)
{
	static const int of_c[] = { RUST_LOCAL, RUST_LOCAL64 };
	struct table local = local_table(t);

	for (size_t i = 0; i < COUNT(of_c) + NR_RUST_TYPES; i++) {
		const struct rust_type *rt = i < COUNT(of_c) ? &rust_local_types[of_c[i]] :
					     &rust_types[i - COUNT(of_c)];

		if (i >= COUNT(of_c) && rt->on != PLAIN_OBJECT)
			continue;
		for (int k = 0; k < local.nops; k++)
			if (rust_has_op(rt, &local.op[k]))
				put_local(o, &local.op[k], rt);
	}
}

void write_rust_tests(const struct table *t)
{
	struct out *o = begin_output("tests/generated/probe.rs");

	rust_head(o, "defs/ops.tbl", "Each operation, as a function to look at and to call.");
	put(o, "\n#![no_std]\n#![allow(non_snake_case)]\n\n"
	       "use lkmm::{Acquire, Atomic, Bits, Full, Relaxed, Release};\n\n"
	       "#[panic_handler]\n"
	       "fn panic(_: &core::panic::PanicInfo<'_>) -> ! {\n    loop {}\n}\n\n"
	       "/// An array that ends behind bit `nr`.\n"
	       "unsafe fn longs<'a>(v: *const usize, nr: usize) -> &'a [Atomic<usize>] {\n"
	       "    core::slice::from_raw_parts(v.cast(), nr / usize::BITS as usize + 1)\n}\n");
	for (int i = 0; i < NR_RUST_TYPES; i++)
		for (int j = 0; j < t->nops; j++)
			for (int w = 0; rust_has_op(&rust_types[i], &t->op[j]) &&
			     w < t->op[j].norders; w++)
				put_probe(o, &t->op[j], w, &rust_types[i]);
	put_locals(o, t);
	for (int i = 0; i < t->nbarriers; i++)
		put(o, "\n#[no_mangle]\nextern \"C\" fn probe_%s() {\n"
		       "    lkmm::barrier::%s();\n}\n",
		    t->barrier[i].name, t->barrier[i].name);
}
