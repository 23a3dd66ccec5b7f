// SPDX-License-Identifier: GPL-2.0 OR MIT
/* C's own atomics. */
#include <stdatomic.h>

#define OBJECT ((_Atomic(__typeof__(*v)) *)v)
#define ORDER_relaxed memory_order_relaxed
#define ORDER_acquire memory_order_acquire
#define ORDER_release memory_order_release
#define ORDER_full memory_order_seq_cst

#define PEER_LOAD(order) atomic_load_explicit(OBJECT, ORDER_##order)
#define PEER_STORE(order, value) STORE_##order(value)
#define STORE_relaxed(value) atomic_store_explicit(OBJECT, value, memory_order_relaxed)
#define STORE_release(value) atomic_store_explicit(OBJECT, value, memory_order_release)
#define STORE_store_mb(value) ({ STORE_relaxed(value); atomic_thread_fence(memory_order_seq_cst); })
#define PEER_XCHG(order, new) atomic_exchange_explicit(OBJECT, new, ORDER_##order)
#define PEER_TRY(order, old, new)								\
	atomic_compare_exchange_strong_explicit(OBJECT, old, new, ORDER_##order,		\
						memory_order_relaxed)
#define PEER_FETCH_add(order, value) atomic_fetch_add_explicit(OBJECT, value, ORDER_##order)
#define PEER_FETCH_and(order, value) atomic_fetch_and_explicit(OBJECT, value, ORDER_##order)
#define PEER_FETCH_or(order, value) atomic_fetch_or_explicit(OBJECT, value, ORDER_##order)
#define PEER_FETCH_xor(order, value) atomic_fetch_xor_explicit(OBJECT, value, ORDER_##order)
#define PEER_VOID_add(value) PEER_FETCH_add(relaxed, value)
#define PEER_VOID_and(value) PEER_FETCH_and(relaxed, value)
#define PEER_VOID_or(value) PEER_FETCH_or(relaxed, value)
#define PEER_VOID_xor(value) PEER_FETCH_xor(relaxed, value)
#define PEER_BARRIER_mb() atomic_thread_fence(memory_order_seq_cst)
#define PEER_BARRIER_rmb() atomic_thread_fence(memory_order_acquire)
#define PEER_BARRIER_wmb() atomic_thread_fence(memory_order_release)

#define PEER_HAS_LOAD_relaxed 1
#define PEER_HAS_LOAD_acquire 1
#define PEER_HAS_STORE_relaxed 1
#define PEER_HAS_STORE_release 1
#define PEER_HAS_STORE_store_mb 1
#define PEER_HAS_XCHG 1
#define PEER_HAS_TRY 1
#define PEER_HAS_FETCH_add 1
#define PEER_HAS_FETCH_and 1
#define PEER_HAS_FETCH_or 1
#define PEER_HAS_FETCH_xor 1
#define PEER_HAS_VOID_add 1
#define PEER_HAS_VOID_and 1
#define PEER_HAS_VOID_or 1
#define PEER_HAS_VOID_xor 1
#define PEER_HAS_BARRIER_mb 1
#define PEER_HAS_BARRIER_rmb 1
#define PEER_HAS_BARRIER_wmb 1

#define PEER_WIDTH_8 1
#define PEER_WIDTH_16 1
#define PEER_WIDTH_32 1
#define PEER_WIDTH_64 1
#define PEER_WIDTH_LONG 1

#include "peer.h"
