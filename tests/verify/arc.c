// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A pointer that counts its copies, as Rust's Arc (arc.rs): the object comes from C, and who
 * drops the last pointer frees it. FAULT 1: an access may come after the drop. 2: the object may be
 * freed before the accesses of others. 3: the count is looked at in a second step. 4: a copy is not
 * counted, 5: or too late.
 * expect 0: no fault in any execution
 * expect 1: use after free
 * expect 2: use after free
 * expect 3: use after free
 * expect 4: use after free
 * expect 5: use after free
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#include <stdlib.h>

struct inner {
	lkmm_atomic_t count;
	int data;
};

const int fault = FAULT;

void use_arc(void *inner);

int main(void)
{
	struct inner *inner = malloc(sizeof(*inner));
	int a, b;

	lkmm_atomic_set(&inner->count, 2);
	inner->data = 7;
	a = lkmm_spawn(use_arc, inner);
	b = lkmm_spawn(use_arc, inner);
	lkmm_join(a);
	lkmm_join(b);
}
