/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The time since some moment, in seconds. */
#ifndef LKMM_CLOCK_H
#define LKMM_CLOCK_H

#include <stdbool.h>

double clock_now(void);
/* For struct lkmm_options.stop: whether the moment that @limit points to, a double, is past. */
bool clock_past(void *limit);

#endif
