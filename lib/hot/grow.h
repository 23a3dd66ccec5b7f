/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Extends the file of a process, and prints a message on failure. Signals must be blocked.
 */
#ifndef LKMM_HOT_GROW_H
#define LKMM_HOT_GROW_H

#include <stdint.h>

/*
 * Maps @size more bytes, all zero, at the end of a file that has @at and was opened to append;
 * NULL: no room.
 */
__attribute__((__visibility__("hidden"))) void *hot_grow(int fd, uint64_t at, uint64_t size);
__attribute__((__visibility__("hidden"))) void hot_print(const char *s);

#endif
