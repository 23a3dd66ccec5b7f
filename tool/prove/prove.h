/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Whether LKMM allows what an architecture allows for sequences of instructions.
 *
 *	shape.c		a cycle of accesses, as a program with values and a question
 *	write.c		the program as a litmus test: for LKMM, and of the instructions
 *	bind.c		the registers that instructions have in it
 *	decide.c	both answers
 *	known.c		what LKMM has said about programs
 *	row.c		one sequence: the orders that it gives
 *	cycle.c		all cycles up to a size that have it
 *	mutant.c	sequences that are weaker than one
 *	own.c		a sequence from a file
 *	report.c	tables and JSON
 *	prove.c		the command
 */
#ifndef LKMM_PROVE_H
#define LKMM_PROVE_H

#include "base/text.h"
#include "front/asm/sequence.h"

#include <lkmm/check/check.h>

enum { MAX_ROWS = 4, MAX_PROCESSES = 4, MAX_VARIABLES = 12, MAX_BOUND = 6, MAX_REGISTERS = 16 };

/* A sequence at a place of a program. */
struct item {
	const struct asm_sequence *row;
	bool fails;			/* a compare-and-exchange that finds another value */
	int var;			/* -1: a barrier */
	int64_t operand[2];
	/* bits, of the lower and the upper half: in it, the value expected is not the one before */
	unsigned int differs;
	int64_t found;			/* the value before it */
	int64_t returned;		/* that, but where .row has formulas */
	const int64_t *given;		/* the first operand, or NULL */
};

/* What a process does: the first and the last are on the cycle, those between are not. */
struct process {
	struct item item[MAX_ROWS];
	int n;
};

/* The cycle goes from each process to the next, by the variable that both access. */
struct program {
	char name[64];
	struct process process[MAX_PROCESSES];
	int nprocesses;
	int bits;
	bool halves;			/* values are those of shown_value() */
	bool wrong;			/* it asks for any other end than that of the operations */
	int nvars;
	int64_t first[MAX_VARIABLES], final[MAX_VARIABLES];
	int64_t needed;			/* what an operation with formulas has to find */
};

/* An architecture, its model and that of the kernel. */
struct prover {
	const char *arch;
	const struct lkmm_model *model;
	const struct lkmm_model *loose;	/* orders nothing */
	int bound;
	bool json;
	const char *write;		/* a directory for counterexamples, or NULL */
	bool failed;			/* out of memory, or a test that cannot be read */
	struct text error;
	struct lkmm_arena *arena;	/* .known is in it */
	struct known_programs *known;	/* or NULL */
};

enum verdict { FORBIDDEN, ALLOWED, UNDECIDED };

/* The orders that a sequence may give: rows of a table, each for reads and for writes. */
enum order_of {
	BEFORE_READ, BEFORE_WRITE, READ_AFTER, WRITE_AFTER, BEFORE_AFTER, OP_BETWEEN, OP_BETWEEN_2,
	NR_ORDERS_OF
};

/* The answer about one sequence. */
struct finding {
	const struct asm_sequence *row;
	bool fails;			/* of its failures */
	/* bits, one for each combination of a read (0) and a write (1) beside it */
	unsigned int needed[NR_ORDERS_OF], given[NR_ORDERS_OF];
	int cycles, forbidden;		/* programs, and those that LKMM forbids */
	const struct asm_sequence *like;	/* they are those of this one; or NULL */
	bool refuted, undecided;
	bool proved;			/* it has the orders that LKMM needs in all programs */
	bool uncovered;			/* a barrier of which these programs need nothing */
	struct text lkmm, assembly;	/* the counterexample, in both languages */
	char name[64];
};

/* ---- shape.c ---- */

/* What one process is made of. */
struct shape {
	const struct asm_sequence *row[MAX_ROWS];
	int n;
};

/* The bits of the variables in programs that have it. */
int row_bits(const struct asm_sequence *row);
bool row_reads(const struct asm_sequence *row);
bool row_writes(const struct asm_sequence *row);
/* The row of @arch for this, or NULL; @feature: for CPUs that have it, or NULL. */
const struct asm_sequence *find_access(const char *arch, enum lkmm_shape shape,
				       enum lkmm_order order, int bits, const char *feature);
const struct asm_sequence *find_fence(const char *arch, enum lkmm_fence fence);
/*
 * The cycle of these processes. @failing: the row that fails, or NULL. False if they are none: two
 * accesses of one variable that are both reads.
 */
bool make_program(struct program *p, const struct shape *shape, int n,
		  const struct asm_sequence *failing, int bits);

/* @row and nothing else; a barrier behind @load. */
void make_alone(struct program *p, const struct asm_sequence *row, bool fails,
		const struct asm_sequence *load);

/* ---- write.c ---- */

void write_lkmm(struct text *out, const struct program *p);
/* False if an operand has no register. */
bool write_assembly(struct text *out, const struct program *p, const char *arch);

/* @v, as programs with halves have it: each half tells it, and which one it is. */
int64_t shown_value(const struct program *p, int64_t v);
/* The same of operand number @n. */
int64_t shown_operand(const struct program *p, const struct item *i, int n);

/* ---- bind.c ---- */

/* Assembly that is being written. */
struct assembly {
	const struct program *p;
	const struct isa *isa;
	struct text first, condition, results;
	struct text code[MAX_PROCESSES];
	int used[MAX_PROCESSES];	/* registers */
	int labels;
	bool failed;
};

void add_condition(struct assembly *a, int process, const char *reg, int64_t v);
void add_result(struct assembly *a, int process, const char *reg, int64_t v);
/* A register for each operand that @i has; its name is in @name. */
void bind(struct assembly *a, int process, const struct item *i, struct asm_binding *b,
	  char (*name)[16]);

/* ---- decide.c ---- */

/* Before all others. False without memory. */
bool open_loose(struct prover *v, struct lkmm_arena *arena);
enum verdict decide_text(struct prover *v, const struct text *t, const struct lkmm_model *model);
/*
 * Whether LKMM forbids the cycle of @p, in *@forbids; and whether the architecture allows it, which
 * is asked if LKMM forbids it, or if @always.
 */
enum verdict decide(struct prover *v, struct finding *f, const struct program *p, bool always,
		    bool *forbids);

/*
 * The same of a program that asks for a wrong end, which LKMM forbids if the program is one: keeps
 * it if the architecture allows that.
 */
void decide_wrong(struct prover *v, struct finding *f, const struct program *p);

/* ---- known.c ---- */

/* Whether LKMM forbids the program @t. */
enum verdict decide_lkmm(struct prover *v, const struct text *t);

/* ---- cycle.c ---- */

enum { READ, WRITE };

/* What processes are made of. */
struct pieces {
	const struct asm_sequence *row[2];	/* a relaxed read and write */
	const struct asm_sequence *acquire, *release;
	const struct asm_sequence *mb, *rmb, *wmb;
	const struct asm_sequence *rmw;		/* beside barriers that need one */
	const struct asm_sequence *op;
	int bits;
};

/* Asks about all cycles of up to v->bound accesses that have the sequence. */
void ask_cycles(struct prover *v, struct finding *f, const struct pieces *x);

/* ---- row.c ---- */

/*
 * Decides about @row, or about its failures. @like: what was found about one that has the same
 * events, so that its cycles are the same; or NULL.
 */
void prove_row(struct prover *v, struct finding *f, const struct asm_sequence *row, bool fails,
	       const struct finding *like);
/* The same with smp_mb__before_atomic() or smp_mb__after_atomic() beside it, as far as needed. */
void ask_beside_barriers(struct prover *v, struct finding *f);
void free_finding(struct finding *f);

/* ---- mutant.c ---- */

/* Calls @use for each sequence that is weaker than @row in one place, with a text about that. */
void for_each_mutant(const struct asm_sequence *row,
		     void (*use)(void *arg, const struct asm_sequence *mutant, const char *how),
		     void *arg);

/* ---- own.c ---- */

/*
 * A sequence from the file @name: "ARCH OPERATION ORDERING BITS", then its instructions. NULL after
 * a message; it lives as long as @arena.
 */
const struct asm_sequence *read_own(struct lkmm_arena *arena, const char *name);

/* ---- report.c ---- */

void report_row(struct prover *v, const struct finding *f, const char *mutant);
/* Prints the counterexample, and writes it into files called @name, if that is asked for. */
void report_tests(struct prover *v, const struct finding *f, const char *name);
/* "relaxed", "acquire" */
const char *order_word(const struct asm_sequence *row);

#endif
