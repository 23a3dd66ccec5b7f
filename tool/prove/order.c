// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * An order in all programs: steps of the architecture's model lead from one event to the other,
 * whatever kinds the events beside the sequences are of, and whatever else the program has.
 */
#include "general.h"

#include <stdio.h>
#include <string.h>

enum { MAX_OPEN = 3 };

/* A sketch some of whose events may be of several kinds. */
struct question {
	struct sketch s;
	int open[MAX_OPEN], accepts[MAX_OPEN], nopen;
	int from, to;
	struct text what;		/* it is about, for messages */
};

/* ---- kinds ---- */

static bool accepts(int accepted, const struct kind *k)
{
	bool writes = k->event.kind == SKETCH_WRITE;

	return accepted == ANY || (writes ? accepted == ANY_WRITE : accepted == ANY_READ) ||
	       (accepted == ANY_RETURNING_READ && !writes && k->returning);
}

/* The next kind after number @k that is accepted, or the number of kinds. */
static int next_kind(const struct general *g, int accepted, int k)
{
	do
		k++;
	while (k < g->nkinds && !accepts(accepted, &g->kind[k]));
	return k;
}

/* False if there are none for some event. */
static bool first_kinds(const struct general *g, const struct question *q, int *kind)
{
	for (int i = 0; i < q->nopen; i++) {
		kind[i] = next_kind(g, q->accepts[i], -1);
		if (kind[i] == g->nkinds)
			return false;
	}
	return true;
}

/* False if those were the last ones. */
static bool next_kinds(const struct general *g, const struct question *q, int *kind)
{
	for (int i = 0; i < q->nopen; i++) {
		kind[i] = next_kind(g, q->accepts[i], kind[i]);
		if (kind[i] < g->nkinds)
			return true;
		kind[i] = next_kind(g, q->accepts[i], -1);
	}
	return false;
}

/* ---- ways ---- */

/* The fewest steps from @q->from to @q->to, as "1 rule 2 rule 4"; nothing if there are none. */
static void find_way(const struct question *q, const struct sketch_steps *steps, struct text *way)
{
	int queue[SKETCH_EVENTS], from[SKETCH_EVENTS], n = 0, at = q->to;
	const char *name[SKETCH_EVENTS];
	int path[SKETCH_EVENTS], len = 0;

	memset(from, -1, sizeof(from));
	queue[n++] = q->from;
	for (int i = 0; i < n && from[q->to] < 0; i++)
		for (int k = 0; k < q->s.n; k++)
			if (from[k] < 0 && steps->has[queue[i]][k]) {
				from[k] = queue[i];
				name[k] = steps->name[__builtin_ctz(steps->has[queue[i]][k])];
				queue[n++] = k;
			}
	if (from[q->to] < 0)
		return;
	do {
		path[len++] = at;
		at = from[at];
	} while (at != q->from);
	text_add(way, "%d", q->from + 1);
	while (len--)
		text_add(way, " %s %d", name[path[len]], path[len] + 1);
}

/* ---- all kinds ---- */

static void put_kinds(struct text *out, const struct general *g, const struct question *q,
		      const int *kind)
{
	for (int i = 0; i < q->nopen; i++) {
		text_puts(out, " ");
		put_kind(out, &g->kind[kind[i]].event);
		if (!g->kind[kind[i]].returning)
			text_puts(out, "!");
	}
}

static void complain(struct general *g, const struct question *q, const int *kind)
{
	text_add(&g->missing, "%s: %d > %d,", q->what.s ? q->what.s : "", q->from + 1, q->to + 1);
	put_kinds(&g->missing, g, q, kind);
	text_puts(&g->missing, "\n");
}

/* The way for some kinds of the open events. False if there is none. */
static bool ask(struct general *g, struct question *q, const int *kind, struct text *way,
		struct sketch_steps *steps)
{
	for (int i = 0; i < q->nopen; i++) {
		struct sketch_event *e = &q->s.event[q->open[i]], was = *e;

		*e = g->kind[kind[i]].event;
		e->thread = was.thread;
		e->instruction = was.instruction;
	}
	way->len = 0;
	if (!lkmm_cat_sketch(g->v->model, &q->s, steps))
		g->failed = true;
	else
		find_way(q, steps, way);
	g->failed |= way->failed;
	return way->len > 0;
}

static void put_way(struct general *g, const struct question *q, const int *kind,
		    const struct text *way)
{
	text_add(&g->certificate, "order %d %d", q->from + 1, q->to + 1);
	if (kind)
		put_kinds(&g->certificate, g, q, kind);
	else
		text_puts(&g->certificate, " *");
	text_add(&g->certificate, " : %s\n", way->s);
}

/* Whether the way @way, as text, is there for these kinds. */
static bool is_way(const struct sketch_steps *steps, const char *way)
{
	int from, to, used = 0, n;
	char name[64];

	if (sscanf(way, "%d%n", &from, &used) != 1)
		return false;
	for (; sscanf(way + used, " %63s %d%n", name, &to, &n) == 2; used += n) {
		int k = 0;

		while (k < steps->n && strcmp(steps->name[k], name))
			k++;
		if (k == steps->n || !(steps->has[from - 1][to - 1] >> k & 1))
			return false;
		from = to;
	}
	return true;
}

/* Of the ways for some kinds, one that is there for all: it is left in @common, or nothing is. */
static bool find_common(struct general *g, struct question *q, struct text *common)
{
	struct text way = { 0 };
	int kind[MAX_OPEN], again[MAX_OPEN];
	bool all = first_kinds(g, q, kind), same = false;

	for (bool more = all; more && all && !same; more = next_kinds(g, q, kind)) {
		struct sketch_steps steps;

		all = ask(g, q, kind, common, &steps);
		if (!all)
			complain(g, q, kind);
		same = all && first_kinds(g, q, again);
		for (bool other = same; other && same; other = next_kinds(g, q, again))
			same = ask(g, q, again, &way, &steps) && is_way(&steps, common->s);
	}
	if (!same)
		common->len = 0;
	text_free(&way);
	return all;
}

static bool show(struct general *g, struct question *q)
{
	int kind[MAX_OPEN];
	struct text way = { 0 };
	struct sketch_steps steps;
	bool all = !first_kinds(g, q, kind) || find_common(g, q, &way);

	if (all && way.len)
		put_way(g, q, NULL, &way);
	else if (all && first_kinds(g, q, kind))
		do
			if (ask(g, q, kind, &way, &steps))
				put_way(g, q, kind, &way);
		while (next_kinds(g, q, kind));
	g->orders += all;
	text_free(&way);
	text_free(&q->what);
	return all && !g->failed;
}

/* ---- sequences ---- */

static void add_fact(struct sketch *s, enum sketch_relation relation, int from, int to)
{
	s->fact[s->nfacts++] = (struct sketch_fact){ relation, from, to };
}

static int add_open(struct question *q, int accepted, int thread)
{
	struct sketch_event *e = &q->s.event[q->s.n];

	*e = (struct sketch_event){ .thread = thread, .instruction = 100 * (q->s.n + 1) };
	q->open[q->nopen] = q->s.n;
	q->accepts[q->nopen++] = accepted;
	return q->s.n++;
}

static void add_events(struct question *q, const struct events *e)
{
	int base = q->s.n;

	for (int i = 0; i < e->n; i++) {
		q->s.event[q->s.n] = e->event[i];
		q->s.event[q->s.n++].instruction += 100 * (base + 1);
	}
	if (e->pair[0] >= 0)
		add_fact(&q->s, SKETCH_RMW, base + e->pair[0], base + e->pair[1]);
}

bool show_order(struct general *g, const struct row_of_classes *r, int from, int to)
{
	struct question q = { .nopen = 0 };
	int first = 0;

	text_puts(&q.what, r->name);
	if (from < 0) {
		q.from = add_open(&q, from, 0);
		first = 1;
	} else {
		q.from = from;
	}
	for (int i = 0; i < r->n; i++)
		add_events(&q, &r->class[i]->events);
	q.to = to < 0 ? add_open(&q, to, 0) : first + to;
	for (int i = 1; r->depends && i < q.s.n; i++)
		add_fact(&q.s, SKETCH_CTRL, 0, i);
	return show(g, &q);
}

/* ---- relations ---- */

static const struct {
	const char *name;
	int from, to;			/* what they are */
	bool threads;			/* two of them */
	enum sketch_relation relation;
	bool passed_on;			/* and then from a write to a read in its thread */
} relations[] = {
	{ "rfe", ANY_WRITE, ANY_READ, true, SKETCH_RF, false },
	{ "coe", ANY_WRITE, ANY_WRITE, true, SKETCH_CO, false },
	{ "fre", ANY_READ, ANY_WRITE, true, SKETCH_FR, false },
	{ "coi", ANY_WRITE, ANY_WRITE, false, SKETCH_CO, false },
	{ "fri", ANY_READ, ANY_WRITE, false, SKETCH_FR, false },
	{ "addr", ANY_RETURNING_READ, ANY, false, SKETCH_ADDR, false },
	{ "data", ANY_RETURNING_READ, ANY_WRITE, false, SKETCH_DATA, false },
	{ "ctrl", ANY_RETURNING_READ, ANY_WRITE, false, SKETCH_CTRL, false },
	{ "addr-rfi", ANY_RETURNING_READ, ANY_WRITE, false, SKETCH_ADDR, true },
	{ "data-rfi", ANY_RETURNING_READ, ANY_WRITE, false, SKETCH_DATA, true },
};

bool show_relation(struct general *g, const char *name)
{
	struct question q = { .nopen = 0 };
	size_t i = 0;

	while (strcmp(relations[i].name, name))
		i++;
	text_add(&g->certificate, "relation %s\n", name);
	text_add(&q.what, "relation %s", name);
	q.from = add_open(&q, relations[i].from, 0);
	q.to = add_open(&q, relations[i].to, relations[i].threads);
	add_fact(&q.s, relations[i].relation, q.from, q.to);
	if (relations[i].passed_on) {
		int read = add_open(&q, ANY_READ, 0);

		add_fact(&q.s, SKETCH_RF, q.to, read);
		q.to = read;
	}
	return show(g, &q);
}
