// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The control flow of a function: the order of its blocks, dominators, and heads of loops. */
#include "reader.h"

#include <string.h>

static const struct ir_instruction *last_of(const struct ir_function *f, int b)
{
	return f->block[b].last;
}

struct walk {
	int block, next;
};

static void sort_blocks(struct reader *r, const struct ir_function *f, struct flow *w)
{
	struct walk *stack = reader_alloc(r, ((size_t)f->nblocks + 1) * sizeof(*stack));
	bool *seen = reader_alloc(r, (size_t)f->nblocks + 1);
	int depth = 0, left = f->nblocks;

	if (!stack || !seen)
		return;
	stack[depth++] = (struct walk){ f->entry, 0 };
	seen[f->entry] = true;
	while (depth) {
		struct walk *top = &stack[depth - 1];
		const struct ir_instruction *i = last_of(f, top->block);

		if (i && i->op != IR_PHI && top->next < i->ntargets) {
			int to = i->target[top->next++];

			if (!seen[to]) {
				seen[to] = true;
				stack[depth++] = (struct walk){ to, 0 };
			}
			continue;
		}
		w->order[--left] = top->block;
		depth--;
	}
	w->n = f->nblocks - left;
	memmove(w->order, w->order + left, (size_t)w->n * sizeof(*w->order));
	for (int b = 0; b < f->nblocks; b++)
		w->place[b] = -1;
	for (int k = 0; k < w->n; k++)
		w->place[w->order[k]] = k;
}

static int meet(const struct flow *w, int a, int b)
{
	while (a != b) {
		while (w->place[a] > w->place[b])
			a = w->above[a];
		while (w->place[b] > w->place[a])
			b = w->above[b];
	}
	return a;
}

/* After Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm". */
static void find_dominators(const struct ir_function *f, struct flow *w)
{
	bool changed = true;

	for (int b = 0; b < f->nblocks; b++)
		w->above[b] = -1;
	w->above[f->entry] = f->entry;
	while (changed) {
		changed = false;
		for (int k = 0; k < w->n; k++) {
			int from = w->order[k];
			const struct ir_instruction *i = last_of(f, from);

			for (int t = 0; i && t < i->ntargets; t++) {
				int to = i->target[t];
				int now = w->above[to] < 0 ? from : meet(w, from, w->above[to]);

				if (to == f->entry)
					continue;
				changed |= now != w->above[to];
				w->above[to] = now;
			}
		}
	}
}

static bool dominates(const struct flow *w, int a, int b)
{
	while (b != a && b != w->above[b])
		b = w->above[b];
	return a == b;
}

static void find_merges(struct reader *r, const struct ir_function *f, struct flow *w)
{
	bool *once = reader_alloc(r, (size_t)f->nblocks + 1);

	for (int k = 0; once && k < w->n; k++) {
		const struct ir_instruction *i = last_of(f, w->order[k]);

		for (int t = 0; i && t < i->ntargets; t++) {
			int to = i->target[t];

			if (w->place[to] > k) {
				w->merges[to] |= once[to];
				once[to] = true;
			} else if (dominates(w, to, w->order[k])) {
				w->heads[to] = true;
			} else {
				reader_error(r, reader_place(r, i),
					     "a jump into the middle of a loop is not supported");
			}
		}
	}
}

/* ---- loops ---- */

/* Marks the blocks of the loop that @head heads: those from which a way leads back to it. */
static void mark_loop(const struct ir_function *f, const struct flow *w, int head, bool *in)
{
	in[head] = true;
	for (bool more = true; more;) {
		more = false;
		for (int k = w->n - 1; k > w->place[head]; k--) {
			int b = w->order[k];
			const struct ir_instruction *i = last_of(f, b);

			for (int t = 0; i && t < i->ntargets && !in[b]; t++)
				if (in[i->target[t]] && dominates(w, head, b))
					more = in[b] = true;
		}
	}
}

/*
 * What the loop @head dominates, and is not in it, stands behind it, unless it stands behind a loop
 * around that one: heads are taken from the outermost on.
 */
static void put_behind(struct flow *w, int head, const bool *in)
{
	for (int k = w->place[head] + 1; k < w->n; k++) {
		int b = w->order[k];

		if (in[b] || w->outside[b] || !in[w->above[b]])
			continue;
		w->parent[b] = head;
		w->outside[b] = w->merges[b] = true;
	}
}

static void find_parents(struct reader *r, const struct ir_function *f, struct flow *w)
{
	for (int b = 0; b < f->nblocks; b++)
		w->parent[b] = b != f->entry ? w->above[b] : -1;
	for (int k = 0; k < w->n; k++) {
		bool *in = w->heads[w->order[k]] ?
			   reader_alloc(r, (size_t)f->nblocks + 1) : NULL;

		if (!in)
			continue;
		mark_loop(f, w, w->order[k], in);
		put_behind(w, w->order[k], in);
	}
}

struct flow *make_flow(struct reader *r, struct ir_function *f)
{
	size_t n = (size_t)f->nblocks + 1;
	struct flow *w = reader_alloc(r, sizeof(*w));

	if (!w)
		return NULL;
	w->order = reader_alloc(r, n * sizeof(int));
	w->place = reader_alloc(r, n * sizeof(int));
	w->above = reader_alloc(r, n * sizeof(int));
	w->parent = reader_alloc(r, n * sizeof(int));
	w->outside = reader_alloc(r, n);
	w->merges = reader_alloc(r, n);
	w->heads = reader_alloc(r, n);
	w->reached = reader_alloc(r, n);
	w->region = reader_alloc(r, n * sizeof(*w->region));
	w->leave = reader_alloc(r, n * sizeof(struct lkmm_stmt *));
	if (!w->order || !w->place || !w->above || !w->merges || !w->heads ||
	    !w->reached || !w->region || !w->leave || !w->parent || !w->outside)
		return NULL;
	sort_blocks(r, f, w);
	find_dominators(f, w);
	find_merges(r, f, w);
	find_parents(r, f, w);
	w->next = -1;
	return w;
}

