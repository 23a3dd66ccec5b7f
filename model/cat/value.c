// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The values of expressions: functions are applied, and sets and relations become nodes. */
#include "build.h"

#include <string.h>

/* ---- names ---- */

const struct value *lkmm_cat_find(const struct env *env, const char *name)
{
	for (; env; env = env->outer)
		if (!strcmp(env->name, name))
			return &env->value;
	return NULL;
}

const struct env *lkmm_cat_bind(struct build *b, const struct env *env, const char *name,
				struct value v)
{
	struct env *inner = lkmm_cat_alloc(b->r, sizeof(*inner));

	if (!inner)
		return env;
	inner->name = name;
	inner->value = v;
	inner->outer = env;
	return inner;
}

/* ---- nodes ---- */

/* @v is called @name from now on, for explanations, if it has no name yet. */
static struct value named(struct build *b, struct value v, const char *name)
{
	bool node = v.kind == VALUE_SET || v.kind == VALUE_RELATION;

	if (node && !b->r->failed && !b->g->node[v.node].name)
		b->g->node[v.node].name = name;
	return v;
}

const struct value lkmm_cat_none = { .kind = VALUE_NONE };

static struct value as_value(bool set, int node)
{
	return (struct value){ .kind = set ? VALUE_SET : VALUE_RELATION, .node = node };
}

static struct value new_node(struct build *b, struct cat_place at, struct node n)
{
	return as_value(n.set, lkmm_cat_node(b->r, at, b->g, n));
}

const char *lkmm_cat_kind_name(enum value_kind kind)
{
	switch (kind) {
	case VALUE_SET:
		return "a set";
	case VALUE_RELATION:
		return "a relation";
	case VALUE_FUNCTION:
	case VALUE_PRIMITIVE:
		return "a function";
	case VALUE_TUPLE:
		return "a tuple";
	case VALUE_TAG:
		return "a tag; the set of its events has its name with a capital letter";
	case VALUE_COLLECTION:
		return "a set of sets";
	case VALUE_ORDERS:
		return "a set of orders";
	case VALUE_PROCEDURE:
		return "a procedure";
	case VALUE_EVENT:
		return "an event";
	case VALUE_PAIR:
		return "a pair";
	case VALUE_PICKED:
		return "a relation with one pair";
	case VALUE_CHOICE:
	case VALUE_CHOICES:
		return "a set of relations";
	case VALUE_CROSS:
		return "a choice of pairs";
	case VALUE_NONE:
	case VALUE_UNKNOWN:
	case VALUE_LATER:
		break;
	}
	return "nothing";
}

/* The node of @v, which must be a set, or a relation. */
static int need(struct build *b, struct cat_place at, struct value v, bool set)
{
	struct node n = { .op = NODE_EMPTY, .set = set };

	if (v.kind == VALUE_NONE)
		return lkmm_cat_node(b->r, at, b->g, n);
	if (v.kind != (set ? VALUE_SET : VALUE_RELATION))
		WRONG(b->r, at, "expected ", set ? "a set" : "a relation", ", found ",
		      lkmm_cat_kind_name(v.kind));
	else if (v.about)
		WRONG(b->r, at, "this is not supported of a choice for each event");
	return v.node;
}

/* Whether an operand of a union or the like is a set: as the other is. */
static bool is_set(struct value v, struct value other)
{
	return v.kind == VALUE_SET || (v.kind == VALUE_NONE && other.kind == VALUE_SET);
}

/* ---- the operations ---- */

static bool is_diagonal(const struct build *b, struct value v)
{
	return v.kind == VALUE_RELATION && b->g->node[v.node].op == NODE_IDENTITY;
}

/* The operation of @n, of @x and @y, each of which must be a set, or a relation. */
static struct value operation(struct build *b, const struct cat_expr *e, struct node n,
			      struct value x, struct value y, bool sets)
{
	int about = lkmm_cat_about(n.op, x, y, is_diagonal(b, y));
	struct value v;

	if (about < 0)
		WRONG(b->r, e->at, "this is not supported of a choice for each event");
	x.about = y.about = 0;
	n.a = need(b, e->a->at, x, sets);
	n.b = need(b, e->b->at, y, sets);
	v = new_node(b, e->at, n);
	v.about = about;
	return v;
}

/* Of two sets or two relations. */
static struct value of_two(struct build *b, const struct env *env, const struct cat_expr *e,
			   enum node_op op)
{
	struct value x = lkmm_cat_value(b, env, e->a), y = lkmm_cat_value(b, env, e->b);
	struct node n = { .op = op, .set = is_set(x, y) };

	if (b->r->failed || (x.kind == VALUE_NONE && y.kind == VALUE_NONE))
		return lkmm_cat_none;
	if (op == NODE_UNION && (x.kind == VALUE_COLLECTION || y.kind == VALUE_COLLECTION))
		return lkmm_cat_join_collections(b, e->at, x, y);
	return operation(b, e, n, x, y, n.set);
}

/* Of relations, or of sets: the product. */
static struct value relation_of_two(struct build *b, const struct env *env,
				    const struct cat_expr *e, enum node_op op)
{
	struct value x = lkmm_cat_value(b, env, e->a), y = lkmm_cat_value(b, env, e->b);
	struct node n = { .op = op };

	if (b->r->failed)
		return lkmm_cat_none;
	return operation(b, e, n, x, y, op == NODE_PRODUCT);
}

static struct value of_relation(struct build *b, struct cat_place at, struct value x,
				enum node_op op)
{
	struct node n = { .op = op, .set = op == NODE_DOMAIN || op == NODE_RANGE };

	if (b->r->failed)
		return lkmm_cat_none;
	n.a = need(b, at, x, false);
	return new_node(b, at, n);
}

static struct value complement(struct build *b, const struct env *env, const struct cat_expr *e)
{
	struct value x = lkmm_cat_value(b, env, e->a);
	struct node n = { .op = NODE_COMPLEMENT, .set = x.kind == VALUE_SET };

	if (b->r->failed)
		return lkmm_cat_none;
	n.a = need(b, e->a->at, x, n.set);
	return new_node(b, e->at, n);
}

static struct value identity(struct build *b, const struct env *env, const struct cat_expr *e)
{
	struct value x = lkmm_cat_value(b, env, e->a), v;
	struct node n = { .op = NODE_IDENTITY };
	int about = x.about;

	if (b->r->failed)
		return lkmm_cat_none;
	x.about = 0;
	n.a = need(b, e->a->at, x, true);
	v = new_node(b, e->at, n);
	v.about = about;
	return v;
}

static struct value tuple(struct build *b, const struct env *env, const struct cat_expr *e)
{
	struct value v = { .kind = VALUE_TUPLE }, *element;

	for (const struct cat_expr *x = e->a; x; x = x->next)
		v.n++;
	v.element = element = lkmm_cat_alloc(b->r, sizeof(*element) * ((size_t)v.n + 1));
	for (const struct cat_expr *x = e->a; x && element; x = x->next)
		*element++ = lkmm_cat_value(b, env, x);
	return v;
}

/* ---- functions ---- */

/* The element of @v that is for parameter @i of @n. */
static struct value part(struct value v, int i, int n)
{
	return n == 1 ? v : v.element[i];
}

const struct env *lkmm_cat_parameters(struct build *b, struct cat_place at, const struct env *env,
				      const struct cat_binding *parameters, struct value argument)
{
	int n = 0, i = 0;

	for (const struct cat_binding *p = parameters; p; p = p->next)
		n++;
	if (n != 1 && (argument.kind != VALUE_TUPLE || argument.n != n)) {
		WRONG(b->r, at, "expected as many values as there are parameters");
		return env;
	}
	for (const struct cat_binding *p = parameters; p; p = p->next, i++)
		if (p->name)
			env = lkmm_cat_bind(b, env, p->name, part(argument, i, n));
	return env;
}

static struct value events_of_tag(struct build *b, struct cat_place at, struct value x)
{
	int tag;

	if (x.kind != VALUE_TAG) {
		WRONG(b->r, at, "expected a tag, found ", lkmm_cat_kind_name(x.kind));
		return lkmm_cat_none;
	}
	tag = lkmm_cat_tag(x.tag);
	if (tag < 0) {
		WRONG(b->r, at, "no event has the tag '", x.tag, "'");
		return lkmm_cat_none;
	}
	x = lkmm_cat_tagged(b, at, tag);
	lkmm_cat_note_name(b, &x);
	return x;
}

/* "map" with its function. */
static struct value map_by(struct build *b, struct cat_place at, struct value f)
{
	struct value *kept = lkmm_cat_alloc(b->r, sizeof(*kept));

	if (f.kind != VALUE_FUNCTION && f.kind != VALUE_PRIMITIVE)
		WRONG(b->r, at, "expected a function, found ", lkmm_cat_kind_name(f.kind));
	if (kept)
		*kept = f;
	return (struct value){ .kind = VALUE_PRIMITIVE, .primitive = PRIMITIVE_MAP_BY,
			       .element = kept };
}

struct value lkmm_cat_apply(struct build *b, struct cat_place at, const struct value *f,
			    struct value x)
{
	if (f->kind == VALUE_FUNCTION) {
		const struct env *env = lkmm_cat_parameters(b, at, f->env, f->parameters, x);

		return lkmm_cat_value(b, env, f->body);
	}
	switch (f->primitive) {
	case PRIMITIVE_EVENTS:
		return events_of_tag(b, at, x);
	case PRIMITIVE_ORDERS:
		return (struct value){ .kind = VALUE_ORDERS, .node = need(b, at, x, false) };
	case PRIMITIVE_MAP:
		return map_by(b, at, x);
	case PRIMITIVE_MAP_BY:
		return lkmm_cat_map(b, at, f->element, x);
	case PRIMITIVE_CROSS:
		return lkmm_cat_cross(b, at, x);
	case PRIMITIVE_NODE:
		break;
	}
	return of_relation(b, at, x, f->op);
}

static struct value call(struct build *b, const struct env *env, const struct cat_expr *e)
{
	struct value f = lkmm_cat_value(b, env, e->a), x;

	if (b->r->failed)
		return lkmm_cat_none;
	if (f.kind != VALUE_FUNCTION && f.kind != VALUE_PRIMITIVE) {
		WRONG(b->r, e->a->at, "expected a function, found ", lkmm_cat_kind_name(f.kind));
		return lkmm_cat_none;
	}
	x = lkmm_cat_value(b, env, e->b);
	return b->r->failed ? lkmm_cat_none : lkmm_cat_apply(b, e->at, &f, x);
}

static struct value function(const struct env *env, const struct cat_binding *parameters,
			     const struct cat_expr *body)
{
	return (struct value){ .kind = VALUE_FUNCTION, .env = env, .parameters = parameters,
			       .body = body };
}

/* ---- recursion ---- */

/* @env with the variables of a recursion, whose kinds are in @kind. */
static const struct env *with_variables(struct build *b, const struct env *env,
					const struct cat_binding *bindings,
					const enum value_kind *kind, const int *variable)
{
	int i = 0;

	for (const struct cat_binding *x = bindings; x; x = x->next, i++)
		env = lkmm_cat_bind(b, env, x->name,
				    (struct value){ .kind = kind[i], .node = variable[i] });
	return env;
}

static int count_variables(struct build *b, const struct cat_binding *bindings)
{
	int n = 0;

	for (const struct cat_binding *x = bindings; x; x = x->next) {
		if (x->function || !x->name)
			WRONG(b->r, x->at, "expected a name of a set or a relation, as the first "
			      "of the recursion");
		if (n++ == MAX_VARIABLES)
			WRONG(b->r, x->at, "the recursion has too many names");
	}
	return n;
}

static void find_kinds(struct build *b, const struct env *env, const struct cat_binding *bindings,
		       int n, enum value_kind *kind)
{
	static const int no_node[MAX_VARIABLES];

	for (int i = 0; i < n; i++)
		kind[i] = VALUE_UNKNOWN;
	for (int turn = 0; turn <= n; turn++) {
		const struct env *inner = with_variables(b, env, bindings, kind, no_node);
		int i = 0;

		for (const struct cat_binding *x = bindings; x; x = x->next, i++)
			if (kind[i] == VALUE_UNKNOWN)
				kind[i] = lkmm_cat_kind_of(b, inner, x->body);
	}
	for (int i = 0; i < n; i++)
		if (kind[i] != VALUE_SET)
			kind[i] = VALUE_RELATION;
}

/* The variables depend on all that their bodies depend on. */
static void close_recursion(struct graph_of_model *g, const struct recursion *rec)
{
	uint64_t open = 0;

	for (int i = 0; i < rec->n; i++)
		open |= g->node[g->node[rec->variable[i]].b].open;
	for (int i = 0; i < rec->n; i++)
		g->node[rec->variable[i]].open |= open;
}

static const struct env *recursion(struct build *b, const struct env *env,
				   const struct cat_binding *bindings)
{
	int n = count_variables(b, bindings), k = b->g->nrecursions, i = 0;
	struct recursion *rec = &b->g->recursion[k];
	enum value_kind kind[MAX_VARIABLES];
	const struct env *inner;

	if (!b->r->failed && k == MAX_RECURSIONS)
		WRONG(b->r, bindings->at, "the model has too many recursions");
	if (b->r->failed)
		return env;
	find_kinds(b, env, bindings, n, kind);
	b->g->nrecursions++;
	rec->n = n;
	for (i = 0; i < n; i++)
		rec->variable[i] = lkmm_cat_node(b->r, bindings->at, b->g, (struct node){
			.op = NODE_VARIABLE, .a = k, .set = kind[i] == VALUE_SET,
			.open = UINT64_C(1) << k });
	inner = with_variables(b, env, bindings, kind, rec->variable);
	i = 0;
	for (const struct cat_binding *x = bindings; x && !b->r->failed; x = x->next, i++) {
		struct value body = lkmm_cat_value(b, inner, x->body);

		if (!b->r->failed)
			b->g->node[rec->variable[i]].b =
				need(b, x->body->at, body, kind[i] == VALUE_SET);
	}
	close_recursion(b->g, rec);
	i = 0;
	for (const struct cat_binding *x = bindings; x && !b->r->failed; x = x->next, i++)
		env = lkmm_cat_bind(b, env, x->name, named(b, new_node(b, x->at, (struct node){
			.op = NODE_FIX, .a = rec->variable[i], .b = k,
			.set = kind[i] == VALUE_SET }), x->name));
	return env;
}

/* Functions that call one another: they end since "match" takes sets apart. */
static const struct env *recursive_functions(struct build *b, const struct env *env,
					     const struct cat_binding *bindings)
{
	const struct env *all = env;

	for (const struct cat_binding *x = bindings; x; x = x->next) {
		if (!x->function)
			WRONG(b->r, x->at, "expected a function, as the first of the recursion");
		else
			all = lkmm_cat_bind(b, all, x->name,
					    function(NULL, x->parameters, x->body));
	}
	for (const struct env *x = all; x != env; x = x->outer)
		((struct env *)(size_t)x)->value.env = all;
	return all;
}

static const struct env *let_one(struct build *b, const struct env *env, const struct env *all,
				 const struct cat_binding *x)
{
	struct value v;

	if (x->function)
		return lkmm_cat_bind(b, all, x->name, function(env, x->parameters, x->body));
	v = lkmm_cat_value(b, env, x->body);
	if (b->r->failed)
		return all;
	return x->name ? lkmm_cat_bind(b, all, x->name, named(b, v, x->name)) :
			 lkmm_cat_parameters(b, x->at, all, x->parameters, v);
}

const struct env *lkmm_cat_let(struct build *b, const struct env *env,
			       const struct cat_binding *bindings, bool recursive)
{
	const struct env *all = env;

	if (recursive && bindings)
		return bindings->function ? recursive_functions(b, env, bindings) :
					    recursion(b, env, bindings);
	for (const struct cat_binding *x = bindings; x && !b->r->failed; x = x->next)
		all = let_one(b, env, all, x);
	return all;
}

/* ---- all expressions ---- */

/* The first value, unless it has a name that does not exist. */
static struct value try_value(struct build *b, const struct env *env, const struct cat_expr *e)
{
	bool trying = b->trying;
	int depth = b->depth;
	struct value v;

	b->trying = true;
	v = lkmm_cat_value(b, env, e->a);
	b->trying = trying;
	if (!b->missing)
		return v;
	b->r->failed = b->missing = false;
	b->depth = depth;
	return lkmm_cat_value(b, env, e->b);
}

static struct value name(struct build *b, const struct env *env, const struct cat_expr *e)
{
	const struct value *v = lkmm_cat_find(env, e->name);

	if (v && v->kind == VALUE_LATER)
		return lkmm_cat_value(b, v->env, v->body);
	/* What is only tried need not be of the architecture of a test. */
	if (v && !b->trying)
		lkmm_cat_note_name(b, v);
	if (v)
		return *v;
	if (b->trying)
		b->r->failed = b->missing = true;
	else
		WRONG(b->r, e->at, "there is no set, relation or function '", e->name, "'");
	return lkmm_cat_none;
}

static struct value match(struct build *b, const struct env *env, const struct cat_expr *e)
{
	const struct cat_expr *body = lkmm_cat_match(b, &env, e);

	return body ? lkmm_cat_value(b, env, body) : lkmm_cat_none;
}

static struct value add(struct build *b, const struct env *env, const struct cat_expr *e)
{
	struct value x = lkmm_cat_value(b, env, e->a), s = lkmm_cat_value(b, env, e->b);

	return b->r->failed ? lkmm_cat_none : lkmm_cat_add(b, e->at, x, s);
}

static struct value value_of(struct build *b, const struct env *env, const struct cat_expr *e)
{
	static const enum node_op ops[] = {
		[CAT_UNION] = NODE_UNION, [CAT_INTER] = NODE_INTER, [CAT_DIFF] = NODE_DIFF,
		[CAT_SEQ] = NODE_SEQ, [CAT_PRODUCT] = NODE_PRODUCT, [CAT_STAR] = NODE_STAR,
		[CAT_PLUS] = NODE_PLUS, [CAT_OPT] = NODE_OPT, [CAT_INVERSE] = NODE_INVERSE,
	};

	switch (e->kind) {
	case CAT_NAME:
		return name(b, env, e);
	case CAT_NONE:
		return lkmm_cat_none;
	case CAT_ALL:
		return *lkmm_cat_find(env, "universe");
	case CAT_UNION:
	case CAT_INTER:
	case CAT_DIFF:
		return of_two(b, env, e, ops[e->kind]);
	case CAT_SEQ:
	case CAT_PRODUCT:
		return relation_of_two(b, env, e, ops[e->kind]);
	case CAT_STAR:
	case CAT_PLUS:
	case CAT_OPT:
	case CAT_INVERSE:
		return of_relation(b, e->a->at, lkmm_cat_value(b, env, e->a), ops[e->kind]);
	case CAT_COMPLEMENT:
		return complement(b, env, e);
	case CAT_IDENTITY:
		return identity(b, env, e);
	case CAT_TUPLE:
		return tuple(b, env, e);
	case CAT_CALL:
		return call(b, env, e);
	case CAT_LET:
		return lkmm_cat_value(b, lkmm_cat_let(b, env, e->binding, e->recursive), e->a);
	case CAT_FUNCTION:
		return function(env, e->binding, e->a);
	case CAT_TRY:
		return try_value(b, env, e);
	case CAT_LIST:
		return e->a ? lkmm_cat_list(b, env, e) : lkmm_cat_none;
	case CAT_ADD:
		return add(b, env, e);
	case CAT_TAGGED:
		return (struct value){ .kind = VALUE_TAG, .tag = e->name };
	case CAT_IF:
		return lkmm_cat_value(b, env, lkmm_cat_holds(b, e->cond) ? e->a : e->b);
	case CAT_MATCH:
		return match(b, env, e);
	}
	return lkmm_cat_none;
}

bool lkmm_cat_enter(struct build *b, struct cat_place at)
{
	if (b->r->failed)
		return false;
	if (b->depth == LKMM_CAT_DEPTH || b->steps == LKMM_CAT_STEPS) {
		WRONG(b->r, at, "the model is too large");
		return false;
	}
	b->depth++;
	b->steps++;
	return true;
}

struct value lkmm_cat_value(struct build *b, const struct env *env, const struct cat_expr *e)
{
	struct value v = lkmm_cat_none;

	if (!lkmm_cat_enter(b, e->at))
		return v;
	v = value_of(b, env, e);
	b->depth--;
	return v;
}
