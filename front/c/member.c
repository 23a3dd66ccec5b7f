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

	if (address && address->type.reference && address->kind == LKMM_REGISTER)
		return c_referenced(l, address);
	/* A function is its address. */
	if (c_is_function_pointer(address))
		return address;
	c_set_bound(address, true);
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

/* &(struct foo){ ... }, which is in memory */
static struct lkmm_expr *address_of_last(struct litmus *l, struct lkmm_expr *e)
{
	struct lkmm_expr *last = e->b;

	if (c_is_registers(last)) {
		c_need_memory(l, last->index);
		e->b = c_reference(l, last, e->at);
	} else {
		e->b = last ? c_address_of(l, last) : NULL;
	}
	if (!e->b)
		return NULL;
	e->type = e->b->type;
	e->type.reference = false;
	return e;
}

struct lkmm_expr *c_address_of(struct litmus *l, struct lkmm_expr *e)
{
	struct ctype array;
	bool reference;

	if (e && e->field)
		lex_error(&l->x, e->at, "a bit-field has no address");
	if (e && e->kind == LKMM_COMMA)
		return address_of_last(l, e);
	if (e && e->type.array) {
		c_set_bound(e, false);
		array = (struct ctype){ .aggregate = e->type.array };
		reference = e->type.reference;
		e->type = pointer_to_member(array);
		e->type.reference = reference;
		return e;
	}
	if (e && e->kind == LKMM_ACCESS && e->access->kind == LKMM_PLAIN_LOAD) {
		c_set_bound(e->access->arg[0], false);
		return e->access->arg[0];
	}
	return e && e->kind == LKMM_ADDRESS ? e : NULL;
}

/* @address plus @bytes, where an object of type @of is. */
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

/* ---- parts ---- */

static bool is_object(const struct lkmm_expr *e)
{
	return e->kind == LKMM_ACCESS && e->access->kind == LKMM_PLAIN_LOAD;
}

struct lkmm_expr *c_in_order(struct litmus *l, struct lkmm_expr *a, struct lkmm_expr *b)
{
	struct lkmm_expr *e = a && b ? new_expr(l, LKMM_COMMA, b->at) : NULL;

	if (!e)
		return a ? a : b;
	e->a = a;
	e->b = b;
	e->type = b->type;
	return e;
}

/* The object of the struct @e; earlier evaluations go to @before. */
static struct lkmm_expr *object_of(struct litmus *l, struct lkmm_expr *e,
				   struct lkmm_expr **before)
{
	struct lkmm_expr *result;

	while (e && e->kind == LKMM_COMMA) {
		*before = c_in_order(l, *before, e->a);
		e = e->b;
	}
	if (!e || e->kind != LKMM_BODY || e->a)
		return e;
	/* the result of a function is in registers */
	*before = c_in_order(l, *before, e);
	result = new_index(l, LKMM_REGISTER, e->index, e->at);
	if (result)
		result->type = e->type;
	return result;
}

/* The part @p of @object, which is at @address; NULL: it is registers. */
static struct lkmm_expr *take_part(struct litmus *l, struct lkmm_expr *object,
				   struct lkmm_expr *address, const struct c_part *p)
{
	struct ctype t = p->type;
	struct lkmm_expr *e;

	if (p->bits)
		t = (struct ctype){ .integer = LKMM_UNSIGNED(p->unit_bits) };
	if (address)
		e = c_dereference(l, add_offset(l, address, p->offset, t), object->at);
	else if (c_is_registers(object))
		e = c_register_part(l, object, p->offset, t);
	else
		return NULL;	/* the address found no memory */
	return p->bits ? c_read_bits(l, e, p) : e;
}

/* ---- members ---- */

/* The left side of a dot or an arrow is not a struct. */
static void report_no_struct(struct litmus *l, const struct lkmm_expr *e, struct lkmm_place at,
			     bool arrow)
{
	struct ctype t = c_type_of(&e->type);

	t.stars--;
	if (!arrow && tok_is(&l->x, "("))
		lex_error(&l->x, at, "methods are Rust, whose processes start with 'fn'");
	else if (!arrow && c_is_record(t))
		lex_error(&l->x, at, "expected '->', since its left side is a pointer");
	else
		lex_error(&l->x, at, arrow ? "expected a pointer to a struct before '->'" :
						 "expected a struct before '.'");
}

struct lkmm_expr *parse_member(struct litmus *l, struct lkmm_expr *e)
{
	struct lexer *x = &l->x;
	struct token op = x->tok, name;
	bool arrow = tok_is(x, "->");
	struct lkmm_expr *before = NULL, *object;
	const struct c_member *m;
	struct c_part p;
	struct ctype t = { 0 };
	int offset = 0;

	lex_next(x);
	name = x->tok;
	if (name.kind != T_NAME)
		lex_expected(x, "the name of a member");
	lex_next(x);
	if (!e || x->error[0])
		return NULL;
	object = arrow && !e->type.reference ? NULL :
		 object_of(l, arrow ? c_dereference(l, e, op.at) : e, &before);
	if (!object && arrow && e->type.stars)
		t = c_pointee(&e->type);
	else if (object && (is_object(object) || c_is_registers(object)))
		t = c_type_of(&object->type);
	if (!c_is_record(t)) {
		report_no_struct(l, e, op.at, arrow);
		return NULL;
	}
	m = c_member(l, t.aggregate, &name, &offset);
	if (!m)
		return NULL;
	p = c_member_part(m, offset - m->offset);
	return c_in_order(l, before, take_part(l, object ? object : e, !object ? e :
				is_object(object) ? object->access->arg[0] : NULL, &p));
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

struct lkmm_expr *parse_struct_size(struct litmus *l, struct lkmm_place at)
{
	struct lexer *x = &l->x;
	int naccesses = l->out->source.naccesses, offset = 0;
	const struct c_member *m;
	struct lkmm_expr *e;
	struct ctype t = { 0 };

	lex_expect(x, "(");
	e = parse_assignment(l);
	l->out->source.naccesses = naccesses;
	if (e && e->type.stars)
		t = c_pointee(&e->type);
	lex_expect(x, ",");
	if (x->error[0])
		return NULL;
	m = c_is_record(t) ? c_member(l, t.aggregate, &x->tok, &offset) : NULL;
	if (!m || !m->type.aggregate || m->type.aggregate->kind != C_ARRAY) {
		lex_error(x, at, "expected a pointer to a struct, its array, and a number");
		return NULL;
	}
	lex_next(x);
	lex_expect(x, ",");
	e = new_number(l, c_sizeof(t) + c_parse_constant(l) * c_sizeof(m->type.aggregate->of), at);
	lex_expect(x, ")");
	l->sized = c_value_type(t);
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

static struct lkmm_expr *copy_address(struct litmus *l, const struct lkmm_expr *e)
{
	if (e->kind == LKMM_BINARY)
		return new_binary(l, LKMM_ADD, copy_address(l, e->a),
				  new_number(l, e->b->number, e->at), e->at);
	return new_index(l, e->kind, e->index, e->at);
}

struct lkmm_expr *c_part_of(struct litmus *l, struct lkmm_expr *whole, const struct c_part *p)
{
	if (!whole)
		return NULL;
	if (is_object(whole))
		return take_part(l, whole, copy_address(l, whole->access->arg[0]), p);
	/* an array in memory is its address */
	return take_part(l, whole, whole->kind == LKMM_ADDRESS ? copy_address(l, whole) : NULL, p);
}

struct lkmm_expr *c_keep_address(struct litmus *l, struct lkmm_expr *to, struct lkmm_place at)
{
	struct lkmm_expr *address = to->access->arg[0], *r;
	static const char name[] = "'address";
	struct lkmm_type t;

	if (!address || address->kind == LKMM_ADDRESS || address->kind == LKMM_REGISTER)
		return NULL;
	t = address->type;
	r = new_index(l, LKMM_REGISTER, new_register(l, l->thread, name, sizeof(name) - 1,
						  LKMM_SIGNED(0)), at);
	if (!r || r->index < 0)
		return NULL;
	r->type = t;
	to->access->arg[0] = r;
	return new_assign(l, r, address, at);
}

struct lkmm_expr *c_copy_struct(struct litmus *l, struct lkmm_expr *to, struct lkmm_expr *from,
				struct lkmm_place at)
{
	struct ctype t = c_type_of(&to->type);
	struct lkmm_expr *before = NULL;
	struct c_leaf *leaf;
	int n;

	to = object_of(l, to, &before);
	from = object_of(l, from, &before);
	if (!to || !from || !c_same_type(c_type_of(&from->type), t) ||
	    (!is_object(from) && !c_is_registers(from)) ||
	    (!is_object(to) && !c_is_registers(to))) {
		lex_error(&l->x, at, "expected a struct of the same type on both sides of '='");
		return NULL;
	}
	if (is_object(to))
		before = c_in_order(l, before, c_keep_address(l, to, at));
	if (is_object(from))
		before = c_in_order(l, before, c_keep_address(l, from, at));
	n = c_leaves(l, t, "", at, &leaf);
	for (int i = 0; i < n && !l->x.error[0]; i++) {
		const struct c_part p = { .type = leaf[i].type, .offset = leaf[i].offset };

		before = c_in_order(l, before, c_assign(l, c_part_of(l, to, &p),
							c_part_of(l, from, &p), at));
	}
	return before;
}
