/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The kernel's words for talking to the compiler; among them READ_ONCE(), WRITE_ONCE() and
 * barrier().
 */
#ifndef __LKMM_LINUX_COMPILER_H
#define __LKMM_LINUX_COMPILER_H

#include <linux/compiler_types.h>
#include <asm/barrier.h>

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#ifndef unreachable
# define unreachable() __builtin_unreachable()
#endif
#define is_signed_type(type) (((type)(-1)) < (type)1)
#define __must_be_array(a) BUILD_BUG_ON_ZERO(__same_type((a), &(a)[0]))

/*
 * The compiler must forget the value of @var, and must assume that memory behind @ptr was read and
 * written.
 */
#define OPTIMIZER_HIDE_VAR(var) __asm__ ("" : "=r" (var) : "0" (var))
#define RELOC_HIDE(ptr, off) __extension__ ({							\
	unsigned long __lkmm_hidden = (unsigned long)(ptr);					\
	OPTIMIZER_HIDE_VAR(__lkmm_hidden);							\
	(__typeof__(ptr))(__lkmm_hidden + (off));						\
})
#define barrier_data(ptr) __asm__ __volatile__("" : : "r" (ptr) : "memory")
#define absolute_pointer(val) RELOC_HIDE((void *)(val), 0)

/* An access that may race, and whose value does not matter much. */
#define data_race(expr) __extension__ ({ __auto_type __lkmm_race = (expr); __lkmm_race; })
#define ASSERT_EXCLUSIVE_WRITER(var) ((void)0)
#define ASSERT_EXCLUSIVE_ACCESS(var) ((void)0)

/* Sources of the kernel use EXPORT_SYMBOL() without including it. */
#include <linux/export.h>

#define __UNIQUE_ID(prefix) __PASTE(__PASTE(__UNIQUE_ID_, prefix), __COUNTER__)

#endif
