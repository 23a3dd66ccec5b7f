// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Which of the allowed outcomes the CPU can show, by the model of its architecture: an outcome that
 * it cannot show is not one that was not seen.
 */
#include "run.h"
#include "base/clock.h"
#include "tool/check/check.h"
#include "tool/include/include.h"

#include <stdlib.h>
#include <string.h>

/* Of an architecture, CPUs with other instructions may show other outcomes: any of these counts. */
bool run_open_model(struct run *r)
{
	struct litmus_target t;
	const char *machine;
	struct check *c;

	if (!r->arch || r->kernel.dir)
		return true;
	c = calloc(1, sizeof(*c));
	if (!c)
		return false;
	r->decides = c;
	machine = litmus_machine_of(r->arch->name);
	c->model_name = machine;
	for (int i = 0; litmus_target(i, &t); i++)
		if (!strcmp(t.arch, machine) && !target_is_by_name(&t) &&
		    c->ntargets < MAX_TARGETS)
			c->target[c->ntargets++] = t;
	return model_open(c);
}

void run_close_model(struct run *r)
{
	if (r->decides)
		model_close(r->decides);
	free(r->decides);
}

static void find_plain(void *arg, const struct lkmm_expr *e)
{
	enum lkmm_access_kind kind = e->kind == LKMM_ACCESS ? e->access->kind : LKMM_FENCE;

	*(bool *)arg |= kind == LKMM_PLAIN_LOAD || kind == LKMM_PLAIN_STORE || e->word;
}

/*
 * A compiler may change plain accesses, and a word of the kernel may be another function here: then
 * the code is not what the model is asked about.
 */
static bool has_other_code(const struct trial *t)
{
	bool plain = false;

	for (int i = 0; i < t->litmus.program.nthreads; i++)
		emit_each_until(&t->emit, i, NULL, find_plain, &plain);
	return plain;
}

/* The answer for @target; false if there is none. */
static bool ask(struct run *r, const struct trial *t, const struct litmus_target *target,
		struct lkmm_answer *answer)
{
	double limit = clock_now() + 5;
	struct lkmm_options o = { .states = true, .stop = clock_past, .stop_arg = &limit };
	struct litmus_files files = include_from(strcmp(t->file, "-") ? t->file : NULL);
	struct litmus_test *l = calloc(1, sizeof(*l));
	const struct litmus_source *source = &t->litmus.source;
	bool ok = l && litmus_parse_with(l, source->text, source->size, &files) &&
		  litmus_compile(l, target) && lkmm_model_knows(r->decides->model, &l->program) &&
		  lkmm_check(&l->program, r->decides->model, &o, answer) == LKMM_OK &&
		  !answer->undecided && !answer->nbad;

	if (l)
		lkmm_arena_free(l->arena);
	free(l);
	return ok;
}

/* Only what every such CPU is sure not to show is impossible: without an answer, nothing is. */
void run_find_possible(struct run *r, struct trial *t)
{
	const struct check *c = r->decides;

	if (!c || !c->ntargets || has_other_code(t))
		return;
	t->cpu = calloc((size_t)c->ntargets, sizeof(*t->cpu));
	for (int i = 0; t->cpu && i < c->ntargets; i++) {
		t->ncpus++;
		if (!ask(r, t, &c->target[i], &t->cpu[i]))
			return;
	}
	t->cpu_known = t->cpu;
}

bool run_is_possible(const struct trial *t, const int64_t *value)
{
	for (int i = 0; i < t->ncpus && t->cpu_known; i++)
		if (has_state(&t->cpu[i], value, (size_t)t->litmus.program.nobserved))
			return true;
	return !t->cpu_known;
}

void run_free_possible(struct trial *t)
{
	for (int i = 0; i < t->ncpus; i++)
		lkmm_answer_free(&t->cpu[i]);
	free(t->cpu);
}
