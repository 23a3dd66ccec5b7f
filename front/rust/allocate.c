// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Objects that litmus/lib allocates, for a KBox or Arc: kmalloc(), whose type is that of the
 * pointer which is expected.
 */
#include "front/allocation.h"
#include "item.h"

/* KBox or Arc, the type whose function the test calls */
static const struct token *allocator(const struct rust *r)
{
	const struct rust_call *call = r->call;

	while (call->outer && call->outer->item->in_library)
		call = call->outer;
	return &call->item->owner;
}

struct value parse_rust_allocation(struct rust *r, const struct token *name)
{
	const struct rust_type *t = r->expected;
	struct lkmm_expr *e;
	struct allocation *p;

	lex_expect(r->x, "(");
	if (!r->call || !r->call->item->in_library)
		rust_error(r, name->at, "Rust has no '%.*s': write KBox::new(v, GFP_KERNEL), "
			   "or Arc::new(v, GFP_KERNEL)", name->len, name->text);
	lex_expect(r->x, ")");
	if (r->x->error[0] || !t || t->kind != RUST_POINTER)
		return rust_nothing(r, &rust_never, name->at);
	e = new_access(r->l, LKMM_ALLOC, NULL, name->at);
	p = e ? note_allocation(r->l, e, allocator(r)) : NULL;
	if (!p)
		return rust_nothing(r, &rust_never, name->at);
	p->type = t->of;
	return rust_value(t, rust_address(r, e, t->of), name->at);
}

static void make(struct litmus *l, const struct allocation *p, int loc)
{
	struct rust r;

	rust_begin(&r, l);
	if (rust_is_laid_out(p->type))
		rust_make_object(&r, loc, p->type, p->call->at);
	else
		l->test->loc[loc].integer = p->type->integer;
}

void rust_make_objects(struct litmus *l)
{
	make_objects(l, make);
}
