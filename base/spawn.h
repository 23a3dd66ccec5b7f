/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Other programs. */
#ifndef LKMM_SPAWN_H
#define LKMM_SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * Starts @argv, found by PATH, with @in and @out as its input and output; -1: as ours. @log is a
 * file for its standard error, and for its standard output if that is not @out; NULL: as ours. It
 * is killed when the calling thread ends, by any cause. Returns an error number, or 0.
 */
int spawn(char *const *argv, int in, int out, const char *log, pid_t *pid);
/* Waits. True if it ended well. */
bool spawned_well(pid_t pid);

#endif
