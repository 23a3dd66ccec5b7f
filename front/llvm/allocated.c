// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The type of allocated memory. The code that gets the address says it: by a cast of LLVM 14, or by
 * what it reads and writes there.
 */
#include "reader.h"

#include <stdio.h>
#include <string.h>

/* The type that a pointer @i is to, from its use by @use; or NULL. */
static struct ir_type *type_by(const struct ir_instruction *use, int value)
{
	const struct ir_value *v = use->noperands ? use->operand[0] : NULL;
	struct ir_type *t = use->type;

	if (!v || v->kind != IR_LOCAL || v->index != value)
		return NULL;
	if (use->op == IR_CAST && t && t->kind == IR_POINTER)
		return t->of;
	return use->op == IR_GEP && use->noperands > 2 ? use->source : NULL;
}

enum { MOVES = 6 };	/* of an address, from where it is made to where its type is known */

static struct ir_type *type_within(const struct ir_function *f, int value, int moves);

static bool is_local(const struct ir_value *v, int value)
{
	return v && v->kind == IR_LOCAL && v->index == value;
}

/* The type by what is loaded from the local variable @slot. */
static struct ir_type *type_in_slot(const struct ir_function *f, const struct ir_value *slot,
				    int moves)
{
	struct ir_type *t = NULL;

	for (int b = 0; b < f->nblocks && !t; b++)
		for (const struct ir_instruction *i = f->block[b].first; i && !t; i = i->next)
			if (i->op == IR_LOAD && is_local(i->operand[0], slot->index))
				t = type_within(f, i->result, moves);
	return t;
}

/* The type of @value where @i has moved it. */
static struct ir_type *type_behind(const struct ir_function *f, const struct ir_instruction *i,
				   int value, int moves)
{
	if (i->op == IR_STORE && is_local(i->operand[0], value) &&
	    i->operand[1]->kind == IR_LOCAL)
		return type_in_slot(f, i->operand[1], moves);
	for (int k = 0; k < i->noperands && (i->op == IR_PHI || i->op == IR_SELECT); k++)
		if (is_local(i->operand[k], value))
			return type_within(f, i->result, moves);
	return NULL;
}

/* The type that @f says the pointer @value is to. */
static struct ir_type *type_within(const struct ir_function *f, int value, int moves)
{
	for (int b = 0; b < f->nblocks && moves > 0; b++)
		for (const struct ir_instruction *i = f->block[b].first; i; i = i->next) {
			struct ir_type *t = type_by(i, value);

			if (!t || !ir_size(t))
				t = type_behind(f, i, value, moves - 1);
			if (t && ir_size(t))
				return t;
		}
	return NULL;
}

/* Whether @f returns @value, perhaps as the other one of two. */
static bool is_returned(const struct ir_function *f, int value, int moves)
{
	for (int b = 0; b < f->nblocks && moves > 0; b++)
		for (const struct ir_instruction *i = f->block[b].first; i; i = i->next)
			for (int k = 0; k < i->noperands; k++) {
				if (!is_local(i->operand[k], value))
					continue;
				if (i->op == IR_RET || ((i->op == IR_PHI || i->op == IR_SELECT) &&
							is_returned(f, i->result, moves - 1)))
					return true;
			}
	return false;
}

/* The type by the function that has the address, or the one that it is returned to. */
static struct ir_type *cast_of(struct reader *r, int value)
{
	struct ir_type *t = NULL;

	for (const struct frame *in = r->frame; in && !t; in = in->outer) {
		t = type_within(in->f, value, MOVES);
		if (!in->call || !is_returned(in->f, value, MOVES))
			break;
		value = in->call->result;
	}
	return t;
}

/* Whether both are one type, perhaps of two files. */
static bool is_same(const struct ir_type *a, const struct ir_type *b)
{
	return a == b || (b && a->name && b->name && !strcmp(a->name, b->name));
}

static struct ir_type *array_of(struct reader *r, struct ir_type *of, int64_t n)
{
	struct ir_type *t = reader_alloc(r, sizeof(*t));

	if (t)
		*t = (struct ir_type){ .kind = IR_ARRAY, .of = of, .n = n, .defined = true };
	return t;
}

/* The element of the array of any length that the struct ends in; or NULL. */
static struct ir_type *flexible_element(const struct ir_type *t)
{
	const struct ir_type *last = t->kind == IR_STRUCT && t->nmembers > 1 ?
				     t->member[t->nmembers - 1] : NULL;

	return last && last->kind == IR_ARRAY && !last->n && ir_size(last->of) ? last->of : NULL;
}

/* The same with as many elements as @size has room for; NULL if @t has no such array. */
static struct ir_type *with_elements(struct reader *r, const struct ir_type *t, int64_t size)
{
	struct ir_type *element = flexible_element(t), *whole;
	int64_t room = element ? size - ir_offset(t, t->nmembers - 1) : 0;
	size_t members = sizeof(*t->member) * (size_t)t->nmembers;

	if (room <= 0 || size <= ir_size(t))
		return NULL;
	whole = reader_alloc(r, sizeof(*whole));
	if (!whole)
		return NULL;
	*whole = *t;
	whole->member = reader_alloc(r, members);
	if (!whole->member)
		return NULL;
	memcpy(whole->member, t->member, members);
	whole->member[t->nmembers - 1] = array_of(r, element, room / ir_size(element));
	return whole->member[t->nmembers - 1] && ir_size(whole) <= size + 7 ? whole : NULL;
}

/*
 * The one struct of this size that code takes members of; NULL if there is none, or several.
 * @flexible: one that ends in an array of any length, and is not larger.
 */
static struct ir_type *type_of_size(struct reader *r, int64_t size, bool flexible)
{
	struct ir_type *found = NULL;

	for (int f = 0; f < r->m.nfunctions; f++)
		for (int b = 0; b < r->m.function[f].nblocks; b++)
			for (const struct ir_instruction *i = r->m.function[f].block[b].first; i;
			     i = i->next) {
				if (i->op != IR_GEP || !i->source || is_same(i->source, found) ||
				    i->source->kind != IR_STRUCT ||
				    (flexible ? !flexible_element(i->source) ||
						ir_size(i->source) >= size :
						ir_size(i->source) != size))
					continue;
				if (found)
					return NULL;
				found = i->source;
			}
	return found;
}

static struct ir_type *integer(struct reader *r, int bits)
{
	struct ir_type *t = reader_alloc(r, sizeof(*t));

	if (t)
		*t = (struct ir_type){ .kind = IR_INTEGER, .bits = bits, .defined = true };
	return t;
}

/* The type of memory of @size bytes that @i allocates, by what the code does with it; or NULL.
 * @element: the size of each of several that the code asks for; or 0 */
static struct ir_type *allocated_type(struct reader *r, const struct ir_instruction *i,
				      int64_t size, int64_t element)
{
	struct ir_type *t = cast_of(r, i->result);
	int64_t n = t ? ir_size(t) : 0;
	struct ir_type *whole = t ? with_elements(r, t, size) : NULL;

	if (whole)
		return whole;
	if (n && size >= n && size % n == 0)
		return size == n ? t : array_of(r, t, size / n);
	if (element == 1 || element == 2 || element == 4 || element == 8)
		return array_of(r, integer(r, (int)element * 8), size / element);
	t = type_of_size(r, size, false);
	if (!t) {
		t = type_of_size(r, size, true);
		t = t ? with_elements(r, t, size) : NULL;
	}
	if (!t && (size == 1 || size == 2 || size == 4 || size == 8))
		t = integer(r, (int)size * 8);
	/* Such as an array of pointers, which newer versions of LLVM do not name. */
	if (!t && size % 8 == 0 && (t = integer(r, 64)))
		t = array_of(r, t, size / 8);
	return t;
}

/* ---- malloc() and free() ---- */

/* An object of the next name. */
static int make_object(struct reader *r, const struct made_of *of)
{
	char name[40];
	int n = snprintf(name, sizeof(name), "m%d", ++r->allocations);
	int object = new_object(r, litmus_text(&r->l, name, n), of->type, NULL);

	if (object >= 0) {
		r->object[object].words = of->words;
		r->object[object].shape = of->shape;
	}
	return object;
}

static struct known allocate_in_thread(struct reader *r, const struct made_of *of, bool zeroed,
				       struct lkmm_place at)
{
	struct lkmm_expr *e = new_access(&r->l, LKMM_ALLOC, NULL, at);
	int first = r->l.test->nlocs, object = -1;
	int copies = r->loops ? LKMM_MAX_OBJECTS : 1;

	for (int k = 0; k < copies && e && !reader_failed(r); k++) {
		int loc;

		object = make_object(r, of);
		if (object >= 0)
			r->object[object].open = true;
		loc = object < 0 ? -1 : object_location(r, object, at);
		for (int m = loc; m >= 0 && m < r->l.test->nlocs; m++) {
			struct lkmm_location *part = &r->l.test->loc[m];

			part->allocated = !r->object[object].leaf[m - loc].lock;
			part->init = part->allocated ? uninitialized(part->integer) : 0;
		}
	}
	if (!e || object < 0)
		return (struct known){ 0 };
	e->access->object = first;
	e->access->copies = copies;
	e->access->locations = (r->l.test->nlocs - first) / copies;
	e->access->zeroed = zeroed;
	return keep(r, e, at);
}

static struct known allocate_elements(struct reader *r, const struct ir_instruction *i,
				      int64_t size, int64_t element, bool zeroed,
				      struct lkmm_place at)
{
	struct made_of of = { .type = allocated_type(r, i, size, element) };
	struct known where;

	if (r->frame->f->bytes)
		of = rust_memory(r, i, size);
	if (!of.type) {
		reader_error(r, at, "the type of this memory of %lld bytes is not clear: the code "
			     "must use it as one struct or array", (long long)size);
		return (struct known){ 0 };
	}
	if (!is_running(r))
		return allocate_in_thread(r, &of, zeroed, at);
	where = known_address(make_object(r, &of), 0);
	if (where.index < 0)
		return where;
	object_lay_out(r, where.index);
	if (zeroed)
		memory_fill(r, where, 0, size, at);
	return where;
}

struct known allocate_memory(struct reader *r, const struct ir_instruction *i, int64_t size,
			     bool zeroed, struct lkmm_place at)
{
	return allocate_elements(r, i, size, 0, zeroed, at);
}

void free_memory(struct reader *r, const struct known *where, struct lkmm_place at)
{
	int64_t all = where->kind == KNOWN_ADDRESS ? r->object[where->index].size : 0;

	struct lkmm_expr *address;

	if (is_running(r))
		return;
	address = as_address(r, where, all, WRITES, at);
	add_expr(r, new_access(&r->l, LKMM_FREE, address, at), at);
}

/* realloc(): how much is there is known where the object is. */
static struct known allocate_again(struct reader *r, const struct ir_instruction *i,
				   const struct known *old, int64_t size, struct lkmm_place at)
{
	struct known made = allocate_memory(r, i, size, false, at);
	int64_t had = old->kind == KNOWN_ADDRESS ? r->object[old->index].size - old->number : 0;

	if (old->kind == KNOWN_NUMBER && !old->number)
		return made;
	if (!had)
		reader_error(r, at, "realloc() of memory that is not known here is not supported");
	else
		copy_bytes(r, made, *old, had < size ? had : size, at);
	free_memory(r, old, at);
	return made;
}

/* The same by other names. False if @name is another. */
static bool other_call(struct reader *r, const struct ir_instruction *i, const char *name,
		       struct lkmm_place at)
{
	struct known a = argument(r, i, 0, at), made;
	struct known size = argument(r, i, !strcmp(name, "realloc") ? 1 : 2, at);

	if (strcmp(name, "realloc") && strcmp(name, "posix_memalign"))
		return false;
	if (size.kind != KNOWN_NUMBER || size.number <= 0) {
		reader_error(r, at, "memory of a size that is not known here is not supported");
	} else if (name[0] == 'r') {
		set_result(r, i, allocate_again(r, i, &a, size.number, at));
	} else {
		made = allocate_memory(r, i, size.number, false, at);
		store_to(r, &a, 64, &made, false, at);
		set_result(r, i, known_number(0));
	}
	return true;
}

/* Of a size that was read: memory of a few elements. */
static struct known allocate_some(struct reader *r, const struct ir_instruction *i,
				  const struct known *size, bool zeroed, struct lkmm_place at)
{
	struct ir_type *t = cast_of(r, i->result), *element = t ? flexible_element(t) : NULL;
	int64_t bytes = t ? MOST_ELEMENTS * ir_size(element ? element : t) : 0;

	if (!bytes) {
		reader_error(r, at, "memory of a size that is not known here is not supported");
		return (struct known){ 0 };
	}
	bytes += element ? ir_offset(t, t->nmembers - 1) : 0;
	limit_to(r, size, bytes, at);
	return allocate_memory(r, i, bytes, zeroed, at);
}

bool memory_call(struct reader *r, const struct ir_instruction *i, const char *name,
		 struct lkmm_place at)
{
	struct known a = argument(r, i, 0, at), b = argument(r, i, 1, at);
	bool zeroed = !strcmp(name, "calloc");
	/* kmalloc_array(), in include/verify/linux/slab.h; lib/kfifo.c calls it for one element, as
	 * large as there are bytes */
	bool array = !strcmp(name, "lkmm_verify_array");
	int64_t element = 0;

	if (!strcmp(name, "free")) {
		free_memory(r, &a, at);
		return true;
	}
	if (!strcmp(name, "malloc"))
		b = known_number(1);
	else if (!strcmp(name, "aligned_alloc"))
		a = known_number(1);
	else if (!zeroed && !array)
		return other_call(r, i, name, at);
	if (zeroed || array)
		element = a.number > 1 ? b.number : array;
	if ((a.kind == KNOWN_REGISTER || b.kind == KNOWN_REGISTER) && !is_running(r)) {
		a = combine(r, LKMM_MUL, &a, &b, 64, true, at);
		set_result(r, i, allocate_some(r, i, &a, zeroed, at));
	} else if (a.kind != KNOWN_NUMBER || b.kind != KNOWN_NUMBER || a.number * b.number <= 0) {
		reader_error(r, at, "memory of a size that is not known here is not supported");
	} else {
		set_result(r, i, allocate_elements(r, i, a.number * b.number, element, zeroed,
						   at));
	}
	return true;
}
