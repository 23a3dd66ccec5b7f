// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The results of litmus tests, for programs: one object per test and line. */
#include "base/digest.h"
#include "show/json.h"
#include "show/verdict.h"
#include "run.h"

static json_t *json_forms(const struct outcome *o)
{
	json_t *forms = json_object();

	for (int f = 0; f < EMIT_FORMS; f++)
		if (o->by_form[f] && json_object_set_new(forms, run_form_name(f),
							 json_integer((json_int_t)o->by_form[f]))) {
			json_decref(forms);
			return NULL;
		}
	return forms;
}

static json_t *json_outcome(const struct trial *t, const struct outcome *o)
{
	json_t *object = json_object();
	struct text state = { 0 };
	int bad = 0;

	run_put_outcome(&state, t, o->value);
	bad |= json_object_set_new(object, "state",
				   state.s && !state.failed ? json_text(state.s) : json_string(""));
	bad |= state.failed;
	text_free(&state);
	bad |= json_object_set_new(object, "count", json_integer((json_int_t)o->count));
	bad |= json_object_set_new(object, "verdict", json_string(run_verdict_name(o)));
	bad |= json_object_set_new(object, "wanted", json_boolean(o->wanted));
	bad |= json_object_set_new(object, "threads", json_forms(o));
	if (!bad)
		return object;
	json_decref(object);
	return NULL;
}

static json_t *json_outcomes(const struct trial *t)
{
	json_t *list = json_array();

	for (size_t i = 0; i < t->noutcomes; i++)
		if (json_array_append_new(list, json_outcome(t, &t->outcome[i]))) {
			json_decref(list);
			return NULL;
		}
	return list;
}

static int put_result(json_t *o, const struct run *r, const struct trial *t)
{
	char machine[512];
	int bad = 0;

	run_machine(r, machine, sizeof(machine));
	bad |= json_object_set_new(o, "observation",
				   t->all ? json_string(run_observation(t)) : json_null());
	bad |= json_object_set_new(o, "positive", json_integer((json_int_t)t->wanted));
	bad |= json_object_set_new(o, "negative", json_integer((json_int_t)(t->all - t->wanted)));
	bad |= json_object_set_new(o, "forbidden", json_integer((json_int_t)t->forbidden));
	bad |= json_object_set_new(o, "outcomes", json_outcomes(t));
	bad |= json_object_set_new(o, "data_race",
				   json_boolean(t->answer.flags >> LKMM_DATA_RACE & 1));
	bad |= json_object_set_new(o, "machine", json_text(machine));
	bad |= json_object_set_new(o, "emulated", json_boolean(r->emulated || r->kernel.dir));
	bad |= json_object_set_new(o, "mode", json_text(t->mode));
	bad |= json_object_set_new(o, "iterations", json_integer((json_int_t)t->instances));
	bad |= json_object_set_new(o, "seconds", json_real(t->seconds));
	return bad;
}

json_t *run_json(const struct run *r, const struct trial *t, int *bad)
{
	json_t *o = json_object();

	*bad |= json_object_set_new(o, "file", json_text(t->title));
	if (t->error)
		*bad |= json_place(o, t->error_at) |
			json_object_set_new(o, "error", json_text(t->error));
	else
		*bad |= json_object_set_new(o, "name", json_text(t->litmus.program.name));
	if (t->error && t->litmus.nerrors > 1)
		*bad |= json_object_set_new(o, "errors", json_errors(&t->litmus, bad));
	if (!t->error && t->not_run)
		*bad |= json_object_set_new(o, "not_run", json_text(t->not_run));
	else if (!t->error)
		*bad |= put_result(o, r, t);
	return o;
}

void run_report_json(struct text *out, const struct run *r, const struct trial *t)
{
	int bad = 0;
	json_t *o = run_json(r, t, &bad);

	put_json(out, o, bad);
}

int run_print_share(struct run *r, const int *status)
{
	char machine[512];

	run_machine(r, machine, sizeof(machine));
	for (int i = 0; i < r->ntrials; i++) {
		const struct trial *t = &r->trial[i];
		int bad = 0;
		json_t *result = run_json(r, t, &bad);
		json_t *test = json_pack("{s:o, s:s}", "result", result, "text",
					 digest_text(digest_add(DIGEST_EMPTY, t->text)).s);

		if (test && !bad)
			shard_add(&r->shard, i, t->title, status[i], test);
		else
			r->shard.failed = true;
	}
	return shard_print(&r->shard, "run", machine);
}
