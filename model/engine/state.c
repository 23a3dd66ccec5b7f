// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * An incomplete execution, and conclusions from it: values, locations, coherence where any other
 * order would be a cycle, and the writes that a read can still read from.
 */
#include "search.h"

/* ---- values ---- */

static bool sym_value(const struct state *st, int base, const struct sym *s, int64_t *v);

/* r & 0, r * 0, r ^ r and r - r: the value of r does not matter, although they depend on it. */
static bool is_always_zero(const struct sym *s, bool zero)
{
	if (s->op == LKMM_AND || s->op == LKMM_MUL)
		return zero;
	return (s->op == LKMM_XOR || s->op == LKMM_SUB) && lkmm_sym_same(s->a, s->b);
}

/* Whether the left side @a of && or || decides; the right side may have no value then. */
static bool is_decisive(const struct sym *s, int64_t a)
{
	return (s->op == LKMM_LAND || s->op == LKMM_LOR) && !a == (s->op == LKMM_LAND) &&
	       lkmm_unknowable(a) < 0;
}

static bool binary_value(const struct state *st, int base, const struct sym *s, int64_t *v)
{
	int64_t a, b;
	bool has_a = sym_value(st, base, s->a, &a), has_b;

	if (has_a && is_decisive(s, a)) {
		*v = s->op == LKMM_LOR;
		return true;
	}
	has_b = sym_value(st, base, s->b, &b);
	if (has_a && has_b &&
	    ((lkmm_unknowable(a) < 0 && lkmm_unknowable(b) < 0) || s->op == LKMM_EQ ||
	     s->op == LKMM_NE))
		return lkmm_binary(s->op, s->is_unsigned, a, b, v);
	*v = 0;
	return is_always_zero(s, (has_a && !a) || (has_b && !b));
}

static bool sym_value(const struct state *st, int base, const struct sym *s, int64_t *v)
{
	int64_t a;

	switch (s->kind) {
	case SYM_NUMBER:
	case SYM_KNOWN:
		*v = s->number;
		return true;
	case SYM_READ:
		*v = st->val[base + s->read];
		return has(&st->known, base + s->read);
	case SYM_UNARY:
		if (!sym_value(st, base, s->a, &a) || lkmm_unknowable(a) >= 0)
			return false;
		*v = lkmm_unary(s->op, a);
		return true;
	case SYM_BINARY:
		return binary_value(st, base, s, v);
	case SYM_CONDITIONAL:
		return sym_value(st, base, s->a, &a) && sym_value(st, base, a ? s->b : s->c, v);
	case SYM_CAST:
		if (!sym_value(st, base, s->a, &a))
			return false;
		*v = lkmm_truncate(a, s->to);
		return true;
	}
	return false;
}

/* The final value of @loc, if the decisions leave only one. */
static bool final_value(const struct graph *g, const struct state *st, int loc, int64_t *v)
{
	bool any = !g->used[loc];

	*v = g->q->test->loc[loc].init;
	if (any || set_meets(&st->no_loc, &g->writes))
		return any;
	for_each(i, &g->writes) {
		if (st->loc[i] != loc || !set_empty(&st->co[i]))
			continue;
		if (!has(&st->known, i) || (any && st->val[i] != *v))
			return sum_of_updates(g, st, loc, v);
		*v = st->val[i];
		any = true;
	}
	return any;
}

/* The same of a location in pieces. */
static bool final_pieces(const struct graph *g, const struct state *st, int loc, int64_t *v)
{
	const struct lkmm_test *t = g->q->test;
	uint64_t all = 0;
	int64_t part;

	for (int i = loc; i >= 0; i = t->loc[i].next_piece ? t->loc[i].next_piece : -1) {
		if (!final_value(g, st, i, &part) || lkmm_unknowable(part) >= 0)
			return false;
		all |= (uint64_t)part << lkmm_piece_shift(t, i);
	}
	*v = lkmm_truncate((int64_t)all, t->loc[loc].uncut);
	return true;
}

static bool final_of_atom(const struct graph *g, const struct state *st, const struct lkmm_atom *a,
			  int64_t *v)
{
	return g->q->test->loc[a->loc].piece_of && !a->piece ? final_pieces(g, st, a->loc, v)
							     : final_value(g, st, a->loc, v);
}

static bool atom_value(const struct graph *g, const struct state *st, const struct lkmm_atom *a,
		       int64_t *v)
{
	const struct sym *s;

	if (a->kind == LKMM_CONSTANT) {
		*v = a->value;
		return true;
	}
	/* A thread that stops early has no final values. */
	if (a->kind == LKMM_FINAL_LOCATION) {
		if (g->q->trapping || !final_of_atom(g, st, a, v))
			return false;
	} else {
		s = g->path[a->reg.thread]->reg[a->reg.index];
		if (!s || !sym_value(st, g->base[a->reg.thread], s, v))
			return false;
	}
	*v = lkmm_part_of_value(&a->part, *v);
	return true;
}

static enum tri cond_value(const struct graph *g, const struct state *st, const struct lkmm_cond *c)
{
	enum tri a, b;
	int64_t x, y;

	switch (c->kind) {
	case LKMM_SAME:
		if (!atom_value(g, st, &c->left, &x) || !atom_value(g, st, &c->right, &y))
			return OPEN;
		return x == y ? YES : NO;
	case LKMM_NEITHER:
		a = cond_value(g, st, c->a);
		return a == OPEN ? OPEN : a == YES ? NO : YES;
	case LKMM_BOTH:
		a = cond_value(g, st, c->a);
		b = a == NO ? NO : cond_value(g, st, c->b);
		return a == NO || b == NO ? NO : a == YES && b == YES ? YES : OPEN;
	case LKMM_EITHER:
		a = cond_value(g, st, c->a);
		b = a == YES ? YES : cond_value(g, st, c->b);
		return a == YES || b == YES ? YES : a == NO && b == NO ? NO : OPEN;
	case LKMM_TRUE:
		break;
	}
	return YES;
}

/* Whether the address that the path @need->bad stops before is that of no object; or the operator
 * without a value. */
static enum tri is_bad(const struct graph *g, const struct state *st, const struct need *need)
{
	const struct lkmm_access *a = need->bad->stop->access;
	int64_t v;

	if (g->q->refusing)
		return sym_value(st, need->base, need->sym, &v) ?
		       (lkmm_is_refused(g->q->test, need->bad, g->q->splits, v) ? YES : NO) : OPEN;
	if (need->bad->stop->kind == LKMM_ACCESS && lkmm_is_assertion(a))
		return YES;
	if (!sym_value(st, need->base, need->sym, &v))
		return OPEN;
	if (need->bad->stop->kind != LKMM_ACCESS)
		return v ? YES : NO;
	if (lkmm_unknowable(v) >= 0)
		return NO;
	return lkmm_access_target(g->q->test, a, v, true) == TARGET_NONE ? YES : NO;
}

static enum tri need_value(const struct graph *g, const struct state *st, const struct need *need)
{
	enum tri t;
	int64_t v;

	if (need->cond)
		t = cond_value(g, st, need->cond);
	else if (need->bad)
		t = is_bad(g, st, need);
	else if (sym_value(st, need->base, need->sym, &v))
		t = v ? YES : NO;
	else
		t = OPEN;
	return t == OPEN ? OPEN : (t == YES) == need->truth ? YES : NO;
}

/* ---- which reads something depends on ---- */

/* Adds the reads of unknown value that @s needs. */
static void open_reads(const struct state *st, int base, const struct sym *s, struct set *reads)
{
	for (; s; s = s->a) {
		int only = lkmm_only_read(s);

		if (only >= 0 && !has(&st->known, base + only))
			set_add(reads, base + only);
		if (only != LKMM_SOME_READS)
			return;
		if (s->b)
			open_reads(st, base, s->b, reads);
		if (s->c)
			open_reads(st, base, s->c, reads);
	}
}

static bool open_reads_of_atom(const struct graph *g, const struct state *st,
			       const struct lkmm_atom *a, struct set *reads)
{
	int64_t v;

	if (a->kind == LKMM_CONSTANT)
		return true;
	if (a->kind == LKMM_FINAL_LOCATION)
		return final_of_atom(g, st, a, &v);
	open_reads(st, g->base[a->reg.thread], g->path[a->reg.thread]->reg[a->reg.index],
		   reads);
	return true;
}

static bool open_reads_of_cond(const struct graph *g, const struct state *st,
			       const struct lkmm_cond *c, struct set *reads)
{
	bool ok = true;

	if (c->kind == LKMM_SAME) {
		ok &= open_reads_of_atom(g, st, &c->left, reads);
		ok &= open_reads_of_atom(g, st, &c->right, reads);
	}
	if (c->a)
		ok &= open_reads_of_cond(g, st, c->a, reads);
	if (c->b)
		ok &= open_reads_of_cond(g, st, c->b, reads);
	return ok;
}

/* ---- locations and values that have become known ---- */

/* The access @e to @address is not modelled. */
static void refuse(struct query *q, const struct event *e, int64_t address)
{
	q->refused = lkmm_refuse(q->test, e->source, address);
	q->status = LKMM_TWO_SIZES;
}

static bool is_decided_read(const struct graph *g, const struct state *st, int r, struct set *seen);

/* Whether each read that @s is computed from reads from a write to its location, and so on. */
static bool is_decided(const struct graph *g, const struct state *st, int base,
		       const struct sym *s, struct set *seen)
{
	int only = s ? lkmm_only_read(s) : LKMM_NO_READ;

	if (only != LKMM_SOME_READS)
		return only == LKMM_NO_READ || is_decided_read(g, st, base + only, seen);
	return is_decided(g, st, base, s->a, seen) && is_decided(g, st, base, s->b, seen) &&
	       is_decided(g, st, base, s->c, seen);
}

static bool is_decided_read(const struct graph *g, const struct state *st, int r, struct set *seen)
{
	int w = st->rf[r];

	if (has(seen, r))
		return true;
	set_add(seen, r);
	return w >= 0 && st->loc[r] >= 0 && st->loc[w] == st->loc[r] &&
	       (!g->event[w] ||
		is_decided(g, st, g->base[g->thread[w]], g->event[w]->value, seen));
}

/* A value may be known that no write turns out to give: nothing is refused for that. */
static bool may_refuse(const struct graph *g, const struct state *st, int i, const struct sym *s)
{
	struct set seen = { 0 };

	return is_decided(g, st, g->base[g->thread[i]], s, &seen);
}

static bool is_unsplit_part(const struct event *e, int loc, int64_t address)
{
	return loc == TARGET_PART && !lkmm_is_split(e->splits, e->source, address);
}

/*
 * An access that would be refused is where a thread gets to if all other reads are as they are now:
 * nobody has asked the model. So the search goes on without, and search_refused() asks that.
 */
static void meet_refused(struct graph *g, const struct event *e, int64_t address)
{
	if (g->q->met_refused)
		*g->q->met_refused = true;
	else
		refuse(g->q, e, address);
}

/* OPEN: the access would be refused, if it comes to that. */
static enum tri set_location(struct graph *g, struct state *st, int i, int64_t address)
{
	const struct event *e = g->event[i];
	int loc = lkmm_event_target(g->q->test, e, address);

	if (is_unsplit_part(e, loc, address)) {
		if (!may_refuse(g, st, i, e->address))
			return OPEN;
		meet_refused(g, e, address);
	}
	/* An access to nowhere: this execution does not end, see pointer.c. Or to where none can
	 * be, by a value that no execution has. */
	if (loc < 0 || !g->used[loc])
		return NO;
	st->loc[i] = (short)loc;
	set_del(&st->no_loc, i);
	if (g->sections_open && bounds_section(g, i))
		find_sections(g, st);
	if (has(&g->writes, i)) {
		set_add(&st->co[g->init[loc]], i);
		for_each(r, &g->reads)
			if (st->rf[r] == i && st->loc[r] >= 0 && st->loc[r] != loc)
				return NO;
	} else if (has(&g->reads, i)) {
		if (st->rf[i] >= 0 && st->loc[st->rf[i]] >= 0 && st->loc[st->rf[i]] != loc)
			return NO;
	}
	set_add(&st->dirty, loc);
	st->changed = true;
	return YES;
}

/* The one value that all candidates of @r have. */
static bool only_value(const struct state *st, int r, int64_t *v)
{
	bool any = false;

	for_each(w, &st->dom[r]) {
		if (!has(&st->known, w) || (any && st->val[w] != *v))
			return false;
		*v = st->val[w];
		any = true;
	}
	return any;
}

/*
 * The location of the write @w, or of its readers: the address may be known only after the value
 * has been read. set_location() checks whether they are the same.
 */
static int write_location(const struct graph *g, const struct state *st, int w)
{
	if (st->loc[w] >= 0)
		return st->loc[w];
	for_each(r, &g->reads)
		if (st->rf[r] == w && st->loc[r] >= 0)
			return st->loc[r];
	return -1;
}

static bool learn_value(struct graph *g, struct state *st, int i)
{
	int64_t v, offset;

	if (has(&g->cookies, i)) {
		if (!sym_value(st, g->base[g->thread[i]], g->event[i]->value, &v))
			return false;
	} else if (has(&g->writes, i)) {
		int loc = write_location(g, st, i);

		if (loc < 0 || !sym_value(st, g->base[g->thread[i]], g->event[i]->value, &v))
			return false;
		v = lkmm_truncate(v, g->q->test->loc[loc].integer);
		/* An address has no pieces. */
		if (g->q->test->loc[loc].piece_of && lkmm_object(g->q->test, v, &offset) >= 0) {
			if (st->loc[i] < 0 || !may_refuse(g, st, i, g->event[i]->value))
				return false;
			refuse(g->q, g->event[i], lkmm_address(g->q->test, loc));
		}
	} else if (st->rf[i] >= 0) {
		if (!has(&st->known, st->rf[i]))
			return false;
		v = st->val[st->rf[i]];
	} else if (!only_value(st, i, &v)) {
		return false;
	}
	st->val[i] = v;
	set_add(&st->known, i);
	return true;
}

static bool resolve(struct graph *g, struct state *st)
{
	enum tri is_set;
	bool more = true;
	int64_t v;

	while (more) {
		struct set open = g->reads, no_loc = st->no_loc;

		more = false;
		for_each(i, &no_loc) {
			if (!sym_value(st, g->base[g->thread[i]], g->event[i]->address, &v))
				continue;
			is_set = set_location(g, st, i, v);
			if (is_set == NO)
				return false;
			more |= is_set == YES;
		}
		set_or(&open, &g->writes);
		set_or(&open, &g->cookies);
		set_minus(&open, &st->known);
		for_each(i, &open)
			more |= learn_value(g, st, i);
	}
	return true;
}

/*
 * Nothing is left to decide, but what an access would be refused for is still not settled: values
 * came out of thin air. What is at an address computed from these is skipped with the execution.
 */
static void refuse_open(struct graph *g, const struct state *st)
{
	struct set no_loc = st->no_loc;
	int64_t v;

	if (g->q->met_refused)
		memset(&no_loc, 0, sizeof(no_loc));
	for_each(i, &no_loc) {
		const struct event *e = g->event[i];

		if (sym_value(st, g->base[g->thread[i]], e->address, &v) &&
		    is_unsplit_part(e, lkmm_event_target(g->q->test, e, v), v))
			refuse(g->q, e, v);
	}
	for_each(i, &g->writes) {
		const struct event *e = g->event[i];

		if (e && !has(&st->known, i) && st->loc[i] >= 0 &&
		    g->q->test->loc[st->loc[i]].piece_of &&
		    sym_value(st, g->base[g->thread[i]], e->value, &v))
			refuse(g->q, e, lkmm_address(g->q->test, st->loc[i]));
	}
}

/* ---- candidates ---- */

static void read_from(struct state *st, int r, int w)
{
	memset(&st->dom[r], 0, sizeof(st->dom[r]));
	set_add(&st->dom[r], w);
	st->rf[r] = (short)w;
	set_del(&st->unread, r);
	if (st->loc[r] >= 0)
		set_add(&st->dirty, st->loc[r]);
	if (st->loc[w] >= 0)
		set_add(&st->dirty, st->loc[w]);
	st->changed = true;
}

/* Takes away the candidates of another location. False if none is left. */
static bool filter_by_location(struct graph *g, struct state *st, int r, bool *more)
{
	struct set dom = st->dom[r];

	(void)g;
	for_each(w, &dom)
		if (st->loc[r] >= 0 && st->loc[w] >= 0 && st->loc[w] != st->loc[r])
			set_del(&st->dom[r], w);
	*more |= !set_equal(&dom, &st->dom[r]);
	return !set_empty(&st->dom[r]);
}

/* Whether some write to come may give @r a value that @need leaves. */
static bool may_meet_need(struct graph *g, struct state *st, const struct need *need, int r)
{
	int64_t old = st->val[r];
	bool may = st->loc[r] < 0;

	set_add(&st->known, r);
	for (int t = 0; t < g->q->test->nthreads && !may; t++) {
		const struct held *later = &g->demand.later[t * g->nlocs + st->loc[r]];

		may = t != g->thread[r] && later->any;
		for (int i = 0; t != g->thread[r] && i < later->n && !may; i++) {
			st->val[r] = later->v[i];
			may = need_value(g, st, need) != NO;
		}
	}
	set_del(&st->known, r);
	st->val[r] = old;
	return may;
}

/* @need depends on @r alone: takes away the candidates whose value would break it. */
static bool filter_by_need(struct graph *g, struct state *st, const struct need *need, int r,
			   bool *more)
{
	struct set dom = st->dom[r];
	int64_t old = st->val[r];

	for_each(w, &dom) {
		if (w == g->outside && !may_meet_need(g, st, need, r))
			set_del(&st->dom[r], w);
		if (!has(&st->known, w))
			continue;
		set_add(&st->known, r);
		st->val[r] = st->val[w];
		if (need_value(g, st, need) == NO)
			set_del(&st->dom[r], w);
		set_del(&st->known, r);
	}
	st->val[r] = old;
	*more |= !set_equal(&dom, &st->dom[r]);
	return !set_empty(&st->dom[r]);
}

static bool check_needs(struct graph *g, struct state *st, bool *more)
{
	for (int i = 0; i < g->nneeds; i++) {
		const struct need *need = &g->need[i];
		struct set reads = { { 0 } };
		int r;

		if (st->met[i / 64] >> (i % 64) & 1)
			continue;
		switch (need_value(g, st, need)) {
		case NO:
			return false;
		case YES:
			st->met[i / 64] |= UINT64_C(1) << (i % 64);
			continue;
		case OPEN:
			break;
		}
		if (need->cond ? !open_reads_of_cond(g, st, need->cond, &reads) :
				 (open_reads(st, need->base, need->sym, &reads), false))
			continue;
		r = set_next(&reads, 0);
		if (r >= 0 && set_size(&reads) == 1 &&
		    (st->rf[r] < 0 || st->rf[r] == g->outside) &&
		    !filter_by_need(g, st, need, r, more))
			return false;
	}
	return true;
}

static bool settle_single(struct graph *g, struct state *st, bool *more)
{
	struct set unread = st->unread;

	for_each(r, &unread) {
		if (!filter_by_location(g, st, r, more))
			return false;
		if (set_size(&st->dom[r]) == 1) {
			int w = set_next(&st->dom[r], 0);

			if (st->loc[r] >= 0 && st->loc[w] >= 0 && st->loc[r] != st->loc[w])
				return false;
			read_from(st, r, w);
			*more = true;
		}
	}
	return true;
}
