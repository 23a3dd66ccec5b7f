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
#include "function.h"

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

/* nr_cpu_ids */
static struct lkmm_expr *count(struct litmus *l, struct lkmm_place at)
{
	int n = c_processes(l);
	struct lkmm_expr *e =
		new_number(l, n > litmus_thread(l) ? n : litmus_thread(l) + 1, at);

	if (e)
		e->type.integer = LKMM_SIGNED(32);
	return e;
}

/* @cpu times the distance of two copies */
static struct lkmm_expr *distance(struct litmus *l, struct lkmm_expr *cpu, int size)
{
	struct lkmm_expr *e = NULL;

	if (cpu->kind == LKMM_NUMBER)
		e = new_number(l, (int64_t)((uint64_t)cpu->number * (uint64_t)size), cpu->at);
	else if ((cpu = c_convert(l, cpu, LKMM_SIGNED(64))))
		e = new_binary(l, LKMM_MUL, cpu, new_number(l, size, cpu->at), cpu->at);
	if (e)
		e->type = (struct lkmm_type){ .integer = LKMM_SIGNED(64) };
	return e;
}

/* per_cpu_ptr(&x.m, cpu): the same in the copy of that CPU. */
static struct lkmm_expr *copy(struct litmus *l, struct lkmm_place at)
{
	const struct ctype byte = { .integer = LKMM_SIGNED(8), .stars = 1 };
	struct lkmm_expr *p, *cpu, *e;
	struct lkmm_type type;
	int size;

	lex_expect(&l->x, "(");
	l->per_cpu++;
	p = parse_assignment(l);
	l->per_cpu--;
	lex_expect(&l->x, ",");
	cpu = parse_assignment(l);
	lex_expect(&l->x, ")");
	if (!p || !cpu || l->x.error[0])
		return NULL;
	size = c_per_cpu_size(l, p);
	if (!size) {
		lex_error(&l->x, at, "expected the address of a variable of DEFINE_PER_CPU(), "
			  "as in per_cpu_ptr(&x, cpu)");
		return NULL;
	}
	type = p->type;
	p->type = c_value_type(byte);
	cpu = distance(l, cpu, size);
	e = cpu ? c_pointer_sum(l, LKMM_ADD, p, cpu, at) : NULL;
	if (e)
		e->type = type;
	return e;
}

static struct lkmm_expr *what(struct litmus *l, const struct word *w, struct lkmm_place at)
{
	if (!strcmp(w->other, "count"))
		return count(l, at);
	return !strcmp(w->other, "task") ? task(l, at) : number(l, at);
}

struct lkmm_expr *c_own_call(struct litmus *l, const struct word *w, struct lkmm_place at)
{
	if (!strcmp(w->other, "copy"))
		return copy(l, at);
	lex_expect(&l->x, "(");
	lex_expect(&l->x, ")");
	return what(l, w, at);
}

/* jiffies, which is the same as a function without arguments. */
static struct lkmm_expr *same_as_call(struct litmus *l, const struct word *w, struct lkmm_place at)
{
	const struct word *other = find_word(w->other, false);
	const struct token name = { .kind = T_NAME, .text = w->other,
				    .len = (int)strlen(w->other) };
	struct lkmm_place instead = l->instead;
	struct function *f;
	struct lkmm_expr *e;

	if (w->p.nargs || !other || other->is != WORD_DEFINED || other->p.nargs || other->is_macro)
		return NULL;
	c_read_header(l, other->other);
	f = c_find_function(l, &name);
	if (!f)
		return NULL;
	if (!instead.line)
		l->instead = at;
	e = c_call_function(l, f, NULL, at);
	l->instead = instead;
	return e;
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
	if (w && w->is == WORD_SAME)
		return same_as_call(l, w, name->at);
	if (w && w->is == WORD_DEFINED) {
		c_read_header(l, w->other);
		return c_enumerator(l, name);
	}
	return w && w->is == WORD_PROCESS && strcmp(w->other, "copy") ? what(l, w, name->at) : NULL;
}
