/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Features of CPUs: read/feature.c; gen.h includes this. */
#ifndef LKMM_GEN_FEATURE_H
#define LKMM_GEN_FEATURE_H

#include <stddef.h>

struct arch;
struct line;
struct sequence;

struct feature {
	char *name, *c_macro, *rust_cfg;
	char *directive;		/* NULL: the compiler knows, and no program asks the CPU */
};

/* @more is the line inside, or NULL. */
void read_feature(const struct line *l, const struct line *more, struct arch *a);
/* The feature called so; or, by names with a + between, all of them. NULL: there is none. */
const struct feature *find_feature(struct arch *a, const char *name, size_t len);
/* The feature without which code has none of @s: only of cmpxchg2; or NULL. */
const struct feature *only_with(const struct sequence *s);

#endif
