// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Attributes that change where members are: __packed, __aligned(8), ____cacheline_aligned,
 * _Alignas(8), and what they stand for. The last ones that were read are in l->layout; of a
 * variable they change nothing.
 */
#include "aggregate.h"
#include "front/unknown.h"

#include <stdio.h>

enum { CACHE_LINE = 64, LARGEST = 16, MOST = 4096 };

static void align(struct litmus *l, int64_t n, struct lkmm_place at)
{
	if (n < 1 || n > MOST || (n & (n - 1)))
		lex_error(&l->x, at, "expected an alignment: a power of two, at most %d", MOST);
	else if (n > l->layout.align)
		l->layout.align = (int)n;
}

/* (8) or (int); @otherwise without parentheses */
static void parse_alignment(struct litmus *l, int otherwise, struct lkmm_place at)
{
	struct lexer *x = &l->x;
	int64_t n = otherwise;

	if (lex_accept(x, "(")) {
		if (c_type_starts(l, &x->tok))
			n = c_alignof(parse_type(l));
		else
			n = c_parse_constant(l);
		lex_expect(x, ")");
	}
	if (!x->error[0])
		align(l, n, at);
}

/* ((packed, aligned(8), unused)) */
static void parse_list(struct litmus *l)
{
	struct lexer *x = &l->x;

	lex_expect(x, "(");
	lex_expect(x, "(");
	do {
		struct token name = x->tok;

		lex_next(x);
		if (token_is(&name, "packed") || token_is(&name, "__packed__"))
			l->layout.packed = true;
		else if (token_is(&name, "aligned") || token_is(&name, "__aligned__"))
			parse_alignment(l, LARGEST, name.at);
		else if (token_is(&name, "cleanup") || token_is(&name, "__cleanup__"))
			lex_error(x, name.at, "cleanup is not supported: call the function where "
				  "the variable ends");
		else if (tok_is(x, "("))
			c_pass_parentheses(x);
	} while (lex_accept(x, ","));
	lex_expect(x, ")");
	lex_expect(x, ")");
}

static bool is_word_of_compiler(const struct token *t)
{
	return t->kind == T_NAME && t->len > 2 && t->text[0] == '_' && t->text[1] == '_';
}

void c_parse_layout(struct litmus *l)
{
	struct lexer *x = &l->x;

	while (!x->error[0] && is_layout_word(&x->tok)) {
		struct token word = x->tok;

		lex_next(x);
		if (token_is(&word, "__packed"))
			l->layout.packed = true;
		else if (token_is(&word, "__attribute__") || token_is(&word, "__attribute"))
			parse_list(l);
		else if (word.text[word.len - 1] == 't' || tok_is(x, "("))
			parse_alignment(l, LARGEST, word.at);
		else
			align(l, CACHE_LINE, word.at);
	}
}

void c_parse_attributes(struct litmus *l)
{
	struct lexer *x = &l->x;
	char name[61], text[LITMUS_ERROR_TEXT];

	c_parse_layout(l);
	if (x->error[0] || !is_word_of_compiler(&x->tok))
		return;
	snprintf(name, sizeof(name), "%.*s", x->tok.len, x->tok.text);
	if (remedy(name, false, text, sizeof(text)))
		lex_error(x, x->tok.at, "unknown attribute '%s': %s", name, text);
	else
		lex_error(x, x->tok.at, "unknown attribute '%s': if it changes no value, "
			  "'#define %s' at the top", name, name);
}

const struct token *c_behind_layout(const struct token *t)
{
	int depth = 0;

	while (is_layout_word(t)) {
		t++;
		if (!token_is(t, "("))
			continue;
		do {
			depth += token_is(t, "(") - token_is(t, ")");
			t++;
		} while (depth && t->kind != T_END);
	}
	return t;
}
