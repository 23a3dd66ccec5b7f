// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Closures, and functions as values. The type of such a value says where its text is and which
 * variables it sees; the text is read again at each call, as that of a function is.
 */
#include "flow.h"
#include "item.h"

#include <string.h>

struct rust_closure {
	struct lex_spot at;		/* its first "|" */
	struct binding *scope;		/* the variables that it sees */
	struct rust_generic *generic;
	const struct rust_item *in;
	int unsafe;
	struct rust_item *function;	/* a function by its name, and no closure */
	struct rust_path path;		/* ... or one of the language; .name.len 0: not so */
	struct rust_item item;		/* of its calls: what errors call it */
};

enum { MAX_ARGUMENTS = 8 };

static bool is_name(const struct token *t, const char *name)
{
	return strlen(name) == (size_t)t->len && !memcmp(name, t->text, (size_t)t->len);
}

static struct value closure_value(struct rust *r, struct rust_closure *c, struct lkmm_place at)
{
	struct rust_type *t = litmus_alloc(r->l, sizeof(*t));

	if (!t)
		return rust_nothing(r, &rust_never, at);
	t->kind = RUST_CLOSURE;
	t->name = c->function || c->path.name.len ? "a function" : "a closure";
	t->closure = c;
	return rust_nothing(r, t, at);
}

static struct rust_closure *new_closure(struct rust *r)
{
	struct rust_closure *c = litmus_alloc(r->l, sizeof(*c));

	if (!c)
		return NULL;
	c->scope = r->scope;
	c->generic = r->generic;
	c->in = r->in;
	c->unsafe = r->unsafe;
	if (r->in)
		c->item = *r->in;
	c->item.kind = RUST_FN;
	c->item.name = (struct token){ .kind = T_NAME, .text = "closure", .len = 7 };
	return c;
}

/* ---- as values ---- */

bool rust_closure_starts(const struct lexer *x)
{
	return tok_is(x, "|") || tok_is(x, "||") ||
	       (tok_is(x, "move") && (lex_next_is(x, "|") || lex_next_is(x, "||")));
}

/* Passes over |a, b|. */
static void pass_parameters(struct lexer *x)
{
	int depth = 0;

	if (lex_accept(x, "||"))
		return;
	lex_expect(x, "|");
	while (!x->error[0] && x->tok.kind != T_END && (depth || !tok_is(x, "|"))) {
		depth += tok_is(x, "(") + tok_is(x, "[") + tok_is(x, "{");
		depth -= tok_is(x, ")") + tok_is(x, "]") + tok_is(x, "}");
		lex_next(x);
	}
	lex_expect(x, "|");
}

/* Passes over an expression, to what ends it. */
static void pass_expression(struct lexer *x)
{
	int depth = 0;

	for (; !x->error[0] && x->tok.kind != T_END; lex_next(x)) {
		bool opens = tok_is(x, "(") || tok_is(x, "[") || tok_is(x, "{");
		bool closes = tok_is(x, ")") || tok_is(x, "]") || tok_is(x, "}");

		if (!depth && (closes || tok_is(x, ",") || tok_is(x, ";")))
			return;
		depth += opens - closes;
		/* f::<A, B>() */
		if (tok_is(x, "::") && lex_next_is(x, "<"))
			for (; x->tok.kind != T_END && !tok_is(x, ">"); lex_next(x))
				;
	}
}

/* move: the closure has copies of the variables that its text, up to @end, names. */
static void copy_captured(struct rust *r, struct rust_closure *c, const struct lexer *end)
{
	struct lexer x = *r->x;

	for (; x.tok.text < end->tok.text && x.tok.kind != T_END && !r->x->error[0]; lex_next(&x)) {
		struct binding *b = x.tok.kind == T_NAME ? rust_find(r, &x.tok) : NULL, *copy;

		if (!b || b->copied == c)
			continue;
		if (rust_is_dropped(r, b->type)) {
			rust_error(r, x.tok.at, "a closure cannot take a value that is dropped: "
				   "pass it as an argument");
			return;
		}
		if (!b->mut || b->lent || b->alias || b->late)
			continue;
		copy = rust_declare(r, &x.tok, b->type, true);
		if (!copy)
			return;
		rust_store_local(r, copy, rust_read(r, rust_local(r, b, x.tok.at)), x.tok.at);
		copy->copied = c;
	}
}

struct value rust_copy_closure(struct rust *r, struct value v)
{
	struct rust_closure *from = v.type->closure, *c;
	struct binding *scope = r->scope, *b = from->scope;

	v.local = NULL;
	if (!b || b->copied != from)
		return v;
	c = litmus_alloc(r->l, sizeof(*c));
	if (!c)
		return v;
	*c = *from;
	r->scope = from->scope;
	r->depth++;	/* conditions do not see the copies */
	for (; b && b->copied == from && !r->x->error[0]; b = b->outer) {
		struct token name = { .kind = T_NAME, .text = b->name, .len = b->len, .at = v.at };
		struct binding *copy = rust_declare(r, &name, b->type, true);

		if (!copy)
			break;
		rust_store_local(r, copy, rust_read(r, rust_local(r, b, v.at)), v.at);
		copy->copied = c;
	}
	r->depth--;
	c->scope = r->scope;
	r->scope = scope;
	return closure_value(r, c, v.at);
}

struct value parse_rust_closure_value(struct rust *r)
{
	struct rust_closure *c = new_closure(r);
	struct lkmm_place at = r->x->tok.at;
	bool moves = lex_accept(r->x, "move");
	struct binding *scope = r->scope;
	struct lexer ahead;

	if (!c)
		return rust_nothing(r, &rust_never, at);
	c->at = lex_here(r->x);
	ahead = *r->x;
	pass_parameters(&ahead);
	if (tok_is(&ahead, "->"))
		while (!ahead.error[0] && ahead.tok.kind != T_END && !tok_is(&ahead, "{"))
			lex_next(&ahead);
	pass_expression(&ahead);
	if (moves) {
		r->depth++;	/* conditions do not see the copies */
		copy_captured(r, c, &ahead);
		r->depth--;
		c->scope = r->scope;
		r->scope = scope;
	}
	if (!r->x->error[0])
		*r->x = ahead;
	return closure_value(r, c, at);
}

struct value rust_function_value(struct rust *r, struct rust_item *item, struct lkmm_place at)
{
	struct rust_closure *c = new_closure(r);

	if (!c)
		return rust_nothing(r, &rust_never, at);
	c->function = item;
	return closure_value(r, c, at);
}

bool rust_is_same_function(const struct rust_type *a, const struct rust_type *b)
{
	const struct rust_closure *f = a->closure, *g = b->closure;

	if (f->function || g->function)
		return f->function == g->function;
	return f == g || (f->at.tok.text && f->at.tok.text == g->at.tok.text &&
			  f->generic == g->generic);
}

struct value rust_path_value(struct rust *r, const struct token *module, const struct token *name)
{
	struct rust_closure *c = new_closure(r);

	if (!c)
		return rust_nothing(r, &rust_never, name->at);
	if (module)
		c->path.module = *module;
	c->path.name = *name;
	return closure_value(r, c, name->at);
}

/* ---- calls ---- */

/* To the type behind the pattern at hand. False if there is none. */
static bool pass_to_type(struct lexer *x)
{
	struct lexer ahead = *x;
	int depth = 0;

	for (; ahead.tok.kind != T_END && depth >= 0; lex_next(&ahead)) {
		if (!depth && (tok_is(&ahead, ",") || tok_is(&ahead, "|")))
			return false;
		if (!depth && tok_is(&ahead, ":"))
			break;
		depth += tok_is(&ahead, "(") + tok_is(&ahead, "[") + tok_is(&ahead, "{");
		depth -= tok_is(&ahead, ")") + tok_is(&ahead, "]") + tok_is(&ahead, "}");
	}
	*x = ahead;
	return lex_accept(x, ":");
}

/* The name or pattern of a parameter, which stands for @arg: that gets its type first. */
static void bind_argument(struct rust *r, struct value arg)
{
	struct lex_spot start = lex_here(r->x), end;
	struct lexer *x = r->x;
	bool typed = pass_to_type(x);
	struct pattern p;

	if (typed) {
		rust_coerce(r, &arg, parse_rust_type(r));
		end = lex_here(x);
		if (x->error[0])
			return;
		lex_go(x, &start);
	}
	if (x->tok.kind == T_NAME && !rust_has_parts(arg.type) && !tok_is(x, "mut") &&
	    (lex_next_is(x, "|") || lex_next_is(x, ",") || lex_next_is(x, ":"))) {
		if (!tok_is(x, "_"))
			rust_declare_value(r, &x->tok, arg);
		lex_next(x);
	} else {
		parse_rust_parameter(r, arg, &p);
		if (p.cond)
			rust_error(r, arg.at, "expected a pattern that always matches");
		rust_bind(r, &p);
	}
	if (typed && !x->error[0])
		lex_go(x, &end);
}

/* |a, (b, c), _|: each stands for an argument. */
static void bind_arguments(struct rust *r, struct value *arg, int n)
{
	struct lexer *x = r->x;
	struct lkmm_place at = x->tok.at;
	bool none = lex_accept(x, "||");
	int i = 0;

	if (!none) {
		lex_expect(x, "|");
		for (; !x->error[0] && i < n && !tok_is(x, "|"); i++) {
			bind_argument(r, arg[i]);
			if (!tok_is(x, "|"))
				lex_expect(x, ",");
		}
		if (i == n && !tok_is(x, "|"))
			i = -1;
	}
	if (i != n)
		rust_error(r, at, "expected a closure of %d argument%s", n, n == 1 ? "" : "s");
	else if (!none)
		lex_expect(x, "|");
}

/* -> T */
static const struct rust_type *parse_result_type(struct rust *r)
{
	return lex_accept(r->x, "->") ? parse_rust_type(r) : &rust_unknown;
}

/* The text of @c, in place of the call. */
static struct value read_closure(struct rust *r, struct rust_closure *c, struct value *arg, int n,
				 struct lkmm_place at)
{
	struct rust_call call = { .item = &c->item, .at = at, .outer = r->call,
				  .drops = r->drops };
	struct stmts body, *outer;
	struct value v;

	r->call = &call;
	rust_open(r, &body, &outer);
	bind_arguments(r, arg, n);
	call.type = parse_result_type(r);
	v = parse_rust_value(r);
	rust_coerce(r, &v, call.type);
	rust_close(r, call.drops, &v);
	rust_end_block(r, call.drops, &v);
	r->out = outer;
	if (call.block && !r->x->error[0]) {
		r->out = &body;
		rust_fill(r, &call.result, v);
		rust_settle(&call.result);
		r->out = outer;
		call.result.type = v.type->kind == RUST_NEVER ? call.type : v.type;
		v = call.result;
		call.block->body = body.first;
		rust_append(r, call.block);
	} else {
		rust_append(r, body.first);
	}
	return v;
}

static struct value call_closure(struct rust *r, struct rust_closure *c, struct value *arg, int n,
				 struct lkmm_place at)
{
	struct rust before = *r;
	struct rust_visit visit;
	struct value v;

	if (r->x->error[0] || too_deep(r->l))
		return rust_nothing(r, &rust_never, at);
	r->l->depth++;
	rust_visit(r->l, &visit, &c->at);
	r->scope = c->scope;
	r->generic = c->generic;
	r->in = c->in;
	r->unsafe = c->unsafe;
	r->loop = NULL;
	r->expected = NULL;
	v = read_closure(r, c, arg, n, at);
	rust_leave(r->l, &visit);
	before.all = r->all;
	before.nbindings = r->nbindings;
	before.drops = r->drops;
	*r = before;
	r->l->depth--;
	return v;
}

struct value rust_apply(struct rust *r, struct value f, struct value *arg, int n,
			struct lkmm_place at)
{
	struct rust_closure *c;

	f = rust_place(r, f);
	while (f.type->kind == RUST_REFERENCE)
		f.type = f.type->of;
	if (f.type->kind == RUST_FN_POINTER)
		return rust_call_pointer(r, f, arg, n, at);
	if (f.type->kind != RUST_CLOSURE) {
		char text[RUST_TYPE_TEXT];

		if (f.type->kind != RUST_NEVER)
			rust_error(r, at, "expected a closure, found %s",
				   rust_type_text(f.type, text));
		return rust_nothing(r, &rust_never, at);
	}
	c = f.type->closure;
	if (c->function)
		return rust_call(r, c->function, arg, n, at);
	if (c->path.name.len)
		return rust_apply_path(r, &c->path, arg, n, at);
	return call_closure(r, c, arg, n, at);
}

/* f(a, b), the token being the bracket */
struct value parse_rust_apply(struct rust *r, struct value f)
{
	struct value arg[MAX_ARGUMENTS];
	struct lkmm_stmt **mark[MAX_ARGUMENTS];
	struct lkmm_place at = r->x->tok.at;
	int n = 0;

	lex_expect(r->x, "(");
	for (; !r->x->error[0] && !tok_is(r->x, ")"); n++) {
		if (n == MAX_ARGUMENTS) {
			rust_error(r, r->x->tok.at, "expected at most %d arguments",
				   MAX_ARGUMENTS);
			break;
		}
		arg[n] = rust_await(r, parse_rust_value(r));
		mark[n] = rust_mark(r);
		if (!tok_is(r->x, ")"))
			lex_expect(r->x, ",");
	}
	lex_expect(r->x, ")");
	for (int i = n - 1; i >= 0 && !r->x->error[0]; i--)
		rust_keep(r, &arg[i], mark[i]);
	for (int i = 0; i < n && !r->x->error[0]; i++)
		arg[i] = rust_now(r, rust_read(r, arg[i]));
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	return rust_apply(r, f, arg, n, at);
}

/* A closure, or the name of one or of a function, applied to @n arguments. */
static struct value parse_applied(struct rust *r, struct value *arg, int n)
{
	struct lkmm_place at = r->x->tok.at;
	struct lexer ahead = *r->x;
	struct value f;

	if (!rust_closure_starts(r->x) && r->x->tok.kind != T_NAME && !tok_is(r->x, "&")) {
		lex_expected(r->x, n ? "a closure, as in |v| v" : "a closure, as in || 0");
		return rust_nothing(r, &rust_never, at);
	}
	while (ahead.tok.kind == T_NAME && lex_next_is(&ahead, "::")) {
		lex_next(&ahead);
		lex_next(&ahead);
	}
	/* core::convert::identity */
	if (n == 1 && is_name(&ahead.tok, "identity")) {
		*r->x = ahead;
		lex_next(r->x);
		return arg[0];
	}
	if (n == 1 && (is_name(&ahead.tok, "Some") || is_name(&ahead.tok, "Ok") ||
		       is_name(&ahead.tok, "Err"))) {
		*r->x = ahead;
		lex_next(r->x);
		return rust_construct(r, &ahead.tok, arg[0]);
	}
	f = parse_rust_value(r);
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	return rust_apply(r, f, arg, n, at);
}

struct value parse_rust_closure(struct rust *r, struct value arg)
{
	return parse_applied(r, &arg, 1);
}

struct value parse_rust_closure_of(struct rust *r, struct value *arg, int n)
{
	return parse_applied(r, arg, n);
}
