/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Memory that belongs to a device, as drivers/base/devres.c has it. The kernel frees it when the
 * driver is taken from the device, which does not happen in a test.
 */
#define devm_kmalloc(dev, size, gfp) kmalloc(size, gfp)
#define devm_kzalloc(dev, size, gfp) kzalloc(size, gfp)
#define devm_kmalloc_array(dev, n, size, flags) kmalloc_array(n, size, flags)
#define devm_kcalloc(dev, n, size, flags) kcalloc(n, size, flags)
#define devm_kfree(dev, p) kfree(p)
