// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm check --why: the executions behind an answer, step by step. */
#include "verdict.h"
#include "why.h"

#include <stdio.h>
#include <string.h>

enum { MAX_LINE_TEXT = 44 };

/* ---- keeping the executions ---- */

static void *copy(struct why *w, const void *p, size_t size)
{
	void *q = lkmm_alloc(w->arena, size ? size : 1);

	if (q)
		memcpy(q, p, size);
	else
		w->failed = true;
	return q;
}

static struct lkmm_execution *copy_execution(struct why *w, const struct lkmm_execution *x)
{
	struct lkmm_execution *y = copy(w, x, sizeof(*x));

	if (!y)
		return NULL;
	y->event = copy(w, x->event, sizeof(*x->event) * (size_t)x->nevents);
	y->cycle = copy(w, x->cycle, sizeof(*x->cycle) * (size_t)x->nsteps);
	y->dependency = copy(w, x->dependency, sizeof(*x->dependency) * (size_t)x->ndependencies);
	if (x->nstanding)
		y->standing = copy(w, x->standing, sizeof(*x->standing) * (size_t)x->nstanding);
	if (x->misuse)
		y->misuse = copy(w, x->misuse, sizeof(*x->misuse));
	return w->failed ? NULL : y;
}

/* Where @w keeps the execution @x, which ends early. */
static struct lkmm_execution **place_of_end(struct why *w, const struct lkmm_execution *x)
{
	enum lkmm_access_kind kind = x->bad.access->kind;

	if (kind == LKMM_UNDEFINED)
		return &w->undefined;
	return kind >= LKMM_ASSERT && kind <= LKMM_WARN ? &w->failed_assertion : &w->bad;
}

void why_keep(void *why, const struct lkmm_execution *x)
{
	struct why *w = why;

	if (x->nstanding)
		w->blocked = copy_execution(w, x);
	else if (x->misuse)
		w->misuse[x->misuse->flag - LKMM_USE_AFTER_FREE] = copy_execution(w, x);
	else if (!x->bad.at.line)
		*(x->race[0] >= 0 ? &w->race : &w->execution[x->satisfies]) = copy_execution(w, x);
	else if (!*place_of_end(w, x))
		*place_of_end(w, x) = copy_execution(w, x);
}

void why_merge(struct why *to, const struct why *from)
{
	struct lkmm_execution *const kept[] = {
		from->execution[0], from->execution[1], from->race, from->bad,
		from->failed_assertion, from->undefined, from->blocked, from->misuse[0],
		from->misuse[1], from->misuse[2],
	};
	struct lkmm_execution **const place[] = {
		&to->execution[0], &to->execution[1], &to->race, &to->bad, &to->failed_assertion,
		&to->undefined, &to->blocked, &to->misuse[0], &to->misuse[1], &to->misuse[2],
	};

	to->failed |= from->failed;
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (kept[i] && !*place[i])
			*place[i] = copy_execution(to, kept[i]);
}

const struct lkmm_execution *why_answer(const struct why *w, const struct litmus_test *l,
					const struct lkmm_answer *a)
{
	/* The answer to explain: why something always holds, or where it does not. */
	if (l->program.quantifier == LKMM_FORALL || a->observation == LKMM_ALWAYS)
		return w->execution[0];
	return w->execution[1];
}

/* ---- one event ---- */

static void put_place(struct text *out, const struct litmus_test *l, const struct lkmm_event *e)
{
	if (e->thread < 0)
		text_puts(out, "start");
	else if (is_callback(l, e->thread))
		text_add(out, "rcu:%s", place_short(e->at).s);
	else
		text_add(out, "P%d:%s", e->thread, place_short(e->at).s);
}

void put_calls(struct text *out, const struct lkmm_call *call)
{
	for (const char *before = " in"; call; call = call->outer, before = ", in")
		text_add(out, "%s %s(), called on %s", before, call->function,
			 place_line(call->at).s);
}

/* @effect: its effect; NULL: the value that it reads or writes. */
static void put_event_as(struct text *out, const struct litmus_test *l, const struct lkmm_event *e,
			 const struct columns *c, const char *effect)
{
	struct text place = { 0 }, source = { 0 };
	size_t end;

	put_place(&place, l, e);
	if (e->thread >= 0)
		put_source(&source, l, e->at);
	text_add(out, "    %-*s  %-*s  ", c->place, place.s ? place.s : "", c->source,
		 source.s ? source.s : "");
	if (effect)
		text_puts(out, effect);
	else
		put_effect_of(out, l, e);
	if (e->at.in && e->at.in->macro)
		text_add(out, "  in the expansion of %s", e->at.in->macro);
	if (e->access && e->access->call) {
		text_puts(out, " ");
		put_calls(out, e->access->call);
	}
	for (end = out->len; end && out->s[end - 1] == ' '; end--)
		;
	out->s[end] = '\0';
	out->len = end;
	out->failed |= place.failed || source.failed;
	text_free(&place);
	text_free(&source);
}

void put_event(struct text *out, const struct litmus_test *l, const struct lkmm_event *e,
	       const struct columns *c)
{
	put_event_as(out, l, e, c, NULL);
}

/* Makes room for @e in the columns. */
void widen(struct columns *c, const struct litmus_test *l, const struct lkmm_event *e)
{
	struct text t = { 0 };

	put_place(&t, l, e);
	if ((int)t.len > c->place)
		c->place = (int)t.len;
	t.len = 0;
	if (e->thread >= 0)
		put_source(&t, l, e->at);
	if ((int)t.len > c->source)
		c->source = t.len > MAX_LINE_TEXT ? MAX_LINE_TEXT : (int)t.len;
	text_free(&t);
}

/* ---- a cycle ---- */

void put_rule_place(struct text *out, const char *file, struct lkmm_place at)
{
	const char *slash = file ? strrchr(file, '/') : NULL;

	if (file)
		text_add(out, " (%s:%d)", slash ? slash + 1 : file, at.line);
}

/* The step of the cycle to begin with: that of the first event in the source. */
static int first_step(const struct lkmm_execution *x)
{
	int best = 0;

	for (int i = 1; i < x->nsteps; i++) {
		int from = x->cycle[i].from, first = x->cycle[best].from;

		if ((x->event[from].thread >= 0 && from < first) || x->event[first].thread < 0)
			best = i;
	}
	return best;
}

static void put_step(struct text *out, const struct litmus_test *l, const struct lkmm_execution *x,
		     const struct lkmm_step *s, const struct columns *c)
{
	size_t end;

	text_add(out, "    %*s  | %s: ", c->place, "", s->relation);
	end = out->len;
	put_meaning(out, l, x, s);
	/* Nothing is known of a relation of a user's own model. */
	if (out->len == end && !out->failed)
		out->s[out->len -= 2] = '\0';
	if (s->loose) {
		char next[64];

		snprintf(next, sizeof(next), "\n    %*s  |   ", c->place, "");
		text_puts(out, ", which nothing keeps here");
		put_missing(out, l, x, s, next, next);
	}
	text_puts(out, "\n");
}

void put_cycle(struct text *out, const struct litmus_test *l, const struct lkmm_execution *x)
{
	struct columns c = { 5, 0 };
	int first = first_step(x);

	/* A rule may ask for a cycle, or for pairs. */
	if (!x->nsteps)
		return;
	for (int i = 0; i < x->nsteps; i++)
		widen(&c, l, &x->event[x->cycle[i].from]);
	for (int i = 0; i < x->nsteps; i++) {
		const struct lkmm_step *s = &x->cycle[(first + i) % x->nsteps];

		put_event(out, l, &x->event[s->from], &c);
		text_puts(out, "\n");
		put_step(out, l, x, s, &c);
	}
	put_event(out, l, &x->event[x->cycle[first].from], &c);
	text_puts(out, "   ... back where we began\n");
}

/* ---- an interleaving ---- */

/* Whether the event @b must come after the event @a in an interleaving, as far as these go. */
static bool is_first(const struct lkmm_event *event, int a, int b)
{
	const struct lkmm_event *x = &event[a], *y = &event[b];

	if (x->thread == y->thread)
		return a < b;
	if (x->loc < 0 || !same_variable(x, y))
		return false;
	if (x->is_write && y->is_write)
		return x->co < y->co;
	if (x->is_write && y->is_read)
		return event[y->rf].co >= x->co;
	return x->is_read && y->is_write && event[x->rf].co < y->co;
}

/* The first event of the access of several pieces that @i is part of, or @i; the number of them. */
static int pieces_of(const struct lkmm_event *event, int n, int i, int *pieces)
{
	int first = i, end = i + 1;

	while (first && event[first].part.again)
		first--;
	while (end < n && event[end].part.again)
		end++;
	*pieces = end - first;
	return first;
}

/* The same for all pieces of their accesses: an interleaving is one of accesses. */
static bool comes_before(const struct lkmm_execution *x, int a, int b)
{
	int na, nb, first = pieces_of(x->event, x->nevents, a, &na);
	int second = pieces_of(x->event, x->nevents, b, &nb);

	if (first == second)
		return a < b;
	for (int i = 0; i < na; i++)
		for (int k = 0; k < nb; k++)
			if (is_first(x->event, first + i, second + k))
				return true;
	return false;
}

/* The next event of an interleaving: of the thread @last if possible. -1 at the end. */
static int next_event(const struct lkmm_execution *x, const bool *done, int last)
{
	int best = -1;

	for (int i = 0; i < x->nevents; i++) {
		bool ready = !done[i];

		for (int k = 0; k < x->nevents && ready; k++)
			ready = done[k] || k == i || !comes_before(x, k, i);
		if (ready && (best < 0 ||
			      (x->event[i].thread == last && x->event[best].thread != last)))
			best = i;
	}
	return best;
}

/* cpu_relax(), or a barrier of the compiler alone. */
static bool is_idle(const struct lkmm_event *e)
{
	return e->access && e->access->kind == LKMM_FENCE &&
	       (e->access->fence == LKMM_FENCE_RELAX || e->access->fence == LKMM_FENCE_COMPILER);
}

static void put_interleaving(struct text *out, const struct litmus_test *l,
			     const struct lkmm_execution *x)
{
	struct columns c = { 5, 0 };
	bool done[1024] = { false };
	int i = -1;

	for (int k = 0; k < x->nevents; k++)
		widen(&c, l, &x->event[k]);
	while (x->nevents <= 1024 &&
	       (i = next_event(x, done, i < 0 ? -1 : x->event[i].thread)) >= 0) {
		done[i] = true;
		if (x->event[i].thread < 0 || x->event[i].never || is_idle(&x->event[i]))
			continue;
		put_event(out, l, &x->event[i], &c);
		text_puts(out, "\n");
	}
}

/* ---- the answer ---- */

static void put_forbidden(struct text *out, const struct litmus_test *l,
			  const struct lkmm_answer *a, const struct lkmm_execution *x,
			  bool satisfies)
{
	text_puts(out, satisfies ? " cannot happen: " : " always holds. Otherwise, ");
	if (!x) {
		text_puts(out, a->closest_cut ? "there are too many executions to show one\n" :
						"no path through the code ends so\n");
		return;
	}
	text_puts(out, x->broken->meaning);
	put_rule_place(out, x->broken->file, x->broken->at);
	text_puts(out, x->nsteps ? "\n\n" : "\n");
	put_cycle(out, l, x);
}

static void put_allowed(struct text *out, const struct litmus_test *l,
			const struct lkmm_execution *x)
{
	bool unordered = false;

	text_puts(out, x->satisfies ? " can happen" : " can fail");
	if (!x->nsteps) {
		text_puts(out, ", in this order:\n\n");
		put_interleaving(out, l, x);
		return;
	}
	for (int i = 0; i < x->nsteps; i++)
		unordered |= x->cycle[i].loose;
	text_puts(out, ", although no order of the statements explains it:\n\n");
	put_cycle(out, l, x);
	if (!unordered && !x->from_file) {
		text_puts(out, "\n    Each step holds, but not for every CPU at once:\n    ");
		put_leaks(out, x);
	}
}

/* The reason why the two accesses race. */
static void put_race_reason(struct text *out, const struct lkmm_execution *x)
{
	const struct lkmm_event *e = &x->event[x->race[0]];

	if (x->from_file) {
		text_puts(out, "these two accesses raise the flag\n\n");
		return;
	}
	if (x->race_reason == LKMM_RACE_UNORDERED) {
		text_puts(out, "nothing orders these two accesses\n\n");
		return;
	}
	text_puts(out, "these two writes are ordered, but as writes only\n\n");
	if (x->race_reason == LKMM_RACE_SECOND_MAY_READ)
		e = &x->event[x->race[1]];
	text_add(out, "    The compiler may read the variable before the plain write on %s, "
		      "and nothing\n    orders such a read: smp_wmb() orders writes only.\n\n",
		 place_line(e->at).s);
}

static void put_race(struct text *out, const struct litmus_test *l, const struct lkmm_execution *x)
{
	struct columns c = { 5, 0 };

	text_puts(out, "\n  data race: ");
	put_race_reason(out, x);
	for (int i = 0; i < 2; i++)
		widen(&c, l, &x->event[x->race[i]]);
	for (int i = 0; i < 2; i++) {
		const struct lkmm_event *e = &x->event[x->race[i]];

		put_event(out, l, e, &c);
		text_puts(out, e->plain ? ", plain\n" : ", marked\n");
	}
}

/* Which write the pointer came from. */
static void put_origin(struct text *out, const struct litmus_test *l,
		       const struct lkmm_execution *x)
{
	const struct lkmm_event *read, *write;

	if (x->bad_from < 0)
		return;
	read = &x->event[x->bad_from];
	write = &x->event[read->rf];
	text_puts(out, "\n    The pointer is the value that ");
	put_place(out, l, read);
	text_add(out, " read from %s: ", variable_of(l, read).s);
	if (write->thread < 0) {
		text_puts(out, "its initial value");
	} else {
		text_puts(out, "the value that ");
		put_place(out, l, write);
		text_puts(out, " wrote");
	}
	text_puts(out, ".\n");
}

/* How an execution goes that ends early. */
static void put_course(struct text *out, const struct litmus_test *l,
		       const struct lkmm_execution *x, struct columns *c)
{
	text_puts(out, x->nsteps ? ", although no order of the statements explains it:\n\n" :
				   ", in this order:\n\n");
	if (x->nsteps)
		put_cycle(out, l, x);
	else
		put_interleaving(out, l, x);
	for (int k = 0; k < x->nevents && !x->nsteps; k++)
		widen(c, l, &x->event[k]);
	text_puts(out, x->nsteps ? "\n" : "");
}

/* One that ends at @last, where @effect happens. */
static void put_end(struct text *out, const struct litmus_test *l, const struct lkmm_execution *x,
		    const struct lkmm_event *last, const char *effect)
{
	struct columns c = { 5, 0 };

	put_course(out, l, x, &c);
	widen(&c, l, last);
	put_event_as(out, l, last, &c, effect);
	text_puts(out, "\n");
}

/* The story of an execution that ends before an access through a pointer to nothing. */
static void put_bad(struct text *out, const struct litmus_test *l, const struct lkmm_execution *x)
{
	struct lkmm_event last = { .thread = x->bad.thread, .at = x->bad.at, .loc = -1,
				   .access = x->bad.access };

	text_add(out, "\n  bad pointer: P%d can reach %s with ", last.thread,
		 place_line(last.at).s);
	put_bad_pointer(out, &l->program, x->bad.address);
	put_end(out, l, x, &last, "goes through it");
	put_origin(out, l, x);
}

/* ... and of one that ends where an assertion fails. */
static void put_failed_assertion(struct text *out, const struct litmus_test *l,
				 const struct lkmm_execution *x)
{
	struct lkmm_event last = { .thread = x->bad.thread, .at = x->bad.at, .loc = -1,
				   .access = x->bad.access };

	text_add(out, "\n  assertion: that of P%d on %s can fail", last.thread,
		 place_line(last.at).s);
	put_end(out, l, x, &last, "fails");
}

/* ... and of one that ends at an operator without a value. */
static void put_undefined_story(struct text *out, const struct litmus_test *l,
				const struct lkmm_execution *x)
{
	struct lkmm_event last = { .thread = x->bad.thread, .at = x->bad.at, .loc = -1,
				   .access = x->bad.access };

	text_add(out, "\n  undefined: P%d can reach %s with ", last.thread,
		 place_line(last.at).s);
	put_undefined(out, x->bad.access);
	put_end(out, l, x, &last, "has no value");
}

/* ... and of one that does not end. */
static void put_blocked_story(struct text *out, const struct litmus_test *l,
			      const struct lkmm_execution *x)
{
	struct columns c = { 5, 0 };

	text_puts(out, "\n  blocked: ");
	for (int i = 0; i < x->nstanding; i++) {
		text_puts(out, !i ? "" : i + 1 == x->nstanding ? " and " : ", ");
		put_thread(out, l, x->standing[i].thread);
	}
	text_puts(out, " can wait for ever");
	put_course(out, l, x, &c);
	for (int i = 0; i < x->nstanding; i++) {
		struct lkmm_event last = { .thread = x->standing[i].thread,
					   .at = x->standing[i].at, .loc = -1 };

		widen(&c, l, &last);
		put_event_as(out, l, &last, &c, "waits for ever");
		put_calls(out, waits_in(&x->standing[i]));
		text_puts(out, "\n");
	}
}

static void put_outcome(struct text *out, const struct litmus_test *l, bool satisfies)
{
	text_puts(out, satisfies ? "  exists (" : "  (");
	put_cond(out, &l->program, l->program.cond, 0);
	text_puts(out, ")");
}

/* An execution that was found, although others may have been lost. */
static void put_found(struct text *out, const struct litmus_test *l, const struct lkmm_answer *a,
		      const struct why *w)
{
	for (int satisfies = 1; satisfies >= 0; satisfies--) {
		const struct lkmm_execution *x = w->execution[satisfies];

		if (x && !x->broken) {
			put_outcome(out, l, satisfies);
			put_allowed(out, l, x);
			text_puts(out, "\n");
		}
	}
	text_puts(out, "  undecided, ");
	put_undecided(out, a);
	text_puts(out, ": more turns (--unroll) may change the answer\n");
}

void report_condition(struct text *out, const struct litmus_test *l, const struct lkmm_answer *a,
		      const struct why *w)
{
	const struct lkmm_execution *x = why_answer(w, l, a);
	bool satisfies = x ? x->satisfies : a->observation == LKMM_NEVER;

	if (a->undecided) {
		put_found(out, l, a, w);
	} else if (no_execution(a) && !x) {
		text_puts(out, "  There is nothing to explain: ");
		put_blocked(out, l, a);
		text_puts(out, "\n");
	} else if (l->program.cond) {
		put_outcome(out, l, satisfies);
		if (!x || x->broken)
			put_forbidden(out, l, a, x, satisfies);
		else
			put_allowed(out, l, x);
	}
}

void report_flaws(struct text *out, const struct litmus_test *l, const struct why *w,
		  const char *remedy)
{
	if (w->race) {
		put_race(out, l, w->race);
		if (remedy)
			text_puts(out, remedy);
	}
	for (int i = 0; i < LKMM_NR_MISUSES; i++)
		if (w->misuse[i])
			put_misuse_story(out, l, w->misuse[i]);
	if (w->misuse[0] && !w->race && remedy)
		text_puts(out, remedy);
	if (w->bad)
		put_bad(out, l, w->bad);
	if (w->blocked)
		put_blocked_story(out, l, w->blocked);
	if (w->failed_assertion)
		put_failed_assertion(out, l, w->failed_assertion);
	if (w->undefined)
		put_undefined_story(out, l, w->undefined);
	text_puts(out, "\n");
	out->failed |= w->failed;
}

void report_why(struct text *out, const struct litmus_test *l, const struct lkmm_answer *a,
		const struct why *w, const char *remedy)
{
	report_condition(out, l, a, w);
	report_flaws(out, l, w, remedy);
}
