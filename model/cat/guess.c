// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Of names of a recursion, whether they are sets or relations, before they have values. */
#include "build.h"

static enum value_kind find_kind(struct build *b, const struct env *env, const struct cat_expr *e)
{
	const struct value *v;
	enum value_kind kind;

	switch (e->kind) {
	case CAT_NAME:
		v = lkmm_cat_find(env, e->name);
		if (v && v->kind == VALUE_LATER)
			return lkmm_cat_kind_of(b, v->env, v->body);
		return v ? v->kind : VALUE_UNKNOWN;
	case CAT_UNION:
	case CAT_INTER:
	case CAT_DIFF:
		kind = lkmm_cat_kind_of(b, env, e->a);
		return kind == VALUE_UNKNOWN || kind == VALUE_NONE ?
			       lkmm_cat_kind_of(b, env, e->b) : kind;
	case CAT_COMPLEMENT:
		return lkmm_cat_kind_of(b, env, e->a);
	case CAT_CALL:
		v = e->a->kind == CAT_NAME ? lkmm_cat_find(env, e->a->name) : NULL;
		if (v && v->kind == VALUE_PRIMITIVE && v->primitive == PRIMITIVE_EVENTS)
			return VALUE_SET;
		if (v && v->kind == VALUE_PRIMITIVE)
			return v->op == NODE_DIFFERENT_VALUES ? VALUE_RELATION : VALUE_SET;
		return v && v->kind == VALUE_FUNCTION && v->body->kind != CAT_CALL ?
		       lkmm_cat_kind_of(b, v->env, v->body) : VALUE_UNKNOWN;
	case CAT_NONE:
	case CAT_LIST:
		return VALUE_NONE;
	case CAT_ALL:
		return VALUE_SET;
	case CAT_IF:
		return lkmm_cat_kind_of(b, env, lkmm_cat_holds(b, e->cond) ? e->a : e->b);
	case CAT_MATCH:
		return lkmm_cat_kind_of(b, env, e->clause->body);
	case CAT_LET:
	case CAT_TRY:
		return lkmm_cat_kind_of(b, env, e->a);
	default:
		return VALUE_RELATION;
	}
}

enum value_kind lkmm_cat_kind_of(struct build *b, const struct env *env, const struct cat_expr *e)
{
	enum value_kind kind;

	if (b->steps == LKMM_CAT_STEPS || b->depth == LKMM_CAT_DEPTH)
		return VALUE_UNKNOWN;
	b->steps++;
	b->depth++;
	kind = find_kind(b, env, e);
	b->depth--;
	return kind;
}
