// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What macros become. A macro is not expanded again while its own expansion is read; a name that
 * was met there never is. An argument is expanded by itself before it takes the place of its
 * parameter, except beside "#" and "##". The tokens of a macro stand where it is used, those of
 * an argument where they are in the text.
 */
#include "preprocess.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { MAX_CALLS = 100, MAX_MADE = 1 << 20 };

struct argument {
	struct token_list raw, full;	/* as it stands, and with its macros expanded */
	bool expanded;
	bool given;			/* perhaps with nothing in it */
};

/* ---- where tokens come from ---- */

static struct token end_of_argument(const struct cutter *c)
{
	return (struct token){ .kind = T_END, .text = "", .at = c->at };
}

static void pop_context(struct preprocessor *pp)
{
	if (pp->context->macro)
		pp->context->macro->disabled = false;
	pp->context = pp->context->outer;
}

static void push_context(struct cutter *c, const struct token_list *list, struct macro *m,
			 bool wall)
{
	struct macro_context *top = cut_alloc(c, sizeof(*top));

	if (!top) {
		c->stop = true;
		return;
	}
	*top = (struct macro_context){
		.outer = c->pp->context, .t = list->t,
		.end = list->n ? list->t + list->n : list->t,	/* an empty list has no array */
		.macro = m, .wall = wall,
	};
	c->pp->context = top;
	if (m)
		m->disabled = true;
}

/* The next token as it stands; T_END at the end of an argument, or of the test. */
static struct token next_plain(struct cutter *c)
{
	struct preprocessor *pp = c->pp;
	struct token t;

	while (pp->context && pp->context->t == pp->context->end) {
		if (pp->context->wall)
			return end_of_argument(c);
		pop_context(pp);
	}
	if (pp->context)
		return *pp->context->t++;
	while (!c->stop) {
		t = cut_text_token(c);
		if (pp_is_directive(c, &t))
			pp_directive(c, t.at);
		else if (t.kind == T_END && pp->file && !t.fault)
			pp_end_file(c);
		else
			return t;
	}
	return end_of_argument(c);
}

/* Whether the next token is "(". What has been read of macros so far has ended, then. */
static bool parenthesis_follows(struct cutter *c)
{
	struct preprocessor *pp = c->pp;
	struct cutter ahead;
	struct token t;

	while (pp->context && pp->context->t == pp->context->end) {
		if (pp->context->wall)
			return false;
		pop_context(pp);
	}
	if (pp->context)
		return token_is(pp->context->t, "(");
	ahead = *c;
	cut_blanks(&ahead);
	t = cut_token(&ahead);
	return token_is(&t, "(");
}

/* ---- arguments ---- */

static bool check_number(struct cutter *c, const struct macro *m, int n, struct lkmm_place at)
{
	if (n == m->nparams || (m->variadic && n == m->nparams - 1))
		return true;
	pp_error(c, at, "'%.*s' takes %d argument%s, not %d", m->len > 40 ? 40 : m->len, m->name,
		 m->nparams, m->nparams == 1 ? "" : "s", n);
	return false;
}

/* Behind the name of @m: its arguments. False after an error. */
static bool read_arguments(struct cutter *c, const struct macro *m, struct argument *a,
			   struct lkmm_place at)
{
	struct token t = next_plain(c);
	bool any = false;
	int depth = 0, n = 1;

	for (;;) {
		t = next_plain(c);
		if (t.kind == T_END || c->stop) {
			pp_error(c, at, "expected ')' to end the arguments of '%.*s'",
				 m->len > 40 ? 40 : m->len, m->name);
			return false;
		}
		if (!depth && token_is(&t, ")"))
			break;
		if (!depth && token_is(&t, ",") && !(m->variadic && n >= m->nparams)) {
			n++;
			continue;
		}
		if (t.kind == T_NAME) {
			struct macro *known = pp_find_macro(c, &t);

			t.is_final |= known && known->disabled;
		}
		depth += token_is(&t, "(") - token_is(&t, ")");
		any = true;
		if (n <= m->nparams)
			pp_push(c, &a[n - 1].raw, t);
	}
	for (int i = 0; i < m->nparams; i++)
		a[i].given = i < n && (any || m->nparams > 1);
	return check_number(c, m, n == 1 && !m->nparams && !any ? 0 : n, at);
}

struct token_list pp_expand(struct cutter *c, const struct token_list *list)
{
	struct token_list out = { 0 };
	struct token t;

	push_context(c, list, NULL, true);
	while (!c->stop && (t = pp_next(c)).kind != T_END)
		pp_push(c, &out, t);
	if (!c->stop)
		c->pp->context = c->pp->context->outer;
	return out;
}

static const struct token_list *full_argument(struct cutter *c, struct argument *a)
{
	if (!a->expanded)
		a->full = pp_expand(c, &a->raw);
	a->expanded = true;
	return &a->full;
}

/* ---- # and ## ---- */

/* A token of the text @s, whose last byte is followed by a byte 0. */
static struct token make_token(struct cutter *c, const char *s, size_t n, bool *whole)
{
	struct cutter one = { .arena = c->arena, .p = s, .end = s + n, .mode = CUT_C };
	struct token t = cut_token(&one);

	*whole = one.p == one.end && t.kind != T_END;
	return t;
}

static struct token out_of_memory(struct cutter *c, struct lkmm_place at)
{
	c->stop = true;
	return (struct token){ .kind = T_END, .text = "", .at = at };
}

/* #: the text of an argument, as a string. */
static struct token make_string(struct cutter *c, const struct token_list *list,
				struct lkmm_place at)
{
	size_t size = 3;
	char *s, *p;

	for (int i = 0; i < list->n; i++)
		size += 2 * (size_t)list->t[i].len + 1;
	s = p = cut_alloc(c, size);
	if (!s)
		return out_of_memory(c, at);
	*p++ = '"';
	for (int i = 0; i < list->n; i++) {
		const struct token *t = &list->t[i];

		if (i && t->has_blank)
			*p++ = ' ';
		for (int k = 0; k < t->len; k++) {
			if (t->kind == T_STRING && strchr("\"\\", t->text[k]))
				*p++ = '\\';
			*p++ = t->text[k];
		}
	}
	*p++ = '"';
	return (struct token){ .kind = T_STRING, .text = s, .len = (int)(p - s), .at = at };
}

/* In C, 1_MODULE is one token: a preprocessing number, which may be pasted further. */
static bool is_number(const struct token *a, const char *s)
{
	while (*s == '_' || isalnum((unsigned char)*s))
		s++;
	return a->kind == T_NUMBER && !*s;
}

/* ##: @a and @b as one token, in the place of @a. */
static void paste(struct cutter *c, struct token *a, const struct token *b, const struct macro *m,
		  struct lkmm_place at)
{
	size_t n = (size_t)a->len + (size_t)b->len;
	char *s = cut_alloc(c, n + 1);
	struct token t;
	bool whole;

	if (!s) {
		*a = out_of_memory(c, at);
		return;
	}
	memcpy(s, a->text, (size_t)a->len);
	memcpy(s + a->len, b->text, (size_t)b->len);
	t = make_token(c, s, n, &whole);
	whole &= !t.fault;
	if (!whole && is_number(a, s))
		t = (struct token){ .kind = T_NUMBER, .text = s, .len = (int)n,
				    .fault = "expected a number, as in 10, 0xff or 0b11" };
	else if (!whole)
		pp_error(c, at, "'##' in '%.*s' makes no token of '%.40s'",
			 m->len > 40 ? 40 : m->len, m->name, s);
	t.has_blank = a->has_blank;
	t.at = at;
	*a = t;
}

/* ---- the body of a macro ---- */

/* What is written so far, and what the left side of "##" is. */
struct writing {
	struct token_list out;
	bool pastes;			/* "##" was the last token of the body */
	bool was_empty;			/* what stood before it */
	bool blank;			/* before what has become nothing */
};

/* @blank: one stands before what it is written for. */
static void write_list(struct cutter *c, struct writing *w, const struct token_list *list,
		       bool blank, const struct macro *m, struct lkmm_place at)
{
	int first = 0;

	if (w->pastes && !w->was_empty && list->n && w->out.n) {
		paste(c, &w->out.t[w->out.n - 1], &list->t[0], m, at);
		first = 1;
	}
	for (int i = first; i < list->n && pp_push(c, &w->out, list->t[i]); i++)
		if (!i)
			w->out.t[w->out.n - 1].has_blank = blank || w->blank;
	w->blank = (w->blank || blank) && !list->n;
	w->was_empty = !list->n && (!w->pastes || w->was_empty);
	w->pastes = false;
}

/* , ## __VA_ARGS__ of GNU C: no comma where there is no such argument. True if @i is that. */
static bool write_rest(struct cutter *c, struct writing *w, const struct macro *m, int i,
		       const struct argument *a)
{
	if (!m->variadic || m->body.t[i].number != m->nparams || !w->pastes || w->was_empty ||
	    !w->out.n || !token_is(&w->out.t[w->out.n - 1], ","))
		return false;
	w->pastes = w->was_empty = false;
	if (!a->given)
		w->out.n--;
	for (int k = 0; k < a->raw.n; k++)
		pp_push(c, &w->out, a->raw.t[k]);
	return true;
}

/* Token @i of the body, and the parameter behind it if it is "#"; the last of them. */
static int write_token(struct cutter *c, struct writing *w, const struct macro *m, int i,
		       struct argument *a, struct lkmm_place at)
{
	const struct token *b = &m->body.t[i];
	int arg = b->kind == T_NAME ? (int)b->number - 1 : -1;
	bool beside = w->pastes || (i + 1 < m->body.n && token_is(b + 1, "##"));
	struct token one = *b;
	struct token_list list = { &one, 1, 1 };

	one.at = at;
	if (m->kind == MACRO_FUNCTION && token_is(b, "#")) {
		one = make_string(c, &a[b[1].number - 1].raw, at);
		write_list(c, w, &list, b->has_blank, m, at);
		return i + 1;
	}
	if (arg >= 0 && write_rest(c, w, m, i, &a[arg]))
		return i;
	write_list(c, w, arg < 0 ? &list : beside ? &a[arg].raw : full_argument(c, &a[arg]),
		   b->has_blank, m, at);
	return i;
}

static struct token_list write_body(struct cutter *c, const struct macro *m, struct argument *a,
				    struct lkmm_place at)
{
	struct writing w = { 0 };

	for (int i = 0; i < m->body.n && !c->stop; i++) {
		if (token_is(&m->body.t[i], "##"))
			w.pastes = true;
		else
			i = write_token(c, &w, m, i, a, at);
	}
	return w.out;
}

/* ---- a use ---- */

/* Where the tokens of @m stand that is used at @at: there. */
static struct lkmm_place place_of_use(struct cutter *c, const struct macro *m, struct lkmm_place at)
{
	struct lkmm_origin *in;

	if (at.in && at.in->macro)
		return at;
	in = cut_alloc(c, sizeof(*in));
	if (!in) {
		c->stop = true;
		return at;
	}
	if (at.in)
		*in = *at.in;
	in->macro = cut_keep(c, m->name, m->len);
	in->library = m->library;
	at.in = in;
	return at;
}

/* __LINE__ and the like */
static struct token made_up(struct cutter *c, const struct macro *m, const struct token *use)
{
	const char *file = use->at.in && use->at.in->file ? use->at.in->file : "";
	size_t size = strlen(file) + 32;
	char *s = cut_alloc(c, size);
	struct token t;
	bool whole;

	if (!s)
		return out_of_memory(c, use->at);
	if (m->kind == MACRO_FILE)
		snprintf(s, size, "\"%s\"", file);
	else
		snprintf(s, size, "%d", m->kind == MACRO_LINE ? use->at.line : c->pp->counter++);
	t = make_token(c, s, strlen(s), &whole);
	t.at = use->at;
	t.has_blank = use->has_blank;
	return t;
}

/* Whether the name at hand, a word of the kernel, is that of a function of the test. */
static bool declares_function(const struct cutter *c)
{
	const struct token *last = c->n ? &c->token[c->n - 1] : NULL;
	struct cutter ahead = *c;
	struct token t;
	int open = 0;

	if (c->library || c->pp->context || c->mode != CUT_C || c->braces > 0 || c->brackets > 0 ||
	    !last || (last->kind != T_NAME && !token_is(last, "*")))
		return false;
	do {
		cut_blanks(&ahead);
		t = cut_token(&ahead);
		open += token_is(&t, "(") - token_is(&t, ")");
	} while (open > 0 && t.kind != T_END);
	cut_blanks(&ahead);
	t = cut_token(&ahead);
	return token_is(&t, "{") || (token_is(&t, ";") && !token_is(last, "static"));
}

/* Reads the use @t of @m. False if it is none: a name without arguments. */
static bool use_macro(struct cutter *c, struct macro *m, struct token *t)
{
	struct preprocessor *pp = c->pp;
	struct argument *a = NULL;
	struct token_list out;
	bool between = c->between;

	if (m->kind == MACRO_FUNCTION && !parenthesis_follows(c))
		return false;
	if (m->library && m->kind == MACRO_FUNCTION && declares_function(c)) {
		m->undefined = true;
		return false;
	}
	cut_keep_plain(c, t);
	/* "(*" starts no comment in arguments */
	c->between = false;
	if (m->kind == MACRO_FUNCTION) {
		a = cut_alloc(c, ((size_t)m->nparams + 1) * sizeof(*a));
		if (!a || ++pp->depth > MAX_CALLS) {
			pp_error(c, t->at, "macros call each other too deep");
			c->stop = true;
			return true;
		}
		if (!read_arguments(c, m, a, t->at)) {
			pp->depth--;
			return true;
		}
	}
	c->between = between;
	out = write_body(c, m, a, place_of_use(c, m, t->at));
	pp->depth -= a != NULL;
	pp->ntokens += out.n + 1;
	if (pp->ntokens > MAX_MADE) {
		pp_error(c, t->at, "the macros of the test make too much of it");
		c->stop = true;
	}
	if (out.n)
		out.t[0].has_blank = t->has_blank;
	pp->blank |= t->has_blank && !out.n;
	if (!c->stop)
		push_context(c, &out, m, false);
	return true;
}

/* @t itself, or what it becomes. */
static struct token expand(struct cutter *c, struct token t)
{
	for (; !c->stop; t = next_plain(c)) {
		struct macro *m = t.kind == T_NAME && !t.is_final ? pp_find_macro(c, &t) : NULL;

		t.has_blank |= c->pp->blank;
		c->pp->blank = false;
		if (!m)
			return t;
		if (m->kind >= MACRO_LINE) {
			cut_keep_plain(c, &t);
			return made_up(c, m, &t);
		}
		if (m->disabled) {
			t.is_final = true;
			return t;
		}
		if (!use_macro(c, m, &t))
			return t;
	}
	return (struct token){ .kind = T_END, .text = c->end, .at = c->at };
}

struct token pp_next(struct cutter *c)
{
	return expand(c, next_plain(c));
}

struct token pp_take(struct cutter *c, struct token t)
{
	if (!preprocessor(c))
		return out_of_memory(c, t.at);
	if (t.kind == T_NAME)
		return expand(c, t);
	if (t.kind != T_END && !pp_is_directive(c, &t))
		return t;
	if (t.kind == T_END && !t.fault)
		pp_end_file(c);
	else if (t.kind == T_END)
		return t;
	else
		pp_directive(c, t.at);
	return pp_next(c);
}
