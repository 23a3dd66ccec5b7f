// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The remedy for a data race, or for a use after free: the first fix that --fix finds. */
#include "propose.h"

#include <stdlib.h>

void report_remedy(struct text *out, const struct litmus_test *l, const struct lkmm_answer *a,
		   const struct lkmm_options *options)
{
	struct fixes *f = calloc(1, sizeof(*f));

	if (!f) {
		out->failed = true;
		return;
	}
	f->model = &lkmm_kernel_model;
	find_fixes(f, l, what_is_wrong(l, a), 1, REMEDY_TRIALS, options);
	if (f->n) {
		text_add(out, "\n    This prevents the %s%s%s:\n", f->goal.race ? "race" : "use",
			 !f->goal.race || !f->goal.use ? "" :
			 f->goal.outcome ? ", the use" : " and the use",
			 f->goal.outcome ? " and the outcome" : "");
		for (int i = 0; i < f->fix[0].n; i++) {
			text_puts(out, "      ");
			put_change(out, f->fix[0].change[i]);
			text_puts(out, "\n");
		}
	} else if (f->status == LKMM_OK && !f->possible && changes_leave_out(l)) {
		text_puts(out, "\n    No change was found: macros and included files are left as "
			       "they are.\n");
	} else if (f->status == LKMM_OK && !f->possible) {
		text_add(out, "\n    No ordering, barrier or marking prevents it: %s.\n",
			 f->asked.race ? "put a lock around both" :
			 "wait for a grace period, hold a reference, or take a lock");
	}
	free(f);
}
