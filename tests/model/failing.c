// SPDX-License-Identifier: GPL-2.0 OR MIT
/* To be preloaded: allocation FAIL_AT fails, for any caller. */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t size);

static long count, fail_at = -2;

static bool fails(void)
{
	if (fail_at == -2) {
		const char *s = getenv("FAIL_AT");

		fail_at = s ? atol(s) : -1;
	}
	if (__atomic_fetch_add(&count, 1, __ATOMIC_RELAXED) != fail_at)
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
	return fails() ? NULL : __libc_realloc(p, size);
}
