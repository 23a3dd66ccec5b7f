/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef LKMM_RUST_H
#define LKMM_RUST_H

#include <linux/types.h>

void __noreturn lkmm_rust_panic(const char *message, size_t length, const char *file,
				size_t file_length, u32 line);

#endif
