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
/*
 * The same with a text of one's own: whether it is time for the next, and the text. @always: at
 * once; and not only on a terminal, elsewhere as a line every second.
 */
bool progress_due(double begin, bool always);
void progress_put(const char *text);

/* From now on an interrupt ends nothing by itself: interrupted() tells of it. */
void interrupt_catch(void);
/* The same; but the second of a kind ends the process. */
void interrupt_catch_one(void);
bool interrupted(void);
/* For struct lkmm_options.stop: the same, or the moment is past that @limit points to, a double
 * that is 0 without limit. */
bool interrupted_or_past(void *limit);
/* It also goes to this process; -1: to none. */
void interrupt_pass_to(pid_t pid);

#endif
