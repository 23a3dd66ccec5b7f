// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Loops: how often they are gone round.
 *
 * A turn counts unless constants alone bring the loop to its end: some test that could have left it
 * compared numbers, and a number has changed since. Those that count are as many as lkmm_options
 * says; then the path is cut. What the turns do is noted, for judge.c.
 */
#include "loop.h"

#include <limits.h>
#include <string.h>

/* Turns that numbers bound and that decide something. With so many ways may be too many. */
enum { MAX_FREE_TURNS = 128 };

/* An LKMM_CHOICE that was 1, and its argument; NULL: none. */
struct chosen {
	const struct lkmm_expr *expr;
	const struct sym *of;
};

struct turn {
	struct turn *outer;
	struct loop *loop;
	int first;			/* event */
	int nfacts, taken;		/* before */
	int count;			/* turns before, numbers bound them or not */
	int polls;			/* those of them that poll a lock, and count */
	bool polled;			/* the last one did */
	bool not_yet;			/* this one has made a choice of 0, see .at_last */
	int quiets;			/* those that only read, and would count */
	bool quiet;			/* the last one did */
	struct chosen now, last;	/* in this one, and in the last one if that polled */
	int seen;			/* the read that last found something changed */
	bool bounded;			/* by a test of numbers */
	bool before;			/* the loop is being tested before its first turn */
	bool skipped;			/* and had none */
	const struct sym **start;	/* what registers held */
	bool *assigned;
};

/* ---- notes ---- */

static bool is_running(const struct run *r, const struct loop *loop)
{
	for (const struct turn *t = r->turn; t; t = t->outer)
		if (t->loop == loop)
			return true;
	return false;
}

void lkmm_note_read(struct run *r, int reg)
{
	for (struct turn *t = r->turn; t; t = t->outer)
		if (!t->assigned[reg] && !t->before)
			t->loop->reg[reg] |= USED;
	for (struct loop *l = r->loops; l; l = l->next)
		if (!(l->reg[reg] & USED_OUTSIDE) && !is_running(r, l))
			l->reg[reg] |= USED_OUTSIDE;
}

void lkmm_note_assigned(struct run *r, int reg)
{
	r->path->assigned[reg] = true;
	for (struct turn *t = r->turn; t; t = t->outer)
		t->assigned[reg] = true;
}

static bool uses_register(const struct lkmm_expr *e)
{
	return e && (e->kind == LKMM_REGISTER || e->kind == LKMM_ASSIGN || e->kind == LKMM_BODY ||
		     uses_register(e->a) || uses_register(e->b) || uses_register(e->c));
}

void lkmm_note_side(struct run *r, const struct lkmm_expr *e, const struct sym *a)
{
	if (r->turn && a->kind == SYM_NUMBER && uses_register(e))
		r->turn->bounded = true;
}

/* How many of the loops that run are in the block @stmt, which runs; 0 if it does not. */
static int loops_in_block(const struct run *r, const struct lkmm_stmt *stmt)
{
	const struct block *b = r->block;
	int n = 0;

	while (b && b->stmt != stmt)
		b = b->outer;
	for (const struct turn *t = b ? r->turn : NULL; t && t != b->turn; t = t->outer)
		n++;
	return n;
}

static int most(int a, int b)
{
	return a > b ? a : b;
}

/* How many of the loops that it is in @s may leave; @inner: it is in one more. */
static int leaves(const struct run *r, const struct lkmm_stmt *s, bool inner)
{
	int n = 0;

	for (; s; s = s->next) {
		if (s->kind == LKMM_BREAK)
			n = most(n, !inner);
		else if (s->kind == LKMM_RETURN)
			return INT_MAX;
		else if (s->kind == LKMM_LEAVE)
			n = most(n, loops_in_block(r, s->leaves));
		else if (s->kind == LKMM_IF || s->kind == LKMM_LOOP || s->kind == LKMM_BLOCK)
			n = most(n, most(leaves(r, s->body, inner || s->kind == LKMM_LOOP),
					 leaves(r, s->orelse, inner)));
	}
	return n;
}

void lkmm_note_test(struct run *r, const struct lkmm_stmt *s, const struct sym *cond)
{
	int n;

	if (!r->turn || cond->kind != SYM_NUMBER || !uses_register(s->expr))
		return;
	n = s->kind == LKMM_LOOP ? 1 : most(leaves(r, s->body, false), leaves(r, s->orelse, false));
	for (struct turn *t = r->turn; t && n; t = t->outer, n--)
		t->bounded = true;
}

/* ---- turns ---- */

static struct loop *find_loop(struct run *r, const struct lkmm_stmt *s)
{
	size_t nregs = (size_t)r->thread->nregs, nlocs = (size_t)r->test->nlocs + 1;
	struct loop *l;

	for (l = r->loops; l; l = l->next)
		if (l->stmt == s)
			return l;
	l = lkmm_run_alloc(r, sizeof(*l) + 3 * nlocs * sizeof(bool) + nregs);
	if (!l)
		return NULL;
	l->wrote = (bool *)(l + 1);
	l->changed = l->wrote + nlocs;
	l->looks = l->changed + nlocs;
	l->reg = (unsigned char *)(l->looks + nlocs);
	l->stmt = s;
	l->limit = r->unroll;
	for (const struct counted_loop *c = r->paths->counted_loops; c; c = c->next)
		l->counts_free |= c->loop == s;
	l->began = l->lock = -1;
	l->polls = 1;
	l->next = r->loops;
	r->loops = l;
	return l;
}

static bool open_turn(struct run *r, struct turn *t, const struct lkmm_stmt *s)
{
	size_t n = (size_t)r->thread->nregs + 1;

	t->loop = find_loop(r, s);
	t->start = lkmm_run_alloc(r, n * (sizeof(*t->start) + sizeof(*t->assigned)));
	if (!t->loop || !t->start)
		return false;
	if (t->loop->began < 0)
		t->loop->began = r->path->nevents;
	t->assigned = (bool *)(t->start + n);
	t->seen = -1;
	t->count = t->polls = t->quiets = 0;
	t->now = t->last = (struct chosen){ NULL, NULL };
	t->before = t->skipped = false;
	t->outer = r->turn;
	r->turn = t;
	return true;
}

static void begin_turn(struct run *r, struct turn *t)
{
	t->first = r->path->nevents;
	t->nfacts = r->path->nfacts;
	t->taken = r->taken;
	t->bounded = t->not_yet = false;
	for (int i = 0; i < r->thread->nregs; i++) {
		t->start[i] = r->reg[i];
		t->assigned[i] = false;
	}
}

/* A number in a register is another one than when the turn began. */
static bool has_moved(const struct run *r, const struct turn *t)
{
	for (int i = 0; i < r->thread->nregs; i++)
		if (t->start[i]->kind == SYM_NUMBER && r->reg[i]->kind == SYM_NUMBER &&
		    t->start[i]->number != r->reg[i]->number &&
		    (!r->thread->reg[i].hidden || t->loop->reg[i] & USED))
			return true;
	return false;
}

/* ---- what the events of a turn do ---- */

/* Whether event @i is the write of an RMW of a variable that is known. */
static bool is_exchange(const struct run *r, const struct turn *t, int i)
{
	const struct event *e = &r->path->event[i];

	return e->type == EVENT_WRITE && e->rmw && i > t->first &&
	       lkmm_known_location(r->test, e) >= 0;
}

/* Whether the turn polls a lock, as poll.c has it, and need not count. */
static bool note_poll(struct run *r, const struct turn *t)
{
	struct loop *l = t->loop;
	bool may = r->model->leaves_out_turns && !l->counts_polls;
	int lock = may ? lkmm_polled_lock(r->test, r->path, t->first) : -1;

	if (lock < 0)
		return false;
	/* One that gives the lock back first can go if the one before took it last. */
	if (lkmm_takes_lock(r->test, r->path, r->path->nevents - 1, lock) &&
	    !lkmm_takes_lock(r->test, r->path, t->first - 1, lock)) {
		l->late |= !t->count;
		l->mixed |= t->count;
	}
	l->mixed |= l->lock >= 0 && l->lock != lock;
	l->lock = lock;
	l->wrote[lock] = true;
	return true;
}

void lkmm_note_choice(struct run *r, const struct lkmm_expr *e, const struct sym *of)
{
	if (r->turn)
		r->turn->now = (struct chosen){ e, of };
}

void lkmm_note_not_yet(struct run *r)
{
	for (struct turn *t = r->turn; t; t = t->outer)
		t->not_yet = true;
}

bool lkmm_chose_in_vain(struct run *r, const struct lkmm_expr *e, const struct sym *of)
{
	struct turn *t = r->turn;
	bool again = t && t->last.expr == e && lkmm_sym_same(t->last.of, of) &&
		     t->loop->polls == 1 && r->options->unroll <= 1;

	if (again)
		t->loop->cut = true;
	return again;
}

/* Whether the turn writes, but for RMWs, or does something else that is no mere read. */
static bool note_events(struct run *r, const struct turn *t)
{
	bool writes = false;
	int depth = 0;

	for (int i = t->first; i < r->path->nevents; i++) {
		const struct event *e = &r->path->event[i];
		int loc = lkmm_known_location(r->test, e);

		depth += (e->tag == TAG_RCU_LOCK) - (e->tag == TAG_RCU_UNLOCK);
		t->loop->exchanges |= is_exchange(r, t, i);
		writes |= (e->type == EVENT_WRITE && !is_exchange(r, t, i)) ||
			  e->type == EVENT_FREE || e->tag == TAG_SRCU_LOCK || depth < 0;
		if (e->type == EVENT_WRITE)
			t->loop->wrote[loc < 0 ? r->test->nlocs : loc] = true;
	}
	writes |= depth > 0;
	t->loop->writes |= writes;
	return writes;
}

/* Whether the turn, of which it is known that it has no other effect, has no RMW either. */
static bool only_reads(const struct run *r, const struct turn *t)
{
	for (int i = t->first; i < r->path->nevents; i++)
		if (r->path->event[i].type == EVENT_WRITE)
			return false;
	return true;
}

/* Notes a read at a computed address. False if there are too many. */
static bool note_look_by(struct loop *l, const struct lkmm_expr *e)
{
	for (int i = 0; i < LKMM_MAX_LOOKS; i++) {
		if (!l->looks_by[i])
			l->looks_by[i] = e;
		if (l->looks_by[i] == e)
			return true;
	}
	return false;
}

/* What the turn reads, and whether it does anything else. */
static void note_looks(struct run *r, const struct turn *t)
{
	for (int i = t->first; i < r->path->nevents; i++) {
		const struct event *e = &r->path->event[i];
		int loc = lkmm_known_location(r->test, e);
		bool only = lkmm_only_looks(e);

		if (e->type == EVENT_READ && only && loc >= 0)
			t->loop->looks[loc] = true;
		else if (e->type == EVENT_READ && only)
			t->loop->does_more |= !note_look_by(t->loop, e->source);
		else if (!only)
			t->loop->does_more = true;
	}
}

/* ---- turns that may go on for ever ---- */

/* What the turn has assigned. */
static int list_carried(const struct run *r, const struct turn *t, struct carried *list)
{
	int n = 0;

	for (int i = 0; i < r->thread->nregs; i++) {
		if (!t->assigned[i] || lkmm_sym_same(t->start[i], r->reg[i]))
			continue;
		if (list)
			list[n] = (struct carried){ i, t->start[i], r->reg[i] };
		n++;
	}
	return n;
}

/*
 * Keeps the path up to the end of the turn, which has written nothing, or by RMWs, or polls a lock:
 * then up to where that is free.
 */
static void keep_wait(struct run *r, const struct turn *t, bool polls)
{
	/* A store that fails for no reason does not do so for ever, and time passes. */
	struct path *p = r->failed >= t->first || t->not_yet ? NULL :
			 lkmm_run_keep(r, &r->paths->wait, &r->paths->nwaits);
	int n = p ? list_carried(r, t, NULL) : 0;
	struct wait *w;

	if (!p || !(w = lkmm_run_alloc(r, sizeof(*w) + (size_t)n * sizeof(*w->carried))))
		return;
	*w = (struct wait){ .loop = t->loop, .stmt = t->loop->stmt, .first = t->first,
			    .nfacts = t->nfacts, .turns = polls ? t->polls : t->count,
			    .polls = polls, .only_reads = only_reads(r, t), .ncarried = n };
	w->carried = (struct carried *)(w + 1);
	list_carried(r, t, w->carried);
	p->wait = w;
	if (polls && p->event[p->nevents - 1].tag == TAG_LKW)
		p->nevents -= 2;
}

static const struct sym *without_casts(const struct sym *s)
{
	while (s->kind == SYM_CAST)
		s = s->a;
	return s;
}

/*
 * The location that @fact says has changed since the thread last read it, or -1; *@t knows what it
 * has read since. A number in place of the first read counts too, with one write less; @kind: what
 * is in question, that or a read.
 */
static int changed_location(const struct run *r, struct turn *t, const struct fact *fact,
			    enum sym_kind kind)
{
	const struct event *event = r->path->event;
	const struct sym *now, *then;
	int loc;

	if (fact->sym->kind != SYM_BINARY || fact->sym->op != (fact->truth ? LKMM_NE : LKMM_EQ))
		return -1;
	now = without_casts(fact->sym->a);
	then = without_casts(fact->sym->b);
	if (now->kind != SYM_READ || now->read < t->first || then->kind != kind)
		return -1;
	loc = lkmm_known_location(r->test, &event[now->read]);
	if (kind == SYM_READ ? then->read >= now->read || then->read < t->seen ||
			       lkmm_known_location(r->test, &event[then->read]) != loc
			     : t->seen >= 0)
		return -1;
	t->seen = now->read;
	return loc;
}

static void note_change(struct run *r, struct turn *t)
{
	struct loop *l = t->loop;
	int loc = -1;

	for (int i = t->nfacts; i < r->path->nfacts && loc < 0; i++)
		loc = changed_location(r, t, &r->path->fact[i], SYM_READ);
	for (int i = t->nfacts; i < r->path->nfacts && loc < 0; i++)
		loc = changed_location(r, t, &r->path->fact[i], SYM_NUMBER);
	if (loc >= 0)
		l->changed[loc] = true;
	else if (t->quiet)
		l->quiet_unchanged = true;
	else
		l->unchanged = true;
}

void lkmm_note_path_begins(struct run *r)
{
	for (struct loop *l = r->loops; l; l = l->next)
		l->began = -1;
}

void lkmm_note_path_ends(struct run *r)
{
	for (struct loop *l = r->loops; l; l = l->next)
		for (int i = l->began; i >= 0 && i < r->path->nevents; i++) {
			const struct event *e = &r->path->event[i];

			l->followed |= e->type == EVENT_WRITE || e->type == EVENT_FREE ||
				       (e->tag >= TAG_LKR && e->tag <= TAG_SYNC_SRCU);
		}
}

/* Whether register @i holds what a read of the turn found, whatever the turns before did. */
static bool is_just_read(const struct run *r, const struct turn *t, int i)
{
	const struct sym *value = without_casts(r->reg[i]);

	return (value->kind == SYM_READ || value->kind == SYM_KNOWN) && value->read >= t->first;
}

/* The turn ends, and another begins. */
static void end_turn(struct run *r, struct turn *t)
{
	struct loop *l = t->loop;
	bool polls = note_poll(r, t), writes;

	for (int i = 0; i < r->thread->nregs; i++) {
		if (l->complete && t->assigned[i] != !!(l->reg[i] & ASSIGNED))
			l->reg[i] |= NOT_ALWAYS;
		if (t->assigned[i])
			l->reg[i] |= ASSIGNED | (is_just_read(r, t, i) ? 0 : COUNTS);
	}
	/* Where a thread chooses to go round, it may as well wait for something: LKMM_CHOICE. */
	writes = polls ? t->now.expr != NULL : note_events(r, t);
	if (!writes)
		keep_wait(r, t, polls);
	t->quiet = !polls && !writes && only_reads(r, t);
	note_looks(r, t);
	if (!polls) {
		note_change(r, t);
		l->others = true;
	}
	l->complete = true;
	t->count++;
	t->polled = polls;
	t->last = polls ? t->now : (struct chosen){ NULL, NULL };
	t->now.expr = NULL;
}

static void leave_loop(struct run *r, const struct turn *t)
{
	r->turn = t->outer;
	if (r->flow == FLOW_CUT || r->flow == FLOW_SAME || r->flow == FLOW_FAILED || t->skipped)
		return;
	for (int i = 0; i < r->thread->nregs; i++)
		if (!t->assigned[i])
			t->loop->reg[i] |= NOT_LAST;
}

/* ---- the loop ---- */

static const struct sym yes = { .kind = SYM_NUMBER, .number = 1 };

static bool go_round(struct run *r, const struct lkmm_stmt *s, const struct sym **cond)
{
	lkmm_run_reaches(r, s);
	if (s->expr) {
		*cond = lkmm_run_whole(r, s->expr);
		lkmm_note_test(r, s, *cond);
	} else {
		*cond = &yes;
	}
	return r->flow == FLOW_ON && lkmm_run_truth(r, *cond);
}

static void run_turn(struct run *r, const struct lkmm_stmt *s, const struct sym *cond)
{
	lkmm_run_branch(r, &r->branch, cond, lkmm_decides(r, s));
	lkmm_run_list(r, s->body);
	if (r->flow == FLOW_CONTINUE)
		r->flow = FLOW_ON;
	if (r->flow == FLOW_ON && s->step)
		lkmm_run_whole(r, s->step);
}

/* What the test of a loop that has had no turn yet uses is not what a turn has assigned. */
static bool skips_loop(struct run *r, struct turn *t, const struct lkmm_stmt *s,
		       const struct sym **cond)
{
	t->before = true;
	t->skipped = !go_round(r, s, cond);
	t->before = false;
	begin_turn(r, t);
	return t->skipped;
}

/* How many turns that poll a lock are followed: one for a flag too, or as many as are asked for. */
static int polls_of(const struct run *r, const struct loop *l)
{
	return l->polls > r->options->unroll ? l->polls : r->options->unroll;
}

/* The same for turns that only read: one for a flag, and one for registers. */
static int quiets_of(const struct run *r)
{
	return r->options->unroll > 2 ? r->options->unroll : 2;
}

/*
 * Whether a turn counts that has ended: not if numbers bound the loop, unless the turn decided
 * something, and there have been too many of those.
 */
static bool turn_counts(const struct run *r, const struct turn *t, int *nfree)
{
	struct loop *l = t->loop;

	if (!t->bounded || !has_moved(r, t))
		return true;
	if (r->taken == t->taken)
		return false;
	if (l->counts_free || ++*nfree > MAX_FREE_TURNS)
		return true;
	l->free = most(l->free, *nfree);
	return false;
}

/*
 * A turn begins with the test, if that comes first and does anything. A test of registers belongs
 * to the turn before: while (!r0) r0 = READ_ONCE(*x); waits as do r0 = READ_ONCE(*x); while (!r0);
 * does.
 */
static void run_turns(struct run *r, struct turn *t, const struct lkmm_stmt *s,
		      const struct sym **cond)
{
	bool test_after = s->test_after || !lkmm_has_effect(s->expr);
	int count = 0, nfree = 0;
	bool counts;

	begin_turn(r, t);
	if (!s->test_after && test_after && skips_loop(r, t, s, cond))
		return;
	for (;; begin_turn(r, t)) {
		if (!test_after && !go_round(r, s, cond))
			return;
		if (count == t->loop->limit || t->polls > polls_of(r, t->loop) ||
		    t->quiets > quiets_of(r)) {
			t->loop->cut = true;
			r->path->cut_by = t->loop;
			lkmm_run_stop(r, NULL, s->expr);
			r->flow = FLOW_CUT;
			return;
		}
		run_turn(r, s, *cond);
		if (r->flow != FLOW_ON || (test_after && !go_round(r, s, cond)))
			return;
		counts = turn_counts(r, t, &nfree);
		end_turn(r, t);
		t->polls += counts && t->polled;
		r->path->polls |= t->polls >= polls_of(r, t->loop);
		if (counts && t->quiet && t->loop->passes_quiet)
			t->quiets++;
		else
			count += counts && !t->polled;
	}
}

void lkmm_run_loop(struct run *r, const struct lkmm_stmt *s)
{
	const struct sym *cond = &yes;
	struct turn turn;

	if (!open_turn(r, &turn, s))
		return;
	r->nesting++;
	run_turns(r, &turn, s, &cond);
	leave_loop(r, &turn);
	for (const struct branch *b = r->branch; b && b->nesting >= r->nesting; b = b->outer)
		lkmm_run_branch(r, &r->passed, b->cond, NULL);
	lkmm_run_branch(r, &r->passed, cond, NULL);
	if (r->flow == FLOW_ON)
		lkmm_run_branch(r, &r->branch, cond, lkmm_decides(r, s));
	r->branch = lkmm_still_decide(r, r->branch, r->nesting--, NULL);
	if (r->flow == FLOW_BREAK)
		r->flow = FLOW_ON;
}
