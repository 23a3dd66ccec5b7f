// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * read_seqbegin_or_lock() of <linux/seqlock.h>, as fs/d_path.c uses it: two writers, and a reader,
 * which takes the lock the second time; it has read both values of one of them.
 * expect: no fault in any execution
 * fault: include/linux/seqlock.h: smp_rmb();\n\treturn do_ => return do_
 * expect: this assertion can fail
 * fault: include/linux/seqlock.h: s->sequence++;\n\tsmp_wmb();\n} => s->sequence++;\n}
 * expect: this assertion can fail
 * fault: include/linux/seqlock.h: smp_load_acquire(&s->seqcount => READ_ONCE(s->seqcount
 * expect: this assertion can fail
 * fault: include/linux/seqlock.h: \t\tread_seqlock_excl(lock); => \t\t;
 * fault: include/linux/seqlock.h: \t\tread_sequnlock_excl(lock); => \t\t;
 * expect: data race
 * fault: include/linux/seqlock.h: return !(seq & 1) && => return (seq & 1) &&
 * expect: this assertion can fail
 * fault: include/linux/seqlock.h: \t\tread_sequnlock_excl(lock); => \t\t;
 * expect: waits for ever
 * fault: include/linux/seqlock.h: kcsan_atomic_next(KCSAN_SEQLOCK_REGION_MAX); => ;
 * expect: data race
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
	int seq = 0, x, y;

	(void)arg;
restart:
	read_seqbegin_or_lock(&lock, &seq);
	x = a;
	y = b;
	if (need_seqretry(&lock, seq)) {
		seq = 1;
		goto restart;
	}
	done_seqretry(&lock, seq);
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
