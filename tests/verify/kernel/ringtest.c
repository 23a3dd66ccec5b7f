// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * tools/virtio/ringtest/ring.c, with one descriptor: the guest gets a buffer back that the host
 * uses, as the host has left it. All accesses are plain, and here count as marked ones; fences of
 * C11 count as smp_mb().
 * expect: no fault in any execution
 * fault: tools/virtio/ringtest/ring.c: smp_release();\n\tring[head].flags = 0 => ring[0].flags = 0
 * expect: this assertion can fail
 * fault: tools/virtio/ringtest/ring.c: smp_acquire();\n\t*lenp => *lenp
 * expect: this assertion can fail
 * fault: tools/virtio/ringtest/ring.c: smp_acquire();\n\t*lenp => barrier();\n\t*lenp
 * expect: this assertion can fail
 * fault: tools/virtio/ringtest/ring.c: ring[head].len--; => ;
 * fault: tools/virtio/ringtest/ring.c: ring[head].flags = 0; => ring[0].flags = 0; ring[0].len--;
 * expect: this assertion can fail
 * fault: tools/virtio/ringtest/ring.c: if (ring[head].flags & DESC_HW) => if (0)
 * expect: this assertion can fail
 */
#include "ringtest.h"

static void use_guest(void *arg)
{
	unsigned int len;
	void *buf;

	(void)arg;
	kcsan_nestable_atomic_begin();
	if (get_buf(&len, &buf))
		lkmm_assert(len == 1);
	kcsan_nestable_atomic_end();
}

int main(void)
{
	int g, h;

	alloc_ring();
	add_inbuf(2, "buffer", &cookie);
	g = lkmm_spawn(use_guest, 0);
	h = lkmm_spawn(use_host, 0);
	lkmm_join(g);
	lkmm_join(h);
}
