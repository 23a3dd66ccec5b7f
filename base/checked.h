/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Objects in files that reveal damage: the last member is a digest of the text before it. */
#ifndef LKMM_BASE_CHECKED_H
#define LKMM_BASE_CHECKED_H

#include "json.h"

/* Adds @object, which has members, as a line. False without memory. */
bool put_checked(struct text *out, const json_t *object);
/* Whether @text is such a line, complete and unchanged. */
bool is_undamaged(const char *text);

#endif
