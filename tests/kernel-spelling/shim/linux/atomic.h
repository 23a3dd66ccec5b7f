/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * A project's own atomics, made of the compiler's, under the kernel's names: those that
 * bcachefs-tools has, for the same types. As in such shims, operations that return a value are
 * weaker than the kernel's.
 */
#ifndef SHIM_LINUX_ATOMIC_H
#define SHIM_LINUX_ATOMIC_H

#include <linux/compiler.h>
#include <linux/types.h>

#define SHIM 1

typedef struct { int counter; } atomic_t;
typedef struct { long counter; } atomic_long_t;
typedef struct { u64 counter; } atomic64_t;

#define xchg(p, v) __atomic_exchange_n(p, v, __ATOMIC_SEQ_CST)
#define xchg_acquire(p, v) __atomic_exchange_n(p, v, __ATOMIC_ACQUIRE)
#define shim_cmpxchg(p, old, new_, order) __extension__ ({					\
	__typeof__(*(p)) shim_old = (old);							\
	__atomic_compare_exchange_n(p, &shim_old, new_, false, order, __ATOMIC_RELAXED);	\
	shim_old;										\
})
#define cmpxchg(p, old, new_) shim_cmpxchg(p, old, new_, __ATOMIC_SEQ_CST)
#define cmpxchg_acquire(p, old, new_) shim_cmpxchg(p, old, new_, __ATOMIC_ACQUIRE)
#define cmpxchg_release(p, old, new_) shim_cmpxchg(p, old, new_, __ATOMIC_RELEASE)

#define smp_mb() __atomic_thread_fence(__ATOMIC_SEQ_CST)
#define smp_rmb() smp_mb()
#define smp_wmb() smp_mb()
#define smp_mb__before_atomic() smp_mb()
#define smp_mb__after_atomic() smp_mb()
#define smp_load_acquire(p) __atomic_load_n(p, __ATOMIC_ACQUIRE)
#define smp_store_release(p, v) __atomic_store_n(p, v, __ATOMIC_RELEASE)
#define smp_store_mb(var, value) do { WRITE_ONCE(var, value); smp_mb(); } while (0)

#define SHIM_VOID(type, name, fn)								\
static inline void type##_##name(__typeof__(type##_read(NULL)) i, type##_t *v)			\
{												\
	__atomic_##fn(&v->counter, i, __ATOMIC_RELAXED);					\
}
#define SHIM_RETURN(type, name, fn, order)							\
static inline __typeof__(type##_read(NULL)) type##_##name(__typeof__(type##_read(NULL)) i,	\
							  type##_t *v)				\
{												\
	return __atomic_##fn(&v->counter, i, __ATOMIC_##order);					\
}
#define SHIM_ONE(result, type, name, of)							\
static inline result type##_##name(type##_t *v)							\
{												\
	return type##_##of;									\
}
#define SHIM_CMPXCHG(type, value, suffix)							\
static inline value type##_cmpxchg##suffix(type##_t *v, value old, value new_)			\
{												\
	return (value)cmpxchg##suffix(&v->counter, old, new_);					\
}

#define SHIM_TYPE(type, value)									\
static inline value type##_read(const type##_t *v)						\
{												\
	return (value)__atomic_load_n(&v->counter, __ATOMIC_RELAXED);				\
}												\
static inline void type##_set(type##_t *v, value i)						\
{												\
	__atomic_store_n(&v->counter, i, __ATOMIC_RELAXED);					\
}												\
SHIM_VOID(type, add, fetch_add)									\
SHIM_VOID(type, sub, fetch_sub)									\
SHIM_VOID(type, and, fetch_and)									\
SHIM_VOID(type, or, fetch_or)									\
SHIM_RETURN(type, add_return, add_fetch, RELAXED)						\
SHIM_RETURN(type, add_return_release, add_fetch, RELEASE)					\
SHIM_RETURN(type, sub_return, sub_fetch, RELAXED)						\
SHIM_RETURN(type, sub_return_release, sub_fetch, RELEASE)					\
SHIM_ONE(void, type, inc, add(1, v))								\
SHIM_ONE(void, type, dec, sub(1, v))								\
SHIM_ONE(value, type, inc_return, add_return(1, v))						\
SHIM_ONE(value, type, dec_return, sub_return(1, v))						\
SHIM_ONE(bool, type, inc_and_test, add_return(1, v) == 0)					\
SHIM_ONE(bool, type, dec_and_test, sub_return(1, v) == 0)					\
static inline bool type##_sub_and_test(value i, type##_t *v)					\
{												\
	return type##_sub_return(i, v) == 0;							\
}												\
static inline bool type##_add_negative(value i, type##_t *v)					\
{												\
	return type##_add_return(i, v) < 0;							\
}												\
static inline value type##_xchg(type##_t *v, value i)						\
{												\
	return (value)xchg(&v->counter, i);							\
}												\
SHIM_CMPXCHG(type, value,)									\
SHIM_CMPXCHG(type, value, _acquire)								\
static inline bool type##_try_cmpxchg_acquire(type##_t *v, value *old, value new_)		\
{												\
	value expected = *old;									\
												\
	return (*old = type##_cmpxchg_acquire(v, expected, new_)) == expected;			\
}												\
static inline bool type##_add_unless(type##_t *v, value a, value u)				\
{												\
	value c = type##_read(v);								\
												\
	while (c != u)										\
		if (type##_try_cmpxchg_acquire(v, &c, c + a))					\
			return true;								\
	return false;										\
}												\
SHIM_ONE(bool, type, inc_not_zero, add_unless(v, 1, 0))

SHIM_TYPE(atomic, int)
SHIM_TYPE(atomic_long, long)
SHIM_TYPE(atomic64, s64)

#endif
