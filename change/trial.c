// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Trying a change: the changed text is read and decided like any other test. */
#include "change.h"

#include <stdlib.h>
#include <string.h>

bool trials_ended(const struct trials *t)
{
	return t->status != LKMM_OK;
}

/* Reads the changed test. The caller frees the contents of @text and the arena of @changed. */
static bool read_changed(struct litmus_test *changed, struct text *text,
			 const struct litmus_test *l, const struct change *const *change, int n)
{
	change_text(text, l, change, n);
	return !text->failed && litmus_parse_with(changed, text->s, text->len, l->source.files);
}

/* Whether the model knows all operations of @changed. */
static bool has_meaning(const struct litmus_test *changed, const struct lkmm_model *model,
			const struct lkmm_options *options)
{
	struct lkmm_options quiet = *options;
	struct lkmm_answer answer;
	bool meaning = true;

	quiet.show = NULL;
	quiet.states = false;
	if (model->meaningless) {
		meaning = lkmm_check(&changed->program, model, &quiet, &answer) != LKMM_NO_MEANING;
		lkmm_answer_free(&answer);
	}
	return meaning;
}

static bool can_be_used(const struct litmus_test *l, const struct change *const *change, int n,
			const struct lkmm_model *model, const struct lkmm_options *options)
{
	struct litmus_test *changed = calloc(1, sizeof(*changed));
	struct text text = { 0 };
	bool ok = changed && read_changed(changed, &text, l, change, n) &&
		  has_meaning(changed, model, options);

	if (changed)
		lkmm_arena_free(changed->arena);
	free(changed);
	text_free(&text);
	return ok;
}

void drop_useless(struct changes *c, const struct lkmm_model *model,
		  const struct lkmm_options *options)
{
	int n = 0;

	for (int i = 0; i < c->n; i++) {
		const struct change *one[] = { &c->change[i] };

		if (c->host ? c->host->reads(c->host->arg, one, 1) :
			      can_be_used(c->l, one, 1, model, options))
			c->change[n++] = c->change[i];
	}
	c->n = n;
}

/* The same of a program. Whether it has something else wrong is a matter of its goal. */
static bool try_program(struct trials *t, const struct change *const *change, int n)
{
	const struct goal *wrong = &t->judged.wrong;

	memset(&t->judged, 0, sizeof(t->judged));
	if (!t->host->decide(t->host->arg, change, n, &t->judged))
		return false;
	t->undecided |= t->judged.undecided;
	t->none_ends = t->judged.none_ends;
	return !t->judged.undecided && !(t->goal.outcome && wrong->outcome) &&
	       !(t->goal.race && wrong->race) && !(t->goal.use && wrong->use) &&
	       !(wrong->flags & ~t->goal.flags);
}

struct goal what_is_wrong(const struct litmus_test *l, const struct lkmm_answer *a)
{
	return (struct goal){
		.outcome = l->program.cond &&
			   (l->program.quantifier == LKMM_FORALL ? a->negative : a->positive) > 0,
		.race = a->flags >> LKMM_DATA_RACE & 1,
		.use = a->flags >> LKMM_USE_AFTER_FREE & 1,
		.flags = a->flags,
	};
}

static bool is_reached(const struct goal *goal, const struct litmus_test *l,
		       const struct lkmm_answer *a)
{
	struct goal wrong = what_is_wrong(l, a);

	return !a->undecided && !(goal->outcome && wrong.outcome) && !(goal->race && wrong.race) &&
	       !(goal->use && wrong.use) && !(wrong.flags & ~goal->flags);
}

bool trial(struct trials *t, const struct change *const *change, int n)
{
	struct litmus_test *changed;
	struct lkmm_options options = *t->options;
	struct lkmm_answer answer;
	struct text text = { 0 };
	bool reached = false;

	if (!trials_ended(t) && t->decided++ >= t->limit)
		t->status = LKMM_TOO_LARGE;
	if (t->host)
		return !trials_ended(t) && try_program(t, change, n);
	changed = trials_ended(t) ? NULL : calloc(1, sizeof(*changed));
	if (!changed) {
		t->status = trials_ended(t) ? t->status : LKMM_NO_MEMORY;
		return false;
	}
	options.show = NULL;
	options.states = t->states;
	if (read_changed(changed, &text, t->l, change, n)) {
		t->status = lkmm_check(&changed->program, t->model, &options, &answer);
		reached = t->status == LKMM_OK && is_reached(&t->goal, changed, &answer);
		t->undecided |= answer.undecided;
		t->none_ends = !answer.positive && !answer.negative;
		if (t->status == LKMM_OK && t->look)
			t->look(t->look_arg, changed, &answer);
		lkmm_answer_free(&answer);
	}
	lkmm_arena_free(changed->arena);
	free(changed);
	text_free(&text);
	return reached;
}
