// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Jumps, as the structures of the program have them. A jump back to an instruction makes a loop
 * from there to the last such jump: its body is a block, which a jump back leaves, and ends in a
 * break. A jump forward leaves a block that ends at the label, and begins where the loop begins
 * that both are in, or the process. A jump into a loop, and two loops that overlap, are refused.
 */
#include "asm.h"
#include "front/error.h"

#include <string.h>

struct loop {
	int from, to;			/* from an instruction up to behind another one */
	struct lkmm_stmt *turn;		/* the block of the body */
};

struct flow {
	struct asm_reading *a;
	const struct asm_code *code;
	struct loop *loop;		/* those that begin earlier come first */
	int nloops;
	/* the block that ends in front of each instruction, or of the end; NULL: none */
	struct lkmm_stmt **block;
	int *target;			/* of each instruction: the number of another, or -1 */
};

/* ---- targets ---- */

static int find_label(struct flow *f, const struct asm_insn *i)
{
	const struct asm_item *name = &i->target->item[0];

	for (int k = 0; k < f->code->nlabels; k++) {
		const struct asm_label *l = &f->code->label[k];

		if (l->len == name->len && !memcmp(l->name, name->text, (size_t)l->len))
			return l->insn;
	}
	litmus_report(f->a->l, i->target->at, "there is no label '%.*s'", name->len, name->text);
	return -1;
}

/* ---- loops ---- */

static struct loop *loop_at(const struct flow *f, int from)
{
	for (int i = 0; i < f->nloops; i++)
		if (f->loop[i].from == from)
			return &f->loop[i];
	return NULL;
}

static void find_loops(struct flow *f)
{
	for (int from = 0; from < f->code->ninsns; from++) {
		struct loop *l;
		int to = -1;

		for (int i = from; i < f->code->ninsns; i++)
			if (f->target[i] == from)
				to = i + 1;
		if (to < 0)
			continue;
		l = litmus_grow(f->a->l, f->loop, f->nloops, sizeof(*l));
		if (!l)
			return;
		f->loop = l;
		l[f->nloops++] = (struct loop){ .from = from, .to = to };
	}
}

static bool is_inside(const struct loop *l, int insn)
{
	return insn >= l->from && insn < l->to;
}

/* Whether instruction @i jumps into a loop that it is not in. */
static bool jumps_in(const struct flow *f, int i)
{
	for (int k = 0; k < f->nloops; k++)
		if (f->target[i] > f->loop[k].from && is_inside(&f->loop[k], f->target[i]) &&
		    !is_inside(&f->loop[k], i))
			return true;
	return false;
}

static bool is_supported(struct flow *f)
{
	for (int i = 0; i < f->code->ninsns; i++)
		if (f->target[i] >= 0 && jumps_in(f, i)) {
			litmus_report(f->a->l, f->code->insn[i].at,
				      "a jump into a loop is not supported");
			return false;
		}
	for (int i = 1; i < f->nloops; i++)
		for (int k = 0; k < i; k++)
			if (f->loop[i].from < f->loop[k].to && f->loop[i].to > f->loop[k].to) {
				litmus_report(f->a->l, f->code->insn[f->loop[k].to - 1].at,
					      "a loop that overlaps with another is not supported");
				return false;
			}
	return true;
}

/* ---- statements ---- */

struct list {
	struct lkmm_stmt *first, **end;
};

static void append(struct list *list, struct lkmm_stmt *s)
{
	*list->end = s;
	while (*list->end)
		list->end = &(*list->end)->next;
}

static struct lkmm_place place_of(const struct flow *f, int insn)
{
	int last = f->code->ninsns - 1;

	return f->code->insn[insn < last ? insn : last].at;
}

/* A turn that is not the last one: executions without it are the same otherwise. */
static struct lkmm_stmt *make_turn(struct flow *f, const struct asm_insn *insn)
{
	struct lkmm_stmt *s = new_stmt(f->a->l, LKMM_EXPR, insn->at);

	if (s)
		s->expr = new_access(f->a->l, LKMM_ABANDON, NULL, insn->at);
	return s;
}

/* The jump at the end of instruction @i. */
static struct lkmm_stmt *make_jump(struct flow *f, int i)
{
	const struct asm_insn *insn = &f->code->insn[i];
	bool turn = f->code->last_turn && f->target[i] <= i;
	struct lkmm_stmt *s, *cond;

	if (f->target[i] < 0)
		return NULL;
	s = turn ? make_turn(f, insn) : new_stmt(f->a->l, LKMM_LEAVE, insn->at);
	if (!s)
		return NULL;
	if (!turn)
		s->leaves = f->target[i] > i ? f->block[f->target[i]]
					     : loop_at(f, f->target[i])->turn;
	if (!insn->cond)
		return s;
	cond = new_stmt(f->a->l, LKMM_IF, insn->at);
	if (cond) {
		cond->expr = insn->cond;
		cond->for_good = true;
		cond->body = s;
	}
	return cond;
}

static struct lkmm_stmt *make_region(struct flow *f, int from, int to, int within);

static struct lkmm_stmt *make_loop(struct flow *f, const struct loop *l, int within)
{
	struct litmus *x = f->a->l;
	struct lkmm_place at = place_of(f, l->from);
	struct lkmm_stmt *s = new_stmt(x, LKMM_LOOP, at), *end = new_stmt(x, LKMM_BREAK, at);
	struct list body = { NULL, &body.first };

	if (!s || !end)
		return NULL;
	append(&body, make_region(f, l->from, l->to, within + 1));
	append(&body, end);
	l->turn->body = body.first;
	s->body = l->turn;
	return s;
}

/* The instructions from @from up to @to, which are in @within loops, without blocks. */
static void add_instructions(struct flow *f, struct list *list, int from, int to, int within)
{
	for (int i = from; i < to;) {
		const struct loop *l = loop_at(f, i);
		/* The loop of the region itself begins at the same instruction. */
		int outer = 0;

		for (int k = 0; k < f->nloops; k++)
			outer += is_inside(&f->loop[k], i) && &f->loop[k] != l;
		if (l && outer == within) {
			append(list, make_loop(f, l, within));
			i = l->to;
			continue;
		}
		append(list, f->code->insn[i].first);
		if (f->code->insn[i].target)
			append(list, make_jump(f, i));
		i++;
	}
}

/* How many loops a jump to @insn leaves it in. */
static int loops_around(const struct flow *f, int insn)
{
	int n = 0;

	for (int k = 0; k < f->nloops; k++)
		n += insn > f->loop[k].from && insn < f->loop[k].to;
	return n;
}

static struct lkmm_stmt *make_region(struct flow *f, int from, int to, int within)
{
	struct list list = { NULL, &list.first };
	int done = from;

	/* Each block has those inside that end earlier. */
	for (int i = from + 1; i <= to; i++) {
		if (!f->block[i] || loops_around(f, i) != within)
			continue;
		add_instructions(f, &list, done, i, within);
		f->block[i]->body = list.first;
		list = (struct list){ f->block[i], &f->block[i]->next };
		done = i;
	}
	add_instructions(f, &list, done, to, within);
	return list.first;
}

/* The blocks that jumps leave. */
static void make_blocks(struct flow *f)
{
	struct litmus *l = f->a->l;

	for (int i = 0; i < f->code->ninsns; i++) {
		struct lkmm_stmt **block = f->target[i] > i ? &f->block[f->target[i]] : NULL;

		if (block && !*block)
			*block = new_stmt(l, LKMM_BLOCK, f->code->insn[i].at);
	}
	for (int i = 0; i < f->nloops; i++)
		f->loop[i].turn = new_stmt(l, LKMM_BLOCK, place_of(f, f->loop[i].from));
}

struct lkmm_stmt *asm_make_flow(struct asm_reading *a, const struct asm_code *c)
{
	struct flow f = { .a = a, .code = c };
	size_t n = (size_t)c->ninsns + 1;

	f.block = litmus_alloc(a->l, n * sizeof(struct lkmm_stmt *));
	f.target = litmus_alloc(a->l, n * sizeof(*f.target));
	if (!f.block || !f.target)
		return NULL;
	for (int i = 0; i < c->ninsns; i++)
		f.target[i] = c->insn[i].target ? find_label(&f, &c->insn[i]) : -1;
	if (!c->last_turn)
		find_loops(&f);
	if (!is_supported(&f))
		return NULL;
	make_blocks(&f);
	return a->l->no_memory ? NULL : make_region(&f, 0, c->ninsns, 0);
}
