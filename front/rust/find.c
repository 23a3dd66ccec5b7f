// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The item that a name means. */
#include "item.h"

#include <string.h>

bool rust_same_token(const struct token *a, const struct token *b)
{
	return a->len == b->len && a->len && !memcmp(a->text, b->text, (size_t)a->len);
}

/* Whether @item is one of the file, or of a block around the text @where. */
static bool is_visible(const struct rust_item *item, const char *where)
{
	return !item->from || (where > item->from && where < item->to);
}

/* Whether @where is in the module of @item, which may be the whole file. */
static bool is_around(const struct rust_item *item, const char *where)
{
	return !item->in_from || (where > item->in_from && where < item->in_to);
}

/*
 * Whether @item is meant rather than @other: the test's own definitions take precedence over the
 * library's, those of an inner block over others, and those of the module at hand, or of one
 * around it.
 */
static bool hides(const struct rust_item *item, const struct rust_item *other, const char *where)
{
	if (!other || other->in_library != item->in_library)
		return !other || other->in_library;
	if (item->from || other->from)
		return item->from && (!other->from || item->from > other->from);
	if (is_around(item, where) != is_around(other, where))
		return is_around(item, where);
	return item->in_from && other->in_from && item->in_from != other->in_from &&
	       item->in_from > other->in_from && is_around(item, where);
}

/* The item of the file or of a block that is called @name, where @where is written. */
static struct rust_item *find_plain(struct litmus *l, const struct token *name, const char *where)
{
	struct rust_item *item = l->rust_item, *found = NULL, *other = NULL;
	const struct token *module;

	for (; item; item = item->next) {
		if (item->owner.len || !rust_same_token(&item->name, name) ||
		    !is_visible(item, where))
			continue;
		if (found && found->in_library == item->in_library && !item->from)
			other = hides(item, found, where) ? found : item;
		if (hides(item, found, where))
			found = item;
	}
	/* of several modules that are not at hand, use names one */
	module = found && other && !is_around(found, where) ? rust_used_of(l, name) : NULL;
	for (item = module ? l->rust_item : NULL; item; item = item->next)
		if (!item->owner.len && rust_same_token(&item->name, name) &&
		    rust_same_token(&item->module, module))
			return item;
	return found;
}

bool rust_is_owner(struct litmus *l, const struct rust_item *item, const struct token *owner)
{
	if (!rust_same_token(&item->owner, owner))
		return false;
	return !l->rust_blocks || find_plain(l, &item->owner, item->owner.text) ==
				  find_plain(l, owner, owner->text);
}

/* Items of an impl are those of its type, wherever the impl is. */
static struct rust_item *find_listed(struct litmus *l, const struct token *owner,
				     const struct token *name)
{
	struct rust_item *item = l->rust_item, *found = NULL;

	if (!owner)
		return find_plain(l, name, name->text);
	for (; item; item = item->next)
		if (rust_same_token(&item->name, name) &&
		    (rust_is_owner(l, item, owner) ||
		     (!item->owner.len && rust_same_token(&item->module, owner))) &&
		    hides(item, found, name->text))
			found = item;
	return found;
}

struct rust_item *rust_find_item(struct litmus *l, const struct token *owner,
				 const struct token *name)
{
	struct rust_item *item = find_listed(l, owner, name);

	if (!item && owner && name->len)
		item = rust_provided(l, owner, name);
	if (item || !name->len || (owner && find_listed(l, NULL, owner)))
		return item;
	return rust_read_library(l, owner, name) ? find_listed(l, owner, name) : NULL;
}

struct rust_item *rust_find_above(struct litmus *l, const struct token *module,
				  const struct token *name)
{
	const char *where = name->text, *from = NULL;

	for (struct rust_item *item = l->rust_item; item; item = item->next)
		if (item->in_from && is_around(item, where) && (!from || item->in_from > from))
			from = item->in_from;
	if (token_is(module, "crate"))
		where = NULL;
	else if (token_is(module, "super") && from)
		where = from;
	return find_plain(l, name, where);
}

struct rust_item *rust_find_type(struct rust *r, const struct token *module,
				 const struct token *name)
{
	struct rust_item *item = NULL;

	if (module && (token_is(module, "super") || token_is(module, "crate")))
		item = rust_find_above(r->l, module, name);
	else if (module)
		item = rust_find_item(r->l, module, name);
	return item ? item : rust_find_item(r->l, NULL, name);
}

struct rust_item *rust_find_method(struct litmus *l, const struct rust_type *t, const char *trait,
				   const char *name)
{
	struct rust_item *item = t->item ? l->rust_item : NULL;

	for (; item; item = item->next)
		if (item->kind == RUST_FN && token_is(&item->name, name) &&
		    token_is(&item->trait, trait) && rust_is_owner(l, item, &t->item->name))
			return item;
	return NULL;
}

