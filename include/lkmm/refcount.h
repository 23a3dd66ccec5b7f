/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Reference counts that do not overflow: the kernel's refcount_t. A count that would pass
 * LKMM_REFCOUNT_MAX, or that is used after it was 0, becomes LKMM_REFCOUNT_SATURATED and stays
 * near it: the object is then never freed, which is better than freed while it is used. Each such
 * operation warns, see warn.h.
 *
 * The orderings are those of the kernel's Documentation/core-api/refcount-vs-atomic.rst, weaker
 * than those of atomic_t: who holds a reference needs no ordering to take another one, and who
 * gives the last one back must see all that others did before they gave back theirs.
 */
#ifndef LKMM_REFCOUNT_H
#define LKMM_REFCOUNT_H

#include <lkmm/refcount/count.h>
#include <lkmm/refcount/get.h>
#include <lkmm/refcount/put.h>

#endif
