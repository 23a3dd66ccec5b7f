/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Primitives of an architecture: arch.c writes those around sequences, builtin.c those of core,
 * barrier.c the barriers.
 */
#ifndef LKMM_GEN_RUST_ARCH_H
#define LKMM_GEN_RUST_ARCH_H

#include "rust.h"

/* A primitive as Rust has it: at its width, or for pointers with the sequences of their width. */
struct func {
	struct primitive f;
	bool pointer;
	const struct arch *arch;
};

/* An instruction as a line of asm!, behind @margin if it has no label. */
void rust_insn(struct out *o, const struct arch *a, const struct expanded *x,
	       const struct expanded_insn *in, const char *margin);
/* The options of asm!, of which some are there where it does not change the flags. */
const char *rust_options(const struct arch *a, bool flags);
void rust_barriers(struct out *o, const struct arch *a, const struct table *t);
/* Where it is: the compiler's atomics serve machines of every width. */
void rust_cfg_of(struct out *o, const struct func *fn);
/* The object as core's atomic type. */
void rust_object(struct out *o, const struct func *fn);
/*
 * "fetch_add seq_cst" and the like: name and ordering as core::sync::atomic has them. The last
 * instruction's value is the function's.
 */
void rust_builtin(struct out *o, const char *text, bool last);
void rust_builtin_body(struct out *o, const struct func *fn);

#endif
