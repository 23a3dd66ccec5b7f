// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm run: runs litmus tests on this machine. */
#include "run.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- reading and deciding ---- */

static bool past(void *arg)
{
	return run_now() > *(double *)arg;
}

/* What the model says; how long it may take to say so, in seconds. */
static void decide(struct trial *t)
{
	double limit = run_now() + 20;
	struct lkmm_options o = { .states = true, .stop = past, .stop_arg = &limit };

	if (lkmm_check(&t->litmus.test, &o, &t->answer) != LKMM_OK)
		t->not_run = "what the model allows could not be decided";
}

/* False if the file is no test. */
static bool read_test(struct trial *t)
{
	size_t size;

	t->text = read_file(t->file, &size);
	if (!t->text) {
		fprintf(stderr, "%s:1:1: error: %s\n", t->file,
			errno == EFBIG ? "too large for a litmus test" : strerror(errno));
		return false;
	}
	if (!litmus_parse(&t->litmus, t->text, size)) {
		fprintf(stderr, "%s:%d:%d: error: %s\n", t->file, t->litmus.x.error_at.line,
			t->litmus.x.error_at.column, t->litmus.x.error);
		return false;
	}
	return true;
}

/* The reason why a test that can be written cannot be run. */
static const char *obstacle(const struct trial *t)
{
	if (t->litmus.test.nthreads > 32)
		return "more than 32 threads";
	for (int f = LKMM_UNMATCHED_RCU_LOCK; f <= LKMM_ILLEGAL_SRCU_COOKIE_ADDR; f++)
		if (t->answer.flags >> f & 1)
			return lkmm_flag_name[f];
	if (t->emit.nvalues > 256)
		return "more than 256 values to observe";
	return NULL;
}

static void prepare(const struct run *r, struct trial *t)
{
	decide(t);
	if (t->not_run)
		return;
	t->not_run = obstacle(t);
	if (!emit_open(&t->emit, &t->litmus))
		t->not_run = t->emit.why_not;
	else if (!t->not_run)
		t->not_run = obstacle(t);
	if (!t->not_run)
		run_choose_forms(r, t);
}

static bool read_all(struct run *r, bool *bad)
{
	r->trial = calloc((size_t)r->files.n, sizeof(*r->trial));
	r->program = calloc((size_t)r->files.n, sizeof(*r->program));
	if (!r->trial || !r->program || r->files.failed) {
		fputs("lkmm run: out of memory\n", stderr);
		return false;
	}
	for (int i = 0; i < r->files.n; i++) {
		struct trial *t = &r->trial[r->ntrials++];

		t->file = r->files.name[i];
		run_progress(r, "reads and decides test", i + 1, r->files.n);
		if (!read_test(t)) {
			t->not_run = "it is not understood";
			*bad = true;
			continue;
		}
		prepare(r, t);
		if (t->not_run)
			continue;
		t->emit.number = r->nprograms;
		r->program[r->nprograms++] = t;
	}
	return true;
}

/* ---- where things are ---- */

/* Whether @dir has @name; the path to it. */
static bool is_there(const char *dir, const char *name, char *path)
{
	struct stat st;

	return snprintf(path, MANY, "%s/%s", dir, name) < MANY && !stat(path, &st);
}

/* From the command itself to the library: in a build directory, or installed. */
static bool find_library(struct run *r)
{
	static const char *const libraries[] = {
		"lib/liblkmm.a", "../lib/liblkmm.a", "../lib/x86_64-linux-gnu/liblkmm.a",
		"../lib/aarch64-linux-gnu/liblkmm.a", "../lib/riscv64-linux-gnu/liblkmm.a",
	};
	static const char *const runtimes[] = { "../run", "../share/lkmm/run" };
	static const char *const crates[] = {
		"../rust/src/lib.rs", "../share/lkmm/rust/src/lib.rs",
	};
	char exe[PATH_MAX], path[MANY];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	char *slash;

	exe[n > 0 ? n : 0] = '\0';
	slash = strrchr(exe, '/');
	if (slash)
		*slash = '\0';
	for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]) && !r->library[0]; i++)
		if (is_there(exe, libraries[i], path))
			strcpy(r->library, path);
	for (size_t i = 0; i < 2 && !r->runtime[0]; i++)
		if (is_there(exe, runtimes[i], path))
			strcpy(r->runtime, path);
	for (size_t i = 0; i < 2 && !r->crate[0]; i++)
		if (is_there(exe, crates[i], path))
			strcpy(r->crate, path);
	if (is_there(exe, "../include/lkmm", path))
		snprintf(r->include, sizeof(r->include), "%.*s", (int)(strlen(path) - strlen("/lkmm")),
			 path);
	if (r->library[0] && r->runtime[0] && r->include[0])
		return true;
	fputs("lkmm run: the library is not where this command is: build or install all of lkmm\n",
	      stderr);
	return false;
}

static bool make_directory(struct run *r)
{
	const char *tmp = getenv("TMPDIR");

	if (r->keep) {
		snprintf(r->dir, sizeof(r->dir), "%s", r->keep);
		if (!mkdir(r->dir, 0777) || errno == EEXIST)
			return true;
	} else {
		snprintf(r->dir, sizeof(r->dir), "%s/lkmm-run-XXXXXX", tmp && *tmp ? tmp : "/tmp");
		if (mkdtemp(r->dir))
			return true;
	}
	fprintf(stderr, "%s:1:1: error: %s\n", r->dir, strerror(errno));
	return false;
}

static void remove_directory(const struct run *r)
{
	struct files f = { 0 };
	char path[MANY + 300];

	if (r->keep || !r->dir[0])
		return;
	list_directory(&f, r->dir);
	for (int i = 0; i < f.n; i++) {
		snprintf(path, sizeof(path), "%s/%s", r->dir, f.name[i]);
		unlink(path);
	}
	files_free(&f);
	rmdir(r->dir);
}

/* ---- the command line ---- */

static int usage(FILE *out)
{
	fputs("usage: lkmm run [--seconds S | --iterations N] [--variant inline|outline|all]\n"
	      "                [--lang as-written|c|rust|mixed|all] [--mode auto|batch|perpetual]\n"
	      "                [--affinity permute|none] [--keep DIR] FILE|DIR...\n",
	      out);
	return out == stdout ? EXIT_WELL : EXIT_BAD;
}

static bool parse_option(struct run *r, const char *o, const char *v)
{
	char *end;

	if (!strcmp(o, "--seconds")) {
		r->seconds = strtod(v, &end);
		return !*end && r->seconds > 0 && r->seconds < 1e6;
	}
	if (!strcmp(o, "--iterations")) {
		r->iterations = strtoull(v, &end, 10);
		r->seconds = 3600;
		return !*end && r->iterations;
	}
	if (!strcmp(o, "--variant"))
		return run_parse_variant(r, v);
	if (!strcmp(o, "--lang"))
		return run_parse_languages(r, v);
	if (!strcmp(o, "--affinity")) {
		r->pin = strcmp(v, "none");
		return !r->pin || !strcmp(v, "permute");
	}
	if (!strcmp(o, "--mode")) {
		r->mode = strcmp(v, "auto") ? v : NULL;
		return !r->mode || !strcmp(v, "batch") || !strcmp(v, "perpetual");
	}
	if (!strcmp(o, "--keep")) {
		r->keep = v;
		return true;
	}
	return false;
}

static bool parse(struct run *r, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] != '-') {
			files_add(&r->files, argv[i]);
		} else if (i + 1 < argc && parse_option(r, argv[i], argv[i + 1])) {
			i++;
		} else {
			fprintf(stderr, "lkmm run: '%s' is no option, or lacks what belongs after it\n",
				argv[i]);
			return false;
		}
	}
	return r->files.n;
}

static void free_all(struct run *r)
{
	for (int i = 0; i < r->ntrials; i++) {
		struct trial *t = &r->trial[i];

		lkmm_answer_free(&t->answer);
		free(t->outcome);
		free(t->text);
		lkmm_arena_free(t->litmus.arena);
	}
	free(r->trial);
	free(r->program);
	free(r->file_forms);
	files_free(&r->files);
}

int run_main(int argc, char **argv)
{
	struct run r = { .seconds = 1, .begin = run_now(), .pin = true, .variant = { true } };
	bool bad = false;
	int status = EXIT_BAD;

	if (argc > 1 && !strcmp(argv[1], "--help"))
		return usage(stdout);
	if (!parse(&r, argc, argv)) {
		files_free(&r.files);
		return usage(stderr);
	}
	if (find_library(&r) && run_find_rust(&r) && read_all(&r, &bad)) {
		run_catch_interrupts();
		if (make_directory(&r) && run_write(&r) &&
		    (!r.nprograms || (run_build(&r) && run_execute(&r)))) {
			run_progress_end();
			status = run_report(&r);
		}
	}
	run_progress_end();
	remove_directory(&r);
	free_all(&r);
	return bad && status < EXIT_BAD ? EXIT_BAD : status;
}
