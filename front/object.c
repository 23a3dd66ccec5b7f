// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Variables of several parts. */
#include "object.h"

#include <stdio.h>
#include <string.h>

bool has_parts(const struct lkmm_test *t, int loc)
{
	return loc >= 0 && t->loc[loc].object == loc + 1 && strpbrk(t->loc[loc].name, ".[");
}

int find_part(const struct lkmm_test *t, int first, int offset)
{
	return lkmm_pointee(t, lkmm_address(t, first) + offset);
}

int add_part(struct litmus *l, int first, const char *name, struct lkmm_integer integer, int offset)
{
	bool made = l->test->loc[first].object;
	int i = made ? add_location(l, name, (int)strlen(name)) : first;
	struct lkmm_location *p = &l->test->loc[i];

	if (!made)
		p->name = litmus_text(l, name, (int)strlen(name));
	p->integer = integer;
	p->object = first + 1;
	p->offset = offset;
	return i;
}

int parse_part(struct litmus *l, int loc, bool *whole)
{
	struct lexer *x = &l->x;
	struct lkmm_place at = x->tok.at;
	char name[120];
	int len, i;

	*whole = false;
	len = snprintf(name, sizeof(name), "%.*s", (int)strcspn(l->test->loc[loc].name, ".["),
		       l->test->loc[loc].name);
	while ((tok_is(x, ".") || tok_is(x, "[")) && len < 80 && !x->error[0]) {
		bool member = lex_accept(x, ".");
		bool fits = x->tok.len < 40;

		if (!member)
			lex_next(x);
		if (!fits || x->tok.kind != (member ? T_NAME : T_NUMBER))
			lex_expected(x, member ? "the name of a member" :
						 "the number of an element");
		if (x->error[0])
			return loc;
		len += snprintf(name + len, sizeof(name) - (size_t)len, member ? ".%.*s" : "[%.*s]",
				x->tok.len, x->tok.text);
		lex_next(x);
		if (!member)
			lex_expect(x, "]");
	}
	for (i = 0; i < l->test->nlocs; i++)
		if (!strcmp(l->test->loc[i].name, name))
			return i;
	/* a struct or an array by its first part, as n.inner is n.inner.a */
	for (i = 0; i < l->test->nlocs; i++)
		if (!strncmp(l->test->loc[i].name, name, (size_t)len) &&
		    strchr(".[", l->test->loc[i].name[len]) && l->test->loc[i].name[len]) {
			*whole = true;
			return i;
		}
	lex_error(x, at, "there is no '%s'", name);
	return loc;
}
