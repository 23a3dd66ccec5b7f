/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Nothing is discarded after the start of a program. */
#ifndef __LKMM_LINUX_INIT_H
#define __LKMM_LINUX_INIT_H

#include <linux/compiler.h>
#include <linux/types.h>

/* <stdlib.h> has a member called __init: it has to come first. */
#if __has_include(<stdlib.h>)
# include <stdlib.h>
#endif

#ifndef __cplusplus
#define __init
#define __exit
#define __initdata
#define __initconst
#define __exitdata
#define __ref
#define __refdata
#endif

#endif
