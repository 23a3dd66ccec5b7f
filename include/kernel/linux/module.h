/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* There are no modules: these macros are empty, and module_init() is a constructor. */
#ifndef __LKMM_LINUX_MODULE_H
#define __LKMM_LINUX_MODULE_H

#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>

struct module;

#define THIS_MODULE ((struct module *)0)
#define KBUILD_MODNAME __FILE__

/* What stands for the macro is allowed with a semicolon at the top of a file. */
#define __lkmm_no_module struct module
#define MODULE_AUTHOR(text) __lkmm_no_module
#define MODULE_DESCRIPTION(text) __lkmm_no_module
#define MODULE_LICENSE(text) __lkmm_no_module
#define MODULE_VERSION(text) __lkmm_no_module
#define MODULE_ALIAS(text) __lkmm_no_module
#define MODULE_INFO(tag, text) __lkmm_no_module
#define MODULE_SOFTDEP(text) __lkmm_no_module
#define MODULE_IMPORT_NS(ns) __lkmm_no_module
#define MODULE_DEVICE_TABLE(type, name) __lkmm_no_module

#define try_module_get(module) ((void)(module), true)
#define module_put(module) ((void)(module))
#define __module_get(module) ((void)(module))

#endif
