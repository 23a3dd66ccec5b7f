/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: who waits is awake anyway. */
#ifndef __LKMM_VERIFY_LINUX_SCHED_WAKE_Q_H
#define __LKMM_VERIFY_LINUX_SCHED_WAKE_Q_H

#include <linux/sched.h>
#include <linux/types.h>

struct wake_q_head {
};

#define DEFINE_WAKE_Q(name) struct wake_q_head name
#define wake_q_init(head) ((void)(head))
#define wake_q_empty(head) ((void)(head), true)
#define wake_q_add(head, task) ((void)(head), (void)(task))
#define wake_q_add_safe(head, task) wake_q_add(head, task)
#define wake_up_q(head) ((void)(head))

#endif
