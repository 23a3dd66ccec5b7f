// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The accesses of a program as they stand in it. Each thread is walked along all its ways at once,
 * with a set of marked reads for each register: those that its value comes from. What a plain read
 * finds depends on nothing: the model orders nothing by that.
 */
#include "sites.h"

#include <string.h>

/* What holds at a point of the code. */
struct state {
	bool dead;			/* no way comes here */
	uint64_t *set;			/* of each register, then these: */
};

enum {
	SEEN,				/* marked reads up to here, on some way */
	BEFORE_ALL, BEFORE_READS,	/* those that a barrier orders, on each way */
	NR_MORE
};

/* Where code that is left early goes on. */
struct target {
	const void *of;			/* LKMM_BLOCK, LKMM_LOOP; NULL: the end of the thread */
	bool goes_on;			/* of a loop: its next turn */
	struct target *outer;
	struct state joined;
	uint64_t *control;		/* decides whether it is left */
};

struct walk {
	struct sites *s;
	const struct lkmm_test *t;
	int thread, first, last;	/* its sites: first <= i < last */
	int hint;			/* the next site, most likely */
	int reads;			/* marked ones */
	int words, nregs;
	int *times, *holds;		/* of each register: how often it is assigned, and the
					 * location whose address it then has, or -1 */
	struct state now;
	uint64_t *control;		/* the conditions around this point */
	struct target *target;
	int loops;
};

/* ---- sets ---- */

static uint64_t *new_sets(struct walk *w, int n)
{
	uint64_t *set = lkmm_alloc(w->s->arena, sizeof(*set) * (size_t)(w->words * n + 1));

	if (!set)
		w->s->failed = true;
	return set;
}

/* False: nothing was new. */
static bool add_set(const struct walk *w, uint64_t *to, const uint64_t *from)
{
	bool grown = false;

	for (int i = 0; to && from && i < w->words; i++) {
		grown |= from[i] & ~to[i];
		to[i] |= from[i];
	}
	return grown;
}

static uint64_t *copy_set(struct walk *w, const uint64_t *from)
{
	uint64_t *set = new_sets(w, 1);

	add_set(w, set, from);
	return set;
}

/* ---- states ---- */

static uint64_t *of_register(const struct walk *w, const struct state *s, int reg)
{
	return s->set + (size_t)w->words * (size_t)reg;
}

static uint64_t *more(const struct walk *w, const struct state *s, int which)
{
	return of_register(w, s, w->nregs + which);
}

static size_t size_of_state(const struct walk *w)
{
	return sizeof(uint64_t) * (size_t)w->words * (size_t)(w->nregs + NR_MORE);
}

static struct state new_state(struct walk *w)
{
	return (struct state){ true, new_sets(w, w->nregs + NR_MORE) };
}

static struct state copy_state(struct walk *w, const struct state *s)
{
	struct state c = new_state(w);

	c.dead = s->dead;
	if (c.set && s->set)
		memcpy(c.set, s->set, size_of_state(w));
	return c;
}

/* What is ordered on both ways, or on the one that has it. False: nothing was new. */
static bool join_ordered(const struct walk *w, struct state *to, const struct state *from,
			 int which)
{
	uint64_t *a = more(w, to, which), *seen = more(w, to, SEEN);
	const uint64_t *b = more(w, from, which), *seen_too = more(w, from, SEEN);
	bool changed = false;

	for (int i = 0; i < w->words; i++) {
		uint64_t both = (a[i] | ~seen[i]) & (b[i] | ~seen_too[i]) & (a[i] | b[i]);

		changed |= both != a[i];
		a[i] = both;
	}
	return changed;
}

static bool join(const struct walk *w, struct state *to, const struct state *from)
{
	bool changed = false;

	if (from->dead || !to->set || !from->set)
		return false;
	if (to->dead) {
		memcpy(to->set, from->set, size_of_state(w));
		to->dead = false;
		return true;
	}
	changed |= join_ordered(w, to, from, BEFORE_ALL);
	changed |= join_ordered(w, to, from, BEFORE_READS);
	for (int i = 0; i <= w->nregs + SEEN; i++)
		changed |= add_set(w, of_register(w, to, i), of_register(w, from, i));
	return changed;
}

/* ---- sites ---- */

static bool is_site(const struct lkmm_access *a)
{
	return a->kind == LKMM_OP || a->kind == LKMM_PLAIN_LOAD || a->kind == LKMM_PLAIN_STORE;
}

static const struct lkmm_expr *address_of(const struct lkmm_access *a)
{
	return a->arg[a->op ? a->op->object : 0];
}

/* The location that @e is always the address of, or -1. */
static int location_of(const struct walk *w, const struct lkmm_expr *e)
{
	if (e && e->kind == LKMM_ADDRESS)
		return e->index;
	return e && e->kind == LKMM_REGISTER && w->times[e->index] == 1 ? w->holds[e->index] : -1;
}

static struct site new_site(struct walk *w, const struct lkmm_expr *e)
{
	struct lkmm_access *a = e->access;
	struct site s = { .access = a, .at = e->at, .thread = w->thread };

	s.loc = location_of(w, address_of(a));
	s.marked = a->kind == LKMM_OP;
	s.reads = s.marked ? a->op->shape != LKMM_SHAPE_STORE : a->kind == LKMM_PLAIN_LOAD;
	s.writes = s.marked ? a->op->shape != LKMM_SHAPE_LOAD : a->kind == LKMM_PLAIN_STORE;
	s.bit = s.marked && s.reads ? w->reads++ : -1;
	return s;
}

/* The site of @e, which is made when it is met first. */
static struct site *site_of(struct walk *w, const struct lkmm_expr *e)
{
	struct sites *s = w->s;

	for (int n = w->last - w->first, k = 0; k < n; k++) {
		int i = w->first + (w->hint - w->first + k) % n;

		if (s->site[i].access == e->access) {
			w->hint = i + 1 < w->last ? i + 1 : w->first;
			return &s->site[i];
		}
	}
	return NULL;
}

static void list_stmts(struct walk *w, const struct lkmm_stmt *s);

static void list_expr(struct walk *w, const struct lkmm_expr *e)
{
	struct sites *all = w->s;

	if (!e || all->failed)
		return;
	list_expr(w, e->a);
	list_expr(w, e->b);
	list_expr(w, e->c);
	list_stmts(w, e->body);
	for (int i = 0; e->access && i < LKMM_MAX_ARGS; i++)
		list_expr(w, e->access->arg[i]);
	if (e->kind == LKMM_ASSIGN) {
		w->times[e->index]++;
		w->holds[e->index] = location_of(w, e->a);
	}
	if (!e->access || !is_site(e->access))
		return;
	if (!(all->n & (all->n - 1))) {		/* 0, and powers of two */
		size_t room = all->n ? 2 * (size_t)all->n : 1;
		struct site *larger = lkmm_alloc(all->arena, room * sizeof(*larger));

		if (!larger) {
			all->failed = true;
			return;
		}
		if (all->n)
			memcpy(larger, all->site, sizeof(*larger) * (size_t)all->n);
		all->site = larger;
	}
	all->site[all->n++] = new_site(w, e);
}

static void list_stmts(struct walk *w, const struct lkmm_stmt *s)
{
	for (; s; s = s->next) {
		list_expr(w, s->expr);
		list_expr(w, s->step);
		list_stmts(w, s->body);
		list_stmts(w, s->orelse);
	}
}

/* ---- accesses ---- */

static uint64_t *walk_expr(struct walk *w, const struct lkmm_expr *e);
static void walk_stmts(struct walk *w, const struct lkmm_stmt *s);

static void add_control(const struct walk *w, uint64_t *to)
{
	add_set(w, to, w->control);
	for (const struct target *t = w->target; t; t = t->outer)
		add_set(w, to, t->control);
}

/* All marked reads so far come before what follows. */
static void order_all(struct walk *w)
{
	add_set(w, more(w, &w->now, BEFORE_ALL), more(w, &w->now, SEEN));
}

static void walk_fence(struct walk *w, const struct lkmm_access *a)
{
	switch (a->fence) {
	case LKMM_FENCE_MB: case LKMM_FENCE_BEFORE_ATOMIC: case LKMM_FENCE_AFTER_ATOMIC:
	case LKMM_FENCE_SYNC_RCU:
		order_all(w);
		break;
	case LKMM_FENCE_RMB: case LKMM_FENCE_AFTER_CTRL_DEP:
		add_set(w, more(w, &w->now, BEFORE_READS), more(w, &w->now, SEEN));
		break;
	default:
		break;
	}
}

static void end_site(struct walk *w, const struct site *s, uint64_t *value)
{
	enum lkmm_order order = s->access->order;

	if (s->bit >= 0) {
		uint64_t bit = UINT64_C(1) << s->bit % 64;

		more(w, &w->now, SEEN)[s->bit / 64] |= bit;
		value[s->bit / 64] |= bit;
		if (order == LKMM_ACQUIRE || order == LKMM_FULL)
			more(w, &w->now, BEFORE_ALL)[s->bit / 64] |= bit;
	}
	if (s->marked && (order == LKMM_FULL || order == LKMM_STORE_MB))
		order_all(w);
}

static void note_site(struct walk *w, struct site *s, const uint64_t *address,
		      const uint64_t *data)
{
	enum lkmm_order order = s->access->order;

	if (!s->address) {
		s->address = new_sets(w, 4);
		if (!s->address)
			return;
		s->data = s->address + w->words;
		s->control = s->data + w->words;
		s->ordered = s->control + w->words;
		s->loops = w->loops;
	}
	s->met = true;
	add_set(w, s->address, address);
	add_set(w, s->data, data);
	add_control(w, s->control);
	add_set(w, s->ordered, more(w, &w->now, BEFORE_ALL));
	if (s->reads && !s->writes)
		add_set(w, s->ordered, more(w, &w->now, BEFORE_READS));
	if (s->marked && s->writes && (order == LKMM_RELEASE || order == LKMM_FULL))
		add_set(w, s->ordered, more(w, &w->now, SEEN));
}

static uint64_t *walk_access(struct walk *w, const struct lkmm_expr *e)
{
	const struct lkmm_access *a = e->access;
	uint64_t *address = new_sets(w, 1), *data = new_sets(w, 1), *value = new_sets(w, 1);
	const struct lkmm_expr *where = address_of(a);
	struct site *s;

	for (int i = 0; i < LKMM_MAX_ARGS; i++)
		add_set(w, a->arg[i] == where ? address : data, walk_expr(w, a->arg[i]));
	if (w->s->failed || w->now.dead)
		return value;
	if (a->kind == LKMM_FENCE)
		walk_fence(w, a);
	else if (a->kind == LKMM_LOCK || a->kind == LKMM_SYNC_SRCU)
		order_all(w);
	s = is_site(a) ? site_of(w, e) : NULL;
	if (s) {
		note_site(w, s, address, data);
		end_site(w, s, value);
		if (a->op && a->op->inout >= 0)
			add_set(w, of_register(w, &w->now, a->inout), value);
	}
	return value;
}

/* The marked reads that the value of @e comes from. */
static uint64_t *walk_expr(struct walk *w, const struct lkmm_expr *e)
{
	uint64_t *set;

	if (!e || w->s->failed)
		return NULL;
	if (e->kind == LKMM_ACCESS)
		return walk_access(w, e);
	if (e->kind == LKMM_ASSIGN) {
		set = walk_expr(w, e->a);
		if (!w->s->failed) {
			uint64_t *reg = of_register(w, &w->now, e->index);

			memset(reg, 0, sizeof(*reg) * (size_t)w->words);
			add_set(w, reg, set);
		}
		return set;
	}
	set = new_sets(w, 1);
	if (w->s->failed)
		return NULL;
	if (e->kind == LKMM_REGISTER)
		add_set(w, set, of_register(w, &w->now, e->index));
	walk_stmts(w, e->body);
	if (e->kind == LKMM_COMMA) {
		walk_expr(w, e->a);
	} else {
		add_set(w, set, walk_expr(w, e->a));
		add_set(w, set, walk_expr(w, e->c));
	}
	add_set(w, set, walk_expr(w, e->b));
	return set;
}

/* ---- control flow ---- */

static void open_target(struct walk *w, struct target *t, const void *of, bool goes_on)
{
	*t = (struct target){ of, goes_on, w->target, new_state(w), new_sets(w, 1) };
	w->target = t;
}

/* The code goes on here, on all ways that come here. */
static void close_target(struct walk *w)
{
	struct target *t = w->target;

	w->target = t->outer;
	join(w, &t->joined, &w->now);
	w->now = t->joined;
}

static struct target *find_target(const struct walk *w, const struct lkmm_stmt *s)
{
	struct target *t = w->target;

	for (; t->outer; t = t->outer)
		if (s->kind == LKMM_LEAVE ? t->of == s->leaves :
		    (s->kind == LKMM_BREAK || s->kind == LKMM_CONTINUE) && t->of &&
		    ((const struct lkmm_stmt *)t->of)->kind == LKMM_LOOP &&
		    t->goes_on == (s->kind == LKMM_CONTINUE))
			return t;
	return t;
}

static void leave(struct walk *w, const struct lkmm_stmt *s)
{
	struct target *t = find_target(w, s);

	if (!w->now.dead) {
		join(w, &t->joined, &w->now);
		add_control(w, t->control);
	}
	w->now.dead = true;
}

static void walk_if(struct walk *w, const struct lkmm_stmt *s)
{
	uint64_t *outside = w->control, *condition = walk_expr(w, s->expr);
	struct state otherwise = copy_state(w, &w->now), then;

	w->control = copy_set(w, outside);
	add_set(w, w->control, condition);
	walk_stmts(w, s->body);
	then = w->now;
	w->now = otherwise;
	walk_stmts(w, s->orelse);
	join(w, &w->now, &then);
	w->control = outside;
}

/* One turn. Its end is the state now. */
static void walk_turn(struct walk *w, const struct lkmm_stmt *s)
{
	struct target *out = w->target, next;

	if (!s->test_after && s->expr) {
		add_set(w, w->control, walk_expr(w, s->expr));
		join(w, &out->joined, &w->now);
	}
	open_target(w, &next, s, true);
	walk_stmts(w, s->body);
	close_target(w);
	walk_expr(w, s->step);
	if (s->test_after && s->expr) {
		add_set(w, w->control, walk_expr(w, s->expr));
		join(w, &out->joined, &w->now);
	}
}

static void walk_loop(struct walk *w, const struct lkmm_stmt *s)
{
	uint64_t *outside = w->control;
	struct state start = copy_state(w, &w->now);
	struct target out;

	open_target(w, &out, s, false);
	w->control = copy_set(w, outside);
	w->loops++;
	do {
		w->now = copy_state(w, &start);
		walk_turn(w, s);
	} while (!w->s->failed && join(w, &start, &w->now));
	w->loops--;
	w->control = outside;
	w->now.dead = true;
	close_target(w);
}

static void walk_stmts(struct walk *w, const struct lkmm_stmt *s)
{
	struct target block;

	for (; s && !w->s->failed; s = s->next) {
		switch (s->kind) {
		case LKMM_EXPR:
			walk_expr(w, s->expr);
			break;
		case LKMM_IF:
			walk_if(w, s);
			break;
		case LKMM_LOOP:
			walk_loop(w, s);
			break;
		case LKMM_BLOCK:
			open_target(w, &block, s, false);
			walk_stmts(w, s->body);
			close_target(w);
			break;
		default:
			leave(w, s);
		}
	}
}

bool find_sites(struct sites *s, const struct lkmm_test *t)
{
	for (int i = 0; i < t->nthreads && !s->failed; i++) {
		struct walk w = { .s = s, .t = t, .thread = i, .first = s->n, .hint = s->n,
				  .nregs = t->thread[i].nregs };
		struct target end;

		w.times = lkmm_alloc(s->arena, sizeof(int) * 2 * (size_t)(w.nregs + 1));
		s->failed |= !w.times;
		w.holds = w.times + w.nregs;
		list_stmts(&w, t->thread[i].body);
		w.last = s->n;
		w.words = w.reads / 64 + 1;
		w.now = new_state(&w);
		w.now.dead = false;		/* the thread starts here */
		w.control = new_sets(&w, 1);
		open_target(&w, &end, NULL, false);
		if (!s->failed)
			walk_stmts(&w, t->thread[i].body);
	}
	return !s->failed;
}
