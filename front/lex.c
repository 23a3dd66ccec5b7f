// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A place in the tokens of a test, and the error that stops it there. */
#include "lex.h"

#include <stdio.h>
#include <string.h>

void lex_open(struct lexer *x, const struct token *t)
{
	memset(x, 0, sizeof(*x));
	x->next = t;
	while (t->kind != T_END)
		t++;
	x->last = t;
	x->tok = *t;
}

struct lex_spot lex_here(const struct lexer *x)
{
	return (struct lex_spot){ x->next, x->tok };
}

void lex_go(struct lexer *x, const struct lex_spot *spot)
{
	x->next = spot->next;
	x->tok = spot->tok;
}

const struct token *lex_token(const struct lexer *x)
{
	return x->tok.kind == T_END ? x->next : x->next - 1;
}

void lex_go_to(struct lexer *x, const struct token *t)
{
	x->tok = *t;
	x->next = t->kind == T_END ? t : t + 1;
}

/* Words of the file are part of messages, and may contain control characters for a terminal. */
void lex_message(char *text, size_t size, const char *fmt, va_list ap)
{
	vsnprintf(text, size, fmt, ap);
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			*text = '?';
}

static void stop_at_error(struct lexer *x, struct lkmm_place at, const char *fmt, va_list ap)
{
	lex_message(x->error, sizeof(x->error), fmt, ap);
	x->error_at = at;
	x->stop = lex_here(x);
	x->next = x->last;
	x->tok.kind = T_END;
	x->tok.len = 0;
}

void lex_error(struct lexer *x, struct lkmm_place at, const char *fmt, ...)
{
	va_list ap;

	if (x->error[0] || x->quiet)
		return;
	va_start(ap, fmt);
	stop_at_error(x, at, fmt, ap);
	va_end(ap);
}

void lex_fatal(struct lexer *x, struct lkmm_place at, const char *fmt, ...)
{
	va_list ap;

	if (x->fatal)
		return;
	x->fatal = true;
	va_start(ap, fmt);
	stop_at_error(x, at, fmt, ap);
	va_end(ap);
}

void lex_expected(struct lexer *x, const char *what)
{
	if (x->tok.kind == T_END)
		lex_error(x, x->tok.at, "expected %s, found the end of the file", what);
	else
		lex_error(x, x->tok.at, "expected %s, found '%.*s'", what,
			  x->tok.len > 40 ? 40 : x->tok.len, x->tok.text);
}

void lex_next(struct lexer *x)
{
	if (x->error[0])
		return;
	lex_go_to(x, x->next);
	if (!x->tok.fault || x->quiet)
		return;
	if (x->tok.kind == T_END)
		lex_fatal(x, x->tok.at, "%s", x->tok.fault);
	else
		lex_error(x, x->tok.at, "%s", x->tok.fault);
}

bool token_is_rest(const struct token *t, const char *text)
{
	size_t n = (size_t)t->len;

	return !strncmp(text, t->text, n) && !text[n];
}

bool token_updates(const struct token *t, const char *text)
{
	size_t n = (size_t)t->len;

	return t->kind == T_PUNCT && n > 1 && t->text[n - 1] == '=' && n - 1 == strlen(text) &&
	       !memcmp(text, t->text, n - 1);
}

bool lex_accept(struct lexer *x, const char *text)
{
	if (!tok_is(x, text))
		return false;
	lex_next(x);
	return true;
}

bool lex_next_is(const struct lexer *x, const char *text)
{
	return token_is(x->next, text);
}

bool lex_accept_char(struct lexer *x, char c)
{
	if (x->tok.kind != T_PUNCT || *x->tok.text != c)
		return false;
	if (x->tok.len == 1) {
		lex_next(x);
		return true;
	}
	x->tok.text++;
	x->tok.len--;
	x->tok.at.column++;
	return true;
}

void lex_expect(struct lexer *x, const char *text)
{
	char what[16];

	if (lex_accept(x, text))
		return;
	snprintf(what, sizeof(what), "'%s'", text);
	lex_expected(x, what);
}
