/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Bits of a long, or of an array of longs, as in include/asm-generic/bitops/. An operation without
 * a result orders nothing, like atomic_long_or(); one that returns the old bit is fully ordered;
 * names that begin with two underscores are plain accesses. See Documentation/atomic_bitops.txt.
 */
#define BITS_PER_LONG 64
#define BITS_PER_BYTE 8
#define BITS_TO_LONGS(nr) (((nr) + 63) / 64)
#define BIT(nr) (1UL << (nr))
#define BIT_MASK(nr) (1UL << ((nr) % 64))
#define BIT_WORD(nr) ((nr) / 64)
#define GENMASK(h, l) ((~0UL << (l)) & (~0UL >> (63 - (h))))

/* bitops/atomic.h: arch_set_bit(). Relaxed. */
static inline void set_bit(long nr, volatile unsigned long *p)
{
	atomic_long_or((1UL << nr % 64), p + nr / 64);
}

/* bitops/atomic.h: arch_clear_bit(). Relaxed. */
static inline void clear_bit(long nr, volatile unsigned long *p)
{
	atomic_long_andnot((1UL << nr % 64), p + nr / 64);
}

/* bitops/atomic.h: arch_change_bit(). Relaxed. */
static inline void change_bit(long nr, volatile unsigned long *p)
{
	atomic_long_xor((1UL << nr % 64), p + nr / 64);
}

/* include/linux/bitops.h: assign_bit(). Relaxed. */
static inline void assign_bit(long nr, volatile unsigned long *p, bool value)
{
	if (value)
		set_bit(nr, p);
	else
		clear_bit(nr, p);
}

/* bitops/generic-non-atomic.h: generic_test_bit(). A read, and no barrier. */
static inline bool test_bit(long nr, const volatile unsigned long *p)
{
	return (READ_ONCE(*(p + nr / 64)) & (1UL << nr % 64)) != 0;
}

/* bitops/generic-non-atomic.h: generic_test_bit_acquire(). Acquire. */
static inline bool test_bit_acquire(long nr, const volatile unsigned long *p)
{
	return (smp_load_acquire(p + nr / 64) & (1UL << nr % 64)) != 0;
}

/* bitops/atomic.h: arch_test_and_set_bit(). Full, for any result. */
static inline bool test_and_set_bit(long nr, volatile unsigned long *p)
{
	return (atomic_long_fetch_or((1UL << nr % 64), p + nr / 64) & (1UL << nr % 64)) != 0;
}

/* bitops/atomic.h: arch_test_and_clear_bit(). Full. */
static inline bool test_and_clear_bit(long nr, volatile unsigned long *p)
{
	return (atomic_long_fetch_andnot((1UL << nr % 64), p + nr / 64) & (1UL << nr % 64)) != 0;
}

/* bitops/atomic.h: arch_test_and_change_bit(). Full. */
static inline bool test_and_change_bit(long nr, volatile unsigned long *p)
{
	return (atomic_long_fetch_xor((1UL << nr % 64), p + nr / 64) & (1UL << nr % 64)) != 0;
}

/*
 * bitops/lock.h: arch_test_and_set_bit_lock(). Acquire if it returns false; nothing if the bit
 * was set.
 */
static inline bool test_and_set_bit_lock(long nr, volatile unsigned long *p)
{
	if (READ_ONCE(*(p + nr / 64)) & (1UL << nr % 64))
		return true;
	return (atomic_long_fetch_or_acquire((1UL << nr % 64), p + nr / 64) & (1UL << nr % 64)) !=
	       0;
}

/* bitops/lock.h: arch_clear_bit_unlock(). Release. */
static inline void clear_bit_unlock(long nr, volatile unsigned long *p)
{
	atomic_long_fetch_andnot_release((1UL << nr % 64), p + nr / 64);
}

/* bitops/lock.h: arch___clear_bit_unlock(). Release; the other bits must not change meanwhile. */
static inline void __clear_bit_unlock(long nr, volatile unsigned long *p)
{
	smp_store_release(p + nr / 64, READ_ONCE(*(p + nr / 64)) & ~(1UL << nr % 64));
}

/* bitops/lock.h: arch_xor_unlock_is_negative_byte(). Release. */
static inline bool xor_unlock_is_negative_byte(unsigned long mask, volatile unsigned long *p)
{
	return (atomic_long_fetch_xor_release(mask, p) & 128) != 0;
}

/* bitops/generic-non-atomic.h: generic___set_bit(). Plain. */
static inline void __set_bit(long nr, unsigned long *p)
{
	*(p + nr / 64) = *(p + nr / 64) | (1UL << nr % 64);
}

/* bitops/generic-non-atomic.h: generic___clear_bit(). Plain. */
static inline void __clear_bit(long nr, unsigned long *p)
{
	*(p + nr / 64) = *(p + nr / 64) & ~(1UL << nr % 64);
}

/* bitops/generic-non-atomic.h: generic___change_bit(). Plain. */
static inline void __change_bit(long nr, unsigned long *p)
{
	*(p + nr / 64) = *(p + nr / 64) ^ (1UL << nr % 64);
}

/* bitops/generic-non-atomic.h: generic___test_and_set_bit(). Plain. */
static inline bool __test_and_set_bit(long nr, unsigned long *p)
{
	unsigned long old = *(p + nr / 64);

	*(p + nr / 64) = old | (1UL << nr % 64);
	return (old & (1UL << nr % 64)) != 0;
}

/* bitops/generic-non-atomic.h: generic___test_and_clear_bit(). Plain. */
static inline bool __test_and_clear_bit(long nr, unsigned long *p)
{
	unsigned long old = *(p + nr / 64);

	*(p + nr / 64) = old & ~(1UL << nr % 64);
	return (old & (1UL << nr % 64)) != 0;
}

/* bitops/generic-non-atomic.h: generic___test_and_change_bit(). Plain. */
static inline bool __test_and_change_bit(long nr, unsigned long *p)
{
	unsigned long old = *(p + nr / 64);

	*(p + nr / 64) = old ^ (1UL << nr % 64);
	return (old & (1UL << nr % 64)) != 0;
}

/*
 * include/linux/bit_spinlock.h: bit_spin_lock(). Acquire. Where the kernel sets the bit again that
 * is set, this waits and writes nothing.
 */
static inline void bit_spin_lock(long nr, unsigned long *p)
{
	for (;;) {
		unsigned long old = READ_ONCE(*(p + nr / 64));

		if (!(old & 1UL << nr % 64))
			if (cmpxchg_acquire(p + nr / 64, old, old | 1UL << nr % 64) == old)
				break;
		cpu_relax();
	}
}

/* include/linux/bit_spinlock.h: bit_spin_trylock(). Acquire if it returns true. */
static inline bool bit_spin_trylock(long nr, unsigned long *p)
{
	return !test_and_set_bit_lock(nr, p);
}

/* include/linux/bit_spinlock.h: bit_spin_unlock(). Release. */
static inline void bit_spin_unlock(long nr, unsigned long *p)
{
	clear_bit_unlock(nr, p);
}

/* include/linux/bit_spinlock.h: __bit_spin_unlock(). Release; other bits must not change. */
static inline void __bit_spin_unlock(long nr, unsigned long *p)
{
	__clear_bit_unlock(nr, p);
}

/* include/linux/bitops.h: set_mask_bits(). Full. */
static inline unsigned long set_mask_bits(unsigned long *ptr, unsigned long mask,
					  unsigned long bits)
{
	unsigned long old = READ_ONCE(*ptr);

	while (!try_cmpxchg(ptr, &old, (old & ~mask) | bits))
		;
	return old;
}

/* include/linux/bitops.h: bit_clear_unless(). Full if it returns true. */
static inline bool bit_clear_unless(unsigned long *ptr, unsigned long clear, unsigned long test)
{
	unsigned long old = READ_ONCE(*ptr);

	do {
		if (old & test)
			return false;
	} while (!try_cmpxchg(ptr, &old, old & ~clear));
	return true;
}
