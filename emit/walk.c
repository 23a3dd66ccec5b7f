// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Walking through all expressions of a process. */
#include "emit.h"

static void each_in(const struct emit *e, const struct lkmm_stmt *s, const struct lkmm_stmt *end,
		    emit_look *look, void *arg);

void emit_each_part(const struct emit *e, const struct lkmm_expr *x, emit_look *look, void *arg)
{
	if (!x)
		return;
	look(arg, x);
	/* A kernel's word is not expanded to other terms. */
	if (emit_own_word(e, x)) {
		for (int i = 0; i < LKMM_MAX_ARGS; i++)
			emit_each_part(e, x->word->arg[i], look, arg);
		if (!e->through_words)
			return;
	}
	emit_each_part(e, x->a, look, arg);
	emit_each_part(e, x->b, look, arg);
	emit_each_part(e, x->c, look, arg);
	for (int i = 0; x->access && i < LKMM_MAX_ARGS; i++)
		emit_each_part(e, x->access->arg[i], look, arg);
	each_in(e, x->body, NULL, look, arg);
}

static void each_in(const struct emit *e, const struct lkmm_stmt *s, const struct lkmm_stmt *end,
		    emit_look *look, void *arg)
{
	for (; s && s != end; s = s->next) {
		emit_each_part(e, s->expr, look, arg);
		emit_each_part(e, s->step, look, arg);
		each_in(e, s->body, NULL, look, arg);
		each_in(e, s->orelse, NULL, look, arg);
	}
}

void emit_each_until(const struct emit *e, int t, const struct lkmm_stmt *end, emit_look *look,
		     void *arg)
{
	each_in(e, e->l->program.thread[t].body, end, look, arg);
}
