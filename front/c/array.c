// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Arrays, arithmetic on pointers, sizeof. */
#include "c.h"
#include "front/object.h"
#include "front/part.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ELEMENTS = 1000 };

/* ---- declarations and names ---- */

/* How many elements stand between the brackets; 0: that is left open. */
int parse_bound(struct litmus *l)
{
	struct lexer *x = &l->x;
	int64_t n = 0;

	lex_expect(x, "[");
	if (x->tok.kind == T_NUMBER) {
		n = x->tok.number;
		if (n < 1 || n > MAX_ELEMENTS) {
			lex_error(x, x->tok.at, "expected 1 to %d elements", MAX_ELEMENTS);
			n = 1;
		}
		lex_next(x);
	}
	lex_expect(x, "]");
	return (int)n;
}

/* Makes the variable @loc an array of @n elements of type @t, whose first values are @v. */
void make_array(struct litmus *l, int loc, int n, struct lkmm_integer t, const int64_t *v)
{
	const char *of = l->test->loc[loc].name;
	int bytes = t.bits / 8;
	char name[120];

	if (l->test->loc[loc].object) {
		lex_error(&l->x, l->x.tok.at, "there already is an array '%.*s'",
			  (int)strcspn(of, "["), of);
		return;
	}
	for (int i = 0; i < n && !l->x.error[0]; i++) {
		struct lkmm_location *p;
		int k = loc;

		snprintf(name, sizeof(name), "%.100s[%d]", of, i);
		if (i)
			k = add_location(l, name, (int)strlen(name));
		p = &l->test->loc[k];
		p->init = v[i];
		p->integer = t;
		p->object = loc + 1;
		p->offset = i * bytes;
		p->elements = i ? 0 : n;
		if (!i)
			p->name = litmus_text(l, name, (int)strlen(name));
	}
}

/* int x[2] = { 3, 4 } in the first values; the token after x is "[". */
void parse_array(struct litmus *l, int loc, struct lkmm_integer type)
{
	struct lexer *x = &l->x;
	int64_t v[MAX_ELEMENTS] = { 0 };
	int n = parse_bound(l), given = 0;

	if (lex_accept(x, "=")) {
		lex_expect(x, "{");
		while (!x->error[0] && !tok_is(x, "}")) {
			if (given == (n ? n : MAX_ELEMENTS)) {
				lex_error(x, x->tok.at, "there are only %d elements", given);
				return;
			}
			v[given++] = parse_value(l);
			if (!tok_is(x, "}"))
				lex_expect(x, ",");
		}
		lex_expect(x, "}");
	}
	n = n ? n : given;
	if (!n)
		lex_error(x, x->tok.at, "expected the number of elements, as in x[2]");
	else if (!x->error[0])
		make_array(l, loc, n, type.bits ? type : LKMM_SIGNED(32), v);
}

/* The element [n] of the variable @loc, whose name has been read; @loc itself if no "[" follows. */
int parse_element(struct litmus *l, int loc)
{
	struct lexer *x = &l->x;
	struct lkmm_place at = x->tok.at;
	int64_t n;
	int i;

	if (loc >= 0 && (tok_is(x, ".") || tok_is(x, "[")) && has_parts(l->test, loc) &&
	    !l->test->loc[loc].elements)
		return parse_part(l, loc);
	if (loc < 0 || !lex_accept(x, "["))
		return loc;
	n = x->tok.number;
	if (x->tok.kind != T_NUMBER)
		lex_expected(x, "the number of an element");
	lex_next(x);
	lex_expect(x, "]");
	if (!n || x->error[0])
		return loc;
	i = n > 0 && n < MAX_ELEMENTS ?
		    lkmm_pointee(l->test, lkmm_address(l->test, loc) +
						   n * l->test->loc[loc].integer.bits / 8) : -1;
	if (i < 0) {
		lex_error(x, at, "'%.*s' has no element %lld",
			  (int)strcspn(l->test->loc[loc].name, "["), l->test->loc[loc].name,
			  (long long)n);
		return loc;
	}
	return i;
}

/* ---- arithmetic on pointers ---- */

/* @n objects of the size of that which @p points to, in bytes. */
static struct lkmm_expr *in_bytes(struct litmus *l, struct lkmm_expr *n, const struct lkmm_expr *p)
{
	int bytes = p->type.points_to.bits / 8;

	if (n->kind == LKMM_NUMBER) {
		struct lkmm_expr *e = new_number(l, (int64_t)((uint64_t)n->number * (uint64_t)bytes),
						 n->at);

		if (e)
			e->type.integer = LKMM_SIGNED(64);
		return e;
	}
	n = c_convert(l, n, LKMM_SIGNED(64));
	if (bytes > 1 && n)
		n = new_binary(l, LKMM_MUL, n, new_number(l, bytes, n->at), n->at);
	if (n)
		n->type = (struct lkmm_type){ .integer = LKMM_SIGNED(64) };
	return n;
}

/* The address of the element that @p + @bytes is known to be, or NULL. */
static struct lkmm_expr *known_element(struct litmus *l, enum lkmm_operator op,
				       const struct lkmm_expr *p, const struct lkmm_expr *bytes)
{
	struct lkmm_expr *e;
	int64_t v;
	int loc;

	if (p->kind != LKMM_ADDRESS || bytes->kind != LKMM_NUMBER)
		return NULL;
	v = lkmm_address(l->test, p->index);
	loc = lkmm_pointee(l->test, op == LKMM_SUB ? v - bytes->number : v + bytes->number);
	e = loc >= 0 ? new_index(l, LKMM_ADDRESS, loc, p->at) : NULL;
	if (e)
		e->type = p->type;
	return e;
}

/* How many objects lie between the pointers @a and @b. */
static struct lkmm_expr *distance(struct litmus *l, struct lkmm_expr *a, struct lkmm_expr *b,
				  struct lkmm_place at)
{
	int bytes = a->type.points_to.bits / 8;
	struct lkmm_expr *e = new_binary(l, LKMM_SUB, a, b, at);

	if (e && bytes > 1)
		e = new_binary(l, LKMM_DIV, e, new_number(l, bytes, at), at);
	if (e)
		e->type = (struct lkmm_type){ .integer = LKMM_SIGNED(64) };
	return e;
}

bool is_pointer(const struct lkmm_expr *e)
{
	return e->type.points_to.bits != 0;
}

struct lkmm_expr *c_pointer_sum(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
				struct lkmm_expr *b, struct lkmm_place at)
{
	struct lkmm_expr *e, *n;

	if (op == LKMM_SUB && is_pointer(a) && is_pointer(b))
		return distance(l, a, b, at);
	if (!is_pointer(a) && op == LKMM_ADD)
		return c_pointer_sum(l, op, b, a, at);
	n = in_bytes(l, b, a);
	if (!n)
		return NULL;
	e = known_element(l, op, a, n);
	if (e)
		return e;
	if (n->kind == LKMM_NUMBER && !n->number)
		return a;
	e = new_binary(l, op, a, n, at);
	if (e)
		e->type = a->type;
	return e;
}

/* ---- sizeof ---- */

struct lkmm_expr *parse_sizeof(struct litmus *l, struct lkmm_place at)
{
	struct lexer *x = &l->x;
	int naccesses = l->out->source.naccesses, bits;
	struct lkmm_expr *e;

	if (tok_is(x, "(") && token_is_type(x->next)) {
		lex_next(x);
		l->sized = c_value_type(parse_type(l));
		bits = l->sized.integer.bits;
		lex_expect(x, ")");
	} else {
		e = parse_c_unary(l);
		bits = e ? c_integer(e).bits : 0;
		l->sized = e ? e->type : (struct lkmm_type){ 0 };
		/* It is not evaluated. */
		l->out->source.naccesses = naccesses;
	}
	if (!bits)
		lex_error(x, at, "the size of this is unknown");
	e = new_number(l, bits / 8, at);
	if (e)
		e->type.integer = LKMM_UNSIGNED(64);
	return e;
}
