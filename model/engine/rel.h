/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Sets of events and relations between them, as bit matrices. A set has LKMM_WORDS machine words;
 * the engine is compiled once for one word, which is enough for all but the largest tests, and
 * again for more.
 *
 * Relations are made from relations and live in a pool, until the pool is cut back to a mark. A
 * part of the identity is marked as such, and so is an empty relation: most relations are one or
 * the other, and need no work.
 */
#ifndef LKMM_REL_H
#define LKMM_REL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifndef LKMM_WORDS
#define LKMM_WORDS 1
#endif

/* A separate name for each size. */
#define SIZED(name)		SIZED_PASTE(name, LKMM_WORDS)
#define SIZED_PASTE(a, b)	SIZED_JOIN(a, b)
#define SIZED_JOIN(a, b)	a##b

enum { MAX_SET = 64 * LKMM_WORDS };

struct set {
	uint64_t w[LKMM_WORDS];
};

#define each_word(i) (int i = 0; i < LKMM_WORDS; i++)
/* Runs through the members @i of @s. */
#define for_each(i, s) for (int i = set_next((s), 0); i >= 0; i = set_next((s), i + 1))

static inline bool has(const struct set *s, int i)
{
	return s->w[i / 64] >> (i % 64) & 1;
}

static inline void set_add(struct set *s, int i)
{
	s->w[i / 64] |= UINT64_C(1) << (i % 64);
}

static inline void set_del(struct set *s, int i)
{
	s->w[i / 64] &= ~(UINT64_C(1) << (i % 64));
}

static inline bool set_empty(const struct set *s)
{
	uint64_t any = 0;

	for each_word(i)
		any |= s->w[i];
	return !any;
}

static inline void set_or(struct set *s, const struct set *t)
{
	for each_word(i)
		s->w[i] |= t->w[i];
}

static inline void set_and(struct set *s, const struct set *t)
{
	for each_word(i)
		s->w[i] &= t->w[i];
}

static inline void set_minus(struct set *s, const struct set *t)
{
	for each_word(i)
		s->w[i] &= ~t->w[i];
}

static inline bool set_meets(const struct set *s, const struct set *t)
{
	uint64_t any = 0;

	for each_word(i)
		any |= s->w[i] & t->w[i];
	return any;
}

static inline bool set_equal(const struct set *s, const struct set *t)
{
	uint64_t any = 0;

	for each_word(i)
		any |= s->w[i] ^ t->w[i];
	return !any;
}

static inline int set_size(const struct set *s)
{
	int n = 0;

	for each_word(i)
		n += __builtin_popcountll(s->w[i]);
	return n;
}

/* The first member that is at least @from, or -1. */
static inline int set_next(const struct set *s, int from)
{
	int i = from / 64;

	if (i < LKMM_WORDS) {
		uint64_t w = s->w[i] >> (from % 64) << (from % 64);

		if (w)
			return i * 64 + __builtin_ctzll(w);
	}
	for (i++; i < LKMM_WORDS; i++)
		if (s->w[i])
			return i * 64 + __builtin_ctzll(s->w[i]);
	return -1;
}

struct rel {
	bool empty, diagonal;
	struct origin *origin;		/* how it was made, if the pool keeps record of that */
	struct set domain;		/* of a diagonal one */
	struct set row[];
};

typedef const struct rel *rel_t;

enum made { MADE_SEQ, MADE_EITHER, MADE_PART, MADE_STAR, MADE_OPT };

/* A relation made from others: why.c reads explanations off it. */
struct origin {
	enum made made;
	/* of a pair: the fewest steps that lead from one to the other */
	unsigned short *cost;
	rel_t of[];			/* ends with NULL */
};

struct pool {
	int n;				/* events */
	char *mem;
	size_t used, size;
	bool full;			/* there was no room: results are wrong */
	struct rel *none;		/* the empty relation */
	struct lkmm_arena *record;	/* of origins; NULL: none is kept */
};

/*
 * Each makes a relation in the pool; without room it notes that, and the result is wrong. A list of
 * relations ends with NULL. Each unit that uses these includes rel.c, since the size of a set
 * depends on LKMM_WORDS.
 */
#define REL	static __attribute__((__unused__))

/* For @n events, and @relations more relations than usual; false: no memory. */
REL bool pool_open(struct pool *p, int n, int relations);
REL void pool_close(struct pool *p);

REL struct rel *rel_new(struct pool *p);			/* empty, to be filled in by hand */
REL struct rel *rel_done(struct pool *p, struct rel *r);	/* it is filled in */
REL rel_t rel_set(struct pool *p, const struct set *s);		/* [S] */
REL rel_t rel_set_of(struct pool *p, rel_t a);			/* [S] of a part of the identity */
REL rel_t rel_compose(struct pool *p, rel_t a, rel_t b);	/* a ; b */
REL rel_t rel_seq(struct pool *p, const rel_t *list);		/* a ; b ; ... */
REL rel_t rel_either(struct pool *p, const rel_t *list);	/* a | b | ... */
REL rel_t rel_both(struct pool *p, rel_t a, rel_t b);		/* a & b */
REL rel_t rel_minus(struct pool *p, rel_t a, rel_t b);		/* a \ b */
REL rel_t rel_inverse(struct pool *p, rel_t a);			/* a^-1 */
REL rel_t rel_product(struct pool *p, rel_t s, rel_t t);	/* S * T, of [S] and [T] */
REL rel_t rel_opt(struct pool *p, rel_t a);			/* a^? */
REL rel_t rel_star(struct pool *p, rel_t a);			/* a^* */
REL bool rel_same(struct pool *p, rel_t a, rel_t b);		/* the same pairs */
REL bool rel_irreflexive(struct pool *p, rel_t a);		/* nothing related to itself */
REL bool rel_acyclic(struct pool *p, rel_t a);			/* a^+ irreflexive */
/* Every member of @s is related to something by @a. */
REL bool rel_covers(const struct set *s, rel_t a);

#endif
