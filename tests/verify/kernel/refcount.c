// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lib/refcount.c and <linux/refcount.h>, with a client that looks first whether it is the last.
 * with: lib/refcount.c
 * expect: no fault in any execution
 * fault: include/linux/refcount.h: atomic_fetch_sub_release => atomic_fetch_sub_relaxed
 * expect: data race
 * fault: include/linux/refcount.h: smp_acquire__after_ctrl_dep() => (void)0
 * expect: data race
 * fault: include/linux/refcount.h: return old; => return true;
 * expect: this assertion can fail
 * fault: lib/refcount.c: if (val == 1) => if (0)
 * expect: this assertion of main() can fail
 * fault: lib/refcount.c: cmpxchg_release(&r->refs, &val, new => cmpxchg_relaxed(&r->refs, &val, new
 * expect: data race
 */
#include <linux/refcount.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

typedef refcount_t refs_t;
#define REFS_ONE REFCOUNT_INIT(1)

static bool take(refs_t *refs)
{
	return refcount_inc_not_zero(refs);
}

static bool drop(refs_t *refs)
{
	return !refcount_dec_not_one(refs) && refcount_dec_and_test(refs);
}

#include "references.h"
