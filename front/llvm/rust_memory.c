// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Memory that Rust allocates: Box, Vec, Rc, Arc and their like call __rust_alloc() and so on, whose
 * names newer compilers mangle. The IR has bytes. What they consist of is found in the debug
 * information: functions on the way to the call have it as a parameter, Box::<T>::new() its T.
 *
 * How much a Vec needs may depend on what was read. Then the memory is that of a few elements, and
 * executions that ask for more do not count.
 */
#include "reader.h"

#include <string.h>

static bool ends_in(const char *name, const char *end)
{
	size_t n = strlen(name), k = strlen(end);

	return n >= k && !strcmp(name + n - k, end);
}

/* ---- what it consists of ---- */

struct search {
	int64_t size;			/* 0: of any number of elements */
	const struct ir_note *whole, *element; /* of that size; of a part of it */
};

/* The allocator itself has bytes. */
static bool is_no_element(const struct ir_note *t)
{
	return ir_note_number(t, "size: ", 0) <= 8;
}

static void try_parameters(struct reader *r, struct search *s, const struct ir_note *function)
{
	const struct ir_note *all = ir_note_of(&r->m, function, "templateParams: "), *d;

	for (int k = 0; (d = ir_note_element(&r->m, all, k)); k++) {
		const struct ir_note *t = ir_note_of(&r->m, d, "type: ");
		int64_t size = ir_note_number(t, "size: ", 0) / 8;

		if (size > 0 && size == s->size && !s->whole)
			s->whole = t;
		else if (size > 0 && s->size % size == 0 && is_no_element(s->element))
			s->element = t;
	}
}

/* The functions that the instruction at @place is in: its own, and those it was inlined into. */
static void try_place(struct reader *r, struct search *s, const struct ir_note *place)
{
	for (int k = 0; place && k < 40 && !s->whole; k++) {
		const struct ir_note *scope = ir_note_of(&r->m, place, "scope: ");

		for (int n = 0; scope && n < 40 && !ir_note_is(scope, "!DISubprogram"); n++)
			scope = ir_note_of(&r->m, scope, "scope: ");
		try_parameters(r, s, scope);
		place = ir_note_of(&r->m, place, "inlinedAt: ");
	}
}

/* Where no size is given: the element; NULL if that is not known. */
static void find_shape(struct reader *r, const struct ir_instruction *i, struct search *s)
{
	for (const struct frame *f = r->frame; i && f && !s->whole; i = f->call, f = f->outer)
		try_place(r, s, ir_find_note(&r->m, i->debug));
}

struct made_of rust_memory(struct reader *r, const struct ir_instruction *i, int64_t size)
{
	struct search s = { .size = size };
	struct made_of of = { .type = reader_alloc(r, sizeof(*of.type)), .words = 8 };
	struct ir_type *byte = reader_alloc(r, sizeof(*byte));

	if (!of.type || !byte)
		return (struct made_of){ 0 };
	find_shape(r, i, &s);
	*byte = (struct ir_type){ .kind = IR_INTEGER, .bits = 8, .defined = true };
	*of.type = (struct ir_type){ .kind = IR_ARRAY, .of = byte, .n = size, .defined = true };
	of.shape = s.whole ? s.whole : s.element;
	return of;
}

/* ---- memory of a size that is read ---- */

void limit_to(struct reader *r, const struct known *size, int64_t bytes, struct lkmm_place at)
{
	struct lkmm_stmt **behind = begin_if(r, size, bytes, at);

	reader_warning(r, at, "executions with more than %d elements here are not looked at",
		       MOST_ELEMENTS);
	if (behind)
		exclude_execution(r, true, at);
	end_if(r, behind);
}

static struct known allocate_some(struct reader *r, const struct ir_instruction *i,
				  const struct known *size, bool zeroed, struct lkmm_place at)
{
	struct search s = { .size = 0 };
	int64_t bytes;

	find_shape(r, i, &s);
	bytes = MOST_ELEMENTS * (int64_t)ir_note_number(s.element, "size: ", 0) / 8;
	if (!bytes || is_running(r)) {
		reader_error(r, at, "memory of a size that is not known here is not supported");
		return (struct known){ 0 };
	}
	limit_to(r, size, bytes, at);
	return allocate_memory(r, i, bytes, zeroed, at);
}

void copy_some(struct reader *r, const struct ir_instruction *i, const struct known *to,
	       const struct known *from, const struct known *size, struct lkmm_place at)
{
	struct search s = { .size = 0 };
	struct object o = { .copies = 1 };

	find_shape(r, i, &s);
	o.shape = s.element;
	o.size = MOST_ELEMENTS * (int64_t)ir_note_number(s.element, "size: ", 0) / 8;
	if (!o.shape || is_running(r) || !lay_out_by_notes(r, &o)) {
		copy_varying(r, to, from, size, at);
		return;
	}
	limit_to(r, size, o.size, at);
	for (int k = 0; k < o.nleaves && !reader_failed(r); k++) {
		struct known offset = known_number(o.leaf[k].offset), a, b, value;
		int bits = o.leaf[k].bits;
		struct lkmm_stmt **behind = begin_if(r, size, offset.number, at);

		a = combine(r, LKMM_ADD, from, &offset, 64, false, at);
		b = combine(r, LKMM_ADD, to, &offset, 64, false, at);
		value = load_from(r, &a, bits, false, at);
		store_to(r, &b, bits, &value, false, at);
		end_if(r, behind);
	}
}

/* ---- calls ---- */

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static struct known make(struct reader *r, const struct ir_instruction *i,
			 const struct known *size, bool zeroed, struct lkmm_place at)
{
	if (size->kind != KNOWN_NUMBER)
		return allocate_some(r, i, size, zeroed, at);
	if (size->number <= 0)
		reader_error(r, at, "memory of no size is not supported");
	return allocate_memory(r, i, size->number, zeroed, at);
}

static struct known reallocate(struct reader *r, const struct ir_instruction *i,
			       const struct known *size, struct lkmm_place at)
{
	struct known old = argument(r, i, 0, at), old_size = argument(r, i, 1, at), made;

	made = make(r, i, size, false, at);
	if (old_size.kind == KNOWN_NUMBER && size->kind == KNOWN_NUMBER)
		copy_bytes(r, made, old, least(size->number, old_size.number), at);
	else
		copy_some(r, i, &made, &old, &old_size, at);
	free_memory(r, &old, at);
	return made;
}

bool rust_memory_call(struct reader *r, const struct ir_instruction *i, const char *name,
		      struct lkmm_place at)
{
	bool again = ends_in(name, "__rust_realloc"), zeroed = ends_in(name, "__rust_alloc_zeroed");
	struct known where = argument(r, i, 0, at), size = argument(r, i, again ? 3 : 0, at);

	if (ends_in(name, "__rust_no_alloc_shim_is_unstable_v2"))
		return true;
	if (ends_in(name, "__rust_dealloc")) {
		free_memory(r, &where, at);
		return true;
	}
	if (!again && !zeroed && !ends_in(name, "__rust_alloc"))
		return false;
	set_result(r, i, again ? reallocate(r, i, &size, at) : make(r, i, &size, zeroed, at));
	return true;
}
