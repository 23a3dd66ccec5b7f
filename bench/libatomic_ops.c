// SPDX-License-Identifier: GPL-2.0 OR MIT
/* libatomic_ops: AO_*(). */
#include <atomic_ops.h>

#define OBJECT ((volatile unsigned int *)v)
#define VALUE __typeof__(*v)
#define UINT(value) ((unsigned int)(value))

#define PEER_LOAD(order) ((VALUE)LOAD_##order)
#define LOAD_relaxed AO_int_load(OBJECT)
#define LOAD_acquire AO_int_load_acquire(OBJECT)
#define PEER_STORE(order, value) STORE_##order(value)
#define STORE_relaxed(value) AO_int_store(OBJECT, UINT(value))
#define STORE_release(value) AO_int_store_release(OBJECT, UINT(value))
#define STORE_store_mb(value) ({ STORE_relaxed(value); AO_nop_full(); })
#define PEER_TRY(order, old, new)								\
	({											\
		unsigned int old_ = UINT(*(old)), found_ = SWAP_##order(OBJECT, old_, UINT(new)); \
		*(old) = (VALUE)found_;								\
		found_ == old_;									\
	})
#define SWAP_relaxed AO_int_fetch_compare_and_swap
#define SWAP_acquire AO_int_fetch_compare_and_swap_acquire
#define SWAP_release AO_int_fetch_compare_and_swap_release
#define SWAP_full AO_int_fetch_compare_and_swap_full
#define PEER_FETCH_add(order, value) ((VALUE)ADD_##order(OBJECT, UINT(value)))
#define ADD_relaxed AO_int_fetch_and_add
#define ADD_acquire AO_int_fetch_and_add_acquire
#define ADD_release AO_int_fetch_and_add_release
#define ADD_full AO_int_fetch_and_add_full
#define PEER_VOID_add(value) PEER_FETCH_add(relaxed, value)
#define PEER_VOID_and(value) AO_int_and(OBJECT, UINT(value))
#define PEER_VOID_or(value) AO_int_or(OBJECT, UINT(value))
#define PEER_VOID_xor(value) AO_int_xor(OBJECT, UINT(value))
#define PEER_BARRIER_mb() AO_nop_full()
#define PEER_BARRIER_rmb() AO_nop_read()
#define PEER_BARRIER_wmb() AO_nop_write()

#define PEER_HAS_LOAD_relaxed 1
#define PEER_HAS_LOAD_acquire 1
#define PEER_HAS_STORE_relaxed 1
#define PEER_HAS_STORE_release 1
#define PEER_HAS_STORE_store_mb 1
#define PEER_HAS_XCHG 0
#define PEER_HAS_TRY 1
#define PEER_HAS_FETCH_add 1
#define PEER_HAS_FETCH_and 0
#define PEER_HAS_FETCH_or 0
#define PEER_HAS_FETCH_xor 0
#define PEER_HAS_VOID_add 1
#define PEER_HAS_VOID_and 1
#define PEER_HAS_VOID_or 1
#define PEER_HAS_VOID_xor 1
#define PEER_HAS_BARRIER_mb 1
#define PEER_HAS_BARRIER_rmb 1
#define PEER_HAS_BARRIER_wmb 1

/* Other widths have other names, and the same instructions. */
#define PEER_WIDTH_8 0
#define PEER_WIDTH_16 0
#define PEER_WIDTH_32 1
#define PEER_WIDTH_64 0
#define PEER_WIDTH_LONG 0

#include "peer.h"
