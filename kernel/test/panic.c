// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Loading this ends in a panic of Rust, with C above and below it. */
#include <linux/module.h>

size_t panic_in_rust(const u8 *bytes, size_t length, size_t index);

static int __init panic_init(void)
{
	static const u8 bytes[4];

	return panic_in_rust(bytes, sizeof(bytes), 7);
}
module_init(panic_init);

MODULE_DESCRIPTION("A panic in Rust");
MODULE_LICENSE("Dual MIT/GPL");
