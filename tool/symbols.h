/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* From addresses to names and lines. */
#ifndef LKMM_SYMBOLS_H
#define LKMM_SYMBOLS_H

#include <stdbool.h>
#include <stdint.h>

/* What is known of an address; NULL and 0 where nothing is. The strings live as long as the symbols. */
struct symbol {
	const char *function, *file;
	int line;
	/* where that function was inlined: the function itself */
	const char *outer;
	bool rust;
};

#endif
