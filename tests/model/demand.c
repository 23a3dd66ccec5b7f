// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * demand FILE...
 *
 * Decides litmus tests with one path for each thread, with paths on demand, and with paths on
 * demand where the search asks at each step whether the model allows it. The answers must be the
 * same. TAP.
 */
#include "front/test.h"
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

static bool same_accesses(const struct lkmm_bad_access *a, int na, const struct lkmm_bad_access *b,
			  int nb)
{
	for (int i = 0; i < na && na == nb; i++)
		if (a[i].thread != b[i].thread || a[i].access != b[i].access)
			return false;
	return na == nb;
}

/* What blocks is counted up to an amount of work, which the searches do not share. */
static bool same_blocked(const struct lkmm_answer *a, const struct lkmm_answer *b)
{
	return a->blocks_cut || b->blocks_cut ||
	       (a->ends == b->ends && a->blocks == b->blocks &&
		(a->nstanding > 0) == (b->nstanding > 0));
}

static bool same_answer(const struct lkmm_test *t, const struct lkmm_answer *a,
			const struct lkmm_answer *b)
{
	return a->observation == b->observation && a->positive == b->positive &&
	       a->negative == b->negative && a->flags == b->flags &&
	       a->unroll_reached == b->unroll_reached && a->undecided == b->undecided &&
	       a->ncut == b->ncut && a->nunassigned == b->nunassigned &&
	       a->nmisuses == b->nmisuses && a->limit == b->limit &&
	       same_accesses(a->bad, a->nbad, b->bad, b->nbad) &&
	       same_accesses(a->failed, a->nfailed, b->failed, b->nfailed) &&
	       same_blocked(a, b) && same_state_sets(t, a, b);
}

static void show_nothing(void *arg, const struct lkmm_execution *x)
{
	(void)arg;
	(void)x;
}

/* Whether both searches give one answer to the question @o. */
static bool agrees(const struct lkmm_test *t, struct lkmm_options o, enum lkmm_search search)
{
	struct lkmm_answer a, b;
	enum lkmm_status status;
	bool same;

	status = lkmm_check(t, &lkmm_kernel_model, &o, &a);
	o.search = search;
	same = lkmm_check(t, &lkmm_kernel_model, &o, &b) == status &&
	       (status != LKMM_OK || same_answer(t, &a, &b));
	if (!same)
		printf("# %s: verdict %d, flags %#x, %zu + %zu states, %zu end, %zu block; "
		       "on demand %d, %#x, %zu + %zu, %zu, %zu\n",
		       o.states ? "states" : "verdict", (int)a.observation, a.flags, a.positive,
		       a.negative, a.ends, a.blocks, (int)b.observation, b.flags, b.positive,
		       b.negative, b.ends, b.blocks);
	lkmm_answer_free(&a);
	lkmm_answer_free(&b);
	return same;
}

static bool read_litmus(const char *file, struct litmus_test *l)
{
	static char text[1 << 20];
	FILE *in = fopen(file, "r");
	size_t n = in ? fread(text, 1, sizeof(text), in) : 0;

	if (in)
		fclose(in);
	return litmus_parse(l, text, n);
}

static void compare_file(const char *file)
{
	static struct litmus_test l;
	bool same = read_litmus(file, &l);

	if (!same)
		printf("# %s\n", l.error[0].text);
	for (int s = LKMM_SEARCH_DEMAND; same && s <= LKMM_SEARCH_EAGER; s++) {
		enum lkmm_search search = (enum lkmm_search)s;

		same &= agrees(&l.program, (struct lkmm_options){ .states = false }, search);
		same &= agrees(&l.program, (struct lkmm_options){ .states = true }, search);
	}
	same = same && agrees(&l.program, (struct lkmm_options){ .show = show_nothing },
			      LKMM_SEARCH_DEMAND);
	tap(same, "%s", file);
	lkmm_arena_free(l.arena);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		compare_file(argv[i]);
	return tap_end();
}
