// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Iterators over arrays and ranges: map(), filter() and their like are kept until a method such as
 * any() or sum(), or a loop, goes through the elements. That is a loop with a counter.
 */
#include "item.h"

#include <string.h>

enum { MAX_STAGES = 6 };

enum stage_kind { MAP, FILTER, ENUMERATE, COPIED };

struct stage {
	enum stage_kind kind;
	struct value f;			/* the closure */
};

struct rust_iter {
	bool range, rev;
	struct value from;		/* the array, in memory; the start of a range */
	struct lkmm_expr *count;	/* of elements, before stages */
	struct stage stage[MAX_STAGES];
	int nstages;
};

/* One way through an iterator, and what each element is for. */
struct way {
	const struct rust_iter *iter;
	void (*each)(struct rust *r, struct way *way, struct value v);
	struct lkmm_expr *i, *turn;	/* the number of the turn, and of the element */
	struct value f, result;
	struct lkmm_place at;
	struct rust_loop *loop;		/* of for */
	struct pattern *pattern;
};

static bool is_name(const struct token *t, const char *name)
{
	return strlen(name) == (size_t)t->len && !memcmp(name, t->text, (size_t)t->len);
}

static struct lkmm_expr *number(struct rust *r, int64_t n, struct lkmm_place at)
{
	return new_number(r->l, n, at);
}

/* @e in a register. */
static struct lkmm_expr *keep(struct rust *r, struct lkmm_expr *e, struct lkmm_place at)
{
	struct lkmm_expr *reg = new_local(r->l, rust_temporary(r, LKMM_SIGNED(64)), at);

	rust_emit(r, LKMM_EXPR, new_assign(r->l, reg, e, at), at);
	return reg;
}

static void set(struct rust *r, struct lkmm_expr *reg, struct lkmm_expr *e, struct lkmm_place at)
{
	rust_emit(r, LKMM_EXPR, new_assign(r->l, reg, e, at), at);
}

/* ---- values ---- */

static struct value iter_value(struct rust *r, const struct rust_iter *it, struct lkmm_place at)
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
	return iter_value(r, it, array.at);
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
	it->count = keep(r, new_binary(r->l, LKMM_ADD, n, number(r, last, at), at), at);
	from.type = to.type;
	it->from = from;
	return iter_value(r, it, at);
}

/* ---- the elements ---- */

/* A reference to @v, which filter() and find() show their closures. */
static struct value shown(struct rust *r, struct value v)
{
	static const struct token name = { .kind = T_NAME, .text = "value", .len = 0 };
	struct binding *b;

	if (v.type->kind == RUST_REFERENCE || v.type->kind == RUST_NEVER)
		return v;
	b = rust_declare(r, &name, v.type, false);
	if (!b)
		return v;
	r->scope = b->outer;
	rust_store_local(r, b, v, v.at);
	return rust_lend(r, b, false, v.at);
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
		return shown(r, rust_now(r, rust_selected(r, v, i, at)));
	i = new_binary(r->l, LKMM_MUL, i, number(r, rust_size(v.type->of), at), at);
	v.e = new_binary(r->l, LKMM_ADD, v.e, i, at);
	v.type = rust_type_of(r, RUST_REFERENCE, v.mut, v.type->of);
	v.where = IS_VALUE;
	v.local = NULL;
	return rust_now(r, v);
}

/* (i, v) */
static struct value numbered(struct rust *r, const struct way *way, struct value v)
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
	pair.part[0] = rust_value(usize, way->i, way->at);
	pair.part[1] = v;
	return pair;
}

static struct value boolean(struct rust *r, struct value f, struct value v, struct lkmm_place at)
{
	struct value is = rust_now(r, rust_apply(r, f, &v, 1, at));

	rust_coerce(r, &is, &rust_bool);
	return is;
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

		is = boolean(r, s->f, shown(r, v), way->at);
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
		v = numbered(r, way, v);
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

static void each_position(struct rust *r, struct way *way, struct value v);

/* for (i = 0; i < count; i++) */
static void go(struct rust *r, struct way *way)
{
	const struct rust_iter *it = way->iter;
	struct lkmm_place at = way->at;
	struct stmts body, *outer;
	struct lkmm_stmt *s;

	/* the array was not read */
	if (r->x->error[0])
		return;
	if (!are_counted(it, way->each == each_position))
		rust_error(r, at, "expected the elements to be counted in front of filter()");
	way->i = keep(r, number(r, 0, at), at);
	way->turn = way->i;
	rust_open(r, &body, &outer);
	if (it->rev) {
		struct lkmm_expr *left = new_binary(r->l, LKMM_SUB, it->count, way->i, at);

		way->turn = keep(r, new_binary(r->l, LKMM_SUB, left, number(r, 1, at), at), at);
	}
	pass(r, way, element(r, way), 0);
	r->out = outer;
	s = new_stmt(r->l, LKMM_LOOP, at);
	if (!s)
		return;
	s->expr = new_binary(r->l, LKMM_LT, way->i, it->count, at);
	s->body = body.first;
	s->step = new_assign(r->l, way->i, new_binary(r->l, LKMM_ADD, way->i, number(r, 1, at), at),
			     at);
	rust_append(r, s);
}

/* ---- what the elements are for ---- */

static void leave(struct rust *r, struct way *way, struct value v)
{
	struct value some = way->result;

	if (some.type->kind == RUST_OPTION) {
		if (!some.type->of)
			return;
		rust_fill(r, &some, rust_wrap(r, some.type, v, true));
	} else {
		rust_fill(r, &some, v);
	}
	rust_emit(r, LKMM_BREAK, NULL, way->at);
}

static void each_any(struct rust *r, struct way *way, struct value v)
{
	struct value is = boolean(r, way->f, v, way->at);

	when(r, is.e, way, rust_value(&rust_bool, number(r, 1, way->at), way->at), leave);
}

static void each_all(struct rust *r, struct way *way, struct value v)
{
	struct value is = boolean(r, way->f, v, way->at);

	when(r, new_binary(r->l, LKMM_LNOT, is.e, NULL, way->at), way,
	     rust_value(&rust_bool, number(r, 0, way->at), way->at), leave);
}

/* The register of the Option that an element goes to, whose type is that of the first one. */
static void open_option(struct rust *r, struct way *way, const struct rust_type *of)
{
	if (!way->result.type->of || way->result.type->of->kind == RUST_UNKNOWN) {
		struct value slot = rust_slot(r, rust_type_of(r, RUST_OPTION, false, of), way->at);

		slot.ok = way->result.ok;
		way->result = slot;
	}
}

static void each_find(struct rust *r, struct way *way, struct value v)
{
	struct value is = boolean(r, way->f, shown(r, v), way->at);

	open_option(r, way, v.type);
	when(r, is.e, way, v, leave);
}

static void each_position(struct rust *r, struct way *way, struct value v)
{
	struct value is = boolean(r, way->f, v, way->at);

	when(r, is.e, way, rust_value(rust_named_type("usize", 5), way->i, way->at), leave);
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

	go(r, &way);
}

/* ---- methods ---- */

/* The same iterator with one more stage. */
static struct value parse_stage(struct rust *r, struct value self, enum stage_kind kind,
				struct lkmm_place at)
{
	struct rust_iter *it = litmus_alloc(r->l, sizeof(*it));
	struct stage *s;

	if (!it)
		return self;
	*it = *self.type->iter;
	if (it->nstages == MAX_STAGES) {
		rust_error(r, at, "expected at most %d of map(), filter() and their like",
			   MAX_STAGES);
		return self;
	}
	s = &it->stage[it->nstages++];
	s->kind = kind;
	if (kind == MAP || kind == FILTER)
		s->f = parse_rust_value(r);
	return iter_value(r, it, at);
}

static struct value reversed(struct rust *r, struct value self, struct lkmm_place at)
{
	struct rust_iter *it = litmus_alloc(r->l, sizeof(*it));

	if (!it)
		return self;
	*it = *self.type->iter;
	if (it->nstages)
		rust_error(r, at, "expected rev() directly behind the array or range");
	it->rev = !it->rev;
	return iter_value(r, it, at);
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
	if (is_name(name, "rev")) {
		*self = reversed(r, *self, name->at);
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
	if (!c && !parse_adapter(r, &self, name))
		return rust_no_method(r, self.type, name,
				      "map, filter, enumerate, copied, rev, any, all, find, "
				      "position, count, sum, fold or for_each");
	if (c) {
		way.each = c->each;
		way.result = parse_start(r, c, name->at);
		if (c->closure)
			way.f = parse_rust_value(r);
		if (!r->x->error[0])
			go(r, &way);
		self = way.result;
	}
	lex_accept(r->x, ",");
	lex_expect(r->x, ")");
	return r->x->error[0] ? rust_nothing(r, &rust_never, name->at) : self;
}
