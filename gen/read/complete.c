// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Sequences that an architecture has, and whether those that all others are made of are there. */
#include "gen/gen.h"

const struct sequence *find_sequence(const struct arch *a, enum prim prim, enum alu alu, int width,
				     enum order order)
{
	for (int i = 0; i < a->nseqs; i++) {
		const struct sequence *s = &a->seq[i];

		if (s->prim == prim && (s->widths & 1u << width) && (s->orders & 1u << order) &&
		    (!s->alus || (s->alus & 1u << alu)))
			return s;
	}
	return NULL;
}

const struct arch_barrier *find_barrier(const struct arch *a, const char *key)
{
	for (int i = 0; i < a->nbarriers; i++)
		if (streq(a->barrier[i].key, key))
			return &a->barrier[i];
	return NULL;
}

/* One that no code is generated for may lack widths. */
static bool needs_width(const struct arch *a, int w)
{
	return arch_is_generated(a) || w == W32;
}

bool loops_at(const struct arch *a, int width)
{
	return width > a->long_width && !find_sequence(a, P_XCHG, ADD, width, FULL);
}

static void check_fetches(const struct arch *a, struct place at)
{
	static const enum alu alus[] = { ADD, AND, OR, XOR };

	for (size_t i = 0; i < COUNT(alus); i++)
		for (int o = 0; o <= FULL; o++)
			for (int w = W32; w <= W64; w++)
				if (needs_width(a, w) && !loops_at(a, w) &&
				    !find_sequence(a, P_FETCH, alus[i], w, (enum order)o) &&
				    (alus[i] != AND ||
				    !find_sequence(a, P_FETCH, ANDNOT, w, (enum order)o)))
					error_at(at, "no sequence for fetch %s %s of %d bits",
						 alu_name[alus[i]], order_name[o], width_bits(w));
}

void check_complete(const struct source *src, const struct arch *a)
{
	struct place at = { src->file, 1, 1 };
	static const struct { enum prim prim; enum order order; } needed[] = {
		{ P_LOAD, RELAXED }, { P_LOAD, ACQUIRE }, { P_STORE, RELAXED },
		{ P_STORE, RELEASE }, { P_XCHG, RELAXED }, { P_XCHG, ACQUIRE }, { P_XCHG, RELEASE },
		{ P_XCHG, FULL }, { P_CMPXCHG, RELAXED }, { P_CMPXCHG, ACQUIRE },
		{ P_CMPXCHG, RELEASE }, { P_CMPXCHG, FULL },
	};

	if (!a->name || (!a->builtins && !a->c_target && !a->no_code))
		error_at(at, "expected 'arch NAME' and 'target ...'");
	for (size_t i = 0; i < COUNT(needed); i++)
		for (int w = 0; w < NR_WIDTHS; w++)
			if (needs_width(a, w) && !(needed[i].prim == P_XCHG && loops_at(a, w)) &&
			    !find_sequence(a, needed[i].prim, ADD, w, needed[i].order))
				error_at(at, "no sequence for %s %s of %d bits",
					 prim_name[needed[i].prim], order_name[needed[i].order],
					 width_bits(w));
	check_fetches(a, at);
	if (!find_barrier(a, "mb") || !find_barrier(a, "rmb") || !find_barrier(a, "wmb") ||
	    !find_barrier(a, "relax"))
		error_at(at, "expected the barriers mb, rmb, wmb and relax");
}
