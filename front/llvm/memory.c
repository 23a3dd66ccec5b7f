// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The contents of objects while main() is executed. */
#include "reader.h"

#include <string.h>

void memory_restart(struct reader *r)
{
	for (int k = 0; k < r->nobjects; k++)
		object_initialise(r, k);
	r->remade = 0;
}

struct known memory_value(struct reader *r, int64_t value)
{
	int64_t offset = 0;
	int loc = lkmm_object(r->l.test, value, &offset);

	for (int k = 0; loc >= 0 && k < r->nobjects; k++)
		if (r->object[k].loc == loc && r->object[k].function && !offset)
			return (struct known){ .kind = KNOWN_FUNCTION,
					       .function = r->object[k].function };
		else if (r->object[k].loc == loc)
			return known_address(k, offset);
	return known_number(value);
}

/* The final value of @p: that of its location, or of the register that its thread has for it. */
static struct lkmm_atom final_of(const struct object *o, const struct leaf *p)
{
	if (p->reg)
		return (struct lkmm_atom){ .kind = LKMM_FINAL_REGISTER, .reg = { p->by - 1,
					   p->reg - 1 }, .part.name = p->name };
	return (struct lkmm_atom){ .kind = LKMM_FINAL_LOCATION,
				   .loc = o->loc + (int)(p - o->leaf) };
}

/* A final value that is asked for: the part that it is of. */
struct taken {
	int object, part;		/* -1: none */
};

static struct taken find_part(const struct reader *r, const struct lkmm_atom *a)
{
	for (int k = 0; k < r->nobjects; k++) {
		const struct object *o = &r->object[k];

		for (int i = 0; (o->loc >= 0 || o->owned) && i < o->nleaves; i++) {
			struct lkmm_atom is = final_of(o, &o->leaf[i]);

			if (lkmm_same_atom(a, &is))
				return (struct taken){ k, i };
		}
	}
	return (struct taken){ -1, 0 };
}

/* More of them may be asked for, each time. */
static void find_parts(struct reader *r)
{
	int n = r->l.test->nobserved;

	if (r->ntaken == n)
		return;
	r->ntaken = 0;
	r->taken = reader_alloc(r, (size_t)n * sizeof(*r->taken));
	for (int i = 0; r->taken && i < n; i++) {
		struct taken *t = &r->taken[r->ntaken++];

		*t = find_part(r, &r->l.test->observed[i]);
		if (t->object >= 0)
			r->object[t->object].leaf[t->part].final = i + 1;
	}
}

void memory_take_final(struct reader *r)
{
	find_parts(r);
	for (int i = 0; i < r->ntaken; i++) {
		const struct taken *t = &r->taken[i];

		if (t->object >= 0 && is_still_to_come(r, i))
			r->object[t->object].leaf[t->part].value = memory_value(r, r->final[i]);
	}
}

/* Whether the final value of @p is asked for; if not, it is from now on. */
static bool is_observed(struct reader *r, const struct object *o, const struct leaf *p)
{
	struct lkmm_atom is = final_of(o, p), *a;
	struct lkmm_test *t = r->l.test;

	for (int i = 0; i < t->nobserved; i++)
		if (lkmm_same_atom(&t->observed[i], &is))
			return true;
	a = litmus_grow(&r->l, t->observed, t->nobserved, sizeof(*a));
	if (!a)
		return false;
	t->observed = a;
	a[t->nobserved++] = is;
	return false;
}

bool threads_run(const struct reader *r)
{
	return r->njoined < r->nrestarted;
}

/* The parts that @bits at @offset overlap: the first, NULL if there is none, and their number. */
static struct leaf *leaves_at(const struct object *o, int64_t offset, int64_t bits, int *n)
{
	int64_t end = offset + (bits + 7) / 8;
	int low = 0, high = o->nleaves, first;

	while (low < high) {
		int middle = (low + high) / 2;
		const struct leaf *p = &o->leaf[middle];

		if (p->offset + p->bits / 8 <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	first = low;
	for (*n = 0; low < o->nleaves && o->leaf[low].offset < end; low++)
		++*n;
	return *n ? &o->leaf[first] : NULL;
}

static bool is_whole(const struct leaf *p, int n, int64_t offset, int bits)
{
	return n == 1 && p->offset == offset && p->bits == (bits == 1 ? 8 : bits);
}

/* ---- who else uses them ---- */

static threads bit_of(const struct reader *r, int thread)
{
	return (threads)1 << (thread < 63 && r->started[thread].start < 0 ? thread : 63);
}

/* Those that have been started and not joined, with all that these may have started. */
static threads running(const struct reader *r)
{
	threads all = (threads)1 << 63;

	if (!threads_run(r))
		return 0;
	for (int i = 0; i < r->nrestarted; i++)
		if (!r->started[i].joined)
			all |= bit_of(r, i);
	return all;
}

static threads users_of(const struct object *o, const struct leaf *p)
{
	return o->open && o->loc >= 0 ? ANY_THREAD : p->users;
}

void note_user(struct reader *r, struct leaf *p)
{
	int thread = 0, by = 1 + litmus_thread(&r->l);

	while (thread < r->nstarted && r->started[thread].thread != by - 1)
		thread++;
	if (thread < r->nstarted)
		p->users |= bit_of(r, thread);
	p->by = !p->by || p->by == by ? by : BY_SEVERAL;
}

void note_use(struct reader *r, int object, int64_t offset, int64_t bytes, enum use use)
{
	struct object *o = &r->object[object];
	int n;
	struct leaf *p = leaves_at(o, offset, 8 * bytes, &n);
	bool plain = use == PLAIN_READS || use == PLAIN_WRITES;

	for (int k = 0; k < n; k++) {
		note_user(r, &p[k]);
		p[k].written |= use == WRITES || use == PLAIN_WRITES;
		if (!plain || !is_whole(p, n, offset, (int)(8 * bytes)) || p[k].reg)
			p[k].by = BY_SEVERAL;
	}
}

struct leaf *part_at(struct reader *r, const struct known *at, int bits)
{
	const struct object *o;
	struct leaf *p;
	int n;

	if (at->kind != KNOWN_ADDRESS || at->index < 0)
		return NULL;
	object_lay_out(r, at->index);
	o = &r->object[at->index];
	p = leaves_at(o, at->number, bits, &n);
	return is_whole(p, n, at->number, bits) ? p : NULL;
}

bool parts_at(struct reader *r, const struct known *at, int bits, struct several *parts)
{
	const struct object *o;
	const struct leaf *p;
	int n;

	if (at->kind != KNOWN_ADDRESS || at->index < 0)
		return false;
	object_lay_out(r, at->index);
	o = &r->object[at->index];
	p = leaves_at(o, at->number, bits, &n);
	if (n < 2 || n > MOST_PARTS || p->offset < at->number ||
	    p[n - 1].offset + p[n - 1].bits / 8 > at->number + bits / 8)
		return false;
	parts->n = n;
	for (int k = 0; k < n; k++) {
		parts->part[k].offset = p[k].offset;
		parts->part[k].bits = p[k].bits;
	}
	return true;
}

static bool is_fixed(const struct object *o, const struct leaf *p)
{
	return o->loc >= 0 && !o->open && p->users && !p->written &&
	       p->value.kind != KNOWN_NOTHING;
}

void find_fixed(struct reader *r)
{
	r->fixed = reader_alloc(r, ((size_t)r->prologue + 1) * sizeof(*r->fixed));
	for (int i = 0; r->fixed && i < r->prologue; i++) {
		const struct object *o = &r->object[i];

		r->fixed[i] = reader_alloc(r, (size_t)o->nleaves + 1);
		for (int k = 0; r->fixed[i] && k < o->nleaves; k++)
			r->fixed[i][k] = is_fixed(o, &o->leaf[k]);
		r->nfixed = i + 1;
	}
}

/* A number of @bits at @offset in a constant object, whose parts @p it consists of; or NULL. */
static const struct known *joined_number(struct reader *r, const struct leaf *p, int n,
					 int64_t offset, int bits)
{
	struct known *whole;
	uint64_t all = 0;
	int got = 0;

	for (int k = 0; k < n; k++) {
		if (p[k].value.kind != KNOWN_NUMBER || p[k].offset != offset + got / 8 ||
		    got + p[k].bits > bits)
			return NULL;
		all |= (uint64_t)fold_cast(p[k].value.number, p[k].bits, true) << got;
		got += p[k].bits;
	}
	whole = got == bits ? reader_alloc(r, sizeof(*whole)) : NULL;
	if (whole)
		*whole = known_number(fold_cast((int64_t)all, bits, false));
	return whole;
}

const struct known *fixed_value(struct reader *r, const struct known *at, int bits,
				struct lkmm_place place)
{
	const struct object *o;
	const struct leaf *p;
	int n, part;

	if (at->kind != KNOWN_ADDRESS || at->index < 0)
		return NULL;
	object_lay_out(r, at->index);
	o = &r->object[at->index];
	p = leaves_at(o, at->number, bits, &n);
	if (o->constant && n > 1)
		return joined_number(r, p, n, at->number, bits);
	if (!is_whole(p, n, at->number, bits))
		return NULL;
	if (o->constant)
		return &p->value;
	part = (int)(p - o->leaf);
	if (at->index >= r->nfixed || !r->fixed[at->index] || !r->fixed[at->index][part] ||
	    object_location(r, at->index, place) < 0)
		return NULL;
	note_use(r, at->index, at->number, bits / 8, READS);	/* main() must not write to it */
	return &r->object[at->index].leaf[part].value;
}

long find_concurrent_use(const struct reader *r)
{
	long first = 0;

	for (int i = 0; i < r->nobjects; i++) {
		const struct object *o = &r->object[i];

		for (int k = 0; k < o->nleaves; k++) {
			const struct leaf *p = &o->leaf[k];

			if (p->beside & users_of(o, p) && (!first || p->step < first))
				first = p->step;
		}
	}
	return first;
}

/* main() uses the @n parts @p of @o. False if it must be a thread to do so. */
static bool use_parts(struct reader *r, struct object *o, struct leaf *p, int n)
{
	threads beside = running(r);

	for (int k = 0; k < n; k++)
		note_look(r, &p[k]);
	if (!beside)
		return true;
	for (int k = 0; k < n; k++) {
		if (!p[k].step)
			p[k].step = turn_start(r);
		p[k].beside |= beside;
		if (r->prologue && beside & users_of(o, &p[k])) {
			become_thread(r);
			return false;
		}
	}
	if (!r->first_use)
		r->first_use = r->steps + 1;
	return true;
}

/* ---- access ---- */

static void refuse_pointer(struct reader *r, const struct known *at, struct lkmm_place place)
{
	if (at->kind == KNOWN_NUMBER && !at->number)
		main_fails(r, LLVM_NULL_POINTER, place, "main() uses a null pointer here");
	else
		main_fails(r, LLVM_BAD_POINTER, place, "main() uses a pointer here that does not "
			   "point to an object");
}

/* The object at @at, where main() may use it; and its @n parts *@p there. */
static struct object *object_at(struct reader *r, const struct known *at, int64_t bits,
				struct lkmm_place place, struct leaf **p, int *n)
{
	struct object *o;

	if (reader_failed(r))
		return NULL;
	if (at->kind != KNOWN_ADDRESS) {
		refuse_pointer(r, at, place);
		return NULL;
	}
	object_lay_out(r, at->index);
	o = &r->object[at->index];
	if (at->number < 0 || at->number >= o->size) {
		main_fails(r, LLVM_OUTSIDE, place, "main() uses memory outside of '%s' here",
			   o->name);
		return NULL;
	}
	r->looked |= r->after && (o->loc >= 0 || o->owned);
	*p = leaves_at(o, at->number, bits, n);
	return reader_failed(r) || !use_parts(r, o, *p, *n) ? NULL : o;
}

static void change_part(struct reader *r, const struct object *o, struct leaf *p,
			struct known value)
{
	note_change(r, o, p);
	p->value = value;
}

static void note_final(struct reader *r, const struct object *o, struct leaf *p)
{
	if (!r->after || p->asked || (o->loc < 0 && !p->reg))
		return;
	if (!is_observed(r, o, p))
		r->running = RUN_ENDS;
	p->asked = true;
}

/* All numbers, or undefined. */
static bool are_numbers(const struct leaf *p, int n)
{
	for (int k = 0; k < n; k++)
		if (p[k].value.kind != KNOWN_NUMBER && p[k].value.kind != KNOWN_NOTHING)
			return false;
	return n > 0;
}

static void refuse(struct reader *r, const struct object *o, int bits, struct lkmm_place place)
{
	reader_error(r, place, "an access of %d bits to this part of '%s' is not supported", bits,
		     o->name);
}

struct known memory_load(struct reader *r, struct known at, int bits, struct lkmm_place place)
{
	uint64_t value = 0;
	struct leaf *p;
	int n;
	const struct object *o = object_at(r, &at, bits, place, &p, &n);

	if (!o)
		return (struct known){ 0 };
	for (int k = 0; k < n; k++)
		note_final(r, o, p + k);
	if (is_whole(p, n, at.number, bits))
		return p->value;
	if (!are_numbers(p, n) || bits > 64) {
		refuse(r, o, bits, place);
		return (struct known){ 0 };
	}
	for (int b = 0; b < (bits + 7) / 8; b++)
		for (int k = 0; k < n; k++) {
			int64_t from = at.number + b - p[k].offset;

			if (from >= 0 && from < p[k].bits / 8)
				value |= ((uint64_t)p[k].value.number >> (8 * from) & 0xff)
					 << (8 * b);
		}
	return known_number(fold_cast((int64_t)value, bits, false));
}

void memory_store(struct reader *r, struct known at, int bits, struct known value,
		  struct lkmm_place place)
{
	struct leaf *p;
	int n;
	const struct object *o = object_at(r, &at, bits, place, &p, &n);

	if (!o)
		return;
	if (is_whole(p, n, at.number, bits)) {
		change_part(r, o, p, value);
		return;
	}
	if (!n && value.kind == KNOWN_NUMBER && !value.number)	/* of a mutex that is made here */
		return;
	/* a number has 64 bits here: of a larger one, nothing is known but that it is 0 */
	if (!are_numbers(p, n) || value.kind != KNOWN_NUMBER || (bits > 64 && value.number)) {
		refuse(r, o, bits, place);
		return;
	}
	for (int b = 0; b < (bits + 7) / 8; b++)
		for (int k = 0; k < n; k++) {
			int64_t to = at.number + b - p[k].offset;
			uint64_t byte = b < 8 ? (uint64_t)value.number >> (8 * b) & 0xff : 0, old;

			if (to < 0 || to >= p[k].bits / 8)
				continue;
			old = (uint64_t)p[k].value.number & ~(UINT64_C(0xff) << (8 * to));
			change_part(r, o, p + k,
				    known_number(fold_cast((int64_t)(old | byte << (8 * to)),
							   p[k].bits, false)));
		}
}

void memory_copy(struct reader *r, struct known to, struct known from, int64_t size,
		 struct lkmm_place place)
{
	struct leaf *p;
	int n;
	const struct object *o = size ? object_at(r, &from, 8 * size, place, &p, &n) : NULL;

	if (!o)
		return;
	for (int k = 0; k < n && !reader_failed(r); k++) {
		struct known source = from, target = to;
		int bits = p[k].bits;

		source.number = p[k].offset;
		target.number += p[k].offset - from.number;
		if (p[k].offset < from.number || p[k].offset + bits / 8 > from.number + size)
			refuse(r, o, bits, place);
		else
			memory_store(r, target, bits, memory_load(r, source, bits, place), place);
	}
}

void memory_fill(struct reader *r, struct known to, int64_t byte, int64_t size,
		 struct lkmm_place place)
{
	struct leaf *p;
	int n;
	const struct object *o = size ? object_at(r, &to, 8 * size, place, &p, &n) : NULL;

	if (!o)
		return;
	for (int k = 0; k < n; k++)
		change_part(r, o, p + k, known_number(repeated(byte, p[k].bits)));
}
