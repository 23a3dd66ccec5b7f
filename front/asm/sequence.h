/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The instructions that stand for an operation: sequences.c, from defs/arch/. */
#ifndef LKMM_FRONT_SEQUENCE_H
#define LKMM_FRONT_SEQUENCE_H

#include <lkmm/check/program.h>
#include <stddef.h>

struct isa;

/* One operation at one ordering and width; or a barrier. */
struct asm_sequence {
	const char *arch;
	const char *name;		/* "fetch_add", "xchg", "load", "mb" */
	enum lkmm_order order;
	int bits;			/* of the object; 0: a barrier */
	/* what it does: of an access; with the shape LKMM_SHAPE_COMPUTE, also .op and .invert */
	enum lkmm_shape shape;
	enum lkmm_operator op;
	bool invert;			/* the operand, first */
	bool shift;			/* the operand is the number of the one bit that is set */
	enum lkmm_fence fence;		/* of a barrier */
	bool device;			/* ... against devices, who may need more than CPUs */
	/*
	 * the operation on atomic types that is this, "fetch_add(#, *)", where * is the object and
	 * each # an operand; or NULL
	 */
	const char *call;
	const struct lkmm_op *formulas;	/* it does what they say, and not .op; or NULL */
	const char *feature;		/* of a CPU that has these instructions; NULL: of any */
	/* those it is given beside asm_pointer; and what the instructions name beside */
	const char *operand[2];
	/* of code that a compiler made: the registers of asm_pointer and the operands; or NULL */
	const char *given[3];
	bool in_word;			/* such code accesses the aligned word around the object */
	const char *result;		/* where the value found is at the end; NULL: nowhere */
	const char *tied;		/* the result begins with the value of this one; or NULL */
	const char *fixed;		/* the register that the result must be in; or NULL */
	/*
	 * the object is in two registers: the half that is called "old" has its lower bits, and the
	 * other one is called "old_high", with each operand and the result. Where it has 128 bits,
	 * the instructions are those that do the same to 64, by halves of 32
	 */
	bool halves;
	const char *held[5][2];		/* and those of them whose registers are given */
	/* the condition of the flags at the end: that it wrote, or of the new value; or NULL */
	const char *condition;
	/* an instruction a line, each with {operand:bits} where it names a register */
	const char *text;
};

extern const char asm_pointer[];	/* the operand that is the address of the object */
extern const struct asm_sequence asm_sequences[];
extern const int asm_nr_sequences;

/* What an architecture has: up to one without names. */
struct asm_fact {
	const char *arch, *is;
};

/* Where conditional operations that would end without a write read again, and behind what. */
extern const struct asm_fact asm_rereads[];
/* Whose instructions an architecture has, where that is another. */
extern const struct asm_fact asm_isas[];
/* Whether it changes an object of 8 or 16 bits by the aligned word that holds it. */
bool asm_uses_word(const struct asm_sequence *s);
/*
 * Whether the instruction in the @len bytes at @line does nothing to what is followed: in a pair of
 * registers, the second half.
 */
bool asm_does_nothing(const struct isa *isa, const char *line, size_t len);
/* Whether it accesses memory below the stack pointer. */
bool asm_uses_stack(const struct asm_sequence *s);

/* A register in the place of an operand. */
struct asm_binding {
	const char *operand;
	const char *reg;		/* by its first name */
};

struct asm_bindings {
	const struct isa *isa;
	const struct asm_binding *of;	/* up to one without operand */
	int number;			/* of the place in the process: tells labels apart */
	const char *stack;		/* a variable in the place of memory below the stack */
};

/* What a condition asks the flags about: the sign is that of a result, and no comparison. */
enum isa_condition { ISA_ZERO = 1, ISA_CARRY = 2, ISA_ORDER = 4, ISA_SIGN = 8 };

/* Those that a comparison of the two values that set the flags asks for. */
unsigned int asm_asked(enum lkmm_operator op, bool is_unsigned);
/* The architecture whose instructions and whose model @arch has: mostly itself. */
const char *asm_machine_of(const char *arch);
/* These instructions; NULL: there are none. */
const struct isa *asm_isa_of(const char *arch);
/*
 * Of the instruction at @text: the conditions that the flags behind it do not tell, each of enum
 * isa_condition.
 */
unsigned int asm_unknown_flags(const struct isa *isa, const char *text);
/* The first word of tests that have these. */
const char *asm_isa_name(const struct isa *isa);
/*
 * What the register that the jump @line, without its label, tests has where it is not taken, if it
 * says whether a store failed.
 */
int asm_behind_jump(const struct isa *isa, const char *line);
/* Whether the first byte of an object has its highest bits. */
bool asm_is_big_endian(const struct isa *isa);
/* The register called @text, by the name that states of tests have; or NULL. */
const char *asm_register_name(const struct isa *isa, const char *text);
/* The bits that it has by this name. */
int asm_register_bits(const struct isa *isa, const char *text);
/* The @n-th register that a test may use, but @except, if that is not NULL; or NULL. */
const char *asm_free_register(const struct isa *isa, int n, const char *except);

/*
 * Writes the instructions of @s, with registers of @b, a line each, into the @size bytes at @out.
 * Returns the length, or 0 if that is too short, or if an operand has no register.
 */
size_t asm_write_sequence(const struct asm_sequence *s, const struct asm_bindings *b, char *out,
			  size_t size);

#endif
