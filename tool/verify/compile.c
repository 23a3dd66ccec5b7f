// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Compiles the files of a program to LLVM IR, as it is before optimisation. */
#include "verify.h"
#include "base/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool ends_in(const char *name, const char *end)
{
	size_t n = strlen(name), k = strlen(end);

	return n > k && !strcmp(name + n - k, end);
}

bool verify_is_bitcode(const char *file)
{
	return ends_in(file, ".bc");
}

bool verify_is_ir(const char *file)
{
	return ends_in(file, ".ll") || verify_is_bitcode(file);
}

static void add_flags(struct command *c, const struct verify *v)
{
	for (int i = 0; i < v->nflags; i++)
		command_add(c, "%s", v->flag[i]);
}

/* The flags are for the compiler of C, unless all files are in Rust. */
static bool has_c(const struct verify *v)
{
	for (int i = 0; i < v->nfiles; i++)
		if (ends_in(v->file[i], ".c"))
			return true;
	return false;
}

/* Where @file includes files from. */
static void add_folder(struct command *c, const char *file)
{
	const char *slash = strrchr(file, '/');

	command_add(c, "-iquote");
	command_add(c, "%.*s", slash ? (int)(slash - file) : 1, slash ? file : ".");
}

/*
 * Every operation of lkmm is a call, and a warning is a fault; arithmetic wraps, as in the kernel.
 */
static void add_c(const struct verify *v, struct command *c)
{
	command_add_env(c, "CC", "clang");
	command_add_words(c, "-S -emit-llvm -g -fno-discard-value-names -std=gnu11 -fwrapv "
			     "-fno-strict-aliasing -D__NO_CTYPE -DLKMM_VERIFY -DLKMM_OUTLINE "
			     "-DLKMM_OUTLINE_TRY");
	command_add(c, "-I%s", v->parts.include);
	if (!v->optimise) {
		command_add(c, "-O0");
		return;
	}
	command_add_words(c, "-O2 -fno-vectorize -fno-slp-vectorize -include");
	command_add(c, "%s/lkmm/verify/volatile.h", v->parts.include);
}

static void compile_c(const struct verify *v, struct commands *jobs, int file, const char *path)
{
	struct command c = { .which = file };

	add_c(v, &c);
	add_flags(&c, v);
	if (path != v->file[file]) {
		add_folder(&c, v->file[file]);
		/* a barrier that the file does not include */
		command_add(&c, "-Werror=implicit-function-declaration");
	}
	command_add(&c, "%s", path);
	command_add(&c, "-o");
	command_add(&c, "%s/%s%d.ll", v->dir, v->stem, file);
	commands_start(jobs, &c);
}

/* --out-dir: else rustc has files in the current directory for a while, and disturbs other runs. */
/*
 * Generic code of the standard library, such as that of Vec, is compiled with the program: else
 * rustc calls what the library was built with, of which there is no IR. There is no stable flag.
 */
static void add_rust(const struct verify *v, struct command *c)
{
	command_add_words(c, "env RUSTC_BOOTSTRAP=1");
	command_add(c, "%s", command_rustc());
	command_add_words(c, "--edition=2021 --crate-type=rlib -g -Ccodegen-units=1 "
			     "-Cpanic=abort -Coverflow-checks=off -Cdebug-assertions=off "
			     "-Zshare-generics=no");
	command_add(c, "--out-dir=%s", v->dir);
	command_add_words(c, v->optimise ? "-Copt-level=2 -Cno-vectorize-loops -Cno-vectorize-slp" :
					   "-Copt-level=0");
}

static void compile_rust(const struct verify *v, struct commands *jobs, int file,
			 const char *path)
{
	struct command c = { .which = file };

	add_rust(v, &c);
	command_add(&c, "--emit=llvm-ir=%s/%s%d.ll", v->dir, v->stem, file);
	command_add(&c, "--crate-name=file%d", file);
	command_add(&c, "--extern=lkmm=%s/liblkmm.rlib", v->dir);
	command_add_env(&c, "RUSTFLAGS", "");
	if (!has_c(v))
		add_flags(&c, v);
	command_add(&c, "%s", path);
	commands_start(jobs, &c);
}

/* LLVM IR as text, of bitcode that this clang or an older one has written. */
static void disassemble(const struct verify *v, struct commands *jobs, int file)
{
	struct command c = { .which = file };

	command_add_env(&c, "CC", "clang");
	command_add_words(&c, "-S -emit-llvm -O0 -Wno-override-module -x ir");
	command_add(&c, "%s", v->file[file]);
	command_add(&c, "-o");
	command_add(&c, "%s/%s%d.ll", v->dir, v->stem, file);
	commands_start(jobs, &c);
}

static void compile_crate(const struct verify *v, struct commands *jobs)
{
	struct command c = { .n = 0 };

	add_rust(v, &c);
	command_add(&c, "--emit=link=%s/liblkmm.rlib,llvm-ir=%s/lkmm.ll", v->dir, v->dir);
	command_add(&c, "--crate-name=lkmm");
	command_add(&c, "--cfg=feature=\"outline\"");
	command_add(&c, "--cfg=lkmm_verify");
	command_add(&c, "%s", v->parts.crate);
	commands_start(jobs, &c);
}

static bool add_ir(struct verify *v, const char *path, const char *name)
{
	size_t size;
	char *text = read_large_file(path, &size, VERIFY_BYTES);

	if (!text) {
		fprintf(stderr, "%s:1:1: error: %s\n", path,
			errno == EFBIG ? "it has over 64 MB" : read_error(errno));
		return false;
	}
	v->ir[v->nirs++] = (struct llvm_file){ name, text };
	return true;
}

/* Known kinds of files, and whether one of them is in Rust. */
static bool look_at(const struct verify *v, bool *rust)
{
	*rust = false;
	for (int i = 0; i < v->nfiles; i++) {
		*rust |= ends_in(v->file[i], ".rs");
		if (ends_in(v->file[i], ".c") || ends_in(v->file[i], ".rs") ||
		    verify_is_ir(v->file[i]))
			continue;
		fprintf(stderr, "lkmm verify: '%s' is neither C (.c) nor Rust (.rs) nor LLVM IR "
			"(.ll, .bc)\n", v->file[i]);
		return false;
	}
	return true;
}

static bool compile(struct verify *v, bool rust)
{
	struct commands jobs;

	commands_open(&jobs, "lkmm verify", v->dir);
	if (rust) {
		compile_crate(v, &jobs);
		if (!commands_finish(&jobs))
			return false;
	}
	for (int i = 0; i < v->nfiles; i++) {
		if (ends_in(v->file[i], ".c"))
			compile_c(v, &jobs, i, v->file[i]);
		else if (ends_in(v->file[i], ".rs"))
			compile_rust(v, &jobs, i, v->file[i]);
		else if (verify_is_bitcode(v->file[i]))
			disassemble(v, &jobs, i);
	}
	return commands_finish(&jobs);
}

bool verify_recompile(struct verify *v, int file, const char *path)
{
	char ir[SCRATCH_PATH + 32];
	struct commands jobs;
	size_t size;

	commands_open(&jobs, "lkmm verify", v->dir);
	jobs.quiet = path != v->file[file];	/* a change may not compile */
	if (ends_in(path, ".c"))
		compile_c(v, &jobs, file, path);
	else
		compile_rust(v, &jobs, file, path);
	if (!commands_finish(&jobs))
		return false;
	snprintf(ir, sizeof(ir), "%s/%s%d.ll", v->dir, v->stem, file);
	v->ir[file].text = read_large_file(ir, &size, VERIFY_BYTES);
	return v->ir[file].text;
}

/* Compiles include/lkmm/verify/@part.c. */
static bool add_part(struct verify *v, const char *part)
{
	struct command c = { .which = v->nfiles };
	char path[SCRATCH_PATH + 32];
	struct commands jobs;

	commands_open(&jobs, "lkmm verify", v->dir);
	add_c(v, &c);
	command_add_words(&c, "-fno-builtin");
	command_add(&c, "%s/lkmm/verify/%s.c", v->parts.include, part);
	command_add(&c, "-o");
	command_add(&c, "%s/%s.ll", v->dir, part);
	commands_start(&jobs, &c);
	snprintf(path, sizeof(path), "%s/%s.ll", v->dir, part);
	return commands_finish(&jobs) && add_ir(v, path, part);
}

/* The directory that the crate is in; "" would be all files. */
static void name_library(struct verify *v)
{
	const char *slash = strrchr(v->parts.crate, '/');

	snprintf(v->library, sizeof(v->library), "%.*s",
		 slash ? (int)(slash + 1 - v->parts.crate) : 0, v->parts.crate);
	if (!*v->library)
		snprintf(v->library, sizeof(v->library), "/rustc/");
}

bool verify_compile(struct verify *v)
{
	char path[SCRATCH_PATH + 32];
	bool rust;

	parts_find(&v->parts);
	if (!look_at(v, &rust))
		return false;
	if (!*v->parts.include) {
		fputs("lkmm verify: the headers of lkmm are not installed with this command\n",
		      stderr);
		return false;
	}
	name_library(v);
	if (rust && !*v->parts.crate) {
		fputs("lkmm verify: the crate lkmm is not installed with this command\n", stderr);
		return false;
	}
	if (!compile(v, rust))
		return false;
	for (int i = 0; i < v->nfiles; i++) {
		snprintf(path, sizeof(path), "%s/%d.ll", v->dir, i);
		if (!add_ir(v, ends_in(v->file[i], ".ll") ? v->file[i] : path, v->file[i]))
			return false;
	}
	snprintf(path, sizeof(path), "%s/lkmm.ll", v->dir);
	if (rust && !add_ir(v, path, "lkmm"))
		return false;
	return add_library(v, add_part);
}
