/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Sequences that are found in a binary: lkmm prove --binary.
 *
 *	binary.c	the functions of a binary that are operations, and the proof of them
 *	code.c		machine code of each architecture
 *	decode.c	what an instruction does, from defs/isa/
 *	walk.c		the ways through a function, and the events of each
 *	places.c	registers and the stack on a way
 *	term.c		values on a way
 */
#ifndef LKMM_PROVE_MACHINE_H
#define LKMM_PROVE_MACHINE_H

#include "general.h"
#include "term.h"
#include "front/test.h"
#include "tool/binary/functions.h"

/* ---- decode.c ---- */

enum effect {
	EFFECT_KNOWN,			/* its statements say what it does */
	EFFECT_VALUES,			/* it changes registers that it names, in a way not known */
	EFFECT_FRAME,			/* also the stack */
	EFFECT_OTHER			/* not known */
};

/* An instruction: a litmus test that has nothing else. */
struct instruction {
	char text[96];
	enum effect effect;
	int bytes;			/* that it loads or stores */
	unsigned int unknown;		/* conditions that its flags do not tell: isa_condition */
	struct lkmm_test program;
	struct lkmm_arena *arena;	/* of it */
	struct instruction *next;
};

/* A kernel has some hundred thousand different instructions. */
enum { DECODER_BUCKETS = 1 << 16 };

struct decoder {
	const char *arch;
	const char *isa;		/* the first word of tests */
	struct instruction *bucket[DECODER_BUCKETS];
	bool failed;			/* out of memory */
};

/* That of a text which defs/isa/ does not know. */
enum effect effect_of(const char *arch, const char *text);
/* What @l does; NULL without memory. */
const struct instruction *decode(struct decoder *d, const struct function_line *l);
void decoder_free(struct decoder *d);

/* ---- code.c ---- */

enum { MACHINE_WORDS = 8 };

/* Registers are called as tests call them. Names of instructions are patterns. */
struct machine_code {
	const char *arch;
	const char *argument[4], *stack;
	const char *result;
	const char *spare[MACHINE_WORDS];	/* registers, as instructions name them */
	const char *implicit[3];	/* that instructions change without naming them; or NULL */
	const char *jump[MACHINE_WORDS];
	const char *moves[MACHINE_WORDS];	/* those that change only what they name */
	const char *addresses[MACHINE_WORDS];	/* those that access no memory that they name */
	struct {
		const char *pattern;
		int n;
	} bytes[MACHINE_WORDS];
	char narrow;			/* the first letter of registers of 4 bytes; or 0 */
	const char *option;		/* of objdump, or NULL */
	/* for tests: it always jumps, to what follows; and it sets the operand "done" to 1 */
	const char *go, *done;
	bool patched;			/* the layout of .altinstructions is known */
};

/* NULL: functions of binaries are not covered there. */
const struct machine_code *machine_code(const char *arch);
/* Whether it goes to a place that it names. */
bool machine_jumps(const struct machine_code *c, const struct function_line *l);
/* Whether it changes only registers that it names, and no flags. */
bool machine_moves(const struct machine_code *c, const char *text);
/* Whether it computes an address, or says that it will be accessed. */
bool machine_addresses(const struct machine_code *c, const char *text);
/* Whether it is a sum, on any of them. */
bool machine_adds(const char *text);
/* How many bytes it loads or stores. */
int machine_bytes(const struct machine_code *c, const char *text);

/* ---- places.c ---- */

enum { MAX_PLACES = 192 };

/* A register, or memory on the stack by its address. */
struct place {
	const char *reg;		/* or NULL */
	const struct term *address;
	int bytes;
	const struct term *value;
	bool lost;			/* turns of a loop that is being walked change it */
};

struct places {
	struct place place[MAX_PLACES];
	int n;
	bool full;
};

const struct term *places_register(struct places *m, struct terms *t, const char *reg);
void places_set_register(struct places *m, const char *reg, const struct term *v);
/* The register that has the value @v, or NULL. */
const char *places_holder(const struct places *m, const struct term *v);
const struct term *places_load(struct places *m, struct terms *t, const struct term *address,
			       int bytes);
void places_store(struct places *m, const struct term *address, int bytes, const struct term *v);
/* Forgets the stack. */
void places_forget_stack(struct places *m);
/*
 * The way has come again to a place where @was was there, with @now: values that differ become
 * unknown. True if no value does that was not unknown already for this reason.
 */
bool places_join(struct places *was, const struct places *now, struct terms *t);

/* ---- walk.c ---- */

/* An operation or a barrier, as a binary calls it. */
struct named {
	const char *name;		/* "atomic_fetch_add_acquire" */
	const struct lkmm_op *op;	/* or NULL: a barrier */
	enum lkmm_order order;
	enum lkmm_fence fence;
	int bits;
};

enum { WAY_TEXT = 1024 };

/* What a function is made of: its ways that differ. */
struct found {
	struct class class[MAX_WAYS];
	char text[MAX_WAYS][WAY_TEXT];	/* the instructions of one such way */
	const char *pointer[MAX_WAYS];	/* the register that had the object's address, or NULL */
	int n;
	int ways;			/* all of them */
	char why[160];			/* it is not understood; or empty */
};

/* False without memory. */
bool walk(struct decoder *d, const struct function *f, const struct named *what,
	  struct found *found);

#endif
