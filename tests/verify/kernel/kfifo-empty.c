// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lib/kfifo.c, a fifo that is empty: who gets a byte gets the one that was put. As it is, only
 * a control dependency orders the read of the byte behind that of "in".
 * expect: this assertion can fail
 * fault: lib/kfifo.c: l = fifo->in - fifo->out; => l = fifo->in - fifo->out; smp_rmb();
 * expect: no fault in any execution
 * fault: lib/kfifo.c: l = fifo->in - fifo->out; => l = fifo->in - fifo->out; smp_rmb();
 * fault: lib/kfifo.c: smp_wmb();\n}\n\nunsigned int __kfifo_in(s => }\n\nunsigned int __kfifo_in(s
 * expect: this assertion can fail
 * fault: lib/kfifo.c: l = fifo->in - fifo->out; => l = fifo->in - fifo->out; smp_rmb();
 * fault: lib/kfifo.c: kfifo_copy_in(fifo, buf, len, fifo->in); => fifo->in += len;
 * fault: lib/kfifo.c: fifo->in += len;\n\treturn len => kfifo_copy_in(fifo, buf, 1, 0); return 1
 * expect: this assertion can fail
 * fault: lib/kfifo.c: l = fifo->in - fifo->out; => l = fifo->in - fifo->out; smp_rmb();
 * fault: lib/kfifo.c: if (len > l)\n\t\tlen = l;\n\n\tkfifo_copy_out => kfifo_copy_out
 * expect: this assertion can fail
 */
#include "kfifo-bytes.h"

int main(void)
{
	int p = lkmm_spawn(put, "a"), c = lkmm_spawn(get, "a");

	lkmm_join(p);
	lkmm_join(c);
}
