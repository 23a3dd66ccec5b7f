// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The latch of <lkmm/seqcount.h>: a reader always has one of two copies that is whole. FAULT 1: the
 * writer's barriers are not there; 2: that of the reader; 3: the latch is moved only once.
 * expect 0: no fault in any execution
 * expect 1: this assertion can fail
 * expect 2: this assertion can fail
 * expect 3: this assertion can fail
 */
#include <lkmm/object.h>
#include <lkmm/verify.h>

#if FAULT == 1
# define lkmm_smp_wmb() ((void)0)
#elif FAULT == 2
# define lkmm_smp_rmb() ((void)0)
#endif
#include <lkmm/seqcount.h>

struct data {
	long x, y;
};

static lkmm_seqcount_latch_t latch;
static struct data twice[2];

static void writer(void *unused)
{
	static const struct data next = { 1, 1 };

	(void)unused;
	lkmm_write_seqcount_latch(&latch);
	lkmm_write_bytes(&twice[0], &next, sizeof(next));
	if (FAULT != 3)
		lkmm_write_seqcount_latch(&latch);
	lkmm_write_bytes(&twice[1], &next, sizeof(next));
}

static void reader(void *unused)
{
	unsigned int start = lkmm_read_seqcount_latch(&latch);
	struct data copy;

	(void)unused;
	lkmm_read_bytes(&copy, &twice[start & 1], sizeof(copy));
	if (!lkmm_read_seqcount_latch_retry(&latch, start))
		lkmm_assert(copy.x == copy.y);
}

int main(void)
{
	int a = lkmm_spawn(writer, NULL), b = lkmm_spawn(reader, NULL);

	lkmm_join(a);
	lkmm_join(b);
}
