// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Objects in Rust: their types, and how a process names their variables. */
#include "object.h"
#include "rust.h"

#include <string.h>

/* Structs in structs have names: those of the members on the way there. */
struct way {
	const struct way *up;
	const struct emit_part *member;
	int object;
};

static void put_struct_name(struct emit *e, const struct way *w)
{
	if (!w->up) {
		text_add(e->out, "test%d_", e->number);
		emit_object_name(e, w->object);
		return;
	}
	put_struct_name(e, w->up);
	text_puts(e->out, "_");
	emit_part_name(e, w->member);
}

/* The type of @p, which is the member at the end of the way or an element of that. */
static void put_type(struct emit *e, const struct way *w, const struct emit_part *p)
{
	const struct place *place = &e->place[p->loc];

	if (p->elements) {
		text_puts(e->out, "[");
		put_type(e, w, p->part);
		text_add(e->out, "; %d]", p->elements);
	} else if (p->part) {
		put_struct_name(e, w);
	} else if (emit_has_methods(place)) {
		text_puts(e->out, place->kind == PLACE_LOCK ? "SpinLock" : "SrcuStruct");
	} else {
		text_add(e->out, p->atomic ? "Atomic<%s>" : "%s", emit_rust_type(place->integer));
	}
}

static void put_members(struct emit *e, const struct way *w, const struct emit_part *s)
{
	int gaps = 0;

	for (const struct emit_part *m = s->part; m; m = m->next) {
		struct way way = { .up = w, .member = m };

		if (m->gap)
			text_add(e->out, "    gap%d_: [u8; %d],\n", gaps++, m->gap);
		text_puts(e->out, "    ");
		emit_part_name(e, m);
		text_puts(e->out, ": ");
		put_type(e, &way, m);
		text_puts(e->out, ",\n");
	}
}

static void put_struct(struct emit *e, const struct way *w, const struct emit_part *s)
{
	text_puts(e->out, "#[repr(C)]\npub struct ");
	put_struct_name(e, w);
	text_puts(e->out, " {\n");
	put_members(e, w, s);
	text_puts(e->out, "}\n\n");
	for (const struct emit_part *m = s->part; m; m = m->next) {
		struct way way = { .up = w, .member = m };

		if (emit_element(m)->part)
			put_struct(e, &way, emit_element(m));
	}
}

void emit_rust_types(struct emit *e)
{
	for (int o = 0; o < e->nobjects; o++) {
		struct way way = { .object = o };

		if (e->object[o].like == o && emit_element(e->object[o].type)->part)
			put_struct(e, &way, emit_element(e->object[o].type));
	}
}

/* The other end of [[T; 3]; 2]: the inner type comes first. */
static void put_dimensions(struct emit *e, const struct emit_part *p)
{
	if (!p->elements)
		return;
	put_dimensions(e, p->part);
	text_add(e->out, "; %d]", p->elements);
}

void emit_rust_object_type_name(struct emit *e, int o)
{
	struct way way = { .object = e->object[o].like };
	const struct emit_part *type = e->object[o].type;

	/* Whether the variables of an array are atomic shows where the first of its kind is. */
	for (; type->elements; type = type->part)
		text_puts(e->out, "[");
	put_type(e, &way, emit_element(e->object[way.object].type));
	put_dimensions(e, e->object[o].type);
}

void emit_rust_place(struct emit *e, int loc)
{
	text_puts(e->out, "(*");
	emit_object_name(e, e->object_of[loc]);
	text_puts(e->out, ")");
	emit_put_path(e, emit_path(e, loc), ".");
}
