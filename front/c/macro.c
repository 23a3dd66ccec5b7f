// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Macros of litmus/lib that are expressions: #define f(a, b) ({ ... }). A call reads the text of
 * the macro again in its place, and the text of an argument at each use of the parameter: other
 * names belong to the process or function of the call.
 */
#include "function.h"
#include "front/error.h"

#include <string.h>

enum { MAX_ARGUMENTS = 4 };

/* A call that is being read. */
struct macro_call {
	struct macro_call *outer;
	const struct function *macro;
	struct lex_spot arg[MAX_ARGUMENTS];
	struct lkmm_place instead;	/* the place of tokens in the arguments */
	const struct lkmm_call *around;
	struct lkmm_call call;
};

static void go_back(struct litmus *l, const struct lex_spot *back)
{
	if (l->x.error[0])
		l->x.stop = *back;
	else
		lex_go(&l->x, back);
}

/* #define f(a, b) TEXT, from the name on: all of it is in one line. */
void c_keep_macro(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct token name = x->tok;
	struct function *f = name.text[name.len] == '(' ? c_new_function(l, &name) : NULL;
	int n = 0;

	if (!f)
		return;
	lex_next(x);
	lex_expect(x, "(");
	while (!x->error[0] && x->tok.kind == T_NAME && n < MAX_ARGUMENTS) {
		f->parameter[n++] = x->tok;
		lex_next(x);
		lex_accept(x, ",");
	}
	lex_expect(x, ")");
	f->nparameters = n;
	f->start = lex_here(x);
	f->is_macro = true;
}

/* Up to the comma or the parenthesis behind an argument. */
static void pass_argument(struct lexer *x)
{
	int depth = 0;

	while (!x->error[0] && x->tok.kind != T_END && !tok_is(x, ";") &&
	       (depth || (!tok_is(x, ",") && !tok_is(x, ")")))) {
		depth += tok_is(x, "(") + tok_is(x, "[") - tok_is(x, ")") - tok_is(x, "]");
		lex_next(x);
	}
}

bool c_is_macro(const struct function *f)
{
	return f->is_macro;
}

struct lkmm_expr *c_call_macro(struct litmus *l, const struct function *f, const struct token *name)
{
	struct lexer *x = &l->x;
	struct macro_call m = { .outer = l->macro, .macro = f, .instead = l->instead,
				.around = l->call, .call = { f->name, name->at, l->call } };
	struct macro_call *kept = litmus_alloc(l, sizeof(*kept));
	struct lkmm_expr *e;
	struct lex_spot back;

	if (!kept || too_deep(l))
		return NULL;
	*kept = m;
	lex_expect(x, "(");
	for (int i = 0; i < f->nparameters; i++) {
		if (i)
			lex_expect(x, ",");
		kept->arg[i] = lex_here(x);
		pass_argument(x);
	}
	lex_expect(x, ")");
	if (x->error[0])
		return NULL;
	back = lex_here(x);
	l->depth++;
	l->macro = kept;
	l->call = &kept->call;
	if (!l->instead.line)
		l->instead = name->at;
	lex_go(x, &f->start);
	e = parse_assignment(l);
	l->macro = m.outer;
	l->call = m.around;
	l->instead = m.instead;
	l->depth--;
	go_back(l, &back);
	return e;
}

bool c_macro_argument(struct litmus *l, const struct token *name, struct lkmm_expr **e)
{
	struct macro_call *m = l->macro;
	struct lkmm_place instead = l->instead;
	struct lex_spot back = lex_here(&l->x);

	for (int i = 0; m && i < m->macro->nparameters; i++) {
		const struct token *p = &m->macro->parameter[i];

		if (p->len != name->len || memcmp(p->text, name->text, (size_t)p->len))
			continue;
		l->macro = m->outer;
		l->instead = m->instead;
		l->call = m->around;
		lex_go(&l->x, &m->arg[i]);
		*e = parse_assignment(l);
		l->macro = m;
		l->instead = instead;
		l->call = &m->call;
		go_back(l, &back);
		return true;
	}
	return false;
}
