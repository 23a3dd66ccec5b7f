// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm verify --fix and --relax: a changed program is compiled and decided again. The files of the
 * program are joined to one text, in which the changes are edits.
 */
#include "verify.h"
#include "place.h"
#include "base/progress.h"
#include "show/why.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct proposer {
	const struct verify *v;
	struct verdict *d;
	struct judged now;		/* the problems of the program as it is */
	struct text text;		/* of all files */
	struct program_file file[VERIFY_FILES];
	int number[VERIFY_FILES];	/* among the files of the program */
	int nfiles;
	struct lkmm_place *before;	/* of the accesses */
	bool failed;
};

/* ---- the text ---- */

static void join_file(struct proposer *p, int i)
{
	const char *name = p->v->file[i], *dot = strrchr(name, '.');
	struct program_file *f = &p->file[p->nfiles];
	size_t size = 0;
	char *text;

	if (!dot || (strcmp(dot, ".c") && strcmp(dot, ".rs")))
		return;
	text = read_file(name, &size);
	if (!text) {
		p->failed = true;
		return;
	}
	*f = (struct program_file){ verify_name(p->v, i), p->text.len, p->text.len + size,
				    !strcmp(dot, ".rs") };
	text_put(&p->text, text, size);
	text_puts(&p->text, "\n");
	p->number[p->nfiles++] = i;
	free(text);
}

/* The file that @at is in, or -1. */
static int file_at(const struct proposer *p, struct lkmm_place at)
{
	for (int i = 0; i < p->nfiles; i++) {
		const struct program_file *f = &p->file[i];

		if (!at.in) {
			if (!p->number[i])
				return i;
		} else if (at.in->text && at.in->size == f->to - f->from &&
			   !memcmp(at.in->text, p->text.s + f->from, at.in->size)) {
			return i;
		}
	}
	return -1;
}

/* The place in the joined text. */
static void move_place(struct proposer *p, struct lkmm_place *at, const struct lkmm_access *a)
{
	const struct litmus_test *l = p->d->test;
	int file = file_at(p, *at);
	size_t offset;

	if (file < 0)
		return;
	at->in = NULL;
	at->line += offset_place(l, p->file[file].from).line - 1;
	offset = place_offset(l, *at);
	if (a)
		offset = find_place(l, offset, p->file[file].rust, a);
	*at = offset_place(l, offset);
}

static bool join_files(struct proposer *p)
{
	struct litmus_test *l = p->d->test;

	for (int i = 0; i < p->v->nfiles; i++)
		join_file(p, i);
	if (p->failed || p->text.failed || !p->nfiles)
		return false;
	l->source.text = p->text.s;
	l->source.size = p->text.len;
	if (!cut_program(l, p->file, p->nfiles))
		return false;
	p->before = calloc((size_t)l->source.naccesses + 1, sizeof(*p->before));
	if (!p->before)
		return false;
	for (int i = 0; i < l->source.naccesses; i++)
		p->before[i] = l->source.access[i]->at;
	for (int i = 0; i < l->source.naccesses; i++)
		move_place(p, &l->source.access[i]->at, l->source.access[i]->access);
	return true;
}

/* ---- changed programs ---- */

/* Compiles the file @i with the changes. */
static bool compile_changed(struct proposer *p, struct verify *w, int i,
			    const struct change *const *change, int n)
{
	const struct program_file *f = &p->file[i];
	struct text text = { 0 };
	char name[32], path[SCRATCH_PATH + 40];
	bool good;

	span_text(&text, p->d->test, (struct span){ f->from, f->to }, change, n);
	snprintf(name, sizeof(name), "try%d.%s", p->number[i], f->rust ? "rs" : "c");
	snprintf(path, sizeof(path), "%s/%s", w->dir, name);
	good = !text.failed && scratch_write(w->dir, name, &text) &&
	       verify_recompile(w, p->number[i], path);
	text_free(&text);
	return good;
}

/* Decides the changed program, or only reads it: @j is NULL. */
static bool try_changed(void *arg, const struct change *const *change, int n, struct judged *j)
{
	struct proposer *p = arg;
	struct verify w = *p->v;
	struct litmus_test *test = calloc(1, sizeof(*test));
	struct why why = { .arena = NULL };
	struct verdict d = { .test = test, .why = &why };
	bool good = test && !interrupted();

	w.stem = "try";
	for (int i = 0; good && i < p->nfiles; i++)
		good = !changes_file(&p->file[i], change, n) ||
		       compile_changed(p, &w, i, change, n);
	if (good) {
		test->source.text = p->text.s;
		test->source.size = p->text.len;
	}
	if (good && !j) {
		good = verify_reads(&w, &d);
	} else if (good) {
		verify_decide(&w, &d);
		good = !d.unread;
		verify_judge(&d, j);
	}
	for (int i = 0; i < w.nirs; i++)
		if (w.ir[i].text != p->v->ir[i].text)
			free((char *)w.ir[i].text);
	lkmm_answer_free(&d.answer);
	if (test)
		lkmm_arena_free(test->arena);
	free(test);
	return good;
}

static bool read_changed(void *arg, const struct change *const *change, int n)
{
	return try_changed(arg, change, n, NULL);
}

/* ---- proposals ---- */

static void propose_fix(struct proposer *p, const struct host *host, struct text *out, json_t *json)
{
	struct fixes *f = calloc(1, sizeof(*f));

	if (!f) {
		out->failed = true;
		return;
	}
	f->host = host;
	find_fixes(f, p->d->test, p->now.wrong, p->v->propose.patch ? 1 : FIX_SHOWN, p->v->runs,
		   &p->v->options);
	if (json)
		out->failed |= json_object_set_new(json, "fix", json_fixes(f, NULL)) != 0;
	else if (!p->v->propose.patch)
		report_fixes(out, f, p->now.none_ends);
	else if (f->n)
		put_patches(out, p->d->test, host, f->fix[0].change, f->fix[0].n);
	free(f);
}

static void propose_relax(struct proposer *p, const struct host *host, struct text *out,
			  json_t *json)
{
	const struct goal *wrong = &p->now.wrong;
	json_t *relax = NULL;

	if (wrong->outcome || wrong->race || wrong->use || p->now.none_ends) {
		if (!json)
			text_puts(out, "  There is nothing to relax: there is a fault.\n\n");
	} else if (report_relax_program(out, json ? &relax : NULL, p->d->test, host, *wrong,
					p->v->runs, &p->v->options) == LKMM_NO_MEMORY) {
		out->failed = true;
	}
	if (json)
		out->failed |= json_object_set_new(json, "relax", relax ? relax : json_null()) != 0;
}

void verify_propose(const struct verify *v, struct verdict *d, struct text *out, json_t *json)
{
	struct proposer p = { .v = v, .d = d };
	struct host host = { .rust = "lkmm::", .rust_barrier = "lkmm::barrier::", .file = p.file,
			     .arg = &p, .reads = read_changed, .decide = try_changed };
	struct litmus_source before = d->test->source;

	verify_judge(d, &p.now);
	if (!join_files(&p)) {
		out->failed = true;
	} else {
		host.nfiles = p.nfiles;
		host.c = prefix_of_c(p.d->test);
		if (v->propose.fix)
			propose_fix(&p, &host, out, json);
		if (v->propose.relax)
			propose_relax(&p, &host, out, json);
	}
	for (int i = 0; p.before && i < before.naccesses; i++)
		before.access[i]->at = p.before[i];
	free(p.before);
	d->test->source = before;
	text_free(&p.text);
}
