// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Sequential consistency, as a value. */
#include "model/engine/value.h"

extern const struct equations lkmm_sc_equations_1, lkmm_sc_equations_4, lkmm_sc_equations_16;

static const struct lkmm_equations equations = { .of_size = {
	&lkmm_sc_equations_1, &lkmm_sc_equations_4, &lkmm_sc_equations_16
} };

/* In the order of sc.c. */
static const struct lkmm_rule rules[] = {
	{ .name = "sc", .grows = true, .begins = true,
	  .meaning = "no interleaving of the threads has these reads and writes (sc)" },
	{ .name = "atomic", .grows = true, .begins = true,
	  .meaning = "a write would come between the halves of an atomic operation (atomic)" },
};

const struct lkmm_model lkmm_sc_model = {
	.name = "sequential consistency",
	.rule = rules,
	.nrules = sizeof(rules) / sizeof(rules[0]),
	.leaves_out_turns = true,	/* an order of the accesses without them is one, too */
	.knows_whole = true,
	.equations = &equations,
};
