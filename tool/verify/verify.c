// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm verify: decides programs under the memory model. */
#include "optimized.h"
#include "base/exit.h"
#include "base/graphviz.h"
#include "base/progress.h"
#include "show/why.h"
#include "tool/commands.h"
#include "tool/shard/shard.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The search for how main() comes to fail takes up to twenty seconds by that. */
enum { RUNS = 400, EXPLAIN = 1 << 16 };

static bool set_fix(void *into, const char *value)
{
	struct verify *v = into;

	v->propose.fix = true;
	v->propose.patch = value;
	return true;
}

static bool set_graph(void *into, const char *value)
{
	struct verify *v = into;

	v->graph = value;
	return is_drawing(value);
}

/* "2/5" */
static bool set_shard(void *into, const char *value)
{
	struct verify *v = into;
	int share, shares;

	if (!shard_parse(value, &share, &shares))
		return false;
	v->options.share = share - 1;
	v->options.shares = shares;
	v->divided = true;
	return true;
}

static const struct opt options[] = {
	{ "fix", .kind = OPT_WORD, .value = "patch", .optional = true, .words = OPT_LIST("patch"),
	  .set = set_fix, .help = "propose changes that remove the fault; as a patch" },
	{ "relax", .at = offsetof(struct verify, propose.relax),
	  .help = "report what is stronger than needed" },
	{ "runs", .kind = OPT_WHOLE, .value = "N", .least = 1, .most = 1000000, .normal = "400",
	  .at = offsetof(struct verify, runs), .help = "changed programs for --fix, --relax" },
	{ "explain", .kind = OPT_WHOLE, .value = "N", .most = 1000000000, .normal = "65536",
	  .at = offsetof(struct verify, explain),
	  .help = "search for how main() comes to fail for N steps at most" },
	{ "optimized", .at = offsetof(struct verify, optimized),
	  .help = "report what the compiler's -O2 changes, and decide that" },
	{ "graph", .kind = OPT_FILE, .value = "FILE", .set = set_graph,
	  .expects = "a file whose name ends in .svg, .png or .dot",
	  .help = "draw the execution with the first fault, as .svg, .png or .dot" },
	{ "progress", .at = offsetof(struct verify, progress),
	  .help = "show progress at once, and not only on a terminal" },
	{ "json", .at = offsetof(struct verify, json), .help = "print a JSON object" },
	CI_OPTIONS(verify),
	{ "timeout", .kind = OPT_NUMBER, .value = "SECONDS", .most = 1e9, .normal = "0, none",
	  .at = offsetof(struct verify, timeout), .help = "time limit" },
	{ "unroll", .kind = OPT_WHOLE, .value = "N", .least = 1, .most = 1000, .normal = "2",
	  .at = offsetof(struct verify, options.unroll), .help = "run loops at most N times" },
	{ "search", .kind = OPT_WORD, .value = "HOW", .words = OPT_LIST("paths", "demand"),
	  .normal = "demand", .at = offsetof(struct verify, options.search),
	  .help = "choose a path for each thread at once, or on demand" },
	{ .letter = 'j', .kind = OPT_WHOLE, .value = "N", .least = 1, .most = VERIFY_JOBS,
	  .normal = "1", .at = offsetof(struct verify, jobs),
	  .help = "search by N threads" },
	{ "shard", .kind = OPT_TEXT, .value = "I/N", .set = set_shard,
	  .expects = "two numbers, as 2/5",
	  .help = "decide the I-th of N shares, and print what 'lkmm merge' reads" },
	{ "main", .kind = OPT_TEXT, .value = "NAME", .at = offsetof(struct verify, main),
	  .normal = "main", .help = "begin with the function NAME" },
	{ "lang", .kind = OPT_WORD, .value = "LANG", .normal = "as-written",
	  .words = OPT_LIST("as-written", "c", "rust", "mixed"),
	  .at = offsetof(struct verify, languages),
	  .help = "the language that a litmus test becomes a program in" },
	{ "write", .kind = OPT_DIRECTORY, .value = "DIR", .at = offsetof(struct verify, write),
	  .help = "only write litmus tests as programs to DIR" },
	{ "keep", .kind = OPT_DIRECTORY, .value = "DIR", .at = offsetof(struct verify, keep),
	  .help = "keep the LLVM IR in DIR" },
};

const struct options verify_options = {
	.name = "verify", .who = "lkmm verify", .page = "lkmm-verify(1)",
	.does = "decide programs in C and Rust under the memory model",
	.usage = "[OPTION...] FILE... [-- FLAG...]", .arguments = OPT_FILES,
	.opt = options, .n = sizeof(options) / sizeof(options[0]),
};

/* Prints the verdict, with that on the program after optimisation if it is asked for. */
static int report(struct verify *v, struct verdict *d)
{
	struct optimized *o;
	int status = EXIT_BAD;

	if (!v->optimized || d->unread || d->status != LKMM_OK)
		return verify_report(v, d);
	o = malloc(sizeof(*o));
	if (!o) {
		fputs("lkmm verify: out of memory\n", stderr);
		return EXIT_BAD;
	}
	if (verify_optimized(v, d, o))
		status = verify_report(v, d);
	verify_optimized_free(o);
	free(o);
	return status;
}

/* What messages quote if nothing tells of another file. */
static char *read_first(const struct verify *v, size_t *size)
{
	char *text;

	if (!verify_is_bitcode(v->file[0]))
		return read_large_file(v->file[0], size, VERIFY_BYTES);
	text = strdup(v->ir[0].text);
	*size = text ? strlen(text) : 0;
	return text;
}

static int verify(struct verify *v)
{
	struct litmus_test *test = calloc(1, sizeof(*test));
	struct why why = { .arena = NULL };
	struct verdict d = { .test = test, .why = &why };
	size_t size = 0;
	char *source = read_first(v, &size);
	int status = EXIT_BAD;

	if (test && source) {
		test->source.text = source;
		test->source.size = size;
		interrupt_catch_one();
		verify_decide(v, &d);
		status = v->divided && d.was_read ? verify_print_result(v, &d) :
						    report(v, &d);
		lkmm_answer_free(&d.answer);
		lkmm_arena_free(test->arena);
	} else {
		fprintf(stderr, "lkmm verify: '%s' cannot be read\n", v->file[0]);
	}
	free(source);
	free(test);
	return status;
}

static int compile_and_verify(struct verify *v)
{
	int status = EXIT_BAD;

	if (!scratch_open(v->dir, v->write ? v->write : v->keep, "verify"))
		return EXIT_BAD;
	if (verify_is_litmus(v) && !verify_write_litmus(v))
		status = EXIT_BAD;
	else if (v->write)
		status = 0;
	else if (verify_compile(v))
		status = verify(v);
	for (int i = 0; i < v->nirs; i++)
		free((char *)v->ir[i].text);
	scratch_remove(v->dir, v->write ? v->write : v->keep);
	return status;
}

static bool has_ir(const struct verify *v)
{
	bool has = false;

	for (int i = 0; i < v->nfiles; i++)
		has |= verify_is_ir(v->file[i]);
	return has;
}

/* Changes are made to the source, which is compiled again. */
static bool fits_proposals(const struct verify *v)
{
	bool fits = !proposes(&v->propose) || !has_ir(v);

	if (!fits)
		fputs("lkmm verify: --fix and --relax do not go with files of LLVM IR\n", stderr);
	return fits;
}

/* What the compiler does is asked of files in C and Rust, as they are. */
static bool fits_optimized(const struct verify *v)
{
	bool fits = !v->divided && !proposes(&v->propose) && !has_ir(v);

	if (!fits)
		fputs("lkmm verify: --optimized does not go with --fix, --relax, --shard and files "
		      "of LLVM IR\n", stderr);
	return fits;
}

/* One litmus test is decided at a time; more than one are only written. */
static bool fits_litmus(const struct verify *v)
{
	bool litmus = verify_is_litmus(v);

	if (v->write && !litmus) {
		fputs("lkmm verify: --write is for litmus tests\n", stderr);
		return false;
	}
	if (litmus && v->nfiles > 1 && !v->write) {
		fputs("lkmm verify: one litmus test is decided at a time; 'lkmm check' decides "
		      "many\n", stderr);
		return false;
	}
	if (v->main && v->divided) {
		fputs("lkmm verify: --main does not go with --shard\n", stderr);
		return false;
	}
	return true;
}

int verify_main(int argc, char **argv)
{
	struct verify v = { .stem = "", .runs = RUNS, .explain = EXPLAIN,
			    .options.search = LKMM_SEARCH_DEMAND, .options.patient = true };
	int first, status, end = 1;

	while (end < argc && strcmp(argv[end], "--"))
		end++;
	if (end < argc) {
		v.flag = argv + end + 1;
		v.nflags = argc - end - 1;
	}
	if (!options_parse(&verify_options, &v, end, argv, &first, &status))
		return status;
	v.file = argv + first;
	v.nfiles = end - first;
	if (v.nfiles < 1 || (v.nfiles > VERIFY_FILES && !v.write)) {
		fputs(v.nfiles < 1 ? "lkmm verify: no file given\n" :
				     "lkmm verify: too many files\n", stderr);
		return options_misused(&verify_options);
	}
	if (!fits_litmus(&v) || !fits_proposals(&v))
		return options_misused(&verify_options);
	if (v.divided && (v.json || v.graph || proposes(&v.propose) || ci_is_wanted(&v.ci))) {
		fputs("lkmm verify: --fix and --relax do not go with --shard; --json, --graph, "
		      "--junit, --sarif and --tap are for lkmm merge\n", stderr);
		return options_misused(&verify_options);
	}
	if (v.ci.tap && (v.json || v.propose.patch)) {
		fputs("lkmm verify: --tap does not go with --json and --fix=patch\n", stderr);
		return options_misused(&verify_options);
	}
	if (v.optimized && !fits_optimized(&v))
		return options_misused(&verify_options);
	status = compile_and_verify(&v);
	return status == EXIT_BAD ? ci_give_up(&v.ci, "lkmm verify", v.file[0]) : status;
}
