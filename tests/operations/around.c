// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Words around the atomics that no row of ops.tbl has, in the kernel's spelling, by one thread:
 * indices in their bounds, waits with a time-out by a clock that only this test moves, counters of
 * one thread, pointers that RCU publishes. TAP.
 */
#include <asm/local.h>
#include <asm/local64.h>
#include <linux/atomic.h>
#include <linux/mutex.h>
#include <linux/nospec.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>

#include <limits.h>

#include "../tap.h"

/* ---- indices ---- */

static void test_indices(void)
{
	static const unsigned long value[] = { 0, 1, 2, 7, 8, 9, 255, LONG_MAX - 1, LONG_MAX,
					       (unsigned long)LONG_MAX + 1, ULONG_MAX - 1,
					       ULONG_MAX };
	enum { N = sizeof(value) / sizeof(value[0]) };
	bool right = true;

	for (int i = 0; i < N; i++) {
		for (int k = 0; k < N; k++) {
			unsigned long index = value[i], size = value[k];

			if (size > LONG_MAX)
				continue;
			right &= array_index_nospec(index, size) == (index < size ? index : 0);
			right &= array_index_mask_nospec(index, size) ==
				 (index < size ? ~0UL : 0);
		}
	}
	tap(right, "array_index_nospec() is the index, or 0 out of bounds");
	tap(sizeof(array_index_nospec((char)1, 4)) == 1, "it has the type of the index");
	barrier_nospec();
}

/* ---- time-outs ---- */

static long long now, looked;

/* Moves by ten nanoseconds at each look. */
static long long look(void)
{
	looked++;
	return now += 10;
}

static void test_timeouts(void)
{
	unsigned int x = 3;
	atomic_t v = ATOMIC_INIT(5);
	atomic64_t w = ATOMIC64_INIT(1LL << 40);
	unsigned long reads = 0;

	tap(smp_cond_load_relaxed_timeout(&x, VAL == 3, look(), 100) == 3 && !looked,
	    "a condition that holds at once needs no clock");
	tap(smp_cond_load_acquire_timeout(&x, (reads++, VAL == 4), look(), 100) == 3,
	    "without the condition the wait ends, with the value last read");
	tap(looked == 11, "after 100 ns from the first look at the clock");
	tap(reads > 200 && reads % 100 == 1, "having read often between two looks, and once more");
	now = LLONG_MIN / 2, looked = 0;
	tap(smp_cond_load_relaxed_timeout(&x, VAL == 4, look(), 0) == 3 && looked == 1,
	    "no time at all, and a clock before 0: one look");
	reads = 0;
	tap(smp_cond_load_acquire_timeout(&x, (x = ++reads > 500 ? 9 : 3, VAL == 9), look(), 1000)
	    == 9, "a condition that holds before its time");
	tap(atomic_cond_read_relaxed_timeout(&v, VAL == 6, look(), 50) == 5 &&
	    atomic_cond_read_acquire_timeout(&v, VAL == 5, look(), 50) == 5 &&
	    atomic64_cond_read_relaxed_timeout(&w, VAL > 0, look(), 50) == 1LL << 40 &&
	    atomic64_cond_read_acquire_timeout(&w, VAL < 0, look(), 50) == 1LL << 40,
	    "the same of atomics");
}

/* ---- counters ---- */

static void test_counters(void)
{
	local_t l = LOCAL_INIT(5);
	local64_t m = LOCAL64_INIT(1LL << 40);
	long old = 1;
	s64 old64 = 1;
	bool right;

	local_inc(&l);
	local_add(10, &l);
	local_sub(2, &l);
	local_dec(&l);
	__local_inc(&l);
	__local_add(3, &l);
	__local_sub(1, &l);
	__local_dec(&l);
	tap(local_read(&l) == 15, "a local_t counts");
	virt_mb__before_atomic();
	virt_mb__after_atomic();
	right = local_add_return(1, &l) == 16 && local_sub_return(6, &l) == 10 &&
		local_inc_return(&l) == 11 && !local_dec_and_test(&l) &&
		local_sub_and_test(10, &l) && !local_inc_not_zero(&l) &&
		local_add_unless(&l, 4, 9) && local_read(&l) == 4 && local_xchg(&l, 7) == 4 &&
		local_cmpxchg(&l, 7, 8) == 7 && !local_try_cmpxchg(&l, &old, 2) && old == 8 &&
		local_add_negative(-9, &l);
	tap(right, "its operations return what those of an atomic_long_t return");
	local64_set(&m, local64_read(&m) + 1);
	right = local64_inc_return(&m) == (1LL << 40) + 2 && local64_xchg(&m, 3) > 3 &&
		!local64_try_cmpxchg(&m, &old64, 2) && old64 == 3 &&
		local64_cmpxchg(&m, 3, 1) == 3 && local64_dec_and_test(&m);
	__local64_add(2, &m);
	tap(right && local64_read(&m) == 2, "a local64_t has 64 bits");
}

/* ---- exchanges of one thread ---- */

static void test_exchanges(void)
{
	unsigned char b = 1;
	unsigned short h = 2;
	unsigned int x = 3;
	unsigned long n = 4;
	unsigned char old_b = 7;
	unsigned long old_n = 6;

	tap(xchg_local(&b, 5) == 1 && b == 5 && xchg_local(&h, 6) == 2 && h == 6 &&
	    cmpxchg_local(&b, 5, 7) == 5 && b == 7 && cmpxchg_local(&h, 5, 7) == 6 && h == 6 &&
	    cmpxchg_local(&x, 3, 4) == 3 && x == 4 && try_cmpxchg_local(&b, &old_b, 9) &&
	    b == 9 && !try_cmpxchg64_local(&n, &old_n, 9) && old_n == 4 && n == 4 &&
	    cmpxchg64_local(&n, 4, 5) == 4 && n == 5,
	    "exchanges of one thread, of 8 to 64 bits");
}

/* ---- pointers ---- */

static void test_pointers(void)
{
	static int one = 1, two = 2;
	int *p = &one;

	tap(rcu_dereference(p) == &one && rcu_dereference_bh(p) == &one &&
	    rcu_dereference_sched(p) == &one && rcu_dereference_check(p, 1) == &one &&
	    rcu_dereference_bh_check(p, 1) == &one && rcu_dereference_sched_check(p, 1) == &one &&
	    rcu_dereference_raw(p) == &one && rcu_dereference_protected(p, 1) == &one &&
	    rcu_dereference_bh_protected(p, 1) == &one &&
	    rcu_dereference_sched_protected(p, 1) == &one && rcu_access_pointer(p) == &one &&
	    unrcu_pointer(p) == &one && rcu_pointer_handoff(p) == &one,
	    "every name of rcu_dereference() reads the pointer");
	tap(rcu_replace_pointer(p, &two, true) == &one && p == &two,
	    "rcu_replace_pointer() returns the old one");
	RCU_INIT_POINTER(p, NULL);
	tap(!p, "RCU_INIT_POINTER() writes it");
}

/* ---- the last reference, under a lock ---- */

static DEFINE_SPINLOCK(spinlock);
static DEFINE_RAW_SPINLOCK(raw);
static DEFINE_MUTEX(mutex);

static void test_locks(void)
{
	atomic_t v = ATOMIC_INIT(2), w = ATOMIC_INIT(2);
	unsigned long flags = 0;
	bool right;

	right = !atomic_dec_and_lock_irqsave(&v, &spinlock, flags) && !spin_is_locked(&spinlock) &&
		atomic_dec_and_lock_irqsave(&v, &spinlock, flags) && spin_is_locked(&spinlock) &&
		!atomic_read(&v);
	spin_unlock_irqrestore(&spinlock, flags);
	tap(right, "atomic_dec_and_lock_irqsave() takes the lock for the last one alone");
	atomic_set(&v, 2);
	right = !atomic_dec_and_raw_lock(&v, &raw) && !raw_spin_is_locked(&raw) &&
		atomic_dec_and_raw_lock_irqsave(&v, &raw, flags) && raw_spin_is_locked(&raw) &&
		!atomic_read(&v);
	raw_spin_unlock_irqrestore(&raw, flags);
	tap(right, "atomic_dec_and_raw_lock() likewise");
	right = !atomic_dec_and_mutex_lock(&w, &mutex) && !mutex_is_locked(&mutex) &&
		atomic_dec_and_mutex_lock(&w, &mutex) && mutex_is_locked(&mutex);
	mutex_unlock(&mutex);
	tap(right, "atomic_dec_and_mutex_lock() likewise");
}

int main(void)
{
	test_locks();
	test_indices();
	test_timeouts();
	test_counters();
	test_exchanges();
	test_pointers();
	return tap_end();
}
