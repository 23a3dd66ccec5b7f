/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A directory for the files that a subcommand writes and compiles. */
#ifndef LKMM_SCRATCH_H
#define LKMM_SCRATCH_H

#include "text.h"

enum { SCRATCH_PATH = 4096 };

/*
 * @keep, made if missing; NULL: a temporary one, which is removed by scratch_remove(), or at the
 * end of this process, by any cause. Neither a directory that is kept nor any file in it may be a
 * symbolic link, which would lead elsewhere. False, after a message, on failure.
 */
bool scratch_open(char dir[SCRATCH_PATH], const char *keep, const char *subcommand);
/* With all that is in it, unless it is @keep. */
void scratch_remove(const char *dir, const char *keep);
/* Writes @text to the file @name in @dir. False after a message. */
bool scratch_write(const char *dir, const char *name, const struct text *text);

#endif
