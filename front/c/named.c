// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Variables that are named where a number is expected, as in a condition: a struct or an array is
 * none, so an error names the parts that can be meant.
 */
#include "aggregate.h"
#include "front/error.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN_PARTS = 4, PART_TEXT = 120 };

struct parts {
	char name[SHOWN_PARTS][PART_TEXT];
	int n;
};

bool c_is_whole(const struct c_part *p)
{
	return p->whole || (p->type.aggregate && !p->type.stars);
}

static void add_part_name(struct parts *s, const char *name)
{
	if (s->n < SHOWN_PARTS)
		snprintf(s->name[s->n], PART_TEXT, "%s", name);
	s->n++;
}

/* The numbers and pointers in a @t called @name. */
static void add_parts(struct parts *s, struct ctype t, const char *name)
{
	const struct lkmm_aggregate *a = t.stars ? NULL : t.aggregate;
	char text[PART_TEXT];

	if (!a) {
		add_part_name(s, name);
		return;
	}
	for (int i = 0; i < a->n && s->n <= SHOWN_PARTS; i++) {
		snprintf(text, sizeof(text), "%.100s[%d]", name, i);
		add_parts(s, a->of, text);
	}
	for (int i = 0; i < a->nmembers && s->n <= SHOWN_PARTS; i++) {
		const struct c_member *m = &a->member[i];

		snprintf(text, sizeof(text), m->name ? "%.70s.%.40s" : "%.100s", name, m->name);
		add_parts(s, m->type, text);
	}
}

/* The same of a variable that the other language has made: its parts are known by their names. */
static void add_locations(const struct litmus *l, struct parts *s, const char *name)
{
	size_t len = strlen(name);

	for (int i = 0; i < l->test->nlocs; i++) {
		const char *part = l->test->loc[i].name;

		if (!strncmp(part, name, len) && (part[len] == '.' || part[len] == '['))
			add_part_name(s, part);
	}
}

void c_report_whole(struct litmus *l, struct lkmm_place at, const char *name,
		    const struct c_part *p)
{
	struct parts s = { .n = 0 };
	char text[SHOWN_PARTS * (PART_TEXT + 4)] = "";
	size_t len = 0;
	int shown;

	if (p->type.aggregate)
		add_parts(&s, p->type, name);
	else
		add_locations(l, &s, name);
	shown = s.n > SHOWN_PARTS ? SHOWN_PARTS : s.n;
	for (int i = 0; i < shown; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s",
					!i ? "" : i + 1 < s.n ? ", " : " or ", s.name[i]);
	lex_error(&l->x, at, "expected a part of '%s', which is not a number%s%s%s", name,
		  shown ? ": " : "", text, s.n > shown ? " ..." : "");
}
