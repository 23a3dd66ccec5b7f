/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The output of the profiling build of liblkmm, for lkmm hot: one file per process in the directory
 * LKMM_HOT_DIR. The process maps it and counts in it, so nothing remains to be done when the
 * process ends: by _exit(), by exec, or by SIGKILL.
 *
 * The file is a header and chunks, each a multiple of the page size long. A table belongs to one
 * thread at a time.
 */
#ifndef LKMM_HOT_FORMAT_H
#define LKMM_HOT_FORMAT_H

#include <lkmm/atomic.h>
#include <stdint.h>

#define HOT_MAGIC	0x31746f68206d6b6cull		/* "lkm hot1" */
#define HOT_NO_OBJECT	UINT32_MAX
#define HOT_SAMPLE	1024				/* one call of so many is timed */

/* The operations, numbered in the order in which the library is made of them. */
enum hot_op {
#define LKMM_FUNCTION(type, name, params, args) HOT_##name,
#include "../access.list"
#include "../rmw.list"
#undef LKMM_FUNCTION
	HOT_NR_OPS
};

struct hot_header {
	uint64_t magic;
	uint64_t size;				/* of the header: the first chunk follows */
	uint32_t nr_ops;
	int32_t pid, parent;
	uint32_t timer_ns;			/* the cost of reading the clock twice */
	lkmm_atomic64_t lost;			/* calls that found no room */
	char program[4000];
};

enum hot_kind { HOT_TABLE = 1, HOT_OBJECTS };

struct hot_chunk {
	uint64_t size;
	uint32_t kind;
	uint32_t used;				/* slots, or bytes of objects after this */
	uint64_t next;				/* the process's own */
};

/* A call site of one operation: the fast path looks at nothing else. */
struct hot_slot {
	uint64_t key;				/* return address and operation; 0: free */
	uint64_t calls;
};

/* The rest of it. */
struct hot_site {
	uint64_t offset;			/* of the return address in its object */
	uint32_t object;			/* as they are counted in the file, or
						 * HOT_NO_OBJECT */
	uint32_t op;
	uint64_t samples, sampled_ns;
};

struct hot_table {
	struct hot_chunk chunk;
	uint32_t owned;
	uint32_t mask;				/* number of slots - 1 */
	struct hot_slot slot[];			/* and as many sites */
};

/* A program or shared library, as it was loaded then. */
struct hot_object {
	uint64_t map, bias;		/* the dynamic linker's, and its offset of addresses */
	uint64_t start;				/* some address in it */
	uint32_t size;				/* of this, a multiple of 8 */
	uint32_t loaded;
	char name[];
};

static inline struct hot_site *hot_sites(struct hot_table *t)
{
	return (struct hot_site *)(t->slot + t->mask + 1);
}

#endif
