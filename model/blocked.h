/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Executions that do not end: blocked.c looks for them, standing.c lists the places where threads
 * may stand.
 */
#ifndef LKMM_BLOCKED_H
#define LKMM_BLOCKED_H

#include "model/engine/query.h"

/* ---- standing.c ---- */

/* Whether any thread may wait for ever, as far as can be seen from each thread alone. */
bool lkmm_any_may_block(const struct query *q);
/* All ways of thread @t: those that end, then those on which it waits for ever. False if there are
 * too many, or without memory. */
bool lkmm_list_standing(struct query *q, struct paths *all, int t);

#endif
