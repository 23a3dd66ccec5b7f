/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Tokens of a litmus test, in C or in Rust, and the errors found in it. The text is cut into an
 * array of tokens, once (cut.c); a lexer is a place in it.
 */
#ifndef LKMM_LEX_H
#define LKMM_LEX_H

#include "test.h"

#include <stdarg.h>

enum token_kind {
	T_END, T_NAME, T_NUMBER, T_PUNCT, T_LIFETIME,
	T_STRING,			/* or characters, with their quotes */
	T_LINE				/* the rest of the first line: the name of the test */
};

struct token {
	enum token_kind kind;
	int len;
	const char *text;
	int64_t number;
	int suffix;			/* length of the type that a number ends in */
	bool has_blank;			/* or a comment in front of it */
	bool is_final;			/* a name that macros do not expand any more */
	struct lkmm_place at;
	const char *fault;		/* an error where the parser comes here, or NULL */
};

/* A position: the token, and the rest. */
struct lex_spot {
	const struct token *next;
	struct token tok;
};

struct lexer {
	const struct token *next;	/* the rest; the array ends in T_END */
	const struct token *last;	/* that end */
	bool quiet;			/* skipping: errors are not reported */
	bool of_name;			/* the error is of a name, and is found at each use of it */
	bool fatal;			/* after this error, reading does not go on */
	struct token tok;		/* the current token */
	char error[LITMUS_ERROR_TEXT];	/* if any, T_END is all that follows */
	struct lkmm_place error_at;
	struct lex_spot stop;		/* where it was when it found the error */
};

/* Cuts the text of @test into .token and .plain. False without memory, or after errors. */
bool cut_text(struct litmus_test *test);
/* The tokens of a header of litmus/lib, in C, its macros expanded, or in Rust; the last is T_END.
   NULL without memory. */
struct token *cut_c(struct litmus_test *test, const char *text, size_t size);
struct token *cut_rust(struct litmus_test *test, const char *text, size_t size);
/* Whether @t is an attribute that changes where members are: __packed, __aligned(8) */
bool is_layout_word(const struct token *t);
/* In front of the first of the tokens @t, of which T_END is the last. */
void lex_open(struct lexer *x, const struct token *t);
/* Reads the next token into @x->tok. */
void lex_next(struct lexer *x);
/* Formats a message. Control characters, which words of the file may hold, become "?". */
void lex_message(char *text, size_t size, const char *fmt, va_list ap);
void lex_error(struct lexer *x, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The same, and the last: memory, or a limit. */
void lex_fatal(struct lexer *x, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
struct lex_spot lex_here(const struct lexer *x);
void lex_go(struct lexer *x, const struct lex_spot *spot);
/* The current token, among all. */
const struct token *lex_token(const struct lexer *x);
/* The token becomes @t, of any kind. */
void lex_go_to(struct lexer *x, const struct token *t);
/* "expected WHAT, found the current token". */
void lex_expected(struct lexer *x, const char *what);

/* The same as token_is(), for a token that begins as @text does. */
bool token_is_rest(const struct token *t, const char *text);

/* Whether @t is @text. This runs more often than anything else; most differ at the beginning. */
static inline bool token_is(const struct token *t, const char *text)
{
	return t->kind != T_END && *text == *t->text && token_is_rest(t, text);
}

static inline bool tok_is(const struct lexer *x, const char *text)
{
	return token_is(&x->tok, text);
}

/* Whether @t is the operator @text and "=": "+=". */
bool token_updates(const struct token *t, const char *text);
/* Takes the token if it is @text. */
bool lex_accept(struct lexer *x, const char *text);
/* Takes the first character of the token if it is @c: the ">" of a type in ">>". */
bool lex_accept_char(struct lexer *x, char c);
/* Whether @text is the next token. To look further, follow @x->next up to T_END. */
bool lex_next_is(const struct lexer *x, const char *text);
/* Takes the token, which must be @text. */
void lex_expect(struct lexer *x, const char *text);

#endif
