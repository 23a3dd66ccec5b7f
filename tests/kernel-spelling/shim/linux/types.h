/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A project's own types, under the kernel's names. */
#ifndef SHIM_LINUX_TYPES_H
#define SHIM_LINUX_TYPES_H

#include <stdbool.h>
#include <stddef.h>

typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long s64;

#endif
