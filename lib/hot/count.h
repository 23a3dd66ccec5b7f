/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Counts a call: about ten instructions, none of them atomic, in a table of the calling thread.
 * counters.c handles all unusual cases.
 */
#ifndef LKMM_HOT_COUNT_H
#define LKMM_HOT_COUNT_H

#include "format.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The table of this thread; never NULL. The library is there from the start, so its offset is known
 * at load time.
 */
extern __thread struct hot_table *lkmm_hot_table __attribute__((__tls_model__("initial-exec")));

struct hot_sample {
	struct hot_site *site;
	uint64_t begin;
};

/* Counts a call in the cases that the fast path leaves. */
struct hot_sample lkmm_hot_begin(uintptr_t site, enum hot_op op);
/* After the operation. */
void lkmm_hot_end(struct hot_sample *s);

/* Addresses of code have 48 bits at most, unless the kernel is asked for more. */
static inline uint64_t hot_key(uintptr_t site, enum hot_op op)
{
	return ((uint64_t)op + 1) << 48 | site;
}

/* Where in a table the search begins. Not by the operation: few sites have two. */
static inline uint32_t hot_home(const struct hot_table *t, uintptr_t site)
{
	return ((uint32_t)site * 0x9e3779b1u >> 15) & t->mask;
}

/* In one instruction if possible: otherwise a signal handler's count could be lost. */
static inline void hot_increment(uint64_t *calls)
{
#if defined(__x86_64__)
	__asm__("incq	%0" : "+m"(*calls));
#else
	*(volatile uint64_t *)calls += 1;
#endif
}

/* False: not counted. */
static inline bool hot_count(uintptr_t site, enum hot_op op)
{
	struct hot_table *t = lkmm_hot_table;
	struct hot_slot *s = &t->slot[hot_home(t, site)];

	if (__builtin_expect(s->key != hot_key(site, op) || !(s->calls % HOT_SAMPLE), 0))
		return false;
	hot_increment(&s->calls);
	return true;
}

#endif
