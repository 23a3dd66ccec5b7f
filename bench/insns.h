/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The loops of bench/insns: one per way to compile fetch_add. */
#ifndef LKMM_BENCH_INSNS_H
#define LKMM_BENCH_INSNS_H

typedef void insns_loop(int *object, unsigned long iterations);

/* X(name, the most it may take with LSE, what it is); 0: for comparison only. */
#define INSNS_WAYS(X)							\
	X(fixed, 1, "LSE known at compile time")			\
	X(flag, 3, "flag and branch, the default")			\
	X(patched, 2, "patched branch")					\
	X(call, 0, "call of liblkmm.a, -fno-plt")			\
	X(stub, 0, "call of liblkmm.a")					\
	X(builtin, 0, "__atomic_fetch_add(), -moutline-atomics")

#endif
