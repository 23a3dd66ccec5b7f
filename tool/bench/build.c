// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Compiles the loops of bench/ on the user's machine, each variant into a shared object that
 * bench_load() opens. Variants that lack a compiler or a library are skipped,
 * and the reason is kept.
 */
#include "bench.h"
#include "base/command.h"
#include "base/progress.h"
#include "base/scratch.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void bench_leave_out(struct bench *b, int v, const char *why, ...)
{
	va_list ap;

	if (b->missing[v][0])
		return;
	va_start(ap, why);
	vsnprintf(b->missing[v], sizeof(b->missing[v]), why, ap);
	va_end(ap);
}

/* Starts @c, and shows progress on a terminal: a variant takes two or three commands. */
static void go(struct commands *j, const struct bench *b, struct command *c)
{
	progress_show(b->begin, "compiles part", j->count + 1, 2 * BENCH_VARIANTS);
	if (interrupted())
		command_free(c);
	else
		commands_start(j, c);
}

static bool is_rust(int v)
{
	return !bench_variants[v].source;
}

/* ---- the operations, as the loops include them ---- */

static bool write_operations(const struct bench *b)
{
	struct text c = { 0 }, rust = { 0 };
	bool ok;

	text_puts(&c, "/* Written by lkmm bench. */\n");
	text_puts(&rust, "// Written by lkmm bench.\n");
	for (size_t i = 0; i < b->nrows; i++) {
		const struct bench_op *op = b->row[i].op;

		text_add(&c, "%s\n", op->text);
		if (*op->rust_core)
			text_add(&rust, "op!(\"%s\", %s, v, p, %s, %s);\n", op->name, op->rust_type,
				 op->rust, op->rust_core);
		else
			text_add(&rust, "#[cfg(not(bench_core))]\nop!(\"%s\", %s, v, p, %s, ());\n",
				 op->name, op->rust_type, op->rust);
	}
	ok = scratch_write(b->dir, "ops.h", &c) && scratch_write(b->dir, "ops.rs", &rust);
	text_free(&c);
	text_free(&rust);
	return ok;
}

/* ---- C ---- */

static void add_c_options(struct command *c, const struct bench *b)
{
	/*
	 * Arithmetic wraps, as in the kernel; and where loops happen to lie is not to be measured.
	 */
	command_add_words(c, "-O2 -std=gnu11 -D_GNU_SOURCE -fPIC -fwrapv -fno-strict-aliasing -w "
			     "-falign-functions=64 -falign-loops=64");
	command_add(c, "-I%s", b->parts.include);
	command_add(c, "-I%s", b->dir);
}

/* The functions to call; hidden if static, to exclude those of another variant. */
static void add_library(struct command *c, const struct bench *b, int v)
{
	if (bench_variants[v].library == BENCH_STATIC)
		command_add(c, "-Wl,--exclude-libs,ALL");
	if (bench_variants[v].library == BENCH_STATIC)
		command_add(c, "%s", b->parts.library);
	if (bench_variants[v].library == BENCH_SHARED) {
		command_add(c, "%s", b->parts.shared);
		command_add(c, "-Wl,-rpath,%s", b->lib);
	}
	command_add(c, "-Wl,-z,now");
}

static void compile_c(struct commands *j, const struct bench *b, int v)
{
	struct command c = { .which = v };

	command_add_env(&c, "CC", "cc");
	add_c_options(&c, b);
	command_add_words(&c, bench_variants[v].flags);
	command_add(&c, "-shared");
	command_add(&c, "-o");
	command_add(&c, "%s/%s.so", b->dir, bench_variants[v].id);
	command_add(&c, "%s/%s", b->parts.bench, bench_variants[v].source);
	add_library(&c, b, v);
	go(j, b, &c);
}

/* Runs @c; its output is then in the file log0. */
static bool run_one(const struct bench *b, struct command *c)
{
	struct commands one;

	commands_open(&one, "lkmm bench", b->dir);
	one.quiet = true;
	commands_start(&one, c);
	return commands_finish(&one);
}

/* Whether the header of the other library exists. */
static bool has_header(struct bench *b, int v)
{
	struct command c = { .n = 0 };
	struct text text = { 0 };
	char name[64];
	bool ok;

	if (!bench_variants[v].header)
		return true;
	snprintf(name, sizeof(name), "has-%s.c", bench_variants[v].id);
	text_add(&text, "#include <%s>\n", bench_variants[v].header);
	ok = scratch_write(b->dir, name, &text);
	text_free(&text);
	command_add_env(&c, "CC", "cc");
	command_add_words(&c, "-fsyntax-only -w");
	command_add(&c, "%s/%s", b->dir, name);
	return run_one(b, &c) && ok;
}

/* ---- Rust ---- */

static void add_rust_options(struct command *c, const struct bench *b)
{
	command_add(c, "%s", command_rustc());
	command_add_words(c, "--edition=2021 -Copt-level=2 -Ccodegen-units=1 -Cpanic=abort "
			     "-Crelocation-model=pic -Coverflow-checks=off");
	command_add(c, "-Cllvm-args=-align-all-functions=6 -align-loops=64");
	command_add(c, "-L");
	command_add(c, "%s", b->lib);
}

/* The crates are named for how they are compiled: liblkmm_inline.rlib, _outline, _bitcode. */
static const char *crate_name(int v)
{
	return v == BENCH_BITCODE ? "bitcode" : bench_variants[v].outline ? "outline" : "inline";
}

static void compile_crate(struct commands *j, const struct bench *b, int v)
{
	struct command c = { .which = v };

	add_rust_options(&c, b);
	command_add(&c, "--crate-name=lkmm");
	command_add(&c, "--crate-type=rlib");
	command_add(&c, "-Cmetadata=%s", crate_name(v));
	if (bench_variants[v].outline)
		command_add(&c, "--cfg=feature=\"outline\"");
	if (v == BENCH_BITCODE)
		command_add(&c, "-Clinker-plugin-lto");
	command_add(&c, "-o");
	command_add(&c, "%s/liblkmm_%s.rlib", b->dir, crate_name(v));
	command_add(&c, "%s", b->parts.crate);
	go(j, b, &c);
}

static void add_loops(struct command *c, const struct bench *b, int v)
{
	command_add(c, "--crate-name=loops");
	command_add_words(c, bench_variants[v].flags);
	if (!bench_variants[v].peer)
		command_add(c, "--extern=lkmm=%s/liblkmm_%s.rlib", b->dir, crate_name(v));
	command_add(c, "%s/loops.rs", b->parts.bench);
	command_add(c, "-o");
}

static void compile_rust(struct commands *j, const struct bench *b, int v)
{
	struct command c = { .which = v };

	add_rust_options(&c, b);
	command_add(&c, "--crate-type=lib");
	command_add(&c, "--emit=obj");
	add_loops(&c, b, v);
	command_add(&c, "%s/%s.o", b->dir, bench_variants[v].id);
	go(j, b, &c);
}

static void link_rust(struct commands *j, const struct bench *b, int v)
{
	struct command c = { .which = v };

	command_add_env(&c, "CC", "cc");
	command_add(&c, "-shared");
	command_add(&c, "-o");
	command_add(&c, "%s/%s.so", b->dir, bench_variants[v].id);
	command_add(&c, "%s/%s.o", b->dir, bench_variants[v].id);
	add_library(&c, b, v);
	go(j, b, &c);
}

/* ---- bitcode ---- */

/* liblkmm for the linker to inline from. */
static void compile_bitcode(struct commands *j, const struct bench *b)
{
	struct command c = { .which = BENCH_BITCODE };

	command_add(&c, "clang");
	add_c_options(&c, b);
	command_add(&c, "-flto=thin");
	command_add(&c, "-c");
	command_add(&c, "-o");
	command_add(&c, "%s/bitcode-c.o", b->dir);
	command_add(&c, "%s/bitcode/bitcode.c", b->parts.sources);
	go(j, b, &c);
}

/* The first line that @c prints; false if it fails. */
static bool first_line(const struct bench *b, struct command *c, const char *begin, char *line,
		       int size)
{
	char log[BENCH_PATH + 64];
	FILE *in;

	line[0] = '\0';
	if (!run_one(b, c))
		return false;
	snprintf(log, sizeof(log), "%s/log0", b->dir);
	in = fopen(log, "r");
	while (in && fgets(line, size, in) && strncmp(line, begin, strlen(begin)))
		line[0] = '\0';
	if (in)
		fclose(in);
	line[strcspn(line, "\n")] = '\0';
	return line[0];
}

/*
 * Only a linker as new as rustc's LLVM can read both. rustc may bring one along, in a directory for
 * gcc's -B; else Debian has it as lld-NN, and gets such a directory.
 */
static void find_linker(struct bench *b)
{
	static const char version[] = "LLVM version: ";
	char line[BENCH_PATH], path[2 * BENCH_PATH];
	struct command libdir = { .n = 0 }, verbose = { .n = 0 };

	command_add(&libdir, "%s", command_rustc());
	command_add_words(&libdir, "--print target-libdir");
	if (first_line(b, &libdir, "/", line, sizeof(line))) {
		snprintf(b->linker, sizeof(b->linker), "%.*s/../bin/gcc-ld",
			 (int)sizeof(b->linker) - 32, line);
		snprintf(path, sizeof(path), "%s/ld.lld", b->linker);
		if (!access(path, X_OK))
			return;
	}
	strcpy(b->linker, b->dir);
	command_add(&verbose, "%s", command_rustc());
	command_add(&verbose, "-vV");
	if (!first_line(b, &verbose, version, line, sizeof(line)))
		return;
	snprintf(path, sizeof(path), "/usr/bin/ld.lld-%d", atoi(line + strlen(version)));
	snprintf(line, sizeof(line), "%.*s/ld.lld", (int)sizeof(line) - 16, b->dir);
	if (access(path, X_OK) || symlink(path, line))
		bench_leave_out(b, BENCH_BITCODE,
				"rustc comes without a linker, and there is no %s (Debian: lld-%s)",
				path, strrchr(path, '-') + 1);
}

static void link_bitcode(struct commands *j, const struct bench *b)
{
	struct command c = { .which = BENCH_BITCODE };

	add_rust_options(&c, b);
	command_add_words(&c, "--crate-type=cdylib -Clinker-plugin-lto -Clink-arg=-fuse-ld=lld");
	command_add(&c, "-Clink-arg=-B%s", b->linker);
	command_add(&c, "-Clink-arg=%s/bitcode-c.o", b->dir);
	add_loops(&c, b, BENCH_BITCODE);
	command_add(&c, "%s/bitcode.so", b->dir);
	go(j, b, &c);
}

/* ---- all of it ---- */

/* The most useful line of a compiler's messages. */
static void first_error(const char *log, char *line, int size)
{
	FILE *in = fopen(log, "r");

	line[0] = '\0';
	while (in && fgets(line, size, in) && !strstr(line, "error"))
		;
	if (in)
		fclose(in);
	line[strcspn(line, "\n")] = '\0';
}

static void give_up(void *arg, int v, const char *log)
{
	char line[160];

	first_error(log, line, sizeof(line));
	bench_leave_out(arg, v, "cannot be compiled: %s", line);
}

static void look_around(struct bench *b)
{
	const char *no_rust = NULL;

	if (!command_is_there(command_rustc()))
		no_rust = "there is no rustc, the Rust compiler, in PATH (Debian: rustc-web; since "
			  "14 rustc)";
	else if (!b->parts.crate[0])
		no_rust = "the crate lkmm is not installed with this command";
	for (int v = 0; v < BENCH_VARIANTS; v++) {
		if (is_rust(v) && no_rust)
			bench_leave_out(b, v, "%s", no_rust);
		else if (!has_header(b, v))
			bench_leave_out(b, v, "there is no <%s> (Debian: %s)",
					bench_variants[v].header,
				  bench_variants[v].package);
	}
	if (bench_has(b, BENCH_BITCODE))
		find_linker(b);
	if (!command_is_there("clang"))
		bench_leave_out(b, BENCH_BITCODE, "no clang in PATH (Debian: clang)");
}

bool bench_build(struct bench *b)
{
	struct commands j;

	if (!write_operations(b))
		return false;
	look_around(b);
	commands_open(&j, "lkmm bench", b->dir);
	j.tell = give_up;
	j.arg = b;
	for (int v = BENCH_RUST_INLINE; v <= BENCH_BITCODE; v++)
		/* rust-static and rust-shared have the same crate */
		if (bench_has(b, v) && v != BENCH_RUST_SHARED)
			compile_crate(&j, b, v);
	if (bench_has(b, BENCH_BITCODE))
		compile_bitcode(&j, b);
	for (int v = 0; v < BENCH_VARIANTS; v++)
		if (bench_has(b, v) && !is_rust(v))
			compile_c(&j, b, v);
	commands_finish(&j);
	for (int v = 0; v < BENCH_VARIANTS; v++)
		if (bench_has(b, v) && is_rust(v) && v != BENCH_BITCODE)
			compile_rust(&j, b, v);
	if (bench_has(b, BENCH_BITCODE))
		link_bitcode(&j, b);
	commands_finish(&j);
	for (int v = 0; v < BENCH_VARIANTS; v++)
		if (bench_has(b, v) && is_rust(v) && v != BENCH_BITCODE)
			link_rust(&j, b, v);
	commands_finish(&j);
	if (interrupted())
		fputs("lkmm bench: interrupted before anything was measured\n", stderr);
	else if (!bench_has(b, BENCH_C_INLINE))
		fprintf(stderr, "lkmm bench: C inline %s\n", b->missing[BENCH_C_INLINE]);
	return !interrupted() && bench_has(b, BENCH_C_INLINE);
}

/* ---- the compiled code ---- */

static bench_loop *find_loop(void *module, const char *name, const char *setting)
{
	char symbol[256];
	union {
		void *object;
		bench_loop *function;
	} found;

	snprintf(symbol, sizeof(symbol), "bench_%s_%s", name, setting);
	found.object = dlsym(module, symbol);
	return found.function;
}

static void load_variant(struct bench *b, int v)
{
	char path[BENCH_PATH + 64];

	snprintf(path, sizeof(path), "%s/%s.so", b->dir, bench_variants[v].id);
	b->module[v] = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!b->module[v]) {
		bench_leave_out(b, v, "cannot be loaded: %s", dlerror());
		return;
	}
	for (size_t i = 0; i < b->nrows; i++)
		for (int s = 0; s < BENCH_SETTINGS; s++)
			b->row[i].loop[v][s] = find_loop(b->module[v], b->row[i].op->name,
							 bench_setting_name[s]);
}

bool bench_load(struct bench *b)
{
	for (int v = 0; v < BENCH_VARIANTS; v++)
		if (bench_has(b, v))
			load_variant(b, v);
	if (bench_has(b, BENCH_C_INLINE))
		return true;
	fprintf(stderr, "lkmm bench: C inline %s\n", b->missing[BENCH_C_INLINE]);
	return false;
}

void bench_unload(struct bench *b)
{
	for (int v = 0; v < BENCH_VARIANTS; v++) {
		if (b->module[v])
			dlclose(b->module[v]);
		b->module[v] = NULL;
	}
}
