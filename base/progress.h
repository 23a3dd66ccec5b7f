/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Work that takes a while: shows its progress on a terminal, and handles interrupts. */
#ifndef LKMM_PROGRESS_H
#define LKMM_PROGRESS_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * On a terminal, "WHAT DONE of ALL, SECONDS s", once two seconds have passed since @begin, a time
 * of clock_now(); each call replaces the line before.
 */
void progress_show(double begin, const char *what, int done, int all);
void progress_clear(void);

/* From now on an interrupt ends nothing by itself: interrupted() tells of it. */
void interrupt_catch(void);
bool interrupted(void);
/* It also goes to this process; -1: to none. */
void interrupt_pass_to(pid_t pid);

#endif
