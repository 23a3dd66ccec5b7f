/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Functions that main.c runs: each source beside it is one subject, in the kernel's spelling. */
#ifndef SUBJECT_H
#define SUBJECT_H

#include <linux/types.h>

struct subject {
	const char *name;
	int threads;
	/*
	 * One thread's part. Ends when it has done @rounds, or soon after @stop becomes true.
	 * Returns the rounds done.
	 */
	unsigned long (*thread)(int id, unsigned long rounds, const bool *stop);
	/* Afterwards: does everything add up, if the threads did @rounds together? */
	bool (*check)(unsigned long rounds);
};

extern const struct subject *const subjects[];		/* up to NULL */

#endif
