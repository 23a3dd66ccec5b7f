// SPDX-License-Identifier: GPL-2.0 OR MIT
/* How much of the search is done: executions are counted; the part of the whole is an estimate. */
#include "search.h"

/* An execution is allowed, or ruled out. What threads only begin with is none. */
static void count_execution(struct graph *g)
{
	struct lkmm_progress *p = g->q->options->progress;

	if (p && g->outside < 0)
		p->executions++;
}

/* Of the executions of the chosen paths: as if all alternatives of a decision had as many. */
static double part_of_decisions(const struct trail *t)
{
	double part = 0, width = 1;

	for (size_t i = 0; i < t->nframes && width > 1e-6; i++) {
		const struct frame *f = &t->frame[i];
		int done = f->tried - 1;

		if (done > 0)
			part += width * (done < f->of ? done : f->of) / f->of;
		width /= f->of;
	}
	return part < 1 ? part : 1;
}

/* Of the pairs of threads, between which a race is looked for. */
static double part_of_pairs(const struct graph *g, double part)
{
	double threads = g->q->test->nthreads, t = g->racer[1];

	return (t * (t + 1) / 2 + g->racer[0] + part) / (threads * (threads + 1) / 2);
}

/* Of the choices of paths; @part is done of the present one. */
static double part_of_choices(const struct graph *g, double part)
{
	const struct demand *d = &g->demand;

	if (!d->span) {
		for (int t = 0; t < g->q->test->nthreads; t++)
			if (g->q->paths[t].n)
				part = (g->which[t] + part) / g->q->paths[t].n;
		return part;
	}
	for (size_t i = d->nforks; i; i--) {
		const struct fork *f = &d->fork[i - 1];
		double n = f->whole.end - f->whole.first, left = f->now.end - f->now.first;

		part = (f->now.first - f->whole.first + left * part) / n;
	}
	return part;
}

static void note_progress(struct graph *g)
{
	struct lkmm_progress *p = g->q->options->progress;
	double part = 0;

	if (!p)
		return;
	if (!g->probing)
		part = part_of_decisions(&g->trail);
	if (g->racing && !g->probing)
		part = part_of_pairs(g, part);
	p->part = part_of_choices(g, part);
}
