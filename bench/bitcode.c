// SPDX-License-Identifier: GPL-2.0 OR MIT
/* liblkmm's functions as bitcode: what is inlined elsewhere has definitions of its own here. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lkmm/types.h>

#define static
#define inline
#include <lkmm/atomic.h>
