// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <linux/kfifo.h>, whose accesses are plain, and here count as marked ones: one thread puts, and
 * one gets. A control dependency alone orders kfifo_get()'s read of an entry behind its read of
 * "in", and orders writes only; and smp_wmb() does not order that read before "out": so it gets
 * what is too old, or too new, as it is, and with one barrier more. With two it does not.
 * expect: this assertion can fail
 * fault: include/linux/kfifo.h: !kfifo_is_empty(__tmp); => !kfifo_is_empty(__tmp); smp_rmb();
 * fault: include/linux/kfifo.h: smp_wmb(); \\n\t\t\t__kfifo->out++ => smp_mb(); __kfifo->out++
 * expect: no fault in any execution
 * fault: include/linux/kfifo.h: !kfifo_is_empty(__tmp); => !kfifo_is_empty(__tmp); smp_rmb();
 * expect: this assertion can fail
 * fault: include/linux/kfifo.h: smp_wmb(); \\n\t\t\t__kfifo->out++ => smp_mb(); __kfifo->out++
 * expect: this assertion can fail
 * fault: include/linux/kfifo.h: !kfifo_is_empty(__tmp); => !kfifo_is_empty(__tmp); smp_rmb();
 * fault: include/linux/kfifo.h: smp_wmb(); \\n\t\t\t__kfifo->out++ => smp_mb(); __kfifo->out++
 * fault: include/linux/kfifo.h: smp_wmb(); \\n\t\t\t__kfifo->in++ => __kfifo->in++
 * expect: this assertion can fail
 * fault: include/linux/kfifo.h: !kfifo_is_empty(__tmp); => !kfifo_is_empty(__tmp); smp_rmb();
 * fault: include/linux/kfifo.h: smp_wmb(); \\n\t\t\t__kfifo->out++ => smp_mb(); __kfifo->out++
 * fault: include/linux/kfifo.h: __ret = !kfifo_is_full(__tmp); => __ret = 1;
 * expect: this assertion can fail
 * fault: include/linux/kfifo.h: __ret = !kfifo_is_empty(__tmp); => __ret = 1; smp_rmb();
 * fault: include/linux/kfifo.h: smp_wmb(); \\n\t\t\t__kfifo->out++ => smp_mb(); __kfifo->out++
 * expect: this assertion can fail
 */
#include <linux/bug.h>
#include <linux/kcsan-checks.h>
#include <linux/kfifo.h>
#include <lkmm/verify.h>

static DEFINE_KFIFO(fifo, int, 2);

/* What is compiled for fifos of records is not called. */
unsigned int __kfifo_in_r(struct __kfifo *f, const void *from, unsigned int n, size_t size)
{
	BUG();
}

unsigned int __kfifo_out_r(struct __kfifo *f, void *to, unsigned int n, size_t size)
{
	BUG();
}

static void produce(void *arg)
{
	(void)arg;
	kcsan_nestable_atomic_begin();
	kfifo_put(&fifo, 1);
	kfifo_put(&fifo, 2);
	kfifo_put(&fifo, 3);
	kcsan_nestable_atomic_end();
}

static void consume(void *arg)
{
	int x;

	(void)arg;
	kcsan_nestable_atomic_begin();
	if (kfifo_get(&fifo, &x))
		lkmm_assert(x == 1);
	kcsan_nestable_atomic_end();
}

int main(void)
{
	int p = lkmm_spawn(produce, 0), c = lkmm_spawn(consume, 0);

	lkmm_join(p);
	lkmm_join(c);
}
