// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The methods of iterators, and loops: what the elements are for. */
#include "flow.h"
#include "iterator.h"

#include <string.h>

static bool is_name(const struct token *t, const char *name)
{
	return strlen(name) == (size_t)t->len && !memcmp(name, t->text, (size_t)t->len);
}

static struct lkmm_expr *number(struct rust *r, int64_t n, struct lkmm_place at)
{
	return new_number(r->l, n, at);
}

static void set(struct rust *r, struct lkmm_expr *reg, struct lkmm_expr *e, struct lkmm_place at)
{
	rust_emit(r, LKMM_EXPR, new_assign(r->l, reg, e, at), at);
}

/* ---- what the elements are for ---- */

static void leave(struct rust *r, struct way *way, struct value v)
{
	struct value some = way->result;

	if (some.type->kind == RUST_OPTION) {
		if (!some.type->of)
			return;
		rust_fill(r, &some, rust_wrap(r, some.type, v, true));
		way->result = some;
	} else {
		rust_fill(r, &some, v);
	}
	if (!way->once)
		rust_emit(r, LKMM_BREAK, NULL, way->at);
}

static void each_any(struct rust *r, struct way *way, struct value v)
{
	struct value is = rust_iter_asks(r, way->f, v, way->at);

	rust_iter_when(r, is.e, way, rust_value(&rust_bool, number(r, 1, way->at), way->at), leave);
}

static void each_all(struct rust *r, struct way *way, struct value v)
{
	struct value is = rust_iter_asks(r, way->f, v, way->at);

	rust_iter_when(r, new_binary(r->l, LKMM_LNOT, is.e, NULL, way->at), way,
	     rust_value(&rust_bool, number(r, 0, way->at), way->at), leave);
}

/* The register of the Option that an element goes to, whose type is that of the first one. */
static void open_option(struct rust *r, struct way *way, struct value v)
{
	struct value slot;

	if (way->result.type->of && way->result.type->of->kind != RUST_UNKNOWN)
		return;
	slot = rust_slot(r, rust_type_of(r, RUST_OPTION, false, v.type), way->at);
	slot.ok = way->result.ok;
	way->result = slot;
}

static void each_find(struct rust *r, struct way *way, struct value v)
{
	struct value is = rust_iter_asks(r, way->f, rust_iter_shown(r, v), way->at);

	open_option(r, way, v);
	rust_iter_when(r, is.e, way, v, leave);
}

static void each_next(struct rust *r, struct way *way, struct value v)
{
	open_option(r, way, v);
	leave(r, way, v);
}

/* position(): at the first element, none has been before. */
static void each_position(struct rust *r, struct way *way, struct value v)
{
	struct value is = rust_iter_asks(r, way->f, v, way->at);

	rust_iter_when(r, is.e, way, rust_value(rust_named_type("usize", 5), way->n, way->at),
		       leave);
	set(r, way->n, new_binary(r->l, LKMM_ADD, way->n, number(r, 1, way->at), way->at), way->at);
}

/* find_map(): the first Some() of the closure */
static void each_find_map(struct rust *r, struct way *way, struct value v)
{
	v = rust_now(r, rust_apply(r, way->f, &v, 1, way->at));
	if (v.type->kind != RUST_OPTION) {
		rust_error(r, way->at, "expected a closure that returns an Option");
		return;
	}
	open_option(r, way, rust_inside(v));
	rust_iter_when(r, v.ok, way, rust_inside(v), leave);
}

/* try_for_each(): the first Err() of the closure */
static void each_try(struct rust *r, struct way *way, struct value v)
{
	struct value slot;

	v = rust_now(r, rust_apply(r, way->f, &v, 1, way->at));
	if (v.type->kind != RUST_RESULT) {
		rust_error(r, way->at, "expected a closure that returns a Result");
		return;
	}
	slot = rust_slot(r, v.type, way->at);
	slot.ok = way->result.ok;
	way->result = slot;
	rust_iter_when(r, new_binary(r->l, LKMM_LNOT, v.ok, NULL, way->at), way, v, leave);
}

static void each_last(struct rust *r, struct way *way, struct value v)
{
	open_option(r, way, v);
	rust_fill(r, &way->result, rust_wrap(r, way->result.type, v, true));
}

/* The element that is the best of those so far. */
static void keep_best(struct rust *r, struct way *way, struct value key)
{
	set(r, way->best, key.e, way->at);
	rust_fill(r, &way->result, rust_wrap(r, way->result.type, key.part[0], true));
}

/* max(), min(), and those by a key: of equal elements the last, or the first one */
static void each_best(struct rust *r, struct way *way, struct value v)
{
	struct value key = v, both;
	struct lkmm_expr *better;

	open_option(r, way, v);
	if (way->f.type) {
		key = rust_iter_shown(r, v);
		key = rust_apply(r, way->f, &key, 1, way->at);
	}
	key = rust_now(r, rust_read(r, rust_place(r, key)));
	if (!rust_is_integer(key.type)) {
		if (key.type->kind != RUST_NEVER)
			rust_error(r, way->at, "expected integers to compare");
		return;
	}
	better = rust_binary(r, way->better, key.type, key.e, way->best, way->at);
	better = new_binary(r->l, LKMM_LOR, better,
			    new_binary(r->l, LKMM_LNOT, way->result.ok, NULL, way->at), way->at);
	both = rust_pair(r, v, key, way->at);
	both.e = key.e;
	if (both.part)
		rust_iter_when(r, better, way, both, keep_best);
}

static void each_count(struct rust *r, struct way *way, struct value v)
{
	struct lkmm_expr *n = way->result.e;

	rust_discard(r, v);
	set(r, n, new_binary(r->l, LKMM_ADD, n, number(r, 1, way->at), way->at), way->at);
}

static void accumulate(struct rust *r, struct way *way, struct value v, enum lkmm_operator op)
{
	struct lkmm_expr *n = way->result.e;

	v = rust_read(r, rust_place(r, v));
	if (!rust_is_integer(v.type) && v.type->kind != RUST_NEVER)
		rust_error(r, way->at, "expected integers to add");
	way->result.type = v.type;
	n = new_binary(r->l, op, n, v.e, way->at);
	if (v.type->integer.bits < 64)
		n = new_cast(r->l, v.type->integer, n, way->at);
	set(r, way->result.e, n, way->at);
}

static void each_sum(struct rust *r, struct way *way, struct value v)
{
	accumulate(r, way, v, LKMM_ADD);
}

static void each_product(struct rust *r, struct way *way, struct value v)
{
	accumulate(r, way, v, LKMM_MUL);
}

static void each_fold(struct rust *r, struct way *way, struct value v)
{
	struct value arg[2] = { way->result, v }, next;

	next = rust_apply(r, way->f, arg, 2, way->at);
	rust_coerce(r, &next, way->result.type);
	if (next.lent)
		rust_error(r, way->at, "expected fold() to compute a value: a reference to a "
			   "local variable cannot be handed on");
	if (way->result.type->kind == RUST_LITERAL)
		way->result.type = next.type;
	if (!r->x->error[0])
		rust_fill(r, &way->result, rust_now(r, next));
}

static void each_for(struct rust *r, struct way *way, struct value v)
{
	rust_discard(r, rust_apply(r, way->f, &v, 1, way->at));
}

static void each_turn(struct rust *r, struct way *way, struct value v)
{
	rust_loop_turn(r, way->loop, v, way->pattern, way->body);
}

void rust_loop_through(struct rust *r, struct value iter, struct rust_loop *loop,
		       const struct lex_spot *pattern)
{
	struct lex_spot body = lex_here(r->x);
	struct way way = { .iter = iter.type->iter, .each = each_turn, .at = iter.at, .loop = loop,
			   .pattern = pattern, .body = &body, .by_next = true };

	rust_iter_go(r, &way);
}

/* ---- methods ---- */

/*
 * The methods, and the value that the result starts as: false, true, 0, 1, None, (), the first
 * argument or Ok(()).
 */
static const struct consumer {
	const char *name;
	enum { IS_FALSE, IS_TRUE, IS_ZERO, IS_ONE, IS_NONE, IS_NUMBER, IS_NOTHING, IS_GIVEN,
	       IS_OK } starts;
	bool closure;
	void (*each)(struct rust *r, struct way *way, struct value v);
} consumers[] = {
	{ "next", IS_NONE, false, each_next },
	{ "any", IS_FALSE, true, each_any }, { "all", IS_TRUE, true, each_all },
	{ "find", IS_NONE, true, each_find }, { "position", IS_NUMBER, true, each_position },
	{ "count", IS_ZERO, false, each_count }, { "sum", IS_ZERO, false, each_sum },
	{ "fold", IS_GIVEN, true, each_fold }, { "for_each", IS_NOTHING, true, each_for },
	{ "product", IS_ONE, false, each_product }, { "last", IS_NONE, false, each_last },
	{ "find_map", IS_NONE, true, each_find_map }, { "try_for_each", IS_OK, true, each_try },
	{ "max", IS_NONE, false, each_best }, { "min", IS_NONE, false, each_best },
	{ "max_by_key", IS_NONE, true, each_best }, { "min_by_key", IS_NONE, true, each_best },
	{ "nth", IS_NONE, false, each_next }, { "next_back", IS_NONE, false, each_next },
};

/* The registers that the result is in. */
static struct value parse_start(struct rust *r, const struct consumer *c, struct lkmm_place at)
{
	const struct rust_type *usize = rust_named_type("usize", 5), *t;
	struct value v = rust_nothing(r, &rust_unit, at), slot;

	switch (c->starts) {
	case IS_NOTHING:
		return v;
	case IS_GIVEN:
		v = rust_now(r, parse_rust_value(r));
		lex_expect(r->x, ",");
		break;
	case IS_NONE:
	case IS_NUMBER:
		t = c->starts == IS_NONE ? &rust_unknown : usize;
		t = rust_type_of(r, RUST_OPTION, false, t);
		v = rust_wrap(r, t, rust_nothing(r, t->of ? t->of : t, at), false);
		break;
	case IS_OK:
		t = rust_result_of(r, &rust_unit, &rust_unknown);
		v = rust_wrap(r, t, v, true);
		break;
	default:
		v = rust_value(c->starts == IS_ZERO || c->starts == IS_ONE ? usize : &rust_bool,
			       number(r, c->starts == IS_TRUE || c->starts == IS_ONE, at), at);
	}
	if (r->x->error[0])
		return v;
	slot = rust_slot(r, v.type, at);
	rust_fill(r, &slot, v);
	return slot;
}

/* What the method goes through, and what it has to count. */
static void prepare(struct rust *r, struct way *way, struct value self, const struct token *name)
{
	struct lkmm_place at = name->at;
	struct rust_iter *back;

	if (is_name(name, "nth")) {
		struct value n = rust_now(r, parse_rust_as(r, rust_named_type("usize", 5)));

		self = r->x->error[0] ? self : rust_iter_skip(r, self, n.e, at);
		/* or no memory */
		if (self.type->kind == RUST_ITERATOR)
			way->iter = self.type->iter;
	}
	if (is_name(name, "next_back")) {
		back = litmus_alloc(r->l, sizeof(*back));
		if (!back)
			return;
		*back = *way->iter;
		back->end = ITER_FRONT + ITER_BACK - back->end;
		way->iter = back;
		if (!rust_iter_in_place(back))
			rust_error(r, at, "expected next_back() without filter() and their like");
	}
	if (way->each == each_position)
		way->n = rust_iter_keep(r, number(r, 0, at), at);
	if (way->each == each_best)
		way->best = rust_iter_keep(r, number(r, 0, at), at);
	/* of several that are equal, max() is the last one */
	way->better = name->text[1] == 'a' ? LKMM_GE : LKMM_LT;
	way->by_next = way->each == each_next;
	way->once = way->each == each_next && rust_iter_in_place(way->iter);
}

static struct value parse_consumer(struct rust *r, struct value self, const struct consumer *c,
				   const struct token *name)
{
	struct way way = { .iter = self.type->iter, .at = name->at, .each = c->each };

	way.result = parse_start(r, c, name->at);
	if (c->closure)
		way.f = parse_rust_value(r);
	prepare(r, &way, self, name);
	if (!r->x->error[0])
		rust_iter_go(r, &way);
	rust_settle(&way.result);
	return way.result;
}

/* ::<T>, which sum() and product() may have */
static void pass_type(struct rust *r)
{
	if (!lex_accept(r->x, "::"))
		return;
	lex_accept_char(r->x, '<');
	parse_rust_type(r);
	if (!lex_accept_char(r->x, '>'))
		lex_expected(r->x, "'>'");
}

/* len(), or count() where no element does anything else */
static bool is_length(const struct rust_iter *it, const struct token *name)
{
	if (!rust_iter_in_place(it))
		return false;
	return is_name(name, "len") ||
	       (is_name(name, "count") && !it->borrowed && !rust_iter_acts(it));
}

struct value parse_rust_iterator_method(struct rust *r, struct value self,
					const struct token *name)
{
	const struct consumer *c = NULL;

	/* no memory */
	if (!self.type->iter)
		return self;
	pass_type(r);
	lex_expect(r->x, "(");
	for (size_t i = 0; i < sizeof(consumers) / sizeof(consumers[0]); i++)
		if (is_name(name, consumers[i].name))
			c = &consumers[i];
	if (is_length(self.type->iter, name))
		self = rust_value(rust_named_type("usize", 5),
				  rust_iter_left(r, self.type->iter, name->at), name->at);
	else if (c)
		self = parse_consumer(r, self, c, name);
	else if (!parse_rust_adapter(r, &self, name))
		return rust_no_method(r, self.type, name,
				      "map, filter, enumerate, zip, chain, skip, take, step_by, "
				      "rev, next, len, any, all, find, position, count, sum, "
				      "max, min, fold or for_each");
	lex_accept(r->x, ",");
	lex_expect(r->x, ")");
	return r->x->error[0] ? rust_nothing(r, &rust_never, name->at) : self;
}
