// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A process in C: its parameters and its body. */
#include "aggregate.h"
#include "front/error.h"
#include "front/part.h"

#include <string.h>

/* The element type of the array type @t, and the element types of that. */
static struct ctype element_of(struct ctype t)
{
	while (t.aggregate && !t.stars && t.aggregate->kind == C_ARRAY)
		t = t.aggregate->of;
	return t;
}

/* The parameter @loc points to an object; or to a variable that was declared as one. */
static void declare_object(struct litmus *l, int loc, struct ctype t, struct lkmm_place at)
{
	const struct ctype *known = c_object_type(l, loc);
	struct ctype is = known ? element_of(*known) : (struct ctype){ 0 }, as;
	char text[C_TYPE_TEXT], want[C_TYPE_TEXT];

	t.stars--;
	as = element_of(t);
	is.integer = known ? is.integer : l->test->loc[loc].integer;
	if (t.aggregate && !t.stars && !known && !is.integer.bits)
		c_make_object(l, loc, t, at);
	else if ((c_is_record(is) || c_is_record(as)) && !c_same_type(is, as))
		litmus_report(l, at, "'%.*s' is %s here, and %s in the first values",
			      (int)strcspn(l->test->loc[loc].name, "[."), l->test->loc[loc].name,
			      c_type_text(as, want), c_type_text(is, text));
}

static struct ctype pointee(struct ctype t)
{
	t.stars--;
	return t;
}

static void parse_parameter(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct ctype t = parse_type(l);
	struct token name = x->tok;
	struct param *param;
	int loc;

	if (name.kind != T_NAME) {
		lex_expected(x, "the type or name of a parameter");
		return;
	}
	lex_next(x);
	/* As a parameter, x[] is *x. */
	if (tok_is(x, "[")) {
		parse_bound(l);
		t = c_parse_bounds(l, t);
		t.stars++;
	}
	if (!t.stars) {
		litmus_report(l, name.at, "parameter '%.*s' must be a pointer to a shared variable",
			      name.len > 80 ? 80 : name.len, name.text);
		t.stars = 1;
	}
	if (find_param(l, &name)) {
		litmus_report(l, name.at, "there already is a parameter '%.*s'",
			      name.len > 80 ? 80 : name.len, name.text);
		return;
	}
	loc = add_location(l, name.text, name.len);
	param = litmus_grow(l, l->param, l->nparams, sizeof(*param));
	if (!param || x->error[0])
		return;
	l->param = param;
	l->param[l->nparams++] = (struct param){ loc, t };
	declare_object(l, loc, t, name.at);
	if (!l->test->loc[loc].integer.bits) {
		l->test->loc[loc].integer = t.stars > 1 ? LKMM_SIGNED(64) : t.integer;
		fit_first_value(l, loc, pointee(t));
	}
	if (t.stars == 1 && t.word)
		l->test->loc[loc].word = t.word;
}

static void parse_parameters(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct litmus_mark mark;

	lex_expect(x, "(");
	if (tok_is(x, "void") && lex_next_is(x, ")"))
		lex_next(x);
	if (!tok_is(x, ")")) {
		do {
			mark = litmus_mark(l);
			parse_parameter(l);
			litmus_recover(l, &mark, ",){");
		} while (lex_accept(x, ","));
	}
	mark = litmus_mark(l);
	lex_expect(x, ")");
	if (litmus_recover(l, &mark, "){"))
		lex_accept(x, ")");
}

/* The state that reading a process changes. */
struct before {
	struct litmus l;
	struct litmus_test out;
	struct lkmm_test test;
	struct lkmm_thread thread;
};

/* Undoes reading it, except for objects in memory, and definitions of headers. */
static void forget(struct litmus *l, const struct before *b)
{
	struct litmus now = *l;

	*l = b->l;
	*l->out = b->out;
	*l->test = b->test;
	*l->thread = b->thread;
	l->nodes = now.nodes;
	l->in_memory = now.in_memory;
	l->nin_memory = now.nin_memory;
	l->function = now.function;
	l->nfunctions = now.nfunctions;
	l->header = now.header;
	l->nheaders = now.nheaders;
	l->aggregate = now.aggregate;
	l->naggregates = now.naggregates;
}

static void read_process(struct litmus *l)
{
	struct c_jumps jumps;

	l->param = NULL;
	l->declared = NULL;
	l->local = NULL;
	c_jumps_open(l, &jumps);
	l->nparams = l->ndeclared = l->nlocals = l->block = l->nblocks = 0;
	lex_next(&l->x);
	parse_parameters(l);
	l->thread->body = parse_block(l);
	c_jumps_close(l);
	c_make_objects(l);
	check_body(l, l->thread->body, 0);
}

void parse_c_process(struct litmus *l)
{
	struct before *before = litmus_alloc(l, sizeof(*before));
	const struct token *end;
	int known;

	if (!before)
		return;
	end = c_behind_function(lex_token(&l->x));
	if (token_is(end - 1, "}"))
		c_read_statics(l, lex_token(&l->x), end);
	*before = (struct before){ *l, *l->out, *l->test, *l->thread };
	before->l.nin_memory = l->nin_memory = 0;
	for (;;) {
		known = l->nin_memory;
		read_process(l);
		if (l->nin_memory == known || l->no_memory || l->x.fatal)
			return;
		forget(l, before);
	}
}
