// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The errors of a test, and how reading goes on after one. An error stops the lexer: everything ends
 * at once, as if the file did. Where a statement, a parameter or a variable ends, the error is kept,
 * and the lexer goes back and passes over the rest of it. A name in what was passed over may have
 * been declared there, so that it is no error later.
 */
#include "error.h"

#include <ctype.h>
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
		add_error(l, l->x.error_at, l->x.error);
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

/* ---- passing over what is wrong ---- */

struct litmus_mark litmus_mark(const struct litmus *l)
{
	return (struct litmus_mark){ lex_here(&l->x), l->depth };
}

static bool is_bracket(const struct lexer *x, const char *brackets)
{
	/* a byte 0 is none, although it ends the string */
	return x->tok.kind == T_PUNCT && x->tok.len == 1 && *x->tok.text &&
	       strchr(brackets, *x->tok.text);
}

/* To the first of the tokens @ends that is not within brackets and not before @stop. */
static bool find_end(struct lexer *x, const char *stop, const char *ends)
{
	int depth = 0;

	for (; x->tok.kind != T_END; lex_next(x)) {
		if (!depth && x->tok.text >= stop && is_bracket(x, ends))
			return true;
		if (is_bracket(x, "([{"))
			depth++;
		else if (is_bracket(x, ")]}") && depth-- == 0)
			return false;
	}
	return false;
}

/* Behind the statement of C or Rust that the error at @stop is in, or to the end of its block. */
static void pass_statement(struct lexer *x, const char *stop)
{
	bool header = tok_is(x, "for");
	int parens = 0, braces = 0;

	while (x->tok.kind != T_END) {
		bool passed = x->tok.text >= stop, end = false;

		if (tok_is(x, "(")) {
			parens++;
		} else if (tok_is(x, ")") && parens) {
			parens--;
		} else if (tok_is(x, "{")) {
			braces++;
			parens = 0;
		} else if (tok_is(x, "}")) {
			if (!braces--)
				return;
			end = !braces;
		} else if (tok_is(x, ";")) {
			end = !braces && !(header && parens);
		}
		lex_next(x);
		if (end && passed && !tok_is(x, "else"))
			return;
	}
}

void litmus_skipped(struct litmus *l, const struct litmus_mark *m)
{
	if (l->nskipped == LITMUS_MAX_ERRORS)
		return;
	l->skipped[l->nskipped].thread = litmus_thread(l);
	l->skipped[l->nskipped].begin = m->spot.tok.text;
	l->skipped[l->nskipped++].end = l->x.tok.text;
}

/* The place @x has come to from that of @m, in the lexer of @l. */
static void go_on(struct litmus *l, const struct litmus_mark *m, const struct lexer *x)
{
	struct lex_spot spot = lex_here(x);

	lex_go(&l->x, &spot);
	l->depth = m->depth;
	litmus_skipped(l, m);
}

/* A lexer that stands at @m, and finds nothing wrong. */
static struct lexer again(const struct litmus *l, const struct litmus_mark *m)
{
	struct lexer x = l->x;

	x.quiet = true;
	x.error[0] = '\0';
	lex_go(&x, &m->spot);
	return x;
}

bool litmus_recover(struct litmus *l, const struct litmus_mark *m, const char *ends)
{
	struct lexer x = again(l, m);

	if (!l->x.error[0] || l->x.fatal || !find_end(&x, l->x.stop.tok.text, ends) ||
	    !keep_error(l))
		return false;
	go_on(l, m, &x);
	return true;
}

bool litmus_recover_at(struct litmus *l, const struct litmus_mark *m,
		       bool (*ends)(const struct lexer *x))
{
	struct lexer x = again(l, m);

	if (!l->x.error[0] || l->x.fatal || !keep_error(l))
		return false;
	while (x.tok.kind != T_END && (x.tok.text < l->x.stop.tok.text || !ends(&x)))
		lex_next(&x);
	go_on(l, m, &x);
	return true;
}

bool litmus_recover_statement(struct litmus *l, const struct litmus_mark *m)
{
	struct lexer x = again(l, m);

	if (!l->x.error[0] || l->x.fatal || !keep_error(l))
		return false;
	pass_statement(&x, l->x.stop.tok.text);
	go_on(l, m, &x);
	return true;
}

bool litmus_recover_parentheses(struct litmus *l, const struct litmus_mark *m, const char *ends)
{
	struct lexer x = again(l, m);

	lex_next(&x);
	if (!l->x.error[0] || l->x.fatal)
		return false;
	/* if (x { */
	if (l->x.stop.tok.len == 1 && *l->x.stop.tok.text == '{')
		lex_go(&x, &l->x.stop);
	else if (find_end(&x, l->x.stop.tok.text, ends) && tok_is(&x, ")"))
		lex_next(&x);
	else
		return false;
	if (!keep_error(l))
		return false;
	go_on(l, m, &x);
	return true;
}

static bool in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Whether @p, up to @after, may declare the name that it is: int *NAME, let NAME, NAME = 1, NAME: T. */
static bool declares(const char *text, const char *p, const char *after, const char *end)
{
	while (after < end && isspace((unsigned char)*after))
		after++;
	if (after < end && (*after == ':' || (*after == '=' && !(after + 1 < end && after[1] == '='))))
		return true;
	while (p > text && (isspace((unsigned char)p[-1]) || p[-1] == '*'))
		p--;
	return p > text && in_word(p[-1]);
}

bool litmus_passed_over(const struct litmus *l, int thread, const char *name, int len)
{
	for (int i = 0; i < l->nskipped; i++) {
		const char *p = l->skipped[i].begin, *end = l->skipped[i].end;
		int in = l->skipped[i].thread;

		if (in != LITMUS_ITEM && in != LITMUS_NO_THREAD && in != thread &&
		    thread != LITMUS_ANY_THREAD)
			continue;
		for (; end - p >= len; p++) {
			const char *after = p + len;

			if (memcmp(p, name, (size_t)len) || (after < end && in_word(*after)) ||
			    (p > l->out->source.text && in_word(p[-1])))
				continue;
			if (in == LITMUS_ITEM || declares(l->out->source.text, p, after, end))
				return true;
		}
	}
	return false;
}
