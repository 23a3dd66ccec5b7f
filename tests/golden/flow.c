// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What registers hold, followed through a function until nothing changes: which parameter, the
 * address of a static object, or the flag that says what the CPU can do.
 */
#include "golden.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The first register named in an operand: of a memory operand, its base. */
struct reg operand_reg(const struct isa *isa, const char *operand)
{
	const char *p = operand;

	if (strchr(operand, '<'))		/* a branch target: a number, which may look like a
						 * register */
		return (struct reg) { -1, NULL };
	while (*p) {
		size_t len = 0;

		while (isalnum((unsigned char)p[len]))
			len++;
		if (len) {
			struct reg r = isa->reg(p, len);

			if (r.shape)
				return r;
		}
		p += len ? len : 1;
	}
	return (struct reg) { -1, NULL };
}

/*
 * The index of the instruction that @insn jumps to, -1 if it is outside. The target is the last
 * operand.
 */
int branch_target(const struct function *f, const struct insn *insn)
{
	uint64_t target;

	if (!insn->nr_operands)
		return -1;
	target = strtoull(insn->operand[insn->nr_operands - 1], NULL, 16);
	for (int i = 0; i < f->nr_insns; i++)
		if (f->insn[i].address == target)
			return i;
	return -1;
}

/*
 * The one parameter among what is added: a long of an array is at its address and something. If it
 * is none that is an address, nobody asks.
 */
static int summand(const struct isa *isa, const struct insn *insn, const struct state *s)
{
	int found = NOTHING_KNOWN;

	for (int i = 0; i < insn->nr_operands; i++) {
		struct reg r = operand_reg(isa, insn->operand[i]);

		if (r.number < 0 || isa->defines(insn, i) == 2 || s->reg[r.number] < 0)
			continue;
		if (found >= 0)
			return NOTHING_KNOWN;
		found = s->reg[r.number];
	}
	return found;
}

bool is_frame_address(int held)
{
	return held >= FRAME - WORDS_BELOW * 4 && held < FRAME + (NR_WORDS - WORDS_BELOW) * 4;
}

/* What the register that @insn writes holds afterwards, if that is of interest. */
static int result(const struct isa *isa, const struct insn *insn, const struct state *s)
{
	struct access a = isa->access(insn);
	int copied = isa->copies(insn);

	if (insn->block >= 0)
		return NOTHING_KNOWN;
	if (isa->computes_address(insn))
		return STATIC_ADDRESS;
	if (a.kind == LOADS && (a.base < 0 || s->reg[a.base] == STATIC_ADDRESS))
		return a.size == 8 ? STATIC_ADDRESS : FEATURE_FLAG;
	if (copied >= 0) {
		struct reg from = operand_reg(isa, insn->operand[copied]);

		if (from.number >= 0)
			return s->reg[from.number];
	}
	return is_sum(insn) ? summand(isa, insn, s) : NOTHING_KNOWN;
}

static struct state after(const struct isa *isa, const struct insn *insn, struct state s)
{
	int value = result(isa, insn, &s);
	int besides = isa->defines_besides(insn);

	if (isa->follow_stack && isa->follow_stack(insn, &s))
		return s;
	for (int i = 0; i < insn->nr_operands; i++) {
		struct reg r = operand_reg(isa, insn->operand[i]);

		if (r.number >= 0 && isa->defines(insn, i))
			s.reg[r.number] = value;
	}
	if (besides >= 0)
		s.reg[besides] = NOTHING_KNOWN;
	return s;
}

/* Joins what comes along one more way; true if that changed anything. */
static bool join(struct state *s, const struct state *more)
{
	bool changed = false;

	for (int r = 0; r < NR_PLACES; r++) {
		int old = s->reg[r], value = old == NOT_REACHED || old == more->reg[r] ?
			  more->reg[r] : NOTHING_KNOWN;

		changed |= value != old;
		s->reg[r] = value;
	}
	return changed;
}

struct state *trace_registers(const struct isa *isa, const struct function *f,
			      const struct probe *probe)
{
	struct state *state = malloc(((size_t)f->nr_insns + 1) * sizeof(*state));
	bool changed = true;

	if (!state)
		fail("out of memory");
	for (int i = 0; i < f->nr_insns; i++)
		for (int r = 0; r < NR_PLACES; r++)
			state[i].reg[r] = i ? NOT_REACHED : NOTHING_KNOWN;
	for (int i = 0; i < isa->nr_params && f->nr_insns; i++)
		state[0].reg[isa->param[i]] = i;
	if (isa->enter && f->nr_insns)
		isa->enter(probe, &state[0]);
	while (changed) {
		changed = false;
		for (int i = 0; i < f->nr_insns; i++) {
			if (state[i].reg[0] == NOT_REACHED)
				continue;
			const struct insn *insn = &f->insn[i];
			struct state s = after(isa, insn, state[i]);
			enum flow flow = isa->flow(insn);
			int target = flow == JUMPS || flow == BRANCHES ?
				     branch_target(f, insn) : -1;

			if (target >= 0)
				changed |= join(&state[target], &s);
			/* A jump in an asm statement is one that is patched to fall through. */
			if ((flow != JUMPS || insn->block >= 0) && flow != RETURNS &&
			    i + 1 < f->nr_insns)
				changed |= join(&state[i + 1], &s);
		}
	}
	return state;
}
