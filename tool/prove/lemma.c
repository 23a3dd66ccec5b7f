// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The orders that LKMM needs of the operations, as docs/prove.md lists them: what is before a
 * release, after an acquire, on both sides of a full operation and of a barrier; beside barriers
 * that are for RMWs; and from one critical section to the next.
 */
#include "general.h"

#include <stdio.h>

/* ---- a sequence by itself ---- */

static bool show_access(struct general *g, const struct row_of_classes *r)
{
	const struct class *c = r->class[0];
	bool both = c->events.read >= 0 && c->events.write >= 0, shown = true;

	if (c->fails)
		return true;
	if (c->order == LKMM_RELEASE || (both && c->order == LKMM_FULL))
		shown &= show_order(g, r, ANY, c->events.write);
	/* A store and a barrier. */
	if (c->order == LKMM_STORE_MB) {
		shown &= show_order(g, r, c->events.write, ANY);
		shown &= show_order(g, r, ANY, ANY);
	}
	if (c->order == LKMM_ACQUIRE)
		shown &= show_order(g, r, c->events.read, ANY);
	if (both && c->order == LKMM_FULL) {
		shown &= show_order(g, r, c->events.write, ANY);
		shown &= show_order(g, r, ANY, ANY);
	}
	return shown;
}

static bool show_barrier(struct general *g, struct row_of_classes *r)
{
	switch (r->class[0]->fence) {
	case LKMM_FENCE_MB:
		return show_order(g, r, ANY, ANY);
	case LKMM_FENCE_WMB:
		return show_order(g, r, WRITES, WRITES);
	case LKMM_FENCE_RMB:
		return show_order(g, r, USED_READS, USED_READS);
	case LKMM_FENCE_AFTER_CTRL_DEP:
		if (!show_order(g, r, USED_READS, USED_READS))
			return false;
		r->depends = "ctrl";
		return show_order(g, r, USED_READS, ANY);
	default:
		return true;
	}
}

bool show_class(struct general *g, const struct class *c)
{
	struct row_of_classes r = { .class = { c }, .n = 1, .name = "the sequence" };
	bool pair = c->events.pair[0] == c->events.read && c->events.pair[1] == c->events.write;

	if (!c->barrier && c->events.read >= 0 && c->events.write >= 0 && !pair) {
		text_puts(&g->missing, "the sequence: its read and its write are not a pair\n");
		return false;
	}
	return c->barrier ? show_barrier(g, &r) : show_access(g, &r);
}

/* ---- barriers beside an RMW ---- */

int barrier_class(const struct general *g, enum lkmm_fence fence, int i)
{
	i++;
	while (i < g->nclasses && (!g->class[i].barrier || g->class[i].fence != fence))
		i++;
	return i < g->nclasses ? i : -1;
}

/* RMWs, and those of them that fail. */
static bool is_rmw(const struct class *c)
{
	return !c->barrier && c->events.read >= 0 && (c->events.write >= 0 || c->fails);
}

static bool show_beside_rmw(struct general *g, int barrier, int rmw, bool before)
{
	const struct class *c = &g->class[rmw];
	struct row_of_classes r = { .n = 2, .name = before ? "before_atomic" : "after_atomic" };
	int place = before ? g->class[barrier].events.n : 0;
	bool shown;

	r.class[!before] = &g->class[barrier];
	r.class[before] = c;
	shown = show_order(g, &r, ANY, ANY);
	if (before) {
		shown &= show_order(g, &r, ANY, place + c->events.read);
		return (c->events.write < 0 || show_order(g, &r, ANY, place + c->events.write)) &&
		       shown;
	}
	shown &= show_order(g, &r, c->events.read, ANY);
	return (c->events.write < 0 || show_order(g, &r, c->events.write, ANY)) && shown;
}

/* Whether to ask about @a beside @b: about all, or about those that have @only. */
static bool is_asked(int only, int a, int b)
{
	return a >= 0 && b >= 0 && (only < 0 || only == a || only == b);
}

/* The barriers @fence in front of each RMW, or behind. */
static bool show_atomics(struct general *g, enum lkmm_fence fence, int only)
{
	bool before = fence == LKMM_FENCE_BEFORE_ATOMIC, shown = true;

	for (int i = 0; i < g->nclasses; i++)
		for (int b = barrier_class(g, fence, -1); b >= 0; b = barrier_class(g, fence, b))
			if (is_rmw(&g->class[i]) && is_asked(only, b, i))
				shown &= show_beside_rmw(g, b, i, before);
	return shown;
}

/* ---- locks: runtime/lock.h takes one by xchg_acquire, and releases it by set_release ---- */

/* The barrier @number behind the sequences of @r: everything before them, and everything after. */
static bool show_behind(struct general *g, struct row_of_classes r, int number, const char *name)
{
	if (number < 0)
		return true;
	r.name = name;
	r.class[r.n++] = &g->class[number];
	return show_order(g, &r, ANY, ANY);
}

/* Everything after a lock and smp_mb__after_spinlock() comes after its write. */
static bool show_taken(struct general *g, int lock, int spinlock)
{
	const struct class *c = g->class;
	struct row_of_classes r = { { &c[lock] }, 1, "", NULL };
	bool shown = show_behind(g, r, spinlock, "after_spinlock");

	r.name = "after_spinlock";
	r.class[r.n++] = &c[spinlock];
	return show_order(g, &r, c[lock].events.write, ANY) && shown;
}

static bool show_handover(struct general *g, int unlock, int lock, int barrier)
{
	const struct class *c = g->class;
	struct row_of_classes r = { { &c[unlock], &c[lock] }, 2, "unlock, lock", NULL };
	bool shown;

	shown = show_order(g, &r, ANY, ANY);
	return show_behind(g, r, barrier, "after_unlock_lock") && shown;
}

static bool show_handovers(struct general *g, int unlock, int lock, int only)
{
	int barrier = barrier_class(g, LKMM_FENCE_AFTER_UNLOCK_LOCK, -1);
	bool shown = true;

	do {
		if (is_asked(only, lock, unlock) || only == barrier)
			shown &= show_handover(g, unlock, lock, barrier);
		barrier = barrier_class(g, LKMM_FENCE_AFTER_UNLOCK_LOCK, barrier);
	} while (barrier >= 0);
	return shown;
}

bool show_neighbours(struct general *g, int only)
{
	bool shown = show_atomics(g, LKMM_FENCE_BEFORE_ATOMIC, only);

	shown &= show_atomics(g, LKMM_FENCE_AFTER_ATOMIC, only);

	for (int lock = 0; lock < g->nclasses; lock++) {
		int spinlock = barrier_class(g, LKMM_FENCE_AFTER_SPINLOCK, -1);

		if (!g->class[lock].locks)
			continue;
		for (; spinlock >= 0;
		     spinlock = barrier_class(g, LKMM_FENCE_AFTER_SPINLOCK, spinlock))
			if (is_asked(only, lock, spinlock))
				shown &= show_taken(g, lock, spinlock);
		for (int unlock = 0; unlock < g->nclasses; unlock++)
			if (g->class[unlock].unlocks)
				shown &= show_handovers(g, unlock, lock, only);
	}
	return shown;
}
