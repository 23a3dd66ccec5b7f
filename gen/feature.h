/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Features of CPUs: read/feature.c; gen.h includes this. */
#ifndef LKMM_GEN_FEATURE_H
#define LKMM_GEN_FEATURE_H

#include <stddef.h>

struct arch;
struct line;

struct feature {
	char *name, *c_macro, *rust_cfg, *directive;
};

/* @more is the line inside, or NULL. */
void read_feature(const struct line *l, const struct line *more, struct arch *a);
const struct feature *find_feature(const struct arch *a, const char *name, size_t len);

#endif
