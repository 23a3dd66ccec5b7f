// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Blocks that are left by a jump: their labels, in both languages. */
#include "emit.h"

void emit_open_block(struct emit *e, struct emit_block *b, const struct lkmm_stmt *s)
{
	*b = (struct emit_block){ .outer = e->block, .stmt = s, .number = e->nblocks++ };
	e->block = b;
}

void emit_close_block(struct emit *e)
{
	e->block = e->block->outer;
}

int emit_left_block(const struct emit *e, const struct lkmm_stmt *leave)
{
	const struct emit_block *b = e->block;

	while (b && b->stmt != leave->leaves)
		b = b->outer;
	return b ? b->number : 0;
}

bool emit_is_left(const struct lkmm_stmt *s, const struct lkmm_stmt *block)
{
	for (; s; s = s->next)
		if ((s->kind == LKMM_LEAVE && s->leaves == block) ||
		    emit_is_left(s->body, block) || emit_is_left(s->orelse, block))
			return true;
	return false;
}
