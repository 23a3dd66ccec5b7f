// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The figures as a page. */
#include "bench.h"
void bench_html(const struct bench *b, struct text *out) { (void)b; (void)out; }
