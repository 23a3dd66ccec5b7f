// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Counters: variables that only atomic additions write to, all of them of more than 0, or all of
 * less. In coherence order each value is more than the one before it. So a thread that has added
 * to such a variable n times reads there at least the first value and n of the least additions,
 * and what it has decided may be out of reach: another turn of "while (fetch_add(&next, 1) < 4)".
 *
 * That holds up to where the counter wraps. docs/search.md shows that no execution comes to that.
 */
#include "path.h"

/* More is added to no counter at once; and one has as many bits at least. */
enum { MOST_AT_ONCE = 1 << 12, LEAST_BITS = 32 };

/* Larger expressions are not looked at. */
enum { MAX_OPERATIONS = 64 };

/* What a counter can come to, and what a value is between. */
static const int64_t far = INT64_C(1) << 30;

struct range {
	int64_t low, high;
};

static const struct range anything = { INT64_MIN, INT64_MAX };

static bool is_anything(struct range r)
{
	return r.low == INT64_MIN || r.high == INT64_MAX;
}

/* ---- reads ---- */

bool lkmm_is_counter(const struct holds *h, int loc)
{
	const struct counter *c = &h->counter[loc];
	const struct lkmm_location *l = &h->test->loc[loc];

	return c->written && !l->allocated && l->integer.bits >= LEAST_BITS && l->init > -far / 2 &&
	       l->init < far / 2 && c->least >= -MOST_AT_ONCE && c->most <= MOST_AT_ONCE &&
	       (c->least > 0 || c->most < 0);
}

/* How often the thread has written to @loc before its event @read. */
static int count_writes(const struct holds *h, const struct path *p, int read, int loc)
{
	int n = 0;

	for (int i = 0; i < read; i++)
		n += p->event[i].type == EVENT_WRITE &&
		     lkmm_known_location(h->test, &p->event[i]) == loc;
	return n;
}

static struct range of_read(const struct holds *h, const struct path *p, int read)
{
	int loc = lkmm_known_location(h->test, &p->event[read]);
	int64_t first, n;

	if (loc < 0 || !lkmm_is_counter(h, loc))
		return anything;
	first = h->test->loc[loc].init;
	n = count_writes(h, p, read, loc);
	if (h->counter[loc].least > 0)
		return (struct range){ first + n * h->counter[loc].least, far };
	return (struct range){ -far, first + n * h->counter[loc].most };
}

/* ---- what is computed from them ---- */

static struct range of(const struct holds *h, const struct path *p, const struct sym *s);

/* 1, 0, or either */
static struct range truth(bool may_hold, bool may_fail)
{
	return (struct range){ !may_fail, may_hold };
}

static struct range compared(enum lkmm_operator op, struct range a, struct range b)
{
	switch (op) {
	case LKMM_LT:
		return truth(a.low < b.high, a.high >= b.low);
	case LKMM_GE:
		return truth(a.high >= b.low, a.low < b.high);
	case LKMM_GT:
		return truth(a.high > b.low, a.low <= b.high);
	case LKMM_LE:
		return truth(a.low <= b.high, a.high > b.low);
	case LKMM_EQ:
		return truth(a.low <= b.high && b.low <= a.high, true);
	case LKMM_NE:
		return truth(true, a.low <= b.high && b.low <= a.high);
	default:
		return anything;
	}
}

static struct range of_binary(const struct holds *h, const struct path *p, const struct sym *s)
{
	struct range a = of(h, p, s->a), b = of(h, p, s->b);

	if (is_anything(a) || is_anything(b))
		return anything;
	if (s->is_unsigned && (a.low < 0 || b.low < 0))
		return anything;
	if (s->op == LKMM_AND && b.low == 1 && b.high == 1 && a.low >= 0 && a.high <= 1)
		return a;
	if (s->op == LKMM_ADD)
		return (struct range){ a.low + b.low, a.high + b.high };
	if (s->op == LKMM_SUB)
		return (struct range){ a.low - b.high, a.high - b.low };
	return compared(s->op, a, b);
}

/* Conversions that leave each number of @r alone. */
static bool fits(struct range r, struct lkmm_integer to)
{
	return !to.bits || to.bits >= 64 || (lkmm_truncate(r.low, to) == r.low &&
					     lkmm_truncate(r.high, to) == r.high);
}

static struct range of(const struct holds *h, const struct path *p, const struct sym *s)
{
	struct range r;

	if (s->size > MAX_OPERATIONS)
		return anything;
	switch (s->kind) {
	case SYM_NUMBER:
		return s->number > -far && s->number < far ?
		       (struct range){ s->number, s->number } : anything;
	case SYM_READ:
		return of_read(h, p, s->read);
	case SYM_BINARY:
		return of_binary(h, p, s);
	case SYM_CAST:
		r = of(h, p, s->a);
		return is_anything(r) || fits(r, s->to) ? r : anything;
	case SYM_UNARY:
		r = of(h, p, s->a);
		if (s->op == LKMM_LNOT && !is_anything(r))
			return truth(r.low <= 0 && r.high >= 0, r.low || r.high);
		return anything;
	default:
		return anything;
	}
}

bool lkmm_counts_too_far(const struct holds *h, const struct path *p)
{
	for (int i = 0; h->counter && i < p->nfacts; i++) {
		const struct fact *f = &p->fact[i];
		struct range r = of(h, p, f->sym);

		if (is_anything(r))
			continue;
		if (f->truth ? !r.low && !r.high : r.low > 0 || r.high < 0)
			return true;
	}
	return false;
}
