/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What the parser of expressions, parse.c, and that of statements, statement.c, share. */
#ifndef LKMM_CAT_PARSER_H
#define LKMM_CAT_PARSER_H

#include "tree.h"

/* Of expressions, and of statements in one another. */
enum { MAX_NESTING = 100 };

struct parser {
	struct cat_reading *r;
	struct cat_lexer lexer;
	struct cat_token now;
	int depth;
};

/* ---- tokens: skip_ takes one that may be there, need_ one that must ---- */

void lkmm_cat_advance(struct parser *p);
bool lkmm_cat_is_sign(const struct parser *p, const char *sign);
bool lkmm_cat_is_word(const struct parser *p, const char *word);
bool lkmm_cat_is_name(const struct parser *p);
bool lkmm_cat_skip_sign(struct parser *p, const char *sign);
bool lkmm_cat_skip_word(struct parser *p, const char *word);
void lkmm_cat_need_sign(struct parser *p, const char *sign);
void lkmm_cat_need_word(struct parser *p, const char *word);
const char *lkmm_cat_need_name(struct parser *p, const char *what);
/* Reports the present token, where @what was expected. */
void lkmm_cat_expected(struct parser *p, const char *what);
/* One level deeper; false if that is too deep. */
bool lkmm_cat_nest(struct parser *p);

/* ---- expressions; NULL after a mistake ---- */

struct cat_expr *lkmm_cat_new_expr(struct parser *p, enum cat_kind kind, struct cat_place at);
const struct cat_expr *lkmm_cat_parse_expr(struct parser *p);
/* One operand: a name, or what is in parentheses. */
const struct cat_expr *lkmm_cat_parse_operand(struct parser *p);
/* Expressions with commas between them, up to @end. */
const struct cat_expr *lkmm_cat_parse_list(struct parser *p, const char *end);
const struct cat_cond *lkmm_cat_parse_cond(struct parser *p);
/* What follows "let" and "let rec". */
const struct cat_binding *lkmm_cat_parse_bindings(struct parser *p);
/* x, or (x, y, ...) */
const struct cat_binding *lkmm_cat_parse_parameters(struct parser *p);

#endif
