/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Copies of memory that others access at the same time. Each access is a marked one, so that it is
 * part of no data race, as those of memcpy() are; the copy as a whole may be torn between any two
 * bytes, and orders nothing. For the readers and writers of a sequence count, which detect that.
 */
#ifndef LKMM_BYTES_H
#define LKMM_BYTES_H

#include <lkmm/object.h>
#include <lkmm/types.h>

/* Whether both can be copied by longs, up to what is left at the end. */
static __lkmm_inline bool __lkmm_by_longs(const volatile void *a, const volatile void *b)
{
	return (((uintptr_t)a | (uintptr_t)b) & (sizeof(long) - 1)) == 0;
}

/**
 * lkmm_read_bytes() - copy memory that others may write
 * @to: memory of this thread
 * @from: what others may write
 * @n: how many bytes
 *
 * Ordering: relaxed, of each read.
 */
static inline __attribute__((__unused__))
void lkmm_read_bytes(void *to, const volatile void *from, size_t n)
{
	size_t i = 0;

	if (__lkmm_by_longs(to, from))
		for (; i + sizeof(long) <= n; i += sizeof(long))
			*(__lkmm_ulong *)((char *)to + i) =
				lkmm_READ_ONCE(*(const volatile __lkmm_ulong *)
					       ((const volatile char *)from + i));
	for (; i < n; i++)
		((__lkmm_u8 *)to)[i] = lkmm_READ_ONCE(((const volatile __lkmm_u8 *)from)[i]);
}

/**
 * lkmm_write_bytes() - overwrite memory that others may read
 * @to: what others may read
 * @from: memory of this thread
 * @n: how many bytes
 *
 * Ordering: relaxed, of each write.
 */
static inline __attribute__((__unused__))
void lkmm_write_bytes(volatile void *to, const void *from, size_t n)
{
	size_t i = 0;

	if (__lkmm_by_longs(to, from))
		for (; i + sizeof(long) <= n; i += sizeof(long))
			lkmm_WRITE_ONCE(*(volatile __lkmm_ulong *)((volatile char *)to + i),
					*(const __lkmm_ulong *)((const char *)from + i));
	for (; i < n; i++)
		lkmm_WRITE_ONCE(((volatile __lkmm_u8 *)to)[i], ((const __lkmm_u8 *)from)[i]);
}

#endif
