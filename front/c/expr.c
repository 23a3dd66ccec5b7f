// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Expressions of C, as far as they make sense in a litmus test. */
#include "aggregate.h"
#include "front/constant.h"
#include "front/error.h"
#include "front/unknown.h"

#include <string.h>

/* ---- names ---- */

static struct lkmm_expr *new_variable(struct litmus *l, const struct param *p, struct lkmm_place at)
{
	struct lkmm_expr *e = new_index(l, LKMM_ADDRESS, p->loc, at);

	if (e)
		e->type = c_value_type(p->type);
	return e;
}

/* It is a register from now on: it is no longer a constant. */
static struct lkmm_expr *parse_unknown_name(struct litmus *l, const struct token *name)
{
	if (not_read(name)) {
		lex_error(&l->x, name->at, "%s", not_read(name));
		return NULL;
	}
	unknown_name(l, name);
	return new_local(l, c_add_local(l, name, LKMM_SIGNED(0)), name->at);
}

const struct param *find_param(const struct litmus *l, const struct token *t)
{
	for (int i = 0; i < l->nparams; i++)
		if (is_location(&l->test->loc[l->param[i].loc], t->text, t->len))
			return &l->param[i];
	return NULL;
}

bool is_name_here(const struct litmus *l, const struct token *t)
{
	return c_is_local_object(l, t) || c_find_local(l, t) >= 0 || c_is_parameter(l, t) ||
	       find_param(l, t) ||
	       c_is_global(l, t);
}

/* A variable that a call by the pointer in it may start with. */
static bool names_function_pointer(struct litmus *l, const struct token *t)
{
	int reg, nodes = l->nodes, parts = l->parts, naccesses = l->out->source.naccesses;
	struct lkmm_expr *e = NULL;

	if (c_is_local_object(l, t))
		e = c_local_object(l, t);
	else if ((reg = c_find_local(l, t)) >= 0)
		e = new_local(l, reg, t->at);
	else if (c_is_parameter(l, t))
		e = c_constant_parameter(l, t);
	else if (c_is_global(l, t))
		e = c_global(l, t);
	l->nodes = nodes;
	l->parts = parts;
	l->out->source.naccesses = naccesses;
	return c_is_function_pointer(e);
}

static struct lkmm_expr *parse_name(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct token t = x->tok;
	const struct param *p;
	struct lkmm_expr *e;
	int i;

	lex_next(x);
	if (tok_is(x, "(") && !names_function_pointer(l, &t))
		return same_name("container_of", t.text, t.len) ? parse_container_of(l, t.at) :
		       same_name("offsetof", t.text, t.len) ? parse_offsetof(l, t.at) :
		       same_name("_Generic", t.text, t.len) ? c_parse_generic(l, t.at) :
		       same_name("struct_size", t.text, t.len) ? parse_struct_size(l, t.at) :
		       c_is_builtin(&t) ? c_parse_builtin(l, &t) :
		       parse_call(l, &t);
	if ((e = c_local_object(l, &t)))
		return e;
	i = c_find_local(l, &t);
	if (i >= 0)
		return new_local(l, i, t.at);
	if ((e = c_constant_parameter(l, &t)))
		return e;
	if ((p = find_param(l, &t)))
		return new_variable(l, p, t.at);
	if ((e = c_global(l, &t)) || (e = c_enumerator(l, &t)) || (e = c_own_name(l, &t)))
		return e;
	/* A name that is assigned to without being declared is a register: tests do that. */
	if (tok_is(x, "="))
		return new_local(l, c_add_local(l, &t, LKMM_SIGNED(0)), t.at);
	if ((e = c_function_value(l, &t)))
		return e;
	return parse_unknown_name(l, &t);
}

/* NULL, true, false, unless they are the name of something here. */
static bool is_constant(const struct litmus *l)
{
	const struct lexer *x = &l->x;

	return (tok_is(x, "NULL") || tok_is(x, "false") || tok_is(x, "true")) &&
	       !is_name_here(l, &x->tok) && !lex_next_is(x, "=");
}

static struct lkmm_expr *parse_primary(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct lkmm_expr *e = NULL;

	if (x->tok.kind == T_NUMBER) {
		e = new_number(l, x->tok.number, x->tok.at);
		if (e)
			e->type.integer = c_number_type(&x->tok);
		lex_next(x);
	} else if (is_constant(l)) {
		e = new_number(l, tok_is(x, "true"), x->tok.at);
		lex_next(x);
	} else if (x->tok.kind == T_NAME) {
		e = parse_name(l);
	} else if (c_is_character(&x->tok)) {
		struct lkmm_place at = x->tok.at;

		e = new_number(l, c_parse_character(l), at);
		if (e)
			e->type.integer = LKMM_SIGNED(32);
	} else if (c_is_string(&x->tok)) {
		e = c_string(l);
	} else if (tok_is(x, "(") && lex_next_is(x, "{")) {
		struct lkmm_place at = x->tok.at;

		lex_next(x);
		e = parse_statement_expression(l, at);
	} else if (lex_accept(x, "(")) {
		e = parse_expr(l);
		lex_expect(x, ")");
	} else if (not_read(&x->tok)) {
		lex_error(x, x->tok.at, "%s", not_read(&x->tok));
	} else {
		lex_expected(x, "an expression");
	}
	return e;
}

/* ---- stores and steps ---- */

/* a OP= b, and ++a as a += 1 */
static struct lkmm_expr *update(struct litmus *l, struct lkmm_expr *to, enum lkmm_operator op,
				struct lkmm_expr *by, struct lkmm_place at)
{
	struct lkmm_expr *keep = NULL, *object = to;

	if (!to || !by)
		return NULL;
	if (to->field)
		object = c_bits_unit(to);
	if (object->kind == LKMM_ACCESS && object->access->kind == LKMM_PLAIN_LOAD)
		keep = c_keep_address(l, object, at);
	return c_in_order(l, keep, c_assign(l, to, c_binary(l, op, to, by, at), at));
}

/* The value of a variable before @step changes it. */
static struct lkmm_expr *c_step_back(struct litmus *l, enum lkmm_operator step, struct lkmm_expr *e,
				     struct lkmm_place at)
{
	struct lkmm_integer type = e ? e->type.integer : LKMM_SIGNED(0);

	e = c_binary(l, step == LKMM_ADD ? LKMM_SUB : LKMM_ADD, e, new_number(l, 1, at), at);
	return type.bits ? c_convert(l, e, type) : e;
}

/* a[i], where @a is registers: which one is known, or they have to be in memory. */
static struct lkmm_expr *register_element(struct litmus *l, struct lkmm_expr *a,
					  struct lkmm_expr *i, struct lkmm_place at)
{
	const struct lkmm_aggregate *array = a->type.aggregate;
	struct lkmm_expr *address;
	int64_t n;

	if (!i)
		return NULL;
	if (c_is_constant(i) && constant_value(l->test, i, &n) && n >= 0 && n < array->n)
		return c_register_part(l, a, (int)n * c_sizeof(array->of), array->of);
	c_need_memory(l, a->index);
	address = c_register_part(l, a, 0, array->of);
	address = address ? c_reference(l, address, at) : NULL;
	return c_dereference(l, c_binary(l, LKMM_ADD, address, i, at), at);
}

/* e[i] is *(e + i) */
static struct lkmm_expr *parse_index(struct litmus *l, struct lkmm_expr *e)
{
	struct lkmm_place at = l->x.tok.at;
	struct lkmm_expr *i;

	lex_expect(&l->x, "[");
	i = parse_expr(l);
	lex_expect(&l->x, "]");
	if (c_is_registers(e) && e->type.aggregate->kind == C_ARRAY)
		return register_element(l, e, i, at);
	if (e && i && !is_pointer(e) && !is_pointer(i))
		lex_error(&l->x, at, "expected a pointer or an array before '['");
	return c_dereference(l, c_binary(l, LKMM_ADD, e, i, at), e ? e->at : at);
}

static struct lkmm_expr *parse_postfix(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct lkmm_expr *e = parse_primary(l);
	struct lkmm_place at = x->tok.at;

	for (;;) {
		enum lkmm_operator step = tok_is(x, "++") ? LKMM_ADD : LKMM_SUB;

		if (tok_is(x, "[")) {
			e = parse_index(l, e);
			continue;
		}
		if (tok_is(x, "(") && c_is_function_pointer(e)) {
			e = c_call_pointer(l, e);
			continue;
		}
		if (tok_is(x, "->") || tok_is(x, ".")) {
			e = parse_member(l, e);
			continue;
		}
		if (!tok_is(x, "++") && !tok_is(x, "--"))
			return c_array_value(l, e);
		lex_next(x);
		/* The old value is the new one, stepped back. */
		e = update(l, e, step, new_number(l, 1, at), at);
		e = c_step_back(l, step, e, at);
	}
}

static struct lkmm_expr *parse_address_of(struct litmus *l, struct lkmm_place at)
{
	struct lkmm_expr *e = parse_c_unary(l);
	struct lkmm_expr *address = c_address_of(l, e);

	if (address)
		return address;
	if (e && e->kind == LKMM_REGISTER && !e->type.reference)
		return c_reference(l, e, at);
	lex_error(&l->x, at, "'&' needs an object that a pointer points to");
	return NULL;
}

static struct lkmm_expr *parse_cast(struct litmus *l, struct lkmm_place at)
{
	struct ctype t = parse_type(l);

	lex_expect(&l->x, ")");
	if (tok_is(&l->x, "{"))
		return c_compound_literal(l, t, at);
	return c_cast(l, t, parse_c_unary(l), at);
}

/* A type that is the name of a register or parameter here is none. */
static bool is_cast(const struct litmus *l)
{
	const struct token *type = l->x.next;

	return tok_is(&l->x, "(") && c_type_starts(l, type) && !is_name_here(l, type);
}

/* (NAME *)x, where no such name is known here */
static bool is_unknown_cast(const struct litmus *l)
{
	const struct token *t = l->x.next;

	if (!tok_is(&l->x, "(") || t->kind != T_NAME || is_name_here(l, t))
		return false;
	do
		t++;
	while (token_is(t, "*"));
	if (!token_is(t++, ")"))
		return false;
	return t->kind == T_NAME || t->kind == T_NUMBER;
}

/* A cast applies to the value. */
static struct lkmm_expr *parse_unknown_cast(struct litmus *l)
{
	lex_next(&l->x);
	unknown_type(l, "", &l->x.tok);
	lex_next(&l->x);
	while (lex_accept(&l->x, "*"))
		;
	lex_expect(&l->x, ")");
	return parse_c_unary(l);
}

struct lkmm_expr *parse_c_unary(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct lkmm_place at = x->tok.at;
	struct lkmm_expr *e;

	if (too_deep(l))
		return NULL;
	l->depth++;
	if (is_cast(l)) {
		lex_next(x);
		e = parse_cast(l, at);
	} else if (is_unknown_cast(l)) {
		e = parse_unknown_cast(l);
	} else if (lex_accept(x, "*")) {
		e = c_array_value(l, c_dereference(l, parse_c_unary(l), at));
	} else if (lex_accept(x, "&")) {
		e = parse_address_of(l, at);
	} else if (lex_accept(x, "++")) {
		e = update(l, parse_c_unary(l), LKMM_ADD, new_number(l, 1, at), at);
	} else if (lex_accept(x, "--")) {
		e = update(l, parse_c_unary(l), LKMM_SUB, new_number(l, 1, at), at);
	} else if (lex_accept(x, "-")) {
		e = c_unary(l, LKMM_NEG, parse_c_unary(l), at);
	} else if (lex_accept(x, "~")) {
		e = c_unary(l, LKMM_NOT, parse_c_unary(l), at);
	} else if (lex_accept(x, "!")) {
		e = c_unary(l, LKMM_LNOT, parse_c_unary(l), at);
	} else if (lex_accept(x, "+")) {
		e = parse_c_unary(l);
	} else if (lex_accept(x, "sizeof")) {
		e = parse_sizeof(l, at);
	} else {
		e = parse_postfix(l);
	}
	l->depth--;
	return e;
}

/* ---- binary operators ---- */

static const struct {
	const char *text;
	int level;
	enum lkmm_operator op;
} binary[] = {
	{ "||", 1, LKMM_LOR }, { "&&", 2, LKMM_LAND }, { "|", 3, LKMM_OR }, { "^", 4, LKMM_XOR },
	{ "&", 5, LKMM_AND }, { "==", 6, LKMM_EQ }, { "!=", 6, LKMM_NE },
	{ "<", 7, LKMM_LT }, { "<=", 7, LKMM_LE },
	{ ">", 7, LKMM_GT }, { ">=", 7, LKMM_GE }, { "<<", 8, LKMM_SHL },
	{ ">>", 8, LKMM_SHR }, { "+", 9, LKMM_ADD },
	{ "-", 9, LKMM_SUB }, { "*", 10, LKMM_MUL }, { "/", 10, LKMM_DIV }, { "%", 10, LKMM_MOD },
};

static int binary_index(const struct lexer *x)
{
	for (size_t i = 0; i < sizeof(binary) / sizeof(binary[0]); i++)
		if (tok_is(x, binary[i].text))
			return (int)i;
	return -1;
}

static struct lkmm_expr *parse_binary(struct litmus *l, int level)
{
	struct lexer *x = &l->x;
	struct lkmm_expr *e = parse_c_unary(l);
	int i;

	while ((i = binary_index(x)) >= 0 && binary[i].level >= level) {
		struct lkmm_place at = x->tok.at;
		struct lkmm_expr *right;

		lex_next(x);
		right = parse_binary(l, binary[i].level + 1);
		if (!right)
			return NULL;
		e = c_binary(l, binary[i].op, e, right, at);
	}
	return e;
}

/* @e ?: ..., of GNU C: @e is evaluated once. */
static struct lkmm_expr *c_elvis(struct litmus *l, struct lkmm_expr *e, struct lkmm_place at)
{
	struct lkmm_expr *whole = new_expr(l, LKMM_BODY, at), *kept;
	struct lkmm_stmt *keep = new_stmt(l, LKMM_EXPR, at);
	struct lkmm_expr *other = parse_conditional(l);

	if (!e || !whole || !keep || !other)
		return NULL;
	kept = new_local(l, new_hidden(l, "value", c_integer(e)), at);
	if (!kept || kept->index < 0)
		return NULL;
	kept->type = l->thread->reg[kept->index].type = e->type;
	kept->type.wide = false;
	keep->expr = new_assign(l, kept, e, at);
	whole->body = keep;
	whole->a = c_conditional(l, kept, kept, other, at);
	if (whole->a)
		whole->type = whole->a->type;
	return whole;
}

struct lkmm_expr *parse_conditional(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct lkmm_place at = x->tok.at;
	struct lkmm_expr *e = parse_binary(l, 1), *b;

	if (!lex_accept(x, "?"))
		return e;
	if (lex_accept(x, ":"))
		return c_elvis(l, e, at);
	b = parse_expr(l);
	lex_expect(x, ":");
	return c_conditional(l, e, b, parse_assignment(l), at);
}

struct lkmm_expr *parse_assignment(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct lkmm_expr *e;
	struct lkmm_place at;

	if (too_deep(l))
		return NULL;
	l->depth++;
	e = parse_conditional(l);
	at = x->tok.at;
	if (lex_accept(x, "=")) {
		e = c_assign(l, e, parse_assignment(l), at);
	} else {
		for (size_t i = 0; i < sizeof(binary) / sizeof(binary[0]); i++) {
			if (!token_updates(&x->tok, binary[i].text) || binary[i].level == 6 ||
			    binary[i].level == 7)
				continue;
			lex_next(x);
			e = update(l, e, binary[i].op, parse_assignment(l), at);
			break;
		}
	}
	l->depth--;
	return e;
}

struct lkmm_expr *parse_expr(struct litmus *l)
{
	struct lkmm_expr *e = parse_assignment(l);

	while (!l->x.error[0] && tok_is(&l->x, ",")) {
		struct lkmm_expr *c = new_expr(l, LKMM_COMMA, l->x.tok.at);

		lex_next(&l->x);
		if (!c)
			return NULL;
		c->a = e;
		c->b = parse_assignment(l);
		c->type = c->b ? c->b->type : c->type;
		e = c;
	}
	return e;
}
