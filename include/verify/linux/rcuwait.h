/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: a task that waits for another one looks again and again: see wait.h. */
#ifndef __LKMM_VERIFY_LINUX_RCUWAIT_H
#define __LKMM_VERIFY_LINUX_RCUWAIT_H

#include <linux/rcupdate.h>
#include <linux/sched.h>

struct rcuwait {
	int waits;
};

#define __RCUWAIT_INITIALIZER(name) { 0 }
#define rcuwait_init(w) ((void)(w))
#define rcuwait_active(w) ((void)(w), 1)
/* The task is woken behind a barrier, if it waits. */
#define rcuwait_wake_up(w) ((void)(w), smp_mb(), 0)
#define rcuwait_wait_event(w, condition, state)							\
	__extension__ ({									\
		(void)(w);									\
		for (;;) {									\
			set_current_state(state);						\
			if (condition)								\
				break;								\
			schedule();								\
		}										\
		0;										\
	})

#endif
