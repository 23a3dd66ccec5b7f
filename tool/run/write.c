// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The tests as a program. For each few of them: cN.c, their processes in C; rN_inline.rs and
 * rN_outline.rs, those in Rust; and tN.c, the code around them. tests.c lists all tests, and
 * tests.rs makes one library of the files in Rust.
 */
#include "run.h"
#include "emit/object.h"
#include "base/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool run_write_file(const struct run *r, const char *name, const struct text *text)
{
	return scratch_write(r->dir, name, text);
}

/* ---- headers that the tests need ---- */

static bool has_fence(const struct litmus_test *l, enum lkmm_fence fence)
{
	for (int i = 0; i < l->source.naccesses; i++)
		if (l->source.access[i]->access->kind == LKMM_FENCE &&
		    l->source.access[i]->access->fence == fence)
			return true;
	return false;
}

bool run_uses_rcu(const struct litmus_test *l)
{
	return has_fence(l, LKMM_FENCE_RCU_LOCK) || has_fence(l, LKMM_FENCE_RCU_UNLOCK) ||
	       has_fence(l, LKMM_FENCE_SYNC_RCU);
}

static void put_head(struct text *out, bool rcu)
{
	text_puts(out, "/* Written by lkmm run. */\n#include \"lock.h\"\n#include \"srcu.h\"\n");
	text_puts(out, rcu ? "#include \"rcu.h\"\n\n" : "\n");
}

static void put_rust_head(struct text *out)
{
	text_puts(out, "// Written by lkmm run.\n\n"
		       "#![no_std]\n"
		       "// Litmus tests are short programs about memory, not models of style.\n"
		       "#![allow(clippy::all, improper_ctypes_definitions, non_snake_case)]\n"
		       "#![allow(dead_code, non_camel_case_types)]\n"
		       "#![allow(unreachable_code, unused_assignments, unused_imports)]\n"
		       "#![allow(unused_mut, unused_variables)]\n"
		       "#![allow(arithmetic_overflow, unconditional_panic)]\n\n"
		       "use lkmm::{barrier, Acquire, Atomic, Full, Relaxed, Release};\n"
		       "use run::{SpinLock, SrcuStruct};\n\n");
}

/* ---- the parts ---- */

const char *run_form_suffix(int form)
{
	static const char *const suffix[EMIT_FORMS] = {
		"_c_inline", "_c_outline", "_rust_inline", "_rust_outline",
	};

	return suffix[form];
}

static void put_test_in_c(struct text *out, struct trial *t)
{
	struct emit *e = &t->emit;

	e->out = out;
	text_puts(out, "/* ---- ");
	text_comment(out, t->litmus.program.name);
	text_puts(out, " ---- */\n\n");
	emit_c_types(e);
	for (int p = 0; p < t->litmus.program.nthreads; p++) {
		if (!(e->form[p] & EMIT_C))
			continue;
		emit_c_process(e, p);
		emit_loop(e, p, "_c");
		if (emit_perpetual_fits(e))
			emit_perpetual_process(e, p);
	}
}

static void put_rust_process(struct emit *e, int p, const char *form)
{
	emit_rust_process(e, p, form);
	if (emit_perpetual_fits(e))
		emit_rust_perpetual(e, p, form);
}

static void put_test_in_rust(struct text *out, struct trial *t, int form)
{
	t->emit.out = out;
	text_puts(out, "// ---- ");
	text_comment(out, t->litmus.program.name);
	text_puts(out, " ----\n\n");
	emit_rust_types(&t->emit);
	for (int p = 0; p < t->litmus.program.nthreads; p++)
		if (t->emit.form[p] >> form & 1)
			put_rust_process(&t->emit, p, run_form_suffix(form));
}

/* The functions in Rust are called from loops in C. */
static void put_rust_loops(struct emit *e, int form)
{
	for (int p = 0; p < e->l->program.nthreads; p++) {
		if (!(e->form[p] >> form & 1))
			continue;
		emit_c_prototype(e, p, run_form_suffix(form));
		emit_loop(e, p, run_form_suffix(form));
		if (emit_perpetual_fits(e))
			emit_perpetual_call(e, p, run_form_suffix(form));
	}
}

static void put_test_table(struct text *out, const struct run *r, struct trial *t)
{
	const char *form[EMIT_FORMS] = { NULL };

	t->emit.out = out;
	emit_c_types(&t->emit);
	for (int f = 0; f < EMIT_FORMS; f++) {
		if (r->forms >> f & 1)
			form[f] = run_form_suffix(f);
		if (EMIT_RUST >> f & 1)
			put_rust_loops(&t->emit, f);
	}
	emit_table(&t->emit, form);
}

/* Adds the contents of the file of the processes in @form, for the tests from @first up to @end. */
static void put_processes(struct text *out, struct run *r, int first, int end, int form, bool rcu)
{
	if (EMIT_RUST >> form & 1)
		put_rust_head(out);
	else
		put_head(out, rcu);
	for (int i = first; i < end; i++) {
		if (EMIT_RUST >> form & 1)
			put_test_in_rust(out, r->program[i], form);
		else
			put_test_in_c(out, r->program[i]);
	}
}

/* The file for both forms in C, or that for one in Rust. */
static bool write_processes(struct run *r, int file, int first, int end, int form, bool rcu)
{
	struct text out = { 0 };
	char name[32];
	bool ok;

	if (EMIT_RUST >> form & 1)
		snprintf(name, sizeof(name), "r%d%s.rs", file,
			 emit_form_is_outline(form) ? "_outline" : "_inline");
	else
		snprintf(name, sizeof(name), "c%d.c", file);
	put_processes(&out, r, first, end, form, rcu);
	ok = run_write_file(r, name, &out);
	text_free(&out);
	return ok;
}

static bool write_table(struct run *r, int file, int first, int end, bool rcu)
{
	struct text out = { 0 };
	char name[32];
	bool ok;

	put_head(&out, rcu);
	for (int i = first; i < end; i++)
		put_test_table(&out, r, r->program[i]);
	snprintf(name, sizeof(name), "t%d.c", file);
	ok = run_write_file(r, name, &out);
	text_free(&out);
	return ok;
}

/* One set of files, for the tests of the program from @first on. */
static bool write_some(struct run *r, int file, int first)
{
	int end = first + TESTS_PER_FILE < r->nprograms ? first + TESTS_PER_FILE : r->nprograms;
	unsigned int forms = 0;
	bool rcu = false;

	for (int i = first; i < end; i++) {
		const struct trial *t = r->program[i];

		rcu |= run_uses_rcu(&t->litmus);
		for (int p = 0; p < t->litmus.program.nthreads; p++)
			forms |= t->emit.form[p];
	}
	r->rcu |= rcu;
	r->forms |= forms;
	r->file_forms[file] = forms;
	for (int form = 0; form < EMIT_FORMS; form++) {
		bool done = form == 1 && forms & 1;	/* C has one file for both */

		if (forms >> form & 1 && !done && !write_processes(r, file, first, end, form, rcu))
			return false;
	}
	return write_table(r, file, first, end, rcu);
}

static bool write_crates(const struct run *r)
{
	struct text out = { 0 };
	bool ok;

	text_puts(&out, "// Written by lkmm run.\n\n//! The tests in Rust, as one library.\n\n"
			"#![no_std]\n\n");
	for (int i = 0; i * TESTS_PER_FILE < r->nprograms; i++)
		for (int form = 2; form < EMIT_FORMS; form++)
			if (r->file_forms[i] >> form & 1)
				text_add(&out, "extern crate r%d_%s;\n", i,
					 emit_form_is_outline(form) ? "outline" : "inline");
	text_puts(&out, "\nextern \"C\" {\n    fn abort() -> !;\n}\n\n#[panic_handler]\n"
			"fn panic(_: &core::panic::PanicInfo) -> ! {\n"
			"    // SAFETY: it has no requirements.\n    unsafe { abort() }\n}\n\n"
			"// Rust's core, which was compiled to unwind, names it.\n#[no_mangle]\n"
			"extern \"C\" fn rust_eh_personality() {}\n");
	ok = run_write_file(r, "tests.rs", &out);
	text_free(&out);
	return ok;
}

static bool write_list(struct run *r)
{
	struct text out = { 0 };
	bool ok;

	text_puts(&out, "/* Written by lkmm run. */\n#include \"run.h\"\n\n");
	for (int i = 0; i < r->nprograms; i++)
		text_add(&out, "extern const struct run_test test%d;\n", i);
	text_puts(&out, "\nconst struct run_test *const run_tests[] = {\n");
	for (int i = 0; i < r->nprograms; i++) {
		text_add(&out, "\t&test%d,\t/* ", i);
		text_comment(&out, r->program[i]->litmus.program.name);
		text_puts(&out, " */\n");
	}
	text_add(&out, "};\n\nconst int run_ntests = %d;\n", r->nprograms);
	ok = run_write_file(r, "tests.c", &out);
	text_free(&out);
	return ok;
}

bool run_write(struct run *r)
{
	int files = (r->nprograms + TESTS_PER_FILE - 1) / TESTS_PER_FILE;

	r->file_forms = calloc((size_t)files + 1, sizeof(*r->file_forms));
	if (!r->file_forms) {
		fputs("lkmm run: out of memory\n", stderr);
		return false;
	}
	for (int i = 0; i < files; i++)
		if (!write_some(r, i, i * TESTS_PER_FILE))
			return false;
	return write_list(r) && (!(r->forms & EMIT_RUST) || write_crates(r));
}
