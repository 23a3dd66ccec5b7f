// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * demand FILE...
 *
 * Decides litmus tests with one path for each thread, with paths on demand, and with paths on
 * demand where the search asks at each step whether the model allows it; with paths that are split
 * at each computed address, and only those that are needed (few.c); and in three shares, whose
 * answers are merged. The answers must be the same. TAP.
 */
#include "front/test.h"
#include "tests/model/read.h"
#include "tests/tap.h"

#include <lkmm/check/check.h>
#include <string.h>

static bool same_state_sets(const struct lkmm_test *t, const struct lkmm_answer *a,
			    const struct lkmm_answer *b)
{
	size_t width = (size_t)t->nobserved;

	for (size_t i = 0; i < a->nstates; i++) {
		size_t k = 0;

		while (k < b->nstates && memcmp(a->state + i * width, b->state + k * width,
						width * sizeof(*a->state)))
			k++;
		if (k == b->nstates)
			return false;
	}
	return a->nstates == b->nstates;
}

/* In any order: shares do not have it. None is there twice. */
static bool same_accesses(const struct lkmm_bad_access *a, int na, const struct lkmm_bad_access *b,
			  int nb)
{
	for (int i = 0; i < na && na == nb; i++) {
		int k = 0;

		while (k < nb && (a[i].thread != b[k].thread || a[i].access != b[k].access))
			k++;
		if (k == nb)
			return false;
	}
	return na == nb;
}

/* What blocks is counted up to an amount of work, which the searches do not share; and by paths, of
 * which there may be @fewer. */
static bool same_blocked(const struct lkmm_answer *a, const struct lkmm_answer *b, bool fewer)
{
	if (fewer)
		return a->blocks_cut || b->blocks_cut || !a->blocks == !b->blocks;
	return a->blocks_cut || b->blocks_cut ||
	       (a->ends == b->ends && a->blocks == b->blocks &&
		(a->nstanding > 0) == (b->nstanding > 0));
}

static bool same_answer(const struct lkmm_test *t, const struct lkmm_answer *a,
			const struct lkmm_answer *b, bool fewer)
{
	return a->observation == b->observation && a->positive == b->positive &&
	       a->negative == b->negative && a->flags == b->flags &&
	       a->unroll_reached == b->unroll_reached && a->undecided == b->undecided &&
	       a->ncut == b->ncut &&
	       a->nmisuses == b->nmisuses &&
	       same_accesses(a->bad, a->nbad, b->bad, b->nbad) &&
	       same_accesses(a->failed, a->nfailed, b->failed, b->nfailed) &&
	       same_accesses(a->undefined, a->nundefined, b->undefined, b->nundefined) &&
	       same_blocked(a, b, fewer) && same_state_sets(t, a, b);
}

static void show_nothing(void *arg, const struct lkmm_execution *x)
{
	(void)arg;
	(void)x;
}

/* Times that a search asks whether it is to go on; then it has taken too long. */
enum { MOST_POLLS = 100 };

static bool takes_long(void *arg)
{
	int *polls = arg;

	return ++*polls > MOST_POLLS;
}

enum result { SAME, DIFFERENT, TOO_LARGE };

enum { SHARES = 3 };

/* What lkmm_check() answers, from shares. */
static enum lkmm_status check_shares(const struct lkmm_test *t, struct lkmm_options o,
				     struct lkmm_answer *answer)
{
	enum lkmm_status status;

	o.shares = SHARES;
	status = lkmm_check(t, &lkmm_kernel_model, &o, answer);
	for (o.share = 1; o.share < SHARES && status == LKMM_OK; o.share++) {
		struct lkmm_answer more;

		*(int *)o.stop_arg = 0;
		status = lkmm_check(t, &lkmm_kernel_model, &o, &more);
		if (status == LKMM_OK && !lkmm_answer_merge(t, answer, &more))
			status = LKMM_NO_MEMORY;
		lkmm_answer_free(&more);
	}
	return status;
}

/* Whether both searches give one answer to the question @o. Of paths that are split there may be
 * less, so that none of them assigns a register. */
static enum result compare(const struct lkmm_test *t, struct lkmm_options o,
			   enum lkmm_search search, bool split, bool shares)
{
	enum lkmm_status of_paths, status;
	struct lkmm_answer a, b;
	enum result result;
	int polls = 0;

	o.stop = takes_long;
	o.stop_arg = &polls;
	of_paths = lkmm_check(t, &lkmm_kernel_model, &o, &a);
	o.search = search;
	o.split = split;
	polls = 0;
	status = shares ? check_shares(t, o, &b) : lkmm_check(t, &lkmm_kernel_model, &o, &b);
	if (of_paths == LKMM_STOPPED || status == LKMM_STOPPED ||
	    of_paths == LKMM_TWO_SIZES || status == LKMM_TWO_SIZES)
		result = TOO_LARGE;
	else
		result = status == of_paths &&
			 (status != LKMM_OK ||
			  (same_answer(t, &a, &b, split) &&
			   (shares || split ||
			    (a.nunassigned == b.nunassigned && a.limit == b.limit)))) ?
			 SAME : DIFFERENT;
	if (result == DIFFERENT)
		printf("# %s: status %d, verdict %d, flags %#x, %zu + %zu states, %zu end, "
		       "%zu block; %s %d, %d, %#x, %zu + %zu, %zu, %zu\n",
		       o.states ? "states" : "verdict", (int)of_paths, (int)a.observation,
		       a.flags, a.positive, a.negative, a.ends, a.blocks,
		       shares ? "in shares" : split ? "split" : "on demand", (int)status,
		       (int)b.observation, b.flags, b.positive,
		       b.negative, b.ends, b.blocks);
	lkmm_answer_free(&a);
	lkmm_answer_free(&b);
	return result;
}

/* Both with the verdict, with all states, and with what is shown. */
static enum result compare_all(const struct lkmm_test *t)
{
	const struct {
		struct lkmm_options options;
		enum lkmm_search search;
		bool split, shares;
	} all[] = {
		{ { .states = false }, LKMM_SEARCH_DEMAND, false, false },
		{ { .states = true }, LKMM_SEARCH_DEMAND, false, false },
		{ { .show = show_nothing }, LKMM_SEARCH_DEMAND, false, false },
		{ { .states = false }, LKMM_SEARCH_EAGER, false, false },
		{ { .states = true }, LKMM_SEARCH_EAGER, false, false },
		{ { .states = false }, LKMM_SEARCH_DEMAND, true, false },
		{ { .states = true }, LKMM_SEARCH_PATHS, true, false },
		{ { .states = false }, LKMM_SEARCH_PATHS, false, true },
		{ { .states = true }, LKMM_SEARCH_DEMAND, false, true },
		{ { .show = show_nothing }, LKMM_SEARCH_EAGER, false, true },
	};
	enum result worst = SAME;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]) && worst != DIFFERENT; i++) {
		enum result r = compare(t, all[i].options, all[i].search, all[i].split,
					all[i].shares);

		worst = r == SAME ? worst : r;
	}
	return worst;
}

static void compare_file(const char *file)
{
	static struct litmus_test l;
	bool read = read_litmus(file, &l);
	enum result result = read ? compare_all(&l.program) : DIFFERENT;

	if (!read)
		printf("# %s\n", l.error[0].text);
	if (result == TOO_LARGE)
		tap_skip(file, "too large to try all paths, or refused");
	else
		tap(result == SAME, "%s", file);
	lkmm_arena_free(l.arena);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		compare_file(argv[i]);
	return tap_end();
}
