// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Atomic regions of KCSAN, as seqlocks have: plain accesses in them count as marked ones, but for
 * those in data_race(). Where two ways meet of which only one is in a region, as behind
 * read_seqbegin_or_lock(), a register of the thread tells, and an access is one of two. That is
 * only known when a program has been read, so it is read again then; and so are loops whose turns
 * begin in other regions than the loop.
 */
#include "reader.h"

#include <string.h>

/* The least argument of kcsan_atomic_next() that is not counted: KCSAN_SEQLOCK_REGION_MAX. */
enum { UNCOUNTED = 1000 };

bool in_region(const struct reader *r)
{
	const struct region *now = &r->region;

	return !r->l.may_race && (now->nested || now->in[REGION_FLAT] == INSIDE ||
				  now->in[REGION_NEXT] == INSIDE);
}

bool region_varies(const struct reader *r)
{
	const struct region *now = &r->region;

	return r->registers.wanted && !r->l.may_race && !in_region(r) &&
	       (now->in[REGION_FLAT] == EITHER || now->in[REGION_NEXT] == EITHER);
}

struct lkmm_expr *region_told(struct reader *r, struct lkmm_place at)
{
	struct lkmm_expr *all = NULL;

	for (int k = 0; k < REGION_KINDS; k++) {
		struct lkmm_expr *e;

		if (r->region.in[k] != EITHER)
			continue;
		e = new_local(&r->l, r->registers.reg[k], at);
		all = all ? new_binary(&r->l, LKMM_OR, all, e, at) : e;
	}
	return all;
}

static void tell(struct reader *r, enum region_kind k, struct lkmm_place at)
{
	if (r->registers.wanted && !is_running(r))
		add_expr(r, new_assign(&r->l, new_local(&r->l, r->registers.reg[k], at),
				       new_number(&r->l, r->region.in[k], at), at), at);
}

void region_begin(struct reader *r, struct lkmm_place at)
{
	for (int k = 0; k < REGION_KINDS && r->registers.wanted; k++) {
		r->registers.reg[k] = fresh_register(r, "region");
		tell(r, (enum region_kind)k, at);
	}
}

static void begin(struct reader *r, enum region_kind k, bool begins, struct lkmm_place at)
{
	r->region.in[k] = begins ? INSIDE : OUTSIDE;
	tell(r, k, at);
}

static void begin_next(struct reader *r, const struct known *n, struct lkmm_place at)
{
	if (n->kind != KNOWN_NUMBER || (n->number && n->number < UNCOUNTED))
		reader_error(r, at, "kcsan_atomic_next() of anything but 0 and "
			     "KCSAN_SEQLOCK_REGION_MAX is not supported");
	begin(r, REGION_NEXT, n->number, at);
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
		begin(r, REGION_FLAT, a->number, at);
	return true;
}

/* ---- where ways meet ---- */

static void want_registers(struct reader *r)
{
	if (!r->registers.wanted)
		r->registers.news = true;
}

void region_meets(struct reader *r, struct region *met, bool first, struct lkmm_place at)
{
	const struct region *now = &r->region;

	if (first)
		*met = *now;
	else if (met->nested != now->nested)
		reader_error(r, at, "kcsan_nestable_atomic_end() is not called on all ways that "
			     "lead here");
	for (int k = 0; k < REGION_KINDS; k++)
		if (met->in[k] != now->in[k]) {
			met->in[k] = EITHER;
			want_registers(r);
		}
}

void region_loop(struct reader *r, struct region *head, const struct ir_instruction *last)
{
	for (int k = 0; k < REGION_KINDS; k++)
		if (last->varies[k]) {
			r->region.in[k] = head->in[k] = EITHER;
			want_registers(r);
		}
}

void region_turns(struct reader *r, const struct region *head, struct ir_instruction *last,
		  struct lkmm_place at)
{
	const struct region *now = &r->region;

	if (now->nested != head->nested)
		reader_error(r, at, "an atomic region of KCSAN that begins before a loop and ends "
			     "in it is not supported");
	for (int k = 0; k < REGION_KINDS; k++)
		if (now->in[k] != head->in[k] && head->in[k] != EITHER)
			r->registers.news = last->varies[k] = true;
}
