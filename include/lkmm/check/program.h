/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * A litmus test, as a front end describes it to the checker: structures that hold the threads, the
 * shared variables and the question. All parts of a test are allocated from its arena and are freed
 * with it. <lkmm/check/check.h> decides tests.
 */
#ifndef LKMM_CHECK_PROGRAM_H
#define LKMM_CHECK_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif

/* ---- memory ---- */

struct lkmm_arena;

/**
 * lkmm_arena_new() - make an arena: memory that is freed all at once
 *
 * Return: the arena, for lkmm_arena_free(), or NULL without memory.
 */
struct lkmm_arena *lkmm_arena_new(void);

/**
 * lkmm_arena_free() - free an arena and everything that was allocated from it
 * @a: the arena, or NULL
 */
void lkmm_arena_free(struct lkmm_arena *a);

/**
 * lkmm_alloc() - allocate from an arena
 * @a: the arena
 * @size: the number of bytes
 *
 * Return: zeroed memory, aligned for any type, that lives as long as @a; or NULL.
 */
void *lkmm_alloc(struct lkmm_arena *a, size_t size);

/* ---- values ---- */

struct lkmm_test;

/* The type of an integer; pointers are integers of 64 bits. */
struct lkmm_integer {
	int bits;			/* 0: unknown */
	bool is_unsigned;
};

#define LKMM_SIGNED(n)		((struct lkmm_integer){ .bits = (n) })
#define LKMM_UNSIGNED(n)	((struct lkmm_integer){ .bits = (n), .is_unsigned = true })

static inline bool lkmm_same_integer(struct lkmm_integer a, struct lkmm_integer b)
{
	return a.bits == b.bits && a.is_unsigned == b.is_unsigned;
}

/*
 * A value is a 64-bit integer. The address of a shared variable is far from all numbers that tests
 * compute with, so that arithmetic and comparison need no special case; so is the unknowable value
 * of a cycle of copies. Addresses count bytes within an object, and objects are far apart.
 */

/*
 * What a front end adds to an address that has left an array within an object, and could be that of
 * another member: more bytes than any object has, less than lie between two of them.
 */
enum { LKMM_FAR_AWAY = 1 << 24 };

/**
 * lkmm_address() - the address of a location
 * @t: the test
 * @loc: index of the location in the test
 *
 * Return: the value of the address.
 */
int64_t lkmm_address(const struct lkmm_test *t, int loc);

/**
 * lkmm_pointee() - the location at an address
 * @t: the test
 * @v: any value
 *
 * Return: the location that begins at the address @v, or -1.
 */
int lkmm_pointee(const struct lkmm_test *t, int64_t v);

/**
 * lkmm_object() - the object at or near an address
 * @t: the test
 * @v: any value
 * @offset: set to the distance of @v from the start of the object, in bytes
 *
 * Return: the first location of the object at or near the address @v; or -1.
 */
int lkmm_object(const struct lkmm_test *t, int64_t v, int64_t *offset);

/**
 * lkmm_unknowable() - the number of an unknowable value
 * @v: any value
 *
 * Return: its number, or -1 for an ordinary value.
 */
int64_t lkmm_unknowable(int64_t v);

/* ---- operations: the rows of defs/ops.tbl, in model/program/ops.c ---- */

enum lkmm_operator {
	LKMM_ADD, LKMM_SUB, LKMM_MUL, LKMM_DIV, LKMM_MOD, LKMM_AND, LKMM_OR, LKMM_XOR, LKMM_SHL,
	LKMM_SHR,
	LKMM_EQ, LKMM_NE, LKMM_LT, LKMM_LE, LKMM_GT, LKMM_GE, LKMM_LAND, LKMM_LOR,
	LKMM_NEG, LKMM_NOT, LKMM_LNOT,
	/* of 64 bits: how many are set; how many zeros are at the low end and at the high one */
	LKMM_POPCOUNT, LKMM_CTZ, LKMM_CLZ
};

/* The value of one that counts bits; of 0, LKMM_CTZ and LKMM_CLZ are 64. */
static inline int64_t lkmm_count_bits(enum lkmm_operator op, int64_t v)
{
	uint64_t u = (uint64_t)v;

	if (op == LKMM_POPCOUNT)
		return __builtin_popcountll(u);
	if (!u)
		return 64;
	return op == LKMM_CTZ ? __builtin_ctzll(u) : __builtin_clzll(u);
}

enum lkmm_formula_kind { LKMM_F_VALUE, LKMM_F_ARG, LKMM_F_NUMBER, LKMM_F_UNARY, LKMM_F_BINARY };

struct lkmm_formula {
	enum lkmm_formula_kind kind;
	enum lkmm_operator op;
	int number;			/* LKMM_F_ARG: which argument */
	const struct lkmm_formula *left, *right;
};

enum lkmm_order {
	LKMM_RELAXED, LKMM_ACQUIRE, LKMM_RELEASE, LKMM_FULL, LKMM_STORE_MB, LKMM_NR_ORDERS
};

/* The effect of an operation, from its formulas. */
enum lkmm_shape {
	LKMM_SHAPE_LOAD, LKMM_SHAPE_STORE,
	LKMM_SHAPE_EXCHANGE,		/* writes an argument, returns the old value */
	LKMM_SHAPE_CMPXCHG,		/* the same if the old value is the one expected */
	LKMM_SHAPE_TRY_CMPXCHG,		/* the same, but returns whether it wrote */
	LKMM_SHAPE_COMPUTE		/* writes a value computed from the old one */
};

struct lkmm_op {
	const char *name;
	const char *rust;		/* the crate's name for it, or NULL */
	enum lkmm_shape shape;
	bool asks_sign;			/* comparisons other than equality: for signed types */
	bool returns_bool;
	bool pointers;			/* for objects that are pointers */
	/* takes an atomic type's name in front: atomic_add, atomic64_add */
	bool atomic;
	bool lvalue;			/* takes the object by name: READ_ONCE(*x) */
	int nargs, object, inout;	/* inout: the argument updated on failure, or -1 */
	const struct lkmm_formula *when, *becomes, *returns;
	unsigned int orders;		/* bits 1 << enum lkmm_order */
	enum lkmm_order bare;		/* the ordering of the name without suffix */
};

enum lkmm_fence {
	LKMM_FENCE_COMPILER, LKMM_FENCE_MB, LKMM_FENCE_RMB, LKMM_FENCE_WMB,
	LKMM_FENCE_BEFORE_ATOMIC,
	LKMM_FENCE_AFTER_ATOMIC, LKMM_FENCE_AFTER_SPINLOCK, LKMM_FENCE_AFTER_UNLOCK_LOCK,
	LKMM_FENCE_AFTER_CTRL_DEP,
	LKMM_FENCE_RELAX,	/* named by the keys of ops.tbl up to here */
	LKMM_FENCE_AFTER_SRCU_READ_UNLOCK, LKMM_FENCE_RCU_LOCK, LKMM_FENCE_RCU_UNLOCK,
	LKMM_FENCE_SYNC_RCU,
	LKMM_FENCE_MACHINE		/* an instruction: its marks tell which */
};

struct lkmm_barrier {
	const char *name;
	enum lkmm_fence fence;
};

/**
 * lkmm_ops - every operation, in the order of defs/ops.tbl
 */
extern const struct lkmm_op lkmm_ops[];

/**
 * lkmm_nr_ops - how many operations there are
 */
extern const int lkmm_nr_ops;

/**
 * lkmm_barriers - every barrier, by name
 */
extern const struct lkmm_barrier lkmm_barriers[];

/**
 * lkmm_nr_barriers - how many barriers there are
 */
extern const int lkmm_nr_barriers;

/* ---- instructions: defs/isa/, in model/program/marks.c ---- */

/* An architecture; its model is called by its name. */
struct lkmm_architecture {
	const char *name;		/* "x86_64" */
	bool big_endian;		/* the first byte of an object has its highest bits */
};

/**
 * lkmm_architectures - all architectures, in the order of their names
 */
extern const struct lkmm_architecture lkmm_architectures[];

enum { LKMM_MAX_MARKS = 64 };

/* A mark of an event, which a model of its architectures finds as a set of that name. */
struct lkmm_mark {
	const char *name;		/* "MFENCE" */
	uint32_t architectures;		/* bits 1 << the place in lkmm_architectures */
	bool reads, writes, fences;	/* which events of an instruction can have it */
};

/**
 * lkmm_marks - all marks: bit 1 << the place here is that of lkmm_access.marks
 */
extern const struct lkmm_mark lkmm_marks[];

/**
 * lkmm_nr_marks - how many marks there are
 */
extern const int lkmm_nr_marks;

/* ---- a litmus test ---- */

/* Notes of a front end: where a place is that is not simply in the text of the test. */
struct lkmm_origin;

struct lkmm_place {
	int line, column;
	const struct lkmm_origin *in;	/* or NULL */
};

struct lkmm_origin {
	const char *macro;		/* it is the use of this one that stands there; or NULL */
	bool library;			/* a word of litmus/lib, which no test can change */
	const char *file;		/* that the test includes; NULL: the test itself */
	const char *text;		/* the text of the file */
	size_t size;
	struct lkmm_place included;	/* where */
};

enum lkmm_access_kind {
	LKMM_OP,			/* op with order */
	LKMM_PLAIN_LOAD, LKMM_PLAIN_STORE,
	LKMM_FENCE,
	LKMM_LOCK, LKMM_TRYLOCK, LKMM_UNLOCK, LKMM_IS_LOCKED,
	LKMM_SRCU_LOCK, LKMM_SRCU_UNLOCK, LKMM_SYNC_SRCU,
	LKMM_ALLOC,			/* its value is the address of a new object */
	LKMM_FREE,			/* of the object at arg[0], or of none */
	LKMM_AWAIT,			/* a relaxed load, until arg[0] does not hold arg[1] */
	/*
	 * A store that may fail, and does unless the last .linked load, with no other such store
	 * since, was at this address. Its value is 0, or 1 if it fails.
	 */
	LKMM_STORE_LINKED,
	/* Not accesses: assertions that fail here. After LKMM_WARN the thread continues. */
	LKMM_ASSERT, LKMM_BUG, LKMM_WARN,
	LKMM_UNDEFINED,			/* a note of an operator: see lkmm_expr.access */
	/*
	 * 0 or 1: there are executions for both. With arg[0], 1 is of use only if the loop that it
	 * is in then ends: not if the next turn comes to the same choice, for the same arg[0]. Its
	 * value depends on arg[1], if any. See also .at_last.
	 */
	LKMM_CHOICE,
	LKMM_ABANDON,			/* what happens here happens with other choices as well */
	/* Not in a program: a front end turns these into .may_race, and into threads. */
	LKMM_MAY_RACE, LKMM_CALLBACK
};

/* LKMM_MAX_OBJECTS: the number that one call in a loop makes on one way through a thread. */
enum { LKMM_MAX_ARGS = 4, LKMM_MAX_OBJECTS = 4 };

/* A note of a front end: the call of a function, in the text of the process or of another one. */
struct lkmm_call {
	const char *function;
	struct lkmm_place at;
	const struct lkmm_call *outer;	/* the call that contains this one, or NULL */
};

/*
 * A note of a front end: the kernel's word in the test, such as "mutex_lock", and its arguments,
 * for a part of the program that expresses it in the checker's terms.
 */
struct lkmm_word {
	const char *name;
	struct lkmm_expr *arg[LKMM_MAX_ARGS];
};

struct lkmm_access {
	enum lkmm_access_kind kind;
	const struct lkmm_op *op;
	enum lkmm_order order;
	enum lkmm_fence fence;
	struct lkmm_integer integer;	/* as atomic_t; plain: of the access that it is part of */
	/* bits 0: the whole object; of the note of an operator: the type that it computes */
	struct lkmm_integer accessed;
	enum lkmm_operator operator;	/* of such a note: the operator */
	int inout;			/* the register that a failed try_cmpxchg updates */
	bool may_race;			/* plain, and never a data race */
	/* of LKMM_OP, a load: see LKMM_STORE_LINKED; of that: its value depends on the write */
	bool linked;
	bool at_last;			/* LKMM_CHOICE: a loop cannot go on for ever by 0 */
	uint64_t marks;			/* of an instruction: of its read, write or fence */
	const struct lkmm_call *call;	/* the call that it is in; NULL: the process itself */
	/* the address is arg[op->object], or arg[0] without op */
	struct lkmm_expr *arg[LKMM_MAX_ARGS];
	/*
	 * LKMM_ALLOC: the first location of the first of @copies objects, all alike and adjacent,
	 * with @locations each. The thread gets the next one at each execution.
	 */
	int object, locations, copies;
	bool zeroed;			/* LKMM_ALLOC: all locations are set to 0, by plain
					 * stores */
};

enum lkmm_expr_kind {
	LKMM_NUMBER, LKMM_ADDRESS, LKMM_REGISTER, LKMM_UNARY, LKMM_BINARY, LKMM_CONDITIONAL,
	LKMM_CAST,
	LKMM_ASSIGN,			/* to a register; its value is the new one */
	LKMM_COMMA, LKMM_ACCESS,
	/*
	 * Runs .body, and then has the value of .a (NULL: none): a call of a function, or a
	 * statement expression of GNU C. Among unsequenced operands it is one unit.
	 */
	LKMM_BODY
};

struct lkmm_aggregate;

/* Notes of a front end: the type of a value. lkmm_check() uses casts only. */
struct lkmm_type {
	struct lkmm_integer integer;
	struct lkmm_integer points_to;	/* of a pointer: its object */
	/* of a pointer: the number of stars, and the number at the end */
	int stars;
	struct lkmm_integer base;
	bool base_truth;
	/* a struct, union or array behind the pointers; for the front end only */
	const struct lkmm_aggregate *aggregate;
	/* of an array that counts as a pointer to its first element: the array */
	const struct lkmm_aggregate *array;
	bool member;			/* of a pointer: the object has exactly this type */
	bool reference;			/* of a pointer: the address of a register */
	bool wide;			/* the value may have more bits than that */
	bool truth;			/* 0 or 1 */
};

struct lkmm_stmt;
struct lkmm_field;

struct lkmm_expr {
	enum lkmm_expr_kind kind;
	enum lkmm_operator op;
	struct lkmm_place at;
	int64_t number;
	int index;			/* location or register */
	struct lkmm_integer to;		/* LKMM_CAST */
	/*
	 * LKMM_BINARY: the operands are unsigned and have 64 bits, for which the operator differs.
	 * Narrower unsigned operands are positive numbers, and need no flag.
	 */
	bool is_unsigned;
	struct lkmm_type type;
	struct lkmm_expr *a, *b, *c;
	/*
	 * Of LKMM_ACCESS. Of LKMM_UNARY and LKMM_BINARY, NULL or a note: there are operands for
	 * which it has no value, a divisor of 0 or the like. An execution ends there: in C, that is
	 * LKMM_UNDEFINED, in Rust a panic, LKMM_BUG.
	 */
	struct lkmm_access *access;
	struct lkmm_stmt *body;		/* LKMM_BODY */
	const struct lkmm_word *word;	/* or NULL */
	const struct lkmm_field *field;	/* a note of a front end: the bit-field it is; or NULL */
};

enum lkmm_stmt_kind {
	LKMM_EXPR, LKMM_IF, LKMM_LOOP, LKMM_BREAK, LKMM_CONTINUE, LKMM_RETURN,
	LKMM_BLOCK,			/* runs .body, which may be left early */
	LKMM_LEAVE			/* continues behind the enclosing block .leaves */
};

struct lkmm_stmt {
	enum lkmm_stmt_kind kind;
	struct lkmm_place at;
	struct lkmm_stmt *next;
	struct lkmm_expr *expr;		/* the condition of LKMM_IF, LKMM_LOOP; NULL: true */
	struct lkmm_stmt *body, *orelse;
	/* LKMM_IF, of an instruction: what it depends on decides all that comes after it */
	bool for_good;
	struct lkmm_expr *step;		/* LKMM_LOOP: evaluated after each turn */
	bool test_after;		/* LKMM_LOOP: do ... while */
	/* LKMM_LEAVE; the block is in the same .body of an LKMM_BODY, if in any */
	const struct lkmm_stmt *leaves;
};

struct lkmm_register {
	const char *name;
	int64_t init;
	struct lkmm_integer integer;	/* bits 0: that of its value */
	struct lkmm_type type;
	bool given;			/* a first value, by the test */
	bool hidden;			/* added by a front end; for one call or statement only */
	struct lkmm_place at;
};

struct lkmm_thread {
	struct lkmm_register *reg;
	int nregs;
	struct lkmm_stmt *body;
	struct lkmm_place callback;	/* runs the callback posted here */
	bool in_order;			/* operands are evaluated from left to right, as in Rust */
};

/* Some bits of a value: those of a bit-field, or of another type. .bits 0: all of it. */
struct lkmm_part {
	int bits, shift;
	bool is_unsigned;
	const char *name;		/* as the test has it: "s.flag" */
};

/* The value that @p is of @v. */
static inline int64_t lkmm_part_of_value(const struct lkmm_part *p, int64_t v)
{
	uint64_t u;

	if (!p->bits)
		return v;
	u = (uint64_t)v << (64 - p->shift - p->bits);
	return p->is_unsigned ? (int64_t)(u >> (64 - p->bits)) : (int64_t)u >> (64 - p->bits);
}

/*
 * A location is an object by itself, or an element or member of one. An access reads or writes one
 * whole location.
 */
struct lkmm_location {
	const char *name;		/* "x", "x[1]" */
	int64_t init;
	struct lkmm_integer integer;
	/* 1 + the first location of its object, and the distance from there in bytes */
	int object, offset;
	/* of the first element of an array: their number, and whether all are shown together */
	int elements;
	bool whole;
	/*
	 * made by LKMM_ALLOC: .init is the old contents of the memory, which a test must not read.
	 * Not of a lock, which is free at first
	 */
	bool allocated;
	/* a note of a front end: it is a spinlock, or a domain of SRCU */
	bool lock;
	/*
	 * Nothing writes to it: a plain read of all of it, at an address that is a number, is no
	 * event, and its value is .init. That orders nothing in LKMM: relations that begin or end
	 * at a plain read only tell of races.
	 */
	bool constant;
	/* a note of a front end: the kernel's type that the test has for it, "struct mutex"; or
	 * NULL */
	const char *word;
	/* a note of a front end: the bit-fields that it is the word of, or none */
	const struct lkmm_part *field;
	int nfields;
	/*
	 * In lkmm_check()'s own copy of a test, of a location that is accessed in several sizes:
	 * the pieces that it was cut into. 1 + the first, which has the index of the location; the
	 * next, or 0; and of the first, the type of the location. A front end leaves these 0.
	 */
	int piece_of, next_piece;
	struct lkmm_integer uncut;
};

enum lkmm_cond_kind { LKMM_TRUE, LKMM_BOTH, LKMM_EITHER, LKMM_NEITHER, LKMM_SAME };

enum lkmm_atom_kind { LKMM_FINAL_REGISTER, LKMM_FINAL_LOCATION, LKMM_CONSTANT };

/* A final value, of a register or a location, or of a part of it; or a constant. */
struct lkmm_atom {
	enum lkmm_atom_kind kind;
	union {
		struct {
			int thread, index;
		} reg;
		int loc;
		int64_t value;
	};
	struct lkmm_part part;		/* without a name, that of the register or location */
	bool piece;			/* of a location: not all of it, if that was cut */
};

/* Whether both are the same variable, or the same part of it, or the same constant. */
static inline bool lkmm_same_atom(const struct lkmm_atom *a, const struct lkmm_atom *b)
{
	if (a->kind != b->kind || a->part.bits != b->part.bits ||
	    a->part.shift != b->part.shift || a->part.is_unsigned != b->part.is_unsigned)
		return false;
	switch (a->kind) {
	case LKMM_FINAL_REGISTER:
		return a->reg.thread == b->reg.thread && a->reg.index == b->reg.index;
	case LKMM_FINAL_LOCATION:
		return a->loc == b->loc;
	default:
		return a->value == b->value;
	}
}

struct lkmm_cond {
	enum lkmm_cond_kind kind;
	struct lkmm_cond *a, *b;	/* LKMM_NEITHER: not a */
	struct lkmm_atom left, right;	/* LKMM_SAME */
};

enum lkmm_quantifier { LKMM_EXISTS, LKMM_NOT_EXISTS, LKMM_FORALL };

struct lkmm_test {
	const char *name;
	struct lkmm_location *loc;
	int nlocs;
	struct lkmm_thread *thread;
	int nthreads;
	enum lkmm_quantifier quantifier;
	struct lkmm_cond *cond, *filter;
	const struct lkmm_architecture *architecture;	/* of its instructions; NULL: C and Rust */
	bool compiled;			/* these are in the place of accesses in C and Rust */
	struct lkmm_atom *observed;	/* the registers and locations of a final state, in order */
	int nobserved;
};

#ifdef __GNUC__
#pragma GCC visibility pop
#endif

#endif
