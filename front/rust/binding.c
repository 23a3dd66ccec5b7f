// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Local variables, and the names that conditions have for them. */
#include "rust.h"

#include <stdio.h>
#include <string.h>

enum { MAX_BINDINGS = 4096 };

static bool named(const struct binding *b, const struct token *name)
{
	return b->len == name->len && !memcmp(b->name, name->text, (size_t)name->len);
}

struct binding *rust_find(const struct rust *r, const struct token *name)
{
	struct binding *b = r->scope;

	while (b && !named(b, name))
		b = b->outer;
	return b;
}

/* A register by a name that no condition can spell. */
static int hidden_register(struct rust *r, const char *name, int len,
			   struct lkmm_integer type)
{
	char text[64];
	int n;

	if (!r->l->thread) {
		rust_error(r, r->x->tok.at, "expected a constant, which needs no variable");
		return -1;
	}
	n = snprintf(text, sizeof(text), "%.*s'%d", len > 40 ? 40 : len, name, r->l->thread->nregs);
	return new_register(r->l, r->l->thread, text, n, type);
}

int rust_temporary(struct rust *r, struct lkmm_integer type)
{
	if (r->l->thread && r->l->thread->nregs > MAX_BINDINGS)
		lex_error(r->x, r->x->tok.at, "expected a process of at most %d values",
			  MAX_BINDINGS);
	return hidden_register(r, "", 0, type);
}

/* The variable that conditions mean by this name. */
static struct binding *shown_binding(const struct rust *r, const struct token *name)
{
	struct binding *b = r->all;

	while (b && !(b->shown && named(b, name)))
		b = b->all;
	return b;
}

/*
 * The register of a new variable. Several may have the same name: conditions mean the one in the
 * outermost block, and there the last.
 */
static int named_register(struct rust *r, struct binding *b, const struct token *name)
{
	struct lkmm_thread *t = r->l->thread;
	struct binding *old = shown_binding(r, name);
	struct lkmm_integer type = b->type->integer;
	int i;

	b->shown = !r->call && t && (!old || b->depth <= old->depth);
	if (!b->shown)
		return hidden_register(r, name->text, name->len, type);
	i = hidden_register(r, name->text, name->len, type);
	if (i >= 0 && old) {
		const char *hidden = t->reg[i].name;

		t->reg[i].name = t->reg[old->reg].name;
		t->reg[old->reg].name = hidden;
		if (old->ok >= 0)
			t->reg[old->ok].name = hidden;
		old->shown = false;
	} else if (i >= 0) {
		/* The test may have given it a first value. */
		t->nregs--;
		i = add_register(r->l, t, name->text, name->len, type);
		if (i >= 0)
			t->reg[i].integer = type;
	}
	return i;
}

static struct binding *new_binding(struct rust *r, const struct token *name,
				   const struct rust_type *t)
{
	struct binding *b = litmus_alloc(r->l, sizeof(*b));

	if (!b)
		return NULL;
	if (r->nbindings++ == MAX_BINDINGS)
		rust_error(r, name->at, "expected a process of at most %d variables", MAX_BINDINGS);
	b->name = name->text;
	b->len = name->len;
	b->type = t;
	b->reg = b->ok = -1;
	b->depth = r->depth;
	b->outer = r->scope;
	r->scope = b;
	return b;
}

/* The register that says whether @b is Some or Ok. */
static int tag_register(struct rust *r, struct binding *b)
{
	int i = rust_temporary(r, LKMM_SIGNED(0));
	char text[80];
	int n = snprintf(text, sizeof(text), "%.*s.tag", b->len > 60 ? 60 : b->len, b->name);

	if (i >= 0 && b->shown)
		r->l->thread->reg[i].name = litmus_text(r->l, text, n);
	return i;
}

struct binding *rust_declare(struct rust *r, const struct token *name, const struct rust_type *t,
			     bool mut)
{
	struct binding *b = new_binding(r, name, t);

	if (!b)
		return NULL;
	b->mut = mut;
	if (rust_has_parts(t))
		rust_declare_parts(r, b, name);
	else
		b->reg = named_register(r, b, name);
	if (t->kind == RUST_RESULT || t->kind == RUST_OPTION)
		b->ok = tag_register(r, b);
	b->all = r->all;
	r->all = b;
	return b;
}

struct binding *rust_declare_hidden(struct rust *r, struct value v, bool mut)
{
	static const struct token name = { .kind = T_NAME, .text = "value", .len = 0 };
	struct binding *b = rust_declare(r, &name, v.type, mut);

	if (!b)
		return NULL;
	r->scope = b->outer;
	rust_store_local(r, b, v, v.at);
	return b;
}

void rust_declare_alias(struct rust *r, const struct token *name, const struct rust_type *t,
			struct lkmm_expr *e)
{
	struct binding *b = new_binding(r, name, t);

	if (b)
		b->alias = e;
}

void rust_declare_value(struct rust *r, const struct token *name, struct value v)
{
	struct binding *b = new_binding(r, name, v.type);

	if (!b)
		return;
	b->alias = v.e;
	b->alias_ok = v.ok;
	b->lent = v.lent;
	if (v.part)
		rust_alias_parts(r, b, v);
}
