/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * For lkmm verify: what is done where a variable ends, as Linux writes it. Guards of locks that are
 * only tried are left out.
 */
#ifndef __LKMM_VERIFY_LINUX_CLEANUP_H
#define __LKMM_VERIFY_LINUX_CLEANUP_H

#define __cleanup(function) __attribute__((__cleanup__(function)))

#define DEFINE_FREE(name, type, free)								\
	static inline void __free_##name(void *p)						\
	{											\
		type _T = *(type *)p;								\
		free;										\
	}
#define __free(name) __cleanup(__free_##name)
#define no_free_ptr(p) __extension__ ({								\
	__auto_type __lkmm_kept = (p);								\
	(p) = NULL;										\
	__lkmm_kept;										\
})
#define return_ptr(p) return no_free_ptr(p)

#define DEFINE_CLASS(name, type, end, begin, args...)						\
	typedef type class_##name##_t;								\
	static inline void class_##name##_destructor(type *p)					\
	{											\
		type _T = *p;									\
		end;										\
	}											\
	static inline type class_##name##_constructor(args)					\
	{											\
		type t = begin;									\
		return t;									\
	}
#define CLASS(name, var)									\
	class_##name##_t var __cleanup(class_##name##_destructor) = class_##name##_constructor

#define DEFINE_GUARD(name, type, lock, unlock)							\
	DEFINE_CLASS(name, type, if (_T) { unlock; }, __extension__ ({ lock; _T; }), type _T)
#define DEFINE_GUARD_COND(name, ext, lock)
#define DEFINE_LOCK_GUARD_1(name, type, take, give, ...)					\
	typedef struct {									\
		type *lock;									\
	} class_##name##_t;									\
	static inline void class_##name##_destructor(class_##name##_t *_T)			\
	{											\
		give;										\
	}											\
	static inline class_##name##_t class_##name##_constructor(type *lock)			\
	{											\
		class_##name##_t t = { .lock = lock }, *_T = &t;				\
		take;										\
		return t;									\
	}
#define DEFINE_LOCK_GUARD_0(name, take, give, ...)						\
	typedef struct {									\
		int lock;									\
	} class_##name##_t;									\
	static inline void class_##name##_destructor(class_##name##_t *_T)			\
	{											\
		(void)_T;									\
		give;										\
	}											\
	static inline class_##name##_t class_##name##_constructor(void)				\
	{											\
		class_##name##_t t = { .lock = 1 };						\
		take;										\
		return t;									\
	}

#define __lkmm_guard_name(line) __lkmm_guard_##line
#define __lkmm_guard(name, line) CLASS(name, __lkmm_guard_name(line))
#define guard(name) __lkmm_guard(name, __LINE__)
#define scoped_guard(name, args...)								\
	for (CLASS(name, __lkmm_scope)(args), *__lkmm_once = (void *)1;			\
	     __lkmm_once; __lkmm_once = NULL)

#endif
