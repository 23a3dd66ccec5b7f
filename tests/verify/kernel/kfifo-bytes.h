/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * lib/kfifo.c, whose accesses are plain, and here count as marked ones: one thread puts a byte into
 * a fifo, another gets one.
 */
#include <linux/bug.h>
#include <linux/kcsan-checks.h>
#include <linux/types.h>

/* A copy of one byte, or of none: any other is a fault. */
static inline void copy(char *to, const char *from, size_t n)
{
	BUG_ON(n > 1);
	if (n)
		*to = *from;
}

#define memcpy(to, from, n) copy(to, from, n)
#include <lib/kfifo.c>
#include <lkmm/verify.h>

static DEFINE_KFIFO(fifo, char, 2);

static void put(void *byte)
{
	kcsan_nestable_atomic_begin();
	kfifo_in(&fifo, (char *)byte, 1);
	kcsan_nestable_atomic_end();
}

static void get(void *expected)
{
	char c;

	kcsan_nestable_atomic_begin();
	if (kfifo_out(&fifo, &c, 1))
		lkmm_assert(c == *(char *)expected);
	kcsan_nestable_atomic_end();
}
