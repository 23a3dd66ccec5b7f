/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: trace points are nothing. */
#ifndef __LKMM_VERIFY_TRACE_EVENTS_LOCK_H
#define __LKMM_VERIFY_TRACE_EVENTS_LOCK_H

#define trace_contention_begin(lock, flags) ((void)(lock))
#define trace_contention_end(lock, result) ((void)(lock))
#define LCB_F_SPIN 0
#define LCB_F_READ 0
#define LCB_F_WRITE 0

#endif
