/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Blocks, branches and loops, and the patterns in them. */
#ifndef LKMM_RUST_FLOW_H
#define LKMM_RUST_FLOW_H

#include "rust.h"

/* ---- flow.c, loop.c, match.c ---- */

/* Whether the token starts a statement without a semicolon: if, match, a block, a loop. */
bool rust_is_block_like(const struct lexer *x);
struct value parse_rust_block_like(struct rust *r);
struct value parse_rust_block(struct rust *r);
struct value parse_rust_loop(struct rust *r);
/* The body of @loop, with the names of @p. */
void rust_loop_body(struct rust *r, struct rust_loop *loop, const struct pattern *p);
/* The same of for, with the names of the pattern at @pattern for the element @v. */
void rust_loop_turn(struct rust *r, struct rust_loop *loop, struct value v,
		    const struct lex_spot *pattern, const struct lex_spot *body);
/* return, break, continue */
struct value parse_rust_jump(struct rust *r);
struct value parse_rust_match(struct rust *r);
/*
 * The value @v as patterns are for it: they see the parts of a variable, which is *@from then, or
 * of a place in memory, without moving them.
 */
struct value rust_matched(struct rust *r, struct value v, struct binding **from);
/* let PATTERN = EXPR else { }; */
void parse_rust_let_else(struct rust *r);

struct bound {
	struct token name;
	bool mut;
	bool copies;			/* of a place in memory: is its value, and no reference */
	struct value v;
};

enum { RUST_MAX_BOUND = 8 };

#define RUST_COVERS_ALL UINT64_MAX

/* The condition of a pattern on a value, and the names that it binds. */
struct pattern {
	struct lkmm_expr *cond;		/* NULL: always matches */
	uint64_t covers;		/* the kinds of values that it always matches: cover.c */
	struct bound bound[RUST_MAX_BOUND];
	int nbound;
	bool reads;			/* @cond reads memory */
	struct binding *from;		/* the source of a moved value to drop, or NULL */
};

/* Both conditions, where NULL is one that always holds. */
struct lkmm_expr *rust_both(struct rust *r, struct lkmm_expr *a, struct lkmm_expr *b,
			    struct lkmm_place at);
/* The value of @b, which patterns see; if @by_reference, names are references to its parts. */
struct value rust_view(struct rust *r, struct binding *b, bool by_reference, struct lkmm_place at);

/* A pattern for @v, which has been held; as a parameter, without alternatives. */
void parse_rust_pattern(struct rust *r, struct value v, struct pattern *p);
void parse_rust_parameter(struct rust *r, struct value v, struct pattern *p);
void rust_bind(struct rust *r, const struct pattern *p);
/* ---- pattern_constant.c ---- */

/* Whether a number, a range, a bool or the name of a constant is at hand, for the value @v. */
bool rust_is_constant_pattern(struct rust *r, const struct value *v);
void parse_rust_constant_pattern(struct rust *r, const struct value *v, struct pattern *p);
/* Ok, Err, Some, None */
bool rust_is_constructor(const struct lexer *x);
/* Whether the last name of the path at @at begins a pattern for the parts of a @t: Self { a, b } */
bool rust_is_path_to_parts(const struct lexer *at, const struct rust_type *t);
void rust_wrong_pattern(struct rust *r, const struct value *v, struct lkmm_place at);

/* ---- blocks ---- */

/* A block that sees the bindings of @p. */
struct value parse_rust_body(struct rust *r, const struct pattern *p);
/* if GUARD: an expression that sees the names of @p. */
struct lkmm_expr *parse_rust_guard(struct rust *r, struct pattern *p);
/*
 * The condition of if and while, with let or without; rust_bind() declares its bindings. If it is
 * the first one of a chain, && is at hand.
 */
struct lkmm_expr *parse_rust_condition(struct rust *r, struct pattern *p);
/* else and its block, or nothing. */
struct value parse_rust_else(struct rust *r, struct lkmm_place at);

/* ---- cover.c ---- */

/* The values of type @t that are covered: all, if each of them is. */
uint64_t rust_covered(const struct rust_type *t, uint64_t covers);
/* Those whose variant is number @i and which hold what is covered there. */
uint64_t rust_covers_variant(const struct rust_type *t, int i, uint64_t covers);
/* Those of a struct or tuple whose members are covered. */
uint64_t rust_covers_members(const struct rust_type *t, const uint64_t *covers);

/* ---- chain.c ---- */

/* The rest of an if or while, behind its first condition, @cond with the names of @p; @drops:
   those before it. */
struct value parse_rust_if_chain(struct rust *r, struct lkmm_expr *cond, struct pattern *p,
				 const struct rust_drop *drops, struct lkmm_place at);
void parse_rust_while_chain(struct rust *r, struct rust_loop *loop, struct lkmm_expr *cond,
			    struct pattern *p, const struct rust_drop *drops,
			    struct lkmm_place at);

#endif
