// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What has to be known about s390x: as isa.c has it about the others. */
#include "isa.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static struct reg s390_reg(const char *token, size_t len)
{
	int n = len > 1 && *token == 'r' && isdigit((unsigned char)token[1]) ? atoi(token + 1) : -1;

	return n < 0 ? no_reg : (struct reg) { n, n == 15 ? "r15" : "r#" };
}

/* "crjne", "cgijhe": it compares, and jumps. */
static bool s390_compares_and_jumps(const struct insn *insn)
{
	return *insn->mnemonic == 'c' && strchr(insn->mnemonic, 'j');
}

/* "br %r14", "bner %r14" */
static enum flow s390_flow(const struct insn *insn)
{
	const char *m = insn->mnemonic;

	if (is_mnemonic(insn, "br"))
		return RETURNS;
	if (is_mnemonic(insn, "brasl basr jasl"))
		return CALLS;
	if (is_mnemonic(insn, "j jg jgu"))
		return JUMPS;
	if (*m == 'b' && last_letter(m) == 'r' && strcmp(insn->operand[0], "%r0"))
		return MAY_RETURN;
	return *m == 'j' || starts(m, "brct") || s390_compares_and_jumps(insn) ? BRANCHES : GOES_ON;
}

static bool s390_stores(const struct insn *insn)
{
	return is_mnemonic(insn, "stc stcy sth sthy st sty stg mvi mviy mvhhi mvhi mvghi");
}

/* In two operands, the first one is also read; so it is where bits are put into a register. */
static int s390_defines(const struct insn *insn, int operand)
{
	const char *m = insn->mnemonic;

	if (operand || s390_flow(insn) != GOES_ON || is_memory(insn->operand[0]) || starts(m, "st"))
		return 0;
	if (is_mnemonic(insn, "cs csy csg"))
		return 1;
	if (starts(m, "tm") || (*m == 'c' && !is_mnemonic(insn, "cdsg")))
		return 0;
	if (is_mnemonic(insn, "risbg rosbg rxsbg rnsbg") || starts(m, "loc") || starts(m, "ic"))
		return 1;
	return insn->nr_operands == 2 && *m != 'l' ? 1 : 2;
}

/* 8, 4, 2 or 1, of "lg", "llgc", "sthy". */
static struct access s390_access(const struct insn *insn)
{
	const char *m = insn->mnemonic;
	static const char all_loads[] =
		"l ly lg lgf llgf lt ltg ltgf lh lhy lgh llh llgh lb lgb "
		"llc llgc ic icy c cy cg cl cly clg cli cliy chsi cghsi "
		"chhsi clfhsi clghsi clhhsi tm tmy";
	bool loads = is_mnemonic(insn, all_loads), stores = s390_stores(insn);
	int size = 4, memory = 0;
	const char *base;

	if (!loads && !stores)
		return (struct access) { .base = -1 };
	if (is_mnemonic(insn, "lb lgb llc llgc ic icy cli cliy tm tmy stc stcy mvi mviy"))
		size = 1;
	else if (strstr(m, "hh") || is_mnemonic(insn, "lh lhy lgh llh llgh sth sthy"))
		size = 2;
	else if (is_mnemonic(insn, "lg ltg cg clg stg mvghi cghsi clghsi"))
		size = 8;
	while (memory < insn->nr_operands - 1 && !is_memory(insn->operand[memory]))
		memory++;
	base = strchr(insn->operand[memory], ',');	/* behind an index */
	return (struct access) { loads ? LOADS : STORES, size,
		operand_reg(&s390x_isa, base ? base : insn->operand[memory]).number };
}

static int s390_copies(const struct insn *insn)
{
	return is_mnemonic(insn, "lr lgr lgfr llgfr llgcr llghr lgbr lghr lbr llcr ltgr") ? 1 : -1;
}

static bool s390_computes_address(const struct insn *insn)
{
	return is_mnemonic(insn, "larl");
}

static bool s390_is_flag_to_bool(const struct insn *insn)
{
	return is_mnemonic(insn, "ipm");
}

static const char *s390_arithmetic(const struct insn *insn)
{
	const char *m = insn->mnemonic;

	if (insn->nr_operands && !strcmp(insn->operand[0], "%r15"))
		return NULL;
	if (is_mnemonic(insn, "xilf xihf") && !strcmp(insn->operand[1], "4294967295"))
		return m[1] == 'i' && m[2] == 'l' ? "not" : NULL;
	if (is_mnemonic(insn, "lcr lcgr"))
		return is_mnemonic(insn + 1, "less") ? "not" : "neg";
	if (is_mnemonic(insn, "ar agr ahi aghi ark agrk ahik aghik afi agfi alr algr sr sgr srk "
			"sgrk la lay"))
		return "add";
	return *m == 'n' && !starts(m, "nop") ? "and" : *m == 'o' ? "or" : *m == 'x' ? "xor" : NULL;
}

/*
 * objdump has a name for bcr 14, as for a jump to what %r0 holds; with that register it is none. ~x
 * is -x - 1 to newer compilers, to others two instructions, on both halves.
 */
static void s390_respell(struct insn *insn, const struct insn *before)
{
	if (before && is_mnemonic(before, "lcr lcgr") && is_mnemonic(insn, "ahi aghi") &&
	    !strcmp(insn->operand[1], "-1") && !strcmp(insn->operand[0], before->operand[0]))
		insn->mnemonic = "less";
	if (is_mnemonic(insn, "bnor") && !strcmp(insn->operand[0], "%r0"))
		*insn = (struct insn) { insn->address, "bcr", { "14", "0" }, 2, insn->block };
}

static char *s390_plain(struct access a, const char *where)
{
	const char *letter = a.size == 1 ? "c" : a.size == 2 ? "h" : a.size == 4 ? "" : "g";

	return format("%s%s\tr, 0(%s)", a.kind == STORES ? "st" : a.size < 4 ? "ll" : "l", letter,
		      where);
}

const struct isa s390x_isa = {
	.name = "s390x", .stack = 15, .nr_params = 4, .param = (const int[]) { 2, 3, 4, 5 },
	.reg = s390_reg, .flow = s390_flow, .defines = s390_defines,
	.defines_besides = no_register,
	.access = s390_access, .copies = s390_copies,
	.computes_address = s390_computes_address,
	.is_flag_to_bool = s390_is_flag_to_bool, .plain = s390_plain,
	.respell = s390_respell,
	.tests = no_test, .arithmetic = s390_arithmetic,
};
