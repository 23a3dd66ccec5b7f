/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Variables of several parts: each is a separate location, with a name such as n.next. */
#ifndef LKMM_FRONT_OBJECT_H
#define LKMM_FRONT_OBJECT_H

#include "build.h"

/* Whether the location @loc is the first part of a variable that has parts. */
bool has_parts(const struct lkmm_test *t, int loc);
/* The part of the variable @first that begins at @offset, or -1. */
int find_part(const struct lkmm_test *t, int first, int offset);
/* Makes @name, at @offset, a part of the variable @first; the first one made is @first itself. */
int add_part(struct litmus *l, int first, const char *name, struct lkmm_integer integer,
	     int offset);
/*
 * .m and [n] behind the variable @loc, whose name has been read: the part of that name. @whole is
 * set if it has parts itself: it is the first of them then.
 */
int parse_part(struct litmus *l, int loc, bool *whole);

#endif
