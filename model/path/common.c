// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What paths have in common. */
#include "path.h"

static bool match_branches(const struct branch *a, const struct branch *b, match_syms *match,
			   void *arg)
{
	for (; a && b; a = a->outer, b = b->outer)
		if (!match(arg, a->cond, b->cond))
			return false;
	return a == b;
}

/* Its races are none. */
static bool may_race(const struct event *e)
{
	return e->tag == TAG_PLAIN && e->source->access->may_race;
}

bool lkmm_match_events(const struct event *a, const struct event *b, match_syms *match, void *arg)
{
	return a->type == b->type && a->tag == b->tag && a->rmw == b->rmw &&
	       a->partner == b->partner && a->linked == b->linked && a->marks == b->marks &&
	       a->endless == b->endless && may_race(a) == may_race(b) &&
	       match(arg, a->address, b->address) && match(arg, a->value, b->value) &&
	       match_branches(a->branch, b->branch, match, arg) &&
	       match_branches(a->passed, b->passed, match, arg);
}

static bool are_same(void *arg, const struct sym *a, const struct sym *b)
{
	(void)arg;
	return lkmm_sym_same(a, b);
}

bool lkmm_same_event(const struct event *a, const struct event *b)
{
	return lkmm_match_events(a, b, are_same, NULL);
}

struct common lkmm_common(const struct path *a, const struct path *b)
{
	struct common c = { 0, 0 };

	while (c.nevents < a->nevents && c.nevents < b->nevents &&
	       a->event[c.nevents].source == b->event[c.nevents].source &&
	       lkmm_same_event(&a->event[c.nevents], &b->event[c.nevents]))
		c.nevents++;
	while (c.nfacts < a->nfacts && c.nfacts < b->nfacts &&
	       a->fact[c.nfacts].truth == b->fact[c.nfacts].truth &&
	       lkmm_sym_same(a->fact[c.nfacts].sym, b->fact[c.nfacts].sym))
		c.nfacts++;
	return c;
}

int lkmm_facts_about(const struct path *p, struct common c)
{
	int n = 0;

	while (n < c.nfacts && lkmm_last_read(p->fact[n].sym) < c.nevents)
		n++;
	return n;
}
