/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The CPU of a process, as include/linux/smp.h has it: each has one of its own. */
#define get_cpu() ({ preempt_disable(); smp_processor_id(); })
