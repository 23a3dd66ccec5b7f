// SPDX-License-Identifier: GPL-2.0 OR MIT
/* An operation called in the ways that compilers call: for its value, in last place, in a loop, beside others. */
#include <lkmm/atomic.h>

static lkmm_atomic_t v;

__attribute__((__noinline__)) int value(int i);
__attribute__((__noinline__)) void last(int i);
__attribute__((__noinline__)) int loop(int n);

int value(int i)
{
	return lkmm_atomic_fetch_add(i, &v) + i;
}

void last(int i)
{
	lkmm_atomic_set_release(&v, i);
}

int loop(int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++) {
		lkmm_atomic_inc(&v);
		sum += lkmm_atomic_read(&v);
	}
	return sum;
}

int main(void)
{
	last(1);
	return value(2) != 3 || loop(3) != 5 + 6 + 4;
}
