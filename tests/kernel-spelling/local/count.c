// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The operations on local_t that the kernel's header has, as functions whose instructions local.sh
 * counts: by our header, or with KERNEL by the kernel's.
 */
#ifdef KERNEL
# include "base.h"
# include <asm/local.h>
# define WORD(v) (&(v)->a.counter)
#else
# include <asm/local.h>
# define WORD(v) (&(v)->counter)
#endif

/* Something else is done when @condition holds. */
#define BRANCH(condition) do { if (condition) __asm__ __volatile__("nop" ::: "memory"); } while (0)

#define VOID(name, call)									\
void count_##name(local_t *v, long i);								\
void count_##name(local_t *v, long i)								\
{												\
	(void)i;										\
	call;											\
}
#define VALUE(name, call)									\
long count_##name(local_t *v, long i);								\
long count_##name(local_t *v, long i)								\
{												\
	(void)i;										\
	return call;										\
}

VALUE(read, local_read(v))
VOID(set, local_set(v, i))
VOID(inc, local_inc(v))
VOID(dec, local_dec(v))
VOID(add, local_add(i, v))
VOID(add_constant, local_add(5, v))
VOID(sub, local_sub(i, v))
VALUE(add_return, local_add_return(i, v))
VALUE(sub_return, local_sub_return(i, v))
VALUE(inc_return, local_inc_return(v))
VALUE(dec_return, local_dec_return(v))
VOID(sub_and_test, BRANCH(local_sub_and_test(i, v)))
VOID(dec_and_test, BRANCH(local_dec_and_test(v)))
VOID(inc_and_test, BRANCH(local_inc_and_test(v)))
VOID(add_negative, BRANCH(local_add_negative(i, v)))
VALUE(cmpxchg, local_cmpxchg(v, 3, i))
VALUE(cmpxchg_local, cmpxchg_local(WORD(v), 3, i))
VOID(add_unless, BRANCH(local_add_unless(v, i, 4)))
VOID(inc_not_zero, BRANCH(local_inc_not_zero(v)))
