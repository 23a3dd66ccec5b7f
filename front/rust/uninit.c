// SPDX-License-Identifier: GPL-2.0 OR MIT
/* MaybeUninit<T>: here a T, which is zero while it has no value. */
#include "item.h"

#include <string.h>

static bool is_name(const struct token *t, const char *name)
{
	return strlen(name) == (size_t)t->len && !memcmp(name, t->text, (size_t)t->len);
}

/* Whether a variable of type @t can be made without a value. */
static bool is_known(struct rust *r, const struct rust_type *t)
{
	return t && (rust_is_plain(t) || rust_has_parts(t)) && t->kind != RUST_CELL &&
	       t->kind != RUST_REFERENCE && !rust_is_open(t) && !rust_is_dropped(r, t);
}

bool parse_rust_uninit(struct rust *r, const struct token *module, const struct token *name,
		       struct value *v)
{
	const struct rust_type *t = r->expected;

	if (!is_name(module, "MaybeUninit"))
		return false;
	if (is_name(name, "uninit") || is_name(name, "zeroed")) {
		lex_expect(r->x, "(");
		lex_expect(r->x, ")");
		*v = !is_known(r, t) ? rust_nothing(r, &rust_unknown, name->at) :
		     rust_has_parts(t) ? rust_composite(r, t, name->at) :
					 rust_nothing(r, t, name->at);
		return true;
	}
	if (!is_name(name, "new"))
		return false;
	lex_expect(r->x, "(");
	*v = parse_rust_value(r);
	lex_expect(r->x, ")");
	return true;
}

static struct value parse_write(struct rust *r, struct value self, struct lkmm_place at)
{
	bool known = self.type->kind != RUST_UNKNOWN;
	struct value v = known ? parse_rust_as(r, self.type) : parse_rust_value(r);

	if (!r->x->error[0])
		rust_assign(r, self, v, at);
	return self.where == IS_VALUE ? rust_nothing(r, &rust_unit, at) :
					rust_borrow(r, self, false, true);
}

bool parse_rust_uninit_method(struct rust *r, struct value self, const struct token *name,
			      struct value *v)
{
	bool init = name->len >= 11 && !memcmp(name->text, "assume_init", 11);
	struct value to = rust_place(r, self);
	bool place = to.where != IS_VALUE;
	bool value = rust_is_integer(to.type) || to.type->kind == RUST_UNKNOWN ||
		     to.type->kind == RUST_BOOL || rust_has_parts(to.type);

	if (!init && !(is_name(name, "write") && place && value))
		return false;
	/* a method of the test's own */
	if (to.type->item && rust_find_item(r->l, &to.type->item->name, name))
		return false;
	lex_expect(r->x, "(");
	if (!init) {
		*v = parse_write(r, to, name->at);
	} else {
		rust_needs_unsafe(r, name->at, "assume_init()");
		*v = is_name(name, "assume_init_ref") || is_name(name, "assume_init_mut") ?
			     rust_borrow(r, to, false, is_name(name, "assume_init_mut")) :
			     rust_read(r, to);
	}
	lex_expect(r->x, ")");
	return true;
}
