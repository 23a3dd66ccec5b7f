// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Runs a thread symbolically. Wherever the run could go two ways it takes the next of a list of
 * decisions; running the thread again and again, each time with the next list, visits all paths
 * without any state to save and restore.
 */
#include "run.h"

enum { DEFAULT_UNROLL = 2 };

/* ---- statements ---- */

void lkmm_run_branch(struct run *r, const struct branch **list, const struct sym *cond,
		     const struct lkmm_stmt *until)
{
	struct branch *b;

	/* A number needs no read to decide it. */
	if (cond->kind == SYM_NUMBER || !(b = lkmm_run_alloc(r, sizeof(*b))))
		return;
	*b = (struct branch){ cond, *list, r->nesting, until };
	*list = b;
}

/* Whether something in @s leaves the block @block. */
static bool may_leave(const struct lkmm_stmt *s, const struct lkmm_stmt *block)
{
	for (; s; s = s->next)
		if ((s->kind == LKMM_LEAVE && s->leaves == block) || may_leave(s->body, block) ||
		    may_leave(s->orelse, block))
			return true;
	return false;
}

/* Whether @s never continues with the next statement. */
static bool always_jumps(const struct lkmm_stmt *s)
{
	for (; s; s = s->next)
		if (s->kind == LKMM_BREAK || s->kind == LKMM_CONTINUE || s->kind == LKMM_RETURN ||
		    s->kind == LKMM_LEAVE ||
		    (s->kind == LKMM_BLOCK && always_jumps(s->body) && !may_leave(s->body, s)) ||
		    (s->kind == LKMM_IF && always_jumps(s->body) && always_jumps(s->orelse)))
			return true;
	return false;
}

static void run_if(struct run *r, const struct lkmm_stmt *s)
{
	const struct sym *cond = lkmm_run_whole(r, s->expr);
	bool truth = lkmm_run_truth(r, cond);

	lkmm_note_test(r, s, cond);
	if (!truth)
		r->names += lkmm_count_list(r, s->body).names;
	r->nesting++;
	lkmm_run_branch(r, &r->branch, cond, lkmm_decides(r, s));
	lkmm_run_list(r, truth ? s->body : s->orelse);
	if (!truth)
		r->way += lkmm_count_list(r, s->body).ways;
	if (r->flow != FLOW_ON || always_jumps(truth ? s->orelse : s->body))
		lkmm_run_branch(r, &r->passed, cond, NULL);
	r->branch = lkmm_still_decide(r, r->branch, r->nesting--, NULL);
}

static void run_block(struct run *r, const struct lkmm_stmt *s)
{
	struct block block = { r->block, s, r->turn };

	r->block = &block;
	lkmm_run_list(r, s->body);
	r->block = block.outer;
	if (r->flow == FLOW_LEAVE && r->leaves == s)
		r->flow = FLOW_ON;
}

static void run_stmt(struct run *r, const struct lkmm_stmt *s)
{
	if (s->kind != LKMM_LOOP)
		lkmm_run_reaches(r, s);
	switch (s->kind) {
	case LKMM_EXPR:
		if (s->expr)
			lkmm_run_whole(r, s->expr);
		break;
	case LKMM_IF:
		run_if(r, s);
		break;
	case LKMM_LOOP:
		lkmm_run_loop(r, s);
		break;
	case LKMM_BREAK:
		r->flow = FLOW_BREAK;
		break;
	case LKMM_CONTINUE:
		r->flow = FLOW_CONTINUE;
		break;
	case LKMM_RETURN:
		r->flow = FLOW_RETURN;
		break;
	case LKMM_BLOCK:
		run_block(r, s);
		break;
	case LKMM_LEAVE:
		r->leaves = s->leaves;
		r->flow = FLOW_LEAVE;
		break;
	}
}

void lkmm_run_list(struct run *r, const struct lkmm_stmt *s)
{
	unsigned int way = 0;

	for (; s && r->flow == FLOW_ON; s = s->next) {
		struct names n = lkmm_count_stmt(r, s);
		unsigned int start = r->names;

		r->way = 0;
		run_stmt(r, s);
		r->names = start + n.names;
		if (n.ways > 1) {
			struct names rest = lkmm_count_list(r, s->next);

			r->names += (n.ways - 1 - r->way) * rest.names;
			way = way * n.ways + r->way;
		}
	}
	r->way = way;
}

/* ---- all paths ---- */

static void run_thread(struct run *r)
{
	r->taken = 0;
	r->names = 0;
	r->flow = FLOW_ON;
	r->branch = r->passed = NULL;
	r->turn = NULL;
	r->block = NULL;
	r->nesting = 0;
	r->values = NULL;
	r->made = NULL;
	r->linked = r->failed = -1;
	r->path = lkmm_run_alloc(r, sizeof(*r->path));
	r->reg = lkmm_run_alloc(r, (sizeof(*r->reg) + 1) * ((size_t)r->thread->nregs + 1));
	if (!r->path || !r->reg)
		return;
	lkmm_note_path_begins(r);
	r->path->thread = (int)(r->thread - r->test->thread);
	r->path->reg = r->reg;
	r->path->assigned = (bool *)(r->reg + r->thread->nregs + 1);
	for (int i = 0; i < r->thread->nregs; i++)
		r->reg[i] = r->first_reg[i];
	lkmm_run_list(r, r->thread->body);
}

/* Turns the list of decisions into the next one. False after the last. */
static bool next_decisions(struct run *r)
{
	while (r->ndecisions && r->decision[r->ndecisions - 1])
		r->ndecisions--;
	if (!r->ndecisions)
		return false;
	r->decision[r->ndecisions - 1] = true;
	return true;
}

/* One more of the paths in *@list, of which there are *@n. */
static bool add_path(struct run *r, struct path ***list, int *n)
{
	struct path **p = lkmm_run_grow(r, *list, *n, sizeof(*p));

	if (!p)
		return false;
	*list = p;
	p[(*n)++] = r->path;
	return true;
}

static bool start(struct run *r)
{
	r->first_reg = lkmm_run_alloc(r, sizeof(*r->first_reg) * ((size_t)r->thread->nregs + 1));
	for (int i = 0; r->first_reg && i < r->thread->nregs; i++)
		r->first_reg[i] = lkmm_sym_number(r, r->thread->reg[i].init);
	return r->status == LKMM_OK;
}

enum lkmm_status lkmm_list_paths(struct lkmm_arena *a, const struct lkmm_test *test, int thread,
				 const struct lkmm_model *model, const struct lkmm_options *o,
				 size_t *memory, struct paths *paths)
{
	struct run r = {
		.arena = a, .thread = &test->thread[thread], .test = test, .options = o,
		.memory = *memory, .unroll = o->unroll ? o->unroll : DEFAULT_UNROLL,
		.loops = paths->loops, .paths = paths, .model = model,
	};
	int runs = 0;

	paths->names = r.thread->in_order ? LKMM_MAX_EVENTS :
					    lkmm_count_list(&r, r.thread->body).names;
	paths->n = paths->ncut = paths->nstops = paths->nwaits = 0;
	if (!start(&r))
		return r.status;
	lkmm_find_scopes(&r);
	if (r.status != LKMM_OK)
		return r.status;
	do {
		if (runs++ == LKMM_MAX_WAYS)
			lkmm_run_exceeds(&r, LKMM_LIMIT_WAYS);
		else
			run_thread(&r);
		if (r.status == LKMM_OK)
			lkmm_note_path_ends(&r);
		if (r.status == LKMM_OK && r.flow == FLOW_CUT)
			add_path(&r, &paths->cut, &paths->ncut);
		else if (r.status == LKMM_OK && r.flow != FLOW_SAME && r.flow != FLOW_BAD)
			add_path(&r, &paths->path, &paths->n);
		paths->limit = r.limit;
		paths->loops = r.loops;
		if (r.status != LKMM_OK)
			return r.status;
	} while (next_decisions(&r));
	*memory = r.memory;
	return LKMM_OK;
}
