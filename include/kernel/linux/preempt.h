/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A thread of a program is not interrupted as a CPU is. */
#ifndef __LKMM_LINUX_PREEMPT_H
#define __LKMM_LINUX_PREEMPT_H

#include <linux/compiler.h>

#define preempt_disable() barrier()
#define preempt_enable() barrier()
#define preempt_disable_notrace() barrier()
#define preempt_enable_notrace() barrier()
#define preempt_enable_no_resched() barrier()
#define preempt_count() 0
/* A program whose threads stand for interrupts may have its own. */
#ifndef in_interrupt
# define in_interrupt() 0
#endif
#ifndef in_hardirq
# define in_hardirq() 0
#endif
#ifndef in_nmi
# define in_nmi() 0
#endif
#ifndef in_task
# define in_task() (!in_interrupt() && !in_nmi())
#endif
#ifndef irqs_disabled
# define irqs_disabled() 0
#endif
#define local_irq_save(flags) ((void)((flags) = 0), barrier())
#define local_irq_restore(flags) ((void)(flags), barrier())
#define local_irq_disable() barrier()
#define local_irq_enable() barrier()
#define local_bh_disable() barrier()
#define local_bh_enable() barrier()

#endif
