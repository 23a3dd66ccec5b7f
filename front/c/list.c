// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Initializers between braces. Braces within them may be left out: a struct or array without its
 * own takes as many of the values as it has room for.
 */
#include "aggregate.h"

#include <string.h>

/* ---- designators ---- */

/*
 * [n] of the part @of; [n ... m], from @of on, is as many of them as @of->times, each @of->step
 * bytes behind the one before.
 */
static void parse_subscript(struct litmus *l, struct c_part *of)
{
	struct lexer *x = &l->x;
	struct lkmm_place at = x->tok.at;
	const struct lkmm_aggregate *a = of->type.stars ? NULL : of->type.aggregate;
	int64_t from, to;

	lex_expect(x, "[");
	from = c_parse_constant(l);
	to = lex_accept(x, "...") ? c_parse_constant(l) : from;
	lex_expect(x, "]");
	if (x->error[0] || !a || a->kind != C_ARRAY || from < 0 || to < from || to >= a->n) {
		lex_error(x, at, "the array has no element %lld",
			  (long long)(from < 0 ? from : to));
		return;
	}
	of->type = a->of;
	of->offset += (int)from * c_sizeof(a->of);
	if (to == from)
		return;
	if (of->times > 1)
		lex_error(x, at, "a range of ranges is not supported: write them one by one");
	of->times = (int)(to - from) + 1;
	of->step = c_sizeof(a->of);
}

/*
 * .m = or [n] =, in the initializer of a @p; the part @of it, which is the one after @next. False
 * for a part of a part, as .m[n] =.
 */
static bool parse_designator(struct litmus *l, const struct c_part *p, int *next,
			     struct c_part *of)
{
	const struct lkmm_aggregate *a = p->type.aggregate;
	bool first = true, second = false;

	*of = *p;
	while (c_path_follows(&l->x) && !l->x.error[0]) {
		second = !first;
		if (tok_is(&l->x, "["))
			parse_subscript(l, of);
		else
			of->offset += c_parse_dot(l, of, "this");
		if (first && a->kind == C_ARRAY && c_sizeof(a->of))
			*next = (of->offset - p->offset) / c_sizeof(a->of) +
				(of->times ? of->times - 1 : 0);
		for (int i = 0; first && i < a->nmembers; i++)
			if (a->member[i].offset <= of->offset - p->offset)
				*next = i;
		first = false;
	}
	lex_expect(&l->x, "=");
	return !second;
}

/* ---- braces that are left out ---- */

static bool is_aggregate(const struct c_part *p)
{
	return p->type.aggregate && !p->type.stars;
}

static int elements(const struct c_part *p)
{
	const struct lkmm_aggregate *a = p->type.aggregate;

	return a->kind == C_ARRAY ? a->n : a->kind == C_UNION ? 1 : a->nmembers;
}

static struct c_part element(const struct c_part *p, int i)
{
	const struct lkmm_aggregate *a = p->type.aggregate;

	if (a->kind != C_ARRAY)
		return c_member_part(&a->member[i], p->offset);
	return (struct c_part){ .type = a->of, .offset = p->offset + i * c_sizeof(a->of) };
}

/* (struct node){: the token is the bracket. */
static bool is_literal(const struct litmus *l)
{
	const struct token *t = l->x.next;
	int depth = 1;

	if (!tok_is(&l->x, "(") || !c_type_starts(l, t))
		return false;
	for (; t->kind != T_END && depth; t++)
		depth += token_is(t, "(") - token_is(t, ")");
	return token_is(t, "{");
}

/* Whether a struct of type @t is at hand: its expression is read, and then read again. */
static bool is_record(struct litmus *l, struct ctype t)
{
	int nodes = l->nodes, parts = l->parts, naccesses = l->out->source.naccesses;
	struct lex_spot spot = lex_here(&l->x);
	struct lkmm_expr *e;

	if (!l->thread || !c_is_record(t) ||
	    (l->x.tok.kind != T_NAME && !tok_is(&l->x, "*") && !tok_is(&l->x, "(")))
		return false;
	e = parse_assignment(l);
	if (l->x.error[0])
		return false;
	lex_go(&l->x, &spot);
	l->nodes = nodes;
	l->parts = parts;
	l->out->source.naccesses = naccesses;
	return e && e->type.aggregate == t.aggregate && !e->type.stars;
}

/* Whether the value at hand is one for all of the aggregate @p. */
static bool is_whole(struct litmus *l, const struct c_part *p)
{
	const struct lkmm_aggregate *a = p->type.aggregate;

	if (tok_is(&l->x, "{") || is_literal(l))
		return true;
	if (c_is_string(&l->x.tok))
		return a->kind == C_ARRAY && c_sizeof(a->of) == 1;
	return is_record(l, p->type);
}

/* Whether a value follows that may be for the next part of an aggregate without braces. */
static bool goes_on(const struct lexer *x)
{
	return tok_is(x, ",") && !token_is(x->next, "}") && !token_is(x->next, ".") &&
	       !token_is(x->next, "[");
}

/* The value for the part @p, or one for each of its parts. */
static void give_part(struct litmus *l, c_give *give, void *arg, const struct c_part *p)
{
	if (l->x.error[0] || too_deep(l))
		return;
	l->depth++;
	if (!is_aggregate(p) || !elements(p) || is_whole(l, p)) {
		give(l, arg, p);
	} else {
		for (int i = 0; i < elements(p) && !l->x.error[0]; i++) {
			const struct c_part of = element(p, i);

			if (i && !goes_on(&l->x))
				break;
			if (i)
				lex_next(&l->x);
			give_part(l, give, arg, &of);
		}
	}
	l->depth--;
}

/* ---- lists ---- */

void c_give_each(struct litmus *l, c_give *give, void *arg, struct c_part of)
{
	struct lex_spot value = lex_here(&l->x);
	int times = of.times;

	of.times = 0;
	give_part(l, give, arg, &of);
	for (int i = 1; i < times && !l->x.error[0]; i++) {
		lex_go(&l->x, &value);
		of.offset += of.step;
		give_part(l, give, arg, &of);
	}
}

void c_parse_list(struct litmus *l, const struct c_part *p, c_give *give, void *arg)
{
	struct lexer *x = &l->x;
	int n = elements(p);

	lex_expect(x, "{");
	for (int i = 0; !x->error[0] && !tok_is(x, "}"); i++) {
		struct c_part of;
		bool own = true;

		if (c_path_follows(x))
			own = parse_designator(l, p, &i, &of);
		else if (i < n)
			of = element(p, i);
		else
			lex_error(x, x->tok.at, p->type.aggregate->kind == C_ARRAY ?
				  "there are only %d elements" : "there are only %d members", n);
		if (x->error[0])
			return;
		c_give_each(l, give, arg, of);
		if (!own && goes_on(x))
			lex_error(x, x->next->at, "expected a designator, as before");
		if (!tok_is(x, "}"))
			lex_expect(x, ",");
	}
	lex_expect(x, "}");
}

/* ---- how many elements ---- */

/* Passes over the value for the part @p; @arg: the last byte of those so far. */
static void count_value(struct litmus *l, void *arg, const struct c_part *p)
{
	struct lexer *x = &l->x;
	int *last = arg;

	for (int depth = 0; !x->error[0] && x->tok.kind != T_END; lex_next(x)) {
		if (!depth && (tok_is(x, ",") || tok_is(x, "}")))
			break;
		depth += tok_is(x, "(") + tok_is(x, "{") + tok_is(x, "[");
		depth -= tok_is(x, ")") + tok_is(x, "}") + tok_is(x, "]");
	}
	if (p->offset > *last)
		*last = p->offset;
}

int c_count_elements(struct litmus *l, struct ctype of)
{
	struct litmus copy = *l;
	char text[C_MAX_ELEMENTS];
	struct c_part many = { 0 };
	int last = -1;

	if (c_is_string(&copy.x.tok))
		return c_read_string(&copy, text, C_MAX_ELEMENTS) + 1;
	many.type = c_array_of(&copy, of, C_MAX_ELEMENTS);
	if (!many.type.aggregate || !c_sizeof(of))
		return 0;
	c_parse_list(&copy, &many, count_value, &last);
	if (copy.no_memory) {
		l->no_memory = true;
		lex_fatal(&l->x, l->x.tok.at, "out of memory");
	}
	return last < 0 ? 0 : last / c_sizeof(of) + 1;
}
