// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Reads the lines of defs/ops.tbl that add facts to rows which do not follow from formulas:
 *
 *	rust NAME IN-RUST               its name in Rust, if that is not the kernel's name
 *	header PATH NAMES...            the kernel's header that has it; NAME* for all that begin so
 *	core BARRIER FUNCTION CALL      the replacement of a barrier in Rust's core
 *	differs NAME "HOW"              the kernel's code differs from the row
 *	plain NAMES...                  the kernel has it by plain accesses, too
 */
#include "gen/gen.h"

#include <string.h>

static bool matches(const char *pattern, const char *name)
{
	size_t n = strlen(pattern);

	return n && pattern[n - 1] == '*' ? !strncmp(pattern, name, n - 1) : streq(pattern, name);
}

static bool check_found(bool found, const struct field *f, const char *what)
{
	if (!found)
		error_at(f->at, "'%s': expected %s above", f->text, what);
	return found;
}

static void parse_rust(const struct line *l, struct table *t)
{
	bool found = false;

	if (!check_shape(l, 3, 3, "rust NAME IN-RUST"))
		return;
	for (int i = 0; i < t->nops; i++) {
		if (!streq(t->op[i].name, l->field[1].text))
			continue;
		t->op[i].rust = l->field[2].text;
		found = true;
	}
	check_found(found, &l->field[1], "an operation");
}

static void parse_header(const struct line *l, struct table *t)
{
	if (!check_shape(l, 3, 99, "header PATH NAMES..."))
		return;
	for (int i = 2; i < l->nfields; i++) {
		const char *path = l->field[1].text, *pattern = l->field[i].text;
		bool found = false;

		for (int j = 0; j < t->nops; j++)
			if (t->op[j].family->on != ATOMIC_TYPE && matches(pattern, t->op[j].name)) {
				t->op[j].header = path;
				found = true;
			}
		for (int j = 0; j < t->nbarriers; j++)
			if (matches(pattern, t->barrier[j].name)) {
				t->barrier[j].header = path;
				found = true;
			}
		check_found(found, &l->field[i], "an operation on plain objects or arrays, or "
			    "a barrier");
	}
}

static char *unless_dash(const struct field *f)
{
	return streq(f->text, "-") ? NULL : f->text;
}

static void parse_core(const struct line *l, struct table *t)
{
	struct barrier *b = NULL;

	if (!check_shape(l, 4, 4, "core BARRIER FUNCTION CALL"))
		return;
	for (int i = 0; i < t->nbarriers; i++)
		if (streq(t->barrier[i].name, l->field[1].text))
			b = &t->barrier[i];
	if (!check_found(b, &l->field[1], "a barrier"))
		return;
	b->core = unless_dash(&l->field[2]);
	b->core_call = unless_dash(&l->field[3]);
}

static void parse_differs(const struct line *l, struct table *t)
{
	bool found = false;

	if (!check_shape(l, 3, 3, "differs NAME \"HOW\""))
		return;
	for (int i = 0; i < t->nops; i++)
		if (t->op[i].family->on != PLAIN_OBJECT && streq(t->op[i].name, l->field[1].text)) {
			t->op[i].differs = l->field[2].text;
			found = true;
		}
	check_found(found, &l->field[1], "an operation on atomic types or arrays");
}

static void parse_plain(const struct line *l, struct table *t)
{
	if (!check_shape(l, 2, 99, "plain NAMES..."))
		return;
	for (int i = 1; i < l->nfields; i++) {
		bool found = false;

		for (int j = 0; j < t->nops; j++)
			if (t->op[j].family->on == ARRAY &&
			    streq(t->op[j].name, l->field[i].text))
				found = t->op[j].plain = true;
		check_found(found, &l->field[i], "an operation on arrays");
	}
}

bool parse_fact(const struct line *l, struct table *t)
{
	static const struct {
		const char *word;
		void (*parse)(const struct line *l, struct table *t);
	} facts[] = {
		{ "rust", parse_rust }, { "header", parse_header },
		{ "core", parse_core }, { "differs", parse_differs }, { "plain", parse_plain },
	};

	for (size_t i = 0; i < COUNT(facts); i++) {
		if (!streq(facts[i].word, l->field[0].text))
			continue;
		facts[i].parse(l, t);
		return true;
	}
	return false;
}
