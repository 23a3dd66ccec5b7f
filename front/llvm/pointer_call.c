// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Calls through a pointer that is read from memory. Its value decides: it is the address of one of
 * the functions whose address the program takes anywhere, or the call is a bad access. A function
 * that is only started as a thread does not count.
 */
#include "reader.h"

/* Such a call, while its ways are put one after the other. */
struct through {
	const struct ir_instruction *i;
	struct lkmm_place at;
	struct known pointer;		/* in a register */
	struct known *argument;
	int nargs;
	struct known result;		/* of all ways; or of the only one that gives a struct */
	int ways;
	struct region before, met;	/* the atomic regions of KCSAN there, and behind the call */
};

static bool may_be_called(const struct through *c, const struct ir_function *f)
{
	return f->taken && f->nparameters == c->nargs &&
	       f->returns->kind == c->i->type->kind && bits_of(f->returns) == bits_of(c->i->type);
}

static struct lkmm_expr *is_function(struct reader *r, const struct through *c,
				     const struct ir_function *f)
{
	struct known address = { .kind = KNOWN_FUNCTION, .function = f->name };

	return new_binary(&r->l, LKMM_EQ, as_expr(r, &c->pointer, c->at),
			  as_expr(r, &address, c->at), c->at);
}

static void put_call(struct reader *r, struct through *c, struct ir_function *f)
{
	struct known result;

	r->region = c->before;
	if (!f->defined) {
		reader_error(r, c->at, "the function '%s', which may be called here, is not "
				       "defined in the files given", f->name);
		return;
	}
	if (runs_already(r->frame, f)) {
		reader_error(r, c->at, "'%s' may call itself here, through a pointer, which is not "
				       "supported", f->name);
		return;
	}
	result = translate_call(r, f, c->argument, c->nargs, c->at);
	region_meets(r, &c->met, !c->ways++, c->at);
	if (c->result.kind == KNOWN_REGISTER)
		add_expr(r, new_assign(&r->l, new_local(&r->l, c->result.index, c->at),
				       as_expr(r, &result, c->at), c->at), c->at);
	else if (f->returns->kind != IR_VOID && c->ways > 1)
		reader_error(r, c->at, "a call through a pointer to one of several functions that "
				       "return a struct is not supported");
	else
		c->result = result;
}

/* if (pointer == f) f(...); else if ...; and behind the last else, the pointer is read through. */
static void put_ways(struct reader *r, struct through *c)
{
	struct lkmm_stmt **end = NULL;

	for (int k = 0; k < r->m.nfunctions && !reader_failed(r); k++) {
		struct ir_function *f = &r->m.function[k];
		struct lkmm_stmt *s;

		if (!may_be_called(c, f))
			continue;
		s = new_stmt(&r->l, LKMM_IF, c->at);
		if (!s)
			return;
		s->expr = is_function(r, c, f);
		add_stmt(r, s);
		if (!end)
			end = &s->next;
		r->end = &s->body;
		put_call(r, c, f);
		r->end = &s->orelse;
	}
	load_from(r, &c->pointer, 8, true, c->at);
	if (end)
		r->end = end;
}

struct known call_through(struct reader *r, const struct ir_instruction *i,
			  const struct known *pointer, struct known *argument, int n,
			  struct lkmm_place at)
{
	struct through c = { .i = i, .at = at, .argument = argument, .nargs = n,
			     .before = r->region };

	c.pointer = keep(r, as_expr(r, pointer, at), at);
	if (bits_of(i->type))
		c.result = (struct known){ .kind = KNOWN_REGISTER,
					   .index = fresh_register(r, "result") };
	if (reader_failed(r))
		return (struct known){ 0 };
	put_ways(r, &c);
	if (c.ways)
		r->region = c.met;
	return c.result;
}
