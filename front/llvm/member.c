// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Names of parts of objects, from the debug information: "ring.slot[2]". */
#include "reader.h"

#include <stdio.h>
#include <string.h>

struct path {
	const struct ir_module *m;
	char *text;
	size_t size;
	int depth;
};

static void add(struct path *p, const char *text, int len)
{
	size_t at = strlen(p->text);

	if (at < p->size)
		snprintf(p->text + at, p->size - at, "%.*s", len, text);
}

/* Without typedefs, const and the like. */
static const struct ir_note *bare(const struct path *p, const struct ir_note *t)
{
	for (int k = 0; k < 20 && ir_note_is(t, "!DIDerivedType"); k++) {
		if (ir_note_is(t, "!DIDerivedType(tag: DW_TAG_pointer_type"))
			return NULL;
		t = ir_note_of(p->m, t, "baseType: ");
	}
	return t;
}

static int bytes_of(const struct ir_note *t)
{
	return ir_note_number(t, "size: ", 0) / 8;
}

static void describe(struct path *p, const struct ir_note *type, int64_t at);

/* The element of an array of one dimension or more. */
static void describe_element(struct path *p, const struct ir_note *t, int64_t at)
{
	const struct ir_note *dimensions = ir_note_of(p->m, t, "elements: "), *d;
	int64_t size = bytes_of(t);
	char text[24];

	for (int k = 0; (d = ir_note_element(p->m, dimensions, k)); k++) {
		int n = ir_note_number(d, "count: ", 0);

		if (n <= 0)
			return;
		size /= n;
		if (size <= 0)
			return;
		snprintf(text, sizeof(text), "[%lld]", (long long)(at / size));
		add(p, text, (int)strlen(text));
		at %= size;
	}
	describe(p, ir_note_of(p->m, t, "baseType: "), at);
}

/* It shares its word with others, so that this has no name. */
static bool is_bit_field(const struct ir_note *d)
{
	return ir_note_number(d, "extraData: i64 ", -1) >= 0;
}

/* The member of a struct. One that is all of it has no name of its own. */
static void describe_member(struct path *p, const struct ir_note *t, int64_t at)
{
	const struct ir_note *members = ir_note_of(p->m, t, "elements: "), *d;

	for (int k = 0; (d = ir_note_element(p->m, members, k)); k++) {
		int64_t from = ir_note_number(d, "offset: ", 0) / 8;
		int len;
		const char *name = ir_note_text(d, "name: ", &len);

		if (!ir_note_is(d, "!DIDerivedType(tag: DW_TAG_member") || at < from ||
		    at >= from + bytes_of(d) || is_bit_field(d))
			continue;
		if (len && bytes_of(d) < bytes_of(t)) {
			add(p, ".", 1);
			add(p, name, len);
		}
		describe(p, ir_note_of(p->m, d, "baseType: "), at - from);
		return;
	}
}

static void describe(struct path *p, const struct ir_note *type, int64_t at)
{
	const struct ir_note *t = bare(p, type);

	if (p->depth++ > 20)
		return;
	if (ir_note_is(t, "!DICompositeType(tag: DW_TAG_array_type"))
		describe_element(p, t, at);
	else if (ir_note_is(t, "!DICompositeType(tag: DW_TAG_structure_type"))
		describe_member(p, t, at);
}

/* What the debug information knows as the struct @t of IR, "struct.node"; or NULL. */
static const struct ir_note *struct_note(const struct ir_module *m, const struct ir_type *t)
{
	const char *name = t->name && !strncmp(t->name, "struct.", 7) ? t->name + 7 : NULL;

	for (int i = 0; name && i < m->nnotes; i++) {
		const struct ir_note *n = &m->note[i];
		int len;
		const char *text = ir_note_text(n, "name: ", &len);

		if (ir_note_is(n, "!DICompositeType(tag: DW_TAG_structure_type") &&
		    (size_t)len == strlen(name) && !strncmp(text, name, (size_t)len))
			return n;
	}
	return NULL;
}

bool is_member(struct reader *r, const struct ir_type *t, int64_t at)
{
	const struct ir_note *n = struct_note(&r->m, t), *d;
	const struct ir_note *all = ir_note_of(&r->m, n, "elements: ");

	if (!all)
		return true;
	for (int k = 0; (d = ir_note_element(&r->m, all, k)); k++) {
		int64_t from = ir_note_number(d, "offset: ", 0) / 8;

		if (at >= from && at < from + bytes_of(d))
			return true;
	}
	return false;
}

static const struct ir_note *variable_of(struct reader *r, const struct object *o)
{
	const struct ir_global *g = o->global ? ir_find_global(&r->m, o->name) : NULL;
	const struct ir_note *variable = g ? ir_find_note(&r->m, g->debug) : NULL;

	if (ir_note_is(variable, "!DIGlobalVariableExpression"))
		variable = ir_note_of(&r->m, variable, "var: ");
	return variable;
}

static const struct ir_note *type_note(struct reader *r, const struct object *o)
{
	const struct ir_note *variable = variable_of(r, o);

	if (variable)
		return ir_note_of(&r->m, variable, "type: ");
	if (o->shape)
		return o->shape;
	return o->type ? struct_note(&r->m, o->type) : NULL;
}

/* As the source calls it, not the linker. */
static void name_object(struct reader *r, const struct object *o, char *text, size_t size)
{
	const struct ir_note *variable = variable_of(r, o);
	int len;
	const char *name = ir_note_text(variable, "name: ", &len);

	snprintf(text, size, "%.*s", len ? len < 40 ? len : 40 : 40, len ? name : o->name);
}

/* As the CPU's number, or that of the thread. */
static void name_copy(const struct object *o, int copy, char *text, size_t size)
{
	if (o->per_thread && !copy)
		snprintf(text, size, "(main)");
	else
		snprintf(text, size, "(%d)", copy - o->per_thread);
}

void name_part(struct reader *r, const struct object *o, int64_t at, char *text, size_t size)
{
	struct path p = { .m = &r->m, .text = text, .size = size };
	size_t len;

	name_object(r, o, text, size);
	len = strlen(text);
	if (o->copies > 1) {
		name_copy(o, (int)(at / CPU_DISTANCE), text + len, size - len);
		at %= CPU_DISTANCE;
	}
	len = strlen(text);
	describe(&p, type_note(r, o), at);
	if (o->nleaves > 1 && strlen(text) == len)
		snprintf(text + len, size - len, "[%lld]", (long long)at);
}

/* ---- the parts of an object that rustc writes as bytes ---- */

/* An enum with values: its parts depend on which one it is. They are words of its alignment. */
static bool is_enum(const struct path *p, const struct ir_note *t)
{
	const struct ir_note *d, *all = ir_note_of(p->m, t, "elements: ");

	for (int k = 0; (d = ir_note_element(p->m, all, k)); k++)
		if (ir_note_is(d, "!DICompositeType(tag: DW_TAG_variant_part"))
			return true;
	return false;
}

static bool lay_out_words(struct reader *r, struct object *o, const struct ir_note *t, int64_t at)
{
	int word = ir_note_number(t, "align: ", 8) / 8, size = bytes_of(t);

	if (word < 1 || word > 8 || size % word)
		return false;
	for (int k = 0; k < size; k += word)
		add_leaf(r, o, at + k, 8 * word);
	return true;
}

static bool lay_out_note(struct reader *r, struct object *o, const struct ir_note *type, int64_t at,
			 int depth)
{
	const struct path p = { .m = &r->m };
	const struct ir_note *t = bare(&p, type), *d, *all;
	int size = bytes_of(t ? t : type);

	if (depth > 20 || size <= 0)
		return depth <= 20;
	if (is_enum(&p, t))
		return lay_out_words(r, o, t, at);
	if (ir_note_is(t, "!DICompositeType(tag: DW_TAG_structure_type")) {
		all = ir_note_of(p.m, t, "elements: ");
		for (int k = 0; (d = ir_note_element(p.m, all, k)); k++)
			if (!lay_out_note(r, o, ir_note_of(p.m, d, "baseType: "),
					  at + ir_note_number(d, "offset: ", 0) / 8, depth + 1))
				return false;
		return true;
	}
	if (ir_note_is(t, "!DICompositeType(tag: DW_TAG_array_type")) {
		const struct ir_note *of = ir_note_of(p.m, t, "baseType: ");
		int each = bytes_of(bare(&p, of) ? bare(&p, of) : of);

		for (int64_t k = 0; each > 0 && k < size / each; k++)
			if (!lay_out_note(r, o, of, at + k * each, depth + 1))
				return false;
		return each > 0;
	}
	if (size > 8 || (size & (size - 1)))
		return false;
	add_leaf(r, o, at, 8 * size);
	return true;
}

bool lay_out_by_notes(struct reader *r, struct object *o)
{
	const struct ir_note *t = type_note(r, o);
	int64_t each = t ? ir_note_number(t, "size: ", 0) / 8 : 0, n = 0;
	bool good = t;

	o->nleaves = 0;
	if (o->shape && each > 0)		/* one, or several in a row */
		n = o->size / each - 1;
	for (int64_t k = 0; k <= n && good; k++)
		good = lay_out_note(r, o, t, k * each, 0);
	if (good && o->nleaves)
		return true;
	o->nleaves = 0;
	return false;
}
