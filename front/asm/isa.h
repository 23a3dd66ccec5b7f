/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What instructions do: table.c, from defs/isa/. */
#ifndef LKMM_FRONT_ISA_H
#define LKMM_FRONT_ISA_H

#include "sequence.h"

enum { ISA_MAX_OPERANDS = 5, ISA_MAX_STEPS = 6, ISA_MAX_VIEWS = 4 };

enum isa_ref_kind {
	ISA_NONE,
	ISA_OPERAND,			/* number .n, from 1 on */
	ISA_REGISTER,			/* the register number .n of the table */
	ISA_NUMBER,
	ISA_OLD,			/* the value in memory before an update */
	ISA_LEFT, ISA_RIGHT		/* what the last instruction that sets flags has compared */
};

struct isa_ref {
	enum isa_ref_kind kind;
	int n;
	int view;			/* of ISA_REGISTER: by which of its names */
	/* the upper register of a pair, of which .n is the lower one; from 1 on; 0: none */
	int high;
};

/* .a, or .a .op .b */
struct isa_value {
	struct isa_ref a, b;
	enum lkmm_operator op;
	bool invert;			/* all bits of .b, first */
	/* a shift of 32 bits, without sign, by the low five bits of .b */
	bool word;
	bool rotate;			/* ... what goes out above comes in below */
	bool is_unsigned;		/* .op compares numbers without sign, of 64 bits */
};

enum isa_kind { ISA_END, ISA_SET, ISA_LOAD, ISA_STORE, ISA_UPDATE, ISA_TRY, ISA_FENCE, ISA_GOTO };

struct isa_step {
	enum isa_kind kind;
	struct isa_ref to;		/* gets the result; of ISA_GOTO, the label */
	struct isa_value address, value;
	struct isa_value when;		/* .a is ISA_NONE: always */
	struct isa_ref otherwise;	/* of ISA_SET: the value if not .when */
	bool linked;
	unsigned int unknown;		/* of flags: conditions that they do not tell */
	uint64_t marks;
	struct lkmm_integer as;		/* the memory, and the result; 0 bits: as the register */
};

struct isa_insn {
	const char *name;
	const char *operand[ISA_MAX_OPERANDS];	/* "r": see defs/isa/README.md; "=sy": that word */
	struct isa_step step[ISA_MAX_STEPS];
};

struct isa_register {
	const char *name[ISA_MAX_VIEWS];
	bool zero;			/* always 0 */
};

/* A word behind a register in an address: what it is converted to. */
struct isa_extension {
	const char *name;
	struct lkmm_integer to;
};

/* The instructions of tests with this header. */
struct isa {
	const char *name;		/* the first word of the test */
	const struct lkmm_architecture *architecture;
	bool reversed;			/* the last operand is the first one of the table */
	int view;			/* the names that final states have for registers */
	int width[ISA_MAX_VIEWS];	/* bits of a register by each of its names */
	const struct isa_extension *extension;	/* up to one without name */
	const struct isa_register *reg;
	int nregs;
	const struct isa_insn *insn;
	int ninsns;
};

extern const struct isa isa_headers[];
extern const int isa_nr_headers;

#endif
