// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * liburcu's uatomic_*(). An operation that returns a value is a full barrier, for any requested
 * ordering; the rest are relaxed. There is no acquire and no release.
 */
#include <urcu/arch.h>
#include <urcu/uatomic.h>

#define PEER_LOAD(order) uatomic_read(v)
#define PEER_STORE(order, value) STORE_##order(value)
#define STORE_relaxed(value) uatomic_set(v, value)
#define STORE_store_mb(value) ({ uatomic_set(v, value); cmm_smp_mb(); })
#define PEER_XCHG(order, new) uatomic_xchg(v, new)
#define PEER_TRY(order, old, new)								\
	({											\
		__typeof__(*v) old_ = *(old), found_ = uatomic_cmpxchg(v, old_, new);		\
		*(old) = found_;								\
		found_ == old_;									\
	})
#define PEER_FETCH_add(order, value) (uatomic_add_return(v, value) - (value))
#define PEER_VOID_add(value) uatomic_add(v, value)
#define PEER_VOID_and(value) uatomic_and(v, value)
#define PEER_VOID_or(value) uatomic_or(v, value)
#define PEER_BARRIER_mb() cmm_smp_mb()
#define PEER_BARRIER_rmb() cmm_smp_rmb()
#define PEER_BARRIER_wmb() cmm_smp_wmb()

#define PEER_HAS_LOAD_relaxed 1
#define PEER_HAS_LOAD_acquire 0
#define PEER_HAS_STORE_relaxed 1
#define PEER_HAS_STORE_release 0
#define PEER_HAS_STORE_store_mb 1
#define PEER_HAS_XCHG 1
#define PEER_HAS_TRY 1
#define PEER_HAS_FETCH_add 1
#define PEER_HAS_FETCH_and 0
#define PEER_HAS_FETCH_or 0
#define PEER_HAS_FETCH_xor 0
#define PEER_HAS_VOID_add 1
#define PEER_HAS_VOID_and 1
#define PEER_HAS_VOID_or 1
#define PEER_HAS_VOID_xor 0
#define PEER_HAS_BARRIER_mb 1
#define PEER_HAS_BARRIER_rmb 1
#define PEER_HAS_BARRIER_wmb 1

/* Bytes and halfwords are not there on every architecture. */
#define PEER_WIDTH_8 0
#define PEER_WIDTH_16 0
#define PEER_WIDTH_32 1
#define PEER_WIDTH_64 1
#define PEER_WIDTH_LONG 1

#include "peer.h"
