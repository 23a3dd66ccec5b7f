/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The kernel's own file, where one follows on the path; else <lkmm/rcuref.h> by its names. */
#if __has_include_next(<linux/rcuref.h>)
# include_next <linux/rcuref.h>
#elif !defined(__LKMM_LINUX_RCUREF_H)
#define __LKMM_LINUX_RCUREF_H

#include <linux/atomic.h>
#include <linux/rcupdate.h>
#include <lkmm/rcuref.h>

#define RCUREF_ONEREF 0u
#define RCUREF_MAXREF LKMM_RCUREF_MAXREF
#define RCUREF_SATURATED LKMM_RCUREF_SATURATED
#define RCUREF_RELEASED LKMM_RCUREF_RELEASED
#define RCUREF_DEAD LKMM_RCUREF_DEAD
#define RCUREF_NOREF LKMM_RCUREF_NOREF

#define rcuref_init lkmm_rcuref_init
#define rcuref_read lkmm_rcuref_read
#define rcuref_get lkmm_rcuref_get
#define rcuref_put_rcusafe lkmm_rcuref_put

static inline bool rcuref_put(rcuref_t *ref)
{
	bool last;

	rcu_read_lock();
	last = lkmm_rcuref_put(ref);
	rcu_read_unlock();
	return last;
}

#endif
