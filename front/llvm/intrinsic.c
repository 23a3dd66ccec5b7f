// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The intrinsics of LLVM that compilers use without being asked. */
#include "reader.h"

#include <string.h>

static bool starts(const char *name, const char *prefix)
{
	return !strncmp(name, prefix, strlen(prefix));
}

/* The high half of a product: a compiler calls a function for 128 bits, which wasm32 lacks. */
static uint64_t high_product(uint64_t x, uint64_t y)
{
	uint64_t low = (x & UINT32_MAX) * (y & UINT32_MAX), a = (x >> 32) * (y & UINT32_MAX);
	uint64_t b = (x & UINT32_MAX) * (y >> 32);

	a += low >> 32;
	b += a & UINT32_MAX;
	return (x >> 32) * (y >> 32) + (a >> 32) + (b >> 32);
}

static bool product_overflows(int64_t a, int64_t b, bool is_unsigned, int64_t *n)
{
	uint64_t x = (uint64_t)a, y = (uint64_t)b, high = high_product(x, y);

	*n = (int64_t)(x * y);
	if (is_unsigned)
		return high;
	high -= (a < 0 ? y : 0) + (b < 0 ? x : 0);
	return high != (*n < 0 ? UINT64_MAX : 0);
}

/* Of two numbers of 64 bits: *@n, and whether it does not fit. */
static bool overflows(enum lkmm_operator op, int64_t a, int64_t b, bool is_unsigned, int64_t *n)
{
	uint64_t x = (uint64_t)a, y = (uint64_t)b, u;
	bool over;

	if (op == LKMM_MUL)
		return product_overflows(a, b, is_unsigned, n);
	if (!is_unsigned)
		return op == LKMM_ADD ? __builtin_add_overflow(a, b, n) :
					__builtin_sub_overflow(a, b, n);
	over = op == LKMM_ADD ? __builtin_add_overflow(x, y, &u) : __builtin_sub_overflow(x, y, &u);
	*n = (int64_t)u;
	return over;
}

/*
 * Whether the sum of @a and @b has another sign than both, or their difference another one than @a,
 * which @b has not.
 */
static struct known sign_is_lost(struct reader *r, enum lkmm_operator op, const struct known *a,
				 const struct known *b, const struct known *sum,
				 struct lkmm_place at)
{
	struct known first = combine(r, LKMM_XOR, a, op == LKMM_ADD ? sum : b, 64, false, at);
	struct known second = combine(r, LKMM_XOR, op == LKMM_ADD ? b : a, sum, 64, false, at);
	struct known both = combine(r, LKMM_AND, &first, &second, 64, false, at);
	struct known zero = known_number(0);

	return combine(r, LKMM_LT, &both, &zero, 64, false, at);
}

/* Without sign, and one factor is known: the other one is at most what it leaves room for. */
static struct known wide_product(struct reader *r, struct known a, struct known b,
				 bool is_unsigned, struct lkmm_place at)
{
	const struct known *factor = a.kind == KNOWN_NUMBER ? &a : &b;
	const struct known *other = factor == &a ? &b : &a;
	struct known product, most;

	if (!is_unsigned || factor->kind != KNOWN_NUMBER) {
		reader_error(r, at, "checked arithmetic of 64 bits is not supported here");
		return (struct known){ 0 };
	}
	product = combine(r, LKMM_MUL, &a, &b, 64, false, at);
	most = known_number(factor->number ? (int64_t)(UINT64_MAX / (uint64_t)factor->number) : -1);
	return known_parts(r, product, combine(r, LKMM_GT, other, &most, 64, true, at));
}

/* The same of 64 bits. */
static struct known wide_with_overflow(struct reader *r, enum lkmm_operator op, struct known a,
				       struct known b, bool is_unsigned, struct lkmm_place at)
{
	struct known sum;
	int64_t n;
	bool over;

	if (a.kind == KNOWN_NUMBER && b.kind == KNOWN_NUMBER) {
		over = overflows(op, a.number, b.number, is_unsigned, &n);
		return known_parts(r, known_number(n), known_number(over));
	}
	if (op == LKMM_MUL)
		return wide_product(r, a, b, is_unsigned, at);
	sum = combine(r, op, &a, &b, 64, false, at);
	if (!is_unsigned)
		return known_parts(r, sum, sign_is_lost(r, op, &a, &b, &sum, at));
	if (op == LKMM_ADD)
		return known_parts(r, sum, combine(r, LKMM_LT, &sum, &a, 64, true, at));
	return known_parts(r, sum, combine(r, LKMM_LT, &a, &b, 64, true, at));
}

/* llvm.uadd.with.overflow.i32 and the like: the result, and whether it does not fit. */
static struct known with_overflow(struct reader *r, const struct ir_instruction *i,
				  const char *name, struct lkmm_place at)
{
	enum lkmm_operator op = strstr(name, "add") ? LKMM_ADD :
				strstr(name, "sub") ? LKMM_SUB : LKMM_MUL;
	int bits = argument_bits(i);
	bool is_unsigned = name[5] == 'u';
	struct known a = argument(r, i, 0, at), b = argument(r, i, 1, at), wide, part[2];

	if (bits == 64)
		return wide_with_overflow(r, op, a, b, is_unsigned, at);
	if (bits > 32) {
		reader_error(r, at, "checked arithmetic of %d bits is not supported", bits);
		return (struct known){ 0 };
	}
	if (a.kind == KNOWN_NUMBER && b.kind == KNOWN_NUMBER) {
		a.number = fold_cast(a.number, bits, is_unsigned);
		b.number = fold_cast(b.number, bits, is_unsigned);
		wide = combine(r, op, &a, &b, 64, false, at);
		part[0] = known_number(fold_cast(wide.number, bits, false));
		part[1] = known_number(wide.number != fold_cast(wide.number, bits, is_unsigned));
		return known_parts(r, part[0], part[1]);
	}
	wide = keep(r, new_binary(&r->l, op, cast(r, as_expr(r, &a, at), bits, is_unsigned),
				  cast(r, as_expr(r, &b, at), bits, is_unsigned), at), at);
	part[0] = keep(r, cast(r, as_expr(r, &wide, at), bits, false), at);
	part[1] = keep(r, new_binary(&r->l, LKMM_NE, as_expr(r, &wide, at),
				     cast(r, as_expr(r, &wide, at), bits, is_unsigned), at), at);
	return known_parts(r, part[0], part[1]);
}

/* @a where @condition holds, and else @b. */
static struct known one_of(struct reader *r, const struct known *condition, const struct known *a,
			   const struct known *b, struct lkmm_place at)
{
	struct lkmm_expr *e;

	if (condition->kind == KNOWN_NUMBER)
		return condition->number & 1 ? *a : *b;
	e = new_expr(&r->l, LKMM_CONDITIONAL, at);
	if (!e || reader_failed(r))
		return (struct known){ 0 };
	e->a = as_expr(r, condition, at);
	e->b = as_expr(r, a, at);
	e->c = as_expr(r, b, at);
	return keep(r, e, at);
}

/* llvm.umin.i32 and the like */
static struct known least_or_most(struct reader *r, const struct ir_instruction *i,
				  const char *name, struct lkmm_place at)
{
	int bits = argument_bits(i);
	bool is_unsigned = name[5] == 'u';
	struct known a = argument(r, i, 0, at), b = argument(r, i, 1, at);
	struct known first = combine(r, strstr(name, "min") ? LKMM_LT : LKMM_GT, &a, &b, bits,
				     is_unsigned, at);

	return one_of(r, &first, &a, &b, at);
}

static void bytes(struct reader *r, const struct ir_instruction *i, const char *name,
		  struct lkmm_place at)
{
	struct known to = argument(r, i, 0, at), from = argument(r, i, 1, at);
	struct known size = argument(r, i, 2, at);

	if (size.kind != KNOWN_NUMBER && !starts(name, "llvm.memset."))
		copy_some(r, i, &to, &from, &size, at);
	else if (size.kind != KNOWN_NUMBER && from.kind == KNOWN_NUMBER)
		set_varying(r, &to, &from, &size, at);
	else if (!starts(name, "llvm.memset."))
		copy_bytes(r, to, from, size.number, at);
	else if (from.kind == KNOWN_NUMBER)
		set_bytes(r, to, from.number, size.number, at);
	else
		reader_error(r, at, "memset() to a byte that varies is not supported");
}

/* llvm.usub.sat.i64 and the like: the number nearest to the result. */
static struct known saturated(struct reader *r, const struct ir_instruction *i, const char *name,
			      struct lkmm_place at)
{
	struct known both = with_overflow(r, i, name, at), zero = known_number(0), limit;
	struct known a = argument(r, i, 0, at);
	bool adds = strstr(name, "add");
	int bits = argument_bits(i);

	if (both.kind != KNOWN_PARTS || both.nparts != 2)
		return (struct known){ 0 };
	if (name[5] == 'u') {
		limit = known_number(adds ? fold_cast(-1, bits, false) : 0);
	} else {		/* the sign is that of the first operand */
		uint64_t sign = UINT64_C(1) << (bits - 1);
		struct known least = known_number(fold_cast((int64_t)sign, bits, false));
		struct known most = known_number((int64_t)(sign - 1));
		struct known negative = combine(r, LKMM_LT, &a, &zero, bits, false, at);

		limit = one_of(r, &negative, &least, &most, at);
	}
	return one_of(r, &both.part[1], &limit, &both.part[0], at);
}

bool intrinsic(struct reader *r, const struct ir_instruction *i, const char *name,
	       struct lkmm_place at)
{
	static const char *const nothing[] = { "llvm.dbg.", "llvm.lifetime.", "llvm.assume",
					       "llvm.experimental.noalias", "llvm.donothing",
					       "llvm.prefetch", "llvm.va_start", "llvm.va_end",
					       "llvm.stacksave", "llvm.stackrestore" };
	struct known v;

	for (size_t k = 0; k < sizeof(nothing) / sizeof(nothing[0]); k++)
		if (starts(name, nothing[k]))
			return true;
	if (barrier_intrinsic(r, name, at) || bits_intrinsic(r, i, name, at))
		return true;
	if (starts(name, "llvm.memcpy.") || starts(name, "llvm.memmove.") ||
	    starts(name, "llvm.memset.")) {
		bytes(r, i, name, at);
		return true;
	}
	if (starts(name, "llvm.expect.") || starts(name, "llvm.threadlocal.address"))
		v = argument(r, i, 0, at);
	else if (strstr(name, ".with.overflow."))
		v = with_overflow(r, i, name, at);
	else if (starts(name, "llvm.uadd.sat.") || starts(name, "llvm.usub.sat.") ||
		 starts(name, "llvm.sadd.sat.") || starts(name, "llvm.ssub.sat."))
		v = saturated(r, i, name, at);
	else if (starts(name, "llvm.smin.") || starts(name, "llvm.umin.") ||
		 starts(name, "llvm.smax.") || starts(name, "llvm.umax."))
		v = least_or_most(r, i, name, at);
	else
		return false;
	set_result(r, i, v);
	return true;
}
