// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "place.h"
#include "verdict.h"

#include <stdio.h>
#include <string.h>

static struct place_text in_words(struct lkmm_place at, const char *before)
{
	struct place_text t;

	if (at.in && at.in->file)
		snprintf(t.s, sizeof(t.s), "%.*s:%d", PLACE_PATH, at.in->file, at.line);
	else
		snprintf(t.s, sizeof(t.s), "%s%d", before, at.line);
	return t;
}

struct place_text place_line(struct lkmm_place at)
{
	return in_words(at, "line ");
}

struct place_text place_line_first(struct lkmm_place at)
{
	return in_words(at, "Line ");
}

struct place_text place_short(struct lkmm_place at)
{
	return in_words(at, "");
}

void put_path(struct text *out, const char *file, struct lkmm_place at)
{
	const char *slash = strrchr(file, '/');

	if (at.in && at.in->file) {
		if (slash && *at.in->file != '/')
			text_put(out, file, (size_t)(slash + 1 - file));
		file = at.in->file;
	}
	text_puts(out, file);
}

void put_where(struct text *out, const char *file, struct lkmm_place at)
{
	put_path(out, file, at);
	text_add(out, ":%d:%d: ", at.line, at.column);
}

int json_place(json_t *o, struct lkmm_place at)
{
	int bad = json_object_set_new(o, "line", json_integer(at.line)) |
		  json_object_set_new(o, "column", json_integer(at.column));

	if (at.in && at.in->file)
		bad |= json_object_set_new(o, "include", json_text(at.in->file));
	if (at.in && at.in->macro)
		bad |= json_object_set_new(o, "macro", json_text(at.in->macro));
	return bad;
}

const char *place_text_of(const struct litmus_test *l, struct lkmm_place at, size_t *size)
{
	bool other = at.in && at.in->file;

	*size = other ? at.in->size : l->source.size;
	return other ? at.in->text : l->source.text;
}

/* The name of @p; of a word of bit-fields, which has none, those of the first and last of them. */
static void name_location(const struct lkmm_location *p, struct variable_text *t)
{
	if (p->nfields > 1)
		snprintf(t->s, sizeof(t->s), "%.100s to %.100s", p->field[0].name,
			 p->field[p->nfields - 1].name);
	else
		snprintf(t->s, sizeof(t->s), "%.100s", p->name);
}

struct variable_text variable_of(const struct litmus_test *l, const struct lkmm_event *e)
{
	struct variable_text t = { "?" };
	size_t len;

	if (e->loc < 0)
		return t;
	name_location(&l->program.loc[e->loc], &t);
	len = strlen(t.s);
	if (e->part.bits)
		snprintf(t.s + len, sizeof(t.s) - len, " (bits %d to %d)", e->part.shift,
			 e->part.shift + e->part.bits - 1);
	return t;
}

void put_variable_and_value(struct text *out, const struct litmus_test *l,
			    const struct lkmm_event *e)
{
	const struct lkmm_location *p = e->loc < 0 ? NULL : &l->program.loc[e->loc];

	for (int i = 0; p && !e->part.bits && i < p->nfields; i++) {
		text_add(out, "%s%s = ", i ? ", " : "", p->field[i].name);
		put_value(out, &l->program, lkmm_part_of_value(&p->field[i], e->value));
	}
	if (!p || e->part.bits || !p->nfields) {
		text_add(out, "%s = ", variable_of(l, e).s);
		put_value(out, &l->program, e->value);
	}
}

bool same_variable(const struct lkmm_event *a, const struct lkmm_event *b)
{
	return a->loc == b->loc && a->part.shift == b->part.shift;
}
