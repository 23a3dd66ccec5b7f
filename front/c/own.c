// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Variables that a process has without being given them: those of the headers of litmus/lib, which
 * a header declares as "static struct x *const y = &(struct x){ };", and the task of the process,
 * taskN in process N. They are made when they are first used. What a header declares as "static
 * _Thread_local" is a register of the process, whatever function uses it. The number of a process
 * is that of its CPU.
 */
#include "aggregate.h"
#include "front/words.h"

#include <stdio.h>
#include <string.h>

struct c_variable {
	struct token name;
	struct ctype type;		/* a pointer to it; of a register, its own */
	bool is_register;
	int64_t init;			/* of a register */
};

void c_keep_variable(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct c_variable *v;
	bool is_register;
	struct ctype t;

	lex_expect(x, "static");
	is_register = lex_accept(x, "_Thread_local");
	/* A header that has the type may be read, and the list may grow. */
	t = parse_type(l);
	v = litmus_grow(l, l->variable, l->nvariables, sizeof(*v));
	if (!v)
		return;
	l->variable = v;
	v += l->nvariables++;
	*v = (struct c_variable){ x->tok, t, is_register, 0 };
	lex_next(x);
	if (is_register && lex_accept(x, "="))
		v->init = c_parse_constant(l);
	while (!x->error[0] && x->tok.kind != T_END && !tok_is(x, ";"))
		lex_next(x);
}

/* The variable @name, which a pointer of type @t points to. */
static struct lkmm_expr *variable(struct litmus *l, const char *name, int len, struct ctype t,
				  struct lkmm_place at)
{
	int loc = add_location(l, name, len);
	struct lkmm_expr *e = loc < 0 ? NULL : new_index(l, LKMM_ADDRESS, loc, at);
	struct ctype of = t;

	of.stars--;
	if (!e)
		return NULL;
	if (!c_object_type(l, loc))
		c_make_object(l, loc, of, at);
	e->type = c_value_type(t);
	return e;
}

static struct lkmm_expr *own_register(struct litmus *l, const struct c_variable *v,
				      struct lkmm_place at)
{
	struct lkmm_type type = c_value_type(v->type);
	char text[60];
	int i, len;

	len = snprintf(text, sizeof(text), "'%.*s", v->name.len, v->name.text);
	i = find_register(l->thread, text, len);
	if (i < 0) {
		i = new_register(l, l->thread, text, len, type.integer);
		if (i < 0)
			return NULL;
		l->thread->reg[i].hidden = l->thread->reg[i].given = true;
		l->thread->reg[i].type = type;
		l->thread->reg[i].init = v->init;
	}
	return new_local(l, i, at);
}

/* current */
static struct lkmm_expr *task(struct litmus *l, struct lkmm_place at)
{
	const struct token tag = { .kind = T_NAME, .text = "task_struct", .len = 11 };
	const struct word *type = find_word("struct task_struct", true);
	struct ctype t = { .stars = 1 };
	char name[24];

	c_read_header(l, type->other);
	t.aggregate = c_find_struct(l, &tag);
	snprintf(name, sizeof(name), "task%d", litmus_thread(l));
	return t.aggregate ? variable(l, name, (int)strlen(name), t, at) : NULL;
}

static struct lkmm_expr *number(struct litmus *l, struct lkmm_place at)
{
	struct lkmm_expr *e = new_number(l, litmus_thread(l), at);

	if (e)
		e->type.integer = LKMM_SIGNED(32);
	return e;
}

static struct lkmm_expr *what(struct litmus *l, const struct word *w, struct lkmm_place at)
{
	return !strcmp(w->other, "task") ? task(l, at) : number(l, at);
}

struct lkmm_expr *c_own_call(struct litmus *l, const struct word *w, struct lkmm_place at)
{
	lex_expect(&l->x, "(");
	lex_expect(&l->x, ")");
	return what(l, w, at);
}

struct lkmm_expr *c_own_name(struct litmus *l, const struct token *name)
{
	char text[48];
	const struct word *w;

	for (int i = 0; i < l->nvariables; i++) {
		const struct c_variable *v = &l->variable[i];

		if (v->name.len == name->len &&
		    !memcmp(v->name.text, name->text, (size_t)name->len))
			return v->is_register ? own_register(l, v, name->at) :
			       variable(l, name->text, name->len, v->type, name->at);
	}
	if (name->len >= (int)sizeof(text))
		return NULL;
	snprintf(text, sizeof(text), "%.*s", name->len, name->text);
	w = find_word(text, false);
	if (w && w->is == WORD_DEFINED) {
		c_read_header(l, w->other);
		return c_enumerator(l, name);
	}
	return w && w->is == WORD_PROCESS ? what(l, w, name->at) : NULL;
}
