// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Iterators over arrays and ranges: map(), filter() and their like are kept until a method such as
 * any() or sum(), or a loop, goes through the elements. That is a loop with a counter.
 */
#include "iterator.h"

static struct lkmm_expr *number(struct rust *r, int64_t n, struct lkmm_place at)
{
	return new_number(r->l, n, at);
}

static struct lkmm_expr *compute(struct rust *r, enum lkmm_operator op, struct lkmm_expr *a,
				 struct lkmm_expr *b, struct lkmm_place at)
{
	return new_binary(r->l, op, a, b, at);
}

static void set(struct rust *r, struct lkmm_expr *reg, struct lkmm_expr *e, struct lkmm_place at)
{
	rust_emit(r, LKMM_EXPR, new_assign(r->l, reg, e, at), at);
}

struct lkmm_expr *rust_iter_keep(struct rust *r, struct lkmm_expr *e, struct lkmm_place at)
{
	struct lkmm_expr *reg = new_local(r->l, rust_temporary(r, LKMM_SIGNED(64)), at);

	set(r, reg, e, at);
	return reg;
}

/* ---- values ---- */

void rust_iter_count(struct rust *r, struct rust_iter *it, struct lkmm_place at)
{
	for (int i = 0; i < 2; i++)
		it->taken[i] = rust_iter_keep(
			r, it->taken[i] ? it->taken[i] : number(r, 0, at), at);
	for (int i = 0; i < it->nstages; i++)
		if (it->stage[i].state)
			it->stage[i].state = rust_iter_keep(r, it->stage[i].state, at);
}

struct lkmm_expr *rust_iter_left(struct rust *r, const struct rust_iter *it, struct lkmm_place at)
{
	struct lkmm_expr *left = compute(r, LKMM_SUB, it->count, it->taken[ITER_FRONT], at);

	return compute(r, LKMM_SUB, left, it->taken[ITER_BACK], at);
}

bool rust_iter_in_place(const struct rust_iter *it)
{
	for (int i = 0; i < it->nstages; i++)
		if (it->stage[i].kind > LAST_IN_PLACE)
			return false;
	return it->base != OF_NEXT;
}

struct value rust_iter_value(struct rust *r, const struct rust_iter *it, struct lkmm_place at)
{
	struct rust_type *t = litmus_alloc(r->l, sizeof(*t));

	if (!t)
		return rust_nothing(r, &rust_never, at);
	t->kind = RUST_ITERATOR;
	t->name = "an iterator";
	t->iter = it;
	return rust_nothing(r, t, at);
}

struct value rust_iterate_array(struct rust *r, struct value array, bool by_value)
{
	struct rust_iter *it = litmus_alloc(r->l, sizeof(*it));

	if (!it || array.type->kind == RUST_NEVER)
		return rust_nothing(r, &rust_never, array.at);
	/* what happens to the variable afterwards does not change its values now */
	if (by_value && array.where == IS_LOCAL)
		array = rust_copy_registers(r, rust_now(r, array));
	array = rust_placed(r, array);
	it->from = array.where == IS_LOCAL ? array : rust_now_address(r, array);
	it->by_value = by_value;
	it->count = number(r, array.type->n, array.at);
	rust_iter_count(r, it, array.at);
	return rust_iter_value(r, it, array.at);
}

struct value rust_iterate_parts(struct rust *r, struct value array, int length, int apart)
{
	struct value v = rust_iterate_array(r, array, false);
	struct rust_iter *it = v.type->kind == RUST_ITERATOR ? (void *)v.type->iter : NULL;
	int n = array.type->n - length;

	if (!it)
		return v;
	it->base = OF_PARTS;
	it->length = length;
	it->apart = apart;
	it->count = number(r, n < 0 ? 0 : n / apart + 1, array.at);
	return v;
}

/* @e in 64 bits, which what is computed of it has then. */
static struct lkmm_expr *wide(struct rust *r, struct lkmm_expr *e, struct lkmm_place at)
{
	return rust_iter_keep(r, new_cast(r->l, LKMM_SIGNED(64), e, at), at);
}

struct value rust_iterate_range(struct rust *r, struct value from, struct value to, bool last)
{
	struct rust_iter *it = litmus_alloc(r->l, sizeof(*it));
	struct lkmm_place at = from.at;
	struct lkmm_expr *n;

	if (!it)
		return rust_nothing(r, &rust_never, at);
	it->base = OF_RANGE;
	/* of all the u8 there are 256 */
	n = compute(r, LKMM_SUB, wide(r, to.e, at), wide(r, from.e, at), at);
	n = rust_iter_keep(r, compute(r, LKMM_ADD, n, number(r, last, at), at), at);
	/* 4..1 has none, and no fewer */
	it->count = rust_iter_keep(r, compute(r, LKMM_MUL, n,
					      compute(r, LKMM_GT, n, number(r, 0, at), at), at),
				   at);
	/* the variable that it is now may be changed later */
	from.e = rust_iter_keep(r, from.e, at);
	from.type = to.type;
	it->from = from;
	rust_iter_count(r, it, at);
	return rust_iter_value(r, it, at);
}

struct value rust_iterate_next(struct rust *r, struct value self)
{
	struct rust_iter *it = litmus_alloc(r->l, sizeof(*it));

	if (!it)
		return rust_nothing(r, &rust_never, self.at);
	it->base = OF_NEXT;
	it->from = rust_borrow(r, rust_placed(r, self), false, true);
	return rust_iter_value(r, it, self.at);
}

/* ---- the elements ---- */

struct value rust_iter_shown(struct rust *r, struct value v)
{
	static const struct token name = { .kind = T_NAME, .text = "value", .len = 0 };
	struct binding *b, *scope = r->scope;

	if (v.type->kind == RUST_NEVER)
		return v;
	if (v.type->kind == RUST_REFERENCE) {
		rust_declare_value(r, &name, v);
		b = r->scope == scope ? NULL : r->scope;
		r->scope = scope;
	} else {
		b = rust_declare_hidden(r, v, false);
	}
	return b ? rust_lend(r, b, false, v.at) : v;
}

/* The element @i of the array of @it. */
static struct value element_of_array(struct rust *r, const struct rust_iter *it,
				     struct lkmm_expr *i, struct lkmm_place at)
{
	struct value v = it->from;
	struct binding *b;

	if (v.where == IS_LOCAL) {
		b = rust_element_of(r, v.local, i, at);
		if (!b)
			return rust_nothing(r, &rust_never, at);
		return it->by_value ? rust_now(r, rust_local(r, b, at)) :
				      rust_lend(r, b, v.mut, at);
	}
	i = compute(r, LKMM_MUL, i, number(r, rust_size(v.type->of), at), at);
	v.e = compute(r, LKMM_ADD, v.e, i, at);
	v.type = rust_type_of(r, RUST_REFERENCE, v.mut, v.type->of);
	v.where = IS_VALUE;
	v.local = NULL;
	return rust_now(r, v);
}

/* The slice number @i of an array, of windows() or chunks(). */
static struct value slice_of_array(struct rust *r, const struct rust_iter *it,
				   struct lkmm_expr *i, struct lkmm_place at)
{
	struct value v = it->from;
	int n = v.type->n, k = 0;
	struct binding **one, *b;

	v.type = rust_array_of(r, v.type->of, it->length);
	if (v.where != IS_LOCAL) {
		i = compute(r, LKMM_MUL, i,
			    number(r, (int64_t)it->apart * rust_size(v.type->of), at), at);
		v.e = compute(r, LKMM_ADD, v.e, i, at);
		v.type = rust_type_of(r, RUST_REFERENCE, v.mut, v.type);
		v.where = IS_VALUE;
		return rust_now(r, v);
	}
	one = litmus_alloc(r->l, (size_t)n * sizeof(struct binding *));
	if (!one || !v.local->part)
		return rust_nothing(r, &rust_never, at);
	for (int from = 0; from + it->length <= n; from += it->apart) {
		one[k] = rust_slice_of(r, v.local, from, v.type);
		if (!one[k++])
			return rust_nothing(r, &rust_never, at);
	}
	b = rust_one_of(r, one, k, i, at);
	return b ? rust_lend(r, b, v.mut, at) : rust_nothing(r, &rust_never, at);
}

static struct value element_left(struct rust *r, const struct rust_iter *it, struct lkmm_expr *i,
				 struct lkmm_place at);

/* The element @i of a chain. */
static struct value element_of_chain(struct rust *r, const struct rust_iter *it,
				     struct lkmm_expr *i, struct lkmm_place at)
{
	struct lkmm_expr *left = rust_iter_left(r, it->of[0], at), *first;
	struct value v[2];
	struct stmts s[2], *outer;

	first = rust_iter_keep(r, compute(r, LKMM_LT, i, left, at), at);
	rust_open(r, &s[0], &outer);
	v[0] = element_left(r, it->of[0], i, at);
	r->out = outer;
	rust_open(r, &s[1], &outer);
	v[1] = element_left(r, it->of[1], rust_iter_keep(r, compute(r, LKMM_SUB, i, left, at), at),
			    at);
	r->out = outer;
	return r->x->error[0] ? v[0] : rust_choose(r, first, &s[0], v[0], &s[1], v[1], at);
}

/* The element @i of @it, before its stages. */
static struct value element(struct rust *r, const struct rust_iter *it, struct lkmm_expr *i,
			    struct lkmm_place at)
{
	struct value v = it->from;

	switch (it->base) {
	case OF_RANGE:
		v.e = compute(r, LKMM_ADD, v.e, i, at);
		v.local = NULL;
		return rust_now(r, v);
	case OF_PARTS:
		return slice_of_array(r, it, i, at);
	case OF_ZIP:
		v = element_left(r, it->of[0], i, at);
		return rust_pair(r, v, element_left(r, it->of[1], i, at), at);
	case OF_CHAIN:
		return element_of_chain(r, it, i, at);
	case OF_STEPS:
		i = rust_iter_keep(r, compute(r, LKMM_MUL, i, it->step, at), at);
		return element_left(r, it->of[0], i, at);
	default:
		return element_of_array(r, it, i, at);
	}
}

struct value rust_iter_asks(struct rust *r, struct value f, struct value v, struct lkmm_place at)
{
	struct value is = rust_now(r, rust_apply(r, f, &v, 1, at));

	rust_coerce(r, &is, &rust_bool);
	return is;
}

/* The number of the element @turn as it counts for enumerate(). */
static struct lkmm_expr *counted(struct rust *r, const struct rust_iter *it, const struct stage *s,
				 struct lkmm_expr *turn, struct lkmm_place at)
{
	struct lkmm_expr *n = turn;

	if (s->end == ITER_BACK)
		n = compute(r, LKMM_SUB, compute(r, LKMM_SUB, it->count, number(r, 1, at), at),
			    turn, at);
	return compute(r, LKMM_SUB, n, s->from, at);
}

/* The stage @s of @v, the element @turn, which leaves it in its place. */
static struct value staged(struct rust *r, const struct rust_iter *it, const struct stage *s,
			   struct value v, struct lkmm_expr *turn, struct lkmm_place at)
{
	struct value shown, n;

	switch (s->kind) {
	case MAP:
		return rust_now(r, rust_apply(r, s->f, &v, 1, at));
	case INSPECT:
		shown = rust_iter_shown(r, v);
		rust_discard(r, rust_apply(r, s->f, &shown, 1, at));
		return v;
	case ENUMERATE:
		n = rust_value(rust_named_type("usize", 5), counted(r, it, s, turn, at), at);
		return rust_pair(r, n, v, at);
	default:
		return rust_now(r, rust_read(r, rust_place(r, v)));
	}
}

/* The element that @it gives after @i others, all of whose stages leave elements in place. */
static struct value element_left(struct rust *r, const struct rust_iter *it, struct lkmm_expr *i,
				 struct lkmm_place at)
{
	struct lkmm_expr *n = compute(r, LKMM_ADD, it->taken[it->end], i, at);
	struct value v;

	if (it->end == ITER_BACK) {
		n = compute(r, LKMM_SUB, it->count, n, at);
		n = compute(r, LKMM_SUB, n, number(r, 1, at), at);
	}
	n = rust_iter_keep(r, n, at);
	v = element(r, it, n, at);
	for (int k = 0; k < it->nstages && !r->x->error[0]; k++)
		v = staged(r, it, &it->stage[k], v, n, at);
	return v;
}

/* ---- the stages ---- */

void rust_iter_when(struct rust *r, struct lkmm_expr *cond, struct way *way, struct value v,
		    void (*then)(struct rust *r, struct way *way, struct value v))
{
	struct value nothing = rust_nothing(r, &rust_unit, way->at);
	struct stmts yes, no, *outer;

	rust_open(r, &yes, &outer);
	then(r, way, v);
	r->out = outer;
	rust_open(r, &no, &outer);
	r->out = outer;
	rust_choose(r, cond, &yes, nothing, &no, nothing, way->at);
}

static void pass(struct rust *r, struct way *way, struct value v, int n);

/* if (cond) { the stages after @n } else { @over: the state of this one is 1 } */
static void pass_if(struct rust *r, struct way *way, struct lkmm_expr *cond, struct value v, int n,
		    bool over)
{
	struct value nothing = rust_nothing(r, &rust_unit, way->at);
	struct stmts yes, no, *outer;

	rust_open(r, &yes, &outer);
	pass(r, way, v, n + 1);
	r->out = outer;
	rust_open(r, &no, &outer);
	if (over)
		set(r, way->iter->stage[n].state, number(r, 1, way->at), way->at);
	r->out = outer;
	rust_choose(r, cond, &yes, nothing, &no, nothing, way->at);
}

/* state++; returns what it was */
static struct lkmm_expr *count_up(struct rust *r, const struct stage *s, struct lkmm_place at)
{
	struct lkmm_expr *was = rust_iter_keep(r, s->state, at);

	set(r, s->state, compute(r, LKMM_ADD, s->state, number(r, 1, at), at), at);
	return was;
}

/* What @v is asked for: of a reference, the closure may see it. */
static struct lkmm_expr *asked(struct rust *r, struct way *way, const struct stage *s,
			       struct value v)
{
	return rust_iter_asks(r, s->f, rust_iter_shown(r, v), way->at).e;
}

/* An Option that the closure returns, or that is an element: its contents go on. */
static void pass_option(struct rust *r, struct way *way, struct value v, int n, bool over)
{
	bool flat = way->iter->stage[n].kind == FLATTEN;

	if (flat && v.type->kind == RUST_REFERENCE)
		v = rust_as_ref(r, rust_place(r, v), v.type->mut, way->at);
	else if (!flat)
		v = rust_now(r, rust_apply(r, way->iter->stage[n].f, &v, 1, way->at));
	if (v.type->kind != RUST_OPTION && v.type->kind != RUST_NEVER &&
	    (!flat || v.type->kind != RUST_RESULT))
		rust_error(r, way->at, flat ? "expected elements that are Options: write a loop "
					      "for each" :
					      "expected a closure that returns an Option");
	if (!r->x->error[0])
		pass_if(r, way, v.ok, rust_inside(v), n, over);
}

/* if (!over && closure(v)) { } else { over = 1; the stages after @n } */
static void pass_skip_while(struct rust *r, struct way *way, struct value v, int n)
{
	const struct stage *s = &way->iter->stage[n];
	struct value yes = rust_value(&rust_bool, number(r, 1, way->at), way->at), is;
	struct lkmm_expr *over;
	struct stmts none = { NULL, NULL }, ask, *outer;

	over = compute(r, LKMM_NE, s->state, number(r, 0, way->at), way->at);
	none.end = &none.first;
	rust_open(r, &ask, &outer);
	is = rust_value(&rust_bool, compute(r, LKMM_LNOT, asked(r, way, s, v), NULL, way->at),
			way->at);
	is = rust_now(r, is);
	r->out = outer;
	if (r->x->error[0])
		return;
	is = rust_now(r, rust_choose(r, over, &none, yes, &ask, is, way->at));
	set(r, s->state, compute(r, LKMM_OR, s->state, is.e, way->at), way->at);
	pass_if(r, way, is.e, v, n, false);
}

/* (v, element of the other one), if there is one */
static void pass_zip(struct rust *r, struct way *way, struct value v, int n)
{
	const struct stage *s = &way->iter->stage[n];
	struct lkmm_expr *any = rust_iter_left(r, s->with, way->at);
	struct value nothing = rust_nothing(r, &rust_unit, way->at);
	struct stmts yes, no, *outer;
	struct lkmm_expr *taken = s->with->taken[s->with->end];

	any = rust_iter_keep(r, compute(r, LKMM_GT, any, number(r, 0, way->at), way->at), way->at);
	rust_open(r, &yes, &outer);
	v = rust_pair(r, v, element_left(r, s->with, number(r, 0, way->at), way->at), way->at);
	set(r, taken, compute(r, LKMM_ADD, taken, number(r, 1, way->at), way->at), way->at);
	pass(r, way, v, n + 1);
	r->out = outer;
	rust_open(r, &no, &outer);
	set(r, s->state, number(r, 1, way->at), way->at);
	r->out = outer;
	rust_choose(r, any, &yes, nothing, &no, nothing, way->at);
}

static void pass_counted(struct rust *r, struct way *way, struct value v, int n)
{
	const struct stage *s = &way->iter->stage[n];
	struct lkmm_expr *was = count_up(r, s, way->at);
	const struct rust_type *usize = rust_named_type("usize", 5);

	if (s->kind == COUNT)
		pass(r, way, rust_pair(r, rust_value(usize, was, way->at), v, way->at), n + 1);
	else if (s->kind == SKIP)
		pass_if(r, way, compute(r, LKMM_GE, was, s->limit, way->at), v, n, false);
	else if (s->kind == STEP)
		pass_if(r, way, compute(r, LKMM_EQ, compute(r, LKMM_MOD, was, s->limit, way->at),
					number(r, 0, way->at), way->at), v, n, false);
	else
		pass(r, way, v, n + 1);
}

/* The rest of the stages after the first @n. */
static void pass(struct rust *r, struct way *way, struct value v, int n)
{
	const struct stage *s = &way->iter->stage[n];

	if (r->x->error[0] || too_deep(r->l))
		return;
	if (n == way->iter->nstages) {
		way->each(r, way, v);
		return;
	}
	switch (s->kind) {
	case FILTER:
	case TAKE_WHILE:
		pass_if(r, way, asked(r, way, s, v), v, n, s->kind == TAKE_WHILE);
		break;
	case FLATTEN:
	case FILTER_MAP:
	case MAP_WHILE:
		pass_option(r, way, v, n, s->kind == MAP_WHILE);
		break;
	case SKIP_WHILE:
		pass_skip_while(r, way, v, n);
		break;
	case ZIP:
		pass_zip(r, way, v, n);
		break;
	case SKIP:
	case TAKE:
	case STEP:
	case COUNT:
		pass_counted(r, way, v, n);
		break;
	default:
		pass(r, way, staged(r, way->iter, s, v, way->turn, way->at), n + 1);
	}
}

/* ---- the loop ---- */

/* Whether there may be another turn: an element is left, and no stage has come to its end. */
static struct lkmm_expr *goes_on(struct rust *r, const struct rust_iter *it, struct lkmm_place at)
{
	struct lkmm_expr *cond = NULL;

	if (it->base != OF_NEXT)
		cond = compute(r, LKMM_GT, rust_iter_left(r, it, at), number(r, 0, at), at);
	for (int i = 0; i < it->nstages; i++) {
		const struct stage *s = &it->stage[i];
		struct lkmm_expr *more = rust_iter_more(r, s, at);

		if (more)
			cond = cond ? compute(r, LKMM_LAND, cond, more, at) : more;
	}
	return cond;
}

/* With what follows it. */
static void put_loop(struct rust *r, const struct way *way, struct stmts *body)
{
	struct lkmm_stmt *s = new_stmt(r->l, way->once ? LKMM_IF : LKMM_LOOP, way->at);

	if (!s)
		return;
	s->expr = goes_on(r, way->iter, way->at);
	s->body = body->first;
	rust_append(r, s);
	rust_iter_end(r, way);
}

static void pass_first(struct rust *r, struct way *way, struct value v)
{
	pass(r, way, v, 0);
}

/* while (any is left) { match next() { Some(v) => ..., None => break } } */
static void go_next(struct rust *r, struct way *way)
{
	struct value v = way->iter->from, self = rust_place(r, v), nothing;
	struct rust_item *next = rust_find_method(r->l, self.type, "Iterator", "next");
	struct stmts body, yes, no, *outer, *inner;

	if (!next)
		return;
	nothing = rust_nothing(r, &rust_unit, way->at);
	rust_open(r, &body, &outer);
	v = rust_now(r, rust_call(r, next, &v, 1, way->at));
	rust_open(r, &yes, &inner);
	if (!r->x->error[0] && v.type->kind == RUST_OPTION)
		pass_first(r, way, rust_inside(v));
	r->out = inner;
	rust_open(r, &no, &inner);
	set(r, way->ended, number(r, 1, way->at), way->at);
	rust_emit(r, LKMM_BREAK, NULL, way->at);
	r->out = inner;
	if (!r->x->error[0])
		rust_choose(r, v.ok, &yes, nothing, &no, rust_nothing(r, &rust_never, way->at),
			    way->at);
	r->out = outer;
	put_loop(r, way, &body);
}

/* while (any is left) { taken++; ... }: an element is taken, however the turn ends */
void rust_iter_go(struct rust *r, struct way *way)
{
	const struct rust_iter *it = way->iter;
	struct lkmm_expr *taken, *next, *left, *n;
	struct lkmm_place at = way->at;
	struct stmts body, *outer;

	/* the array was not read, or no memory */
	if (r->x->error[0] || !it)
		return;
	rust_iter_begin(r, way);
	if (it->base == OF_NEXT) {
		go_next(r, way);
		return;
	}
	taken = it->taken[it->end];
	rust_open(r, &body, &outer);
	n = way->turn = rust_iter_keep(r, taken, at);
	next = compute(r, LKMM_ADD, taken, number(r, 1, at), at);
	set(r, taken, next, at);
	if (it->end == ITER_BACK) {
		left = compute(r, LKMM_SUB, it->count, n, at);
		left = compute(r, LKMM_SUB, left, number(r, 1, at), at);
		way->turn = rust_iter_keep(r, left, at);
	}
	pass_first(r, way, element(r, it, way->turn, at));
	r->out = outer;
	put_loop(r, way, &body);
}
