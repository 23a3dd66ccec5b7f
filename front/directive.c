// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Directives of the preprocessor, and what #if leaves out. */
#include "preprocess.h"

#include <stdio.h>
#include <string.h>

/* ---- errors and memory ---- */

struct preprocessor *preprocessor(struct cutter *c)
{
	if (!c->pp) {
		c->pp = cut_alloc(c, sizeof(*c->pp));
		c->stop |= !c->pp;
		if (c->pp)
			pp_built_in(c);
	}
	return c->pp;
}

static bool is_same_place(struct lkmm_place a, struct lkmm_place b)
{
	return a.line == b.line && a.column == b.column &&
	       (a.in ? a.in->text : NULL) == (b.in ? b.in->text : NULL);
}

static void put_message(struct litmus_error *list, int *n, struct lkmm_place at, const char *fmt,
			va_list ap)
{
	struct litmus_error *e = &list[*n];

	/* one for a place: a macro's text can have several */
	for (int i = 0; i < *n; i++)
		if (is_same_place(list[i].at, at))
			return;
	if (*n == LITMUS_MAX_ERRORS)
		return;
	e->at = at;
	lex_message(e->text, sizeof(e->text), fmt, ap);
	++*n;
}

void pp_error(struct cutter *c, struct lkmm_place at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put_message(c->test->error, &c->test->nerrors, at, fmt, ap);
	va_end(ap);
}

void pp_warn(struct cutter *c, struct lkmm_place at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put_message(c->test->warning, &c->test->nwarnings, at, fmt, ap);
	va_end(ap);
}

bool pp_push(struct cutter *c, struct token_list *list, struct token t)
{
	if (list->n == list->room) {
		int room = list->room ? 2 * list->room : 8;
		struct token *p = cut_alloc(c, (size_t)room * sizeof(*p));

		if (!p) {
			c->stop = true;
			return false;
		}
		if (list->n)
			memcpy(p, list->t, (size_t)list->n * sizeof(*p));
		list->t = p;
		list->room = room;
	}
	list->t[list->n++] = t;
	return true;
}

/* ---- the tokens of a line ---- */

/* Passes over a comment. */
static bool pass_comment(struct cutter *c)
{
	if (cut_at(c, "//")) {
		while (c->p < c->end && *c->p != '\n')
			cut_advance(c, 1);
		return true;
	}
	if (!cut_at(c, "/*"))
		return false;
	cut_advance(c, 2);
	while (c->p < c->end && !cut_at(c, "*/"))
		cut_advance(c, 1);
	cut_advance(c, 2);
	return true;
}

/* A backslash at the end of a line. */
static bool pass_continuation(struct cutter *c)
{
	size_t n = cut_at(c, "\\\n") ? 2 : cut_at(c, "\\\r\n") ? 3 : 0;

	cut_advance(c, n);
	return n;
}

bool pp_line_token(struct cutter *c, struct token *t)
{
	enum cut_mode mode = c->mode;
	const char *p = c->p;

	for (;;) {
		while (c->p < c->end && *c->p && strchr(" \t\r\v\f", *c->p))
			cut_advance(c, 1);
		if (!pass_continuation(c) && !pass_comment(c))
			break;
	}
	if (c->p >= c->end || *c->p == '\n' || c->comment)
		return false;
	c->mode = CUT_C;
	*t = cut_token(c);
	t->has_blank = t->text != p;
	c->mode = mode;
	return true;
}

static void pass_line(struct cutter *c)
{
	struct token t;

	while (pp_line_token(c, &t))
		;
}

static void end_line(struct cutter *c, const char *directive)
{
	struct token t;

	if (pp_line_token(c, &t))
		pp_error(c, t.at, "expected the end of the line behind #%s, found '%.*s'",
			 directive, t.len > 40 ? 40 : t.len, t.text);
	pass_line(c);
}

/* What stands before @t on its line is blank. */
static bool is_first(const struct cutter *c, const struct token *t)
{
	bool other = c->library || (c->pp && c->pp->file);
	const char *start = other ? NULL : c->test->source.text;
	const char *p = t->text;
	int column = t->at.column;

	while (column > 1 && p != start && strchr(" \t\r\v\f", p[-1])) {
		p--;
		column--;
	}
	return column == 1 || p == start;
}

bool pp_is_directive(const struct cutter *c, const struct token *t)
{
	const char *p = c->p;

	if (t->kind != T_PUNCT || t->len != 1 || *t->text != '#' || c->rust ||
	    c->mode == CUT_RUST)
		return false;
	while (p < c->end && (*p == ' ' || *p == '\t'))
		p++;
	/* attributes of Rust */
	return (p == c->end || (*p != '[' && *p != '!')) && is_first(c, t);
}

/* ---- #if and its relatives ---- */

static bool is_name(const struct token *t, const char *name)
{
	return t->kind == T_NAME && token_is(t, name);
}

/* Passes over lines up to the #elif, #else or #endif of the same #if: its name is *@t. */
static bool skip_group(struct cutter *c, struct token *t)
{
	enum cut_mode mode = c->mode;
	bool found = false;
	int depth = 0;

	c->mode = CUT_C;
	while (!found) {
		struct token next;

		cut_blanks(c);
		next = cut_token(c);
		if (next.kind == T_END)
			break;
		if (!pp_is_directive(c, &next) || !pp_line_token(c, t) || t->kind != T_NAME)
			continue;
		if (token_is(t, "if") || token_is(t, "ifdef") || token_is(t, "ifndef"))
			depth++;
		else if (token_is(t, "endif") && depth--)
			found = !(depth + 1);
		else if (!depth && (token_is(t, "elif") || token_is(t, "else")))
			found = true;
		else
			found = depth < 0;
	}
	c->mode = mode;
	return found;
}

/* Whether the name behind #ifdef is that of a macro. */
static bool name_is_defined(struct cutter *c, const char *directive)
{
	struct lkmm_place at = c->at;
	struct token name;
	bool defined = false;

	if (pp_line_token(c, &name) && name.kind == T_NAME)
		defined = pp_is_defined(c, &name);
	else
		pp_error(c, at, "expected the name of a macro behind #%s", directive);
	end_line(c, directive);
	return defined;
}

/* What is at hand is left out: goes to the part of the #if that is read. */
static void find_part(struct cutter *c)
{
	struct conditional *open = c->pp->conditional;
	struct token t;

	while (skip_group(c, &t)) {
		if (is_name(&t, "endif")) {
			end_line(c, "endif");
			c->pp->conditional = open->outer;
			return;
		}
		if (open->has_else)
			pp_error(c, t.at, "#%.*s behind the #else of the #if in line %d", t.len,
				 t.text, open->at.line);
		if (is_name(&t, "else")) {
			open->has_else = true;
			end_line(c, "else");
		}
		if (open->taken)
			continue;
		open->taken = is_name(&t, "else") || pp_condition(c, t.at);
		if (open->taken)
			return;
	}
	pp_error(c, open->at, "this #if has no #endif");
	c->pp->conditional = open->outer;
}

static void open_if(struct cutter *c, struct lkmm_place at, bool holds)
{
	struct conditional *open = cut_alloc(c, sizeof(*open));

	if (!open) {
		c->stop = true;
		return;
	}
	*open = (struct conditional){ c->pp->conditional, at, c->pp->file, holds, false };
	c->pp->conditional = open;
	if (!holds)
		find_part(c);
}

/* #elif, #else or #endif, where what stands before it was read. */
static void close_part(struct cutter *c, const struct token *t, struct lkmm_place at)
{
	struct conditional *open = c->pp->conditional;

	if (!open || open->file != c->pp->file) {
		pp_error(c, at, "#%.*s without #if", t->len, t->text);
		pass_line(c);
		return;
	}
	if (!is_name(t, "endif")) {
		if (open->has_else)
			pp_error(c, at, "#%.*s behind the #else of the #if in line %d", t->len,
				 t->text, open->at.line);
		open->has_else |= is_name(t, "else");
		pass_line(c);
		find_part(c);
		return;
	}
	end_line(c, "endif");
	c->pp->conditional = open->outer;
}

/* ---- the others ---- */

/* The rest of the line, as it stands. */
static void tell_line(struct cutter *c, const struct token *t, struct lkmm_place at)
{
	const char *p = c->p, *end;
	int n;

	while (p < c->end && (*p == ' ' || *p == '\t'))
		p++;
	end = memchr(p, '\n', (size_t)(c->end - p));
	end = end ? end : c->end;
	n = end - p > 150 ? 150 : (int)(end - p);
	while (n && strchr(" \t\r", p[n - 1]))
		n--;
	if (token_is(t, "error"))
		pp_error(c, at, "#error %.*s", n, p);
	else
		pp_warn(c, at, "#warning %.*s", n, p);
	pass_line(c);
}

static void read_pragma(struct cutter *c)
{
	struct token t;

	if (pp_line_token(c, &t) && is_name(&t, "once"))
		pp_once(c);
	pass_line(c);
}

static void unknown_directive(struct cutter *c, const struct token *t, struct lkmm_place at)
{
	if (is_name(t, "line"))
		pp_error(c, at, "#line is not supported: remove it, errors name the lines of this "
			 "file");
	else if (is_name(t, "include_next") || is_name(t, "import") || is_name(t, "embed"))
		pp_error(c, at, "#%.*s is not supported: write #include", t->len, t->text);
	else
		pp_error(c, at, "unknown directive '#%.*s': expected define, undef, if, ifdef, "
			 "ifndef, elif, else, endif, include, error, warning or pragma",
			 t->len > 40 ? 40 : t->len, t->text);
	pass_line(c);
}

static void read_directive(struct cutter *c, const struct token *t, struct lkmm_place at)
{
	if (is_name(t, "define")) {
		pp_define(c);
		pass_line(c);
	} else if (is_name(t, "undef")) {
		pp_undef(c);
		end_line(c, "undef");
	} else if (is_name(t, "include")) {
		pp_include(c, at);
	} else if (is_name(t, "if")) {
		open_if(c, at, pp_condition(c, at));
	} else if (is_name(t, "ifdef") || is_name(t, "ifndef")) {
		bool wanted = is_name(t, "ifdef");

		open_if(c, at, name_is_defined(c, wanted ? "ifdef" : "ifndef") == wanted);
	} else if (is_name(t, "elif") || is_name(t, "else") || is_name(t, "endif")) {
		close_part(c, t, at);
	} else if (is_name(t, "error") || is_name(t, "warning")) {
		tell_line(c, t, at);
	} else if (is_name(t, "pragma")) {
		read_pragma(c);
	} else {
		unknown_directive(c, t, at);
	}
}

void pp_directive(struct cutter *c, struct lkmm_place at)
{
	struct token t;

	/* "#" alone is one that does nothing */
	if (preprocessor(c) && pp_line_token(c, &t))
		read_directive(c, &t, at);
}

void pp_pass(struct cutter *c)
{
	while (!c->stop) {
		struct cutter ahead;
		struct token t;

		cut_blanks(c);
		if (c->p >= c->end && c->pp && c->pp->file) {
			pp_end_file(c);
			continue;
		}
		if (c->p >= c->end || *c->p != '#')
			return;
		ahead = *c;
		t = cut_token(&ahead);
		if (!pp_is_directive(&ahead, &t))
			return;
		cut_advance(c, 1);
		pp_directive(c, t.at);
	}
}
