// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The events of a way as those of an operation: of those of the object, which are its read and its
 * write. A way that writes nothing is one where the operation fails, if it can.
 */
#include "ways.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct way *way_new(struct decoder *d, const struct function *f, const struct named *what,
		    struct found *found)
{
	struct way *w = calloc(1, sizeof(*w));

	if (!w)
		return NULL;
	w->decoder = d;
	w->f = f;
	w->what = what;
	w->code = machine_code(d->arch);
	w->found = found;
	w->arena = w->terms.arena = lkmm_arena_new();
	w->terms.bits = what->bits ? what->bits : 64;
	if (w->arena)
		return w;
	free(w);
	return NULL;
}

void way_free(struct way *w)
{
	lkmm_arena_free(w->arena);
	free(w);
}

enum { LAST_LABEL = 9 };

/*
 * A jump, where the way goes on: what was chosen there must be so. Otherwise the test goes to label
 * 9, and "done" stays 0.
 */
static size_t put_jump(const struct way *w, int i, int *labels, char *out, size_t size)
{
	const struct function_line *l = &w->f->line[w->trace[i]];
	const char *text = l->text, *blank = text[strlen(text) - 1] == ' ' ? "" : " ";
	bool taken = i + 1 < w->ntrace && w->trace[i + 1] != w->trace[i] + 1;
	const struct instruction *jump = decode(w->decoder, l);

	if (w->patched[w->trace[i]] || !jump || always_jumps(jump))
		return 0;
	if (!taken)
		return (size_t)snprintf(out, size, "%s%s9f\n", text, blank);
	++*labels;
	return (size_t)snprintf(out, size, "%s%s%df\n%s 9f\n%d:\n", text, blank, *labels,
				w->code->go, *labels);
}

/* The instructions of the way; an empty line if they are too many. */
static void put_trace(const struct way *w, char out[WAY_TEXT])
{
	size_t n = 0, more;
	int labels = 0;
	bool jumps = false;

	*out = '\0';
	for (int i = 0; i < w->ntrace && n < WAY_TEXT; i++) {
		const struct function_line *l = &w->f->line[w->trace[i]];

		if (function_leaves(l) || function_pads(l))
			continue;
		if (machine_jumps(w->code, l)) {
			more = put_jump(w, i, &labels, out + n, WAY_TEXT - n);
			jumps |= more;
		} else {
			more = (size_t)snprintf(out + n, WAY_TEXT - n, "%s\n", l->text);
		}
		n += more;
	}
	if (jumps && n < WAY_TEXT)
		n += (size_t)snprintf(out + n, WAY_TEXT - n, "%s\n9:\n", w->code->done);
	if (n >= WAY_TEXT || w->ntrace == MAX_TRACE || labels >= LAST_LABEL)
		strcpy(out, "\n");
}

static void keep_class(struct way *w, const struct class *c)
{
	struct found *f = w->found;

	for (int i = 0; i < f->n; i++)
		if (same_class(&f->class[i], c))
			return;
	if (f->n == MAX_WAYS) {
		way_fails(w, "too many ways");
		return;
	}
	put_trace(w, f->text[f->n]);
	f->pointer[f->n] = w->pointer;
	f->class[f->n++] = *c;
}

static struct class new_class(const struct way *w)
{
	const struct lkmm_op *op = w->what->op;
	struct class c = { .order = w->what->order, .fence = w->what->fence, .barrier = !op,
			   .returning = !op || op->returns };

	c.events.read = c.events.write = c.events.pair[0] = c.events.pair[1] = -1;
	return c;
}

/* The last event of the object of this kind, or -1. */
static int last_own(const struct way *w, enum sketch_kind kind)
{
	int i = w->n - 1;

	while (i >= 0 && !(w->event[i].own && w->event[i].event.kind == kind))
		i--;
	return i;
}

static int count_own(const struct way *w, enum sketch_kind kind)
{
	int n = 0;

	for (int i = 0; i < w->n; i++)
		n += w->event[i].own && w->event[i].event.kind == kind;
	return n;
}

/* What the way must be for the operation, and is; false after the reason why not. */
static bool take_accesses(struct way *w, struct class *c)
{
	const struct lkmm_op *op = w->what->op;
	int writes = count_own(w, SKETCH_WRITE), read = last_own(w, SKETCH_READ);
	int write = last_own(w, SKETCH_WRITE);
	bool pair = writes == 1 && w->pair[1] == write;

	if (pair) {
		c->events.pair[0] = w->pair[0];
		c->events.pair[1] = w->pair[1];
	}
	c->events.write = write;
	switch (op->shape) {
	case LKMM_SHAPE_LOAD:
		c->events.read = read;
		return (!writes && count_own(w, SKETCH_READ) == 1) ||
		       way_fails(w, "a way that does not read once");
	case LKMM_SHAPE_STORE:
		return writes == 1 || way_fails(w, "a way that does not write once");
	default:
		break;
	}
	if (pair) {
		c->events.read = w->pair[0];
		return true;
	}
	if (writes)
		return way_fails(w, "a way that writes, but not in one with its read");
	if (!op->when)
		return way_fails(w, "a way that writes nothing");
	c->fails = true;
	w->needs_dropped |= read < 0;
	return true;
}

/* Whether the function returns a number, or what it has of @value and its arguments. */
static bool returns_of(struct way *w, const struct term *t, const struct term *value)
{
	switch (t->kind) {
	case TERM_NUMBER:
		return true;
	case TERM_UNKNOWN:
		for (int i = 0; i < 4; i++)
			if (t == w->argument[i])
				return true;
		return t == value;
	case TERM_CAST:
		return returns_of(w, t->a, value);
	case TERM_BINARY:
		break;
	}
	return returns_of(w, t->a, value) && returns_of(w, t->b, value);
}

/* Where it was inlined, any register may be the result: whether none has what other reads found. */
static bool keeps_no_other(const struct way *w, int last)
{
	for (int i = 0; i < last; i++)
		for (int k = 0; k < w->memory.n && w->event[i].own && w->event[i].value; k++)
			if (term_has(w->memory.place[k].value, w->event[i].value))
				return false;
	return true;
}

/*
 * The read that decides that the way fails: the last one, if the way went by what it found, and
 * returns nothing that another one has found. -1 if that is not so.
 */
static int deciding_read(struct way *w)
{
	int last = last_own(w, SKETCH_READ);
	const struct term *result = places_register(&w->memory, &w->terms, w->code->result);

	if (last < 0 || !w->event[last].compared)
		return -1;
	if (w->f->part)
		return keeps_no_other(w, last) ? last : -1;
	return returns_of(w, result, w->event[last].value) ? last : -1;
}

/* One that fails may return what any of its reads found, unless one alone decides. */
static void keep_failure(struct way *w, struct class *c)
{
	int deciding = deciding_read(w);

	for (int i = 0; i < w->n; i++)
		if (w->event[i].own && (deciding < 0 || i == deciding)) {
			c->events.read = i;
			keep_class(w, c);
		}
}

void way_ends(struct way *w)
{
	struct class c = new_class(w);

	w->now = NULL;
	if (w->n > MAX_EVENTS) {
		way_fails(w, "too many accesses");
		return;
	}
	for (int i = 0; i < w->n; i++)
		c.events.event[c.events.n++] = w->event[i].event;
	if (w->what->op && !take_accesses(w, &c))
		return;
	if (c.fails)
		keep_failure(w, &c);
	else
		keep_class(w, &c);
}

void ways_end(struct way *w)
{
	if (w->needs_dropped && !w->ndropped)
		way_fails(w, "a way that reads nothing");
	for (int i = 0; w->needs_dropped && i < w->ndropped; i++) {
		struct class c = new_class(w);

		c.fails = true;
		c.events.event[c.events.n++] = w->dropped[i];
		c.events.read = 0;
		keep_class(w, &c);
	}
	if (!w->found->n && !w->found->why[0])
		way_fails(w, "it has no end");
}
