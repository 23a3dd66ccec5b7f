// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The model must decide a test, give up on it, or report that it is too large. */
#include "fuzz.h"
#include "change/propose.h"
#include "show/drawing.h"
#include "show/verdict.h"
#include "show/why.h"

/*
 * How often lkmm_check() may poll: enough for hand-written tests, and for the large ones of
 * shapes.sh.
 */
enum { POLLS = 20, BYTES_PER_POLL = 256 };

bool fuzz_out_of_polls(void *polls)
{
	return (*(int *)polls)-- <= 0;
}

static void report(struct litmus_test *l, const struct lkmm_answer *a, const struct why *why,
		   const struct lkmm_options *o)
{
	const struct lkmm_execution *x = why_answer(why, l, a);
	struct text out = { 0 };

	report_text(&out, l, a, o->states, 0);
	report_json(&out, "fuzz", l, a, o->states, false, why, NULL, 0);
	if (why->race && l->source.plain)	/* of a litmus test */
		report_remedy(&out, l, a, o);
	report_why(&out, l, a, why, NULL);
	require(!x || draw(&out, l, x), "no drawing");
	require(!out.failed, "no report");
	text_free(&out);
}

/* Properties of every answer. */
static void decide(struct litmus_test *l, size_t size, bool states)
{
	int polls = POLLS + (int)(size / BYTES_PER_POLL);
	struct why why = { .arena = l->arena };
	struct lkmm_options o = {
		.states = states, .stop = fuzz_out_of_polls, .stop_arg = &polls, .show = why_keep,
		.show_arg = &why,
	};
	struct lkmm_answer a;
	enum lkmm_status status = lkmm_check(&l->program, &lkmm_kernel_model, &o, &a);

	if (status == LKMM_OK) {
		require((a.observation == LKMM_NEVER) == !a.positive, "Never, and yet seen");
		require((a.observation == LKMM_ALWAYS) == (a.positive && !a.negative),
			"Always, and yet not");
		report(l, &a, &why, &o);
		require(!states || a.nstates == a.positive + a.negative, "states are lost");
		require(states || (a.positive <= 1 && a.negative <= 1), "more than one witness");
	} else {
		require(status != LKMM_NO_MEMORY, "out of memory");
	}
	lkmm_answer_free(&a);
}

void fuzz_decide(struct litmus_test *l, size_t size)
{
	decide(l, size, false);
	decide(l, size, true);
}
