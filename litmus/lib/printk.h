/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Messages, as include/linux/printk.h, dev_printk.h and netdevice.h have them. They print nothing
 * here; their arguments are evaluated, so that a racing read among them is found.
 */
#define printk(format, ...) ((void)(0, ##__VA_ARGS__))
#define dev_info(dev, format, ...) ((void)((dev), ##__VA_ARGS__))
#define netif_info(priv, type, dev, format, ...) ((void)((dev), ##__VA_ARGS__))
#define dump_stack() ((void)0)
