// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * As much is copied, and cleared, as was read. FAULT 1: more than there is; 2: one number too few;
 * 3: the reader does not wait for the writer.
 *
 * expect 0: no fault in any execution
 * expect 1: copies-vary.c:40:2: this assertion can fail
 * expect 2: copies-vary.c:54:2: this assertion can fail
 * expect 3: copies-vary.c:51:2: data race
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>
#include <string.h>

#ifndef FAULT
#define FAULT 0
#endif

enum { N = 3 };

struct box {
	int filled;
	int number[N];
	char text[4];
};

static struct box box = { .text = "abc" };

static void fill(void *arg)
{
	static const int from[N] = { 7, 8, 9 };
	size_t n = (size_t)lkmm_any(1, N) * sizeof(int);

	(void)arg;
	if (FAULT == 1)
		n += sizeof(int);
	if (FAULT == 2)
		n -= sizeof(int);
	/* both of a number that is not known */
	memcpy(box.number, from, n);
	memset(box.text + 1, 'x', n / sizeof(int) - (n == N * sizeof(int)));
	lkmm_smp_store_release(&box.filled, FAULT == 2 ? (int)(n / 4 + 1) : (int)(n / 4));
}

static void look(void *arg)
{
	int to[N] = { 0 }, n = FAULT == 3 ? lkmm_READ_ONCE(box.filled) :
			       lkmm_smp_load_acquire(&box.filled);

	(void)arg;
	memcpy(to, box.number, (size_t)n * sizeof(int));
	if (!n)
		return;
	lkmm_assert(to[0] == 7 && (n < 2 || to[1] == 8) && (n < 3 || to[2] == 9));
	lkmm_assert(box.text[0] == 'a' && box.text[1] == 'x');
}

int main(void)
{
	int a = lkmm_spawn(fill, 0), b = lkmm_spawn(look, 0);

	lkmm_join(a);
	lkmm_join(b);
}
