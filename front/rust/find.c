// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The item that a name means. */
#include "item.h"

#include <string.h>

bool rust_same_token(const struct token *a, const struct token *b)
{
	return a->len == b->len && a->len && !memcmp(a->text, b->text, (size_t)a->len);
}

/* Whether @item is one of the file, or of a block around the text of @name. */
static bool is_visible(const struct rust_item *item, const struct token *name)
{
	return !item->from || (name->text > item->from && name->text < item->to);
}

/*
 * Whether @item is meant rather than @other: the test's own definitions take precedence over the
 * library's, and those of an inner block over others.
 */
static bool hides(const struct rust_item *item, const struct rust_item *other)
{
	if (!other || other->in_library != item->in_library)
		return !other || other->in_library;
	return item->from && (!other->from || item->from > other->from);
}

/* The item of the file or of a block that is called @name, where that is written. */
static struct rust_item *find_plain(struct litmus *l, const struct token *name)
{
	struct rust_item *item = l->rust_item, *found = NULL;

	for (; item; item = item->next)
		if (!item->owner.len && rust_same_token(&item->name, name) &&
		    is_visible(item, name) && hides(item, found))
			found = item;
	return found;
}

bool rust_is_owner(struct litmus *l, const struct rust_item *item, const struct token *owner)
{
	if (!rust_same_token(&item->owner, owner))
		return false;
	return !l->rust_blocks || find_plain(l, &item->owner) == find_plain(l, owner);
}

/* Items of an impl are those of its type, wherever the impl is. */
static struct rust_item *find_listed(struct litmus *l, const struct token *owner,
				     const struct token *name)
{
	struct rust_item *item = l->rust_item, *found = NULL;

	if (!owner)
		return find_plain(l, name);
	for (; item; item = item->next)
		if (rust_same_token(&item->name, name) &&
		    (rust_is_owner(l, item, owner) ||
		     (!item->owner.len && rust_same_token(&item->module, owner))) &&
		    hides(item, found))
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

