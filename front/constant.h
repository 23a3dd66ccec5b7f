/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Expressions whose value is known while a test is read. */
#ifndef LKMM_FRONT_CONSTANT_H
#define LKMM_FRONT_CONSTANT_H

#include <lkmm/check/program.h>

/* Whether @e has a value that no execution changes; it is *@v then. */
bool constant_value(const struct lkmm_test *t, const struct lkmm_expr *e, int64_t *v);

#endif
