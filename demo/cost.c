// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What the operations cost here: bench/, in short. */
#include "demo.h"
#include "bench.h"

#include <stdio.h>

bool demo_cost(void)
{
	struct bench_limits limits = { .spread = 0.02, .seconds = 0.3 };
	struct bench_report report;

	puts("What an operation costs on this machine: ns, one thread; ratio to C inline\n");
	fflush(stdout);
	bench_pin();
	report = bench_run(&limits);
	bench_print_table(&report);
	bench_free(&report);
	return true;
}
