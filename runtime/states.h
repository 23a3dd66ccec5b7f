/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Prints the outcomes of a table, in the lines that run.c describes. */
#ifndef LKMM_RUN_STATES_H
#define LKMM_RUN_STATES_H

#include "table.h"

#include <stdio.h>

/* Which part of the run a moment belongs to: @share of it is over. */
static inline int slice_at(double share)
{
	int slice = (int)(share * TABLE_SLICES);

	return slice < 0 ? 0 : slice < TABLE_SLICES ? slice : TABLE_SLICES - 1;
}

/* @slices: how often each was seen in each part of the run, too. */
static inline void states_print(const struct table *seen, int nthreads, bool slices)
{
	for (size_t i = 0; i < seen->size; i++) {
		const struct entry *e = table_entry(seen, i);

		if (!e->count)
			continue;
		printf("state %llu ", (unsigned long long)e->count);
		for (int t = 0; t < nthreads; t++)
			putchar('0' + (int)(e->form >> 2 * t & 3));
		for (int k = 0; k < seen->nvalues; k++)
			printf(" %lld", (long long)e->value[k]);
		if (slices)
			printf(" |");
		for (int k = 0; k < TABLE_SLICES && slices; k++)
			printf(" %llu", (unsigned long long)e->slice[k]);
		putchar('\n');
	}
}

#endif
