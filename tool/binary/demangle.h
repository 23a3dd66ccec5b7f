/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Names of functions, as linkers know them, in the words of Rust (both its manglings) and C++. */
#ifndef LKMM_DEMANGLE_H
#define LKMM_DEMANGLE_H

#include <stdbool.h>
#include <stddef.h>

bool demangle_is_mangled(const char *name);
/* Mangled, and Rust's. */
bool demangle_is_rust(const char *name);

/*
 * Calls @each with the number of each of the @n mangled names and what it stands for, which lives
 * until @each returns. False, and no call, if that is unknown: it has printed the reason.
 */
bool demangle(const char *const *name, size_t n,
	      void (*each)(size_t i, const char *plain, void *arg), void *arg);

#endif
