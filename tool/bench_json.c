// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The figures for programs. */
#include "bench.h"
void bench_json(const struct bench *b, struct text *out) { (void)b; (void)out; }
