/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The model checker as a library: a front end describes a litmus test with the structures below,
 * lkmm_check() says what the Linux-kernel memory model allows it to do. No I/O, no global state:
 * two threads may check two tests at once. Everything a test consists of is allocated from its
 * arena and goes with it.
 */
#ifndef LKMM_MODEL_H
#define LKMM_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- memory ---- */

struct lkmm_arena;

struct lkmm_arena *lkmm_arena_new(void);
void lkmm_arena_free(struct lkmm_arena *a);
/* Zeroed memory that lives as long as @a, or NULL. */
void *lkmm_alloc(struct lkmm_arena *a, size_t size);

/* ---- values ---- */

struct lkmm_test;

/*
 * A value is a 64-bit integer. The address of a shared variable is one far from any number that
 * tests compute with, so that arithmetic and comparison need not know the difference; so is the
 * unknowable value of a cycle of copies. Addresses count bytes within an object, and objects are
 * far from one another.
 */
int64_t lkmm_address(const struct lkmm_test *t, int loc);
/* The location that begins at the address @v, or -1. */
int lkmm_pointee(const struct lkmm_test *t, int64_t v);
/* The first location of the object that @v is the address of, or of a place near it, *@offset bytes
 * from its start; or -1. */
int lkmm_object(const struct lkmm_test *t, int64_t v, int64_t *offset);
/* The number of the unknowable value @v, or -1 for an ordinary one. */
int64_t lkmm_unknowable(int64_t v);
int64_t lkmm_unknowable_value(int64_t number);

/* ---- what an operation does: the rows of defs/ops.tbl, in model/program/ops.c ---- */

enum lkmm_operator {
	LKMM_ADD, LKMM_SUB, LKMM_MUL, LKMM_DIV, LKMM_MOD, LKMM_AND, LKMM_OR, LKMM_XOR, LKMM_SHL,
	LKMM_SHR,
	LKMM_EQ, LKMM_NE, LKMM_LT, LKMM_LE, LKMM_GT, LKMM_GE, LKMM_LAND, LKMM_LOR,
	LKMM_NEG, LKMM_NOT, LKMM_LNOT
};

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

struct lkmm_op {
	const char *name;
	/* takes an atomic type's name in front: atomic_add, atomic64_add */
	bool atomic;
	bool lvalue;			/* takes the object by name: READ_ONCE(*x) */
	int nargs, object, inout;	/* inout: the argument updated on failure, or -1 */
	const struct lkmm_formula *when, *becomes, *returns;
	unsigned int orders;		/* bits 1 << enum lkmm_order */
	enum lkmm_order bare;		/* that of the name without suffix */
};

enum lkmm_fence {
	LKMM_FENCE_COMPILER, LKMM_FENCE_MB, LKMM_FENCE_RMB, LKMM_FENCE_WMB,
	LKMM_FENCE_BEFORE_ATOMIC,
	LKMM_FENCE_AFTER_ATOMIC, LKMM_FENCE_AFTER_SPINLOCK, LKMM_FENCE_AFTER_UNLOCK_LOCK,
	LKMM_FENCE_AFTER_CTRL_DEP,
	LKMM_FENCE_RELAX,	/* named by the keys of ops.tbl up to here */
	LKMM_FENCE_AFTER_SRCU_READ_UNLOCK, LKMM_FENCE_RCU_LOCK, LKMM_FENCE_RCU_UNLOCK,
	LKMM_FENCE_SYNC_RCU
};

struct lkmm_barrier {
	const char *name;
	enum lkmm_fence fence;
};

extern const struct lkmm_op lkmm_ops[];
extern const int lkmm_nr_ops;
extern const struct lkmm_barrier lkmm_barriers[];
extern const int lkmm_nr_barriers;

/* ---- a litmus test ---- */

struct lkmm_place {
	int line, column;
};

enum lkmm_access_kind {
	LKMM_OP,			/* op with order */
	LKMM_PLAIN_LOAD, LKMM_PLAIN_STORE,
	LKMM_FENCE,
	LKMM_LOCK, LKMM_TRYLOCK, LKMM_UNLOCK, LKMM_IS_LOCKED,
	LKMM_SRCU_LOCK, LKMM_SRCU_UNLOCK, LKMM_SYNC_SRCU
};

enum { LKMM_MAX_ARGS = 4 };

struct lkmm_access {
	enum lkmm_access_kind kind;
	const struct lkmm_op *op;
	enum lkmm_order order;
	enum lkmm_fence fence;
	int width;			/* bits of the object, 0 unknown */
	/* bits that are accessed, negative for unsigned; 0: the object, whatever its size */
	int size;
	int inout;			/* the register that a failed try_cmpxchg updates */
	/* the address is arg[op->object], or arg[0] without op */
	struct lkmm_expr *arg[LKMM_MAX_ARGS];
};

enum lkmm_expr_kind {
	LKMM_NUMBER, LKMM_ADDRESS, LKMM_REGISTER, LKMM_UNARY, LKMM_BINARY, LKMM_CONDITIONAL,
	LKMM_CAST,
	LKMM_ASSIGN,			/* to a register; its value is the new one */
	LKMM_COMMA, LKMM_ACCESS
};

/* Notes of a front end: of what type a value is. lkmm_check() looks at casts only. */
struct lkmm_type {
	int width;			/* bits, negative for unsigned, 0 unknown */
	int points_to;			/* of a pointer: the width of its object, 0 unknown */
	/* of a pointer: how many there are up to a number, and the width of that */
	int stars, base;
	bool wide;			/* the value may have more bits than that */
	bool truth;			/* 0 or 1 */
};

struct lkmm_expr {
	enum lkmm_expr_kind kind;
	enum lkmm_operator op;
	struct lkmm_place at;
	int64_t number;
	/*
	 * location, register, or width of a cast (negative: unsigned); of LKMM_BINARY: -64 for the
	 * operators that differ for unsigned 64-bit operands. Narrower unsigned ones are positive
	 * numbers, and need nothing of the kind.
	 */
	int index;
	struct lkmm_type type;
	struct lkmm_expr *a, *b, *c;
	struct lkmm_access *access;
};

enum lkmm_stmt_kind { LKMM_EXPR, LKMM_IF, LKMM_LOOP, LKMM_BREAK, LKMM_CONTINUE, LKMM_RETURN };

struct lkmm_stmt {
	enum lkmm_stmt_kind kind;
	struct lkmm_place at;
	struct lkmm_stmt *next;
	struct lkmm_expr *expr;		/* the condition of LKMM_IF, LKMM_LOOP; NULL: true */
	struct lkmm_stmt *body, *orelse;
	struct lkmm_expr *step;		/* LKMM_LOOP: evaluated after each turn */
	bool test_after;		/* LKMM_LOOP: do ... while */
};

struct lkmm_register {
	const char *name;
	int64_t init;
	int width;			/* bits, negative for unsigned, 0: whatever it is given */
	struct lkmm_type type;
	bool given;			/* a first value, by the test */
	struct lkmm_place at;
};

struct lkmm_thread {
	struct lkmm_register *reg;
	int nregs;
	struct lkmm_stmt *body;
	bool in_order;			/* operands are evaluated from left to right, as Rust's are */
};

/*
 * A location belongs to an object: it is one by itself, or an element of an array (in time: a
 * member of a struct). What is read or written is always the whole of one location.
 */
struct lkmm_location {
	const char *name;		/* "x", "x[1]" */
	int64_t init;
	int width;
	/* 1 + the location that its object starts with, and how many bytes away from there it is */
	int object, offset;
	/* of the first element of an array: how many there are, and whether all are shown as one */
	int elements;
	bool whole;
};

enum lkmm_cond_kind { LKMM_TRUE, LKMM_BOTH, LKMM_EITHER, LKMM_NEITHER, LKMM_SAME };

/* A register's or location's final value, or a constant (thread -2). */
struct lkmm_atom {
	int thread;			/* -1: a location */
	int index;
	int64_t value;
};

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
	struct lkmm_atom *observed;	/* what a final state shows, in the order it shows it */
	int nobserved;
};

/* ---- the answer ---- */

enum lkmm_flag {
	LKMM_DATA_RACE, LKMM_MIXED_ACCESSES, LKMM_UNMATCHED_RCU_LOCK, LKMM_UNMATCHED_RCU_UNLOCK,
	LKMM_UNMATCHED_SRCU_LOCK, LKMM_UNMATCHED_SRCU_UNLOCK, LKMM_MULTIPLE_SRCU_MATCHES,
	LKMM_INVALID_SLEEP,
	LKMM_SRCU_BAD_VALUE_MATCH, LKMM_SUSPICIOUS_SRCU_COOKIE_USE, LKMM_ILLEGAL_SRCU_COOKIE_CTRL,
	LKMM_ILLEGAL_SRCU_COOKIE_ADDR, LKMM_MIXED_LOCK_ACCESSES, LKMM_LOCK_FINAL,
	LKMM_UNMATCHED_UNLOCK,
	LKMM_UNPAIRED_LKW, LKMM_UNPAIRED_LKR, LKMM_BAD_POINTER, LKMM_NR_FLAGS
};

extern const char *const lkmm_flag_name[LKMM_NR_FLAGS];

/* The rules of the model: what can forbid an execution. */
enum lkmm_rule {
	LKMM_ALLOWED, LKMM_COHERENCE, LKMM_ATOMIC, LKMM_HAPPENS_BEFORE, LKMM_PROPAGATION, LKMM_RCU,
	LKMM_PLAIN_COHERENCE, LKMM_NR_RULES
};

extern const char *const lkmm_rule_name[LKMM_NR_RULES];

enum lkmm_observation { LKMM_NEVER, LKMM_SOMETIMES, LKMM_ALWAYS };

/*
 * An event of an execution. Initial writes come first, by location; their thread is -1. Events of
 * one thread are in program order; an RMW is two.
 */
struct lkmm_event {
	int thread;
	struct lkmm_place at;		/* the source that it comes from */
	const struct lkmm_access *access;	/* what stands there; NULL for an initial write */
	bool is_read, is_write;
	bool plain;			/* an access that is not marked */
	int loc;			/* -1: none */
	int64_t value;			/* read or written */
	int rf;				/* of a read: the event it reads from */
	/* of a write: how many writes come before it in coherence order */
	int co;
};

/* From one event to another, and what relates them. */
struct lkmm_step {
	int from, to;
	const char *relation;		/* as in the model: "rfe", "po-rel", "addr" */
	int via;			/* the fence that makes it so, or -1 */
	bool loose;			/* program order, which nothing keeps in this execution */
};

/* What lets the two accesses of a data race race. */
enum lkmm_race_reason {
	LKMM_RACE_UNORDERED,		/* nothing orders them */
	/* Both write, and other CPUs see the writes in order. But a compiler may make a plain write
	 * read its variable too, and nothing orders that read of the first, or of the second, write. */
	LKMM_RACE_FIRST_MAY_READ, LKMM_RACE_SECOND_MAY_READ
};

/* An access through a pointer to nothing: null, past the end of an object, or to half of one. */
struct lkmm_bad_access {
	int thread;
	struct lkmm_place at;
	const struct lkmm_access *access;
	int64_t address;		/* in some execution */
};

/*
 * An execution and what is special about it.
 *
 * One that the model forbids breaks the rule @broken, and @cycle are the steps that show it: a way
 * from an event back to itself. One that it allows may have a cycle as well: of program order, and
 * of what writes and reads follow on one another. Then no interleaving of the threads explains it.
 */
struct lkmm_execution {
	struct lkmm_event *event;
	int nevents;
	bool satisfies;			/* the condition of the test */
	enum lkmm_rule broken;		/* or LKMM_ALLOWED */
	struct lkmm_step *cycle;
	int nsteps;
	struct lkmm_step *dependency;	/* addr, data, ctrl and rmw */
	int ndependencies;
	int race[2];			/* the accesses of a data race in coherence order, or -1 */
	enum lkmm_race_reason race_reason;
	/* .at.line: it ends before this access, which the pointer @from has read leads nowhere */
	struct lkmm_bad_access bad;
	int bad_from;			/* event, or -1 */
};

struct lkmm_options {
	bool states;			/* all final states, not the verdict alone */
	int unroll;			/* turns of a loop; 0: the default */
	bool (*stop)(void *arg);	/* polled; true: give up */
	void *stop_arg;
	/*
	 * Is shown, before lkmm_check() returns: an execution that satisfies the condition and one
	 * that does not; if there is no such execution, that which the model allows least short of
	 * (the last rule that forbids any of them, broken by the shortest cycle), if the code has
	 * one at all; one with a data race; and one that ends before a bad access, for each of
	 * these. What @x points to is gone when the call returns.
	 */
	void (*show)(void *arg, const struct lkmm_execution *x);
	void *show_arg;
};

/* What a test may have, and a search may take. */
enum lkmm_limit {
	LKMM_NO_LIMIT,
	LKMM_LIMIT_THREADS,
	LKMM_LIMIT_LOCATIONS,
	LKMM_LIMIT_REGISTERS,		/* of one thread */
	LKMM_LIMIT_OBSERVED,		/* registers and locations that a final state shows */
	LKMM_LIMIT_EVENTS,		/* of one execution, initial writes counted */
	LKMM_LIMIT_NEEDS,		/* branches of one execution and parts of the condition */
	LKMM_LIMIT_DEPTH,		/* of statements, expressions and conditions */
	LKMM_LIMIT_OPERATIONS,		/* that a value has gone through */
	LKMM_LIMIT_WAYS,		/* through one thread */
	LKMM_LIMIT_MEMORY,
	LKMM_NR_LIMITS
};

struct lkmm_limit_value {
	const char *what;		/* "threads" */
	long most;
};

extern const struct lkmm_limit_value lkmm_limit_value[LKMM_NR_LIMITS];

/* A register that a final state names and nothing may have assigned. */
struct lkmm_unassigned {
	int thread, reg;
	bool always;			/* on every path to the end; else on some */
	bool shown;			/* in the execution that answers the question */
};

/* A thread that waits for what never comes, and where. */
struct lkmm_standing {
	int thread;
	struct lkmm_place at;
};

struct lkmm_answer {
	enum lkmm_observation observation;
	/* states, or without .states witnesses, that do and do not satisfy */
	size_t positive, negative;
	unsigned int flags;		/* bits 1 << enum lkmm_flag */
	/* some path wanted more turns of a loop than it was given, and executions may be lost: ... */
	bool unroll_reached;
	/* ... the observation would need them, and means nothing */
	bool undecided;
	int nunassigned;
	struct lkmm_unassigned *unassigned;
	int ncut;			/* the loops, in order */
	struct lkmm_place *cut;
	/*
	 * Where locks may block: choices of paths, of which some execution ends, and does not; too
	 * many to look at all; and the threads that wait in the first that does not end.
	 */
	size_t ends, blocks;
	bool blocks_cut;
	int nstanding;
	struct lkmm_standing *standing;
	/* .show: too many executions to tell which forbidden one comes closest, or if there is one */
	bool closest_cut;
	size_t nstates;
	int64_t *state;			/* nstates rows of nobserved values */
	enum lkmm_limit limit;		/* LKMM_TOO_LARGE: which is exceeded */
	/* the accesses that LKMM_BAD_POINTER is about */
	struct lkmm_bad_access *bad;
	int nbad;
	/* LKMM_TWO_SIZES: an access of @bits bits to this location, which has another number */
	struct lkmm_refusal {
		struct lkmm_place at;
		int loc, bits;
	} refused;
};

enum lkmm_status { LKMM_OK, LKMM_NO_MEMORY, LKMM_STOPPED, LKMM_TOO_LARGE, LKMM_TWO_SIZES };

/*
 * Decides @t. The answer is to be freed in any case; it means something only with LKMM_OK, but for
 * .limit. Whatever @t is like, 64 KB of stack are enough, and memory is bounded.
 */
enum lkmm_status lkmm_check(const struct lkmm_test *t, const struct lkmm_options *o,
			    struct lkmm_answer *answer);
void lkmm_answer_free(struct lkmm_answer *answer);

#endif
