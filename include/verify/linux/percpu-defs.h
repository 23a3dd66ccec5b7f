/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: each thread is a CPU, and variables have a copy for each. */
#ifndef __LKMM_VERIFY_LINUX_PERCPU_DEFS_H
#define __LKMM_VERIFY_LINUX_PERCPU_DEFS_H

#include <linux/cache.h>
#include <linux/types.h>
#include <lkmm/verify.h>

/* The reader of IR knows the section: behind the variable are its copies, at this distance. */
#define __LKMM_CPU_DISTANCE 65536

#define DEFINE_PER_CPU(type, name)								\
	__attribute__((__section__(".lkmm.percpu"))) __typeof__(type) name
#define DECLARE_PER_CPU(type, name) extern DEFINE_PER_CPU(type, name)
#define DEFINE_PER_CPU_ALIGNED(type, name) DEFINE_PER_CPU(type, name)
#define DEFINE_PER_CPU_SHARED_ALIGNED(type, name) DEFINE_PER_CPU(type, name)
#define DEFINE_PER_CPU_FIRST(type, name) DEFINE_PER_CPU(type, name)
#define DEFINE_PER_CPU_READ_MOSTLY(type, name) DEFINE_PER_CPU(type, name)

#define per_cpu_ptr(ptr, cpu)									\
	((__typeof__(*(ptr)) *)((char *)(ptr) + (long)(cpu) * __LKMM_CPU_DISTANCE))
#define per_cpu(var, cpu) (*per_cpu_ptr(&(var), cpu))
#define this_cpu_ptr(ptr) per_cpu_ptr(ptr, lkmm_thread())
#define raw_cpu_ptr(ptr) this_cpu_ptr(ptr)
#define get_cpu_ptr(ptr) this_cpu_ptr(ptr)
#define put_cpu_ptr(ptr) ((void)(ptr))
#define get_cpu_var(var) (*this_cpu_ptr(&(var)))
#define put_cpu_var(var) ((void)0)

/* No interrupt comes between: an access is a plain one to the CPU's own copy, as other CPUs see
 * it. */
#define this_cpu_read(var) READ_ONCE(*this_cpu_ptr(&(var)))
#define this_cpu_write(var, val) WRITE_ONCE(*this_cpu_ptr(&(var)), val)
#define this_cpu_add(var, n) this_cpu_write(var, this_cpu_read(var) + (n))
#define this_cpu_sub(var, n) this_cpu_add(var, -(n))
#define this_cpu_inc(var) this_cpu_add(var, 1)
#define this_cpu_dec(var) this_cpu_add(var, -1)
#define __this_cpu_read(var) this_cpu_read(var)
#define __this_cpu_write(var, val) this_cpu_write(var, val)
#define __this_cpu_add(var, n) this_cpu_add(var, n)
#define __this_cpu_sub(var, n) this_cpu_sub(var, n)
#define __this_cpu_inc(var) this_cpu_inc(var)
#define __this_cpu_dec(var) this_cpu_dec(var)
#define raw_cpu_read(var) this_cpu_read(var)
#define raw_cpu_write(var, val) this_cpu_write(var, val)

#endif
