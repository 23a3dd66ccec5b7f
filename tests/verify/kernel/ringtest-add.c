// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * tools/virtio/ringtest/ring.c, with one descriptor: the guest gives a buffer, which the host uses
 * as the guest has filled it, and gets it back. All accesses are plain, and here count as marked
 * ones; fences of C11 count as smp_mb().
 * expect: no fault in any execution
 * fault: tools/virtio/ringtest/ring.c: smp_release();\n\tring => ring
 * expect: this assertion can fail
 * fault: tools/virtio/ringtest/ring.c: smp_acquire();\n\n => \n
 * expect: this assertion can fail
 * fault: tools/virtio/ringtest/ring.c: if (!(ring[head].flags & DESC_HW))\n => if (0)\n
 * expect: this assertion can fail
 * fault: tools/virtio/ringtest/ring.c: ring[head].len = len; => ;
 * expect: this assertion can fail
 * fault: tools/virtio/ringtest/ring.c: guest.num_free--; => ;
 * expect: this assertion can fail
 */
#include "ringtest.h"

static void use_guest(void *arg)
{
	unsigned int len;
	void *buf;
	int full;

	(void)arg;
	kcsan_nestable_atomic_begin();
	add_inbuf(2, "buffer", &cookie);
	full = add_inbuf(4, "buffer", &cookie);
	lkmm_assert(full == -1);
	if (get_buf(&len, &buf))
		lkmm_assert(len == 1);
	kcsan_nestable_atomic_end();
}

int main(void)
{
	alloc_ring();
	lkmm_spawn(use_guest, 0);
	lkmm_spawn(use_host, 0);
}
