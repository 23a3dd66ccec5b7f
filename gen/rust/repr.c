// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes rust/src/ops/mod.rs: the step from Atomic<T>, where the type and the ordering are
 * parameters, to the one function of ops/ that is meant. A trait function per operation,
 * implemented per type by a macro.
 */
#include "rust.h"

#include <string.h>

enum rust_class rust_class(const struct op *op)
{
	switch (plan_op(op).kind) {
	case PLAN_LOAD:
	case PLAN_STORE:
	case PLAN_XCHG:
	case PLAN_CMPXCHG:
		return RUST_EXCHANGE;
	default:
		return op_is_signed(op) ? RUST_SIGNED : RUST_INTEGER;
	}
}

bool rust_is_bitwise(const struct op *op)
{
	return op->becomes && op->becomes->kind == E_BINARY && strchr("&|^", op->becomes->op[0]);
}

const char *rust_ordering(const struct op *op)
{
	bool has[NR_ORDERS] = { false };

	for (int i = 0; i < op->norders; i++)
		has[op->orders[i]] = true;
	if (op->norders == 1)
		return NULL;
	return has[ACQUIRE] && has[RELEASE] ? "Ordering" : has[ACQUIRE] ? "AcquireOrRelaxed" :
	       "ReleaseOrRelaxed";
}

static bool is_plain_cmpxchg(const struct op *op)
{
	return plan_op(op).kind == PLAN_CMPXCHG && !op_returns_bool(op);
}

static void put_declaration(struct out *o, const char *indent, const struct op *op,
			    const char *tail)
{
	static const struct rust_type self = { .name = "Self" };
	const char *ordering = rust_ordering(op);
	char *param[MAX_ARGS],
		*returns = is_plain_cmpxchg(op) ? " -> (Self, bool)" : rust_returns(op, &self);

	for (int i = 0; i < op->nargs; i++)
		param[i] = xprintf("%s: %s", op->args[i].name, rust_arg_type(op, i, &self));
	rust_signature(o, indent, xprintf("unsafe fn %s%s", op->rust,
					  ordering ? xprintf("<O: %s>", ordering) : ""),
		       param, op->nargs, xprintf("%s%s", returns, tail));
}

/* ---- implementations ---- */

/*
 * The plain object's equivalent of @op on an atomic type with ordering @order, and the index of its
 * own ordering.
 */
static const struct op *object_op(const struct table *t, const struct op *op, enum order order,
				  int *which)
{
	for (int i = 0; i < t->nops; i++) {
		const struct op *p = &t->op[i];

		if (p->family->on != PLAIN_OBJECT || p->family->pointers_only ||
		    plan_op(p).kind != plan_op(op).kind || (!op->returns && p->returns) ||
		    (op->returns && op_returns_bool(p) != op_returns_bool(op)))
			continue;
		for (*which = 0; *which < p->norders; ++*which)
			if (p->orders[*which] == order)
				return p;
	}
	return NULL;
}

static char *call(const struct op *op, const char *name)
{
	char *s = xprintf("chosen::$module::%s(", name);

	for (int i = 0; i < op->nargs; i++) {
		bool pointer = i == op->object || op->args[i].inout;

		s = xprintf("%s%s%s%s", s, i ? ", " : "", op->args[i].name,
			    pointer ? ".cast()" : " as _");
	}
	return xprintf("%s)", s);
}

/*
 * The function in the macro's $module, which has those of an atomic type, or with @objects those of
 * plain objects.
 */
static char *function_name(const struct table *t, const struct op *op, int which, bool objects)
{
	int w = which;
	const struct op *p = objects ? object_op(t, op, op->orders[which], &w) : op;

	return rust_op_name(p, w);
}

/* An arm of a match: in braces where the line would be too long. */
static void put_arm(struct out *o, const char *pattern, const char *value)
{
	static const char indent[] = "                        ";
	char *line = xprintf("%s%s => %s,", indent, pattern, value);

	if (strlen(line) <= 100)
		put(o, "%s\n", line);
	else
		put(o, "%s%s => {\n%s    %s\n%s}\n", indent, pattern, indent, value, indent);
}

/* The orderings from strong to weak; the last one is the default case. */
static void put_match(struct out *o, const struct table *t, const struct op *op, bool objects)
{
	static const enum order by_strength[] = { FULL, ACQUIRE, RELEASE, RELAXED };
	static const char *const variant[] = { [RELAXED] = "OrderingType::Relaxed",
					       [ACQUIRE] = "OrderingType::Acquire",
					       [RELEASE] = "OrderingType::Release",
					       [FULL] = "OrderingType::Full" };

	put(o, "match O::TYPE {\n");
	for (size_t i = 0; i < COUNT(by_strength); i++)
		for (int w = 0; w < op->norders; w++)
			if (op->orders[w] == by_strength[i])
				put_arm(o, by_strength[i] == RELAXED && op->norders == 2 ?
					"_" : variant[by_strength[i]],
					call(op, function_name(t, op, w, objects)));
	put(o, "                    }");
}

static void put_implementation(struct out *o, const struct table *t, const struct op *op,
			       bool objects)
{
	const char *cast = op->returns && !op_returns_bool(op) ? " as Self" : "";

	put(o, "            #[inline(always)]\n");
	put_declaration(o, "            ", op, " {");
	put(o, "                // SAFETY: the caller's promise.\n");
	if (is_plain_cmpxchg(op)) {
		if (rust_ordering(op)) {
			put(o, "                let found = unsafe {\n                    ");
			put_match(o, t, op, objects);
			put(o, "\n                };\n");
		} else {
			put(o, "                let found = unsafe { %s };\n",
			    call(op, function_name(t, op, 0, objects)));
		}
		put(o, "                let (found, ok) = "
		       "chosen::found_and_ok(found, old as _);\n"
		       "                (found as Self, ok)\n");
	} else if (!rust_ordering(op)) {
		put(o, "                unsafe { %s%s }\n",
		    call(op, function_name(t, op, 0, objects)), cast);
	} else {
		put(o, "                %sunsafe {\n                    ",
		    *cast ? "let found = " : "");
		put_match(o, t, op, objects);
		put(o, "\n                }%s\n%s", *cast ? ";" : "",
		    *cast ? "                found as Self\n" : "");
	}
	put(o, "            }\n");
}

static const char *const trait_name[] = { [RUST_EXCHANGE] = "Exchange", [RUST_INTEGER] = "Integer",
					  [RUST_SIGNED] = "Signed" };

static void put_trait(struct out *o, const struct table *t, enum rust_class class, const char *doc)
{
	put(o, "\n/// %s\npub trait %s: Sized {\n", doc, trait_name[class]);
	for (int i = 0; i < t->nops; i++)
		if (t->op[i].family->on == ATOMIC_TYPE && rust_class(&t->op[i]) == class)
			put_declaration(o, "    ", &t->op[i], ";");
	put(o, "}\n");
}

static void put_macro(struct out *o, const struct table *t, enum rust_class class, bool objects,
		      const char *name)
{
	bool first = true;

	put(o, "\nmacro_rules! %s {\n    ($type:ty, $module:ident) => {\n"
	       "        impl %s for $type {\n", name,
	    trait_name[class]);
	for (int i = 0; i < t->nops; i++) {
		if (t->op[i].family->on != ATOMIC_TYPE || rust_class(&t->op[i]) != class)
			continue;
		put(o, "%s", first ? "" : "\n");
		put_implementation(o, t, &t->op[i], objects);
		first = false;
	}
	put(o, "        }\n    };\n}\n");
}

/* ---- plain objects ---- */

/*
 * The parts of ops/ for plain objects besides Exchange: marked loads and stores, and wait.
 */
static bool is_marked(const struct op *op)
{
	enum plan_kind kind = plan_op(op).kind;

	return op->family->on == PLAIN_OBJECT && !op->family->pointers_only &&
	       (kind == PLAN_LOAD || kind == PLAN_STORE);
}

static void put_marked(struct out *o, const struct op *op, bool implementation)
{
	static const struct rust_type self = { .name = "Self" };
	const char *indent = implementation ? "            " : "    ";
	char *param[MAX_ARGS];

	for (int i = 0; i < op->nargs; i++)
		param[i] = xprintf("%s: %s", op->args[i].name, rust_arg_type(op, i, &self));
	if (implementation)
		put(o, "            #[inline(always)]\n");
	rust_signature(o, indent, xprintf("unsafe fn %s", rust_op_name(op, 0)), param, op->nargs,
		       xprintf("%s%s", rust_returns(op, &self), implementation ? " {" : ";"));
	if (implementation)
		put(o, "                // SAFETY: the caller's promise.\n"
		       "                unsafe { %s%s }\n            }\n\n",
		    call(op, rust_op_name(op, 0)), op->returns ? " as Self" : "");
}

/* The exchanges of objects that one thread changes. */
static void put_local(struct out *o, const struct table *t, bool implementation)
{
	struct table local = local_table(t);

	for (int i = 0; i < local.nops; i++) {
		if (local.op[i].family->on != PLAIN_OBJECT)
			continue;
		if (implementation) {
			put_implementation(o, &local, &local.op[i], false);
			put(o, "\n");
		} else {
			put_declaration(o, "    ", &local.op[i], ";");
		}
	}
}

static void put_plain(struct out *o, const struct table *t)
{
	put(o, "\n/// Marked accesses to plain objects.\npub trait Plain: Sized {\n");
	for (int i = 0; i < t->nops; i++)
		if (is_marked(&t->op[i]))
			put_marked(o, &t->op[i], false);
	put_local(o, t, false);
	put(o, "    /// Returns when the object may have changed from `val`, or for no reason.\n"
	       "    unsafe fn wait(p: *const Self, val: Self);\n}\n\n"
	       "macro_rules! plain {\n    ($type:ty, $module:ident) => {\n"
	       "        impl Plain for $type {\n");
	for (int i = 0; i < t->nops; i++)
		if (is_marked(&t->op[i]))
			put_marked(o, &t->op[i], true);
	put_local(o, t, true);
	put(o, "            #[inline(always)]\n"
	       "            unsafe fn wait(p: *const Self, val: Self) {\n"
	       "                // SAFETY: the caller's promise.\n"
	       "                unsafe { chosen::$module::wait(p.cast(), val as _) }\n"
	       "            }\n        }\n    };\n}\n");
}

static void put_impls(struct out *o)
{
	/*
	 * Unsigned integers are exchanged as plain objects, and counted as the signed ones of their
	 * width.
	 */
	static const struct {
		const char *type, *plain, *atomic;
		bool is_signed, wide;
	} impls[] = {
		{ "i8", "u8", NULL, true, false },
		{ "u8", "u8", NULL, false, false },
		{ "i16", "u16", NULL, true, false },
		{ "u16", "u16", NULL, false, false },
		{ "i32", "u32", "atomic", true, false },
		{ "u32", "u32", "atomic", false, false },
		{ "i64", "u64", "atomic64", true, true },
		{ "u64", "u64", "atomic64", false, true },
		{ "isize", "word", "atomic_long", true, false },
		{ "usize", "word", "atomic_long", false, false },
		{ "*mut ()", "ptr", NULL, false, false },
		{ "*const c_void", "ptr", NULL, false, false },
	};

	for (size_t i = 0; i < COUNT(impls); i++) {
		const char *cfg = impls[i].wide ? "#[cfg(target_has_atomic = \"64\")]\n" : "";
		bool atomic = impls[i].atomic && impls[i].is_signed;

		put(o, "\n%s%s!(%s, %s);\n", cfg, atomic ? "exchange" : "exchange_object",
		    impls[i].type, atomic ? impls[i].atomic : impls[i].plain);
		put(o, "%splain!(%s, %s);\n", cfg, impls[i].type, impls[i].plain);
		if (impls[i].atomic)
			put(o, "%sinteger!(%s, %s);\n", cfg, impls[i].type, impls[i].atomic);
		if (atomic)
			put(o, "%ssigned!(%s, %s);\n", cfg, impls[i].type, impls[i].atomic);
	}
}

void write_rust_repr(const struct table *t)
{
	struct out *o = begin_output("rust/src/ops/mod.rs");

	rust_head(o, "defs/ops.tbl",
		  "The operations, and the function of each for a given type and ordering.\n\n"
		  "# Safety\n\n"
		  "The object is aligned to its size, lives while the function runs, and "
		  "is not accessed plainly\n"
		  "at the same time; `old` is valid and not shared.");
	put(o, "\n#[cfg(not(any(feature = \"outline\", feature = \"kernel\")))]\n"
	       "pub(crate) mod inline;\n"
	       "#[cfg(not(any(feature = \"outline\", feature = \"kernel\")))]\n"
	       "pub(crate) use self::inline as chosen;\n\n"
	       "#[cfg(any(feature = \"outline\", feature = \"kernel\"))]\npub(crate) mod outline;\n"
	       "#[cfg(any(feature = \"outline\", feature = \"kernel\"))]\n"
	       "pub(crate) use self::outline as chosen;\n\n"
	       "use core::ffi::c_void;\n\n"
	       "use crate::ordering::{AcquireOrRelaxed, Ordering, OrderingType, "
	       "ReleaseOrRelaxed};\n");
	put_trait(o, t, RUST_EXCHANGE, "Operations of every type.");
	put_trait(o, t, RUST_INTEGER, "More operations, of integers of 32 and 64 bits.");
	put_trait(o, t, RUST_SIGNED, "More operations, of signed integers: the sign matters.");
	put_macro(o, t, RUST_EXCHANGE, false, "exchange");
	put_macro(o, t, RUST_EXCHANGE, true, "exchange_object");
	put_macro(o, t, RUST_INTEGER, false, "integer");
	put_macro(o, t, RUST_SIGNED, false, "signed");
	put_plain(o, t);
	put_impls(o);
}
