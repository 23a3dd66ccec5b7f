// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm_check(): the searches that answer the question, and the final states they find. */
#include "model/engine/query.h"

#include <stdlib.h>
#include <string.h>

const char *const lkmm_flag_name[LKMM_NR_FLAGS] = {
	[LKMM_DATA_RACE] = "data-race",
	[LKMM_MIXED_ACCESSES] = "mixed-accesses",
	[LKMM_UNMATCHED_RCU_LOCK] = "unmatched-rcu-lock",
	[LKMM_UNMATCHED_RCU_UNLOCK] = "unmatched-rcu-unlock",
	[LKMM_UNMATCHED_SRCU_LOCK] = "unmatched-srcu-lock",
	[LKMM_UNMATCHED_SRCU_UNLOCK] = "unmatched-srcu-unlock",
	[LKMM_MULTIPLE_SRCU_MATCHES] = "multiple-srcu-matches",
	[LKMM_INVALID_SLEEP] = "invalid-sleep",
	[LKMM_SRCU_BAD_VALUE_MATCH] = "srcu-bad-value-match",
	[LKMM_SUSPICIOUS_SRCU_COOKIE_USE] = "suspicious-srcu-cookie-use",
	[LKMM_ILLEGAL_SRCU_COOKIE_CTRL] = "illegal-srcu-cookie-ctrl",
	[LKMM_ILLEGAL_SRCU_COOKIE_ADDR] = "illegal-srcu-cookie-addr",
	[LKMM_MIXED_LOCK_ACCESSES] = "mixed-lock-accesses",
	[LKMM_LOCK_FINAL] = "lock-final",
	[LKMM_UNMATCHED_UNLOCK] = "unmatched-unlock",
	[LKMM_UNPAIRED_LKW] = "unpaired-LKW",
	[LKMM_UNPAIRED_LKR] = "unpaired-LKR",
	[LKMM_BAD_POINTER] = "bad-pointer",
	[LKMM_ASSERTION] = "assertion",
	[LKMM_UNDEFINED_ARITHMETIC] = "undefined-arithmetic",
	[LKMM_USE_AFTER_FREE] = "use-after-free",
	[LKMM_DOUBLE_FREE] = "double-free",
	[LKMM_UNINITIALIZED] = "uninitialized-read",
};

/* ---- final states, in a hash table ---- */

static size_t hash(const struct query *q, const int64_t *state)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (int i = 0; i < q->test->nobserved; i++) {
		h ^= (uint64_t)state[i];
		h *= UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	return h & (q->nbuckets - 1);
}

/* The bucket where @state is, or would be. */
static size_t find_bucket(const struct query *q, const int64_t *state)
{
	size_t width = (size_t)q->test->nobserved, b;

	for (b = hash(q, state); q->bucket[b]; b = (b + 1) & (q->nbuckets - 1))
		if (!memcmp(q->state + (q->bucket[b] - 1) * width, state, width * sizeof(*state)))
			break;
	return b;
}

bool lkmm_has_state(const struct query *q, const int64_t *state)
{
	return q->nbuckets && q->bucket[find_bucket(q, state)];
}

static bool grow_states(struct query *q)
{
	size_t room = q->states_room ? 2 * q->states_room : 64, width = (size_t)q->test->nobserved;
	int64_t *state;
	uint32_t *bucket;

	if (room * (width * sizeof(*state) + 2 * sizeof(*bucket)) > LKMM_MAX_MEMORY) {
		lkmm_exceed(q, LKMM_LIMIT_MEMORY);
		return false;
	}
	state = realloc(q->state, (room * width + 1) * sizeof(*state));
	bucket = calloc(2 * room, sizeof(*bucket));
	if (state)
		q->state = state;
	if (!state || !bucket) {
		free(bucket);
		q->status = LKMM_NO_MEMORY;
		return false;
	}
	free(q->bucket);
	q->bucket = bucket;
	q->states_room = room;
	q->nbuckets = 2 * room;
	for (size_t i = 0; i < q->nstates; i++)
		q->bucket[find_bucket(q, q->state + i * width)] = (uint32_t)i + 1;
	return true;
}

void lkmm_add_state(struct query *q, const int64_t *state)
{
	size_t width = (size_t)q->test->nobserved;

	if (lkmm_has_state(q, state) || (q->nstates == q->states_room && !grow_states(q)))
		return;
	memcpy(q->state + q->nstates * width, state, width * sizeof(*state));
	q->bucket[find_bucket(q, state)] = (uint32_t)++q->nstates;
}

/* ---- the condition, of a final state ---- */

static int64_t atom_of_state(const struct lkmm_test *t, const struct lkmm_atom *a,
			     const int64_t *state)
{
	for (int i = 0; i < t->nobserved; i++)
		if (lkmm_same_atom(&t->observed[i], a))
			return state[i];
	return a->value;
}

bool lkmm_satisfies(const struct lkmm_test *t, const struct lkmm_cond *c, const int64_t *state)
{
	switch (c ? c->kind : LKMM_TRUE) {
	case LKMM_BOTH:
		return lkmm_satisfies(t, c->a, state) && lkmm_satisfies(t, c->b, state);
	case LKMM_EITHER:
		return lkmm_satisfies(t, c->a, state) || lkmm_satisfies(t, c->b, state);
	case LKMM_NEITHER:
		return !lkmm_satisfies(t, c->a, state);
	case LKMM_SAME:
		return atom_of_state(t, &c->left, state) == atom_of_state(t, &c->right, state);
	case LKMM_TRUE:
		break;
	}
	return true;
}

/* ---- searches ---- */

/* How many locations the paths of all threads use, or may. */
static int count_used(const struct query *q)
{
	int n = q->test->nlocs;
	bool *used = n > LKMM_FEW_LOCATIONS ? lkmm_alloc(q->arena, (size_t)n) : NULL;

	if (used)
		lkmm_note_observed(q->test, used);
	for (int t = 0; t < q->test->nthreads && used; t++)
		for (int i = 0; i < q->paths[t].n; i++)
			lkmm_note_used(q->test, q->paths[t].path[i], used);
	for (int l = 0; l < q->test->nlocs && used; l++)
		n -= !used[l];
	return n;
}

int lkmm_most_events(const struct query *q)
{
	int n = count_used(q);

	for (int t = 0; t < q->test->nthreads; t++) {
		int most = 0;

		for (int i = 0; i < q->paths[t].n; i++)
			if (q->paths[t].path[i]->nevents > most)
				most = q->paths[t].path[i]->nevents;
		n += most;
	}
	return n > q->test->nlocs ? n : q->test->nlocs;
}

void lkmm_run_search(struct query *q)
{
	int n;

	if (q->status != LKMM_OK)
		return;
	n = lkmm_most_events(q);
	if (n <= 64)
		lkmm_search_1(q);
	else if (n <= 256)
		lkmm_search_4(q);
	else if (n <= LKMM_MAX_EVENTS)
		lkmm_search_16(q);
	else
		lkmm_exceed(q, LKMM_LIMIT_EVENTS);
}

static int by_place(const void *a, const void *b)
{
	const struct lkmm_place *x = a, *y = b;

	return x->line != y->line ? x->line - y->line : x->column - y->column;
}

static bool is_trivial(const struct lkmm_cond *c)
{
	return !c || c->kind == LKMM_TRUE;
}

static bool has_awaited(const struct path *p)
{
	for (int i = 0; i < p->nevents; i++)
		if (p->event[i].source->access->kind == LKMM_AWAIT)
			return true;
	return false;
}

/*
 * Leaves those of the *@n paths *@list that are needed: for all but executions that block none that
 * has awaited something (LKMM_AWAIT), and for all but flags none that .polls.
 */
static void leave_needed(struct query *q, struct path ***list, int *n, bool flags, bool blocks)
{
	struct path **all = *list, **few = lkmm_alloc(q->arena, ((size_t)*n + 1) * sizeof(*few));
	int kept = 0;

	for (int i = 0; few && i < *n; i++)
		if ((blocks || !has_awaited(all[i])) && (flags || !all[i]->polls))
			few[kept++] = all[i];
	if (!few)
		q->status = LKMM_NO_MEMORY;
	else if (kept < *n) {
		*list = few;
		*n = kept;
	}
}

/* Takes those of the paths @all that are enough to find flags, or executions that block, or none of
 * these. Threads that were alike may then have other paths. */
static void take_needed(struct query *q, const struct paths *all, bool flags, bool blocks)
{
	size_t n = (size_t)q->test->nthreads;
	struct paths *few = lkmm_alloc(q->arena, (n + 1) * sizeof(*few));
	bool special = false;

	if (!few || q->status != LKMM_OK) {
		q->status = few ? q->status : LKMM_NO_MEMORY;
		return;
	}
	for (size_t t = 0; t < n; t++) {
		few[t] = all[t];
		for (int i = 0; i < few[t].n; i++)
			special |= few[t].path[i]->polls || has_awaited(few[t].path[i]);
		leave_needed(q, &few[t].path, &few[t].n, flags, blocks);
		leave_needed(q, &few[t].stop, &few[t].nstops, flags, blocks);
		leave_needed(q, &few[t].wait, &few[t].nwaits, flags, blocks);
	}
	q->paths = few;
	if (special && q->status == LKMM_OK)
		lkmm_find_alike(q);
}

/* Finds the loops that were cut, and whether the answer depends on the lost executions. */
static void note_cuts(struct query *q, struct lkmm_answer *answer)
{
	const struct lkmm_test *t = q->test;
	int n = 0;

	for (int i = 0; i < t->nthreads; i++)
		n += lkmm_cut_loops(&q->paths[i], NULL);
	if (!n)
		return;
	answer->unroll_reached = true;
	answer->undecided = !answer->positive || (!answer->negative && !is_trivial(t->cond));
	answer->cut = malloc((size_t)n * sizeof(*answer->cut));
	if (!answer->cut) {
		q->status = LKMM_NO_MEMORY;
		return;
	}
	for (int i = 0; i < t->nthreads; i++)
		answer->ncut += lkmm_cut_loops(&q->paths[i], answer->cut + answer->ncut);
	qsort(answer->cut, (size_t)answer->ncut, sizeof(*answer->cut), by_place);
}

/* ---- what is not searched for any longer once there is a fault ---- */

/* Some 10 seconds on a CPU of 2026. */
#define MOST_WORK (UINT64_C(1) << 31)

void lkmm_bound(struct query *q)
{
	q->most = q->done + MOST_WORK;
}

bool lkmm_reached_bound(struct query *q)
{
	bool reached = q->status == LKMM_STOPPED && q->most && q->done > q->most;

	if (reached)
		q->status = LKMM_OK;
	q->most = 0;
	return reached;
}

static void search_flags(struct query *q, struct lkmm_answer *answer);

/* Whether there is a data race or the like. */
static bool has_race(struct query *q, const struct paths *all, struct lkmm_answer *answer)
{
	take_needed(q, all, true, false);
	search_flags(q, answer);
	take_needed(q, all, false, false);
	lkmm_begin_stage(q, LKMM_STAGE_STATES);
	return q->flags & (1U << LKMM_DATA_RACE | FLAGS_OF_LIFE);
}

/* All final states; or if that takes long and there is a race, those that have been found. */
static void explore_states(struct query *q, const struct paths *all, struct lkmm_answer *answer)
{
	q->states = true;
	q->found = false;
	if (q->options->patient)
		lkmm_bound(q);
	lkmm_run_search(q);
	q->states = false;
	if (!lkmm_reached_bound(q))
		return;
	answer->cut_short = has_race(q, all, answer);
	if (answer->cut_short)
		return;
	q->states = true;
	lkmm_run_search(q);
	q->states = false;
}

static void search_states(struct query *q, const struct paths *all, struct lkmm_answer *answer)
{
	lkmm_begin_stage(q, LKMM_STAGE_STATES);
	explore_states(q, all, answer);
	answer->positive = answer->negative = 0;
	for (size_t i = 0; i < q->nstates; i++) {
		const int64_t *state = q->state + i * (size_t)q->test->nobserved;

		if (lkmm_satisfies(q->test, q->test->cond, state))
			answer->positive++;
		else
			answer->negative++;
	}
	answer->nstates = q->nstates;
	answer->state = q->state;
}

/* Looks for an execution in which the condition is @truth. */
static bool search_goal(struct query *q, bool truth)
{
	q->goal = q->test->cond;
	q->goal_truth = truth;
	q->found = false;
	q->witnesses = q->compared = 0;
	if (truth || !is_trivial(q->goal))
		lkmm_run_search(q);
	if (q->found && lkmm_shows(q) && q->status == LKMM_OK)
		q->options->show(q->options->show_arg, &q->simplest);
	return q->found;
}

/* Shows the execution closest to one in which the condition is @truth: there is none. */
static void search_closest(struct query *q, struct lkmm_answer *answer, bool truth)
{
	q->goal = q->test->cond;
	q->goal_truth = truth;
	q->forbidden = true;
	for (int incoherent = 0; incoherent < 2 && q->status == LKMM_OK; incoherent++) {
		q->incoherent = incoherent;
		q->considered = q->cycles = q->steps = 0;
		if (!q->closest.event)
			lkmm_run_search(q);
		answer->closest_cut |= q->steps > MAX_STEPS_OF_CLOSEST;
	}
	if (q->closest.event && q->status == LKMM_OK)
		q->options->show(q->options->show_arg, &q->closest);
	q->forbidden = q->incoherent = false;
}

/* Shows the execution .same_as, as this model has it. Threads that are alike keep their parts. */
static void search_same(struct query *q, struct lkmm_answer *answer)
{
	q->like = NULL;
	q->moves = NULL;
	search_closest(q, answer, true);
}

/* Of a share, nobody knows whether the model allows none. */
static bool wants_closest(const struct query *q)
{
	return q->options->show && !q->options->only_allowed && !lkmm_is_shared(q);
}

static void search_verdict(struct query *q, struct lkmm_answer *answer)
{
	const struct path **witness = lkmm_alloc(q->arena, sizeof(*witness) *
						 ((size_t)q->test->nthreads + 1));
	bool counter = q->test->quantifier == LKMM_FORALL;

	lkmm_begin_stage(q, LKMM_STAGE_VERDICT);
	/* An example that answers the question; for "forall", a counterexample. */
	q->witness = counter ? witness : NULL;
	answer->negative = search_goal(q, false);
	q->witness = counter ? NULL : witness;
	answer->positive = search_goal(q, true);
	q->witness = NULL;
	if (wants_closest(q) && !answer->positive)
		search_closest(q, answer, true);
	else if (wants_closest(q) && !is_trivial(q->goal) && !answer->negative)
		search_closest(q, answer, false);
	q->goal = NULL;
	q->witness = witness;
}

/* Only these can be used wrongly. */
static bool can_raise_flags(const struct event *e)
{
	return e->tag == TAG_PLAIN || (e->tag >= TAG_LKR && e->tag <= TAG_SYNC_SRCU) ||
	       e->tag == TAG_RCU_LOCK || e->tag == TAG_RCU_UNLOCK || e->tag == TAG_FREE;
}

static void search_flags(struct query *q, struct lkmm_answer *answer)
{
	bool any = q->model->any_event_raises_flags;

	if (q->status != LKMM_OK || !q->model->flags || q->flags_searched)
		return;
	q->flags_searched = true;
	for (int t = 0; t < q->test->nthreads; t++)
		for (int i = 0; i < q->paths[t].n; i++)
			for (int k = 0; k < q->paths[t].path[i]->nevents; k++)
				any |= can_raise_flags(&q->paths[t].path[i]->event[k]);
	for (int l = 0; l < q->test->nlocs; l++)
		any |= q->test->loc[l].allocated;
	if (!any)
		return;
	lkmm_begin_stage(q, LKMM_STAGE_FLAGS);
	q->wanted_flags = q->model->flags;
	lkmm_run_search(q);
	q->wanted_flags = 0;
	answer->flags = q->flags;
	memcpy(answer->misuse, q->misuse, sizeof(answer->misuse));
	answer->nmisuses = q->nmisuses;
	memcpy(answer->flagged, q->flagged, sizeof(answer->flagged));
	answer->nflagged = q->nflagged;
}

/* All stages, with the paths @all. */
static void search_all(struct query *q, const struct paths *all, struct lkmm_answer *answer)
{
	if (!q->options->states || (q->options->show && !q->options->only_flaws))
		search_verdict(q, answer);
	if (q->options->unless_true && answer->positive)
		return;
	if (q->options->states)
		search_states(q, all, answer);
	take_needed(q, all, true, false);
	search_flags(q, answer);
	if (q->status == LKMM_OK)
		note_cuts(q, answer);
	if (q->status == LKMM_OK)
		lkmm_find_unassigned(q, answer);
	take_needed(q, all, false, true);
	if (q->status == LKMM_OK)
		lkmm_find_blocked(q, answer);
	take_needed(q, all, true, false);
	lkmm_search_bad_pointers(q, answer);
}

enum lkmm_status lkmm_check(const struct lkmm_test *t, const struct lkmm_model *model,
			    const struct lkmm_options *o, struct lkmm_answer *answer)
{
	bool met_refused = false;
	struct query q = { .test = t, .model = model, .options = o, .met_refused = &met_refused };
	struct paths *all;

	memset(answer, 0, sizeof(*answer));
	answer->own_flag = model->own_flag;
	if (!lkmm_model_knows(model, t))
		return LKMM_NO_MEANING;
	q.arena = lkmm_arena_new();
	if (!q.arena)
		return LKMM_NO_MEMORY;
	lkmm_list_all(&q);
	all = q.paths;
	take_needed(&q, all, o->same_as != NULL, false);
	if (o->same_as)
		search_same(&q, answer);
	else
		search_all(&q, all, answer);
	if (met_refused)
		lkmm_search_refused(&q);
	answer->refused = q.refused;
	answer->observation = !answer->positive	 ? LKMM_NEVER
			      : answer->negative ? LKMM_SOMETIMES
						 : LKMM_ALWAYS;
	answer->limit = q.limit;
	if (!o->states)
		free(q.state);
	free(q.bucket);
	lkmm_arena_free(q.arena);
	return q.status;
}

void lkmm_answer_free(struct lkmm_answer *answer)
{
	free(answer->state);
	free(answer->cut);
	free(answer->unassigned);
	free(answer->standing);
	free(answer->bad);
	free(answer->failed);
	free(answer->undefined);
	answer->state = NULL;
	answer->cut = NULL;
	answer->unassigned = NULL;
	answer->standing = NULL;
	answer->bad = NULL;
	answer->failed = NULL;
	answer->undefined = NULL;
}
