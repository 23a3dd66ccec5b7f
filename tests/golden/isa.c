// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What has to be known about an instruction set to follow its registers, as objdump writes it (x86
 * with -M suffix).
 */
#include "isa.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

bool is_memory(const char *operand)
{
	return strpbrk(operand, "([") != NULL;
}

char last_letter(const char *s)
{
	return *s ? s[strlen(s) - 1] : '\0';
}

static int size_of_letter(char c)
{
	return c == 'b' ? 1 : c == 'h' ? 2 : c == 'w' ? 4 : 8;
}

int no_register(const struct insn *insn)
{
	(void)insn;
	return -1;
}

struct test no_test(const struct function *f, int i)
{
	(void)f;
	(void)i;
	return (struct test) { .reg = -1 };
}

bool is_mnemonic(const struct insn *insn, const char *words)
{
	return is_one_of(insn->mnemonic, words);
}

bool never(const struct insn *insn)
{
	(void)insn;
	return false;
}

const struct reg no_reg = { -1, NULL };

/* ---- x86-64 ---- */

struct reg x86_reg(const char *token, size_t len)
{
	static const char *const names[] = {
		"rax eax ax al", "rcx ecx cx cl", "rdx edx dx dl", "rbx ebx bx bl",
		"", "rbp ebp bp bpl", "rsi esi si sil", "rdi edi di dil"
	};
	char *name = format("%.*s", (int)len, token);
	int n;

	if (!strcmp(name, "rsp"))
		return (struct reg) { 4, "%rsp" };
	if (!strcmp(name, "rip"))
		return (struct reg) { -1, "%rip" };
	for (n = 0; n < 8; n++)
		if (is_one_of(name, names[n]))
			return (struct reg) { n, "r#" };
	if (*name == 'r' && isdigit((unsigned char)name[1]))
		return (struct reg) { atoi(name + 1), "r#" };
	return no_reg;
}

enum flow x86_flow(const struct insn *insn)
{
	const char *m = insn->mnemonic;

	return starts(m, "ret") ? RETURNS : starts(m, "call") ? CALLS :
	       starts(m, "jmp") ? JUMPS : *m == 'j' ? BRANCHES : GOES_ON;
}

int x86_defines(const struct insn *insn, int operand)
{
	const char *m = insn->mnemonic;

	if (is_memory(insn->operand[operand]))
		return 0;
	if (starts(m, "xchg") || strstr(m, "xadd"))
		return 1;
	if (operand != insn->nr_operands - 1 || starts(m, "cmp") || starts(m, "test") ||
	    *m == 'j' || starts(m, "push"))
		return 0;
	return starts(m, "mov") || starts(m, "lea") || starts(m, "set") || starts(m, "pop") ? 2 : 1;
}

int x86_defines_besides(const struct insn *insn)
{
	return strstr(insn->mnemonic, "cmpxchg") ? 0 : -1;
}

struct access x86_access(const struct insn *insn)
{
	const char *m = insn->mnemonic;
	bool extends = starts(m, "movz") || (starts(m, "movs") && strlen(m) == 6);
	char letter = extends ? m[4] : last_letter(m);
	int size = letter == 'b' ? 1 : letter == 'w' ? 2 : letter == 'l' ? 4 : 8;

	if (starts(m, "lea") || strstr(m, "nop"))
		return (struct access) { .base = -1 };
	for (int i = 0; i < insn->nr_operands; i++) {
		if (is_memory(insn->operand[i])) {
			bool last = i == insn->nr_operands - 1,
				compares = starts(m, "cmp") || starts(m, "test");

			return (struct access) { !last || compares ? LOADS : starts(m, "mov") ?
						 STORES : BOTH, size,
				operand_reg(find_isa("x86_64"), insn->operand[i]).number };
		}
	}
	return (struct access) { .base = -1 };
}

static int x86_copies(const struct insn *insn)
{
	return is_mnemonic(insn, "movq") && *insn->operand[0] == '%' ? 0 : -1;
}

static bool x86_computes_address(const struct insn *insn)
{
	return starts(insn->mnemonic, "lea") && strstr(insn->operand[0], "(%rip)");
}

/* objdump -M suffix leaves nothing to do. */
static void keep_spelling(struct insn *insn, const struct insn *before)
{
	(void)insn;
	(void)before;
}

bool x86_is_flag_to_bool(const struct insn *insn)
{
	return starts(insn->mnemonic, "set");
}

/* With 1 and with 31 or 63 it is a flag or a sign that becomes a bool. */
const char *x86_arithmetic(const struct insn *insn)
{
	const char *m = insn->mnemonic;
	const char *first = insn->nr_operands ? insn->operand[0] : "",
		*last = insn->nr_operands ? insn->operand[insn->nr_operands - 1] : "";

	if (!strcmp(last, "%rsp"))
		return NULL;
	if (starts(m, "add") || starts(m, "sub") || starts(m, "inc") || starts(m, "dec"))
		return "add";
	if (starts(m, "lea"))
		return strstr(first, "(%rip)") ? NULL : "add";
	if (starts(m, "neg"))
		return "neg";
	if (starts(m, "not"))
		return "not";
	if (starts(m, "and"))
		return strcmp(first, "$0x1") ? "and" : NULL;
	if (starts(m, "or"))
		return "or";
	if (starts(m, "xor"))
		return strcmp(first, last) && strcmp(first, "$0x1") ? "xor" : NULL;
	return starts(m, "sh") && !is_one_of(first, "$0x1f $0x3f") ? "shift" : NULL;
}

char *x86_plain(struct access a, const char *where)
{
	char letter = a.size == 1 ? 'b' : a.size == 2 ? 'w' : a.size == 4 ? 'l' : 'q';

	return a.kind == LOADS ? format("mov%c\t(%s), r", letter, where) :
	       format("mov%c\tr, (%s)", letter, where);
}

/* ---- arm64 ---- */

static struct reg arm64_reg(const char *token, size_t len)
{
	if (len == 2 && !strncmp(token, "sp", 2))
		return (struct reg) { 31, "sp" };
	if (len == 3 && !strncmp(token + 1, "zr", 2))
		return (struct reg) { -1, *token == 'w' ? "wzr" : "xzr" };
	if (len < 2 || len > 3 || (*token != 'w' && *token != 'x') ||
	    !isdigit((unsigned char)token[1]))
		return no_reg;
	return (struct reg) { atoi(token + 1), *token == 'w' ? "w#" : "x#" };
}

static enum flow arm64_flow(const struct insn *insn)
{
	return is_mnemonic(insn, "ret") ? RETURNS : is_mnemonic(insn, "b") ? JUMPS :
	       is_mnemonic(insn, "bl blr br") ? CALLS :
	       is_mnemonic(insn, "cbz cbnz tbz tbnz") || starts(insn->mnemonic, "b.") ? BRANCHES :
	       GOES_ON;
}

static int arm64_defines(const struct insn *insn, int operand)
{
	const char *m = insn->mnemonic;

	if (is_memory(insn->operand[operand]) || arm64_flow(insn) != GOES_ON ||
	    is_mnemonic(insn, "cmp cmn tst ccmp"))
		return 0;
	if (starts(m, "cas"))
		return operand == 0;
	if (starts(m, "stxr") || starts(m, "stlxr"))
		return operand == 0 ? 2 : 0;
	if (starts(m, "st"))
		return 0;
	if (starts(m, "swp") || starts(m, "ldadd") || starts(m, "ldclr") || starts(m, "ldset") ||
	    starts(m, "ldeor"))
		return operand == 1 ? 2 : 0;
	return operand == 0 ? 2 : 0;
}

static struct access arm64_access(const struct insn *insn)
{
	const char *m = insn->mnemonic;
	bool loads = starts(m, "ldr") || starts(m, "ldur"),
		stores = starts(m, "str") || starts(m, "stur");
	char letter = last_letter(m);

	if (!loads && !stores)
		return (struct access) { .base = -1 };
	if (letter == 'r')
		letter = *insn->operand[0];
	return (struct access) { loads ? LOADS : STORES, size_of_letter(letter),
		operand_reg(find_isa("arm64"), insn->operand[1]).number };
}

static int arm64_copies(const struct insn *insn)
{
	bool same = is_mnemonic(insn, "mov uxtb") ||
		    (is_mnemonic(insn, "add") && !strcmp(insn->operand[2], "#0x0")) ||
		(is_mnemonic(insn, "and") && is_one_of(insn->operand[2], "#0xff #0x1"));

	return same && *insn->operand[1] != '#' ? 1 : -1;
}

static bool arm64_computes_address(const struct insn *insn)
{
	return is_mnemonic(insn, "adrp adr");
}

/*
 * "cbz w0, ..." or "tbz w0, #0, ..."; or, of a flag that is 0 or 1, "cmp w0, #0x1" and "b.ne ..." a
 * little later.
 */
static struct test arm64_tests(const struct function *f, int i)
{
	const struct insn *insn = &f->insn[i];
	bool equal = is_mnemonic(insn, "b.eq"), with_zero;

	if (is_mnemonic(insn, "cbz tbz cbnz tbnz"))
		return (struct test) { operand_reg(find_isa("arm64"), insn->operand[0]).number, i,
				       is_mnemonic(insn, "cbz tbz") };
	if (!equal && !is_mnemonic(insn, "b.ne"))
		return (struct test) { .reg = -1 };
	do {
		if (--i < 0 || arm64_flow(&f->insn[i]) != GOES_ON)
			return (struct test) { .reg = -1 };
	} while (!is_mnemonic(&f->insn[i], "cmp"));
	with_zero = !strcmp(f->insn[i].operand[1], "#0x0");
	if (!with_zero && strcmp(f->insn[i].operand[1], "#0x1"))
		return (struct test) { .reg = -1 };
	return (struct test) { operand_reg(find_isa("arm64"), f->insn[i].operand[0]).number, i,
			       with_zero == equal };
}

/*
 * With 1, 31 and 63 as on x86; with 0xff and 0xffff it extends, and an added 0 stands for the lower
 * half of an address.
 */
static const char *arm64_arithmetic(const struct insn *insn)
{
	const char *last = insn->nr_operands ? insn->operand[insn->nr_operands - 1] : "";

	if (is_mnemonic(insn, "add sub"))
		return strcmp(last, "#0x0") && strncmp(insn->operand[0], "sp", 2) ? "add" : NULL;
	if (is_mnemonic(insn, "and"))
		return is_one_of(last, "#0x1 #0xff #0xffff") ? NULL : "and";
	if (is_mnemonic(insn, "eor"))
		return strcmp(last, "#0x1") ? "xor" : NULL;
	if (is_mnemonic(insn, "lsl lsr asr"))
		return is_one_of(last, "#31 #63") ? NULL : "shift";
	return is_mnemonic(insn, "neg") ? "neg" : is_mnemonic(insn, "mvn") ? "not" :
	       is_mnemonic(insn, "orr") ? "or"
		: is_mnemonic(insn, "bic") ? "and" : NULL;
}

static char *arm64_plain(struct access a, const char *where)
{
	return format("%s%s\t%c, [%s]", a.kind == LOADS ? "ldr" : "str",
		      a.size == 1 ? "b" : a.size == 2 ? "h" : "", a.size == 8 ? 'x' : 'w', where);
}

/* ---- riscv64 ---- */

struct reg reg_called(const char *token, size_t len, const char *const *names, int n, int stack)
{
	for (int i = 0; i < n; i++)
		if (strlen(names[i]) == len && !strncmp(token, names[i], len))
			return (struct reg) { i ? i : -1, i && i != stack ? "r#" : names[i] };
	return no_reg;
}

static struct reg riscv_reg(const char *token, size_t len)
{
	static const char *const names[MAX_REGS] = {
		"zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2",
		"a3", "a4", "a5", "a6", "a7",
		"s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6"
	};

	return reg_called(token, len, names, MAX_REGS, 2);
}

static enum flow riscv_flow(const struct insn *insn)
{
	return is_mnemonic(insn, "ret") ? RETURNS : is_mnemonic(insn, "j") ? JUMPS :
	       is_mnemonic(insn, "jal jalr jr call tail") ? CALLS :
	       *insn->mnemonic == 'b' ? BRANCHES : GOES_ON;
}

static int riscv_defines(const struct insn *insn, int operand)
{
	bool writes = !is_mnemonic(insn, "sb sh sw sd fence pause nop");

	return operand == 0 && riscv_flow(insn) == GOES_ON && writes ? 2 : 0;
}

static struct access riscv_access(const struct insn *insn)
{
	bool loads = is_mnemonic(insn, "lb lbu lh lhu lw lwu ld"),
		stores = is_mnemonic(insn, "sb sh sw sd");

	if (!loads && !stores)
		return (struct access) { .base = -1 };
	return (struct access) { loads ? LOADS : STORES, size_of_letter(insn->mnemonic[1]),
		operand_reg(find_isa("riscv64"), insn->operand[1]).number };
}

static int riscv_copies(const struct insn *insn)
{
	return is_mnemonic(insn, "mv") ? 1 : -1;
}

static bool riscv_computes_address(const struct insn *insn)
{
	return is_mnemonic(insn, "auipc");
}

/*
 * objdump writes some instructions with an immediate as those without; pause, which lkmm writes as
 * a number, as that number or worse; and assemblers end "li" of a large number in one of two ways.
 */
static void riscv_respell(struct insn *insn, const struct insn *before)
{
	const char *m = insn->mnemonic;
	int len = (int)strlen(m);

	if (is_mnemonic(insn, ".word") && !strcmp(insn->operand[0], "0x0100000f"))
		insn->mnemonic = "pause", insn->nr_operands = 0;
	if (is_mnemonic(insn, "fence") && insn->nr_operands == 2 &&
	    is_one_of(insn->operand[1], "unknown 0"))
		insn->mnemonic = "pause", insn->nr_operands = 0;
	if (is_mnemonic(insn, "and or xor add sll srl sra sllw srlw sraw addw") &&
	    insn->nr_operands == 3 && !operand_reg(find_isa("riscv64"), insn->operand[2]).shape)
		insn->mnemonic = m[len - 1] == 'w' ? format("%.*siw", len - 1, m) :
				 format("%si", m);
	if (is_mnemonic(insn, "addi") && before && is_mnemonic(before, "lui"))
		insn->mnemonic = "addiw";
}

/* Shifts by a constant extend. */
static const char *riscv_arithmetic(const struct insn *insn)
{
	const char *last = insn->nr_operands ? insn->operand[insn->nr_operands - 1] : "";

	if (is_mnemonic(insn, "add addi addw addiw sub subw"))
		return strcmp(insn->operand[0], "sp") ? "add" : NULL;
	if (is_mnemonic(insn, "and andi"))
		return is_one_of(last, "1 255") ? NULL : "and";
	if (is_mnemonic(insn, "xor xori"))
		return strcmp(last, "1") ? "xor" : NULL;
	return is_mnemonic(insn, "neg negw") ? "neg" : is_mnemonic(insn, "not") ? "not"
		: is_mnemonic(insn, "or ori") ? "or" : NULL;
}

static char *riscv_plain(struct access a, const char *where)
{
	char letter = a.size == 1 ? 'b' : a.size == 2 ? 'h' : a.size == 4 ? 'w' : 'd';

	return format("%c%c\tr, 0(%s)", a.kind == LOADS ? 'l' : 's', letter, where);
}

/* ---- Power ---- */

static struct reg power_reg(const char *token, size_t len)
{
	int n = len > 1 && *token == 'r' && isdigit((unsigned char)token[1]) ? atoi(token + 1) : -1;

	return n < 0 ? no_reg : (struct reg) { n, n == 1 ? "sp" : "r#" };
}

static enum flow power_flow(const struct insn *insn)
{
	const char *m = insn->mnemonic;

	if (*m != 'b')
		return GOES_ON;
	if (is_mnemonic(insn, "blr b bl bctr bctrl"))
		return *++m == 'l' && m[1] ? RETURNS : !*m ? JUMPS : CALLS;
	return strlen(m) > 2 && !strcmp(m + strlen(m) - 2, "lr") ? MAY_RETURN : BRANCHES;
}

static bool power_stores(const struct insn *insn)
{
	return is_mnemonic(insn, "stb sth stw std stbx sthx stwx stdx");
}

static int power_defines(const struct insn *insn, int operand)
{
	const char *m = insn->mnemonic;

	return operand == 0 && power_flow(insn) == GOES_ON && !starts(m, "cmp") &&
	       !starts(m, "st") ? 2 : 0;
}

/* "0(r3)", or "0,r3" and "r9,r3", of which power_respell() has put the base in parentheses. */
static struct access power_access(const struct insn *insn)
{
	bool loads = is_mnemonic(insn, "lbz lhz lha lwz lwa ld lbzx lhzx lhax lwzx lwax ldx");
	const char *base;

	if (!loads && !power_stores(insn))
		return (struct access) { .base = -1 };
	base = insn->operand[is_memory(insn->operand[1]) ? 1 : insn->nr_operands - 1];
	return (struct access) { loads ? LOADS : STORES,
		insn->mnemonic[loads ? 1 : 2] == 'd' ? 8 :
		size_of_letter(insn->mnemonic[loads ? 1 : 2]),
		operand_reg(find_isa("power"), base).number };
}

static int power_copies(const struct insn *insn)
{
	return is_mnemonic(insn, "mr clrldi clrlwi") ? 1 : -1;
}

/*
 * objdump has two names for sync, and one of its own for a hint; a register in parentheses is an
 * address in each form.
 */
static void power_respell(struct insn *insn, const struct insn *before)
{
	int n = insn->nr_operands;
	bool indexed = is_mnemonic(insn, "lbzx lhzx lhax lwzx lwax ldx stbx sthx stwx stdx lbarx "
				   "lharx lwarx ldarx stbcx. sthcx. stwcx. stdcx.");

	(void)before;
	if (is_mnemonic(insn, "hwsync"))
		insn->mnemonic = "sync";
	if (is_mnemonic(insn, "mr") && !strcmp(insn->operand[0], insn->operand[1])) {
		char *same = insn->operand[0] + 1;

		*insn = (struct insn) { insn->address, "or", { same, same, same }, 3, insn->block };
	}
	if (indexed && n == 3) {
		int base = strcmp(insn->operand[1], "0") ? 1 : 2;

		insn->operand[base] = format("(%s)", insn->operand[base]);
	}
}

/* Rotations by a constant extend, or make a bool of a flag. */
static const char *power_arithmetic(const struct insn *insn)
{
	const char *last = insn->nr_operands ? insn->operand[insn->nr_operands - 1] : "";

	if (is_mnemonic(insn, "add addi addis subf"))
		return strcmp(insn->operand[0], "r1") ? "add" : NULL;
	if (is_mnemonic(insn, "xor xori"))
		return strcmp(last, "1") ? "xor" : NULL;
	if (is_mnemonic(insn, "or ori"))
		return strcmp(last, "0") ? "or" : NULL;
	return is_mnemonic(insn, "neg") ? "neg" : is_mnemonic(insn, "not") ? "not" :
	       is_mnemonic(insn, "and andc") ? "and" : NULL;
}

static char *power_plain(struct access a, const char *where)
{
	return format("%s%s\tr, 0(%s)", a.kind == LOADS ? "l" : "st", a.size == 8 ? "d" :
		      a.kind == LOADS ? (a.size == 1 ? "bz" : a.size == 2 ? "hz" : "wz") :
		      a.size == 1 ? "b" : a.size == 2 ? "h" : "w", where);
}

/* ---- all of them ---- */

static const struct isa isas[] = {
	{
		.name = "x86_64", .stack = 4, .nr_params = 4, .param = (const int[]) { 7, 6, 2, 1 },
		.reg = x86_reg, .flow = x86_flow, .defines = x86_defines,
		.defines_besides = x86_defines_besides,
		.access = x86_access, .copies = x86_copies,
		.computes_address = x86_computes_address,
		.is_flag_to_bool = x86_is_flag_to_bool, .plain = x86_plain,
		.respell = keep_spelling,
		.tests = no_test, .arithmetic = x86_arithmetic,
	}, {
		.name = "arm64", .stack = 31, .nr_params = 4, .param = (const int[]) { 0, 1, 2, 3 },
		.reg = arm64_reg, .flow = arm64_flow, .defines = arm64_defines,
		.defines_besides = no_register,
		.access = arm64_access, .copies = arm64_copies,
		.computes_address = arm64_computes_address,
		.is_flag_to_bool = never, .plain = arm64_plain, .respell = keep_spelling,
		.tests = arm64_tests, .arithmetic = arm64_arithmetic,
	}, {
		.name = "riscv64", .stack = 2, .nr_params = 4,
		.param = (const int[]) { 10, 11, 12, 13 },
		.reg = riscv_reg, .flow = riscv_flow, .defines = riscv_defines,
		.defines_besides = no_register,
		.access = riscv_access, .copies = riscv_copies,
		.computes_address = riscv_computes_address,
		.is_flag_to_bool = never, .plain = riscv_plain, .respell = riscv_respell,
		.tests = no_test, .arithmetic = riscv_arithmetic,
	}, {
		.name = "power", .stack = 1, .nr_params = 4, .param = (const int[]) { 3, 4, 5, 6 },
		.reg = power_reg, .flow = power_flow, .defines = power_defines,
		.defines_besides = no_register,
		.access = power_access, .copies = power_copies,
		.computes_address = never,
		.is_flag_to_bool = never, .plain = power_plain, .respell = power_respell,
		.tests = no_test, .arithmetic = power_arithmetic,
	},
};

bool is_sum(const struct insn *insn)
{
	return is_mnemonic(insn, "add addl addq leal leaq sh3add "
			   "agr agrk la lay add.d addi.d alsl.d");
}

const struct isa *find_isa(const char *name)
{
	for (size_t i = 0; i < sizeof(isas) / sizeof(isas[0]); i++)
		if (starts(name, isas[i].name))
			return &isas[i];
	if (starts(name, i386_isa.name))
		return &i386_isa;
	if (starts(name, s390x_isa.name))
		return &s390x_isa;
	if (starts(name, loongarch64_isa.name))
		return &loongarch64_isa;
	fail("%s: no such instruction set", name);
}
