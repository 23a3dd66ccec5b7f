/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* From a member to the structure it is in. */
#ifndef __LKMM_LINUX_CONTAINER_OF_H
#define __LKMM_LINUX_CONTAINER_OF_H

#include <linux/build_bug.h>
#include <linux/stddef.h>
#include <lkmm/container_of.h>

#define container_of(ptr, type, member) lkmm_container_of(ptr, type, member)

#endif
