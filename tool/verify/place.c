// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Where an access stands in the text. Debug information has the operator of an assignment, the name
 * of a member, the receiver of a method; a change needs where the place or the call begins.
 */
#include "place.h"
#include "front/lex.h"

#include <string.h>

static bool is(const struct token *t, const char *text)
{
	return token_is(t, text);
}

static bool is_one_of(const struct token *t, const char *words)
{
	char word[16];
	int len = t->len < 13 ? t->len : 13;

	word[0] = ' ';
	memcpy(word + 1, t->text, (size_t)len);
	word[len + 1] = ' ';
	word[len + 2] = '\0';
	return strstr(words, word);
}

static bool assigns(const struct token *t)
{
	return t->kind == T_PUNCT &&
	       is_one_of(t, " = += -= *= /= %= &= |= ^= <<= >>= ++ -- ");
}

static bool ends_before_place(const struct token *t)
{
	return is_one_of(t, " ; { } , : ? && || = else do return ! < > + - / % | ^ ");
}

/* The start of the place that ends before @t: (*p).x[i]->y */
static const struct token *place_before(const struct token *first, const struct token *t)
{
	int open = 0;

	while (t > first) {
		const struct token *back = t - 1;

		if (is(back, ")") || is(back, "]")) {
			/* if (x) y = 1: no part of the place */
			if (!open && is(back, ")") && (t->kind == T_NAME || is(t, "*")))
				return t;
			open++;
		} else if (is(back, "(") || is(back, "[")) {
			if (!open--)
				return t;
		} else if (!open && ends_before_place(back)) {
			return t;
		} else if (!open && back->kind == T_NAME && t->kind == T_NAME) {
			return t;
		}
		t = back;
	}
	return t;
}

/* The name of the method or function @name that is called behind @t, or @t. */
static const struct token *call_behind(const struct token *t, const char *name)
{
	for (const struct token *p = t; p->kind != T_END && !is(p, ";"); p++)
		if (is(p, name) && is(p + 1, "("))
			return p;
	return t;
}

size_t find_place(const struct litmus_test *l, size_t at, bool rust, const struct lkmm_access *a)
{
	const struct token *first = l->source.plain, *t = first;

	while (t->kind != T_END && t->text < l->source.text + at)
		t++;
	if (t->kind == T_END)
		return at;
	if (rust) {
		if (a->kind == LKMM_OP && a->op->rust)
			t = call_behind(t, a->op->rust);
	} else if (a->kind == LKMM_PLAIN_LOAD || a->kind == LKMM_PLAIN_STORE) {
		if ((is(t, "++") || is(t, "--")) && (t[1].kind == T_NAME || is(t + 1, "*")))
			t++;
		else if (assigns(t) || (t > first && (is(t - 1, "->") || is(t - 1, "."))))
			t = place_before(first, t);
	}
	return (size_t)(t->text - l->source.text);
}
