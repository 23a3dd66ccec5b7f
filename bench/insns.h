/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Included once for each way to compile the operations, with WAY defined as its name: its loops.
 * Some have not all.
 */
#define PASTE__(a, b, c) a##b##c
#define PASTE_(a, b, c) PASTE__(a, b, c)
#define LOOP(name) PASTE_(insns_, WAY, _##name)

#define OP(name, ...) extern bench_loop LOOP(name) __attribute__((__weak__));
#include "ops.h"
#undef OP

static bench_loop *const PASTE_(loops_, WAY, )[] = {
#define OP(name, ...) LOOP(name),
#include "ops.h"
#undef OP
};

#undef WAY
#undef LOOP
#undef PASTE_
#undef PASTE__
