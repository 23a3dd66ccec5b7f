// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes rust/src/arch/mod.rs, which chooses the architecture, and rust/src/copy.rs, which needs
 * asm! even where operations are out of line.
 */
#include "rust.h"

#include <string.h>

static void put_choice(struct out *o, const char *predicate, const char *name)
{
	put(o, "\n");
	rust_cfg(o, predicate);
	put(o, "mod %s;\n", name);
	rust_cfg(o, predicate);
	put(o, "pub(crate) use self::%s::*;\n", name);
}

static void put_copy(const char *any)
{
	struct out *o = begin_output("rust/src/copy.rs");

	rust_head(o, "defs/arch", "What a compiler must not know.");
	put(o, "\n/// A copy, made here, of which the compiler does not know that it is one.\n");
	rust_cfg(o, xprintf("all(not(any(miri, lkmm_generic)), any(%s))", any));
	put(o, "#[inline(always)]\npub(crate) fn copy(mut value: usize) -> usize {\n"
	       "    use core::arch::asm;\n\n    // SAFETY: no instructions.\n"
	       "    unsafe { asm!(\"/* {0} */\", inlateout(reg) value, "
	       "options(nomem, nostack, preserves_flags)) };\n    value\n}\n\n");
	rust_cfg(o, xprintf("not(all(not(any(miri, lkmm_generic)), any(%s)))", any));
	put(o, "pub(crate) use core::hint::black_box as copy;\n");
}

void write_rust_select(const struct defs *d)
{
	struct out *o = begin_output("rust/src/arch/mod.rs");
	char *any = "";

	rust_head(o, "defs/arch",
		  "The primitives of the architecture that is compiled for. Under Miri, which "
		  "does not support\n`asm!`, with `--cfg lkmm_generic`, and on every other target "
		  "they are those of the\ngeneric one.");
	for (int i = 0; i < d->narchs - 1; i++) {
		const struct arch *a = &d->arch[i];
		const char *own = a->rust_target, *target;

		if (!own)
			continue;
		target = strchr(own, ',') ? xprintf("all(%s)", own) : own;
		put_choice(o, xprintf("all(not(any(miri, lkmm_generic)), %s)", target), a->name);
		any = xprintf("%s%s%s", any, *any ? ", " : "", target);
	}
	put_choice(o, xprintf("any(miri, lkmm_generic, not(any(%s)))", any),
		   d->arch[d->narchs - 1].name);
	put_copy(any);
}
