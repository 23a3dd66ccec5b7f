// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Primitives made of core's atomics. */
#include "arch.h"

#include <string.h>

#define CALLERS "// SAFETY: the caller's promise.\n"

void rust_object(struct out *o, const struct func *fn)
{
	put(o, "    " CALLERS "    let object = unsafe { Atomic%s::from_ptr(ptr%s) };\n",
	    fn->pointer ? "Ptr" : xprintf("U%d", width_bits(fn->f.width)),
	    fn->f.prim == P_LOAD ? ".cast_mut()" : "");
}

void rust_builtin(struct out *o, const char *text, bool last)
{
	const char *let = last ? "" : "let old = ", *end = last ? "" : ";";
	int n = (int)strcspn(text, " \t");
	const char *c_order = text + n + 1;
	const char *order = streq(c_order, "seq_cst") ? "SeqCst" : streq(c_order, "acquire") ?
			    "Acquire" :
			    streq(c_order, "release") ? "Release" : "Relaxed";

	switch (builtin_of(text)) {
	case BUILTIN_FENCE:
		put(o, "    fence(%s);\n", order);
		break;
	case BUILTIN_LOAD:
		put(o, "    let val = object.load(%s);\n    barrier();\n    val\n", order);
		break;
	case BUILTIN_STORE:
		put(o, "    object.store(val, %s);\n    barrier();\n", order);
		break;
	case BUILTIN_EXCHANGE:
		put(o, "    %sobject.swap(val, %s)%s\n", let, order, end);
		break;
	case BUILTIN_COMPARE_EXCHANGE:
		put(o, "    let seen = object.compare_exchange(expect, val, %s, Relaxed);\n",
		    order);
		break;
	default:
		put(o, "    %sobject.%.*s(arg, %s)%s\n", let, n, text, order, end);
	}
}

/* Whether only operations on bits of longs call @f: of one width on each machine. */
static bool is_of_long(const struct primitive *f)
{
	return primitive_indexes(f) || (f->prim == P_TEST && f->flag == FLAG_BIT7);
}

/* Whether only counters call @f that one thread changes, and that are as wide as a pointer. */
static bool is_of_local(const struct primitive *f)
{
	return f->order == LOCAL && f->width == W32 &&
	       (f->prim == P_VOID || f->prim == P_FETCH || f->prim == P_TEST);
}

/* The compiler's atomics serve machines of every width; and some CPUs have more functions. */
void rust_cfg_of(struct out *o, const struct func *fn)
{
	if (only_with(fn->f.seq))
		rust_cfg(o, only_with(fn->f.seq)->rust_cfg);
	if (!fn->arch->builtins)
		return;
	if (is_of_long(&fn->f) || is_of_local(&fn->f))
		put(o, "#[cfg(target_pointer_width = \"%d\")]\n", width_bits(fn->f.width));
	else if (fn->f.width == W64 && !fn->pointer)
		put(o, "#[cfg(target_has_atomic = \"64\")]\n");
}

void rust_builtin_body(struct out *o, const struct func *fn)
{
	struct expanded x;

	expand(fn->arch, fn->f.seq, &fn->f.seq->alt[0], fn->f.alu, fn->f.width, fn->f.order, &x);
	rust_object(o, fn);
	for (int i = 0; i < x.ninsns; i++)
		rust_builtin(o, x.insn[i].part[0].text, x.ninsns == 1);
	if (fn->f.prim == P_CMPXCHG)
		put(o, "    match seen {\n        Ok(old) => (old, true),\n"
		       "        Err(old) => (old, false),\n    }\n");
	else if (x.ninsns > 1 && primitive_returns(&fn->f))
		put(o, "    old\n");
}
