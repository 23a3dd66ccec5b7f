/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The known word that is nearest to an unknown one: a suggestion for a typing error. */
#ifndef LKMM_NEAREST_H
#define LKMM_NEAREST_H

#include <stdbool.h>

enum { NEAREST_TEXT = 64 };

struct nearest {
	const char *word;
	int len;
	int cost;			/* of the best so far, in half letters */
	char best[NEAREST_TEXT];	/* "" if none is near */
};

void nearest_open(struct nearest *n, const char *word, int len);
/* Another word that is known. */
void nearest_try(struct nearest *n, const char *known);
/* " (did you mean 'BEST'?)", or "" */
const char *nearest_hint(const struct nearest *n, char text[2 * NEAREST_TEXT]);

#endif
