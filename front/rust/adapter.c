// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The methods of iterators that make another iterator: map(), zip(), skip() and their like. */
#include "iterator.h"

#include <string.h>

static bool is_name(const struct token *t, const char *name)
{
	return strlen(name) == (size_t)t->len && !memcmp(name, t->text, (size_t)t->len);
}

static struct lkmm_expr *compute(struct rust *r, enum lkmm_operator op, struct lkmm_expr *a,
				 struct lkmm_expr *b, struct lkmm_place at)
{
	return new_binary(r->l, op, a, b, at);
}

static struct lkmm_expr *number(struct rust *r, int64_t n, struct lkmm_place at)
{
	return new_number(r->l, n, at);
}

/* a < b ? a : b */
static struct lkmm_expr *smaller(struct rust *r, struct lkmm_expr *a, struct lkmm_expr *b,
				 struct lkmm_place at)
{
	a = rust_iter_keep(r, a, at);
	return rust_iter_keep(r, rust_conditional(r, compute(r, LKMM_LT, a, b, at), a, b, at), at);
}

static struct rust_iter *copy_of(struct rust *r, const struct rust_iter *it)
{
	struct rust_iter *copy = litmus_alloc(r->l, sizeof(*copy));

	if (copy)
		*copy = *it;
	return copy;
}

bool rust_iter_acts(const struct rust_iter *it)
{
	for (int i = 0; i < it->nstages; i++)
		if (it->stage[i].kind == MAP || it->stage[i].kind == INSPECT)
			return true;
	return it->base == OF_NEXT ||
	       ((it->base == OF_ZIP || it->base == OF_CHAIN) &&
		(rust_iter_acts(it->of[0]) || rust_iter_acts(it->of[1]))) ||
	       (it->base == OF_STEPS && rust_iter_acts(it->of[0]));
}

/* The same iterator with one more stage; or NULL. */
static struct stage *add_stage(struct rust *r, struct rust_iter *it, enum stage_kind kind,
			       struct lkmm_place at)
{
	struct stage *s;

	if (it->nstages == RUST_MAX_STAGES) {
		rust_error(r, at, "expected at most %d of map(), filter() and their like",
			   RUST_MAX_STAGES);
		return NULL;
	}
	s = &it->stage[it->nstages++];
	s->kind = kind;
	if (kind > LAST_IN_PLACE)
		s->state = rust_iter_keep(r, number(r, 0, at), at);
	return s;
}

static struct value parse_stage(struct rust *r, struct value self, enum stage_kind kind,
				struct lkmm_place at)
{
	struct rust_iter *it = copy_of(r, self.type->iter);
	struct stage *s;

	if (!it)
		return self;
	/* it stays at its end without that */
	if (kind == FUSE && !rust_iter_resumes(it, it->nstages))
		return self;
	if (kind == ENUMERATE && !rust_iter_in_place(it))
		kind = COUNT;
	s = add_stage(r, it, kind, at);
	if (!s)
		return self;
	if (kind == ENUMERATE) {
		s->end = it->end;
		s->from = rust_iter_keep(r, it->taken[it->end], at);
	} else if (kind != COPIED && kind != COUNT && kind != FUSE &&
		   kind != FLATTEN) {
		s->f = parse_rust_value(r);
	}
	return rust_iter_value(r, it, at);
}

/* ---- fewer elements ---- */

static struct value limited(struct rust *r, struct value self, enum stage_kind kind,
			    struct lkmm_expr *n, struct lkmm_place at)
{
	struct rust_iter *it = copy_of(r, self.type->iter);
	struct stage *s = it ? add_stage(r, it, kind, at) : NULL;

	if (!s)
		return self;
	s->limit = rust_iter_keep(r, n, at);
	return rust_iter_value(r, it, at);
}

struct value rust_iter_skip(struct rust *r, struct value self, struct lkmm_expr *n,
			    struct lkmm_place at)
{
	const struct rust_iter *it = self.type->iter;
	struct lkmm_expr *taken;

	if (!rust_iter_in_place(it) || rust_iter_acts(it))
		return limited(r, self, SKIP, n, at);
	taken = it->taken[it->end];
	n = smaller(r, rust_iter_left(r, it, at), n, at);
	rust_emit(r, LKMM_EXPR,
		  new_assign(r->l, taken, compute(r, LKMM_ADD, taken, n, at), at), at);
	return self;
}

static struct value take(struct rust *r, struct value self, struct lkmm_expr *n,
			 struct lkmm_place at)
{
	struct rust_iter *it = copy_of(r, self.type->iter);
	struct lkmm_expr *left;

	if (!it)
		return self;
	if (!rust_iter_in_place(it) || it->end == ITER_BACK || it->base == OF_CHAIN)
		return limited(r, self, TAKE, n, at);
	left = rust_iter_left(r, it, at);
	n = compute(r, LKMM_ADD, it->taken[ITER_FRONT], smaller(r, left, n, at), at);
	it->count = rust_iter_keep(r, compute(r, LKMM_ADD, n, it->taken[ITER_BACK], at), at);
	return rust_iter_value(r, it, at);
}

/* An iterator whose elements are made of those of others, or NULL and an error. */
static struct rust_iter *made_of(struct rust *r, enum iter_base base, const struct value *of, int n,
				 const struct token *name)
{
	struct rust_iter *it = litmus_alloc(r->l, sizeof(*it));

	if (!it)
		return NULL;
	it->base = base;
	for (int i = 0; i < n; i++) {
		it->of[i] = of[i].type->iter;
		if (it->of[i] && !rust_iter_in_place(it->of[i]))
			rust_error(r, name->at, "%.*s() does not go with filter() and their like "
				   "here: write a loop with 'if' in it", name->len, name->text);
		else if (it->of[i] && it->of[i]->borrowed)
			rust_error(r, name->at, "%.*s() does not go with by_ref() here: write a "
				   "loop for each", name->len, name->text);
	}
	return r->x->error[0] || !it->of[0] || (n > 1 && !it->of[1]) ? NULL : it;
}

static struct value step_by(struct rust *r, struct value self, struct lkmm_expr *n,
			    const struct token *name)
{
	struct lkmm_place at = name->at;
	struct rust_iter *it;

	if (n->kind == LKMM_NUMBER && n->number < 1)
		rust_error(r, at, "expected a step of at least 1");
	if (!rust_iter_in_place(self.type->iter) || rust_iter_acts(self.type->iter) ||
	    self.type->iter->borrowed)
		return limited(r, self, STEP, n, at);
	it = made_of(r, OF_STEPS, &self, 1, name);
	if (!it)
		return self;
	it->step = rust_iter_keep(r, n, at);
	n = compute(r, LKMM_ADD, rust_iter_left(r, it->of[0], at),
		    compute(r, LKMM_SUB, it->step, number(r, 1, at), at), at);
	it->count = rust_iter_keep(r, compute(r, LKMM_DIV, n, it->step, at), at);
	rust_iter_count(r, it, at);
	return rust_iter_value(r, it, at);
}

/* skip(n), take(n), step_by(n) */
static bool parse_counted(struct rust *r, struct value *self, const struct token *name)
{
	bool skip = is_name(name, "skip"), takes = is_name(name, "take");
	struct value n;

	if (!skip && !takes && !is_name(name, "step_by"))
		return false;
	n = rust_now(r, parse_rust_as(r, rust_named_type("usize", 5)));
	if (r->x->error[0] || !n.e)
		return true;
	if (skip)
		*self = rust_iter_skip(r, *self, n.e, name->at);
	else if (takes)
		*self = take(r, *self, n.e, name->at);
	else
		*self = step_by(r, *self, n.e, name);
	return true;
}

/* ---- two iterators ---- */

/* What zip() and chain() take: an iterator, an array, a reference to one. */
static struct value parse_other(struct rust *r)
{
	struct value v = parse_rust_range(r, parse_rust_expr(r));
	bool by_value = v.type->kind == RUST_ARRAY;
	struct value to = rust_place(r, v);

	if (to.type->kind == RUST_ARRAY)
		return rust_iterate_array(r, to, by_value);
	if (to.type->kind != RUST_ITERATOR && to.type->kind != RUST_NEVER)
		rust_error(r, v.at, "expected an iterator or an array");
	if (v.type->kind == RUST_REFERENCE)
		rust_error(r, v.at, "expected the iterator itself, found a reference to it");
	return to;
}

static struct value parse_zip(struct rust *r, struct value self, const struct token *name)
{
	struct value of[2] = { self, parse_other(r) };
	struct lkmm_place at = name->at;
	struct rust_iter *it;
	struct stage *s;

	if (r->x->error[0])
		return self;
	/* one more of the first is taken to see that the second one has come to its end */
	if (self.type->iter &&
	    (!rust_iter_in_place(self.type->iter) || rust_iter_acts(self.type->iter))) {
		it = copy_of(r, self.type->iter);
		s = it && made_of(r, OF_ZIP, &of[1], 1, name) ? add_stage(r, it, ZIP, at) : NULL;
		if (!s)
			return self;
		s->with = of[1].type->iter;
		return rust_iter_value(r, it, at);
	}
	it = made_of(r, OF_ZIP, of, 2, name);
	if (!it)
		return self;
	it->count = smaller(r, rust_iter_left(r, it->of[0], at), rust_iter_left(r, it->of[1], at),
			    at);
	rust_iter_count(r, it, at);
	return rust_iter_value(r, it, at);
}

static struct value parse_chain(struct rust *r, struct value self, const struct token *name)
{
	struct value of[2] = { self, parse_other(r) };
	struct lkmm_expr *n;
	struct rust_iter *it = r->x->error[0] ? NULL : made_of(r, OF_CHAIN, of, 2, name);

	if (!it)
		return self;
	n = compute(r, LKMM_ADD, rust_iter_left(r, it->of[0], name->at),
		    rust_iter_left(r, it->of[1], name->at), name->at);
	it->count = rust_iter_keep(r, n, name->at);
	rust_iter_count(r, it, name->at);
	return rust_iter_value(r, it, name->at);
}

/* ---- the others ---- */

/* The other end's elements are taken. */
static struct value reversed(struct rust *r, struct value self, const struct token *name)
{
	struct rust_iter *it = copy_of(r, self.type->iter);
	bool may = it && it->base != OF_NEXT;

	if (!it)
		return self;
	for (int i = 0; i < it->nstages; i++)
		may &= it->stage[i].kind <= LAST_IN_PLACE || it->stage[i].kind == FILTER ||
		       it->stage[i].kind == FILTER_MAP || it->stage[i].kind == FLATTEN;
	if (!may)
		rust_error(r, name->at, "expected rev() in front of skip(), take() and their like");
	it->end = ITER_FRONT + ITER_BACK - it->end;
	return rust_iter_value(r, it, name->at);
}

static struct value cloned(struct rust *r, struct value self, struct lkmm_place at)
{
	struct rust_iter *it = copy_of(r, self.type->iter);

	if (!it)
		return self;
	if (it->base == OF_NEXT)
		rust_error(r, at, "expected clone() of the struct that has next()");
	else
		rust_iter_count(r, it, at);
	return rust_iter_value(r, it, at);
}

static struct value by_ref(struct rust *r, struct value self, struct lkmm_place at)
{
	struct rust_iter *it = copy_of(r, self.type->iter);

	if (!it)
		return self;
	it->borrowed = true;
	return rust_borrow(r, rust_iter_value(r, it, at), false, true);
}

bool parse_rust_adapter(struct rust *r, struct value *self, const struct token *name)
{
	static const struct {
		const char *name;
		enum stage_kind kind;
	} stages[] = {
		{ "map", MAP }, { "filter", FILTER }, { "enumerate", ENUMERATE },
		{ "copied", COPIED }, { "cloned", COPIED }, { "inspect", INSPECT },
		{ "filter_map", FILTER_MAP }, { "map_while", MAP_WHILE },
		{ "take_while", TAKE_WHILE }, { "skip_while", SKIP_WHILE }, { "fuse", FUSE },
		{ "flatten", FLATTEN }, { "flat_map", FILTER_MAP },
	};

	for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++)
		if (is_name(name, stages[i].name)) {
			*self = parse_stage(r, *self, stages[i].kind, name->at);
			return true;
		}
	if (parse_counted(r, self, name))
		return true;
	if (is_name(name, "zip"))
		*self = parse_zip(r, *self, name);
	else if (is_name(name, "chain"))
		*self = parse_chain(r, *self, name);
	else if (is_name(name, "rev"))
		*self = reversed(r, *self, name);
	else if (is_name(name, "clone"))
		*self = cloned(r, *self, name->at);
	else if (is_name(name, "by_ref"))
		*self = by_ref(r, *self, name->at);
	else
		return is_name(name, "iter") || is_name(name, "into_iter");
	return true;
}
