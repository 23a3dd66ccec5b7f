/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Parameters are variables of the program. */
#ifndef __LKMM_LINUX_MODULEPARAM_H
#define __LKMM_LINUX_MODULEPARAM_H

#include <linux/compiler.h>

#define module_param(name, type, perm) extern __typeof__(name) name
#define module_param_named(name, value, type, perm) extern __typeof__(value) value
#define MODULE_PARM_DESC(name, text) struct module

#endif
