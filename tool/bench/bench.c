// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm bench: the cost of the operations on this machine, by variant, compared with other
 * libraries.
 */
#include "bench.h"
#include "base/clock.h"
#include "base/exit.h"
#include "base/machine.h"
#include "base/progress.h"
#include "base/scratch.h"
#include "tool/commands.h"

#include <lkmm/check/program.h>

#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const char *const bench_setting_name[BENCH_SETTINGS + 1] = { "latency", "throughput", "contended" };

const char *const bench_setting_about[BENCH_SETTINGS + 1] = {
	[BENCH_LATENCY] = "Each operation on the same object; if it returns something, at an "
			  "address made of that.",
	[BENCH_THROUGHPUT] = "Each operation on another object; nothing depends on the "
			     "last one.",
	[BENCH_CONTENDED] = "All threads on the same object, all the time.",
};

/* ---- the measured operations ---- */

/*
 * Without a filter each operation is measured once: if there is a choice, on an object of 32 bits.
 */
static bool is_usual(const struct bench_op *op)
{
	static const char *const other[] = { "atomic64_*", "atomic_long_*", "*_u8", "*_u16",
					     "*_u64" };

	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
		if (!fnmatch(other[i], op->operation, 0))
			return false;
	return strcmp(op->family, "object") || fnmatch("*_ptr", op->operation, 0);
}

static bool add_row(struct bench *b, const struct bench_op *op)
{
	struct bench_row *row = &b->row[b->nrows];

	row->op = op;
	row->contended = calloc(BENCH_MAX_COUNTS, sizeof(*row->contended));
	if (row->contended)
		b->nrows++;
	return row->contended;
}

static bool choose_operations(struct bench *b)
{
	bool *chosen = calloc(bench_nops, sizeof(*chosen)), memory;

	b->row = calloc(bench_nops, sizeof(*b->row));
	memory = chosen && b->row;
	if (memory && b->filter && !bench_filter(b->filter, chosen)) {
		free(chosen);
		return false;
	}
	for (size_t i = 0; memory && i < bench_nops; i++)
		if (b->filter ? chosen[i] : is_usual(&bench_ops[i]))
			memory = add_row(b, &bench_ops[i]);
	free(chosen);
	if (!memory)
		fputs("lkmm bench: out of memory\n", stderr);
	return memory;
}

/* 2, 4, 8 and so on threads, and as many as there are CPUs. */
static void choose_threads(struct bench *b)
{
	int cpus = CPU_COUNT(&b->cpus);

	if (b->ncounts)
		return;
	for (int n = 2; n < cpus && b->ncounts < BENCH_MAX_COUNTS - 1; n *= 2)
		b->threads[b->ncounts++] = n;
	if (cpus > 1)
		b->threads[b->ncounts++] = cpus;
}

/*
 * Reports at once a requested setting that cannot be measured, in the format of the figures.
 */
static void find_limits(struct bench *b)
{
	if (!b->setting[BENCH_CONTENDED] || b->ncounts)
		return;
	b->note = "this process may use one CPU only: nothing contends, the setting contended is "
		  "not measured.";
	fprintf(stderr, "lkmm bench: %s\n", b->note);
}

static bool has_setting(const struct bench *b)
{
	return b->setting[BENCH_LATENCY] || b->setting[BENCH_THROUGHPUT] || b->ncounts;
}

/* Threads that share a CPU do not contend. */
static bool check_threads(const struct bench *b)
{
	for (int i = 0; i < b->ncounts; i++) {
		if (b->threads[i] <= CPU_COUNT(&b->cpus))
			continue;
		fprintf(stderr, "lkmm bench: %d threads cannot contend on %d CPU%s\n",
			b->threads[i], CPU_COUNT(&b->cpus), CPU_COUNT(&b->cpus) == 1 ? "" : "s");
		return false;
	}
	return true;
}

/* ---- where ---- */

static bool find_parts(struct bench *b)
{
	char *slash;

	if (!parts_need(&b->parts, "lkmm bench"))
		return false;
	strcpy(b->lib, b->parts.library);
	slash = strrchr(b->lib, '/');
	if (slash)
		*slash = '\0';
	if (b->parts.bench[0])
		return true;
	fputs("lkmm bench: its sources are not installed with this command: build or install all "
	      "of lkmm\n", stderr);
	return false;
}

/* The compilers get the full name of the directory. */
static bool open_directory(struct bench *b)
{
	char whole[PATH_MAX];

	if (!scratch_open(b->dir, b->keep, "bench"))
		return false;
	if (realpath(b->dir, whole) && strlen(whole) < sizeof(b->dir))
		strcpy(b->dir, whole);
	strcat(whole, "/ops.rs");
	return !setenv("LKMM_BENCH_OPS", whole, 1);
}

/* ---- measuring ---- */

bool bench_is_barrier(const struct bench_op *op)
{
	for (int i = 0; i < lkmm_nr_barriers; i++)
		if (!strcmp(lkmm_barriers[i].name, op->name))
			return true;
	return false;
}

static int count_settings(const struct bench *b)
{
	int n = b->setting[BENCH_CONTENDED] ? b->ncounts : 0;

	for (int s = 0; s < BENCH_SETTINGS; s++)
		n += b->setting[s];
	return n;
}

void bench_fill(void *memory, const void *arg)
{
	const struct bench_op *op = arg;
	int32_t narrow = (int32_t)op->start;
	int64_t wide = op->start;

	memset(memory, 0, BENCH_UNROLL * BENCH_STRIDE);
	for (char *at = memory; at < (char *)memory + BENCH_UNROLL * BENCH_STRIDE;
	     at += BENCH_STRIDE) {
		if (op->width == sizeof(narrow))
			memcpy(at, &narrow, sizeof(narrow));
		else if (op->width == sizeof(wide))
			memcpy(at, &wide, sizeof(wide));
	}
}

/* All variants in one setting, in one thread. */
static void measure_alone(const struct bench *b, struct bench_row *row, enum bench_setting setting,
			  double seconds)
{
	struct bench_limits limits = { .seconds = seconds, .rounds = 31, .fill = bench_fill,
				       .arg = row->op };
	struct bench_result result[BENCH_VARIANTS];
	bench_loop *loop[BENCH_VARIANTS];
	int variant[BENCH_VARIANTS];
	size_t count = 0, rounds;

	for (int v = 0; v < BENCH_VARIANTS; v++) {
		if (!bench_has(b, v) || !row->loop[v][setting])
			continue;
		variant[count] = v;
		loop[count++] = row->loop[v][setting];
	}
	rounds = bench_measure(loop, count, &limits, result);
	for (size_t i = 0; i < count; i++)
		row->cell[variant[i]][setting] = (struct bench_cell){
			.valid = true, .ns = result[i].ns, .ratio = result[i].ratio,
			.spread = result[i].spread,
			.rounds = rounds,
		};
}

static void measure_row(const struct bench *b, struct bench_row *row, double seconds)
{
	for (int s = 0; s < BENCH_SETTINGS; s++)
		if (b->setting[s] && !(s == BENCH_LATENCY && bench_is_barrier(row->op)))
			measure_alone(b, row, (enum bench_setting)s, seconds);
	for (int i = 0; i < b->ncounts; i++)
		if (b->setting[BENCH_CONTENDED] && !bench_is_barrier(row->op))
			bench_contend(b, row, i, seconds);
}

static void measure_all(struct bench *b)
{
	double begin = clock_now(), end = begin + b->seconds;

	for (size_t i = 0; i < b->nrows && !interrupted(); i++) {
		double left = end - clock_now();

		progress_show(b->begin, "measures operation", (int)i + 1, (int)b->nrows);
		measure_row(b, &b->row[i], left / (double)(b->nrows - i) / count_settings(b));
	}
	progress_clear();
	b->measured = clock_now() - begin;
	if (interrupted())
		fputs("lkmm bench: interrupted: the results are incomplete\n", stderr);
}

static void describe(struct bench *b)
{
	time_t now = time(NULL);
	struct tm tm;

	machine_name(b->machine, sizeof(b->machine));
	if (gmtime_r(&now, &tm))
		strftime(b->date, sizeof(b->date), "%Y-%m-%d %H:%M UTC", &tm);
	if (getloadavg(&b->load, 1) < 1)
		b->load = -1;
}

/* ---- reporting ---- */

bool bench_put(const char *file, struct text *text)
{
	const char *error = text_write(text, file);

	if (error)
		fprintf(stderr, "%s:1:1: error: %s\n", file ? file : "standard output", error);
	text_free(text);
	return !error;
}

static bool report(const struct bench *b)
{
	struct text text = { 0 };
	bool ok = true;

	if (b->json)
		bench_json(b, &text);
	else
		bench_table(b, &text);
	ok &= bench_put(NULL, &text);
	if (b->html) {
		bench_html(b, &text);
		ok &= bench_put(b->html, &text);
	}
	return ok;
}

/*
 * Nothing that was requested can be measured, so nothing is compiled. The line with the note is for
 * programs.
 */
static void report_nothing(struct bench *b)
{
	struct text text = { 0 };

	for (int v = 0; v < BENCH_VARIANTS; v++)
		bench_leave_out(b, v, "nothing is measured");
	describe(b);
	if (b->json)
		bench_json(b, &text);
	bench_put(NULL, &text);
}

static void measure_and_report(struct bench *b, int *status)
{
	interrupt_catch();
	if (!open_directory(b) || !bench_build(b) || !bench_load(b))
		return;
	bench_verify(b);
	describe(b);
	b->cpu = bench_pin();
	measure_all(b);
	/* Before printing: the reader of the output may exit, which ends us. */
	bench_unload(b);
	scratch_remove(b->dir, b->keep);
	*status = report(b) && !interrupted() ? EXIT_WELL : EXIT_BAD;
}

/* ---- the command ---- */

static void free_all(struct bench *b)
{
	for (size_t i = 0; i < b->nrows; i++)
		free(b->row[i].contended);
	free(b->row);
}

int bench_main(int argc, char **argv)
{
	struct bench b = { .seconds = 60, .setting = { true, true, true }, .begin = clock_now() };
	int first, status;

	if (!options_parse(&bench_options, &b, argc, argv, &first, &status))
		return status;
	if (b.compare && argc - first == 2)
		return bench_compare(argv[first], argv[first + 1], b.json);
	if (b.compare || first < argc) {
		if (b.compare)
			fputs("lkmm bench: --compare needs two files\n", stderr);
		else
			fprintf(stderr, "lkmm bench: unexpected argument '%s'\n", argv[first]);
		return options_misused(&bench_options);
	}
	if (sched_getaffinity(0, sizeof(b.cpus), &b.cpus))
		CPU_ZERO(&b.cpus);
	choose_threads(&b);
	if (check_threads(&b) && choose_operations(&b)) {
		find_limits(&b);
		if (!has_setting(&b))
			report_nothing(&b);
		else if (find_parts(&b))
			measure_and_report(&b, &status);
	}
	progress_clear();
	bench_unload(&b);
	scratch_remove(b.dir, b.keep);
	free_all(&b);
	return status;
}
