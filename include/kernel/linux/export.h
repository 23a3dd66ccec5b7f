/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* There are no modules to export to: these macros are empty. */
#ifndef __LKMM_LINUX_EXPORT_H
#define __LKMM_LINUX_EXPORT_H

#include <linux/compiler.h>

#define EXPORT_SYMBOL(symbol) extern __typeof__(symbol) symbol
#define EXPORT_SYMBOL_GPL(symbol) EXPORT_SYMBOL(symbol)
#define EXPORT_SYMBOL_NS(symbol, ns) EXPORT_SYMBOL(symbol)
#define EXPORT_SYMBOL_NS_GPL(symbol, ns) EXPORT_SYMBOL(symbol)

#endif
