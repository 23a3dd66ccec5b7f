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

/* include/linux/bitops.h: assign_bit(). Relaxed. */
static inline void assign_bit(long nr, volatile unsigned long *p, bool value)
{
	if (value)
		set_bit(nr, p);
	else
		clear_bit(nr, p);
}

/* bitops/lock.h: arch___clear_bit_unlock(). Release; the other bits must not change meanwhile. */
static inline void __clear_bit_unlock(long nr, volatile unsigned long *p)
{
	smp_store_release(p + nr / 64, READ_ONCE(*(p + nr / 64)) & ~(1UL << nr % 64));
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
