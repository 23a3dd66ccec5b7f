/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Bytes of memory, as lib/string.c has them. Plain. */

/* memcmp() */
static inline int memcmp(const void *cs, const void *ct, size_t count)
{
	const unsigned char *a = cs, *b = ct;

	for (size_t i = 0; i < count; i++)
		if (a[i] != b[i])
			return a[i] - b[i];
	return 0;
}
