// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes rust/src/local.rs: Local and Local64, counters that one thread changes, as C's
 * lkmm_local_t and lkmm_local64_t, with the operations of an atomic type.
 */
#include "rust.h"

const struct rust_type rust_local_types[NR_RUST_LOCAL_TYPES] = {
	[RUST_LOCAL] = { "local", "isize", "usize", "", "local_", "", ATOMIC_TYPE, false },
	[RUST_LOCAL32] = { "local32", "i32", "u32", "32", "local_", "", ATOMIC_TYPE, false },
	[RUST_LOCAL64] = { "local64", "i64", "u64", "64", "local64_", "", ATOMIC_TYPE, true },
};

static bool is_plain_cmpxchg(const struct op *op)
{
	return plan_op(op).kind == PLAN_CMPXCHG && !op_returns_bool(op);
}

static char *call(const struct op *op)
{
	char *s = xprintf("chosen::$module::%s(", rust_op_name(op, 0));

	for (int i = 0; i < op->nargs; i++)
		s = xprintf("%s%s%s", s, i ? ", " : "", i == op->object ?
			    "v" : op->args[i].inout ? op->args[i].name :
			    xprintf("%s as _", op->args[i].name));
	return xprintf("%s)", s);
}

static void put_signature(struct out *o, const struct op *op)
{
	char *param[MAX_ARGS];
	int n = 0;

	param[n++] = "&self";
	for (int i = 0; i < op->nargs; i++)
		if (i != op->object)
			param[n++] = xprintf("%s: %s$int", op->args[i].name,
					     op->args[i].inout ? "&mut " : "");
	rust_signature(o, "            ", xprintf("pub fn %s", op->rust), param, n,
		       !op->returns ? " {" : is_plain_cmpxchg(op) ? " -> Result<$int, $int> {" :
		       xprintf(" -> %s {", op_returns_bool(op) ? "bool" : "$int"));
}

static void put_method(struct out *o, const struct op *op, bool first)
{
	put(o, "%s", first ? "" : "\n");
	rust_doc(o, "            ", rust_summary(op));
	put(o, "            #[inline(always)]\n");
	put_signature(o, op);
	put(o, "                let v = self.as_ptr().cast();\n");
	for (int i = 0; i < op->nargs; i++)
		if (op->args[i].inout)
			put(o, "                let %s = ptr::from_mut(%s).cast();\n",
			    op->args[i].name, op->args[i].name);
	put(o, "                // SAFETY: the object is ours.\n");
	if (is_plain_cmpxchg(op))
		put(o, "                let found = unsafe { %s };\n"
		       "                let (found, ok) = chosen::found_and_ok(found, old as _);\n"
		       "                if ok {\n                    Ok(found as $int)\n"
		       "                } else {\n                    Err(found as $int)\n"
		       "                }\n", call(op));
	else
		put(o, "                unsafe { %s%s }%s\n", call(op),
		    op->returns && !op_returns_bool(op) ? " as $int" : "",
		    op->returns ? "" : ";");
	put(o, "            }\n");
}

static void put_macro(struct out *o, const struct table *local)
{
	bool first = true;

	put(o, "\nmacro_rules! methods {\n    ($name:ident, $int:ident, $module:ident) => {\n"
	       "        impl $name {\n"
	       "            /// A counter with this value.\n"
	       "            #[inline(always)]\n"
	       "            pub const fn new(value: $int) -> Self {\n"
	       "                Self(UnsafeCell::new(value))\n            }\n\n"
	       "            /// A pointer to the object, to hand to C.\n"
	       "            #[inline(always)]\n"
	       "            pub const fn as_ptr(&self) -> *mut $int {\n"
	       "                self.0.get()\n            }\n\n");
	for (int i = 0; i < local->nops; i++) {
		if (local->op[i].family->on != ATOMIC_TYPE)
			continue;
		put_method(o, &local->op[i], first);
		first = false;
	}
	put(o, "        }\n\n"
	       "        // SAFETY: every access through a shared reference is marked; an update "
	       "that is lost\n        // leaves a number as well.\n"
	       "        unsafe impl Sync for $name {}\n\n"
	       "        // A panic leaves no operation half done.\n"
	       "        impl RefUnwindSafe for $name {}\n\n"
	       "        impl fmt::Debug for $name {\n"
	       "            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {\n"
	       "                self.load().fmt(f)\n            }\n        }\n    };\n}\n");
}

void write_rust_local(const struct table *t)
{
	struct out *o = begin_output("rust/src/local.rs");
	struct table local = local_table(t);

	rust_head(o, "defs/ops.tbl", "Counters that one thread changes, and its signal handlers.");
	put(o, "\nuse core::cell::UnsafeCell;\nuse core::fmt;\n"
	       "use core::panic::RefUnwindSafe;\nuse core::ptr;\n\nuse crate::ops::chosen;\n");
	put_macro(o, &local);
	put(o, "\n");
	rust_doc(o, "", "A counter that one thread changes, and its signal handlers, and that "
			"other threads only read: C's `lkmm_local_t`.");
	put(o, "///\n");
	rust_doc(o, "", "An operation is atomic for that thread: a signal handler finds the "
			"counter before it or behind it, and what the handler does is not lost. "
			"If a second thread writes, the write of one of them is lost. No "
			"operation orders any other access. On x86-64 and i386 they are "
			"instructions without a lock; elsewhere, the relaxed operations of "
			"`Atomic<isize>`.");
	put(o, "///\n/// ```\n/// use lkmm::Local;\n///\n"
	       "/// static EVENTS: Local = Local::new(0);\n///\n"
	       "/// EVENTS.inc();\n/// assert_eq!(EVENTS.add_return(2), 3);\n/// ```\n"
	       "#[doc(alias = \"local_t\")]\n#[repr(transparent)]\n"
	       "pub struct Local(UnsafeCell<isize>);\n\nmethods!(Local, isize, local);\n\n");
	rust_doc(o, "", "A [`Local`] of 64 bits: C's `lkmm_local64_t`.");
	put(o, "#[doc(alias = \"local64_t\")]\n#[cfg(target_has_atomic = \"64\")]\n"
	       "#[repr(C, align(8))]\npub struct Local64(UnsafeCell<i64>);\n\n"
	       "#[cfg(target_has_atomic = \"64\")]\nmethods!(Local64, i64, local64);\n");
}
