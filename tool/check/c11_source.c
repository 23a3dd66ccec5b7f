// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The operations that defs/arch/ has sequences for, with C11's atomics and with Rust's: a function
 * for each, so that its code can be looked at.
 */
#include "c11.h"

#include <string.h>

/* ---- the operations ---- */

/* "%s" is the ordering. */
struct spelling {
	const char *c, *rust;
};

static const struct spelling by_shape[LKMM_SHAPE_COMPUTE] = {
	[LKMM_SHAPE_LOAD] = { "__atomic_load_n(p, %s)", "load(%s)" },
	[LKMM_SHAPE_STORE] = { "__atomic_store_n(p, a, %s)", "store(a, %s)" },
	[LKMM_SHAPE_EXCHANGE] = { "__atomic_exchange_n(p, a, %s)", "swap(a, %s)" },
	[LKMM_SHAPE_CMPXCHG] = {
		"(__atomic_compare_exchange_n(p, &a, b, 0, %s, __ATOMIC_RELAXED), a)",
		"compare_exchange(a, b, %s, Relaxed).unwrap_or_else(|found| found)",
	},
};

static const struct spelling by_operator[] = {
	[LKMM_ADD] = { "__atomic_fetch_add(p, a, %s)", "fetch_add(a, %s)" },
	[LKMM_SUB] = { "__atomic_fetch_sub(p, a, %s)", "fetch_sub(a, %s)" },
	[LKMM_AND] = { "__atomic_fetch_and(p, a, %s)", "fetch_and(a, %s)" },
	[LKMM_OR] = { "__atomic_fetch_or(p, a, %s)", "fetch_or(a, %s)" },
	[LKMM_XOR] = { "__atomic_fetch_xor(p, a, %s)", "fetch_xor(a, %s)" },
};

static const struct spelling none;

static const struct spelling *spelling_of(const struct asm_sequence *s)
{
	size_t operators = sizeof(by_operator) / sizeof(by_operator[0]);

	/* Others are made of these. */
	if (s->shape != LKMM_SHAPE_COMPUTE)
		return &by_shape[s->shape];
	return s->invert || s->condition || !s->operand[0] || s->op >= operators ? &none :
	       &by_operator[s->op];
}

static const char *const c_order[] = {
	[LKMM_FULL] = "__ATOMIC_SEQ_CST", [LKMM_ACQUIRE] = "__ATOMIC_ACQUIRE",
	[LKMM_RELEASE] = "__ATOMIC_RELEASE", [LKMM_RELAXED] = "__ATOMIC_RELAXED",
};
static const char *const rust_order[] = {
	[LKMM_FULL] = "SeqCst", [LKMM_ACQUIRE] = "Acquire", [LKMM_RELEASE] = "Release",
	[LKMM_RELAXED] = "Relaxed",
};

/* The weakest fence that is as strong as the barrier. */
static enum lkmm_order order_of(enum lkmm_fence fence)
{
	switch (fence) {
	case LKMM_FENCE_RMB:
	case LKMM_FENCE_AFTER_CTRL_DEP:
		return LKMM_ACQUIRE;
	case LKMM_FENCE_WMB:
		return LKMM_RELEASE;
	case LKMM_FENCE_RELAX:
		return LKMM_RELAXED;
	default:
		return LKMM_FULL;
	}
}

/* Whether sequence @i has a counterpart, and none before it has the same. */
static bool has_function(int i)
{
	const struct asm_sequence *s = &asm_sequences[i];

	if (s->bits ? !spelling_of(s)->c : s->device || order_of(s->fence) == LKMM_RELAXED)
		return false;
	for (const struct asm_sequence *o = asm_sequences; o < s; o++)
		if (o->order == s->order && o->bits == s->bits && !strcmp(o->name, s->name))
			return false;
	return true;
}

/* That of function number @n, or NULL. */
static const struct asm_sequence *find(int n)
{
	for (int i = 0; i < asm_nr_sequences; i++)
		if (has_function(i) && !n--)
			return &asm_sequences[i];
	return NULL;
}

bool c11_operation(int n, struct asm_sequence *s)
{
	const struct asm_sequence *like = find(n);

	if (!like)
		return false;
	*s = (struct asm_sequence){
		.name = like->name, .order = like->order, .bits = like->bits,
		.shape = like->shape, .op = like->op, .fence = like->fence,
		.operand = { like->operand[0], like->operand[1] },
		.result = like->result ? "found" : NULL,
	};
	return true;
}

/* ---- their sources ---- */

/* @format with @by in the place of its "%s". */
static void put_with(struct text *out, const char *format, const char *by)
{
	const char *sign = strstr(format, "%s");

	text_put(out, format, (size_t)(sign - format));
	text_puts(out, by);
	text_puts(out, sign + 2);
}

static void put_c(struct text *out, int n, const struct asm_sequence *s)
{
	const char *type = s->bits == 8 ? "unsigned char" : s->bits == 16 ? "unsigned short" :
			   s->bits == 32 ? "int" : "long long";

	if (!s->bits) {
		text_add(out, "void f%d(void) { __atomic_thread_fence(%s); }\n", n,
			 c_order[order_of(s->fence)]);
		return;
	}
	text_add(out, "%s f%d(%s *p, %s a, %s b) { %s", s->result ? type : "void", n, type, type,
		 type, s->result ? "return " : "");
	put_with(out, spelling_of(s)->c, c_order[s->order]);
	text_puts(out, "; }\n");
}

static void put_rust(struct text *out, int n, const struct asm_sequence *s)
{
	char sign = s->bits < 32 ? 'u' : 'i', of = s->bits < 32 ? 'U' : 'I';

	text_add(out, "#[no_mangle]\npub extern \"C\" fn f%d(", n);
	if (!s->bits) {
		text_add(out, ") { fence(%s); }\n", rust_order[order_of(s->fence)]);
		return;
	}
	text_add(out, "p: &Atomic%c%d, a: %c%d, b: %c%d)", of, s->bits, sign, s->bits, sign,
		 s->bits);
	if (s->result)
		text_add(out, " -> %c%d", sign, s->bits);
	text_puts(out, " { p.");
	put_with(out, spelling_of(s)->rust, rust_order[s->order]);
	text_puts(out, s->result ? " }\n" : "; }\n");
}

void c11_put_source(struct text *out, bool rust)
{
	const struct asm_sequence *s;

	if (rust)
		text_puts(out, "#![no_std]\n#![crate_type = \"lib\"]\n#![allow(unused)]\n"
			       "use core::sync::atomic::{Ordering::*, *};\n");
	for (int n = 0; (s = find(n)); n++)
		(rust ? put_rust : put_c)(out, n, s);
}
