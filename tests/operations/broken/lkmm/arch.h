/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * In the place of the generated lkmm/arch.h: an architecture whose read-modify-writes are not
 * atomic, and whose stores are made byte by byte. For the test of the tests: each of its operations
 * must be caught.
 */
#ifndef LKMM_ARCH_H
#define LKMM_ARCH_H

#include <stdlib.h>
#include <unistd.h>
#include <lkmm/compiler.h>

/*
 * Before and in the middle of an operation, sometimes yield to the others: then it breaks on a busy
 * machine too. At random, since threads that sleep in step break nothing; and also before, since
 * threads that only sleep in the middle all write the right value last.
 */
static inline void broken_pause(void)
{
	static __thread unsigned int state, left;

	if (!state)
		state = (unsigned int)gettid();
	if (left-- == 0) {
		left = (unsigned int)rand_r(&state) % 500;
		usleep(left % 4);
	}
}

/* A store is torn for so short a time that it takes more of them to be seen on a fast CPU. */
static inline void broken_store_pause(void)
{
	static __thread unsigned int state;

	if (!state)
		state = (unsigned int)gettid();
	if ((unsigned int)rand_r(&state) % 64 == 0)
		usleep(1);
}

#define __lkmm_mb() __lkmm_barrier()
#define __lkmm_rmb() __lkmm_barrier()
#define __lkmm_wmb() __lkmm_barrier()
#define __lkmm_device_mb() __lkmm_barrier()
#define __lkmm_device_rmb() __lkmm_barrier()
#define __lkmm_device_wmb() __lkmm_barrier()
#define __lkmm_dma_mb() __lkmm_barrier()
#define __lkmm_dma_rmb() __lkmm_barrier()
#define __lkmm_dma_wmb() __lkmm_barrier()
#define __lkmm_virt_mb() __lkmm_barrier()
#define __lkmm_virt_rmb() __lkmm_barrier()
#define __lkmm_virt_wmb() __lkmm_barrier()
#define __lkmm_reread(found, read) (found)
#define __lkmm_relax() __lkmm_barrier()
#define __lkmm_before_atomic() __lkmm_barrier()
#define __lkmm_after_atomic() __lkmm_barrier()
#define __lkmm_after_spinlock() __lkmm_barrier()
#define __lkmm_after_srcu_read_unlock() __lkmm_barrier()
#define __lkmm_stop_wc() __lkmm_barrier()
#define __lkmm_nospec() __lkmm_barrier()
#define __lkmm_after_unlock_lock() __lkmm_barrier()
#define __lkmm_after_ctrl_dep() __lkmm_barrier()

#define BROKEN_RMW(name, n, order, expression)							\
static inline __lkmm_u##n __lkmm_##name##_##order##_##n(volatile __lkmm_u##n *ptr,		\
							__lkmm_u##n arg)			\
{												\
	__lkmm_u##n old;									\
												\
	broken_pause();										\
	old = *ptr;										\
	broken_pause();										\
	*ptr = (__lkmm_u##n)(expression);							\
	return old;										\
}

#define BROKEN_VOID(name, n)									\
static inline void __lkmm_##name##_##n(volatile __lkmm_u##n *ptr, __lkmm_u##n arg)		\
{												\
	__lkmm_fetch_##name##_full_##n(ptr, arg);						\
}												\
												\
static inline void __lkmm_##name##_local_##n(volatile __lkmm_u##n *ptr, __lkmm_u##n arg)	\
{												\
	__lkmm_fetch_##name##_local_##n(ptr, arg);						\
}

/* sub, inc, dec, and tests of the new value. */
#define BROKEN_DERIVED(n)									\
static inline void __lkmm_sub_##n(volatile __lkmm_u##n *ptr, __lkmm_u##n arg)			\
{												\
	__lkmm_add_##n(ptr, -arg);								\
}												\
												\
static inline void __lkmm_inc_##n(volatile __lkmm_u##n *ptr)					\
{												\
	__lkmm_add_##n(ptr, 1);									\
}												\
												\
static inline void __lkmm_dec_##n(volatile __lkmm_u##n *ptr)					\
{												\
	__lkmm_sub_##n(ptr, 1);									\
}												\
												\
static inline bool __lkmm_sub_zero_full_##n(volatile __lkmm_u##n *ptr, __lkmm_u##n arg)		\
{												\
	return __lkmm_fetch_add_full_##n(ptr, -arg) == arg;					\
}												\
												\
static inline bool __lkmm_inc_zero_full_##n(volatile __lkmm_u##n *ptr)				\
{												\
	return __lkmm_sub_zero_full_##n(ptr, (__lkmm_u##n)-1);					\
}												\
												\
static inline bool __lkmm_dec_zero_full_##n(volatile __lkmm_u##n *ptr)				\
{												\
	return __lkmm_sub_zero_full_##n(ptr, 1);						\
}												\
												\
BROKEN_NEGATIVE(n, full)									\
BROKEN_NEGATIVE(n, acquire)									\
BROKEN_NEGATIVE(n, release)									\
BROKEN_NEGATIVE(n, relaxed)								\
BROKEN_NEGATIVE(n, local)

#define BROKEN_NEGATIVE(n, order)								\
static inline bool __lkmm_add_negative_##order##_##n(volatile __lkmm_u##n *ptr, __lkmm_u##n arg) \
{												\
	return (int##n##_t)(__lkmm_fetch_add_##order##_##n(ptr, arg) + arg) < 0;		\
}

#define BROKEN_TEST_BIT(name, n, order, fetch, expression)					\
static inline bool __lkmm_test_bit_##name##_##order##_##n(volatile __lkmm_u##n *ptr,		\
							  __lkmm_u##n nr)			\
{												\
	__lkmm_u##n mask = (__lkmm_u##n)1 << nr % n;						\
												\
	return (__lkmm_fetch_##fetch##_##order##_##n(ptr + nr / n, expression) & mask) != 0;	\
}

#define BROKEN_BIT(name, n, fetch, expression)							\
BROKEN_TEST_BIT(name, n, full, fetch, expression)						\
BROKEN_TEST_BIT(name, n, acquire, fetch, expression)						\
static inline void __lkmm_bit_##name##_relaxed_##n(volatile __lkmm_u##n *ptr, __lkmm_u##n nr)	\
{												\
	__lkmm_test_bit_##name##_full_##n(ptr, nr);						\
}

#define BROKEN_CMPXCHG(n, order)								\
static inline __lkmm_u##n __lkmm_cmpxchg_##order##_##n(volatile __lkmm_u##n *ptr,		\
						       __lkmm_u##n expect,			\
						       __lkmm_u##n val, bool *ok)		\
{												\
	__lkmm_u##n old;									\
												\
	broken_pause();										\
	old = *ptr;										\
	broken_pause();										\
	*ok = old == expect;									\
	if (*ok)										\
		*ptr = val;									\
	return old;										\
}

#define BROKEN_ORDERS(macro, name, n, expression)						\
	macro(name, n, full, expression)							\
	macro(name, n, acquire, expression)							\
	macro(name, n, release, expression)							\
	macro(name, n, relaxed, expression)							\
	macro(name, n, local, expression)

#define BROKEN_ACCESS(n)									\
static inline __lkmm_u##n __lkmm_load_relaxed_##n(const volatile __lkmm_u##n *ptr)		\
{												\
	return *ptr;										\
}												\
												\
static inline void __lkmm_store_relaxed_##n(volatile __lkmm_u##n *ptr, __lkmm_u##n val)		\
{												\
	for (unsigned int i = 0; i < sizeof(val); i++) {					\
		((volatile __lkmm_u8 *)ptr)[i] = ((__lkmm_u8 *)&val)[i];			\
		broken_store_pause();								\
	}											\
}												\
												\
static inline void __lkmm_wait_##n(volatile __lkmm_u##n *ptr, __lkmm_u##n val)			\
{												\
	(void)ptr;										\
	(void)val;										\
}												\
												\
BROKEN_ORDERS(BROKEN_RMW, xchg, n, arg)								\
BROKEN_CMPXCHG(n, full)										\
BROKEN_CMPXCHG(n, acquire)									\
BROKEN_CMPXCHG(n, release)									\
BROKEN_CMPXCHG(n, relaxed)								\
BROKEN_CMPXCHG(n, local)

#define BROKEN_ALU(name, n, expression)								\
BROKEN_ORDERS(BROKEN_RMW, fetch_##name, n, expression)						\
BROKEN_VOID(name, n)

BROKEN_ACCESS(8)
BROKEN_ACCESS(16)
BROKEN_ACCESS(32)
BROKEN_ACCESS(64)
BROKEN_ALU(add, 32, old + arg)
BROKEN_ALU(and, 32, old & arg)
BROKEN_ALU(or, 32, old | arg)
BROKEN_ALU(xor, 32, old ^ arg)
BROKEN_ALU(add, 64, old + arg)
BROKEN_ALU(and, 64, old & arg)
BROKEN_ALU(or, 64, old | arg)
BROKEN_ALU(xor, 64, old ^ arg)
BROKEN_DERIVED(32)
BROKEN_DERIVED(64)
BROKEN_BIT(or, 32, or, mask)
BROKEN_BIT(andnot, 32, and, ~mask)
BROKEN_BIT(xor, 32, xor, mask)
BROKEN_BIT(or, 64, or, mask)
BROKEN_BIT(andnot, 64, and, ~mask)
BROKEN_BIT(xor, 64, xor, mask)

#define XOR_BIT7(n)									\
static inline bool __lkmm_xor_bit7_release_##n(volatile __lkmm_u##n *ptr, __lkmm_u##n arg)	\
{											\
	return __lkmm_fetch_xor_full_##n(ptr, arg) & 128;				\
}

XOR_BIT7(32)
XOR_BIT7(64)
#define __lkmm_sub_local_32 __lkmm_sub_32
#define __lkmm_sub_local_64 __lkmm_sub_64
#define __lkmm_inc_local_32 __lkmm_inc_32
#define __lkmm_inc_local_64 __lkmm_inc_64
#define __lkmm_dec_local_32 __lkmm_dec_32
#define __lkmm_dec_local_64 __lkmm_dec_64
#define __lkmm_sub_zero_local_32 __lkmm_sub_zero_full_32
#define __lkmm_sub_zero_local_64 __lkmm_sub_zero_full_64
#define __lkmm_inc_zero_local_32 __lkmm_inc_zero_full_32
#define __lkmm_inc_zero_local_64 __lkmm_inc_zero_full_64
#define __lkmm_dec_zero_local_32 __lkmm_dec_zero_full_32
#define __lkmm_dec_zero_local_64 __lkmm_dec_zero_full_64
#define __lkmm_bit_andnot_release_32 __lkmm_bit_andnot_relaxed_32
#define __lkmm_bit_andnot_release_64 __lkmm_bit_andnot_relaxed_64
#define __lkmm_load_acquire_8 __lkmm_load_relaxed_8
#define __lkmm_load_acquire_16 __lkmm_load_relaxed_16
#define __lkmm_load_acquire_32 __lkmm_load_relaxed_32
#define __lkmm_load_acquire_64 __lkmm_load_relaxed_64
#define __lkmm_store_release_8 __lkmm_store_relaxed_8
#define __lkmm_store_release_16 __lkmm_store_relaxed_16
#define __lkmm_store_release_32 __lkmm_store_relaxed_32
#define __lkmm_store_release_64 __lkmm_store_relaxed_64

#endif
