// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * sc FILE...
 *
 * Decides litmus tests under sequential consistency twice: by lkmm_check() with lkmm_sc_model, and
 * by interleaving the threads on one memory in every way. Final states and verdicts must be the
 * same. RCU has no effect: the model has no rule about grace periods. Tests that cannot be run are
 * counted by reason. Output is TAP: a line for each test that differs, and for all that agree.
 * all that agree.
 */
#include "front/test.h"
#include "run.h"

#include <lkmm/check/check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_STEPS = 3000000, MAX_STATES = 4096, MAX_OBSERVED = 64 };

static const char *const reason_name[NR_REASONS] = {
	[LOOPS] = "loops", [LOCKS] = "locks", [SRCU] = "srcu",
	[MEMORY] = "dynamic memory",
	[POINTERS] = "pointers to nothing or to a part", [UNSEQUENCED] = "unsequenced accesses",
	[NO_VALUE] = "arithmetic without a value", [SIZE] = "size",
};

struct found {
	int64_t state[MAX_STATES][MAX_OBSERVED];
	size_t nstates;
	bool satisfied, violated;
	long steps;
};

/* ---- final states ---- */

static int64_t atom(const struct machine *m, const struct lkmm_atom *a)
{
	if (a->kind == LKMM_CONSTANT)
		return a->value;
	return lkmm_part_of_value(&a->part, a->kind == LKMM_FINAL_LOCATION ? m->memory[a->loc] :
					    m->thread[a->reg.thread].reg[a->reg.index]);
}

static bool holds(const struct machine *m, const struct lkmm_cond *c)
{
	switch (c ? c->kind : LKMM_TRUE) {
	case LKMM_BOTH:
		return holds(m, c->a) && holds(m, c->b);
	case LKMM_EITHER:
		return holds(m, c->a) || holds(m, c->b);
	case LKMM_NEITHER:
		return !holds(m, c->a);
	case LKMM_SAME:
		return atom(m, &c->left) == atom(m, &c->right);
	default:
		return true;
	}
}

static bool has_state(const struct found *f, const int64_t *state, int n)
{
	for (size_t i = 0; i < f->nstates; i++)
		if (!memcmp(f->state[i], state, sizeof(*state) * (size_t)n))
			return true;
	return false;
}

static void add_state(struct found *f, struct machine *m)
{
	const struct lkmm_test *t = m->test;
	int64_t state[MAX_OBSERVED] = { 0 };

	if (!holds(m, t->filter))
		return;
	*(holds(m, t->cond) ? &f->satisfied : &f->violated) = true;
	for (int i = 0; i < t->nobserved; i++)
		state[i] = atom(m, &t->observed[i]);
	if (has_state(f, state, t->nobserved))
		return;
	if (f->nstates == MAX_STATES)
		m->reason = SIZE;
	else
		memcpy(f->state[f->nstates++], state, sizeof(state));
}

/* ---- every interleaving ---- */

static void interleave(struct found *f, struct machine *m)
{
	bool all = true;

	for (int t = 0; t < m->test->nthreads && m->reason == NONE; t++) {
		struct machine next = *m;

		if (m->thread[t].done)
			continue;
		machine_step(&next, t);
		m->reason = next.reason;
		if (f->steps++ > MAX_STEPS)
			m->reason = SIZE;
		if (next.thread[t].done) {
			/* It has made no access: that does not count as a turn. */
			m->thread[t] = next.thread[t];
			continue;
		}
		all = false;
		interleave(f, &next);
		if (next.reason != NONE)
			m->reason = next.reason;
	}
	if (all && m->reason == NONE)
		add_state(f, m);
}

static enum reason run_all(struct found *f, const struct lkmm_test *t)
{
	struct machine m = { .test = t };

	machine_look(&m);
	if (t->nobserved > MAX_OBSERVED)
		m.reason = SIZE;
	for (int i = 0; i < t->nlocs && m.reason == NONE; i++)
		m.memory[i] = t->loc[i].init;
	for (int i = 0; i < t->nthreads && m.reason == NONE; i++)
		m.thread[i].code = &t->thread[i];
	for (unsigned int order = 0; order < 1U << m.neither_way && m.reason == NONE; order++) {
		struct machine begin = m;

		begin.right_first = order;
		interleave(f, &begin);
		m.reason = begin.reason;
	}
	return m.reason;
}

/* ---- the comparison ---- */

static enum lkmm_observation observation(const struct found *f)
{
	return !f->satisfied ? LKMM_NEVER : f->violated ? LKMM_SOMETIMES : LKMM_ALWAYS;
}

static bool same_states(const struct found *f, const struct lkmm_answer *a, int n)
{
	if (a->nstates != f->nstates)
		return false;
	for (size_t i = 0; i < a->nstates; i++)
		if (!has_state(f, a->state + i * (size_t)n, n))
			return false;
	return true;
}

static bool agrees(const struct found *f, const struct lkmm_test *t)
{
	struct lkmm_options states = { .states = true }, verdict = { 0 };
	struct lkmm_answer a, b;
	bool ok = lkmm_check(t, &lkmm_sc_model, &states, &a) == LKMM_OK &&
		  same_states(f, &a, t->nobserved) && a.observation == observation(f) && !a.flags;

	if (!ok)
		printf("# %zu interleaved states, verdict %d; lkmm_check() %zu, %d, flags %#x\n",
		       f->nstates, (int)observation(f), a.nstates, (int)a.observation, a.flags);
	if (lkmm_check(t, &lkmm_sc_model, &verdict, &b) != LKMM_OK ||
	    b.observation != observation(f)) {
		printf("# the verdict alone is %d\n", (int)b.observation);
		ok = false;
	}
	lkmm_answer_free(&a);
	lkmm_answer_free(&b);
	return ok;
}

static bool kernel_agrees(const struct found *f, const struct lkmm_test *t)
{
	struct lkmm_options verdict = { 0 };
	struct lkmm_answer a;
	bool same = lkmm_check(t, &lkmm_kernel_model, &verdict, &a) == LKMM_OK &&
		    a.observation == observation(f);

	lkmm_answer_free(&a);
	return same;
}

struct counts {
	int agree, differ, weaker, over[NR_REASONS];
};

static void look_at(struct counts *n, const char *file)
{
	static char text[1 << 20];
	static struct found f;
	static struct litmus_test l;
	FILE *in = fopen(file, "r");
	size_t size = in ? fread(text, 1, sizeof(text), in) : 0;
	enum reason reason;

	if (in)
		fclose(in);
	memset(&f, 0, sizeof(f));
	if (!litmus_parse(&l, text, size)) {
		printf("not ok - %s: %s\n", file, l.error[0].text);
		n->differ++;
	} else if ((reason = run_all(&f, &l.program)) != NONE) {
		printf("# %s: passed over: %s\n", file, reason_name[reason]);
		n->over[reason]++;
	} else if (!agrees(&f, &l.program)) {
		printf("not ok - %s\n", file);
		n->differ++;
	} else {
		n->agree++;
		n->weaker += !kernel_agrees(&f, &l.program);
	}
	lkmm_arena_free(l.arena);
}

int main(int argc, char **argv)
{
	struct counts n = { 0 };
	int over = 0;

	for (int i = 1; i < argc; i++)
		look_at(&n, argv[i]);
	for (int i = 1; i < NR_REASONS; i++) {
		printf("# passed over for %s: %d\n", reason_name[i], n.over[i]);
		over += n.over[i];
	}
	printf("%s 1 - %d tests agree with every interleaving, %d passed over\n",
	       n.agree > over && !n.differ ? "ok" : "not ok", n.agree, over);
	printf("%s 2 - %d of them have another verdict under the Linux-kernel memory model\n",
	       n.weaker ? "ok" : "not ok", n.weaker);
	printf("1..%d\n", 2 + n.differ);
	return n.agree > over && !n.differ && n.weaker ? 0 : 1;
}
