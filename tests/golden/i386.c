// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * i386: the instructions of x86-64 on registers of 32 bits, as objdump -M suffix writes them. All
 * parameters are on the stack, and what a compiler has no register for is put there as well; so the
 * stack's words are followed like registers.
 */
#include "isa.h"

#include <stdlib.h>
#include <string.h>

enum { SP = 4, BP = 5, WORD = 4 };

static const int no_place = -1;

/* ---- the stack ---- */

/* The word at an address of the stack, as a place. */
static int word_at(int address)
{
	int offset = address - FRAME, n = offset / WORD + WORDS_BELOW;

	return !is_frame_address(address) || offset % WORD ? no_place : MAX_REGS + n;
}

static long displacement(const char *operand)
{
	return *operand == '(' ? 0 : strtol(operand, NULL, 0);
}

static int base_of(const char *operand)
{
	return operand_reg(&i386_isa, strchr(operand, '(')).number;
}

/* Which address of the stack "0x10(%esp)" is; NOTHING_KNOWN if it is none, or not known. */
static int frame_address(const char *operand, const struct state *s)
{
	int base = is_memory(operand) ? base_of(operand) : -1;

	if (base < 0 || !is_frame_address(s->reg[base]) || strchr(operand, ','))
		return NOTHING_KNOWN;
	return s->reg[base] + (int)displacement(operand);
}

static int word_of(const char *operand, const struct state *s)
{
	return word_at(frame_address(operand, s));
}

/* A register, or a word of the stack; -1: neither. */
static int place_of(const char *operand, const struct state *s)
{
	return is_memory(operand) ? word_of(operand, s) : operand_reg(&i386_isa, operand).number;
}

static int held_at(int place, const struct state *s)
{
	return place == no_place ? NOTHING_KNOWN : s->reg[place];
}

static void put(struct state *s, int place, int held)
{
	if (place != no_place)
		s->reg[place] = held;
}

static void enter(const struct probe *probe, struct state *s)
{
	int address = FRAME + WORD;	/* behind the return address */

	s->reg[SP] = FRAME;
	for (int i = 0; i < probe->nr_params; i++) {
		put(s, word_at(address), i);
		address += probe->is_wide[i] ? 2 * WORD : WORD;
	}
}

static void move_stack(struct state *s, long bytes)
{
	if (is_frame_address(s->reg[SP]))
		s->reg[SP] += (int)bytes;
}

static int top_of_stack(const struct state *s)
{
	return word_at(s->reg[SP]);
}

static void push(const struct insn *insn, struct state *s)
{
	int held = held_at(place_of(insn->operand[0], s), s);

	move_stack(s, -WORD);
	put(s, top_of_stack(s), held);
}

static void pop(int reg, struct state *s)
{
	put(s, reg, held_at(top_of_stack(s), s));
	move_stack(s, WORD);
}

/* What else writes to the stack, of any width up to that of an SSE register. */
static void spoil(const char *operand, struct state *s)
{
	int address = frame_address(operand, s);

	if (address == NOTHING_KNOWN)
		return;
	for (int i = 0; i < 4; i++)
		put(s, word_at(address - (address - FRAME) % WORD + i * WORD), NOTHING_KNOWN);
}

static bool follow_stack(const struct insn *insn, struct state *s)
{
	const char *first = insn->nr_operands ? insn->operand[0] : "",
		*last = insn->nr_operands ? insn->operand[insn->nr_operands - 1] : "";
	bool changes_sp = !strcmp(last, "%esp");
	struct access a = i386_isa.access(insn);

	if (insn->block >= 0)
		return false;
	if (is_mnemonic(insn, "pushl")) {
		push(insn, s);
	} else if (is_mnemonic(insn, "popl")) {
		pop(operand_reg(&i386_isa, first).number, s);
	} else if (is_mnemonic(insn, "leave leavel")) {
		s->reg[SP] = s->reg[BP];
		pop(BP, s);
	} else if (is_mnemonic(insn, "addl subl") && changes_sp && *first == '$') {
		long n = strtol(first + 1, NULL, 0);

		move_stack(s, is_mnemonic(insn, "addl") ? n : -n);
	} else if (is_mnemonic(insn, "leal") && frame_address(first, s) != NOTHING_KNOWN) {
		put(s, place_of(last, s), frame_address(first, s));
	} else if (is_mnemonic(insn, "movl") && *first != '$' &&
		   (word_of(first, s) != no_place || word_of(last, s) != no_place)) {
		put(s, place_of(last, s), held_at(place_of(first, s), s));
	} else if (is_mnemonic(insn, "addl") && word_of(first, s) != no_place) {
		/* a long of an array: one of the two is its address */
		int sum = held_at(place_of(last, s), s), more = held_at(word_of(first, s), s);

		put(s, place_of(last, s), sum < 0 ? more : more < 0 ? sum : NOTHING_KNOWN);
	} else {
		if (a.kind == STORES || a.kind == BOTH)
			spoil(is_memory(last) ? last : first, s);
		return false;
	}
	return true;
}

/* ---- the rest ---- */

static struct reg reg(const char *token, size_t len)
{
	return len == 3 && !strncmp(token, "esp", 3) ? (struct reg) { SP, "%esp" } :
	       x86_reg(token, len);
}

static int copies(const struct insn *insn)
{
	return is_mnemonic(insn, "movl") && *insn->operand[0] == '%' &&
	       *insn->operand[1] == '%' ? 0 : -1;
}

/* With %ebp as its base, an address needs an offset. */
static void respell(struct insn *insn, const struct insn *before)
{
	(void)before;
	for (int i = 0; i < insn->nr_operands; i++)
		if (starts(insn->operand[i], "0x0("))
			insn->operand[i] += strlen("0x0");
}

/* Values of 64 bits go through registers of x87 or SSE. */
static struct access i386_access(const struct insn *insn)
{
	const char *m = insn->mnemonic;
	struct access a = x86_access(insn);

	if (insn->nr_operands && starts(insn->operand[insn->nr_operands - 1], "%st"))
		return (struct access) { .base = -1 };
	if (starts(m, "fild") || starts(m, "push"))
		a.kind = a.kind == NO_ACCESS ? NO_ACCESS : LOADS;
	if (starts(m, "fist") || starts(m, "pop"))
		a.kind = a.kind == NO_ACCESS ? NO_ACCESS : STORES;
	if (is_mnemonic(insn, "fildll fistpll"))
		a.size = 8;
	if (is_mnemonic(insn, "movss movd"))
		a.size = 4;
	return a;
}

/* Alignment is a leal that changes nothing. */
static const char *arithmetic(const struct insn *insn)
{
	const char *last = insn->nr_operands ? insn->operand[insn->nr_operands - 1] : "";
	bool aligns = is_mnemonic(insn, "leal") && displacement(insn->operand[0]) == 0 &&
		      (strstr(insn->operand[0], "%eiz") || !strchr(insn->operand[0], ','));

	return aligns || !strcmp(last, "%esp") ? NULL : x86_arithmetic(insn);
}

const struct isa i386_isa = {
	.name = "i386", .stack = SP, .reg = reg, .flow = x86_flow, .defines = x86_defines,
	.defines_besides = x86_defines_besides, .access = i386_access, .copies = copies,
	.computes_address = never, .is_flag_to_bool = x86_is_flag_to_bool, .plain = x86_plain,
	.respell = respell, .tests = no_test, .arithmetic = arithmetic, .flag_unused = "cmpxchg8b",
	.enter = enter, .follow_stack = follow_stack,
};
