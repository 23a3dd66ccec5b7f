// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Local variables. A number or pointer is a register, and a struct or array is as many as it has
 * parts, called n.next or a[1]. One whose address leaves the process has to be in memory: it is a
 * variable of the test then, called by its name and line. That is known only when the process has
 * been read, so it is read again, until no more of them turn up.
 */
#include "aggregate.h"
#include "front/allocation.h"
#include "front/error.h"
#include "function.h"

#include <stdio.h>
#include <string.h>

struct c_local {
	const struct token *declared;	/* its name, where it is declared */
	const struct frame *frame;
	struct ctype type;
	struct c_leaf *leaf;
	int nleaves;
	int reg;			/* the first of its registers, or -1 */
	int loc;			/* where it is in memory, or -1 */
	bool closed;			/* its block has ended */
};

/* ---- which of them are in memory ---- */

bool c_is_in_memory(const struct litmus *l, const struct token *declared)
{
	for (int i = 0; i < l->nin_memory; i++)
		if (l->in_memory[i] == declared)
			return true;
	return false;
}

static struct c_local *local_of(const struct litmus *l, int reg)
{
	for (int i = l->nlocals - 1; i >= 0; i--) {
		struct c_local *p = &l->local[i];

		if (p->reg >= 0 && reg >= p->reg && reg < p->reg + p->nleaves)
			return p;
	}
	return NULL;
}

void c_put_in_memory(struct litmus *l, const struct token *declared)
{
	const struct token **list;

	if (c_is_in_memory(l, declared))
		return;
	list = litmus_grow(l, l->in_memory, l->nin_memory, sizeof(*list));
	if (!list)
		return;
	l->in_memory = list;
	list[l->nin_memory++] = declared;
}

bool c_need_memory(struct litmus *l, int reg)
{
	const struct c_local *p = local_of(l, reg);

	if (!p || !p->declared)
		return false;
	c_put_in_memory(l, p->declared);
	return true;
}

/* ---- declarations ---- */

static struct c_local *new_local_entry(struct litmus *l, const struct token *declared,
				       struct ctype t)
{
	struct c_local *p = litmus_grow(l, l->local, l->nlocals, sizeof(*p));

	if (!p)
		return NULL;
	l->local = p;
	p += l->nlocals++;
	*p = (struct c_local){ .declared = declared, .frame = l->frame, .type = t, .reg = -1,
			       .loc = -1 };
	return p;
}

static struct c_kept *find_kept(const struct litmus *l, int thread, const struct token *name)
{
	for (int i = 0; i < l->nkept; i++)
		if (l->kept[i].thread == thread && l->kept[i].name &&
		    same_name(l->kept[i].name, name->text, name->len))
			return &l->kept[i];
	return NULL;
}

const struct c_kept *c_kept_local(const struct litmus *l, int thread, const struct token *name)
{
	return find_kept(l, thread, name);
}

/* Another block may have a variable @declared: a condition cannot tell them apart then. */
static void note_again(struct litmus *l, const struct token *declared)
{
	struct c_kept *k = NULL;

	if (!l->frame && declared && declared->kind == T_NAME)
		k = find_kept(l, litmus_thread(l), declared);
	if (k)
		k->twice = true;
}

void c_note_local(struct litmus *l, const struct token *declared, int reg, struct ctype t)
{
	struct c_local *p = reg >= 0 ? new_local_entry(l, declared, t) : NULL;

	if (!p)
		return;
	p->reg = reg;
	p->nleaves = 1;
	note_again(l, declared);
}

/* A register for each part, hidden in a function. */
static void make_registers(struct litmus *l, struct c_local *p, bool hidden)
{
	for (int i = 0; i < p->nleaves; i++) {
		struct lkmm_type type = c_value_type(p->leaf[i].type);
		const char *part = p->leaf[i].name;
		int reg = l->frame || hidden ?
				  new_hidden(l, part, type.integer) :
				  new_register(l, l->thread, part, (int)strlen(part), type.integer);

		if (reg < 0)
			return;
		l->thread->reg[reg].type = type;
		if (!i)
			p->reg = reg;
	}
}

/* Conditions know the variable of a process by its name, as 0:x. */
static void keep(struct litmus *l, const char *name, const struct c_local *p)
{
	struct c_kept *list;

	if (l->frame || p->declared->kind != T_NAME || (p->loc < 0 && p->reg < 0))
		return;
	note_again(l, p->declared);
	list = litmus_grow(l, l->kept, l->nkept, sizeof(*list));
	if (!list)
		return;
	l->kept = list;
	list[l->nkept++] = (struct c_kept){ .thread = litmus_thread(l), .loc = p->loc,
					    .reg = p->reg, .type = p->type, .leaf = p->leaf,
					    .nleaves = p->nleaves,
					    .name = litmus_text(l, name, (int)strlen(name)) };
}

static void make_variable(struct litmus *l, struct c_local *p, const char *name)
{
	int before = l->test->nlocs;
	int loc = new_variable(l, name, (int)strlen(name), p->declared->at.line);

	if (l->no_memory || loc < before)
		return;
	l->test->loc[loc].integer = c_value_type(p->type).integer;
	l->test->loc[loc].word = p->type.stars ? NULL : p->type.word;
	if (p->type.aggregate && !p->type.stars)
		c_make_object(l, loc, p->type, p->declared->at);
	p->loc = loc;
}

/* The whole of @p. */
static struct lkmm_expr *local_object(struct litmus *l, const struct c_local *p,
				      struct lkmm_place at)
{
	struct lkmm_expr *e;
	struct ctype t = p->type;

	if (p->loc >= 0) {
		e = new_index(l, LKMM_ADDRESS, p->loc, at);
		t.stars++;
		if (!e)
			return NULL;
		e->type = c_value_type(t);
		e->type.member = true;
		return c_dereference(l, e, at);
	}
	e = p->reg >= 0 ? new_index(l, LKMM_REGISTER, p->reg, at) : NULL;
	if (e)
		e->type = c_value_type(t);
	return e;
}

struct lkmm_expr *c_declare_local(struct litmus *l, const struct token *declared, const char *name,
				  struct ctype t)
{
	struct c_local *p = new_local_entry(l, declared, t);
	char text[C_TYPE_TEXT];

	if (!p)
		return NULL;
	if (c_is_record(t) && !t.aggregate->complete) {
		lex_error(&l->x, declared->at, "the members of %s are not known: it is not defined",
			  c_type_text(t, text));
		return NULL;
	}
	p->nleaves = c_leaves(l, t, name, declared->at, &p->leaf);
	if (l->x.error[0])
		return NULL;
	if (c_is_in_memory(l, declared))
		make_variable(l, p, name);
	else
		make_registers(l, p, declared->kind != T_NAME);
	keep(l, name, p);
	return local_object(l, p, declared->at);
}

/* ---- uses ---- */

static struct c_local *find_local(const struct litmus *l, const struct token *name)
{
	for (int i = l->nlocals - 1; i >= 0; i--) {
		struct c_local *p = &l->local[i];
		const struct token *d = p->declared;

		if (!p->closed && p->frame == l->frame && d && d->kind == T_NAME &&
		    d->len == name->len && !memcmp(d->text, name->text, (size_t)d->len))
			return p;
	}
	return NULL;
}

/* One that is a register is found by the name of that. */
static bool is_object(const struct c_local *p)
{
	return p && (p->loc >= 0 || (p->type.aggregate && !p->type.stars));
}

bool c_is_local_object(const struct litmus *l, const struct token *name)
{
	return is_object(find_local(l, name));
}

struct lkmm_expr *c_local_object(struct litmus *l, const struct token *name)
{
	struct c_local *p = find_local(l, name);

	return is_object(p) ? local_object(l, p, name->at) : NULL;
}

int c_locals_open(const struct litmus *l)
{
	return l->nlocals;
}

void c_locals_close(struct litmus *l, int first)
{
	for (int i = first; i < l->nlocals; i++)
		l->local[i].closed = true;
}

bool c_is_closed(const struct litmus *l, int reg)
{
	const struct c_local *p = local_of(l, reg);

	return p && p->closed;
}

bool c_is_registers(const struct lkmm_expr *e)
{
	return e && e->kind == LKMM_REGISTER && e->type.aggregate && !e->type.stars;
}

struct lkmm_expr *c_register_part(struct litmus *l, const struct lkmm_expr *e, int offset,
				  struct ctype of)
{
	const struct c_local *p = local_of(l, e->index);
	struct lkmm_expr *part;
	int i;

	if (!p)
		return NULL;
	i = c_leaf_at(p->leaf, p->nleaves, p->leaf[e->index - p->reg].offset + offset);
	if (i == p->nleaves)
		return NULL;
	part = new_index(l, LKMM_REGISTER, p->reg + i, e->at);
	if (part) {
		part->type = c_value_type(of);
		/* it may hold a value of another type */
		part->type.wide = p->leaf[i].mixed && !of.stars;
	}
	return part;
}

/* ---- addresses of registers ---- */

struct lkmm_expr *c_reference(struct litmus *l, const struct lkmm_expr *e, struct lkmm_place at)
{
	struct lkmm_expr *r = new_index(l, LKMM_REGISTER, e->index, at);
	struct ctype t = c_type_of(&e->type);

	if (!r)
		return NULL;
	t.stars++;
	r->type = c_value_type(t);
	r->type.reference = true;
	return r;
}

struct lkmm_expr *c_referenced(struct litmus *l, const struct lkmm_expr *e)
{
	struct lkmm_expr *r = new_local(l, e->index, e->at);

	if (r && e->type.aggregate)
		r->type = c_value_type(c_pointee(&e->type));
	return r;
}

/* An array of registers that counts as a pointer to its first element. */
struct lkmm_expr *c_array_value(struct litmus *l, struct lkmm_expr *e)
{
	const struct lkmm_aggregate *array;

	if (!c_is_registers(e) || e->type.aggregate->kind != C_ARRAY)
		return e;
	array = e->type.aggregate;
	e = c_register_part(l, e, 0, array->of);
	e = e ? c_reference(l, e, e->at) : NULL;
	if (e)
		e->type.array = array;
	return e;
}
