/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Tokens of a litmus test, in C or in Rust, and the errors found in it. */
#ifndef LKMM_LEX_H
#define LKMM_LEX_H

#include <lkmm/model.h>

enum token_kind { T_END, T_NAME, T_NUMBER, T_PUNCT, T_LIFETIME };

struct token {
	enum token_kind kind;
	const char *text;
	int len;
	int64_t number;
	int suffix;			/* length of the type that a number ends in */
	struct lkmm_place at;
};

struct lexer {
	const char *p, *end;
	struct lkmm_place at;
	bool code;			/* in a function's body, where "(*" is no comment */
	bool rust;			/* in a function in Rust */
	struct token tok;		/* the current token */
	char error[256];		/* the first error; T_END is all that follows */
	struct lkmm_place error_at;
};

void lex_open(struct lexer *x, const char *text, size_t size);
/* Reads the next token into @x->tok. */
void lex_next(struct lexer *x);
/* Takes the rest of the line as it stands, without surrounding blanks. */
void lex_rest_of_line(struct lexer *x, const char **text, int *len);
/* Passes over everything up to the next "{" that is no part of a comment or a string; it becomes
 * the token. */
void lex_skip_to_brace(struct lexer *x);
void lex_error(struct lexer *x, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* "expected WHAT, found the current token". */
void lex_expected(struct lexer *x, const char *what);

bool tok_is(const struct lexer *x, const char *text);
/* Takes the token if it is @text. */
bool lex_accept(struct lexer *x, const char *text);
/* Takes the first character of the token if it is @c: the ">" of a type in ">>". */
bool lex_accept_char(struct lexer *x, char c);
/* Takes the token, which must be @text. */
void lex_expect(struct lexer *x, const char *text);

#endif
