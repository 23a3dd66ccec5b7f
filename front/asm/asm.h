/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Litmus tests in assembly, as herd7 has them: columns of instructions, one for each process.
 *
 *	test.c		the test, part by part
 *	code.c		the columns
 *	cell.c		one instruction: its label, name and operands
 *	instruction.c	its row of the table
 *	step.c		what it does, as statements of the program
 *	flow.c		jumps, as blocks and loops
 *	table.c		the table, generated from defs/isa/
 *	sequence.c	the instructions that stand for an operation
 *	sequences.c	all of these, generated from defs/arch/
 *	compile.h	instructions in the place of the accesses of other tests
 */
#ifndef LKMM_FRONT_ASM_H
#define LKMM_FRONT_ASM_H

#include "front/build.h"
#include "isa.h"

/* A place in the text. */
struct asm_text {
	const char *p, *end;
	struct lkmm_place at;
};

enum asm_operand_kind { ASM_REGISTER, ASM_NUMBER, ASM_WORD, ASM_MEMORY };

enum { ASM_MAX_ITEMS = 3 };

/* A register, a number or a word. */
struct asm_item {
	enum asm_operand_kind kind;
	const struct isa_register *reg;
	int view;			/* by which of its names */
	struct lkmm_integer to;		/* it is converted to this */
	int shift;			/* in an address, it counts 2, 4 or 8 times */
	int64_t number;
	const char *text;
	int len;
};

/* One, or the sum of those between brackets. */
struct asm_operand {
	enum asm_operand_kind kind;
	struct lkmm_place at;
	struct asm_item item[ASM_MAX_ITEMS];
	int nitems;
	bool changes;			/* "[X1,#4]!": the register becomes the address */
};

/* An instruction, and what it becomes. */
struct asm_insn {
	struct lkmm_place at;
	const char *name;
	int len;
	struct asm_operand operand[ISA_MAX_OPERANDS];
	int noperands;
	const struct isa_insn *row;
	int compared;			/* bits of the values that set the flags; 0: all */
	struct lkmm_stmt *first, *last;	/* statements */
	const struct asm_operand *target;	/* then jumps there; NULL: it does not */
	struct lkmm_expr *cond;		/* if this holds; NULL: always */
};

struct asm_label {
	const char *name;
	int len;
	int insn;			/* the number of the next instruction */
};

/* A process. */
struct asm_code {
	struct asm_insn *insn;
	int ninsns;
	struct asm_label *label;
	int nlabels;
	bool last_turn;			/* of loops there is only the turn that leaves them */
};

struct asm_reading {
	struct litmus *l;
	const struct isa *isa;
	struct asm_code *code;		/* of each process */
	int ncodes;
};

/* ---- test.c ---- */

/* The table for tests whose first word is the @len bytes at @word, or NULL. */
const struct isa *asm_isa(const char *word, size_t len);
/* The first word of the text, its length in *@len. */
const char *asm_first_word(const char *text, size_t size, size_t *len);
/* Reads the whole test. */
void asm_parse(struct litmus *l, const struct isa *isa);
/* The register called @text, or NULL; *@view is which of its names that is. */
const struct isa_register *asm_register(const struct isa *isa, const char *text, int len,
					int *view);
bool asm_same_word(const char *a, const char *text, int len);
bool asm_is_word(char c);

/* ---- code.c ---- */

/* Reads the columns up to the condition, where @t then is. */
void asm_read_code(struct asm_reading *a, struct asm_text *t);
/* Passes over @n bytes. */
void asm_advance(struct asm_text *t, size_t n);
/* Passes over blanks and comments. */
void asm_skip(struct asm_text *t);

/* ---- cell.c ---- */

/* Reads a cell of the process @c. */
void asm_read_cell(struct asm_reading *a, struct asm_code *c, struct asm_text cell);

/* ---- instruction.c ---- */

/* Finds the row of @i in the table; false after an error. */
bool asm_find_row(struct asm_reading *a, struct asm_insn *i);

/*
 * Whether instruction number @k of the process asks the flags for what they have. False after an
 * error.
 */
bool asm_check_flags(struct asm_reading *a, const struct asm_code *c, int k);
/* Whether the condition @v is about the sign of a result: "left < 0". */
bool asm_asks_sign(const struct isa_value *v);

/* ---- step.c ---- */

/* The statements of @i. */
void asm_make_steps(struct asm_reading *a, struct asm_insn *i);

/* ---- flow.c ---- */

/* The statements of the process. */
struct lkmm_stmt *asm_make_flow(struct asm_reading *a, const struct asm_code *c);

#endif
