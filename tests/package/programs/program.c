// SPDX-License-Identifier: GPL-2.0 OR MIT
// A program of a user: inline, or with -DLKMM_OUTLINE out of line.
#include <lkmm/atomic.h>

int main(void)
{
	static lkmm_atomic_t v = LKMM_ATOMIC_INIT(40);
	int (*call)(int, lkmm_atomic_t *) = lkmm_atomic_add_return;

	lkmm_smp_mb();
	return call(2, &v) != 42 || lkmm_atomic_dec_and_test(&v);
}
