/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: sizes that the kernel's build computes. */
#ifndef __LKMM_VERIFY_GENERATED_BOUNDS_H
#define __LKMM_VERIFY_GENERATED_BOUNDS_H

#define SPINLOCK_SIZE 4

#endif
