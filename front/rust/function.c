// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Calls of functions of the test. The function is read again at each call, in place of it:
 * parameters stand for the arguments, and variables are fresh registers that conditions do not see.
 */
#include "front/constant.h"
#include "front/error.h"
#include "flow.h"
#include "item.h"

#include <stdio.h>
#include <string.h>

enum { MAX_PARAMETERS = 8 };

struct parameter {
	struct token name;
	bool has_pattern;
	struct lex_spot pattern;
	bool mut;
	const struct rust_type *type;
};

struct signature {
	struct parameter p[MAX_PARAMETERS];
	int n;
	bool has_self;
	const struct rust_type *result;
	struct lex_spot body;
};

/* ---- signatures ---- */

void rust_skip_lifetimes(struct rust *r)
{
	struct lexer *x = r->x;

	if (!lex_accept(x, "<"))
		return;
	while (!x->error[0] && x->tok.kind == T_LIFETIME) {
		lex_next(x);
		if (lex_accept(x, ":"))
			lex_next(x);
		lex_accept(x, ",");
	}
	if (!tok_is(x, ">"))
		lex_error(x, x->tok.at,
			  "generics are not supported: write a function for each type");
	lex_next(x);
}

/* self, &self, &'a mut self, mut self */
static bool parse_self(struct rust *r, struct signature *s)
{
	struct lexer *x = r->x, ahead = *x;
	bool reference, mut;

	reference = lex_accept(&ahead, "&");
	if (reference && ahead.tok.kind == T_LIFETIME)
		lex_next(&ahead);
	mut = lex_accept(&ahead, "mut");
	if (!tok_is(&ahead, "self") || lex_next_is(&ahead, ":"))
		return false;
	s->p[0].name = ahead.tok;
	s->p[0].mut = mut && !reference;
	s->p[0].type = rust_self_type(r, ahead.tok.at);
	if (reference)
		s->p[0].type = rust_type_of(r, RUST_REFERENCE, mut, s->p[0].type);
	s->n = 1;
	s->has_self = true;
	while (!x->error[0] && x->tok.kind != T_END && !tok_is(x, "self"))
		lex_next(x);
	lex_next(x);
	return true;
}

/* <'a, T: Copy>: the types are inferred, unless they are known already. */
static void parse_generics(struct rust *r)
{
	struct rust_parameter p[RUST_MAX_GENERICS];
	int n = rust_generic_names(r->x, p);

	for (int i = 0; i < n; i++)
		if (!rust_find_generic(r, &p[i].name))
			rust_add_generic(r, &p[i], NULL);
}

static void parse_parameter(struct rust *r, struct signature *s)
{
	struct lexer *x = r->x;
	struct parameter *p = &s->p[s->n];

	if (s->n == MAX_PARAMETERS) {
		lex_error(x, x->tok.at, "expected at most %d parameters", MAX_PARAMETERS);
		return;
	}
	p->mut = lex_accept(x, "mut");
	p->name = x->tok;
	if (tok_is(x, "(") || lex_next_is(x, "{") || lex_next_is(x, "(")) {
		p->pattern = lex_here(x);
		p->has_pattern = true;
		while (!x->error[0] && x->tok.kind != T_END && !tok_is(x, ":"))
			lex_next(x);
	} else {
		if (x->tok.kind != T_NAME)
			lex_expected(x, "the name of a parameter");
		lex_next(x);
	}
	lex_expect(x, ":");
	p->type = parse_rust_type(r);
	s->has_self |= !s->n && p->name.len == 4 && !memcmp(p->name.text, "self", 4);
	s->n++;
}

/* All of a function between its name and its body. */
static __attribute__((noinline)) void parse_signature(struct rust *r, struct signature *s)
{
	struct lexer *x = r->x;

	memset(s, 0, sizeof(*s));
	s->result = &rust_unit;
	lex_next(x);
	parse_generics(r);
	lex_expect(x, "(");
	if (parse_self(r, s) && !tok_is(x, ")"))
		lex_expect(x, ",");
	while (!x->error[0] && !tok_is(x, ")")) {
		parse_parameter(r, s);
		if (!tok_is(x, ")"))
			lex_expect(x, ",");
	}
	lex_expect(x, ")");
	if (lex_accept(x, "->"))
		s->result = lex_accept(x, "!") ? &rust_never : parse_rust_type(r);
	if (tok_is(x, "where"))
		rust_skip_where(x);
	if (!tok_is(x, "{"))
		lex_expected(x, "'{'");
	s->body = lex_here(x);
}

/* The same, from anywhere else. */
static __attribute__((noinline)) void read_signature(struct rust *r, struct rust_item *item,
					   struct signature *s)
{
	const struct rust_item *in = r->in;
	struct rust_visit visit;

	rust_visit(r->l, &visit, &item->spot);
	r->in = item;
	parse_signature(r, s);
	r->in = in;
	rust_leave(r->l, &visit);
}

void rust_check_function(struct litmus *l, struct rust_item *item)
{
	struct signature s;
	struct rust r;

	/* what prints a value is called by no test */
	if (token_is(&item->trait, "Debug") || token_is(&item->trait, "Display"))
		return;
	rust_begin(&r, l);
	rust_bind_owner(&r, item, NULL);
	read_signature(&r, item, &s);
}

bool rust_takes(struct rust *r, struct rust_item *item, int n, const struct rust_type *t)
{
	struct rust_generic *generic = r->generic;
	struct signature s;

	rust_bind_owner(r, item, NULL);
	read_signature(r, item, &s);
	r->generic = generic;
	return !r->x->error[0] && s.n == n && rust_same_type(s.p[n - 1].type, t);
}

/* ---- arguments ---- */

/* The place @self as the receiver of the method: a reference to it, or its value. */
static struct value self_argument(struct rust *r, struct value self, const struct rust_type *t)
{
	if (r->x->error[0])
		return self;
	/* an enum without values is a number, whether self is it or a reference to it */
	if (self.type->kind == RUST_ENUM && !self.type->has_values)
		return rust_read(r, self);
	if (t->kind != RUST_REFERENCE || self.type->kind == RUST_REFERENCE)
		self = rust_read(r, self);
	else if (self.where == IS_MEMORY)
		self = rust_borrow(r, self, false, true);
	else
		self = rust_borrow(r, self, false, t->mut);
	if (!rust_is_open(t))
		rust_coerce(r, &self, t);
	return self;
}

/* (a, b): each is evaluated before the next, and all before the body. */
static void parse_arguments(struct rust *r, const struct rust_item *item, const struct signature *s,
			    const struct value *self, struct value *v)
{
	struct lkmm_stmt **mark[MAX_PARAMETERS] = { NULL };
	bool may_change = false;
	int from = 0;

	if (self) {
		v[0] = self_argument(r, *self, s->p[0].type);
		if (s->n > 1)
			v[0] = rust_await(r, v[0]);
		mark[0] = rust_mark(r);
		from = 1;
	}
	lex_expect(r->x, "(");
	for (int i = from; i < s->n && !r->x->error[0]; i++) {
		if (tok_is(r->x, ")"))
			rust_error(r, r->x->tok.at, "'%.*s' takes %d argument%s",
				   item->name.len > 80 ? 80 : item->name.len, item->name.text,
				   s->n - from, s->n - from == 1 ? "" : "s");
		v[i] = rust_is_open(s->p[i].type) ? parse_rust_value(r) :
						    parse_rust_as(r, s->p[i].type);
		v[i] = parse_rust_range(r, v[i]);
		if (v[i].type->kind == RUST_ITERATOR && !rust_is_open(s->p[i].type))
			rust_coerce(r, &v[i], s->p[i].type);
		if (i + 1 < s->n)
			v[i] = rust_await(r, v[i]);
		mark[i] = rust_mark(r);
		if (!tok_is(r->x, ")"))
			lex_expect(r->x, ",");
	}
	lex_expect(r->x, ")");
	for (int i = s->n - 1; i >= 0 && !r->x->error[0]; i--)
		rust_keep(r, &v[i], mark[i]);
	for (int i = 0; i < s->n && !r->x->error[0]; i++)
		v[i] = rust_read(r, v[i]);
	for (int i = 0; i < s->n; i++)
		may_change |= v[i].lent && s->p[i].type->mut;
	for (int i = 0; i < s->n && !r->x->error[0]; i++) {
		v[i] = rust_now(r, v[i]);
		/* f(n, &mut n): the first is the old n */
		if (may_change)
			v[i] = rust_copy_registers(r, v[i]);
	}
}

/* (a, b): (i32, i32) */
static void bind_pattern(struct rust *r, const struct parameter *p, struct value v)
{
	struct lex_spot back = lex_here(r->x);
	struct pattern names;

	if (rust_is_dropped(r, p->type))
		rust_error(r, p->name.at, "expected a name for a parameter that is dropped");
	lex_go(r->x, &p->pattern);
	parse_rust_pattern(r, v, &names);
	if (names.cond)
		rust_error(r, p->name.at, "expected a pattern that always matches");
	rust_bind(r, &names);
	if (!r->x->error[0])
		lex_go(r->x, &back);
}

/* That of the parameter, or of the argument @v for impl TRAIT. */
static const struct rust_type *known_type(const struct parameter *p, const struct value *v)
{
	return p->type->kind == RUST_UNKNOWN ? v->type : p->type;
}

/* Makes the parameters stand for the arguments. */
static void bind_parameters(struct rust *r, const struct signature *s, struct value *v)
{
	for (int i = 0; i < s->n; i++) {
		const struct parameter *p = &s->p[i];

		if (p->has_pattern) {
			bind_pattern(r, p, v[i]);
		} else if (v[i].type->kind != RUST_CLOSURE &&
			   (p->mut || (r->l->thread &&
				       (rust_has_cell(known_type(p, &v[i])) ||
					rust_is_dropped(r, known_type(p, &v[i])))))) {
			struct binding *b = rust_declare(r, &p->name, known_type(p, &v[i]),
							 p->mut);

			rust_store_local(r, b, v[i], p->name.at);
			rust_drop_later(r, b, false);
		} else {
			rust_declare_value(r, &p->name, v[i]);
		}
	}
}

/* ---- return ---- */

/* The place that keeps the value of the call; @v is the value of one way to it. */
static void open_result(struct rust *r, struct rust_call *call, struct lkmm_place at)
{
	if (call->block)
		return;
	call->block = new_stmt(r->l, LKMM_BLOCK, at);
	call->result = rust_slot(r, call->type, at);
}

static void end_process(struct rust *r, struct value v, struct lkmm_place at)
{
	rust_coerce(r, &v, r->result);
	rust_discard(r, v);
	rust_unwind(r, NULL);
	rust_emit(r, LKMM_RETURN, NULL, at);
}

const struct rust_type *rust_result(const struct rust *r)
{
	return r->call ? r->call->type : r->result;
}

void rust_return(struct rust *r, struct value v, struct lkmm_place at)
{
	struct rust_call *call = r->call;
	struct lkmm_stmt *leave;

	if (!call) {
		end_process(r, v, at);
		return;
	}
	rust_coerce(r, &v, call->type);
	if (r->x->error[0])
		return;
	if (call->type->kind == RUST_RESULT || call->type->kind == RUST_OPTION ||
	    (!call->block && call->type->kind == RUST_UNKNOWN))
		call->type = v.type->kind == RUST_NEVER ? call->type : v.type;
	open_result(r, call, at);
	rust_fill(r, &call->result, v);
	rust_unwind(r, call->drops);
	leave = new_stmt(r->l, LKMM_LEAVE, at);
	if (leave)
		leave->leaves = call->block;
	rust_append(r, leave);
}

/* ---- calls ---- */

/* The body in place of the call; the value that it leaves is that of the call. */
static struct value read_body(struct rust *r, struct rust_call *call, const struct signature *s,
			      struct value *arg)
{
	struct lkmm_place at = call->at, ends = r->ends;
	struct rust_visit visit;
	struct stmts body, *outer;
	struct value v;

	r->ends.line = 0;
	rust_visit(r->l, &visit, &s->body);
	rust_open(r, &body, &outer);
	bind_parameters(r, s, arg);
	v = parse_rust_block(r);
	rust_coerce(r, &v, call->type);
	r->ends = r->closed;
	/* temporaries of the last expression, and then the parameters */
	rust_close(r, call->drops, &v);
	rust_end_block(r, call->drops, &v);
	rust_close(r, call->drops, &v);
	r->ends = ends;
	if (call->block) {
		const struct rust_type *t = v.type->kind == RUST_NEVER ? call->type : v.type;

		rust_fill(r, &call->result, v);
		rust_settle(&call->result);
		v = call->result;
		v.type = t;
		call->block->body = body.first;
	}
	r->out = outer;
	rust_append(r, call->block ? call->block : body.first);
	rust_leave(r->l, &visit);
	v.at = at;
	v.local = NULL;
	return v;
}

/* Gives the parameters of a generic function the types of its arguments. True if it has any. */
static bool infer(struct rust *r, const struct signature *s, const struct value *arg,
		  struct lkmm_place at)
{
	bool any = false, closures = false;

	for (struct rust_generic *g = r->generic; g; g = g->outer)
		any |= g->type->kind == RUST_PARAMETER;
	if (!any || r->x->error[0])
		return false;
	for (int i = 0; i < s->n; i++) {
		rust_infer(r, s->p[i].type, arg[i].type);
		closures |= arg[i].type->kind == RUST_CLOSURE;
	}
	/* R in f: impl Fn() -> R is that of the value */
	for (struct rust_generic *g = r->generic; g && closures; g = g->outer)
		if (g->type->kind == RUST_PARAMETER)
			g->type = &rust_unknown;
	for (struct rust_generic *g = r->generic; g && !r->x->error[0]; g = g->outer)
		if (g->type->kind == RUST_PARAMETER)
			rust_error(r, at, "the type %.*s is not known here: write NAME::<TYPE>()",
				   g->name.len > 40 ? 40 : g->name.len, g->name.text);
	return true;
}

/* Stories name the calls of the functions of a test; those of litmus/lib are part of the line. */
static const struct lkmm_call *shown_call(struct rust *r, const struct rust_item *item,
					  struct lkmm_place at)
{
	struct litmus *l = r->l;
	struct lkmm_call *call = item->in_library ? NULL : litmus_alloc(l, sizeof(*call));

	if (!call)
		return l->call;
	*call = (struct lkmm_call){ litmus_text(l, item->name.text, item->name.len),
				    l->instead.line ? l->instead : at, l->call };
	return call->function ? call : l->call;
}

/* A const fn of constants is a number. */
static void fold(struct rust *r, struct value *v)
{
	int64_t n;

	if (rust_is_integer(v->type) && v->where == IS_VALUE && !v->first && !r->x->error[0] &&
	    constant_value(r->l->test, v->e, &n))
		v->e = new_number(r->l, n, v->at);
}

/* The call of @item, whose arguments have been evaluated. */
static struct value run(struct rust *r, struct rust_item *item, const struct signature *s,
			struct value *arg, struct lkmm_place at)
{
	struct rust_call call = { .item = item, .at = at, .outer = r->call, .type = s->result,
				  .drops = r->drops, .self = arg[0].type };
	struct lkmm_place instead = r->l->instead;
	const struct lkmm_call *outer = r->l->call;
	struct rust before = *r;
	struct value v;

	r->l->depth++;
	r->l->call = shown_call(r, item, at);
	r->call = &call;
	r->in = item;
	r->scope = NULL;
	r->loop = NULL;
	r->unsafe = item->is_unsafe;
	r->expected = s->result;
	if (item->in_library && !instead.line)
		r->l->instead = at;
	v = read_body(r, &call, s, arg);
	if (r->x->error[0] && r->l->instead.line)
		r->x->error_at = r->l->instead;
	r->l->instead = instead;
	r->l->call = outer;
	fold(r, &v);
	before.all = r->all;
	before.nbindings = r->nbindings;
	*r = before;
	r->l->depth--;
	return v;
}

/* Whether @item can be called here. */
static bool may_call(struct rust *r, struct rust_item *item, struct lkmm_place at)
{
	if (too_deep(r->l) || rust_is_recursive(r, item, at))
		return false;
	if (item->is_unsafe)
		rust_needs_unsafe(r, at, "this function");
	item->used = true;
	return true;
}

struct value rust_call(struct rust *r, struct rust_item *item, struct value *arg, int n,
		       struct lkmm_place at)
{
	struct rust_generic *generic = r->generic;
	struct signature s;
	struct value v;

	if (!may_call(r, item, at))
		return rust_nothing(r, &rust_never, at);
	rust_bind_owner(r, item, n ? &arg[0] : NULL);
	read_signature(r, item, &s);
	if (s.n != n)
		rust_error(r, at, "expected this function to take %d arguments", n);
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	v = run(r, item, &s, arg, at);
	r->generic = generic;
	return v;
}

/* Methods of integers and Options, whose impl cannot be written, are functions of a module. */
static bool is_method(const struct rust_item *item)
{
	return item->in_library && item->module.len && !item->owner.len;
}

bool parse_rust_library_method(struct rust *r, const char *module, const struct value *self,
			       const struct token *name, struct value *v)
{
	struct token in = { .kind = T_NAME, .text = module, .len = (int)strlen(module) };
	struct rust_item *item = rust_find_item(r->l, &in, name);

	if (!item || item->kind != RUST_FN || !is_method(item))
		return false;
	*v = parse_rust_call(r, item, self, name->at);
	return true;
}

/* Numbers get the types of parameters that other arguments have given a type. */
static void type_numbers(struct rust *r, const struct signature *s, struct value *arg)
{
	for (int i = 0; i < s->n && !r->x->error[0]; i++)
		if (arg[i].type->kind == RUST_LITERAL && rust_is_integer(s->p[i].type))
			rust_coerce(r, &arg[i], s->p[i].type);
}

struct value parse_rust_call(struct rust *r, struct rust_item *item, const struct value *self,
			     struct lkmm_place at)
{
	struct rust_generic *generic = r->generic, *inner;
	struct value arg[MAX_PARAMETERS] = { { 0 } }, v;
	struct signature s;

	if (!may_call(r, item, at))
		return rust_nothing(r, &rust_never, at);
	rust_bind_owner(r, item, self);
	if (lex_accept(r->x, "::") || tok_is(r->x, "<"))
		parse_rust_given(r, item, generic);
	read_signature(r, item, &s);
	if (self && !s.has_self && !is_method(item))
		rust_error(r, at, "'%.*s' takes no self: call it with '::'",
			   item->name.len > 80 ? 80 : item->name.len, item->name.text);
	inner = r->generic;
	r->generic = generic;
	parse_arguments(r, item, &s, self, arg);
	r->generic = inner;
	if (inner != generic && infer(r, &s, arg, at)) {
		read_signature(r, item, &s);
		type_numbers(r, &s, arg);
	}
	v = rust_nothing(r, &rust_never, at);
	if (!r->x->error[0])
		v = run(r, item, &s, arg, at);
	r->generic = generic;
	return v;
}

const struct rust_type *rust_function_type(struct rust *r, struct rust_item *item)
{
	struct rust_generic *generic = r->generic;
	struct rust_type *t = litmus_alloc(r->l, sizeof(*t));
	struct signature s;

	rust_bind_owner(r, item, NULL);
	read_signature(r, item, &s);
	r->generic = generic;
	if (!t || r->x->error[0] || rust_is_open(s.result))
		return &rust_never;
	*t = (struct rust_type){ .kind = RUST_FN_POINTER, .name = "a pointer to a function",
				 .integer = LKMM_SIGNED(64), .of = s.result, .nargs = s.n };
	t->arg = litmus_alloc(r->l, (size_t)(s.n + 1) * sizeof(*t->arg));
	for (int i = 0; t->arg && i < s.n; i++) {
		if (rust_is_open(s.p[i].type))
			return &rust_never;
		t->arg[i] = s.p[i].type;
	}
	return t->arg ? t : &rust_never;
}
