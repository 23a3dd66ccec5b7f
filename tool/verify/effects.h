/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What a compiler has made of the accesses of a program. */
#ifndef LKMM_EFFECTS_H
#define LKMM_EFFECTS_H

#include "sites.h"
#include "base/text.h"

enum effect_kind {
	EFFECT_ADDRESS, EFFECT_ORDER,	/* dependencies that are lost: of an address; of a write */
	EFFECT_GONE,			/* a marked access that is not there */
	EFFECT_MERGED,			/* a plain access, with .other */
	EFFECT_READ, EFFECT_WRITE,	/* a plain access that is not there */
	EFFECT_HOISTED,			/* out of a loop */
	EFFECT_SPECULATED,		/* a plain load, whatever the marked read .other finds */
	EFFECT_NARROWED, EFFECT_WIDENED,
	EFFECT_ADDED			/* .at is of the optimised program */
};

struct effect {
	enum effect_kind kind;
	struct lkmm_place at;
	const struct site *site;	/* in the source; EFFECT_ADDED: in the other one */
	const struct site *other;	/* the marked read that it depended on, or what it is
					 * merged with, in the source; or NULL */
	const struct site *same;	/* a dependency: the write that this one is now; or NULL */
	int bits;			/* EFFECT_NARROWED, EFFECT_WIDENED: that are left */
};

struct effects {
	struct lkmm_arena *arena;
	struct effect *effect;
	int n;
	bool failed;			/* out of memory */
};

/**
 * find_effects() - compare the accesses of a program before and after optimisation
 * @c: the changes, zeroed but for .arena
 * @source: as the source has them
 * @left: as the compiler has left them
 * @t: the program, as the source has it
 * @u: the same, as the compiler has left it
 *
 * Accesses are the same if they have the same place in the source, and both read, or both write.
 * A load that is speculated has a value that nobody uses where the source does not load it, so it
 * may race: it is marked in @u as one that does.
 *
 * Return: false without memory.
 */
bool find_effects(struct effects *c, const struct sites *source, const struct sites *left,
		  const struct lkmm_test *t, const struct lkmm_test *u);

/* Whether what ordered the access is lost; other changes are worth a note. */
static inline bool loses_order(const struct effect *c)
{
	return c->kind <= EFFECT_ORDER;
}

/* "address", "merged" and the like, for programs. */
const char *effect_name(const struct effect *c);
/* What has happened, and what to write instead. */
void put_effect(struct text *out, const struct lkmm_test *t, const struct effect *c);

#endif
