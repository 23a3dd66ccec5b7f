// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Concurrency Kit's ck_pr_*(). Its operations promise no ordering: acquire and release come from
 * its fences. For full ordering it is measured without any, and marked as weaker.
 */
#include <ck_pr.h>

#define OBJECT ((uint32_t *)v)
#define VALUE __typeof__(*v)

#define ORDERED_relaxed(op) (op)
#define ORDERED_full(op) (op)
#define ORDERED_acquire(op) ({ __typeof__(op) result_ = (op); ck_pr_fence_acquire(); result_; })
#define ORDERED_release(op) ({ ck_pr_fence_release(); (op); })

#define PEER_LOAD(order) ((VALUE)ORDERED_##order(ck_pr_load_32(OBJECT)))
#define PEER_STORE(order, value) STORE_##order(value)
#define STORE_relaxed(value) ck_pr_store_32(OBJECT, (uint32_t)(value))
#define STORE_release(value) ({ ck_pr_fence_release(); STORE_relaxed(value); })
#define STORE_store_mb(value) ({ STORE_relaxed(value); ck_pr_fence_memory(); })
#define PEER_XCHG(order, new) ((VALUE)ORDERED_##order(ck_pr_fas_32(OBJECT, (uint32_t)(new))))
#define PEER_TRY(order, old, new)								\
	ORDERED_##order(ck_pr_cas_32_value(OBJECT, (uint32_t)*(old), (uint32_t)(new),		\
					   (uint32_t *)(old)))
#define PEER_FETCH_add(order, value)								\
	((VALUE)ORDERED_##order(ck_pr_faa_32(OBJECT, (uint32_t)(value))))
#define PEER_VOID_add(value) ck_pr_add_32(OBJECT, (uint32_t)(value))
#define PEER_VOID_and(value) ck_pr_and_32(OBJECT, (uint32_t)(value))
#define PEER_VOID_or(value) ck_pr_or_32(OBJECT, (uint32_t)(value))
#define PEER_VOID_xor(value) ck_pr_xor_32(OBJECT, (uint32_t)(value))
#define PEER_BARRIER_mb() ck_pr_fence_memory()
#define PEER_BARRIER_rmb() ck_pr_fence_load()
#define PEER_BARRIER_wmb() ck_pr_fence_store()

#define PEER_HAS_LOAD_relaxed 1
#define PEER_HAS_LOAD_acquire 1
#define PEER_HAS_STORE_relaxed 1
#define PEER_HAS_STORE_release 1
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
