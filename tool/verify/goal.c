// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What is wrong with a program, as --fix and --relax count it. */
#include "verify.h"
#include "show/verdict.h"

#include <stdio.h>

/* The first fault, in words. */
static void name_fault(const struct verdict *d, struct judged *j)
{
	const struct lkmm_answer *a = &d->answer;
	int flag = 0;

	if (a->nfailed)
		snprintf(j->fault, sizeof(j->fault), "a failing assertion (line %d)",
			 a->failed[0].at.line);
	else if (d->failed.at.line)
		snprintf(j->fault, sizeof(j->fault), "a failure of main() (line %d)",
			 d->failed.at.line);
	else if (j->wrong.race)
		snprintf(j->fault, sizeof(j->fault), "a data race");
	else if (a->blocks)
		snprintf(j->fault, sizeof(j->fault), "a thread to wait for ever");
	else if (j->undecided)
		snprintf(j->fault, sizeof(j->fault), "what cannot be decided");
	else if (a->flags) {
		while (!(a->flags >> flag & 1))
			flag++;
		snprintf(j->fault, sizeof(j->fault), "%s", lkmm_flag_name[flag]);
	}
}

void verify_judge(const struct verdict *d, struct judged *j)
{
	const struct lkmm_answer *a = &d->answer;

	j->undecided = d->unread || d->status != LKMM_OK;
	j->wrong.race = a->flags >> LKMM_DATA_RACE & 1;
	j->wrong.use = a->flags >> LKMM_USE_AFTER_FREE & 1;
	j->wrong.flags = a->flags;
	j->wrong.outcome = d->failed.at.line || a->blocks || a->nbad || a->nfailed ||
			   a->nundefined || a->nmisuses > j->wrong.use;
	j->none_ends = d->test->program.nthreads && no_execution(a);
	name_fault(d, j);
}
