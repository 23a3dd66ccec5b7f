// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Compiles the program that the tests have become, several files at a time. */
#include "run.h"
#include "spawn.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_WORDS = 64, MAX_JOBS = 64 };

/* A command that is being put together. */
struct command {
	char *word[MAX_WORDS];
	int n;
	bool failed;
};

static void add_word(struct command *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void add_word(struct command *c, const char *fmt, ...)
{
	char word[2 * MANY];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(word, sizeof(word), fmt, ap);
	va_end(ap);
	if (c->n + 1 < MAX_WORDS && (c->word[c->n] = strdup(word)))
		c->n++;
	else
		c->failed = true;
}

static void free_command(struct command *c)
{
	while (c->n)
		free(c->word[--c->n]);
}

/* The user's compiler, which may come with options: CC="ccache gcc". */
static void add_compiler(struct command *c)
{
	const char *cc = getenv("CC");
	char *copy = strdup(cc && *cc ? cc : "cc"), *save = NULL;

	for (char *w = copy ? strtok_r(copy, " ", &save) : NULL; w; w = strtok_r(NULL, " ", &save))
		add_word(c, "%s", w);
	free(copy);
}

/* ---- several at a time ---- */

struct pending {
	pid_t pid;
	char log[MANY + 64];
};

struct build {
	struct run *r;
	struct pending job[MAX_JOBS];
	int n, room, count;
	bool failed;
};

static void show_log(const char *log)
{
	char line[512];
	FILE *in = fopen(log, "r");

	for (int i = 0; in && i < 20 && fgets(line, sizeof(line), in); i++)
		fputs(line, stderr);
	if (in)
		fclose(in);
}

/* Waits for the command that was started first. */
static void finish_one(struct build *b)
{
	if (!spawned_well(b->job[0].pid)) {
		if (!b->failed && !run_interrupted()) {
			fputs("lkmm run: the compiler reports:\n", stderr);
			show_log(b->job[0].log);
		}
		b->failed = true;
	}
	memmove(b->job, b->job + 1, sizeof(b->job[0]) * (size_t)--b->n);
}

static void finish_all(struct build *b)
{
	while (b->n)
		finish_one(b);
}

static void start(struct build *b, struct command *c)
{
	struct pending *job;
	int error;

	if (b->n == b->room)
		finish_one(b);
	job = &b->job[b->n];
	snprintf(job->log, sizeof(job->log), "%s/log%d", b->r->dir, b->count++);
	error = c->failed ? ENOMEM : spawn(c->word, -1, -1, job->log, &job->pid);
	if (!error)
		b->n++;
	else if (!b->failed)
		fprintf(stderr, "lkmm run: '%s' cannot be started: %s\n", c->word[0], strerror(error));
	b->failed |= error != 0;
	free_command(c);
}

static void add_options(struct command *c, const struct run *r)
{
	add_word(c, "-O2");
	add_word(c, "-std=gnu11");
	add_word(c, "-pthread");
	add_word(c, "-D_GNU_SOURCE");
	add_word(c, "-I%s", r->include);
	add_word(c, "-I%s", r->runtime);
	/* What a test asks of a compiler that assumes that nothing odd happens. */
	add_word(c, "-fno-strict-aliasing");
	add_word(c, "-fwrapv");
	add_word(c, "-w");
}

/* @from to @to; in form @form (-1: not a process). */
static void compile(struct build *b, const char *from, const char *to, int form)
{
	struct command c = { .n = 0 };

	add_compiler(&c);
	add_options(&c, b->r);
	if (form >= 0)
		add_word(&c, "-DRUN_FORM=_c_%s", form ? "outline" : "inline");
	if (form == 1)
		add_word(&c, "-DLKMM_OUTLINE");
	add_word(&c, "-c");
	add_word(&c, "%s", from);
	add_word(&c, "-o");
	add_word(&c, "%s/%s", b->r->dir, to);
	start(b, &c);
}

/* ---- Rust ---- */

static const char *variant_name(int form)
{
	return form % 2 ? "outline" : "inline";
}

static void add_rust_options(struct command *c, const struct run *r, const char *type)
{
	add_word(c, "%s", run_rustc());
	add_word(c, "--edition=2021");
	add_word(c, "--crate-type=%s", type);
	add_word(c, "-Copt-level=2");
	add_word(c, "-Ccodegen-units=1");
	add_word(c, "-Cpanic=abort");
	/* Arithmetic wraps, as in the kernel's C. */
	add_word(c, "-Coverflow-checks=off");
	add_word(c, "-L");
	add_word(c, "%s", r->dir);
}

/* The crate @name from @source, in this form. */
static void compile_crate(struct build *b, const char *source, const char *name, int form, bool tests)
{
	const char *variant = variant_name(form), *dir = b->r->dir;
	struct command c = { .n = 0 };

	add_rust_options(&c, b->r, "rlib");
	add_word(&c, "--crate-name=%s%s%s", name, tests ? "_" : "", tests ? variant : "");
	add_word(&c, "-Cmetadata=%s", variant);
	if (form % 2)
		add_word(&c, "--cfg=feature=\"outline\"");
	if (strcmp(name, "lkmm"))
		add_word(&c, "--extern=lkmm=%s/liblkmm_%s.rlib", dir, variant);
	if (tests)
		add_word(&c, "--extern=run=%s/librun_%s.rlib", dir, variant);
	add_word(&c, "-o");
	add_word(&c, "%s/lib%s_%s.rlib", dir, name, variant);
	add_word(&c, "%s", source);
	start(b, &c);
}

static void compile_rust_file(struct build *b, int file, int form)
{
	char source[MANY + 64], name[32];

	snprintf(name, sizeof(name), "r%d", file);
	snprintf(source, sizeof(source), "%s/r%d_%s.rs", b->r->dir, file, variant_name(form));
	compile_crate(b, source, name, form, true);
}

/* What the tests in Rust use: both crates, each in the forms that are needed. */
static void compile_crates(struct build *b)
{
	char source[MANY + 64];

	snprintf(source, sizeof(source), "%s/run.rs", b->r->runtime);
	for (int form = 2; form < EMIT_FORMS; form++)
		if (b->r->forms >> form & 1)
			compile_crate(b, b->r->crate, "lkmm", form, false);
	finish_all(b);
	for (int form = 2; form < EMIT_FORMS; form++)
		if (b->r->forms >> form & 1)
			compile_crate(b, source, "run", form, false);
	finish_all(b);
}

static void join_crates(struct build *b)
{
	struct command c = { .n = 0 };

	add_rust_options(&c, b->r, "staticlib");
	add_word(&c, "--crate-name=tests");
	add_word(&c, "-o");
	add_word(&c, "%s/libtests.a", b->r->dir);
	add_word(&c, "%s/tests.rs", b->r->dir);
	start(b, &c);
	finish_all(b);
}

/* ---- all ---- */

static void compile_some(struct build *b, int file)
{
	char from[MANY + 64], to[64];

	for (int form = 2; form < EMIT_FORMS; form++)
		if (b->r->file_forms[file] >> form & 1)
			compile_rust_file(b, file, form);
	for (int form = 0; form < 2; form++) {
		if (!(b->r->file_forms[file] >> form & 1))
			continue;
		snprintf(from, sizeof(from), "%s/c%d.c", b->r->dir, file);
		snprintf(to, sizeof(to), "c%d_%d.o", file, form);
		compile(b, from, to, form);
	}
	snprintf(from, sizeof(from), "%s/t%d.c", b->r->dir, file);
	snprintf(to, sizeof(to), "t%d.o", file);
	compile(b, from, to, -1);
}

static void link_all(struct build *b, int files)
{
	struct command c = { .n = 0 };
	struct text list = { 0 };

	for (int i = 0; i < files; i++) {
		for (int form = 0; form < 2; form++)
			if (b->r->file_forms[i] >> form & 1)
				text_add(&list, "%s/c%d_%d.o\n", b->r->dir, i, form);
		text_add(&list, "%s/t%d.o\n", b->r->dir, i);
	}
	b->failed |= !run_write_file(b->r, "objects", &list);
	text_free(&list);
	add_compiler(&c);
	add_word(&c, "-pthread");
	add_word(&c, "-o");
	add_word(&c, "%s/run", b->r->dir);
	add_word(&c, "%s/run.o", b->r->dir);
	add_word(&c, "%s/tests.o", b->r->dir);
	add_word(&c, "@%s/objects", b->r->dir);
	if (b->r->forms & EMIT_RUST && b->r->rcu)
		add_word(&c, "%s/rcu.o", b->r->dir);
	if (b->r->forms & EMIT_RUST)
		add_word(&c, "%s/libtests.a", b->r->dir);
	add_word(&c, "%s", b->r->library);
	if (b->r->rcu)
		add_word(&c, "-lurcu-bp");
	start(b, &c);
}

bool run_build(struct run *r)
{
	struct build b = { .r = r, .room = (int)sysconf(_SC_NPROCESSORS_ONLN) };
	int files = (r->nprograms + TESTS_PER_FILE - 1) / TESTS_PER_FILE;
	char from[MANY + 64];

	if (b.room < 1 || b.room > MAX_JOBS)
		b.room = b.room < 1 ? 1 : MAX_JOBS;
	if (r->forms & EMIT_RUST)
		compile_crates(&b);
	if (r->forms & EMIT_RUST && r->rcu) {
		snprintf(from, sizeof(from), "%s/rcu.c", r->runtime);
		compile(&b, from, "rcu.o", -1);
	}
	snprintf(from, sizeof(from), "%s/run.c", r->runtime);
	compile(&b, from, "run.o", -1);
	snprintf(from, sizeof(from), "%s/tests.c", r->dir);
	compile(&b, from, "tests.o", -1);
	for (int i = 0; i < files && !b.failed && !run_interrupted(); i++) {
		run_progress(r, "compiles part", i + 1, files);
		compile_some(&b, i);
	}
	finish_all(&b);
	if (run_interrupted())
		fputs("lkmm run: interrupted before any test ran\n", stderr);
	b.failed |= run_interrupted();
	if (!b.failed && r->forms & EMIT_RUST)
		join_crates(&b);
	if (!b.failed)
		link_all(&b, files);
	finish_all(&b);
	return !b.failed;
}
