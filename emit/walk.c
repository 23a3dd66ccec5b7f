// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Walking through all expressions of a process. */
#include "emit.h"

static void each_in(const struct lkmm_stmt *s, const struct lkmm_stmt *end, emit_look *look,
		    void *arg);

void emit_each_part(const struct lkmm_expr *x, emit_look *look, void *arg)
{
	if (!x)
		return;
	look(arg, x);
	emit_each_part(x->a, look, arg);
	emit_each_part(x->b, look, arg);
	emit_each_part(x->c, look, arg);
	for (int i = 0; x->access && i < LKMM_MAX_ARGS; i++)
		emit_each_part(x->access->arg[i], look, arg);
	each_in(x->body, NULL, look, arg);
}

static void each_in(const struct lkmm_stmt *s, const struct lkmm_stmt *end, emit_look *look,
		    void *arg)
{
	for (; s && s != end; s = s->next) {
		emit_each_part(s->expr, look, arg);
		emit_each_part(s->step, look, arg);
		each_in(s->body, NULL, look, arg);
		each_in(s->orelse, NULL, look, arg);
	}
}

void emit_each_until(const struct emit *e, int t, const struct lkmm_stmt *end, emit_look *look,
		     void *arg)
{
	each_in(e->l->program.thread[t].body, end, look, arg);
}
