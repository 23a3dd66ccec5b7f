// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The functions of the model that the engine calls. */
#include "possible.c"
#include "steps.c"

/* In the order of value.c. */
static bool (*const rules[])(struct execution *x) = {
	[COHERENCE - 1] = holds_coherence,
	[ATOMIC - 1] = holds_atomic,
	[HAPPENS_BEFORE - 1] = holds_happens_before,
	[PROPAGATION - 1] = holds_propagation,
	[RCU - 1] = holds_rcu,
	[PLAIN_COHERENCE - 1] = holds_plain_coherence,
};

static bool holds(struct execution *x, int rule)
{
	return rules[rule](x);
}

extern const struct equations SIZED(lkmm_kernel_equations_);

const struct equations SIZED(lkmm_kernel_equations_) = {
	.size = sizeof(struct model),
	.fixed = lkmm_fixed,
	.holds = holds,
	.breaks = what_breaks,
	.name = step_names,
	.nnames = sizeof(step_names) / sizeof(step_names[0]),
	.flags = lkmm_flags,
	.raising_event = raising_event,
	.possible_flags = possible_flags,
	.races = lkmm_races,
	.possible_races = possible_races,
	.race_reason = race_reason,
	.misuses = lkmm_misuses,
	.possible_misuses = possible_misuses,
	.comes_after = comes_after_free,
};
