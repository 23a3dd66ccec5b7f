// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * rust/kernel/sync/arc.rs of the kernel's Rust, over <linux/refcount.h>: two threads each copy an
 * Arc, look through both, and drop them: the last one frees the object. arc.rs beside this has what
 * that imports.
 * rust: arc
 * expect: no fault in any execution
 * fault: rust/kernel/sync/arc.rs: bindings::refcount_inc( => drop(
 * expect: use after free
 * fault: rust/kernel/sync/arc.rs: if is_zero {\n            // The => if true {\n// The
 * expect: use after free
 * fault: include/linux/refcount.h: atomic_fetch_sub_release => atomic_fetch_sub_relaxed
 * expect: use after free
 * fault: include/linux/refcount.h: smp_acquire__after_ctrl_dep() => (void)0
 * expect: use after free
 * fault: rust/kernel/sync/arc.rs: if is_zero {\n            // The => if !is_zero {\n// The
 * expect: use after free
 */
#include <linux/refcount.h>
#include <linux/slab.h>

#include <lkmm/verify.h>

/* As rust/helpers/ of the kernel. */
void rust_helper_refcount_inc(refcount_t *r)
{
	refcount_inc(r);
}

bool rust_helper_refcount_dec_and_test(refcount_t *r)
{
	return refcount_dec_and_test(r);
}

void rust_helper_kfree(void *object)
{
	kfree(object);
}

void refcount_warn_saturate(refcount_t *r, enum refcount_saturation_type t)
{
	lkmm_assert(0);
}

/* ArcInner<i64> */
struct inner {
	refcount_t refcount;
	long data;
};

void use_arc(void *inner);

int main(void)
{
	struct inner *inner = kmalloc(sizeof(*inner), GFP_KERNEL);
	int a, b;

	refcount_set(&inner->refcount, 2);
	inner->data = 7;
	a = lkmm_spawn(use_arc, inner);
	b = lkmm_spawn(use_arc, inner);
	lkmm_join(a);
	lkmm_join(b);
}
