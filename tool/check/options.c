// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "check.h"
#include "base/graphviz.h"
#include "tool/commands.h"

#include <string.h>

static bool set_fix(void *into, const char *value)
{
	struct check *c = into;

	c->propose.fix = true;
	c->propose.patch |= value != NULL;
	return true;
}

static bool set_graph(void *into, const char *value)
{
	struct check *c = into;

	c->graph = value;
	return is_drawing(value);
}

static bool set_shard(void *into, const char *value)
{
	struct check *c = into;

	return shard_parse(value, &c->shard.share, &c->shard.shares);
}

static const struct opt options[] = {
	{ "model", .kind = OPT_FILE, .value = "MODEL", .normal = "lkmm",
	  .at = offsetof(struct check, model_name),
	  .help = "decide by this model: lkmm, sc, or a file in the language cat" },
	{ "arch", .kind = OPT_TEXT, .value = "ARCH", .set = arch_set,
	  .expects = "all, or names of architectures as x86_64,arm64",
	  .words = litmus_target_words,
	  .help = "tell which CPUs can show the outcome; with commas" },
	{ "with-c11", .at = offsetof(struct check, c11),
	  .help = "with --arch: and by what compilers make of C11's atomics" },
	{ "states", .at = offsetof(struct check, options.states),
	  .help = "print every state that a test can end in" },
	{ "why", .at = offsetof(struct check, why), .help = "explain each answer" },
	{ "fix", .kind = OPT_WORD, .value = "patch", .optional = true, .words = OPT_LIST("patch"),
	  .set = set_fix, .help = "propose changes that forbid the outcome; as a patch" },
	{ "relax", .at = offsetof(struct check, propose.relax),
	  .help = "find operations that could be weaker" },
	{ "graph", .kind = OPT_FILE, .value = "FILE", .set = set_graph,
	  .expects = "a file whose name ends in .svg, .png or .dot",
	  .help = "draw the execution that answers the question, as .svg, .png or .dot" },
	{ "strict", .at = offsetof(struct check, strict),
	  .help = "exit with status 2 if a register of the condition is not assigned" },
	{ "json", .at = offsetof(struct check, json), .help = "print a JSON object for each test" },
	CI_OPTIONS(check),
	{ "cache", .kind = OPT_DIRECTORY, .value = "DIR", .at = offsetof(struct check, cache),
	  .help = "keep answers in DIR, and decide no test again that is unchanged" },
	SHARD_OPTION(set_shard),
	{ "timeout", .kind = OPT_NUMBER, .value = "SECONDS", .most = 1e9, .normal = "0, none",
	  .at = offsetof(struct check, timeout), .help = "time limit for each test" },
	{ "unroll", .kind = OPT_WHOLE, .value = "N", .least = 1, .most = 1000, .normal = "2",
	  .at = offsetof(struct check, options.unroll), .help = "run loops at most N times" },
	{ "search", .kind = OPT_WORD, .value = "HOW", .words = OPT_LIST("paths", "demand"),
	  .normal = "paths", .at = offsetof(struct check, options.search),
	  .help = "choose a path for each thread at once, or on demand" },
	{ .letter = 'j', .kind = OPT_WHOLE, .value = "N", .least = 1, .most = MAX_THREADS,
	  .normal = "1", .at = offsetof(struct check, threads),
	  .help = "decide N tests at a time" },
};

const struct options check_options = {
	.name = "check", .who = "lkmm check", .page = "lkmm(1)",
	.does = "decide litmus tests under the memory model",
	.usage = "[OPTION...] FILE|DIR...", .arguments = OPT_TESTS,
	.opt = options, .n = sizeof(options) / sizeof(options[0]),
};
