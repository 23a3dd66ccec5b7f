/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify, in place of that of kernel/locking/: events are not counted. */
#ifndef __LKMM_VERIFY_LOCK_EVENTS_H
#define __LKMM_VERIFY_LOCK_EVENTS_H

#define lockevent_inc(event) ((void)0)
#define lockevent_add(event, n) ((void)0)
#define lockevent_cond_inc(event, cond) ((void)0)

#endif
