/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Words of include/linux/export.h, kernel.h and others that mean nothing in a litmus test. */
#define EXPORT_SYMBOL(name)
#define might_sleep_if(condition) ((void)0)
#define might_lock(lock) ((void)0)
#define prefetch(address) ((void)0)
