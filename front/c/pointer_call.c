// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Pointers to functions: ops->release(o). A function whose name is used as a value has an address,
 * that of a variable with its name, and a call by a pointer is a call of the one whose address the
 * pointer holds. Any other value is a bad pointer.
 */
#include "aggregate.h"
#include "front/error.h"
#include "function.h"

#include <string.h>

static bool is_named(const struct token *t, const struct function *f)
{
	return t->kind == T_NAME && same_name(f->name, t->text, t->len);
}

/* Whether its name stands anywhere but in front of a parenthesis. */
static bool is_value(const struct litmus *l, const struct function *f)
{
	const struct token *t = l->out->source.token;

	for (; t->kind != T_END; t++)
		if (is_named(t, f) && !token_is(t + 1, "("))
			return true;
	return false;
}

/* How many parameters stand between its parentheses. */
static int count_parameters(const struct litmus *l, const struct function *f)
{
	const struct token *t = f->start.next;
	int n = 0, depth = 0;

	(void)l;
	while (t->kind != T_END && !(is_named(t, f) && token_is(t + 1, "(")))
		t++;
	if (t->kind == T_END)
		return 0;
	t++;
	if (token_is(t + 1, ")") || (token_is(t + 1, "void") && token_is(t + 2, ")")))
		return 0;
	do {
		depth += token_is(t, "(") - token_is(t, ")");
		n += depth == 1 && token_is(t, ",");
		t++;
	} while (depth && t->kind != T_END);
	return n + 1;
}

static int count_arguments(const struct lexer *x)
{
	const struct token *t = lex_token(x);
	int n = 0, depth = 0;

	if (token_is(t + 1, ")"))
		return 0;
	do {
		depth += (token_is(t, "(") || token_is(t, "{")) -
			 (token_is(t, ")") || token_is(t, "}"));
		n += depth == 1 && token_is(t, ",");
		t++;
	} while (depth && t->kind != T_END);
	return n + 1;
}

struct ctype c_pointer_to_function(struct litmus *l)
{
	struct lkmm_aggregate **list;
	struct lkmm_aggregate *a;

	for (int i = 0; i < l->naggregates; i++)
		if (l->aggregate[i]->kind == C_FUNCTION)
			return (struct ctype){ .aggregate = l->aggregate[i], .stars = 1 };
	list = litmus_grow(l, l->aggregate, l->naggregates, sizeof(*list));
	a = litmus_alloc(l, sizeof(*a));
	if (!list || !a)
		return (struct ctype){ .integer = LKMM_SIGNED(32), .stars = 1 };
	a->kind = C_FUNCTION;
	a->complete = true;
	l->aggregate = list;
	list[l->naggregates++] = a;
	return (struct ctype){ .aggregate = a, .stars = 1 };
}

bool c_is_function_pointer(const struct lkmm_expr *e)
{
	return e && e->type.stars == 1 && e->type.aggregate &&
	       e->type.aggregate->kind == C_FUNCTION;
}

int c_function_location(struct litmus *l, const struct token *name)
{
	const struct function *f = c_find_function(l, name);
	int loc;

	if (!f)
		return -1;
	loc = add_location(l, name->text, name->len);
	if (!l->test->loc[loc].integer.bits)
		l->test->loc[loc].integer = LKMM_SIGNED(64);
	return loc;
}

struct lkmm_expr *c_function_value(struct litmus *l, const struct token *name)
{
	int loc = c_function_location(l, name);
	struct lkmm_expr *e = loc < 0 ? NULL : new_index(l, LKMM_ADDRESS, loc, name->at);

	if (e)
		e->type = c_value_type(c_pointer_to_function(l));
	return e;
}

/* ---- calls ---- */

struct pointer_call {
	struct lex_spot arguments, end;
	struct lkmm_expr *pointer;	/* a register, or a function's address */
	struct lkmm_place at;
	bool any;
};

/* The call of @f: an expression with a value, which is 0 if it has none. */
static struct lkmm_expr *call_one(struct litmus *l, struct pointer_call *c, struct function *f)
{
	struct token name = { .kind = T_NAME, .text = f->name, .len = f->len, .at = c->at };
	struct lkmm_place instead = l->instead;
	struct lkmm_expr *e;

	lex_go(&l->x, &c->arguments);
	if (instead.line)		/* a function of the test's own has its own lines */
		name.at = instead;
	l->instead = (struct lkmm_place){ 0 };
	e = parse_function_call(l, f, NULL, &name);
	l->instead = instead;
	if (l->x.error[0])
		return NULL;
	c->end = lex_here(&l->x);
	c->any = true;
	if (e && c_is_record(c_type_of(&e->type)))
		lex_error(&l->x, c->at, "a function that returns a struct is called by its name, "
			  "%.40s()", f->name);
	if (!f->is_void)
		return e;
	e = c_in_order(l, e, new_number(l, 0, c->at));
	if (e)
		e->type = (struct lkmm_type){ .integer = LKMM_SIGNED(32) };
	return e;
}

static struct lkmm_expr *pointer_again(struct litmus *l, const struct pointer_call *c)
{
	struct lkmm_expr *e = new_index(l, c->pointer->kind, c->pointer->index, c->at);

	if (e)
		e->type = c->pointer->type;
	return e;
}

/* The call of that one whose address the pointer is, from number @i on. */
static struct lkmm_expr *call_any(struct litmus *l, struct pointer_call *c, int i, int nargs)
{
	struct lkmm_expr *is, *call, *address;

	for (; i < l->nfunctions; i++) {
		struct function *f = l->function[i];
		struct token name = { .kind = T_NAME, .text = f->name, .len = f->len, .at = c->at };

		if (f->in_header || !is_value(l, f) || c_is_running(l, f) ||
		    count_parameters(l, f) != nargs)
			continue;
		address = c_function_value(l, &name);
		if (c->pointer->kind == LKMM_ADDRESS) {
			if (!address || address->index != c->pointer->index)
				continue;
			return call_one(l, c, f);
		}
		is = c_binary(l, LKMM_EQ, pointer_again(l, c), address, c->at);
		call = call_one(l, c, f);
		if (l->x.error[0])
			return NULL;
		return c_conditional(l, is, call, call_any(l, c, i + 1, nargs), c->at);
	}
	address = pointer_again(l, c);
	call = new_access(l, LKMM_PLAIN_LOAD, address, c->at);
	/* It stands for a call of no function: a variable with the name of one has this type. */
	if (call && address)
		call->type.integer = address->type.points_to = LKMM_SIGNED(64);
	return call;
}

struct lkmm_expr *c_call_pointer(struct litmus *l, struct lkmm_expr *e)
{
	struct pointer_call c = { .arguments = lex_here(&l->x), .at = e->at, .pointer = e };
	int nargs = count_arguments(&l->x), r;
	struct lkmm_expr *keep = NULL;

	if (e->kind != LKMM_ADDRESS) {
		r = new_hidden(l, "function", LKMM_SIGNED(64));
		if (r < 0)
			return NULL;
		l->thread->reg[r].type = e->type;
		keep = new_assign(l, new_local(l, r, c.at), e, c.at);
		c.pointer = new_local(l, r, c.at);
		if (!c.pointer)
			return NULL;
		c.pointer->type = e->type;
	}
	e = call_any(l, &c, 0, nargs);
	if (l->x.error[0])
		return NULL;
	if (!c.any) {
		lex_error(&l->x, c.at,
			  "no function with %d parameter%s is assigned to a pointer in this "
			  "test: write the call of the function",
			  nargs, nargs == 1 ? "" : "s");
		return NULL;
	}
	lex_go(&l->x, &c.end);
	return c_in_order(l, keep, e);
}
