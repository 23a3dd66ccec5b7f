// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The functions of an architecture's file: every primitive at every width and ordering it comes in.
 * Primitives without a sequence are derived: a void or test form from the fetch form, and from
 * andnot, sub, inc and dec from add, the forms for bits from the others, wait as a pause; where a
 * value takes two registers, fetch and xchg are loops around cmpxchg, and where an architecture has
 * sequences for objects that one thread changes, those that it lacks. Where it has none, the
 * relaxed form is that, too.
 */
#include "gen/gen.h"

#include <string.h>

static bool same_instructions(const struct arch *a, const struct sequence *s,
			      const struct primitive *f, enum order order)
{
	for (int alt = 0; alt < s->nalts; alt++) {
		struct expanded x, y;

		expand(a, s, &s->alt[alt], f->alu, f->width, f->order, &x);
		expand(a, s, &s->alt[alt], f->alu, f->width, order, &y);
		if (x.ninsns != y.ninsns)
			return false;
		for (int i = 0; i < x.ninsns; i++)
			for (int j = 0; j < x.insn[i].nparts; j++)
				if (x.insn[i].part[j].operand != y.insn[i].part[j].operand ||
				    (x.insn[i].part[j].text &&
				     !streq(x.insn[i].part[j].text, y.insn[i].part[j].text)))
					return false;
	}
	return true;
}

struct list {
	const struct arch *arch;
	struct primitive *p;
	int n;
};

/* Of a loop around cmpxchg, which orderings are the same. */
static enum order as_cmpxchg(const struct list *l, int width, enum order order)
{
	for (int i = 0; i < l->n; i++)
		if (l->p[i].prim == P_CMPXCHG && l->p[i].width == width && l->p[i].order == order)
			return l->p[i].same_as;
	return order;
}

/* Of an architecture that has nothing for objects that one thread changes. */
static enum order as_relaxed(const struct list *l, const struct primitive *f)
{
	for (int i = 0; i < l->n; i++)
		if (l->p[i].prim == f->prim && l->p[i].width == f->width &&
		    l->p[i].alu == f->alu && l->p[i].order == RELAXED)
			return l->p[i].same_as;
	return LOCAL;
}

static struct primitive *add(struct list *l, enum prim prim, enum alu alu, int width,
			     enum order order)
{
	struct primitive *f = &l->p[l->n++];

	*f = (struct primitive){ .prim = prim, .alu = alu, .width = width, .order = order,
				 .same_as = order };
	f->seq = find_sequence(l->arch, prim, alu, width, order);
	if (f->seq && prim != P_LOAD && prim != P_STORE && prim != P_BIT &&
	    find_sequence(l->arch, prim, alu, width, FULL) == f->seq && order != FULL &&
	    same_instructions(l->arch, f->seq, f, FULL))
		f->same_as = FULL;
	if (order == LOCAL && !l->arch->local) {
		f->same_as = as_relaxed(l, f);
		if (f->same_as != LOCAL)
			return f;
	}
	if (!f->seq && (prim == P_FETCH || prim == P_XCHG) &&
	    (loops_at(l->arch, width) || order == LOCAL)) {
		f->derived = BY_CMPXCHG;
		f->same_as = as_cmpxchg(l, width, order);
	} else if (primitive_indexes(f))
		f->derived = BY_MASK;
	else if (prim == P_WAIT)
		f->derived = BY_RELAX;
	else if (alu == AND && find_sequence(l->arch, prim, ANDNOT, width, order))
		f->derived = BY_ANDNOT;
	else if (prim == P_VOID && (alu == SUB || alu == INC || alu == DEC))
		f->derived = BY_ADD;
	else
		f->derived = BY_FETCH;
	return f;
}

/*
 * A counter that one thread changes is of 64 bits, or a long. What is derived from andnot needs no
 * other form of that.
 */
static bool counts_locally(const struct list *l, enum alu alu, int width)
{
	if (alu == ANDNOT && !l->arch->local)
		return false;
	return width == W64 || width == l->arch->long_width || l->arch->builtins;
}

static void add_orders(struct list *l, enum prim prim, enum alu alu, int width)
{
	static const enum order orders[] = { FULL, ACQUIRE, RELEASE, RELAXED, LOCAL };

	for (size_t i = 0; i < COUNT(orders); i++)
		if (orders[i] != LOCAL || prim != P_FETCH || counts_locally(l, alu, width))
			add(l, prim, alu, width, orders[i]);
	l->p[l->n - 1].last_of_stem = true;
}

/* andnot only where the architecture has it; the others are needed. */
static void add_alus(struct list *l, enum prim prim, int width)
{
	static const enum alu alus[] = { ADD, ANDNOT, AND, OR, XOR, SUB, INC, DEC };

	for (size_t i = 0; i < (prim == P_VOID ? COUNT(alus) : COUNT(alus) - 3); i++) {
		if (alus[i] == ANDNOT && !find_sequence(l->arch, prim, ANDNOT, width, RELAXED))
			continue;
		if (prim == P_FETCH) {
			add_orders(l, prim, alus[i], width);
			continue;
		}
		add(l, prim, alus[i], width, RELAXED);
		if (counts_locally(l, alus[i], width))
			add(l, prim, alus[i], width, LOCAL);
		l->p[l->n - 1].last_of_stem = true;
	}
}

/* The tests that there are operations for. */
static void add_tests(struct list *l, int width)
{
	static const struct { enum alu alu; enum flag flag; size_t first; } tests[] = {
		{ SUB, FLAG_ZERO, 3 }, { INC, FLAG_ZERO, 3 }, { DEC, FLAG_ZERO, 3 },
		{ ADD, FLAG_NEGATIVE, 0 },
	};
	static const enum order orders[] = { ACQUIRE, RELEASE, RELAXED, LOCAL };

	for (size_t i = 0; i < COUNT(tests); i++) {
		add(l, P_TEST, tests[i].alu, width, FULL)->flag = tests[i].flag;
		for (size_t o = tests[i].first; o < COUNT(orders); o++)
			if (orders[o] != LOCAL || counts_locally(l, tests[i].alu, width))
				add(l, P_TEST, tests[i].alu, width, orders[o])->flag =
					tests[i].flag;
		l->p[l->n - 1].last_of_stem = true;
	}
}

/* The forms for bits that there are operations for. */
static void add_bits(struct list *l, int width)
{
	static const enum alu alus[] = { OR, ANDNOT, XOR };
	struct primitive *f;

	for (size_t i = 0; i < COUNT(alus); i++) {
		add(l, P_BIT, alus[i], width, RELAXED);
		if (alus[i] == ANDNOT)	/* gives back a lock */
			add(l, P_BIT, alus[i], width, RELEASE);
		add(l, P_TEST_BIT, alus[i], width, FULL)->flag = FLAG_FOUND;
		if (alus[i] == OR)	/* takes a lock */
			add(l, P_TEST_BIT, alus[i], width, ACQUIRE)->flag = FLAG_FOUND;
		l->p[l->n - 1].last_of_stem = true;
	}
	/* gives back a lock that is a bit of the first byte */
	f = add(l, P_TEST, XOR, width, RELEASE);
	f->flag = FLAG_BIT7;
	f->same_as = RELEASE;		/* there is no other */
	f->last_of_stem = true;
}

int list_primitives(const struct arch *a, struct primitive **list)
{
	struct list l = { .arch = a, .p = xalloc(600 * sizeof(*l.p)) };

	for (int w = 0; w < NR_WIDTHS; w++) {
		bool by_cmpxchg = loops_at(a, w) || a->local;

		add(&l, P_LOAD, ADD, w, RELAXED);
		add(&l, P_LOAD, ADD, w, ACQUIRE);
		add(&l, P_STORE, ADD, w, RELAXED);
		add(&l, P_STORE, ADD, w, RELEASE);
		if (!by_cmpxchg)
			add_orders(&l, P_XCHG, ADD, w);
		add_orders(&l, P_CMPXCHG, ADD, w);
		if (by_cmpxchg)
			add_orders(&l, P_XCHG, ADD, w);
		if (w == W32 || w == W64) {
			add_alus(&l, P_FETCH, w);
			add_alus(&l, P_VOID, w);
			add_tests(&l, w);
			/* Of longs. */
			if (w == a->long_width || a->builtins)
				add_bits(&l, w);
		}
		add(&l, P_WAIT, ADD, w, RELAXED);
	}
	if (find_sequence(a, P_CMPXCHG2, ADD, W64, FULL))
		add_orders(&l, P_CMPXCHG2, ADD, W64);
	*list = l.p;
	return l.n;
}

char *primitive_stem(const struct primitive *f)
{
	switch (f->prim) {
	case P_VOID:
		return xprintf("%s%s", alu_name[f->alu], f->order == LOCAL ? "_local" : "");
	case P_FETCH:
		return xprintf("fetch_%s_%s", alu_name[f->alu], order_name[f->order]);
	case P_TEST:
		return xprintf("%s_%s_%s", alu_name[f->alu], flag_name[f->flag],
			       order_name[f->order]);
	case P_BIT:
		return xprintf("bit_%s_%s", alu_name[f->alu], order_name[f->order]);
	case P_TEST_BIT:
		return xprintf("test_bit_%s_%s", alu_name[f->alu], order_name[f->order]);
	case P_WAIT:
		return xprintf("wait");
	default:
		return xprintf("%s_%s", prim_name[f->prim], order_name[f->order]);
	}
}

bool primitive_returns(const struct primitive *f)
{
	return f->prim != P_STORE && f->prim != P_VOID && f->prim != P_BIT && f->prim != P_WAIT;
}

bool primitive_tests(const struct primitive *f)
{
	return f->prim == P_TEST || f->prim == P_TEST_BIT;
}

bool primitive_indexes(const struct primitive *f)
{
	return f->prim == P_BIT || f->prim == P_TEST_BIT;
}

const char *primitive_condition(const struct primitive *f)
{
	bool has = f->seq && (f->prim == P_CMPXCHG || f->prim == P_CMPXCHG2 ||
				primitive_tests(f));

	return has ? f->seq->flag[f->flag] : NULL;
}

bool primitive_zero_extends(const struct primitive *f)
{
	return f->seq && f->seq->zero_extended && primitive_returns(f) &&
	       (f->width == W8 || f->width == W16);
}
