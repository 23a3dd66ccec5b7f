// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Variables that are arrays, structs or unions: each member is a separate location, with a name
 * such as n1.next or a[1].x. Their first values, and the paths by which conditions name them.
 */
#include "aggregate.h"
#include "front/error.h"
#include "front/object.h"
#include "front/part.h"

#include <stdio.h>
#include <string.h>

struct c_object {
	int loc;
	struct ctype type;
};

struct c_late {
	struct lex_spot spot;
	int thread, index;
};

/* ---- locations ---- */

enum { NAME_TEXT = 200 };

struct flat {
	int loc;			/* the first location of the object */
	int n;				/* how many there are so far */
	int in_union;
	struct lkmm_place at;
};

/* Members of a union at the same place are one location; overlapping ones are not supported. */
static bool is_shared(struct litmus *l, const struct flat *f, struct ctype t, int offset)
{
	for (int i = 0; i < l->test->nlocs; i++) {
		const struct lkmm_location *p = &l->test->loc[i];
		int bytes = p->integer.bits / 8;

		if (p->object != f->loc + 1 || offset + c_sizeof(t) <= p->offset ||
		    p->offset + bytes <= offset)
			continue;
		if (p->offset != offset || bytes != c_sizeof(t))
			lex_error(&l->x, f->at, "members of a union that have different sizes are "
				  "not modelled: '%s' has %d bits, another %d", p->name,
				  p->integer.bits, 8 * c_sizeof(t));
		return true;
	}
	return false;
}

static void add_leaf(struct litmus *l, struct flat *f, struct ctype t, int offset, const char *name)
{
	int loc;

	if (f->in_union && is_shared(l, f, t, offset))
		return;
	if (f->n == C_MAX_ELEMENTS) {
		lex_error(&l->x, f->at, "expected at most %d elements and members",
			  C_MAX_ELEMENTS);
		return;
	}
	f->n++;
	loc = add_part(l, f->loc, name, c_value_type(t).integer, offset);
	l->test->loc[loc].word = t.stars ? NULL : t.word;
}

static void flatten(struct litmus *l, struct flat *f, struct ctype t, int offset, const char *name)
{
	const struct lkmm_aggregate *a = t.stars ? NULL : t.aggregate;
	char text[NAME_TEXT];

	if (!a) {
		add_leaf(l, f, t, offset, name);
		return;
	}
	f->in_union += a->kind == C_UNION;
	for (int i = 0; i < a->n && !l->x.error[0]; i++) {
		snprintf(text, sizeof(text), "%s[%d]", name, i);
		flatten(l, f, a->of, offset + i * c_sizeof(a->of), text);
	}
	for (int i = 0; i < a->nmembers && !l->x.error[0]; i++) {
		const struct c_member *m = &a->member[i];

		snprintf(text, sizeof(text), m->name ? "%.150s.%.40s" : "%.199s", name, m->name);
		flatten(l, f, m->type, offset + m->offset, text);
	}
	f->in_union -= a->kind == C_UNION;
}

const struct ctype *c_object_type(const struct litmus *l, int loc)
{
	for (int i = 0; i < l->nobjects; i++)
		if (l->object[i].loc == loc)
			return &l->object[i].type;
	return NULL;
}

void c_make_object(struct litmus *l, int loc, struct ctype t, struct lkmm_place at)
{
	struct c_object *o = litmus_grow(l, l->object, l->nobjects, sizeof(*o));
	struct flat f = { .loc = loc, .at = at };
	char name[NAME_TEXT], text[C_TYPE_TEXT];

	if (!o || l->x.error[0])
		return;
	snprintf(name, sizeof(name), "%.100s", l->test->loc[loc].name);
	name[strcspn(name, "[.")] = '\0';
	if (l->test->loc[loc].object) {
		lex_error(&l->x, at, "there already is an array or a struct '%s'", name);
		return;
	}
	if (!t.aggregate->complete) {
		lex_error(&l->x, at, "the members of %s are not known: it is not defined",
			  c_type_text(t, text));
		return;
	}
	l->object = o;
	o[l->nobjects++] = (struct c_object){ loc, t };
	flatten(l, &f, t, 0, name);
	if (t.aggregate->kind == C_ARRAY && (!t.aggregate->of.aggregate || t.aggregate->of.stars))
		l->test->loc[loc].elements = t.aggregate->n;
}

/* ---- paths ---- */

bool c_path_follows(const struct lexer *x)
{
	return tok_is(x, "[") || tok_is(x, ".");
}

static int64_t parse_number(struct litmus *l)
{
	struct lexer *x = &l->x;
	int64_t n = 0;

	if (x->tok.kind == T_NUMBER)
		n = x->tok.number;
	else if (x->tok.kind != T_NAME || !c_find_enumerator(l, &x->tok, &n))
		lex_expected(x, "the number of an element");
	lex_next(x);
	return n;
}

/* [n] of a @t, called @name. */
static int parse_index(struct litmus *l, struct ctype *t, const char *name)
{
	struct lkmm_place at = l->x.tok.at;
	const struct lkmm_aggregate *a = t->stars ? NULL : t->aggregate;
	int64_t n;

	lex_expect(&l->x, "[");
	n = parse_number(l);
	lex_expect(&l->x, "]");
	if (n < 0 || n >= (a && a->kind == C_ARRAY ? a->n : 1)) {
		lex_error(&l->x, at, "'%s' has no element %lld", name, (long long)n);
		return 0;
	}
	if (a && a->kind == C_ARRAY)
		*t = a->of;
	return (int)n * c_sizeof(*t);
}

static int parse_dot(struct litmus *l, struct ctype *t, const char *name)
{
	struct token dot = l->x.tok;
	const struct c_member *m;
	int offset = 0;

	lex_next(&l->x);
	if (l->x.tok.kind != T_NAME) {
		lex_expected(&l->x, "the name of a member");
		return 0;
	}
	if (!c_is_record(*t)) {
		lex_error(&l->x, dot.at, "'%s' is not a struct", name);
		return 0;
	}
	m = c_member(l, t->aggregate, &l->x.tok, &offset);
	lex_next(&l->x);
	if (m)
		*t = m->type;
	return offset;
}

int c_parse_path(struct litmus *l, int loc, struct ctype *t)
{
	const struct ctype *known = loc < 0 ? NULL : c_object_type(l, loc);
	char name[NAME_TEXT];
	int offset = 0;

	*t = (struct ctype){ .integer = { .bits = 32 } };
	if (loc < 0)
		return loc;
	t->integer = l->test->loc[loc].integer;
	if (known)
		*t = *known;
	else if (l->test->loc[loc].object && c_path_follows(&l->x))
		/* the other language has made it */
		return parse_part(l, loc);
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(l->test->loc[loc].name, "[."),
		 l->test->loc[loc].name);
	while (c_path_follows(&l->x) && !l->x.error[0])
		offset += tok_is(&l->x, "[") ? parse_index(l, t, name) : parse_dot(l, t, name);
	if (l->x.error[0])
		return loc;
	return find_part(l->test, loc, offset);
}

/* ---- first values ---- */

int64_t c_first_value(struct litmus *l, int thread, int index)
{
	struct lex_spot spot = lex_here(&l->x);
	struct c_late *late;
	int64_t v;

	l->is_late = false;
	v = parse_value(l);
	if (!l->is_late)
		return v;
	late = litmus_grow(l, l->late, l->nlate, sizeof(*late));
	if (late) {
		l->late = late;
		late[l->nlate++] = (struct c_late){ spot, thread, index };
	}
	return 0;
}

void c_give_late_values(struct litmus *l)
{
	struct lex_spot back = lex_here(&l->x);
	int n = l->nlate;

	l->values_known = true;
	for (int i = 0; i < n && !l->x.error[0]; i++) {
		const struct c_late *late = &l->late[i];
		int64_t v;

		lex_go(&l->x, &late->spot);
		v = parse_value(l);
		if (late->thread >= 0)
			l->test->thread[late->thread].reg[late->index].init = v;
		else
			l->test->loc[late->index].init = v;
		if (!l->x.error[0])
			lex_go(&l->x, &back);
	}
}

static void give_part(struct litmus *l, int loc, struct ctype t, int offset);

static int parse_designator(struct litmus *l, struct ctype *t, int *next)
{
	const struct lkmm_aggregate *a = t->aggregate;
	int offset = 0;

	if (tok_is(&l->x, "[")) {
		offset += parse_index(l, t, "the array");
		*next = a->of.stars || !c_sizeof(a->of) ? offset / 8 : offset / c_sizeof(a->of);
	} else {
		offset += parse_dot(l, t, "this");
		for (int i = 0; i < a->nmembers; i++)
			if (a->member[i].offset <= offset)
				*next = i;
	}
	while (c_path_follows(&l->x) && !l->x.error[0])
		offset += tok_is(&l->x, "[") ? parse_index(l, t, "the array")
					     : parse_dot(l, t, "this");
	lex_expect(&l->x, "=");
	return offset;
}

/* { .locked = 1, 2 } */
static void parse_braces(struct litmus *l, int loc, struct ctype t, int offset)
{
	struct lexer *x = &l->x;
	const struct lkmm_aggregate *a = t.aggregate;
	int n = a->kind == C_ARRAY ? a->n : a->kind == C_UNION ? 1 : a->nmembers;

	lex_expect(x, "{");
	for (int i = 0; !x->error[0] && !tok_is(x, "}"); i++) {
		struct ctype of = t;
		int within;

		if (c_path_follows(x)) {
			within = parse_designator(l, &of, &i);
		} else if (i >= n) {
			lex_error(x, x->tok.at, a->kind == C_ARRAY ? "there are only %d elements" :
				  "there are only %d members", n);
			return;
		} else {
			of = a->kind == C_ARRAY ? a->of : a->member[i].type;
			within = a->kind == C_ARRAY ? i * c_sizeof(of) : a->member[i].offset;
		}
		give_part(l, loc, of, offset + within);
		if (!tok_is(x, "}"))
			lex_expect(x, ",");
	}
	lex_expect(x, "}");
}

static void give_part(struct litmus *l, int loc, struct ctype t, int offset)
{
	struct lexer *x = &l->x;
	int k;

	if (x->error[0] || too_deep(l))
		return;
	l->depth++;
	if (t.aggregate && !t.stars) {
		/* (struct node){ ... } */
		if (tok_is(x, "{"))
			parse_braces(l, loc, t, offset);
		else
			lex_expected(x, "'{'");
	} else {
		bool braces = lex_accept(x, "{");

		k = find_part(l->test, loc, offset);
		if (k >= 0 && !(braces && tok_is(x, "}"))) {
			/* A name in the value may be a new variable, for which the list grows. */
			int64_t v = c_first_value(l, -1, k);

			l->test->loc[k].init = v;
		}
		if (braces)
			lex_expect(x, "}");
	}
	l->depth--;
}

void c_parse_initializer(struct litmus *l, int loc, struct ctype t)
{
	give_part(l, loc, t, 0);
}

/* How many elements stand between the braces that follow "=". */
static int count_elements(const struct litmus *l)
{
	struct lexer ahead = l->x;
	int depth = 0, n = 0;
	bool any = false;

	do {
		depth += (tok_is(&ahead, "{") || tok_is(&ahead, "(")) -
			 (tok_is(&ahead, "}") || tok_is(&ahead, ")"));
		n += depth == 1 && tok_is(&ahead, ",");
		lex_next(&ahead);
		any |= !tok_is(&ahead, "}");
		if (depth == 1 && tok_is(&ahead, ",") && lex_next_is(&ahead, "}"))
			n--;
	} while (!ahead.error[0] && depth > 0 && ahead.tok.kind != T_END);
	return any ? n + 1 : 0;
}

/* int x[2][3] = { ... }; x[] has as many elements as it has values. */
void c_parse_array(struct litmus *l, int loc, struct ctype t, struct lkmm_place at)
{
	struct lexer *x = &l->x;
	bool open = lex_next_is(x, "]");

	if (!t.integer.bits && !t.aggregate)
		t.integer = LKMM_SIGNED(32);
	if (open) {
		lex_next(x);
		lex_next(x);
		if (tok_is(x, "["))
			t = c_parse_bounds(l, t);
		if (!tok_is(x, "=")) {
			lex_error(x, x->tok.at, "expected the number of elements, as in x[2]");
			return;
		}
		lex_next(x);
		t = c_array_of(l, t, count_elements(l));
	} else {
		t = c_parse_bounds(l, t);
	}
	if (x->error[0])
		return;
	c_make_object(l, loc, t, at);
	if (open || lex_accept(x, "="))
		c_parse_initializer(l, loc, t);
}
