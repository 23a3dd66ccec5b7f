// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Reads the lines "by" and "not" of defs/kernel.tbl. In a kernel each word of C is the kernel's
 * own, or a line says why it is not: a new word that is neither is a mistake in the table.
 */
#include "own.h"

#include <string.h>

static void parse_names(const struct line *l, struct words *words, const struct stance *form)
{
	for (int i = 2; i < l->nfields; i++) {
		struct stance *s;

		words->stance = xgrow(words->stance, words->nstances, sizeof(*words->stance));
		s = &words->stance[words->nstances++];
		*s = *form;
		s->at = l->field[i].at;
		s->name = l->field[i].text;
	}
}

bool parse_stance(const struct line *l, struct words *words)
{
	bool is_by = streq(l->field[0].text, "by");
	struct stance form = { 0 };

	if (!is_by && !streq(l->field[0].text, "not"))
		return false;
	if (l->nfields < 3) {
		error_at(l->at, "expected '%s'", is_by ? "by FILE WORD..." :
			 "not \"REASON\" WORD-OR-FILE...");
		return true;
	}
	*(is_by ? &form.by : &form.why_not) = l->field[1].text;
	parse_names(l, words, &form);
	return true;
}

static const struct stance *find_stance(const struct words *words, const char *name)
{
	for (int i = 0; i < words->nstances; i++)
		if (streq(words->stance[i].name, name))
			return &words->stance[i];
	return NULL;
}

static const struct word_row *find_row(const struct words *words, const char *name)
{
	for (int i = 0; i < words->nrows; i++)
		if (streq(words->row[i].key, name))
			return &words->row[i];
	return NULL;
}

static bool is_own(const struct words *words, const char *name)
{
	for (int i = 0; i < words->nowns; i++)
		if (streq(words->own[i].name, name))
			return true;
	return false;
}

/* A word's own line, then that of the word that it is the same as, then that of its file. */
static const struct stance *stance_of(const struct words *words, const struct word_row *w)
{
	const struct stance *s = find_stance(words, w->name);
	const struct word_row *other;

	if (s)
		return s;
	if (w->is == WORD_DEFINED)
		return find_stance(words, w->other);
	other = w->is == WORD_SAME ? find_row(words, w->other_name) : NULL;
	return other && !is_own(words, other->name) ? stance_of(words, other) : NULL;
}

/* Types, words of Rust, and words that no program consists of, have no code in a kernel. */
static bool needs_stance(const struct word_row *w)
{
	return !w->is_type && !w->is_rust && !w->is_op && w->is != WORD_ARGUMENT &&
	       w->is != WORD_USE && w->is != WORD_NONE;
}

const struct stance *word_stance(const struct words *words, const struct word_row *w)
{
	return needs_stance(w) && !is_own(words, w->name) ? stance_of(words, w) : NULL;
}

static void check_row(const struct words *words, const struct word_row *w, bool *used)
{
	const struct stance *s = word_stance(words, w);

	if (is_own(words, w->name)) {
		s = find_stance(words, w->name);
		if (s)
			error_at(s->at, "'%s' is a kernel's own, says a line 'own' or 'as'",
				 w->name);
	} else if (!s) {
		error_at(w->at, "'%s': a line 'own', 'as' or 'by' must make it a kernel's own, or "
			 "'not' say why it is not", w->name);
	}
	if (s)
		used[s - words->stance] = true;
}

/* A file of runtime/kernel calls the word, not only run_ and the word. */
static bool calls(const char *text, const char *name)
{
	const char *call = xprintf("%s(", name);

	for (const char *p = text; text && (p = strstr(p, call)); p++)
		if (p == text || strchr("\t (!&*", p[-1]))
			return true;
	return false;
}

void check_stances(const char *root, const struct words *words)
{
	bool *used = xalloc((size_t)words->nstances + 1);

	for (int i = 0; i < words->nrows; i++)
		if (needs_stance(&words->row[i]))
			check_row(words, &words->row[i], used);
	for (int i = 0; i < words->nstances; i++) {
		const struct stance *s = &words->stance[i];

		if (find_stance(words, s->name) != s)
			error_at(s->at, "'%s' has a line already", s->name);
		else if (!used[i])
			error_at(s->at, "'%s': no word is called so or comes from a file of this "
				 "name, and needs this line", s->name);
		if (s->by && !calls(slurp(xprintf("%s/runtime/kernel/%s", root, s->by), NULL),
				    s->name))
			error_at(s->at, "runtime/kernel/%s does not call '%s'", s->by, s->name);
	}
}
