// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Where addresses go: the variables and registers that may hold one, and the objects that one leads
 * to. Litmus tests need not declare pointers: a variable may hold an address in spite of its type.
 */
#include "emit.h"

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

/*
 * The pointer @address is not one to variables as large as that. A test with structs declares its
 * types; in older ones a parameter may be "int *" whatever it points to.
 */
static bool is_other_size(const struct emit *e, const struct lkmm_expr *address, int loc)
{
	int own = e->l->program.loc[loc].integer.bits, bits = address->type.points_to.bits;

	return e->has_members && own && bits && own != bits;
}

/* The value read at @address may be an address. */
static bool reads_address(const struct emit *e, const struct lkmm_expr *address)
{
	const struct place *p = emit_direct_place(e, address);

	if (p)
		return p->holds_address;
	for (int l = 0; address && l < e->l->program.nlocs; l++)
		if (e->place[l].address_taken && e->place[l].holds_address &&
		    !is_other_size(e, address, l))
			return true;
	return false;
}

static bool is_comparison(enum lkmm_operator op)
{
	return op >= LKMM_EQ && op <= LKMM_LOR;
}

bool emit_may_be_address(const struct emit *e, int t, const struct lkmm_expr *x)
{
	switch (x ? x->kind : LKMM_NUMBER) {
	case LKMM_ADDRESS:
		return true;
	case LKMM_REGISTER:
		return e->reg[t][x->index].holds_address;
	case LKMM_BINARY:
		return !is_comparison(x->op) &&
		       (emit_may_be_address(e, t, x->a) || emit_may_be_address(e, t, x->b));
	case LKMM_CONDITIONAL:
		return emit_may_be_address(e, t, x->b) || emit_may_be_address(e, t, x->c);
	case LKMM_COMMA:
		return emit_may_be_address(e, t, x->b);
	case LKMM_UNARY:
		return x->op < LKMM_LNOT && emit_may_be_address(e, t, x->a);
	case LKMM_CAST:
	case LKMM_ASSIGN:
	case LKMM_BODY:
		return emit_may_be_address(e, t, x->a);
	case LKMM_ACCESS:
		if (x->access->kind == LKMM_ALLOC)
			return true;
		return reads_address(e, emit_address_of(x->access));
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
	return e->place[loc].address_taken && (!l->object || l->integer.bits == 64) &&
	       !is_other_size(e, address, loc);
}

static void look_at_flow(void *arg, const struct lkmm_expr *x)
{
	struct walk *w = arg;
	struct emit *e = w->e;

	if (x->kind == LKMM_ASSIGN && x->a->access && x->a->access->kind == LKMM_SRCU_LOCK)
		e->reg[w->t][x->index].cookie = true;
	if (x->kind == LKMM_ASSIGN && emit_may_be_address(e, w->t, x->a))
		holds_address(w, &e->reg[w->t][x->index]);
	for (int i = 0; x->access && i < LKMM_MAX_ARGS; i++) {
		const struct lkmm_expr *address = emit_address_of(x->access);

		if (i == emit_object_arg(x->access) ||
		    !emit_may_be_address(e, w->t, x->access->arg[i]))
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
		if (i != emit_object_arg(x->access) && x->access->arg[i] &&
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

void emit_find_addresses(struct emit *e)
{
	struct walk w = { .e = e };

	for (int l = 0; l < e->l->program.nlocs; l++)
		e->has_members |= e->l->program.loc[l].object;
	take_first_values(e);
	e->through_words = true;
	walk_all(&w, look_at_taken);
	take_whole_objects(e);
	do {
		w.changed = false;
		walk_all(&w, look_at_flow);
	} while (w.changed);
	e->through_words = false;
}
