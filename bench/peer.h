/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The loops over another library's operations. Before it is included, these are defined; v is the
 * object.
 *
 *	PEER_LOAD(order), PEER_STORE(order, value), PEER_XCHG(order, new)
 *	PEER_TRY(order, old, new)	exchange if the value found is *old; otherwise *old becomes
 *					the value found. Returns whether it wrote
 *	PEER_FETCH_ALU(order, value), PEER_VOID_ALU(value)	ALU: add and or xor; the former
 *								returns the value found
 *	PEER_BARRIER_mb(), rmb, wmb
 *	PEER_HAS_LOAD_relaxed and so on: 1, or 0 if the library has none or only a loop that the
 *	user must write PEER_WIDTH_8, 16, 32, 64, LONG: 1, or 0 if it is not asked about objects of
 *	that width
 */
#ifndef LKMM_BENCH_PEER_H
#define LKMM_BENCH_PEER_H

#include <stdbool.h>
#include <stdint.h>

#include "loops.h"

#define PEER_HAS_NONE 0

#define BENCH_IF_1_1(...) __VA_ARGS__
#define BENCH_IF_0_1(...)
#define BENCH_IF_1_0(...)
#define BENCH_IF_0_0(...)
#define BENCH_IF_(has, width) BENCH_IF_##has##_##width
#define BENCH_IF(has, width) BENCH_IF_(has, width)

#define OP(name, operation, order, family, object, value, width, returns, start, c, primitive,	\
	   peer, ...)										\
	BENCH_IF(PEER_HAS_##primitive, PEER_WIDTH_##width)(BENCH_LOOPS_##returns(name, value, peer))
#include <ops.h>

#endif
