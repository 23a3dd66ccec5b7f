/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Fences for the generic backend. */
#ifndef LKMM_CPU_GENERIC_H
#define LKMM_CPU_GENERIC_H

#include <lkmm/compiler.h>

/* Otherwise gcc and clang call libatomic, whose locks no other code takes. */
#if defined(__i386__) && !defined(__GCC_HAVE_SYNC_COMPARE_AND_SWAP_8)
# error "lkmm needs cmpxchg8b on 32-bit x86: compile for -march=i586 or newer"
#endif

#ifdef __LKMM_TSAN
/*
 * ThreadSanitizer does not follow fences, but it follows a read-modify-write of one variable that
 * all fences share: so the later of two fences in this run happens after the earlier one. That can
 * hide a race, but never reports a false one.
 */
__attribute__((__weak__, __visibility__("hidden"))) int __lkmm_tsan_fence;
# define __lkmm_fence(order) ((void)__atomic_fetch_add(&__lkmm_tsan_fence, 0, __ATOMIC_SEQ_CST))
#else
# define __lkmm_fence(order) __atomic_thread_fence(order)
#endif

#endif
