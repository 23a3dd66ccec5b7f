// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * memcpy() and memset() in C of a size that is read. They are written out, for as many parts as
 * there may be: up to the end of the object that is copied from or to, if the code says which that
 * is. A larger size is a fault. If no object is known, they are of a few bytes, and executions that
 * ask for more do not count; nor do those that ask for half a number.
 */
#include "reader.h"

enum { MOST_BYTES = 8 };

/* How far it may go, and in what steps. */
struct extent {
	int64_t bytes;			/* or -1: not known */
	int step;			/* in bytes; 0: not known */
};

static void add_extent(struct extent *e, int64_t bytes, int step)
{
	if (bytes >= 0 && (e->bytes < 0 || bytes < e->bytes))
		e->bytes = bytes;
	if (step && (!e->step || step < e->step))
		e->step = step;
}

/* The size of the numbers that @t begins with, in bytes. */
static int step_of(const struct ir_type *t)
{
	while (t && (t->kind == IR_ARRAY || t->kind == IR_STRUCT))
		t = t->kind == IR_ARRAY ? t->of : t->nmembers ? t->member[0] : NULL;
	return t ? (int)ir_size(t) : 0;
}

/* What the object or the stack slot at @k tells. */
static void look_at(struct reader *r, struct extent *e, const struct known *k)
{
	bool within = k->kind == KNOWN_REGISTER && k->within;
	int64_t offset = within ? 0 : k->number;
	const struct object *o;

	if (k->kind == KNOWN_SLOT)
		add_extent(e, ir_size(k->slot->type) - k->number, step_of(k->slot->type));
	if (k->kind != KNOWN_ADDRESS && !within)
		return;
	o = &r->object[within ? k->within - 1 : k->index];
	object_lay_out(r, (int)(o - r->object));
	for (int i = 0; i < o->nleaves; i++)
		if (o->leaf[i].offset == offset || within)
			add_extent(e, -1, o->leaf[i].bits / 8);
	add_extent(e, o->size - offset, 0);
}

/* What follows is done if @a is greater than @n; until end_if(). */
struct lkmm_stmt **begin_if(struct reader *r, const struct known *a, int64_t n,
			    struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(&r->l, LKMM_IF, at);
	struct known limit = known_number(n), greater;

	if (!s)
		return NULL;
	greater = combine(r, LKMM_GT, a, &limit, 64, true, at);
	s->expr = as_expr(r, &greater, at);
	add_stmt(r, s);
	r->end = &s->body;
	return &s->next;
}

void end_if(struct reader *r, struct lkmm_stmt **behind)
{
	if (behind)
		r->end = behind;
}

/* Executions in which @n is greater than @most do not count. */
static void exclude_more(struct reader *r, const struct known *n, int64_t most,
			 struct lkmm_place at)
{
	struct lkmm_stmt **behind = begin_if(r, n, most, at);

	if (behind)
		exclude_execution(r, true, at);
	end_if(r, behind);
}

static void check_size(struct reader *r, const struct known *size, const struct extent *e,
		       bool is_limit, struct lkmm_place at)
{
	struct known step = known_number(e->step), half;

	struct lkmm_stmt **behind;

	if (is_limit) {
		reader_warning(r, at, "executions with more than %d bytes here are not looked at",
			       MOST_BYTES);
		exclude_more(r, size, e->bytes, at);
	} else {
		behind = begin_if(r, size, e->bytes, at);
		if (behind)
			add_stmt(r, new_failure(&r->l, LKMM_BUG, at));
		end_if(r, behind);
	}
	if (e->step > 1) {
		half = combine(r, LKMM_MOD, size, &step, 64, true, at);
		exclude_more(r, &half, 0, at);
	}
}

static struct known plus(struct reader *r, const struct known *a, int64_t bytes,
			 struct lkmm_place at)
{
	struct known offset = known_number(bytes), sum = *a;

	if (a->kind != KNOWN_SLOT)
		return combine(r, LKMM_ADD, a, &offset, 64, false, at);
	sum.number += bytes;
	return sum;
}

/* @from: or NULL, and then to set all to @byte. */
static void vary(struct reader *r, const struct known *to, const struct known *from,
		 const struct known *byte, const struct known *size, struct lkmm_place at)
{
	struct extent e = { .bytes = -1 };
	bool is_limit;

	if (is_running(r)) {
		reader_error(r, at, "a copy of a size that is not known here is not supported");
		return;
	}
	look_at(r, &e, to);
	if (from)
		look_at(r, &e, from);
	is_limit = e.bytes < 0;
	if (is_limit)
		e.bytes = MOST_BYTES;
	if (!e.step || e.step > 8)
		e.step = 1;
	check_size(r, size, &e, is_limit, at);
	for (int64_t k = 0; k < e.bytes && !reader_failed(r); k += e.step) {
		struct lkmm_stmt **behind = begin_if(r, size, k, at);
		struct known a, value;

		value = known_number(byte ? repeated(byte->number, 8 * e.step) : 0);
		if (from) {
			a = plus(r, from, k, at);
			value = load_from(r, &a, 8 * e.step, false, at);
		}
		a = plus(r, to, k, at);
		store_to(r, &a, 8 * e.step, &value, false, at);
		end_if(r, behind);
	}
}

void copy_varying(struct reader *r, const struct known *to, const struct known *from,
		  const struct known *size, struct lkmm_place at)
{
	vary(r, to, from, NULL, size, at);
}

void set_varying(struct reader *r, const struct known *to, const struct known *byte,
		 const struct known *size, struct lkmm_place at)
{
	vary(r, to, NULL, byte, size, at);
}
