// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lib/percpu-refcount.c: one takes a reference unless the count is being killed, while another one
 * kills it. percpu_ref_tryget_live() reads the count's flags by a plain access, which their writer
 * does not wait for: LKMM calls that a data race. With a marked read there is none. What writes
 * them counts as marked here, as in percpu-refcount.c.
 * with: lib/percpu-refcount.c
 * flag: -DNR_CPUS=2
 * expect: percpu-refcount.h:285:20: data race
 * fault: include/linux/percpu-refcount.h: !(ref->p => !(*(volatile unsigned long *)&ref->p
 * expect: no fault in any execution
 * fault: include/linux/percpu-refcount.h: !(ref->percpu_count_ptr & __PERCPU_REF_DEAD) => true
 * fault: include/linux/percpu-refcount.h: inc_not_zero(&ref => inc_return(&ref
 * expect: this assertion can fail
 */
#include "percpu-object.h"

static void try(void *arg)
{
	(void)arg;
	if (!percpu_ref_tryget_live(&object.ref))
		return;
	lkmm_assert(READ_ONCE(object.data) == 1);
	percpu_ref_put(&object.ref);
}

int main(void)
{
	int a, b;

	BUG_ON(percpu_ref_init(&object.ref, let_go, PERCPU_REF_ALLOW_REINIT, GFP_KERNEL));
	a = lkmm_spawn(try, 0);
	b = lkmm_spawn(end, 0);
	lkmm_join(a);
	lkmm_join(b);
}
