// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes the interface of the crate: rust/src/methods.rs, one operation on an atomic type each;
 * rust/src/object.rs, marked accesses to plain objects; rust/src/barrier.rs.
 */
#include "rust.h"

#include <string.h>

/* ---- methods ---- */

enum role { ROLE_OBJECT, ROLE_VALUE, ROLE_INOUT, ROLE_OPERAND };

static bool expr_has_arg(const struct expr *e, int arg)
{
	return e && ((e->kind == E_ARG && e->arg == arg) || expr_has_arg(e->left, arg) ||
		     expr_has_arg(e->right, arg));
}

/* An operand is combined with the value; other arguments are values themselves. */
static enum role role_of(const struct op *op, int i)
{
	if (i == op->object)
		return ROLE_OBJECT;
	if (op->args[i].inout)
		return ROLE_INOUT;
	return expr_uses_value(op->becomes) && expr_has_arg(op->becomes, i) ? ROLE_OPERAND :
	       ROLE_VALUE;
}

static char *method_returns(const struct op *op)
{
	if (!op->returns)
		return "";
	if (op_returns_bool(op))
		return " -> bool";
	return plan_op(op).kind == PLAN_CMPXCHG ? " -> Result<T, T>" : " -> T";
}

static bool has_operand(const struct op *op)
{
	for (int i = 0; i < op->nargs; i++)
		if (role_of(op, i) == ROLE_OPERAND)
			return true;
	return false;
}

/* "<Rhs, O: Ordering>": the types of the addend and of the ordering. */
static char *method_generics(const struct op *op, bool rhs)
{
	const char *ordering = rust_ordering(op);

	if (rhs && !ordering)
		return "<Rhs>";
	return ordering ? xprintf("<%sO: %s>", rhs ? "Rhs, " : "", ordering) : "";
}

static void put_signature(struct out *o, const struct op *op)
{
	static const char *const order_type[] = { "Relaxed", "Acquire", "Release", "Full" };
	const char *ordering = rust_ordering(op),
		*operand = rust_is_bitwise(op) ? "T::Mask" : "Rhs";
	bool rhs = !rust_is_bitwise(op) && has_operand(op);
	char *param[MAX_ARGS + 2];
	int n = 0;

	param[n++] = "&self";
	for (int i = 0; i < op->nargs; i++) {
		enum role role = role_of(op, i);

		if (role != ROLE_OBJECT)
			param[n++] = xprintf("%s: %s", op->args[i].name,
					     role == ROLE_OPERAND ? operand :
					     role == ROLE_INOUT ? "&mut T" : "T");
	}
	param[n++] = xprintf("_: %s", ordering ? "O" : order_type[op->orders[0]]);
	rust_signature(o, "    ", xprintf("pub fn %s%s", op->rust, method_generics(op, rhs)), param,
		       n, xprintf("%s%s", method_returns(op), rhs ? "" : " {"));
	if (rhs)
		put(o, "    where\n        T: AtomicAdd<Rhs>,\n    {\n");
}

static char *repr_call(const struct op *op)
{
	char *s = xprintf("T::Repr::%s%s(", op->rust, rust_ordering(op) ? "::<O>" : "");

	for (int i = 0; i < op->nargs; i++)
		s = xprintf("%s%s%s", s, i ? ", " : "",
			    i == op->object ? "self.as_repr()" : op->args[i].name);
	return xprintf("%s)", s);
}

static void put_body(struct out *o, const struct op *op)
{
	const char *into = rust_is_bitwise(op) ? "T::into_mask" : "T::rhs_into_delta";
	bool cmpxchg = plan_op(op).kind == PLAN_CMPXCHG,
		result = op->returns && !op_returns_bool(op);
	char *call = repr_call(op);

	for (int i = 0; i < op->nargs; i++) {
		enum role role = role_of(op, i);
		const char *name = op->args[i].name;

		if (role == ROLE_INOUT)
			put(o, "        let %s = ptr::from_mut(%s).cast();\n", name, name);
		else if (role != ROLE_OBJECT)
			put(o, "        let %s = %s(%s);\n", name,
			    role == ROLE_OPERAND ? into : "to_repr", name);
	}
	put(o, "        // SAFETY: the object is ours%s.\n", !result ? "" :
	    expr_uses_value(op->becomes) ? ", and any value is a `T`" :
	    ", and the value found is a `T`");
	if (result && cmpxchg)
		put(o, "        let (found, ok) = unsafe { %s };\n        // SAFETY: likewise.\n"
		       "        let found = unsafe { from_repr(found) };\n        if ok {\n"
		       "            Ok(found)\n"
		       "        } else {\n            Err(found)\n        }\n", call);
	else if (result)
		put(o, "        unsafe { from_repr(%s) }\n", call);
	else
		put(o, "        unsafe { %s }%s\n", call, op->returns ? "" : ";");
}

/*
 * The names of the same method in core::sync::atomic, if they differ.
 */
static void put_core_aliases(struct out *o, const struct op *op)
{
	static const char *const exchange[] = { "swap", NULL };
	static const char *const by_value[] = { "compare_exchange", "compare_exchange_weak",
						"compare_and_swap", NULL };
	static const char *const by_reference[] = { "compare_exchange", "compare_exchange_weak",
						    "fetch_update", NULL };
	enum plan_kind kind = plan_op(op).kind;
	const char *const *name = kind == PLAN_XCHG ? exchange : kind != PLAN_CMPXCHG ? NULL :
				  op_returns_bool(op) ? by_reference : by_value;

	for (; name && *name; name++)
		put(o, "    #[doc(alias = \"%s\")]\n", *name);
}

/*
 * Whether the result must be used. An operation that tests is called for its result: the kernel
 * marks those of refcount_t the same way. One that returns a value found or written may be called
 * for its effect.
 */
static void put_must_use(struct out *o, const struct op *op)
{
	if (plan_op(op).kind == PLAN_CMPXCHG && !op_returns_bool(op))
		return;		/* a Result, which must be used anyway */
	if (op->when)
		put(o, "    #[must_use = \"only the result tells whether it wrote\"]\n");
	else if (op_returns_bool(op))
		put(o, "    #[must_use = \"only the result tells of the new value\"]\n");
}

static void put_aliases(struct out *o, const struct table *t, const struct op *op)
{
	put_core_aliases(o, op);
	for (int i = 0; i < t->ntypes; i++)
		for (int w = 0; w < op->norders; w++)
			put(o, "    #[doc(alias = \"%s_%s%s\")]\n", t->type[i].name, op->name,
			    order_suffix(op, w));
}

static void put_method(struct out *o, const struct table *t, const struct op *op, bool first)
{
	put(o, "%s", first ? "" : "\n");
	rust_doc(o, "    ", rust_summary(op));
	put(o, "    ///\n    /// # Ordering\n    ///\n");
	rust_doc(o, "    ", rust_ordering_doc(op));
	put(o, "    ///\n    /// # Example\n    ///\n");
	rust_example(o, op);
	put_aliases(o, t, op);
	put_must_use(o, op);
	put(o, "    #[inline(always)]\n");
	put_signature(o, op);
	put_body(o, op);
	put(o, "    }\n");
}

/* Which methods share an impl, as they ask for the same of T. */
enum asks { ASKS_TYPE, ASKS_COUNT, ASKS_BITS };

static enum asks asks_of(const struct op *op)
{
	if (rust_is_bitwise(op))
		return ASKS_BITS;
	return rust_class(op) == RUST_EXCHANGE || has_operand(op) ? ASKS_TYPE : ASKS_COUNT;
}

static void put_impl(struct out *o, const struct table *t, const char *head, enum rust_class class,
		     enum asks asks)
{
	bool first = true;

	put(o, "\n%s", head);
	for (int i = 0; i < t->nops; i++) {
		const struct op *op = &t->op[i];

		if (op->family->on != ATOMIC_TYPE || rust_class(op) != class ||
		    asks_of(op) != asks)
			continue;
		put_method(o, t, op, first);
		first = false;
	}
	put(o, "}\n");
}

static void write_methods(const struct table *t)
{
	struct out *o = begin_output("rust/src/methods.rs");

	rust_head(o, "defs/ops.tbl", "The operations of `Atomic<T>`.");
	put(o, "\nuse core::ptr;\n\n"
	       "use crate::atomic::{from_repr, to_repr, Atomic};\n"
	       "use crate::ops::{Exchange, Integer, Signed};\n"
	       "use crate::ordering::{AcquireOrRelaxed, Full, Ordering, Relaxed, "
	       "ReleaseOrRelaxed};\n"
	       "use crate::types::{AtomicAdd, AtomicBits, AtomicCount, AtomicType, IntRepr, "
	       "SignedRepr};\n");
	put_impl(o, t, "/// Operations of every atomic: load, store, exchange, compare and "
		       "exchange.\n"
		 "impl<T: AtomicType> Atomic<T> {\n", RUST_EXCHANGE, ASKS_TYPE);
	put_impl(o, t, "/// Arithmetic, for 32-bit, 64-bit and pointer-sized integers. It wraps.\n"
		 "impl<T: AtomicType> Atomic<T>\nwhere\n    T::Repr: IntRepr,\n{\n", RUST_INTEGER,
		 ASKS_TYPE);
	put_impl(o, t, "/// Counting by one, for the same integers. It wraps.\n"
		 "impl<T: AtomicCount> Atomic<T>\nwhere\n    T::Repr: IntRepr,\n{\n",
		 RUST_INTEGER, ASKS_COUNT);
	put_impl(o, t, "/// Operations on bits, for 32-bit, 64-bit and pointer-sized integers.\n"
		 "impl<T: AtomicBits> Atomic<T>\nwhere\n    T::Repr: IntRepr,\n{\n", RUST_INTEGER,
		 ASKS_BITS);
	put_impl(o, t, "/// Arithmetic that asks for the sign, for signed integers only.\n"
		 "impl<T: AtomicType> Atomic<T>\nwhere\n    T::Repr: SignedRepr,\n{\n", RUST_SIGNED,
		 ASKS_TYPE);
	put_impl(o, t, "/// Counting that asks for the sign, for signed integers only.\n"
		 "impl<T: AtomicCount> Atomic<T>\nwhere\n    T::Repr: SignedRepr,\n{\n",
		 RUST_SIGNED, ASKS_COUNT);
}

/* ---- plain objects ---- */

static const char *object_ordering(const struct op *op)
{
	switch (op->orders[0]) {
	case ACQUIRE:
		return "Acquire: no later access comes before it.";
	case RELEASE:
		return "Release: no earlier access comes after it.";
	case STORE_MB:
		return "A full barrier follows, [`smp_mb`](crate::barrier::smp_mb): no later "
		       "access comes before it.";
	default:
		return op->family->pointers_only ?
		       "Accesses through the pointer come after it; else none." :
		       "None, but the compiler neither tears it, nor repeats it, nor leaves it "
		       "out.";
	}
}

static void put_object_example(struct out *o, const struct op *op, const char *name)
{
	const char *object = op->args[op->object].name;

	put(o, "///\n/// # Example\n///\n/// ```\n");
	if (op->family->pointers_only) {
		put(o, "/// let mut node = 5;\n/// let mut %s = &mut node as *mut i32;\n", object);
		if (op->returns)
			put(o, "/// // SAFETY: `%s` and `node` are ours.\n"
			       "/// assert_eq!(unsafe { *lkmm::%s(&%s) }, 5);\n", object,
			    name, object);
		else
			put(o, "/// // SAFETY: `%s` is ours.\n"
			       "/// unsafe { lkmm::%s(&mut %s, core::ptr::null_mut()) };\n"
			       "/// assert!(%s.is_null());\n", object, name, object, object);
	} else if (op->returns) {
		put(o, "/// let x = 5;\n/// // SAFETY: `x` is ours.\n"
		       "/// assert_eq!(unsafe { lkmm::%s(&x) }, 5);\n", name);
	} else {
		put(o, "/// let mut x = 5;\n/// // SAFETY: `x` is ours.\n"
		       "/// unsafe { lkmm::%s(&mut x, 7) };\n"
		       "/// assert_eq!(x, 7);\n", name);
	}
	put(o, "/// ```\n");
}

static void put_object_signature(struct out *o, const struct op *op, const char *name)
{
	const char *type = op->family->pointers_only ? "*mut T" : "T";
	char *param[MAX_ARGS];

	for (int i = 0; i < op->nargs; i++)
		param[i] = i != op->object ? xprintf("%s: %s", op->args[i].name, type) :
			   xprintf("%s: *%s %s", op->args[i].name, op->becomes ? "mut" : "const",
				   type);
	rust_signature(o, "", xprintf("pub unsafe fn %s<T%s>", name,
				      op->family->pointers_only ? "" : ": AtomicType"),
		       param, op->nargs, op->returns ? xprintf(" -> %s {", type) : " {");
}

static void put_object_body(struct out *o, const struct op *op)
{
	bool pointer = op->family->pointers_only;
	char *call = xprintf("%s::%s(", pointer ? "chosen::ptr" : "T::Repr", rust_op_name(op, 0));

	for (int i = 0; i < op->nargs; i++)
		call = xprintf("%s%s%s", call, i ? ", " : "", i == op->object || pointer ?
			       xprintf("%s.cast()", op->args[i].name) :
			       xprintf("to_repr(%s)", op->args[i].name));
	call = xprintf("%s)%s", call, pointer && op->returns ? ".cast()" : "");
	put(o, "    // SAFETY: the caller's promise.\n");
	if (op->returns && !pointer)
		call = xprintf("from_repr(%s)", call);
	put(o, "    unsafe { %s }%s\n}\n", call, op->returns ? "" : ";");
}

static void put_object(struct out *o, const struct op *op)
{
	const char *name = op->rust;

	put(o, "\n");
	rust_doc(o, "", op->returns ? "Reads a plain object." :
		 xprintf("Writes `%s` to a plain object.",
		 op->args[1 - op->object].name));
	put(o, "///\n/// # Ordering\n///\n");
	rust_doc(o, "", object_ordering(op));
	put(o, "///\n/// # Safety\n///\n");
	rust_doc(o, "", xprintf("`%s` points to a `T`, aligned to its size, that no other code "
				"accesses plainly at the same time, or sets to a value that is "
				"not a `T`.",
				op->args[op->object].name));
	put_object_example(o, op, name);
	if (!streq(name, op->name))
		put(o, "#[doc(alias = \"%s\")]\n", op->name);
	put(o, "#[inline(always)]\n");
	put_object_signature(o, op, name);
	put_object_body(o, op);
}

static void write_objects(const struct table *t)
{
	struct out *o = begin_output("rust/src/object.rs");

	rust_head(o, "defs/ops.tbl",
		  "Marked accesses to plain objects. Exchange, compare and exchange, and waiting "
		  "for a value are\n"
		  "methods of [`Atomic`](crate::Atomic): see "
		  "[`Atomic::from_ptr`](crate::Atomic::from_ptr).");
	put(o, "\nuse crate::atomic::{from_repr, to_repr};\nuse crate::ops::{chosen, Plain};\n"
	       "use crate::types::AtomicType;\n");
	for (int i = 0; i < t->nops; i++) {
		enum plan_kind kind = plan_op(&t->op[i]).kind;

		if (t->op[i].family->on == PLAIN_OBJECT &&
		    (kind == PLAN_LOAD || kind == PLAN_STORE))
			put_object(o, &t->op[i]);
	}
}

/* ---- barriers ---- */

static void write_barriers(const struct table *t)
{
	struct out *o = begin_output("rust/src/barrier.rs");

	rust_head(o, "defs/ops.tbl", "The barriers, by the kernel's names.");
	put(o, "\n#![allow(non_snake_case)]\n\nuse crate::ops::chosen;\n");
	for (int i = 0; i < t->nbarriers; i++) {
		const struct barrier *b = &t->barrier[i];

		put(o, "\n");
		rust_doc(o, "", xprintf("Orders %s.", b->doc));
		put(o, "///\n/// ```\n/// lkmm::barrier::%s();\n/// ```\n", b->name);
		if (b->core)
			put(o, "#[doc(alias = \"%s\")]\n", b->core);
		put(o, "#[inline(always)]\npub fn %s() {\n    chosen::barrier::%s();\n}\n", b->name,
		    b->name);
	}
}

void write_rust_methods(const struct table *t)
{
	write_methods(t);
	write_objects(t);
	write_barriers(t);
}
