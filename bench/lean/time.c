// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * time [--check]: the time of each operation beside that of C11 or Rust, made as strong. The ratios
 * are those of loops that ran one after the other: bench/method.c. --check: exit status 1 if one is
 * above its limit, three times.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "../bench.h"
#include "subjects.h"

/* The ratio that a check allows: docs/lean.md explains the special ones. */
static double limit(size_t op)
{
	switch (op) {
	case LEAN_fetch_add_unused:	/* a compiler knows that, lkmm cannot */
	case LEAN_fetch_or_unused:
		return 2;
	case LEAN_store_mb:		/* C11's fence is faster in a loop, and several times slower
					 * before a return */
		return 1.25;
	default:
		return 1.03;
	}
}

/*
 * How long lkmm's loop takes, and its ratio to the other, which comes right after it in
 * lean_variants.
 */
static struct bench_result compare(const struct lean_variant *pair, size_t op, double seconds)
{
	struct bench_limits limits = { .spread = 0.005, .seconds = seconds };
	bench_loop *loops[] = { pair[1].loops[op], pair[0].loops[op] };
	struct bench_result results[2];

	bench_measure(loops, 2, &limits, results);
	results[1].ns *= BENCH_UNROLL;	/* one operation a round */
	return results[1];
}

/* Returns whether the limit was missed. */
static bool show(const struct lean_variant *pair, size_t op)
{
	struct bench_result r = compare(pair, op, 0.3);

	/*
	 * Other programs can spoil a measurement; a mistake in the code is permanent.
	 */
	for (int again = 0; again < 2 && r.ratio > limit(op); again++)
		r = compare(pair, op, 1);
	printf("  %7.2f ns %5.2f", r.ns, r.ratio);
	return r.ratio > limit(op);
}

int main(int argc, char **argv)
{
	bool check = argc == 2 && !strcmp(argv[1], "--check");
	int missed = 0;

	if (argc > 1 && !check) {
		fputs("usage: time [--check]\n", stderr);
		return 2;
	}
	bench_pin();
	printf("ns per operation in a loop of nothing else; ratio to what the language has, made "
	       "as strong\n\n%-18s", "");
	for (size_t i = 0; lean_variants[i].id; i += 2)
		printf("%10s/%-6s", lean_variants[i].id, lean_variants[i + 1].id);
	putchar('\n');
	for (size_t op = LEAN_empty + 1; op < LEAN_OPERATION_COUNT; op++) {
		printf("%-18s", lean_names[op]);
		for (size_t i = 0; lean_variants[i].id; i += 2)
			missed += show(&lean_variants[i], op);
		putchar('\n');
		fflush(stdout);
	}
	if (check && missed)
		fprintf(stderr, "%d ratios are above their limits\n", missed);
	return check && missed;
}
