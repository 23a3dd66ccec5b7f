// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The operations that lkmm bench measures: bench/ops.h as a table. */
#include "bench.h"

enum { WIDTH_8 = 1, WIDTH_16 = 2, WIDTH_32 = 4, WIDTH_64 = 8, WIDTH_LONG = sizeof(long) };
enum { RETURNS_VOID, RETURNS_VALUE };

#define OP(...) ROW("OP(" #__VA_ARGS__ ")", __VA_ARGS__)
#define ROW(text, name, operation, order, family, object, value, width, returns, start, c,	\
	    primitive, peer,									\
	    rust_type, rust, rust_core)								\
	{ text, #name, #operation, #order, #family, WIDTH_##width, start, RETURNS_##returns,	\
	  #rust_type, rust, rust_core },

const struct bench_op bench_ops[] = {
#include "bench/ops.h"
};

const size_t bench_nops = sizeof(bench_ops) / sizeof(bench_ops[0]);
