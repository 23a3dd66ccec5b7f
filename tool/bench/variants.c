// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The ways to compile the operations, and the libraries that they are compared with. */
#include "bench.h"

#include <string.h>

const struct bench_variant bench_variants[BENCH_VARIANTS] = {
	[BENCH_C_INLINE] = { "c-inline", { "C", "inline" }, "C, inline", .source = "loops.c",
		.flags = "" },
	[BENCH_C_STATIC] = { "c-static", { "C", ".a" }, "C, a call of liblkmm.a",
		.source = "loops.c",
		.flags = "-DLKMM_OUTLINE", .library = BENCH_STATIC, .outline = true },
	[BENCH_C_SHARED] = { "c-shared", { "C", ".so" }, "C, a call of liblkmm.so, -fno-plt",
		.source = "loops.c",
		.flags = "-DLKMM_OUTLINE -fno-plt", .library = BENCH_SHARED, .outline = true },
	[BENCH_C_SHARED_PLT] = { "c-shared-plt", { "C", "PLT" },
		"C, a call of liblkmm.so through the PLT",
		.source = "loops.c", .flags = "-DLKMM_OUTLINE -fplt", .library = BENCH_SHARED,
		.outline = true },
	[BENCH_RUST_INLINE] = { "rust-inline", { "Rust", "inl." }, "Rust, inline", .flags = "" },
	[BENCH_RUST_STATIC] = { "rust-static", { "Rust", ".a" }, "Rust, a call of liblkmm.a",
		.flags = "",
		.library = BENCH_STATIC, .outline = true },
	[BENCH_RUST_SHARED] = { "rust-shared", { "Rust", ".so" }, "Rust, a call of liblkmm.so",
		.flags = "", .library = BENCH_SHARED, .outline = true },
	[BENCH_BITCODE] = { "bitcode", { "Rust", "LTO" }, "C bitcode inlined in Rust by LTO",
		.flags = "",
		.outline = true },
	[BENCH_GENERIC] = { "generic", { "C", "gen." },
		"C, inline, the generic backend on the compiler's builtins",
		.source = "loops.c", .flags = "-DLKMM_GENERIC" },
	[BENCH_C11] = { "c11", { "", "C11" }, "C11 <stdatomic.h>", .source = "c11.c", .flags = "",
		.peer = true },
	[BENCH_RUST_CORE] = { "rust-core", { "Rust", "core" }, "Rust core::sync::atomic",
		.flags = "--cfg=bench_core", .peer = true },
	[BENCH_LIBURCU] = { "liburcu", { "lib-", "urcu" }, "liburcu uatomic", .source = "liburcu.c",
		.flags = "", .peer = true, .header = "urcu/uatomic.h", .package = "liburcu-dev" },
	[BENCH_CK] = { "ck", { "", "CK" }, "Concurrency Kit ck_pr", .source = "ck.c", .flags = "",
		.peer = true, .header = "ck_pr.h", .package = "libck-dev" },
	[BENCH_LIBATOMIC_OPS] = { "libatomic_ops", { "", "AO" }, "libatomic_ops",
		.source = "libatomic_ops.c", .flags = "", .peer = true, .header = "atomic_ops.h",
		.package = "libatomic-ops-dev" },
};

/*
 * For full ordering: C11's and Rust's seq_cst, which libatomic_ops uses as well, is a loop of ldaxr
 * and stlxr on arm64 without LSE, which later loads pass. Concurrency Kit promises no ordering at
 * all. liburcu's __sync builtins have barriers.
 */
bool bench_gives_ordering(enum bench_variant_id v, const struct bench_op *op)
{
	return !bench_variants[v].peer || v == BENCH_LIBURCU || strcmp(op->order, "full") != 0;
}
