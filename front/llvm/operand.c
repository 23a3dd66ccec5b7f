// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Operands, and what instructions compute of them. Integers of IR have no sign: here they are held
 * as signed ones, i1 as 0 or 1, and an operation on unsigned ones casts first.
 */
#include "range.h"
#include "front/defined.h"

struct known known_number(int64_t n)
{
	return (struct known){ .kind = KNOWN_NUMBER, .number = n };
}

struct known known_address(int object, int64_t offset)
{
	return (struct known){ .kind = KNOWN_ADDRESS, .index = object, .number = offset };
}

struct known known_parts(struct reader *r, struct known a, struct known b)
{
	struct known *part = reader_alloc(r, 2 * sizeof(*part));

	if (!part)
		return (struct known){ 0 };
	part[0] = a;
	part[1] = b;
	return (struct known){ .kind = KNOWN_PARTS, .part = part, .nparts = 2 };
}

int bits_of(const struct ir_type *t)
{
	if (t && t->kind == IR_POINTER)
		return 64;
	return t && t->kind == IR_INTEGER ? t->bits : 0;
}

struct lkmm_expr *cast(struct reader *r, struct lkmm_expr *e, int bits, bool is_unsigned)
{
	if (!e || bits >= 64 || !bits)
		return e;
	if (bits == 1)
		is_unsigned = true;
	return new_cast(&r->l, is_unsigned ? LKMM_UNSIGNED(bits) : LKMM_SIGNED(bits), e, e->at);
}

static struct lkmm_expr *address_of(struct reader *r, const struct known *k, struct lkmm_place at)
{
	int loc = object_location(r, k->index, at);
	struct lkmm_expr *e = loc < 0 ? NULL : new_index(&r->l, LKMM_ADDRESS, loc, at);

	if (e && k->number)
		e = new_binary(&r->l, LKMM_ADD, e, new_number(&r->l, k->number, at), at);
	return e;
}

struct lkmm_expr *as_address(struct reader *r, const struct known *k, int64_t bytes, enum use use,
			     struct lkmm_place at)
{
	struct lkmm_expr *e;

	if (k->kind != KNOWN_ADDRESS)
		return as_expr(r, k, at);
	e = address_of(r, k, at);
	if (e)
		note_use(r, k->index, k->number, bytes, use);
	return e;
}

struct lkmm_expr *as_expr(struct reader *r, const struct known *k, struct lkmm_place at)
{
	int loc;

	switch (k->kind) {
	case KNOWN_NOTHING:
		return new_number(&r->l, 0, at);
	case KNOWN_NUMBER:
		return new_number(&r->l, k->number, at);
	case KNOWN_REGISTER:
		return new_local(&r->l, k->index, at);
	case KNOWN_ADDRESS:
		r->object[k->index].open = true;
		return address_of(r, k, at);
	case KNOWN_SLOT:
		reader_error(r, at, "the address of '%s' gets to where it cannot be followed",
			     k->slot->name);
		return NULL;
	case KNOWN_FUNCTION:
		loc = object_location(r, function_object(r, k->function), at);
		return loc < 0 ? NULL : new_index(&r->l, LKMM_ADDRESS, loc, at);
	default:
		reader_error(r, at, "a struct in registers is not supported here");
		return NULL;
	}
}

/* A constant of the type @t that consists of @v, or of zeros: NULL. */
static struct known constant_parts(struct reader *r, const struct ir_type *t,
				   const struct ir_value *v, struct lkmm_place at)
{
	struct known k = { .kind = KNOWN_PARTS, .nparts = t->nmembers };

	if (v && v->nelements < k.nparts)
		k.nparts = v->nelements;
	k.part = reader_alloc(r, ((size_t)k.nparts + 1) * sizeof(*k.part));
	for (int m = 0; k.part && m < k.nparts; m++) {
		const struct ir_type *of = t->member[m];

		if (v)
			k.part[m] = known_value(r, v->element[m], at);
		else if (of && of->kind == IR_STRUCT)
			k.part[m] = constant_parts(r, of, NULL, at);
		else
			k.part[m] = known_number(0);
	}
	return k.part ? k : (struct known){ 0 };
}

static struct known global_value(struct reader *r, const struct ir_value *v, struct lkmm_place at)
{
	const struct ir_global *g = v->global;
	int n;

	if (g && g->is_alias && g->init)
		return known_value(r, g->init, at);
	if (v->function)
		return (struct known){ .kind = KNOWN_FUNCTION, .function = v->function->name };
	n = global_object(r, v, at);
	return n < 0 ? (struct known){ 0 } : known_address(n, own_copy(r, n, at));
}

struct known known_constant(struct reader *r, const struct ir_value *v, struct lkmm_place at)
{
	struct known k = { 0 };

	if (!v)
		return k;
	switch (v->kind) {
	case IR_NUMBER:
		return known_number(v->number);
	case IR_ZERO:
		if (v->type && v->type->kind == IR_STRUCT)
			return constant_parts(r, v->type, NULL, at);
		return known_number(0);
	case IR_ELEMENTS:
		if (v->type && v->type->kind == IR_STRUCT)
			return constant_parts(r, v->type, v, at);
		reader_error(r, at, "an array in registers is not supported");
		return k;
	case IR_GLOBAL:
		return global_value(r, v, at);
	case IR_EXPRESSION:
		return compute(r, v->expression, at);
	default:
		return k;
	}
}

struct lkmm_expr *operand(struct reader *r, const struct ir_value *v, struct lkmm_place at)
{
	struct known k = known_value(r, v, at);

	return as_expr(r, &k, at);
}

/* In main(), a value that is not known stops everything, unless it is undefined. */
static struct known unknown(struct reader *r, const struct known *a, const struct known *b,
			    struct lkmm_place at)
{
	if (a->kind != KNOWN_NOTHING && b->kind != KNOWN_NOTHING)
		reader_error(r, at, "this arithmetic with addresses is not supported in main()");
	return (struct known){ 0 };
}

/* @shift: it may be by too many bits. */
static struct known computed(struct reader *r, enum lkmm_operator op, const struct known *a,
			     const struct known *b, int bits, bool is_unsigned, bool shift,
			     struct lkmm_place at)
{
	struct known result;
	struct lkmm_expr *x, *y, *e;

	if (main_has_no_value(r, op, a, b, bits, is_unsigned, shift, at))
		return (struct known){ 0 };
	if (!shift && fold(op, a, b, bits, is_unsigned, &result))
		return result;
	if (is_running(r))
		return unknown(r, a, b, at);
	x = as_expr(r, a, at);
	y = as_expr(r, b, at);
	if (is_unsigned) {
		x = cast(r, x, bits, true);
		y = cast(r, y, bits, true);
	}
	e = new_binary(&r->l, op, x, y, at);
	if (e && is_unsigned)
		set_unsigned(e, LKMM_UNSIGNED(bits));
	if (shift || op == LKMM_DIV || op == LKMM_MOD)
		note_undefined(&r->l, e, (struct lkmm_integer){ bits, is_unsigned },
			       LKMM_UNDEFINED);
	result = keep(r, op >= LKMM_EQ && op <= LKMM_LOR ? e : cast(r, e, bits, false), at);
	note_range(&result, op, a, b, bits, is_unsigned);
	return result;
}

struct known combine(struct reader *r, enum lkmm_operator op, const struct known *a,
		     const struct known *b, int bits, bool is_unsigned, struct lkmm_place at)
{
	return computed(r, op, a, b, bits, is_unsigned, false, at);
}

/* ---- addresses ---- */

static bool is_fixed(const struct known *k)
{
	return k->kind == KNOWN_ADDRESS || k->kind == KNOWN_SLOT || k->kind == KNOWN_NUMBER;
}

/* getelementptr: the base, the distances that are known, and those that are not */
static struct known gep(struct reader *r, const struct ir_instruction *i, struct lkmm_place at)
{
	struct known base = known_value(r, i->operand[0], at), more = { 0 };
	const struct ir_type *t = i->source;
	int64_t offset = 0;

	if (is_argument_list(t))
		reader_error(r, at, "va_arg() is not supported");

	for (int k = 1; k < i->noperands && !reader_failed(r); k++) {
		struct known n = known_value(r, i->operand[k], at), size;

		if (k > 1 && t && t->kind == IR_STRUCT) {
			bool known = n.kind == KNOWN_NUMBER && n.number >= 0 &&
				     n.number < t->nmembers;

			offset += known ? ir_offset(t, (int)n.number) : 0;
			t = known ? t->member[n.number] : NULL;
			continue;
		}
		if (k > 1)
			t = t ? t->of : NULL;
		size = known_number(ir_size(t));
		if (n.kind == KNOWN_NUMBER) {
			offset += n.number * size.number;
		} else if (size.number) {
			n = combine(r, LKMM_MUL, &n, &size, 64, false, at);
			more = more.kind ? combine(r, LKMM_ADD, &more, &n, 64, false, at) : n;
		}
	}
	if (is_fixed(&base)) {
		base.number += offset;
		offset = 0;
	}
	if (offset) {
		struct known distance = known_number(offset);

		base = combine(r, LKMM_ADD, &base, &distance, 64, false, at);
	}
	if (!more.kind)
		return base;
	more = combine(r, LKMM_ADD, &base, &more, 64, false, at);
	if (base.kind == KNOWN_ADDRESS && more.kind == KNOWN_REGISTER)
		more.within = 1 + base.index;
	return more;
}

/* ---- arithmetic ---- */

static enum lkmm_operator operator_of(const struct ir_instruction *i)
{
	static const enum lkmm_operator of[] = {
		[IR_ADD] = LKMM_ADD, [IR_SUB] = LKMM_SUB, [IR_MUL] = LKMM_MUL,
		[IR_UDIV] = LKMM_DIV, [IR_SDIV] = LKMM_DIV, [IR_UREM] = LKMM_MOD,
		[IR_SREM] = LKMM_MOD, [IR_SHL] = LKMM_SHL, [IR_LSHR] = LKMM_SHR,
		[IR_ASHR] = LKMM_SHR, [IR_AND] = LKMM_AND, [IR_OR] = LKMM_OR, [IR_XOR] = LKMM_XOR,
	};
	static const enum lkmm_operator compared[] = {
		[IR_EQ] = LKMM_EQ, [IR_NE] = LKMM_NE, [IR_UGT] = LKMM_GT, [IR_UGE] = LKMM_GE,
		[IR_ULT] = LKMM_LT, [IR_ULE] = LKMM_LE, [IR_SGT] = LKMM_GT, [IR_SGE] = LKMM_GE,
		[IR_SLT] = LKMM_LT, [IR_SLE] = LKMM_LE,
	};

	return i->op == IR_ICMP ? compared[i->predicate] : of[i->op];
}

static bool is_unsigned(const struct ir_instruction *i)
{
	if (i->op == IR_ICMP)
		return i->predicate >= IR_UGT && i->predicate <= IR_ULE;
	return i->op == IR_UDIV || i->op == IR_UREM || i->op == IR_LSHR;
}

static struct known binary(struct reader *r, const struct ir_instruction *i, struct lkmm_place at)
{
	int bits = bits_of(i->operand[0]->type);
	struct known a = known_value(r, i->operand[0], at), b = known_value(r, i->operand[1], at);

	if (bits > 64 || bits < 1) {
		reader_error(r, at, "arithmetic of this type is not supported");
		return (struct known){ 0 };
	}
	return computed(r, operator_of(i), &a, &b, bits, is_unsigned(i),
			may_shift_too_far(r, operator_of(i), &b, bits), at);
}

static struct known select_one(struct reader *r, const struct ir_instruction *i,
			       struct lkmm_place at)
{
	struct known condition = known_value(r, i->operand[0], at);
	struct lkmm_expr *e;

	if (condition.kind == KNOWN_NUMBER)
		return known_value(r, i->operand[condition.number & 1 ? 1 : 2], at);
	if (is_running(r)) {
		reader_error(r, at, "main() depends on a value here that nothing has set");
		return (struct known){ 0 };
	}
	e = new_expr(&r->l, LKMM_CONDITIONAL, at);
	if (!e)
		return (struct known){ 0 };
	e->a = operand(r, i->operand[0], at);
	e->b = operand(r, i->operand[1], at);
	e->c = operand(r, i->operand[2], at);
	return keep(r, e, at);
}

static int64_t converted(const struct ir_instruction *i, int64_t n, int from, int to)
{
	if (i->op == IR_ZEXT)
		return fold_cast(n, from, true);
	if (i->op == IR_SEXT && from == 1)
		return -(n & 1);
	return i->op == IR_SEXT ? n : fold_cast(n, to, false);
}

static struct known convert(struct reader *r, const struct ir_instruction *i, struct lkmm_place at)
{
	struct known k = known_value(r, i->operand[0], at), wide;
	int from = bits_of(i->operand[0]->type), to = bits_of(i->type);

	if (k.kind == KNOWN_NUMBER)
		return known_number(converted(i, k.number, from, to));
	if (i->op == IR_CAST && (to == from || !to || k.kind != KNOWN_REGISTER))
		return k;
	if (i->op == IR_SEXT && from != 1)
		return k;
	if (is_running(r))
		return unknown(r, &k, &k, at);
	if (i->op == IR_SEXT)		/* -1 or 0 */
		return keep(r, new_binary(&r->l, LKMM_NEG, as_expr(r, &k, at), NULL, at), at);
	if (i->op == IR_ZEXT) {
		wide = keep(r, cast(r, as_expr(r, &k, at), from, true), at);
		note_extended(&wide, &k, from);
		return wide;
	}
	if (i->op == IR_TRUNC && to == 1)
		return keep(r, new_binary(&r->l, LKMM_AND, as_expr(r, &k, at),
					  new_number(&r->l, 1, at), at), at);
	return keep(r, cast(r, as_expr(r, &k, at), to, false), at);
}

/* The member of @k, a struct of type @t, at @index; with @to, @k with that in its place. */
static struct known member_of(struct reader *r, const struct known *k, const struct ir_type *t,
			      const int64_t *index, int depth, const struct known *to,
			      struct lkmm_place at)
{
	int n = k->kind == KNOWN_PARTS ? k->nparts : t && t->kind == IR_STRUCT ? t->nmembers : 0;
	struct known none = { 0 }, *part, member;

	if (!depth)
		return to ? *to : *k;
	if (*index < 0 || *index >= n) {
		reader_error(r, at, "this struct in registers is not supported");
		return none;
	}
	t = t && t->kind == IR_STRUCT && *index < t->nmembers ? t->member[*index] : NULL;
	member = member_of(r, k->kind == KNOWN_PARTS ? &k->part[*index] : &none, t, index + 1,
			   depth - 1, to, at);
	if (!to)
		return member;
	part = reader_alloc(r, (size_t)n * sizeof(*part));
	if (!part)
		return none;
	for (int m = 0; m < n && k->kind == KNOWN_PARTS; m++)
		part[m] = k->part[m];
	part[*index] = member;
	return (struct known){ .kind = KNOWN_PARTS, .part = part, .nparts = n };
}

static struct known part_of(struct reader *r, const struct ir_instruction *i, struct lkmm_place at)
{
	struct known k = known_value(r, i->operand[0], at), to;

	if (i->op == IR_EXTRACTVALUE)
		return member_of(r, &k, i->operand[0]->type, i->index, i->nindices, NULL, at);
	to = known_value(r, i->operand[1], at);
	return member_of(r, &k, i->operand[0]->type, i->index, i->nindices, &to, at);
}

struct known compute(struct reader *r, const struct ir_instruction *i, struct lkmm_place at)
{
	switch (i->op) {
	case IR_GEP:
		return gep(r, i, at);
	case IR_CAST: case IR_ZEXT: case IR_SEXT: case IR_TRUNC:
		return convert(r, i, at);
	case IR_SELECT:
		return select_one(r, i, at);
	case IR_EXTRACTVALUE: case IR_INSERTVALUE:
		return part_of(r, i, at);
	default:
		return binary(r, i, at);
	}
}
