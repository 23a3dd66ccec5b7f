/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Does the code use the atomics of Zacas and of Zabha? It does where the compiler may use them
 * anyway (-march=rv64gc_zacas_zabha), or where LKMM_RISCV64_ZACAS and LKMM_RISCV64_ZABHA are
 * defined as 1: for a compiler that knows neither, but whose assembler does.
 */
#ifndef LKMM_CPU_RISCV64_H
#define LKMM_CPU_RISCV64_H

#include <lkmm/compiler.h>

#ifndef LKMM_RISCV64_ZACAS
# ifdef __riscv_zacas
#  define LKMM_RISCV64_ZACAS 1
# else
#  define LKMM_RISCV64_ZACAS 0
# endif
#endif

#if LKMM_RISCV64_ZACAS
/* It has amocas.q. */
static __lkmm_inline bool __lkmm_has_cmpxchg2(void)
{
	return true;
}
#endif

#ifndef LKMM_RISCV64_ZABHA
# ifdef __riscv_zabha
#  define LKMM_RISCV64_ZABHA 1
# else
#  define LKMM_RISCV64_ZABHA 0
# endif
#endif

#endif
