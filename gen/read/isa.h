/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What instructions do: defs/isa/NAME.def, in the terms of defs/isa/README.md. */
#ifndef LKMM_GEN_ISA_H
#define LKMM_GEN_ISA_H

#include "gen/gen.h"

enum { ISA_MAX_OPERANDS = 5, ISA_MAX_STEPS = 6, ISA_MAX_MARKS = 64, ISA_MAX_VIEWS = 4 };

/* $1, 5, old, left, right; or a pair: $2:$1 */
struct isa_ref {
	const char *kind;		/* "OPERAND", "NUMBER", ... "NONE" */
	int n;				/* of a pair, the lower one */
	int view;			/* which of the names a register has here */
	int high;			/* the upper one of a pair, counted from 1; 0: none */
};

struct isa_value {
	struct isa_ref a, b;
	const char *op;			/* as in the file, or NULL */
};

struct isa_step {
	const char *kind;		/* "LOAD" */
	struct isa_ref to;
	struct isa_value address, value, when;
	struct isa_ref otherwise;
	bool linked;
	const char *unknown;		/* of flags: which conditions they do not tell, or NULL */
	unsigned long long marks;
	int bits;			/* of memory, or of the result; 0: of the register */
	bool is_signed;
};

/* What the name of an instruction adds to each of its accesses. */
struct isa_more {
	unsigned long long marks;
	int bits;
	bool is_signed;
};

struct isa_insn {
	struct place at;
	char *name;			/* each on its own, without {alternatives} */
	char *operand[ISA_MAX_OPERANDS];
	int noperands;
	struct isa_step step[ISA_MAX_STEPS];
	int nsteps;
};

struct isa_header {
	char *name;			/* "X86_64" */
	bool reversed;			/* operands: the first one is the last */
	int view;			/* how its tests call registers, from 0 on */
};

struct isa_register {
	char *name[ISA_MAX_VIEWS];
	bool zero;
};

struct isa_extension {
	char *name;
	int bits;
	bool is_unsigned;
};

struct isa_mark {
	char *name;
	const char *events;		/* "access", "read", "write" or "fence" */
	unsigned int archs;		/* bits, by their order */
};

struct isa {
	char *name;
	const char *file;
	struct isa_header *header;
	int nheaders;
	struct isa_register *reg;
	int nregs;
	int width[ISA_MAX_VIEWS];
	bool big_endian;
	struct isa_extension *extension;
	int nextensions;
	struct isa_insn *insn;
	int ninsns;
};

struct isas {
	struct isa *isa;
	int n;
	struct isa_mark mark[ISA_MAX_MARKS];
	int nmarks;
};

/* defs.c: the names of the files NAME.def in @dir, in alphabetical order, without generic. */
char **list_defs(const char *dir, int *count);
void read_isas(const char *root, struct isas *all);
/* effect.c: reads what @insn does, of the text @f. */
void parse_effect(const struct isas *all, const struct isa *isa, const struct field *f,
		  struct isa_insn *insn, const struct isa_more *more);
/* Adds the word of @len letters: a mark, or a width such as u8. False if it is neither. */
bool take_more(const struct isas *all, const char *word, size_t len, struct isa_more *more);
/* c/isa.c */
void write_isas(const struct isas *all);
/* The place of the mark called @name of @len letters, or -1. */
int find_mark(const struct isas *all, const char *name, size_t len);

#endif
