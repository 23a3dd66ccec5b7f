// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Instructions per operation, for a VM whose clock counts them: qemu-system -icount shift=0, where
 * one takes one nanosecond. Loops of nothing else, less an empty loop: inline and by the exported
 * functions, in C and in Rust.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/irqflags.h>
#include <linux/module.h>
#include <linux/refcount.h>
#include <asm/timex.h>

#include "../lkmm.h"

enum { ROUNDS = 160000 };

/* cost.rs has the same operations, in the same order. */
static const char *const names[] = {
	"nothing", "read", "read_acquire", "set_release", "add", "fetch_add", "cmpxchg",
	"try_cmpxchg", "inc_not_zero", "refcount_inc", "refcount pair",
};

#define REFCOUNT(v) container_of(v, refcount_t, refs)

/* Taken, and given back: never the last one. */
static __always_inline void refcount_pair(atomic_t *v)
{
	refcount_t *r = REFCOUNT(v);

	refcount_inc(r);
	if (refcount_dec_and_test(r))
		barrier();
}

#define LOOP(statement)										\
	do { for (unsigned long i = 0; i < n; i++) { statement; barrier(); } } while (0)

static noinline void c_inline(unsigned long op, atomic_t *v, unsigned long n)
{
	int old = 0;

	switch (op) {
	case 0: LOOP(barrier()); break;
	case 1: LOOP(atomic_read(v)); break;
	case 2: LOOP(atomic_read_acquire(v)); break;
	case 3: LOOP(atomic_set_release(v, 1)); break;
	case 4: LOOP(atomic_add(1, v)); break;
	case 5: LOOP(atomic_fetch_add(1, v)); break;
	case 6: LOOP(atomic_cmpxchg(v, 1, 1)); break;
	case 7: LOOP(atomic_try_cmpxchg(v, &old, 1)); break;
	case 8: LOOP(atomic_inc_not_zero(v)); break;
	case 9: LOOP(refcount_inc(REFCOUNT(v))); break;
	case 10: LOOP(refcount_pair(v)); break;
	}
}

static noinline void c_call(unsigned long op, atomic_t *v, unsigned long n)
{
	int old = 0;

	switch (op) {
	case 0: LOOP(barrier()); break;
	case 1: LOOP(lkmm_atomic_read(v)); break;
	case 2: LOOP(lkmm_atomic_read_acquire(v)); break;
	case 3: LOOP(lkmm_atomic_set_release(v, 1)); break;
	case 4: LOOP(lkmm_atomic_add(1, v)); break;
	case 5: LOOP(lkmm_atomic_fetch_add(1, v)); break;
	case 6: LOOP(lkmm_atomic_cmpxchg(v, 1, 1)); break;
	case 7: LOOP(lkmm_atomic_try_cmpxchg(v, &old, 1)); break;
	case 8: LOOP(lkmm_atomic_inc_not_zero(v)); break;
	/* lkmm.ko has the parts only */
	case 9: LOOP(refcount_inc(REFCOUNT(v))); break;
	case 10: LOOP(refcount_pair(v)); break;
	}
}

void cost_rust_call(unsigned long op, atomic_t *v, unsigned long n);
void cost_rust_inline(unsigned long op, atomic_t *v, unsigned long n);

typedef void loops(unsigned long op, atomic_t *v, unsigned long n);

/* In hundredths of an instruction. The counter of arm64 has another frequency. */
static u64 measure(loops *f, unsigned long op)
{
	atomic_t v = ATOMIC_INIT(1);
	unsigned long flags;
	u64 start, end;

	f(op, &v, 10);
	atomic_set(&v, 1);
	local_irq_save(flags);
	start = get_cycles();
	f(op, &v, ROUNDS);
	end = get_cycles();
	local_irq_restore(flags);
#ifdef CONFIG_ARM64
	return div_u64((end - start) * 100 * (1000000000 / arch_timer_get_cntfrq()), ROUNDS);
#else
	return div_u64((end - start) * 100, ROUNDS);
#endif
}

static int __init cost_init(void)
{
	static loops *const how[] = { c_inline, c_call, cost_rust_call, cost_rust_inline };
	u64 empty[ARRAY_SIZE(how)];

	pr_info("%-14s %9s %9s %9s %9s\n", "instructions", "C inline", "C call", "Rust call",
		"Rust inl.");
	for (int op = 0; op < ARRAY_SIZE(names); op++) {
		u64 cost[ARRAY_SIZE(how)];

		for (int i = 0; i < ARRAY_SIZE(how); i++) {
			cost[i] = measure(how[i], op);
			if (op == 0)
				empty[i] = cost[i];
			else
				cost[i] = cost[i] > empty[i] ? cost[i] - empty[i] : 0;
			/* rounded to tenths */
			cost[i] = div_u64(cost[i] + 5, 10);
		}
		pr_info("%-14s %7llu.%llu %7llu.%llu %7llu.%llu %7llu.%llu\n", names[op],
			cost[0] / 10, cost[0] % 10, cost[1] / 10, cost[1] % 10,
			cost[2] / 10, cost[2] % 10, cost[3] / 10, cost[3] % 10);
	}
	return 0;
}
module_init(cost_init);

static void __exit cost_exit(void)
{
}
module_exit(cost_exit);

MODULE_DESCRIPTION("Instructions per operation");
MODULE_LICENSE("Dual MIT/GPL");
