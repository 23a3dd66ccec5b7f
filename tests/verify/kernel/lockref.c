// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lib/lockref.c, on a machine without ARCH_USE_CMPXCHG_LOCKREF: a count under its lock. The thread
 * that finds the last reference holds the lock, and marks the object dead before anyone can take
 * another.
 * with: lib/lockref.c
 * expect: no fault in any execution
 * fault: lib/lockref.c: <= 1)\n\t\treturn 0; => <= 0)\n\t\treturn 0;
 * expect: this assertion of main() can fail
 * fault: lib/lockref.c: if (lockref->count >= 0) => if (1)
 * expect: this assertion can fail
 * fault: lib/lockref.c: lockref->count = -128; => lockref->count--;
 * expect: this assertion can fail
 * fault: lib/lockref.c: spin_lock(&lockref->lock); => ;
 * expect: data race
 * fault: lib/lockref.c: }\n\tspin_unlock(&lockref->lock);\n\treturn ret => }\n\treturn ret
 * expect: waits for ever
 */
#include <linux/lockref.h>

typedef struct lockref refs_t;
#define REFS_ONE { .count = 1 }

static bool take(refs_t *refs)
{
	return lockref_get_not_dead(refs);
}

static bool drop(refs_t *refs)
{
	if (lockref_put_or_lock(refs))
		return false;
	lockref_mark_dead(refs);
	spin_unlock(&refs->lock);
	return true;
}

#include "references.h"
