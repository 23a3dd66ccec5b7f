// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Objects in C: their types, and how a process names their variables. */
#include "object.h"

static void indent(struct emit *e, int depth)
{
	for (int i = 0; i < depth; i++)
		text_puts(e->out, "\t");
}

static void put_members(struct emit *e, const struct emit_part *s, int depth);

static void put_struct_name(struct emit *e, int o)
{
	text_add(e->out, "struct test%d_", e->number);
	emit_object_name(e, e->object[o].like);
}

const char *emit_c_kind(const struct emit *e, enum place_kind kind)
{
	if (e->for_verify)
		return kind == PLACE_LOCK ? "lkmm_spinlock_t" : "struct lkmm_srcu_struct";
	return kind == PLACE_LOCK ? "struct run_lock" : "struct run_srcu";
}

const char *emit_c_variable_type(const struct emit *e, int loc)
{
	const struct place *place = &e->place[loc];

	if (place->kind == PLACE_LOCK || place->kind == PLACE_SRCU)
		return emit_c_kind(e, place->kind);
	if (!emit_part_of(e, loc)->atomic || place->integer.bits < 32)
		return c_type(place->integer);
	return place->integer.bits == 64 ? "lkmm_atomic64_t" : "lkmm_atomic_t";
}

/* The type of a variable, or of a struct that is part of another. */
static void put_type(struct emit *e, const struct emit_part *p, int depth)
{
	if (p->part) {
		text_puts(e->out, "struct {\n");
		put_members(e, p, depth + 1);
		indent(e, depth);
		text_puts(e->out, "}");
		return;
	}
	text_puts(e->out, emit_c_variable_type(e, p->loc));
}

static void put_dimensions(struct emit *e, const struct emit_part *p)
{
	for (; p->elements; p = p->part)
		text_add(e->out, "[%d]", p->elements);
}

static void put_members(struct emit *e, const struct emit_part *s, int depth)
{
	int gaps = 0;

	for (const struct emit_part *m = s->part; m; m = m->next) {
		if (m->gap) {
			indent(e, depth);
			text_add(e->out, "char gap%d_[%d];\n", gaps++, m->gap);
		}
		indent(e, depth);
		put_type(e, emit_element(m), depth);
		text_puts(e->out, " ");
		emit_part_name(e, m);
		put_dimensions(e, m);
		text_puts(e->out, ";\n");
	}
}

void emit_c_types(struct emit *e)
{
	for (int o = 0; o < e->nobjects; o++) {
		const struct emit_part *type = emit_element(e->object[o].type);

		if (e->object[o].like != o || !type->part)
			continue;
		put_struct_name(e, o);
		text_puts(e->out, " {\n");
		put_members(e, type, 1);
		text_puts(e->out, "};\n\n");
	}
}

static void put_element_type(struct emit *e, int o)
{
	const struct emit_part *type = emit_element(e->object[o].type);

	if (type->part)
		put_struct_name(e, o);
	else
		put_type(e, type, 0);
}

void emit_c_object_type(struct emit *e, int o)
{
	put_element_type(e, o);
	put_dimensions(e, e->object[o].type);
}

void emit_c_object_member(struct emit *e, int o)
{
	put_element_type(e, o);
	text_puts(e->out, " ");
	emit_object_name(e, o);
	put_dimensions(e, e->object[o].type);
}

void emit_c_object_variable(struct emit *e, int o)
{
	put_element_type(e, o);
	text_add(e->out, " test%d_", e->number);
	emit_object_name(e, o);
	put_dimensions(e, e->object[o].type);
}

void emit_c_member(struct emit *e, int loc)
{
	emit_object_name(e, e->object_of[loc]);
	emit_put_path(e, emit_path(e, loc), ".");
}

void emit_c_pointer_to(struct emit *e, int o)
{
	const struct emit_part *type = e->object[o].type;
	bool rows = type->elements && type->part->elements;

	put_element_type(e, o);
	text_puts(e->out, rows ? " (*" : " *");
	emit_object_name(e, o);
	if (rows) {
		text_puts(e->out, ")");
		put_dimensions(e, type->part);
	}
}

void emit_c_lvalue(struct emit *e, int loc)
{
	int o = e->object_of[loc];

	text_puts(e->out, emit_is_variable(&e->object[o]) ? "*" : "");
	emit_object_name(e, o);
	emit_put_path(e, emit_path(e, loc), "->");
}

void emit_c_address(struct emit *e, int loc)
{
	int o = e->object_of[loc];

	text_puts(e->out, emit_is_variable(&e->object[o]) ? "" : "&");
	emit_object_name(e, o);
	emit_put_path(e, emit_path(e, loc), "->");
}
