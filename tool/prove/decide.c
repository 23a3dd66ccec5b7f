// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The answers of both models to one program. */
#include "prove.h"
#include "front/test.h"

#include <lkmm/check/cat.h>

#include <stdio.h>
#include <string.h>

static void complain(struct prover *v, const char *text)
{
	v->failed = true;
	if (!v->error.len)
		text_puts(&v->error, text);
}

enum verdict decide_text(struct prover *v, const struct text *t, const struct lkmm_model *model)
{
	struct litmus_test test;
	struct lkmm_options o = { 0 };
	struct lkmm_answer answer;
	enum lkmm_status status;
	enum verdict verdict = UNDECIDED;

	if (t->failed) {
		complain(v, "out of memory");
		return UNDECIDED;
	}
	if (!litmus_parse_last_turns(&test, t->s, t->len)) {
		complain(v, test.nerrors ? test.error[0].text : "out of memory");
		lkmm_arena_free(test.arena);
		return UNDECIDED;
	}
	status = lkmm_check(&test.program, model, &o, &answer);
	if (status == LKMM_OK && !answer.undecided)
		verdict = answer.observation == LKMM_NEVER ? FORBIDDEN : ALLOWED;
	else
		complain(v, "a test is not decided");
	lkmm_answer_free(&answer);
	lkmm_arena_free(test.arena);
	return verdict;
}

/* ---- questions that can be asked ---- */

static const char *read_loose(void *arg, struct lkmm_arena *arena, const char *from,
			      const char **name, size_t *size, const char **why)
{
	static const char model[] =
		"\"each variable by itself\"\n"
		"acyclic po-loc | rf | co | fr as coherence\n"
		"empty rmw & (fre ; coe) as atomic\n";

	(void)arg;
	(void)arena;
	(void)from;
	(void)name;
	*why = NULL;
	*size = sizeof(model) - 1;
	return model;
}

bool open_loose(struct prover *v, struct lkmm_arena *arena)
{
	static const struct lkmm_cat_files files = { .read = read_loose };
	struct lkmm_cat_error error;

	v->loose = lkmm_cat_model(arena, "loose", &files, &error);
	return v->loose;
}

/*
 * The answer for the architecture. What it forbids must be more than nonsense: a cycle that is
 * possible where nothing is ordered but the accesses of each variable.
 */
static enum verdict decide_machine(struct prover *v, const struct text *t)
{
	enum verdict verdict = decide_text(v, t, v->model);

	if (verdict != FORBIDDEN || decide_text(v, t, v->loose) == ALLOWED)
		return verdict;
	complain(v, "a test does not ask about order");
	return UNDECIDED;
}

/* Keeps the first counterexample. */
static void keep(struct finding *f, const struct program *p, struct text *lkmm,
		 struct text *assembly)
{
	if (f->refuted)
		return;
	f->refuted = true;
	memcpy(f->name, p->name, sizeof(f->name));
	f->lkmm = *lkmm;
	f->assembly = *assembly;
	*lkmm = *assembly = (struct text){ 0 };
}

void decide_wrong(struct prover *v, struct finding *f, const struct program *p)
{
	struct text lkmm = { 0 }, assembly = { 0 };

	write_lkmm(&lkmm, p);
	if (write_assembly(&assembly, p, v->arch) && decide_lkmm(v, &lkmm) == FORBIDDEN &&
	    decide_text(v, &assembly, v->model) == ALLOWED)
		keep(f, p, &lkmm, &assembly);
	text_free(&lkmm);
	text_free(&assembly);
}

enum verdict decide(struct prover *v, struct finding *f, const struct program *p, bool always,
		    bool *forbids)
{
	struct text lkmm = { 0 }, assembly = { 0 };
	enum verdict kernel, machine = FORBIDDEN;

	write_lkmm(&lkmm, p);
	kernel = decide_lkmm(v, &lkmm);
	*forbids = kernel == FORBIDDEN;
	if (*forbids || always) {
		if (write_assembly(&assembly, p, v->arch))
			machine = decide_machine(v, &assembly);
		else
			machine = UNDECIDED;
	}
	if (kernel == UNDECIDED || machine == UNDECIDED)
		f->undecided = true;
	else if (*forbids && machine == ALLOWED)
		keep(f, p, &lkmm, &assembly);
	if (f->undecided && v->error.len && !f->assembly.len && assembly.len) {
		f->assembly = assembly;
		assembly = (struct text){ 0 };
	}
	text_free(&lkmm);
	text_free(&assembly);
	return machine;
}
