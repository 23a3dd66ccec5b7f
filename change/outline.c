// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "outline.h"

#include <string.h>

struct outliner {
	const struct litmus_test *l;
	struct lexer x;
	bool rust;			/* in a function in Rust */
	size_t end;			/* of the token before the current one */
	int depth;
	bool failed;
};

static size_t here(const struct outliner *o)
{
	return (size_t)(o->x.tok.text - o->l->source.text);
}

static void next(struct outliner *o)
{
	o->end = here(o) + (size_t)o->x.tok.len;
	lex_next(&o->x);
}

static bool accept(struct outliner *o, const char *text)
{
	if (!tok_is(&o->x, text))
		return false;
	next(o);
	return true;
}

static bool at_end(const struct outliner *o)
{
	return o->failed || o->x.tok.kind == T_END;
}

static void *get(struct outliner *o, size_t size)
{
	void *p = lkmm_alloc(o->l->arena, size);

	o->failed |= !p;
	return p;
}

struct lexer lex_from(const struct litmus_test *l, size_t at)
{
	const struct token *t = l->source.plain;
	struct lexer x;

	while (t->kind != T_END && t->text < l->source.text + at)
		t++;
	lex_open(&x, t);
	lex_next(&x);
	return x;
}

size_t place_offset(const struct litmus_test *l, struct lkmm_place at)
{
	const char *p = l->source.text, *end = l->source.text + l->source.size;

	for (int line = 1; line < at.line && p < end; p++)
		line += *p == '\n';
	p += at.column - 1;
	return (size_t)((p < end ? p : end) - l->source.text);
}

struct lkmm_place offset_place(const struct litmus_test *l, size_t offset)
{
	struct lkmm_place at = { .line = 1, .column = 1 };

	for (size_t i = 0; i < offset && i < l->source.size; i++) {
		at.line += l->source.text[i] == '\n';
		at.column = l->source.text[i] == '\n' ? 1 : at.column + 1;
	}
	return at;
}

const struct function *function_at(const struct function *f, size_t at)
{
	while (f && (at < f->body.in.from || at >= f->body.in.to))
		f = f->next;
	return f;
}

/* ---- statements ---- */

static struct statement *read_statement(struct outliner *o);

/* Adds a block to @s, after its others. */
static struct block *new_block(struct outliner *o, struct statement *s)
{
	struct block *b = get(o, sizeof(*b)), **p = &s->block;

	while (*p)
		p = &(*p)->next;
	if (b) {
		*p = b;
		b->head_to = o->end;
	}
	return b;
}

/* The token is the brace that opens @b. */
static void read_braces(struct outliner *o, struct block *b)
{
	struct statement **p = &b->first;

	b->braced = true;
	next(o);
	b->in.from = o->end;
	while (!at_end(o) && !tok_is(&o->x, "}")) {
		*p = read_statement(o);
		if (!*p)
			return;
		p = &(*p)->next;
	}
	b->in.to = here(o);
	if (!at_end(o))
		next(o);
}

/* The body of if, while and the like: in braces, or one statement. */
static void read_body(struct outliner *o, struct statement *s, bool loop)
{
	struct block *b = new_block(o, s);

	if (!b)
		return;
	b->loop = loop;
	if (tok_is(&o->x, "{")) {
		read_braces(o, b);
		return;
	}
	b->in.from = here(o);
	b->first = read_statement(o);
	b->in.to = o->end;
}

/* Skips the text between the parenthesis that is the token and the one that closes it. */
static void skip_parentheses(struct outliner *o)
{
	int open = 0;

	do {
		open += tok_is(&o->x, "(") - tok_is(&o->x, ")");
		next(o);
	} while (open > 0 && !at_end(o));
}

static void read_simple(struct outliner *o, struct statement *s)
{
	int open = 0;

	while (!at_end(o)) {
		if (open == 0 && tok_is(&o->x, "}"))
			return;
		if (open == 0 && accept(o, ";"))
			break;
		if (tok_is(&o->x, "{") && !open) {
			struct block *b = new_block(o, s);

			if (b)
				read_braces(o, b);
			continue;
		}
		open += tok_is(&o->x, "(") - tok_is(&o->x, ")");
		next(o);
	}
	s->ended = true;
}

static void read_c(struct outliner *o, struct statement *s)
{
	bool loop = tok_is(&o->x, "while") || tok_is(&o->x, "for");

	s->ended = true;
	if (tok_is(&o->x, "{")) {
		read_body(o, s, false);
	} else if (loop || tok_is(&o->x, "if")) {
		next(o);
		skip_parentheses(o);
		read_body(o, s, loop);
		if (!loop && accept(o, "else"))
			read_body(o, s, false);
	} else if (accept(o, "do")) {
		read_body(o, s, true);
		next(o);
		skip_parentheses(o);
		accept(o, ";");
	} else {
		s->ended = false;
		read_simple(o, s);
	}
}

static bool is_loop_word(const struct lexer *x)
{
	return tok_is(x, "loop") || tok_is(x, "while") || tok_is(x, "for");
}

static bool is_block_word(const struct lexer *x)
{
	return is_loop_word(x) || tok_is(x, "if") || tok_is(x, "match") || tok_is(x, "unsafe") ||
	       tok_is(x, "{") || x->tok.kind == T_LIFETIME;
}

/*
 * Up to ';', or to the brace that closes a block at the start. A block anywhere in an expression is
 * a block, and so are the braces of match: their contents are not a statement, but end like one.
 */
static void read_rust(struct outliner *o, struct statement *s)
{
	bool block_like = is_block_word(&o->x), loop = false;
	int open = 0;

	while (!at_end(o)) {
		loop |= is_loop_word(&o->x);
		if (tok_is(&o->x, "{")) {
			struct block *b = new_block(o, s);

			if (!b)
				return;
			b->loop = loop;
			loop = false;
			read_braces(o, b);
			s->ended = block_like && !open && !tok_is(&o->x, "else") &&
				   !tok_is(&o->x, ".");
			if (!s->ended)
				continue;
			accept(o, ";");
			return;
		}
		if (!open && tok_is(&o->x, "}"))
			return;
		s->ended = !open && tok_is(&o->x, ";");
		open += tok_is(&o->x, "(") - tok_is(&o->x, ")");
		next(o);
		if (s->ended)
			return;
	}
}

static struct statement *read_statement(struct outliner *o)
{
	struct statement *s = get(o, sizeof(*s));

	if (!s || o->depth > LITMUS_MAX_DEPTH)
		return NULL;
	o->depth++;
	s->all.from = here(o);
	if (o->rust)
		read_rust(o, s);
	else
		read_c(o, s);
	s->all.to = o->end;
	o->depth--;
	/* An extra brace: the front end reports it first. */
	if (s->all.to <= s->all.from)
		o->failed = true;
	return o->failed ? NULL : s;
}

/* ---- functions ---- */

static void skip_braces(struct outliner *o)
{
	int open = 0;

	do {
		open += tok_is(&o->x, "{") - tok_is(&o->x, "}");
		next(o);
	} while (open > 0 && !at_end(o));
}

static void read_function(struct outliner *o, struct function *f)
{
	f->rust = o->rust;
	f->body.head_to = o->end;
	read_braces(o, &f->body);
	o->rust = false;
}

/* impl TYPE {, trait NAME {, mod NAME {: functions are in there. */
static bool holds_functions(const struct lexer *x)
{
	struct lexer ahead = *x;

	if (!tok_is(x, "impl") && !tok_is(x, "trait") && !tok_is(x, "mod"))
		return false;
	lex_next(&ahead);
	return ahead.tok.kind == T_NAME ? !tok_is(x, "mod") || lex_next_is(&ahead, "{") :
					  tok_is(x, "impl") && tok_is(&ahead, "<");
}

static int brackets(const struct lexer *x)
{
	if (tok_is(x, "(") || tok_is(x, "["))
		return 1;
	return tok_is(x, ")") || tok_is(x, "]") ? -1 : 0;
}

struct function *outline(const struct litmus_test *l)
{
	struct outliner o = { .l = l };
	struct function *first = NULL, **p = &first;
	bool called = false;
	int open = 0;

	lex_open(&o.x, l->source.plain);
	lex_next(&o.x);
	while (!at_end(&o)) {
		if (!called && holds_functions(&o.x)) {
			while (!at_end(&o) && !tok_is(&o.x, "{"))
				next(&o);
			next(&o);
			continue;
		}
		if (tok_is(&o.x, "fn"))
			o.rust = true;
		/* not the one of [T; N] among parameters */
		open += brackets(&o.x);
		if (tok_is(&o.x, ";") && !open)
			called = o.rust = false;
		if (tok_is(&o.x, "{") && !called) {
			skip_braces(&o);
			continue;
		}
		called |= tok_is(&o.x, "(");
		if (!tok_is(&o.x, "{")) {
			next(&o);
			continue;
		}
		*p = get(&o, sizeof(**p));
		if (!*p)
			break;
		read_function(&o, *p);
		p = &(*p)->next;
		called = false;
	}
	return first;
}
