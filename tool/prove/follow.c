// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The statements that sequences of instructions consist of, in the order of one way. */
#include "follow.h"

void follow(struct follower *f, const struct lkmm_stmt *s)
{
	for (; s && !f->leaving; s = s->next)
		switch (s->kind) {
		case LKMM_EXPR:
			if (s->expr)
				f->evaluate(f->run, s->expr);
			break;
		case LKMM_IF:
			if (f->holds(f->run, s->expr))
				follow(f, s->body);
			break;
		case LKMM_BLOCK:
			follow(f, s->body);
			if (f->leaving == s)
				f->leaving = NULL;
			break;
		case LKMM_LEAVE:
			f->leaving = s->leaves;
			break;
		default:
			f->refuse(f->run);
		}
}
