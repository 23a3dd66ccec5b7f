// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A process in C: its parameters and its body. */
#include "c.h"
#include "front/error.h"

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
		t.stars++;
		parse_bound(l);
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
	if (!l->test->loc[loc].integer.bits)
		l->test->loc[loc].integer = t.stars > 1 ? LKMM_SIGNED(64) : t.integer;
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

void parse_c_process(struct litmus *l)
{
	struct c_jumps jumps;

	l->param = NULL;
	l->declared = NULL;
	c_jumps_open(l, &jumps);
	l->nparams = l->ndeclared = l->block = l->nblocks = 0;
	lex_next(&l->x);
	parse_parameters(l);
	l->thread->body = parse_block(l);
	c_jumps_close(l);
	c_make_objects(l);
	check_body(l, l->thread->body, 0);
}
