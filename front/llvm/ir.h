/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * LLVM IR, as clang and rustc write it as text: the part of it that programs are made of. What does
 * not change what a program does (attributes, metadata but lines) is passed over. Reference: the
 * LLVM Language Reference Manual, of LLVM 14 for typed pointers, of 22 for opaque ones.
 *
 *	text.c		words of the text
 *	type.c		types, their sizes and alignments
 *	value.c		operands and constants
 *	instruction.c	an instruction
 *	note.c		debug information
 *	names.c		names, by a hash
 *	module.c	globals, functions and the lines of the source
 */
#ifndef LKMM_FRONT_LLVM_IR_H
#define LKMM_FRONT_LLVM_IR_H

#include <lkmm/check/program.h>

/* ---- types ---- */

enum { IR_MAX_DEPTH = 100 };

enum ir_type_kind {
	IR_VOID, IR_INTEGER, IR_POINTER, IR_ARRAY, IR_STRUCT, IR_FUNCTION,
	IR_OTHER			/* vectors, long double, labels, metadata */
};

struct ir_type {
	enum ir_type_kind kind;
	int bits;			/* IR_INTEGER */
	bool floating;			/* IR_INTEGER: the bits of float or double, which programs
					 * may move, but not compute with */
	int64_t n;			/* IR_ARRAY: elements */
	struct ir_type *of;		/* of a pointer (NULL: opaque), an array; what a function
					 * returns */
	struct ir_type **member;
	int nmembers;
	const char *name;		/* IR_STRUCT: "struct.ring", or NULL */
	bool packed;
	bool defined;			/* its members are known */
};

/* ---- values ---- */

enum ir_op {
	IR_RET, IR_BR, IR_SWITCH, IR_UNREACHABLE,
	IR_ALLOCA, IR_LOAD, IR_STORE, IR_FENCE, IR_CMPXCHG, IR_ATOMICRMW, IR_GEP,
	IR_CAST, IR_ZEXT, IR_SEXT, IR_TRUNC,
	IR_ADD, IR_SUB, IR_MUL, IR_UDIV, IR_SDIV, IR_UREM, IR_SREM, IR_SHL, IR_LSHR, IR_ASHR,
	IR_AND, IR_OR, IR_XOR,
	IR_ICMP, IR_SELECT, IR_PHI, IR_CALL, IR_EXTRACTVALUE, IR_INSERTVALUE,
	IR_ASM,
	IR_UNKNOWN			/* an error where a program gets there */
};

enum ir_predicate {
	IR_EQ, IR_NE, IR_UGT, IR_UGE, IR_ULT, IR_ULE, IR_SGT, IR_SGE, IR_SLT, IR_SLE
};

enum ir_value_kind {
	IR_LOCAL,			/* a parameter, or the result of an instruction */
	IR_GLOBAL,			/* the address of a variable or a function */
	IR_NUMBER,			/* the null pointer too */
	IR_UNDEFINED,			/* undef, poison */
	IR_ZERO,			/* zeroinitializer */
	IR_ELEMENTS,			/* of an array or a struct */
	IR_EXPRESSION,			/* a constant one: a cast or an address */
	IR_IGNORED			/* metadata */
};

struct ir_value {
	enum ir_value_kind kind;
	struct ir_type *type;
	const char *name;		/* IR_LOCAL, IR_GLOBAL: without the sign */
	bool is_parameter;
	struct ir_type *by_value;	/* of a parameter: the address of a copy of the caller's */
	bool is_called;			/* IR_GLOBAL: the function of a call, or of a new thread */
	struct ir_function *function;	/* IR_GLOBAL, of ir_link(): the function, */
	struct ir_global *global;	/* or the variable */
	int index;			/* IR_LOCAL: of the function's values */
	int64_t number;
	struct ir_instruction *expression;
	struct ir_value **element;
	int nelements;
};

/* ---- code ---- */

struct ir_instruction {
	enum ir_op op;
	struct ir_type *type;		/* of the result */
	struct ir_type *source;		/* IR_ALLOCA, IR_LOAD, IR_GEP: of the value in memory */
	int result;			/* index of the function's values, or -1 */
	struct ir_value **operand;
	int noperands;
	int *target;			/* blocks: of IR_BR, IR_SWITCH; IR_PHI: where from */
	int ntargets;
	enum ir_predicate predicate;
	int64_t *index;			/* IR_EXTRACTVALUE, IR_INSERTVALUE */
	int nindices;
	int align;			/* IR_ALLOCA */
	bool is_volatile, is_atomic;
	bool is_single;			/* IR_FENCE: for signal handlers only */
	const char *ordering;		/* of atomic instructions: "acquire" */
	const char *word;		/* IR_UNKNOWN: the instruction; IR_ATOMICRMW: the
					 * operation; IR_ASM: the text */
	const char *constraints;	/* IR_ASM */
	int debug;			/* number of its !dbg, or -1 */
	int line;			/* in the IR */
	bool varies[2];			/* region.c: the last one of a loop's first block: turns
					 * begin in different regions */
	struct ir_instruction *next;
};

struct ir_block {
	const char *name;
	bool met;			/* it is there, not only branched to */
	struct ir_instruction *first, *last;
};

struct ir_function {
	const char *name;
	struct ir_type *returns;
	struct ir_value **parameter;
	int nparameters;
	const char *local;		/* its name in its file, where only that knows it */
	bool defined, variadic;
	bool taken;			/* its address is used, not only called */
	bool ordinary;			/* a call of it was found to be no special one */
	bool bytes;			/* of rustc */
	int debug;			/* number of its !dbg, or -1 */
	struct ir_block *block;
	int nblocks;
	int entry;			/* the block that it starts with */
	int origin;			/* of resume.c: .entry is the rest of this block */
	struct ir_value **value;	/* parameters and results, by index */
	int nvalues;
	struct ir_names *names;		/* of values and blocks, while it is read */
	int line, file;			/* in the IR; which one, from 0 on */
	struct ir_escape *escape;	/* of escape.c */
};

/* Of each value that is an address of a stack slot or a parameter: */
struct ir_escape {
	bool open;			/* not known, or not yet */
	bool *leaks;			/* it gets around */
	bool *once;			/* there is one store to the slot, at the start */
	bool *unread;			/* nothing reads the slot */
	int *keeps;			/* 1 + the value whose address the slot keeps */
};

struct ir_global {
	const char *name;
	struct ir_type *type;
	struct ir_value *init;		/* NULL: defined elsewhere */
	bool constant;
	const char *refused;		/* what it is, which is not supported; or NULL */
	bool is_alias;			/* another name for .init */
	const char *local;		/* its name in its file, where only that knows it */
	bool per_cpu;			/* each CPU has a copy */
	bool per_thread;		/* each thread has one, and main() */
	int align;
	int debug;			/* number of its !dbg, or -1 */
	bool bytes;			/* of rustc, which writes bytes */
};

/*
 * A line of debug information, as it stands in the text: "!DILocation(line: 3, ...". Those of a
 * module have numbers above those of the modules before: .base is added to all.
 */
struct ir_note {
	int number, base;
	const char *text;
};

struct ir_module {
	struct lkmm_arena *arena;
	struct ir_type **named;		/* %struct.ring, of this file */
	const char **named_as;
	int nnamed;
	struct ir_global *global;
	int nglobals;
	struct ir_function *function;
	int nfunctions;
	struct ir_note *note;		/* by number */
	int nnotes;
	struct ir_names *names;		/* of functions and globals */
	struct ir_value **use;		/* of globals and functions */
	int nuses;
	int first_use, first_global, first_function; /* of this file */
	int files;			/* read so far, with this one */
	int base, most;			/* added to the numbers of this file; the largest so far */
	bool bytes;			/* this file is of rustc */
	struct ir_given *given;		/* of source.c: each file */
	char error[200];
	int error_line;			/* in the IR */
};

/**
 * ir_read() - read LLVM IR
 * @m: the module, zeroed but for .arena; it may hold what other files have
 * @text: the text, which ends in a null byte
 *
 * Return: false after an error, which is in @m->error.
 */
bool ir_read(struct ir_module *m, const char *text);

/* When all files have been read: what their uses of functions and variables mean. */
void ir_link(struct ir_module *m);
struct ir_function *ir_find_function(const struct ir_module *m, const char *name);
struct ir_global *ir_find_global(const struct ir_module *m, const char *name);

/* ---- note.c ---- */

/* NULL: there is none. */
const struct ir_note *ir_find_note(const struct ir_module *m, int number);
/* Whether it is a "!DILocation" and the like. */
bool ir_note_is(const struct ir_note *n, const char *kind);
/* The number, the reference and the text behind @key, as "line: "; text is not ended by a null. */
int ir_note_number(const struct ir_note *n, const char *key, int otherwise);
const struct ir_note *ir_note_of(const struct ir_module *m, const struct ir_note *n,
				 const char *key);
const char *ir_note_text(const struct ir_note *n, const char *key, int *len);
/* Element @i of a list, "!{!3, !4}". */
const struct ir_note *ir_note_element(const struct ir_module *m, const struct ir_note *n, int i);

/* ---- type.c ---- */

/* In bytes, as on x86-64, arm64 and riscv64; 0 if it has none. */
int64_t ir_size(const struct ir_type *t);
int64_t ir_alignment(const struct ir_type *t);
/* Where member @i of a struct begins. */
int64_t ir_offset(const struct ir_type *t, int i);

#endif
