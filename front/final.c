// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Final values, as conditions name them: registers, variables, and parts of these. */
#include "final.h"
#include "error.h"
#include "front/c/aggregate.h"
#include "object.h"
#include "part.h"
#include "unknown.h"

#include <stdio.h>
#include <string.h>

enum { PATH_TEXT = 120 };

/* What has been read from @start on, behind @prefix. */
static void path_text(const struct litmus *l, char text[PATH_TEXT], const char *prefix,
		      const struct token *start)
{
	const struct token *end = lex_token(&l->x);
	int len = snprintf(text, PATH_TEXT, "%s", prefix);

	for (; start < end && len < 70; start++)
		len += snprintf(text + len, PATH_TEXT - (size_t)len, "%.*s",
				start->len > 40 ? 40 : start->len, start->text);
}

struct lkmm_integer final_integer(const struct litmus *l, const struct lkmm_atom *a)
{
	return a->kind == LKMM_FINAL_LOCATION ?
		       l->test->loc[a->loc].integer :
		       l->test->thread[a->reg.thread].reg[a->reg.index].integer;
}

/*
 * @a, called @name, is the part @p of its variable: a bit-field, or a member of a union where the
 * variable has the type of another one.
 */
static void set_part(struct litmus *l, struct lkmm_atom *a, const struct c_part *p,
		     const char *name)
{
	struct lkmm_integer unit, type = p->type.integer;

	if (l->x.error[0] || c_is_whole(p) || p->type.stars)
		return;
	unit = final_integer(l, a);
	if (p->bits)
		type.bits = p->bits;
	if (lkmm_same_integer(unit, type) || (!p->bits && unit.bits != type.bits))
		return;
	a->part.bits = type.bits;
	a->part.shift = p->shift;
	a->part.is_unsigned = type.is_unsigned;
	a->part.name = litmus_text(l, name, (int)strlen(name));
}

struct lkmm_atom final_leaf(struct litmus *l, const struct c_kept *k, int i)
{
	struct lkmm_atom a = { .kind = LKMM_FINAL_REGISTER, .reg = { k->thread, k->reg + i } };
	char text[PATH_TEXT];

	if (k->loc < 0)
		return a;
	a = (struct lkmm_atom){ .kind = LKMM_FINAL_LOCATION };
	a.loc = find_part(l->test, k->loc, k->leaf[i].offset);
	snprintf(text, sizeof(text), "%d:%.100s", k->thread, k->leaf[i].name);
	a.part.name = litmus_text(l, text, (int)strlen(text));
	return a;
}

struct lkmm_atom final_field(struct litmus *l, const struct c_kept *k, struct lkmm_atom a,
			     const struct lkmm_part *f)
{
	const struct c_part p = { .type.integer.is_unsigned = f->is_unsigned, .bits = f->bits,
				  .shift = f->shift };
	char text[PATH_TEXT];

	if (k)
		snprintf(text, sizeof(text), "%d:%.100s", k->thread, f->name);
	else
		snprintf(text, sizeof(text), "%.100s", f->name);
	set_part(l, &a, &p, text);
	return a;
}

const char *final_local_name(struct litmus *l, int loc)
{
	const struct lkmm_location *p = &l->test->loc[loc];

	for (int i = 0; i < l->nkept; i++) {
		const struct c_kept *k = &l->kept[i];

		if (k->loc == loc || (k->loc >= 0 && p->object == k->loc + 1))
			return final_leaf(l, k, c_leaf_at(k->leaf, k->nleaves, p->offset))
				.part.name;
	}
	return NULL;
}

/* r1, n.next or a[1], behind the colon: a register, or a local variable in memory. */
static bool find_local(struct litmus *l, struct lkmm_atom *a, struct whole *w)
{
	struct lexer *x = &l->x;
	const struct lkmm_thread *thread = &l->test->thread[a->reg.thread];
	const struct token *name = lex_token(x);
	const struct c_kept *k = c_kept_local(l, a->reg.thread, name);
	struct lkmm_place at = name->at;
	char text[PATH_TEXT];
	struct c_part p;

	a->reg.index = find_register(thread, name->text, name->len);
	if (a->reg.index < 0 && !k)
		return false;
	lex_next(x);
	if (!k || (a->reg.index >= 0 && !c_path_follows(x)))
		return true;
	if (k->twice)
		litmus_report(l, at, "P%d has more than one variable '%s': give each a name of "
			      "its own", k->thread, k->name);
	snprintf(text, sizeof(text), "%d:", k->thread);
	p = (struct c_part){ .type = k->type };
	c_parse_parts(l, k->name, &p);
	path_text(l, text + strlen(text), "", name);
	if (x->error[0])
		return true;
	if (!c_is_whole(&p)) {
		*a = final_leaf(l, k, c_leaf_at(k->leaf, k->nleaves, p.offset));
		set_part(l, a, &p, text);
	} else if (w) {
		*w = (struct whole){ p.offset, c_sizeof(p.type), k };
	} else {
		c_report_whole(l, at, text, &p);
	}
	return true;
}

/* @w is not NULL in a list: a register that the process does not have becomes one that stays 0. */
static struct lkmm_atom parse_register(struct litmus *l, struct whole *w)
{
	struct lexer *x = &l->x;
	struct lkmm_atom a = { .kind = LKMM_FINAL_REGISTER, .reg = { 0, -1 } };
	struct lkmm_thread *thread;
	struct token t = x->tok;
	int64_t n = t.number;

	process_number(&x->tok, &n);
	lex_next(x);
	lex_expect(x, ":");
	if (n < 0 || n >= l->test->nthreads) {
		if (!l->nskipped)
			litmus_report(l, t.at, "there is no process P%lld", (long long)n);
		if (!thread_number(l, n < 0 || n > 255 ? 0 : n))
			return a;
		n = n < 0 || n > 255 ? 0 : n;
	}
	a.reg.thread = (int)n;
	thread = &l->test->thread[n];
	if (x->tok.kind != T_NAME) {
		lex_expected(x, "the name of a register");
		return a;
	}
	if (find_local(l, &a, w))
		return a;
	if (!w)
		unknown_register(l, thread, a.reg.thread, &x->tok);
	a.reg.index = add_register(l, thread, x->tok.text, x->tok.len, LKMM_SIGNED(0));
	lex_next(x);
	return a;
}

int final_location(struct litmus *l)
{
	struct lexer *x = &l->x;
	int i;

	if (x->tok.kind != T_NAME) {
		lex_expected(x, "a variable");
		return -1;
	}
	i = find_location(l->test, x->tok.text, x->tok.len);
	if (i < 0) {
		unknown_variable(l, &x->tok);
		i = add_location(l, x->tok.text, x->tok.len);
	}
	lex_next(x);
	if (tok_is(x, "->"))
		lex_error(x, x->tok.at, "expected the variable that it points to, as in n.next");
	return i;
}

bool final_is_register(const struct lexer *x)
{
	int64_t n;

	return (x->tok.kind == T_NUMBER || process_number(&x->tok, &n)) && lex_next_is(x, ":");
}

/* *x and [x] are the first element of an array x. */
static void dereference(const struct litmus *l, int loc, struct c_part *p, char text[PATH_TEXT])
{
	const struct lkmm_aggregate *a = p->type.stars ? NULL : p->type.aggregate;

	if (a && a->kind == C_ARRAY) {
		p->type = a->of;
		strcpy(text + strlen(text), "[0]");
	} else if (p->whole && l->test->loc[loc].elements) {
		p->whole = false;
	}
}

/* How many bytes the parts of the variable @loc take up, from there on, that begin with @name. */
static int bytes_of(const struct litmus *l, int loc, const char *name)
{
	const struct lkmm_location *p = l->test->loc;
	int bytes = 1;

	for (int i = 0; i < l->test->nlocs; i++)
		if (p[i].object == p[loc].object && p[i].offset - p[loc].offset >= bytes &&
		    !strncmp(p[i].name, name, strlen(name)))
			bytes = p[i].offset - p[loc].offset + 1;
	return bytes;
}

struct lkmm_atom final_parse(struct litmus *l, struct whole *w)
{
	struct lexer *x = &l->x;
	struct lkmm_place at = x->tok.at;
	struct lkmm_atom a = { .kind = LKMM_FINAL_LOCATION, .loc = -1 };
	bool brackets, first;
	const struct token *start;
	char text[PATH_TEXT];
	struct c_part p;
	int base;

	if (final_is_register(x))
		return parse_register(l, w);
	brackets = lex_accept(x, "[");
	first = !brackets && lex_accept(x, "*");
	start = lex_token(x);
	base = final_location(l);
	a.loc = c_parse_path(l, base, &p);
	path_text(l, text, "", start);
	if (brackets)
		lex_expect(x, "]");
	if (x->error[0] || base < 0)
		return a;
	if (brackets || first)
		dereference(l, base, &p, text);
	if (!c_is_whole(&p)) {
		set_part(l, &a, &p, text);
		return a;
	}
	if (!w)
		c_report_whole(l, at, text, &p);
	else if (p.type.aggregate)
		*w = (struct whole){ p.offset, c_sizeof(p.type), NULL };
	else
		*w = (struct whole){ l->test->loc[a.loc].offset, bytes_of(l, a.loc, text), NULL };
	a.loc = base;
	return a;
}
