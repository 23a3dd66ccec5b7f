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
 * Calls @each with the number and the meaning of each of the @n mangled names; the meaning lives
 * until @each returns. False after a message, without a call, if it is unknown.
 */
bool demangle(const char *const *name, size_t n,
	      void (*each)(size_t i, const char *plain, void *arg), void *arg);

#endif
