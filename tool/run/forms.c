// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The forms, languages and variants, in which the processes of a test are compiled. */
#include "run.h"
#include "base/machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { C, RUST };

const char *run_language_name(int language)
{
	return language == C ? "C" : "Rust";
}

/* ---- the compiler ---- */

/* It can compile for the architecture; rustc alone knows where the libraries for that would be. */
static bool has_target(const struct run *r)
{
	struct commands jobs;
	struct command c = { .n = 0 };
	struct text nothing = { 0 };
	bool ok;

	/* For a kernel, kernel/rust.sh sees to it. */
	if (!r->foreign || r->kernel.dir)
		return true;
	text_puts(&nothing, "#![no_std]\n");
	ok = run_write_file(r, "has-core.rs", &nothing);
	text_free(&nothing);
	commands_open(&jobs, "lkmm run", r->dir);
	jobs.quiet = true;
	command_add(&c, "%s", command_rustc());
	command_add(&c, "--target=%s", machine_called(r->arch->name)->rust);
	command_add_words(&c, "--crate-type=rlib --crate-name=has_core -o");
	command_add(&c, "%s/libhas_core.rlib", r->dir);
	command_add(&c, "%s/has-core.rs", r->dir);
	commands_start(&jobs, &c);
	return commands_finish(&jobs) && ok;
}

/* Without a compiler, processes in Rust run in C, unless Rust was requested. */
bool run_find_rust(struct run *r)
{
	const char *missing = NULL;

	if (r->languages == RUN_C)
		return true;
	if (!command_is_there(command_rustc()))
		missing = "there is no rustc, the Rust compiler, in PATH "
			  "(Debian: rustc-web; since 14 rustc)";
	else if (!r->parts.crate[0])
		missing = "the crate lkmm is not installed with this command";
	else if (!has_target(r))
		missing = "rustc has no core library for that architecture";
	if (!missing)
		return true;
	if (r->languages == RUN_AS_WRITTEN) {
		r->languages = RUN_C;
		r->no_rust = missing;
		return true;
	}
	fprintf(stderr, "lkmm run: %s: needed for --lang rust, mixed and all\n", missing);
	return false;
}

/* ---- a test ---- */

/* Writes the processes once for nothing: whether that can be done shows on the way. */
static void try_language(struct trial *t, int language)
{
	struct emit *e = &t->emit;
	struct text nothing = { 0 };

	e->out = &nothing;
	e->why_not[0] = '\0';
	for (int p = 0; p < t->litmus.program.nthreads; p++) {
		if (language == RUST)
			emit_rust_process(e, p, "");
		else
			emit_c_process(e, p);
	}
	strcpy(t->why_not[language], e->why_not);
	e->why_not[0] = '\0';
	text_free(&nothing);
}

/* The languages, as bits, that the process @p is to be compiled in. */
static unsigned int languages(const struct run *r, const struct trial *t, int p)
{
	switch (r->languages) {
	case RUN_C:
		return 1 << C;
	case RUN_RUST:
		return 1 << RUST;
	case RUN_AS_WRITTEN:
		return 1U << (t->litmus.source.rust >> p & 1 ? RUST : C);
	default:
		return 1 << C | 1 << RUST;
	}
}

static unsigned int forms_of(const struct run *r, unsigned int language)
{
	unsigned int forms = 0;

	for (int form = 0; form < EMIT_FORMS; form++)
		if (language >> emit_form_is_rust(form) & 1 &&
		    r->variant[emit_form_is_outline(form)])
			forms |= 1U << form;
	/* In a kernel C is inline: its own. */
	if (r->kernel.dir && forms & EMIT_C)
		forms = (forms & ~(unsigned int)EMIT_C) | 1;
	return forms;
}

void run_choose_forms(const struct run *r, struct trial *t)
{
	unsigned int can = 0, wanted;

	for (int language = C; language <= RUST; language++) {
		try_language(t, language);
		if (!t->why_not[language][0])
			can |= 1U << language;
	}
	for (int p = 0; p < t->litmus.program.nthreads; p++) {
		wanted = languages(r, t, p);
		t->emit.form[p] = forms_of(r, wanted & can);
		if (!t->emit.form[p])
			t->not_run = t->why_not[wanted >> RUST & 1];
	}
	if (r->languages != RUN_MIXED)
		return;
	if (t->litmus.program.nthreads < 2)
		t->not_run = "one process is in one language";
	else if (can != (1 << C | 1 << RUST))
		t->not_run = t->why_not[can >> C & 1];
}
