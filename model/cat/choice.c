// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Choices that a model makes, one for each event of a set, as lock.cat makes them with map and
 * cross:
 *
 *	with x from cross(map (fun e -> map (fun p -> p ++ 0) P(e)) E)
 *
 * The members of sets of events are not known when the model is read: so map applies its function
 * once, to "some event" of the set. A value that is made with that event is a family: .about says
 * of which event, and its node is the union over all of them. As long as the event is where the
 * pairs end, the member for one event is the node's part that ends there, and nothing is lost. Then
 * x is a relation that has just one pair of P that ends at each event of E.
 */
#include "build.h"

int lkmm_cat_about(enum node_op op, struct value x, struct value y, bool diagonal)
{
	bool same = x.about == y.about, none = x.kind == VALUE_NONE || y.kind == VALUE_NONE;

	if (!x.about && !y.about)
		return 0;
	switch (op) {
	case NODE_UNION:
		return same || none ? x.about | y.about : -1;
	case NODE_INTER:
		return same || !x.about || !y.about ? x.about | (same ? 0 : y.about) : -1;
	case NODE_DIFF:
		return same || !y.about ? x.about : -1;
	case NODE_SEQ:
		if (!y.about)
			return diagonal ? x.about : -1;
		return !x.about || (same && diagonal) ? y.about : -1;
	case NODE_PRODUCT:
		return x.about ? -1 : y.about;
	default:
		return -1;
	}
}

struct value lkmm_cat_single(struct build *b, struct cat_place at, struct value x)
{
	if (x.kind == VALUE_EVENT) {
		x.kind = VALUE_SET;
		return x;
	}
	if (x.kind == VALUE_PAIR) {
		x.kind = VALUE_PICKED;
		return x;
	}
	WRONG(b->r, at, "expected an event or a pair, found ", lkmm_cat_kind_name(x.kind));
	return lkmm_cat_none;
}

static struct value map_collection(struct build *b, struct cat_place at, const struct value *f,
				   struct value s)
{
	struct value all = lkmm_cat_none;

	for (int i = s.n - 1; i >= 0 && !b->r->failed; i--) {
		struct value x = lkmm_cat_apply(b, at, f, s.element[i]);

		if (!b->r->failed)
			all = lkmm_cat_add(b, at, x, all);
	}
	return all;
}

static struct value map_events(struct build *b, struct cat_place at, const struct value *f,
			       struct value s)
{
	struct value x = { .kind = VALUE_EVENT, .node = s.node, .about = ++b->abouts };
	struct value each = lkmm_cat_apply(b, at, f, x);

	if (!b->r->failed && (each.kind != VALUE_CHOICE || each.about != x.about))
		WRONG(b->r, at, "expected a set of relations with one pair that ends at the event, "
		      "for each event of the set; found ", lkmm_cat_kind_name(each.kind));
	return (struct value){ .kind = VALUE_CHOICES, .node = each.node, .of = s.node };
}

static struct value map_pairs(struct build *b, struct cat_place at, const struct value *f,
			      struct value s)
{
	struct value x = { .kind = VALUE_PAIR, .node = s.node, .about = ++b->abouts };
	struct value each = lkmm_cat_apply(b, at, f, x);

	if (!b->r->failed && (each.kind != VALUE_PICKED || each.about != x.about))
		WRONG(b->r, at, "expected a relation with this pair alone, for each pair; found ",
		      lkmm_cat_kind_name(each.kind));
	return (struct value){ .kind = VALUE_CHOICE, .node = s.node, .about = s.about };
}

struct value lkmm_cat_map(struct build *b, struct cat_place at, const struct value *f,
			  struct value s)
{
	switch (s.kind) {
	case VALUE_NONE:
		return lkmm_cat_none;
	case VALUE_COLLECTION:
		return map_collection(b, at, f, s);
	case VALUE_RELATION:
		return map_pairs(b, at, f, s);
	case VALUE_SET:
		if (!s.about)
			return map_events(b, at, f, s);
		break;
	default:
		break;
	}
	WRONG(b->r, at, "expected a set of sets, a set or a relation, found ",
	      lkmm_cat_kind_name(s.kind));
	return lkmm_cat_none;
}

struct value lkmm_cat_cross(struct build *b, struct cat_place at, struct value s)
{
	if (s.kind == VALUE_CHOICES)
		s.kind = VALUE_CROSS;
	else
		WRONG(b->r, at, "expected a set of relations for each event of a set, found ",
		      lkmm_cat_kind_name(s.kind));
	return s;
}
