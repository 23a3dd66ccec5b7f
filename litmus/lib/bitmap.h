/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Arrays of bits, as in include/linux/find.h and bitmap.h: plain accesses to longs, as there. So
 * they race with set_bit() of another thread, unless a lock protects both. On the last long of the
 * array, the result depends as data; any other is tested by a branch.
 */

/* The lowest bit of a long that is set, or size % 64, which may be 0: for 64. */
#define __first_bit(word, size) \
	__builtin_ctzg((word) | ((size) % 64 ? 1UL << (size) % 64 : 0), 64)
/* Those of long i that are not before a bit. */
#define __bits_from(offset, i) (~0UL << (!(i) || (offset) > (i) * 64 ? (offset) % 64 : 0))

/* The first bit from @offset on that is set in the longs, each of them XOR @flip; or @size. */
static inline unsigned long __find_next(const unsigned long *addr, unsigned long size,
					unsigned long offset, unsigned long flip)
{
	unsigned long i, found;

	if (offset >= size)
		return size;
	for (i = 0; i < (size - 1) / 64; i++) {
		if (offset >= i * 64 + 64)
			continue;
		found = (*(addr + i) ^ flip) & __bits_from(offset, i);
		if (found)
			return i * 64 + __ffs(found);
	}
	return i * 64 + __first_bit((*(addr + i) ^ flip) & __bits_from(offset, i), size);
}

/* linux/find.h: find_next_bit() */
static inline unsigned long find_next_bit(const unsigned long *addr, unsigned long size,
					  unsigned long offset)
{
	return __find_next(addr, size, offset, 0);
}

/* linux/find.h: find_first_bit() */
static inline unsigned long find_first_bit(const unsigned long *addr, unsigned long size)
{
	return find_next_bit(addr, size, 0);
}

/* linux/find.h: find_next_zero_bit() */
static inline unsigned long find_next_zero_bit(const unsigned long *addr, unsigned long size,
					       unsigned long offset)
{
	return __find_next(addr, size, offset, ~0UL);
}

/* linux/find.h: find_first_zero_bit() */
static inline unsigned long find_first_zero_bit(const unsigned long *addr, unsigned long size)
{
	return find_next_zero_bit(addr, size, 0);
}

/* linux/find.h: find_last_bit() */
static inline unsigned long find_last_bit(const unsigned long *addr, unsigned long size)
{
	unsigned long i, mask = ~0UL >> (-size & 63), found;

	if (!size)
		return size;
	for (i = (size - 1) / 64; i; i--) {
		found = *(addr + i) & mask;
		if (found)
			return i * 64 + __fls(found);
		mask = ~0UL;
	}
	found = *addr & mask;
	return found ? __fls(found) : size;
}

/*
 * linux/find.h: for_each_set_bit(), by find_next_bit(): a turn for each bit that is set. But a map
 * of up to 8 bits is read bit by bit, which leaves numbers in place of computed values.
 */
#define __for_each_bit(first, bit, addr, size, is, next) \
	for (first; (bit) = (size) > 8 ? next(addr, size, bit) : (bit), (bit) < (size); (bit)++) \
		if ((size) <= 8 && (*(addr) >> (bit) & 1) != (is)) \
			; \
		else
#define for_each_set_bit(bit, addr, size) \
	__for_each_bit((bit) = 0, bit, addr, size, 1, find_next_bit)
#define for_each_set_bit_from(bit, addr, size) \
	__for_each_bit((void)0, bit, addr, size, 1, find_next_bit)
#define for_each_clear_bit(bit, addr, size) \
	__for_each_bit((bit) = 0, bit, addr, size, 0, find_next_zero_bit)

/* linux/bitmap.h: bitmap_empty() */
static inline bool bitmap_empty(const unsigned long *src, unsigned int nbits)
{
	return find_first_bit(src, nbits) == nbits;
}

/* linux/bitmap.h: bitmap_full() */
static inline bool bitmap_full(const unsigned long *src, unsigned int nbits)
{
	return find_first_zero_bit(src, nbits) == nbits;
}

/* lib/bitmap.c: __bitmap_weight() */
static inline unsigned int bitmap_weight(const unsigned long *src, unsigned int nbits)
{
	unsigned int i, w = 0;

	for (i = 0; i < nbits / 64; i++)
		w += hweight64(*(src + i));
	if (nbits % 64)
		w += hweight64(*(src + i) & (~0UL >> (-nbits & 63)));
	return w;
}

/* linux/bitmap.h: bitmap_zero(), of whole longs. */
static inline void bitmap_zero(unsigned long *dst, unsigned int nbits)
{
	for (unsigned int i = 0; i < (nbits + 63) / 64; i++)
		*(dst + i) = 0;
}

/* linux/bitmap.h: bitmap_fill(), of whole longs. */
static inline void bitmap_fill(unsigned long *dst, unsigned int nbits)
{
	for (unsigned int i = 0; i < (nbits + 63) / 64; i++)
		*(dst + i) = ~0UL;
}

/* lib/bitmap.c: __bitmap_set() */
static inline void bitmap_set(unsigned long *map, unsigned int start, unsigned int nbits)
{
	unsigned int end = start + nbits, i;

	if (!nbits)
		return;
	for (i = start / 64; i <= (end - 1) / 64; i++)
		*(map + i) |= (i == start / 64 ? ~0UL << start % 64 : ~0UL) &
			      (i == (end - 1) / 64 ? ~0UL >> (-end & 63) : ~0UL);
}

/* lib/bitmap.c: __bitmap_clear() */
static inline void bitmap_clear(unsigned long *map, unsigned int start, unsigned int nbits)
{
	unsigned int end = start + nbits, i;

	if (!nbits)
		return;
	for (i = start / 64; i <= (end - 1) / 64; i++)
		*(map + i) &= ~((i == start / 64 ? ~0UL << start % 64 : ~0UL) &
				(i == (end - 1) / 64 ? ~0UL >> (-end & 63) : ~0UL));
}
