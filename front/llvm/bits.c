// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Intrinsics of LLVM about the bits of a number, as arithmetic (LLVM Language Reference, "Bit
 * Manipulation Intrinsics" and the sections behind it): count_ones(), rotate_left(),
 * __builtin_bswap32() and their like. Of known numbers the results are known.
 */
#include "reader.h"
#include "front/defined.h"

#include <string.h>

/* Where a result is computed, in so many bits. */
struct word {
	struct reader *r;
	int bits;
	struct lkmm_place at;
};

static struct known on(const struct word *w, enum lkmm_operator op, struct known a, struct known b)
{
	return combine(w->r, op, &a, &b, w->bits, true, w->at);
}

static struct known with(const struct word *w, enum lkmm_operator op, struct known a, int64_t n)
{
	return on(w, op, a, known_number(fold_cast(n, w->bits, false)));
}

/* Counts in the 64 bits that operators of the model count in. @poison: 0 has no such number. */
static struct known count(const struct word *w, enum lkmm_operator op, struct known a, bool poison)
{
	struct word wide = { w->r, 64, w->at };
	struct lkmm_expr *e;

	if (poison && a.kind == KNOWN_NUMBER && !fold_cast(a.number, w->bits, true) &&
	    is_running(w->r)) {
		main_fails(w->r, LLVM_UNDEFINED, w->at, "main() searches for a bit of 0 here");
		return (struct known){ 0 };
	}

	if (a.kind == KNOWN_NUMBER)
		a.number = fold_cast(a.number, w->bits, true);
	else if (is_running(w->r))
		return with(&wide, LKMM_AND, a, -1);	/* an error */
	else
		a = keep(w->r, cast(w->r, as_expr(w->r, &a, w->at), w->bits, true), w->at);
	if (op == LKMM_CTZ && w->bits < 64 && !poison)	/* a one ends the zeros */
		a = with(&wide, LKMM_OR, a, INT64_C(1) << w->bits);
	if (a.kind == KNOWN_NUMBER && (a.number || !poison)) {
		a.number = lkmm_count_bits(op, a.number);
	} else {
		e = as_expr(w->r, &a, w->at);
		e = new_binary(&w->r->l, op, e, NULL, w->at);
		if (poison)
			note_undefined(&w->r->l, e, LKMM_UNSIGNED(w->bits), LKMM_UNDEFINED);
		a = keep(w->r, e, w->at);
		a.most = a.kind == KNOWN_REGISTER ? 64 : 0;
	}
	return op == LKMM_CLZ ? with(&wide, LKMM_SUB, a, 64 - w->bits) : a;
}

static struct known swapped(const struct word *w, struct known a)
{
	struct known all = known_number(0);

	for (int s = 0; s < w->bits; s += 8) {
		struct known byte = with(w, LKMM_AND, with(w, LKMM_SHR, a, s), 0xff);

		all = on(w, LKMM_OR, all, with(w, LKMM_SHL, byte, w->bits - 8 - s));
	}
	return all;
}

/* llvm.fshl and llvm.fshr, which rotate if @high and @low are the same. */
static struct known funnel(const struct word *w, bool left, struct known high, struct known low,
			   struct known by)
{
	struct known rest;

	by = with(w, LKMM_AND, by, w->bits - 1);
	rest = with(w, LKMM_XOR, by, w->bits - 1);	/* bits - 1 - by */
	if (left)
		return on(w, LKMM_OR, on(w, LKMM_SHL, high, by),
			  on(w, LKMM_SHR, with(w, LKMM_SHR, low, 1), rest));
	return on(w, LKMM_OR, on(w, LKMM_SHL, with(w, LKMM_SHL, high, 1), rest),
		  on(w, LKMM_SHR, low, by));
}

/* (a ^ m) - m, where m is -1 for a negative number, and 0 else. */
static struct known absolute(const struct word *w, struct known a)
{
	struct known top = with(w, LKMM_SHR, a, w->bits - 1);
	struct known zero = known_number(0), minus = on(w, LKMM_SUB, zero, top);

	return on(w, LKMM_SUB, on(w, LKMM_XOR, a, minus), minus);
}

/* llvm.ucmp and llvm.scmp: -1, 0 or 1 */
static struct known compared(const struct word *w, bool is_unsigned, struct known a,
			     struct known b, int bits)
{
	struct known more = combine(w->r, LKMM_GT, &a, &b, bits, is_unsigned, w->at);
	struct known less = combine(w->r, LKMM_LT, &a, &b, bits, is_unsigned, w->at);

	return combine(w->r, LKMM_SUB, &more, &less, w->bits, false, w->at);
}

static bool is(const char *name, const char *intrinsic)
{
	return !strncmp(name, intrinsic, strlen(intrinsic));
}

bool bits_intrinsic(struct reader *r, const struct ir_instruction *i, const char *name,
		    struct lkmm_place at)
{
	int bits = argument_bits(i);
	struct known a = argument(r, i, 0, at), b = argument(r, i, 1, at), v;
	struct word w = { r, bits, at };
	bool left = is(name, "llvm.fshl."), is_unsigned = is(name, "llvm.ucmp.");
	/* the second argument of llvm.cttz and llvm.ctlz */
	bool poison = b.kind == KNOWN_NUMBER && b.number &&
		      !(r->sources && r->sources->optimized);

	if (bits != 8 && bits != 16 && bits != 32 && bits != 64)
		return false;
	if (is(name, "llvm.ctpop.")) {
		v = count(&w, LKMM_POPCOUNT, a, false);
	} else if (is(name, "llvm.cttz.")) {
		v = count(&w, LKMM_CTZ, a, poison);
	} else if (is(name, "llvm.ctlz.")) {
		v = count(&w, LKMM_CLZ, a, poison);
	} else if (is(name, "llvm.bswap.")) {
		v = swapped(&w, a);
	} else if (is(name, "llvm.abs.")) {
		v = absolute(&w, a);
	} else if (left || is(name, "llvm.fshr.")) {
		v = funnel(&w, left, a, b, argument(r, i, 2, at));
	} else if (is_unsigned || is(name, "llvm.scmp.")) {
		w.bits = bits_of(i->type);
		v = compared(&w, is_unsigned, a, b, bits);
	} else {
		return false;
	}
	set_result(r, i, v);
	return true;
}
