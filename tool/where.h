/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Where the rest of lkmm is. */
#ifndef LKMM_WHERE_H
#define LKMM_WHERE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The first of @names, which NULL ends, that exists, seen from the directory of this command: in a build directory, or
 * installed. False if there is none.
 */
bool find_beside(const char *const *names, char *path, size_t room);

#endif
