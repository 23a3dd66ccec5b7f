// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lib/percpu-refcount.c: one drops a reference while another one kills the count, which goes from
 * a number for each CPU to one for all, after a grace period. The last one lets the object go,
 * once, and nobody uses it then. The count's flags are changed by plain accesses, which count as
 * marked ones here.
 * with: lib/percpu-refcount.c
 * flag: -DNR_CPUS=2
 * long
 * expect: no fault in any execution
 * fault: lib/percpu-refcount.c: (1LU << (BITS_PER_LONG - 1)) => 0LU
 * expect: this assertion can fail
 * fault: lib/percpu-refcount.c: percpu_ref_get(ref);\t/ => ;\t/
 * expect: this assertion can fail
 * fault: lib/percpu-refcount.c: count += *per_cpu_ptr( => count = *per_cpu_ptr(
 * expect: this assertion can fail
 * fault: include/linux/percpu-refcount.h: rcu_read_lock(); => ;
 * fault: include/linux/percpu-refcount.h: rcu_read_unlock(); => ;
 * expect: percpu-refcount.c:178:12: data race
 * fault: include/linux/percpu-refcount.h: sub_and_test(nr, => sub_return_relaxed(nr,
 * fault: include/linux/percpu-refcount.h: unlikely(atomic => unlikely(!atomic
 * expect: data race
 */
#include "percpu-object.h"

static void use(void *arg)
{
	(void)arg;
	lkmm_assert(READ_ONCE(object.data) == 1);
	percpu_ref_put(&object.ref);
}

int main(void)
{
	int a, b;

	BUG_ON(percpu_ref_init(&object.ref, let_go, PERCPU_REF_ALLOW_REINIT, GFP_KERNEL));
	percpu_ref_get(&object.ref);
	a = lkmm_spawn(use, 0);
	b = lkmm_spawn(end, 0);
	lkmm_join(a);
	lkmm_join(b);
}
