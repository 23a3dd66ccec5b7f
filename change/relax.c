// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm check --relax: reports operations that are stronger than necessary. It weakens each
 * ordering, barrier and mark alone, the weakest form first, and decides the test again; then it
 * weakens all of them together, one after the other, as far as possible.
 */
#include "change.h"
#include "show/verdict.h"

#include <stdlib.h>
#include <string.h>

/* One place, and the results for it. */
struct relaxed {
	const struct change *weakest;	/* that is enough, or NULL */
	const struct change *tried;	/* the strongest that is not */
	struct text allows;		/* the outcomes that it would then allow */
};

struct relax {
	struct changes changes;
	struct trials trials;
	struct relaxed *site;
	const struct change **together;
	int ntogether;
};

/* ---- the outcomes that a weaker form would allow ---- */

/* The value of @a in the final state @state; false if it is not shown there. */
static bool atom_value(const struct lkmm_test *t, const struct lkmm_atom *a, const int64_t *state,
		       int64_t *v)
{
	if (a->kind == LKMM_CONSTANT) {
		*v = a->value;
		return true;
	}
	for (int i = 0; i < t->nobserved; i++) {
		if (!lkmm_same_atom(&t->observed[i], a))
			continue;
		*v = state[i];
		return true;
	}
	return false;
}

static bool holds_in(const struct lkmm_test *t, const struct lkmm_cond *c, const int64_t *state)
{
	int64_t a, b;

	switch (c->kind) {
	case LKMM_TRUE:
		return true;
	case LKMM_BOTH:
		return holds_in(t, c->a, state) && holds_in(t, c->b, state);
	case LKMM_EITHER:
		return holds_in(t, c->a, state) || holds_in(t, c->b, state);
	case LKMM_NEITHER:
		return !holds_in(t, c->a, state);
	default:
		return atom_value(t, &c->left, state, &a) && atom_value(t, &c->right, state, &b) &&
		       a == b;
	}
}

static void put_final_state(struct text *out, const struct lkmm_test *t, const int64_t *state)
{
	for (int i = 0; i < t->nobserved; i++) {
		text_puts(out, i ? " /\\ " : "");
		put_atom(out, t, &t->observed[i]);
		text_puts(out, "=");
		put_value(out, t, state[i]);
	}
}

/* The reason why the answer @a is worse than wanted. */
static void tell_what_is_allowed(void *arg, const struct litmus_test *l,
				 const struct lkmm_answer *a)
{
	struct text *out = arg;
	struct goal wrong = what_is_wrong(l, a);

	out->len = 0;
	if (!a->positive && !a->negative)
		text_puts(out, "no execution to end");
	for (size_t i = 0; i < a->nstates && wrong.outcome && !out->len; i++) {
		const int64_t *state = a->state + i * (size_t)l->program.nobserved;

		if (holds_in(&l->program, l->program.cond, state) ==
		    (l->program.quantifier != LKMM_FORALL))
			put_final_state(out, &l->program, state);
	}
	if (!out->len && a->undecided)
		text_puts(out, "an unknown outcome: a loop is cut off");
	if (!out->len && wrong.race)
		text_puts(out, "a data race");
	for (int i = 0; lkmm_flag_name_of(a, i) && !out->len; i++)
		if (a->flags >> i & 1)
			text_add(out, "%s", lkmm_flag_name_of(a, i));
}

static void find_what_is_allowed(struct relax *r, struct relaxed *s)
{
	if (r->trials.host) {
		trial(&r->trials, &s->tried, 1);
		text_puts(&s->allows, r->trials.judged.fault);
		return;
	}
	r->trials.look = tell_what_is_allowed;
	r->trials.look_arg = &s->allows;
	r->trials.states = true;
	trial(&r->trials, &s->tried, 1);
	r->trials.look = NULL;
	r->trials.states = false;
}

/* ---- one place after the other ---- */

/* The next weakest change of @site after @last, or the weakest; NULL after the strongest. */
static const struct change *next_weakest(const struct changes *c, int site,
					 const struct change *last)
{
	const struct change *best = NULL;

	for (int i = 0; i < c->n; i++) {
		const struct change *p = &c->change[i];

		if (p->site != site ||
		    (last && (p->cost < last->cost || (p->cost == last->cost && p <= last))))
			continue;
		if (!best || p->cost < best->cost)
			best = p;
	}
	return best;
}

static void relax_site(struct relax *r, int site)
{
	struct relaxed *s = &r->site[site];
	const struct change *p = NULL;

	while (!s->weakest && (p = next_weakest(&r->changes, site, p)) &&
	       !trials_ended(&r->trials)) {
		if (trial(&r->trials, &p, 1) && !r->trials.none_ends)
			s->weakest = p;
		else if (!trials_ended(&r->trials))
			s->tried = p;
	}
	if (!s->weakest && s->tried && !trials_ended(&r->trials))
		find_what_is_allowed(r, s);
}

/* All together: each as weak as those before it allow. */
static void relax_together(struct relax *r)
{
	for (int site = 0; site < r->changes.nsites && !trials_ended(&r->trials); site++) {
		const struct change *p = r->site[site].weakest;
		bool enough = false;

		for (; p && !enough; p = next_weakest(&r->changes, site, p)) {
			r->together[r->ntogether] = p;
			enough = trial(&r->trials, r->together, r->ntogether + 1) &&
				 !r->trials.none_ends;
		}
		r->ntogether += enough;
	}
}

static bool same_as_alone(const struct relax *r)
{
	int n = 0;

	for (int site = 0; site < r->changes.nsites; site++) {
		if (!r->site[site].weakest)
			continue;
		if (n == r->ntogether || r->together[n] != r->site[site].weakest)
			return false;
		n++;
	}
	return true;
}

/* ---- telling it ---- */

static int by_line(const void *a, const void *b)
{
	const struct relaxed *x = a, *y = b;
	const struct change *p = x->weakest ? x->weakest : x->tried;
	const struct change *q = y->weakest ? y->weakest : y->tried;

	if (!p || !q)
		return !p - !q;
	return p->line != q->line ? (p->line < q->line ? -1 : 1) : (p < q ? -1 : p > q);
}

static int count_weaker(const struct relax *r)
{
	int n = 0;

	for (int i = 0; i < r->changes.nsites; i++)
		n += r->site[i].weakest != NULL;
	return n;
}

static void put_needed(struct text *out, const struct relaxed *s)
{
	if (s->tried->file)
		text_add(out, "    %s:%d: %s: ", s->tried->file, s->tried->line, s->tried->from);
	else
		text_add(out, "    line %d: %s: ", s->tried->line, s->tried->from);
	if (s->tried->to)
		text_add(out, "%s would allow ", s->tried->to);
	else
		text_puts(out, "leaving it out would allow ");
	text_add(out, "%s\n", s->allows.s ? s->allows.s : "more");
}

static void put_together(struct text *out, const struct relax *r)
{
	if (count_weaker(r) < 2)
		return;
	if (same_as_alone(r)) {
		text_puts(out, "  All of these together keep it too.\n");
		return;
	}
	text_puts(out, "  Together, these keep it:\n");
	for (int i = 0; i < r->ntogether; i++) {
		text_puts(out, "    ");
		put_change(out, r->together[i]);
		text_puts(out, "\n");
	}
}

static void put_question(struct text *out, const struct litmus_test *l, const struct host *host)
{
	if (host) {
		text_puts(out, "  There is no fault");
		return;
	}
	text_puts(out, l->program.quantifier == LKMM_FORALL ? "  (" : "  exists (");
	put_cond(out, &l->program, l->program.cond, 0);
	text_puts(out, l->program.quantifier == LKMM_FORALL ? ") always holds" : ") cannot happen");
}

static void put_relax(struct text *out, const struct relax *r)
{
	bool needed = false;

	put_question(out, r->changes.l, r->changes.host);
	text_puts(out, count_weaker(r) ? ", and this may be weaker:\n" :
					 ", and nothing may be weaker.\n");
	for (int i = 0; i < r->changes.nsites; i++) {
		if (!r->site[i].weakest)
			continue;
		text_puts(out, "    ");
		put_change(out, r->site[i].weakest);
		text_puts(out, "\n");
	}
	put_together(out, r);
	for (int i = 0; i < r->changes.nsites; i++) {
		if (r->site[i].weakest || !r->site[i].tried)
			continue;
		text_puts(out, needed ? "" : "  Needed as it is:\n");
		needed = true;
		put_needed(out, &r->site[i]);
	}
	text_puts(out, "\n");
}

/* The search has ended early. */
static void put_not_tried(struct text *out, const struct relax *r)
{
	int n = 0;

	for (int i = 0; i < r->changes.nsites; i++)
		n += !r->site[i].weakest && !r->site[i].tried;
	text_add(out, "  The search ended after %d runs: %d place%s not tried.\n\n",
		 r->trials.limit, n, n == 1 ? " was" : "s were");
}

/* ---- JSON ---- */

static json_t *json_weaker(const struct relax *r, const char *file, const struct change *change)
{
	json_t *o = json_change(change);
	int bad = json_object_set_new(o, "patch", json_patch(r->changes.l, r->changes.host, file,
							     &change, 1));

	if (!bad)
		return o;
	json_decref(o);
	return NULL;
}

static json_t *json_needed(const struct relaxed *s)
{
	json_t *o = json_change(s->tried);
	int bad = json_object_set_new(o, "allows", json_text(s->allows.s ? s->allows.s : ""));

	if (!bad)
		return o;
	json_decref(o);
	return NULL;
}

static json_t *json_relax(const struct relax *r, const char *file)
{
	json_t *o = json_object(), *weaker = json_array(), *needed = json_array();
	json_t *together = json_array();
	int bad = 0;

	for (int i = 0; i < r->changes.nsites; i++) {
		const struct relaxed *s = &r->site[i];

		if (s->weakest)
			bad |= json_array_append_new(weaker, json_weaker(r, file, s->weakest));
		else if (s->tried)
			bad |= json_array_append_new(needed, json_needed(s));
	}
	for (int i = 0; i < r->ntogether; i++)
		bad |= json_array_append_new(together, json_change(r->together[i]));
	bad |= json_object_set_new(o, "weaker", weaker);
	bad |= json_object_set_new(o, "needed", needed);
	bad |= json_object_set_new(o, "together", together);
	bad |= json_object_set_new(o, "patch",
				   json_patch(r->changes.l, r->changes.host, file, r->together,
					      r->ntogether));
	if (!bad)
		return o;
	json_decref(o);
	return NULL;
}

/* ---- all of it ---- */

static bool relax_open(struct relax *r, const struct litmus_test *l, const struct host *host)
{
	struct accesses a;
	size_t n;

	if (!changes_open(&r->changes, l, host))
		return false;
	list_accesses(&r->changes, &a);
	weaker_barriers(&r->changes, &a);
	weaker_accesses(&r->changes, &a);
	if (!r->changes.failed)
		drop_useless(&r->changes, r->trials.model, r->trials.options);
	n = (size_t)r->changes.nsites + 1;
	r->site = lkmm_alloc(l->arena, sizeof(*r->site) * n);
	r->together = lkmm_alloc(l->arena, sizeof(*r->together) * n);
	return !r->changes.failed && r->site && r->together;
}

static void relax_all(struct relax *r)
{
	for (int i = 0; i < r->changes.nsites; i++)
		relax_site(r, i);
	relax_together(r);
	if (!trials_ended(&r->trials))
		qsort(r->site, (size_t)r->changes.nsites, sizeof(*r->site), by_line);
}

static enum lkmm_status relax(struct relax *r, struct text *out, json_t **json,
			      const struct litmus_test *l, const char *file)
{
	if (!relax_open(r, l, r->trials.host))
		return LKMM_NO_MEMORY;
	relax_all(r);
	if (r->trials.host && r->trials.status == LKMM_TOO_LARGE && !json) {
		put_relax(out, r);
		put_not_tried(out, r);
		r->trials.status = LKMM_OK;
	} else if (r->trials.status == LKMM_OK && json) {
		*json = json_relax(r, file);
	} else if (r->trials.status == LKMM_OK) {
		put_relax(out, r);
	}
	for (int i = 0; i < r->changes.nsites; i++)
		text_free(&r->site[i].allows);
	return r->trials.status;
}

enum lkmm_status report_relax(struct text *out, json_t **json, const struct litmus_test *l,
			      const char *file, const struct lkmm_answer *a,
			      const struct lkmm_model *model, const struct lkmm_options *options)
{
	struct goal wrong = what_is_wrong(l, a);
	struct relax r = {
		.trials = { .l = l, .model = model, .options = options, .limit = RELAX_TRIALS,
			    .goal = { .outcome = true, .race = true, .flags = wrong.flags } },
	};

	if (wrong.outcome || wrong.race || !l->program.cond || (!a->positive && !a->negative)) {
		if (!json)
			text_puts(out, "  There is nothing to relax: "
				       "nothing is prevented here.\n\n");
		return LKMM_OK;
	}
	return relax(&r, out, json, l, file);
}

enum lkmm_status report_relax_program(struct text *out, json_t **json, const struct litmus_test *l,
				      const struct host *host, struct goal now, int trials,
				      const struct lkmm_options *options)
{
	struct relax r = {
		.trials = { .l = l, .host = host, .options = options, .limit = trials,
			    .goal = { .outcome = true, .race = true, .use = true,
				      .flags = now.flags } },
	};

	return relax(&r, out, json, l, NULL);
}
