/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: accesses in data_race() are part of no data race. */
#ifndef __LKMM_VERIFY_LINUX_COMPILER_H
#define __LKMM_VERIFY_LINUX_COMPILER_H

#include_next <linux/compiler.h>

void lkmm_verify_may_race(int enters);

#undef data_race
#define data_race(expr) __extension__ ({							\
	lkmm_verify_may_race(1);								\
	__auto_type __lkmm_race = (expr);							\
	lkmm_verify_may_race(0);								\
	__lkmm_race;										\
})

#ifndef prefetch
# define prefetch(p) ((void)(p))
# define prefetchw(p) ((void)(p))
#endif

#endif
