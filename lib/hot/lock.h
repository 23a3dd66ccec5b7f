/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* One thread at a time, and no signal handler in between. */
#ifndef LKMM_HOT_LOCK_H
#define LKMM_HOT_LOCK_H

#include <signal.h>
#include <stdbool.h>

#define HOT_HIDDEN __attribute__((__visibility__("hidden")))

struct hot_entry {
	sigset_t saved;
	bool blocked;
};

/*
 * False in a confined process, where signals cannot be blocked, if the lock is in use: by the code
 * that this signal handler has interrupted, or by a thread that left such a handler by longjmp().
 */
HOT_HIDDEN bool hot_enter(struct hot_entry *e);
HOT_HIDDEN void hot_leave(const struct hot_entry *e);
/* In a new process: a thread that held the lock is not in this one. */
HOT_HIDDEN void hot_unlock(void);

/* Whether system calls may be the end of the process. */
HOT_HIDDEN bool hot_is_confined(void);
HOT_HIDDEN void hot_set_confined(bool is);

#endif
