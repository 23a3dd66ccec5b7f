// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm diff: how the answers of two models differ, and which rules make the difference. */
#include "diff.h"
#include "json.h"
#include "verdict.h"
#include "why.h"

#include <string.h>

int diff_flag(const struct lkmm_answer *a, const char *name)
{
	for (int flag = 0; flag < 32; flag++) {
		const char *own = lkmm_flag_name_of(a, flag);

		if (own && !strcmp(own, name))
			return flag;
	}
	return -1;
}

/* ---- text ---- */

/* Where the model raises the flag. */
static void put_flag_places(struct text *out, const struct lkmm_model *m, int flag)
{
	for (int i = 0; i < m->nflag_rules; i++)
		if (m->flag_rule[i].flag == flag)
			put_rule_place(out, m->flag_rule[i].file, m->flag_rule[i].at);
}

static void put_observation(struct text *out, const struct side *s)
{
	const char *name = observation_name(s->answer.observation);

	text_add(out, "%s by %s", no_execution(&s->answer) ? "no execution" : name, s->title);
}

static void put_broken(struct text *out, const struct litmus_test *l, const struct side *s,
		       const struct lkmm_execution *x)
{
	text_add(out, "    forbidden by %s: %s", s->title, x->broken->meaning);
	put_rule_place(out, x->broken->file, x->broken->at);
	text_puts(out, x->nsteps ? "\n\n" : "\n");
	put_cycle(out, l, x);
	text_puts(out, x->nsteps ? "\n" : "");
}

/* Why the other model does not allow it, or raise it. */
static void put_reason(struct text *out, const struct litmus_test *l, const struct differences *d,
		       const struct difference *x)
{
	const struct side *s = &d->side[!x->only];
	int flag;

	if (x->other && x->other->broken) {
		put_broken(out, l, s, x->other);
		return;
	}
	text_puts(out, "    ");
	if (x->state) {
		text_add(out, "%s forbids it: %s\n", s->title,
			 x->cut ? "there are too many executions to show one" :
				  "no path through the code ends so");
		return;
	}
	flag = diff_flag(&s->answer, lkmm_flag_name_of(&d->side[x->only].answer, x->flag));
	if (flag < 0 || !(s->model->flags >> flag & 1)) {
		text_add(out, "%s has no such flag\n", s->title);
		return;
	}
	text_add(out, x->other ? "%s allows the same execution, and does not raise it" :
				 "no execution that %s allows raises it", s->title);
	put_flag_places(out, s->model, flag);
	text_puts(out, "\n");
}

/* The two accesses of a data race. */
static void put_pair(struct text *out, const struct litmus_test *l, const struct lkmm_execution *x)
{
	struct columns c = { 5, 0 };

	for (int i = 0; i < 2; i++)
		widen(&c, l, &x->event[x->race[i]]);
	for (int i = 0; i < 2; i++) {
		put_event(out, l, &x->event[x->race[i]], &c);
		text_puts(out, "\n");
	}
}

static void put_difference(struct text *out, const struct litmus_test *l,
			   const struct differences *d, const struct difference *x)
{
	const struct side *s = &d->side[x->only];

	if (x->state) {
		text_add(out, "  only %s allows ", s->title);
		put_state(out, &l->program, x->state);
		text_puts(out, "\n");
	} else {
		text_add(out, "  only %s raises %s", s->title,
			 lkmm_flag_name_of(&s->answer, x->flag));
		put_flag_places(out, s->model, x->flag);
		text_puts(out, "\n");
		if (x->shown && x->shown->race[0] >= 0)
			put_pair(out, l, x->shown);
	}
	put_reason(out, l, d, x);
}

void report_differences(struct text *out, const char *file, const struct litmus_test *l,
			const struct differences *d)
{
	text_add(out, "%s: ", file);
	put_observation(out, &d->side[0]);
	text_puts(out, ", ");
	put_observation(out, &d->side[1]);
	text_puts(out, "\n");
	for (int i = 0; i < d->n; i++)
		put_difference(out, l, d, &d->list[i]);
	text_puts(out, "\n");
}

/* ---- JSON ---- */

static json_t *json_rule(const char *name, const char *file, struct lkmm_place at)
{
	json_t *o = json_object();
	int bad = !o;

	if (name)
		bad |= json_object_set_new(o, "rule", json_string(name));
	if (file) {
		bad |= json_object_set_new(o, "file", json_text(file));
		bad |= json_object_set_new(o, "line", json_integer(at.line));
		bad |= json_object_set_new(o, "column", json_integer(at.column));
	}
	if (!bad)
		return o;
	json_decref(o);
	return NULL;
}

static json_t *json_flag_places(const struct lkmm_model *m, int flag)
{
	json_t *list = json_array();
	int bad = !list;

	for (int i = 0; i < m->nflag_rules && !bad; i++)
		if (m->flag_rule[i].flag == flag)
			bad |= json_array_append_new(list, json_rule(NULL, m->flag_rule[i].file,
								     m->flag_rule[i].at));
	if (!bad)
		return list;
	json_decref(list);
	return NULL;
}

static json_t *json_side(const struct side *s)
{
	json_t *o = json_object();
	int bad = !o;

	bad |= json_object_set_new(o, "model", json_text(s->name));
	bad |= json_object_set_new(o, "observation",
				   json_string(observation_name(s->answer.observation)));
	bad |= json_object_set_new(o, "flags", json_flags(&s->answer));
	if (!bad)
		return o;
	json_decref(o);
	return NULL;
}

static json_t *json_difference(const struct litmus_test *l, const struct differences *d,
			       const struct difference *x)
{
	const struct side *s = &d->side[x->only];
	const struct lkmm_rule *broken = x->other ? x->other->broken : NULL;
	struct text state = { 0 };
	json_t *o = json_object();
	int bad = json_object_set_new(o, "only", json_text(s->name));

	if (x->state) {
		put_state(&state, &l->program, x->state);
		bad |= state.failed || json_object_set_new(o, "state", json_text(state.s));
		text_free(&state);
	} else {
		bad |= json_object_set_new(o, "flag",
					   json_string(lkmm_flag_name_of(&s->answer, x->flag)));
		bad |= json_object_set_new(o, "raised", json_flag_places(s->model, x->flag));
	}
	if (x->shown)
		bad |= json_object_set_new(o, "allowed", json_execution(l, x->shown));
	if (broken)
		bad |= json_object_set_new(o, "forbidden_by",
					   json_rule(broken->name, broken->file, broken->at));
	if (x->other)
		bad |= json_object_set_new(o, broken ? "forbidden" : "also_allowed",
					   json_execution(l, x->other));
	if (!bad)
		return o;
	json_decref(o);
	return NULL;
}

void report_json_differences(struct text *out, const char *file, const struct litmus_test *l,
			     const struct differences *d)
{
	json_t *o = json_object(), *list = json_array();
	int bad = json_object_set_new(o, "file", json_text(file));

	bad |= json_object_set_new(o, "name", json_text(l->program.name));
	bad |= json_object_set_new(o, "models", json_pack("[o, o]", json_side(&d->side[0]),
							  json_side(&d->side[1])));
	for (int i = 0; i < d->n; i++)
		bad |= json_array_append_new(list, json_difference(l, d, &d->list[i]));
	bad |= json_object_set_new(o, "differences", list);
	put_json(out, o, bad);
}
