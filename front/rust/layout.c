// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Where the parts of a type are in memory, as #[repr(C)] has them. Each has a name, which
 * conditions and reports use.
 *
 * An Option, a Result, or an enum whose variants hold values is a struct: a tag, and the values
 * that each variant holds. So s.item.tag is 1 where s.item.Some is a value. Variants do not share
 * memory as the members of a union do: the value of one stays there when another one is written.
 * An Option of a pointer that is never null, such as a reference, NonNull, KBox or Arc, is that
 * pointer, and None is null: Rust guarantees that.
 */
#include "rust.h"

#include <string.h>

static const struct rust_type tag_type = {
	.kind = RUST_INTEGER, .name = "i32", .integer = { 32, false },
};

static int round_up(int n, int align)
{
	return (n + align - 1) / align * align;
}

const struct rust_type *rust_tag_type(void)
{
	return &tag_type;
}

/* ---- Option, Result and enums ---- */

/* Whether a @t is a pointer that is never null, and nothing besides. */
static bool is_non_null(const struct rust_type *t)
{
	const struct rust_type *only = NULL;

	if (t->kind != RUST_STRUCT)
		return t->kind == RUST_REFERENCE || (t->kind == RUST_POINTER && t->non_null);
	for (int i = 0; i < t->nfields; i++) {
		if (t->field[i].type->kind == RUST_UNIT)
			continue;
		if (only)
			return false;
		only = t->field[i].type;
	}
	return only && is_non_null(only);
}

bool rust_has_niche(const struct rust_type *t)
{
	return t->kind == RUST_OPTION && t->of && is_non_null(t->of);
}

bool rust_is_tagged(const struct rust_type *t)
{
	if (t->kind == RUST_ENUM)
		return t->has_values;
	return t->kind == RUST_RESULT || (t->kind == RUST_OPTION && !rust_has_niche(t));
}

/* ---- parts ---- */

int rust_memory_parts(const struct rust_type *t)
{
	switch (t->kind) {
	case RUST_ARRAY:
		return t->n;
	case RUST_STRUCT:
		return t->nfields;
	case RUST_ENUM:
		return t->has_values ? t->nfields : 0;
	case RUST_RESULT:
		return 2;
	case RUST_OPTION:
		return 1;
	default:
		return 0;
	}
}

/* The part @i of a @t without its place. */
static struct rust_field part_of(const struct rust_type *t, int i)
{
	static const char *const names[] = { "Ok", "Err", "Some" };
	const char *name = names[t->kind == RUST_OPTION ? 2 : !!i];
	struct rust_field f = { .type = t->of };

	if (t->kind == RUST_STRUCT || t->kind == RUST_ENUM)
		return t->field[i];
	if (t->kind == RUST_RESULT && i)
		f.type = rust_err_type(t);
	if (rust_is_tagged(t))
		f.name = (struct token){ .kind = T_NAME, .text = name, .len = (int)strlen(name) };
	return f;
}

struct rust_field rust_memory_part(const struct rust_type *t, int i)
{
	struct rust_field f = part_of(t, i);

	if (t->kind == RUST_ARRAY)
		f.offset = i * rust_size(t->of);
	if (!rust_is_tagged(t))
		return f;
	f.offset = rust_size(&tag_type);
	for (int k = 0; k <= i; k++) {
		struct rust_field p = part_of(t, k);

		f.offset = round_up(f.offset, rust_align(p.type));
		if (k < i)
			f.offset += rust_size(p.type);
	}
	return f;
}

/* ---- sizes ---- */

int rust_align(const struct rust_type *t)
{
	int align = rust_is_tagged(t) ? rust_align(&tag_type) : 1;

	switch (t->kind) {
	case RUST_POINTER:
	case RUST_REFERENCE:
		return 8;
	case RUST_ATOMIC:
	case RUST_CELL:
	case RUST_ARRAY:
		return rust_align(t->of);
	default:
		break;
	}
	for (int i = 0; i < rust_memory_parts(t); i++) {
		int a = rust_align(part_of(t, i).type);

		align = a > align ? a : align;
	}
	if (rust_memory_parts(t))
		return align;
	return t->integer.bits >= 8 ? t->integer.bits / 8 : 1;
}

int rust_size(const struct rust_type *t)
{
	int n = rust_memory_parts(t);
	struct rust_field last;

	switch (t->kind) {
	case RUST_UNIT:
		return 0;
	case RUST_ATOMIC:
	case RUST_CELL:
		return rust_size(t->of);
	case RUST_ARRAY:
		return t->n * rust_size(t->of);
	case RUST_STRUCT:
		return t->size;
	default:
		if (!n)
			return rust_align(t);
		last = rust_memory_part(t, n - 1);
		return round_up(last.offset + rust_size(last.type), rust_align(t));
	}
}

void rust_lay_out(struct rust *r, struct rust_type *t)
{
	(void)r;
	t->size = 0;
	for (int i = 0; i < t->nfields; i++) {
		struct rust_field *f = &((struct rust_field *)t->field)[i];

		f->offset = round_up(t->size, rust_align(f->type));
		t->size = f->offset + rust_size(f->type);
	}
	t->size = round_up(t->size, rust_align(t));
}

/* ---- what is in an UnsafeCell ---- */

const struct rust_type *rust_in_cell(const struct rust_type *t)
{
	const struct rust_type *of = t;

	while (of->kind == RUST_CELL)
		of = of->of;
	return of->kind == RUST_UNIT || rust_is_laid_out(of) ? of : t;
}

bool rust_is_laid_out(const struct rust_type *t)
{
	while (t->kind == RUST_CELL)
		t = t->of;
	return t->kind == RUST_STRUCT || t->kind == RUST_ARRAY || t->kind == RUST_OPTION ||
	       rust_is_tagged(t);
}
