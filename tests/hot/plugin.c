// SPDX-License-Identifier: GPL-2.0 OR MIT
#include <lkmm/atomic.h>

static lkmm_atomic_t v;

void run(int n);
void run(int n)
{
	for (int i = 0; i < n; i++)
		lkmm_atomic_or(1, &v);			/* SITE plugin */
}
