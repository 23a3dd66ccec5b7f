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

/* if (cond) { what @then does } */
static void when(struct rust *r, struct lkmm_expr *cond, struct way *way, struct value v,
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

/* ---- what the elements are for ---- */

static void leave(struct rust *r, struct way *way, struct value v)
{
	struct value some = way->result;

	if (some.type->kind == RUST_OPTION) {
		if (!some.type->of)
			return;
		if (some.lent && v.lent) {
			rust_store_local(r, some.lent, rust_read(r, rust_place(r, v)), way->at);
			set(r, some.ok, number(r, 1, way->at), way->at);
		} else {
			rust_fill(r, &some, rust_wrap(r, some.type, v, true));
		}
	} else {
		rust_fill(r, &some, v);
	}
	if (!way->once)
		rust_emit(r, LKMM_BREAK, NULL, way->at);
}

static void each_any(struct rust *r, struct way *way, struct value v)
{
	struct value is = rust_iter_asks(r, way->f, v, way->at);

	when(r, is.e, way, rust_value(&rust_bool, number(r, 1, way->at), way->at), leave);
}

static void each_all(struct rust *r, struct way *way, struct value v)
{
	struct value is = rust_iter_asks(r, way->f, v, way->at);

	when(r, new_binary(r->l, LKMM_LNOT, is.e, NULL, way->at), way,
	     rust_value(&rust_bool, number(r, 0, way->at), way->at), leave);
}

/* The register of the Option that an element goes to, whose type is that of the first one. */
static void open_option(struct rust *r, struct way *way, struct value v)
{
	const struct rust_type *t = rust_type_of(r, RUST_OPTION, false, v.type);
	struct value slot, none;

	if (way->result.type->of && way->result.type->of->kind != RUST_UNKNOWN)
		return;
	if (v.lent && !rust_has_parts(v.lent->type)) {
		none = rust_nothing(r, v.lent->type, way->at);
		slot = rust_nothing(r, t, way->at);
		slot.lent = rust_declare_hidden(r, none, false);
	} else {
		slot = rust_slot(r, t, way->at);
	}
	slot.ok = way->result.ok;
	way->result = slot;
}

static void each_find(struct rust *r, struct way *way, struct value v)
{
	struct value is = rust_iter_asks(r, way->f, rust_iter_shown(r, v), way->at);

	open_option(r, way, v);
	when(r, is.e, way, v, leave);
}

static void each_next(struct rust *r, struct way *way, struct value v)
{
	open_option(r, way, v);
	leave(r, way, v);
}

static void each_position(struct rust *r, struct way *way, struct value v)
{
	struct value is = rust_iter_asks(r, way->f, v, way->at);
	struct lkmm_expr *i = new_binary(r->l, LKMM_SUB, way->n, way->from, way->at);

	when(r, is.e, way, rust_value(rust_named_type("usize", 5), i, way->at), leave);
}

static void each_count(struct rust *r, struct way *way, struct value v)
{
	struct lkmm_expr *n = way->result.e;

	rust_discard(r, v);
	set(r, n, new_binary(r->l, LKMM_ADD, n, number(r, 1, way->at), way->at), way->at);
}

static void each_sum(struct rust *r, struct way *way, struct value v)
{
	struct lkmm_expr *n = way->result.e;

	v = rust_read(r, rust_place(r, v));
	if (!rust_is_integer(v.type) && v.type->kind != RUST_NEVER)
		rust_error(r, way->at, "expected integers to add");
	way->result.type = v.type;
	n = new_binary(r->l, LKMM_ADD, n, v.e, way->at);
	if (v.type->integer.bits < 64)
		n = new_cast(r->l, v.type->integer, n, way->at);
	set(r, way->result.e, n, way->at);
}

static void each_fold(struct rust *r, struct way *way, struct value v)
{
	struct value arg[2] = { way->result, v }, next;

	next = rust_apply(r, way->f, arg, 2, way->at);
	rust_coerce(r, &next, way->result.type);
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
	struct pattern *p = way->pattern;
	bool pair = v.type->is_tuple && v.type->nfields == 2;

	if (p->nbound == 2 && !pair) {
		rust_error(r, way->at, "expected a pattern for one value, or enumerate()");
		return;
	}
	for (int i = 0; i < p->nbound; i++)
		p->bound[i].v = p->nbound == 2 ? v.part[i] : v;
	rust_loop_body(r, way->loop, p);
}

void rust_loop_through(struct rust *r, struct value iter, struct rust_loop *loop,
		       struct pattern *p)
{
	struct way way = { .iter = iter.type->iter, .each = each_turn, .at = iter.at, .loop = loop,
			   .pattern = p };

	rust_iter_go(r, &way);
}

/* ---- methods ---- */

static bool filters(const struct rust_iter *it)
{
	for (int i = 0; i < it->nstages; i++)
		if (it->stage[i].kind == FILTER)
			return true;
	return false;
}

/* The same iterator with one more stage. */
static struct value parse_stage(struct rust *r, struct value self, enum stage_kind kind,
				struct lkmm_place at)
{
	struct rust_iter *it = litmus_alloc(r->l, sizeof(*it));
	struct stage *s;

	if (!it)
		return self;
	*it = *self.type->iter;
	if (it->nstages == RUST_MAX_STAGES) {
		rust_error(r, at, "expected at most %d of map(), filter() and their like",
			   RUST_MAX_STAGES);
		return self;
	}
	s = &it->stage[it->nstages++];
	s->kind = kind;
	if (kind == MAP || kind == FILTER)
		s->f = parse_rust_value(r);
	if (kind == ENUMERATE)
		s->from = rust_iter_keep(r, it->taken[it->end], at);
	return rust_iter_value(r, it, at);
}

/* The other end's elements are taken. */
static struct value reversed(struct rust *r, struct value self, struct lkmm_place at)
{
	struct rust_iter *it = litmus_alloc(r->l, sizeof(*it));

	if (!it)
		return self;
	*it = *self.type->iter;
	if (it->nstages)
		rust_error(r, at, "expected rev() in front of map(), filter() and their like");
	it->end = ITER_FRONT + ITER_BACK - it->end;
	return rust_iter_value(r, it, at);
}

static struct value cloned(struct rust *r, struct value self, struct lkmm_place at)
{
	struct rust_iter *it = litmus_alloc(r->l, sizeof(*it));

	if (!it)
		return self;
	*it = *self.type->iter;
	rust_iter_count(r, it, at);
	return rust_iter_value(r, it, at);
}

static bool parse_adapter(struct rust *r, struct value *self, const struct token *name)
{
	static const struct {
		const char *name;
		enum stage_kind kind;
	} stages[] = {
		{ "map", MAP }, { "filter", FILTER }, { "enumerate", ENUMERATE },
		{ "copied", COPIED }, { "cloned", COPIED },
	};

	if (is_name(name, "iter") || is_name(name, "into_iter"))
		return true;
	if (is_name(name, "by_ref")) {
		*self = rust_borrow(r, *self, false, true);
		return true;
	}
	if (is_name(name, "rev")) {
		*self = reversed(r, *self, name->at);
		return true;
	}
	if (is_name(name, "clone")) {
		*self = cloned(r, *self, name->at);
		return true;
	}
	for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++)
		if (is_name(name, stages[i].name)) {
			*self = parse_stage(r, *self, stages[i].kind, name->at);
			return true;
		}
	return false;
}

/* The methods whose result starts as @kind: false, true, 0, None, () or the first argument. */
static const struct consumer {
	const char *name;
	enum { IS_FALSE, IS_TRUE, IS_ZERO, IS_NONE, IS_NUMBER, IS_NOTHING, IS_GIVEN } starts;
	bool closure;
	void (*each)(struct rust *r, struct way *way, struct value v);
} consumers[] = {
	{ "next", IS_NONE, false, each_next },
	{ "any", IS_FALSE, true, each_any }, { "all", IS_TRUE, true, each_all },
	{ "find", IS_NONE, true, each_find }, { "position", IS_NUMBER, true, each_position },
	{ "count", IS_ZERO, false, each_count }, { "sum", IS_ZERO, false, each_sum },
	{ "fold", IS_GIVEN, true, each_fold }, { "for_each", IS_NOTHING, true, each_for },
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
	default:
		v = rust_value(c->starts == IS_ZERO ? usize : &rust_bool,
			       number(r, c->starts == IS_TRUE, at), at);
	}
	if (r->x->error[0])
		return v;
	slot = rust_slot(r, v.type, at);
	rust_fill(r, &slot, v);
	return slot;
}

struct value parse_rust_iterator_method(struct rust *r, struct value self,
					const struct token *name)
{
	struct way way = { .iter = self.type->iter, .at = name->at };
	const struct consumer *c = NULL;

	/* no memory */
	if (!self.type->iter)
		return self;
	if (lex_accept(r->x, "::")) {
		lex_accept_char(r->x, '<');
		parse_rust_type(r);
		if (!lex_accept_char(r->x, '>'))
			lex_expected(r->x, "'>'");
	}
	lex_expect(r->x, "(");
	for (size_t i = 0; i < sizeof(consumers) / sizeof(consumers[0]); i++)
		if (is_name(name, consumers[i].name))
			c = &consumers[i];
	if (is_name(name, "len") && !filters(way.iter))
		self = rust_value(rust_named_type("usize", 5),
				  rust_iter_left(r, way.iter, name->at), name->at);
	else if (!c && !parse_adapter(r, &self, name))
		return rust_no_method(r, self.type, name,
				      "map, filter, enumerate, copied, rev, next, len, any, "
				      "all, find, position, count, sum, fold or for_each");
	if (c) {
		way.each = c->each;
		way.result = parse_start(r, c, name->at);
		if (c->closure)
			way.f = parse_rust_value(r);
		way.counts = c->each == each_position;
		way.once = c->each == each_next && !filters(way.iter);
		if (!r->x->error[0])
			rust_iter_go(r, &way);
		self = way.result;
	}
	lex_accept(r->x, ",");
	lex_expect(r->x, ")");
	return r->x->error[0] ? rust_nothing(r, &rust_never, name->at) : self;
}
