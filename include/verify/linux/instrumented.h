/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: nothing is told to sanitizers. */
#ifndef __LKMM_VERIFY_LINUX_INSTRUMENTED_H
#define __LKMM_VERIFY_LINUX_INSTRUMENTED_H

#include <linux/kcsan-checks.h>

#define instrument_read(p, size) ((void)(p))
#define instrument_write(p, size) ((void)(p))
#define instrument_read_write(p, size) ((void)(p))
#define instrument_atomic_read(p, size) ((void)(p))
#define instrument_atomic_write(p, size) ((void)(p))
#define instrument_atomic_read_write(p, size) ((void)(p))

#endif
