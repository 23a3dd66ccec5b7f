// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Measures everything, and shows it. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	NAME_WIDTH = 17,
	NS_WIDTH = 6,		/* "  1.23" */
	RATIO_WIDTH = 11,	/* "  1.23 4.5x" */
};

static size_t count_variants(void)
{
	size_t n = 0;

	while (bench_variants[n].id)
		n++;
	return n;
}

struct bench_report bench_run(const struct bench_limits *limits)
{
	size_t n = count_variants();
	struct bench_report report = { .variants = n, .results = calloc(n, sizeof(*report.results)) };
	struct bench_result *results = calloc(n, sizeof(*results));
	bench_loop **loops = calloc(n, sizeof(*loops));

	if (!report.results || !results || !loops) {
		perror("bench");
		exit(2);
	}
	for (size_t op = 0; op < BENCH_OPERATION_COUNT; op++) {
		for (size_t i = 0; i < n; i++)
			loops[i] = bench_variants[i].loops[op];
		report.rounds[op] = bench_measure(loops, n, limits, results);
		for (size_t i = 0; i < n; i++)
			report.results[i][op] = results[i];
	}
	free(loops);
	free(results);
	return report;
}

const struct bench_result *bench_find(const struct bench_report *report, const char *id, size_t op)
{
	for (size_t i = 0; i < report->variants; i++)
		if (!strcmp(bench_variants[i].id, id))
			return &report->results[i][op];
	return NULL;
}

void bench_free(struct bench_report *report)
{
	free(report->results);
	report->results = NULL;
}

/* Three digits, in four columns. */
static void print_ns(double ns)
{
	printf("  %4.*f", ns < 9.995 ? 2 : ns < 99.95 ? 1 : 0, ns);
}

static void print_ratio(double ratio)
{
	printf(" %3.*fx", ratio < 9.95 ? 1 : 0, ratio);
}

/* Two lines: "C" above "inline". */
static void print_names(size_t variants)
{
	for (int line = 0; line < 2; line++) {
		int at = 0;

		for (size_t i = 0; i < variants; i++) {
			const char *name = bench_variants[i].name, *space = strchr(name, ' ');
			int column = i ? NAME_WIDTH + NS_WIDTH + RATIO_WIDTH * ((int)i - 1) + 2 : NAME_WIDTH;
			int first = space ? (int)(space - name) : (int)strlen(name);

			if (line == 0)
				at += printf("%*s%.*s", column - at, "", first, name);
			else if (space)
				at += printf("%*s%s", column - at, "", space + 1);
		}
		putchar('\n');
	}
}

/* For which operations a call of liblkmm.a costs more than a tenth of the operation. */
static void print_finding(const struct bench_report *report)
{
	const char *separator = "A call of liblkmm.a costs more than 10 % for:\n  ";
	size_t found = 0;

	for (size_t op = 0; op < BENCH_OPERATION_COUNT; op++) {
		const struct bench_result *r = bench_find(report, "c_static", op);

		if (!r || r->ratio <= 1.1)
			continue;
		printf("%s%s", separator, bench_operation_names[op]);
		separator = ", ";
		found++;
	}
	puts(found ? "." : "A call of liblkmm.a costs at most 10 % for each of them.");
}

void bench_print_table(const struct bench_report *report)
{
	print_names(report->variants);
	for (size_t op = 0; op < BENCH_OPERATION_COUNT; op++) {
		printf("%-*s", NAME_WIDTH, bench_operation_names[op]);
		for (size_t i = 0; i < report->variants; i++) {
			print_ns(report->results[i][op].ns);
			if (i)
				print_ratio(report->results[i][op].ratio);
		}
		putchar('\n');
	}
	printf("\nstatic, shared, PLT: calls of liblkmm.a, of liblkmm.so with -fno-plt, and through the PLT.\n"
	       "apart: with %d other instructions before the next operation, not in a loop of nothing else.\n", BENCH_APART);
	print_finding(report);
}

void bench_print_json(const struct bench_report *report)
{
	for (size_t op = 0; op < BENCH_OPERATION_COUNT; op++) {
		for (size_t i = 0; i < report->variants; i++) {
			const struct bench_result *r = &report->results[i][op];

			printf("{\"operation\": \"%s\", \"variant\": \"%s\", \"ns\": %.4f, \"ratio\": %.4f, "
			       "\"spread\": %.4f, \"rounds\": %zu}\n",
			       bench_operation_names[op], bench_variants[i].id, r->ns, r->ratio, r->spread,
			       report->rounds[op]);
		}
	}
}
