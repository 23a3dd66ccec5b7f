// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The types of variables and registers. A litmus test need not declare them: the uses of a variable
 * determine its type, and one that may hold an address is wide enough for it.
 */
#include "object.h"
#include "rust.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void emit_not(struct emit *e, const char *why)
{
	if (!e->why_not[0])
		snprintf(e->why_not, sizeof(e->why_not), "%s", why);
}

static void walk_all(struct emit *e, emit_look *look)
{
	for (int t = 0; t < e->l->program.nthreads; t++)
		emit_each_until(e, t, NULL, look, e);
}

/* ---- kinds of variables ---- */

int emit_object_arg(const struct lkmm_access *a)
{
	return a->op ? a->op->object : 0;
}

const struct lkmm_expr *emit_address_of(const struct lkmm_access *a)
{
	return a->arg[emit_object_arg(a)];
}

const struct place *emit_direct_place(const struct emit *e, const struct lkmm_expr *x)
{
	return x && x->kind == LKMM_ADDRESS ? &e->place[x->index] : NULL;
}

/*
 * A lock that is only used through pointers is four bytes, and free at first. A srcu_struct is
 * declared as one, or accessed by its name.
 */
static void set_kind(struct emit *e, const struct lkmm_expr *address, enum place_kind kind)
{
	if (emit_direct_place(e, address) && e->place[address->index].kind == PLACE_OWN)
		emit_not(e, "one object for words of several types, in a kernel");
	else if (emit_direct_place(e, address))
		e->place[address->index].kind = kind;
}

static void find_domains(struct emit *e)
{
	for (int l = 0; l < e->l->program.nlocs; l++) {
		const char *word = e->l->program.loc[l].word;

		if (word && !strcmp(word, "struct srcu_struct"))
			e->place[l].kind = PLACE_SRCU;
		else if (e->for_verify && e->l->program.loc[l].lock)
			e->place[l].kind = PLACE_LOCK;
	}
}

static void look_at_kind(void *arg, const struct lkmm_expr *x)
{
	struct emit *e = arg;
	bool own = emit_own_word(e, x);

	if (own)
		emit_look_at_own(e, x);
	if (own || !x->access)
		return;
	switch (x->access->kind) {
	case LKMM_LOCK:
	case LKMM_TRYLOCK:
	case LKMM_UNLOCK:
	case LKMM_IS_LOCKED:
		set_kind(e, x->access->arg[0], PLACE_LOCK);
		break;
	case LKMM_SYNC_SRCU:
		e->sleeps = true;
		set_kind(e, x->access->arg[0], PLACE_SRCU);
		break;
	case LKMM_SRCU_LOCK:
	case LKMM_SRCU_UNLOCK:
		set_kind(e, x->access->arg[0], PLACE_SRCU);
		break;
	case LKMM_ALLOC:
		for (int i = 0; i < x->access->locations * x->access->copies; i++)
			e->place[x->access->object + i].address_taken = true;
		break;
	case LKMM_FENCE:
		e->sleeps |= x->access->fence == LKMM_FENCE_SYNC_RCU;
		break;
	default:
		break;
	}
}

static void look_at_other(void *arg, const struct lkmm_expr *x)
{
	emit_look_at_other(arg, x);
}

/* ---- types ---- */

/* A variable that holds an address is made wide enough for that; a member must be so by itself. */
static void set_place_integer(struct emit *e, int l)
{
	const struct lkmm_location *loc = &e->l->program.loc[l];
	struct place *p = &e->place[l];

	p->integer = loc->integer.bits ? loc->integer : LKMM_SIGNED(32);
	if (!p->holds_address)
		return;
	if (loc->object && p->integer.bits < 64)
		emit_not(e, "an address in a member that is not a pointer");
	e->is_widened |= loc->integer.bits != 64;
	if (!loc->object)
		p->integer = LKMM_SIGNED(64);
}

/* In old tests a parameter is "int *", also one that the first values declare as a pointer. */
static void look_at_width(void *arg, const struct lkmm_expr *x)
{
	struct emit *e = arg;
	const struct lkmm_expr *address = x->access ? emit_address_of(x->access) : NULL;
	const struct place *p = emit_direct_place(e, address);
	int bits = p ? address->type.points_to.bits : 0;

	e->is_widened |= bits && bits < 64 && p->holds_address;
}

static void set_integers(struct emit *e)
{
	const struct lkmm_test *t = &e->l->program;

	for (int l = 0; l < t->nlocs; l++)
		set_place_integer(e, l);
	for (int i = 0; i < t->nthreads; i++) {
		for (int r = 0; r < t->thread[i].nregs; r++) {
			struct lkmm_integer own = t->thread[i].reg[r].integer;

			e->reg[i][r].integer = e->reg[i][r].holds_address || !own.bits ?
						       LKMM_SIGNED(64) : own;
		}
	}
	for (int l = 0; l < t->nlocs; l++) {
		if (!e->place[l].address_taken)
			continue;
		if (e->pointee.bits && !lkmm_same_integer(e->pointee, e->place[l].integer)) {
			e->pointee = LKMM_SIGNED(0);
			return;
		}
		e->pointee = e->place[l].integer;
	}
}

struct lkmm_integer emit_integer(const struct emit *e, const struct lkmm_access *a)
{
	const struct lkmm_expr *address = emit_address_of(a);
	const struct place *p = emit_direct_place(e, address);

	/* A member of a union, or a part of a variable. */
	if (p && a->accessed.bits && a->accessed.bits <= p->integer.bits && !p->holds_address)
		return a->accessed;
	if (p)
		return p->integer;
	if (a->accessed.bits && !e->is_widened)
		return a->accessed;
	return e->pointee.bits || e->is_widened ? e->pointee : address->type.points_to;
}

static bool is_ordinary(const struct lkmm_expr *x)
{
	return x->access && (x->access->kind == LKMM_OP || x->access->kind == LKMM_PLAIN_LOAD ||
			     x->access->kind == LKMM_PLAIN_STORE);
}

/* The type behind a pointer that is followed must be known. */
static void look_at_pointer(void *arg, const struct lkmm_expr *x)
{
	struct emit *e = arg;
	const struct place *p;

	if (!is_ordinary(x))
		return;
	p = emit_direct_place(e, emit_address_of(x->access));
	if (p && p->kind != PLACE_OBJECT)
		emit_not(e, "an ordinary access to a lock or srcu_struct");
	if (!p && !emit_integer(e, x->access).bits && !(x->access->op && x->access->op->atomic))
		emit_not(e, "a pointer to objects of different types");
}

/* A variable that atomic operations access, and nothing else, is of an atomic type. */
static void look_at_atomic(void *arg, const struct lkmm_expr *x)
{
	struct emit *e = arg;
	const struct lkmm_expr *address = x->access ? emit_address_of(x->access) : NULL;
	const struct place *p = emit_direct_place(e, address);

	if (p)
		emit_part_of(e, address->index)->atomic =
			emit_rust_is_method(e, x->access, p->integer);
}

static void look_at_plain(void *arg, const struct lkmm_expr *x)
{
	struct emit *e = arg;
	const struct lkmm_expr *address = x->access ? emit_address_of(x->access) : NULL;
	const struct place *p = emit_direct_place(e, address);

	if (p && !emit_rust_is_method(e, x->access, p->integer))
		emit_part_of(e, address->index)->atomic = false;
}

/* ---- observed values ---- */

static void observe(struct emit *e, const struct lkmm_atom *a)
{
	if (a->kind == LKMM_CONSTANT)
		return;
	for (int i = 0; i < e->nvalues; i++)
		if (lkmm_same_atom(&e->value[i], a))
			return;
	if (a->kind == LKMM_FINAL_LOCATION && e->place[a->loc].kind != PLACE_OBJECT &&
	    !e->for_verify)
		emit_not(e, "it asks for the final value of a lock");
	e->value[e->nvalues++] = *a;
}

static int count_atoms(const struct lkmm_cond *c)
{
	return c ? 2 + count_atoms(c->a) + count_atoms(c->b) : 0;
}

static void observe_cond(struct emit *e, const struct lkmm_cond *c)
{
	if (!c)
		return;
	if (c->kind == LKMM_SAME) {
		observe(e, &c->left);
		observe(e, &c->right);
	}
	observe_cond(e, c->a);
	observe_cond(e, c->b);
}

static bool observe_all(struct emit *e)
{
	const struct lkmm_test *t = &e->l->program;

	e->value = lkmm_alloc(e->l->arena, sizeof(*e->value) *
					   (size_t)(t->nobserved + count_atoms(t->filter) + 1));
	if (!e->value)
		return false;
	for (int i = 0; i < t->nobserved; i++)
		observe(e, &t->observed[i]);
	observe_cond(e, t->filter);
	return true;
}

/* ---- all ---- */

static bool allocate(struct emit *e)
{
	const struct lkmm_test *t = &e->l->program;
	struct lkmm_arena *a = e->l->arena;

	e->place = lkmm_alloc(a, sizeof(*e->place) * ((size_t)t->nlocs + 1));
	e->reg = lkmm_alloc(a, sizeof(*e->reg) * ((size_t)t->nthreads + 1));
	e->form = lkmm_alloc(a, sizeof(*e->form) * ((size_t)t->nthreads + 1));
	if (!e->place || !e->reg || !e->form)
		return false;
	for (int i = 0; i < t->nthreads; i++)
		if (!(e->reg[i] = lkmm_alloc(a, sizeof(**e->reg) *
						((size_t)t->thread[i].nregs + 1))))
			return false;
	return true;
}

bool emit_open(struct emit *e, const struct litmus_test *l)
{
	e->l = l;
	if (!allocate(e))
		goto no_memory;
	find_domains(e);
	emit_find_own_types(e);
	walk_all(e, look_at_kind);
	walk_all(e, look_at_other);
	emit_check_own(e);
	emit_find_addresses(e);
	walk_all(e, look_at_width);
	set_integers(e);
	walk_all(e, look_at_pointer);
	if (!observe_all(e) || (!emit_find_objects(e) && !e->why_not[0]))
		goto no_memory;
	if (e->why_not[0])
		return false;
	walk_all(e, look_at_atomic);
	walk_all(e, look_at_plain);
	return !e->why_not[0];
no_memory:
	emit_not(e, "out of memory");
	return false;
}

bool emit_is_allocated(const struct emit *e, int o)
{
	for (int i = 0; i < e->object[o].nlocs; i++)
		if (e->l->program.loc[e->object[o].loc[i]].allocated)
			return true;
	return false;
}

struct use {
	const struct emit *e;
	int object;
	bool found;
};

static void look_at_use(void *arg, const struct lkmm_expr *x)
{
	struct use *u = arg;

	u->found |= x->kind == LKMM_ADDRESS && u->e->object_of[x->index] == u->object;
	for (int i = 0; x->access && i < x->access->locations * x->access->copies; i++)
		u->found |= u->e->object_of[x->access->object + i] == u->object;
}

bool emit_uses(const struct emit *e, int t, int o)
{
	const struct lkmm_thread *th = &e->l->program.thread[t];
	struct use u = { .e = e, .object = o };

	if (e->for_verify && emit_is_allocated(e, o))
		return false;
	for (int r = 0; r < th->nregs; r++) {
		int to = lkmm_pointee(&e->l->program, th->reg[r].init);

		u.found |= to >= 0 && e->object_of[to] == o;
	}
	emit_each_until(e, t, NULL, look_at_use, &u);
	return u.found;
}

void emit_name(struct emit *e, const char *name)
{
	static const char *const reserved[] = {
		"auto", "break", "case", "char", "const", "continue", "default", "do", "double",
		"else", "enum", "extern", "float", "for", "goto", "if", "inline", "int", "long",
		"register", "restrict", "return", "short", "signed", "sizeof", "static", "struct",
		"switch", "typedef", "union", "unsigned", "void", "volatile", "while", "bool",
		"true", "false", "as", "async", "await", "crate", "dyn", "fn", "impl", "in", "let",
		"loop", "match", "mod", "move", "mut", "pub", "ref", "self", "Self", "super",
		"trait", "type", "unsafe", "use", "where", "yield", "out", "asm", "typeof", "main",
		"abstract", "become", "box", "dyn", "final", "macro", "override", "priv", "try",
		"virtual", "unsized", "gen", "Full", "Acquire", "Release", "Relaxed", "_",
		"linux", "unix",
	};
	/* A kernel's headers have macros of any name, such as "current". */
	bool is_reserved = e->in_kernel;

	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		is_reserved |= !strcmp(name, reserved[i]);
	text_add(e->out, "%s%s", name, is_reserved ? "_" : "");
}

/*
 * A register may have the name of a variable, or of an earlier register of the same process.
 * Registers that a front end adds have a quote in their names, and parts of a struct or array a dot
 * or bracket.
 */
void emit_register(struct emit *e, int t, int r)
{
	const struct lkmm_thread *th = &e->l->program.thread[t];
	const char *name = th->reg[r].name;
	int len = (int)strcspn(name, "'.[");
	bool again = name[len] || th->reg[r].hidden ||
		     find_location(&e->l->program, name, len) >= 0;

	if (!len) {
		text_add(e->out, "tmp%d", r);
		return;
	}
	for (int i = 0; i < r; i++)
		again |= !strcmp(th->reg[i].name, name);
	if (again)
		text_add(e->out, "%.*s_%d", len, name, r);
	else
		emit_name(e, name);
}
