// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Atomic instructions of LLVM, which C11's and Rust's atomics are: as the operations of the kernel
 * that come next. docs/verify.md has the table.
 */
#include "operation.h"

#include <string.h>

static const char *ordering_of(const struct ir_instruction *i)
{
	return i->ordering ? i->ordering : "";
}

static bool is(const struct ir_instruction *i, const char *ordering)
{
	return !strcmp(ordering_of(i), ordering);
}

static bool is_relaxed(const struct ir_instruction *i)
{
	return is(i, "monotonic") || is(i, "unordered");
}

static void warn(struct reader *r, const struct ir_instruction *i, const char *as,
		 struct lkmm_place at)
{
	if (is_running(r))		/* alone */
		return;
	reader_warning(r, at, "'%s' counts as %s, which orders more than the compiler's memory "
		       "model promises", ordering_of(i), as);
}

static struct operation operation(struct reader *r, const char *name, int bits,
				  struct lkmm_place at)
{
	struct operation o = { .bits = bits };

	if (!find_op(name, &o.s))
		reader_error(r, at, "'%s' is not supported", name);
	return o;
}

/* ---- loads and stores ---- */

static void atomic_load(struct reader *r, const struct ir_instruction *i, struct lkmm_place at)
{
	struct operation o = operation(r, is_relaxed(i) ? "READ_ONCE" : "smp_load_acquire",
				       bits_of(i->source), at);

	if (is(i, "seq_cst")) {
		warn(r, i, "smp_mb() and smp_load_acquire()", at);
		put_fence(r, LKMM_FENCE_MB, at);
	}
	o.arg[o.nargs++] = known_value(r, i->operand[0], at);
	if (!reader_failed(r))
		set_result(r, i, put_operation(r, &o, at));
}

static void atomic_store(struct reader *r, const struct ir_instruction *i, struct lkmm_place at)
{
	struct operation o = operation(r, is_relaxed(i) ? "WRITE_ONCE" : "smp_store_release",
				       bits_of(i->operand[0]->type), at);

	if (is(i, "seq_cst")) {
		warn(r, i, "smp_mb() and smp_store_release()", at);
		put_fence(r, LKMM_FENCE_MB, at);
	}
	o.arg[o.nargs++] = known_value(r, i->operand[1], at);
	o.arg[o.nargs++] = known_value(r, i->operand[0], at);
	if (!reader_failed(r))
		put_operation(r, &o, at);
}

/* ---- read-modify-writes ---- */

/* "xchg" with the suffix of the ordering */
static struct operation rmw(struct reader *r, const struct ir_instruction *i, const char *name,
			    int bits, struct lkmm_place at)
{
	char text[64];

	if (is(i, "acq_rel") || is(i, "seq_cst"))
		warn(r, i, "a fully ordered operation", at);
	strcpy(text, name);
	if (is_relaxed(i))
		strcat(text, "_relaxed");
	else if (is(i, "acquire"))
		strcat(text, "_acquire");
	else if (is(i, "release"))
		strcat(text, "_release");
	return operation(r, text, bits, at);
}

static const char *name_of(const char *word)
{
	static const char *const names[][2] = {
		{ "xchg", "atomic_xchg" }, { "add", "atomic_fetch_add" },
		{ "sub", "atomic_fetch_sub" }, { "and", "atomic_fetch_and" },
		{ "or", "atomic_fetch_or" }, { "xor", "atomic_fetch_xor" },
	};

	for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++)
		if (!strcmp(names[k][0], word))
			return names[k][1];
	return NULL;
}

static void atomic_rmw(struct reader *r, const struct ir_instruction *i, struct lkmm_place at)
{
	const char *name = name_of(i->word);
	struct known where = known_value(r, i->operand[0], at);
	struct known value = known_value(r, i->operand[1], at);
	bool value_first = name && strcmp(name, "atomic_xchg");
	struct operation o;

	if (!name) {
		reader_error(r, at, "atomicrmw %s is not supported", i->word);
		return;
	}
	o = rmw(r, i, name, bits_of(i->operand[1]->type), at);
	o.arg[0] = value_first ? value : where;
	o.arg[1] = value_first ? where : value;
	o.nargs = 2;
	if (!reader_failed(r))
		set_result(r, i, put_operation(r, &o, at));
}

static void atomic_cmpxchg(struct reader *r, const struct ir_instruction *i, struct lkmm_place at)
{
	int bits = bits_of(i->operand[1]->type);
	struct operation o = rmw(r, i, "atomic_cmpxchg", bits, at);
	struct known old, same, expected = known_value(r, i->operand[1], at);

	for (int k = 0; k < 3; k++)
		o.arg[o.nargs++] = known_value(r, i->operand[k], at);
	if (reader_failed(r))
		return;
	old = put_operation(r, &o, at);
	same = combine(r, LKMM_EQ, &old, &expected, bits, false, at);
	set_result(r, i, known_parts(r, old, same));
}

static void fence(struct reader *r, const struct ir_instruction *i, struct lkmm_place at)
{
	if (i->is_single)
		put_fence(r, LKMM_FENCE_COMPILER, at);
	else
		put_fence(r, LKMM_FENCE_MB, at);
	if (!i->is_single)
		warn(r, i, "smp_mb()", at);
}

void translate_atomic(struct reader *r, const struct ir_instruction *i, struct lkmm_place at)
{
	switch (i->op) {
	case IR_LOAD:
		atomic_load(r, i, at);
		break;
	case IR_STORE:
		atomic_store(r, i, at);
		break;
	case IR_CMPXCHG:
		atomic_cmpxchg(r, i, at);
		break;
	case IR_ATOMICRMW:
		atomic_rmw(r, i, at);
		break;
	default:
		fence(r, i, at);
	}
}
