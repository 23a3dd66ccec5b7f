// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm check --graph: an execution as a drawing in Graphviz's language, one column a thread. Where
 * things go is decided here, since Graphviz would move threads about; how edges get past nodes is
 * left to it.
 */
#include "drawing.h"
#include "legend.h"
#include "verdict.h"

#include <stdlib.h>
#include <string.h>

/* In points; the font is of fixed width. */
enum { CHAR_WIDTH = 7, MARGIN = 16, NODE_HEIGHT = 34, ROW = 66, GAP = 130, HEAD = 44 };

/* A box: an event, or both halves of a read-modify-write. */
struct node {
	int event, other;		/* other: the second half, or -1 */
	int x, y;
	bool hidden;
};

struct drawing {
	struct text *out;
	const struct litmus_test *l;
	const struct lkmm_execution *x;
	struct node *node;
	int *node_of;			/* by event */
	int nnodes;
	int *center;			/* of each thread's column */
	int right, bottom;
	struct legend legend;
};

/* ---- boxes ---- */

static bool in_cycle(const struct lkmm_execution *x, int event)
{
	for (int i = 0; i < x->nsteps; i++)
		if (x->cycle[i].from == event)
			return true;
	return false;
}

/* The write that belongs to the read @event, or -1. */
static int other_half(const struct lkmm_execution *x, int event)
{
	for (int i = 0; i < x->ndependencies; i++)
		if (x->dependency[i].from == event && !strcmp(x->dependency[i].relation, "rmw"))
			return x->dependency[i].to;
	return -1;
}

static bool make_nodes(struct drawing *d)
{
	size_t n = (size_t)d->x->nevents + 1;

	d->node = calloc(n, sizeof(*d->node));
	d->node_of = calloc(n, sizeof(*d->node_of));
	d->center = calloc((size_t)d->l->program.nthreads + 1, sizeof(*d->center));
	if (!d->node || !d->node_of || !d->center)
		return false;
	for (int i = 0; i < d->x->nevents; i++) {
		struct node *node = &d->node[d->nnodes];

		node->event = i;
		node->other = other_half(d->x, i);
		node->hidden = d->x->event[i].thread < 0 && !in_cycle(d->x, i);
		d->node_of[i] = d->nnodes++;
		if (node->other == i + 1)
			d->node_of[++i] = d->nnodes - 1;
		else
			node->other = -1;
	}
	return true;
}

static void put_effect(struct text *out, const struct drawing *d, int event)
{
	const struct lkmm_event *e = &d->x->event[event];

	text_puts(out, e->is_write ? "W " : "R ");
	put_variable_and_value(out, d->l, e);
}

/* The two lines of a box. */
static void node_text(const struct drawing *d, const struct node *node, struct text *source,
		      struct text *effect)
{
	const struct lkmm_event *e = &d->x->event[node->event];

	if (e->thread >= 0) {
		text_add(source, "%s: ", place_short(e->at).s);
		put_source(source, d->l, e->at);
	} else {
		text_puts(source, "at the start");
	}
	if (!e->is_read && !e->is_write)
		return;
	put_effect(effect, d, node->event);
	if (node->other >= 0) {
		text_puts(effect, ", ");
		put_effect(effect, d, node->other);
	}
}

static int node_width(const struct drawing *d, const struct node *node)
{
	struct text source = { 0 }, effect = { 0 };
	size_t n;

	node_text(d, node, &source, &effect);
	n = source.len > effect.len ? source.len : effect.len;
	d->out->failed |= source.failed || effect.failed;
	text_free(&source);
	text_free(&effect);
	return (int)n * CHAR_WIDTH + MARGIN;
}

/* Columns side by side, each as wide as its widest box. */
static void place_nodes(struct drawing *d)
{
	int lowest;

	for (int t = 0; t < d->l->program.nthreads; t++) {
		int width = 60, row = 0;

		for (int i = 0; i < d->nnodes; i++)
			if (d->x->event[d->node[i].event].thread == t &&
			    node_width(d, &d->node[i]) > width)
				width = node_width(d, &d->node[i]);
		d->center[t] = d->right + width / 2;
		for (int i = 0; i < d->nnodes; i++) {
			if (d->x->event[d->node[i].event].thread != t)
				continue;
			/* Not quite in line: Graphviz's router has been seen to trip over that. */
			d->node[i].x = d->center[t] + row % 2;
			d->node[i].y = -HEAD - row++ * ROW;
			if (d->node[i].y < d->bottom)
				d->bottom = d->node[i].y;
		}
		d->right += width + GAP;
	}
	lowest = d->bottom;
	/* Initial writes in a row below. */
	for (int i = 0, at = 60; i < d->nnodes; i++) {
		if (d->x->event[d->node[i].event].thread >= 0 || d->node[i].hidden)
			continue;
		d->node[i].x = at;
		d->node[i].y = d->bottom - ROW;
		at += 180;
		lowest = d->bottom - ROW;
	}
	d->bottom = lowest;
}

static const char *fill(const struct lkmm_event *e, const struct node *node)
{
	if (node->other >= 0)
		return FILL_BOTH;
	return e->is_write ? FILL_WRITE : e->is_read ? FILL_READ : FILL_OTHER;
}

/* One of two events that are at fault, or where the execution ends early. */
static bool is_at_fault(const struct lkmm_execution *x, const struct node *node)
{
	const int *two = x->misuse ? x->misused : x->race;

	for (int k = 0; k < 2; k++)
		if (two[k] >= 0 && (two[k] == node->event || two[k] == node->other))
			return true;
	return x->bad.at.line && node->event == x->bad_from;
}

static void put_node(struct drawing *d, int i)
{
	const struct node *node = &d->node[i];
	const struct lkmm_event *e = &d->x->event[node->event];
	struct text source = { 0 }, effect = { 0 };

	node_text(d, node, &source, &effect);
	text_add(d->out, "\tn%d [pos=\"%d,%d!\" width=%.2f fillcolor=\"%s\" style=\"%s\" "
			 "%slabel=<",
		 i, node->x, node->y, node_width(d, node) / 72.0, fill(e, node),
		 e->plain ? "filled,rounded,dashed" : "filled,rounded",
		 is_at_fault(d->x, node) ? "color=\"#c0392b\" penwidth=2 " : "");
	text_html(d->out, source.s);
	if (effect.len) {
		text_puts(d->out, "<br/><font color=\"#555555\">");
		text_html(d->out, effect.s);
		text_puts(d->out, "</font>");
	}
	text_puts(d->out, ">];\n");
	text_free(&source);
	text_free(&effect);
}

/* ---- edges ---- */

/* The cycle draws this pair by itself. */
static bool cycle_has(const struct drawing *d, int from, int to)
{
	for (int i = 0; i < d->x->nsteps; i++)
		if (d->node_of[d->x->cycle[i].from] == d->node_of[from] &&
		    d->node_of[d->x->cycle[i].to] == d->node_of[to])
			return true;
	return false;
}

static void put_edge(struct drawing *d, int from, int to, const char *relation, bool bold)
{
	int a = d->node_of[from], b = d->node_of[to];
	const char *ports = "";

	relation = name_in_full(relation, d->x->event[from].thread != d->x->event[to].thread);
	if (a == b || d->node[a].hidden || d->node[b].hidden)
		return;
	/* Within a column, around the events between: down on the right, up on the left. */
	if (abs(d->node[a].x - d->node[b].x) <= 1 && (a > b || b > a + 1))
		ports = a < b ? "tailport=e headport=e " : "tailport=w headport=w ";
	legend_note(&d->legend, relation);
	/* On a white background, to stay readable where a line crosses it. */
	text_add(d->out,
		 "\tn%d -> n%d [%scolor=\"%s\" fontcolor=\"%s\" penwidth=%s label=<<table "
		 "border=\"0\" cellborder=\"0\" cellpadding=\"1\" "
		 "bgcolor=\"white\"><tr><td>%s</td></tr></table>>];\n",
		 a, b, ports, relation_color(relation), relation_color(relation),
		 bold ? "2.4" : "0.9", relation);
}

static void put_thin(struct drawing *d, int from, int to, const char *relation)
{
	if (!cycle_has(d, from, to))
		put_edge(d, from, to, relation, false);
}

/* The write that @r reads from, and the next write after it. */
static void put_communication(struct drawing *d, int e)
{
	const struct lkmm_event *event = d->x->event, *from = &event[e];

	if (from->is_read && from->rf >= 0)
		put_thin(d, from->rf, e, "rf");
	for (int w = 0; w < d->x->nevents; w++) {
		if (!event[w].is_write || !same_variable(&event[w], from))
			continue;
		if (from->is_write && event[w].co == from->co + 1)
			put_thin(d, e, w, "co");
		if (from->is_read && from->rf >= 0 && event[w].co == event[from->rf].co + 1)
			put_thin(d, e, w, "fr");
	}
}

static void put_program_order(struct drawing *d)
{
	for (int i = 0; i + 1 < d->nnodes; i++)
		if (d->x->event[d->node[i].event].thread >= 0 &&
		    d->x->event[d->node[i].event].thread ==
			    d->x->event[d->node[i + 1].event].thread &&
		    !cycle_has(d, d->node[i].event, d->node[i + 1].event))
			text_add(d->out, "\tn%d -> n%d [color=\"#bbbbbb\" arrowsize=0.5];\n", i,
				 i + 1);
}

static void put_edges(struct drawing *d)
{
	put_program_order(d);
	for (int i = 0; i < d->x->ndependencies; i++) {
		const struct lkmm_step *s = &d->x->dependency[i];

		/* A branch matters to the writes after it. */
		if (strcmp(s->relation, "ctrl") || d->x->event[s->to].is_write)
			put_thin(d, s->from, s->to, s->relation);
	}
	for (int i = 0; i < d->x->nevents; i++)
		put_communication(d, i);
	for (int i = 0; i < d->x->nsteps; i++)
		put_edge(d, d->x->cycle[i].from, d->x->cycle[i].to, d->x->cycle[i].relation, true);
}

/* ---- the whole ---- */

/* What the execution shows, in a line. */
static void put_subject(struct text *out, const struct drawing *d)
{
	const struct lkmm_execution *x = d->x;

	if (x->broken)
		text_puts(out, x->broken->meaning);
	else if (x->nstanding)
		text_add(out, "an execution that does not end: a thread waits for ever on %s",
			 place_line(x->standing[0].at).s);
	else if (x->misuse)
		put_misuse(out, d->l, x->misuse);
	else if (x->bad.at.line)
		text_add(out, "an execution that ends on %s", place_line(x->bad.at).s);
	else
		text_puts(out, x->race[0] >= 0 ? "an execution with a data race" :
						 "an execution that the model allows");
}

/* The name, what the execution shows, and the question. */
static void put_title(struct drawing *d)
{
	const struct lkmm_test *t = &d->l->program;
	struct text subject = { 0 }, question = { 0 };

	put_subject(&subject, d);
	put_condition(&question, t);
	text_puts(d->out, "\tlabel=<<b>");
	text_html(d->out, d->l->program.name);
	text_puts(d->out, "</b><br/><font point-size=\"12\">");
	text_html(d->out, subject.s);
	text_puts(d->out, "<br/>");
	text_html(d->out, question.s);
	text_puts(d->out, "</font><br/> >;\n");
	d->out->failed |= subject.failed || question.failed;
	text_free(&subject);
	text_free(&question);
}

static void put_heads(struct drawing *d)
{
	for (int t = 0; t < d->l->program.nthreads; t++)
		text_add(d->out, "\tp%d [pos=\"%d,0!\" shape=plaintext style=\"\" "
				 "label=<<b>P%d</b>>];\n",
			 t, d->center[t], t);
}

bool draw(struct text *out, const struct litmus_test *l, const struct lkmm_execution *x)
{
	struct drawing d = { .out = out, .l = l, .x = x };
	bool ok = make_nodes(&d);

	if (ok) {
		place_nodes(&d);
		text_puts(out, "digraph {\n\tgraph [splines=true labelloc=t fontname=\"Helvetica\" "
			       "fontsize=14 pad=0.2 outputorder=edgesfirst];\n");
		text_add(out, "\tnode [shape=box height=%.2f fontname=\"monospace\" fontsize=11 "
			      "color=\"#888888\"];\n", NODE_HEIGHT / 72.0);
		text_puts(out, "\tedge [fontname=\"Helvetica\" fontsize=11 arrowsize=0.8];\n");
		put_title(&d);
		put_heads(&d);
		for (int i = 0; i < d.nnodes; i++)
			if (!d.node[i].hidden)
				put_node(&d, i);
		put_edges(&d);
		put_legend(out, &d.legend, x->from_file, 0, d.bottom - ROW / 2);
		text_puts(out, "}\n");
	}
	free(d.node);
	free(d.node_of);
	free(d.center);
	return ok && !out->failed;
}
