/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A run through a thread, as path.c begins it, and loop.c takes it round loops. */
#ifndef LKMM_RUN_H
#define LKMM_RUN_H

#include "path.h"

/* FLOW_BAD: through a pointer to nothing, or an operator without a value */
enum flow {
	FLOW_ON, FLOW_BREAK, FLOW_CONTINUE, FLOW_RETURN, FLOW_LEAVE, FLOW_CUT, FLOW_SAME, FLOW_BAD,
	FLOW_FAILED
};

/* A block that is running, in a turn of a loop (NULL: none). */
struct block {
	const struct block *outer;
	const struct lkmm_stmt *stmt;
	const struct turn *turn;
};

/* The condition of @stmt decides what is executed up to @until, beyond @stmt. */
struct decides {
	const struct lkmm_stmt *stmt, *until;
};

struct turn;
struct value;

/* How often a path has made an object by a call: see program.h, LKMM_ALLOC. */
struct made {
	struct made *next;
	const struct lkmm_expr *expr;
	int n;
};

/* How many names a statement uses up, and how many ways there are through it. */
struct names {
	unsigned int names, ways;
};

/* Statements, and lists of them, that were counted lately, by names.c: each path through a thread
 * asks for the same ones. */
enum { LKMM_COUNTED = 512 };

struct counted {
	const struct lkmm_stmt *stmt;	/* or the first of the list */
	struct names n;
};

struct run {
	struct lkmm_arena *arena;
	const struct lkmm_thread *thread;
	const struct lkmm_test *test;
	const struct lkmm_options *options;
	const struct lkmm_model *model;
	int unroll;
	size_t memory;			/* left */
	unsigned int polls;
	struct path *path;
	const struct sym **reg, **first_reg;
	struct paths *paths;
	const struct branch *branch;
	const struct branch *passed;	/* that could have led elsewhere, and are over */
	struct decides *decides;
	int ndecides;
	int nesting;			/* ifs and loops that run */
	struct loop *loops;		/* all that some run went into */
	struct turn *turn;		/* of the innermost loop */
	const struct block *block;	/* the innermost one */
	const struct lkmm_stmt *leaves;	/* FLOW_LEAVE: which block */
	const struct guard *guard;	/* of defined.c */
	const struct value *values;	/* of parts of the expression: see order.c */
	const struct sym **sym;		/* all so far, on any path, at their hashes: see sym.c */
	size_t nsyms, sym_room;
	struct made *made;
	int linked;			/* the linked read that a store may follow, or -1 */
	int failed;			/* the last for which that has failed, or -1 */
	bool *decision;
	int ndecisions, taken, room;
	unsigned int names;		/* used up so far */
	unsigned int way;		/* which way the last statement went */
	struct counted counted_stmt[LKMM_COUNTED], counted_list[LKMM_COUNTED];
	enum flow flow;
	enum lkmm_status status;
	enum lkmm_limit limit;		/* LKMM_TOO_LARGE: which */
};

/* ---- stop.c ---- */

/*
 * Adds the path up to here to *@list, of *@n; NULL if an earlier run has been through this part of
 * it, or without memory.
 */
struct path *lkmm_run_keep(struct run *r, struct path ***list, int *n);
/*
 * Keeps the path up to here as one that stops before @e, which accesses the address @bad (NULL:
 * none); unless an earlier run has been through this part of it.
 */
void lkmm_run_stop(struct run *r, const struct sym *bad, const struct lkmm_expr *e);
/*
 * The same before @e, which may wait for ever: for the readers at @address, or as long as that
 * holds @held.
 */
void lkmm_run_stop_waiting(struct run *r, const struct sym *address, const struct sym *held,
			   const struct lkmm_expr *e);

/* ---- run.c ---- */

/* Ends the run with an error. */
void lkmm_run_fail(struct run *r, enum lkmm_status status);
/* Whether the event of @e has no meaning in the model. */
bool lkmm_run_is_meaningless(const struct run *r, enum event_tag tag, const struct lkmm_expr *e);
void lkmm_run_exceeds(struct run *r, enum lkmm_limit limit);
/* Memory, or NULL: then the run has failed. */
void *lkmm_run_alloc(struct run *r, size_t size);
const struct sym *lkmm_run_expr(struct run *r, const struct lkmm_expr *e);
/* Evaluating @e has an effect: it matters whether it is evaluated. */
bool lkmm_has_effect(const struct lkmm_expr *e);
/* The next decision: false the first time round. */
bool lkmm_run_decide(struct run *r);
void lkmm_run_list(struct run *r, const struct lkmm_stmt *s);
/* Whether @s is true on this path: known, or decided now. */
bool lkmm_run_truth(struct run *r, const struct sym *s);
/* Where @s is true, an execution ends at @e: it holds behind that, but nothing depends on it. */
void lkmm_run_unless(struct run *r, const struct sym *s, const struct lkmm_expr *e);
/* Adds the branch on @cond to *@list; @until: see struct branch. */
void lkmm_run_branch(struct run *r, const struct branch **list, const struct sym *cond,
		     const struct lkmm_stmt *until);

/* ---- scope.c ---- */

/* Stands for the end of the thread or function. */
extern const struct lkmm_stmt lkmm_the_end;
/* Finds out up to where the branches of the thread decide. */
void lkmm_find_scopes(struct run *r);
/* How far the condition of @s decides; NULL: not beyond @s. */
const struct lkmm_stmt *lkmm_decides(const struct run *r, const struct lkmm_stmt *s);
/* The branches that the thread has come through so far are of the CPU: they decide for good. */
void lkmm_decide_from_here(struct run *r);
/* Of the branches @list, @outer and those of instructions. */
const struct branch *lkmm_decide_for_good(struct run *r, const struct branch *list,
					  const struct branch *outer);
/* The branches @list without those @nesting deep that decide up to @s. */
const struct branch *lkmm_still_decide(struct run *r, const struct branch *list, int nesting,
				       const struct lkmm_stmt *s);
/* @s is reached. */
void lkmm_run_reaches(struct run *r, const struct lkmm_stmt *s);

/* ---- run.c ---- */

/* An array with room for element @n; it grows at powers of two. */
void *lkmm_run_grow(struct run *r, void *array, int n, size_t size);

/* ---- sym.c ---- */

/* The value of a void expression. */
extern const struct sym lkmm_nothing;
const struct sym *lkmm_sym_new(struct run *r, struct sym s);
const struct sym *lkmm_sym_number(struct run *r, int64_t n);
const struct sym *lkmm_sym_unary(struct run *r, enum lkmm_operator op, const struct sym *a);
const struct sym *lkmm_sym_binary(struct run *r, enum lkmm_operator op, const struct sym *a,
				  const struct sym *b);
/* @v, which is the value of @s on this path: it depends on what @s depends on. */
const struct sym *lkmm_sym_known(struct run *r, const struct sym *s, int64_t v);
const struct sym *lkmm_sym_cast(struct run *r, const struct sym *a, struct lkmm_integer to);
/* Whether an access of the type @as to @address may be to a location of another type. */
bool lkmm_is_of_other_type(const struct run *r, const struct sym *address, struct lkmm_integer as);
const struct sym *lkmm_sym_typed_binary(struct run *r, enum lkmm_operator op, bool is_unsigned,
					const struct sym *a, const struct sym *b);

/* ---- defined.c ---- */

/* The expression that is evaluated is one side of && or ||, or of ?:, and counts where @cond has
 * this truth, and where it counts itself. */
struct guard {
	const struct sym *cond;
	bool truth;
	const struct guard *outer;
};

/* Ends executions in which the operator @e has no value for its operands, @a and, if any, @b. */
void lkmm_run_defined(struct run *r, const struct lkmm_expr *e, const struct sym *a,
		      const struct sym *b);

/* ---- access.c ---- */

/* Makes the access @e, or its events as far as the path can go. */
const struct sym *lkmm_run_access(struct run *r, const struct lkmm_expr *e);

/* Adds the write of an instruction; its number, or 0 after a failure. */
int lkmm_run_store(struct run *r, const struct sym *address, const struct sym *value,
		   const struct lkmm_expr *e);

/* ---- machine.c: instructions ---- */

/* The value @a; what it is computed from was only used to choose. */
/* What an instruction with the access @a compares: the bits of @v, without their sign. */
const struct sym *lkmm_sym_narrow(struct run *r, const struct lkmm_access *a, const struct sym *v);
const struct sym *lkmm_sym_weak(struct run *r, const struct sym *a);
/* The value @v, which depends on @cond, too. */
const struct sym *lkmm_sym_chosen(struct run *r, const struct sym *cond, const struct sym *v);
/*
 * An exchange of *@old for *@w, because that was @arg[1], as @equal says: what both are then, for
 * the result and the write.
 */
void lkmm_run_compared(struct run *r, const struct sym *equal, const struct sym *const *arg,
		       const struct sym **old, const struct sym **w);
/* The marks of an event of @type that @a makes. */
uint64_t lkmm_marks_of(const struct lkmm_access *a, enum event_type type);
/* Makes the store @e, of the value @v, or fails. */
const struct sym *lkmm_run_store_linked(struct run *r, const struct lkmm_expr *e,
					const struct sym *address, const struct sym *v);

/* ---- split.c ---- */

/* Whether the path has an access to the same computed @address, of the size of @a. */
bool lkmm_accessed_before(const struct run *r, const struct sym *address,
			  const struct lkmm_access *a);

/* The computed @address of @e; or, where the path is split there, the one that it is. */
const struct sym *lkmm_run_split(struct run *r, const struct lkmm_expr *e,
				 const struct sym *address);

/* ---- order.c ---- */

/* Evaluates @e, which is part of no other expression. */
const struct sym *lkmm_run_whole(struct run *r, const struct lkmm_expr *e);
/* The value of @e, if it is there already, or NULL. */
const struct sym *lkmm_recall(const struct run *r, const struct lkmm_expr *e);

/* ---- loop.c ---- */

void lkmm_run_loop(struct run *r, const struct lkmm_stmt *s);
/* The condition of @s, which may leave a loop, is @cond. */
void lkmm_note_test(struct run *r, const struct lkmm_stmt *s, const struct sym *cond);
/* The left side @e of && or || has the value @a. */
void lkmm_note_side(struct run *r, const struct lkmm_expr *e, const struct sym *a);
/* The choice @e of @of is 1; and whether it was in the last turn of the loop, which only polled. */
void lkmm_note_choice(struct run *r, const struct lkmm_expr *e, const struct sym *of);
/* A choice is 0 that cannot be so for ever. */
void lkmm_note_not_yet(struct run *r);
bool lkmm_chose_in_vain(struct run *r, const struct lkmm_expr *e, const struct sym *of);
void lkmm_note_read(struct run *r, int reg);
void lkmm_note_assigned(struct run *r, int reg);
void lkmm_note_path_begins(struct run *r);
void lkmm_note_path_ends(struct run *r);

/* ---- names.c ---- */

bool lkmm_makes_name(const struct lkmm_expr *e);
struct names lkmm_count_stmt(struct run *r, const struct lkmm_stmt *s);
struct names lkmm_count_list(struct run *r, const struct lkmm_stmt *s);

#endif
