// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * domains FILE...
 *
 * Final states of litmus tests show only values that lkmm_domain() has: of all registers and
 * locations. The states are those that the search finds. TAP.
 */
#include "front/test.h"
#include "tests/model/read.h"
#include "tests/tap.h"

#include <lkmm/check/check.h>
#include <inttypes.h>

enum { MOST_POLLS = 40, MOST_OBSERVED = 60, FEW_TESTS = 20 };

static int values_known, values_seen;

static bool takes_long(void *arg)
{
	int *polls = arg;

	return ++*polls > MOST_POLLS;
}

/* Makes final states show all registers and locations, as far as there is room. */
static void observe_all(struct litmus_test *l, struct lkmm_atom *all)
{
	struct lkmm_test *t = &l->program;
	int n = 0;

	for (int i = 0; i < t->nthreads; i++)
		for (int k = 0; k < t->thread[i].nregs && n < MOST_OBSERVED; k++)
			all[n++] = (struct lkmm_atom){ .kind = LKMM_FINAL_REGISTER,
						       .reg = { i, k } };
	for (int i = 0; i < t->nlocs && n < MOST_OBSERVED; i++)
		all[n++] = (struct lkmm_atom){ .kind = LKMM_FINAL_LOCATION, .loc = i };
	t->observed = all;
	t->nobserved = n;
	t->cond = t->filter = NULL;
	t->quantifier = LKMM_EXISTS;
}

static bool has(const struct lkmm_domain *d, int64_t v)
{
	for (int i = 0; i < d->n; i++)
		if (d->value[i] == v)
			return true;
	return d->others;
}

static bool check_states(const struct lkmm_test *t, const struct lkmm_domains *all,
			 const struct lkmm_answer *a)
{
	bool good = true;

	for (int i = 0; i < t->nobserved; i++) {
		struct lkmm_domain d = lkmm_domain(all, &t->observed[i]);

		values_known += !d.others;
		values_seen++;
		for (size_t k = 0; k < a->nstates && good; k++) {
			int64_t v = a->state[k * (size_t)t->nobserved + (size_t)i];

			good = has(&d, v);
			if (!good)
				printf("# value %d is %" PRId64 " in a state\n", i, v);
		}
	}
	return good;
}

static void check_file(const char *file)
{
	static struct litmus_test l;
	static struct lkmm_atom all[MOST_OBSERVED];
	int polls = 0;
	struct lkmm_options o = { .states = true, .stop = takes_long, .stop_arg = &polls };
	struct lkmm_answer a = { .nstates = 0 };
	enum lkmm_status status = LKMM_STOPPED;
	struct lkmm_domains *domains = NULL;

	if (read_litmus(file, &l)) {
		observe_all(&l, all);
		domains = lkmm_find_domains(l.arena, &l.program);
		status = lkmm_check(&l.program, &lkmm_kernel_model, &o, &a);
	}
	if (status == LKMM_OK)
		tap(domains && check_states(&l.program, domains, &a), "%s", file);
	else
		tap_skip(file, "too large, or refused");
	lkmm_answer_free(&a);
	lkmm_arena_free(l.arena);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		check_file(argv[i]);
	if (argc > FEW_TESTS)
		tap(2 * values_known > values_seen, "most values are known: %d of %d",
		    values_known, values_seen);
	return tap_end();
}
