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
	int open[MAX_OPEN], kinds[MAX_OPEN], nopen;
	int from, to;
	const char *own[SKETCH_EVENTS];	/* "read" or "write" of the operation, or NULL */
	const char *what;		/* it is about, for messages */
	struct text about;		/* the same for the certificate */
};

/* ---- kinds ---- */

/* The next kind after number @k that is among @kinds, or the number of kinds. */
static int next_kind(const struct general *g, int kinds, int k)
{
	do
		k++;
	while (k < NR_KINDS && !(kinds >> k & 1 && g->kind[k].found));
	return k;
}

/* False if there are none for some event. */
static bool first_kinds(const struct general *g, const struct question *q, int *kind)
{
	for (int i = 0; i < q->nopen; i++) {
		kind[i] = next_kind(g, q->kinds[i], -1);
		if (kind[i] == NR_KINDS)
			return false;
	}
	return true;
}

/* False if those were the last ones. */
static bool next_kinds(const struct general *g, const struct question *q, int *kind)
{
	for (int i = 0; i < q->nopen; i++) {
		kind[i] = next_kind(g, q->kinds[i], kind[i]);
		if (kind[i] < NR_KINDS)
			return true;
		kind[i] = next_kind(g, q->kinds[i], -1);
	}
	return false;
}

/* ---- ways ---- */

/* An event by its number, and its kind if that may be one of several: "1R", "2write", "3". */
static void put_event(struct text *out, const struct question *q, const int *kind, int event)
{
	text_add(out, "%d%s", event + 1, q->own[event] ? q->own[event] : "");
	for (int i = 0; i < q->nopen; i++)
		if (q->open[i] == event)
			text_put(out, &"rRW"[kind[i]], 1);
}

/* The fewest steps from @q->from to @q->to, as "rule 2 rule"; nothing if there are none. */
static void find_way(const struct question *q, const struct sketch_steps *steps, const int *kind,
		     struct text *way)
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
	while (len--) {
		text_puts(way, name[path[len]]);
		text_puts(way, len ? " " : "");
		if (len)
			put_event(way, q, kind, path[len]);
		text_puts(way, len ? " " : "");
	}
}

/* ---- all kinds ---- */

static void put_ends(struct text *out, const struct question *q, const int *kind)
{
	put_event(out, q, kind, q->from);
	text_puts(out, " ");
	put_event(out, q, kind, q->to);
}

/* The way for some kinds of the open events. False if there is none. */
static bool ask(struct general *g, struct question *q, const int *kind, struct text *way)
{
	struct sketch_steps steps;

	for (int i = 0; i < q->nopen; i++) {
		struct sketch_event *e = &q->s.event[q->open[i]], was = *e;

		*e = g->kind[kind[i]].event;
		e->thread = was.thread;
		e->instruction = was.instruction;
	}
	way->len = 0;
	if (!lkmm_cat_sketch(g->v->model, &q->s, &steps))
		g->failed = true;
	else
		find_way(q, &steps, kind, way);
	g->failed |= way->failed;
	return way->len > 0;
}

static bool show(struct general *g, struct question *q)
{
	int kind[MAX_OPEN];
	struct text way = { 0 };
	bool shown = !q->about.failed;

	for (bool more = first_kinds(g, q, kind); more; more = next_kinds(g, q, kind))
		if (ask(g, q, kind, &way)) {
			text_add(&g->certificate, "%s, ", q->about.s);
			put_ends(&g->certificate, q, kind);
			text_add(&g->certificate, " : %s\n", way.s);
		} else {
			text_add(&g->missing, "%s: ", q->what);
			put_ends(&g->missing, q, kind);
			text_puts(&g->missing, "\n");
			shown = false;
		}
	g->orders += shown;
	text_free(&way);
	text_free(&q->about);
	return shown && !g->failed;
}

/* ---- sequences ---- */

static void add_fact(struct sketch *s, enum sketch_relation relation, int from, int to)
{
	s->fact[s->nfacts++] = (struct sketch_fact){ relation, from, to };
}

static int add_open(struct question *q, int kinds, int thread)
{
	struct sketch_event *e = &q->s.event[q->s.n];

	*e = (struct sketch_event){ .thread = thread, .instruction = 100 * (q->s.n + 1) };
	q->open[q->nopen] = q->s.n;
	q->kinds[q->nopen++] = kinds;
	return q->s.n++;
}

static void add_events(struct question *q, const struct events *e)
{
	int base = q->s.n;

	for (int i = 0; i < e->n; i++) {
		q->s.event[q->s.n] = e->event[i];
		q->s.event[q->s.n++].instruction += 100 * (base + 1);
	}
	if (e->read >= 0)
		q->own[base + e->read] = "read";
	if (e->write >= 0)
		q->own[base + e->write] = "write";
	if (e->pair[0] >= 0)
		add_fact(&q->s, SKETCH_RMW, base + e->pair[0], base + e->pair[1]);
}

static const char *kinds_word(int kinds)
{
	return kinds == ANY ? "RW" : kinds == WRITES ? "W" : kinds == READS ? "R" : "r";
}

/* "RW [mb F.DMB.SY] RW" */
static void put_about(struct question *q, const struct row_of_classes *r, int from, int to)
{
	text_puts(&q->about, from < 0 ? kinds_word(from) : q->own[q->from]);
	if (r->depends)
		text_add(&q->about, " %s", r->depends);
	for (int i = 0; i < r->n; i++) {
		text_puts(&q->about, " [");
		put_class(&q->about, r->class[i]);
		text_puts(&q->about, "]");
	}
	text_add(&q->about, " %s", to < 0 ? kinds_word(to) : q->own[q->to]);
}

bool show_order(struct general *g, const struct row_of_classes *r, int from, int to)
{
	struct question q = { .what = r->name };
	int first = from < 0;

	q.from = first ? add_open(&q, from, 0) : from;
	for (int i = 0; i < r->n; i++)
		add_events(&q, &r->class[i]->events);
	q.to = to < 0 ? add_open(&q, to, 0) : first + to;
	for (int i = 1; r->depends && i < q.s.n; i++)
		add_fact(&q.s, SKETCH_CTRL, 0, i);
	put_about(&q, r, from, to);
	return show(g, &q);
}

/* ---- relations ---- */

static const struct {
	const char *name, *about;
	int from, to;			/* what they are */
	bool threads;			/* two of them */
	enum sketch_relation relation;
	bool passed_on;			/* and then from a write to a read in its thread */
} relations[] = {
	{ "rfe", "W rfe R", WRITES, READS, true, SKETCH_RF, false },
	{ "coe", "W coe W", WRITES, WRITES, true, SKETCH_CO, false },
	{ "fre", "R fre W", READS, WRITES, true, SKETCH_FR, false },
	{ "coi", "W coi W", WRITES, WRITES, false, SKETCH_CO, false },
	{ "fri", "R fri W", READS, WRITES, false, SKETCH_FR, false },
	{ "addr", "r addr RW", USED_READS, ANY, false, SKETCH_ADDR, false },
	{ "data", "r data W", USED_READS, WRITES, false, SKETCH_DATA, false },
	{ "ctrl", "r ctrl W", USED_READS, WRITES, false, SKETCH_CTRL, false },
	{ "addr-rfi", "r addr W rfi R", USED_READS, WRITES, false, SKETCH_ADDR, true },
	{ "data-rfi", "r data W rfi R", USED_READS, WRITES, false, SKETCH_DATA, true },
};

bool show_relation(struct general *g, const char *name)
{
	struct question q = { .what = name };
	size_t i = 0;

	while (strcmp(relations[i].name, name))
		i++;
	text_puts(&q.about, relations[i].about);
	q.from = add_open(&q, relations[i].from, 0);
	q.to = add_open(&q, relations[i].to, relations[i].threads);
	add_fact(&q.s, relations[i].relation, q.from, q.to);
	if (relations[i].passed_on) {
		int read = add_open(&q, READS, 0);

		add_fact(&q.s, SKETCH_RF, q.to, read);
		q.to = read;
	}
	return show(g, &q);
}
