// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Operations called in the ways that compilers call: for a value, in last place, in a loop. */
#include <lkmm/atomic.h>

static lkmm_atomic_t v;

__attribute__((__noinline__)) int value(int i);
__attribute__((__noinline__)) void last(int i);
__attribute__((__noinline__)) void loop(int n);
__attribute__((__noinline__)) int get(void);

int value(int i)
{
	return lkmm_atomic_fetch_add(i, &v) + i;
}

void last(int i)
{
	lkmm_atomic_set_release(&v, i);
}

void loop(int n)
{
	for (int i = 0; i < n; i++)
		lkmm_atomic_inc(&v);
}

int get(void)
{
	return lkmm_atomic_read(&v);
}

int main(void)
{
	last(1);
	if (value(2) != 3)
		return 1;
	loop(3);
	return get() != 6;
}
