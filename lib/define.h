/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * How liblkmm's functions are defined, from the lines of access.list and rmw.list. In C the
 * exported function is called otherwise than the inline one of the same name, and gets that name
 * from the assembler. Not by an asm label: clang takes the two for one function then, which calls
 * itself. LKMM_SUFFIX tells apart the copies of a function among which the CPU decides; those are
 * not exported.
 */
#ifndef LKMM_LIB_DEFINE_H
#define LKMM_LIB_DEFINE_H

#include <lkmm/atomic.h>
#include <lkmm/local.h>

#ifdef LKMM_SUFFIX
# define LKMM_VISIBILITY ".hidden"
#else
# define LKMM_SUFFIX
# define LKMM_VISIBILITY ".globl"
#endif

#define LKMM_FUNCTION(type, name, params, args)							\
	LKMM_EXPORT(type, name, LKMM_SUFFIX, params) { return lkmm_##name args; }

/* The head of the exported function. */
#define LKMM_EXPORT(type, name, suffix, params) __LKMM_EXPORT(type, name, suffix, params)
#define __LKMM_EXPORT(type, name, suffix, params)						\
	__asm__(".globl	lkmm_" #name #suffix "\n"						\
		LKMM_VISIBILITY " lkmm_" #name #suffix "\n"					\
		".set	lkmm_" #name #suffix ", __lkmm_outline_" #name #suffix);		\
	__attribute__((__visibility__("hidden"))) type __lkmm_outline_##name##suffix params;	\
	type __lkmm_outline_##name##suffix params

#endif
