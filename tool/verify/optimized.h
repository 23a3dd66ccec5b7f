/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* lkmm verify --optimized: a program after optimisation. */
#ifndef LKMM_OPTIMIZED_H
#define LKMM_OPTIMIZED_H

#include "effects.h"
#include "verify.h"
#include "show/why.h"

struct optimized {
	struct verify v;
	struct verdict d;
	const struct verdict *source;
	bool compared;
	struct litmus_test test;
	struct why why;
	bool worse;			/* it has a fault of a kind that the source's has not */
	bool no_memory;
	int lost;			/* dependencies */
	struct effect *effect;
	int neffects;
};

/*
 * Compiles the files of @v again, with optimisation, and decides that; @d has the source's verdict,
 * and gets .optimized. False after a message. verify_optimized_free() is called in both cases.
 */
bool verify_optimized(const struct verify *v, struct verdict *d, struct optimized *o);
void verify_optimized_free(struct optimized *o);
/* What the compiler has changed, a line for each; and as a list, or NULL without memory. */
void verify_put_effects(struct text *out, const char *file, const struct verdict *d);
json_t *verify_json_effects(const struct verdict *d);
void verify_find_effects(struct findings *f, const char *file, const struct verdict *d);

#endif
