// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Atomic regions of KCSAN, as seqlocks have: plain accesses in them count as marked ones, but for
 * those in data_race(). Where two ways meet of which only one is in a region, the code behind is in
 * none: an access that is plain is ordered less, and races more.
 */
#include "reader.h"

#include <string.h>

/* The least argument of kcsan_atomic_next() that is not counted: KCSAN_SEQLOCK_REGION_MAX. */
enum { UNCOUNTED = 1000 };

bool in_region(const struct reader *r)
{
	return !r->l.may_race && (r->region.nested || r->region.flat || r->region.next);
}

static void begin_next(struct reader *r, const struct known *n, struct lkmm_place at)
{
	if (n->kind != KNOWN_NUMBER || (n->number && n->number < UNCOUNTED))
		reader_error(r, at, "kcsan_atomic_next() of anything but 0 and "
			     "KCSAN_SEQLOCK_REGION_MAX is not supported");
	r->region.next = n->number != 0;
}

static void nest(struct reader *r, bool begins, struct lkmm_place at)
{
	r->region.nested += begins ? 1 : -1;
	if (r->region.nested < 0)
		reader_error(r, at, "kcsan_nestable_atomic_end() ends no region");
}

bool region_call(struct reader *r, const char *name, const struct known *a, struct lkmm_place at)
{
	if (strncmp(name, "lkmm_verify_atomic_", 19))
		return false;
	if (!strcmp(name + 19, "next"))
		begin_next(r, a, at);
	else if (!strcmp(name + 19, "nestable"))
		nest(r, a->number, at);
	else
		r->region.flat = a->number;
	return true;
}

void region_meets(struct reader *r, struct region *met, bool first, struct lkmm_place at)
{
	const struct region *now = &r->region;

	if (first)
		*met = *now;
	else if (met->nested != now->nested)
		reader_error(r, at, "kcsan_nestable_atomic_end() is not called on all ways that "
			     "lead here");
	met->flat &= now->flat;
	met->next &= now->next;
}

void region_turns(struct reader *r, const struct region *head, struct lkmm_place at)
{
	const struct region *now = &r->region;

	if (now->nested != head->nested || now->flat < head->flat || now->next < head->next)
		reader_error(r, at, "an atomic region of KCSAN that begins before a loop and ends "
			     "in it is not supported");
}
