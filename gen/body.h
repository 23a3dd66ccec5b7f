/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The bodies of functions, which gen.h includes: plan/body.c makes them. */
#ifndef LKMM_GEN_BODY_H
#define LKMM_GEN_BODY_H

/*
 * BODY_TRY: *@old is the expected value, and becomes the value found if they differ. BODY_UNTIL:
 * guesses the value, and compares and exchanges until that succeeds. BODY_PLAIN: reads and writes
 * the object by plain accesses.
 */
enum body_kind { BODY_CALL, BODY_TRY, BODY_LOOP, BODY_UNTIL, BODY_PLAIN };
/*
 * The result of the callee: the value found, a flag of the new value, or the value found and
 * whether it wrote.
 */
enum gives { GIVES_NOTHING, GIVES_VALUE, GIVES_FLAG, GIVES_OK };

/* The body of a function. Formulas are in its arguments, and in the value found. */
struct body {
	enum body_kind kind;
	enum order order;
	char *callee;			/* a stem of primitives, or another operation */
	const struct expr *arg[2];	/* passed to it besides the object */
	int nargs;
	enum gives gives;
	bool mb;			/* a full barrier follows */
	const struct expr *result;	/* the result; NULL: none */
	int old;			/* BODY_TRY: the argument */
	/* BODY_LOOP: compares and exchanges until it succeeds, or one holds: */
	const struct expr *unless, *becomes;	/* the latter of BODY_UNTIL and BODY_PLAIN, too */
	bool tells_whether;		/* returns whether it wrote, rather than @result */
};

/* An operation made of primitives. */
struct body body_of_op(const struct op *op, enum order order);
/* ... of the operations that every kernel has: fetch_add and its like, read and try_cmpxchg. */
struct body body_by_fetch(const struct op *op, enum order order);
/* ... of a compare-and-exchange that returns the value found alone, to be filled in as callee. */
struct body body_by_value(const struct op *op);
/* A primitive without a sequence, made of others; and the name of its one argument. */
struct body body_of_primitive(const struct primitive *f);
char *primitive_derived_argument(const struct primitive *f);

#endif
