// SPDX-License-Identifier: GPL-2.0 OR MIT
/* <lkmm/seqcount.h>, <lkmm/bytes.h>: copies of every size and alignment; one writer and readers. */
#include <lkmm/seqcount.h>

#include <string.h>

#include "../tap.h"
#include "threads.h"

enum { MOST = 40, READERS = 2 };

/* All bytes are copied, and none beside them. */
static bool copies(size_t to, size_t from, size_t n)
{
	unsigned char a[3 * MOST], b[3 * MOST], c[3 * MOST];
	size_t i;

	for (i = 0; i < sizeof(a); i++) {
		a[i] = (unsigned char)(i * 7 + 1);
		b[i] = c[i] = 0xee;
	}
	lkmm_read_bytes(b + MOST + to, a + MOST + from, n);
	lkmm_write_bytes(c + MOST + to, a + MOST + from, n);
	for (i = 0; i < sizeof(a); i++) {
		bool inside = i >= MOST + to && i < MOST + to + n;

		if (b[i] != (inside ? a[i - to + from] : 0xee))
			return false;
	}
	return !memcmp(b, c, sizeof(b));
}

static void test_bytes(void)
{
	bool good = true;

	for (size_t to = 0; to < sizeof(long); to++)
		for (size_t from = 0; from < sizeof(long); from++)
			for (size_t n = 0; n <= MOST - sizeof(long); n++)
				good = good && copies(to, from, n);
	tap(good, "bytes: every size and alignment");
}

static void test_count(void)
{
	lkmm_seqcount_t s = LKMM_SEQCOUNT_INIT;
	unsigned int start = lkmm_read_seqcount_begin(&s);

	tap(!start && !lkmm_read_seqcount_retry(&s, start), "nothing written");
	lkmm_write_seqcount_begin(&s);
	tap(lkmm_raw_read_seqcount(&s) == 1 && lkmm_read_seqcount_retry(&s, start) &&
	    lkmm_read_seqcount_retry(&s, lkmm_raw_seqcount_begin(&s)), "being written");
	lkmm_write_seqcount_end(&s);
	tap(lkmm_read_seqcount_begin(&s) == 2 && lkmm_read_seqcount_retry(&s, start), "written");
	start = lkmm_read_seqcount_begin(&s);
	lkmm_write_seqcount_invalidate(&s);
	tap(lkmm_read_seqcount_retry(&s, start) && lkmm_read_seqcount_begin(&s) == 4, "invalid");
	lkmm_raw_write_seqcount_barrier(&s);
	tap(lkmm_read_seqcount_begin(&s) == 6, "barrier");
	s.sequence = ~0u;
	lkmm_write_seqcount_end(&s);
	tap(!lkmm_read_seqcount_begin(&s), "past the end");
}

/* Of no size that is a number of longs. */
struct data {
	unsigned int first;
	unsigned char filling[MOST];
	unsigned int last;
};

static lkmm_seqcount_t count;
static lkmm_seqcount_latch_t latch;
static struct data data, twice[2];
static lkmm_atomic_t wrong, writing;

static struct data made(unsigned int i)
{
	struct data d = { .first = i, .last = i };

	memset(d.filling, (int)(i & 0xff), sizeof(d.filling));
	return d;
}

static bool is_torn(const struct data *d)
{
	struct data whole = made(d->first);

	return memcmp(d, &whole, sizeof(whole)) != 0;
}

static void write_all(void)
{
	for (unsigned int i = 1; i <= ROUNDS; i++) {
		struct data next = made(i);

		lkmm_write_seqcount_begin(&count);
		lkmm_write_bytes(&data, &next, sizeof(next));
		lkmm_write_seqcount_end(&count);
		for (int copy = 0; copy < 2; copy++) {
			lkmm_write_seqcount_latch(&latch);
			lkmm_write_bytes(&twice[copy], &next, sizeof(next));
		}
	}
	lkmm_atomic_set_release(&writing, 0);
}

static void *thread(void *number)
{
	struct data copy;
	unsigned int start;

	wait_for_all();
	if (!number) {
		write_all();
		return NULL;
	}
	while (lkmm_atomic_read_acquire(&writing)) {
		do {
			start = lkmm_read_seqcount_begin(&count);
			lkmm_read_bytes(&copy, &data, sizeof(copy));
		} while (lkmm_read_seqcount_retry(&count, start));
		if (is_torn(&copy))
			lkmm_atomic_inc(&wrong);
		do {
			start = lkmm_read_seqcount_latch(&latch);
			lkmm_read_bytes(&copy, &twice[start & 1], sizeof(copy));
		} while (lkmm_read_seqcount_latch_retry(&latch, start));
		if (is_torn(&copy))
			lkmm_atomic_inc(&wrong);
	}
	return NULL;
}

int main(void)
{
	test_bytes();
	test_count();
	lkmm_atomic_set(&writing, 1);
	data = twice[0] = twice[1] = made(0);
	run_threads(1 + READERS, thread);
	tap(!lkmm_atomic_read(&wrong), "no reader saw half of it");
	tap(data.last == ROUNDS && twice[0].last == ROUNDS && twice[1].last == ROUNDS &&
	    count.sequence == 2 * ROUNDS && latch.seqcount.sequence == 2 * ROUNDS,
	    "all was written");
	return tap_end();
}
