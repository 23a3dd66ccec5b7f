// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Operands of LLVM IR: names, constants and constant expressions. */
#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static struct ir_value *new_value(struct ir_text *x, enum ir_value_kind kind, struct ir_type *type)
{
	struct ir_value *v = ir_alloc(x, sizeof(*v));

	if (v) {
		v->kind = kind;
		v->type = type;
	}
	return v;
}

static struct ir_value *new_number(struct ir_text *x, struct ir_type *type, int64_t n)
{
	struct ir_value *v = new_value(x, IR_NUMBER, type);

	if (v)
		v->number = n;
	return v;
}

static void add_element(struct ir_text *x, struct ir_value *v, struct ir_value *element)
{
	v->element = ir_grow(x, v->element, v->nelements, sizeof(struct ir_value *));
	if (v->element)
		v->element[v->nelements++] = element;
}

/* The values up to @end, each behind its type. */
static struct ir_value *elements(struct ir_text *x, struct ir_type *type, const char *end)
{
	struct ir_value *v = new_value(x, IR_ELEMENTS, type);

	while (v && !ir_failed(x) && !ir_accept(x, end)) {
		add_element(x, v, ir_operand(x));
		if (!ir_at(x, end))
			ir_expect(x, ",");
	}
	return v;
}

static int digit(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : (toupper((unsigned char)c) - 'A') + 10;
}

/* c"text\00" */
static struct ir_value *string(struct ir_text *x, struct ir_type *type)
{
	struct ir_value *v = new_value(x, IR_ELEMENTS, type);

	for (; v && *x->p && *x->p != '"'; x->p++) {
		int c = (unsigned char)*x->p;

		if (c == '\\' && x->p[1] == '\\') {
			x->p++;
		} else if (c == '\\' && x->p[1] && x->p[2]) {
			c = 16 * digit(x->p[1]) + digit(x->p[2]);
			x->p += 2;
		}
		add_element(x, v, new_number(x, type ? type->of : NULL, (signed char)c));
		if (ir_failed(x))
			return NULL;
	}
	ir_expect(x, "\"");
	return v;
}

static struct ir_value *word(struct ir_text *x, struct ir_type *type)
{
	const char *w = ir_word(x);

	if (!strcmp(w, "null") || !strcmp(w, "false") || !strcmp(w, "none"))
		return new_number(x, type, 0);
	if (!strcmp(w, "true"))
		return new_number(x, type, 1);
	if (!strcmp(w, "undef") || !strcmp(w, "poison"))
		return new_value(x, IR_UNDEFINED, type);
	if (!strcmp(w, "zeroinitializer"))
		return new_value(x, IR_ZERO, type);
	if (!strcmp(w, "splat")) {	/* of a vector */
		ir_skip_brackets(x);
		return new_value(x, IR_UNDEFINED, type);
	}
	return ir_expression(x, w, type);
}

static struct ir_value *use(struct ir_text *x, struct ir_value *v, const char *name)
{
	struct ir_module *m = x->m;

	if (!v)
		return NULL;
	v->name = name;
	m->use = ir_grow(x, m->use, m->nuses, sizeof(struct ir_value *));
	if (m->use)
		m->use[m->nuses++] = v;
	return v;
}

/*
 * A number as its bits: "1.5e+00", or the bits of a double, also for one of type float (LLVM
 * Language Reference, "Simple Constants").
 */
static int64_t float_bits(struct ir_text *x, int bits)
{
	union { double value; uint64_t bits; } wide;
	union { float value; uint32_t bits; } narrow;
	char *end;

	if (x->p[0] == '0' && x->p[1] == 'x')
		wide.bits = strtoull(x->p, &end, 16);
	else
		wide.value = strtod(x->p, &end);
	x->p = end;
	narrow.value = bits == 32 ? (float)wide.value : 0;
	return bits == 32 ? (int32_t)narrow.bits : (int64_t)wide.bits;
}

static struct ir_value *read_value(struct ir_text *x, struct ir_type *type)
{
	struct ir_value *v;

	ir_blanks(x);
	if (ir_accept(x, "%"))
		return ir_local(x, ir_name(x), type);
	if (ir_accept(x, "@")) {
		return use(x, new_value(x, IR_GLOBAL, type), ir_name(x));
	}
	if (type && type->floating && (isdigit((unsigned char)*x->p) || *x->p == '-'))
		return new_number(x, type, float_bits(x, type->bits));
	if (isdigit((unsigned char)*x->p) || *x->p == '-') {
		v = new_number(x, type, ir_number(x));
		if (isalnum((unsigned char)*x->p) || *x->p == '.') {	/* floating point */
			while (isalnum((unsigned char)*x->p) || (*x->p && strchr(".+-", *x->p)))
				x->p++;
			v = new_value(x, IR_UNDEFINED, type);
		}
		return v;
	}
	if (ir_accept(x, "c\""))
		return string(x, type);
	if (ir_accept(x, "["))
		return elements(x, type, "]");
	if (ir_accept(x, "<{")) {
		v = elements(x, type, "}");
		ir_expect(x, ">");
		return v;
	}
	if (ir_at(x, "<")) {
		ir_skip_brackets(x);
		return new_value(x, IR_UNDEFINED, type);
	}
	if (ir_accept(x, "{"))
		return elements(x, type, "}");
	if (ir_at(x, "!")) {
		while (*x->p && !strchr(",)\n", *x->p))
			if (strchr("({", *x->p))
				ir_skip_brackets(x);
			else
				x->p++;
		return new_value(x, IR_IGNORED, type);
	}
	return word(x, type);
}

struct ir_value *ir_value(struct ir_text *x, struct ir_type *type)
{
	struct ir_value *v;

	if (++x->depth > IR_MAX_DEPTH)
		ir_error(x, "types and values are nested too deeply");
	v = read_value(x, type);
	x->depth--;
	return v;
}

struct ir_value *ir_operand(struct ir_text *x)
{
	bool metadata = ir_at_word(x, "metadata");
	struct ir_type *t = ir_type(x);

	if (metadata && !ir_at(x, "!")) {	/* of an intrinsic for debuggers */
		ir_operand(x);
		return new_value(x, IR_IGNORED, t);
	}
	ir_skip_attributes(x);
	return ir_value(x, t);
}

/* ---- constant expressions ---- */

static struct ir_value *wrap(struct ir_text *x, struct ir_type *type, struct ir_instruction *i)
{
	struct ir_value *v = new_value(x, IR_EXPRESSION, type);

	if (v)
		v->expression = i;
	return v;
}

static void add_operand(struct ir_text *x, struct ir_instruction *i, struct ir_value *v)
{
	i->operand = ir_grow(x, i->operand, i->noperands, sizeof(struct ir_value *));
	if (i->operand)
		i->operand[i->noperands++] = v;
}

/* Of those that LLVM has as constants; clang 14 and earlier make more of them than later ones. */
static enum ir_op op_of_constant(const char *w)
{
	enum ir_op op = ir_op_of(w);

	switch (op) {
	case IR_CAST: case IR_ZEXT: case IR_SEXT: case IR_TRUNC: case IR_GEP: case IR_SELECT:
	case IR_ADD: case IR_SUB: case IR_MUL: case IR_SHL: case IR_LSHR: case IR_ASHR: case IR_AND:
	case IR_OR: case IR_XOR: case IR_ICMP:
		return op;
	default:
		return IR_UNKNOWN;
	}
}

/* At least. */
static int operands_of(enum ir_op op)
{
	switch (op) {
	case IR_CAST: case IR_ZEXT: case IR_SEXT: case IR_TRUNC: case IR_GEP:
		return 1;
	default:
		return op == IR_SELECT ? 3 : 2;
	}
}

struct ir_value *ir_expression(struct ir_text *x, const char *w, struct ir_type *type)
{
	struct ir_instruction *i = ir_alloc(x, sizeof(*i));

	if (!i)
		return NULL;
	i->result = i->debug = -1;
	i->type = type;
	i->op = op_of_constant(w);
	if (i->op == IR_UNKNOWN) {
		ir_error(x, "unknown constant '%s'", w);
		return NULL;
	}
	ir_blanks(x);
	if (i->op == IR_ICMP)
		i->predicate = ir_predicate(x);
	while (isalpha((unsigned char)*x->p) && !ir_failed(x)) {	/* inbounds and the like */
		bool range = ir_at_word(x, "inrange");

		ir_word(x);
		if (range)
			ir_skip_brackets(x);
		ir_blanks(x);
	}
	ir_expect(x, "(");
	if (i->op == IR_GEP) {
		i->source = ir_type(x);
		ir_expect(x, ",");
	}
	do {
		if (i->op == IR_GEP)
			ir_accept_word(x, "inrange");
		add_operand(x, i, ir_operand(x));
	} while (ir_accept(x, ",") && !ir_failed(x));
	if (ir_accept_word(x, "to"))
		i->type = ir_type(x);
	ir_expect(x, ")");
	if (i->noperands < operands_of(i->op))
		ir_error(x, "'%s' has too few operands", w);
	return wrap(x, i->type, i);
}
