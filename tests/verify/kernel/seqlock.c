// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <linux/seqlock.h>: two writers, and a reader, which has read both values of one of them if it
 * need not try again.
 * expect: no fault in any execution
 * fault: include/linux/seqlock.h: smp_rmb();\n\treturn do_ => return do_
 * expect: this assertion can fail
 * fault: include/linux/seqlock.h: s->sequence++;\n\tsmp_wmb();\n} => s->sequence++;\n}
 * expect: this assertion can fail
 * fault: include/linux/seqlock.h: smp_wmb();\n\ts->sequence++; => s->sequence++;
 * expect: this assertion can fail
 * fault: include/linux/seqlock.h: smp_load_acquire(&s->seqcount => READ_ONCE(s->seqcount
 * expect: this assertion can fail
 * fault: include/linux/seqlock.h: seqprop_sequence(s)) & 1) => seqprop_sequence(s)) & 2)
 * expect: this assertion can fail
 * fault: include/linux/seqlock.h: kcsan_atomic_next(KCSAN_SEQLOCK_REGION_MAX); => ;
 * expect: data race
 * fault: include/linux/seqlock.h: kcsan_nestable_atomic_begin(); => ;
 * fault: include/linux/seqlock.h: kcsan_nestable_atomic_end(); => ;
 * expect: data race
 * fault: include/linux/seqlock.h: spin_lock(&sl->lock);\n\tdo_write => do_write
 * fault: include/linux/seqlock.h: spin_unlock(&sl->lock);\n}\n\n/** => }\n\n/**
 * expect: this assertion of main() can fail
 */
#include <linux/seqlock.h>
#include <lkmm/verify.h>

static DEFINE_SEQLOCK(lock);
static int a, b;

static void write(void *arg)
{
	(void)arg;
	write_seqlock(&lock);
	a++;
	b++;
	write_sequnlock(&lock);
}

static void read(void *arg)
{
	unsigned int seq;
	int x, y;

	(void)arg;
	do {
		seq = read_seqbegin(&lock);
		x = a;
		y = b;
	} while (read_seqretry(&lock, seq));
	lkmm_assert(x == y);
}

int main(void)
{
	int w = lkmm_spawn(write, 0), v = lkmm_spawn(write, 0), r = lkmm_spawn(read, 0);

	lkmm_join(w);
	lkmm_join(v);
	lkmm_join(r);
	lkmm_assert(a == 2 && b == 2);
}
