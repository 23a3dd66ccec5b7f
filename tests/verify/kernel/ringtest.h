/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * tools/virtio/ringtest/ring.c with one descriptor, its environment, and a host. All accesses of
 * ring.c are plain, and here count as marked ones; fences of C11 count as smp_mb().
 */
#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* main.h has its barriers in C as well. */
#undef __x86_64__
#undef __i386__
#undef __aarch64__
#undef __s390x__
#include <tools/virtio/ringtest/main.h>

/* Known to the compiler, so that addresses do not depend on what is read. */
#define ring_size 1u

#include <tools/virtio/ringtest/ring.c>
#include <linux/kcsan-checks.h>
#include <lkmm/verify.h>

static int cookie;

int posix_memalign(void **p, size_t alignment, size_t size)
{
	static struct desc memory[1];

	(void)alignment;
	assert(size == sizeof(memory));
	*p = memory;
	return 0;
}

void kick(void)
{
}

void call(void)
{
}

static void use_host(void *arg)
{
	unsigned int len;
	void *buf;

	(void)arg;
	kcsan_nestable_atomic_begin();
	use_buf(&len, &buf);
	kcsan_nestable_atomic_end();
}
