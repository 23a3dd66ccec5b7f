// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "json.h"
#include "verdict.h"
#include "why.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- values and conditions, as herd7 writes them ---- */

/* n+8 */
static void put_offset(struct text *out, const struct lkmm_test *t, int loc, int64_t offset)
{
	text_add(out, "%.*s", (int)strcspn(t->loc[loc].name, "[."), t->loc[loc].name);
	if (offset)
		text_add(out, "%+" PRId64, offset);
}

void put_value(struct text *out, const struct lkmm_test *t, int64_t v)
{
	int64_t offset;
	int loc = lkmm_object(t, v, &offset);

	if (loc >= 0) {
		int at = lkmm_pointee(t, v);

		if (offset && at >= 0 && strchr(t->loc[at].name, '.')) {
			text_puts(out, t->loc[at].name);
			return;
		}
		put_offset(out, t, loc, offset);
	} else if (lkmm_unknowable(v) >= 0) {
		text_add(out, "S%" PRId64, lkmm_unknowable(v));
	} else {
		text_number(out, v);
	}
}

void put_bad_pointer(struct text *out, const struct lkmm_test *t, int64_t v)
{
	int64_t offset;
	int loc = lkmm_object(t, v, &offset);

	if (!v) {
		text_puts(out, "a null pointer");
	} else if (loc < 0) {
		text_puts(out, "the number ");
		if (v >= INT32_MIN || lkmm_unknowable(v) >= 0)
			put_value(out, t, v);
		else
			text_add(out, "0x%" PRIx64, (uint64_t)v);	/* as LIST_POISON1 */
		text_puts(out, " for a pointer");
	} else {
		bool array = offset > LKMM_FAR_AWAY / 2;

		text_puts(out, "the pointer ");
		put_offset(out, t, loc, array ? offset - LKMM_FAR_AWAY : offset);
		text_add(out, ", which is not in %s'%.*s'", array ? "the array of " : "",
			 (int)strcspn(t->loc[loc].name, "[."), t->loc[loc].name);
	}
}

void put_undefined(struct text *out, const struct lkmm_access *a)
{
	switch (a->operator) {
	case LKMM_SHL:
	case LKMM_SHR:
		text_add(out, "a shift by a number that is not from 0 to %d", a->accessed.bits - 1);
		break;
	case LKMM_DIV:
	case LKMM_MOD:
		text_puts(out, "a division by zero");
		if (!a->accessed.is_unsigned)
			text_puts(out, ", or of the least number by -1");
		break;
	default:
		text_puts(out, "a search for a bit of 0");
	}
}

void put_atom(struct text *out, const struct lkmm_test *t, const struct lkmm_atom *a)
{
	if (a->kind == LKMM_CONSTANT) {
		put_value(out, t, a->value);
	} else if (a->part.name || a->kind == LKMM_FINAL_LOCATION) {
		const char *name = a->part.name ? a->part.name : t->loc[a->loc].name;

		/* 0:s.m and x[1] need no brackets */
		text_add(out, strpbrk(name, ":[") ? "%s" : "[%s]", name);
	} else {
		text_number(out, a->reg.thread);
		text_puts(out, ":");
		text_puts(out, t->thread[a->reg.thread].reg[a->reg.index].name);
	}
}

/* The precedence of a condition: an inner condition must have a higher one. */
void put_cond(struct text *out, const struct lkmm_test *t, const struct lkmm_cond *c,
	      int level)
{
	int own = c->kind == LKMM_EITHER ? 1 : c->kind == LKMM_BOTH ? 2 : 3;

	if (own < level)
		text_add(out, "(");
	switch (c->kind) {
	case LKMM_TRUE:
		text_add(out, "true");
		break;
	case LKMM_NEITHER:
		if (c->a && c->a->kind == LKMM_TRUE) {
			text_puts(out, "false");
			break;
		}
		text_add(out, "not (");
		put_cond(out, t, c->a, 0);
		text_add(out, ")");
		break;
	case LKMM_SAME:
		put_atom(out, t, &c->left);
		text_add(out, "=");
		put_atom(out, t, &c->right);
		break;
	default:
		put_cond(out, t, c->a, own);
		text_add(out, c->kind == LKMM_BOTH ? " /\\ " : " \\/ ");
		put_cond(out, t, c->b, own);
	}
	if (own < level)
		text_add(out, ")");
}

/* The observed values from @i on are an array that was asked for by its name. */
static bool is_whole_array(const struct lkmm_test *t, int i)
{
	return t->observed[i].kind == LKMM_FINAL_LOCATION && t->loc[t->observed[i].loc].whole;
}

/* x={3,4}; and returns how many elements that was. */
static int put_array(struct text *out, const struct lkmm_test *t, int i, const int64_t *state)
{
	const struct lkmm_location *loc = &t->loc[t->observed[i].loc];

	text_add(out, "%.*s={", (int)strcspn(loc->name, "["), loc->name);
	for (int k = 0; k < loc->elements; k++) {
		text_puts(out, k ? "," : "");
		put_value(out, t, state[i + k]);
	}
	text_puts(out, "};");
	return loc->elements;
}

void put_state(struct text *out, const struct lkmm_test *t, const int64_t *state)
{
	for (int i = 0; i < t->nobserved; i++) {
		text_puts(out, i ? " " : "");
		if (is_whole_array(t, i)) {
			i += put_array(out, t, i, state) - 1;
			continue;
		}
		put_atom(out, t, &t->observed[i]);
		text_puts(out, "=");
		put_value(out, t, state[i]);
		text_puts(out, ";");
	}
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The states as lines of text, sorted; NULL without memory. */
static char **list_states(const struct lkmm_test *t, const struct lkmm_answer *a)
{
	char **line = calloc(a->nstates + 1, sizeof(*line));

	for (size_t i = 0; line && i < a->nstates; i++) {
		struct text s = { 0 };

		text_puts(&s, "");
		put_state(&s, t, a->state + i * (size_t)t->nobserved);
		line[i] = s.s;
		if (s.failed || !s.s) {
			for (size_t k = 0; k <= i; k++)
				free(line[k]);
			free(line);
			return NULL;
		}
	}
	if (line)
		qsort(line, a->nstates, sizeof(*line), by_text);
	return line;
}

static void free_states(char **line, const struct lkmm_answer *a)
{
	for (size_t i = 0; line && i < a->nstates; i++)
		free(line[i]);
	free(line);
}

const char *observation_name(enum lkmm_observation o)
{
	static const char *const name[] = {
		[LKMM_NEVER] = "Never", [LKMM_SOMETIMES] = "Sometimes", [LKMM_ALWAYS] = "Always",
	};

	return name[o];
}

bool no_execution(const struct lkmm_answer *a)
{
	return !a->positive && !a->negative && !a->undecided;
}

const struct lkmm_call *waits_in(const struct lkmm_standing *s)
{
	const struct lkmm_call *call = s->call;

	while (call && call->at.line == s->at.line)
		call = call->outer;
	return call;
}

/* "1 of 2 executions block: P0 line 4 spin_lock(b), P1 line 9 spin_lock(a)" */
void put_blocked(struct text *out, const struct litmus_test *l, const struct lkmm_answer *a)
{
	if (!a->blocks && !no_execution(a))
		text_puts(out, "maybe: too many executions to check whether one never ends");
	else if (!a->blocks)
		text_puts(out, l->program.filter && a->ends ? "no execution satisfies the filter" :
							     "no execution ends");
	else
		text_add(out, "%s%zu of %zu executions block: ", a->blocks_cut ? "at least " : "",
			 a->blocks, a->blocks + a->ends);
	for (int i = 0; i < a->nstanding; i++) {
		const struct lkmm_standing *s = &a->standing[i];

		text_puts(out, i ? ", " : "");
		if (is_callback(l, s->thread)) {
			put_thread(out, l, s->thread);
			continue;
		}
		text_add(out, "P%d %s ", s->thread, place_line(s->at).s);
		put_source(out, l, s->at);
		put_calls(out, waits_in(s));
	}
}

/* Nothing is well if no execution ends. */
static bool is_ok(const struct lkmm_test *t, const struct lkmm_answer *a)
{
	if (no_execution(a))
		return false;
	switch (t->quantifier) {
	case LKMM_EXISTS:
		return a->positive;
	case LKMM_NOT_EXISTS:
		return !a->positive;
	case LKMM_FORALL:
		break;
	}
	return !a->negative;
}

void put_undecided(struct text *out, const struct lkmm_answer *a)
{
	text_puts(out, "loop cut at ");
	for (int i = 0; i < a->ncut; i++) {
		if (i && a->cut[i].line == a->cut[i - 1].line)
			continue;
		text_puts(out, i ? ", " : "");
		text_puts(out, place_line(a->cut[i]).s);
	}
}

/* The names of the flags of @a, in herd7's order, which is that of the alphabet: how many. */
static int list_flags(const struct lkmm_answer *a, const char *name[32])
{
	int n = 0;

	for (int i = 0, k; i < 32; i++) {
		const char *flag = lkmm_flag_name_of(a, i);

		if (!(a->flags >> i & 1))
			continue;
		for (k = n++; k && strcmp(flag, name[k - 1]) < 0; k--)
			name[k] = name[k - 1];
		name[k] = flag;
	}
	return n;
}

/* ---- herd7's lines ---- */

void put_condition(struct text *out, const struct lkmm_test *t)
{
	static const char *const quantifier[] = {
		[LKMM_EXISTS] = "exists", [LKMM_NOT_EXISTS] = "~exists", [LKMM_FORALL] = "forall",
	};

	if (!t->cond)
		return;
	text_add(out, "%s (", quantifier[t->quantifier]);
	put_cond(out, t, t->cond, 0);
	text_puts(out, ")");
}

void report_text(struct text *out, const struct litmus_test *l, const struct lkmm_answer *a,
		 bool states, double seconds)
{
	static const char *const kind[] = {
		[LKMM_EXISTS] = "Allowed",
		[LKMM_NOT_EXISTS] = "Forbidden",
		[LKMM_FORALL] = "Required",
	};
	const struct lkmm_test *t = &l->program;
	const char *flag[32];
	int nflags = list_flags(a, flag);

	text_add(out, "Test %s %s\n", t->name, kind[t->quantifier]);
	if (states) {
		char **line = list_states(t, a);

		text_add(out, "States %zu\n", a->nstates);
		for (size_t i = 0; line && i < a->nstates; i++)
			text_add(out, "%s\n", line[i]);
		out->failed |= !line;
		free_states(line, a);
	}
	if (!a->undecided)
		text_add(out, "%s\n", is_ok(t, a) ? "Ok" : "No");
	text_add(out, "Witnesses\nPositive: %zu Negative: %zu\n", a->positive, a->negative);
	for (int i = 0; i < nflags; i++)
		text_add(out, "Flag %s\n", flag[i]);
	if (t->cond) {
		text_puts(out, "Condition ");
		put_condition(out, t);
		text_puts(out, "\n");
	}
	if (a->blocks || a->blocks_cut || no_execution(a)) {
		text_add(out, "Blocked %s ", t->name);
		put_blocked(out, l, a);
		text_add(out, "\n");
	}
	if (a->unroll_reached)
		text_add(out, "Loops were cut off: executions with more turns are not counted "
			      "(--unroll)\n");
	if (a->undecided) {
		text_add(out, "Undecided %s ", t->name);
		put_undecided(out, a);
		text_puts(out, "\n");
	} else {
		text_add(out, "Observation %s %s %zu %zu\n", t->name,
			 observation_name(a->observation), a->positive, a->negative);
	}
	text_add(out, "Time %s %.2f\n\n", t->name, seconds);
}

/* ---- JSON ---- */

/* Choices of paths that end and that block, and where the threads stand in the first of these. */
static json_t *json_blocked(const struct litmus_test *l, const struct lkmm_answer *a)
{
	json_t *o = json_object(), *list = json_array();
	int bad = 0;

	for (int i = 0; i < a->nstanding; i++) {
		const struct lkmm_standing *s = &a->standing[i];
		struct text source = { 0 };
		json_t *place = json_object();

		put_source(&source, l, s->at);
		bad |= json_object_set_new(place, "thread", json_integer(s->thread));
		bad |= json_place(place, s->at);
		bad |= source.failed || json_object_set_new(place, "source", json_text(source.s));
		if (waits_in(s))
			bad |= json_object_set_new(place, "calls", json_calls(waits_in(s)));
		bad |= json_array_append_new(list, place);
		text_free(&source);
	}
	bad |= json_object_set_new(o, "end", json_integer((json_int_t)a->ends));
	bad |= json_object_set_new(o, "block", json_integer((json_int_t)a->blocks));
	bad |= json_object_set_new(o, "all_counted", json_boolean(!a->blocks_cut));
	bad |= json_object_set_new(o, "standing", list);
	if (bad) {
		json_decref(o);
		return NULL;
	}
	return o;
}

static json_t *json_states(const struct lkmm_test *t, const struct lkmm_answer *a)
{
	char **line = list_states(t, a);
	json_t *list = line ? json_array() : NULL;

	for (size_t i = 0; list && i < a->nstates; i++) {
		if (json_array_append_new(list, json_text(line[i]))) {
			json_decref(list);
			list = NULL;
		}
	}
	free_states(line, a);
	return list;
}

json_t *json_flags(const struct lkmm_answer *a)
{
	json_t *list = json_array();
	const char *flag[32];
	int n = list_flags(a, flag);

	for (int i = 0; list && i < n; i++) {
		if (json_array_append_new(list, json_string(flag[i]))) {
			json_decref(list);
			list = NULL;
		}
	}
	return list;
}

/* Where executions end early, and how. */
static int put_early_ends(json_t *o, const struct litmus_test *l, const struct lkmm_answer *a,
			  const struct why *why)
{
	int bad = 0;

	if (why && why->bad)
		bad |= json_object_set_new(o, "bad_pointer", json_bad_pointer(l, why));
	if (a->nbad)
		bad |= json_object_set_new(o, "bad_pointers", json_bad_pointers(l, a));
	if (why && why->failed_assertion)
		bad |= json_object_set_new(o, "assertion", json_failed_assertion(l, why));
	if (a->nfailed)
		bad |= json_object_set_new(o, "assertions", json_assertions(l, a));
	if (why && why->undefined)
		bad |= json_object_set_new(o, "undefined", json_undefined_execution(l, why));
	if (a->nundefined)
		bad |= json_object_set_new(o, "undefined_arithmetic", json_undefined(l, a));
	return bad;
}

void report_json(struct text *out, const char *file, const struct litmus_test *l,
		 const struct lkmm_answer *a, bool states, bool contradicts,
		 const struct why *why, json_t *more, double seconds)
{
	const struct lkmm_answer wanted = { .flags = l->expected.flags };
	json_t *o = json_object();
	const char *observation = observation_name(a->observation);
	struct text cut = { 0 };
	char expected[32];
	int bad = 0;

	bad |= json_object_set_new(o, "file", json_text(file));
	bad |= json_object_set_new(o, "name", json_text(l->program.name));
	if (a->undecided) {
		put_undecided(&cut, a);
		bad |= cut.failed || json_object_set_new(o, "undecided", json_text(cut.s));
	} else {
		bad |= json_object_set_new(o, "observation", json_string(observation));
	}
	text_free(&cut);
	if (states)
		bad |= json_object_set_new(o, "states", json_states(&l->program, a));
	bad |= json_object_set_new(o, "flags", json_flags(a));
	if (contradicts && l->expected.has_flags)
		bad |= json_object_set_new(o, "expected_flags", json_flags(&wanted));
	if (contradicts && l->expected.result) {
		snprintf(expected, sizeof(expected), "%s%s", l->expected.result,
			 l->expected.race ? " DATARACE" : "");
		bad |= json_object_set_new(o, "expected", json_string(expected));
	}
	if (a->nunassigned)
		bad |= json_object_set_new(o, "notes", json_notes(l, a));
	bad |= put_early_ends(o, l, a, why);
	if (a->nmisuses)
		bad |= json_object_set_new(o, "misuses", json_misuses(l, a));
	if (a->nflagged)
		bad |= json_object_set_new(o, "flagged", json_flagged(l, a));
	if (a->unroll_reached)
		bad |= json_object_set_new(o, "unroll_reached", json_true());
	if (a->blocks || a->blocks_cut || no_execution(a))
		bad |= json_object_set_new(o, "executions", json_blocked(l, a));
	if (why)
		bad |= json_object_set_new(o, "why", json_why(l, a, why));
	if (why && why->blocked)
		bad |= json_object_set_new(o, "blocked", json_blocked_execution(l, why));
	if (why && why->race)
		bad |= json_object_set_new(o, "race", json_race(l, why));
	if (more)
		bad |= json_object_update(o, more);
	bad |= json_object_set_new(o, "seconds",
				   json_real((double)(long long)(seconds * 1e6) / 1e6));
	put_json(out, o, bad);
}

/* @file: NULL where that is known */
static json_t *json_error(const char *file, const char *key, struct lkmm_place at,
			  const char *error, int *bad)
{
	json_t *o = json_object();

	if (file)
		*bad |= json_object_set_new(o, "file", json_text(file));
	*bad |= json_place(o, at);
	*bad |= json_object_set_new(o, key, json_text(error));
	return o;
}

void report_json_error(struct text *out, const char *file, struct lkmm_place at, const char *error)
{
	int bad = 0;
	json_t *o = json_error(file, "error", at, error, &bad);

	put_json(out, o, bad);
}

void report_json_undecided(struct text *out, const char *file, const char *error,
			   const struct lkmm_progress *covered)
{
	static const struct lkmm_place start = { .line = 1, .column = 1 };
	int bad = 0;
	json_t *o = json_error(file, "error", start, error, &bad);

	bad |= json_object_set_new(o, "undecided", json_text(error));
	if (covered)
		bad |= json_covered(o, covered);
	put_json(out, o, bad);
}

json_t *json_errors(const struct litmus_test *l, int *bad)
{
	json_t *list = json_array();

	for (int i = 0; i < l->nerrors; i++)
		*bad |= json_array_append_new(list, json_error(NULL, "message", l->error[i].at,
							       l->error[i].text, bad));
	return list;
}

void report_json_errors(struct text *out, const char *file, const struct litmus_test *l)
{
	int bad = 0;
	json_t *o = json_error(file, "error", l->error[0].at, l->error[0].text, &bad);

	if (l->nerrors > 1)
		bad |= json_object_set_new(o, "errors", json_errors(l, &bad));
	put_json(out, o, bad);
}
