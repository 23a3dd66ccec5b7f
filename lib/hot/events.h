/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What happens to a process, and the counters must know: intercept.c tells counters.c. */
#ifndef LKMM_HOT_EVENTS_H
#define LKMM_HOT_EVENTS_H

#include <stdbool.h>

/* In a child that has its own memory. Safe in a signal handler. */
__attribute__((__visibility__("hidden"))) void hot_forked(void);
/* Libraries have been unloaded: something else may be loaded there next. */
__attribute__((__visibility__("hidden"))) void hot_unloaded(void);
/*
 * From here on, system calls may be the end of the process: the counters make none. Returns what it
 * was before; hot_unconfine() with that undoes it.
 */
__attribute__((__visibility__("hidden"))) bool hot_confine(void);
__attribute__((__visibility__("hidden"))) void hot_unconfine(bool before);

#endif
