// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Helper functions: static inline T f(params) { ... }. A call reads the text of the function again:
 * parameters and local variables are registers of the process, with names such as f.x. The call is
 * a block; return assigns to a register and leaves that block. A parameter that the function does
 * not assign to, and whose argument is the address of a variable, is that address.
 */
#include "aggregate.h"
#include "function.h"
#include "front/error.h"
#include "front/words.h"

#include <stdio.h>
#include <string.h>

/* ---- the text is read again ---- */

/* These two know how. */

static struct lex_spot go_to_text(struct litmus *l, const struct lex_spot *text)
{
	struct lex_spot back = lex_here(&l->x);

	lex_go(&l->x, text);
	return back;
}

static void go_back(struct litmus *l, const struct lex_spot *back)
{
	/* After an error, the rest of the statement with the call is skipped. */
	if (l->x.error[0])
		l->x.stop = *back;
	else
		lex_go(&l->x, back);
}

/* ---- parameters and arguments ---- */

static bool changes(const struct token *t)
{
	return token_is(t, "++") || token_is(t, "--") ||
	       (t->kind == T_PUNCT && t->text[t->len - 1] == '=' && !token_is(t, "==") &&
		!token_is(t, "!=") && !token_is(t, "<=") && !token_is(t, ">="));
}

/* Whether the body at @x may assign to @name, or takes its address. */
static bool is_changed(const struct lexer *x, const struct token *name)
{
	const struct token *t = lex_token(x);
	bool before = false;
	int depth = 0;

	do {
		bool here = t->kind == T_NAME && t->len == name->len &&
			    !memcmp(t->text, name->text, (size_t)name->len);

		depth += token_is(t, "{") - token_is(t, "}");
		/* *name = x does not change it. */
		if (here && (before || (changes(t + 1) &&
					(!token_is(t - 1, "*") || token_is(t + 1, "++") ||
					 token_is(t + 1, "--")))))
			return true;
		before = token_is(t, "++") || token_is(t, "--") || token_is(t, "&");
		t++;
	} while (depth && t->kind != T_END);
	return false;
}

static void parse_parameter(struct litmus *l, struct frame *f)
{
	struct lexer *x = &l->x;
	struct ctype t = parse_type(l);
	struct token name = x->tok;
	const struct token *declared = lex_token(x);
	bool pointer = tok_is(x, "(");

	if (pointer) {
		t = c_parse_pointer(l, t, &declared);
		if (x->error[0])
			return;
		name = *declared;
	}
	if (name.kind != T_NAME) {
		lex_expected(x, "the name of a parameter");
		return;
	}
	if (f->nparams == MAX_PARAMETERS) {
		lex_error(x, name.at, "expected at most %d parameters", MAX_PARAMETERS);
		return;
	}
	if (!pointer)
		lex_next(x);
	if (!pointer && tok_is(x, "[")) {
		t.stars++;
		parse_bound(l);
	}
	f->param[f->nparams++] = (struct parameter){
		.name = name, .declared = declared, .type = t, .reg = -1 };
}

/* static inline int f(int *x, int n) */
static void parse_signature(struct litmus *l, struct frame *f)
{
	struct lexer *x = &l->x;
	struct ctype t;

	while (c_is_qualifier(x))
		lex_next(x);
	f->function->is_void = tok_is(x, "void");
	f->unnamed = (struct token){ .kind = T_END, .text = "", .at = x->tok.at };
	t = parse_type(l);
	while (c_is_qualifier(x))
		lex_next(x);
	f->function->is_void &= !t.stars;
	f->type = c_value_type(t);
	lex_next(x);
	lex_expect(x, "(");
	if (tok_is(x, "void") && lex_next_is(x, ")"))
		lex_next(x);
	if (!tok_is(x, ")"))
		do
			parse_parameter(l, f);
		while (lex_accept(x, ","));
	lex_expect(x, ")");
	if (!x->error[0] && !tok_is(x, "{"))
		c_pass_attributes(x);
}

/* The arguments between the parentheses of a call; how many. */
static int parse_arguments(struct litmus *l, const struct function *f, const struct word *w,
			   struct lkmm_expr **arg)
{
	struct lexer *x = &l->x;
	int n = 0;

	lex_expect(x, "(");
	if (!tok_is(x, ")")) {
		do {
			struct lkmm_place at = x->tok.at;

			if (n == MAX_PARAMETERS) {
				lex_error(x, at, "expected at most %d arguments of %s()",
					  MAX_PARAMETERS, f->name);
				return n;
			}
			arg[n++] = parse_assignment(l);
		} while (!(w && n == w->p.nargs - w->dropped) && lex_accept(x, ","));
	}
	c_pass_dropped(l, w);
	lex_expect(x, ")");
	return n;
}

static bool is_address_of_type(const struct lkmm_expr *e, const struct lkmm_type *t)
{
	return e && (e->kind == LKMM_ADDRESS || e->type.reference) && t->stars &&
	       (!e->type.stars || (e->type.stars == t->stars &&
				   e->type.aggregate == t->aggregate &&
				   lkmm_same_integer(e->type.points_to, t->points_to)));
}

/* Parameter @i gets @arg: an assignment, or NULL if it is a constant. */
static struct lkmm_expr *give(struct litmus *l, struct frame *f, int i, struct lkmm_expr *arg)
{
	struct parameter *p = &f->param[i];
	struct lkmm_type t = c_value_type(p->type);
	struct lkmm_expr *to;
	char text[60];

	if (is_address_of_type(arg, &t) && !is_changed(&l->x, &p->name) &&
	    !c_is_in_memory(l, p->declared)) {
		p->constant = new_index(l, arg->kind, arg->index, arg->at);
		t.reference = arg->type.reference;
		if (p->constant)
			p->constant->type = t;
		return NULL;
	}
	if ((t.aggregate && !t.stars) || c_is_in_memory(l, p->declared)) {
		snprintf(text, sizeof(text), "%.*s", p->name.len, p->name.text);
		to = c_declare_local(l, p->declared, text, p->type);
		if (to && arg)
			to->at = arg->at;
		return arg ? c_assign(l, to, arg, arg->at) : NULL;
	}
	p->reg = c_add_local(l, &p->name, t.integer);
	if (p->reg < 0)
		return NULL;
	l->thread->reg[p->reg].type = t;
	c_note_local(l, p->declared, p->reg, p->type);
	if (!arg)
		return NULL;
	to = new_local(l, p->reg, p->name.at);
	return c_assign(l, to, arg, arg->at);
}

bool c_marks_parameter(struct litmus *l)
{
	const struct token *t = &l->x.tok;

	if (t->kind != T_NAME || !(lex_next_is(&l->x, ")") || lex_next_is(&l->x, ",")))
		return false;
	for (int i = 0; l->frame && i < l->frame->nparams; i++) {
		const struct parameter *p = &l->frame->param[i];

		if (!p->constant || p->name.len != t->len ||
		    strncmp(p->name.text, t->text, (size_t)t->len))
			continue;
		c_put_in_memory(l, p->declared);
		return true;
	}
	return false;
}

/* All arguments, in no order, or NULL. */
static struct lkmm_expr *give_all(struct litmus *l, struct frame *f, struct lkmm_expr **arg)
{
	struct lkmm_expr *all = NULL;

	for (int i = 0; i < f->nparams; i++) {
		struct lkmm_expr *one = give(l, f, i, arg[i]);

		f->given[i] = one ? one->a : NULL;
		if (one)
			all = all ? new_binary(l, LKMM_XOR, all, one, one->at) : one;
	}
	return all;
}

/* ---- a call ---- */

/* f -> g -> f */
static void report_recursion(struct litmus *l, const struct function *f, struct lkmm_place at)
{
	const struct frame *list[8];
	char chain[120] = "";
	int n = 0;
	size_t len = 0;

	for (const struct frame *frame = l->frame; frame && n < 8; frame = frame->outer) {
		list[n++] = frame;
		if (frame->function == f)
			break;
	}
	while (n-- && len < sizeof(chain))
		len += (size_t)snprintf(chain + len, sizeof(chain) - len, "%.20s -> ",
					list[n]->function->name);
	litmus_report(l, at, "'%.40s' calls itself, %s%.20s: write a loop, or a function for each "
		      "level", f->name, chain, f->name);
}

bool c_is_running(const struct litmus *l, const struct function *f)
{
	for (const struct frame *frame = l->frame; frame; frame = frame->outer)
		if (frame->function == f)
			return true;
	return false;
}

/* The state of the process that a function does not see. */
struct around {
	struct param *param;
	const struct lkmm_call *call;
	int nparams, block, parts;
};

static struct around enter(struct litmus *l, struct frame *f)
{
	struct around a = { l->param, l->call, l->nparams, l->block, l->parts };

	l->param = NULL;
	l->nparams = 0;
	l->frame = f;
	/* the words of the kernel are part of the line that uses them */
	if (!f->function->in_header)
		l->call = &f->call;
	return a;
}

static void leave(struct litmus *l, const struct around *a)
{
	l->param = a->param;
	l->nparams = a->nparams;
	l->block = a->block;
	l->parts = a->parts;
	l->call = a->call;
	l->frame = l->frame->outer;
}

/* How many accesses @e makes; a body counts as more than one. */
static int count_accesses(const struct lkmm_expr *e)
{
	int n = 0;

	for (; e; e = e->a) {
		n += count_accesses(e->b) + count_accesses(e->c) + (e->kind == LKMM_ACCESS) +
		     2 * (e->kind == LKMM_BODY || e->kind == LKMM_ASSIGN);
		for (int i = 0; e->kind == LKMM_ACCESS && i < LKMM_MAX_ARGS; i++)
			n += count_accesses(e->access->arg[i]);
	}
	return n;
}

/* The only statement of @s that does something, or NULL if there are more, or none. */
static const struct lkmm_stmt *only_one(const struct lkmm_stmt *s)
{
	const struct lkmm_stmt *one = NULL;

	for (; s; s = s->next) {
		if (s->kind == LKMM_EXPR && !s->expr)
			continue;
		if (one)
			return NULL;
		one = s;
	}
	return one;
}

static bool does_nothing(const struct lkmm_stmt *s)
{
	while (s && s->kind == LKMM_EXPR && !s->expr)
		s = s->next;
	return !s;
}

static bool is_struct(const struct lkmm_type *t)
{
	return c_is_record(c_type_of(t));
}

/*
 * The value of the only return at the end of @body: then it is the value of the body, without a
 * jump.
 */
static struct lkmm_expr *take_return(struct litmus *l, struct frame *f, struct lkmm_stmt *body)
{
	struct lkmm_stmt *last = body;
	struct lkmm_expr *e;

	while (last && last != f->last_return)
		last = last->next;
	if (f->nreturns != 1 || !last || !last->next || last->next->next)
		return NULL;
	f->nreturns = 0;
	last->next = NULL;
	if (f->function->is_void || is_struct(&f->type))
		return NULL;
	last->expr = NULL;
	e = c_value_for(l, f->last_value, &f->type);
	e = c_convert(l, e, f->type.integer.bits ? f->type.integer : LKMM_SIGNED(64));
	if (e)
		e->type = f->type;
	return e;
}

/* The call is @body, as an expression. */
static struct lkmm_expr *make_body(struct litmus *l, struct frame *f, struct lkmm_stmt *body,
				   struct lkmm_place at)
{
	struct lkmm_expr *value = take_return(l, f, body), *e;
	const struct lkmm_stmt *one = only_one(body);

	if (value && does_nothing(body) && count_accesses(value) < 2)
		return value;
	if (f->function->is_void && !f->nreturns && one && one->kind == LKMM_EXPR &&
	    !c_has_value(one->expr))
		return one->expr;
	e = new_expr(l, LKMM_BODY, at);
	if (!e || !f->block)
		return NULL;
	e->body = body;
	if (f->nreturns) {
		f->block->body = body;
		e->body = f->block;
	}
	e->a = value;
	if (is_struct(&f->type))
		e->index = f->result;
	else if (!value && !f->function->is_void)
		e->a = new_local(l, f->result, at);
	e->type = f->type;
	return e;
}

/* The call: assigns its arguments, then runs the body. */
static struct lkmm_expr *make_call(struct litmus *l, struct lkmm_expr *given,
				   struct lkmm_expr *body, struct lkmm_place at)
{
	struct lkmm_expr *both = given ? new_expr(l, LKMM_COMMA, at) : NULL;

	if (!both || !body)
		return body;
	both->a = given;
	both->b = body;
	both->type = body->type;
	return both;
}

/* The body of @f. Where a call is read for its errors alone, those of @f may be known. */
static struct lkmm_stmt *read_body(struct litmus *l, struct function *f)
{
	bool known = f->is_read && l->thread == &l->apart;

	f->is_read = true;
	return known ? new_stmt(l, LKMM_EXPR, l->x.tok.at) : parse_block(l);
}

/*
 * Notes that @e is a word of the kernel, which litmus/lib defines: its arguments are the values
 * that its parameters are assigned or, if constant, stand for.
 */
static void note_call(struct litmus *l, struct lkmm_expr *e, const struct frame *f,
		      const struct word *w)
{
	struct lkmm_word *note;

	if (!e || !f->function->in_header || f->nparams > LKMM_MAX_ARGS)
		return;
	note = litmus_alloc(l, sizeof(*note));
	if (!note)
		return;
	note->name = w ? w->p.name : f->function->name;
	for (int i = 0; i < f->nparams; i++) {
		const struct lkmm_expr *constant = f->param[i].constant;

		/* a register has no address that could be written down */
		if (constant && constant->type.reference)
			return;
		note->arg[i] = constant ? f->param[i].constant : f->given[i];
	}
	e->word = note;
}

/* The register of the value of a call. */
static void make_result(struct litmus *l, struct frame *f)
{
	struct lkmm_expr *e;

	f->result = -1;
	if (f->function->is_void || l->x.error[0])
		return;
	if (is_struct(&f->type)) {
		e = c_declare_local(l, &f->unnamed, "return", c_type_of(&f->type));
		f->result = e ? e->index : -1;
		return;
	}
	f->result = new_hidden(l, "return", f->type.integer);
	if (f->result >= 0)
		l->thread->reg[f->result].type = f->type;
}

/* Reads the text of @f again, for a call with these arguments; -1: for none, to check it. */
static struct lkmm_expr *read_call(struct litmus *l, struct function *f, struct lkmm_expr **arg,
				   int nargs, const struct word *w, struct lkmm_place at)
{
	struct frame *frame = litmus_alloc(l, sizeof(*frame));
	struct lex_spot back;
	struct c_jumps jumps;
	struct around around;
	struct lkmm_expr *given, *body;

	if (!frame || too_deep(l))
		return NULL;
	frame->function = f;
	frame->outer = l->frame;
	frame->first = l->thread->nregs;
	frame->call = (struct lkmm_call){
		f->name, l->instead.line ? l->instead : at, l->call };
	frame->block = new_stmt(l, LKMM_BLOCK, at);
	l->depth++;
	back = go_to_text(l, &f->start);
	around = enter(l, frame);
	c_jumps_open(l, &jumps);
	parse_signature(l, frame);
	if (!l->x.error[0] && nargs >= 0 && nargs != frame->nparams)
		litmus_report(l, at, "%.40s() takes %d argument%s, not %d", f->name,
			      frame->nparams, frame->nparams == 1 ? "" : "s", nargs);
	make_result(l, frame);
	given = give_all(l, frame, arg);
	body = make_body(l, frame, read_body(l, f), at);
	c_jumps_close(l);
	leave(l, &around);
	go_back(l, &back);
	l->depth--;
	given = make_call(l, given, body, at);
	if (nargs >= 0)
		note_call(l, given, frame, w);
	return given;
}

struct lkmm_expr *parse_function_call(struct litmus *l, struct function *f, const struct word *w,
				      const struct token *name)
{
	struct lkmm_expr *arg[MAX_PARAMETERS] = { NULL };
	int nargs = parse_arguments(l, f, w, arg);
	struct lkmm_place instead = l->instead;
	struct lkmm_expr *e;

	f->is_called = true;
	if (l->x.error[0])
		return NULL;
	if (c_is_running(l, f)) {
		report_recursion(l, f, name->at);
		return new_number(l, 0, name->at);
	}
	if (f->in_header && !instead.line)
		l->instead = name->at;
	e = read_call(l, f, arg, nargs, w, name->at);
	if (l->x.error[0] && l->instead.line)
		l->x.error_at = l->instead;
	l->instead = instead;
	return e;
}

struct lkmm_expr *c_call_function(struct litmus *l, struct function *f, struct lkmm_expr *arg,
				  struct lkmm_place at)
{
	struct lkmm_expr *args[MAX_PARAMETERS] = { arg };

	return read_call(l, f, args, !!arg, NULL, at);
}

/* Those that nothing calls are read once for their errors. */
void c_check_functions(struct litmus *l)
{
	struct lkmm_expr *none[MAX_PARAMETERS] = { NULL };
	int n = l->out->source.naccesses, nodes = l->nodes;

	for (int i = 0; i < l->nfunctions && !l->x.error[0]; i++) {
		const struct lkmm_expr *e;

		if (l->function[i]->is_called || l->function[i]->in_header)
			continue;
		l->apart = (struct lkmm_thread){ 0 };
		l->thread = &l->apart;
		e = read_call(l, l->function[i], none, -1, NULL, l->function[i]->at);
		check_call(l, e);
		l->thread = NULL;
		l->out->source.naccesses = n;
		l->nodes = nodes;
	}
}

static struct lkmm_expr *result_of(struct litmus *l, const struct frame *f, struct lkmm_place at)
{
	struct lkmm_expr *e = new_local(l, f->result, at);

	if (e && is_struct(&f->type))
		e->type = f->type;
	return e;
}

/* The end of a process: its value is that of a thread, which nobody sees. */
static struct lkmm_stmt *parse_end(struct litmus *l, struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(l, LKMM_RETURN, at), *value = new_stmt(l, LKMM_EXPR, at);

	if (tok_is(&l->x, ";") || !value || !s) {
		lex_expect(&l->x, ";");
		return s;
	}
	if (l->is_void)
		lex_expected(&l->x, "';': this process is void");
	value->expr = parse_expr(l);
	value->next = s;
	lex_expect(&l->x, ";");
	return value;
}

struct lkmm_stmt *parse_return(struct litmus *l, struct lkmm_place at)
{
	struct frame *f = l->frame;
	struct lkmm_stmt *s, *value;

	if (!f)
		return parse_end(l, at);
	s = new_stmt(l, LKMM_LEAVE, at);
	value = new_stmt(l, LKMM_EXPR, at);
	if (l->jumps->inside)
		litmus_report(l, at, "return out of ({ ... }) is not supported: return behind it");
	if (!s || !value)
		return NULL;
	f->last_value = NULL;
	if (!tok_is(&l->x, ";")) {
		struct lkmm_expr *e = f->last_value = parse_expr(l);

		if (f->function->is_void)
			value->expr = e;
		else
			value->expr = c_assign(l, result_of(l, f, at), e, at);
	} else if (!f->function->is_void) {
		lex_expected(&l->x, "a value to return");
	}
	lex_expect(&l->x, ";");
	f->nreturns++;
	f->last_return = value;
	s->leaves = f->block;
	value->next = s;
	return value;
}
