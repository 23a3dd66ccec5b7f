/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: tasks are numbers, and nobody frees them. */
#ifndef __LKMM_VERIFY_LINUX_SCHED_TASK_H
#define __LKMM_VERIFY_LINUX_SCHED_TASK_H

#include <linux/sched.h>

#define get_task_struct(task) (task)
#define put_task_struct(task) ((void)(task))

#endif
