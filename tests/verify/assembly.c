// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Barriers in assembly, and by functions of compilers.
 *
 * expect 0: no fault in any execution
 * expect 1: assembly.c:71:2: this assertion can fail
 * expect 2: assembly.c:71:2: this assertion can fail
 * expect 3: error: the inline assembly 'xchgl $0, $1' is not supported
 * expect 4: no fault in any execution
 * expect 5: no fault in any execution
 */
#include <lkmm/verify.h>

#ifndef FAULT
#define FAULT 0
#endif

#define barrier()	__asm__ volatile("" : : : "memory")
#define hide(x)		__asm__ volatile("" : "=r"(x) : "0"(x))
#define hide_named(x)	__asm__ volatile("/* %0 */" : "=r"(x) : "0"(x))

#if defined(__x86_64__)
#define wmb()	__asm__ volatile("sfence\n\t" : : : "memory")
#define rmb()	__builtin_ia32_lfence()
#define mb()	__asm__ volatile("lock; addl $0, 0(%%rsp)" : : : "memory", "cc")
#define relax()	__builtin_ia32_pause()
#elif defined(__aarch64__)
#define wmb()	__asm__ volatile("dmb ishst" : : : "memory")
#define rmb()	__asm__ volatile("dmb  ishld" : : : "memory")
#define mb()	__asm__ volatile("dmb ish" : : : "memory")
#define relax()	__asm__ volatile("yield" : : : "memory")
#else
#define wmb()	__asm__ volatile("fence w, w" : : : "memory")
#define rmb()	__asm__ volatile("fence r,r" : : : "memory")
#define mb()	__asm__ volatile("fence rw, rw" : : : "memory")
#define relax()	barrier()
#endif

static volatile int data, ready;

static void write(void *arg)
{
	int value = 1;

	(void)arg;
	hide(value);
	hide_named(value);
	data = value;
	if (FAULT == 1)
		barrier();
	else
		wmb();
	ready = 1;
}

static void read(void *arg)
{
	(void)arg;
	if (FAULT == 4)
		while (!ready)
			relax();
	else if (!ready)
		return;
	if (FAULT == 5)
		mb();
	else if (FAULT != 2)
		rmb();
#if FAULT == 3
	__asm__ volatile("xchgl %0, %1" : : "r"(0), "m"(data));
#endif
	lkmm_assert(data);
}

int main(void)
{
	unsigned int a = lkmm_spawn(write, 0), b = lkmm_spawn(read, 0);

	lkmm_join(a);
	lkmm_join(b);
	return 0;
}
