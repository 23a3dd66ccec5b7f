/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Tokens of a litmus test, in C or in Rust, and the errors found in it. */
#ifndef LKMM_LEX_H
#define LKMM_LEX_H

#include "test.h"

#include <stdarg.h>

enum token_kind { T_END, T_NAME, T_NUMBER, T_PUNCT, T_LIFETIME };

struct token {
	enum token_kind kind;
	const char *text;
	int len;
	int64_t number;
	int suffix;			/* length of the type that a number ends in */
	struct lkmm_place at;
};

/* Where a lexer is: what follows the token, and the token. */
struct lex_spot {
	const char *p, *end;
	struct lkmm_place at;
	struct token tok;
};

struct lexer {
	const char *p, *end;
	struct lkmm_place at;
	bool code;			/* in a function's body, where "(*" is no comment */
	bool rust;			/* in a function in Rust */
	bool quiet;			/* passes over what is wrong already: errors are none */
	bool of_name;			/* the error is of a name, and is found at each use of it */
	bool fatal;			/* after this error, reading does not go on */
	struct token tok;		/* the current token */
	char error[LITMUS_ERROR_TEXT];	/* if any, T_END is all that follows */
	struct lkmm_place error_at;
	struct lex_spot stop;		/* where it was when it found the error */
};

/* A function with a copy of a lexer, which is large: not to be made part of one that recurses. */
#define LEX_LOOKS_AHEAD __attribute__((noinline))

void lex_open(struct lexer *x, const char *text, size_t size);
/* Reads the next token into @x->tok. */
void lex_next(struct lexer *x);
/* Takes the rest of the line as it stands, without surrounding blanks. */
void lex_rest_of_line(struct lexer *x, const char **text, int *len);
/* Passes over the rest of the line, or up to a "{" that is no part of a comment or a string. What
 * stands there becomes the token. */
void lex_next_line(struct lexer *x);
/* The same, up to that brace. */
void lex_skip_to_brace(struct lexer *x);
/* Reads the token once more: as code, or as none. */
void lex_again(struct lexer *x);
/* Formats a message. Control characters, which words of the file may hold, become "?". */
void lex_message(char *text, size_t size, const char *fmt, va_list ap);
void lex_error(struct lexer *x, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The same, and the last: memory, or a limit. */
void lex_fatal(struct lexer *x, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
struct lex_spot lex_here(const struct lexer *x);
void lex_go(struct lexer *x, const struct lex_spot *spot);
/* "expected WHAT, found the current token". */
void lex_expected(struct lexer *x, const char *what);

bool tok_is(const struct lexer *x, const char *text);
/* Takes the token if it is @text. */
bool lex_accept(struct lexer *x, const char *text);
/* Takes the first character of the token if it is @c: the ">" of a type in ">>". */
bool lex_accept_char(struct lexer *x, char c);
/* Whether @text is the token after the current one. */
bool lex_next_is(const struct lexer *x, const char *text);
/* Takes the token, which must be @text. */
void lex_expect(struct lexer *x, const char *text);

#endif
