// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Members in expressions: p->m, s.m, container_of, offsetof, and copies of whole structs. */
#include "aggregate.h"
#include "front/error.h"

/* ---- addresses ---- */

static bool is_array(struct ctype t)
{
	return t.aggregate && !t.stars && t.aggregate->kind == C_ARRAY;
}

/* A pointer to a member of the type @of. */
static struct lkmm_type pointer_to_member(struct ctype of)
{
	struct lkmm_type t;

	of.stars++;
	t = c_value_type(of);
	t.member = true;
	return t;
}

struct lkmm_expr *c_dereference(struct litmus *l, struct lkmm_expr *address, struct lkmm_place at)
{
	struct lkmm_type t = c_object(l, address);
	struct lkmm_expr *e;

	/* An array is its first element's address. */
	if (address && is_array(c_type_of(&t))) {
		address->type = pointer_to_member(t.aggregate->of);
		address->type.array = t.aggregate;
		return address;
	}
	e = new_access(l, LKMM_PLAIN_LOAD, address, at);
	if (e) {
		e->type = t;
		e->access->accessed = c_access_size(address, &t);
	}
	return e;
}

struct lkmm_expr *c_address_of(struct litmus *l, struct lkmm_expr *e)
{
	struct ctype array;

	(void)l;
	if (e && e->type.array) {
		array = (struct ctype){ .aggregate = e->type.array };
		e->type = pointer_to_member(array);
		return e;
	}
	if (e && e->kind == LKMM_ACCESS && e->access->kind == LKMM_PLAIN_LOAD)
		return e->access->arg[0];
	return e && e->kind == LKMM_ADDRESS ? e : NULL;
}

/* @address, @bytes further on, where there is an object of type @of. */
static struct lkmm_expr *add_offset(struct litmus *l, struct lkmm_expr *address, int bytes,
				    struct ctype of)
{
	struct lkmm_expr *e = address;
	int loc = -1;

	if (!address)
		return NULL;
	if (address->kind == LKMM_ADDRESS)
		loc = lkmm_pointee(l->test, lkmm_address(l->test, address->index) + bytes);
	if (loc >= 0)
		e = new_index(l, LKMM_ADDRESS, loc, address->at);
	else if (bytes)
		e = new_binary(l, LKMM_ADD, address, new_number(l, bytes, address->at),
			       address->at);
	if (e)
		e->type = pointer_to_member(of);
	return e;
}

/* ---- members ---- */

static bool is_object(const struct lkmm_expr *e)
{
	return e->kind == LKMM_ACCESS && e->access->kind == LKMM_PLAIN_LOAD;
}

struct lkmm_expr *parse_member(struct litmus *l, struct lkmm_expr *e)
{
	struct lexer *x = &l->x;
	struct token op = x->tok, name;
	bool arrow = tok_is(x, "->");
	const struct c_member *m;
	struct ctype t = { 0 };
	int offset = 0;

	lex_next(x);
	name = x->tok;
	if (name.kind != T_NAME)
		lex_expected(x, "the name of a member");
	else if (!arrow && lex_next_is(x, "("))
		lex_error(x, op.at, "methods are Rust, whose processes start with 'fn'");
	lex_next(x);
	if (!e || x->error[0])
		return NULL;
	if (arrow && e->type.stars)
		t = c_pointee(&e->type);
	else if (!arrow && is_object(e))
		t = c_type_of(&e->type);
	if (!c_is_record(t)) {
		t = c_type_of(&e->type);
		t.stars--;
		if (!arrow && c_is_record(t))
			lex_error(x, op.at, "expected '->', since what stands before it is a "
				  "pointer");
		else
			lex_error(x, op.at, "expected a %sstruct before '%s'",
				  arrow ? "pointer to a " : "", arrow ? "->" : ".");
		return NULL;
	}
	m = c_member(l, t.aggregate, &name, &offset);
	if (!m)
		return NULL;
	e = add_offset(l, arrow ? e : e->access->arg[0], offset, m->type);
	return c_dereference(l, e, op.at);
}

/* lock.owner, slot[2]: how far it is from the start of the struct @t. */
static int parse_member_path(struct litmus *l, struct ctype t)
{
	struct lexer *x = &l->x;
	struct lkmm_place at = x->tok.at;
	int offset = 0;

	do {
		const struct c_member *m = NULL;

		if (x->tok.kind != T_NAME)
			lex_expected(x, "the name of a member");
		else if (!c_is_record(t))
			lex_error(x, at, "expected a struct and one of its members");
		else
			m = c_member(l, t.aggregate, &x->tok, &offset);
		if (!m)
			return 0;
		t = m->type;
		lex_next(x);
		while (is_array(t) && lex_accept(x, "[")) {
			t = t.aggregate->of;
			offset += (int)c_parse_constant(l) * c_sizeof(t);
			lex_expect(x, "]");
		}
	} while (lex_accept(x, "."));
	return offset;
}

/* TYPE, MEMBER) */
static int parse_type_and_member(struct litmus *l, struct ctype *t)
{
	int offset;

	*t = parse_type(l);
	lex_expect(&l->x, ",");
	offset = parse_member_path(l, *t);
	lex_expect(&l->x, ")");
	return offset;
}

struct lkmm_expr *parse_offsetof(struct litmus *l, struct lkmm_place at)
{
	struct lkmm_expr *e;
	struct ctype t;
	int offset;

	lex_expect(&l->x, "(");
	offset = parse_type_and_member(l, &t);
	e = new_number(l, offset, at);
	if (e)
		e->type.integer = LKMM_UNSIGNED(64);
	return e;
}

struct lkmm_expr *parse_container_of(struct litmus *l, struct lkmm_place at)
{
	struct lkmm_expr *e;
	struct ctype t;
	int offset;

	lex_expect(&l->x, "(");
	e = parse_assignment(l);
	lex_expect(&l->x, ",");
	offset = parse_type_and_member(l, &t);
	if (l->x.error[0])
		return NULL;
	e = add_offset(l, e, -offset, t);
	if (e)
		e->at = at;
	return e;
}

/* ---- whole structs ---- */

/* A register or a variable, or a member of what that points to: to be evaluated again and again. */
static bool is_simple(const struct lkmm_expr *e)
{
	if (e && e->kind == LKMM_BINARY && e->op == LKMM_ADD)
		return is_simple(e->a) && e->b && e->b->kind == LKMM_NUMBER;
	return e && (e->kind == LKMM_ADDRESS || e->kind == LKMM_REGISTER);
}

static struct lkmm_expr *copy_address(struct litmus *l, const struct lkmm_expr *e)
{
	if (e->kind == LKMM_BINARY)
		return new_binary(l, LKMM_ADD, copy_address(l, e->a),
				  new_number(l, e->b->number, e->at), e->at);
	return new_index(l, e->kind, e->index, e->at);
}

static struct lkmm_expr *in_order(struct litmus *l, struct lkmm_expr *a, struct lkmm_expr *b)
{
	struct lkmm_expr *e = a && b ? new_expr(l, LKMM_COMMA, b->at) : NULL;

	if (!e)
		return a ? a : b;
	e->a = a;
	e->b = b;
	return e;
}

/* Assigns each member of the @t that is @offset bytes into both, behind @before. */
static struct lkmm_expr *copy_members(struct litmus *l, const struct lkmm_expr *to,
				      const struct lkmm_expr *from, struct ctype t, int offset,
				      struct lkmm_expr *before)
{
	const struct lkmm_aggregate *a = t.stars ? NULL : t.aggregate;
	struct lkmm_expr *x, *y;

	if (!a) {
		x = add_offset(l, copy_address(l, to), offset, t);
		y = add_offset(l, copy_address(l, from), offset, t);
		return in_order(l, before, c_assign(l, c_dereference(l, x, to->at),
						    c_dereference(l, y, from->at), to->at));
	}
	for (int i = 0; i < a->n; i++)
		before = copy_members(l, to, from, a->of, offset + i * c_sizeof(a->of), before);
	/* the members of a union are one location */
	for (int i = 0; i < (a->kind == C_UNION ? 1 : a->nmembers); i++)
		before = copy_members(l, to, from, a->member[i].type,
				      offset + a->member[i].offset, before);
	return before;
}

struct lkmm_expr *c_copy_struct(struct litmus *l, struct lkmm_expr *to, struct lkmm_expr *from,
				struct lkmm_place at)
{
	struct ctype t = c_type_of(&to->type);

	if (!c_is_record(c_type_of(&from->type)) || from->type.aggregate != t.aggregate ||
	    !is_object(from) || !is_object(to)) {
		lex_error(&l->x, at, "expected a struct of the same type on both sides of '='");
		return NULL;
	}
	if (!is_simple(to->access->arg[0]) || !is_simple(from->access->arg[0])) {
		lex_error(&l->x, at, "a struct is assigned to and from *p: write a pointer to it "
			  "first");
		return NULL;
	}
	return copy_members(l, to->access->arg[0], from->access->arg[0], t, 0, NULL);
}
