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

struct lkmm_expr *rust_iter_keep(struct rust *r, struct lkmm_expr *e, struct lkmm_place at)
{
	struct lkmm_expr *reg = new_local(r->l, rust_temporary(r, LKMM_SIGNED(64)), at);

	rust_emit(r, LKMM_EXPR, new_assign(r->l, reg, e, at), at);
	return reg;
}

/* ---- values ---- */

void rust_iter_count(struct rust *r, struct rust_iter *it, struct lkmm_place at)
{
	for (int i = 0; i < 2; i++)
		it->taken[i] = rust_iter_keep(
			r, it->taken[i] ? it->taken[i] : number(r, 0, at), at);
}

struct lkmm_expr *rust_iter_left(struct rust *r, const struct rust_iter *it, struct lkmm_place at)
{
	struct lkmm_expr *left = new_binary(r->l, LKMM_SUB, it->count, it->taken[ITER_FRONT], at);

	return new_binary(r->l, LKMM_SUB, left, it->taken[ITER_BACK], at);
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

struct value rust_iterate_array(struct rust *r, struct value array)
{
	struct rust_iter *it = litmus_alloc(r->l, sizeof(*it));

	if (!it)
		return rust_nothing(r, &rust_never, array.at);
	it->from = array.part ? rust_now(r, array) : rust_now_address(r, array);
	it->count = number(r, array.type->n, array.at);
	rust_iter_count(r, it, array.at);
	return rust_iter_value(r, it, array.at);
}

struct value rust_iterate_range(struct rust *r, struct value from, struct value to, bool last)
{
	struct rust_iter *it = litmus_alloc(r->l, sizeof(*it));
	struct lkmm_place at = from.at;
	struct lkmm_expr *n;

	if (!it)
		return rust_nothing(r, &rust_never, at);
	it->range = true;
	n = new_binary(r->l, LKMM_SUB, to.e, from.e, at);
	it->count = rust_iter_keep(r, new_binary(r->l, LKMM_ADD, n, number(r, last, at), at), at);
	/* the variable that it is now may be changed later */
	from.e = rust_iter_keep(r, from.e, at);
	from.type = to.type;
	it->from = from;
	rust_iter_count(r, it, at);
	return rust_iter_value(r, it, at);
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

static struct value element(struct rust *r, const struct way *way)
{
	const struct rust_iter *it = way->iter;
	struct lkmm_place at = way->at;
	struct value v = it->from;
	struct lkmm_expr *i = way->turn;

	if (it->range) {
		v.e = new_binary(r->l, LKMM_ADD, v.e, i, at);
		v.local = NULL;
		return rust_now(r, v);
	}
	if (v.part)
		return rust_iter_shown(r, rust_now(r, rust_selected(r, v, i, at)));
	i = new_binary(r->l, LKMM_MUL, i, number(r, rust_size(v.type->of), at), at);
	v.e = new_binary(r->l, LKMM_ADD, v.e, i, at);
	v.type = rust_type_of(r, RUST_REFERENCE, v.mut, v.type->of);
	v.where = IS_VALUE;
	v.local = NULL;
	return rust_now(r, v);
}

/* (i, v) */
static struct value numbered(struct rust *r, const struct way *way, const struct stage *s,
			     struct value v)
{
	const struct rust_type *usize = rust_named_type("usize", 5);
	struct rust_type *t = rust_new_tuple(r);
	struct value pair;

	if (!t)
		return rust_nothing(r, &rust_never, way->at);
	rust_add_numbered(r, t, usize);
	rust_add_numbered(r, t, v.type);
	rust_name_tuple(r, t);
	pair = rust_composite(r, t, way->at);
	if (!pair.part)
		return rust_nothing(r, &rust_never, way->at);
	pair.part[0] = rust_value(usize, new_binary(r->l, LKMM_SUB, way->n, s->from, way->at),
				  way->at);
	pair.part[1] = v;
	return pair;
}

struct value rust_iter_asks(struct rust *r, struct value f, struct value v, struct lkmm_place at)
{
	struct value is = rust_now(r, rust_apply(r, f, &v, 1, at));

	rust_coerce(r, &is, &rust_bool);
	return is;
}

/* The rest of the stages after the first @n. */
static void pass(struct rust *r, struct way *way, struct value v, int n)
{
	const struct stage *s = &way->iter->stage[n];

	if (r->x->error[0])
		return;
	if (n == way->iter->nstages) {
		way->each(r, way, v);
		return;
	}
	if (s->kind == FILTER) {
		struct value nothing = rust_nothing(r, &rust_unit, way->at), is;
		struct stmts yes, no, *outer;

		is = rust_iter_asks(r, s->f, rust_iter_shown(r, v), way->at);
		rust_open(r, &yes, &outer);
		pass(r, way, v, n + 1);
		r->out = outer;
		rust_open(r, &no, &outer);
		r->out = outer;
		rust_choose(r, is.e, &yes, nothing, &no, nothing, way->at);
		return;
	}
	if (s->kind == MAP)
		v = rust_now(r, rust_apply(r, s->f, &v, 1, way->at));
	else if (s->kind == ENUMERATE)
		v = numbered(r, way, s, v);
	else
		v = rust_now(r, rust_read(r, rust_place(r, v)));
	pass(r, way, v, n + 1);
}

/* Whether numbers of elements, which the @last method may ask for, are those of turns. */
static bool are_counted(const struct rust_iter *it, bool last)
{
	bool filtered = false;

	for (int i = 0; i < it->nstages; i++) {
		filtered |= it->stage[i].kind == FILTER;
		if (filtered && it->stage[i].kind == ENUMERATE)
			return false;
	}
	return !filtered || !last;
}

/* while (any is left) { taken++; ... }: an element is taken, however the turn ends */
void rust_iter_go(struct rust *r, struct way *way)
{
	const struct rust_iter *it = way->iter;
	struct lkmm_expr *taken, *next, *left;
	struct lkmm_place at = way->at;
	struct stmts body, *outer;
	struct lkmm_stmt *s;

	/* the array was not read, or no memory */
	if (r->x->error[0] || !it)
		return;
	taken = it->taken[it->end];
	if (!are_counted(it, way->counts))
		rust_error(r, at, "expected the elements to be counted in front of filter()");
	if (way->counts)
		way->from = rust_iter_keep(r, taken, at);
	rust_open(r, &body, &outer);
	way->n = way->turn = rust_iter_keep(r, taken, at);
	next = new_binary(r->l, LKMM_ADD, taken, number(r, 1, at), at);
	rust_emit(r, LKMM_EXPR, new_assign(r->l, taken, next, at), at);
	if (it->end == ITER_BACK) {
		left = new_binary(r->l, LKMM_SUB, it->count, way->n, at);
		left = new_binary(r->l, LKMM_SUB, left, number(r, 1, at), at);
		way->turn = rust_iter_keep(r, left, at);
	}
	pass(r, way, element(r, way), 0);
	r->out = outer;
	s = new_stmt(r->l, way->once ? LKMM_IF : LKMM_LOOP, at);
	if (!s)
		return;
	left = rust_iter_left(r, it, at);
	s->expr = new_binary(r->l, LKMM_GT, left, number(r, 0, at), at);
	s->body = body.first;
	rust_append(r, s);
}
