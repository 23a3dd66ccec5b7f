// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lib/rcuref.c and <linux/rcuref.h>: a get that comes after the last put fails, one that comes
 * between the two steps of that put succeeds, and the put then was not the last.
 * with: lib/rcuref.c
 * expect: no fault in any execution
 * fault: include/linux/rcuref.h: atomic_sub_return_release => atomic_sub_return_relaxed
 * expect: data race
 * fault: lib/rcuref.c: smp_acquire__after_ctrl_dep() => (void)0
 * expect: data race
 * fault: lib/rcuref.c: DEAD))\n\t\t\treturn false => DEAD))\n\t\t\treturn true
 * expect: this assertion can fail
 * fault: lib/rcuref.c: atomic_set(&ref->refcnt, RCUREF_DEAD);\n\t\treturn false; => return true;
 * expect: this assertion can fail
 * fault: include/linux/rcuref.h: likely(!atomic_add => likely(atomic_add
 * expect: this assertion can fail
 */
#include <linux/rcuref.h>

typedef rcuref_t refs_t;
#define REFS_ONE RCUREF_INIT(1)

static bool take(refs_t *refs)
{
	return rcuref_get(refs);
}

static bool drop(refs_t *refs)
{
	return rcuref_put(refs);
}

#include "references.h"
