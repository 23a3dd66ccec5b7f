// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm check --fix: the weakest changes that are enough.
 *
 * A stronger test never allows more. So a set of changes that is not enough rules out all its
 * subsets. It is first grown until any further change makes it enough: then each fix needs a change
 * outside of it. The search tries the sets with a change outside of each set found so far, in order
 * of size and cost. It tries every fix as it is before it reports it.
 */
#include "change.h"

#include <stdlib.h>
#include <string.h>
#include <string.h>

enum { MAX_STEPS = 5000000 };

struct search {
	struct fixes *f;
	struct trials trials;
	int limit;
	bool *set;			/* changes: the set being grown */
	bool **ruled_out;		/* of each set that is not enough: its changes, or weaker */
	int nruled, room;
	struct fix *known;		/* sets that are enough, even by allowing nothing */
	int nknown;
	int *excluded;			/* while sets are listed: where it was, from 1 */
	int chosen[FIX_SIZE], nchosen;
	long steps;
};

static const struct change *at(const struct search *s, int i)
{
	return &s->f->changes.change[i];
}

static void no_memory(struct search *s)
{
	s->trials.status = LKMM_NO_MEMORY;
}

/* ---- sets that are not enough ---- */

static bool is_enough(struct search *s, const bool *set)
{
	const struct change **change = calloc((size_t)s->f->changes.n + 1, sizeof(*change));
	int n = 0;
	bool enough;

	if (!change) {
		no_memory(s);
		return false;
	}
	for (int i = 0; i < s->f->changes.n; i++)
		if (set[i])
			change[n++] = at(s, i);
	enough = trial(&s->trials, change, n);
	free(change);
	return enough;
}

/* Puts @i into @set, in place of weaker changes of its site. False if it does not fit the rest. */
static bool put_in(const struct search *s, bool *set, int i)
{
	for (int k = 0; k < s->f->changes.n; k++)
		if (set[k] && at(s, k)->site == at(s, i)->site && !at(s, i)->barrier &&
		    !change_is_weaker(at(s, k), at(s, i)))
			return false;
	for (int k = 0; k < s->f->changes.n; k++)
		if (change_is_weaker(at(s, k), at(s, i)))
			set[k] = false;
	set[i] = true;
	return true;
}

static bool is_in(const struct search *s, const bool *set, int i)
{
	for (int k = 0; k < s->f->changes.n; k++)
		if (set[k] && change_is_weaker(at(s, i), at(s, k)))
			return true;
	return false;
}

/* The most costly change of @site below the cost @below, or -1. */
static int strongest(const struct search *s, int site, int below)
{
	int best = -1;

	for (int i = 0; i < s->f->changes.n; i++)
		if (at(s, i)->site == site && at(s, i)->cost < below &&
		    (best < 0 || at(s, i)->cost > at(s, best)->cost))
			best = i;
	return best;
}

/* Adds the changes of @more to the set that do not make it enough. */
static bool keep_if_not_enough(struct search *s, const bool *more)
{
	if (is_enough(s, more) || trials_ended(&s->trials))
		return false;
	memcpy(s->set, more, (size_t)s->f->changes.n);
	return true;
}

/* Adds the changes of one site that do not: the strongest is known to be too much. */
static void grow_site(struct search *s, int site, bool *more)
{
	for (int i = 0; i < s->f->changes.n; i++) {
		/* In the order of the table the weaker come first: from the end. */
		int k = s->f->changes.n - 1 - i;

		if (at(s, k)->site != site || is_in(s, s->set, k))
			continue;
		memcpy(more, s->set, (size_t)s->f->changes.n);
		if (put_in(s, more, k))
			keep_if_not_enough(s, more);
	}
}

/* The same for the sites from @first to before @end, by halves. */
static void grow(struct search *s, int first, int end, bool *more)
{
	int middle = (first + end) / 2;

	if (first >= end || trials_ended(&s->trials))
		return;
	memcpy(more, s->set, (size_t)s->f->changes.n);
	for (int site = first; site < end; site++)
		if (strongest(s, site, 1000) >= 0)
			put_in(s, more, strongest(s, site, 1000));
	if (!memcmp(more, s->set, (size_t)s->f->changes.n) || keep_if_not_enough(s, more))
		return;
	if (end - first == 1) {
		grow_site(s, first, more);
		return;
	}
	grow(s, first, middle, more);
	grow(s, middle, end, more);
}

/* The chosen changes are not enough: rules out all sets that are not enough with them. */
static void rule_out(struct search *s)
{
	struct lkmm_arena *arena = s->f->changes.l->arena;
	size_t n = (size_t)s->f->changes.n;
	bool *in = lkmm_alloc(arena, n), *more = lkmm_alloc(arena, n);

	if (s->nruled == s->room) {
		bool **p = lkmm_alloc(arena, sizeof(*p) * (2 * (size_t)s->room + 16));

		if (p && s->nruled)
			memcpy(p, s->ruled_out, sizeof(*p) * (size_t)s->nruled);
		s->room = 2 * s->room + 16;
		s->ruled_out = p;
	}
	if (!in || !more || !s->ruled_out) {
		no_memory(s);
		return;
	}
	memset(s->set, 0, n);
	for (int i = 0; i < s->nchosen; i++)
		s->set[s->chosen[i]] = true;
	grow(s, 0, s->f->changes.nsites, more);
	for (int i = 0; i < s->f->changes.n; i++)
		in[i] = is_in(s, s->set, i);
	s->ruled_out[s->nruled++] = in;
}

/* ---- sets that may be ---- */

static bool chosen_includes(const struct search *s, const struct fix *fix)
{
	for (int i = 0; i < fix->n; i++) {
		int k = 0;

		while (k < s->nchosen && !change_is_better(fix->change[i], at(s, s->chosen[k])))
			k++;
		if (k == s->nchosen)
			return false;
	}
	return true;
}

/* A weaker fix is known. */
static bool is_too_much(const struct search *s)
{
	for (int i = 0; i < s->nknown; i++)
		if (chosen_includes(s, &s->known[i]))
			return true;
	return false;
}

/* Whether the change @i can be made beside those chosen. */
static bool goes_with_chosen(const struct search *s, int i)
{
	for (int k = 0; k < s->nchosen; k++) {
		const struct change *a = at(s, i), *b = at(s, s->chosen[k]);

		if (a->site == b->site &&
		    (!a->barrier || change_is_weaker(a, b) || change_is_weaker(b, a)))
			return false;
	}
	return true;
}

/* A set that rules out the chosen ones, or NULL. */
static const bool *ruled_out_by(const struct search *s)
{
	for (int r = 0; r < s->nruled; r++) {
		int k = 0;

		while (k < s->nchosen && s->ruled_out[r][s->chosen[k]])
			k++;
		if (k == s->nchosen)
			return s->ruled_out[r];
	}
	return NULL;
}

/*
 * Adds changes to the chosen ones until there are @size, which cost @cost, and nothing rules them
 * out. Each set is met once: a change that has been tried is excluded from later sets.
 */
static bool choose(struct search *s, int size, int cost)
{
	const bool *by = ruled_out_by(s);
	int depth = s->nchosen, n = s->f->changes.n;
	bool found = false;

	if (s->steps++ > MAX_STEPS)
		s->trials.status = LKMM_TOO_LARGE;
	if (!by || depth == size || trials_ended(&s->trials) || is_too_much(s))
		return !by && depth == size && !cost && !is_too_much(s);
	for (int i = 0; i < n && !found; i++) {
		if (by[i] || s->excluded[i] || at(s, i)->cost > cost || !goes_with_chosen(s, i))
			continue;
		s->chosen[s->nchosen++] = i;
		found = choose(s, size, cost - at(s, i)->cost);
		if (!found) {
			s->nchosen = depth;
			s->excluded[i] = depth + 1;
		}
	}
	for (int i = 0; i < n; i++)
		if (s->excluded[i] == depth + 1)
			s->excluded[i] = 0;
	return found;
}

/* ---- the search ---- */

static int by_line(const void *a, const void *b)
{
	const struct change *x = *(const struct change *const *)a;
	const struct change *y = *(const struct change *const *)b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->barrier != y->barrier ? x->barrier - y->barrier : x < y ? -1 : x > y;
}

/* The chosen changes are enough. They are not a fix if they allow nothing. */
static void add_fix(struct search *s)
{
	struct fix *fix;

	if (!(s->nknown & (s->nknown - 1))) {
		fix = lkmm_alloc(s->f->changes.l->arena,
				 sizeof(*fix) * (2 * (size_t)s->nknown + 1));
		if (!fix) {
			no_memory(s);
			return;
		}
		if (s->nknown)
			memcpy(fix, s->known, sizeof(*fix) * (size_t)s->nknown);
		s->known = fix;
	}
	fix = &s->known[s->nknown++];
	fix->n = s->nchosen;
	for (int i = 0; i < s->nchosen; i++)
		fix->change[i] = at(s, s->chosen[i]);
	qsort(fix->change, (size_t)fix->n, sizeof(*fix->change), by_line);
	if (!s->trials.none_ends)
		s->f->fix[s->f->n++] = *fix;
}

/* Tries all sets of @size changes that cost @cost. */
static void try_sets(struct search *s, int size, int cost)
{
	while (!trials_ended(&s->trials)) {
		s->nchosen = 0;
		if (!choose(s, size, cost))
			return;
		if (s->f->n == s->limit) {
			s->f->more = true;
			return;
		}
		memset(s->set, 0, (size_t)s->f->changes.n);
		for (int i = 0; i < s->nchosen; i++)
			s->set[s->chosen[i]] = true;
		if (is_enough(s, s->set))
			add_fix(s);
		else if (!trials_ended(&s->trials))
			rule_out(s);
	}
}

static void search(struct search *s)
{
	int most = 0;

	for (int i = 0; i < s->f->changes.n; i++)
		most = at(s, i)->cost > most ? at(s, i)->cost : most;
	s->nchosen = 0;
	rule_out(s);
	for (int size = 1; size <= FIX_SIZE && !s->f->more; size++)
		for (int cost = size; cost <= size * most && !s->f->more; cost++)
			try_sets(s, size, cost);
}

/* Whether all changes together are enough. */
static bool all_is_enough(struct search *s)
{
	memset(s->set, 0, (size_t)s->f->changes.n);
	for (int site = 0; site < s->f->changes.nsites; site++)
		if (strongest(s, site, 1000) >= 0)
			put_in(s, s->set, strongest(s, site, 1000));
	return is_enough(s, s->set);
}

static bool list_changes(struct changes *c, const struct trials *t)
{
	struct accesses a;

	if (!changes_open(c, t->l, t->host))
		return false;
	list_accesses(c, &a);
	/* Barriers first: where a barrier and an access begin at one place, so do their edits. */
	add_barriers(c, &a);
	stronger_barriers(c, &a);
	stronger_accesses(c, &a);
	if (!c->failed)
		drop_useless(c, t->model, t->options);
	return !c->failed;
}

void find_fixes(struct fixes *f, const struct litmus_test *l, struct goal asked, int limit,
		int trials, const struct lkmm_options *options)
{
	struct search s = {
		.f = f, .limit = limit < FIX_SHOWN ? limit : FIX_SHOWN,
		.trials = { .l = l, .host = f->host, .model = f->model, .options = options,
			    .goal = asked, .limit = trials },
	};

	f->asked = asked;
	f->possible = true;
	if (!asked.outcome && !asked.race && !asked.use)
		return;
	if (!list_changes(&f->changes, &s.trials))
		no_memory(&s);
	s.set = lkmm_alloc(l->arena, (size_t)f->changes.n + 1);
	s.excluded = lkmm_alloc(l->arena, sizeof(*s.excluded) * ((size_t)f->changes.n + 1));
	if (!s.set || !s.excluded)
		no_memory(&s);
	/* A fix for a race or a use after free must not make an impossible outcome possible. */
	s.trials.goal.outcome = l->program.cond || f->host;
	f->possible = all_is_enough(&s);
	if (!f->possible && (asked.race || asked.use) && asked.outcome &&
	    !trials_ended(&s.trials)) {
		s.trials.goal.outcome = false;
		f->possible = all_is_enough(&s);
	}
	f->goal = s.trials.goal;
	f->goal.outcome &= asked.outcome;
	if (f->possible && !trials_ended(&s.trials))
		search(&s);
	f->decided = s.trials.decided;
	f->undecided = s.trials.undecided;
	f->status = s.trials.status;
}
