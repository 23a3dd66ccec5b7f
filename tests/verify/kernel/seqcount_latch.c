// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <linux/seqlock.h>, seqcount_latch_t: a writer changes two copies one after the other, and a
 * reader, which never waits for it, reads one that is whole, if it need not try again.
 * expect: no fault in any execution
 * fault: include/linux/seqlock.h: smp_wmb();\t/ => /
 * expect: this assertion can fail
 * fault: include/linux/seqlock.h: smp_wmb();      / => /
 * expect: this assertion can fail
 * fault: include/linux/seqlock.h: smp_rmb();\n\treturn unlikely(READ => return unlikely(READ
 * expect: this assertion can fail
 * fault: include/linux/seqlock.h: unlikely(READ_ONCE(s->seqcount.sequence) != start) => 0
 * expect: this assertion can fail
 * fault: include/linux/seqlock.h: kcsan_nestable_atomic_begin(); => ;
 * fault: include/linux/seqlock.h: kcsan_nestable_atomic_end(); => ;
 * expect: data race
 */
#include <linux/seqlock.h>
#include <lkmm/verify.h>

static struct {
	seqcount_latch_t seq;
	int a[2], b[2];
} latch;

static void write(void *arg)
{
	(void)arg;
	write_seqcount_latch_begin(&latch.seq);
	latch.a[0] = 1;
	latch.b[0] = 1;
	write_seqcount_latch(&latch.seq);
	latch.a[1] = 1;
	latch.b[1] = 1;
	write_seqcount_latch_end(&latch.seq);
}

static void read(void *arg)
{
	unsigned int seq;
	int x, y;

	(void)arg;
	do {
		seq = read_seqcount_latch(&latch.seq);
		x = latch.a[seq & 1];
		y = latch.b[seq & 1];
	} while (read_seqcount_latch_retry(&latch.seq, seq));
	lkmm_assert(x == y);
}

int main(void)
{
	lkmm_spawn(write, 0);
	lkmm_spawn(read, 0);
}
