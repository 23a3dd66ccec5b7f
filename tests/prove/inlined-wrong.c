// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Wrong operations, where they are inlined; ..._right() has one that is right. See binary.py. */
typedef struct { int counter; } atomic;

#define INLINE static inline __attribute__((always_inline))

struct two { long pad[3]; atomic a; };

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

/* One that fails has read without a lock. */
INLINE int lkmm_atomic_add_unless(atomic *v, int i, int unless)
{
	int old = *(volatile int *)&v->counter;
	unsigned char done;

	do {
		if (old == unless)
			return 0;
		__asm__ volatile("lock cmpxchgl %3, %1; sete %0"
				 : "=q"(done), "+m"(v->counter), "+a"(old) : "r"(old + i)
				 : "memory");
	} while (!done);
	return 1;
}

INLINE int lkmm_atomic_inc_not_zero(atomic *v)
{
	int old = *(volatile int *)&v->counter;
	unsigned char done;

	do {
		if (!old)
			return 0;
		__asm__ volatile("lock cmpxchgl %3, %1; sete %0"
				 : "=q"(done), "+m"(v->counter), "+a"(old) : "r"(old + 1)
				 : "memory");
	} while (!done);
	return 1;
}
#else
/* The ordering is that of the name without it. */
#define LLSC(name, parameters, first, op, second, operand)				\
	INLINE int name parameters							\
	{										\
		int old, new, fail;							\
											\
		__asm__ volatile("1: " first " %w0, %3\n\t" op				\
				 second " %w2, %w1, %3\n\tcbnz %w2, 1b"			\
				 : "=&r"(old), "=&r"(new), "=&r"(fail), "+Q"(v->counter)	\
				 : "r"(operand) : "memory");				\
		return old;								\
	}

LLSC(lkmm_atomic_fetch_add, (int i, atomic *v), "ldxr", "add %w1, %w0, %w4\n\t", "stlxr", i)
LLSC(lkmm_atomic_fetch_or_release, (int i, atomic *v), "ldxr", "orr %w1, %w0, %w4\n\t", "stxr",
     i)
LLSC(lkmm_atomic_fetch_inc, (atomic *v), "ldaxr", "add %w1, %w0, #1\n\t", "stlxr", 0)

INLINE int lkmm_atomic_fetch_add_acquire(int i, atomic *v)
{
	int old;

	__asm__ volatile(".arch_extension lse\n\tldadd %w2, %w0, %1"
			 : "=r"(old), "+Q"(v->counter) : "r"(i) : "memory");
	return old;
}

INLINE int lkmm_atomic_cmpxchg(atomic *v, int old, int new)
{
	int found, fail;

	__asm__ volatile("1: ldaxr %w0, %2\n\tcmp %w0, %w3\n\tb.ne 2f\n\t"
			 "stlxr %w1, %w4, %2\n\tcbnz %w1, 1b\n2:"
			 : "=&r"(found), "=&r"(fail), "+Q"(v->counter) : "r"(old), "r"(new)
			 : "memory", "cc");
	return found;
}

INLINE int lkmm_atomic_read_acquire(const atomic *v)
{
	return *(volatile int *)&v->counter;
}

INLINE void lkmm_atomic_set_release(atomic *v, int i)
{
	*(volatile int *)&v->counter = i;
}

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
INLINE int lkmm_atomic_inc_return(atomic *v)
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

int inc_return(atomic *v)
{
	return lkmm_atomic_inc_return(v);
}

#ifdef __x86_64__
void not_zero(struct two *p)
{
	if (lkmm_atomic_inc_not_zero(&p->a))
		data = 1;
}

void unless(struct two *p)
{
	if (lkmm_atomic_add_unless(&p->a, 2, 7))
		data = 1;
}
#else
int add(atomic *v, int i)
{
	return lkmm_atomic_fetch_add(i, v);
}

void add_unused(struct two *p)
{
	lkmm_atomic_fetch_add(16, &p->a);
	data = 1;
}

int or_release(struct two *p, int i)
{
	return lkmm_atomic_fetch_or_release(i, &p->a);
}

int inc(atomic *v)
{
	return lkmm_atomic_fetch_inc(v);
}

int add_acquire(atomic *v)
{
	return lkmm_atomic_fetch_add_acquire(3, v);
}

int cmpxchg(atomic *v, int old, int new)
{
	return lkmm_atomic_cmpxchg(v, old, new);
}

int read_acquire(const atomic *v)
{
	return lkmm_atomic_read_acquire(v);
}

void set_release(struct two *p)
{
	lkmm_atomic_set_release(&p->a, 7);
}
#endif
