// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Calls of functions in C. */
#include "aggregate.h"
#include "front/error.h"
#include "front/unknown.h"
#include "front/words.h"
#include "function.h"

#include <stdio.h>
#include <string.h>

/*
 * The address of an object that is given by name, as in READ_ONCE(*x). The kernel's smp_store_mb()
 * is often written with the variable itself, smp_store_mb(x, 1), as if that were not a pointer.
 */
static struct lkmm_expr *parse_lvalue(struct litmus *l, bool or_variable)
{
	struct lkmm_place at = l->x.tok.at;
	bool is_parameter = c_marks_parameter(l);
	struct lkmm_expr *e = parse_assignment(l);

	if (e && e->kind == LKMM_ACCESS && e->access->kind == LKMM_PLAIN_LOAD)
		return e->access->arg[0];
	if (is_parameter)
		return e;	/* it gets memory when this is read anew */
	if (e && e->kind == LKMM_REGISTER && c_need_memory(l, e->index))
		return c_reference(l, e, at);
	if (e && e->field) {
		lex_error(&l->x, at, "a bit-field has no marked accesses: write an int");
		return NULL;
	}
	if (e && e->kind == LKMM_ADDRESS && or_variable)
		return e;
	lex_error(&l->x, at, "expected an object that a pointer points to, as in *x");
	return NULL;
}

/* &r1: the register that try_cmpxchg updates. */
static struct lkmm_expr *parse_register_address(struct litmus *l)
{
	struct lkmm_place at = l->x.tok.at;
	struct lkmm_expr *e = parse_assignment(l);

	if (e && !e->type.stars)
		lex_error(&l->x, at, "expected a register, as in &r1");
	return e;
}

/* If @old is a pointer to memory: it is read before, and @op's value written to it after. */
static struct lkmm_expr *update_memory(struct litmus *l, struct lkmm_expr *op,
				       struct lkmm_expr *old, struct lkmm_place at)
{
	int r = new_hidden(l, "old", LKMM_SIGNED(64)), ok = new_hidden(l, "ok", LKMM_SIGNED(32));
	struct lkmm_expr *object = c_dereference(l, old, at), *keep, *read, *note, *write;

	if (r < 0 || ok < 0 || !object || object->kind != LKMM_ACCESS)
		return NULL;
	keep = c_keep_address(l, object, at);
	read = new_assign(l, new_local(l, r, at), c_part_of(l, object, &(struct c_part){
				.type = c_type_of(&object->type) }), at);
	op->access->inout = r;
	op->access->arg[op->access->op->inout] = new_index(l, LKMM_REGISTER, r, at);
	note = new_assign(l, new_local(l, ok, at), op, at);
	write = new_expr(l, LKMM_CONDITIONAL, at);
	if (!write)
		return NULL;
	write->a = new_local(l, ok, at);
	write->b = new_number(l, 0, at);
	write->c = new_assign(l, object, new_local(l, r, at), at);
	note = c_in_order(l, c_in_order(l, c_in_order(l, keep, read), note), write);
	return c_in_order(l, note, new_local(l, ok, at));
}

/* Arguments and result of @e have the type of its object. */
static void convert_operands(struct litmus *l, struct lkmm_expr *e)
{
	struct lkmm_access *a = e->access;
	struct lkmm_type t = { .integer = a->integer };

	c_set_bound(a->arg[a->op->object], true);
	if (!a->integer.bits)
		t = c_object(l, a->arg[a->op->object]);
	for (int i = 0; i < a->op->nargs; i++) {
		if (i == a->op->object || !a->arg[i])
			continue;
		a->arg[i] = c_value_for(l, a->arg[i], &t);
		/* It is compared, or computed with, and not only stored. */
		if (a->op->when || a->integer.bits)
			a->arg[i] = c_convert(l, a->arg[i],
					      t.integer.bits ? t.integer : LKMM_SIGNED(64));
	}
	if (t.aggregate && !t.stars)
		lex_error(&l->x, e->at, "expected a member: this is all of a struct");
	a->accessed = c_access_size(a->arg[a->op->object], &t);
	e->type = t;
}

void c_pass_dropped(struct litmus *l, const struct word *w)
{
	struct lexer *x = &l->x;
	int depth = 0;

	if (!w || !w->dropped)
		return;
	for (; x->tok.kind != T_END && (depth || !tok_is(x, ")")); lex_next(x)) {
		depth += tok_is(x, "(") - tok_is(x, ")");
		if (tok_is(x, ";") || tok_is(x, "{"))
			break;
	}
}

static struct lkmm_expr *parse_op(struct litmus *l, const struct spelling *s, const struct word *w,
				  struct lkmm_place at)
{
	struct lkmm_expr *e = new_access(l, LKMM_OP, NULL, at);
	struct lkmm_access *a = e ? e->access : NULL;
	struct lkmm_expr *old = NULL;

	if (!a)
		return NULL;
	a->op = s->op;
	a->order = s->order;
	a->integer = LKMM_SIGNED(s->bits);
	lex_expect(&l->x, "(");
	for (int i = 0; i < s->op->nargs; i++) {
		if (i)
			lex_expect(&l->x, ",");
		if (i == s->op->object && s->op->lvalue) {
			a->arg[i] = parse_lvalue(l, s->order == LKMM_STORE_MB);
		} else if (i == s->op->inout) {
			old = parse_register_address(l);
			a->inout = old && old->type.reference ? old->index : -1;
			a->arg[i] = new_index(l, LKMM_REGISTER, a->inout, at);
		} else {
			a->arg[i] = parse_assignment(l);
		}
	}
	c_pass_dropped(l, w);
	lex_expect(&l->x, ")");
	convert_operands(l, e);
	if (old && !old->type.reference)
		return update_memory(l, e, old, at);
	return e;
}

/* An assertion, or data_race(). */
static struct lkmm_expr *parse_marked(struct litmus *l, const struct primitive *p,
				      struct lkmm_place at)
{
	bool may_race = p->kind == LKMM_MAY_RACE;
	struct lkmm_expr *e = NULL;

	lex_expect(&l->x, "(");
	l->may_race += may_race;
	if (p->nargs)
		e = parse_expr(l);
	l->may_race -= may_race;
	lex_expect(&l->x, ")");
	return may_race ? e : parse_assertion(l, p, e ? c_value(l, e) : NULL, at);
}

/* Notes that the test has another word for @e. */
static void note_word(struct litmus *l, struct lkmm_expr *e, const struct word *w)
{
	struct lkmm_word *note = w && w->is == WORD_SAME ? litmus_alloc(l, sizeof(*note)) : NULL;

	if (!note || !e)
		return;
	note->name = w->p.name;
	memcpy(note->arg, e->access->arg, sizeof(note->arg));
	e->word = note;
}

static struct lkmm_expr *parse_primitive(struct litmus *l, const struct primitive *p,
					 const struct word *w, struct lkmm_place at)
{
	struct lkmm_expr *e = new_access(l, p->kind, NULL, at);

	if (!e)
		return NULL;
	e->access->fence = p->fence;
	e->type.integer = LKMM_SIGNED(32);
	lex_expect(&l->x, "(");
	if (p->kind == LKMM_FREE && p->nargs > 1)
		c_pass_argument(l);
	for (int i = p->kind == LKMM_FREE ? p->nargs - 1 : 0; i < p->nargs; i++) {
		if (i)
			lex_expect(&l->x, ",");
		e->access->arg[p->kind == LKMM_FREE ? 0 : i] = c_value(l, parse_assignment(l));
	}
	c_set_bound(e->access->arg[0], true);
	c_pass_dropped(l, w);
	lex_expect(&l->x, ")");
	note_word(l, e, w);
	return e;
}

/*
 * nondet_bool(); or __later(a, b), whether the time a is later than b, which depends on both. Time
 * passes: where b is a look at the clock, it is at last 0, and else 1.
 */
static struct lkmm_expr *parse_choice(struct litmus *l, const struct primitive *p,
				      struct lkmm_place at)
{
	struct lkmm_expr *e = new_access(l, LKMM_CHOICE, NULL, at), *a, *b;
	int looks[3] = { 0 };

	if (!e)
		return NULL;
	e->access->at_last = true;
	e->type.integer = LKMM_SIGNED(32);
	lex_expect(&l->x, "(");
	if (p->nargs) {
		looks[0] = l->looks_at_clock;
		a = c_value(l, parse_assignment(l));
		looks[1] = l->looks_at_clock;
		lex_expect(&l->x, ",");
		b = c_value(l, parse_assignment(l));
		looks[2] = l->looks_at_clock;
		if (!a || !b)
			return NULL;
		e->access->arg[1] = new_binary(l, LKMM_SUB, a, b, at);
	}
	lex_expect(&l->x, ")");
	if (looks[0] != looks[1] || looks[1] == looks[2])
		return e;
	e = new_binary(l, LKMM_LNOT, e, NULL, at);
	if (e)
		e->type.integer = LKMM_SIGNED(32);
	return e;
}

/* Skips the arguments, also those of guard(mutex)(&lock); the value is unknown. */
static struct lkmm_expr *parse_unknown_call(struct litmus *l, const struct token *token)
{
	int depth = 0, i;

	if (not_read(token))
		litmus_report(l, token->at, "%s", not_read(token));
	else
		unknown_function(l, token);
	do {
		depth += tok_is(&l->x, "(") - tok_is(&l->x, ")");
		if (l->x.tok.kind == T_END || tok_is(&l->x, ";") || tok_is(&l->x, "{")) {
			lex_expected(&l->x, "')'");
			return NULL;
		}
		lex_next(&l->x);
	} while (depth || tok_is(&l->x, "("));
	l->behind_unknown = lex_token(&l->x);
	i = add_register(l, l->thread, "'unknown", 8, LKMM_SIGNED(0));
	return i < 0 ? NULL : new_index(l, LKMM_REGISTER, i, token->at);
}

/* The call of @name, which a header of litmus/lib may define; @w: the row of the token, or NULL. */
static struct lkmm_expr *parse_library_call(struct litmus *l, const char *name,
					    const struct word *w, const struct token *token)
{
	const struct word *meant = w && w->is == WORD_SAME ? find_word(name, false) : w;
	struct token other = *token;
	struct function *f;

	if (meant && meant->is == WORD_DEFINED)
		c_read_header(l, meant->other);
	else
		c_read_macro_headers(l);
	other.text = name;
	other.len = (int)strlen(name);
	f = c_find_function(l, &other);
	return f ? parse_function_call(l, f, w, token) : parse_unknown_call(l, token);
}

/* A word that stands for its first argument. */
static struct lkmm_expr *parse_argument(struct litmus *l, const struct word *w)
{
	struct lkmm_expr *e;

	lex_expect(&l->x, "(");
	e = parse_assignment(l);
	c_pass_dropped(l, w);
	lex_expect(&l->x, ")");
	return e;
}

/* ACCESS_ONCE(x) of older trees, which is assigned to where it is to be written. */
static struct lkmm_expr *parse_access_once(struct litmus *l, const struct spelling *s,
					   const struct word *w, struct lkmm_place at)
{
	struct lkmm_expr *read = parse_op(l, s, w, at), *e;
	struct spelling store;

	if (!read || !tok_is(&l->x, "=") || !find_op("WRITE_ONCE", &store))
		return read;
	lex_next(&l->x);
	e = new_access(l, LKMM_OP, NULL, at);
	if (!e)
		return NULL;
	e->access->op = store.op;
	e->access->order = store.order;
	e->access->arg[0] = read->access->arg[0];
	e->access->arg[1] = parse_assignment(l);
	convert_operands(l, e);
	return e;
}

struct lkmm_expr *parse_call(struct litmus *l, const struct token *token)
{
	char buf[80];
	const char *name = buf;
	const struct lkmm_barrier *barrier;
	const struct primitive *primitive;
	struct lkmm_expr *fence;
	const struct word *w;
	struct spelling s;

	if (c_find_function(l, token))
		return parse_function_call(l, c_find_function(l, token), NULL, token);
	snprintf(buf, sizeof(buf), "%.*s", token->len, token->text);
	if (!strncmp(name, "lkmm_", strlen("lkmm_")))
		name += strlen("lkmm_");
	w = find_word(name, false);
	if (w && w->is == WORD_ARGUMENT)
		return parse_argument(l, w);
	if (w && w->is == WORD_SAME)
		name = w->other;
	if (find_word(name, false) && find_word(name, false)->is == WORD_PROCESS)
		return c_own_call(l, find_word(name, false), token->at);
	if (find_op(name, &s) && w && !strcmp(w->p.name, "ACCESS_ONCE"))
		return parse_access_once(l, &s, w, token->at);
	if (find_op(name, &s))
		return parse_op(l, &s, w, token->at);
	if ((barrier = find_barrier(name))) {
		lex_expect(&l->x, "(");
		c_pass_dropped(l, w);
		lex_expect(&l->x, ")");
		fence = new_fence(l, barrier->fence, token->at);
		note_word(l, fence, w);
		return fence;
	}
	primitive = find_primitive(name);
	if (primitive && primitive->kind == LKMM_CALLBACK)
		return c_post_callback(l, primitive, token);
	if (primitive && primitive->kind == LKMM_CHOICE)
		return parse_choice(l, primitive, token->at);
	if (primitive && primitive->kind >= LKMM_ASSERT)
		return parse_marked(l, primitive, token->at);
	if (primitive && primitive->kind == LKMM_ALLOC)
		return c_allocate(l, primitive->name, token);
	if (primitive)
		return parse_primitive(l, primitive, w, token->at);
	return parse_library_call(l, name, w, token);
}
