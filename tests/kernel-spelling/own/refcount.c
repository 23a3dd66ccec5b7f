// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The same with our <linux/refcount.h> and <linux/kref.h>, which have the messages already. */
#include <linux/kref.h>

#undef refcount_warn_saturate
#define refcount_warn_saturate our_warn_saturate
void our_warn_saturate(refcount_t *r, enum refcount_saturation_type t);

#include "../debian/refcount.c"
