// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Writes the barriers of rust/src/arch/NAME.rs, and what some operations and indices need. */
#include "arch.h"

#include <string.h>

static void put_barrier_asm(struct out *o, const struct arch *a, const struct arch_barrier *b)
{
	struct sequence s = { .prim = P_WAIT, .flags = a->flags };
	struct alternative alt = { .insn = b->insn, .ninsns = b->ninsns };
	const char *between = b->ninsns > 1 ? "\n            " : " ";
	struct expanded x;

	expand(a, &s, &alt, ADD, a->long_width, RELAXED, &x);
	put(o, "    // SAFETY: no memory of the program is changed.\n    unsafe {%sasm!(%s",
	    x.ninsns > 1 ? "\n        " : " ", x.ninsns > 1 ? between : "");
	for (int i = 0; i < x.ninsns; i++) {
		rust_insn(o, a, &x, &x.insn[i], "");
		put(o, ",%s", between);
	}
	put(o, "options(%s)%s", rust_options(a, a->flags),
	    x.ninsns > 1 ? "\n        )\n    };\n" : ") };\n");
}

static void put_barrier(struct out *o, const struct arch *a, const struct arch_barrier *b)
{
	put(o, "\n#[inline(always)]\npub(crate) fn %s() {\n", b->key);
	if (!b->ninsns)
		put(o, "    barrier();\n");
	else if (a->builtins)
		rust_builtin(o, b->insn[0].text, true);
	else
		put_barrier_asm(o, a, b);
	put(o, "}\n");
}

static void put_compiler_barrier(struct out *o, const struct arch *a)
{
	put(o, "\n/// No access moves across it at compile time.\n#[inline(always)]\n"
	       "pub(crate) fn barrier() {\n");
	if (a->builtins)
		put(o, "    compiler_fence(SeqCst);\n}\n");
	else
		put(o, "    // SAFETY: no instructions.\n"
		       "    unsafe { asm!(\"\", options(%s)) };\n}\n",
		    "nostack, preserves_flags");
}

static void put_reread(struct out *o, const struct arch *a)
{
	const char *see = a->reread ? xprintf(": see `reread` in `%s`", a->file) : "";

	put(o, "\n/// What a conditional operation finds that would fail%s.\n#[inline(always)]\n"
	       "pub(crate) fn reread<T>(%sfound: T, %sread: impl FnOnce() -> T) -> T {\n%s}\n",
	    see, a->reread ? "_" : "", a->reread ? "" : "_",
	    a->reread ? xprintf("    %s();\n    read()\n", a->reread) : "    found\n");
}

/* The value, of which the compiler knows nothing, so that no branch tells it. */
static void put_hidden(struct out *o, const struct arch *a)
{
	put(o, "\n/// A value of which the compiler knows nothing.\n#[inline(always)]\n"
	       "pub(crate) fn hidden(value: usize) -> usize {\n");
	if (a->builtins)
		put(o, "    core::hint::black_box(value)\n}\n");
	else
		put(o, "    let hidden: usize;\n    // SAFETY: no instructions.\n"
		       "    unsafe {\n        asm!(\"/* {0} */\", inlateout(reg) value => hidden,\n"
		       "             options(pure, nomem, nostack, preserves_flags))\n    };\n"
		       "    hidden\n}\n");
}

static void put_index(struct out *o, const struct arch *a)
{
	put(o, "\n/// What an index needs before it is used, if it was out of bounds, and is 0.\n"
	       "#[inline(always)]\npub(crate) fn index() {%s}\n",
	    a->index ? xprintf("\n    %s();\n", a->index) : "");
}

/* All ones if the index is less than the size, else 0, without a branch. */
static void put_mask(struct out *o, const struct arch *a)
{
	const struct sequence *s = a->builtins ? NULL :
				   find_sequence(a, P_MASK, ADD, a->long_width, RELAXED);
	struct expanded x;

	if (!s)
		put_hidden(o, a);
	put(o, "\n/// All ones if `index` is less than `size`, else 0, without a branch.\n"
	       "#[inline(always)]\npub(crate) fn mask(index: usize, size: usize) -> usize {\n");
	if (!s) {
		put(o, "    crate::nospec::mask_by_sign(hidden(index), size)\n}\n");
		return;
	}
	expand(a, s, &s->alt[0], ADD, a->long_width, RELAXED, &x);
	put(o, "    let mask: usize;\n    // SAFETY: no memory is accessed.\n    unsafe {\n"
	       "        asm!(\n");
	for (int i = 0; i < x.ninsns; i++) {
		put(o, "            ");
		rust_insn(o, a, &x, &x.insn[i], "");
		put(o, ",\n");
	}
	for (int i = 0; i < x.noperands; i++)
		put(o, "            %s = %s(reg) %s,\n", x.operand[i].name,
		    !x.operand[i].out ? "in" : x.operand[i].late ? "lateout" : "out",
		    x.operand[i].name);
	put(o, "            options(nomem, %s),\n        );\n    }\n    mask\n}\n",
	    rust_options(a, s->flags));
}

void rust_barriers(struct out *o, const struct arch *a, const struct table *t)
{
	char **line = xalloc((size_t)t->nbarriers * sizeof(*line));
	int n = 0;

	put_compiler_barrier(o, a);
	for (int i = 0; i < a->nbarriers; i++)
		put_barrier(o, a, &a->barrier[i]);
	for (int i = 0; i < t->nbarriers; i++) {
		const struct barrier *b = &t->barrier[i];

		if (streq(b->same_as, "-") || find_barrier(a, b->key))
			continue;
		line[n++] = xprintf("pub(crate) use self::%s as %s;\n", barrier_same(t, b),
				    b->key);
		for (int j = n - 1; j > 0 && strcmp(line[j], line[j - 1]) < 0; j--) {
			char *swap = line[j];

			line[j] = line[j - 1];
			line[j - 1] = swap;
		}
	}
	for (int i = 0; i < n; i++)
		put(o, "%s%s", i ? "" : "\n", line[i]);
	put_reread(o, a);
	put_index(o, a);
	put_mask(o, a);
}
