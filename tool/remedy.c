// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What would remove a data race: the first of what --fix finds. */
#include "change.h"
#include "why.h"

#include <stdlib.h>

void report_remedy(struct text *out, struct litmus *l, const struct lkmm_execution *x,
		   const struct lkmm_options *options)
{
	struct fixes *f = calloc(1, sizeof(*f));

	(void)x;
	if (!f) {
		out->failed = true;
		return;
	}
	find_fixes(f, l, (struct goal){ .race = true, .flags = 1U << LKMM_DATA_RACE }, 1, options);
	if (f->n) {
		text_puts(out, "\n    There is none with:\n");
		for (int i = 0; i < f->fix[0].n; i++) {
			text_puts(out, "      ");
			put_change(out, f->fix[0].change[i]);
			text_puts(out, "\n");
		}
	} else if (f->status == LKMM_OK && !f->possible) {
		text_puts(out, "\n    No ordering, barrier or marking removes it: put a lock around both.\n");
	}
	free(f);
}
