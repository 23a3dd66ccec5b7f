// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Litmus tests as programs: litmus.c has their processes in C and their main(), litmus.rs those in
 * Rust, and main() if all are. They are compiled and decided like files of a user.
 */
#include "verify.h"
#include "base/json.h"
#include "emit/emit.h"
#include "emit/object.h"
#include "show/diagnose.h"
#include "tool/include/include.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char c_head[] =
	"/* Written by lkmm verify. */\n"
	"#include <limits.h>\n#include <stdbool.h>\n#include <stdint.h>\n#include <stdlib.h>\n"
	"#include <lkmm/atomic.h>\n#include <lkmm/barrier.h>\n#include <lkmm/object.h>\n"
	"#include <lkmm/rcu.h>\n#include <lkmm/verify.h>\n\n"
	"void lkmm_verify_may_race(int begins);\nvoid lkmm_verify_warns(void);\n"
	"int lkmm_verify_choice(const void *of);\n\n"
	"#define data_race(x) ({ lkmm_verify_may_race(1); __auto_type found_ = (x); \\\n"
	"\tlkmm_verify_may_race(0); found_; })\n\n"
	"static inline int run_popcount(uint64_t v)\n{\n"
	"\tv -= (v >> 1) & 0x5555555555555555;\n"
	"\tv = (v & 0x3333333333333333) + ((v >> 2) & 0x3333333333333333);\n"
	"\tv = (v + (v >> 4)) & 0x0f0f0f0f0f0f0f0f;\n"
	"\treturn (int)(v * 0x0101010101010101 >> 56);\n}\n\n"
	"static inline int run_ctz(uint64_t v)\n{\n"
	"\treturn run_popcount(~v & (v - 1));\n}\n\n"
	"static inline int run_clz(uint64_t v)\n{\n"
	"\tv |= v >> 1, v |= v >> 2, v |= v >> 4;\n"
	"\tv |= v >> 8, v |= v >> 16, v |= v >> 32;\n"
	"\treturn 64 - run_popcount(v);\n}\n\n";

static const char rust_head[] =
	"// Written by lkmm verify.\n"
	"#![no_std]\n#![allow(warnings)]\n\n"
	"use core::ptr::addr_of_mut;\n"
	"use lkmm::verify::{assume, spawn};\n"
	"use lkmm::{barrier, Acquire, Atomic, Full, Relaxed, Release};\n\n"
	"// As in <lkmm/verify.h>.\n"
	"extern \"C\" {\n"
	"    fn lkmm_rcu_read_lock();\n    fn lkmm_rcu_read_unlock();\n"
	"    fn lkmm_synchronize_rcu();\n"
	"    fn lkmm_spin_lock(l: *const SpinLock);\n"
	"    fn lkmm_spin_trylock(l: *const SpinLock) -> i32;\n"
	"    fn lkmm_spin_unlock(l: *const SpinLock);\n"
	"    fn lkmm_spin_is_locked(l: *const SpinLock) -> i32;\n"
	"    fn lkmm_srcu_read_lock(s: *const SrcuStruct) -> i32;\n"
	"    fn lkmm_srcu_read_unlock(s: *const SrcuStruct, section: i32);\n"
	"    fn lkmm_synchronize_srcu(s: *const SrcuStruct);\n"
	"    fn lkmm_verify_may_race(begins: i32);\n    fn lkmm_verify_warns();\n"
	"    fn lkmm_verify_fails() -> !;\n"
	"    fn lkmm_verify_choice(of: *const u8) -> i32;\n"
	"    fn malloc(size: usize) -> *mut u8;\n"
	"    fn calloc(n: usize, size: usize) -> *mut u8;\n"
	"    #[link_name = \"free\"]\n    fn free_at(address: *mut u8);\n"
	"}\n\n"
	"unsafe fn allocated<T>() -> *mut T {\n"
	"    malloc(core::mem::size_of::<T>()) as *mut T\n}\n\n"
	"unsafe fn zeroed<T>() -> *mut T {\n"
	"    calloc(1, core::mem::size_of::<T>()) as *mut T\n}\n\n"
	"unsafe fn free(address: i64) {\n    free_at(address as *mut u8)\n}\n\n"
	"#[repr(C)]\npub struct SpinLock {\n    locked: i32,\n}\n\n"
	"impl SpinLock {\n"
	"    unsafe fn lock(&self) {\n        lkmm_spin_lock(self)\n    }\n"
	"    unsafe fn trylock(&self) -> bool {\n        lkmm_spin_trylock(self) != 0\n    }\n"
	"    unsafe fn unlock(&self) {\n        lkmm_spin_unlock(self)\n    }\n"
	"    unsafe fn is_locked(&self) -> bool {\n        lkmm_spin_is_locked(self) != 0\n    }\n"
	"}\n\n"
	"#[repr(C)]\npub struct SrcuStruct {\n    section: i32,\n}\n\n"
	"impl SrcuStruct {\n"
	"    unsafe fn read_lock(&self) -> i32 {\n        lkmm_srcu_read_lock(self)\n    }\n"
	"    unsafe fn read_unlock(&self, section: i32) {\n"
	"        lkmm_srcu_read_unlock(self, section)\n    }\n"
	"    unsafe fn synchronize(&self) {\n        lkmm_synchronize_srcu(self)\n    }\n"
	"}\n\n";

static const char rust_foot[] =
	"#[panic_handler]\nfn panic(_: &core::panic::PanicInfo) -> ! {\n    loop {}\n}\n";

/* The programs that are written. */
struct programs {
	struct text c, rust;
	int n;
};

static bool is_litmus(const char *file)
{
	size_t n = strlen(file);

	return n > 7 && !strcmp(file + n - 7, ".litmus");
}

/* ---- one test ---- */

/* The processes in Rust, as bits. */
static uint32_t processes_in_rust(const struct verify *v, const struct litmus_test *l)
{
	switch (v->languages) {
	case VERIFY_C:
		return 0;
	case VERIFY_RUST:
		return UINT32_MAX >> (32 - l->program.nthreads);
	case VERIFY_MIXED:
		return 0xaaaaaaaa & UINT32_MAX >> (32 - l->program.nthreads);
	default:
		return l->source.rust;
	}
}

/* Adds the test to @p. False, with the reason in @e. */
static bool write_test(const struct verify *v, struct programs *p, struct emit *e,
		       const struct litmus_test *l, const char *main)
{
	struct text c = { 0 }, in_rust = { 0 };
	uint32_t rust;

	e->for_verify = true;
	e->number = p->n;
	if (l->program.architecture)
		emit_not(e, "it is in assembly");
	else if (l->program.nthreads > 32)
		emit_not(e, "more than 32 processes");
	else
		emit_verify_look(e, l);
	if (e->why_not[0] || !emit_open(e, l))
		return false;
	rust = processes_in_rust(v, l);
	e->out = &c;
	if (!emit_all_in_rust(e, rust))
		emit_verify_c(e, rust, main);
	e->out = &in_rust;
	if (rust)
		emit_verify_rust(e, rust, main);
	if (!e->why_not[0]) {
		text_puts(&p->c, c.s ? c.s : "");
		text_puts(&p->rust, in_rust.s ? in_rust.s : "");
		p->n++;
	}
	text_free(&c);
	text_free(&in_rust);
	return !e->why_not[0];
}

/* With --write: what has become of the test, for a reader, or a program. */
static void report_test(const struct verify *v, const char *file, const struct litmus_test *l,
			const char *main, const char *why)
{
	json_t *object;
	int bad;

	if (!v->json) {
		printf("%s: %s%s%s\n", file, why ? "not written: " : "", why ? why : main,
		       why ? "" : "()");
		return;
	}
	object = json_object();
	bad = json_object_set_new(object, "file", json_text(file));
	bad |= json_object_set_new(object, why ? "reason" : "main", json_text(why ? why : main));
	if (!why)
		bad |= json_object_set_new(object, "quantifier",
					   json_string(l->program.quantifier == LKMM_FORALL ?
						       "forall" : "exists"));
	print_json("lkmm verify", object, bad);
}

static void complain(const struct verify *v, const char *file, const struct litmus_test *l,
		     const char *why)
{
	static const struct lkmm_place start = { .line = 1, .column = 1 };
	struct text shown = { 0 };

	if (v->write) {
		report_test(v, file, l, NULL, l && l->nerrors ? l->error[0].text : why);
		return;
	}
	if (l && l->nerrors)
		put_errors(&shown, file, l);
	else
		put_error(&shown, file, start, why);
	fputs(shown.s ? shown.s : "lkmm verify: out of memory\n", stderr);
	text_free(&shown);
}

static bool add_test(const struct verify *v, struct programs *p, const char *file)
{
	struct litmus_files files = include_from(file);
	struct litmus_test *l = calloc(1, sizeof(*l));
	struct emit e = { .out = NULL };
	char main[32] = "main", why[192];
	size_t size;
	char *text = read_file(file, &size);
	bool ok = false;

	if (v->write)
		snprintf(main, sizeof(main), "test%d", p->n);
	if (!text || !l) {
		complain(v, file, NULL, text ? "out of memory" : read_error(errno));
	} else if (!litmus_parse_with(l, text, size, &files)) {
		complain(v, file, l, NULL);
	} else if (!write_test(v, p, &e, l, main)) {
		snprintf(why, sizeof(why), "as a program: %s", e.why_not);
		complain(v, file, l, v->write ? e.why_not : why);
	} else {
		ok = true;
		if (v->write)
			report_test(v, file, l, main, NULL);
	}
	if (l)
		lkmm_arena_free(l->arena);
	free(l);
	free(text);
	return ok;
}

/* ---- all ---- */

static bool write_file(const char *dir, const char *name, const char *head, struct text *text,
		       const char *foot)
{
	struct text all = { 0 };
	bool ok;

	text_puts(&all, head);
	text_puts(&all, text->s ? text->s : "");
	text_puts(&all, foot);
	ok = scratch_write(dir, name, &all);
	text_free(&all);
	return ok;
}

static bool write_programs(const struct verify *v, struct programs *p)
{
	return (!p->c.len || write_file(v->dir, "litmus.c", c_head, &p->c, "")) &&
	       (!p->rust.len || write_file(v->dir, "litmus.rs", rust_head, &p->rust, rust_foot));
}

bool verify_is_litmus(const struct verify *v)
{
	return v->nfiles && is_litmus(v->file[0]);
}

bool verify_write_litmus(struct verify *v)
{
	struct programs p = { .n = 0 };
	bool ok = true;

	for (int i = 0; i < v->nfiles; i++)
		ok &= add_test(v, &p, v->file[i]);
	/* those that can be written are there, whatever the others are */
	if (v->write || ok)
		ok &= write_programs(v, &p);
	v->test = v->file[0];
	v->nfiles = 0;
	v->file = v->program;
	for (int rust = 0; rust <= 1; rust++) {
		if (!(rust ? p.rust.len : p.c.len))
			continue;
		snprintf(v->path[v->nfiles], sizeof(v->path[0]), "%s/litmus.%s", v->dir,
			 rust ? "rs" : "c");
		v->program[v->nfiles] = v->path[v->nfiles];
		v->nfiles++;
	}
	text_free(&p.c);
	text_free(&p.rust);
	return ok;
}

const char *verify_name(const struct verify *v, int i)
{
	const char *slash = v->test && !v->keep ? strrchr(v->file[i], '/') : NULL;

	return slash ? slash + 1 : v->file[i];
}

void verify_put_test(struct text *out, const struct verify *v)
{
	if (!v->test || v->keep)
		return;
	text_add(out, "%s", verify_name(v, 0));
	if (v->nfiles > 1)
		text_add(out, " and %s are", verify_name(v, 1));
	else
		text_puts(out, " is");
	text_add(out, " %s as a program: --keep=DIR keeps it\n", v->test);
}
