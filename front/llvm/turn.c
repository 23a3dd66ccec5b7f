// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Where main() becomes a thread, if it must be one at a certain step. In a loop this is the start
 * of the present turn, not its middle: the rest of the function is a loop then, with one way in.
 * But main() starts threads only while it is executed, so that the last start comes before.
 */
#include "reader.h"

#include <string.h>

void note_visit(struct reader *r, int block)
{
	struct visit *v = &r->frame->visit[block];

	v->last = r->steps + 1;
	if (!v->first)
		v->first = v->last;
}

/* The outermost loop around the place where @f stands: its first block has been visited first. */
static long turn_of(struct reader *r, const struct frame *f)
{
	size_t n = (size_t)f->f->nblocks;
	bool *behind = reader_alloc(r, n + 1), *around = reader_alloc(r, n + 1);
	long first = 0, start = 0;

	if (!behind || !around)
		return 0;
	mark_reached(f->f, f->f->block[f->block].last, behind);
	for (int b = 0; b < f->f->nblocks; b++) {
		const struct visit *v = &f->visit[b];
		const struct ir_instruction *i = f->f->block[b].first;

		if (!behind[b] || v->last <= r->spawned_at || (first && v->first >= first) ||
		    !i || i->op == IR_PHI)
			continue;
		memset(around, 0, n);
		mark_reached(f->f, f->f->block[b].last, around);
		if (!around[f->block])
			continue;
		first = v->first;
		start = v->last;
	}
	return start;
}

long turn_start(struct reader *r)
{
	long start = r->steps + 1, turn;

	for (const struct frame *f = r->frame; f; f = f->outer) {
		turn = turn_of(r, f);
		if (turn && turn < start)
			start = turn;
	}
	return start;
}
