// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Items of litmus/lib/rust: the first name of a file that a test uses, and does not define itself,
 * adds the items of that file to those of the test.
 */
#include "front/cut.h"
#include "front/words.h"
#include "item.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static bool is_in_name(char c)
{
	return c == '_' || isalnum((unsigned char)c);
}

static const char *file_text(const char *name)
{
	for (int i = 0; i < nr_word_headers; i++)
		if (!strcmp(word_headers[i].name, name))
			return word_headers[i].text;
	return NULL;
}

/* Whether this is the first time that the file is asked for. */
static bool is_new(struct litmus *l, const char *name)
{
	const char **list;

	for (int i = 0; i < l->nheaders; i++)
		if (!strcmp(l->header[i], name))
			return false;
	list = litmus_grow(l, l->header, l->nheaders, sizeof(*list));
	if (!list)
		return false;
	l->header = list;
	l->header[l->nheaders++] = name;
	return true;
}

static __attribute__((noinline)) const struct word *find_rust_word(const struct token *module,
								    const struct token *name)
{
	char text[100];

	if (name->len > 40 || (module && module->len > 40))
		return NULL;
	snprintf(text, sizeof(text), "Rust %.*s%s%.*s", module ? module->len : 0,
		 module ? module->text : "", module ? "::" : "", name->len, name->text);
	return find_word(text, false);
}

/* EINVAL and its like are constants in the file that defines Error. */
static bool is_error_code(const struct token *name)
{
	for (int i = 0; i < name->len; i++)
		if (name->text[i] >= 'a' && name->text[i] <= 'z')
			return false;
	return name->len > 2 && *name->text == 'E';
}

/* Whether @text may define @name: no file is read for the language's own methods. */
static bool may_define(const char *text, const struct token *name)
{
	char word[48];
	const char *at = text;

	if (name->len > 40)
		return true;
	snprintf(word, sizeof(word), " %.*s", name->len, name->text);
	while ((at = strstr(at, word)) && is_in_name(at[name->len + 1]))
		at++;
	return at;
}

bool rust_read_library(struct litmus *l, const struct token *module, const struct token *name)
{
	const struct word *w = find_rust_word(module, name);
	bool in_header = l->in_header, rust_test = l->rust_test;
	struct token *t;
	const char *text;
	struct lexer x;

	if (!w && module)
		w = find_rust_word(NULL, module);
	if (!w && !module && is_error_code(name))
		w = find_word("Rust Error", false);
	if (!w || w->is != WORD_DEFINED || !(text = file_text(w->other)) ||
	    !may_define(text, name) || !is_new(l, w->other))
		return false;
	t = cut_rust(l->out, text, strlen(text));
	if (!t) {
		l->no_memory = true;
		lex_fatal(&l->x, l->x.tok.at, "out of memory");
		return false;
	}
	lex_open(&x, t);
	lex_next(&x);
	x.quiet = true;
	l->in_header = l->rust_test = true;
	rust_list_library(l, &x);
	l->in_header = in_header;
	l->rust_test = rust_test;
	return true;
}
