/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Machine code, reduced to what lkmm promises about it. From bottom to top:
 *
 *	dump.c		reads what objdump printed: functions, their instructions, and which of
 *			these stand in an asm statement
 *	isa.c		what has to be known about an instruction set
 *	flow.c		what a function's registers hold: which argument, or the flag for a CPU
 *			feature
 *	reduce.c	a function -> its normal form, as text
 *	book.c		the committed files, each a list of normal forms with the functions that
 *			have them
 *	main.c		compares, or writes anew
 */
#ifndef LKMM_GOLDEN_H
#define LKMM_GOLDEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdnoreturn.h>

enum { MAX_OPERANDS = 8, MAX_REGS = 32, MAX_PARAMS = 4 };
/* Words of the stack that are followed; so many of them below where it was at the beginning. */
enum { NR_WORDS = 80, WORDS_BELOW = 64, NR_PLACES = MAX_REGS + NR_WORDS };

struct insn {
	uint64_t address;
	char *mnemonic;		/* with prefixes: "lock xaddl" */
	char *operand[MAX_OPERANDS];
	int nr_operands;
	int block;		/* the asm statement that it belongs to; -1 the compiler's own */
};

struct function {
	char *name;
	struct insn *insn;
	int nr_insns;
};

struct dump {
	struct function *function;
	int nr_functions;
};

/*
 * What a function's parameters are called, from its C source: the object's is "v", whatever it is
 * there.
 */
struct probe {
	char *name;
	char *param[MAX_PARAMS];
	bool is_wide[MAX_PARAMS];	/* of 64 bits on every architecture */
	int nr_params;
};

struct probes {
	struct probe *probe;
	int nr_probes;
};

struct dump read_dump(const char *path);
const struct function *find_function(const struct dump *d, const char *name);
void add_probes(struct probes *probes, const char *path);

/* ---- instruction sets ---- */

struct reg {
	int number;		/* -1: none, or one without interest, as is the zero register */
	const char *shape;	/* how it is written, with # for the number: "w#" */
};

enum flow { GOES_ON, JUMPS, BRANCHES, RETURNS, MAY_RETURN, CALLS };

struct access {
	enum { NO_ACCESS, LOADS, STORES, BOTH } kind;
	int size, base;		/* bytes; register number, -1 if relative to the program counter */
};

/* A branch that is taken if a register is 0, or if it is not. */
struct test {
	int reg, at;		/* the register's number, -1: tests something else; the instruction
				 * that reads it */
	bool if_zero;
};

struct state;

struct isa {
	const char *name;
	int stack, nr_params;	/* register number; parameters that are passed in registers */
	const int *param;	/* their registers */
	struct reg (*reg)(const char *token, size_t len);
	enum flow (*flow)(const struct insn *insn);
	int (*defines)(const struct insn *insn, int operand);	/* 0 reads only, 1 also writes, 2
								 * writes only */
	int (*defines_besides)(const struct insn *insn);	/* a register that is no operand, or
								 * -1 */
	struct access (*access)(const struct insn *insn);
	int (*copies)(const struct insn *insn);			/* the number of the operand that is
								 * copied whole, or -1 */
	bool (*computes_address)(const struct insn *insn);	/* of a static object */
	bool (*is_flag_to_bool)(const struct insn *insn);
	char *(*plain)(struct access a, const char *where);	/* how a plain access is written */
	/* where there is more than one spelling */
	void (*respell)(struct insn *insn, const struct insn *before);
	struct test (*tests)(const struct function *f, int i);	/* what a conditional branch depends
								 * on */
	const char *(*arithmetic)(const struct insn *insn);	/* what it computes, in one word;
								 * NULL if nothing */
	const char *flag_unused;	/* whose flag Rust lacks and compares instead, which is
					 * more arithmetic than C's; or NULL */
	/* where parameters are on the stack, else NULL: what holds what at the beginning; does all
	 * that @insn does, or returns false */
	void (*enter)(const struct probe *probe, struct state *s);
	bool (*follow_stack)(const struct insn *insn, struct state *s);
};

const struct isa *find_isa(const char *name);
/* Whether it adds, on any architecture. */
bool is_sum(const struct insn *insn);

/* ---- what registers hold ---- */

/*
 * Else: a parameter; or near FRAME, an address of the stack, of which FRAME is where it was at the
 * beginning.
 */
enum {
	NOTHING_KNOWN = -1, STATIC_ADDRESS = -2, FEATURE_FLAG = -3, NOT_REACHED = -4, FRAME = -1000
};

struct state {
	int reg[NR_PLACES];	/* behind the registers, words of the stack */
};

/* Whether it is one of a word of the stack that is followed. */
bool is_frame_address(int held);
/* The state before each instruction. */
struct state *trace_registers(const struct isa *isa, const struct function *f,
			      const struct probe *probe);
int branch_target(const struct function *f, const struct insn *insn);
struct reg operand_reg(const struct isa *isa, const char *operand);

/* ---- the normal form ---- */

enum feature { FEATURE_FIXED = -1, FEATURE_NO, FEATURE_YES };

struct form {
	char *code;		/* lkmm's instructions, accesses to objects, and the ways between */
	char *arithmetic;	/* what the compiler computes around them, in no order */
};

struct form reduce(const struct isa *isa, const struct function *f, const struct probe *probe,
		   enum feature feature);

/* ---- the committed files ---- */

struct entry {
	char *name, *who, *code;	/* who: the compiler, "" all */
};

struct book {
	char *head;		/* the comment at the beginning */
	struct entry *entry;
	int nr_entries;
};

struct book read_book(const char *path);
void write_book(const char *path, const struct book *b);
void add_entry(struct book *b, const char *name, const char *who, const char *code);
const struct entry *find_entry(const struct book *b, const char *name, const char *who);

/* ---- text.c ---- */

char *format(const char *fmt, ...) __attribute__((__format__(printf, 1, 2)));
noreturn void fail(const char *fmt, ...) __attribute__((__format__(printf, 1, 2)));
void *grow(void *array, int n, size_t size);	/* room for one more than @n */
char *read_file(const char *path);
char *next_line(char **text);
bool starts(const char *s, const char *prefix);
bool is_one_of(const char *s, const char *words);

#endif
