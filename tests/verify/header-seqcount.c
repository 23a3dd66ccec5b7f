// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <lkmm/seqcount.h>, <lkmm/bytes.h>: a reader sees both values, or neither, and no access races.
 * FAULT 1: the writer's barriers are not there; 2: that of the reader; 3: the reader does not
 * acquire; 4: it does not look whether it must read again; 5: plain copies.
 * expect 0: no fault in any execution
 * expect 1: this assertion can fail
 * expect 2: this assertion can fail
 * expect 3: this assertion can fail
 * expect 4: this assertion can fail
 * expect 5: data race
 */
#include <lkmm/object.h>
#include <lkmm/verify.h>

#if FAULT == 1
# define lkmm_smp_wmb() ((void)0)
#elif FAULT == 2
# define lkmm_smp_rmb() ((void)0)
#elif FAULT == 3
# undef lkmm_smp_load_acquire
# define lkmm_smp_load_acquire(p) lkmm_READ_ONCE(*(p))
#endif
#include <lkmm/seqcount.h>

struct data {
	long x, y;
};

static lkmm_seqcount_t count;
static struct data data;

#if FAULT == 5
# define lkmm_write_bytes(to, from, n) ((void)(*(to) = *(from)))
#endif

static void writer(void *unused)
{
	static const struct data next = { 1, 1 };

	(void)unused;
	lkmm_write_seqcount_begin(&count);
	lkmm_write_bytes(&data, &next, sizeof(next));
	lkmm_write_seqcount_end(&count);
}

static void reader(void *unused)
{
	unsigned int start = lkmm_raw_seqcount_begin(&count);
	struct data copy;

	(void)unused;
	lkmm_read_bytes(&copy, &data, sizeof(copy));
	if (FAULT != 4 && lkmm_read_seqcount_retry(&count, start))
		return;
	lkmm_assert(copy.x == copy.y);
}

int main(void)
{
	int a = lkmm_spawn(writer, NULL), b = lkmm_spawn(reader, NULL);

	lkmm_join(a);
	lkmm_join(b);
}
