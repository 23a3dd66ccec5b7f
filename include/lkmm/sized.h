/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The building blocks of the macros of lkmm/object.h: one per shape of operation. Each chooses the
 * function of the object's size; the branches for other sizes are compiled too, and dropped, so
 * values pass through memory, as bits.
 */
#ifndef LKMM_SIZED_H
#define LKMM_SIZED_H

#include <lkmm/types.h>

/* The type of a value of @x: without const and volatile. */
#ifdef __cplusplus
template <class type> type __lkmm_value(const volatile type &x);	/* only declared */
# define __lkmm_valuetype(x) __typeof__(__lkmm_value(x))
#else
# define __lkmm_valuetype(x) __typeof__((__typeof__(x))(x))
#endif

#define __lkmm_check_size(op, x)								\
	__lkmm_static_assert(sizeof(x) == 1 || sizeof(x) == 2 || sizeof(x) == 4 || sizeof(x) == 8, \
			     "lkmm_" #op "(): the object must have 1, 2, 4 or 8 bytes")

/* An error if *p is const; in a branch that is never taken. */
#define __lkmm_check_writable(p, v) do { if (0) *(p) = (v); } while (0)

#ifdef __cplusplus
# define __lkmm_check_pointer(op, x) ((void)sizeof(static_cast<const volatile void *>(x)))
#else
/* 5 is pointer_type_class in gcc's typeclass.h; clang uses the same number. */
# define __lkmm_check_pointer(op, x)								\
	__lkmm_static_assert(__builtin_classify_type(x) == 5,					\
			     "lkmm_" #op "(): the object must be a pointer")
#endif

#define __lkmm_smaller(a, b) (sizeof(a) < sizeof(b) ? sizeof(a) : sizeof(b))

/* The bits of variable @x as a @type. */
#define __lkmm_bits(type, x) __extension__ ({							\
	type __lkmm_b = 0;									\
	__builtin_memcpy(&__lkmm_b, &(x), __lkmm_smaller(__lkmm_b, x));				\
	__lkmm_b;										\
})

/* Sets variable @x to the bits of a @type. */
#define __lkmm_set(x, type, value) do {								\
	type __lkmm_s = (value);								\
	__builtin_memcpy(&(x), &__lkmm_s, __lkmm_smaller(__lkmm_s, x));				\
} while (0)

#define __lkmm_load(op, ptr) __extension__ ({							\
	__typeof__(ptr) __lkmm_p = (ptr);							\
	__lkmm_valuetype(*__lkmm_p) __lkmm_ret;							\
	const volatile void *__lkmm_o = __lkmm_p;						\
	__lkmm_check_size(op, *__lkmm_p);							\
	switch (sizeof(*__lkmm_p)) {								\
	case 1: __lkmm_set(__lkmm_ret, uint8_t,							\
			   lkmm_##op##_u8((const volatile uint8_t *)__lkmm_o)); break;		\
	case 2: __lkmm_set(__lkmm_ret, uint16_t,						\
			   lkmm_##op##_u16((const volatile uint16_t *)__lkmm_o)); break;	\
	case 4: __lkmm_set(__lkmm_ret, uint32_t,						\
			   lkmm_##op##_u32((const volatile uint32_t *)__lkmm_o)); break;	\
	default: __lkmm_set(__lkmm_ret, uint64_t,						\
			    lkmm_##op##_u64((const volatile uint64_t *)__lkmm_o));		\
	}											\
	__lkmm_ret;										\
})

#define __lkmm_store(op, ptr, value) __extension__ ({						\
	__typeof__(ptr) __lkmm_p = (ptr);							\
	__lkmm_valuetype(*__lkmm_p) __lkmm_v = (value);						\
	volatile void *__lkmm_o = __lkmm_p;							\
	__lkmm_check_writable(__lkmm_p, __lkmm_v);						\
	__lkmm_check_size(op, *__lkmm_p);							\
	switch (sizeof(*__lkmm_p)) {								\
	case 1: lkmm_##op##_u8((volatile uint8_t *)__lkmm_o, __lkmm_bits(uint8_t, __lkmm_v));	\
		break;										\
	case 2: lkmm_##op##_u16((volatile uint16_t *)__lkmm_o,					\
				__lkmm_bits(uint16_t, __lkmm_v)); break;			\
	case 4: lkmm_##op##_u32((volatile uint32_t *)__lkmm_o,					\
				__lkmm_bits(uint32_t, __lkmm_v)); break;			\
	default: lkmm_##op##_u64((volatile uint64_t *)__lkmm_o, __lkmm_bits(uint64_t, __lkmm_v)); \
	}											\
	(void)0;										\
})

#define __lkmm_xchg_case(op, type, suffix)							\
	__lkmm_set(__lkmm_ret, type,								\
		   lkmm_##op##suffix((volatile type *)__lkmm_o, __lkmm_bits(type, __lkmm_v)))

#define __lkmm_xchg(op, ptr, value) __extension__ ({						\
	__typeof__(ptr) __lkmm_p = (ptr);							\
	__lkmm_valuetype(*__lkmm_p) __lkmm_v = (value), __lkmm_ret;				\
	volatile void *__lkmm_o = __lkmm_p;							\
	__lkmm_check_writable(__lkmm_p, __lkmm_v);						\
	__lkmm_check_size(op, *__lkmm_p);							\
	switch (sizeof(*__lkmm_p)) {								\
	case 1: __lkmm_xchg_case(op, uint8_t, _u8); break;					\
	case 2: __lkmm_xchg_case(op, uint16_t, _u16); break;					\
	case 4: __lkmm_xchg_case(op, uint32_t, _u32); break;					\
	default: __lkmm_xchg_case(op, uint64_t, _u64);						\
	}											\
	__lkmm_ret;										\
})

#define __lkmm_cmpxchg_case(op, type, suffix)							\
	__lkmm_set(__lkmm_ret, type,								\
		   lkmm_##op##suffix((volatile type *)__lkmm_o, __lkmm_bits(type, __lkmm_e),	\
				     __lkmm_bits(type, __lkmm_v)))

#define __lkmm_cmpxchg(op, ptr, expect, value) __extension__ ({					\
	__typeof__(ptr) __lkmm_p = (ptr);							\
	__lkmm_valuetype(*__lkmm_p) __lkmm_e = (expect), __lkmm_v = (value), __lkmm_ret;	\
	volatile void *__lkmm_o = __lkmm_p;							\
	__lkmm_check_writable(__lkmm_p, __lkmm_v);						\
	__lkmm_check_size(op, *__lkmm_p);							\
	switch (sizeof(*__lkmm_p)) {								\
	case 1: __lkmm_cmpxchg_case(op, uint8_t, _u8); break;					\
	case 2: __lkmm_cmpxchg_case(op, uint16_t, _u16); break;					\
	case 4: __lkmm_cmpxchg_case(op, uint32_t, _u32); break;					\
	default: __lkmm_cmpxchg_case(op, uint64_t, _u64);					\
	}											\
	__lkmm_ret;										\
})

#define __lkmm_try_cmpxchg_case(op, type, suffix) do {						\
	type __lkmm_eb = __lkmm_bits(type, __lkmm_e);						\
	__lkmm_ok = lkmm_##op##suffix((volatile type *)__lkmm_o, &__lkmm_eb,			\
				      __lkmm_bits(type, __lkmm_v));				\
	__lkmm_set(__lkmm_e, type, __lkmm_eb);							\
} while (0)

#define __lkmm_try_cmpxchg(op, ptr, expect, value) __extension__ ({				\
	__typeof__(ptr) __lkmm_p = (ptr);							\
	__lkmm_valuetype(*__lkmm_p) *__lkmm_ep = (expect), __lkmm_e = *__lkmm_ep,		\
		__lkmm_v = (value);								\
	volatile void *__lkmm_o = __lkmm_p;							\
	bool __lkmm_ok;										\
	__lkmm_check_writable(__lkmm_p, __lkmm_v);						\
	__lkmm_check_size(op, *__lkmm_p);							\
	switch (sizeof(*__lkmm_p)) {								\
	case 1: __lkmm_try_cmpxchg_case(op, uint8_t, _u8); break;				\
	case 2: __lkmm_try_cmpxchg_case(op, uint16_t, _u16); break;				\
	case 4: __lkmm_try_cmpxchg_case(op, uint32_t, _u32); break;				\
	default: __lkmm_try_cmpxchg_case(op, uint64_t, _u64);					\
	}											\
	if (!__lkmm_ok)										\
		*__lkmm_ep = __lkmm_e;								\
	__lkmm_ok;										\
})

/*
 * Pointers to publish. A dependent access through the result is ordered after it; no barrier is
 * needed for that.
 */
#define __lkmm_pointer_load(op, ptr) __extension__ ({						\
	__typeof__(ptr) __lkmm_p = (ptr);							\
	__lkmm_check_pointer(op, *__lkmm_p);							\
	(__lkmm_valuetype(*__lkmm_p))lkmm_##op##_ptr((void *const volatile *)__lkmm_p);		\
})

#define __lkmm_pointer_store(op, ptr, value) __extension__ ({					\
	__typeof__(ptr) __lkmm_p = (ptr);							\
	__lkmm_valuetype(*__lkmm_p) __lkmm_v = (value);						\
	__lkmm_check_pointer(op, *__lkmm_p);							\
	__lkmm_check_writable(__lkmm_p, __lkmm_v);						\
	lkmm_##op##_ptr((void *volatile *)__lkmm_p, (void *)__lkmm_v);				\
})

/*
 * Reads *ptr by @load until @cond_expr holds. Between reads the CPU rests until it may have
 * changed.
 */
#define __lkmm_cond_load(load, ptr, cond_expr) __extension__ ({					\
	__typeof__(ptr) __lkmm_cp = (ptr);							\
	__lkmm_valuetype(*__lkmm_cp) VAL;							\
	for (;;) {										\
		VAL = __lkmm_load(load, __lkmm_cp);						\
		if (cond_expr)									\
			break;									\
		__lkmm_store(wait, __lkmm_cp, VAL);						\
	}											\
	VAL;											\
})

/**
 * lkmm_smp_cond_load_relaxed() - read an object until a condition holds
 * @ptr: the object
 * @cond_expr: the condition, in which VAL is the value last read
 *
 * Between reads the CPU rests until the object may have changed: WFE on arm64, a pause elsewhere.
 *
 * Ordering: relaxed; but a write after it comes after the last read, if the condition depends on
 * VAL. Return: the value for which the condition held.
 */
#define lkmm_smp_cond_load_relaxed(ptr, cond_expr) __lkmm_cond_load(READ_ONCE, ptr, cond_expr)

/**
 * lkmm_smp_cond_load_acquire() - read an object until a condition holds
 * @ptr: the object
 * @cond_expr: the condition, in which VAL is the value last read
 *
 * Ordering: acquire: every later access comes after the last read.
 * Return: the value for which the condition held.
 */
#define lkmm_smp_cond_load_acquire(ptr, cond_expr) __lkmm_cond_load(smp_load_acquire, ptr, \
								    cond_expr)

/* Between two looks at the clock. */
#define __LKMM_TIMEOUT_READS 200

/*
 * Reads *ptr by @load until @cond_expr holds, or time is up. It only pauses between reads: nothing
 * would end a longer rest in time. The clock is looked at for the first time when the object has
 * been read often; when time is up, the object is read once more.
 */
#define __lkmm_cond_load_timeout(load, ptr, cond_expr, time_expr_ns, timeout_ns) __extension__ ({ \
	__typeof__(ptr) __lkmm_cp = (ptr);							\
	__lkmm_valuetype(*__lkmm_cp) VAL;							\
	int64_t __lkmm_left = (timeout_ns), __lkmm_end = 0, __lkmm_now;				\
	bool __lkmm_timed = false;								\
	for (unsigned int __lkmm_n = 1;; __lkmm_n++) {						\
		VAL = __lkmm_load(load, __lkmm_cp);						\
		if ((cond_expr) || (__lkmm_timed && __lkmm_left <= 0))				\
			break;									\
		lkmm_cpu_relax();								\
		if (__lkmm_n % __LKMM_TIMEOUT_READS)						\
			continue;								\
		__lkmm_now = (time_expr_ns);							\
		if (!__lkmm_timed)								\
			__lkmm_end = __lkmm_now + __lkmm_left;					\
		__lkmm_left = __lkmm_end - __lkmm_now;						\
		__lkmm_timed = true;								\
	}											\
	VAL;											\
})

/**
 * lkmm_smp_cond_load_relaxed_timeout() - read an object until a condition holds, or time is up
 * @ptr: the object
 * @cond_expr: the condition, in which VAL is the value last read
 * @time_expr_ns: the time now, in nanoseconds, by a clock of the caller's choice
 * @timeout_ns: how long to wait, in nanoseconds, from the first look at the clock on
 *
 * The clock is looked at after some hundred reads, so a short wait needs none.
 *
 * Ordering: as lkmm_smp_cond_load_relaxed().
 * Return: the value last read; the condition does not hold for it if time was up.
 */
#define lkmm_smp_cond_load_relaxed_timeout(ptr, cond_expr, time_expr_ns, timeout_ns)		\
	__lkmm_cond_load_timeout(READ_ONCE, ptr, cond_expr, time_expr_ns, timeout_ns)

/**
 * lkmm_smp_cond_load_acquire_timeout() - read an object until a condition holds, or time is up
 * @ptr: the object
 * @cond_expr: the condition, in which VAL is the value last read
 * @time_expr_ns: the time now, in nanoseconds, by a clock of the caller's choice
 * @timeout_ns: how long to wait, in nanoseconds, from the first look at the clock on
 *
 * Ordering: acquire: every later access comes after the last read, also if time was up.
 * Return: the value last read; the condition does not hold for it if time was up.
 */
#define lkmm_smp_cond_load_acquire_timeout(ptr, cond_expr, time_expr_ns, timeout_ns)		\
	__lkmm_cond_load_timeout(smp_load_acquire, ptr, cond_expr, time_expr_ns, timeout_ns)

#endif
