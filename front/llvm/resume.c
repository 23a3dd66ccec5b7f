// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * main() as one of the threads: it is executed up to a step while threads run, and the rest of it
 * is translated: of each function that is then being called, the rest of a block, and all that
 * jumps lead to from there. Its variables whose address does not get around become slots, with the
 * values that they have.
 */
#include "reader.h"

#include <string.h>

/* What main() does as a thread begins before it joins any: executed, it stops there. */
void become_thread(struct reader *r)
{
	long start = r->njoined ? r->joins_at : turn_start(r);

	if (!r->resume_at || start < r->resume_at)
		r->resume_at = start;
	r->running = RUN_ENDS;
}

/* ---- variables ---- */

static bool holds_function(const struct object *o)
{
	for (int k = 0; k < o->nleaves; k++)
		if (o->leaf[k].value.kind == KNOWN_FUNCTION)
			return true;
	return false;
}

static void make_slot(struct reader *r, const struct frame *f, const struct ir_instruction *i)
{
	const struct known *v = &f->value[i->result];
	const struct ir_escape *e = f->f->escape;
	struct slot *s;

	if (v->kind != KNOWN_ADDRESS || !e || e->open || e->leaks[i->result] ||
	    (!e->once[i->result] && holds_function(&r->object[v->index])))
		return;
	s = reader_alloc(r, sizeof(*s));
	if (!s)
		return;
	*s = (struct slot){ .name = f->f->value[i->result]->name, .type = i->source,
			    .once = e->once[i->result], .unread = e->unread[i->result] };
	r->object[v->index].slot = s;
}

/* What was the address of a variable is that of its slot. */
static struct known moved(const struct reader *r, struct known k)
{
	if (k.kind == KNOWN_ADDRESS && r->object[k.index].slot) {
		k.kind = KNOWN_SLOT;
		k.slot = r->object[k.index].slot;
	}
	return k;
}

static void fill_slots(struct reader *r)
{
	for (int n = 0; n < r->nobjects && !reader_failed(r); n++)
		for (int k = 0; r->object[n].slot && k < r->object[n].nleaves; k++) {
			const struct leaf *p = &r->object[n].leaf[k];
			struct known at = { .kind = KNOWN_SLOT, .number = p->offset,
					    .slot = r->object[n].slot };
			struct known v = moved(r, p->value);

			if (v.kind != KNOWN_NOTHING)
				slot_store(r, &at, p->bits, &v, r->place);
		}
}

static void move_variables(struct reader *r, const struct frame *stopped)
{
	for (const struct frame *f = stopped; f; f = f->outer) {
		find_escaping(r, f->f);
		for (int b = 0; b < f->f->nblocks; b++)
			for (const struct ir_instruction *i = f->f->block[b].first; i; i = i->next)
				if (i->op == IR_ALLOCA)
					make_slot(r, f, i);
	}
	for (const struct frame *f = stopped; f; f = f->outer)
		for (int k = 0; k < f->f->nvalues; k++)
			f->value[k] = moved(r, f->value[k]);
	fill_slots(r);
}

/* ---- code ---- */

void mark_reached(const struct ir_function *f, const struct ir_instruction *last, bool *reached)
{
	for (int t = 0; last && t < last->ntargets; t++) {
		int to = last->target[t];

		if (reached[to])
			continue;
		reached[to] = true;
		mark_reached(f, f->block[to].last, reached);
	}
}

/* Whether @i uses value @v of block @of in another block. */
static bool uses_elsewhere(const struct ir_instruction *i, int in, int v, int of)
{
	for (int k = 0; k < i->noperands; k++)
		if (i->operand[k]->kind == IR_LOCAL && i->operand[k]->index == v &&
		    (i->op == IR_PHI ? i->target[k] : in) != of)
			return true;
	return false;
}

/* Whether a value of block @b is used in a block that a way around @b leads to. */
static bool is_used_around(const struct ir_function *f, int b, const bool *around)
{
	for (const struct ir_instruction *d = f->block[b].first; d; d = d->next)
		for (int u = 0; u < f->nblocks && d->result >= 0; u++)
			for (const struct ir_instruction *i = around[u] ? f->block[u].first : NULL;
			     i; i = i->next)
				if (uses_elsewhere(i, u, d->result, b))
					return true;
	return false;
}

/*
 * Values that are computed again in a loop, and are used on a way from the step on without that,
 * would have two meanings. Compilers write no such code before optimisation.
 */
static bool is_ambiguous(struct reader *r, const struct ir_function *f,
			 const struct ir_instruction *last, const bool *reached)
{
	size_t n = (size_t)f->nblocks;
	bool *around = reader_alloc(r, n + 1);

	for (int b = 0; around && b < f->nblocks; b++) {
		if (!reached[b])
			continue;
		memset(around, 0, n);
		around[b] = true;
		mark_reached(f, last, around);
		if (is_used_around(f, b, around))
			return true;
	}
	return false;
}

/* Where a call was the last of its block: */
static struct ir_instruction *jump_behind(struct reader *r, const struct ir_instruction *call)
{
	struct ir_instruction *i = reader_alloc(r, sizeof(*i));

	if (i)
		*i = (struct ir_instruction){ .op = IR_BR, .result = -1, .debug = call->debug,
					      .target = call->target, .ntargets = 1 };
	return i;
}

/* The function of @f without what it has done, whose first block is one more. */
static struct ir_function *rest_of(struct reader *r, const struct frame *f, bool again)
{
	struct ir_function *rest = reader_alloc(r, sizeof(*rest));
	size_t n = (size_t)f->f->nblocks;
	bool *reached = reader_alloc(r, n + 1);
	struct ir_instruction *last = f->f->block[f->block].last, *first;

	if (!rest || !reached)
		return NULL;
	*rest = *f->f;
	rest->block = reader_alloc(r, (n + 1) * sizeof(*rest->block));
	first = again ? f->now : f->now->next;
	if (!first)
		first = last = jump_behind(r, last);
	if (!rest->block || !first)
		return NULL;
	memcpy(rest->block, f->f->block, n * sizeof(*rest->block));
	rest->block[n] = (struct ir_block){ .name = "rest", .met = true, .first = first,
					    .last = last };
	rest->nblocks++;
	rest->entry = (int)n;
	rest->origin = f->block;
	mark_reached(f->f, last, reached);
	if (reached[f->block] && is_ambiguous(r, f->f, last, reached))
		reader_error(r, reader_place(r, first), "main() cannot go on here as a thread: the "
			     "loop keeps values in registers");
	return rest;
}

void resume_main(struct reader *r)
{
	struct frame *f = r->stopped, *outer;
	struct known result;

	r->l.thread = thread_number(&r->l, r->l.test->nthreads);
	if (!r->l.thread || !f)
		return;
	r->l.thread->in_order = true;
	r->l.call = NULL;
	r->loops = 0;
	r->l.may_race = r->stopped_may_race;
	r->region = r->stopped_in;
	r->end = &r->l.thread->body;
	region_begin(r, f->at);
	move_variables(r, f);
	for (; f && !reader_failed(r); f = outer) {
		outer = f->outer;
		f->f = rest_of(r, f, f == r->stopped);
		if (!f->f)
			return;
		result = translate_body(r, f, f->at);
		if (outer && outer->now->result >= 0)
			outer->value[outer->now->result] = result;
	}
	run_at_exit(r);
	end_thread(r);
}
