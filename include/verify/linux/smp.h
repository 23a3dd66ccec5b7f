/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: each thread is a CPU. */
#ifndef __LKMM_VERIFY_LINUX_SMP_H
#define __LKMM_VERIFY_LINUX_SMP_H

#include <linux/percpu-defs.h>

#define smp_processor_id() lkmm_thread()
#define raw_smp_processor_id() lkmm_thread()
#define get_cpu() lkmm_thread()
#define put_cpu() ((void)0)

#endif
