// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The verdict on a program as JSON. */
#include "report.h"
#include "base/exit.h"
#include "show/verdict.h"

static const char *verdict_name(const struct report *r)
{
	return r->faults ? "faults" : report_is_bounded(r->d) ? "bounded" : "clean";
}

/* Whether the answer is complete; if not, the loops that were cut, and after how many turns. */
static bool json_extent(struct report *r, json_t *to)
{
	const struct lkmm_answer *a = &r->d->answer;
	bool bad = json_object_set_new(to, "complete", json_boolean(!report_is_bounded(r->d)));
	json_t *loops;

	if (!a->ncut)
		return bad;
	loops = json_array();
	bad |= json_object_set_new(to, "turns", json_integer(report_turns(r))) |
	       json_object_set_new(to, "loops", loops);
	for (int k = 0; k < a->ncut; k = report_next_cut(a, k)) {
		json_t *at = json_object();

		bad |= json_place(at, a->cut[k]) | json_array_append_new(loops, at);
	}
	return bad;
}

/* The same as report_optimized(). */
static bool json_optimized(struct report *r, json_t *to)
{
	struct optimized *o = r->d->optimized;
	struct report left = { .v = &o->v, .d = &o->d, .file = r->file };
	struct text why = { 0 };
	json_t *object = json_object();
	bool bad = json_object_set_new(to, "optimized", object) |
		   json_object_set_new(object, "effects", verify_json_effects(r->d)) |
		   json_object_set_new(object, "lost", json_integer(o->lost));

	if (o->d.unread || o->d.status != LKMM_OK) {
		struct lkmm_place at = verify_put_reason(&why, &o->d);

		bad |= json_object_set_new(object, "error", json_text(why.s)) |
		       json_place(object, at);
		left.status = EXIT_BAD;
	} else if (!report_is_of_other_size(&left)) {
		report_count_faults(&left);
		left.status = report_status_of(&left);
		bad |= json_object_set_new(object, "verdict", json_string(verdict_name(&left))) |
		       json_object_set_new(object, "worse", json_boolean(o->worse));
	} else {
		bad |= json_object_set_new(object, "error", json_text(left.err.s));
	}
	bad |= why.failed | left.err.failed;
	text_free(&why);
	text_free(&left.err);
	r->status = report_status_with(r->status, o, left.status);
	return bad;
}

void report_as_json(struct report *r)
{
	const struct lkmm_answer *a = &r->d->answer;
	json_t *more = json_object();
	bool bad;

	report_count_faults(r);
	r->status = report_status_of(r);
	bad = json_object_set_new(more, "verdict", json_string(verdict_name(r))) |
	      json_extent(r, more) |
	      json_object_set_new(more, "decided",
				  json_integer((json_int_t)r->d->progress.executions));
	if (r->d->failed.at.line) {
		json_t *at = json_object();

		bad |= json_place(at, r->d->failed.at) |
		       json_object_set_new(at, "fault", json_string(main_faults[r->d->failed.fault]
								     .name)) |
		       json_object_set_new(more, "main", at);
		if (r->d->unexplained)
			bad |= json_object_set_new(more, "unexplained",
						   json_string(r->d->unexplained));
	}
	if (r->v->test)
		bad |= json_object_set_new(more, "test", json_text(r->v->test));
	if (r->d->shares)
		bad |= json_object_set(more, "shares", r->d->shares);
	if (proposes(&r->v->propose))
		verify_propose(r->v, r->d, &r->out, more);
	if (r->d->optimized)
		bad |= json_optimized(r, more);
	report_json(&r->out, r->file, r->d->test, a, false, false, r->d->why, more, r->d->seconds);
	r->out.failed |= bad;
	json_decref(more);
}
