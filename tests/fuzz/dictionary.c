// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Prints every operation and barrier as an entry of a fuzzer's dictionary. */
#include <lkmm/check/program.h>

#include <stdio.h>

static const char *const suffixes[LKMM_NR_ORDERS] = {
	[LKMM_RELAXED] = "_relaxed", [LKMM_ACQUIRE] = "_acquire", [LKMM_RELEASE] = "_release",
};

static void print_op(const struct lkmm_op *op, const char *type)
{
	printf("\"%s%s(\"\n", type, op->name);
	for (int i = 0; i < LKMM_NR_ORDERS; i++)
		if (op->orders >> i & 1 && suffixes[i] && i != (int)op->bare)
			printf("\"%s%s%s(\"\n", type, op->name, suffixes[i]);
}

int main(void)
{
	for (int i = 0; i < lkmm_nr_ops; i++)
		print_op(&lkmm_ops[i], lkmm_ops[i].atomic ? "atomic_" : "");
	for (int i = 0; i < lkmm_nr_barriers; i++)
		printf("\"%s();\"\n", lkmm_barriers[i].name);
	return 0;
}
