// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Reads the lines of defs/kernel.tbl about words that a kernel has itself: "beside", "own" and
 * "as".
 */
#include "own.h"

#include <string.h>

static const struct beside *find_beside(const struct words *words, const char *type)
{
	for (int i = 0; i < words->nbesides; i++)
		if (streq(words->beside[i].type, type))
			return &words->beside[i];
	return NULL;
}

static const struct word_row *find_row(const struct words *words, const char *name)
{
	for (int i = 0; i < words->nrows; i++)
		if (streq(words->row[i].name, name))
			return &words->row[i];
	return NULL;
}

/* Whether a header of litmus/lib has the function, which is a part of some word. */
static bool is_part(const struct words *words, const char *name)
{
	const char *call = xprintf("%s(struct", name);

	for (int i = 0; i < words->nheaders; i++)
		if (words->header[i].text && strstr(words->header[i].text, call))
			return true;
	return false;
}

static bool is_lock(const struct words *words, const char *type)
{
	const struct word_row *w = find_row(words, type);

	return w && (w->is == WORD_MODEL || (w->is == WORD_SAME && streq(w->other, "spinlock_t")));
}

/* The size of the object in the test, if this file has it; or 0. */
static int bits_of(const struct words *words, const char *type)
{
	const struct word_row *w = find_row(words, type);

	if (streq(type, "unsigned long"))
		return 64;
	if (streq(type, "atomic_t") || is_lock(words, type))
		return 32;
	return w && w->other && (streq(w->other, "atomic_t") || streq(w->other, "u32")) ? 32 : 0;
}

static void read_arg(const struct words *words, const char *text, size_t n, struct own_arg *a)
{
	bool pointer = n && text[n - 1] == '*';

	*a = (struct own_arg){ .type = xstrndup(text, n - (pointer ? 2 : 0)) };
	if (!pointer) {
		a->is = streq(a->type, "save") || streq(a->type, "restore") ? OWN_FLAGS : OWN_VALUE;
		return;
	}
	a->beside = find_beside(words, a->type);
	a->is = a->beside ? OWN_BESIDE : is_lock(words, a->type) ? OWN_LOCK : OWN_PLACE;
	a->bits = bits_of(words, a->type);
}

static void parse_own(const struct line *l, struct words *words)
{
	struct own *o = &words->own[words->nowns];
	const char *text = l->field[1].text, *open = strchr(text, '('), *name = open, *p;
	bool pointer;

	while (name && name > text && name[-1] != ' ' && name[-1] != '*')
		name--;
	if (!name || name == text || text[strlen(text) - 1] != ')') {
		error_at(l->field[1].at, "'%s': expected TYPE NAME(TYPE, ...)", text);
		return;
	}
	pointer = name[-1] == '*';
	*o = (struct own){ .at = l->field[1].at, .pointer = pointer,
			   .returns = xstrndup(text, (size_t)(name - text) - (pointer ? 2 : 1)),
			   .name = xstrndup(name, (size_t)(open - name)) };
	o->call = o->name;
	for (p = open + 1; *p != ')'; o->nargs++) {
		size_t n = strcspn(p, ",)");

		if (o->nargs == MAX_ARGS) {
			error_at(l->at, "'%s' has more than %d arguments", o->name, MAX_ARGS);
			return;
		}
		read_arg(words, p, n, &o->arg[o->nargs]);
		p += n + strspn(p + n, ", ");
	}
	words->nowns++;
}

static void parse_as(const struct line *l, struct words *words)
{
	for (int i = 0; i < words->nowns; i++) {
		if (!streq(words->own[i].name, l->field[2].text))
			continue;
		words->own[words->nowns] = words->own[i];
		words->own[words->nowns].at = l->field[1].at;
		words->own[words->nowns++].name = l->field[1].text;
		return;
	}
	error_at(l->field[2].at, "no line above says that '%s' is a kernel's own",
		 l->field[2].text);
}

void check_own(const struct words *words)
{
	for (int i = 0; i < words->nowns; i++) {
		const struct own *o = &words->own[i];

		if (!find_row(words, o->name) && !is_part(words, o->name))
			error_at(o->at, "no row and no header has the word '%s'", o->name);
	}
}

bool parse_own_fact(const struct line *l, struct words *words)
{
	if (streq(l->field[0].text, "own")) {
		if (check_shape(l, 2, 2, "own \"TYPE NAME(TYPE, ...)\""))
			parse_own(l, words);
		return true;
	}
	if (streq(l->field[0].text, "as")) {
		if (check_shape(l, 3, 3, "as WORD WORD"))
			parse_as(l, words);
		return true;
	}
	if (!streq(l->field[0].text, "beside"))
		return false;
	if (check_shape(l, 4, 5, "beside TYPE NAME \"INIT\" [TYPE]"))
		words->beside[words->nbesides++] =
			(struct beside){ .type = l->field[1].text, .name = l->field[2].text,
					 .init = l->field[3].text,
					 .as = l->field[l->nfields == 5 ? 4 : 1].text };
	return true;
}
