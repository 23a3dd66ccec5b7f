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

struct walk {
	struct emit *e;
	int t;
	bool changed;
};

static void walk_all(struct walk *w, emit_look *look)
{
	for (w->t = 0; w->t < w->e->l->program.nthreads; w->t++)
		emit_each_until(w->e, w->t, NULL, look, w);
}

/* ---- kinds of variables ---- */

static int object_arg(const struct lkmm_access *a)
{
	return a->op ? a->op->object : 0;
}

const struct lkmm_expr *emit_address_of(const struct lkmm_access *a)
{
	return a->arg[object_arg(a)];
}

const struct place *emit_direct_place(const struct emit *e, const struct lkmm_expr *x)
{
	return x && x->kind == LKMM_ADDRESS ? &e->place[x->index] : NULL;
}

/* A lock that is only used through pointers: four bytes, and free at first. */
static void set_kind(struct emit *e, const struct lkmm_expr *address, enum place_kind kind)
{
	if (emit_direct_place(e, address) && e->place[address->index].kind == PLACE_OWN)
		emit_not(e, "one object for words of several types, in a kernel");
	else if (emit_direct_place(e, address))
		e->place[address->index].kind = kind;
	else if (kind == PLACE_SRCU)
		emit_not(e, "a srcu_struct behind a pointer");
}

static void look_at_kind(void *arg, const struct lkmm_expr *x)
{
	struct walk *w = arg;
	bool own = emit_own_word(w->e, x);

	if (own)
		emit_look_at_own(w->e, x);
	if (own || !x->access)
		return;
	switch (x->access->kind) {
	case LKMM_LOCK:
	case LKMM_TRYLOCK:
	case LKMM_UNLOCK:
	case LKMM_IS_LOCKED:
		set_kind(w->e, x->access->arg[0], PLACE_LOCK);
		break;
	case LKMM_SYNC_SRCU:
		w->e->sleeps = true;
		set_kind(w->e, x->access->arg[0], PLACE_SRCU);
		break;
	case LKMM_SRCU_LOCK:
	case LKMM_SRCU_UNLOCK:
		set_kind(w->e, x->access->arg[0], PLACE_SRCU);
		break;
	case LKMM_ALLOC:
		for (int i = 0; i < x->access->locations * x->access->copies; i++)
			w->e->place[x->access->object + i].address_taken = true;
		break;
	case LKMM_FENCE:
		w->e->sleeps |= x->access->fence == LKMM_FENCE_SYNC_RCU;
		break;
	default:
		break;
	}
}

static void look_at_other(void *arg, const struct lkmm_expr *x)
{
	emit_look_at_other(((struct walk *)arg)->e, x);
}

/* ---- where addresses go ---- */

static bool may_be_address(const struct walk *w, const struct lkmm_expr *x);

/* The value read at @address may be an address. */
static bool reads_address(const struct walk *w, const struct lkmm_expr *address)
{
	const struct place *p = emit_direct_place(w->e, address);

	if (p)
		return p->holds_address;
	for (int i = 0; i < w->e->l->program.nlocs; i++)
		if (w->e->place[i].address_taken && w->e->place[i].holds_address)
			return true;
	return false;
}

static bool is_comparison(enum lkmm_operator op)
{
	return op >= LKMM_EQ && op <= LKMM_LOR;
}

static bool may_be_address(const struct walk *w, const struct lkmm_expr *x)
{
	switch (x ? x->kind : LKMM_NUMBER) {
	case LKMM_ADDRESS:
		return true;
	case LKMM_REGISTER:
		return w->e->reg[w->t][x->index].holds_address;
	case LKMM_BINARY:
		return !is_comparison(x->op) &&
		       (may_be_address(w, x->a) || may_be_address(w, x->b));
	case LKMM_CONDITIONAL:
		return may_be_address(w, x->b) || may_be_address(w, x->c);
	case LKMM_COMMA:
		return may_be_address(w, x->b);
	case LKMM_UNARY:
		return x->op < LKMM_LNOT && may_be_address(w, x->a);
	case LKMM_CAST:
	case LKMM_ASSIGN:
	case LKMM_BODY:
		return may_be_address(w, x->a);
	case LKMM_ACCESS:
		if (x->access->kind == LKMM_ALLOC)
			return true;
		return reads_address(w, x->access->arg[object_arg(x->access)]);
	default:
		return false;
	}
}

static void holds_address(struct walk *w, struct place *p)
{
	w->changed |= !p->holds_address;
	p->holds_address = true;
}

/* Whether @address may be that of the location @loc, and that has room for an address itself. */
static bool may_store_at(const struct emit *e, const struct lkmm_expr *address, int loc)
{
	const struct lkmm_location *l = &e->l->program.loc[loc];

	if (address->kind == LKMM_ADDRESS)
		return address->index == loc;
	return e->place[loc].address_taken && (!l->object || l->integer.bits == 64);
}

static void look_at_flow(void *arg, const struct lkmm_expr *x)
{
	struct walk *w = arg;
	struct emit *e = w->e;

	if (x->kind == LKMM_ASSIGN && x->a->access && x->a->access->kind == LKMM_SRCU_LOCK)
		e->reg[w->t][x->index].cookie = true;
	if (x->kind == LKMM_ASSIGN && may_be_address(w, x->a))
		holds_address(w, &e->reg[w->t][x->index]);
	for (int i = 0; x->access && i < LKMM_MAX_ARGS; i++) {
		const struct lkmm_expr *address = x->access->arg[object_arg(x->access)];

		if (i == object_arg(x->access) || !may_be_address(w, x->access->arg[i]))
			continue;
		for (int l = 0; l < e->l->program.nlocs; l++)
			if (address && may_store_at(e, address, l))
				holds_address(w, &e->place[l]);
	}
}

/* An address that is more than the operand of an access. */
static void look_at_taken(void *arg, const struct lkmm_expr *x)
{
	struct walk *w = arg;
	const struct lkmm_expr *part[] = { x->a, x->b, x->c };

	for (size_t i = 0; i < 3; i++)
		if (part[i] && part[i]->kind == LKMM_ADDRESS)
			w->e->place[part[i]->index].address_taken = true;
	w->e->computes_addresses |= x->kind == LKMM_BINARY &&
				    (x->op == LKMM_ADD || x->op == LKMM_SUB);
	for (int i = 0; x->access && i < LKMM_MAX_ARGS; i++)
		if (i != object_arg(x->access) && x->access->arg[i] &&
		    x->access->arg[i]->kind == LKMM_ADDRESS)
			w->e->place[x->access->arg[i]->index].address_taken = true;
}

static void take_first_values(struct emit *e)
{
	const struct lkmm_test *t = &e->l->program;

	for (int l = 0; l < t->nlocs; l++) {
		int to = lkmm_pointee(t, t->loc[l].init);

		if (to >= 0)
			e->place[l].holds_address = e->place[to].address_taken = true;
	}
	for (int i = 0; i < t->nthreads; i++) {
		for (int r = 0; r < t->thread[i].nregs; r++) {
			int to = lkmm_pointee(t, t->thread[i].reg[r].init);

			if (to >= 0)
				e->reg[i][r].holds_address = e->place[to].address_taken = true;
		}
	}
}

/* An address of one location of an object gives access to all of its locations. */
static void take_whole_objects(struct emit *e)
{
	const struct lkmm_test *t = &e->l->program;

	for (int l = 0; l < t->nlocs; l++)
		if (t->loc[l].object && e->place[l].address_taken)
			e->place[t->loc[l].object - 1].address_taken = true;
	for (int l = 0; l < t->nlocs; l++)
		if (t->loc[l].object)
			e->place[l].address_taken = e->place[t->loc[l].object - 1].address_taken;
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
	struct walk *w = arg;
	const struct place *p;

	if (!is_ordinary(x))
		return;
	p = emit_direct_place(w->e, emit_address_of(x->access));
	if (p && p->kind != PLACE_OBJECT)
		emit_not(w->e, "an ordinary access to a lock or srcu_struct");
	if (!p && !emit_integer(w->e, x->access).bits && !(x->access->op && x->access->op->atomic))
		emit_not(w->e, "a pointer to objects of different types");
}

/* A variable that atomic operations access, and nothing else, is of an atomic type. */
static void look_at_atomic(void *arg, const struct lkmm_expr *x)
{
	struct walk *w = arg;
	const struct lkmm_expr *address = x->access ? emit_address_of(x->access) : NULL;
	const struct place *p = emit_direct_place(w->e, address);

	if (p)
		emit_part_of(w->e, address->index)->atomic =
			emit_rust_is_method(w->e, x->access, p->integer);
}

static void look_at_plain(void *arg, const struct lkmm_expr *x)
{
	struct walk *w = arg;
	const struct lkmm_expr *address = x->access ? emit_address_of(x->access) : NULL;
	const struct place *p = emit_direct_place(w->e, address);

	if (p && !emit_rust_is_method(w->e, x->access, p->integer))
		emit_part_of(w->e, address->index)->atomic = false;
}

/* ---- observed values ---- */

static void observe(struct emit *e, const struct lkmm_atom *a)
{
	if (a->kind == LKMM_CONSTANT)
		return;
	for (int i = 0; i < e->nvalues; i++)
		if (lkmm_same_atom(&e->value[i], a))
			return;
	if (a->kind == LKMM_FINAL_LOCATION && e->place[a->loc].kind != PLACE_OBJECT)
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
	struct walk w = { .e = e };

	e->l = l;
	if (!allocate(e))
		goto no_memory;
	take_first_values(e);
	emit_find_own_types(e);
	walk_all(&w, look_at_kind);
	walk_all(&w, look_at_other);
	emit_check_own(e);
	e->through_words = true;
	walk_all(&w, look_at_taken);
	take_whole_objects(e);
	do {
		w.changed = false;
		walk_all(&w, look_at_flow);
	} while (w.changed);
	e->through_words = false;
	set_integers(e);
	walk_all(&w, look_at_pointer);
	if (!observe_all(e) || (!emit_find_objects(e) && !e->why_not[0]))
		goto no_memory;
	if (e->why_not[0])
		return false;
	walk_all(&w, look_at_atomic);
	walk_all(&w, look_at_plain);
	return !e->why_not[0];
no_memory:
	emit_not(e, "out of memory");
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
	};
	bool is_reserved = false;

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
