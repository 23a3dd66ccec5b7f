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
	struct c_leaf *leaf;
	int n;
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
	n = c_leaves(l, t, name, at, &leaf);
	for (int i = 0; i < n && !l->no_memory; i++) {
		struct ctype of = leaf[i].type;
		int part = add_part(l, loc, leaf[i].name, c_value_type(of).integer, leaf[i].offset);

		l->test->loc[part].word = of.stars ? NULL : of.word;
		l->test->loc[part].lock = !of.stars && of.lock;
		l->test->loc[part].field = leaf[i].field;
		l->test->loc[part].nfields = leaf[i].nfields;
	}
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

int c_parse_dot(struct litmus *l, struct c_part *p, const char *name)
{
	struct ctype *t = &p->type;
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
	if (m) {
		*t = m->type;
		p->bits = m->bits;
		p->shift = m->shift;
		p->unit_bits = m->unit_bits;
	}
	return offset;
}

void c_parse_parts(struct litmus *l, const char *name, struct c_part *p)
{
	while (c_path_follows(&l->x) && !l->x.error[0])
		p->offset += tok_is(&l->x, "[") ? parse_index(l, &p->type, name) :
						  c_parse_dot(l, p, name);
}

static int parse_part_of_rust(struct litmus *l, int loc, struct c_part *p)
{
	int part = parse_part(l, loc, &p->whole);

	if (part >= 0)
		p->type.integer = l->test->loc[part].integer;
	return part;
}

int c_parse_path(struct litmus *l, int loc, struct c_part *p)
{
	struct ctype *t = &p->type;
	const struct ctype *known = loc < 0 ? NULL : c_object_type(l, loc);
	char name[NAME_TEXT];

	*p = (struct c_part){ .type.integer = { .bits = 32 } };
	if (loc < 0)
		return loc;
	t->integer = l->test->loc[loc].integer;
	if (known)
		*t = *known;
	else if (l->test->loc[loc].object && c_path_follows(&l->x))
		return parse_part_of_rust(l, loc, p);
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(l->test->loc[loc].name, "[."),
		 l->test->loc[loc].name);
	if (!known)
		p->whole = has_parts(l->test, loc);
	c_parse_parts(l, name, p);
	if (l->x.error[0])
		return loc;
	return find_part(l->test, loc, p->offset);
}

/* ---- first values ---- */

/* Past the name of a struct behind "struct", or else @t. */
static const struct token *pass_tag(const struct token *t)
{
	bool tagged = token_is(t, "struct") || token_is(t, "union") || token_is(t, "enum");

	return tagged && t[1].kind == T_NAME ? t + 1 : t;
}

/* Numbers, operators and types up to the end of a first value: more than one of them. */
static bool is_of_numbers(const struct litmus *l)
{
	const struct token *t = lex_token(&l->x), *start = t;
	int depth = 0;
	int64_t n;

	for (; t->kind != T_END; t++) {
		if (!depth && (token_is(t, ",") || token_is(t, ";") || token_is(t, "}") ||
			       token_is(t, ")")))
			break;
		depth += token_is(t, "(") - token_is(t, ")");
		if (t->kind == T_NUMBER || c_is_character(t) || token_is(t, "sizeof"))
			continue;
		if (t->kind == T_NAME && (c_type_starts(l, t) || c_find_enumerator(l, t, &n))) {
			t = pass_tag(t);
			continue;
		}
		if (t->kind != T_PUNCT || token_is(t, "{"))
			return false;
	}
	return t > start + 1;
}

/* &NAME, &(NAME[1].member), and no more */
static bool is_address(const struct token *t)
{
	bool address = false;
	int open = 0;

	for (; token_is(t, "(") || token_is(t, "&"); t++) {
		address |= token_is(t, "&");
		open += token_is(t, "(");
	}
	if (!address || t->kind != T_NAME)
		return false;
	for (t++; token_is(t, ".") || token_is(t, "["); t++)
		while (t[1].kind == T_NAME || t[1].kind == T_NUMBER || token_is(t + 1, "]"))
			t++;
	for (; open && token_is(t, ")"); open--)
		t++;
	return token_is(t, ",") || token_is(t, ";") || token_is(t, "}") || token_is(t, ")");
}

/*
 * Whether the first value is an expression. Between the braces in front of the processes, a name
 * may be a variable that is not known yet: only numbers are. So may be one behind '&'.
 */
static bool is_computed(const struct litmus *l)
{
	const struct token *t = lex_token(&l->x);

	if (l->in_braces || is_initializer(t) || c_is_string(t) || is_address(t))
		return is_of_numbers(l);
	return t->kind != T_NUMBER || !(token_is(t + 1, ",") || token_is(t + 1, ";"));
}

int64_t c_value_at_hand(struct litmus *l)
{
	return is_computed(l) ? c_parse_constant(l) : parse_value(l);
}

int64_t c_first_value(struct litmus *l, int thread, int index)
{
	struct lex_spot spot = lex_here(&l->x);
	struct c_late *late;
	int64_t v;

	l->is_late = false;
	v = c_value_at_hand(l);
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

/* A number, or an address, for the part @p. */
static void give_value(struct litmus *l, int loc, const struct c_part *p)
{
	bool braces = lex_accept(&l->x, "{");
	int k = find_part(l->test, loc, p->offset);

	if (k >= 0 && !(braces && tok_is(&l->x, "}"))) {
		/* A name in the value may be a new variable, for which the list grows. */
		int64_t v = c_fit(p->type, c_first_value(l, -1, k));

		/* of a union, the variable may have the type of another member */
		if (!p->type.stars)
			v = c_fit((struct ctype){ .integer = l->test->loc[k].integer }, v);
		l->test->loc[k].init = p->bits ? c_with_bits(l->test->loc[k].init, p, v) : v;
	}
	if (braces)
		lex_expect(&l->x, "}");
}

/* char x[4] = "abc" */
static void give_string(struct litmus *l, int loc, const struct c_part *p)
{
	const struct lkmm_aggregate *a = p->type.aggregate;
	char text[C_MAX_ELEMENTS];
	int n = c_read_characters(l, a, text);

	for (int i = 0; i < n && !l->x.error[0]; i++) {
		int k = find_part(l->test, loc, p->offset + i);

		if (k >= 0)
			l->test->loc[k].init = c_fit(a->of, (signed char)text[i]);
	}
}

/* @arg: the first location of the object */
static void give_part(struct litmus *l, void *arg, const struct c_part *p)
{
	struct lexer *x = &l->x;
	int loc = *(int *)arg;

	if (x->error[0] || too_deep(l))
		return;
	l->depth++;
	if (!p->type.aggregate || p->type.stars) {
		give_value(l, loc, p);
	} else {
		/* (struct node){ ... } */
		if (tok_is(x, "(") && c_type_starts(l, x->next)) {
			lex_next(x);
			parse_type(l);
			lex_expect(x, ")");
		}
		if (c_is_string(&x->tok))
			give_string(l, loc, p);
		else if (tok_is(x, "{"))
			c_parse_list(l, p, give_part, arg);
		else
			lex_expected(x, "'{'");
	}
	l->depth--;
}

void c_parse_initializer(struct litmus *l, int loc, struct ctype t)
{
	const struct c_part all = { .type = t };

	give_part(l, &loc, &all);
}

void c_parse_initializers(struct litmus *l, int loc, struct ctype t, int n)
{
	const struct c_part each = { .type = t, .times = n, .step = c_sizeof(t) };

	c_give_each(l, give_part, &loc, each);
}

/* [], behind which "=" is passed over, or [2]. */
static struct ctype parse_array_bounds(struct litmus *l, struct ctype t, bool *open)
{
	struct lexer *x = &l->x;

	*open = lex_next_is(x, "]");
	if (!*open)
		return c_parse_bounds(l, t);
	lex_next(x);
	lex_next(x);
	if (tok_is(x, "["))
		t = c_parse_bounds(l, t);
	if (!tok_is(x, "=")) {
		lex_error(x, x->tok.at, "expected the number of elements, as in x[2]");
		return t;
	}
	lex_next(x);
	return c_array_of(l, t, c_count_elements(l, t));
}

struct ctype c_parse_local_bounds(struct litmus *l, struct ctype t)
{
	bool open;

	t = parse_array_bounds(l, t, &open);
	/* back to "=" */
	if (open && !l->x.error[0])
		lex_go_to(&l->x, lex_token(&l->x) - 1);
	return t;
}

/* int x[2][3] = { ... }; x[] has as many elements as it has values. */
void c_parse_array(struct litmus *l, int loc, struct ctype t, struct lkmm_place at)
{
	struct lexer *x = &l->x;
	bool open;

	if (!t.integer.bits && !t.aggregate)
		t.integer = LKMM_SIGNED(32);
	t = parse_array_bounds(l, t, &open);
	if (x->error[0])
		return;
	c_make_object(l, loc, t, at);
	if (open || lex_accept(x, "="))
		c_parse_initializer(l, loc, t);
}
