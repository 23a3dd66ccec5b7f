/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A module that tests one variant, LKMM_PROBE(name) being its function for an operation. */
#include <linux/module.h>

#include "test.h"

#ifdef LKMM_DECLARE
#define LKMM_OP(name) LKMM_DECLARE(name)
#define LKMM_BARRIER(name) LKMM_DECLARE(name)
#include "../ops.list"
#undef LKMM_OP
#undef LKMM_BARRIER
#endif

static const struct lkmm_probe probes[] = {
#define LKMM_OP(name) { #name, (void (*)(void))LKMM_PROBE(name) },
#define LKMM_BARRIER(name) LKMM_OP(name)
#include "../ops.list"
};

static int __init variant_init(void)
{
	return lkmm_test(LKMM_VARIANT, probes, ARRAY_SIZE(probes));
}
module_init(variant_init);

static void __exit variant_exit(void)
{
}
module_exit(variant_exit);

MODULE_DESCRIPTION("Test of lkmm: " LKMM_VARIANT);
MODULE_LICENSE("Dual MIT/GPL");
