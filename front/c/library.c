// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Functions of litmus/lib: the first use of a word reads its header, as if the test had included
 * it, and so does the first call of a function by a macro of litmus/lib. The test's own
 * definitions take precedence. The accesses of such a function have the place of its call, and so
 * has an error there: the reader has no other text.
 */
#include "aggregate.h"
#include "function.h"
#include "front/words.h"

#include <stdio.h>
#include <string.h>

static const char *header_text(const char *name)
{
	for (int i = 0; i < nr_word_headers; i++)
		if (!strcmp(word_headers[i].name, name))
			return word_headers[i].text;
	return "";
}

/* Keeps the types and functions of @text. */
static void read_header(struct litmus *l, const char *text)
{
	struct lexer *x = &l->x, back = *x;
	struct token *t = cut_c(l->out, text, strlen(text));

	if (!t) {
		l->no_memory = true;
		lex_fatal(x, x->tok.at, "out of memory");
		return;
	}
	lex_open(x, t);
	lex_next(x);
	while (!x->error[0] && x->tok.kind != T_END) {
		if (c_function_starts(x))
			c_pass_function(l);
		else if (c_item_starts(x))
			c_parse_library_item(l);
		else if (tok_is(x, "static"))
			c_keep_variable(l);
		else
			lex_next(x);
	}
	if (!x->error[0])
		*x = back;
}

void c_read_header(struct litmus *l, const char *name)
{
	struct lkmm_place instead = l->instead;
	const char **list;
	bool in_header = l->in_header;

	for (int i = 0; i < l->nheaders; i++)
		if (!strcmp(l->header[i], name))
			return;
	list = litmus_grow(l, l->header, l->nheaders, sizeof(*list));
	if (!list)
		return;
	l->header = list;
	l->header[l->nheaders++] = name;
	l->in_header = true;
	if (!instead.line)
		l->instead = l->x.tok.at;
	read_header(l, header_text(name));
	if (l->x.error[0])
		l->x.error_at = l->instead;
	l->instead = instead;
	l->in_header = in_header;
}

void c_read_macro_headers(struct litmus *l)
{
	for (int i = 0; i < nr_word_headers; i++)
		if (l->out->source.headers >> i & 1)
			c_read_header(l, word_headers[i].name);
}
