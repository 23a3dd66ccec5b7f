// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The paths of a test: listed until loops have the turns that they need, and paths are split where
 * they must be.
 */
#include "model/engine/query.h"

#include <stdlib.h>

/*
 * The paths of thread @t, with as many turns as are known to be needed so far. If they are too
 * many, loops that end at a large number (and earlier by what they read) are cut as others are.
 */
static void list_thread(struct query *q, int t, size_t *memory)
{
	bool no_memory = false;

	q->paths[t].splits = q->splits;
	do {
		q->paths[t].counted_loops = q->counted_loops;
		q->status = lkmm_list_paths(q->arena, q->test, t, q->model, q->options, memory,
					    &q->paths[t]);
	} while (q->status == LKMM_TOO_LARGE &&
		 lkmm_count_free_turns(q->arena, &q->paths[t], &q->counted_loops, &no_memory));
	if (no_memory)
		q->status = LKMM_NO_MEMORY;
	q->limit = q->paths[t].limit;
	q->refused = q->paths[t].refused;
}

/*
 * Whether some execution goes as far as the end of a path of thread @t on which a loop was cut. The
 * others stop at their ends, or where they may stop for good.
 */
static bool reaches_cut(struct query *q, int t)
{
	struct lkmm_options o = lkmm_quiet(q->options);
	struct lkmm_test test = *q->test;
	struct query on = { .test = &test, .model = q->model, .options = &o, .arena = q->arena,
			    .splits = q->splits, .met_refused = q->met_refused };
	const struct paths *p = &q->paths[t];

	on.paths = lkmm_alloc(q->arena, sizeof(*on.paths) * ((size_t)test.nthreads + 1));
	if (!on.paths) {
		q->status = LKMM_NO_MEMORY;
		return true;
	}
	for (int i = 0; i < test.nthreads; i++)
		on.paths[i] = lkmm_with_stops(q, &q->paths[i]);
	on.paths[t] = (struct paths){ .path = p->cut, .n = p->ncut, .names = p->names };
	test.filter = test.cond = NULL;
	if (q->status == LKMM_OK)
		lkmm_run_search(&on);
	free(on.state);
	free(on.bucket);
	return on.found || on.status != LKMM_OK;
}

/* Whether a thread with lost executions may do more than read from the loop on. */
static bool may_feed_itself(const struct query *q)
{
	for (int t = 0; t < q->test->nthreads && q->test->nthreads > 1; t++)
		if (lkmm_cut_loops(&q->paths[t], NULL) && !lkmm_only_reads_on(&q->paths[t]))
			return true;
	return false;
}

/* Gives the loops of @t more turns, if some execution has them. False if there is a limit. */
static bool follow_thread(struct query *q, int t, size_t *memory, bool *more)
{
	struct paths *p = &q->paths[t];

	if (!lkmm_cut_loops(p, NULL) || !reaches_cut(q, t))
		return true;
	*more = true;
	if (!lkmm_more_turns(p))
		return false;
	list_thread(q, t, memory);
	if (q->status == LKMM_OK)
		lkmm_judge_loops(q->test, q->model, q->paths, t);
	return true;
}

/*
 * The events up to where a loop is cut are an execution, if all that comes later in that thread
 * only reads: nothing is read from it, and relations only lose pairs without it. So the loop has
 * more turns if there is one, as a loop over a list that is longer; and if there is none, no
 * execution is lost. The same holds for a thread that is alone, which reads its own writes.
 */
static void follow_loops(struct query *q, size_t *memory)
{
	bool more = true;

	while (q->status == LKMM_OK && more && !may_feed_itself(q)) {
		more = false;
		for (int t = 0; t < q->test->nthreads && q->status == LKMM_OK; t++)
			if (!follow_thread(q, t, memory, &more))
				return;
		for (int t = 0; t < q->test->nthreads && !more; t++)
			lkmm_excuse_loops(&q->paths[t]);
	}
}

/* The same; if there is no end of it, the loops have the turns that they had at first. */
static void follow(struct query *q, size_t *memory)
{
	follow_loops(q, memory);
	for (int t = 0; t < q->test->nthreads && q->test->nthreads > 1; t++) {
		if (q->status != LKMM_OK || !lkmm_cut_loops(&q->paths[t], NULL))
			continue;
		lkmm_fewer_turns(&q->paths[t]);
		list_thread(q, t, memory);
		if (q->status == LKMM_OK)
			lkmm_judge_loops(q->test, q->model, q->paths, t);
	}
}

static int count_cut(const struct query *q)
{
	int n = 0;

	for (int t = 0; t < q->test->nthreads && q->status == LKMM_OK; t++)
		n += lkmm_cut_loops(&q->paths[t], NULL);
	return n;
}

/* Turns that are worth trying: more reads that lead to an address than held.c looks at; and the
 * memory for the paths that have them. */
enum { ENOUGH_TURNS = 4, MEMORY_TO_TRY = LKMM_PATH_MEMORY / 16 };

/* Loops that end with a counter may have more, as long as there are few choices of paths. */
enum { ENOUGH_CHOICES = 100 };

static bool has_counter(const struct holds *h)
{
	for (int l = 0; l < h->test->nlocs; l++)
		if (lkmm_is_counter(h, l))
			return true;
	return false;
}

/* What variables may hold in any execution, found once: false if that is not known. */
static bool find_ever(struct query *q)
{
	if (q->ever_of == q->test)
		return q->ever_known;
	q->ever_of = q->test;
	q->ever_known = false;
	if (!lkmm_find_ever(q->arena, q->test, &q->ever, &q->ever_known))
		q->status = LKMM_NO_MEMORY;
	return q->ever_known;
}

/* Whether a counter may end a loop. */
static bool is_counted(struct query *q)
{
	return q->status == LKMM_OK && find_ever(q) && has_counter(&q->ever);
}

static bool are_too_many(const struct query *q)
{
	double choices = 1;

	for (int t = 0; t < q->test->nthreads; t++)
		choices *= q->paths[t].n;
	return choices > ENOUGH_CHOICES;
}

/*
 * Gives the loops of @t more turns, until what variables may hold in any execution, @h, excludes
 * all paths that are cut: no execution is lost then. If that does not come soon, they have the
 * turns that they had.
 */
static void follow_values(struct query *q, int t, const struct holds *h, size_t *memory)
{
	struct paths *p = &q->paths[t];
	size_t some = *memory < MEMORY_TO_TRY ? *memory : MEMORY_TO_TRY, left = *memory - some;
	bool nothing = false, hopeless = false, counts = h->counter;
	int turns = 0;

	while (q->status == LKMM_OK && lkmm_cut_loops(p, NULL) && !(counts && are_too_many(q))) {
		if (!lkmm_cuts_nothing(q->arena, h, p, &nothing, &hopeless))
			q->status = LKMM_NO_MEMORY;
		if (nothing) {
			lkmm_excuse_loops(p);
			*memory = left + some;
		}
		if (nothing || q->status != LKMM_OK)
			return;
		if (hopeless || (turns++ == ENOUGH_TURNS && !counts) || !lkmm_more_turns(p))
			break;
		list_thread(q, t, &some);
		if (q->status == LKMM_OK)
			lkmm_judge_loops(q->test, q->model, q->paths, t);
	}
	if (!turns || (q->status != LKMM_OK && q->status != LKMM_TOO_LARGE))
		return;
	q->status = LKMM_OK;
	lkmm_fewer_turns(p);
	list_thread(q, t, memory);
	if (q->status == LKMM_OK)
		lkmm_judge_loops(q->test, q->model, q->paths, t);
}

static void follow_all_values(struct query *q, size_t *memory)
{
	struct holds values;

	if (q->status != LKMM_OK || !count_cut(q) || q->options->unroll || !find_ever(q))
		return;
	values = q->ever;
	values.counter = NULL;
	for (int t = 0; t < q->test->nthreads && q->status == LKMM_OK; t++)
		follow_values(q, t, &values, memory);
	for (int t = 0; t < q->test->nthreads && q->status == LKMM_OK && has_counter(&q->ever); t++)
		follow_values(q, t, &q->ever, memory);
}

/* Whether the paths must be listed again, to be split where they were not yet. */
static bool must_split(struct query *q, enum split_threads which)
{
	const struct split *before = q->splits;

	if (q->status == LKMM_OK &&
	    !lkmm_find_splits(q->arena, q->test, q->paths, which, &q->splits))
		q->status = LKMM_NO_MEMORY;
	return q->status == LKMM_OK && q->splits != before;
}

/* The same for what needs to know locations. */
static bool must_split_locations(struct query *q)
{
	const struct split *before = q->splits;

	if (!must_split(q, q->options->split ? SPLIT_ALL : SPLIT_LOOPS))
		return false;
	if (!q->splits_locations)
		q->unsplit = before;
	q->splits_locations = true;
	return true;
}

static bool must_split_anywhere(struct query *q)
{
	return q->no_splits ? must_split(q, SPLIT_NONE) : must_split_locations(q);
}

/* Whether paths that are split at locations are too many: they are listed again without. */
static bool is_split_too_much(struct query *q, size_t *memory)
{
	if (q->status != LKMM_TOO_LARGE || !q->splits_locations)
		return false;
	q->status = LKMM_OK;
	q->splits = q->unsplit;
	q->splits_locations = false;
	q->no_splits = true;
	*memory = LKMM_PATH_MEMORY;
	return true;
}

/* Whether the address of an access is only known in an execution. */
static bool computes_addresses(const struct query *q)
{
	int64_t v;

	for (int t = 0; t < q->test->nthreads; t++)
		for (int i = 0; i < q->paths[t].n; i++) {
			const struct path *p = q->paths[t].path[i];

			for (int k = 0; k < p->nevents; k++)
				if (p->event[k].address &&
				    !lkmm_sym_is_known(p->event[k].address, &v))
					return true;
		}
	return false;
}

/*
 * With more choices of paths than this, or addresses that may be few, it is worth while to look for
 * those that are needed.
 */
enum { MANY_CHOICES = 1 << 8 };

static bool are_many(const struct query *q)
{
	double choices = 1;

	for (int t = 0; t < q->test->nthreads; t++)
		choices *= q->paths[t].n;
	return choices > MANY_CHOICES || q->options->split || computes_addresses(q);
}

/* What variables may hold, for the paths that are listed. */
static bool find_holds(struct query *q, struct holds *h)
{
	const struct paths *all = lkmm_with_all(q->arena, q->test->nthreads, q->paths);

	if (all)
		lkmm_find_holds(h, all);
	else
		q->status = LKMM_NO_MEMORY;
	return all;
}

/* Lists the paths again where loops can do with fewer turns. */
static void spare_turns(struct query *q, struct holds *h, size_t *memory)
{
	bool again = false;

	/* other models may raise flags of their own */
	if (!q->model->leaves_out_turns || q->model->any_event_raises_flags)
		return;
	if (!lkmm_spare_turns(q->arena, h, q->paths, &again))
		q->status = LKMM_NO_MEMORY;
	if (!again)
		return;
	*memory = LKMM_PATH_MEMORY;
	for (int t = 0; t < q->test->nthreads && q->status == LKMM_OK; t++)
		list_thread(q, t, memory);
	if (q->status == LKMM_OK)
		find_holds(q, h);
}

/* Leaves the paths that are needed, if they are many. */
static void leave_few(struct query *q, size_t *memory)
{
	struct holds h = { .test = q->test };

	if (q->status != LKMM_OK || !are_many(q))
		return;
	h.at = lkmm_alloc(q->arena, sizeof(*h.at) * ((size_t)q->test->nlocs + 1));
	if (!h.at)
		q->status = LKMM_NO_MEMORY;
	else if (find_holds(q, &h))
		spare_turns(q, &h, memory);
	if (q->status == LKMM_OK && !lkmm_leave_possible(q->arena, &h, q->paths))
		q->status = LKMM_NO_MEMORY;
}

/* Lists the paths of all threads. True if that is to be done again. */
static bool list_paths(struct query *q, size_t *memory)
{
	const struct lkmm_test *t = q->test;
	bool more = true;		/* turns of a loop, with which others may write more */
	int cut;

	lkmm_check_limits(q);
	if (q->status != LKMM_OK)
		return false;
	q->paths = lkmm_alloc(q->arena, sizeof(*q->paths) * ((size_t)t->nthreads + 1));
	if (!q->paths)
		q->status = LKMM_NO_MEMORY;
	for (int i = 0; i < t->nthreads && q->status == LKMM_OK; i++)
		list_thread(q, i, memory);
	while (q->status == LKMM_OK && more) {
		more = false;
		for (int i = 0; i < t->nthreads && q->status == LKMM_OK; i++) {
			if (!lkmm_judge_loops(t, q->model, q->paths, i))
				continue;
			list_thread(q, i, memory);
			more = true;
		}
	}
	if (count_cut(q) && must_split(q, SPLIT_NONE))
		return true;
	follow(q, memory);
	/* Once paths are split, a loop may not be cut any more: that takes less than more turns.
	 * Where a counter ends it, they would be too many to follow that. */
	cut = count_cut(q);
	if (cut && !is_counted(q) && must_split_anywhere(q))
		return true;
	follow_all_values(q, memory);
	if (cut)
		follow(q, memory);
	if ((!cut || count_cut(q) < cut) && must_split_anywhere(q))
		return true;
	leave_few(q, memory);
	if (q->status == LKMM_OK)
		lkmm_find_alike(q);
	return false;
}

/* Takes a test with the location in pieces that an access is to a part of. False if that fails. */
static bool cut_location(struct query *q)
{
	struct lkmm_test *cut = lkmm_alloc(q->arena, sizeof(*cut));
	bool no_memory = false;

	if (!cut || !lkmm_cut(q->arena, q->test, &q->refused, cut, &no_memory)) {
		q->status = cut && !no_memory ? LKMM_TWO_SIZES : LKMM_NO_MEMORY;
		return false;
	}
	q->test = cut;
	q->status = LKMM_OK;
	return true;
}

void lkmm_list_all(struct query *q)
{
	size_t memory = LKMM_PATH_MEMORY;

	while (list_paths(q, &memory) || is_split_too_much(q, &memory) ||
	       (q->status == LKMM_TWO_SIZES && cut_location(q)))
		;
}
