/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Variables of which each CPU has a copy, as include/linux/percpu-defs.h has them. Each process
 * has a CPU of its own. this_cpu_add() and its like are atomic for interrupts of the CPU, not for
 * other CPUs: here they are a marked read and a marked write; those of raw_cpu_add() are plain.
 */
#define get_cpu() ({ preempt_disable(); smp_processor_id(); })
#define num_possible_cpus() nr_cpu_ids
#define for_each_possible_cpu(cpu) for ((cpu) = 0; (cpu) < nr_cpu_ids; (cpu)++)

#define per_cpu(var, cpu) (*per_cpu_ptr(&(var), cpu))
#define this_cpu_ptr(p) per_cpu_ptr(p, smp_processor_id())
#define get_cpu_ptr(p) ({ preempt_disable(); this_cpu_ptr(p); })
#define put_cpu_ptr(p) preempt_enable()

/* raw_cpu_generic_read() and its like. Plain. */
#define raw_cpu_read(x) (*this_cpu_ptr(&(x)))
#define raw_cpu_write(x, v) (*this_cpu_ptr(&(x)) = (v))
#define raw_cpu_add(x, v) (*this_cpu_ptr(&(x)) += (v))
#define raw_cpu_sub(x, v) (*this_cpu_ptr(&(x)) -= (v))
#define raw_cpu_inc(x) raw_cpu_add(x, 1)
#define raw_cpu_dec(x) raw_cpu_sub(x, 1)
#define raw_cpu_and(x, v) (*this_cpu_ptr(&(x)) &= (v))
#define raw_cpu_or(x, v) (*this_cpu_ptr(&(x)) |= (v))

/* this_cpu_generic_read(), and arch/arm64/include/asm/percpu.h. Relaxed. */
#define this_cpu_read(x) READ_ONCE(*this_cpu_ptr(&(x)))
#define this_cpu_write(x, v) WRITE_ONCE(*this_cpu_ptr(&(x)), v)
#define this_cpu_add(x, v) this_cpu_write(x, this_cpu_read(x) + (v))
#define this_cpu_sub(x, v) this_cpu_write(x, this_cpu_read(x) - (v))
#define this_cpu_inc(x) this_cpu_add(x, 1)
#define this_cpu_dec(x) this_cpu_sub(x, 1)
#define this_cpu_and(x, v) this_cpu_write(x, this_cpu_read(x) & (v))
#define this_cpu_or(x, v) this_cpu_write(x, this_cpu_read(x) | (v))

/* The old value is kept in a variable called old. */
#define __this_cpu_sum(x, v, old) \
	({ \
		typeof(this_cpu_read(x)) old = this_cpu_read(x) + (v); \
		this_cpu_write(x, old); \
		old; \
	})
#define this_cpu_add_return(x, v) __this_cpu_sum(x, v, __UNIQUE_ID(__sum))
#define this_cpu_inc_return(x) this_cpu_add_return(x, 1)
#define this_cpu_dec_return(x) this_cpu_add_return(x, -1)
#define __this_cpu_swap(x, v, old) \
	({ \
		typeof(this_cpu_read(x)) old = this_cpu_read(x); \
		this_cpu_write(x, v); \
		old; \
	})
#define this_cpu_xchg(x, v) __this_cpu_swap(x, v, __UNIQUE_ID(__old))
#define __this_cpu_swap_if(x, expected, v, old) \
	({ \
		typeof(this_cpu_read(x)) old = this_cpu_read(x); \
		if (old == (expected)) \
			this_cpu_write(x, v); \
		old; \
	})
#define this_cpu_cmpxchg(x, expected, v) \
	__this_cpu_swap_if(x, expected, v, __UNIQUE_ID(__old))
