// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Helper functions: their texts, and the names in them. */
#include "aggregate.h"
#include "front/error.h"
#include "front/part.h"
#include "function.h"

#include <stdio.h>
#include <string.h>

/* ---- the text of a function ---- */

static bool is_qualifier(const struct token *t)
{
	return token_is(t, "static") || token_is(t, "inline") || token_is(t, "extern");
}

bool c_is_qualifier(const struct lexer *x)
{
	return !x->error[0] && is_qualifier(&x->tok);
}

/* Behind the bracket that closes the one at @t, or at the end of the text. */
static const struct token *behind(const struct token *t, const char *open, const char *close)
{
	int depth = 0;

	for (; t->kind != T_END; t++) {
		depth += token_is(t, open) - token_is(t, close);
		if (!depth)
			return t + 1;
	}
	return t;
}

static const struct token *behind_attributes(const struct token *t)
{
	while (t->kind == T_NAME && !token_is(t, "exists")) {
		t++;
		if (token_is(t, "("))
			t = behind(t, "(", ")");
	}
	return t;
}

void c_pass_attributes(struct lexer *x)
{
	lex_go_to(x, behind_attributes(lex_token(x)));
}

void c_pass_parentheses(struct lexer *x)
{
	lex_go_to(x, behind(lex_token(x), "(", ")"));
}

const struct token *c_behind_function(const struct token *t)
{
	return behind(behind_attributes(behind(t + 1, "(", ")")), "{", "}");
}

/* Passes over words and stars: the name that a parenthesis follows, or NULL. */
static const struct token *function_name(const struct token *t)
{
	bool any = false;

	while (!(t->kind == T_NAME && any && token_is(t + 1, "(") && !is_qualifier(t))) {
		if (token_is(t, "fn") || (t->kind != T_NAME && !token_is(t, "*")))
			return NULL;
		any |= t->kind == T_NAME;
		t++;
	}
	return t;
}

bool c_function_starts(const struct lexer *x)
{
	const struct token *t;
	int64_t n;

	if (x->tok.kind != T_NAME || x->error[0])
		return false;
	t = function_name(lex_token(x));
	if (!t || process_number(t, &n))
		return false;
	t = behind_attributes(behind(t + 1, "(", ")"));
	return token_is(t, "{") || token_is(t, ";");
}

struct function *c_find_function(const struct litmus *l, const struct token *name)
{
	for (int i = l->nfunctions - 1; i >= 0; i--)
		if (same_name(l->function[i]->name, name->text, name->len))
			return l->function[i];
	return NULL;
}

static void add_function(struct litmus *l, const struct token *name, const struct lex_spot *start)
{
	struct function **list = litmus_grow(l, l->function, l->nfunctions, sizeof(*list));
	struct function *f = litmus_alloc(l, sizeof(*f));

	if (!list || !f)
		return;
	l->function = list;
	f->name = litmus_text(l, name->text, name->len);
	f->len = name->len;
	f->at = name->at;
	f->start = *start;
	f->in_header = l->in_header;
	if (f->name)
		list[l->nfunctions++] = f;
}

/* Whether the test defines @name itself. */
static bool is_defined(const struct litmus *l, const struct token *name)
{
	const struct function *f = c_find_function(l, name);

	return f && !f->in_header;
}

struct function *c_new_function(struct litmus *l, const struct token *name)
{
	struct lex_spot start = lex_here(&l->x);
	int n = l->nfunctions;

	if (c_find_function(l, name))
		return NULL;
	add_function(l, name, &start);
	return l->nfunctions > n ? l->function[n] : NULL;
}

/* The function @name, which is declared in front of @t, is defined behind it. */
static void add_definition(struct litmus *l, const struct token *name, const struct token *t)
{
	const struct token *start = t + 1, *end;
	struct lex_spot spot;
	int depth = 0;

	for (; t->kind != T_END && !is_defined(l, name); t++) {
		depth += token_is(t, "{") - token_is(t, "}");
		if (!depth && (token_is(t, ";") || token_is(t, "}")))
			start = t + 1;
		if (depth || t->kind != T_NAME || t->len != name->len || !token_is(t + 1, "(") ||
		    memcmp(t->text, name->text, (size_t)name->len))
			continue;
		end = behind_attributes(behind(t + 1, "(", ")"));
		spot = (struct lex_spot){ start + 1, *start };
		if (token_is(end, "{"))
			add_function(l, t, &spot);
	}
}

void c_pass_function(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct lex_spot start = lex_here(x);
	const struct token *name = function_name(lex_token(x)), *end;
	int shown = name->len > 40 ? 40 : name->len;
	bool add = true;

	end = behind_attributes(behind(name + 1, "(", ")"));
	if (token_is(end, "{")) {
		bool known = is_defined(l, name);

		/* its declaration has found it */
		if (known && c_find_function(l, name)->at.line == name->at.line)
			add = known = false;

		if (known && !l->in_header)
			litmus_report(l, name->at, "there already is a function '%.*s'", shown,
				      name->text);
		else if (!known && add)
			add_function(l, name, &start);
		end = behind(end, "{", "}");
		if (end->kind == T_END && !token_is(end - 1, "}"))
			lex_error(x, name->at, "expected '}' to end %.*s()", shown, name->text);
		else
			c_read_statics(l, name, end);
	} else if (token_is(end, ";")) {
		add_definition(l, name, end);
		end++;
	}
	if (!x->error[0])
		lex_go_to(x, end);
}

/* ---- names ---- */

struct lkmm_expr *c_constant_parameter(struct litmus *l, const struct token *name)
{
	const struct frame *f = l->frame;

	for (int i = 0; f && i < f->nparams; i++) {
		const struct parameter *p = &f->param[i];
		struct lkmm_expr *e;

		if (!p->constant || p->name.len != name->len ||
		    memcmp(p->name.text, name->text, (size_t)name->len))
			continue;
		e = new_index(l, p->constant->kind, p->constant->index, name->at);
		if (e)
			e->type = p->constant->type;
		return e;
	}
	return NULL;
}

bool c_is_parameter(const struct litmus *l, const struct token *name)
{
	const struct frame *f = l->frame;

	for (int i = 0; f && i < f->nparams; i++)
		if (f->param[i].name.len == name->len &&
		    !memcmp(f->param[i].name.text, name->text, (size_t)name->len))
			return true;
	return false;
}
