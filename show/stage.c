// SPDX-License-Identifier: GPL-2.0 OR MIT
/* How far an answer has come that takes long, or was not waited for. */
#include "verdict.h"

#include <inttypes.h>

static const char *const stage_name[LKMM_NR_STAGES] = {
	[LKMM_STAGE_PATHS] = "ways through the code",
	[LKMM_STAGE_VERDICT] = "condition",
	[LKMM_STAGE_STATES] = "final states",
	[LKMM_STAGE_FLAGS] = "data races and other flaws",
	[LKMM_STAGE_BLOCKED] = "executions that do not end",
	[LKMM_STAGE_POINTERS] = "bad pointers and assertions",
};

void put_stage(struct text *out, const struct lkmm_progress *p)
{
	text_add(out, "step %d of %d (%s)", (int)p->stage + 1, (int)LKMM_NR_STAGES,
		 stage_name[p->stage]);
}

void put_covered(struct text *out, const struct lkmm_progress *p)
{
	text_add(out, "%" PRIu64 " execution%s decided, up to about %.0f %% of ", p->executions,
		 p->executions == 1 ? " was" : "s were", 100 * p->part);
	put_stage(out, p);
	text_puts(out, ": not complete");
}

int json_covered(json_t *to, const struct lkmm_progress *p)
{
	return json_object_set_new(to, "complete", json_false()) |
	       json_object_set_new(to, "decided", json_integer((json_int_t)p->executions)) |
	       json_object_set_new(to, "step", json_string(stage_name[p->stage]));
}
