// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm check --arch --with-c11: further columns, for what compilers make of C11's atomics and of
 * Rust's. Each compiler that is there compiles a function for each operation; objdump shows its
 * code, which takes the place of a sequence of defs/arch/.
 */
#include "c11.h"
#include "check.h"
#include "base/command.h"
#include "base/machine.h"
#include "base/scratch.h"
#include "base/spawn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct c11_arch archs[] = {
	{ "arm64",
	  { "-march=armv8-a -mno-outline-atomics", "-march=armv8.1-a" },
	  { "-Ctarget-feature=-lse,-outline-atomics", "-Ctarget-feature=+lse" },
	  NULL, "b", NULL, "clrex", "x0", { "x0", "x1", "x2" } },
	{ "riscv64",
	  { "-march=rv64imafd -mabi=lp64d", "-march=rv64imafd@ -mabi=lp64d" },
	  { "-Ctarget-feature=-c,-zca", "-Ctarget-feature=-c,-zca@" },
	  NULL, "j", "lr.w", NULL, "a0", { "a0", "a1", "a2" } },
	{ "x86_64",
	  { "-fcf-protection=none", "" }, { "", "" },
	  "-Msuffix", "jmp", NULL, NULL, "rax", { "rdi", "rsi", "rdx" } },
};

enum { TOOL = 512 };	/* the path of a compiler, at most */
enum { GCC, CLANG, RUSTC, COMPILERS, ARCHS = sizeof(archs) / sizeof(archs[0]) };

static const char *const compiler_names[COMPILERS] = { "gcc", "clang", "rustc" };

/* What one compiler makes of all operations. */
struct column {
	struct litmus_target target;
	const struct c11_arch *arch;
	int compiler;
	char why[160];			/* there is none; or empty */
};

struct columns {
	struct check *c;
	char dir[SCRATCH_PATH];
	struct column of[MAX_TARGETS * COMPILERS];
	int n;
};

static void put_name(const struct column *k, char name[TARGET_NAME])
{
	target_name(&k->target, name);
}

/* ---- compiling ---- */

static bool is_own(const struct c11_arch *arch)
{
	return machine_own() == machine_called(arch->name);
}

/* A tool for the architecture: "aarch64-linux-gnu-gcc", or "gcc" on such a machine. */
static bool find_tool(const struct c11_arch *arch, const char *tool, char name[TOOL])
{
	snprintf(name, TOOL, "%s-%s", machine_called(arch->name)->gnu, tool);
	if (command_is_there(name))
		return true;
	if (!is_own(arch))
		return false;
	snprintf(name, TOOL, "%s", tool);
	return command_is_there(name);
}

static bool find_compiler(struct column *k, char name[TOOL])
{
	bool found;

	if (k->compiler == GCC) {
		found = find_tool(k->arch, "gcc", name);
	} else {
		snprintf(name, TOOL, "%s", k->compiler == CLANG ? "clang" : command_rustc());
		found = command_is_there(name);
	}
	if (!found)
		snprintf(k->why, sizeof(k->why), "there is no %.120s", name);
	return found;
}

/* @options, with "zacas+zabha" for an @: each name behind @sign. */
static void add_options(struct command *cmd, const char *options, const char *feature,
			const char *sign)
{
	const char *at = strchr(options, '@');
	struct text all = { 0 };

	if (at) {
		text_add(&all, "%.*s", (int)(at - options), options);
		for (size_t n; *feature; feature += n + (feature[n] == '+')) {
			n = strcspn(feature, "+");
			text_add(&all, "%s%.*s", sign, (int)n, feature);
		}
		text_puts(&all, at + 1);
	}
	command_add_words(cmd, at && all.s ? all.s : options);
	text_free(&all);
}

/* The options leave out instructions that are for debuggers and against attacks. */
static void start(struct columns *all, struct commands *jobs, int i)
{
	struct column *k = &all->of[i];
	const struct machine_names *names = machine_called(k->arch->name);
	bool featured = k->target.feature;
	struct command cmd = { .which = i };
	char name[TOOL];

	if (!find_compiler(k, name))
		return;
	command_add(&cmd, "%s", name);
	if (k->compiler == RUSTC) {
		command_add(&cmd, "--target=%s", names->rust);
		add_options(&cmd, k->arch->rustc[featured], k->target.feature, ",+");
		command_add_words(&cmd, "--edition=2021 --emit=obj -Copt-level=2 -Cpanic=abort "
					"-Cdebuginfo=0 -Cforce-frame-pointers=no");
	} else {
		if (k->compiler == CLANG)
			command_add(&cmd, "--target=%s", names->gnu);
		add_options(&cmd, k->arch->c[featured], k->target.feature, "_");
		command_add_words(&cmd, "-std=gnu11 -O2 -w -c -fomit-frame-pointer "
					"-fno-stack-protector");
	}
	command_add(&cmd, "%s/%s", all->dir, k->compiler == RUSTC ? "c11.rs" : "c11.c");
	command_add(&cmd, "-o");
	command_add(&cmd, "%s/%d.o", all->dir, i);
	commands_start(jobs, &cmd);
}

/* The first error that the compiler reports. */
static void take_complaint(void *arg, int which, const char *log)
{
	struct column *k = &((struct columns *)arg)->of[which];
	FILE *in = fopen(log, "r");
	char line[sizeof(k->why)];

	snprintf(k->why, sizeof(k->why), "%s fails", compiler_names[k->compiler]);
	while (in && fgets(line, sizeof(line), in)) {
		if (!strstr(line, "error"))
			continue;
		line[strcspn(line, "\n")] = '\0';
		snprintf(k->why, sizeof(k->why), "%s", line);
		break;
	}
	if (in)
		fclose(in);
}

static bool compile_all(struct columns *all)
{
	struct text c = { 0 }, rust = { 0 };
	struct commands jobs;
	bool ok;

	c11_put_source(&c, false);
	c11_put_source(&rust, true);
	ok = !c.failed && !rust.failed && scratch_write(all->dir, "c11.c", &c) &&
	     scratch_write(all->dir, "c11.rs", &rust);
	text_free(&c);
	text_free(&rust);
	commands_open(&jobs, "lkmm check", all->dir);
	jobs.tell = take_complaint;
	jobs.arg = all;
	for (int i = 0; ok && i < all->n; i++)
		start(all, &jobs, i);
	commands_finish(&jobs);
	return ok;
}

/* ---- its code ---- */

static int count_operations(void)
{
	struct asm_sequence s;
	int n = 0;

	while (c11_operation(n, &s))
		n++;
	return n;
}

/* The sequences of @k: of @n functions, those whose code was found. False without memory. */
static bool keep_sequences(struct columns *all, struct column *k, const struct c11_code *code,
			   int n)
{
	struct lkmm_arena *arena = all->c->model_arena;
	struct asm_sequence *s = lkmm_alloc(arena, (size_t)n * sizeof(*s));

	k->target.sequence = s;
	for (int i = 0; s && i < n; i++) {
		char *copy = lkmm_alloc(arena, code[i].text.len + 1);

		if (!copy)
			return false;
		if (!code[i].found || !c11_operation(i, s))
			continue;
		memcpy(copy, code[i].text.s ? code[i].text.s : "", code[i].text.len + 1);
		s->arch = k->arch->name;
		s->text = copy;
		s->in_word = k->arch->word && s->bits < 32 && strstr(copy, k->arch->word);
		s->fixed = s->result ? k->arch->result : NULL;
		/* A barrier is given nothing. */
		for (int g = 0; g < 3 && s->bits && (!g || s->operand[g - 1]); g++)
			s->given[g] = k->arch->given[g];
		s++;
		k->target.nsequences++;
	}
	return s;
}

/* What objdump prints for @file, to be read; NULL if it fails. */
static FILE *disassemble(const struct c11_arch *arch, char *file)
{
	char name[TOOL];
	char *argv[] = { name, (char *)"-td", (char *)"--no-show-raw-insn", file,
			 (char *)arch->objdump, NULL };
	FILE *out = find_tool(arch, "objdump", name) ? tmpfile() : NULL;
	pid_t pid;

	if (out && !spawn(argv, -1, fileno(out), "/dev/null", &pid) && spawned_well(pid)) {
		rewind(out);
		return out;
	}
	if (out)
		fclose(out);
	return NULL;
}

static bool read_column(struct columns *all, int i)
{
	struct column *k = &all->of[i];
	int n = count_operations();
	char file[SCRATCH_PATH + 16];
	struct c11_code *code = calloc((size_t)n, sizeof(*code));
	FILE *in = NULL;
	bool ok = true;

	if (!code)
		return false;
	snprintf(file, sizeof(file), "%s/%d.o", all->dir, i);
	in = disassemble(k->arch, file);
	if (in)
		ok = c11_read_code(in, k->arch, code, n) && keep_sequences(all, k, code, n);
	else
		snprintf(k->why, sizeof(k->why), "there is no objdump for it");
	if (in)
		fclose(in);
	for (int t = 0; t < n; t++)
		text_free(&code[t].text);
	free(code);
	return ok;
}

/* ---- columns ---- */

static void add_columns(struct columns *all, const struct litmus_target *t)
{
	for (int a = 0; a < ARCHS; a++) {
		if (strcmp(archs[a].name, t->arch))
			continue;
		for (int i = 0; i < COMPILERS; i++) {
			struct column *k = &all->of[all->n++];

			*k = (struct column){ .target = *t, .arch = &archs[a], .compiler = i };
			k->target.by = compiler_names[i];
		}
	}
}

/* A column that cannot be is left out, with the reason. */
static int take_columns(struct columns *all)
{
	struct check *c = all->c;
	char name[TARGET_NAME];
	int n = 0;

	for (int i = 0; i < all->n; i++) {
		const struct column *k = &all->of[i];

		if (!k->why[0] && c->ntargets < MAX_TARGETS) {
			c->target[c->ntargets++] = k->target;
			n++;
			continue;
		}
		put_name(k, name);
		fprintf(stderr, "lkmm check: no column %s: %s\n", name, k->why);
	}
	return n;
}

static bool fill(struct columns *all)
{
	bool ok = compile_all(all);

	for (int i = 0; ok && i < all->n; i++)
		ok = all->of[i].why[0] || read_column(all, i);
	if (!ok)
		fputs("lkmm check: out of memory\n", stderr);
	else if (!take_columns(all))
		fputs("lkmm check: --with-c11: there is no compiler\n", stderr);
	else
		return true;
	return false;
}

bool c11_prepare(struct check *c)
{
	struct columns *all = calloc(1, sizeof(*all));
	bool ok;

	if (!c->model_arena)
		c->model_arena = lkmm_arena_new();
	if (!all || !c->model_arena) {
		fputs("lkmm check: out of memory\n", stderr);
		free(all);
		return false;
	}
	all->c = c;
	for (int i = 0; i < c->ntargets; i++)
		add_columns(all, &c->target[i]);
	ok = scratch_open(all->dir, NULL, "check");
	if (ok) {
		ok = fill(all);
		scratch_remove(all->dir, NULL);
	}
	free(all);
	return ok;
}
