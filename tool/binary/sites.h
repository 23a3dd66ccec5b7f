/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Where functions were inlined, by libdw. */
#ifndef LKMM_SITES_H
#define LKMM_SITES_H

#include <stdbool.h>
#include <stddef.h>

enum { SITE_RANGES = 8 };

struct site {
	char *name;			/* of the function */
	char section[32];		/* of an object file that is not linked; or empty */
	unsigned long long entry;	/* where its code is */
	struct {
		unsigned long long begin, end;
	} range[SITE_RANGES];
	int n;				/* 0: no code is left; more than SITE_RANGES: too many */
	bool seen;			/* for the caller */
};

struct sites {
	struct site *site;
	size_t n, room;
	bool (*wanted)(const struct sites *s, const char *name);
	bool kernel;			/* for the caller */
	bool failed;			/* out of memory */
};

/*
 * Adds each place in @file where a function was inlined whose name is wanted, but those inside
 * another one that is, inlined or not. False if there is no debug information.
 */
bool sites_read(struct sites *s, const char *file);
void sites_free(struct sites *s);

#endif
