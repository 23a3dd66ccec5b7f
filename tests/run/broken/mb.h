/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* x86-64 with an smp_mb() that only holds back the compiler. */
#include "x86_64-right.h"

#define __lkmm_mb() __lkmm_barrier()
