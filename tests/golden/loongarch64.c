// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What has to be known about LoongArch: as isa.c has it about the others. */
#include "isa.h"

#include <string.h>

/* "a0", and not "$a0": loong_respell() has cut that. */
static struct reg loong_reg(const char *token, size_t len)
{
	static const char *const names[] = {
		"zero", "ra", "tp", "sp", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "t0",
		"t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "r21", "fp", "s0", "s1", "s2", "s3",
		"s4", "s5", "s6", "s7", "s8"
	};

	return reg_called(token, len, names, sizeof(names) / sizeof(names[0]), 3);
}

static enum flow loong_flow(const struct insn *insn)
{
	return is_mnemonic(insn, "ret") ? RETURNS : is_mnemonic(insn, "b") ? JUMPS :
	       is_mnemonic(insn, "bl jirl jr") ? CALLS :
	       is_mnemonic(insn, "beq bne blt bge bltu bgeu bgt ble bgtu bleu beqz bnez bltz bgtz "
			   "blez bgez") ? BRANCHES : GOES_ON;
}

static bool loong_loads(const struct insn *insn)
{
	return starts(insn->mnemonic, "ld.") || starts(insn->mnemonic, "ldptr.") ||
	       starts(insn->mnemonic, "ldx.");
}

static bool loong_stores(const struct insn *insn)
{
	return starts(insn->mnemonic, "st.") || starts(insn->mnemonic, "stptr.") ||
	       starts(insn->mnemonic, "stx.");
}

/* What sc writes, it has stored before. */
static int loong_defines(const struct insn *insn, int operand)
{
	if (operand || loong_flow(insn) != GOES_ON || loong_stores(insn) ||
	    is_mnemonic(insn, "dbar ibar nop break"))
		return 0;
	return is_mnemonic(insn, "sc.w sc.d bstrins.w bstrins.d") ? 1 : 2;
}

static struct access loong_access(const struct insn *insn)
{
	bool loads = loong_loads(insn);
	const char *dot = strchr(insn->mnemonic, '.');

	if (!loads && !loong_stores(insn))
		return (struct access) { .base = -1 };
	return (struct access) { loads ? LOADS : STORES,
		dot[1] == 'b' ? 1 : dot[1] == 'h' ? 2 : dot[1] == 'w' ? 4 : 8,
		operand_reg(&loongarch64_isa, insn->operand[1]).number };
}

/* A word is extended by a shift by 0. */
static int loong_copies(const struct insn *insn)
{
	return is_mnemonic(insn, "move") ||
	       (is_mnemonic(insn, "slli.w") && !strcmp(insn->operand[2], "0x0")) ? 1 : -1;
}

static bool loong_computes_address(const struct insn *insn)
{
	return is_mnemonic(insn, "pcalau12i pcaddi pcaddu12i");
}

/* Which operand is an address, or -1. */
static int loong_address(const struct insn *insn)
{
	if (starts(insn->mnemonic, "am"))
		return 2;
	return loong_loads(insn) || loong_stores(insn) || starts(insn->mnemonic, "ll.") ||
	       starts(insn->mnemonic, "sc.") ? 1 : -1;
}

/* A register that is an address is in parentheses, as it is elsewhere. */
static void loong_respell(struct insn *insn, const struct insn *before)
{
	int address = loong_address(insn);

	(void)before;
	for (int i = 0; i < insn->nr_operands; i++)
		if (*insn->operand[i] == '$')
			insn->operand[i] = format(i == address ? "(%s)" : "%s",
						  insn->operand[i] + 1);
}

/* The sum is an address, which other compilers leave to the access itself, "ldx.d". */
static bool loong_adds_index(const struct insn *insn)
{
	const struct insn *next = insn + 1;

	return is_mnemonic(insn, "add.d") && (loong_loads(next) || loong_stores(next)) &&
	       !strcmp(next->operand[1], format("(%s)", insn->operand[0]));
}

static const char *loong_arithmetic(const struct insn *insn)
{
	const char *last = insn->nr_operands ? insn->operand[insn->nr_operands - 1] : "";

	if (is_mnemonic(insn, "sub.w sub.d") && !strcmp(insn->operand[1], "zero"))
		return "neg";
	if (loong_adds_index(insn))
		return NULL;
	if (is_mnemonic(insn, "add.w add.d addi.w addi.d sub.w sub.d"))
		return strcmp(insn->operand[0], "sp") ? "add" : NULL;
	if (is_mnemonic(insn, "and andi"))
		return is_one_of(last, "0x1 0xff") ? NULL : "and";
	if (is_mnemonic(insn, "xor xori"))
		return strcmp(last, "0x1") ? "xor" : NULL;
	if (is_mnemonic(insn, "nor"))
		return !strcmp(last, "zero") || !strcmp(insn->operand[1], "zero") ? "not" : "or";
	return is_mnemonic(insn, "andn") ? "and" : is_mnemonic(insn, "or ori orn") ? "or" : NULL;
}

static char *loong_plain(struct access a, const char *where)
{
	char letter = a.size == 1 ? 'b' : a.size == 2 ? 'h' : a.size == 4 ? 'w' : 'd';

	return format("%s.%c\tr, (%s), 0", a.kind == LOADS ? "ld" : "st", letter, where);
}

const struct isa loongarch64_isa = {
	.name = "loongarch64", .stack = 3, .nr_params = 4, .param = (const int[]) { 4, 5, 6, 7 },
	.reg = loong_reg, .flow = loong_flow, .defines = loong_defines,
	.defines_besides = no_register,
	.access = loong_access, .copies = loong_copies,
	.computes_address = loong_computes_address,
	.is_flag_to_bool = never, .plain = loong_plain,
	.respell = loong_respell,
	.tests = no_test, .arithmetic = loong_arithmetic,
};
