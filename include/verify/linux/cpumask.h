/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: as many CPUs as there may be copies of variables. */
#ifndef __LKMM_VERIFY_LINUX_CPUMASK_H
#define __LKMM_VERIFY_LINUX_CPUMASK_H

#ifndef CONFIG_NR_CPUS
# define CONFIG_NR_CPUS 4
#endif
#ifndef NR_CPUS
# define NR_CPUS 4
#endif
#define nr_cpu_ids NR_CPUS
#define num_possible_cpus() NR_CPUS
#define for_each_possible_cpu(cpu) for ((cpu) = 0; (cpu) < NR_CPUS; (cpu)++)

#endif
