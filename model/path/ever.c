// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The values that variables and registers may hold in any execution, however often loops are gone
 * round: from the statements of all threads, in any order, until no statement adds one. A path that
 * is cut where its facts cannot be true of these values has no execution, and so none is lost.
 *
 * held.c does the same for the paths that are listed, and knows more of each. Here a thread that
 * alone writes to a variable reads its first value before the first statement that may do so.
 * A value that is not computed from constants alone may be copied out of thin air.
 */
#include "run.h"

/* More rounds are not needed for what is known in the end. */
enum { MAX_ROUNDS = 64 };

/* Where a thread first may write to a location, in the order of its statements. */
enum { NEVER = 1 << 30 };

struct ever {
	const struct lkmm_test *test;
	struct holds *h;
	struct held **reg;		/* of each thread */
	bool **read;			/* a register of it may hold what was read */
	int *first;			/* by thread and location: where it first may write */
	int thread, at;			/* statement */
	int frozen;			/* in a loop, or among unsequenced operands */
	bool grew;
	bool unknown;			/* some access may be anywhere, or to a part of something */
};

static struct held eval(struct ever *v, const struct lkmm_expr *e);
static void walk(struct ever *v, const struct lkmm_stmt *s);

static const struct held nothing = { .n = 0 };

static struct held number(const struct ever *v, int64_t n)
{
	struct held h = nothing;

	lkmm_hold_value(v->test, &h, n);
	return h;
}

/*
 * An address of an object and any number: an address of it, or of nothing (C11 6.5.6p8). False if
 * they are not that.
 */
static bool add_any(const struct ever *v, const struct held *a, const struct held *b,
		    struct held *sum)
{
	int64_t offset;
	int object;

	if (!b->any || lkmm_may_point(v->test, b) || a->any || !a->n)
		return false;
	*sum = (struct held){ .any = true };
	for (int i = 0; i < a->n; i++) {
		object = lkmm_object(v->test, a->v[i], &offset);
		if (object < 0 || v->test->loc[object].object != object + 1)
			return false;
		lkmm_hold_object(sum, object);
	}
	return true;
}

/* The sum of an address and a number, one of @a and @b, is of another object by accident: of
 * nothing, as above. */
static bool leads_away(const struct ever *v, int64_t a, int64_t b, int64_t sum)
{
	int64_t offset;
	int to = lkmm_object(v->test, sum, &offset), of = lkmm_object(v->test, a, &offset);

	if (of < 0)
		of = lkmm_object(v->test, b, &offset);
	return to >= 0 && of != to;
}

/* Any number, and any address if one of @a and @b may be one. */
static struct held any_of(const struct ever *v, const struct held *a, const struct held *b)
{
	return (struct held){ .any = true, .points = lkmm_may_point(v->test, a) ||
						     lkmm_may_point(v->test, b) };
}

static struct held cast(const struct ever *v, const struct held *a, struct lkmm_integer to)
{
	struct held h = { .any = a->any, .points = a->points, .within = a->within };

	for (int i = 0; i < a->n; i++)
		lkmm_hold_value(v->test, &h, lkmm_truncate(a->v[i], to));
	return h;
}

static struct held unary(const struct ever *v, enum lkmm_operator op, const struct held *a)
{
	struct held h = nothing;

	if (op == LKMM_LNOT) {
		h = number(v, 0);
		lkmm_hold_value(v->test, &h, 1);
		return h;
	}
	if (a->any)
		return any_of(v, a, a);
	for (int i = 0; i < a->n; i++)
		lkmm_hold_value(v->test, &h, lkmm_unary(op, a->v[i]));
	return h;
}

static struct held binary(const struct ever *v, enum lkmm_operator op, bool is_unsigned,
			  const struct held *a, const struct held *b)
{
	struct held h = nothing;
	int64_t n;

	if (op >= LKMM_EQ && op <= LKMM_LOR)
		return unary(v, LKMM_LNOT, a);
	if (op == LKMM_ADD && (add_any(v, a, b, &h) || add_any(v, b, a, &h)))
		return h;
	if (a->any || b->any)
		return any_of(v, a, b);
	for (int i = 0; i < a->n; i++)
		for (int k = 0; k < b->n; k++) {
			if (!lkmm_binary(op, is_unsigned, a->v[i], b->v[k], &n))
				continue;
			if (op == LKMM_ADD && leads_away(v, a->v[i], b->v[k], n))
				h.any = true;
			else
				lkmm_hold_value(v->test, &h, n);
		}
	return h;
}

/* ---- accesses ---- */

/* How much is known of @h: that only grows. */
static int count(const struct held *h)
{
	return h->n + h->any + h->points + (h->within != 0);
}

static void add(struct ever *v, struct held *to, const struct held *more)
{
	int before = count(to);

	lkmm_hold_all(v->test, to, more);
	v->grew |= count(to) != before;
}

/* Whether all writes to @loc are of this thread, and come later. */
static bool comes_first(const struct ever *v, int loc)
{
	for (int t = 0; t < v->test->nthreads; t++) {
		int first = v->first[t * v->test->nlocs + loc];

		if (t == v->thread ? first <= v->at : first != NEVER)
			return false;
	}
	return true;
}

/* The location at the address @at, or -1. */
static int target(struct ever *v, const struct lkmm_access *a, int64_t at, bool load)
{
	int loc = lkmm_access_target(v->test, a, at, load);

	v->unknown |= loc == TARGET_PART;
	return loc;
}

/*
 * The next location after @loc (-1: the first) that an access to one of the locations of an object
 * may be to; or -1.
 */
static int next_within(struct ever *v, const struct lkmm_access *a, const struct held *address,
		       int loc, bool load)
{
	while (address->within && ++loc < v->test->nlocs) {
		int bits = v->test->loc[loc].integer.bits;

		if (!lkmm_is_within(v->test, address, loc))
			continue;
		v->unknown |= a->accessed.bits && a->accessed.bits != bits;
		if (target(v, a, lkmm_address(v->test, loc), load) == loc)
			return loc;
	}
	return -1;
}

static void load_at(const struct ever *v, int loc, struct held *to)
{
	struct held was = number(v, v->test->loc[loc].init);

	lkmm_hold_all(v->test, to, comes_first(v, loc) ? &was : &v->h->at[loc]);
}

static struct held load(struct ever *v, const struct lkmm_access *a, const struct held *address)
{
	bool only = lkmm_is_load(a);
	struct held h = nothing;

	v->unknown |= address->points;
	for (int i = 0; i < address->n; i++) {
		int loc = target(v, a, address->v[i], only);

		if (loc >= 0)
			load_at(v, loc, &h);
	}
	for (int loc = -1; (loc = next_within(v, a, address, loc, only)) >= 0;)
		load_at(v, loc, &h);
	return a->accessed.bits ? cast(v, &h, a->accessed) : h;
}

/* A value that is written. */
struct written {
	const struct held *value;
	bool constant;
	int64_t step;			/* more than what it replaces; 0: that is not known */
};

static void note_step(struct ever *v, int loc, int64_t step)
{
	struct counter *c = &v->h->counter[loc], was = *c;

	if (!c->written || step < c->least)
		c->least = step;
	if (!c->written || step > c->most)
		c->most = step;
	c->written = true;
	v->grew |= !was.written || was.least != c->least || was.most != c->most;
}

static void store_at(struct ever *v, int loc, const struct written *w)
{
	int *first = &v->first[v->thread * v->test->nlocs + loc];
	struct held value = cast(v, w->value, v->test->loc[loc].integer);

	v->grew |= v->at < *first;
	*first = v->at < *first ? v->at : *first;
	if (!w->constant)
		lkmm_hold_value(v->test, &value, lkmm_unknowable_value(0));
	add(v, &v->h->at[loc], &value);
	note_step(v, loc, w->step);
}

static void store(struct ever *v, const struct lkmm_access *a, const struct held *address,
		  const struct written *w)
{
	v->unknown |= address->points;
	for (int i = 0; i < address->n; i++) {
		int loc = target(v, a, address->v[i], false);

		if (loc >= 0)
			store_at(v, loc, w);
	}
	for (int loc = -1; (loc = next_within(v, a, address, loc, false)) >= 0;)
		store_at(v, loc, w);
}

/* The formula @f of an operation whose object holds @old. */
static struct held apply(const struct ever *v, const struct lkmm_formula *f, const struct held *old,
			 const struct held *arg, struct lkmm_integer t)
{
	struct held a, b;

	switch (f->kind) {
	case LKMM_F_VALUE:
		return *old;
	case LKMM_F_ARG:
		return arg[f->number];
	case LKMM_F_NUMBER:
		return number(v, f->number);
	case LKMM_F_UNARY:
		a = apply(v, f->left, old, arg, t);
		return unary(v, f->op, &a);
	default:
		a = apply(v, f->left, old, arg, t);
		b = apply(v, f->right, old, arg, t);
		a = binary(v, f->op, false, &a, &b);
		return f->op < LKMM_EQ ? cast(v, &a, t) : a;
	}
}

/* By how much the formula @f is more than what the object holds, if that is a number; or 0. */
static int64_t step_of(const struct lkmm_formula *f, const struct held *arg)
{
	const struct lkmm_formula *by = f->right;
	int64_t n;

	if (f->kind != LKMM_F_BINARY || (f->op != LKMM_ADD && f->op != LKMM_SUB) ||
	    f->left->kind != LKMM_F_VALUE)
		return 0;
	if (by->kind == LKMM_F_ARG && !arg[by->number].any && arg[by->number].n == 1)
		n = arg[by->number].v[0];
	else if (by->kind == LKMM_F_NUMBER)
		n = by->number;
	else
		return 0;
	return f->op == LKMM_ADD ? n : -n;
}

/* Whether @e is computed from constants alone, also by way of registers. */
static bool is_constant(const struct ever *v, const struct lkmm_expr *e)
{
	if (v->unknown)
		return false;
	switch (e->kind) {
	case LKMM_NUMBER:
	case LKMM_ADDRESS:
		return true;
	case LKMM_REGISTER:
		return !v->read[v->thread][e->index];
	case LKMM_CAST:
	case LKMM_ASSIGN:
	case LKMM_UNARY:
		return is_constant(v, e->a);
	case LKMM_BINARY:
		return is_constant(v, e->a) && (!e->b || is_constant(v, e->b));
	default:
		return false;
	}
}

/* A register becomes @value, which is that of @e or, if that is NULL, was read. */
static void assign(struct ever *v, int reg, const struct held *value, const struct lkmm_expr *e)
{
	bool *read = &v->read[v->thread][reg];

	if (!*read && !(e && is_constant(v, e)))
		v->grew = *read = true;
	add(v, &v->reg[v->thread][reg], value);
}

/* Whether what an operation writes, by the formula @f, does not depend on what is read. */
static bool writes_constant(const struct ever *v, const struct lkmm_access *a,
			    const struct lkmm_formula *f)
{
	return f->kind == LKMM_F_NUMBER ||
	       (f->kind == LKMM_F_ARG && is_constant(v, a->arg[f->number]));
}

static struct held operation(struct ever *v, const struct lkmm_access *a, const struct held *arg)
{
	const struct held *address = &arg[a->op->object];
	struct held old = load(v, a, address), value;

	if (a->op->becomes) {
		value = apply(v, a->op->becomes, &old, arg, a->integer);
		store(v, a, address, &(struct written){ &value,
							writes_constant(v, a, a->op->becomes),
							step_of(a->op->becomes, arg) });
	}
	if (a->op->inout >= 0 && a->inout >= 0) {
		value = cast(v, &old, v->test->thread[v->thread].reg[a->inout].integer);
		assign(v, a->inout, &value, NULL);
	}
	if (!a->op->becomes)
		return old;
	return a->op->returns ? apply(v, a->op->returns, &old, arg, a->integer) : nothing;
}

/* What each of the objects that a call makes is set to, and their addresses. */
static struct held allocation(struct ever *v, const struct lkmm_access *a)
{
	const struct held zero = number(v, 0);
	struct held h = nothing;

	for (int i = 0; i < a->copies; i++)
		lkmm_hold_value(v->test, &h,
				lkmm_address(v->test, a->object + i * a->locations));
	for (int i = 0; a->zeroed && i < a->copies * a->locations; i++) {
		v->first[v->thread * v->test->nlocs + a->object + i] = 0;
		note_step(v, a->object + i, 0);
		add(v, &v->h->at[a->object + i], &zero);
	}
	return h;
}

static struct held access(struct ever *v, const struct lkmm_access *a)
{
	struct held arg[LKMM_MAX_ARGS], bit = number(v, 0), all = { .any = true };

	lkmm_hold_value(v->test, &bit, 1);
	for (int i = 0; i < LKMM_MAX_ARGS; i++)
		arg[i] = a->arg[i] ? eval(v, a->arg[i]) : nothing;
	switch (a->kind) {
	case LKMM_OP:
		return operation(v, a, arg);
	case LKMM_PLAIN_LOAD:
	case LKMM_AWAIT:
		return load(v, a, &arg[0]);
	case LKMM_PLAIN_STORE:
		store(v, a, &arg[0], &(struct written){ &arg[1], is_constant(v, a->arg[1]),
							0 });
		return arg[1];
	case LKMM_LOCK: case LKMM_TRYLOCK: case LKMM_UNLOCK:
		store(v, a, &arg[0], &(struct written){ &bit, true, 0 });
		return bit;
	case LKMM_CHOICE:
	case LKMM_IS_LOCKED:
		return bit;
	case LKMM_ALLOC:
		return allocation(v, a);
	case LKMM_SRCU_LOCK: case LKMM_SRCU_UNLOCK:
		store(v, a, &arg[0], &(struct written){ &all, false, 0 });
		return all;
	case LKMM_STORE_LINKED:
		v->unknown = true;
		return all;
	default:
		return nothing;
	}
}

/* ---- statements ---- */

static bool are_unsequenced(const struct lkmm_expr *e)
{
	int n = lkmm_has_effect(e->a) + lkmm_has_effect(e->b);

	for (int i = 0; e->kind == LKMM_ACCESS && i < LKMM_MAX_ARGS; i++)
		n += lkmm_has_effect(e->access->arg[i]);
	return (e->kind == LKMM_BINARY || e->kind == LKMM_ACCESS) && n > 1;
}

static struct held eval_kind(struct ever *v, const struct lkmm_expr *e)
{
	struct held a, b;

	switch (e->kind) {
	case LKMM_NUMBER:
		return number(v, e->number);
	case LKMM_ADDRESS:
		return number(v, lkmm_address(v->test, e->index));
	case LKMM_REGISTER:
		return v->reg[v->thread][e->index];
	case LKMM_ACCESS:
		return access(v, e->access);
	case LKMM_BODY:
		walk(v, e->body);
		return e->a ? eval(v, e->a) : nothing;
	default:
		break;
	}
	a = eval(v, e->a);
	b = e->b ? eval(v, e->b) : nothing;
	switch (e->kind) {
	case LKMM_UNARY:
		return unary(v, e->op, &a);
	case LKMM_BINARY:
		return e->b ? binary(v, e->op, e->is_unsigned, &a, &b) : unary(v, e->op, &a);
	case LKMM_CONDITIONAL:
		a = eval(v, e->c);
		lkmm_hold_all(v->test, &b, &a);
		return b;
	case LKMM_CAST:
		return cast(v, &a, e->to);
	case LKMM_ASSIGN:
		a = cast(v, &a, v->test->thread[v->thread].reg[e->index].integer);
		assign(v, e->index, &a, e->a);
		return a;
	default:		/* LKMM_COMMA */
		return b;
	}
}

static struct held eval(struct ever *v, const struct lkmm_expr *e)
{
	bool freeze = are_unsequenced(e);
	struct held h = { .any = true, .points = true };
	int n = 0;

	for (const struct lkmm_expr *a = e; lkmm_is_link(a); a = a->a)
		n++;
	if (n > LKMM_LONG_CHAIN) {
		v->unknown = true;
		return h;
	}
	v->frozen += freeze;
	h = eval_kind(v, e);
	v->frozen -= freeze;
	return h;
}

/* All statements of a loop, and behind a backward way, count as one. */
static void walk(struct ever *v, const struct lkmm_stmt *s)
{
	for (; s; s = s->next) {
		bool loop = s->kind == LKMM_LOOP;

		v->at += !v->frozen;
		v->frozen += loop;
		if (s->expr)
			eval(v, s->expr);
		if (s->step)
			eval(v, s->step);
		walk(v, s->body);
		walk(v, s->orelse);
		v->frozen -= loop;
	}
}

static bool begin(struct ever *v, struct lkmm_arena *a)
{
	const struct lkmm_test *t = v->test;
	size_t n = (size_t)t->nthreads, nlocs = (size_t)t->nlocs;

	v->h->at = lkmm_alloc(a, sizeof(*v->h->at) * (nlocs + 1));
	v->reg = lkmm_alloc(a, sizeof(*v->reg) * (n + 1));
	v->read = lkmm_alloc(a, sizeof(*v->read) * (n + 1));
	v->first = lkmm_alloc(a, sizeof(*v->first) * (n * nlocs + 1));
	v->h->counter = lkmm_alloc(a, sizeof(*v->h->counter) * (nlocs + 1));
	v->h->reg = v->reg;
	if (!v->h->at || !v->reg || !v->read || !v->first || !v->h->counter)
		return false;
	for (int l = 0; l < t->nlocs; l++) {
		v->h->at[l] = number(v, t->loc[l].init);
		v->h->at[l].writer = -1;
		v->unknown |= t->loc[l].piece_of;
	}
	for (int i = 0; i < t->nthreads * t->nlocs; i++)
		v->first[i] = NEVER;
	for (int i = 0; i < t->nthreads; i++) {
		const struct lkmm_thread *thread = &t->thread[i];

		v->reg[i] = lkmm_alloc(a, sizeof(**v->reg) * ((size_t)thread->nregs + 1));
		v->read[i] = lkmm_alloc(a, (size_t)thread->nregs + 1);
		for (int r = 0; v->reg[i] && r < thread->nregs; r++)
			v->reg[i][r] = number(v, thread->reg[r].init);
		if (!v->reg[i] || !v->read[i])
			return false;
	}
	return true;
}

bool lkmm_find_ever(struct lkmm_arena *a, const struct lkmm_test *t, struct holds *h, bool *known)
{
	struct ever v = { .test = t, .h = h, .unknown = t->architecture || t->compiled,
			  .grew = true };

	h->test = t;
	if (!begin(&v, a))
		return false;
	for (int rounds = 0; v.grew && !v.unknown; rounds++) {
		v.grew = false;
		v.unknown = rounds == MAX_ROUNDS;
		for (v.thread = 0; v.thread < t->nthreads; v.thread++) {
			v.at = 0;
			walk(&v, t->thread[v.thread].body);
		}
	}
	*known = !v.unknown;
	return true;
}
