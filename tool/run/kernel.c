// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * --kernel DIR: the tests as a module of a Linux kernel, which is booted under qemu.
 * script/fetch-kernel prepares DIR: it has boot/vmlinuz-RELEASE, and build, the files for building
 * modules. write.c writes the same files; they include runtime/kernel and kernel/user instead.
 */
#include "run.h"
#include "base/progress.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_BOOTS = 3 };

static bool fail(const struct run *r, const char *what)
{
	fprintf(stderr, "lkmm run: --kernel %s: %s\n", r->kernel.dir, what);
	return false;
}

/* ---- the parts of the kernel ---- */

static bool is_there(const char *dir, const char *name)
{
	char path[MANY + 64];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return !stat(path, &st);
}

/* The first file in DIR/boot that is a kernel; its release is in its name. */
static bool find_image(struct run *r)
{
	struct files f = { 0 };
	char boot[MANY];

	snprintf(boot, sizeof(boot), "%s/boot", r->kernel.dir);
	list_directory(&f, boot);
	for (int i = 0; i < f.n; i++)
		if (!strncmp(f.name[i], "vmlinuz-", 8))
			snprintf(r->kernel.release, sizeof(r->kernel.release), "%s", f.name[i] + 8);
	files_free(&f);
	return r->kernel.release[0];
}

static const struct run_arch *arch_of_headers(const struct run *r)
{
	for (int i = 0; i < run_narchs; i++) {
		const struct run_vm *vm = run_vm_of(&run_archs[i]);
		char path[64];

		snprintf(path, sizeof(path), "build/arch/%s", vm ? vm->headers : "");
		if (vm && is_there(r->kernel.dir, path))
			return &run_archs[i];
	}
	return NULL;
}

static bool find_qemu(const struct run *r)
{
	const struct run_vm *vm = run_vm_of(r->arch);
	char why[128];

	snprintf(why, sizeof(why), "%s is not installed (Debian: %s)", vm->qemu, vm->package);
	return command_is_there(vm->qemu) || fail(r, why);
}

bool run_find_kernel(struct run *r)
{
	char resolved[PATH_MAX];
	const struct run_arch *arch;

	/* make and qemu run elsewhere than we do */
	if (realpath(r->kernel.dir, resolved))
		r->kernel.dir = r->kernel.path = strdup(resolved);
	if (!find_image(r))
		return fail(r, "no boot/vmlinuz-* there: script/fetch-kernel fetches one "
			       "(Debian: linux-image-cloud-amd64)");
	if (!is_there(r->kernel.dir, "build/Makefile"))
		return fail(r, "no kernel headers in build: script/fetch-kernel fetches them "
			       "(Debian: linux-headers-cloud-amd64)");
	arch = arch_of_headers(r);
	if (!arch)
		return fail(r, "a kernel for neither x86-64 nor arm64");
	if (!r->parts.kernel[0])
		return fail(r, "the sources of the module are not where this command is");
	if (r->arch && r->arch != arch)
		return fail(r, "a kernel for another architecture than --arch");
	r->arch = arch;
	if (!run_find_machine(r))
		return false;
	if (!r->cpu)
		r->cpu = run_vm_of(arch)->cpu;
	if (!find_qemu(r))
		return false;
	return command_is_there("make") || fail(r, "make is not installed (Debian: make)");
}

/* ---- tests that would break a kernel ---- */

struct sections {
	int locks, unlocks, srcu_locks, srcu_unlocks;
};

static void count_sections(void *arg, const struct lkmm_expr *x)
{
	struct sections *s = arg;

	if (x->kind != LKMM_ACCESS)
		return;
	switch (x->access->kind) {
	case LKMM_LOCK:
	case LKMM_TRYLOCK:
		s->locks++;
		break;
	case LKMM_UNLOCK:
		s->unlocks++;
		break;
	case LKMM_SRCU_LOCK:
		s->srcu_locks++;
		break;
	case LKMM_SRCU_UNLOCK:
		s->srcu_unlocks++;
		break;
	default:
		break;
	}
}

/* A test's filter drops bad executions; a kernel would continue after the damage. */
const char *run_kernel_obstacle(struct trial *t)
{
	if (t->litmus.program.nthreads > 16)
		return "more threads than the VM may have CPUs";
	for (int p = 0; p < t->litmus.program.nthreads; p++) {
		struct sections s = { 0 };

		t->emit.through_words = true;
		emit_each_until(&t->emit, p, NULL, count_sections, &s);
		t->emit.through_words = false;
		if (s.srcu_locks != s.srcu_unlocks)
			return "SRCU's readers must leave where they entered, in a kernel";
		if (s.unlocks > s.locks)
			return "in a kernel, a lock must be released by the thread that took it";
	}
	return NULL;
}

/* ---- the build ---- */

/* A CPU for each thread, and one for the thread that watches whether they go on. */
static int count_cpus(const struct run *r)
{
	int n = 1;

	for (int i = 0; i < r->nprograms; i++)
		if (r->program[i]->litmus.program.nthreads > n)
			n = r->program[i]->litmus.program.nthreads;
	return n + 1;
}

static bool write_include(const struct run *r, const char *name, const char *dir,
			  const char *source)
{
	struct text out = { 0 };
	bool ok;

	text_add(&out, "/* Written by lkmm run. */\n#include \"%s/%s\"\n", dir, source);
	ok = run_write_file(r, name, &out);
	text_free(&out);
	return ok;
}

static void put_objects(struct text *out, const struct run *r)
{
	int files = (r->nprograms + TESTS_PER_FILE - 1) / TESTS_PER_FILE;

	text_puts(out, "lkmm_run-y := run_main.o run_call.o tests.o");
	for (int i = 0; i < files; i++) {
		text_add(out, " t%d.o", i);
		if (r->file_forms[i] & EMIT_C)
			text_add(out, " c%d.o", i);
	}
	for (int form = 2; form < EMIT_FORMS; form++)
		if (r->forms >> form & 1)
			text_add(out, " rust%s.o", run_form_suffix(form));
	text_puts(out, "\n");
}

static void put_rust(struct text *out, const struct run *r)
{
	if (!(r->forms & EMIT_RUST))
		return;
	text_puts(out, "lkmm-rust := $(filter rust_%,$(lkmm_run-y))\n"
		       "lkmm-feature-rust_rust_inline.o := kernel-inline\n");
	text_add(out, "lkmm-crates := run=%s/kernel/run.rs\ninclude %s/rust.mk\n", r->parts.run,
		 r->parts.kernel);
}

static bool write_kbuild(const struct run *r)
{
	const char *kernel = r->parts.kernel, *run = r->parts.run;
	struct text out = { 0 };
	bool ok;

	text_puts(&out, "# Written by lkmm run.\nobj-m := lkmm.o lkmm_run.o\n"
			"lkmm-y := lkmm_main.o lkmm_ops.o\n");
	put_objects(&out, r);
	/*
	 * Options that litmus tests need: the compiler must not assume the absence of undefined
	 * behaviour.
	 */
	text_add(&out,
		 "ccflags-y := -I%s/user -I%s/kernel -I%s -DRUN_FORM=_c_inline -w \\\n\t"
		 "-Wno-error=incompatible-pointer-types "
		 "$(call cc-option,-mno-outline-atomics) \\\n\t",
		 kernel, run, run);
	text_add(&out, "-DRUN_MILLISECONDS=%.0fULL -DRUN_ITERATIONS=%lluULL -DRUN_MIXED=%d\n",
		 r->seconds * 1000, (unsigned long long)r->iterations, r->languages == RUN_MIXED);
	text_add(&out, "lkmm-wraps := $(lkmm-y) $(lkmm_run-y)\ninclude %s/missing.mk\n", kernel);
	put_rust(&out, r);
	ok = run_write_file(r, "Kbuild", &out);
	text_free(&out);
	return ok;
}

/* A crate for each form, with a module for each file. */
static bool write_rust(const struct run *r, int form)
{
	struct text out = { 0 };
	char name[64];
	bool ok;

	text_puts(&out, "// Written by lkmm run.\n\n#![no_std]\n#![allow(unused_attributes)]\n\n");
	for (int i = 0; i * TESTS_PER_FILE < r->nprograms; i++)
		if (r->file_forms[i] >> form & 1)
			text_add(&out, "mod r%d_%s;\n", i,
				 emit_form_is_outline(form) ? "outline" : "inline");
	text_puts(&out, "\n#[panic_handler]\nfn panic(info: &core::panic::PanicInfo<'_>) -> ! {\n"
			"    lkmm::kernel::panic(info)\n}\n");
	snprintf(name, sizeof(name), "rust%s.rs", run_form_suffix(form));
	ok = run_write_file(r, name, &out);
	text_free(&out);
	return ok;
}

/* make does not accept blanks in a path, nor qemu commas, with any quoting. */
static bool is_path_for_make(const struct run *r)
{
	return !strpbrk(r->dir, " \t\n,'\"\\:#$") ||
	       fail(r, "make cannot work in a directory with such a name: set TMPDIR, or --keep, "
		       "to one without blanks, commas and quotes");
}

static void start_make(struct commands *jobs, const struct run *r)
{
	struct command c = { .n = 0 };

	command_add(&c, "env");
	if (r->foreign)
		command_add_words(&c, "DEB_BUILD_ARCH=amd64 DEB_HOST_ARCH=arm64 "
				      "DEB_HOST_GNU_TYPE=aarch64-linux-gnu");
	command_add_words(&c, "make -s -j2");
	command_add(&c, "-C");
	command_add(&c, "%s/build", r->kernel.dir);
	command_add(&c, "M=%s", r->dir);
	command_add(&c, "RUSTC=%s", command_rustc());
	/* it would need the kernel's debug information */
	command_add_words(&c, "CONFIG_DEBUG_INFO_BTF_MODULES= modules");
	commands_start(jobs, &c);
}

static void start_init(struct commands *jobs, const struct run *r)
{
	struct command c = { .n = 0 };

	if (r->foreign)
		command_add(&c, "%s", r->cc);
	else
		command_add_env(&c, "CC", "cc");
	command_add_words(&c, "-O2 -static -D_GNU_SOURCE -o");
	command_add(&c, "%s/init", r->dir);
	command_add(&c, "%s/kernel/init.c", r->parts.run);
	commands_start(jobs, &c);
}

/* ---- the root file system: a cpio archive, see Documentation/driver-api/early-userspace ---- */

static void put_entry(FILE *out, const char *name, unsigned int mode, const void *data, size_t size)
{
	static unsigned int inode;
	static const char zeros[4];
	size_t length = strlen(name) + 1;

	fprintf(out, "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%s", ++inode, mode,
		0, 0, 1, 0, (unsigned int)size, 0, 0, 5, 1, (unsigned int)length, 0, name);
	fwrite(zeros, 1, 1 + (4 - (110 + length) % 4) % 4, out);
	if (size)
		fwrite(data, 1, size, out);
	fwrite(zeros, 1, (4 - size % 4) % 4, out);
}

static bool put_file(FILE *out, const struct run *r, const char *name)
{
	char path[MANY + 64];
	struct stat st;
	FILE *in;
	char *data;
	bool ok;

	snprintf(path, sizeof(path), "%s/%s", r->dir, name);
	in = fopen(path, "r");
	if (!in)
		return false;
	data = fstat(fileno(in), &st) ? NULL : malloc((size_t)st.st_size);
	ok = data && fread(data, 1, (size_t)st.st_size, in) == (size_t)st.st_size;
	if (ok)
		put_entry(out, name, S_IFREG | 0755, data, (size_t)st.st_size);
	free(data);
	fclose(in);
	return ok;
}

static bool write_initrd(const struct run *r)
{
	char path[MANY + 64];
	FILE *out;
	bool ok;

	snprintf(path, sizeof(path), "%s/initrd", r->dir);
	out = fopen(path, "w");
	if (!out)
		return fail(r, "the root file system cannot be written");
	put_entry(out, "dev", S_IFDIR | 0755, NULL, 0);
	put_entry(out, "dev/console", S_IFCHR | 0600, NULL, 0);
	ok = put_file(out, r, "init") && put_file(out, r, "lkmm.ko") &&
	     put_file(out, r, "lkmm_run.ko");
	put_entry(out, "TRAILER!!!", 0, NULL, 0);
	ok &= !fclose(out);
	return ok || fail(r, "the root file system cannot be written");
}

static bool write_sources(const struct run *r)
{
	const char *kernel = r->parts.kernel, *run = r->parts.run;

	for (int form = 2; form < EMIT_FORMS; form++)
		if (r->forms >> form & 1 && !write_rust(r, form))
			return false;
	return write_include(r, "lkmm_main.c", kernel, "main.c") &&
	       write_include(r, "lkmm_ops.c", kernel, "ops.c") &&
	       write_include(r, "run_main.c", run, "kernel/main.c") &&
	       write_include(r, "run_call.c", run, "kernel/call.c") && write_kbuild(r);
}

bool run_build_kernel(struct run *r)
{
	struct commands jobs;

	if (!is_path_for_make(r) || !write_sources(r))
		return false;
	progress_show(r->begin, "compiles part", 1, 1);
	commands_open(&jobs, "lkmm run", r->dir);
	start_make(&jobs, r);
	start_init(&jobs, r);
	return commands_finish(&jobs) && write_initrd(r);
}

/* ---- the machine ---- */

void run_put_vm(struct command *c, const struct run *r)
{
	const struct run_vm *vm = run_vm_of(r->arch);

	command_add(c, "timeout");
	/* This ends a VM that hangs. Others may take long on a busy machine. */
	command_add(c, "%.0f", 1200 + r->nprograms * (r->seconds * 3 + 60));
	/* And the VM ends with "timeout", which spawn() ends with us. */
	command_add_words(c, "setpriv --pdeathsig KILL");
	command_add(c, "%s", vm->qemu);
	command_add_words(c, vm->options);
	command_add(c, "-cpu");
	command_add(c, "%s", r->cpu);
	command_add(c, "-smp");
	command_add(c, "%d", count_cpus(r));
	command_add_words(c, "-accel tcg -m 512 -nodefaults -display none -no-reboot -net none "
			     "-serial chardev:out");
	command_add(c, "-chardev");
	command_add(c, "stdio,id=out,signal=on,logfile=%s/console,logappend=%s", r->dir,
		    r->kernel.first ? "on" : "off");
	command_add(c, "-kernel");
	command_add(c, "%s/boot/vmlinuz-%s", r->kernel.dir, r->kernel.release);
	command_add(c, "-initrd");
	command_add(c, "%s/initrd", r->dir);
	command_add(c, "-append");
	command_add(c, "console=%s panic=-1 oops=panic quiet loglevel=7 %s-- lkmm.ko lkmm_run.ko "
		       "first=%d", vm->console, vm->parameters, r->kernel.first);
}

/*
 * A line of the console: the module's text, without a prefix or suffix; NULL for other lines. Also
 * notes how the module ends.
 */
char *run_console_line(struct run *r, char *line)
{
	char *ours = strstr(line, "lkmm_run: ");

	line[strcspn(line, "\r")] = '\0';
	if (strstr(line, "kernel BUG") || strstr(line, "Kernel panic") ||
	    strstr(line, "WARNING: ")) {
		fprintf(stderr, "lkmm run: the kernel reports: %s\n", line);
		r->kernel.complained = true;
	}
	if (!ours)
		return NULL;
	ours += strlen("lkmm_run: ");
	r->kernel.began |= !strncmp(ours, "test ", 5) || !strncmp(ours, "cannot load", 11);
	if (!strncmp(ours, "cannot load", 11)) {
		fprintf(stderr, "lkmm run: the kernel %s: %s\n", r->kernel.release, ours);
		r->kernel.complained = true;
		return NULL;
	}
	if (!strncmp(ours, "next ", 5)) {
		r->kernel.next = atoi(ours + 5);
		return NULL;
	}
	if (!strcmp(ours, "done")) {
		r->kernel.done = true;
		return NULL;
	}
	if (strncmp(ours, "test ", 5) && strncmp(ours, "state ", 6) && strncmp(ours, "mode ", 5) &&
	    strncmp(ours, "end ", 4) && strncmp(ours, "died ", 5))
		return NULL;
	return ours;
}

void run_prepare_boot(struct run *r)
{
	r->kernel.first = r->kernel.next;
	r->kernel.next = 0;
	r->kernel.began = r->kernel.done = false;
}

/*
 * A test before the others keeps a CPU for ever. Or the VM came to none: qemu sometimes runs code
 * that the booting kernel has just changed, which ends in a panic.
 */
bool run_boots_again(struct run *r)
{
	if (!r->kernel.dir || r->kernel.done)
		return r->kernel.next > r->kernel.first;
	if (r->kernel.began || ++r->kernel.boots == MOST_BOOTS)
		return false;
	r->kernel.next = r->kernel.first;
	r->kernel.complained = false;
	fputs("lkmm run: the VM did not boot; once more\n", stderr);
	return true;
}

bool run_vm_ended_well(const struct run *r)
{
	if (r->kernel.complained)
		return false;
	return r->kernel.done || interrupted() ||
	       fail(r, "the VM did not complete: with --keep DIR, DIR/console has its output");
}
