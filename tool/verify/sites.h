/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The accesses of a program as they stand in it, and what each depends on. */
#ifndef LKMM_SITES_H
#define LKMM_SITES_H

#include <lkmm/check/program.h>

/* Marked reads of one thread: bits 1 << .bit of their sites. */
typedef uint64_t *site_set;

struct site {
	struct lkmm_access *access;
	struct lkmm_place at;
	int thread;
	int bit;			/* its number among the marked reads of its thread; or -1 */
	int loc;			/* the location, if it is always this one; or -1 */
	int loops;			/* that it is in */
	bool reads, writes, marked;
	bool met;			/* some way through the thread comes here */
	/*
	 * The marked reads that its address, its value, or whether it happens depends on; and those
	 * that something else than a dependency orders before it.
	 */
	site_set address, data, control, ordered;
};

struct sites {
	struct lkmm_arena *arena;
	struct site *site;
	int n;
	bool failed;			/* out of memory */
};

/**
 * find_sites() - list the accesses of all threads
 * @s: the list, zeroed but for .arena
 * @t: the program
 *
 * Registers are followed along all ways through a thread, so a dependency is one on some way.
 *
 * Return: false without memory.
 */
bool find_sites(struct sites *s, const struct lkmm_test *t);

/* Whether @s, a marked read, is in @set, of the same thread. */
static inline bool site_is_in(const uint64_t *set, const struct site *s)
{
	return set[s->bit / 64] >> s->bit % 64 & 1;
}

#endif
