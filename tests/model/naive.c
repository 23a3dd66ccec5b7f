// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * naive [--limit N] FILE...
 *
 * Decides litmus tests a second time by brute force: final states, verdicts and flags must be those
 * of lkmm_check(). Tests with more than N executions to try are passed over. TAP.
 */
#include "model/engine/engine.c"
#include "brute.c"
#include "tests/tap.h"

static bool same_states(const struct naive *v, const struct lkmm_answer *a)
{
	if (v->found.nstates != a->nstates)
		return false;
	for (size_t i = 0; i < a->nstates; i++)
		if (!lkmm_has_state(&v->found, a->state + i * (size_t)v->found.test->nobserved))
			return false;
	return true;
}

enum result { SAME, DIFFERENT, PASSED_OVER };

static enum result compare_answers(const char *file, const struct lkmm_test *t, double limit)
{
	struct lkmm_options states = { .states = true }, verdict = { 0 };
	struct naive v = { .limit = limit };
	struct lkmm_answer a, b;
	enum result result = PASSED_OVER;

	if (!brute_force(t, &v))
		goto out;
	lkmm_check(t, &lkmm_kernel_model, &states, &a);
	lkmm_check(t, &lkmm_kernel_model, &verdict, &b);
	result = DIFFERENT;
	if (tap(same_states(&v, &a) && v.flags == a.flags && b.flags == a.flags &&
		v.unmatched == (a.flags >> LKMM_UNMATCHED_UNLOCK & 1) &&
		naive_observation(&v) == a.observation && a.observation == b.observation,
		"%s", file))
		result = SAME;
	else
		printf("# brute force finds %zu states, flags %#x; lkmm_check() %zu, %#x; "
		       "verdicts %d, %d and %d\n",
		       v.found.nstates, v.flags, a.nstates, a.flags,
		       (int)naive_observation(&v), (int)a.observation, (int)b.observation);
	lkmm_answer_free(&a);
	lkmm_answer_free(&b);
out:
	naive_free(&v);
	return result;
}

static enum result compare_file(const char *file, double limit)
{
	static struct litmus_test l;
	enum result result = PASSED_OVER;

	if (read_litmus(file, &l))
		result = compare_answers(file, &l.program, limit);
	if (result == PASSED_OVER)
		printf("# passed over: %s\n", file);
	lkmm_arena_free(l.arena);
	return result;
}

int main(int argc, char **argv)
{
	int count[3] = { 0 }, first = 1;
	double limit = 100000;

	if (argc > 2 && !strcmp(argv[1], "--limit")) {
		limit = strtod(argv[2], NULL);
		first = 3;
	}
	for (int i = first; i < argc; i++)
		count[compare_file(argv[i], limit)]++;
	printf("# %d the same, %d different, %d passed over\n", count[SAME], count[DIFFERENT],
	       count[PASSED_OVER]);
	return tap_end();
}
