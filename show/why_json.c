// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm check --why --json: the executions behind an answer, for programs. */
#include "json.h"
#include "verdict.h"

static json_t *json_source(const struct litmus_test *l, struct lkmm_place at)
{
	struct text source = { 0 };
	json_t *s;

	text_puts(&source, "");
	put_source(&source, l, at);
	s = source.failed ? NULL : json_text(source.s);
	text_free(&source);
	return s;
}

static json_t *json_value(const struct litmus_test *l, int64_t v)
{
	struct text value = { 0 };
	json_t *s;

	put_value(&value, &l->program, v);
	s = value.failed ? NULL : json_text(value.s);
	text_free(&value);
	return s;
}

json_t *json_calls(const struct lkmm_call *call)
{
	json_t *list = json_array();
	int bad = !list;

	for (; call && !bad; call = call->outer)
		bad = json_array_append_new(list, json_pack("{s:s, s:i}", "function",
							    call->function, "line",
							    call->at.line));
	if (!bad)
		return list;
	json_decref(list);
	return NULL;
}

/* The bit-fields of the word that @e accesses, if it is one. Not 0 without memory. */
static int add_fields(json_t *o, const struct litmus_test *l, const struct lkmm_event *e)
{
	const struct lkmm_location *p = &l->program.loc[e->loc];
	json_t *fields;
	int bad = 0;

	if (!p->nfields || e->part.bits)
		return 0;
	fields = json_object();
	for (int i = 0; i < p->nfields; i++)
		bad |= json_object_set_new(fields, p->field[i].name,
					   json_value(l, lkmm_part_of_value(&p->field[i],
									    e->value)));
	return bad | json_object_set_new(o, "fields", fields);
}

static json_t *json_event(const struct litmus_test *l, const struct lkmm_event *e)
{
	json_t *o = json_object();
	int bad = json_object_set_new(o, "thread", json_integer(e->thread));

	if (e->thread >= 0) {
		bad |= json_place(o, e->at);
		bad |= json_object_set_new(o, "source", json_source(l, e->at));
	}
	if (e->access && e->access->call)
		bad |= json_object_set_new(o, "calls", json_calls(e->access->call));
	if (e->loc >= 0 && (e->is_read || e->is_write)) {
		bad |= json_object_set_new(o, e->is_write ? "writes" : "reads",
					   json_text(l->program.loc[e->loc].name));
		bad |= json_object_set_new(o, "value", json_value(l, e->value));
		bad |= add_fields(o, l, e);
	}
	if (e->part.bits)
		bad |= json_object_set_new(o, "bits", json_pack("[ii]", e->part.shift,
					   e->part.shift + e->part.bits - 1));
	if (e->never)
		bad |= json_object_set_new(o, "never", json_true());
	if (!bad)
		return o;
	json_decref(o);
	return NULL;
}

static json_t *json_events(const struct litmus_test *l, const struct lkmm_execution *x)
{
	json_t *list = json_array();
	int bad = 0;

	for (int i = 0; i < x->nevents; i++)
		bad |= json_array_append_new(list, json_event(l, &x->event[i]));
	if (!bad)
		return list;
	json_decref(list);
	return NULL;
}

static json_t *json_gap(const struct litmus_test *l, const struct lkmm_execution *x,
			const struct lkmm_step *s)
{
	struct text reasons = { 0 };
	json_t *o;

	text_puts(&reasons, "");
	put_missing(&reasons, l, x, s, "", "; ");
	o = reasons.failed ? NULL : json_text(reasons.s);
	text_free(&reasons);
	return o;
}

static json_t *json_step(const struct litmus_test *l, const struct lkmm_execution *x,
			 const struct lkmm_step *s)
{
	json_t *o = json_pack("{s:i, s:i, s:s}", "from", s->from, "to", s->to, "relation",
			      s->relation);
	int bad = !o;

	if (!bad && s->via >= 0)
		bad |= json_object_set_new(o, "via", json_integer(s->via));
	if (!bad && s->loose)
		bad |= json_object_set_new(o, "loose", json_gap(l, x, s));
	if (!bad)
		return o;
	json_decref(o);
	return NULL;
}

static json_t *json_steps(const struct litmus_test *l, const struct lkmm_execution *x)
{
	json_t *list = json_array();
	int bad = !list;

	for (int i = 0; i < x->nsteps; i++)
		bad |= json_array_append_new(list, json_step(l, x, &x->cycle[i]));
	if (!bad)
		return list;
	json_decref(list);
	return NULL;
}

json_t *json_execution(const struct litmus_test *l, const struct lkmm_execution *x)
{
	json_t *o = json_object();
	int bad;

	bad = json_object_set_new(o, "rule", json_string(x->broken ? x->broken->name : "allowed"));
	if (x->broken && x->broken->file)
		bad |= json_object_set_new(o, "rule_at",
					   json_pack("{s:s, s:i, s:i}", "file", x->broken->file,
						     "line", x->broken->at.line, "column",
						     x->broken->at.column));
	bad |= json_object_set_new(o, "satisfies", json_boolean(x->satisfies));
	bad |= json_object_set_new(o, "events", json_events(l, x));
	bad |= json_object_set_new(o, "cycle", json_steps(l, x));
	if (!bad)
		return o;
	json_decref(o);
	return NULL;
}

json_t *json_why(const struct litmus_test *l, const struct lkmm_answer *a, const struct why *why)
{
	const struct lkmm_execution *x = why_answer(why, l, a);

	/* No way through the code ends like that, or none that was gone. */
	if (!x || (a->undecided && x->broken))
		return json_null();
	return json_execution(l, x);
}

json_t *json_bad_pointer(const struct litmus_test *l, const struct why *why)
{
	return json_execution(l, why->bad);
}

json_t *json_undefined_execution(const struct litmus_test *l, const struct why *why)
{
	return json_execution(l, why->undefined);
}

json_t *json_failed_assertion(const struct litmus_test *l, const struct why *why)
{
	return json_execution(l, why->failed_assertion);
}

json_t *json_blocked_execution(const struct litmus_test *l, const struct why *why)
{
	return json_execution(l, why->blocked);
}

json_t *json_race(const struct litmus_test *l, const struct why *why)
{
	const struct lkmm_execution *x = why->race;
	json_t *first = json_event(l, &x->event[x->race[0]]);
	json_t *second = json_event(l, &x->event[x->race[1]]);

	return json_pack("[o, o]", first, second);
}

/* Where each of the @n accesses at @b is. */
static json_t *json_places(const struct litmus_test *l, const struct lkmm_bad_access *b, int n,
			   bool pointers)
{
	json_t *list = json_array();
	int bad = !list;

	for (int i = 0; i < n && !bad; i++, b++) {
		json_t *o = json_object();

		bad |= json_object_set_new(o, "thread", json_integer(b->thread));
		bad |= json_place(o, b->at);
		bad |= json_object_set_new(o, "source", json_source(l, b->at));
		if (pointers)
			bad |= json_object_set_new(o, "pointer", json_value(l, b->address));
		bad |= json_array_append_new(list, o);
	}
	if (!bad)
		return list;
	json_decref(list);
	return NULL;
}

json_t *json_bad_pointers(const struct litmus_test *l, const struct lkmm_answer *a)
{
	return json_places(l, a->bad, a->nbad, true);
}

json_t *json_assertions(const struct litmus_test *l, const struct lkmm_answer *a)
{
	return json_places(l, a->failed, a->nfailed, false);
}

json_t *json_undefined(const struct litmus_test *l, const struct lkmm_answer *a)
{
	return json_places(l, a->undefined, a->nundefined, false);
}

static json_t *json_misuse(const struct litmus_test *l, const struct lkmm_misuse *m)
{
	const char *object = l->program.loc[m->object].name;
	json_t *o = json_object(), *events = json_array();
	int bad = 0;

	bad |= json_object_set_new(o, "flag", json_string(lkmm_flag_name[m->flag]));
	bad |= json_object_set_new(o, "object", json_text(object));
	bad |= json_object_set_new(o, "after", json_boolean(m->after));
	for (int i = 0; i < (m->flag == LKMM_UNINITIALIZED ? 1 : 2); i++) {
		json_t *e = json_object();

		bad |= json_object_set_new(e, "thread", json_integer(m->thread[i]));
		bad |= json_place(e, m->at[i]);
		bad |= json_object_set_new(e, "source", json_source(l, m->at[i]));
		bad |= json_array_append_new(events, e);
	}
	bad |= json_object_set_new(o, "events", events);
	if (!bad)
		return o;
	json_decref(o);
	return NULL;
}

static json_t *json_flagged_one(const struct litmus_test *l, const struct lkmm_flagged *f)
{
	json_t *o = json_object();
	int bad = 0;

	bad |= json_object_set_new(o, "flag", json_string(lkmm_flag_name[f->flag]));
	bad |= json_object_set_new(o, "thread", json_integer(f->thread));
	bad |= json_place(o, f->at);
	bad |= json_object_set_new(o, "source", json_source(l, f->at));
	if (!bad)
		return o;
	json_decref(o);
	return NULL;
}

json_t *json_flagged(const struct litmus_test *l, const struct lkmm_answer *a)
{
	json_t *list = json_array();
	int bad = !list;

	for (int i = 0; i < a->nflagged; i++)
		bad |= json_array_append_new(list, json_flagged_one(l, &a->flagged[i]));
	if (!bad)
		return list;
	json_decref(list);
	return NULL;
}

json_t *json_misuses(const struct litmus_test *l, const struct lkmm_answer *a)
{
	json_t *list = json_array();
	int bad = !list;

	for (int i = 0; i < a->nmisuses && !bad; i++)
		bad |= json_array_append_new(list, json_misuse(l, &a->misuse[i]));
	if (!bad)
		return list;
	json_decref(list);
	return NULL;
}
