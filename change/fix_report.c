// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The output of lkmm check --fix. */
#include "change.h"
#include "show/verdict.h"

static void put_outcome(struct text *out, const struct litmus_test *l)
{
	text_puts(out, l->program.quantifier == LKMM_FORALL ? "(" : "exists (");
	put_cond(out, &l->program, l->program.cond, 0);
	text_puts(out, ")");
}

static const char *outcome_verb(const struct litmus_test *l, bool happens)
{
	if (l->program.quantifier == LKMM_FORALL)
		return happens ? "can fail" : "always holds";
	return happens ? "can happen" : "cannot happen";
}

/* The problem, and whether changes can solve it. */
static void put_head(struct text *out, const struct fixes *f)
{
	const struct litmus_test *l = f->changes.l;

	text_puts(out, "  ");
	if (f->host) {
		text_puts(out, "There is a fault.");
	} else if (f->asked.outcome) {
		put_outcome(out, l);
		text_add(out, " %s", outcome_verb(l, true));
		if (!f->goal.outcome && f->possible)
			text_puts(out, " with any orderings");
		text_puts(out, f->asked.race ? ", and there is a data race" : "");
		text_puts(out, f->asked.use ? ", and an object is used after it was freed." : ".");
	} else if (f->asked.race) {
		text_puts(out, "There is a data race");
		text_puts(out, f->asked.use ? ", and an object is used after it was freed." : ".");
	} else {
		text_puts(out, "An object is used after it was freed.");
	}
}

static const char *this_is_removed(const struct fixes *f)
{
	int n = f->goal.outcome + f->goal.race + f->goal.use;

	if (f->host && f->goal.outcome == f->asked.outcome)
		return "removes it";
	if (n > 1)
		return n > 2 ? "prevents all of that" : "prevents both";
	if (f->goal.outcome)
		return f->changes.l->program.quantifier == LKMM_FORALL ? "makes it hold" :
								      "makes it impossible";
	if (f->asked.outcome)
		return f->goal.use ? "removes the use" : "removes the race";
	return "removes it";
}

static void put_fix(struct text *out, const struct fix *fix, int number)
{
	for (int i = 0; i < fix->n; i++) {
		if (i)
			text_puts(out, "     ");
		else
			text_add(out, "  %2d. ", number);
		text_puts(out, i ? " " : "");
		put_change(out, fix->change[i]);
		text_puts(out, "\n");
	}
}

static void put_ended(struct text *out, const struct fixes *f)
{
	if (f->host && f->status == LKMM_TOO_LARGE) {
		text_add(out, "  The search ended after %d runs: there may be %s.\n", f->decided,
			 f->n ? "more" : "fixes");
		return;
	}
	text_add(out, "  The search ended early, %s: there may be %s.\n",
		 f->status == LKMM_STOPPED   ? "at the time limit" :
		 f->status == LKMM_NO_MEMORY ? "out of memory" :
					       "as it became too large",
		 f->n ? "more" : "fixes");
}

static void put_rest(struct text *out, const struct fixes *f)
{
	int size = f->fix[f->n - 1].n;

	if (f->more)
		text_add(out, "  More fixes with %d or more changes may exist: %d are listed.\n",
			 size, f->n);
	else
		text_add(out, "  %s with up to %d changes.\n",
			 f->n > 1 ? "These are all" : "It is the only fix", FIX_SIZE);
	if (changes_leave_out(f->changes.l))
		text_puts(out, "  Macros and included files are left as they are.\n");
}

void report_fixes(struct text *out, const struct fixes *f, bool none)
{
	if (none) {
		text_puts(out, "  There is no execution to fix: see Blocked above.\n\n");
		return;
	}
	if (!f->asked.outcome && !f->asked.race && !f->asked.use) {
		text_puts(out, "  There is nothing to fix.\n\n");
		return;
	}
	put_head(out, f);
	if (f->n) {
		text_add(out, " %s %s:\n", f->n > 1 ? "Each of these" : "This", this_is_removed(f));
		for (int i = 0; i < f->n; i++)
			put_fix(out, &f->fix[i], i + 1);
	} else if (f->status == LKMM_OK && f->undecided) {
		text_puts(out, "\n  No fix was found, but loops were cut off: "
			       "more turns (--unroll) may show one.\n");
	} else if (f->status == LKMM_OK && !f->possible && changes_leave_out(f->changes.l)) {
		text_puts(out, "\n  No fix was found: macros and included files are left as they "
			       "are.\n");
	} else if (f->status == LKMM_OK && !f->possible) {
		text_puts(out, "\n  No ordering, barrier or marking prevents it: "
			       "not even all of them together.\n");
	} else if (f->status == LKMM_OK) {
		text_add(out, "\n  No fix with up to %d changes was found.\n", FIX_SIZE);
	} else {
		text_puts(out, "\n");
	}
	if (f->status != LKMM_OK)
		put_ended(out, f);
	else if (f->n)
		put_rest(out, f);
	text_puts(out, "\n");
	out->failed |= f->changes.failed;
}

/* ---- JSON ---- */

static json_t *json_goal(const struct goal *g)
{
	json_t *list = json_array();
	int bad = 0;

	if (g->outcome)
		bad |= json_array_append_new(list, json_string("outcome"));
	if (g->race)
		bad |= json_array_append_new(list, json_string("data-race"));
	if (g->use)
		bad |= json_array_append_new(list, json_string("use-after-free"));
	if (!bad)
		return list;
	json_decref(list);
	return NULL;
}

static json_t *json_fix(const struct fixes *f, const char *file, const struct fix *fix)
{
	json_t *o = json_object(), *list = json_array();
	int bad = 0;

	for (int i = 0; i < fix->n; i++)
		bad |= json_array_append_new(list, json_change(fix->change[i]));
	bad |= json_object_set_new(o, "changes", list);
	bad |= json_object_set_new(o, "patch", json_patch(f->changes.l, f->host, file, fix->change,
					      fix->n));
	if (!bad)
		return o;
	json_decref(o);
	return NULL;
}

json_t *json_fixes(const struct fixes *f, const char *file)
{
	json_t *o = json_object(), *list = json_array();
	int bad = json_object_set_new(o, "wrong", json_goal(&f->asked));

	bad |= json_object_set_new(o, "prevented", json_goal(&f->goal));
	for (int i = 0; i < f->n; i++)
		bad |= json_array_append_new(list, json_fix(f, file, &f->fix[i]));
	bad |= json_object_set_new(o, "fixes", list);
	bad |= json_object_set_new(o, "possible", json_boolean(f->possible));
	bad |= json_object_set_new(o, "more", json_boolean(f->more));
	bad |= json_object_set_new(o, "complete",
				   json_boolean(f->status == LKMM_OK && !f->undecided));
	bad |= json_object_set_new(o, "decided", json_integer(f->decided));
	if (!bad)
		return o;
	json_decref(o);
	return NULL;
}
