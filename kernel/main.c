// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm.ko: the kernel's atomics, marked accesses and barriers as functions, for code that cannot
 * have its static inlines: Rust, above all, in a kernel that was built without it. It takes no
 * input, and keeps no state.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bug.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <generated/utsrelease.h>

#include <lkmm-missing.h>
#include "rust.h"

/* "a b c" has three words. */
static int __init count_words(const char *s)
{
	int n = 0;

	for (bool before = false; *s; before = *s++ != ' ')
		n += *s != ' ' && !before;
	return n;
}

static int __init lkmm_init(void)
{
	int derived = count_words(LKMM_DERIVED);

	pr_info("for %s\n", UTS_RELEASE);
	if (derived)
		pr_info("this kernel lacks %d operations, made of others: see modinfo\n", derived);
	return 0;
}
module_init(lkmm_init);

static void __exit lkmm_exit(void)
{
}
module_exit(lkmm_exit);

/**
 * lkmm_rust_panic() - a panic in Rust ends here
 * @message: the message, of @length bytes
 * @length: of @message
 * @file: the source file, of @file_length bytes
 * @file_length: of @file
 * @line: in @file
 *
 * Acts like BUG() in C: prints a backtrace, and ends the running task, which keeps its locks.
 */
void __noreturn lkmm_rust_panic(const char *message, size_t length, const char *file,
				size_t file_length, u32 line)
{
	pr_emerg("Rust panicked at %.*s:%u: %.*s\n", (int)file_length, file, line, (int)length,
		 message);
	BUG();
}
EXPORT_SYMBOL_GPL(lkmm_rust_panic);

MODULE_DESCRIPTION("The kernel's atomics as functions");
MODULE_LICENSE("Dual MIT/GPL");
MODULE_INFO(derived, LKMM_DERIVED);
