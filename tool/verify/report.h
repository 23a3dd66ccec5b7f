/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The report on a program, while it is written. */
#ifndef LKMM_VERIFY_REPORT_H
#define LKMM_VERIFY_REPORT_H

#include "optimized.h"

struct report {
	struct verify *v;
	struct verdict *d;
	const char *file;
	struct text out, err;
	struct findings findings;
	struct lkmm_place at;		/* of the fault that is being written to .out */
	size_t begin;
	int faults;
	int status;
};

/* What can go wrong in main(), by its number in front/llvm/llvm.h. */
extern const struct main_fault {
	const char *name, *text, *words;
} main_faults[];

/* Loops were cut, not all executions were checked, or some were left out; after how many turns. */
bool report_is_bounded(const struct verdict *d);
int report_turns(const struct report *r);
/* The next of the loops that were cut, one of each line. */
int report_next_cut(const struct lkmm_answer *a, int k);
/* The exit status for the faults; and with that of the program after optimisation, @left. */
int report_status_of(const struct report *r);
int report_status_with(int status, const struct optimized *o, int left);
/* Counts the faults, and prints nothing. */
void report_count_faults(struct report *r);
/* Whether there is no verdict, as of an access of another size; after a message. */
bool report_is_of_other_size(struct report *r);
/* report_json.c */
void report_as_json(struct report *r);

#endif
