// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The scopes of names. A number or pointer is a register, by its name: a process that declares it
 * in several blocks, of one type, has one register of that name, which conditions mean. A variable
 * that hides another, or has another type, is a register of its own, which conditions do not see.
 */
#include "aggregate.h"
#include "front/error.h"
#include "function.h"

#include <stdio.h>
#include <string.h>

/* A variable that is in scope. */
struct declared {
	const struct token *name;
	const struct frame *frame;
	int reg;			/* -1: an object */
	int block;
};

void c_scope_open(struct litmus *l, struct c_scope *s)
{
	*s = (struct c_scope){ l->block, l->ndeclared, c_locals_open(l) };
	l->block = ++l->nblocks;
}

void c_scope_close(struct litmus *l, const struct c_scope *s)
{
	c_locals_close(l, s->locals);
	l->ndeclared = s->declared;
	l->block = s->block;
}

void c_scope_recover(struct litmus *l, int block)
{
	l->block = block;
	while (l->ndeclared && l->declared[l->ndeclared - 1].block > block)
		l->ndeclared--;
}

static const struct declared *find_declared(const struct litmus *l, const struct token *name)
{
	for (int i = l->ndeclared - 1; i >= 0; i--) {
		const struct declared *d = &l->declared[i];

		if (d->frame == l->frame && d->name->len == name->len &&
		    !memcmp(d->name->text, name->text, (size_t)name->len))
			return d;
	}
	return NULL;
}

/* ---- registers, by name ---- */

static bool is_own(const char *reg, const struct function *f, const struct token *name)
{
	size_t len = (size_t)f->len;

	return strlen(reg) == len + 1 + (size_t)name->len && !memcmp(reg, f->name, len) &&
	       reg[len] == '.' && !memcmp(reg + len + 1, name->text, (size_t)name->len);
}

/* The register called @name: the last one in scope, or else the last one; or -1. */
static int find_any(const struct litmus *l, const struct token *name)
{
	const struct frame *f = l->frame;
	int closed = -1;

	if (!f)
		return find_register(l->thread, name->text, name->len);
	for (int i = l->thread->nregs - 1; i >= f->first; i--) {
		if (!is_own(l->thread->reg[i].name, f->function, name))
			continue;
		if (!c_is_closed(l, i))
			return i;
		if (closed < 0)
			closed = i;
	}
	return closed;
}

int c_find_local(const struct litmus *l, const struct token *name)
{
	const struct declared *d = find_declared(l, name);
	int i;

	if (d && d->reg >= 0)
		return d->reg;
	i = find_any(l, name);
	/* herd7 knows it behind its block, too */
	if (i >= 0 && c_is_closed(l, i) &&
	    (find_param(l, name) || c_is_parameter(l, name) || c_is_global(l, name)))
		return -1;
	return i;
}

int new_hidden(struct litmus *l, const char *name, struct lkmm_integer type)
{
	struct frame *f = l->frame;
	char text[128];
	int i;

	snprintf(text, sizeof(text), "%s%s%s", f ? f->function->name : "", f ? "." : "'", name);
	i = new_register(l, l->thread, text, (int)strlen(text), type);
	if (i >= 0)
		l->thread->reg[i].hidden = true;
	return i;
}

static int add_register_named(struct litmus *l, const struct token *name,
			      struct lkmm_integer type, bool hidden)
{
	char text[100];

	if (!l->frame && !hidden)
		return new_register(l, l->thread, name->text, name->len, type);
	snprintf(text, sizeof(text), "%.*s", name->len, name->text);
	return new_hidden(l, text, type);
}

int c_add_local(struct litmus *l, const struct token *name, struct lkmm_integer type)
{
	int i = c_find_local(l, name);

	return i >= 0 ? i : add_register_named(l, name, type, false);
}

/* ---- declarations ---- */

static bool same_type(const struct lkmm_type *a, const struct lkmm_type *b)
{
	return lkmm_same_integer(a->integer, b->integer) && a->stars == b->stars &&
	       a->aggregate == b->aggregate && lkmm_same_integer(a->points_to, b->points_to);
}

bool c_may_declare(struct litmus *l, const struct token *name)
{
	const struct declared *d = find_declared(l, name);

	if (d && d->block == l->block)
		litmus_report(l, name->at, "'%.*s' is declared twice, first in line %d",
			      name->len > 40 ? 40 : name->len, name->text, d->name->at.line);
	else if (l->block == 1 && find_param(l, name))
		litmus_report(l, name->at, "'%.*s' is declared twice, first as a parameter",
			      name->len > 40 ? 40 : name->len, name->text);
	return !d && !c_is_parameter(l, name) && !find_param(l, name);
}

void c_note_declared(struct litmus *l, const struct token *name, int reg)
{
	struct declared *d = litmus_grow(l, l->declared, l->ndeclared, sizeof(*d));

	if (!d)
		return;
	l->declared = d;
	d[l->ndeclared++] = (struct declared){ name, l->frame, reg, l->block };
}

int c_declare_register(struct litmus *l, const struct token *name, struct ctype t)
{
	struct lkmm_type type = c_value_type(t);
	bool hides = !c_may_declare(l, name);
	int i = hides ? -1 : find_any(l, name);
	struct lkmm_register *r;

	if (i >= 0 && c_is_closed(l, i) && !same_type(&l->thread->reg[i].type, &type)) {
		hides = true;
		i = -1;
	}
	if (i < 0)
		i = add_register_named(l, name, type.integer, hides);
	r = i >= 0 && l->thread->reg ? &l->thread->reg[i] : NULL;
	/* A register whose first value stands at the top of the test gets its type here. */
	if (r && !r->integer.bits)
		r->integer = type.integer;
	if (r && !r->type.integer.bits)
		r->type = type;
	if (r)
		c_note_declared(l, name, i);
	return i;
}
