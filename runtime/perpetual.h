/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Evaluates perpetual processes. A frame is one turn of each thread; emit/perpetual.c defines its
 * outcome, and proves that it is an outcome of the test, for any frame. This file chooses
 * interesting frames, one for each turn of one thread, so no frame counts twice and the work is
 * linear: the other threads are placed so that they meet the placed ones, by a value that was read.
 * A thread that was read from is placed at the turn read, or at the next one, which was not seen
 * yet. A thread that reads is placed at its first turn that sees the other's, or at the last one
 * that does not.
 */
#ifndef LKMM_RUN_PERPETUAL_H
#define LKMM_RUN_PERPETUAL_H

#include "run.h"
#include "table.h"

enum { RUN_MAX_EDGES = 256, RUN_MAX_CODES = 4096 };

/* A load, from a variable that another thread writes. */
struct edge {
	int reader, load, loc, writer;
};

struct placement {
	int thread;
	const struct edge *by;		/* NULL: the threads share nothing */
	int apart;			/* 0: one reads from the other, 1: just not */
};

/* How frames are chosen: a leading thread, then all others. */
struct frames {
	const struct run_test *test;
	const struct run_batch *batch;
	struct edge edge[RUN_MAX_EDGES];
	int nedges;
	int lead;
	struct placement step[RUN_MAX_THREADS];
};

static inline void frames_open(struct frames *f, const struct run_test *test,
			       const struct run_batch *batch)
{
	const struct run_perpetual *p = test->perpetual;

	f->test = test;
	f->batch = batch;
	for (int t = 0; t < test->nthreads; t++) {
		for (int k = 0; k < p->nloads[t]; k++) {
			int writer = p->written[p->loads[t][k]].writer;

			if (writer >= 0 && writer != t && f->nedges < RUN_MAX_EDGES)
				f->edge[f->nedges++] =
					(struct edge){ t, k, p->loads[t][k], writer };
		}
	}
}

/* The edges between a thread that is placed and one that is not yet. */
static inline int frames_open_edges(const struct frames *f, const bool *placed,
				    const struct edge **open)
{
	int n = 0;

	for (int i = 0; i < f->nedges; i++)
		if (placed[f->edge[i].reader] != placed[f->edge[i].writer])
			open[n++] = &f->edge[i];
	return n;
}

/* A way to choose frames. @below: a random number. */
static inline void frames_plan(struct frames *f, unsigned int (*below)(void *arg, unsigned int n),
			       void *arg)
{
	int n = f->test->nthreads;
	bool placed[RUN_MAX_THREADS] = { false };
	const struct edge *open[RUN_MAX_EDGES];

	f->lead = (int)below(arg, (unsigned int)n);
	placed[f->lead] = true;
	for (int i = 0; i < n - 1; i++) {
		int nopen = frames_open_edges(f, placed, open), t = 0;
		const struct edge *e = nopen ? open[below(arg, (unsigned int)nopen)] : NULL;

		while (!e && placed[t])
			t++;
		if (e)
			t = placed[e->reader] ? e->writer : e->reader;
		f->step[i] = (struct placement){ t, e, (int)below(arg, 2) };
		placed[t] = true;
	}
}

/* The value that @t read in its turn @i. */
static inline uint32_t frames_read(const struct frames *f, int t, int load, int i)
{
	return f->batch->log[t][(i - 1) * f->test->perpetual->nloads[t] + load];
}

static inline int frames_turn_read(const struct frames *f, const struct edge *e, int i)
{
	return (int)(frames_read(f, e->reader, e->load,
				 i) >> f->test->perpetual->written[e->loc].shift);
}

/*
 * The first turn of the reader that sees the turn @m of the writer. By coherence, later reads never
 * return older values, so starting from the last answer, @c, this is linear in all.
 */
static inline int frames_first_to_see(const struct frames *f, const struct edge *e, int m, int c)
{
	while (c <= f->batch->n && frames_turn_read(f, e, c) < m)
		c++;
	while (c > 1 && frames_turn_read(f, e, c - 1) >= m)
		c--;
	return c;
}

/* Places all threads, the leading one at @turn[lead]; @cursor: where each was before. False if one
 * would be before the first turn or after the last. */
static inline bool frames_place(const struct frames *f, int *turn, int *cursor)
{
	for (int i = 0; i < f->test->nthreads - 1; i++) {
		const struct placement *p = &f->step[i];
		const struct edge *e = p->by;
		int at;

		if (!e) {
			at = turn[f->lead];
		} else if (p->thread == e->writer) {
			at = frames_turn_read(f, e, turn[e->reader]) + p->apart;
		} else {
			cursor[i] = frames_first_to_see(f, e, turn[e->writer], cursor[i]);
			at = cursor[i] - p->apart;
		}
		if (at < 1 || at > f->batch->n)
			return false;
		turn[p->thread] = at;
	}
	return true;
}

/* Which of the values of its variable a load has: 0 is the first value, k + 1 that of store k. */
static inline int frames_which(const struct frames *f, const struct run_observed *o,
			       const int *turn, const struct run_written *w)
{
	uint32_t v = frames_read(f, o->thread, o->load, turn[o->thread]);
	int from = (int)(v >> w->shift), frame = w->writer < 0 ? 0 : turn[w->writer];

	if (w->writer < 0 || from < frame)
		return 0;
	return from > frame ? w->nstores : (int)(v & ((1u << w->shift) - 1)) + 1;
}

static inline const struct run_written *frames_written(const struct frames *f,
						       const struct run_observed *o)
{
	const struct run_perpetual *p = f->test->perpetual;

	return &p->written[p->loads[o->thread][o->load]];
}

/* Counts how often each outcome was seen, by a number for each; 0 if there are too many. */
static inline int frames_count_codes(const struct frames *f)
{
	int n = 1;

	for (int k = 0; k < f->test->nvalues && n <= RUN_MAX_CODES; k++)
		if (f->test->perpetual->observed[k].load >= 0)
			n *= frames_written(f, &f->test->perpetual->observed[k])->nstores + 1;
	return n <= RUN_MAX_CODES ? n : 0;
}

static inline void frames_values(const struct frames *f, const int *which, int64_t *value)
{
	for (int k = 0; k < f->test->nvalues; k++) {
		const struct run_observed *o = &f->test->perpetual->observed[k];

		value[k] = o->load < 0 ? o->constant : frames_written(f, o)->value[which[k]];
	}
}

/* Adds the outcomes of @count to the table. */
static inline void frames_flush(const struct frames *f, struct table *seen, uint64_t form,
				const uint32_t *count, int ncodes)
{
	int which[RUN_MAX_VALUES];
	int64_t value[RUN_MAX_VALUES];

	for (int c = 0; c < ncodes; c++) {
		int rest = c;

		if (!count[c])
			continue;
		for (int k = f->test->nvalues - 1; k >= 0; k--) {
			const struct run_observed *o = &f->test->perpetual->observed[k];
			int n = o->load < 0 ? 1 : frames_written(f, o)->nstores + 1;

			which[k] = rest % n;
			rest /= n;
		}
		frames_values(f, which, value);
		table_count(seen, form, value, count[c]);
	}
}

/* The frames whose leading thread is at the turns from @from to @to. */
static inline void frames_collect(const struct frames *f, int from, int to, struct table *seen,
				  uint64_t form)
{
	uint32_t count[RUN_MAX_CODES] = { 0 };
	int ncodes = frames_count_codes(f), turn[RUN_MAX_THREADS], cursor[RUN_MAX_THREADS];
	int which[RUN_MAX_VALUES];
	int64_t value[RUN_MAX_VALUES];

	for (int t = 0; t < f->test->nthreads; t++)
		cursor[t] = from;
	for (int i = from; i <= to; i++) {
		int code = 0;

		turn[f->lead] = i;
		if (!frames_place(f, turn, cursor))
			continue;
		for (int k = 0; k < f->test->nvalues; k++) {
			const struct run_observed *o = &f->test->perpetual->observed[k];

			which[k] = o->load < 0 ? 0 : frames_which(f, o, turn, frames_written(f, o));
			if (o->load >= 0 && ncodes)
				code = code * (frames_written(f, o)->nstores + 1) + which[k];
		}
		if (ncodes) {
			count[code]++;
		} else {
			frames_values(f, which, value);
			table_count(seen, form, value, 1);
		}
	}
	frames_flush(f, seen, form, count, ncodes);
}

#endif
