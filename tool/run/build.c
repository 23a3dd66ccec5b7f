// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Compiles the program that the tests have become, several files at a time. */
#include "base/command.h"
#include "base/machine.h"
#include "run.h"
#include "base/progress.h"

#include <stdio.h>
#include <string.h>

struct build {
	struct run *r;
	struct commands jobs;
};

/* ---- C ---- */

static void add_compiler(struct command *c, const struct run *r)
{
	if (r->foreign)
		command_add(c, "%s", r->cc);
	else
		command_add_env(c, "CC", "cc");
	command_add_env(c, "CFLAGS", "");
}

static void add_options(struct command *c, const struct run *r)
{
	command_add_words(c, "-O2 -std=gnu11 -pthread -D_GNU_SOURCE");
	command_add(c, "-I%s", r->parts.include);
	command_add(c, "-I%s", r->parts.run);
	/*
	 * Options that litmus tests need: the compiler must not assume the absence of undefined
	 * behaviour.
	 */
	command_add_words(c, "-fno-strict-aliasing -fwrapv -w");
}

/* @from to @to, with some more @options. */
static void compile_with(struct build *b, const char *from, const char *to, const char *options)
{
	struct command c = { .n = 0 };

	add_compiler(&c, b->r);
	add_options(&c, b->r);
	command_add_words(&c, options);
	command_add(&c, "-c");
	command_add(&c, "%s", from);
	command_add(&c, "-o");
	command_add(&c, "%s/%s", b->r->dir, to);
	commands_start(&b->jobs, &c);
}

/* Libraries that lkmm has built. */
static void compile_part(struct build *b, const char *dir, const char *name, const char *to,
			 const char *options)
{
	char from[MANY + 64];

	snprintf(from, sizeof(from), "%s/%s", dir, name);
	compile_with(b, from, to, options);
}

/* A file that was written into the directory. */
static void compile_own(struct build *b, const char *name, const char *to, const char *options)
{
	compile_part(b, b->r->dir, name, to, options);
}

/* ---- Rust ---- */

static const char *variant_name(int form)
{
	return emit_form_is_outline(form) ? "outline" : "inline";
}

static void add_rust_options(struct command *c, const struct run *r, const char *type)
{
	command_add(c, "%s", command_rustc());
	command_add(c, "--crate-type=%s", type);
	/* Arithmetic wraps, as in the kernel's C. */
	command_add_words(c, "--edition=2021 -Copt-level=2 -Ccodegen-units=1 -Cpanic=abort "
			     "-Coverflow-checks=off");
	if (r->foreign) {
		const struct machine_names *names = machine_called(r->arch->name);

		command_add(c, "--target=%s", names->rust);
		command_add_words(c, names->rust_options ? names->rust_options : "");
	}
	command_add(c, "-L");
	command_add(c, "%s", r->dir);
}

/* The crate @name from @source, in this form. */
static void compile_crate(struct build *b, const char *source, const char *name, int form,
			  bool tests)
{
	const char *variant = variant_name(form), *dir = b->r->dir;
	struct command c = { .n = 0 };

	add_rust_options(&c, b->r, "rlib");
	command_add(&c, "--crate-name=%s%s%s", name, tests ? "_" : "", tests ? variant : "");
	command_add(&c, "-Cmetadata=%s", variant);
	if (emit_form_is_outline(form))
		command_add(&c, "--cfg=feature=\"outline\"");
	if (strcmp(name, "lkmm"))
		command_add(&c, "--extern=lkmm=%s/liblkmm_%s.rlib", dir, variant);
	if (tests)
		command_add(&c, "--extern=run=%s/librun_%s.rlib", dir, variant);
	command_add(&c, "-o");
	command_add(&c, "%s/lib%s_%s.rlib", dir, name, variant);
	command_add(&c, "%s", source);
	commands_start(&b->jobs, &c);
}

static void compile_rust_file(struct build *b, int file, int form)
{
	char source[MANY + 64], name[32];

	snprintf(name, sizeof(name), "r%d", file);
	snprintf(source, sizeof(source), "%s/r%d_%s.rs", b->r->dir, file, variant_name(form));
	compile_crate(b, source, name, form, true);
}

/* Dependencies of the tests in Rust: both crates, each in the forms that are needed. */
static void compile_crates(struct build *b)
{
	char source[MANY + 64];

	snprintf(source, sizeof(source), "%s/run.rs", b->r->parts.run);
	for (int form = 2; form < EMIT_FORMS; form++)
		if (b->r->forms >> form & 1)
			compile_crate(b, b->r->parts.crate, "lkmm", form, false);
	commands_finish(&b->jobs);
	for (int form = 2; form < EMIT_FORMS; form++)
		if (b->r->forms >> form & 1)
			compile_crate(b, source, "run", form, false);
	commands_finish(&b->jobs);
}

static void join_crates(struct build *b)
{
	struct command c = { .n = 0 };

	add_rust_options(&c, b->r, "staticlib");
	command_add(&c, "--crate-name=tests");
	command_add(&c, "-o");
	command_add(&c, "%s/libtests.a", b->r->dir);
	command_add(&c, "%s/tests.rs", b->r->dir);
	commands_start(&b->jobs, &c);
}

/* ---- the library ---- */

/*
 * This machine's library is built already. For another machine it is compiled from its sources, as
 * in lib/meson.build: for arm64 with two forms of each read-modify-write; the program chooses at
 * start.
 */
static void compile_library(struct build *b)
{
	const char *lib = b->r->parts.sources;

	compile_part(b, lib, "access.c", "access.o", "");
	if (!b->r->arch->two_forms) {
		compile_part(b, lib, "rmw.c", "rmw.o", "");
		return;
	}
	compile_part(b, lib, "rmw.c", "rmw.o", "-DLKMM_ARM64_LSE=0 -DLKMM_SUFFIX=_llsc");
	compile_part(b, lib, "rmw.c", "lse.o", "-DLKMM_ARM64_LSE=1 -DLKMM_SUFFIX=_lse");
	compile_part(b, lib, "arm64/ifunc.c", "ifunc.o", "");
}

static void add_library(struct command *c, const struct run *r)
{
	static const char *const objects[] = { "access.o", "rmw.o", "lse.o", "ifunc.o" };

	if (!r->foreign)
		command_add(c, "%s", r->parts.library);
	for (int i = 0; r->foreign && i < (r->arch->two_forms ? 4 : 2); i++)
		command_add(c, "%s/%s", r->dir, objects[i]);
}

/* ---- all ---- */

/* Both forms in C are one file, compiled twice; RUN_FORM is the suffix of the functions' names. */
static void compile_some(struct build *b, int file)
{
	static const char *const options[] = {
		"-DRUN_FORM=_c_inline", "-DRUN_FORM=_c_outline -DLKMM_OUTLINE",
	};
	char from[64], to[64];

	for (int form = 2; form < EMIT_FORMS; form++)
		if (b->r->file_forms[file] >> form & 1)
			compile_rust_file(b, file, form);
	for (int form = 0; form < 2; form++) {
		if (!(b->r->file_forms[file] >> form & 1))
			continue;
		snprintf(from, sizeof(from), "c%d.c", file);
		snprintf(to, sizeof(to), "c%d_%d.o", file, form);
		compile_own(b, from, to, options[form]);
	}
	snprintf(from, sizeof(from), "t%d.c", file);
	snprintf(to, sizeof(to), "t%d.o", file);
	compile_own(b, from, to, "");
}

/* A name in a response file: gcc and clang take a character after a backslash literally. */
static void put_object(struct text *list, const struct run *r, const char *name)
{
	for (const char *p = r->dir; *p; p++) {
		if (strchr(" \t\n\v\f\r'\"\\", *p))
			text_puts(list, "\\");
		text_put(list, p, 1);
	}
	text_add(list, "/%s\n", name);
}

/* The objects are many: their names go through a file. */
static bool write_objects(const struct run *r, int files)
{
	struct text list = { 0 };
	char name[64];
	bool ok;

	for (int i = 0; i < files; i++) {
		for (int form = 0; form < 2; form++) {
			if (!(r->file_forms[i] >> form & 1))
				continue;
			snprintf(name, sizeof(name), "c%d_%d.o", i, form);
			put_object(&list, r, name);
		}
		snprintf(name, sizeof(name), "t%d.o", i);
		put_object(&list, r, name);
	}
	ok = run_write_file(r, "objects", &list);
	text_free(&list);
	return ok;
}

static void link_all(struct build *b)
{
	const struct run *r = b->r;
	struct command c = { .n = 0 };

	add_compiler(&c, r);
	command_add(&c, "-pthread");
	if (r->foreign)
		command_add(&c, "-static");	/* qemu need not find this machine's libraries */
	command_add(&c, "-o");
	command_add(&c, "%s/run", r->dir);
	command_add(&c, "%s/run.o", r->dir);
	command_add(&c, "%s/srcu.o", r->dir);
	command_add(&c, "%s/tests.o", r->dir);
	command_add(&c, "@%s/objects", r->dir);
	if (r->forms & EMIT_RUST && r->rcu)
		command_add(&c, "%s/rcu.o", r->dir);
	if (r->forms & EMIT_RUST)
		command_add(&c, "%s/libtests.a", r->dir);
	add_library(&c, r);
	if (r->rcu)
		command_add(&c, "-lurcu-bp");
	commands_start(&b->jobs, &c);
}

static void compile_all(struct build *b, int files)
{
	struct run *r = b->r;

	if (r->forms & EMIT_RUST)
		compile_crates(b);
	if (r->forms & EMIT_RUST && r->rcu)
		compile_part(b, r->parts.run, "rcu.c", "rcu.o", "");
	if (r->foreign)
		compile_library(b);
	compile_part(b, r->parts.run, "run.c", "run.o", "");
	compile_part(b, r->parts.run, "srcu.c", "srcu.o", "");
	compile_own(b, "tests.c", "tests.o", "");
	for (int i = 0; i < files && !b->jobs.failed && !interrupted(); i++) {
		progress_show(r->begin, "compiles part", i + 1, files);
		compile_some(b, i);
	}
}

bool run_build(struct run *r)
{
	struct build b = { .r = r };
	int files = (r->nprograms + TESTS_PER_FILE - 1) / TESTS_PER_FILE;

	commands_open(&b.jobs, "lkmm run", r->dir);
	compile_all(&b, files);
	b.jobs.quiet = interrupted();
	if (commands_finish(&b.jobs) && r->forms & EMIT_RUST && !interrupted())
		join_crates(&b);
	if (commands_finish(&b.jobs) && write_objects(r, files) && !interrupted())
		link_all(&b);
	if (interrupted())
		fputs("lkmm run: interrupted before any test ran\n", stderr);
	return commands_finish(&b.jobs) && !interrupted();
}

/* ---- properties of the machine ---- */

/* Whether a program that uses liburcu can be made. */
bool run_has_rcu(const struct run *r)
{
	struct commands jobs;
	struct command c = { .n = 0 };
	struct text source = { 0 };
	bool ok;

	text_puts(&source, "#include \"rcu.h\"\n\nint main(void)\n{\n\trun_synchronize_rcu();\n"
			   "\treturn 0;\n}\n");
	ok = run_write_file(r, "has-rcu.c", &source);
	text_free(&source);
	commands_open(&jobs, "lkmm run", r->dir);
	jobs.quiet = true;
	add_compiler(&c, r);
	add_options(&c, r);
	command_add(&c, "%s/has-rcu.c", r->dir);
	command_add(&c, "-o");
	command_add(&c, "%s/has-rcu", r->dir);
	command_add(&c, "-lurcu-bp");
	commands_start(&jobs, &c);
	return commands_finish(&jobs) && ok;
}
