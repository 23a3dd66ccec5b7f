// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The tokens of the language cat. */
#include "tree.h"

#include <string.h>

/* ---- mistakes and memory ---- */

void lkmm_cat_wrong(struct cat_reading *r, struct cat_place at, const char *const *parts)
{
	size_t used = 0;

	if (r->failed)
		return;
	r->failed = true;
	r->error->file = at.file;
	r->error->at = at.at;
	for (; *parts; parts++) {
		size_t n = strlen(*parts), room = sizeof(r->error->text) - 1 - used;

		n = n < room ? n : room;
		memcpy(r->error->text + used, *parts, n);
		used += n;
	}
	r->error->text[used] = '\0';
}

void *lkmm_cat_alloc(struct cat_reading *r, size_t size)
{
	void *p = r->failed ? NULL : lkmm_alloc(r->arena, size);

	if (!p && !r->failed) {
		r->failed = true;
		r->error->file = NULL;
	}
	return p;
}

const char *lkmm_cat_join(struct cat_reading *r, const char *const *parts)
{
	size_t size = 1;
	char *s, *to;

	for (int i = 0; parts[i]; i++)
		size += strlen(parts[i]);
	to = s = lkmm_cat_alloc(r, size);
	for (; s && *parts; parts++) {
		memcpy(to, *parts, strlen(*parts));
		to += strlen(*parts);
	}
	return s;
}

/* ---- characters ---- */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_word(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

static struct cat_place place(const struct cat_lexer *l)
{
	return (struct cat_place){ l->file, { .line = l->line,
					      .column = (int)(l->p - l->bol) + 1 } };
}

static void step(struct cat_lexer *l)
{
	if (*l->p++ == '\n') {
		l->line++;
		l->bol = l->p;
	}
}

static bool starts(const struct cat_lexer *l, const char *with)
{
	size_t n = strlen(with);

	return (size_t)(l->end - l->p) >= n && !memcmp(l->p, with, n);
}

/* Skips a comment, which may have others in it. False if it has no end. */
static bool skip_comment(struct cat_lexer *l)
{
	int depth = 0;

	do {
		bool open = starts(l, "(*"), close = starts(l, "*)");

		if (l->p == l->end)
			return false;
		depth += open - close;
		step(l);
		if (open || close)
			step(l);
	} while (depth);
	return true;
}

static bool skip_blanks(struct cat_lexer *l)
{
	while (l->p < l->end) {
		if (starts(l, "(*")) {
			struct cat_place at = place(l);

			if (!skip_comment(l)) {
				WRONG(l->r, at, "comment without end");
				return false;
			}
		} else if (starts(l, "//") || *l->p == '#') {
			while (l->p < l->end && *l->p != '\n')
				step(l);
		} else if (*l->p == ' ' || *l->p == '\t' || *l->p == '\n' || *l->p == '\r' ||
			   *l->p == '\f') {
			step(l);
		} else {
			break;
		}
	}
	return true;
}

/* ---- tokens ---- */

static const char *copy(struct cat_lexer *l, const char *from, size_t n)
{
	char *s = lkmm_cat_alloc(l->r, n + 1);

	if (s)
		memcpy(s, from, n);
	return s;
}

static const char *read_word(struct cat_lexer *l)
{
	const char *from = l->p;

	while (l->p < l->end && is_word(*l->p))
		l->p++;
	return copy(l, from, (size_t)(l->p - from));
}

static const char *read_string(struct cat_lexer *l, struct cat_place at)
{
	const char *from = ++l->p;

	while (l->p < l->end && *l->p != '"' && *l->p != '\n')
		l->p++;
	if (l->p == l->end || *l->p != '"') {
		WRONG(l->r, at, "string without end");
		return NULL;
	}
	l->p++;
	return copy(l, from, (size_t)(l->p - 1 - from));
}

static const char *read_sign(struct cat_lexer *l, struct cat_place at)
{
	static const char *const signs[] = { "^-1", "||", "&&", "++", "->", "|", ";", "\\", "&",
					     "*", "+", "?", "~", "(", ")", "[", "]", "{", "}", ",",
					     "=", "0", NULL };
	char bad[2] = { *l->p, '\0' };

	for (int i = 0; signs[i]; i++) {
		if (starts(l, signs[i])) {
			l->p += strlen(signs[i]);
			return signs[i];
		}
	}
	WRONG(l->r, at, "unexpected character",
	      bad[0] > ' ' && bad[0] <= '~' ? " '" : "", bad[0] > ' ' && bad[0] <= '~' ? bad : "",
	      bad[0] > ' ' && bad[0] <= '~' ? "'" : "");
	return NULL;
}

struct cat_token lkmm_cat_next(struct cat_lexer *l)
{
	struct cat_token t = { .kind = CAT_BAD };

	if (!skip_blanks(l))
		return t;
	t.at = place(l);
	if (l->p == l->end)
		return (struct cat_token){ CAT_END, t.at, "the end of the file" };
	if (is_letter(*l->p) || *l->p == '_') {
		t.kind = CAT_WORD;
		t.text = read_word(l);
	} else if (*l->p == '\'' && l->end - l->p > 1 && is_letter(l->p[1])) {
		t.kind = CAT_TAG;
		l->p++;
		t.text = read_word(l);
	} else if (*l->p == '"') {
		t.kind = CAT_STRING;
		t.text = read_string(l, t.at);
	} else {
		t.kind = CAT_SIGN;
		t.text = read_sign(l, t.at);
	}
	if (!t.text)
		t.kind = CAT_BAD;
	return t;
}
