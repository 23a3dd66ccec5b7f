// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Notes on an answer: unassigned registers, which count as 0. */
#include "json.h"
#include "verdict.h"

#include <stdlib.h>

void put_unassigned(struct text *out, const struct lkmm_test *t,
		    const struct lkmm_unassigned *u)
{
	text_number(out, u->thread);
	text_puts(out, ":");
	text_puts(out, t->thread[u->thread].reg[u->reg].name);
	text_puts(out, u->always ? " is never assigned, and counts as 0" :
		       u->shown	 ? " is not assigned in the execution found, and counts as 0" :
				   " is not assigned on every path to the end, and counts as 0 "
				   "otherwise");
}

void report_notes_why(struct text *out, const struct litmus_test *l, const struct lkmm_answer *a)
{
	for (int i = 0; i < a->nunassigned; i++) {
		text_puts(out, "  note: ");
		put_unassigned(out, &l->program, &a->unassigned[i]);
		text_puts(out, "\n");
	}
	if (a->nunassigned)
		text_puts(out, "\n");
}

json_t *json_notes(const struct litmus_test *l, const struct lkmm_answer *a)
{
	json_t *list = json_array();

	for (int i = 0; list && i < a->nunassigned; i++) {
		struct text note = { 0 };

		put_unassigned(&note, &l->program, &a->unassigned[i]);
		if (note.failed || json_array_append_new(list, json_text(note.s))) {
			json_decref(list);
			list = NULL;
		}
		text_free(&note);
	}
	return list;
}
