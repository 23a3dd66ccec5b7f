// SPDX-License-Identifier: GPL-2.0 OR MIT
// The same in the kernel's spelling.
#include <linux/atomic.h>

int main(void)
{
	static atomic_t v = ATOMIC_INIT(2);
	u32 x = 1;

	return !atomic_sub_and_test(2, &v) || xchg(&x, 0) != 1;
}
