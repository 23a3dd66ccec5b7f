// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Traits: the functions and constants that they provide, which belong to each type with an impl;
 * types in them; Default, and the functions of core::mem.
 */
#include "flow.h"
#include "item.h"

#include <string.h>

static bool is_name(const struct token *t, const char *name)
{
	return strlen(name) == (size_t)t->len && !memcmp(name, t->text, (size_t)t->len);
}

/* ---- provided items ---- */

/* A copy of @from, an item of a trait, for the type that @impl is for. */
static struct rust_item *adopt_item(struct litmus *l, const struct rust_item *from,
				    const struct rust_item *impl)
{
	struct rust_item *item = litmus_alloc(l, sizeof(*item));

	if (!item)
		return NULL;
	*item = *from;
	item->in_trait = false;
	item->owner = impl->owner;
	item->trait = impl->trait;
	item->from = impl->from;
	item->to = impl->to;
	item->ngenerics = impl->ngenerics;
	memcpy(item->generic, impl->generic, sizeof(item->generic));
	item->next = l->rust_item;
	l->rust_item = item;
	return item;
}

struct rust_item *rust_provided(struct litmus *l, const struct token *owner,
				const struct token *name)
{
	for (struct rust_item *impl = l->rust_item; impl; impl = impl->next) {
		if (impl->kind != RUST_IMPL || !rust_is_owner(l, impl, owner))
			continue;
		for (struct rust_item *item = l->rust_item; item; item = item->next)
			if (item->in_trait && rust_same_token(&item->name, name) &&
			    rust_is_owner(l, item, &impl->trait))
				return adopt_item(l, item, impl);
	}
	return NULL;
}

/* ---- types ---- */

const struct rust_type *rust_associated(struct rust *r, struct rust_item *item,
					const struct rust_type *of)
{
	struct rust_generic *generic = r->generic;
	const struct rust_item *in = r->in;
	const struct rust_type *t = &rust_never;
	struct rust_visit visit;
	struct value self;

	if (too_deep(r->l))
		return t;
	r->l->depth++;
	if (of) {
		self = rust_nothing(r, of, r->x->tok.at);
		rust_bind_owner(r, item, &self);
		r->in = item;
	}
	rust_visit(r->l, &visit, &item->spot);
	lex_next(r->x);
	lex_expect(r->x, "=");
	t = parse_rust_type(r);
	rust_leave(r->l, &visit);
	r->in = in;
	r->generic = generic;
	r->l->depth--;
	return t;
}

const struct token *rust_type_name(const struct rust_type *t, struct token *name)
{
	*name = (struct token){ .kind = T_NAME };
	if (t->item) {
		*name = t->item->name;
	} else if (t->name) {
		name->text = t->name;
		name->len = (int)strlen(t->name);
	}
	return name;
}

const struct rust_type *rust_path_type(struct rust *r, const struct token *name)
{
	struct rust_item *item;

	if (is_name(name, "Self"))
		return r->in && r->in->owner.len ? rust_self_type(r, name->at) : NULL;
	if (rust_find_generic(r, name))
		return rust_find_generic(r, name);
	item = rust_find_item(r->l, NULL, name);
	if (item && rust_item_type(r->l, item))
		return rust_item_type(r->l, item);
	return rust_named_type(name->text, name->len);
}

/* ---- Default ---- */

/* The value of #[derive(Default)] */
static struct value derived(struct rust *r, const struct rust_type *t, struct lkmm_place at)
{
	struct value v = rust_composite(r, t, at);

	for (int i = 0; v.part && i < t->nfields && !r->x->error[0]; i++)
		v.part[i] = rust_now(r, rust_default(r, t->field[i].type, at));
	return v;
}

/* The variant that #[default] is at; it holds nothing. */
static struct value variant(struct rust *r, const struct rust_type *t, int i, struct lkmm_place at)
{
	struct value v = t->has_values ? rust_composite(r, t, at) : rust_nothing(r, t, at);

	v.e = new_number(r->l, t->field[i].offset, at);
	return v;
}

static struct value repeated(struct rust *r, const struct rust_type *t, struct lkmm_place at)
{
	struct value v = rust_composite(r, t, at);

	for (int i = 0; v.part && i < t->n && !r->x->error[0]; i++)
		v.part[i] = rust_now(r, rust_default(r, t->of, at));
	return v;
}

struct value rust_default(struct rust *r, const struct rust_type *t, struct lkmm_place at)
{
	struct rust_item *item = rust_find_method(r->l, t, "Default", "default");
	char text[RUST_TYPE_TEXT];

	if (item) {
		const struct rust_type *expected = r->expected;
		struct value v;

		r->expected = t;
		v = rust_call(r, item, NULL, 0, at);
		r->expected = expected;
		return v;
	}
	if (t->kind == RUST_UNIT || t->kind == RUST_NEVER)
		return rust_nothing(r, t, at);
	if (rust_is_integer(t) || t->kind == RUST_BOOL)
		return rust_value(t, new_number(r->l, 0, at), at);
	if (t->kind == RUST_OPTION)
		return rust_wrap(r, t, rust_nothing(r, t->of, at), false);
	if (t->kind == RUST_STRUCT)
		return derived(r, t, at);
	if (t->kind == RUST_ENUM && t->first)
		return variant(r, t, t->first - 1, at);
	if (t->kind == RUST_ARRAY)
		return repeated(r, t, at);
	if (t->kind == RUST_ATOMIC || t->kind == RUST_CELL) {
		struct value v = rust_default(r, t->of, at);

		return rust_retyped(r, v, t);
	}
	rust_error(r, at,
		   "expected a type whose default() is known, found %s: write 'impl Default'",
		   rust_type_text(t, text));
	return rust_nothing(r, &rust_never, at);
}

/* ---- From ---- */

bool rust_convert(struct rust *r, struct value *v, const struct rust_type *t)
{
	const char *name = t->item || t->name ? t->name : NULL;
	const struct rust_type *expected = r->expected;
	struct value from = *v;

	for (struct rust_item *item = r->l->rust_item; name && item; item = item->next) {
		if (item->kind != RUST_FN || !token_is(&item->trait, "From") ||
		    !token_is(&item->name, "from") || !token_is(&item->owner, name) ||
		    !rust_takes(r, item, 1, v->type))
			continue;
		from = rust_read(r, from);
		r->expected = t;
		*v = rust_call(r, item, &from, 1, v->at);
		r->expected = expected;
		return true;
	}
	return false;
}

/* ---- core::mem ---- */

/* &mut PLACE: the place */
static struct value parse_place(struct rust *r)
{
	struct value v = rust_place(r, parse_rust_value(r));
	char text[RUST_TYPE_TEXT];

	if (v.where == IS_VALUE && v.type->kind != RUST_NEVER)
		rust_error(r, v.at, "expected &mut, found %s", rust_type_text(v.type, text));
	return v.where == IS_MEMORY ? rust_now_address(r, v) : v;
}

/* The value in the place @v, in registers of its own. */
static struct value old_value(struct rust *r, struct value v)
{
	struct value old = rust_slot(r, v.type, v.at);

	if (v.where == IS_MEMORY)
		v = rust_read_memory(r, v);
	else if (rust_has_parts(v.type))
		v = rust_view(r, v.local, false, v.at);
	rust_fill(r, &old, rust_now(r, rust_read(r, v)));
	rust_settle(&old);
	return old;
}

/* @v in the place @to, from which the old value has been moved. */
static void put(struct rust *r, struct value to, struct value v, struct lkmm_place at)
{
	if (!rust_is_dropped(r, to.type))
		rust_assign(r, to, v, at);
	else if (to.where == IS_MEMORY)
		rust_initialise(r, to, v, at);
	else
		rust_store_local(r, to.local, v, at);
}

/* POINTER: the place that it points to */
static struct value parse_pointed(struct rust *r, struct lkmm_place at)
{
	struct value v = rust_read(r, parse_rust_value(r));
	char text[RUST_TYPE_TEXT];

	if (r->x->error[0])
		return v;
	if (v.type->kind != RUST_POINTER || !v.type->mut)
		rust_error(r, v.at, "expected a pointer *mut, found %s",
			   rust_type_text(v.type, text));
	rust_needs_unsafe(r, at, "this function");
	v.type = v.type->of;
	v.where = IS_MEMORY;
	v.mut = true;
	v.local = NULL;
	return rust_now_address(r, v);
}

static struct value parse_replace(struct rust *r, struct value place, bool take,
				  struct lkmm_place at)
{
	struct value old, v;

	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	if (take) {
		v = rust_default(r, place.type, at);
	} else {
		lex_expect(r->x, ",");
		v = rust_now(r, parse_rust_as(r, place.type));
	}
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	old = old_value(r, place);
	put(r, place, v, at);
	return old;
}

static struct value parse_swap(struct rust *r, struct lkmm_place at)
{
	struct value a = parse_place(r), b, old;

	lex_expect(r->x, ",");
	b = parse_place(r);
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	old = old_value(r, a);
	put(r, a, old_value(r, b), at);
	put(r, b, old, at);
	return rust_nothing(r, &rust_unit, at);
}

/* T::default(), Default::default() */
static struct value parse_default(struct rust *r, const struct token *module, struct lkmm_place at)
{
	const struct rust_type *t = is_name(module, "Default") ? r->expected :
								 rust_path_type(r, module);

	if (t && t->nargs && rust_is_open(t) && r->expected && r->expected->item == t->item)
		t = r->expected;
	if (t && t->kind != RUST_UNKNOWN)
		return rust_default(r, t, at);
	rust_error(r, at, "the type is not known here: write NAME::default()");
	return rust_nothing(r, &rust_never, at);
}

/* zeroed(), of the type that is expected */
static struct value zeroed(struct rust *r, struct lkmm_place at)
{
	const struct rust_type *t = r->expected;
	char text[RUST_TYPE_TEXT];

	if (t && rust_has_parts(t) && !rust_is_open(t) && !rust_is_dropped(r, t))
		return rust_composite(r, t, at);
	if (t && (rust_is_integer(t) || t->kind == RUST_BOOL || t->kind == RUST_POINTER))
		return rust_nothing(r, t, at);
	rust_error(r, at, "expected a type that can be zero, as in 'let v: NAME = zeroed()', found "
		   "%s", t ? rust_type_text(t, text) : "'zeroed'");
	return rust_nothing(r, &rust_never, at);
}

/* The functions of core::mem, with places; and of core::ptr, with pointers to them. */
static bool is_function_of(const struct token *module, const struct token *name)
{
	return (is_name(module, "mem") && (is_name(name, "take") || is_name(name, "replace") ||
					   is_name(name, "swap"))) ||
	       (is_name(module, "ptr") && is_name(name, "replace"));
}

bool parse_rust_mem(struct rust *r, const struct token *module, const struct token *name,
		    struct value *v)
{
	bool is_default = is_name(name, "default") && module != name;

	if (!is_default && !is_name(name, "zeroed") && !is_function_of(module, name))
		return false;
	lex_expect(r->x, "(");
	if (is_name(name, "zeroed"))
		*v = zeroed(r, name->at);
	else if (is_default)
		*v = parse_default(r, module, name->at);
	else if (is_name(name, "swap"))
		*v = parse_swap(r, name->at);
	else
		*v = parse_replace(r, is_name(module, "ptr") ? parse_pointed(r, name->at) :
				   parse_place(r), is_name(name, "take"), name->at);
	lex_accept(r->x, ",");
	lex_expect(r->x, ")");
	return true;
}
