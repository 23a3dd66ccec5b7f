// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The errors of a test, and how reading continues after one. An error stops the lexer: it reports
 * the end of the file. At the end of the statement, parameter or variable, the error is kept, and
 * the lexer goes back and skips the rest of it. A name in the skipped text may have been declared
 * there, and is not an error later.
 */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- the list ---- */

/* The error that has this text, or NULL. */
static struct litmus_error *find_error(struct litmus *l, const char *text)
{
	for (int i = 0; i < l->out->nerrors; i++)
		if (!strcmp(l->out->error[i].text, text))
			return &l->out->error[i];
	return NULL;
}

static void add_error(struct litmus *l, struct lkmm_place at, const char *text)
{
	struct litmus_error *e = &l->out->error[l->out->nerrors];

	for (int i = 0; i < l->out->nerrors; i++)
		if (l->out->error[i].at.line == at.line && l->out->error[i].at.column == at.column)
			return;
	if (l->out->nerrors == LITMUS_MAX_ERRORS)
		return;
	e->at = at;
	e->more = 0;
	snprintf(e->text, sizeof(e->text), "%s", text);
	if (++l->out->nerrors == LITMUS_MAX_ERRORS)
		lex_fatal(&l->x, at, "%s", text);
}

/* The same error twice is: two of them, one, or one with a count. */
enum repeated { EACH, ONCE, USES };

static void report(struct litmus *l, struct lkmm_place at, enum repeated repeated, const char *fmt,
		   va_list ap)
{
	char text[LITMUS_ERROR_TEXT];
	struct litmus_error *e;

	if (l->x.error[0])
		return;
	lex_message(text, sizeof(text), fmt, ap);
	e = repeated == EACH ? NULL : find_error(l, text);
	if (!e)
		add_error(l, l->instead.line ? l->instead : at, text);
	else if (repeated == USES)
		e->more++;
}

void litmus_report(struct litmus *l, struct lkmm_place at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(l, at, EACH, fmt, ap);
	va_end(ap);
}

void litmus_report_once(struct litmus *l, struct lkmm_place at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(l, at, ONCE, fmt, ap);
	va_end(ap);
}

void litmus_report_uses(struct litmus *l, struct lkmm_place at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(l, at, USES, fmt, ap);
	va_end(ap);
}

/* Keeps the error that has stopped the lexer. False if that was the last. */
static bool keep_error(struct litmus *l)
{
	struct litmus_error *e = l->x.of_name ? find_error(l, l->x.error) : NULL;

	if (e)
		e->more++;
	else
		add_error(l, l->instead.line ? l->instead : l->x.error_at, l->x.error);
	if (l->x.fatal)
		return false;
	l->x.error[0] = '\0';
	l->x.of_name = false;
	return true;
}

/* unknown function 'foo', and 2 more uses */
static void put_uses(struct litmus_error *e)
{
	char more[40];
	int n = e->more ? snprintf(more, sizeof(more), ", and %d more use%s", e->more,
				   e->more > 1 ? "s" : "") : 0;

	if (n && strlen(e->text) + (size_t)n < sizeof(e->text))
		strcat(e->text, more);
}

static bool is_before(const struct litmus_error *a, const struct litmus_error *b)
{
	return a->at.line != b->at.line ? a->at.line < b->at.line : a->at.column < b->at.column;
}

/* In the order of the file; of a test that found no memory, that alone. */
bool litmus_errors_end(struct litmus *l)
{
	if (l->no_memory) {
		l->out->nerrors = 0;
		strcpy(l->x.error, "out of memory");
	}
	if (l->x.error[0])
		add_error(l, l->x.error_at, l->x.error);
	for (int i = 1; i < l->out->nerrors; i++) {
		for (int k = i; k && is_before(&l->out->error[k], &l->out->error[k - 1]); k--) {
			struct litmus_error e = l->out->error[k];

			l->out->error[k] = l->out->error[k - 1];
			l->out->error[k - 1] = e;
		}
	}
	if (!l->out->nerrors)
		return true;
	for (int i = 0; i < l->out->nerrors; i++)
		put_uses(&l->out->error[i]);
	return false;
}

/* ---- skipping errors ---- */

struct litmus_mark litmus_mark(const struct litmus *l)
{
	return (struct litmus_mark){ lex_here(&l->x), l->depth };
}

/* The token that a lexer at @spot is at. */
static const struct token *token_at(const struct lex_spot *spot)
{
	return spot->tok.kind == T_END ? spot->next : spot->next - 1;
}

static bool is_bracket(const struct token *t, const char *brackets)
{
	/* a byte 0 is none, although it ends the string */
	return t->kind == T_PUNCT && t->len == 1 && *t->text && strchr(brackets, *t->text);
}

/* The first of the tokens @ends from @t on, outside of brackets and not before @stop; or NULL. */
static const struct token *find_end(const struct token *t, const struct token *stop,
				    const char *ends)
{
	int depth = 0;

	for (; t->kind != T_END; t++) {
		if (!depth && t >= stop && is_bracket(t, ends))
			return t;
		if (is_bracket(t, "([{"))
			depth++;
		else if (is_bracket(t, ")]}") && depth-- == 0)
			return NULL;
	}
	return NULL;
}

/* Behind the statement of C or Rust that the error at @stop is in, or to the end of its block. */
static const struct token *statement_end(const struct token *t, const struct token *stop)
{
	bool header = token_is(t, "for");
	int parens = 0, braces = 0;

	while (t->kind != T_END) {
		bool passed = t >= stop, end = false;

		if (token_is(t, "(")) {
			parens++;
		} else if (token_is(t, ")") && parens) {
			parens--;
		} else if (token_is(t, "{")) {
			braces++;
			parens = 0;
		} else if (token_is(t, "}")) {
			if (!braces--)
				return t;
			end = !braces;
		} else if (token_is(t, ";")) {
			end = !braces && !(header && parens);
		}
		t++;
		if (end && passed && !token_is(t, "else"))
			return t;
	}
	return t;
}

void litmus_skipped(struct litmus *l, const struct litmus_mark *m)
{
	if (l->nskipped == LITMUS_MAX_ERRORS)
		return;
	l->skipped[l->nskipped].thread = litmus_thread(l);
	l->skipped[l->nskipped].begin = token_at(&m->spot);
	l->skipped[l->nskipped++].end = lex_token(&l->x);
}

/* The text from @m on continues at @t. */
static void go_on(struct litmus *l, const struct litmus_mark *m, const struct token *t)
{
	lex_go_to(&l->x, t);
	l->depth = m->depth;
	litmus_skipped(l, m);
}

static bool has_stopped(const struct litmus *l)
{
	return l->x.error[0] && !l->x.fatal;
}

bool litmus_recover(struct litmus *l, const struct litmus_mark *m, const char *ends)
{
	const struct token *t;

	if (!has_stopped(l))
		return false;
	t = find_end(token_at(&m->spot), token_at(&l->x.stop), ends);
	if (!t || !keep_error(l))
		return false;
	go_on(l, m, t);
	return true;
}

bool litmus_recover_at(struct litmus *l, const struct litmus_mark *m,
		       bool (*ends)(const struct token *t))
{
	const struct token *t = token_at(&m->spot);

	if (!has_stopped(l) || !keep_error(l))
		return false;
	while (t->kind != T_END && (t < token_at(&l->x.stop) || !ends(t)))
		t++;
	go_on(l, m, t);
	return true;
}

bool litmus_recover_statement(struct litmus *l, const struct litmus_mark *m)
{
	if (!has_stopped(l) || !keep_error(l))
		return false;
	go_on(l, m, statement_end(token_at(&m->spot), token_at(&l->x.stop)));
	return true;
}

bool litmus_recover_parentheses(struct litmus *l, const struct litmus_mark *m, const char *ends)
{
	const struct token *t = token_at(&m->spot), *stop;

	if (!has_stopped(l))
		return false;
	stop = token_at(&l->x.stop);
	/* if (x { */
	if (token_is(stop, "{"))
		t = stop;
	else if (t->kind != T_END && (t = find_end(t + 1, stop, ends)) && token_is(t, ")"))
		t++;
	else
		return false;
	if (!keep_error(l))
		return false;
	go_on(l, m, t);
	return true;
}

/* Whether @t may declare the name that it is: int *NAME, let NAME, NAME = 1, NAME: T. */
static bool declares(const struct token *first, const struct token *t)
{
	if (t[1].kind == T_PUNCT && (*t[1].text == ':' || token_is(t + 1, "=")))
		return true;
	while (t > first && token_is(t - 1, "*"))
		t--;
	return t > first && (t[-1].kind == T_NAME || t[-1].kind == T_NUMBER);
}

bool litmus_passed_over(const struct litmus *l, int thread, const char *name, int len)
{
	for (int i = 0; i < l->nskipped; i++) {
		int in = l->skipped[i].thread;

		if (in != LITMUS_ITEM && in != LITMUS_NO_THREAD && in != thread &&
		    thread != LITMUS_ANY_THREAD)
			continue;
		for (const struct token *t = l->skipped[i].begin; t < l->skipped[i].end; t++)
			if (t->len == len && !memcmp(t->text, name, (size_t)len) &&
			    (in == LITMUS_ITEM || declares(l->out->source.token, t)))
				return true;
	}
	return false;
}
