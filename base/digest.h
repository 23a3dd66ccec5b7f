/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Digests: 64 bits of FNV-1a. They reveal mistakes and damage, not malice. */
#ifndef LKMM_BASE_DIGEST_H
#define LKMM_BASE_DIGEST_H

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct digest {
	char s[17];
};

#define DIGEST_EMPTY UINT64_C(0xcbf29ce484222325)

static inline uint64_t digest_bytes(uint64_t h, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * UINT64_C(0x100000001b3);
	return h;
}

/* A string with its end; nothing for NULL. */
static inline uint64_t digest_add(uint64_t h, const char *s)
{
	return s ? digest_bytes(h, s, strlen(s) + 1) : h;
}

static inline struct digest digest_text(uint64_t h)
{
	struct digest d;

	snprintf(d.s, sizeof(d.s), "%016" PRIx64, h);
	return d;
}

#endif
