/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The variants of lean.h that are compiled in, in pairs: lkmm's and the one that it is compared
 * with.
 */
#ifndef LKMM_BENCH_LEAN_SUBJECTS_H
#define LKMM_BENCH_LEAN_SUBJECTS_H

#include <stddef.h>

#include "lean.h"

#define LEAN_ENUM(variant, name) LEAN_##name,
enum { LEAN_OPERATIONS(LEAN_ENUM, ) LEAN_OPERATION_COUNT };
extern const char *const lean_names[LEAN_OPERATION_COUNT];

/* Ends with a NULL id. */
extern const struct lean_variant {
	const char *id;
	lean_loop *loops[LEAN_OPERATION_COUNT];
} lean_variants[];

#endif
