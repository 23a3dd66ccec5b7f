// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "run.h"
#include "base/machines.h"
#include "tool/commands.h"

#include <stdlib.h>
#include <string.h>

static bool set_iterations(void *into, const char *value)
{
	struct run *r = into;

	r->iterations = (uint64_t)strtod(value, NULL);
	r->seconds = 3600;
	return true;
}

static bool set_mode(void *into, const char *value)
{
	struct run *r = into;

	r->mode = strcmp(value, "auto") ? value : NULL;
	return true;
}

static bool set_variant(void *into, const char *value)
{
	struct run *r = into;

	r->variant[0] = strcmp(value, "outline");
	r->variant[1] = strcmp(value, "inline");
	return true;
}

static bool set_arch(void *into, const char *value)
{
	return run_parse_arch(into, value);
}

static bool set_affinity(void *into, const char *value)
{
	return run_parse_affinity(into, value);
}

static bool set_shard(void *into, const char *value)
{
	struct run *r = into;

	return shard_parse(value, &r->shard.share, &r->shard.shares);
}

static const struct opt options[] = {
	{ "seconds", .kind = OPT_NUMBER, .value = "S", .least = 1e-9, .most = 1e6, .normal = "1",
	  .expects = "a number above 0, up to 1000000", .at = offsetof(struct run, seconds),
	  .help = "run each test for this time" },
	{ "iterations", .kind = OPT_WHOLE, .value = "N", .least = 1, .most = 1e15,
	  .set = set_iterations, .help = "run this number of instances instead" },
	{ "mode", .kind = OPT_WORD, .value = "MODE", .set = set_mode, .normal = "auto",
	  .words = OPT_LIST("auto", "batch", "perpetual"),
	  .help = "the sequence of instances of a test" },
	{ "lang", .kind = OPT_WORD, .value = "LANG", .normal = "as-written",
	  .words = OPT_LIST("as-written", "c", "rust", "mixed", "all"),
	  .at = offsetof(struct run, languages),
	  .help = "the language that tests are compiled in" },
	{ "variant", .kind = OPT_WORD, .value = "VARIANT", .set = set_variant, .normal = "inline",
	  .words = OPT_LIST("inline", "outline", "all"),
	  .help = "operations in place or as calls" },
	{ "arch", .kind = OPT_TEXT, .value = "ARCH", .set = set_arch, .normal = "this one",
	  .words = OPT_LIST(LKMM_MACHINE_NAMES),
	  .help = "run under qemu, as on ARCH" },
	{ "cpu", .kind = OPT_TEXT, .value = "CPU", .expects = "a CPU that qemu knows",
	  .at = offsetof(struct run, cpu), .help = "run under qemu, on this CPU" },
	{ "affinity", .kind = OPT_TEXT, .value = "CPUS", .set = set_affinity, .normal = "permute",
	  .expects = "permute, none or a list of CPUs of this machine as 0,2-3",
	  .words = OPT_LIST("permute", "none"), .help = "pin threads to CPUs, as in 0,2-3" },
	{ "kernel", .kind = OPT_DIRECTORY, .value = "DIR", .at = offsetof(struct run, kernel.dir),
	  .help = "run as a module of the kernel in DIR, under qemu-system" },
	{ "keep", .kind = OPT_DIRECTORY, .value = "DIR", .at = offsetof(struct run, keep),
	  .help = "keep the program and its sources in DIR" },
	{ "html", .kind = OPT_FILE, .value = "FILE", .at = offsetof(struct run, html),
	  .help = "also write a page with the histograms, and when each outcome was seen" },
	{ "json", .at = offsetof(struct run, json), .help = "print a JSON object for each test" },
	SHARD_OPTION(set_shard),
};

const struct options run_options = {
	.name = "run", .who = "lkmm run", .page = "lkmm-run(1)",
	.does = "run litmus tests on this machine, and check them against the memory model",
	.usage = "[OPTION...] FILE|DIR...", .arguments = OPT_TESTS,
	.opt = options, .n = sizeof(options) / sizeof(options[0]),
};
