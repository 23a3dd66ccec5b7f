// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The instructions of threads, one after the other, each time their function is called; and those
 * of main(), while it is executed.
 */
#include "reader.h"

#include <stdio.h>
#include <string.h>

/* ---- one instruction ---- */

/*
 * Whether @i is executed once for each call of its function. A call in a loop then has the same
 * memory in each turn, as it has on a stack: an address that is used after its call has ended is
 * that of the next call's variable.
 */
static bool is_at_start(const struct ir_function *f, const struct ir_instruction *i)
{
	const struct ir_instruction *k = f->block[0].first;

	while (k && k != i)
		k = k->next;
	return k;
}

static void allocate(struct reader *r, const struct ir_instruction *i, struct lkmm_place at)
{
	struct frame *f = r->frame;
	const char *name = f->f->value[i->result]->name;
	struct slot *s;

	bool leaks = is_running(r) || !f->escape || f->escape->open ||
		     f->escape->leaks[i->result];

	if (leaks && r->loops && !is_at_start(f->f, i)) {
		reader_error(r, at, "a variable that a loop puts on the stack, and whose address "
				    "gets around, is not supported");
	} else if (leaks) {
		int n = stack_object(r, i);

		if (n < 0)
			return;
		f->value[i->result] = known_address(n, 0);
		if (!is_running(r))
			object_lay_out(r, n);
	} else {
		s = reader_alloc(r, sizeof(*s));
		if (!s)
			return;
		s->name = name;
		s->type = i->source;
		s->once = f->escape->once[i->result];
		s->unread = f->escape->unread[i->result];
		s->call = f->again && !s->once ? f->whole : NULL;
		f->value[i->result] = (struct known){ .kind = KNOWN_SLOT, .slot = s };
	}
}

void translate(struct reader *r, const struct ir_instruction *i)
{
	struct lkmm_place at = reader_place(r, i);
	struct known a, b;

	switch (i->op) {
	case IR_PHI:			/* set by the jump */
		break;
	case IR_ALLOCA:
		allocate(r, i, at);
		break;
	case IR_LOAD:
		a = known_value(r, i->operand[0], at);
		if (i->is_atomic)
			translate_atomic(r, i, at);
		else
			r->frame->value[i->result] = load_value(r, &a, i->source,
								i->is_volatile, at);
		break;
	case IR_STORE:
		a = known_value(r, i->operand[0], at);
		b = known_value(r, i->operand[1], at);
		if (i->is_atomic)
			translate_atomic(r, i, at);
		else
			store_value(r, &b, i->operand[0]->type, &a, i->is_volatile, at);
		break;
	case IR_CALL:
		translate_instruction_call(r, i);
		break;
	case IR_FENCE: case IR_CMPXCHG: case IR_ATOMICRMW:
		translate_atomic(r, i, at);
		break;
	case IR_ASM:
		assembly(r, i, at);
		break;
	case IR_UNKNOWN:
		reader_error(r, at, "the instruction '%s' is not supported", i->word);
		break;
	default:
		r->frame->value[i->result] = compute(r, i, at);
	}
}

void translate_block(struct reader *r, const struct ir_block *b)
{
	for (const struct ir_instruction *i = b->first; i && i != b->last && !reader_failed(r);
	     i = i->next)
		translate(r, i);
}

/* ---- calls ---- */

/* The number of blocks that end in returning. */
static int returns(const struct ir_function *f)
{
	int n = 0;

	for (int b = 0; b < f->nblocks; b++)
		n += f->block[b].last && f->block[b].last->op == IR_RET;
	return n;
}

/* What is returned is known, and always the same. Not of a thread, which may end elsewhere. */
static bool returns_constant(const struct frame *f, const struct known *value)
{
	return f->outer && returns(f->f) == 1 &&
	       (value->kind == KNOWN_NUMBER || value->kind == KNOWN_ADDRESS ||
		value->kind == KNOWN_FUNCTION);
}

/* A register for each part of a struct that is returned in several places. */
static struct known in_registers(struct reader *r, const struct ir_type *t, const char *name)
{
	struct known k = { .kind = KNOWN_PARTS };

	if (t->kind != IR_STRUCT)
		return (struct known){ .kind = KNOWN_REGISTER, .index = fresh_register(r, name) };
	k.nparts = t->nmembers;
	k.part = reader_alloc(r, ((size_t)k.nparts + 1) * sizeof(*k.part));
	for (int m = 0; k.part && m < k.nparts; m++)
		k.part[m] = in_registers(r, t->member[m], name);
	return k.part ? k : (struct known){ 0 };
}

static void assign_parts(struct reader *r, const struct known *to, const struct known *value,
			 struct lkmm_place at)
{
	if (value->kind == KNOWN_NOTHING || reader_failed(r))
		return;
	if (to->kind == KNOWN_REGISTER)
		add_expr(r, new_assign(&r->l, new_local(&r->l, to->index, at),
				       as_expr(r, value, at), at), at);
	for (int m = 0; to->kind == KNOWN_PARTS && value->kind == KNOWN_PARTS &&
	     m < to->nparts && m < value->nparts; m++)
		assign_parts(r, &to->part[m], &value->part[m], at);
}

static void return_value(struct reader *r, const struct known *value, struct lkmm_place at)
{
	struct frame *f = r->frame;

	if (f->f->returns->kind == IR_STRUCT && returns(f->f) > 1) {
		if (f->parts.kind == KNOWN_NOTHING)
			f->parts = in_registers(r, f->f->returns, f->f->name);
		assign_parts(r, &f->parts, value, at);
	} else if (f->returned < 0 || returns_constant(f, value)) {
		f->parts = *value;
	} else {
		add_expr(r, new_assign(&r->l, new_local(&r->l, f->returned, at),
				       as_expr(r, value, at), at), at);
	}
}

void translate_return(struct reader *r, const struct ir_instruction *i)
{
	struct lkmm_place at = reader_place(r, i);
	struct frame *f = r->frame;
	struct lkmm_stmt *s = new_stmt(&r->l, LKMM_LEAVE, at);
	struct known value = { 0 };

	if (i->noperands) {
		value = known_value(r, i->operand[0], at);
		return_value(r, &value, at);
	}
	if (s)
		s->leaves = f->whole;
	add_stmt(r, s);
	region_meets(r, &f->region, !f->returns, at);
	f->returns = true;
}

bool runs_already(const struct frame *frame, const struct ir_function *f)
{
	for (; frame; frame = frame->outer)
		if (frame->f == f)
			return true;
	return false;
}

/* How often @f is being called. */
static int times(const struct frame *frame, const struct ir_function *f)
{
	int n = 0;

	for (; frame; frame = frame->outer)
		n += frame->f == f;
	return n;
}

struct frame *open_frame(struct reader *r, struct ir_function *f, struct lkmm_place at)
{
	struct frame *frame = reader_alloc(r, sizeof(*frame));
	size_t n = (size_t)f->nvalues + 1;

	if (!frame)
		return NULL;
	frame->outer = r->frame;
	frame->at = at;
	frame->call = r->calls;
	frame->f = f;
	frame->returned = -1;
	frame->value = reader_alloc(r, n * sizeof(*frame->value));
	return frame->value ? frame : NULL;
}

struct known translate_body(struct reader *r, struct frame *frame, struct lkmm_place at)
{
	struct lkmm_stmt *whole = new_stmt(&r->l, LKMM_BLOCK, at), **end;
	struct ir_function *f = frame->f;

	frame->flow = make_flow(r, f);
	if (bits_of(f->returns))
		frame->returned = fresh_register(r, f->name);
	if (!frame->flow || !whole || reader_failed(r))
		return (struct known){ 0 };
	frame->escape = find_escaping(r, f);
	frame->whole = whole;
	frame->again = r->loops;
	add_stmt(r, whole);
	end = &whole->next;
	r->end = &whole->body;
	r->frame = frame;
	translate_flow(r);
	r->frame = frame->outer;
	r->end = end;
	if (frame->returns)
		r->region = frame->region;
	if (frame->returned < 0 || frame->parts.kind)
		return frame->parts;
	return (struct known){ .kind = KNOWN_REGISTER, .index = frame->returned };
}

/* A struct that is passed by value is a copy, which the function may change. */
static struct known copy_argument(struct reader *r, struct frame *frame, const struct ir_value *p,
				  struct known from, struct lkmm_place at)
{
	const struct ir_escape *e = is_running(r) ? NULL : find_escaping(r, frame->f);
	struct known to;

	if (e && !e->open && !e->leaks[p->index]) {
		to = (struct known){ .kind = KNOWN_SLOT };
		to.slot = reader_alloc(r, sizeof(*to.slot));
		if (!to.slot)
			return (struct known){ 0 };
		*to.slot = (struct slot){ .name = p->name, .type = p->by_value };
	} else {
		to = known_address(new_object(r, p->name, p->by_value, NULL), 0);
		if (to.index < 0)
			return (struct known){ 0 };
		if (!is_running(r))
			object_lay_out(r, to.index);
	}
	copy_bytes(r, to, from, ir_size(p->by_value), at);
	return to;
}

void give_arguments(struct reader *r, struct frame *frame, const struct known *argument, int n,
		    struct lkmm_place at)
{
	for (int i = 0; i < n && i < frame->f->nparameters; i++) {
		const struct ir_value *p = frame->f->parameter[i];

		frame->value[p->index] = p->by_value ?
			copy_argument(r, frame, p, argument[i], at) : argument[i];
	}
}

enum { MAX_RECURSION = 6 };

struct known translate_call(struct reader *r, struct ir_function *f, struct known *argument, int n,
			    struct lkmm_place at)
{
	const struct lkmm_call *outer = r->l.call;
	struct lkmm_call *call = reader_alloc(r, sizeof(*call));
	struct frame *frame;
	struct known result;

	if (times(r->frame, f) > MAX_RECURSION) {
		reader_warning(r, at, "executions in which '%s' calls itself more than %d "
			       "times are not looked at", f->name, MAX_RECURSION);
		exclude_execution(r, true, at);
		return (struct known){ 0 };
	}
	frame = open_frame(r, f, at);
	if (!frame || !call || too_deep(&r->l))
		return (struct known){ 0 };
	give_arguments(r, frame, argument, n, at);
	*call = (struct lkmm_call){ .at = at, .outer = outer };
	if (function_name(r, f, &call->function) && r->frame)
		r->l.call = call;
	r->l.depth++;
	result = translate_body(r, frame, at);
	r->l.depth--;
	r->l.call = outer;
	return result;
}
