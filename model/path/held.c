// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The values that variables may hold, as far as they are few: whatever is written to one by some
 * path of some thread, in any order. Also where an access with a computed address may be, from the
 * values that its address may have.
 */
#include "path.h"

#include <string.h>

/* So many reads one after the other may be needed to tell an address. */
enum { MAX_CHAIN = 4 };

/* With more events in all paths together, or after more rounds, anything may be anywhere. */
enum { MAX_WORK = 1 << 15, MAX_ROUNDS = 32 };

enum { NO_READ = -1, SOME_READS = -2 };

/* The only read that @s is computed from. */
static int only_read(const struct sym *s)
{
	int only = s->kind == SYM_READ ? s->read : NO_READ;
	const struct sym *const part[] = { s->a, s->b, s->c };

	for (int i = 0; i < 3; i++) {
		int read = part[i] ? only_read(part[i]) : NO_READ;

		if (only == NO_READ)
			only = read;
		else if (read != NO_READ && read != only)
			only = SOME_READS;
	}
	return only;
}

/* It passes on what it has read: that may be a value out of thin air. */
static bool is_copy(const struct sym *s)
{
	while (s->kind == SYM_CAST)
		s = s->a;
	return s->kind == SYM_READ;
}

static bool the_value(void *arg, int event, int64_t *v)
{
	(void)event;
	*v = *(const int64_t *)arg;
	return true;
}

static void add_value(struct held *h, int64_t v)
{
	for (int i = 0; i < h->n; i++)
		if (h->v[i] == v)
			return;
	if (h->n == LKMM_MAX_HELD)
		h->any = true;
	else
		h->v[h->n++] = v;
}

/* Adds what an access to @loc may write. */
static void add_held(const struct lkmm_test *test, int loc, const struct held *value,
		     struct held *to)
{
	to->any |= value->any;
	for (int i = 0; i < value->n && !to->any; i++)
		add_value(to, lkmm_truncate(value->v[i], test->loc[loc].integer));
}

bool lkmm_may_read(const struct path *p, int read, int64_t v)
{
	int64_t truth;

	for (int i = 0; i < p->nfacts; i++)
		if (only_read(p->fact[i].sym) == read &&
		    lkmm_sym_value(p->fact[i].sym, the_value, &v, &truth) &&
		    !truth == p->fact[i].truth)
			return false;
	return true;
}

static void add_values(const struct holds *h, const struct path *p, const struct sym *s, int chain,
		       struct held *to);

/* The values that event @read of the path @p may read. */
static void add_read(const struct holds *h, const struct path *p, int read, int chain,
		     struct held *to)
{
	struct held address = { .n = 0 };

	if (chain < MAX_CHAIN)
		add_values(h, p, p->event[read].address, chain + 1, &address);
	else
		address.any = true;
	to->any |= address.any;
	for (int i = 0; i < address.n && !to->any; i++) {
		int loc = lkmm_event_target(h->test, &p->event[read], address.v[i]);

		/* Part of a variable may hold something else. */
		to->any |= loc == TARGET_PART || (loc >= 0 && h->at[loc].any);
		for (int k = 0; loc >= 0 && k < h->at[loc].n; k++)
			if (lkmm_may_read(p, read, h->at[loc].v[k]))
				add_value(to, h->at[loc].v[k]);
	}
}

static void add_values(const struct holds *h, const struct path *p, const struct sym *s, int chain,
		       struct held *to)
{
	struct held from = { .n = 0 };
	int read = only_read(s);
	int64_t v = 0;

	if (read == NO_READ)
		from.n = 1;
	else if (read == SOME_READS)
		from.any = true;
	else
		add_read(h, p, read, chain, &from);
	to->any |= from.any;
	for (int i = 0; i < from.n && !to->any; i++) {
		if (lkmm_sym_value(s, the_value, &from.v[i], &v))
			add_value(to, v);
		else
			to->any = true;
	}
}

void lkmm_may_write(const struct holds *h, const struct path *p, int event, struct held *to)
{
	const struct event *e = &p->event[event];
	struct held at = { .n = 0 }, value = { .n = 0 };

	add_values(h, p, e->address, 0, &at);
	if (is_copy(e->value))
		value.any = true;
	else
		add_values(h, p, e->value, 0, &value);
	for (int l = 0; at.any && l < h->test->nlocs; l++)
		add_held(h->test, l, &value, &to[l]);
	for (int i = 0; i < at.n && !at.any; i++) {
		int loc = lkmm_event_target(h->test, e, at.v[i]);

		if (loc >= 0)
			add_held(h->test, loc, &value, &to[loc]);
	}
}

/* One more round of all writes. */
static void add_writes(struct holds *h, const struct paths *paths)
{
	for (int t = 0; t < h->test->nthreads; t++)
		for (int i = 0; i < paths[t].n; i++) {
			const struct path *p = paths[t].path[i];

			for (int k = 0; k < p->nevents; k++)
				if (p->event[k].type == EVENT_WRITE)
					lkmm_may_write(h, p, k, h->at);
		}
}

/* How many values are known: that only grows, up to an end. */
static long count(const struct holds *h)
{
	long n = 0;

	for (int l = 0; l < h->test->nlocs; l++)
		n += h->at[l].any ? LKMM_MAX_HELD + 1 : h->at[l].n;
	return n;
}

void lkmm_find_holds(struct holds *h, const struct paths *paths)
{
	long work = 0, before = -1;
	int rounds = 0;

	for (int t = 0; t < h->test->nthreads; t++)
		for (int i = 0; i < paths[t].n; i++)
			work += paths[t].path[i]->nevents;
	for (int l = 0; l < h->test->nlocs; l++) {
		h->at[l] = (struct held){ .any = false };
		add_value(&h->at[l], h->test->loc[l].init);
	}
	while (work <= MAX_WORK && rounds++ < MAX_ROUNDS && count(h) != before) {
		before = count(h);
		add_writes(h, paths);
	}
	for (int l = 0; count(h) != before && l < h->test->nlocs; l++)
		h->at[l].any = true;
}
