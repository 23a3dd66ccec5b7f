// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Functions that lead back to themselves. A body is read in place of each of its calls, so these
 * cannot be called; but drop() of a list is called for each of its nodes, from the one before.
 */
#include "item.h"

#include <stdio.h>
#include <string.h>

static bool is_drop(const struct rust_item *item)
{
	return token_is(&item->trait, "Drop") && token_is(&item->name, "drop");
}

/* P0 -> f -> g -> f */
bool rust_is_recursive(struct rust *r, const struct rust_item *item, struct lkmm_place at)
{
	char chain[160] = "";
	const struct rust_call *c;

	for (c = r->call; c && c->item != item; c = c->outer)
		;
	if (!c || is_drop(item))
		return false;
	for (c = r->call; c; c = c->item == item ? NULL : c->outer) {
		char longer[160];

		snprintf(longer, sizeof(longer), "%.*s() -> %.100s",
			 c->item->name.len > 30 ? 30 : c->item->name.len, c->item->name.text,
			 chain);
		memcpy(chain, longer, sizeof(chain));
	}
	rust_error(r, at, "recursion is not supported: %s%.*s()", chain,
		   item->name.len > 30 ? 30 : item->name.len, item->name.text);
	return true;
}

int rust_drop_depth(const struct rust *r, const struct rust_item *drop, const struct rust_type *t)
{
	int n = 0;

	for (const struct rust_call *c = r->call; c; c = c->outer)
		n += c->item == drop && c->self && c->self->of &&
		     rust_same_type(c->self->of, t);
	return n;
}
