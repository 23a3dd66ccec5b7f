/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef LKMM_KERNEL_TEST_H
#define LKMM_KERNEL_TEST_H

#include <linux/types.h>

/* One operation or barrier of a variant. */
struct lkmm_probe {
	const char *name;
	void (*fn)(void);
};

/**
 * lkmm_test() - test every row of defs/ops.tbl, and log the results
 * @variant: its name
 * @probes: its operations and barriers, all of them
 * @n: how many
 *
 * Return: 0, or -EIO after an error.
 */
int lkmm_test(const char *variant, const struct lkmm_probe *probes, size_t n);

#endif
