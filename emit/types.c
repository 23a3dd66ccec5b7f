// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The types of variables and registers. A litmus test need not declare them: a variable is what it
 * is used as, and what an address may get into is wide enough for one.
 */
#include "emit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void emit_not(struct emit *e, const char *why)
{
	if (!e->why_not[0])
		snprintf(e->why_not, sizeof(e->why_not), "%s", why);
}

/* ---- walking through a process ---- */

struct walk {
	struct emit *e;
	int t;
	bool changed;
};

typedef void look_fn(struct walk *w, const struct lkmm_expr *x);

static void walk_list(struct walk *w, const struct lkmm_stmt *s, look_fn *look);

static void walk_expr(struct walk *w, const struct lkmm_expr *x, look_fn *look)
{
	if (!x)
		return;
	look(w, x);
	walk_expr(w, x->a, look);
	walk_expr(w, x->b, look);
	walk_expr(w, x->c, look);
	for (int i = 0; x->access && i < LKMM_MAX_ARGS; i++)
		walk_expr(w, x->access->arg[i], look);
	walk_list(w, x->body, look);
}

static void walk_list(struct walk *w, const struct lkmm_stmt *s, look_fn *look)
{
	for (; s; s = s->next) {
		walk_expr(w, s->expr, look);
		walk_expr(w, s->step, look);
		walk_list(w, s->body, look);
		walk_list(w, s->orelse, look);
	}
}

static void walk_all(struct walk *w, look_fn *look)
{
	for (w->t = 0; w->t < w->e->l->program.nthreads; w->t++)
		walk_list(w, w->e->l->program.thread[w->t].body, look);
}

struct visit {
	struct walk w;
	emit_look *look;
	void *arg;
};

static void look_for_visitor(struct walk *w, const struct lkmm_expr *x)
{
	struct visit *v = (struct visit *)w;

	v->look(v->arg, x);
}

void emit_each_until(struct emit *e, int t, const struct lkmm_stmt *end, emit_look *look, void *arg)
{
	struct visit v = { .w = { .e = e, .t = t }, .look = look, .arg = arg };

	for (const struct lkmm_stmt *s = e->l->program.thread[t].body; s && s != end; s = s->next) {
		walk_expr(&v.w, s->expr, look_for_visitor);
		walk_expr(&v.w, s->step, look_for_visitor);
		walk_list(&v.w, s->body, look_for_visitor);
		walk_list(&v.w, s->orelse, look_for_visitor);
	}
}

void emit_each_part(struct emit *e, int t, const struct lkmm_expr *x, emit_look *look, void *arg)
{
	struct visit v = { .w = { .e = e, .t = t }, .look = look, .arg = arg };

	walk_expr(&v.w, x, look_for_visitor);
}

/* ---- kinds of variables ---- */

static int object_arg(const struct lkmm_access *a)
{
	return a->op ? a->op->object : 0;
}

const struct place *emit_direct_place(const struct emit *e, const struct lkmm_expr *x)
{
	return x && x->kind == LKMM_ADDRESS ? &e->place[x->index] : NULL;
}

static void set_kind(struct emit *e, const struct lkmm_expr *address, enum place_kind kind)
{
	if (!address || address->kind != LKMM_ADDRESS)
		emit_not(e, "a lock or srcu_struct behind a pointer");
	else
		e->place[address->index].kind = kind;
}

static void look_at_kind(struct walk *w, const struct lkmm_expr *x)
{
	if (!x->access)
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

/* ---- where addresses go ---- */

static bool may_be_address(const struct walk *w, const struct lkmm_expr *x);

/* What is read at @address may be an address. */
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
		return !is_comparison(x->op) && (may_be_address(w, x->a) || may_be_address(w, x->b));
	case LKMM_CONDITIONAL:
		return may_be_address(w, x->b) || may_be_address(w, x->c);
	case LKMM_COMMA:
		return may_be_address(w, x->b);
	case LKMM_UNARY:
		return x->op != LKMM_LNOT && may_be_address(w, x->a);
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

static void look_at_flow(struct walk *w, const struct lkmm_expr *x)
{
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
			if (address && (address->kind == LKMM_ADDRESS ? address->index == l :
									 e->place[l].address_taken))
				holds_address(w, &e->place[l]);
	}
}

/* An address that is more than the operand of an access. */
static void look_at_taken(struct walk *w, const struct lkmm_expr *x)
{
	const struct lkmm_expr *part[] = { x->a, x->b, x->c };

	for (size_t i = 0; i < 3; i++)
		if (part[i] && part[i]->kind == LKMM_ADDRESS)
			w->e->place[part[i]->index].address_taken = true;
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

/* ---- types ---- */

static void set_integers(struct emit *e)
{
	const struct lkmm_test *t = &e->l->program;

	for (int l = 0; l < t->nlocs; l++) {
		struct place *p = &e->place[l];

		p->integer = p->holds_address ? LKMM_SIGNED(64) :
			     t->loc[l].integer.bits ? t->loc[l].integer : LKMM_SIGNED(32);
	}
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

struct lkmm_integer emit_integer(const struct emit *e, const struct lkmm_expr *x)
{
	const struct place *p = emit_direct_place(e, x);

	return p ? p->integer : e->pointee;
}

static bool is_ordinary(const struct lkmm_expr *x)
{
	return x->access && (x->access->kind == LKMM_OP || x->access->kind == LKMM_PLAIN_LOAD ||
			     x->access->kind == LKMM_PLAIN_STORE);
}

/* A pointer that is followed must point to one kind of thing. */
static void look_at_pointer(struct walk *w, const struct lkmm_expr *x)
{
	const struct lkmm_expr *address = x->access ? x->access->arg[object_arg(x->access)] : NULL;

	if (address && address->kind != LKMM_ADDRESS && !w->e->pointee.bits &&
	    !(x->access->op && x->access->op->atomic))
		emit_not(w->e, "a pointer to objects of different types");
	if (is_ordinary(x) && emit_direct_place(w->e, address) &&
	    emit_direct_place(w->e, address)->kind != PLACE_OBJECT)
		emit_not(w->e, "an ordinary access to a lock or srcu_struct");
}

/* ---- what is observed ---- */

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
	walk_all(&w, look_at_kind);
	walk_all(&w, look_at_taken);
	do {
		w.changed = false;
		walk_all(&w, look_at_flow);
	} while (w.changed);
	set_integers(e);
	walk_all(&w, look_at_pointer);
	if (!observe_all(e))
		goto no_memory;
	return !e->why_not[0];
no_memory:
	emit_not(e, "out of memory");
	return false;
}

static void look_at_use(struct walk *w, const struct lkmm_expr *x)
{
	w->changed |= x->kind == LKMM_ADDRESS && x->index == w->t;
}

bool emit_uses(const struct emit *e, int t, int loc)
{
	const struct lkmm_thread *th = &e->l->program.thread[t];
	struct walk w = { .t = loc };

	for (int r = 0; r < th->nregs; r++)
		w.changed |= lkmm_pointee(&e->l->program, th->reg[r].init) == loc;
	walk_list(&w, th->body, look_at_use);
	return w.changed;
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
 * A register may be called like a variable, or like one declared before it in the same process; those
 * that a front end has made up have a quote in their name.
 */
void emit_register(struct emit *e, int t, int r)
{
	const struct lkmm_thread *th = &e->l->program.thread[t];
	const char *name = th->reg[r].name;
	int len = (int)strcspn(name, "'.");
	bool again = name[len] || th->reg[r].hidden || find_location(&e->l->program, name, len) >= 0;

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
