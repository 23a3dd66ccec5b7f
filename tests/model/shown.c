// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * shown FILE...
 *
 * Decides litmus tests and checks the executions that are shown: each cycle leads from event to
 * event and back to its start, and each of its steps exists in the execution, by the values that
 * its events read and write. Output is TAP.
 */
#include "front/test.h"
#include "base/files.h"

#include <lkmm/check/check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct look {
	const char *file;
	bool satisfying, failing, race, blocked;	/* an allowed execution was shown */
	int bad_pointers, assertions, undefined;
	unsigned int misuses;			/* flags */
	const struct litmus_test *l;
	bool bad;
	int shown, forbidden;
};

static void complain(struct look *k, const char *what, const struct lkmm_step *s)
{
	printf("# %s: %s", k->file, what);
	if (s)
		printf(": %d --%s--> %d", s->from, s->relation, s->to);
	printf("\n");
	k->bad = true;
}

/* ---- steps ---- */

static bool has_dependency(const struct lkmm_execution *x, const struct lkmm_step *s)
{
	for (int i = 0; i < x->ndependencies; i++)
		if (x->dependency[i].from == s->from && x->dependency[i].to == s->to &&
		    !strcmp(x->dependency[i].relation, s->relation))
			return true;
	return false;
}

static bool is_suffix(const char *s, char c)
{
	return s[2] == c && !s[3];
}

/* rfe, rfi, coe, coi, fre, fri */
static bool communicates(const struct lkmm_execution *x, const struct lkmm_step *s)
{
	const struct lkmm_event *a = &x->event[s->from], *b = &x->event[s->to];

	if (a->loc != b->loc || a->part.shift != b->part.shift || a->loc < 0 ||
	    !is_suffix(s->relation, a->thread == b->thread && a->thread >= 0 ? 'i' : 'e'))
		return false;
	switch (s->relation[0]) {
	case 'r':
		return a->is_write && b->is_read && b->rf == s->from && a->value == b->value;
	case 'c':
		return a->is_write && b->is_write && a->co < b->co;
	default:
		return a->is_read && b->is_write && x->event[a->rf].co < b->co;
	}
}

static bool is_order(const char *relation)
{
	static const char *const orders[] = {
		"po", "acq-po", "ctrl-acq", "po-rel", "rmb", "wmb", "mb", "gp",
	};

	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		if (!strcmp(relation, orders[i]))
			return true;
	return false;
}

static bool is_access(const struct lkmm_event *e, enum lkmm_access_kind kind)
{
	return e->access && e->access->kind == kind;
}

static bool holds(const struct lkmm_execution *x, const struct lkmm_step *s)
{
	const struct lkmm_event *a = &x->event[s->from], *b = &x->event[s->to];
	bool in_order = a->thread == b->thread && a->thread >= 0 && s->from < s->to;

	if (s->via >= 0 && (x->event[s->via].is_read || x->event[s->via].is_write))
		return false;
	if (strlen(s->relation) == 3 && (strchr("ei", s->relation[2])))
		return communicates(x, s);
	if (!strcmp(s->relation, "po-loc"))
		return in_order && a->loc == b->loc && a->part.shift == b->part.shift;
	if (!strcmp(s->relation, "same-access"))
		return a->access && a->access == b->access && a->is_read == b->is_read &&
		       a->part.shift != b->part.shift;
	if (!strcmp(s->relation, "rmw^-1"))
		return a->access == b->access && a->is_write && b->is_read &&
		       (s->to + 1 == s->from || a->part.bits);
	if (!strcmp(s->relation, "rcu-rscs^-1"))
		return s->to < s->from && a->thread == b->thread;
	if (!strcmp(s->relation, "srcu-rscs^-1"))
		return (a->never || is_access(a, LKMM_SRCU_UNLOCK)) &&
		       is_access(b, LKMM_SRCU_LOCK) && a->loc == b->loc;
	if (!strcmp(s->relation, "never-ends"))
		return b->never && a->thread != b->thread &&
		       (is_access(a, LKMM_FENCE) || is_access(a, LKMM_SYNC_SRCU));
	/* A full barrier may be cumulative through a lock that another thread hands over. */
	if (!strcmp(s->relation, "mb") && !in_order)
		return s->via >= 0 && x->event[s->via].thread == b->thread;
	return is_order(s->relation) ? in_order : in_order && has_dependency(x, s);
}

static bool is_mb(const struct lkmm_event *e)
{
	return e->access && e->access->kind == LKMM_FENCE && e->access->fence == LKMM_FENCE_MB;
}

/* Only program order of an allowed execution is loose, and never where a full barrier stands
 * between marked accesses. */
static bool may_be_loose(const struct lkmm_execution *x, const struct lkmm_step *s)
{
	const struct lkmm_event *a = &x->event[s->from], *b = &x->event[s->to];

	if (x->broken || strcmp(s->relation, "po"))
		return false;
	for (int i = s->from; i < s->to; i++)
		if (is_mb(&x->event[i]) && !a->plain && !b->plain)
			return false;
	return true;
}

static void check_cycle(struct look *k, const struct lkmm_execution *x)
{
	for (int i = 0; i < x->nsteps; i++) {
		if (!holds(x, &x->cycle[i]))
			complain(k, "a step that is not there", &x->cycle[i]);
		if (x->cycle[i].loose && !may_be_loose(x, &x->cycle[i]))
			complain(k, "a loose step that is kept", &x->cycle[i]);
		if (x->cycle[i].to != x->cycle[(i + 1) % x->nsteps].from)
			complain(k, "the cycle is torn", &x->cycle[i]);
	}
}

/* ---- executions ---- */

/* The last of the writes to @loc, from bit @shift on; 0 of a location that is not in pieces. */
static const struct lkmm_event *last_write(const struct lkmm_execution *x, int loc, int shift)
{
	const struct lkmm_event *last = NULL;

	for (int i = 0; i < x->nevents; i++)
		if (x->event[i].is_write && x->event[i].loc == loc &&
		    x->event[i].part.shift == shift && (!last || x->event[i].co > last->co))
			last = &x->event[i];
	return last;
}

static int64_t final_value(const struct lkmm_execution *x, int loc)
{
	const struct lkmm_event *last = last_write(x, loc, 0);
	uint64_t v = 0;

	if (!last || !last->part.bits)
		return last ? last->value : 0;
	for (int shift = 0; shift < 64 && last; last = last_write(x, loc, shift)) {
		v |= (uint64_t)last->value << shift;
		shift += last->part.bits;
	}
	return (int64_t)v;
}

/* Whether the condition holds; -1 if it is about registers, which an execution does not show. */
static int truth(const struct lkmm_execution *x, const struct lkmm_cond *c)
{
	int a, b;

	switch (c->kind) {
	case LKMM_BOTH:
		a = truth(x, c->a);
		b = truth(x, c->b);
		return !a || !b ? 0 : a < 0 || b < 0 ? -1 : 1;
	case LKMM_EITHER:
		a = truth(x, c->a);
		b = truth(x, c->b);
		return a > 0 || b > 0 ? 1 : a < 0 || b < 0 ? -1 : 0;
	case LKMM_NEITHER:
		a = truth(x, c->a);
		return a < 0 ? -1 : !a;
	case LKMM_SAME:
		if (c->left.kind != LKMM_FINAL_LOCATION || c->right.kind != LKMM_CONSTANT)
			return -1;
		return lkmm_part_of_value(&c->left.part, final_value(x, c->left.loc)) ==
		       c->right.value;
	case LKMM_TRUE:
		break;
	}
	return 1;
}

/* An assertion that fails, or an operator without a value: the execution is allowed, and ends at
 * its place. */
static void look_at_assertion(struct look *k, const struct lkmm_execution *x)
{
	*(x->bad.access->kind == LKMM_UNDEFINED ? &k->undefined : &k->assertions) += 1;
	if (x->broken)
		complain(k, "an assertion that fails where that is forbidden", NULL);
	if (x->bad.access->kind > LKMM_UNDEFINED || x->bad_from >= 0)
		complain(k, "an assertion that is none", NULL);
}

/* It is allowed, ends before the access that it names, and the pointer is the last value read. */
static void look_at_bad(struct look *k, const struct lkmm_execution *x)
{
	const struct lkmm_bad_access *bad = &x->bad;
	const struct lkmm_event *last = NULL;

	k->bad_pointers++;
	if (x->broken)
		complain(k, "a bad pointer that is forbidden", NULL);
	if (lkmm_pointee(&k->l->program, bad->address) >= 0 && !strstr(k->file, "half") &&
	    bad->access->kind != LKMM_FREE)
		complain(k, "a good pointer that is called bad", NULL);
	if (x->bad_from >= 0 && (x->event[x->bad_from].thread != bad->thread ||
				 !x->event[x->bad_from].is_read))
		complain(k, "a pointer that was not read", NULL);
	/* in a loop, it was a good one in the turns before */
	for (int i = 0; i < x->nevents; i++)
		if (x->event[i].thread == bad->thread)
			last = &x->event[i];
	if (last && last->access == bad->access)
		complain(k, "a bad access that was made", NULL);
}

/* It is allowed, and its two events raise the flag. */
static void look_at_misuse(struct look *k, const struct lkmm_execution *x)
{
	const struct lkmm_misuse *m = x->misuse;
	const struct lkmm_event *a = &x->event[x->misused[0]], *b = &x->event[x->misused[1]];
	const struct lkmm_location *loc = k->l->program.loc;
	bool free[2] = { is_access(a, LKMM_FREE), is_access(b, LKMM_FREE) };

	k->misuses |= 1U << m->flag;
	if (x->broken || a->thread != m->thread[0] || b->thread != m->thread[1] ||
	    a->at.line != m->at[0].line || b->at.line != m->at[1].line || a->loc < 0)
		complain(k, "a misuse that is forbidden, or elsewhere", NULL);
	else if (m->flag == LKMM_UNINITIALIZED
			 ? !a->is_read || x->event[a->rf].thread >= 0 || !loc[a->loc].allocated
			 : !free[1] || (a->loc != b->loc && loc[a->loc].object != b->loc + 1) ||
			   a == b || free[0] != (m->flag == LKMM_DOUBLE_FREE))
		complain(k, "a misuse that is none", NULL);
	if (m->flag == LKMM_USE_AFTER_FREE && a->thread == b->thread && a < b)
		complain(k, "a use that comes before the free in program order", NULL);
}

/* It is allowed, and no thread goes on behind the place where it waits. */
static void look_at_blocked(struct look *k, const struct lkmm_execution *x)
{
	k->blocked = true;
	if (x->broken)
		complain(k, "an execution that blocks and is forbidden", NULL);
	for (int i = 0; i < x->nstanding; i++)
		if (!x->standing[i].at.line)
			complain(k, "a thread that waits nowhere", NULL);
}

static void look_at(void *arg, const struct lkmm_execution *x)
{
	struct look *k = arg;
	int holds;

	k->shown++;
	check_cycle(k, x);
	for (int i = 0; i < x->nevents; i++)
		if (x->event[i].is_read && (x->event[i].rf < 0 ||
					    x->event[x->event[i].rf].value != x->event[i].value))
			complain(k, "a read of a value that was not written", NULL);
	if (x->bad.at.line && x->bad.access->kind >= LKMM_ASSERT) {
		look_at_assertion(k, x);
		return;
	}
	if (x->bad.at.line) {
		look_at_bad(k, x);
		return;
	}
	if (x->misuse) {
		look_at_misuse(k, x);
		return;
	}
	if (x->nstanding) {
		look_at_blocked(k, x);
		return;
	}
	if (x->race[0] >= 0) {
		k->race = true;
		if (!x->event[x->race[0]].plain && !x->event[x->race[1]].plain)
			complain(k, "a race of marked accesses", NULL);
		return;
	}
	holds = k->l->program.cond ? truth(x, k->l->program.cond) : -1;
	if (holds >= 0 && holds != x->satisfies)
		complain(k, "the condition differs from .satisfies", NULL);
	if (!x->broken)
		*(x->satisfies ? &k->satisfying : &k->failing) = true;
	else
		k->forbidden++;
	if (x->broken && !x->nsteps)
		complain(k, "forbidden, but why?", NULL);
}

static void check_test(struct look *k, const struct litmus_test *l)
{
	struct lkmm_options o = { .show = look_at, .show_arg = k };
	struct lkmm_answer a;

	if (lkmm_check(&l->program, &lkmm_kernel_model, &o, &a) != LKMM_OK)
		complain(k, "not decided", NULL);
	if (k->satisfying != (a.positive > 0))
		complain(k, "a witness is missing, or there is one too many", NULL);
	if (l->program.cond && k->failing != (a.negative > 0))
		complain(k, "a counterexample is missing, or there is one too many", NULL);
	if (k->race != (a.flags >> LKMM_DATA_RACE & 1))
		complain(k, "a race that is not shown, or shown without being there", NULL);
	if (k->blocked != (a.blocks > 0))
		complain(k, "a block that is not shown, or shown without being there", NULL);
	if (k->bad_pointers != a.nbad || (a.nbad > 0) != (a.flags >> LKMM_BAD_POINTER & 1))
		complain(k, "a bad pointer that is not shown, or shown without being there", NULL);
	for (int flag = LKMM_USE_AFTER_FREE; flag <= LKMM_UNINITIALIZED; flag++)
		if ((k->misuses ^ a.flags) >> flag & 1)
			complain(k, "a misuse that is not shown, or shown without being there",
				 NULL);
	if (k->assertions != a.nfailed || (a.nfailed > 0) != (a.flags >> LKMM_ASSERTION & 1))
		complain(k, "an assertion that is not shown, or shown without failing", NULL);
	if (k->undefined != a.nundefined ||
	    (a.nundefined > 0) != (a.flags >> LKMM_UNDEFINED_ARITHMETIC & 1))
		complain(k, "an operator without a value that is not shown, or shown with one",
			 NULL);
	lkmm_answer_free(&a);
}

static void count_forbidden(void *arg, const struct lkmm_execution *x)
{
	*(int *)arg += x->broken != NULL;
}

/* Without the forbidden execution, which was shown before. */
static void check_only_allowed(struct look *k, const struct litmus_test *l)
{
	int forbidden = 0;
	struct lkmm_options o = { .show = count_forbidden, .show_arg = &forbidden,
				  .only_allowed = true };
	struct lkmm_answer a;

	if (lkmm_check(&l->program, &lkmm_kernel_model, &o, &a) != LKMM_OK)
		complain(k, "not decided without it", NULL);
	if (forbidden)
		complain(k, "a forbidden execution that was not asked for", NULL);
	if (k->satisfying != (a.positive > 0))
		complain(k, "another answer without it", NULL);
	lkmm_answer_free(&a);
}

int main(int argc, char **argv)
{
	int shown = 0, forbidden = 0;

	for (int i = 1; i < argc; i++) {
		struct litmus_test *l = calloc(1, sizeof(*l));
		struct look k = { .file = argv[i], .l = l };
		size_t size;
		char *text = read_file(argv[i], &size);

		if (!l || !text || !litmus_parse(l, text, size))
			complain(&k, "not read", NULL);
		else
			check_test(&k, l);
		if (k.forbidden)
			check_only_allowed(&k, l);
		shown += k.shown;
		forbidden += k.forbidden;
		printf("%s %d - %s\n", k.bad ? "not ok" : "ok", i, argv[i]);
		if (l)
			lkmm_arena_free(l->arena);
		free(text);
		free(l);
	}
	printf("1..%d\n# %d executions, %d of them forbidden\n", argc - 1, shown, forbidden);
	return 0;
}
