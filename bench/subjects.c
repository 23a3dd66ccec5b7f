// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What is measured. */
#include "bench.h"

#define NAME(variant, name) #name,
const char *const bench_operation_names[BENCH_OPERATION_COUNT] = { BENCH_OPERATIONS(NAME, ) };

#define DECLARE(variant, name) extern bench_loop bench_##variant##_##name;
BENCH_OPERATIONS(DECLARE, c_inline)
BENCH_OPERATIONS(DECLARE, c_static)
BENCH_OPERATIONS(DECLARE, c_shared)
BENCH_OPERATIONS(DECLARE, c_plt)
BENCH_OPERATIONS(DECLARE, rust_inline)
BENCH_OPERATIONS(DECLARE, rust_static)
BENCH_OPERATIONS(DECLARE, c11)
BENCH_OPERATIONS(DECLARE, rust_core)

#define LOOP(variant, name) bench_##variant##_##name,
#define VARIANT(variant, name) { #variant, name, { BENCH_OPERATIONS(LOOP, variant) } }

const struct bench_variant bench_variants[] = {
	VARIANT(c_inline, "C inline"),
	VARIANT(c_static, "C static"),
	VARIANT(c_shared, "C shared"),
	VARIANT(c_plt, "C PLT"),
#ifdef BENCH_RUST
	VARIANT(rust_inline, "Rust inline"),
	VARIANT(rust_static, "Rust static"),
#endif
	VARIANT(c11, "C11"),
#ifdef BENCH_RUST
	VARIANT(rust_core, "Rust core"),
#endif
	{ 0 }
};
