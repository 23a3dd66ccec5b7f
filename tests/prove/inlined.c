// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Operations that compilers inline among other code: binary.py compiles this. */
#include <lkmm/atomic.h>

lkmm_atomic_t a, b;
int data;

int one(lkmm_atomic_t *p)
{
	return lkmm_atomic_fetch_add_acquire(1, p) + 3;
}

/* The same but for registers and a number. */
int again(int i, lkmm_atomic_t *p)
{
	return i * lkmm_atomic_fetch_add_acquire(7, p);
}

void global(void)
{
	lkmm_atomic_inc(&a);
	data = 4;
	lkmm_atomic_set_release(&b, 1);
}

/* It may fail, and its value is in a register that nothing says. */
int fails(lkmm_atomic_t *p)
{
	return lkmm_atomic_inc_not_zero(p) ? data : 7;
}

/* A loop that compilers turn around: it has two copies of it, with another access between. */
int loop(lkmm_atomic_t *p, int v)
{
	int old = 3;

	while (!lkmm_atomic_try_cmpxchg(p, &old, v))
		data++;
	return old;
}

int reads(int n)
{
	int s = 0;

	for (int i = 0; i < n; i++)
		s += lkmm_atomic_read_acquire(&a) * data;
	return s;
}

int two(void)
{
	return lkmm_atomic_xchg(&a, 5) + lkmm_atomic_cmpxchg(&b, 1, 2);
}

void barriers(void)
{
	data = 1;
	lkmm_smp_mb();
	data = 2;
	lkmm_smp_wmb();
	data = 3;
}
