// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Whose address gets around: stack slots and parameters of which only parts are read and written
 * are no memory to the model. An address may be kept in a slot that is written to once, and passed
 * to functions that do no more with it.
 */
#include "reader.h"

#include <string.h>

struct uses {
	struct reader *r;
	const struct ir_function *f;
	struct ir_escape *e;
	int *slot;			/* of each value: the one whose address it is, or -1 */
	int *writes;			/* to a slot; 2: several, or of several values */
	int *counted;			/* the same, while they are counted */
	const struct ir_value **stored;	/* what the one store to a slot puts there */
	bool *read;			/* something reads the slot */
	bool *reached;			/* of each block: some way leads there */
	bool *before;			/* the same without a block */
};

static bool is_note(const char *name)
{
	return !strncmp(name, "llvm.dbg.", 9) || !strncmp(name, "llvm.lifetime.", 14);
}

static bool is_copy(const char *name)
{
	return !strncmp(name, "llvm.memcpy.", 12) || !strncmp(name, "llvm.memmove.", 13) ||
	       !strncmp(name, "llvm.memset.", 12);
}

/* Whether argument @k of the function called @name gets around. */
static bool call_leaks(const struct uses *u, const char *name, int k)
{
	struct ir_function *f = ir_find_function(&u->r->m, name);
	const struct ir_escape *e;
	struct spelling s;
	int bits;

	if (is_copy(name) || (!strcmp(name, "pthread_create") && k == 0))
		return false;
	if (find_operation(name, &s, &bits))
		return s.op->inout != k;
	if (!f || !f->defined || k >= f->nparameters)
		return true;
	e = find_escaping(u->r, f);
	return !e || e->open || e->leaks[f->parameter[k]->index];
}

static int slot_of(const struct uses *u, const struct ir_value *v)
{
	return v && v->kind == IR_LOCAL ? u->slot[v->index] : -1;
}

/* ---- what is stored where ---- */

/* Marks the blocks that some way from the first one leads to, without the block @but. */
static void find_reached(const struct uses *u, int but, bool *reached)
{
	reached[0] = but != 0;
	for (bool more = true; more;) {
		more = false;
		for (int b = 0; b < u->f->nblocks; b++) {
			const struct ir_instruction *i = reached[b] ? u->f->block[b].last : NULL;

			for (int t = 0; i && t < i->ntargets; t++)
				if (i->target[t] != but && !reached[i->target[t]])
					more = reached[i->target[t]] = true;
		}
	}
}

static bool loads(const struct uses *u, const struct ir_instruction *i, int slot)
{
	return i->op == IR_LOAD && slot_of(u, i->operand[0]) == slot;
}

/* Whether the store @i in block @b comes before all loads of @slot, whatever the way to these. */
static bool comes_first(const struct uses *u, const struct ir_instruction *i, int b, int slot)
{
	bool *reached = u->before;

	for (const struct ir_instruction *k = u->f->block[b].first; k != i; k = k->next)
		if (loads(u, k, slot))
			return false;
	memset(reached, 0, (size_t)u->f->nblocks);
	find_reached(u, b, reached);
	for (int k = 0; k < u->f->nblocks; k++)
		for (const struct ir_instruction *l = reached[k] ? u->f->block[k].first : NULL; l;
		     l = l->next)
			if (loads(u, l, slot))
				return false;
	return true;
}

/* One store of the same address or number each time is one, also in a loop. */
static void count_store(struct uses *u, const struct ir_instruction *i, int b)
{
	const struct ir_value *to = i->operand[1], *value = i->operand[0];
	int s = slot_of(u, to);
	bool same;

	if (s < 0)
		return;
	same = !b || ((slot_of(u, value) >= 0 || value->kind == IR_NUMBER) &&
		      comes_first(u, i, b, s));
	u->counted[s] += same && to->index == s && !i->is_atomic ? 1 : 2;
	u->stored[s] = value;
}

static void count_call(struct uses *u, const struct ir_instruction *i)
{
	const char *name = i->operand[0]->kind == IR_GLOBAL ? i->operand[0]->name : "";

	for (int k = 1; k < i->noperands && !is_note(name); k++)
		if (slot_of(u, i->operand[k]) >= 0) {
			u->counted[slot_of(u, i->operand[k])] += 2;
			u->read[slot_of(u, i->operand[k])] = true;
		}
}

/* Anything but storing to it, or taking another address in it, reads a slot. */
static void note_reads(struct uses *u, const struct ir_instruction *i)
{
	for (int k = 0; k < i->noperands; k++) {
		int s = slot_of(u, i->operand[k]);
		bool address = (i->op == IR_CAST || i->op == IR_GEP) && k == 0;

		if (s >= 0 && i->op != IR_CALL && !address && !(i->op == IR_STORE && k == 1))
			u->read[s] |= i->op != IR_STORE;
	}
}

/* Whether all indices are numbers. */
static bool is_fixed(const struct ir_instruction *i)
{
	for (int k = 1; k < i->noperands; k++)
		if (i->operand[k]->kind != IR_NUMBER)
			return false;
	return true;
}

/* The slot whose address @i has as its result, or -1. */
static int derived(const struct uses *u, const struct ir_instruction *i)
{
	int s = i->noperands ? slot_of(u, i->operand[0]) : -1;

	if (i->op == IR_ALLOCA)
		return i->result;
	if (i->op == IR_CAST || (i->op == IR_GEP && is_fixed(i)))
		return s;
	if (i->op == IR_LOAD && s >= 0 && u->writes[s] == 1 && i->operand[0]->index == s)
		return slot_of(u, u->stored[s]);
	return -1;
}

/* ---- what becomes of addresses ---- */

/* An address may be stored there: nothing reads it, or what does is known. */
static bool keeps_well(const struct uses *u, int slot)
{
	return !u->f->value[slot]->is_parameter && (u->writes[slot] == 1 || !u->read[slot]);
}

static void look_at(struct uses *u, const struct ir_instruction *i)
{
	const char *name = i->op == IR_CALL && i->operand[0]->kind == IR_GLOBAL ?
			   i->operand[0]->name : "";

	for (int k = 0; k < i->noperands; k++) {
		int s = slot_of(u, i->operand[k]), kept;

		if (s < 0 || is_note(name))
			continue;
		if (i->op == IR_LOAD || (i->op == IR_STORE && k == 1)) {
			u->e->leaks[s] |= i->is_atomic;
		} else if (i->op == IR_STORE) {
			kept = slot_of(u, i->operand[1]);
			u->e->leaks[s] |= kept < 0 || kept == s || !keeps_well(u, kept);
			if (kept >= 0)
				u->e->keeps[kept] = s + 1;
		} else if (i->op == IR_CALL) {
			u->e->leaks[s] |= !k || call_leaks(u, name, k - 1);
		} else if (!(k == 0 && i->result >= 0 && u->slot[i->result] == s)) {
			u->e->leaks[s] = true;
		}
	}
}

/* Each instruction, in the order of the text, in which a slot is written before it is read. */
static void each(struct uses *u, bool counts)
{
	for (int b = 0; b < u->f->nblocks; b++)
		for (const struct ir_instruction *i = u->reached[b] ? u->f->block[b].first : NULL;
		     i; i = i->next) {
			if (i->result >= 0)
				u->slot[i->result] = derived(u, i);
			note_reads(u, i);
			if (!counts)
				look_at(u, i);
			else if (i->op == IR_STORE)
				count_store(u, i, b);
			else if (i->op == IR_CALL)
				count_call(u, i);
		}
}

/* Writes may go through addresses that slots keep, which depends on the writes to those. */
static bool count_writes(struct uses *u)
{
	size_t size = (size_t)u->f->nvalues * sizeof(int);

	for (int turn = 0; turn < 10; turn++) {
		memset(u->counted, 0, size);
		each(u, true);
		if (!memcmp(u->counted, u->writes, size))
			return true;
		memcpy(u->writes, u->counted, size);
	}
	return false;
}

/* An address in a slot that gets around itself does, too. */
static void spread(const struct uses *u)
{
	for (bool more = true; more;) {
		more = false;
		for (int k = 0; k < u->f->nvalues; k++) {
			int s = u->e->keeps[k] - 1;

			if (s >= 0 && u->e->leaks[k] && !u->e->leaks[s])
				more = u->e->leaks[s] = true;
		}
	}
}

static bool make_room(struct uses *u)
{
	struct litmus *l = &u->r->l;
	size_t n = (size_t)u->f->nvalues + 1;
	struct ir_escape *e = u->e;

	e->leaks = litmus_alloc(l, n);
	e->once = litmus_alloc(l, n);
	e->unread = litmus_alloc(l, n);
	e->keeps = litmus_alloc(l, n * sizeof(int));
	u->slot = litmus_alloc(l, n * sizeof(int));
	u->writes = litmus_alloc(l, n * sizeof(int));
	u->counted = litmus_alloc(l, n * sizeof(int));
	u->stored = litmus_alloc(l, n * sizeof(*u->stored));
	u->read = litmus_alloc(l, n);
	u->reached = litmus_alloc(l, (size_t)u->f->nblocks + 1);
	u->before = litmus_alloc(l, (size_t)u->f->nblocks + 1);
	return !u->r->l.no_memory && u->reached && u->before && e->leaks && e->once && e->unread &&
	       e->keeps && u->slot && u->writes && u->counted && u->stored && u->read;
}

const struct ir_escape *find_escaping(struct reader *r, struct ir_function *f)
{
	struct uses u = { .r = r, .f = f };
	struct ir_escape *e;

	if (f->escape)
		return f->escape;
	e = u.e = f->escape = litmus_alloc(&r->l, sizeof(*e));
	if (!e)
		return NULL;
	e->open = true;
	if (!make_room(&u))
		return e;
	for (int k = 0; k < f->nvalues; k++)
		u.slot[k] = f->value[k]->is_parameter ? k : -1;
	find_reached(&u, -1, u.reached);
	if (!count_writes(&u))
		return e;
	each(&u, false);
	spread(&u);
	for (int k = 0; k < f->nvalues; k++) {
		e->once[k] = u.writes[k] == 1 && !f->value[k]->is_parameter;
		e->unread[k] = !u.read[k] && !e->leaks[k] && !f->value[k]->is_parameter;
	}
	e->open = false;
	return e;
}
