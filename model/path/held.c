// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The values that variables may hold, as far as they are few, and whether there may be addresses
 * among others: whatever is written to one by some path of some thread, in any order. Also where an
 * access with a computed address may be, from the values that its address may have.
 */
#include "path.h"

#include <string.h>

/* So many reads one after the other may be needed to tell an address. */
enum { MAX_CHAIN = 4 };

/* Operations of a value whose operands are looked at one by one. */
enum { MAX_OPERATIONS = 64 };

/* With more events in all paths together, or after more rounds, anything may be anywhere. */
enum { MAX_WORK = 1 << 17, MAX_ROUNDS = 32 };

static bool is_address(const struct lkmm_test *test, int64_t v)
{
	int64_t offset;

	return lkmm_object(test, v, &offset) >= 0;
}

/* A lock in pieces has a value for each CPU that may be the last, with and without other bits;
 * other variables with so many mostly have any. */
static int most_values(const struct lkmm_test *test)
{
	return test->nlocs && test->loc[test->nlocs - 1].piece_of ? LKMM_MAX_HELD : LKMM_FEW_HELD;
}

static void add_value(const struct lkmm_test *test, struct held *h, int64_t v)
{
	bool address = is_address(test, v);

	if (address ? h->points : h->any)
		return;
	for (int i = 0; i < h->n; i++)
		if (h->v[i] == v)
			return;
	if (h->n < most_values(test)) {
		h->v[h->n++] = v;
	} else {
		h->any = true;
		h->points |= address;
	}
}

/* Other values than those that are listed. */
static void add_others(struct held *to, bool addresses)
{
	to->any = true;
	to->points |= addresses;
}

void lkmm_hold_object(struct held *to, int first)
{
	add_others(to, to->within && to->within != first + 1);
	to->within = (short)(first + 1);
}

/* The same as @h may have. */
static void add_others_of(struct held *to, const struct held *h)
{
	if (h->any)
		add_others(to, h->points);
	if (h->within)
		lkmm_hold_object(to, h->within - 1);
}

bool lkmm_may_point(const struct lkmm_test *t, const struct held *h)
{
	bool may = h->points || h->within;

	for (int i = 0; i < h->n; i++)
		may |= is_address(t, h->v[i]);
	return may;
}

void lkmm_hold_value(const struct lkmm_test *t, struct held *to, int64_t v)
{
	add_value(t, to, v);
}

void lkmm_hold_all(const struct lkmm_test *t, struct held *to, const struct held *more)
{
	add_others_of(to, more);
	for (int i = 0; i < more->n; i++)
		add_value(t, to, more->v[i]);
}

/* Adds what an access to @loc may write. */
static void add_held(const struct lkmm_test *test, int loc, const struct held *value,
		     struct held *to)
{
	add_others_of(to, value);
	for (int i = 0; i < value->n; i++)
		add_value(test, to, lkmm_truncate(value->v[i], test->loc[loc].integer));
}

bool lkmm_may_read(const struct path *p, int read, int64_t v)
{
	int64_t truth;

	for (int i = 0; i < p->nfacts; i++)
		if (lkmm_only_read(p->fact[i].sym) == read &&
		    lkmm_sym_value_of(p->fact[i].sym, v, &truth) &&
		    !truth == p->fact[i].truth)
			return false;
	return true;
}

bool lkmm_may_reach(const struct lkmm_test *t, const struct event *e, int loc)
{
	if (e->reach && lkmm_is_within(t, e->reach, loc))
		return true;
	for (int i = 0; e->reach && i < e->reach->n; i++) {
		int at = lkmm_event_target(t, e, e->reach->v[i]);

		if (at == loc || at == TARGET_PART)
			return true;
	}
	return !e->reach;
}

bool lkmm_may_meet(const struct lkmm_test *t, const struct event *a, const struct event *b)
{
	if (!a->reach || !b->reach)
		return true;
	for (int i = 0; i < a->reach->n; i++) {
		int at = lkmm_event_target(t, a, a->reach->v[i]);

		if (at == TARGET_PART || (at >= 0 && lkmm_may_reach(t, b, at)))
			return true;
	}
	for (int l = 0; a->reach->within && l < t->nlocs; l++)
		if (lkmm_is_within(t, a->reach, l) && lkmm_may_reach(t, b, l))
			return true;
	return false;
}

bool lkmm_part_may_point(const struct holds *h, const struct event *e, int64_t v)
{
	const struct lkmm_location *loc = h->test->loc;

	for (int i = lkmm_refuse(h->test, e->source, v).loc; ; i = loc[i].next_piece)
		if (lkmm_may_point(h->test, &h->at[i]) || !loc[i].next_piece)
			return lkmm_may_point(h->test, &h->at[i]);
}

/*
 * A question about values on the path .p. A read that is asked for again and again, by an address
 * of which several parts depend on it, is looked at once for each length of the chain of reads.
 */
struct question {
	const struct holds *h;
	const struct path *p;
	struct {
		int after;	/* the read's place in the path, plus 1 */
		struct held value;
	} last[MAX_CHAIN + 1];
};

static void ask(struct question *q, const struct holds *h, const struct path *p)
{
	q->h = h;
	q->p = p;
	for (int i = 0; i <= MAX_CHAIN; i++)
		q->last[i].after = 0;
}

static void add_values(struct question *q, const struct sym *s, int chain, struct held *to);

/*
 * Who may write to a location: nobody; one thread, counted from 1, at addresses that are known on
 * its paths; or others, too.
 */
enum { NOBODY = 0, OTHERS = -1 };

static void note_writer(struct held *loc, const struct path *p, bool known)
{
	short me = (short)(p->thread + 1);

	loc->writer = known && (loc->writer == NOBODY || loc->writer == me) ? me : OTHERS;
}

/* The last write before event @read to @loc, which the thread of @p alone writes to, or -1. */
static int last_write(const struct holds *h, const struct path *p, int read, int loc)
{
	int64_t v;

	for (int i = read - 1; i >= 0; i--)
		if (p->event[i].type == EVENT_WRITE && lkmm_sym_is_known(p->event[i].address, &v) &&
		    lkmm_event_target(h->test, &p->event[i], v) == loc)
			return i;
	return -1;
}

/* Adds what a thread reads from its own last write, or at first, if that is all that it can. */
static bool add_own(struct question *q, int read, int chain, struct held *to)
{
	const struct holds *h = q->h;
	const struct path *p = q->p;
	struct held value = { .n = 0 };
	int64_t v;
	int loc = lkmm_sym_is_known(p->event[read].address, &v) ?
		  lkmm_event_target(h->test, &p->event[read], v) : -1;
	int w = loc >= 0 ? last_write(h, p, read, loc) : -1;

	if (loc < 0 || chain >= MAX_CHAIN || h->at[loc].writer != p->thread + 1)
		return false;
	if (w < 0)
		add_value(h->test, &value, h->test->loc[loc].init);
	else
		add_values(q, p->event[w].value, chain + 1, &value);
	add_others_of(to, &value);
	for (int i = 0; i < value.n; i++) {
		v = lkmm_truncate(value.v[i], h->test->loc[loc].integer);
		if (lkmm_may_read(p, read, v))
			add_value(h->test, to, v);
	}
	return true;
}

/* Those that it may read at @loc. */
static void add_at(const struct holds *h, const struct path *p, int read, int loc, struct held *to)
{
	add_others_of(to, &h->at[loc]);
	for (int k = 0; k < h->at[loc].n; k++)
		if (lkmm_may_read(p, read, h->at[loc].v[k]))
			add_value(h->test, to, h->at[loc].v[k]);
}

/* The values that event @read of the path may read, by one more link of the chain. */
static void look_at(struct question *q, int read, int chain, struct held *to)
{
	const struct holds *h = q->h;
	const struct path *p = q->p;
	struct held address = { .n = 0 };
	int64_t v;

	if (add_own(q, read, chain, to))
		return;
	if (chain < MAX_CHAIN || lkmm_sym_is_known(p->event[read].address, &v))
		add_values(q, p->event[read].address, chain + 1, &address);
	else
		add_others(&address, true);
	if (address.points)
		add_others(to, true);
	for (int i = 0; i < address.n; i++) {
		int loc = lkmm_event_target(h->test, &p->event[read], address.v[i]);

		if (loc == TARGET_PART)		/* that may hold something else */
			add_others(to, lkmm_part_may_point(h, &p->event[read], address.v[i]));
		if (loc >= 0)
			add_at(h, p, read, loc, to);
	}
	for (int l = 0; address.within && l < h->test->nlocs; l++) {
		v = lkmm_address(h->test, l);
		if (!lkmm_is_within(h->test, &address, l))
			continue;
		if (lkmm_event_target(h->test, &p->event[read], v) == TARGET_PART)
			add_others(to, lkmm_part_may_point(h, &p->event[read], v));
		add_at(h, p, read, l, to);
	}
}

/* The same, looked at or remembered. */
static struct held read_values(struct question *q, int read, int chain)
{
	if (q->last[chain].after != read + 1) {
		q->last[chain].value = (struct held){ .n = 0 };
		look_at(q, read, chain, &q->last[chain].value);
		q->last[chain].after = read + 1;
	}
	return q->last[chain].value;
}

/* Comparisons, and the operators of truth: their values are 0 and 1, whatever the operands are. */
static bool is_truth(const struct sym *s)
{
	return (s->kind == SYM_BINARY && s->op >= LKMM_EQ && s->op <= LKMM_LOR) ||
	       (s->kind == SYM_UNARY && s->op == LKMM_LNOT);
}

/* Whether @s may be an address, or computed from one. */
static bool may_point(struct question *q, const struct sym *s, int chain)
{
	struct held read;

	if (!s || is_truth(s))
		return false;
	if (s->kind == SYM_NUMBER || s->kind == SYM_KNOWN)
		return is_address(q->h->test, s->number);
	if (s->kind == SYM_READ) {
		read = read_values(q, s->read, chain);
		return lkmm_may_point(q->h->test, &read);
	}
	return (s->kind != SYM_CONDITIONAL && may_point(q, s->a, chain)) ||
	       may_point(q, s->b, chain) || may_point(q, s->c, chain);
}

/* Adds the values of @s, a conversion of those of @a, or an operation on them and those of @b. */
static void add_computed(const struct holds *h, const struct sym *s, const struct held *a,
			 const struct held *b, struct held *to)
{
	int64_t v;

	for (int i = 0; i < a->n && s->kind == SYM_CAST; i++)
		add_value(h->test, to, lkmm_truncate(a->v[i], s->to));
	for (int i = 0; i < a->n && s->kind == SYM_BINARY; i++)
		for (int k = 0; k < b->n; k++)
			if (lkmm_binary(s->op, s->is_unsigned, a->v[i], b->v[k], &v))
				add_value(h->test, to, v);
			else
				add_others(to, is_address(h->test, a->v[i]) ||
					       is_address(h->test, b->v[k]));
}

/* By how much the address @s grows where an index does: "i * 4", also converted; or 0. */
static int64_t step_of(const struct sym *s)
{
	while (s->kind == SYM_CAST && s->to.bits == 64)
		s = s->a;
	if (s->kind != SYM_BINARY || s->b->kind != SYM_NUMBER)
		return 0;
	if (s->op == LKMM_SHL)
		return s->b->number >= 0 && s->b->number < 32 ? INT64_C(1) << s->b->number : 0;
	return s->op == LKMM_MUL && s->b->number > 0 ? s->b->number : 0;
}

/* How large the object is that begins with location @first: up to 7 bytes more, never less. */
static int64_t size_of(const struct lkmm_test *test, int first)
{
	int64_t size = 8;

	for (int l = 0; l < test->nlocs; l++)
		if (test->loc[l].object == first + 1 && test->loc[l].offset + 8 > size)
			size = test->loc[l].offset + 8;
	return size;
}

/* Whether each multiple of @step from @at in the object that begins with @first is a location. */
static bool are_locations(const struct lkmm_test *test, int first, int64_t at, int64_t step)
{
	int64_t size = 0, last = 0;

	for (int l = 0; l < test->nlocs; l++) {
		const struct lkmm_location *loc = &test->loc[l];

		if (loc->object != first + 1)
			continue;
		if (loc->piece_of || loc->next_piece)
			return false;
		size += loc->offset % step == at % step;
		last = loc->offset > last ? loc->offset : last;
	}
	return size == (last - at % step) / step + 1;
}

/*
 * Adds @base and all addresses of its object that are multiples of @step from it. An address that
 * is computed from one of an object is in that, or of nothing: C11 6.5.6p8.
 */
static void add_elements(const struct lkmm_test *test, int64_t base, int64_t step, struct held *to)
{
	int64_t offset, size;
	int object = lkmm_object(test, base, &offset);

	if (object < 0)
		return;
	size = size_of(test, object);
	if (offset >= 0 && offset < size && size / step > LKMM_FEW_HELD &&
	    are_locations(test, object, offset, step)) {
		lkmm_hold_object(to, object);
		return;
	}
	if (offset < 0 || offset >= size || size / step > LKMM_FEW_HELD) {
		to->points = true;
		return;
	}
	for (int64_t at = offset % step; at < size; at += step)
		add_value(test, to, base - offset + at);
}

static bool has_address(const struct lkmm_test *test, const struct held *h)
{
	for (int i = 0; i < h->n; i++)
		if (is_address(test, h->v[i]))
			return true;
	return false;
}

/*
 * Adds the sum of @a, which has addresses, and @b, where not all of their values are listed: those
 * of an element of an array by an index that may be any number, and of one that may be far away.
 * False if it may be anywhere.
 */
static bool add_element(const struct holds *h, const struct sym *index, const struct held *a,
			const struct held *b, struct held *to)
{
	int64_t v, step = step_of(index);

	if (a->points || b->points || a->within || b->within || has_address(h->test, b) ||
	    !has_address(h->test, a) ||
	    (b->any && !step))
		return false;
	for (int i = 0; i < a->n; i++) {
		if (b->any)
			add_elements(h->test, a->v[i], step, to);
		for (int k = 0; k < b->n; k++)
			if (lkmm_binary(LKMM_ADD, false, a->v[i], b->v[k], &v))
				add_value(h->test, to, v);
	}
	add_others(to, false);
	return true;
}

/* Whether to look at the operands of @s. Where one has a single read, its values are those that it
 * has for each of the read's, if these are few: so its own operands do not count. */
static bool has_few_operations(const struct sym *s)
{
	return (lkmm_only_read(s) == LKMM_SOME_READS ? s->mixed : s->size) <= MAX_OPERATIONS;
}

/* The values of @s, by those of its operands. */
static void add_by_parts(struct question *q, const struct sym *s, int chain, struct held *to)
{
	const struct holds *h = q->h;
	struct held a = { .n = 0 }, b = { .n = 0 };

	if (is_truth(s)) {
		add_value(h->test, to, 0);
		add_value(h->test, to, 1);
		return;
	}
	if (has_few_operations(s) && s->kind == SYM_CONDITIONAL) {
		add_values(q, s->b, chain, to);
		add_values(q, s->c, chain, to);
		return;
	}
	if (has_few_operations(s) && (s->kind == SYM_BINARY || s->kind == SYM_CAST)) {
		add_values(q, s->a, chain, &a);
		if (s->kind == SYM_BINARY)
			add_values(q, s->b, chain, &b);
		if (!a.any && !b.any) {
			add_computed(h, s, &a, &b, to);
			return;
		}
		if (s->kind == SYM_BINARY && s->op == LKMM_ADD &&
		    (add_element(h, s->b, &a, &b, to) || add_element(h, s->a, &b, &a, to)))
			return;
	}
	add_others(to, may_point(q, s, chain));
}

static void add_values(struct question *q, const struct sym *s, int chain, struct held *to)
{
	const struct lkmm_test *test = q->h->test;
	struct held from;
	int64_t v = 0;
	int read;

	if (lkmm_sym_is_known(s, &v)) {
		add_value(test, to, v);
		return;
	}
	lkmm_hold_nothing(&from);
	read = lkmm_only_read(s);
	if (read == LKMM_NO_READ)
		from.n = 1;
	else if (read == LKMM_SOME_READS)
		from.any = true;
	else
		from = read_values(q, read, chain);
	if (from.any && s->kind != SYM_READ) {
		add_by_parts(q, s, chain, to);
		return;
	}
	add_others_of(to, &from);
	for (int i = 0; i < from.n; i++) {
		if (lkmm_sym_value_of(s, from.v[i], &v))
			add_value(test, to, v);
		else
			add_others(to, may_point(q, s, chain));
	}
}

void lkmm_may_be(const struct holds *h, const struct path *p, const struct sym *s, struct held *to)
{
	struct question q;

	ask(&q, h, p);
	add_values(&q, s, 0, to);
}

void lkmm_may_write(const struct holds *h, const struct path *p, int event, struct held *to)
{
	const struct event *e = &p->event[event];
	struct held at, value;
	bool others = false;		/* it may be to a part of a location */
	struct question q;
	int64_t v;

	lkmm_hold_nothing(&at);
	lkmm_hold_nothing(&value);
	ask(&q, h, p);
	add_values(&q, e->address, 0, &at);
	if (lkmm_is_copy(e->value))
		add_others(&value, may_point(&q, e->value, 0));
	else
		add_values(&q, e->value, 0, &value);
	for (int i = 0; i < at.n && !at.points; i++) {
		int loc = lkmm_event_target(h->test, e, at.v[i]);

		others |= loc == TARGET_PART;
		if (loc < 0)
			continue;
		add_held(h->test, loc, &value, &to[loc]);
		note_writer(&to[loc], p, lkmm_sym_is_known(e->address, &v));
	}
	for (int l = 0; at.within && l < h->test->nlocs; l++) {
		if (!lkmm_is_within(h->test, &at, l))
			continue;
		others |= lkmm_event_target(h->test, e, lkmm_address(h->test, l)) != l;
		add_held(h->test, l, &value, &to[l]);
		note_writer(&to[l], p, false);
	}
	for (int l = 0; l < h->test->nlocs && (at.points || others); l++) {
		if (at.points)
			add_held(h->test, l, &value, &to[l]);
		to[l].writer = OTHERS;
	}
}

static int count_writes(const struct path *p)
{
	int n = 0;

	for (int i = 0; i < p->nevents; i++)
		n += p->event[i].type == EVENT_WRITE;
	return n;
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

/* How much is known of all values: that only grows, up to an end. */
static long count(const struct holds *h)
{
	long n = 0;

	for (int l = 0; l < h->test->nlocs; l++)
		n += h->at[l].n + h->at[l].any + h->at[l].points + (h->at[l].within != 0) +
		     (h->at[l].writer == OTHERS ? 2 : h->at[l].writer != NOBODY);
	return n;
}

void lkmm_find_holds(struct holds *h, const struct paths *paths)
{
	long work = 0, before = -1;
	int rounds = 0;

	for (int t = 0; t < h->test->nthreads; t++)
		for (int i = 0; i < paths[t].n; i++)
			work += count_writes(paths[t].path[i]);
	for (int l = 0; l < h->test->nlocs; l++) {
		h->at[l] = (struct held){ .any = false };
		add_value(h->test, &h->at[l], h->test->loc[l].init);
	}
	while (work <= MAX_WORK && rounds++ < MAX_ROUNDS && count(h) != before) {
		before = count(h);
		add_writes(h, paths);
	}
	for (int l = 0; count(h) != before && l < h->test->nlocs; l++) {
		add_others(&h->at[l], true);
		h->at[l].writer = OTHERS;
	}
}
