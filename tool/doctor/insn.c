// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Calls of lkmm's functions in a disassembly. One goes straight to the function, to its entry in
 * the procedure linkage table, or to an address that was loaded from the global offset table. For
 * the latter, insn.c tracks the contents of registers from the top of a function to its end, in the
 * order of the text. An address that is loaded without a visible call counts as a call: it is used
 * in some way.
 */
#include "doctor.h"
#include "tool/binary/operations.h"

#include <ctype.h>
#include <elf.h>
#include <stdlib.h>
#include <string.h>

enum { REGISTERS = 40 };

/* The content of a register: an operation's address, or another one, as (arm64) that of a page. */
struct reg {
	char name[8];
	const char *op;
	enum doctor_how how;
	uint64_t page, loaded;		/* where it was */
	bool has_page, used;
};

/* Where the reading is. */
static struct {
	bool in_plt, in_own_c, in_own_rust;
	const char *thunk;		/* i386: this register gets the address of the next line */
	struct reg reg[REGISTERS];
	int nregs;
} at;

static bool begins(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

/* Of the C library, or of its insides. */
static bool is_c(const char *name)
{
	return begins(name, "lkmm_") || begins(name, "__lkmm_");
}

/* Of the crate, demangled: lkmm::..., <lkmm::..., <i32 as lkmm::... */
static bool is_rust(const char *name)
{
	const char *as = *name == '<' ? strstr(name, " as lkmm::") : NULL;

	return begins(name, "lkmm::") || begins(name, "<lkmm::") ||
	       (as && as == name + strcspn(name, " "));
}

static void add_call(struct doctor *d, const char *op, size_t n, enum doctor_how how,
		     uint64_t address)
{
	char *name = strndup(op, n);

	if (!name)
		d->failed = true;
	else if (!at.in_plt && !at.in_own_c && !(at.in_own_rust && is_rust(name)) &&
		 (!is_c(name) || is_operation(name + strlen("lkmm_"))))
		doctor_add(d, name, how, address, NULL);
	free(name);
}

/* ---- registers ---- */

static void forget(struct doctor *d, struct reg *r)
{
	if (r->op && !r->used)
		add_call(d, r->op, strlen(r->op), r->how, r->loaded);
	r->op = NULL;
	r->has_page = false;
}

static void forget_all(struct doctor *d)
{
	for (int i = 0; i < at.nregs; i++)
		forget(d, &at.reg[i]);
	at.nregs = 0;
}

/* The register that an operand is; NULL: it is something else. */
static struct reg *register_at(const char *s)
{
	char name[8] = "";
	size_t n;

	s += *s == '%';
	n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789");
	if (!n || n >= sizeof(name) || !isalpha((unsigned char)*s) ||
	    (s[n] && !strchr(", ]\t)", s[n])))
		return NULL;
	memcpy(name, s, n);
	for (int i = 0; i < at.nregs; i++)
		if (!strcmp(at.reg[i].name, name))
			return &at.reg[i];
	if (at.nregs == REGISTERS)
		return NULL;
	at.reg[at.nregs] = (struct reg){ .op = NULL };
	strcpy(at.reg[at.nregs].name, name);
	return &at.reg[at.nregs++];
}

static void hold(struct doctor *d, struct reg *r, const char *op, enum doctor_how how,
		 uint64_t address)
{
	forget(d, r);
	r->op = op;
	r->how = how;
	r->loaded = address;
	r->used = false;
}

/* The registers that a called function may change, by their names on each architecture. */
static bool survives_calls(const struct reg *r, int machine)
{
	const char *n = r->name;
	int number = atoi(n + 1);

	if (machine == EM_X86_64)
		return !strcmp(n, "rbx") || !strcmp(n, "rbp") ||
		       (*n == 'r' && number >= 12 && number <= 15);
	if (machine == EM_386)
		return !strcmp(n, "ebx") || !strcmp(n, "ebp") || !strcmp(n, "esi") ||
		       !strcmp(n, "edi");
	if (machine == EM_AARCH64)
		return number >= 19 && number <= 29;
	if (machine == EM_S390)
		return *n == 'r' && number >= 6 && number != 14;
	return *n == 's';
}

static void after_call(struct doctor *d)
{
	for (int i = 0; i < at.nregs; i++)
		if (!survives_calls(&at.reg[i], d->machine))
			forget(d, &at.reg[i]);
}

/* ---- calls ---- */

/*
 * "1840 <lkmm_atomic_inc>", "1050 <lkmm_atomic_inc@plt>", and "<*ABS*+0x1840@plt>" where the CPU
 * chooses the function.
 */
static void take_direct(struct doctor *d, const char *operand, uint64_t address)
{
	const char *name = strchr(operand, '<'), *end = name ? strrchr(name, '>') : NULL, *op;
	bool plt = end && end - name > 4 && !strncmp(end - 4, "@plt", 4);

	if (!end)
		return;
	name++;
	op = doctor_find(&d->functions,
			 strtoull(begins(name, "*ABS*+") ? name + 6 : operand, NULL, 16));
	if (op)
		add_call(d, op, strlen(op), plt ? DOCTOR_PLT : DOCTOR_DIRECT, address);
	else if (plt && begins(name, "lkmm_"))
		add_call(d, name, strcspn(name, "@"), DOCTOR_PLT, address);
	else if (is_rust(name) && !strstr(name, "+0x"))
		add_call(d, name, (size_t)(end - name), DOCTOR_DIRECT, address);
}

static void take_register(struct doctor *d, const char *operand, uint64_t address)
{
	struct reg *r = register_at(operand);

	if (!r || !r->op)
		return;
	r->used = true;
	add_call(d, r->op, strlen(r->op), r->how, address);
}

/* The address that objdump worked out: "# 3fe8 <...>". */
static bool worked_out(const char *operands, uint64_t *address)
{
	const char *hash = strstr(operands, "# ");
	char *end;

	if (!hash)
		return false;
	*address = strtoull(hash + 2, &end, 16);
	return end != hash + 2;
}

/* ---- x86: the destination is last ---- */

/* i386 has no addresses that count from the instruction: a function returns where it was called. */
static bool is_thunk(const char *operand)
{
	static const char thunk[] = "<__x86.get_pc_thunk.";
	static const char *const letters[] = { "ax", "bx", "cx", "dx", "si", "di", "bp" };
	static const char *const registers[] = { "eax", "ebx", "ecx", "edx", "esi", "edi", "ebp" };
	const char *name = strstr(operand, thunk);

	for (size_t i = 0; name && i < sizeof(letters) / sizeof(letters[0]); i++)
		if (begins(name + strlen(thunk), letters[i]))
			at.thunk = registers[i];
	return name;
}

static void take_thunk(struct doctor *d, uint64_t address)
{
	struct reg *r = at.thunk ? register_at(at.thunk) : NULL;

	at.thunk = NULL;
	if (!r)
		return;
	forget(d, r);
	r->page = address;
	r->has_page = true;
}

/* The address of memory: as objdump worked it out; or i386's "0x804c010" and "-0x14(%ebx)". */
static bool x86_memory(struct doctor *d, const char *operand, uint64_t *where)
{
	char *end;
	int64_t offset = (int64_t)strtoll(operand, &end, 0);
	struct reg *base = *end == '(' ? register_at(end + 1) : NULL;

	if (worked_out(operand, where))
		return true;
	if (d->machine != EM_386 || *operand == '$' || *operand == '%' ||
	    (*end == '(' ? !base || !base->has_page : end == operand))
		return false;
	*where = (uint32_t)((base ? base->page : 0) + (uint64_t)offset);
	return true;
}

static void x86_call(struct doctor *d, const char *operand, uint64_t address)
{
	uint64_t slot;
	const char *op;

	if (*operand != '*') {
		take_direct(d, operand, address);
	} else if (operand[1] == '%') {
		take_register(d, operand + 1, address);
	} else if (x86_memory(d, operand + 1, &slot)) {
		op = doctor_find(&d->slots, slot);
		if (op)
			add_call(d, op, strlen(op), DOCTOR_GOT, address);
	}
}

static void x86_other(struct doctor *d, const char *mnemonic, const char *operands,
		      uint64_t address)
{
	const char *comma = strrchr(operands, ','), *to = comma ? comma + 1 : operands, *op = NULL;
	bool load = begins(mnemonic, "mov"), lea = begins(mnemonic, "lea");
	struct reg *r, *from = *operands == '%' ? register_at(operands) : NULL;
	uint64_t where;

	if (begins(mnemonic, "cmp") || begins(mnemonic, "test") || begins(mnemonic, "push") ||
	    *to != '%')
		return;
	r = register_at(to);
	if (!r)
		return;
	if (r->has_page && begins(mnemonic, "add") && *operands == '$') {
		r->page = (uint32_t)(r->page + (uint64_t)strtoll(operands + 1, NULL, 0));
		return;
	}
	if ((load || lea) && x86_memory(d, operands, &where))
		op = doctor_find(load ? &d->slots : &d->functions, where);
	if (op) {
		hold(d, r, op, load ? DOCTOR_GOT : DOCTOR_DIRECT, address);
	} else if (load && from && from->op && from != r) {
		hold(d, r, from->op, from->how, address);
		from->used = true;
	} else {
		forget(d, r);
	}
}

static void read_x86(struct doctor *d, const char *mnemonic, const char *operands, uint64_t address)
{
	take_thunk(d, address);
	if (begins(mnemonic, "call") && is_thunk(operands)) {
		return;
	} else if (begins(mnemonic, "call")) {
		x86_call(d, operands, address);
		after_call(d);
	} else if (begins(mnemonic, "jmp")) {
		x86_call(d, operands, address);
	} else if (*mnemonic != 'j') {
		x86_other(d, mnemonic, operands, address);
	}
}

/* ---- arm64, riscv64: the destination is first ---- */

static const char *second(const char *operands)
{
	const char *comma = strchr(operands, ',');

	return comma ? comma + 1 + strspn(comma + 1, " ") : "";
}

/* "[x0, #4048]", where x0 holds a page; or "x0, #0x30" */
static bool from_page(const char *operand, uint64_t *where)
{
	struct reg *base = register_at(operand + (*operand == '['));
	const char *hash = strchr(operand, '#');

	if (!base || !base->has_page)
		return false;
	*where = base->page + (hash ? strtoull(hash + 1, NULL, 0) : 0);
	return true;
}

static void first_written(struct doctor *d, const char *mnemonic, const char *operands,
			  uint64_t address)
{
	bool load = begins(mnemonic, "ld"), add = begins(mnemonic, "add");
	struct reg *r = register_at(operands);
	const char *op = NULL;
	uint64_t where;

	if (!r || begins(mnemonic, "st") || begins(mnemonic, "cmp") || begins(mnemonic, "sd") ||
	    begins(mnemonic, "cb") || begins(mnemonic, "tb"))
		return;
	if ((load || add) && (from_page(second(operands), &where) || worked_out(operands, &where)))
		op = doctor_find(load ? &d->slots : &d->functions, where);
	if (op) {
		hold(d, r, op, load ? DOCTOR_GOT : DOCTOR_DIRECT, address);
		return;
	}
	forget(d, r);
	if (!strcmp(mnemonic, "adrp")) {
		r->page = strtoull(second(operands), NULL, 16);
		r->has_page = true;
	}
}

static bool is_one_of(const char *s, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(s, *list))
			return true;
	return false;
}

static void read_risc(struct doctor *d, const char *mnemonic, const char *operands,
		      uint64_t address)
{
	static const char *const direct[] = { "bl", "jal", NULL },
		*const jump[] = { "b", "j", NULL };
	static const char *const indirect[] = { "blr", "jalr", NULL },
		*const through[] = { "br", "jr", NULL };
	uint64_t where;

	if (is_one_of(mnemonic, direct) || is_one_of(mnemonic, jump)) {
		/* riscv64 may name the register for the return address first */
		take_direct(d, begins(operands, "ra,") ? operands + 3 : operands, address);
	} else if (is_one_of(mnemonic, indirect) || is_one_of(mnemonic, through)) {
		if (worked_out(operands, &where))
			take_direct(d, strstr(operands, "# ") + 2, address);
		else
			take_register(d, operands, address);
	} else {
		first_written(d, mnemonic, operands, address);
		return;
	}
	if (is_one_of(mnemonic, direct) || is_one_of(mnemonic, indirect))
		after_call(d);
}

/* ---- s390x: the destination is first ---- */

static void s390_other(struct doctor *d, const char *mnemonic, const char *operands,
		       uint64_t address)
{
	bool relative = !strcmp(mnemonic, "lgrl"), lea = !strcmp(mnemonic, "larl");
	bool load = !strcmp(mnemonic, "lg");
	struct reg *r = register_at(operands), *base = NULL;
	const char *from = second(operands), *op = NULL;
	char *end;
	uint64_t where = strtoull(from, &end, relative || lea ? 16 : 0);

	if (!r || begins(mnemonic, "st") || begins(mnemonic, "c") || begins(mnemonic, "j"))
		return;
	if (load && *end == '(')
		base = register_at(end + 1);
	if (base && base->has_page)
		where += base->page;
	if (relative || lea || (base && base->has_page))
		op = doctor_find(lea ? &d->functions : &d->slots, where);
	if (op) {
		hold(d, r, op, lea ? DOCTOR_DIRECT : DOCTOR_GOT, address);
		return;
	}
	forget(d, r);
	r->page = where;
	r->has_page = lea;
}

static void read_s390(struct doctor *d, const char *mnemonic, const char *operands,
		      uint64_t address)
{
	static const char *const direct[] = { "brasl", "bras", NULL }, *const jump[] = { "j", "jg",
											 NULL };

	if (is_one_of(mnemonic, direct)) {
		take_direct(d, second(operands), address);
		after_call(d);
	} else if (is_one_of(mnemonic, jump)) {
		take_direct(d, operands, address);
	} else if (!strcmp(mnemonic, "basr")) {
		take_register(d, second(operands), address);
		after_call(d);
	} else if (!strcmp(mnemonic, "br")) {
		take_register(d, operands, address);
	} else {
		s390_other(d, mnemonic, operands, address);
	}
}

/* ---- lines ---- */

/* "0000000000017500 <calls::main>:", a function; and sections, some of which are all stubs. */
static bool read_heading(struct doctor *d, const char *s)
{
	const char *name = strchr(s, '<');

	if (begins(s, "Disassembly of section ")) {
		at.in_plt = strstr(s, " .plt") || strstr(s, " .iplt");
		return true;
	}
	if (!isxdigit((unsigned char)*s) || !name || s[strlen(s) - 1] != ':')
		return false;
	forget_all(d);
	at.in_own_c = is_c(name + 1);
	at.in_own_rust = is_rust(name + 1);
	/* A stub among the code, as lld makes them. */
	at.in_plt |= strstr(name, "@plt>:") != NULL;
	return true;
}

/* "    17a0:	lock add %edx,(%rax)" */
void doctor_read_line(void *arg, char *s)
{
	static const char *const prefixes[] = { "bnd", "notrack", "addr32", "data16", "cs", "ds",
						"lock", "rep", "rex.W", NULL };
	struct doctor *d = arg;
	char *mnemonic, *operands, *tab;

	if (read_heading(d, s))
		return;
	tab = strchr(s, '\t');
	if (!tab || *s != ' ')
		return;
	for (mnemonic = tab + 1;; mnemonic = operands) {
		operands = mnemonic + strcspn(mnemonic, " \t");
		if (*operands)
			*operands++ = '\0';
		operands += strspn(operands, " \t");
		if (!is_one_of(mnemonic, prefixes))
			break;
	}
	if (d->machine == EM_X86_64 || d->machine == EM_386)
		read_x86(d, mnemonic, operands, strtoull(s, NULL, 16));
	else if (d->machine == EM_S390)
		read_s390(d, mnemonic, operands, strtoull(s, NULL, 16));
	else
		read_risc(d, mnemonic, operands, strtoull(s, NULL, 16));
}
