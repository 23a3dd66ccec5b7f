// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * An operation of a kernel for arm64 that is patched by the CPU: the jump is made a nop where there
 * are atomic instructions. binary.py puts an instruction of the function around it behind the jump.
 */
typedef struct {
	int counter;
} atomic_t;

static inline __attribute__((always_inline)) void atomic_inc(atomic_t *v)
{
	int r, f;

	__asm__ goto("b %l[exclusive]" : : : : exclusive);
	__asm__ volatile("stadd %w1, %0" : "+Q"(v->counter) : "r"(1));
	return;
exclusive:
	__asm__ volatile("1:	ldxr %w0, %2\n"
			 "	add %w0, %w0, #1\n"
			 "	stxr %w1, %w0, %2\n"
			 "	cbnz %w1, 1b"
			 : "=&r"(r), "=&r"(f), "+Q"(v->counter));
}

atomic_t *next(atomic_t *v);
void outer(atomic_t *v);

void outer(atomic_t *v)
{
	while ((v = next(v)))
		atomic_inc(v);
}
