// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "bench.h"
#include "tool/commands.h"

#include <stdlib.h>
#include <string.h>

static bool set_settings(void *into, const char *value)
{
	struct bench *b = into;

	memset(b->setting, 0, sizeof(b->setting));
	for (;;) {
		size_t n = strcspn(value, ",");

		for (int s = 0; s <= BENCH_CONTENDED; s++)
			if (strlen(bench_setting_name[s]) == n &&
			    !strncmp(value, bench_setting_name[s], n))
				b->setting[s] = true;
		if (!value[n])
			return true;
		value += n + 1;
	}
}

static bool set_threads(void *into, const char *value)
{
	struct bench *b = into;
	char *end;

	for (b->ncounts = 0; b->ncounts < BENCH_MAX_COUNTS; value = end + 1) {
		long n = strtol(value, &end, 10);

		if (end == value || n < 2 || n > 1024)
			return false;
		b->threads[b->ncounts++] = (int)n;
		if (*end != ',')
			return !*end;
	}
	return false;
}

static bool set_quick(void *into, const char *value)
{
	struct bench *b = into;

	(void)value;
	b->seconds = 0;
	return true;
}

static const struct opt options[] = {
	{ "filter", .kind = OPT_TEXT, .value = "PATTERN,...", .at = offsetof(struct bench, filter),
	  .expects = "names or patterns of operations, with commas between them",
	  .help = "measure the operations of these names, parts of names, families or patterns" },
	{ "setting", .kind = OPT_WORDS, .value = "SETTING,...", .set = set_settings,
	  .words = OPT_LIST("latency", "throughput", "contended"), .normal = "all",
	  .help = "measure only in these settings" },
	{ "threads", .kind = OPT_TEXT, .value = "N,...", .set = set_threads,
	  .expects = "numbers from 2 to 1024, with commas between them",
	  .normal = "2, 4, 8 and so on", .help = "the numbers of threads that contend" },
	{ "seconds", .kind = OPT_NUMBER, .value = "S", .most = 1e6, .normal = "60",
	  .at = offsetof(struct bench, seconds), .help = "the time to measure" },
	{ "quick", .set = set_quick, .help = "measure only a few rounds" },
	{ "json", .at = offsetof(struct bench, json),
	  .help = "print a JSON object for each result" },
	{ "html", .kind = OPT_FILE, .value = "FILE", .at = offsetof(struct bench, html),
	  .help = "also write a page with charts and tables" },
	{ "compare", .at = offsetof(struct bench, compare),
	  .help = "measure nothing: compare two files of --json" },
	{ "keep", .kind = OPT_DIRECTORY, .value = "DIR", .at = offsetof(struct bench, keep),
	  .help = "keep the compiled files in DIR" },
};

const struct options bench_options = {
	.name = "bench", .who = "lkmm bench", .page = "lkmm-bench(1)",
	.does = "measure the cost of the operations on this machine, and of other libraries'",
	.usage = "[OPTION...] | --compare [--json] FILE FILE",
	.opt = options, .n = sizeof(options) / sizeof(options[0]),
};
