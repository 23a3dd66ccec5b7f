/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The kernel's own file, where one follows on the path; else <lkmm/kref.h> by its names. */
#if __has_include_next(<linux/kref.h>)
# include_next <linux/kref.h>
#elif !defined(__LKMM_LINUX_KREF_H)
#define __LKMM_LINUX_KREF_H

#include <linux/refcount.h>
#include <lkmm/kref.h>

/* A type, and often the name of an object of it too: both are renamed alike. */
#define kref lkmm_kref
#define KREF_INIT(n) LKMM_KREF_INIT(n)

#define kref_init lkmm_kref_init
#define kref_read lkmm_kref_read
#define kref_get lkmm_kref_get
#define kref_get_unless_zero lkmm_kref_get_unless_zero
#define kref_put lkmm_kref_put
#define kref_put_lock(k, release, lock)								\
	lkmm_kref_put_lock(k, release, spin_lock(lock), spin_unlock(lock))
#define kref_put_mutex(k, release, lock)							\
	lkmm_kref_put_lock(k, release, mutex_lock(lock), mutex_unlock(lock))

#endif
