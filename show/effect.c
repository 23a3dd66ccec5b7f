// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What an event does, behind its source line. */
#include "verdict.h"
#include "why.h"

#include <string.h>

/* A lock is two events: it is found free, and taken. False: @e is of no lock. */
static bool put_lock(struct text *out, const struct litmus_test *l, const struct lkmm_event *e)
{
	struct variable_text name = variable_of(l, e);

	if (!e->access || e->access->kind < LKMM_LOCK || e->access->kind > LKMM_IS_LOCKED)
		return false;
	if (e->access->kind == LKMM_UNLOCK)
		text_add(out, "gives %s back", name.s);
	else if (e->is_write)
		text_add(out, "takes %s", name.s);
	else
		text_add(out, "finds %s %s", name.s, e->value ? "taken" : "free");
	return true;
}

void put_effect_of(struct text *out, const struct litmus_test *l, const struct lkmm_event *e)
{
	if (e->never) {
		text_puts(out, "the end of its section, which never comes");
		return;
	}
	if (put_lock(out, l, e))
		return;
	if (e->access && e->access->kind == LKMM_FREE && e->loc >= 0)
		text_add(out, "frees %.*s", (int)strcspn(l->program.loc[e->loc].name, "[."),
			 l->program.loc[e->loc].name);
	if (e->loc < 0 || (!e->is_read && !e->is_write) ||
	    (e->access && e->access->kind != LKMM_OP && e->access->kind != LKMM_PLAIN_LOAD &&
	     e->access->kind != LKMM_PLAIN_STORE && e->access->kind != LKMM_ALLOC))
		return;
	text_puts(out, e->thread < 0 ? "" : e->is_write ? "writes " : "reads ");
	put_variable_and_value(out, l, e);
}
