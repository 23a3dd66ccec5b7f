// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Cycles: all of up to v->bound accesses in which one process has the sequence, and the others
 * barriers, acquires, releases or the sequence too.
 */
#include "prove.h"

#include <stdio.h>

enum { MAX_SHAPES = 32 };

struct cycles {
	struct prover *v;
	struct finding *f;
	const struct pieces *x;
	struct shape pair[MAX_SHAPES];	/* of two accesses */
	int npairs;
	int own;			/* the first ones have the sequence */
	struct shape single[2];
	int nsingles;
	struct shape chosen[MAX_PROCESSES];
	int number[MAX_PROCESSES];	/* of each: its place above, singles last */
};

static void add_pair(struct cycles *c, const struct asm_sequence *first,
		     const struct asm_sequence *between, const struct asm_sequence *last)
{
	struct shape *s = &c->pair[c->npairs++];

	*s = (struct shape){ { first, between, last }, 3 };
	if (!between)
		*s = (struct shape){ { first, last }, 2 };
}

/* All processes that have the sequence. */
static void add_own_pairs(struct cycles *c)
{
	const struct pieces *x = c->x;
	const struct asm_sequence *const *row = x->row;

	for (int i = 0; i < 4; i++)
		add_pair(c, row[i & 1], x->op, row[i >> 1]);
	for (int i = 0; i < 2 && x->op->bits; i++) {
		add_pair(c, row[i], NULL, x->op);
		add_pair(c, x->op, NULL, row[i]);
	}
	c->own = c->npairs;
}

static void add_other_pairs(struct cycles *c)
{
	const struct pieces *x = c->x;
	const struct asm_sequence *const *row = x->row;

	for (int i = 0; i < 4; i++)
		add_pair(c, row[i & 1], x->mb, row[i >> 1]);
	add_pair(c, row[WRITE], x->wmb, row[WRITE]);
	add_pair(c, row[READ], x->rmb, row[READ]);
	for (int i = 0; i < 2; i++) {
		add_pair(c, x->acquire, NULL, row[i]);
		add_pair(c, row[i], NULL, x->release);
	}
	c->single[c->nsingles++] = (struct shape){ { row[WRITE] }, 1 };
	if (row_reads(x->op) && row_writes(x->op))
		c->single[c->nsingles++] = (struct shape){ { x->op }, 1 };
}

/* ---- where a cycle begins ---- */

/* Compares the cycle as it begins at process @a with the one that begins at @b. */
static int compare(const struct cycles *c, int n, int a, int b)
{
	for (int i = 0; i < n; i++) {
		int x = c->number[(a + i) % n], y = c->number[(b + i) % n];

		if (x != y)
			return x - y;
	}
	return 0;
}

/*
 * A cycle that has the sequence in several processes is met from each of them: these programs
 * differ in the names of processes and variables only, and one of them is asked about. How many
 * they are; 0 for the others. A sequence that fails does so in the first process alone.
 */
static int count_beginnings(const struct cycles *c, int n)
{
	int count = 1;

	for (int i = 1; i < n && !c->f->fails; i++) {
		int order = c->number[i] < c->own ? compare(c, n, i, 0) : 1;

		if (order < 0)
			return 0;
		/* From here on it repeats itself. */
		if (!order)
			return count;
		count += c->number[i] < c->own;
	}
	return count;
}

/* ---- all of them ---- */

static void ask_cycle(struct cycles *c, int n)
{
	struct finding *f = c->f;
	struct program p;
	bool forbids;
	int beginnings = count_beginnings(c, n);

	if (!beginnings || !make_program(&p, c->chosen, n, f->fails ? f->row : NULL, c->x->bits))
		return;
	f->cycles += beginnings;
	snprintf(p.name, sizeof(p.name), "cycle-%d", f->cycles);
	decide(c->v, f, &p, false, &forbids);
	f->forbidden += forbids ? beginnings : 0;
}

/* Adds processes of @left accesses to the first @n. */
static void extend(struct cycles *c, int n, int left)
{
	if (c->f->refuted || c->f->undecided)
		return;
	if (!left) {
		ask_cycle(c, n);
		return;
	}
	if (n == MAX_PROCESSES)
		return;
	for (int i = 0; left >= 2 && i < c->npairs; i++) {
		c->chosen[n] = c->pair[i];
		c->number[n] = i;
		extend(c, n + 1, left - 2);
	}
	/* Two of one access, one after the other, would be as good as one. */
	for (int i = 0; c->chosen[n - 1].n > 1 && i < c->nsingles; i++) {
		c->chosen[n] = c->single[i];
		c->number[n] = c->npairs + i;
		extend(c, n + 1, left - 1);
	}
}

void ask_cycles(struct prover *v, struct finding *f, const struct pieces *x)
{
	struct cycles c = { .v = v, .f = f, .x = x };

	add_own_pairs(&c);
	add_other_pairs(&c);
	for (int size = 4; size <= v->bound; size++)
		for (int i = 0; i < c.own; i++) {
			c.chosen[0] = c.pair[i];
			c.number[0] = i;
			extend(&c, 1, size - 2);
		}
}
