// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The Linux-kernel memory model, as a value. */
#include "model/engine/value.h"
#include "rules.h"

extern const struct equations lkmm_kernel_equations_1, lkmm_kernel_equations_4,
	lkmm_kernel_equations_16;

static const struct lkmm_equations equations = { .of_size = {
	&lkmm_kernel_equations_1, &lkmm_kernel_equations_4, &lkmm_kernel_equations_16
} };

static const struct lkmm_rule rules[] = {
	[COHERENCE - 1] = { .name = "coherence", .grows = true, .begins = true,
		.meaning = "the order of accesses to one variable would be cyclic (coherence)" },
	[ATOMIC - 1] = { .name = "atomic", .grows = true, .begins = true, .meaning =
		"a write would come between the halves of an atomic operation (atomic)" },
	[HAPPENS_BEFORE - 1] = { .name = "happens-before", .grows = true, .begins = true,
		.meaning = "happens-before would be cyclic" },
	[PROPAGATION - 1] = { .name = "propagation", .grows = true, .begins = true,
		.meaning = "propagates-before would be cyclic" },
	[RCU - 1] = { .name = "rcu", .grows = true, .begins = true,
		.meaning = "a critical section would contain a whole grace period (rcu)" },
	[PLAIN_COHERENCE - 1] = { .name = "plain-coherence", .grows = true, .begins = true,
		.meaning = "plain accesses would be seen out of order (plain-coherence)" },
};

const struct lkmm_model lkmm_kernel_model = {
	.name = "Linux-kernel memory model",
	.rule = rules,
	.nrules = sizeof(rules) / sizeof(rules[0]),
	.flags = ((1U << LKMM_NR_FLAGS) - 1) & ~(1U << LKMM_BAD_POINTER | 1U << LKMM_ASSERTION |
						   1U << LKMM_UNDEFINED_ARITHMETIC),
	.knows_locks = true,
	.leaves_out_turns = true,
	.knows_whole = true,
	.relaxed_commute = true,
	.programs = LKMM_SOURCE,
	.equations = &equations,
};
