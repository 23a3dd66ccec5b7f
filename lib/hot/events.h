/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Events of a process that the counters must know: intercept.c reports them to counters.c. */
#ifndef LKMM_HOT_EVENTS_H
#define LKMM_HOT_EVENTS_H

#include <stdbool.h>

/* In a child that has its own memory. Safe in a signal handler. */
__attribute__((__visibility__("hidden"))) void hot_forked(void);
/* Libraries have been unloaded: something else may be loaded there next. */
__attribute__((__visibility__("hidden"))) void hot_unloaded(void);
/*
 * From here on, a system call may kill the process: the counters make none. Returns the previous
 * state; hot_unconfine() with that undoes it.
 */
__attribute__((__visibility__("hidden"))) bool hot_confine(void);
__attribute__((__visibility__("hidden"))) void hot_unconfine(bool before);

#endif
