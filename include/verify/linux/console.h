/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: there is no console. */
#ifndef __LKMM_VERIFY_LINUX_CONSOLE_H
#define __LKMM_VERIFY_LINUX_CONSOLE_H

#include <linux/types.h>

struct console;
enum nbcon_prio { NBCON_PRIO_NONE, NBCON_PRIO_NORMAL, NBCON_PRIO_EMERGENCY, NBCON_PRIO_PANIC };

#endif
