// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Words of the kernel that are macros: the first use of one defines all macros of its header in
 * litmus/lib, unless the test has its own macro or function of that name. The functions that those
 * macros call are read where they are called (c/library.c).
 */
#include "preprocess.h"
#include "words.h"

#include <stdio.h>
#include <string.h>

/* Most names are not: two letters show that. */
static bool may_be_macro(const struct token *name)
{
	unsigned char first = (unsigned char)name->text[0];
	unsigned char last = (unsigned char)name->text[name->len - 1];

	return first < 128 && word_macro_letters[first] >> (last & 63) & 1;
}

static const struct word *find_macro_word(const struct token *name)
{
	const struct word *w;
	char text[64];

	if (!may_be_macro(name) || name->len >= (int)sizeof(text))
		return NULL;
	snprintf(text, sizeof(text), "%.*s", name->len, name->text);
	w = find_word(text, false);
	return w && w->is_macro ? w : NULL;
}

bool pp_is_word(const struct token *name)
{
	return find_macro_word(name);
}

static int find_header(const char *name)
{
	int i = 0;

	while (i < nr_word_headers && strcmp(word_headers[i].name, name))
		i++;
	return i;
}

/* Reads the lines of the header that start with "#". */
static void define_all(struct cutter *c, const struct word_header *h)
{
	struct cutter lib = {
		.arena = c->arena, .pp = c->pp, .test = c->test, .library = true,
		.p = h->text, .end = h->text + strlen(h->text), .mode = CUT_C,
		.at = { .line = 1, .column = 1 },
	};

	while (!lib.stop) {
		if (*lib.p == '#') {
			cut_advance(&lib, 1);
			pp_directive(&lib, lib.at);
		}
		lib.p = memchr(lib.p, '\n', (size_t)(lib.end - lib.p));
		if (!lib.p || ++lib.p == lib.end)
			break;
		lib.at.line++;
		lib.at.column = 1;
	}
	c->stop |= lib.stop;
	c->no_memory |= lib.no_memory;
}

/* The macro @m with more arguments, which mean nothing here. */
static void define_alias(struct cutter *c, const struct word *w, const struct token *name)
{
	struct token other = { .text = w->other, .len = (int)strlen(w->other) };
	const struct macro *m = pp_find_macro(c, &other);
	struct macro alias;

	if (!m || !m->library)
		return;
	alias = *m;
	alias.name = cut_keep(c, name->text, name->len);
	alias.len = name->len;
	alias.nparams += w->dropped;
	if (alias.name)
		pp_add_macro(c, &alias);
}

void pp_define_word(struct cutter *c, const struct token *name)
{
	const struct word *w = find_macro_word(name);
	int i;

	if (!w || c->rust)
		return;
	if (w->is == WORD_SAME) {
		define_alias(c, w, name);
		return;
	}
	i = find_header(w->other);
	if (i == nr_word_headers)
		return;
	c->test->source.headers |= UINT64_C(1) << i;
	define_all(c, &word_headers[i]);
}
