/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* From a member to the structure that it is in. */
#ifndef LKMM_CONTAINER_OF_H
#define LKMM_CONTAINER_OF_H

#include <lkmm/compiler.h>

/* C++ has no builtin that compares types: there the pointer is taken as it is. */
#ifdef __cplusplus
# define __lkmm_is_member(ptr, type, member) true
#else
# define __lkmm_is_member(ptr, type, member)							\
	(__builtin_types_compatible_p(__typeof__(*(ptr)),					\
				      __typeof__(((type *)NULL)->member)) ||			\
	 __builtin_types_compatible_p(__typeof__(*(ptr)), void))
#endif

/*
 * By numbers: gcc would warn of a structure around the head of a list, which loops compare with,
 * and never access. lkmm verify follows pointers.
 */
#ifdef LKMM_VERIFY
# define __lkmm_back(ptr, n) ((void *)((char *)(ptr) - (n)))
#else
# define __lkmm_back(ptr, n) ((void *)((uintptr_t)(ptr) - (n)))
#endif

/**
 * lkmm_container_of() - go from a member to its structure
 * @ptr: a pointer to the member, of its type or to void
 * @type: the type of the structure
 * @member: the name of the member in it
 *
 * Return: a pointer to the structure. It is not const, even if @ptr is a pointer to const.
 */
#define lkmm_container_of(ptr, type, member) __extension__ ({					\
	__lkmm_static_assert(__lkmm_is_member(ptr, type, member),				\
			     "container_of(): not a pointer to that member");			\
	(type *)__lkmm_back(ptr, offsetof(type, member));					\
})

#endif
