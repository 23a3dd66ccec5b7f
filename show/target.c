// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm check --arch: a table of the CPUs that can show the outcomes of tests. */
#include "target.h"
#include "json.h"
#include "verdict.h"

#include <stdio.h>
#include <string.h>

enum { TEST_COLUMN = 36, MODEL_COLUMN = 18 };

void target_name(const struct litmus_target *t, char name[TARGET_NAME])
{
	snprintf(name, TARGET_NAME, "%s%s%s%s%s", t->arch, t->feature ? "+" : "",
		 t->feature ? t->feature : "", t->by ? "/" : "", t->by ? t->by : "");
}

bool target_is_by_name(const struct litmus_target *t)
{
	char full[TARGET_NAME];

	target_name(t, full);
	for (const char *const *name = litmus_targets_by_name; *name; name++)
		if (!strcmp(*name, full))
			return true;
	return false;
}

/* A test with forall asks for a state in which that does not hold. */
bool is_possible(const struct litmus_test *l, const struct lkmm_answer *a)
{
	return l->program.quantifier == LKMM_FORALL ? a->negative > 0 : a->positive > 0;
}

static bool is_racy(const struct lkmm_answer *a)
{
	return a->flags >> LKMM_DATA_RACE & 1;
}

/* ---- text ---- */

void put_target_heads(struct text *out, const struct litmus_target *t, int n)
{
	char name[TARGET_NAME];

	text_add(out, "%-*s  %-*s", TEST_COLUMN, "Test", MODEL_COLUMN, "LKMM");
	for (int i = 0; i < n; i++) {
		target_name(&t[i], name);
		text_add(out, "  %s", name);
	}
	text_puts(out, "\n");
}

static void put_beyond(struct text *out, const struct on_targets *all, const struct on_target *on)
{
	char name[TARGET_NAME];

	target_name(&on->target, name);
	for (int i = 0; i < on->nbeyond; i++) {
		text_add(out, "  LKMM forbids, %s allows:", name);
		put_state(out, &all->l->program, on->beyond[i]);
		text_puts(out, "\n");
	}
}

/* "yes": the outcome is possible there; "?": it is not known. */
void report_targets(struct text *out, const struct on_targets *all)
{
	char name[TARGET_NAME], verdict[MODEL_COLUMN + 1];

	snprintf(verdict, sizeof(verdict), "%s%s", all->possible ? "yes" : "no",
		 is_racy(all->answer) ? ", data race" : "");
	text_add(out, "%-*s  %-*s", TEST_COLUMN, all->l->program.name, MODEL_COLUMN, verdict);
	for (int i = 0; i < all->n; i++) {
		const struct on_target *on = &all->on[i];
		const char *cell = !on->decided ? "?" : on->possible ? "yes" : "no";

		target_name(&on->target, name);
		text_add(out, "  %-*s", i < all->n - 1 ? (int)strlen(name) : 0, cell);
	}
	text_puts(out, "\n");
	for (int i = 0; i < all->n; i++)
		put_beyond(out, all, &all->on[i]);
}

/* ---- JSON ---- */

static json_t *json_states(const struct on_targets *all, const struct on_target *on)
{
	json_t *list = json_array();
	int bad = !list;

	for (int i = 0; i < on->nbeyond && !bad; i++) {
		struct text state = { 0 };

		put_state(&state, &all->l->program, on->beyond[i]);
		bad |= state.failed || json_array_append_new(list, json_text(state.s));
		text_free(&state);
	}
	if (!bad)
		return list;
	json_decref(list);
	return NULL;
}

static json_t *json_target(const struct on_targets *all, const struct on_target *on)
{
	json_t *o = json_object();
	int bad = json_object_set_new(o, "architecture", json_text(on->target.arch));

	if (on->target.feature)
		bad |= json_object_set_new(o, "feature", json_text(on->target.feature));
	if (on->target.by)
		bad |= json_object_set_new(o, "compiler", json_text(on->target.by));
	if (on->decided) {
		bad |= json_object_set_new(o, "possible", json_boolean(on->possible));
		bad |= json_object_set_new(o, "forbidden", json_states(all, on));
	} else {
		bad |= json_object_set_new(o, "error", json_text(on->why));
		bad |= json_place(o, on->at);
	}
	if (!bad)
		return o;
	json_decref(o);
	return NULL;
}

void report_json_targets(struct text *out, const char *file, const struct on_targets *all,
			 double seconds)
{
	json_t *o = json_object(), *list = json_array();
	int bad = json_object_set_new(o, "file", json_text(file));

	bad |= json_object_set_new(o, "name", json_text(all->l->program.name));
	bad |= json_object_set_new(o, "observation",
				   json_string(observation_name(all->answer->observation)));
	bad |= json_object_set_new(o, "possible", json_boolean(all->possible));
	bad |= json_object_set_new(o, "flags", json_flags(all->answer));
	for (int i = 0; i < all->n; i++)
		bad |= json_array_append_new(list, json_target(all, &all->on[i]));
	bad |= json_object_set_new(o, "architectures", list);
	bad |= json_object_set_new(o, "seconds", json_real(seconds));
	put_json(out, o, bad);
}
