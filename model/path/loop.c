// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Loops: how many turns they take, and whether the limit of turns loses an execution.
 *
 * A turn counts unless constants alone bring the loop to its end. lkmm_options gives the number of
 * turns that count; then the path is cut. No execution is lost if the loop waits, or if the writes
 * of other threads bound its turns: model/README.md, "Loops", has the proof.
 */
#include "run.h"

#include <limits.h>
#include <string.h>

/* Turns that numbers bound and that decide something; turns that are worth trying. */
enum { MAX_FREE_TURNS = 128, MAX_TURNS = 16 };

/* Facts about a register in the turns of a loop. */
enum {
	USED = 1,			/* before it was assigned in the turn */
	ASSIGNED = 2,			/* in some turn that was not the last */
	NOT_ALWAYS = 4,			/* but not in all */
	NOT_LAST = 8,			/* some last turn did not assign it */
	USED_OUTSIDE = 16
};

struct loop {
	struct loop *next;
	const struct lkmm_stmt *stmt;
	int limit;			/* turns that count */
	bool cut;			/* some path had no more of them */
	bool lost;			/* and there may be executions on it */
	bool complete;			/* some turn was not the last */
	bool writes;			/* in such a turn; or does more than read */
	int changes;			/* location that each such turn finds changed, or -1 */
	bool *wrote;			/* by location, and one more if that is not known */
	unsigned char *reg;
};

struct turn {
	struct turn *outer;
	struct loop *loop;
	int first;			/* event */
	int nfacts, taken;		/* before */
	int count;			/* turns before, numbers bound them or not */
	int seen;			/* the read that last found something changed */
	bool bounded;			/* by a test of numbers */
	bool before;			/* the loop is being tested before its first turn */
	bool skipped;			/* and had none */
	const struct sym **start;	/* values of registers at the start */
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
	l = lkmm_run_alloc(r, sizeof(*l) + nlocs * sizeof(*l->wrote) + nregs);
	if (!l)
		return NULL;
	l->wrote = (bool *)(l + 1);
	l->reg = (unsigned char *)(l->wrote + nlocs);
	l->stmt = s;
	l->limit = r->unroll;
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
	t->assigned = (bool *)(t->start + n);
	t->seen = -1;
	t->count = 0;
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
	t->bounded = false;
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

/* ---- the events of a turn ---- */

/* The location of @e, or -1 if that is not known. */
static int location_of(const struct run *r, const struct event *e)
{
	if (!e->address || e->address->kind != SYM_NUMBER)
		return -1;
	return lkmm_pointee(r->test, e->address->number);
}

/* Whether the turn writes, or does more than read. */
static bool note_events(struct run *r, const struct turn *t)
{
	bool writes = false;
	int depth = 0;

	for (int i = t->first; i < r->path->nevents; i++) {
		const struct event *e = &r->path->event[i];
		int loc = location_of(r, e);

		depth += (e->tag == TAG_RCU_LOCK) - (e->tag == TAG_RCU_UNLOCK);
		writes |= e->type == EVENT_WRITE || e->type == EVENT_FREE ||
			  e->tag == TAG_SRCU_LOCK || depth < 0;
		if (e->type == EVENT_WRITE)
			t->loop->wrote[loc < 0 ? r->test->nlocs : loc] = true;
	}
	writes |= depth > 0;
	t->loop->writes |= writes;
	return writes;
}

/* ---- turns that may go on for ever ---- */

/* Registers that the turn has assigned. */
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

/* Keeps the path up to the end of the turn, which has written nothing. */
static void keep_wait(struct run *r, const struct turn *t)
{
	struct path *p = lkmm_run_keep(r, &r->paths->wait, &r->paths->nwaits);
	int n = p ? list_carried(r, t, NULL) : 0;
	struct wait *w;

	if (!p || !(w = lkmm_run_alloc(r, sizeof(*w) + (size_t)n * sizeof(*w->carried))))
		return;
	*w = (struct wait){ .loop = t->loop, .at = t->loop->stmt->at, .first = t->first,
			    .nfacts = t->nfacts, .turns = t->count, .ncarried = n };
	w->carried = (struct carried *)(w + 1);
	list_carried(r, t, w->carried);
	p->wait = w;
}

bool lkmm_is_carried(const struct wait *w, const struct carried *c)
{
	return w->loop->reg[c->reg] & USED;
}

bool lkmm_may_repeat(const struct wait *w)
{
	bool first = !w->turns;

	for (int i = 0; i < w->ncarried; i++) {
		const struct carried *c = &w->carried[i];

		if (!lkmm_is_carried(w, c))
			continue;
		if (c->then->kind == SYM_NUMBER && c->now->kind == SYM_NUMBER)
			return false;
		first = true;
	}
	return first;
}

static const struct sym *without_casts(const struct sym *s)
{
	while (s->kind == SYM_CAST)
		s = s->a;
	return s;
}

/*
 * The location that, by @fact, has changed since the thread last read it, or -1; *@t has its reads
 * since. A number in place of the first read may depend on the removed write.
 */
static int changed_location(const struct run *r, struct turn *t, const struct fact *fact)
{
	const struct sym *now, *then;
	int loc;

	if (fact->truth || fact->sym->kind != SYM_BINARY || fact->sym->op != LKMM_EQ)
		return -1;
	now = without_casts(fact->sym->a);
	then = without_casts(fact->sym->b);
	if (now->kind != SYM_READ || now->read < t->first)
		return -1;
	loc = location_of(r, &r->path->event[now->read]);
	if (then->kind == SYM_READ ? then->read >= now->read || then->read < t->seen ||
				     location_of(r, &r->path->event[then->read]) != loc
				   : t->seen >= 0 || then->kind != SYM_NUMBER)
		return -1;
	t->seen = now->read;
	return loc;
}

static void note_change(struct run *r, struct turn *t)
{
	struct loop *l = t->loop;
	int loc = -1;

	for (int i = t->nfacts; i < r->path->nfacts && loc < 0; i++)
		loc = changed_location(r, t, &r->path->fact[i]);
	if (!l->complete)
		l->changes = loc;
	else if (l->changes != loc)
		l->changes = -1;
}

/* The turn ends, and another begins. */
static void end_turn(struct run *r, struct turn *t)
{
	struct loop *l = t->loop;

	for (int i = 0; i < r->thread->nregs; i++) {
		if (l->complete && t->assigned[i] != !!(l->reg[i] & ASSIGNED))
			l->reg[i] |= NOT_ALWAYS;
		if (t->assigned[i])
			l->reg[i] |= ASSIGNED;
	}
	if (!note_events(r, t))
		keep_wait(r, t);
	note_change(r, t);
	l->complete = true;
	t->count++;
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
	lkmm_run_branch(r, &r->branch, cond);
	lkmm_run_list(r, s->body);
	if (r->flow == FLOW_CONTINUE)
		r->flow = FLOW_ON;
	if (r->flow == FLOW_ON && s->step)
		lkmm_run_whole(r, s->step);
}

/* Before the first turn of a loop, its test uses no value that a turn has assigned. */
static bool skips_loop(struct run *r, struct turn *t, const struct lkmm_stmt *s,
		       const struct sym **cond)
{
	t->before = true;
	t->skipped = !go_round(r, s, cond);
	t->before = false;
	begin_turn(r, t);
	return t->skipped;
}

/*
 * A turn begins with the test, if that comes first and does anything. A test of registers belongs
 * to the turn before: while (!r0) r0 = READ_ONCE(*x); waits like do r0 = READ_ONCE(*x); while
 * (!r0);
 */
static void run_turns(struct run *r, struct turn *t, const struct lkmm_stmt *s,
		      const struct sym **cond)
{
	bool test_after = s->test_after || !lkmm_has_effect(s->expr);
	int count = 0, nfree = 0;

	begin_turn(r, t);
	if (!s->test_after && test_after && skips_loop(r, t, s, cond))
		return;
	for (;; end_turn(r, t), begin_turn(r, t)) {
		if (!test_after && !go_round(r, s, cond))
			return;
		if (count == t->loop->limit) {
			t->loop->cut = true;
			lkmm_run_stop(r, NULL, s->expr);
			r->flow = FLOW_CUT;
			return;
		}
		run_turn(r, s, *cond);
		if (r->flow != FLOW_ON || (test_after && !go_round(r, s, cond)))
			return;
		if (!t->bounded || !has_moved(r, t) ||
		    (r->taken > t->taken && ++nfree > MAX_FREE_TURNS))
			count++;
	}
}

void lkmm_run_loop(struct run *r, const struct lkmm_stmt *s)
{
	const struct branch *outer = r->branch;
	const struct sym *cond = &yes;
	struct turn turn;

	if (!open_turn(r, &turn, s))
		return;
	run_turns(r, &turn, s, &cond);
	leave_loop(r, &turn);
	for (const struct branch *b = r->branch; b != outer; b = b->outer)
		lkmm_run_branch(r, &r->passed, b->cond);
	lkmm_run_branch(r, &r->passed, cond);
	if (r->flow == FLOW_BREAK)
		r->flow = FLOW_ON;
	r->branch = outer;
}

/* ---- whether a cut matters ---- */

/* The most writes to @loc on a path of @p. */
static int count_writes(const struct paths *p, int loc, const struct lkmm_test *test)
{
	int most = 0;

	for (int i = 0; i < p->n; i++) {
		int n = 0;

		for (int k = 0; k < p->path[i]->nevents; k++) {
			const struct event *e = &p->path[i]->event[k];

			n += e->type == EVENT_WRITE &&
			     (e->address->kind != SYM_NUMBER ||
			      lkmm_pointee(test, e->address->number) == loc);
		}
		most = n > most ? n : most;
	}
	return most;
}

/* Whether some loop of @p writes to @loc the more often the more turns it has. */
static bool writes_in_loops(const struct paths *p, int loc, const struct lkmm_test *test)
{
	for (const struct loop *l = p->loops; l; l = l->next)
		if (l->cut && (l->wrote[loc] || l->wrote[test->nlocs]))
			return true;
	return false;
}

/* Whether the code of @p after a loop that is cut may depend on its number of turns. */
static bool counts_turns(const struct paths *p, const struct lkmm_thread *thread)
{
	for (const struct loop *l = p->loops; l; l = l->next)
		for (int i = 0; l->cut && i < thread->nregs; i++)
			if ((l->reg[i] & (USED | ASSIGNED | USED_OUTSIDE)) ==
			    (USED | ASSIGNED | USED_OUTSIDE))
				return true;
	return false;
}

/* How many turns others let a loop of @thread have that needs @loc to change, or -1: any number. */
static int count_changes(const struct lkmm_test *test, const struct paths *all, int thread, int loc)
{
	int n = 1;

	if (loc < 0 || writes_in_loops(&all[thread], loc, test))
		return -1;
	for (int t = 0; t < test->nthreads; t++) {
		if (t == thread)
			continue;
		if (writes_in_loops(&all[t], loc, test) ||
		    counts_turns(&all[t], &test->thread[t]))
			return -1;
		n += count_writes(&all[t], loc, test);
	}
	return n;
}

static bool is_temporary(const struct lkmm_register *reg)
{
	return reg->hidden || strchr(reg->name, '\'');
}

/* How many turns of a loop that waits are enough, or -1 if it is none. */
static int count_waiting(const struct lkmm_thread *thread, const struct loop *l)
{
	int n = 1;

	if (l->writes)
		return -1;
	for (int i = 0; i < thread->nregs; i++) {
		if (!(l->reg[i] & ASSIGNED))
			continue;
		if (l->reg[i] & USED)
			return -1;
		if (!(l->reg[i] & NOT_LAST) ||
		    (is_temporary(&thread->reg[i]) && !(l->reg[i] & USED_OUTSIDE)))
			continue;
		if (l->reg[i] & NOT_ALWAYS)
			return -1;
		n = 2;
	}
	return n;
}

bool lkmm_judge_loops(const struct lkmm_test *test, const struct paths *all, int thread)
{
	bool again = false;

	for (struct loop *l = all[thread].loops; l; l = l->next) {
		int n;

		l->lost = false;
		if (!l->cut)
			continue;
		n = count_waiting(&test->thread[thread], l);
		if (n < 0)
			n = count_changes(test, all, thread, l->changes);
		if (n < 0 || n > MAX_TURNS) {
			l->lost = true;
		} else if (n > l->limit) {
			l->limit = n;
			again = true;
		}
	}
	return again;
}

bool lkmm_more_turns(struct paths *p)
{
	for (struct loop *l = p->loops; l; l = l->next) {
		if (!l->lost)
			continue;
		if (l->limit >= MAX_TURNS)
			return false;
		l->limit++;
		l->cut = l->lost = false;
	}
	return true;
}

void lkmm_excuse_loops(struct paths *p)
{
	for (struct loop *l = p->loops; l; l = l->next)
		l->lost = false;
}

int lkmm_cut_loops(const struct paths *p, struct lkmm_place *at)
{
	int n = 0;

	for (const struct loop *l = p->loops; l; l = l->next) {
		if (!l->lost)
			continue;
		if (at)
			at[n] = l->stmt->at;
		n++;
	}
	return n;
}
