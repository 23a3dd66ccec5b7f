/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef LKMM_USER_TYPES_H
#define LKMM_USER_TYPES_H

#include <linux/types.h>

#define lkmm_atomic_t atomic_t
#define lkmm_atomic64_t atomic64_t
#define lkmm_atomic_long_t atomic_long_t

#endif
