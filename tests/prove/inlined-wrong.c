// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Wrong operations, where they are inlined; ..._right() has one that is right. See binary.py. */
typedef struct { int counter; } atomic;

#define INLINE static inline __attribute__((always_inline))

int data;

#ifdef __x86_64__
/* Nothing is left of it. */
INLINE void lkmm_smp_mb(void)
{
	__asm__ volatile("" ::: "memory");
}

INLINE int lkmm_xchg_u32(int *p, int new)
{
	int old = *(volatile int *)p;

	*(volatile int *)p = new;
	return old;
}

INLINE void lkmm_smp_store_mb_u32(int *p, int v)
{
	*(volatile int *)p = v;
	__asm__ volatile("" ::: "memory");
}

INLINE int lkmm_atomic_xchg(atomic *v, int new)
{
	__asm__ volatile("xchgl %0, %1" : "+r"(new), "+m"(v->counter) : : "memory");
	return new;
}
#else
INLINE void lkmm_smp_mb(void)
{
	__asm__ volatile("dmb ishst" ::: "memory");
}

/* Its barrier is left out. */
INLINE int lkmm_xchg_u32(int *p, int new)
{
	int old, fail;

	__asm__ volatile("1: ldaxr %w0, %2\n\tstlxr %w1, %w3, %2\n\tcbnz %w1, 1b"
			 : "=&r"(old), "=&r"(fail), "+Q"(*p) : "r"(new) : "memory");
	return old;
}

INLINE void lkmm_smp_store_mb_u32(int *p, int v)
{
	__asm__ volatile("stlr %w1, %0" : "=Q"(*p) : "r"(v) : "memory");
}

INLINE int lkmm_atomic_xchg(atomic *v, int new)
{
	int old, fail;

	__asm__ volatile("1: ldxr %w0, %2\n\tstlxr %w1, %w3, %2\n\tcbnz %w1, 1b\n\tdmb ish"
			 : "=&r"(old), "=&r"(fail), "+Q"(v->counter) : "r"(new) : "memory");
	return old;
}
#endif

/* Its code is in two pieces, by another access. */
INLINE int lkmm_atomic_fetch_inc(atomic *v)
{
	int old = *(volatile int *)&v->counter;

	data = old;
	*(volatile int *)&v->counter = old + 1;
	return old;
}

void mb(void)
{
	data = 1;
	lkmm_smp_mb();
	data = 2;
}

int xchg(int *p)
{
	return lkmm_xchg_u32(p, 1);
}

void store_mb(int *p)
{
	lkmm_smp_store_mb_u32(p, 1);
}

int xchg_right(atomic *v)
{
	return lkmm_atomic_xchg(v, 1);
}

int fetch_inc(atomic *v)
{
	return lkmm_atomic_fetch_inc(v);
}
