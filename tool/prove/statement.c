// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What an instruction does on a way: registers get terms, accesses become events. */
#include "ways.h"
#include "word.h"

#include <string.h>

static const char left_flags[] = "(flags, left)", right_flags[] = "(flags, right)";
/* Which conditions they do not tell. */
static const char unknown_flags[] = "(flags, unknown)";

/* ---- registers ---- */

void way_forget_flags(struct way *w)
{
	places_set_register(&w->memory, left_flags, term_unknown(&w->terms));
	places_set_register(&w->memory, right_flags, term_unknown(&w->terms));
	places_set_register(&w->memory, unknown_flags, term_number(&w->terms, 0));
}

const struct term *way_new_stack(struct way *w)
{
	const struct term *s = term_unknown(&w->terms);

	if (w->stacks == MAX_STACKS)
		way_fails(w, "the stack is not understood");
	else
		w->stack[w->stacks++] = s;
	return s;
}

static bool is_stack(const struct way *w, const struct term *base)
{
	for (int i = 0; i < w->stacks; i++)
		if (w->stack[i] == base)
			return true;
	return false;
}

/* Whether an argument points there, which is not the object. */
static bool is_other(const struct way *w, const struct term *base)
{
	for (int i = 0; i < 4; i++)
		if (base && w->argument[i] == base && base != w->object)
			return true;
	return false;
}

/* The aligned word that holds an object of 8 or 16 bits. */
static bool is_word(const struct way *w, const struct term *at)
{
	return w->what->bits < 32 && at->kind == TERM_BINARY && at->op == LKMM_AND &&
	       at->a == w->object && at->b->kind == TERM_NUMBER && at->b->number == -4;
}

/* ---- events ---- */

static int add_event(struct way *w, enum sketch_kind kind, uint64_t marks, bool own)
{
	if (w->n == WAY_EVENTS) {
		way_fails(w, "too many accesses");
		return 0;
	}
	w->event[w->n] = (struct way_event){
		.event = { .kind = kind, .marks = event_marks(marks, kind),
			   .instruction = w->instruction },
		.own = own,
	};
	return w->n++;
}

static const struct term *eval(struct way *w, const struct lkmm_expr *e);
static bool truth(struct way *w, const struct lkmm_expr *e);

/* A store that only an unbroken pair makes: both ways, where it does and where it does not. */
static const struct term *try_store(struct way *w, const struct lkmm_access *a,
				    const struct term *at, bool own)
{
	const struct term *value;
	int write;

	if (!own || w->linked < 0 || w->linked_at != at) {
		way_fails(w, "a store without the load that it is for");
		return term_number(&w->terms, 1);
	}
	value = eval(w, a->arg[1]);
	if (at != w->object &&
	    !word_is_kept(value, w->object, w->event[w->linked].value, w->what->bits))
		way_fails(w, "it does more to the word than to the object");
	if (!term_choose(&w->terms))
		return term_number(&w->terms, 1);
	write = add_event(w, SKETCH_WRITE, a->marks, true);
	w->pair[0] = w->linked;
	w->pair[1] = write;
	w->linked = -1;
	return term_number(&w->terms, 0);
}

static const struct term *load(struct way *w, const struct lkmm_access *a, const struct term *at,
			       bool own)
{
	const struct term *value;

	if (is_stack(w, term_base(at)))
		return places_load(&w->memory, &w->terms, at, w->bytes);
	value = term_unknown(&w->terms);
	if (own) {
		int read = add_event(w, SKETCH_READ, a->marks, true);

		w->event[read].value = value;
		w->linked = a->linked ? read : w->linked;
		w->linked_at = a->linked ? at : w->linked_at;
	}
	return value;
}

static const struct term *store(struct way *w, const struct lkmm_access *a, const struct term *at,
				bool own)
{
	const struct term *v = eval(w, a->arg[1]);

	if (is_stack(w, term_base(at)))
		places_store(&w->memory, at, w->bytes, v);
	else if (own)
		add_event(w, SKETCH_WRITE, a->marks, true);
	return v;
}

/* One that reads and writes; where it compares, both ways. */
static const struct term *update(struct way *w, const struct lkmm_access *a, bool own)
{
	bool compares = a->op->shape == LKMM_SHAPE_CMPXCHG;
	const struct term *expected = compares ? eval(w, a->arg[1]) : NULL;
	const struct term *old = term_unknown(&w->terms);
	int read = add_event(w, SKETCH_READ, a->marks, own), write;

	w->updates = true;
	w->event[read].value = old;
	eval(w, a->arg[1 + compares]);
	if (compares && !term_choose(&w->terms)) {
		term_differ(&w->terms, old, expected);
		return old;
	}
	write = add_event(w, SKETCH_WRITE, a->marks, own);
	if (own) {
		w->pair[0] = read;
		w->pair[1] = write;
	}
	return compares ? expected : old;
}

/*
 * Where it was inlined: a plain load of another width than the operation's, as of a byte that says
 * what the CPU can do. It adds a read that orders nothing.
 */
static bool is_beside(const struct way *w, const struct lkmm_access *a, const struct term *base,
		      bool updates)
{
	return w->f->part && a->kind == LKMM_OP && a->op->shape == LKMM_SHAPE_LOAD && !updates &&
	       !a->linked && !a->marks && !is_stack(w, base) && 8 * w->bytes != w->what->bits;
}

/* x86 has an update of the stack in the place of a barrier. */
static const struct term *access_memory(struct way *w, const struct lkmm_access *a)
{
	const struct term *at, *base;
	bool own, updates = a->op && a->op->becomes && a->op->shape != LKMM_SHAPE_STORE;

	if (a->kind == LKMM_FENCE) {
		w->instruction++;
		add_event(w, SKETCH_FENCE, a->marks, false);
		return term_unknown(&w->terms);
	}
	if (a->kind != LKMM_OP && a->kind != LKMM_STORE_LINKED) {
		way_fails(w, "not known");
		return term_unknown(&w->terms);
	}
	w->instruction++;
	at = eval(w, a->arg[0]);
	base = term_base(at);
	if (is_beside(w, a, base, updates))
		return term_unknown(&w->terms);
	/* Where it was inlined, nothing else says which object it is. */
	if (w->f->part && w->what->op && !w->object && !is_stack(w, base)) {
		w->object = at;
		w->pointer = places_holder(&w->first, base);
	}
	own = w->object && (at == w->object ||
			    (is_word(w, at) && (a->linked || a->kind == LKMM_STORE_LINKED)));
	if (!own && !is_stack(w, base) && !is_other(w, base))
		way_fails(w, "an access that is not the operation's");
	if (!own && !is_stack(w, base) && (a->marks || updates || a->linked))
		way_fails(w, "an access that is not the operation's");
	if (a->kind == LKMM_STORE_LINKED)
		return try_store(w, a, at, own);
	if (updates)
		return update(w, a, own);
	return a->op->shape == LKMM_SHAPE_LOAD ? load(w, a, at, own) : store(w, a, at, own);
}

/* ---- expressions ---- */

/* The way goes on by this value. */
static void note_compared(struct way *w, const struct term *t)
{
	for (int i = 0; i < w->n; i++)
		w->event[i].compared |= w->event[i].own && w->event[i].value &&
					term_has(t, w->event[i].value);
}

/* "left - right": the sign of it is asked. */
static bool is_result(const struct lkmm_expr *e)
{
	return e->kind == LKMM_BINARY && e->op == LKMM_SUB;
}

/* The conditions of the flags that the comparison asks for; 0: it compares other values. */
static unsigned int asks_flags(const struct way *w, const struct lkmm_expr *e)
{
	const struct lkmm_expr *left = is_result(e->a) ? e->a->a : e->a;

	if (left->kind != LKMM_REGISTER || strcmp(w->thread->reg[left->index].name, left_flags))
		return 0;
	return is_result(e->a) ? ISA_SIGN : asm_asked(e->op, e->is_unsigned);
}

static bool flags_tell(struct way *w, unsigned int asked)
{
	const struct term *t = places_register(&w->memory, &w->terms, unknown_flags);

	return t->kind == TERM_NUMBER && !((uint64_t)t->number & asked);
}

/* The sign of a difference may be another one than the order, unless it is one to 0. */
static const char *name_order(const struct lkmm_expr *e, const struct term *b)
{
	if (e->is_unsigned)
		return "<u";
	return is_result(e->a) && !(b->kind == TERM_NUMBER && !b->number) ? "sign" : "<";
}

/*
 * It is one thing whether a number is less than another, with sign and without, and whether their
 * difference is less than 0. Of what flags do not tell, nothing is known.
 */
static bool compare(struct way *w, const struct lkmm_expr *e)
{
	const struct term *a = eval(w, is_result(e->a) ? e->a->a : e->a);
	const struct term *b = eval(w, is_result(e->a) ? e->a->b : e->b);
	unsigned int asked = asks_flags(w, e);
	bool swap, opposite;

	note_compared(w, a);
	note_compared(w, b);
	if (asked && !flags_tell(w, asked))
		return term_choose(&w->terms);
	if (e->op == LKMM_EQ)
		return term_equal(&w->terms, a, b);
	if (e->op == LKMM_NE)
		return !term_equal(&w->terms, a, b);
	swap = e->op == LKMM_GT || e->op == LKMM_LE;
	opposite = e->op == LKMM_GE || e->op == LKMM_LE;
	return term_compare(&w->terms, name_order(e, b), swap ? b : a, swap ? a : b) != opposite;
}

static bool is_comparison(const struct lkmm_expr *e)
{
	return e->kind == LKMM_BINARY && e->op >= LKMM_EQ && e->op <= LKMM_GE;
}

static bool truth(struct way *w, const struct lkmm_expr *e)
{
	const struct term *t;

	if (is_comparison(e))
		return compare(w, e);
	t = eval(w, e);
	note_compared(w, t);
	return !term_equal(&w->terms, t, term_number(&w->terms, 0));
}

static const struct term *binary(struct way *w, const struct lkmm_expr *e)
{
	const struct term *a, *b;

	if (is_comparison(e))
		return term_number(&w->terms, compare(w, e));
	a = eval(w, e->a);
	b = eval(w, e->b);
	return term_binary(&w->terms, e->op, a, b);
}

static const struct term *assign(struct way *w, const struct lkmm_expr *e)
{
	const struct term *v = eval(w, e->a);
	const char *reg = w->thread->reg[e->index].name;

	w->flags |= !strcmp(reg, left_flags);
	places_set_register(&w->memory, reg, v);
	return v;
}

static const struct term *eval(struct way *w, const struct lkmm_expr *e)
{
	struct terms *t = &w->terms;

	switch (e->kind) {
	case LKMM_NUMBER:
		return term_number(t, e->number);
	case LKMM_REGISTER:
		return places_register(&w->memory, t, w->thread->reg[e->index].name);
	case LKMM_UNARY:
		eval(w, e->a);
		return term_unknown(t);
	case LKMM_BINARY:
		return binary(w, e);
	case LKMM_CONDITIONAL:
		return truth(w, e->a) ? eval(w, e->b) : eval(w, e->c);
	case LKMM_CAST:
		return term_cast(t, e->to, eval(w, e->a));
	case LKMM_ASSIGN:
		return assign(w, e);
	case LKMM_ACCESS:
		return access_memory(w, e->access);
	case LKMM_ADDRESS:
	case LKMM_COMMA:
	case LKMM_BODY:
		break;
	}
	way_fails(w, "not known");
	return term_unknown(t);
}

/* ---- instructions ---- */

void way_begin_instruction(struct way *w)
{
	w->updates = w->flags = false;
}

/* x86: one that reads and writes memory sets the flags, where defs/isa/ says nothing of it. */
void way_run(struct way *w, const struct instruction *i)
{
	w->thread = &i->program.thread[0];
	w->bytes = i->bytes;
	for (const struct lkmm_stmt *s = w->thread->body; s && !w->ended; s = s->next)
		if (s->kind != LKMM_EXPR)
			way_fails(w, "not known");
		else if (s->expr)
			eval(w, s->expr);
	if (w->flags)
		places_set_register(&w->memory, unknown_flags, term_number(&w->terms, i->unknown));
	else if (w->updates)
		way_forget_flags(w);
}

/* A jump is a block that is left, always or if its condition holds. */
static const struct lkmm_stmt *jump_of(const struct instruction *i)
{
	const struct lkmm_stmt *s = i->program.thread[0].body;

	return s && s->kind == LKMM_BLOCK ? s->body : s;
}

bool always_jumps(const struct instruction *i)
{
	const struct lkmm_stmt *s = i->effect == EFFECT_KNOWN ? jump_of(i) : NULL;

	return s && s->kind == LKMM_LEAVE;
}

bool way_jumps(struct way *w, const struct instruction *i)
{
	const struct lkmm_stmt *s = jump_of(i);

	w->thread = &i->program.thread[0];
	if (s && s->kind == LKMM_LEAVE)
		return true;
	if (s && s->kind == LKMM_IF && !s->next)
		return truth(w, s->expr);
	return way_fails(w, "not known");
}
