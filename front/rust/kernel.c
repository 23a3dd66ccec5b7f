// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Functions of the kernel by their names in C, which its crate has no others for: barriers, locks,
 * RCU, SRCU, kfree(). And the barriers of its crate.
 */
#include "front/primitive.h"
#include "front/words.h"
#include "item.h"

#include <stdio.h>
#include <string.h>

static bool is_name(const struct token *t, const char *name)
{
	return strlen(name) == (size_t)t->len && !memcmp(name, t->text, (size_t)t->len);
}

/* ---- locks and the like ---- */

/* The object that kfree() is to free. */
static void check_freed(struct rust *r, const struct value *v)
{
	char text[RUST_TYPE_TEXT];

	rust_needs_unsafe(r, v->at, "this function");
	if (v->lent)
		rust_error(r, v->at, "a local variable is a register here, and has no address");
	else if (v->type->kind != RUST_POINTER && v->type->kind != RUST_REFERENCE &&
		 v->type->kind != RUST_NEVER)
		rust_error(r, v->at, "expected a pointer, found %s",
			   rust_type_text(v->type, text));
}

static struct lkmm_expr *parse_kernel_argument(struct rust *r, const struct primitive *p, int i)
{
	bool srcu = p->kind == LKMM_SRCU_LOCK || p->kind == LKMM_SRCU_UNLOCK ||
		    p->kind == LKMM_SYNC_SRCU;
	static const char i32[] = "i32";
	struct value v = parse_rust_value(r);
	char text[RUST_TYPE_TEXT];

	if (i) {
		rust_coerce(r, &v, rust_named_type(i32, 3));
	} else if (p->kind == LKMM_FREE) {
		check_freed(r, &v);
	} else if (v.type->kind != RUST_NEVER &&
		   ((v.type->kind != RUST_REFERENCE && v.type->kind != RUST_POINTER) ||
		    v.type->of->kind != (srcu ? RUST_SRCU : RUST_SPINLOCK))) {
		rust_error(r, v.at, "expected %s, found %s", srcu ? "&SrcuStruct" : "&SpinLock",
			   rust_type_text(v.type, text));
	}
	return v.e;
}

static struct value parse_kernel_call(struct rust *r, const struct primitive *p,
				      const struct token *name)
{
	struct lkmm_expr *e = new_access(r->l, p->kind, NULL, name->at);

	if (!e)
		return rust_nothing(r, &rust_never, name->at);
	e->access->fence = p->fence;
	lex_expect(r->x, "(");
	for (int i = 0; i < p->nargs; i++) {
		if (i)
			lex_expect(r->x, ",");
		e->access->arg[i] = parse_kernel_argument(r, p, i);
	}
	lex_expect(r->x, ")");
	if (p->kind == LKMM_TRYLOCK || p->kind == LKMM_IS_LOCKED)
		return rust_value(&rust_bool, e, name->at);
	if (p->kind == LKMM_SRCU_LOCK)
		return rust_value(rust_named_type("i32", 3), e, name->at);
	rust_emit(r, LKMM_EXPR, e, name->at);
	return rust_nothing(r, &rust_unit, name->at);
}

/* ---- barriers ---- */

/* mb(), dma_wmb() and their like: the same as a barrier of the crate */
static const struct lkmm_barrier *other_barrier(const char *name)
{
	const struct word *w = find_word(name, false);

	return w && w->is == WORD_SAME && !w->p.nargs ? find_barrier(w->other) : NULL;
}

/* smp_mb(Full), dma_mb(Write), mb(Read) of kernel::sync::barrier: which of the three it is */
static bool parse_side(struct rust *r, struct lkmm_barrier *b)
{
	static const struct {
		const char *name;
		enum lkmm_fence fence;
	} sides[] = {
		{ "Full", LKMM_FENCE_MB }, { "Read", LKMM_FENCE_RMB }, { "Write", LKMM_FENCE_WMB },
	};
	struct lexer ahead = *r->x;
	struct token side;

	lex_expect(&ahead, "(");
	if (b->fence != LKMM_FENCE_MB || tok_is(&ahead, ")"))
		return false;
	while (ahead.tok.kind == T_NAME && lex_next_is(&ahead, "::")) {
		lex_next(&ahead);
		lex_next(&ahead);
	}
	side = rust_renamed(r, ahead.tok);
	for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++)
		if (is_name(&side, sides[i].name)) {
			b->fence = sides[i].fence;
			*r->x = ahead;
			lex_next(r->x);
			lex_expect(r->x, ")");
			return true;
		}
	lex_error(r->x, ahead.tok.at, "expected ')', or Full, Read or Write");
	return false;
}

static struct value parse_barrier(struct rust *r, struct lkmm_barrier b, const struct token *name)
{
	if (!parse_side(r, &b)) {
		lex_expect(r->x, "(");
		lex_expect(r->x, ")");
	}
	rust_emit(r, LKMM_EXPR, new_fence(r->l, b.fence, name->at), name->at);
	return rust_nothing(r, &rust_unit, name->at);
}

/* ---- all of them ---- */

bool parse_rust_kernel_function(struct rust *r, const struct token *name, struct value *v)
{
	const struct lkmm_barrier *b;
	const struct primitive *p;
	char text[81];

	snprintf(text, sizeof(text), "%.*s", name->len, name->text);
	b = find_barrier(text);
	if (!b)
		b = other_barrier(text);
	p = b ? NULL : find_primitive(text);
	if (b)
		*v = parse_barrier(r, *b, name);
	else if (p && p->kind == LKMM_FENCE)
		*v = parse_barrier(r, (struct lkmm_barrier){ p->name, p->fence }, name);
	else if (p && p->kind == LKMM_ALLOC)
		*v = parse_rust_allocation(r, name);
	else if (p)
		*v = parse_kernel_call(r, p, name);
	return b || p;
}
