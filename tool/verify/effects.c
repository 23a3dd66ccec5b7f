// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Compares the accesses of a program with those that a compiler has left. */
#include "effects.h"

#include <string.h>

struct compared {
	struct effects *c;
	const struct sites *source, *left;
	const struct lkmm_test *t, *u;
	int *group;			/* of sites of the source: the first one like this */
	int *twin;			/* of these: the site that is left for it; or -1 */
	int *match;			/* of sites that are left: the group, or -1 */
};

/* ---- which site is which ---- */

static const char *file_of(struct lkmm_place at)
{
	return at.in && at.in->file ? at.in->file : "";
}

static bool same_place(struct lkmm_place a, struct lkmm_place b)
{
	return a.line == b.line && a.column == b.column && !strcmp(file_of(a), file_of(b));
}

static bool same_effect(const struct site *a, const struct site *b)
{
	return a->reads == b->reads && a->writes == b->writes && a->marked == b->marked;
}

static bool alike(const struct site *a, const struct site *b)
{
	return same_effect(a, b) && same_place(a->at, b->at);
}

static int bits_of(const struct site *s)
{
	const struct lkmm_access *a = s->access;

	return !s->marked && a->integer.bits ? a->integer.bits : a->accessed.bits;
}

static bool same_object(const struct compared *c, const struct site *s, const struct site *left)
{
	return s->loc >= 0 && left->loc >= 0 &&
	       !strcmp(c->t->loc[s->loc].name, c->u->loc[left->loc].name);
}

/* Whether @left may be what has become of @s, at another place. @known: the location is known. */
static bool may_be(const struct compared *c, const struct site *s, const struct site *left,
		   bool known)
{
	return left->met && left->thread == s->thread && same_effect(s, left) &&
	       (known ? same_object(c, s, left) :
			bits_of(s) == bits_of(left) && (s->loc < 0 || left->loc < 0));
}

static bool is_left(const struct compared *c, int group)
{
	for (int k = 0; k < c->left->n; k++)
		if (c->match[k] == group)
			return true;
	return false;
}

/*
 * The first group that is not left at its place, and that @left may be. A compiler makes no marked
 * access anew, but may have it twice, as of a turn of a loop that was peeled.
 */
static int find_group(const struct compared *c, const struct site *left, const bool *there)
{
	const struct sites *s = c->source;

	for (int known = 1; known >= 0; known--)
		for (int i = 0; i < s->n; i++)
			if (s->site[i].met && (left->marked || !there[c->group[i]]) &&
			    may_be(c, &s->site[i], left, known))
				return c->group[i];
	return -1;
}

/* The site left that has become of the marked @s as well as of another one. */
static int find_twin(const struct compared *c, const struct site *s)
{
	for (int known = 1; known >= 0; known--)
		for (int k = 0; k < c->left->n; k++)
			if (may_be(c, s, &c->left->site[k], known))
				return k;
	return -1;
}

static void group_sites(struct compared *c)
{
	const struct site *s = c->source->site;

	for (int i = 0; i < c->source->n; i++) {
		int first = 0;

		while (first < i && !(s[first].met && alike(&s[first], &s[i])))
			first++;
		c->group[i] = first;
	}
}

/* By the place; those that have lost it, by what they do. */
static void match_sites(struct compared *c, bool *there)
{
	const struct sites *s = c->source, *left = c->left;

	for (int k = 0; k < left->n; k++) {
		c->match[k] = -1;
		for (int i = 0; i < s->n && c->match[k] < 0 && left->site[k].met; i++)
			if (s->site[i].met && alike(&s->site[i], &left->site[k]))
				c->match[k] = i;
		if (c->match[k] >= 0)
			there[c->match[k]] = true;
	}
	for (int k = 0; k < left->n; k++)
		if (c->match[k] < 0 && left->site[k].met)
			c->match[k] = find_group(c, &left->site[k], there);
	for (int i = 0; i < s->n; i++) {
		bool gone = s->site[i].met && c->group[i] == i && s->site[i].marked &&
			    !is_left(c, i);

		c->twin[i] = gone ? find_twin(c, &s->site[i]) : -1;
	}
}

static bool match_all(struct compared *c)
{
	size_t n = (size_t)c->source->n + 1;
	bool *there = lkmm_alloc(c->c->arena, n * sizeof(*there));

	c->group = lkmm_alloc(c->c->arena, sizeof(int) * n);
	c->twin = lkmm_alloc(c->c->arena, sizeof(int) * n);
	c->match = lkmm_alloc(c->c->arena, sizeof(int) * ((size_t)c->left->n + 1));
	if (!c->group || !c->twin || !c->match || !there)
		return false;
	group_sites(c);
	match_sites(c, there);
	return true;
}

/* Whether site @k of those left stands for @group. */
static bool stands_for(const struct compared *c, int k, int group)
{
	return c->left->site[k].met && (c->match[k] == group || c->twin[group] == k);
}

/* ---- effects ---- */

static void add_effect(struct compared *c, struct effect e)
{
	struct effects *all = c->c;
	struct effect *larger = lkmm_alloc(all->arena, sizeof(e) *
						    ((size_t)all->n + 1));

	if (!larger) {
		all->failed = true;
		return;
	}
	if (all->n)
		memcpy(larger, all->effect, sizeof(e) * (size_t)all->n);
	larger[all->n++] = e;
	all->effect = larger;
}

/* Of the sites of a group. */
struct range {
	int n, least_loops, most_loops, least_bits, most_bits;
};

static void add_to_range(struct range *r, const struct site *s)
{
	int bits = bits_of(s);

	if (!r->n || s->loops < r->least_loops)
		r->least_loops = s->loops;
	if (!r->n || s->loops > r->most_loops)
		r->most_loops = s->loops;
	if (!r->n || bits < r->least_bits)
		r->least_bits = bits;
	if (!r->n || bits > r->most_bits)
		r->most_bits = bits;
	r->n++;
}

/*
 * The access of the same thread, to the same location, that a plain one of @group has become: a
 * load, one before; a store, the next one, or in another branch the one before.
 */
static const struct site *merged_with(const struct compared *c, int group)
{
	const struct site *s = &c->source->site[group], *found = NULL;

	for (int i = 0; i < c->source->n && s->loc >= 0; i++) {
		const struct site *other = &c->source->site[i];

		if (!other->met || other->marked || other->thread != s->thread ||
		    other->loc != s->loc || !is_left(c, c->group[i]) ||
		    (s->writes && !other->writes))
			continue;
		if (i < group)
			found = other;
		else if (s->writes)
			return other;
	}
	return found;
}

static void compare_group(struct compared *c, int group)
{
	const struct site *s = &c->source->site[group];
	struct effect e = { .at = s->at, .site = s };
	struct range before = { 0 }, after = { 0 };

	for (int i = 0; i < c->source->n; i++)
		if (c->source->site[i].met && c->group[i] == group)
			add_to_range(&before, &c->source->site[i]);
	for (int k = 0; k < c->left->n; k++)
		if (stands_for(c, k, group))
			add_to_range(&after, &c->left->site[k]);
	e.bits = after.most_bits;
	if (!after.n) {
		e.other = s->marked ? NULL : merged_with(c, group);
		e.kind = s->marked ? EFFECT_GONE : e.other ? EFFECT_MERGED :
			 s->reads ? EFFECT_READ : EFFECT_WRITE;
		add_effect(c, e);
		return;
	}
	if (!s->marked && before.least_loops > after.most_loops && after.n <= before.n) {
		e.kind = EFFECT_HOISTED;
		add_effect(c, e);
	}
	if (before.least_bits > after.most_bits || before.most_bits < after.least_bits) {
		e.kind = before.most_bits < after.least_bits ? EFFECT_WIDENED : EFFECT_NARROWED;
		add_effect(c, e);
	}
}

/* ---- dependencies ---- */

enum question {
	IS_ORDERED,			/* after a marked read: by a dependency */
	IS_CHOSEN			/* by a branch on it */
};

/*
 * Whether @s depends on a marked read of @group. @needs: and nothing else orders it. No order makes
 * up for a branch.
 */
static bool depends(const struct compared *c, const struct sites *all, const struct site *s,
		    int group, enum question q, bool needs)
{
	for (int i = 0; i < all->n; i++) {
		const struct site *r = &all->site[i];
		bool on, ordered;

		if (!r->met || r->thread != s->thread || r->bit < 0 ||
		    !(all == c->source ? c->group[i] == group : stands_for(c, i, group)))
			continue;
		on = q == IS_CHOSEN ? site_is_in(s->control, r) :
		     site_is_in(s->address, r) ||
		     (s->writes && (site_is_in(s->data, r) || site_is_in(s->control, r)));
		ordered = site_is_in(s->ordered, r);
		ordered &= q == IS_ORDERED;
		if (needs ? on && !ordered : on || ordered)
			return true;
	}
	return false;
}

static bool reads_in(const struct compared *c, int thread, int group)
{
	for (int k = 0; k < c->left->n; k++)
		if (c->left->site[k].thread == thread && stands_for(c, k, group))
			return true;
	return false;
}

/*
 * A dependency that each site of @group in @thread has on @from. What is left may be more sites
 * than there were, as of a turn of a loop that was peeled: then one without the dependency is a
 * loss only if all are, or if a comparison of the value leads there.
 */
static bool is_lost(const struct compared *c, int thread, int group, int from, enum question q)
{
	int n = 0, needing = 0, left = 0, lacking = 0;
	bool chosen = false;

	for (int i = 0; i < c->source->n; i++) {
		const struct site *s = &c->source->site[i];

		if (!s->met || s->thread != thread || c->group[i] != group)
			continue;
		n++;
		needing += depends(c, c->source, s, from, q, true);
	}
	for (int k = 0; k < c->left->n && needing; k++) {
		const struct site *s = &c->left->site[k];

		if (s->thread != thread || !stands_for(c, k, group))
			continue;
		left++;
		if (depends(c, c->left, s, from, q, false))
			continue;
		lacking++;
		chosen |= depends(c, c->left, s, from, IS_CHOSEN, false);
	}
	if (!needing || !lacking)
		return false;
	return lacking == left || (needing == n && (left <= n || chosen));
}

/* The access, in another branch, that the marked one of @group is now one with; or NULL. */
static const struct site *same_as(const struct compared *c, int group)
{
	for (int i = 0; i < c->source->n; i++)
		if (i != group && c->twin[i] >= 0 && stands_for(c, c->twin[i], group))
			return &c->source->site[i];
	if (c->twin[group] >= 0 && c->match[c->twin[group]] >= 0)
		return &c->source->site[c->match[c->twin[group]]];
	return NULL;
}

static bool is_lost_somewhere(const struct compared *c, int group, int from, enum question q)
{
	for (int i = 0; i < c->t->nthreads && i < c->u->nthreads; i++)
		if (reads_in(c, i, from) && is_lost(c, i, group, from, q))
			return true;
	return false;
}

/* What is left of a load that was speculated may race: a wrong value is not used. */
static void forgive(const struct compared *c, int group)
{
	for (int k = 0; k < c->left->n; k++)
		if (stands_for(c, k, group) && !c->left->site[k].marked)
			c->left->site[k].access->may_race = true;
}

static void compare_dependencies(struct compared *c, int group)
{
	const struct site *s = &c->source->site[group];

	for (int from = 0; from < c->source->n; from++) {
		const struct site *r = &c->source->site[from];
		struct effect e = { s->writes ? EFFECT_ORDER : EFFECT_ADDRESS,
				    .at = s->at, .site = s, .other = r };

		if (!r->met || r->bit < 0 || c->group[from] != from)
			continue;
		if (is_lost_somewhere(c, group, from, IS_ORDERED)) {
			e.same = same_as(c, group);
			add_effect(c, e);
		} else if (!s->marked && s->reads &&
			   is_lost_somewhere(c, group, from, IS_CHOSEN)) {
			e.kind = EFFECT_SPECULATED;
			add_effect(c, e);
			forgive(c, group);
		}
	}
}

bool find_effects(struct effects *all, const struct sites *source, const struct sites *left,
		  const struct lkmm_test *t, const struct lkmm_test *u)
{
	struct compared c = { .c = all, .source = source, .left = left, .t = t, .u = u };

	if (!match_all(&c))
		return false;
	for (int i = 0; i < source->n; i++) {
		if (!source->site[i].met || c.group[i] != i)
			continue;
		compare_dependencies(&c, i);
		compare_group(&c, i);
	}
	for (int k = 0; k < left->n; k++)
		if (left->site[k].met && c.match[k] < 0)
			add_effect(&c, (struct effect){
				.kind = EFFECT_ADDED, .at = left->site[k].at,
				.site = &left->site[k] });
	return !all->failed;
}

/* ---- in words ---- */

static const char *const names[] = {
	[EFFECT_ADDRESS] = "address dependency lost", [EFFECT_ORDER] = "dependency lost",
	[EFFECT_GONE] = "never executed", [EFFECT_MERGED] = "merged",
	[EFFECT_READ] = "load removed", [EFFECT_WRITE] = "store removed",
	[EFFECT_HOISTED] = "moved out of a loop", [EFFECT_SPECULATED] = "speculated",
	[EFFECT_NARROWED] = "narrowed", [EFFECT_WIDENED] = "widened",
	[EFFECT_ADDED] = "added",
};

const char *effect_name(const struct effect *c)
{
	return names[c->kind];
}

/* "line 12", or "FILE:12" with the whole path */
static void put_line(struct text *out, struct lkmm_place at)
{
	if (at.in && at.in->file)
		text_add(out, "%s:%d", at.in->file, at.line);
	else
		text_add(out, "line %d", at.line);
}

/* " of flag", if it is known */
static void put_object(struct text *out, const struct lkmm_test *t, const struct site *s)
{
	if (s->loc >= 0)
		text_add(out, " of %s", t->loc[s->loc].name);
}

static void put_lost(struct text *out, const struct effect *c)
{
	text_puts(out, c->kind == EFFECT_ADDRESS ? "the address of this read" : "this write");
	text_puts(out, " does not depend on the marked read on ");
	put_line(out, c->other->at);
	text_puts(out, " any more, and nothing else orders it");
	if (c->same) {
		text_puts(out, ": it is one with the write on ");
		put_line(out, c->same->at);
	}
	text_puts(out, c->kind == EFFECT_ADDRESS ?
		  "; do not compare what was read with an address, or make that read an acquire" :
		  "; make that read an acquire");
}

void put_effect(struct text *out, const struct lkmm_test *t, const struct effect *c)
{
	const struct site *s = c->site;

	switch (c->kind) {
	case EFFECT_ADDRESS: case EFFECT_ORDER:
		put_lost(out, c);
		return;
	case EFFECT_GONE:
		text_puts(out, "this access is not there any more: it is never executed, as the "
			       "compiler sees it, or a plain one in an atomic region of KCSAN");
		return;
	case EFFECT_MERGED:
		text_add(out, "this plain %s", s->reads ? "load" : "store");
		put_object(out, t, s);
		text_add(out, " is not there any more: it %s the %s on ",
			 s->reads ? "takes the value of" : "is one with",
			 c->other->writes ? "store" : "load");
		put_line(out, c->other->at);
		text_add(out, "; if it matters to other threads, use %s_ONCE() on both",
			 s->reads ? "READ" : "WRITE");
		return;
	case EFFECT_READ: case EFFECT_WRITE:
		text_add(out, "this plain %s", s->reads ? "load" : "store");
		put_object(out, t, s);
		text_add(out, " is not there any more: its value is %s or not needed; if it "
			      "matters to other threads, use %s_ONCE()",
			 s->reads ? "known" : "overwritten", s->reads ? "READ" : "WRITE");
		return;
	case EFFECT_HOISTED:
		text_add(out, "this plain %s", s->reads ? "load" : "store");
		put_object(out, t, s);
		text_add(out, " is no longer done in each turn of the loop; if other threads use "
			      "that, use %s_ONCE()", s->reads ? "READ" : "WRITE");
		return;
	case EFFECT_SPECULATED:
		text_puts(out, "this plain load");
		put_object(out, t, s);
		text_puts(out, " is done whatever the marked read on ");
		put_line(out, c->other->at);
		text_puts(out, " finds; if it matters to other threads, use READ_ONCE()");
		return;
	case EFFECT_NARROWED: case EFFECT_WIDENED:
		text_add(out, "this plain %s", s->reads ? "load" : "store");
		put_object(out, t, s);
		text_add(out, " has %d bits now; if it must be as it stands, use %s_ONCE()",
			 c->bits, s->reads ? "READ" : "WRITE");
		return;
	case EFFECT_ADDED:
		text_add(out, "the compiler has added a %s", s->writes ? "store" : "load");
		put_object(out, t, s);
		text_puts(out, " near this line, which the source does not have");
	}
}
