// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm verify --optimized: what the compiler makes of the program, and the verdict on that. */
#include "optimized.h"
#include "show/place.h"
#include "show/verdict.h"

#include <stdlib.h>

/* ---- the program that is left ---- */

/* The same, with the IR of the optimised files in place of the others. */
static bool compile_again(const struct verify *v, struct verify *left)
{
	*left = *v;
	left->stem = "optimised";
	left->optimise = true;
	left->json = left->divided = false;
	left->graph = NULL;
	for (int i = 0; i < v->nfiles; i++)
		left->ir[i].text = NULL;
	for (int i = 0; i < v->nfiles; i++)
		if (!verify_recompile(left, i, v->file[i]))
			return false;
	return true;
}

/* Before it is decided: the comparison marks what may race. */
static bool compare(void *arg)
{
	struct optimized *o = arg;
	const struct verdict *d = o->source;
	struct lkmm_arena *arena = o->test.arena;
	struct sites source = { .arena = arena }, left = { .arena = arena };
	struct effects c = { .arena = arena };

	if (!find_sites(&source, &d->test->program) || !find_sites(&left, &o->test.program) ||
	    !find_effects(&c, &source, &left, &d->test->program, &o->test.program))
		return false;
	o->compared = true;
	o->effect = c.effect;
	o->neffects = c.n;
	return true;
}

static bool is_worse(const struct verdict *before, const struct verdict *after)
{
	struct judged a = { 0 }, b = { 0 };

	verify_judge(before, &a);
	verify_judge(after, &b);
	return (b.wrong.flags & ~a.wrong.flags) || b.wrong.race > a.wrong.race ||
	       b.wrong.outcome > a.wrong.outcome || b.none_ends > a.none_ends;
}

bool verify_optimized(const struct verify *v, struct verdict *d, struct optimized *o)
{
	*o = (struct optimized){ .d = { .test = &o->test, .why = &o->why }, .source = d,
				 .test.source = d->test->source };
	d->optimized = o;
	if (!compile_again(v, &o->v))
		return false;
	o->v.prepare = compare;
	o->v.prepare_arg = o;
	verify_decide(&o->v, &o->d);
	if (o->d.unread)
		return true;
	o->worse = o->d.status == LKMM_OK && !verify_other_size(&o->d) && is_worse(d, &o->d);
	o->no_memory = !o->compared && !compare(o);
	for (int i = 0; i < o->neffects; i++)
		o->lost += loses_order(&o->effect[i]);
	return true;
}

void verify_optimized_free(struct optimized *o)
{
	lkmm_answer_free(&o->d.answer);
	lkmm_arena_free(o->test.arena);
	for (int i = 0; i < o->v.nfiles; i++)
		free((char *)o->v.ir[i].text);
}

/* ---- report ---- */

static const struct lkmm_test *test_of(const struct verdict *d, const struct effect *c)
{
	return c->kind == EFFECT_ADDED ? &d->optimized->test.program : &d->test->program;
}

void verify_put_effects(struct text *out, const char *file, const struct verdict *d)
{
	const struct optimized *o = d->optimized;

	for (int notes = 0; notes < 2; notes++)		/* what matters most comes first */
		for (int i = 0; i < o->neffects; i++) {
			const struct effect *c = &o->effect[i];

			if (loses_order(c) == notes)
				continue;
			put_where(out, file, c->at);
			text_puts(out, notes ? "note: after -O2, " : "after -O2, ");
			put_effect(out, test_of(d, c), c);
			text_puts(out, "\n");
		}
}

static json_t *json_effect(const struct verdict *d, const struct effect *c)
{
	json_t *o = json_object(), *from;
	struct text text = { 0 };
	bool bad;

	put_effect(&text, test_of(d, c), c);
	bad = json_object_set_new(o, "kind", json_string(effect_name(c))) |
	      json_place(o, c->at) |
	      json_object_set_new(o, "loses_order", json_boolean(loses_order(c))) |
	      json_object_set_new(o, "text", json_text(text.s));
	if (c->other) {
		from = json_object();
		bad |= json_place(from, c->other->at) | json_object_set_new(o, "other", from);
	}
	bad |= text.failed;
	text_free(&text);
	if (!bad)
		return o;
	json_decref(o);
	return NULL;
}

json_t *verify_json_effects(const struct verdict *d)
{
	json_t *list = json_array();

	for (int i = 0; i < d->optimized->neffects; i++)
		if (json_array_append_new(list, json_effect(d, &d->optimized->effect[i]))) {
			json_decref(list);
			return NULL;
		}
	return list;
}

void verify_find_effects(struct findings *f, const char *file, const struct verdict *d)
{
	for (int i = 0; i < d->optimized->neffects; i++) {
		const struct effect *c = &d->optimized->effect[i];
		struct text text = { 0 };

		text_puts(&text, "after -O2, ");
		put_effect(&text, test_of(d, c), c);
		f->failed |= text.failed;
		find_at(f, file, c->at, loses_order(c) ? FINDING_ERROR : FINDING_NOTE, "optimized",
			text.s);
		text_free(&text);
	}
}
