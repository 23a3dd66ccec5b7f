// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Characters and strings. A string is an array of its characters, in memory; two with the same
 * characters are one. */
#include "aggregate.h"
#include "front/allocation.h"
#include "front/error.h"
#include "front/part.h"

#include <stdio.h>
#include <string.h>

struct c_string {
	const char *text;
	int len, loc;
};

enum { MOST = 200 };

/* ---- the characters of a token ---- */

static int digit(char c, int base)
{
	int v = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ?
		(c | 32) - 'a' + 10 : base;

	return v < base ? v : -1;
}

static int read_digits(const char **p, const char *end, int base, int most)
{
	int v = 0;

	for (int i = 0; i < most && *p < end && digit(**p, base) >= 0; i++)
		v = v * base + digit(*(*p)++, base);
	return v;
}

/* The character at *@p, which may be written with a backslash. */
static char next_char(const char **p, const char *end)
{
	static const char names[] = "abefnrtv", values[] = "\a\b\033\f\n\r\t\v";
	char c = *(*p)++;
	const char *name;

	if (c != '\\' || *p == end)
		return c;
	c = **p;
	if (digit(c, 8) >= 0)
		return (char)read_digits(p, end, 8, 3);
	++*p;
	if (c == 'x')
		return (char)read_digits(p, end, 16, 2);
	name = strchr(names, c);
	return c && name ? values[name - names] : c;
}

bool c_is_character(const struct token *t)
{
	return t->kind == T_STRING && *t->text == '\'';
}

bool c_is_string(const struct token *t)
{
	return t->kind == T_STRING && *t->text == '"';
}

int64_t c_parse_character(struct litmus *l)
{
	struct lexer *x = &l->x;
	const char *p = x->tok.text + 1, *end = x->tok.text + x->tok.len - 1;
	char c = p < end ? next_char(&p, end) : 0;

	if (p != end || x->tok.len < 3)
		lex_error(x, x->tok.at, "expected one character");
	lex_next(x);
	return (signed char)c;
}

int c_read_string(struct litmus *l, char *text, int size)
{
	struct lexer *x = &l->x;
	struct lkmm_place at = x->tok.at;
	int n = 0;

	for (; c_is_string(&x->tok); lex_next(x)) {
		const char *p = x->tok.text + 1, *end = x->tok.text + x->tok.len - 1;

		while (p < end && n < size)
			text[n++] = next_char(&p, end);
		if (p < end)
			lex_error(x, at, "expected a string of at most %d characters", size);
	}
	return n;
}

int c_read_characters(struct litmus *l, const struct lkmm_aggregate *a,
		      char text[C_MAX_ELEMENTS])
{
	struct lkmm_place at = l->x.tok.at;
	int n = c_read_string(l, text, C_MAX_ELEMENTS);

	if (a->kind != C_ARRAY || c_sizeof(a->of) != 1 || n > a->n)
		lex_error(&l->x, at, "expected '{', or a string for an array of characters");
	return n;
}

/* ---- strings ---- */

static struct ctype array_of_chars(struct litmus *l, int n)
{
	const struct ctype of = { .integer = LKMM_SIGNED(8) };

	return c_array_of(l, of, n);
}

/* A new object with these characters. */
static int make_string(struct litmus *l, const char *text, int len, struct lkmm_place at)
{
	int before = l->test->nlocs;
	int loc = new_variable(l, "string", 6, at.line);

	if (l->no_memory || loc < before)
		return -1;
	c_make_object(l, loc, array_of_chars(l, len + 1), at);
	for (int i = 0; i < len && loc + i < l->test->nlocs; i++)
		l->test->loc[loc + i].init = (signed char)text[i];
	return loc;
}

int c_parse_string(struct litmus *l)
{
	struct lkmm_place at = l->x.tok.at;
	struct c_string *list;
	char text[MOST];
	int len = c_read_string(l, text, MOST), loc;

	if (l->x.error[0])
		return -1;
	for (int i = 0; i < l->nstrings; i++)
		if (l->string[i].len == len && !memcmp(l->string[i].text, text, (size_t)len))
			return l->string[i].loc;
	list = litmus_grow(l, l->string, l->nstrings, sizeof(*list));
	loc = list ? make_string(l, text, len, at) : -1;
	if (loc < 0)
		return -1;
	l->string = list;
	list[l->nstrings++] = (struct c_string){ litmus_text(l, text, len), len, loc };
	return loc;
}

struct lkmm_expr *c_string(struct litmus *l)
{
	struct lkmm_place at = l->x.tok.at;
	int loc = c_parse_string(l);
	struct lkmm_expr *e = loc < 0 ? NULL : new_index(l, LKMM_ADDRESS, loc, at);
	const struct ctype *object = e ? c_object_type(l, loc) : NULL;
	struct ctype t;

	if (!object)
		return NULL;
	t = *object;
	t.stars++;
	e->type = c_value_type(t);
	e->type.member = true;
	return c_dereference(l, e, at);
}

/* ---- static_assert ---- */

bool c_is_static_assert(const struct token *t)
{
	return (token_is(t, "static_assert") || token_is(t, "_Static_assert")) &&
	       token_is(t + 1, "(");
}

void c_parse_static_assert(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct lkmm_place at = x->tok.at;
	char text[MOST];
	int64_t holds;
	int n = 0;

	lex_next(x);
	lex_expect(x, "(");
	holds = c_parse_constant(l);
	if (lex_accept(x, ","))
		n = c_read_string(l, text, MOST);
	lex_expect(x, ")");
	lex_expect(x, ";");
	if (!x->error[0] && !holds)
		litmus_report(l, at, "this static_assert() does not hold%s%.*s", n ? ": " : "", n,
			      text);
}
