/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * lkmm check --with-c11: what compilers make of C11's atomics.
 *
 *	c11.c		which compilers there are, and what they make of each operation
 *	c11_source.c	the operations, in C and in Rust
 *	c11_code.c	machine code, as a sequence
 */
#ifndef LKMM_CHECK_C11_H
#define LKMM_CHECK_C11_H

#include "front/asm/sequence.h"
#include "base/text.h"

#include <stdio.h>

struct check;

/* The function number @n of the sources: as a sequence without instructions. False: none. */
bool c11_operation(int n, struct asm_sequence *s);
/* Functions called f0, f1 and so on. */
void c11_put_source(struct text *out, bool rust);

/* An architecture as compilers and objdump know it. */
struct c11_arch {
	const char *name;		/* base/machine.h has its other names */
	/* options for CPUs without features of defs/arch/, and with those an @ stands for */
	const char *c[2], *rustc[2];
	const char *objdump;		/* an option, or NULL */
	const char *jump;		/* always jumps */
	/* of narrow operations: accesses the word around the object; or NULL */
	const char *word;
	const char *last;		/* does nothing at the end of an operation; or NULL */
	const char *result, *given[3];	/* registers */
};

/* The code of a function; not found: there is none, or none that can be a sequence. */
struct c11_code {
	bool found;
	struct text text;
	/* compilers make one function of some that are the same */
	char section[32];
	unsigned long long address;
};

/* Reads what objdump printed into @code, for functions with numbers below @n. False: no memory. */
bool c11_read_code(FILE *in, const struct c11_arch *arch, struct c11_code *code, int n);

/* Adds targets to those of @c. False after a message. */
bool c11_prepare(struct check *c);

#endif
