// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * mutants N FILE...
 *
 * Decides litmus tests by brute force, with clause N of model/lkmm/lkmm.c and model/lkmm/flags.c
 * broken; see mutate.py. Stops at the first test whose verdict or flags are not those written in
 * it, and exits with 1. A test that names no flags must raise none, but for DATARACE.
 */
#include "model/engine/engine.c"
#include "brute.c"

enum { LIMIT = 200000 };

extern int mutant;			/* of broken.c */

static unsigned int expected_flags(const struct litmus_test *l)
{
	return l->expected.flags | (l->expected.race ? 1U << LKMM_DATA_RACE : 0);
}

static bool as_expected(const char *file, const struct litmus_test *l)
{
	static const char *const name[] = { "Never", "Sometimes", "Always" };
	struct naive v = { .limit = LIMIT };
	bool ok = true;

	/* It passes over loops that lkmm_check() follows further. */
	if (brute_force(&l->program, &v) &&
	    (!l->expected.result || strcmp(l->expected.result, name[naive_observation(&v)]) ||
		   v.flags != expected_flags(l))) {
		printf("%s: %s, flags %#x\n", file, name[naive_observation(&v)], v.flags);
		ok = false;
	}
	naive_free(&v);
	return ok;
}

int main(int argc, char **argv)
{
	static struct litmus_test l;
	bool ok = true;

	if (argc > 1)
		mutant = atoi(argv[1]);
	for (int i = 2; i < argc && ok; i++) {
		ok = read_litmus(argv[i], &l);
		if (!ok)
			printf("%s: error: %s\n", argv[i], l.error[0].text);
		ok = ok && as_expected(argv[i], &l);
		lkmm_arena_free(l.arena);
	}
	return ok ? 0 : 1;
}
