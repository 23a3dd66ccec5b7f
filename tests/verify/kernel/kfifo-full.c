// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lib/kfifo.c, a fifo that is full: who gets a byte gets the oldest, which is overwritten only
 * after that. As it is, smp_wmb() does not order the read of the byte before the write of "out",
 * and "len" may be what was asked for, so that nothing orders the read of "out" before the write of
 * a byte.
 * expect: this assertion can fail
 * fault: lib/kfifo.c: l = kfifo_unused(fifo); => l = kfifo_unused(fifo); smp_mb();
 * fault: lib/kfifo.c: ;\n}\n\nunsigned int __kfifo_out_p => ; smp_mb();}\nunsigned __kfifo_out_p
 * expect: no fault in any execution
 * fault: lib/kfifo.c: ;\n}\n\nunsigned int __kfifo_out_p => ; smp_mb();}\nunsigned __kfifo_out_p
 * expect: this assertion can fail
 * fault: lib/kfifo.c: l = kfifo_unused(fifo); => l = kfifo_unused(fifo); smp_mb();
 * fault: lib/kfifo.c: ;\n}\n\nunsigned int __kfifo_out_p => ; smp_mb();}\nunsigned __kfifo_out_p
 * fault: lib/kfifo.c: if (len > l)\n\t\tlen = l;\n\n\tkfifo_copy_in => kfifo_copy_in
 * expect: this assertion can fail
 * fault: lib/kfifo.c: l = kfifo_unused(fifo); => l = kfifo_unused(fifo); smp_mb();
 * fault: lib/kfifo.c: ;\n}\n\nunsigned int __kfifo_out_p => ; smp_mb();}\nunsigned __kfifo_out_p
 * fault: lib/kfifo.c: (fifo->mask + 1) - (fifo->in - fifo->out) => fifo->mask
 * expect: this assertion can fail
 */
#include "kfifo-bytes.h"

int main(void)
{
	int p, c;

	kfifo_in(&fifo, "a", 1);
	kfifo_in(&fifo, "b", 1);
	p = lkmm_spawn(put, "c");
	c = lkmm_spawn(get, "a");
	lkmm_join(p);
	lkmm_join(c);
}
