/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A model as it is written: the tokens, and the tree that the parser makes of them. */
#ifndef LKMM_CAT_TREE_H
#define LKMM_CAT_TREE_H

#include <lkmm/check/cat.h>

/* ---- mistakes ---- */

/* What all steps of reading a model share. */
struct cat_reading {
	struct lkmm_arena *arena;
	const struct lkmm_cat_files *files;
	struct lkmm_cat_error *error;
	bool failed;
	bool is_c;			/* the title of the file that was parsed begins with C */
};

/* Where something is written. */
struct cat_place {
	const char *file;
	struct lkmm_place at;
};

/* Notes the first mistake: its text is that of @parts, a list that ends with NULL. */
void lkmm_cat_wrong(struct cat_reading *r, struct cat_place at, const char *const *parts);
#define WRONG(r, at, ...) lkmm_cat_wrong(r, at, (const char *const[]){ __VA_ARGS__, NULL })

/* Memory for the model; without it, reading fails. */
void *lkmm_cat_alloc(struct cat_reading *r, size_t size);
/* The strings @parts, a list that ends with NULL, one after the other. */
const char *lkmm_cat_join(struct cat_reading *r, const char *const *parts);

/* ---- tokens ---- */

enum cat_token_kind { CAT_END, CAT_WORD, CAT_TAG, CAT_STRING, CAT_SIGN, CAT_BAD };

struct cat_token {
	enum cat_token_kind kind;
	struct cat_place at;
	/* of a string without its quotes, of a tag without its apostrophe */
	const char *text;
};

struct cat_lexer {
	struct cat_reading *r;
	const char *file, *p, *end;
	int line;
	const char *bol;		/* where the line begins */
};

struct cat_token lkmm_cat_next(struct cat_lexer *l);

/* ---- expressions ---- */

enum cat_kind {
	CAT_NAME, CAT_TAGGED,		/* x, 'x */
	CAT_NONE, CAT_ALL,		/* 0, _ */
	CAT_UNION, CAT_ADD, CAT_SEQ, CAT_DIFF, CAT_INTER, CAT_PRODUCT,
	CAT_STAR, CAT_PLUS, CAT_OPT, CAT_INVERSE, CAT_COMPLEMENT,
	CAT_IDENTITY,			/* [S] */
	CAT_LIST,			/* {a, b} */
	CAT_TUPLE,
	CAT_CALL,			/* a(b) */
	CAT_LET,			/* let ... in a */
	CAT_FUNCTION,			/* fun x -> a */
	CAT_TRY,			/* try a with b */
	CAT_IF,				/* if cond then a else b */
	CAT_MATCH			/* match a with clauses end */
};

struct cat_binding;
struct cat_clause;

/* Which variants of a model are asked for, by their names. */
enum cat_cond_kind { CAT_VARIANT, CAT_NOT, CAT_BOTH, CAT_EITHER };

struct cat_cond {
	enum cat_cond_kind kind;
	const char *name;
	const struct cat_cond *a, *b;
};

struct cat_expr {
	enum cat_kind kind;
	struct cat_place at;
	const char *name;
	const struct cat_expr *a, *b;
	const struct cat_expr *next;	/* in a list or a tuple */
	const struct cat_binding *binding;	/* CAT_LET; the parameters of CAT_FUNCTION */
	bool recursive;			/* CAT_LET */
	const struct cat_cond *cond;	/* CAT_IF */
	const struct cat_clause *clause;	/* CAT_MATCH */
};

enum cat_pattern {
	CAT_MATCH_EMPTY,		/* {} */
	CAT_MATCH_FIRST,		/* first ++ rest */
	CAT_MATCH_TAG,			/* 'first */
	CAT_MATCH_ANY			/* _ */
};

/* || pattern -> body. "_" has no name. */
struct cat_clause {
	enum cat_pattern pattern;
	const char *first, *rest;
	const struct cat_expr *body;
	struct cat_clause *next;
};

/*
 * name = body; name(parameters) = body, a function; (parameters) = body, the elements of a tuple.
 * "_" has no name.
 */
struct cat_binding {
	const char *name;
	struct cat_place at;
	bool function;
	const struct cat_binding *parameters;
	const struct cat_expr *body;
	struct cat_binding *next;
};

/* ---- statements ---- */

enum cat_statement_kind {
	CAT_DEFINE, CAT_CHECK, CAT_FLAG, CAT_INCLUDE,
	CAT_ENUM, CAT_INSTRUCTIONS,	/* of a .bell file */
	CAT_WHETHER,			/* if cond body else other end */
	CAT_PROCEDURE,			/* procedure name(binding) = body end */
	CAT_DO,				/* call name(expr) */
	CAT_FOR_ALL,			/* forall name in expr do body end */
	CAT_CHOOSE			/* with name from expr */
};

enum cat_check { CAT_ACYCLIC, CAT_IRREFLEXIVE, CAT_EMPTY };

struct cat_statement {
	enum cat_statement_kind kind;
	struct cat_place at;
	/* of a check, or NULL; of a file, an enum, a class, a procedure, a variable */
	const char *name;
	const struct cat_binding *binding;	/* CAT_DEFINE; the parameters of CAT_PROCEDURE */
	bool recursive;
	enum cat_check check;
	bool negated;
	/* of a check, of a call, of a choice; the tags of .bell files */
	const struct cat_expr *expr;
	const struct cat_cond *cond;
	const struct cat_statement *body, *other;
	struct cat_statement *next;
};

/* The statements of a file, or NULL after a mistake. */
const struct cat_statement *lkmm_cat_parse(struct cat_reading *r, const char *file,
					   const char *text, size_t size);

#endif
