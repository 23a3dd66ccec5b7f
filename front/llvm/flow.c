// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The control flow of a function as nested blocks and loops, by its dominator tree, after
 * N. Ramsey, "Beyond Relooper" (ICFP 2022). A block that several jumps lead to, or one
 * out of a loop, stands behind an LKMM_BLOCK that they leave. So a branch orders only the accesses
 * that it decides about: a control dependency ends where the ways meet, or behind the loop.
 */
#include "reader.h"

#include <string.h>

static const struct ir_instruction *last_of(const struct ir_function *f, int b)
{
	return f->block[b].last;
}

/* ---- the translation ---- */

static struct lkmm_place start_of(struct reader *r, int b)
{
	const struct ir_instruction *i = r->frame->f->block[b].first;

	while (i && i->next && i->debug < 0)
		i = i->next;
	return reader_place(r, i);
}

/* Opens a statement with a body; what comes next is in it. Its end, for close(). */
static struct lkmm_stmt **open(struct reader *r, enum lkmm_stmt_kind kind, int b,
			       struct lkmm_stmt **opened)
{
	struct lkmm_stmt *s = new_stmt(&r->l, kind, start_of(r, b));

	if (opened)
		*opened = s;
	if (!s)
		return r->end;
	add_stmt(r, s);
	r->end = &s->body;
	return &s->next;
}

static void put_tree(struct reader *r, int b);

enum { MAX_PHIS = 64 };

/* The register that the phi @i is. */
static int phi_register(struct reader *r, const struct ir_instruction *i)
{
	struct known *k = &r->frame->value[i->result];

	if (k->kind != KNOWN_REGISTER)
		*k = (struct known){
			.kind = KNOWN_REGISTER,
			.index = fresh_register(r, r->frame->f->value[i->result]->name),
		};
	return k->index;
}

/* The value of the phi @i, where the jump comes from @from. */
static struct known phi_value(struct reader *r, const struct ir_instruction *i, int from,
			      struct lkmm_place at)
{
	const struct ir_function *f = r->frame->f;
	struct known v = { 0 };

	if (f->entry && from == f->entry)
		from = f->origin;
	for (int k = 0; k < i->ntargets; k++)
		if (i->target[k] == from)
			v = known_value(r, i->operand[k], at);
	return v.kind == KNOWN_REGISTER ? keep(r, as_expr(r, &v, at), at) : v;
}

/* The values of the phis of @to, where the jump comes from @from: all are read before any is
 * set. */
static void set_phis(struct reader *r, int from, int to)
{
	const struct ir_instruction *i = r->frame->f->block[to].first;
	struct lkmm_place at = start_of(r, from);
	struct lkmm_expr *set[MAX_PHIS];
	int n = 0;

	for (; i && i->op == IR_PHI && !reader_failed(r); i = i->next) {
		struct known v = phi_value(r, i, from, at);

		if (n == MAX_PHIS)
			reader_error(r, at, "more than %d values meet here", MAX_PHIS);
		else
			set[n++] = new_assign(&r->l, new_local(&r->l, phi_register(r, i), at),
					      as_expr(r, &v, at), at);
	}
	for (int k = 0; k < n; k++)
		add_expr(r, set[k], at);
}

static void put_jump(struct reader *r, int from, int to)
{
	struct flow *w = r->frame->flow;
	bool back = w->place[to] <= w->place[from];

	if (back)
		region_turns(r, &w->region[to], r->frame->f->block[to].last, start_of(r, from));
	else
		region_meets(r, &w->region[to], !w->reached[to], start_of(r, from));
	w->reached[to] = true;
	set_phis(r, from, to);
	if (to == w->next && !reader_failed(r))
		return;
	if (back || w->merges[to]) {
		struct lkmm_stmt *s = new_stmt(&r->l, LKMM_LEAVE, start_of(r, from));

		if (s)
			s->leaves = w->leave[to];
		add_stmt(r, s);
	} else {
		put_tree(r, to);
	}
}

static void put_choice(struct reader *r, struct lkmm_expr *condition, int from, int yes,
		       struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(&r->l, LKMM_IF, at), **end;
	struct region region = r->region;

	if (!s)
		return;
	s->expr = condition;
	add_stmt(r, s);
	end = &s->orelse;
	r->end = &s->body;
	put_jump(r, from, yes);
	r->end = end;
	r->region = region;
}

static void put_branch(struct reader *r, const struct ir_instruction *i, int b,
		       struct lkmm_place at)
{
	struct known condition = { 0 };

	if (i->ntargets == 2)
		condition = known_value(r, i->operand[0], at);
	if (condition.kind == KNOWN_NUMBER) {
		put_jump(r, b, i->target[!(condition.number & 1)]);
		return;
	}
	if (i->ntargets == 2)
		put_choice(r, as_expr(r, &condition, at), b, i->target[0], at);
	put_jump(r, b, i->target[i->ntargets - 1]);
}

static void put_switch(struct reader *r, const struct ir_instruction *i, int b,
		       struct lkmm_place at)
{
	struct known v = known_value(r, i->operand[0], at);

	for (int k = 1; k < i->ntargets && !reader_failed(r); k++) {
		struct known c = known_value(r, i->operand[k], at);
		struct lkmm_expr *e;

		if (v.kind == KNOWN_NUMBER && c.number == v.number) {
			put_jump(r, b, i->target[k]);
			return;
		}
		if (v.kind == KNOWN_NUMBER)
			continue;
		e = new_binary(&r->l, LKMM_EQ, as_expr(r, &v, at), as_expr(r, &c, at), at);
		put_choice(r, e, b, i->target[k], at);
	}
	put_jump(r, b, i->target[0]);
}

static void put_end(struct reader *r, int b)
{
	const struct ir_instruction *i = last_of(r->frame->f, b);
	struct lkmm_place at = reader_place(r, i);

	switch (i->op) {
	case IR_RET:
		translate_return(r, i);
		return;
	case IR_UNREACHABLE:
		add_stmt(r, new_failure(&r->l, LKMM_BUG, at));
		return;
	case IR_CALL:			/* an invoke */
		translate_instruction_call(r, i);
		put_jump(r, b, i->target[0]);
		return;
	case IR_BR:
		put_branch(r, i, b, at);
		return;
	case IR_SWITCH:
		put_switch(r, i, b, at);
		return;
	default:
		reader_error(r, at, "the instruction '%s' is not supported",
			     i->word ? i->word : "?");
	}
}

/*
 * The next of the blocks that stand behind @b and that jumps leave something for, before @after in
 * the order; -1: none. @outside: of those behind the loop that it heads.
 */
static int next_behind(const struct flow *w, int b, int after, bool outside)
{
	for (int k = after - 1; k > w->place[b]; k--) {
		int block = w->order[k];

		if (w->parent[block] == b && w->merges[block] && w->outside[block] == outside)
			return k;
	}
	return -1;
}

static void put_inside(struct reader *r, int b);

/* @b with the blocks behind it, the last ones outermost. */
static void put_within(struct reader *r, int b, int after, bool outside)
{
	struct flow *w = r->frame->flow;
	int k = next_behind(w, b, after, outside), merge, next = w->next;
	struct lkmm_stmt **end;

	if (reader_failed(r))
		return;
	if (k < 0 && outside) {
		put_inside(r, b);
		return;
	}
	if (k < 0) {
		translate_block(r, &r->frame->f->block[b]);
		if (!reader_failed(r))
			put_end(r, b);
		return;
	}
	merge = w->order[k];
	end = open(r, LKMM_BLOCK, merge, &w->leave[merge]);
	w->next = merge;
	put_within(r, b, k, outside);
	w->next = next;
	r->end = end;
	if (!w->reached[merge])
		return;
	r->region = w->region[merge];
	put_tree(r, merge);
}

/* The loop that @b heads, without the blocks behind it. */
static void put_inside(struct reader *r, int b)
{
	struct flow *w = r->frame->flow;
	struct lkmm_stmt **end, *outer = w->leave[b];
	int next = w->next;

	end = open(r, LKMM_LOOP, b, NULL);
	open(r, LKMM_BLOCK, b, &w->leave[b]);
	region_loop(r, &w->region[b], last_of(r->frame->f, b));
	w->next = b;
	r->loops++;
	put_within(r, b, w->n, false);
	r->loops--;
	w->next = next;
	w->leave[b] = outer;
	r->end = end;
}

static void put_tree(struct reader *r, int b)
{
	struct flow *w = r->frame->flow;

	if (reader_failed(r) || too_deep(&r->l))
		return;
	r->l.depth++;
	put_within(r, b, w->n, w->heads[b]);
	r->l.depth--;
}

void translate_flow(struct reader *r)
{
	struct flow *w = r->frame->flow;

	if (!w)
		return;
	w->region[r->frame->f->entry] = r->region;
	put_tree(r, r->frame->f->entry);
}
