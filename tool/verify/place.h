/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef LKMM_VERIFY_PLACE_H
#define LKMM_VERIFY_PLACE_H

#include "front/test.h"

/* Where the access @a begins in the text of @l, if debug information says @at. */
size_t find_place(const struct litmus_test *l, size_t at, bool rust, const struct lkmm_access *a);

#endif
