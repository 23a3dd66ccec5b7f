// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The list of the items of a file: those of impl, modules and traits, and those in bodies, which
 * only the block around them sees.
 */
#include "front/part.h"
#include "item.h"

#include <string.h>

static struct rust_item *add_item(struct litmus *l, enum rust_item_kind kind,
				  const struct lexer *start, const struct lexer *name)
{
	struct rust_item *item = litmus_alloc(l, sizeof(*item));
	struct lexer x = *start;

	if (!item)
		return NULL;
	item->kind = kind;
	item->name = name->tok;
	item->spot = lex_here(name);
	item->loc = -1;
	item->in_library = l->in_header;
	for (; x.tok.kind != T_END && x.tok.text < name->tok.text; lex_next(&x)) {
		item->is_unsafe |= tok_is(&x, "unsafe");
		item->mut |= tok_is(&x, "mut");
	}
	item->next = l->rust_item;
	l->rust_item = item;
	return item;
}

/* Where an item is: in an impl, in a module. */
struct surroundings {
	struct token owner, trait, module;
	const char *in_from;
	struct rust_parameter generic[RUST_MAX_GENERICS];
	int ngenerics;
	bool in_trait;
};

/* impl TYPE {, impl<T> TRAIT for TYPE<T> {: to the brace */
static void parse_impl(struct lexer *x, struct surroundings *in)
{
	int depth = 0;

	in->ngenerics = rust_generic_names(x, in->generic);
	in->owner = x->tok;
	for (; x->tok.kind != T_END && !tok_is(x, "{") && !tok_is(x, "where"); lex_next(x)) {
		depth += tok_is(x, "<") - tok_is(x, ">") - 2 * tok_is(x, ">>");
		if (depth)
			continue;
		if (tok_is(x, "for"))
			in->trait = in->owner;
		else if (x->tok.kind == T_NAME)
			in->owner = x->tok;
	}
	while (!x->error[0] && x->tok.kind != T_END && !tok_is(x, "{"))
		lex_next(x);
}

void rust_pass_impl(struct lexer *x)
{
	struct surroundings in;

	parse_impl(x, &in);
}

static void list_items(struct litmus *l, struct lexer *x, const struct surroundings *in);

static void surround(struct rust_item *item, const struct surroundings *in)
{
	item->owner = in->owner;
	item->module = in->module;
	item->in_from = in->in_from;
	item->trait = in->trait;
	item->in_trait = in->in_trait;
	item->ngenerics = in->ngenerics;
	memcpy(item->generic, in->generic, sizeof(item->generic));
}

static __attribute__((noinline)) void list_impl(struct litmus *l, struct lexer *x,
						const struct surroundings *outer)
{
	struct surroundings in = { .module = outer->module, .in_from = outer->in_from };
	struct rust_item *item;

	parse_impl(x, &in);
	item = in.trait.len ? add_item(l, RUST_IMPL, x, x) : NULL;
	if (item)
		surround(item, &in);
	lex_next(x);
	list_items(l, x, &in);
	lex_accept(x, "}");
}

/* What a trait provides: its items that have a body or a value. */
static __attribute__((noinline)) void list_trait(struct litmus *l, struct lexer *x,
						 const struct surroundings *outer)
{
	struct surroundings in = { .owner = x->tok, .in_trait = true, .module = outer->module,
				   .in_from = outer->in_from };

	while (x->tok.kind != T_END && !tok_is(x, "{") && !tok_is(x, ";"))
		lex_next(x);
	if (!lex_accept(x, "{"))
		return;
	list_items(l, x, &in);
	lex_accept(x, "}");
}

static __attribute__((noinline)) void list_module(struct litmus *l, struct lexer *x)
{
	struct surroundings in = { .module = x->tok, .in_from = x->tok.text };
	struct rust_item *before = l->rust_item;

	lex_next(x);
	if (lex_accept(x, ";") || !lex_accept(x, "{"))
		return;
	list_items(l, x, &in);
	for (struct rust_item *item = l->rust_item; item != before; item = item->next)
		if (item->in_from == in.in_from)
			item->in_to = x->tok.text;
	l->rust_blocks |= !l->in_header;
	lex_accept(x, "}");
}

/* The names behind that of a generic type. */
static void list_generics(struct rust_item *item, const struct lexer *at)
{
	struct lexer x = *at;

	lex_next(&x);
	item->ngenerics = rust_generic_names(&x, item->generic);
}

static __attribute__((noinline)) void list_item(struct litmus *l, enum rust_item_kind kind,
						const struct lexer *start,
						const struct lexer *name,
						const struct surroundings *in)
{
	struct rust_item *item = add_item(l, kind, start, name);

	if (!item)
		return;
	surround(item, in);
	if (kind == RUST_STRUCT_ITEM || kind == RUST_ENUM_ITEM)
		list_generics(item, name);
}

/* Whether the item of a trait is more than a declaration. */
static bool has_body(const struct lexer *name, enum rust_item_kind kind)
{
	struct lexer x = *name;

	while (x.tok.kind != T_END && !tok_is(&x, ";") && !tok_is(&x, "{") && !tok_is(&x, "="))
		lex_next(&x);
	return tok_is(&x, kind == RUST_FN ? "{" : "=");
}

/* The impl, module or trait at @x, with its items. False at any other item. */
static bool list_group(struct litmus *l, enum rust_item_kind kind, struct lexer *x,
		       const struct surroundings *in)
{
	bool found = true;

	if (too_deep(l))
		return false;
	l->depth++;
	if (kind == RUST_IMPL && !in->owner.len)
		list_impl(l, x, in);
	else if (kind == RUST_MOD)
		list_module(l, x);
	else if (kind == RUST_TRAIT && !in->owner.len)
		list_trait(l, x, in);
	else
		found = false;
	l->depth--;
	return found;
}

static void list_body(struct litmus *l, struct lexer *x);

/* The item that starts at @start, with its name at @x, to the text behind it. */
static void list_one(struct litmus *l, enum rust_item_kind kind, const struct lexer *start,
		     struct lexer *x, const struct surroundings *in)
{
	if (list_group(l, kind, x, in))
		return;
	if (kind >= RUST_FN && !(in->in_trait && !has_body(x, kind)))
		list_item(l, kind, start, x, in);
	*x = *start;
	if (kind == RUST_FN && rust_pass_to_body(x))
		list_body(l, x);
	else
		rust_pass_text(x, kind);
}

/* The blocks around a place in a body: where each starts, and the last item before it. */
struct blocks {
	const char *start[LITMUS_MAX_DEPTH];
	struct rust_item *before[LITMUS_MAX_DEPTH];
	int n;
};

/* The items since @before that belong to no block inside of this one end with it. */
static void close_items(struct litmus *l, struct blocks *b, const struct lexer *x)
{
	if (!b->n--)
		return;
	for (struct rust_item *item = l->rust_item; item != b->before[b->n]; item = item->next)
		if (item->from == b->start[b->n])
			item->to = x->tok.text;
}

/* The items in the body at @x, a block. */
static __attribute__((noinline)) void list_statements(struct litmus *l, struct lexer *x)
{
	static const struct surroundings none;
	struct blocks *b = litmus_alloc(l, sizeof(*b));
	bool starts = false;

	while (b && x->tok.kind != T_END && b->n < LITMUS_MAX_DEPTH) {
		struct rust_item *before = l->rust_item;
		struct lexer start = *x;
		enum rust_item_kind kind = starts ? rust_item_at(l, x) : RUST_NO_ITEM;

		if (kind != RUST_NO_ITEM) {
			list_one(l, kind, &start, x, &none);
			for (struct rust_item *item = l->rust_item; item != before;
			     item = item->next)
				if (!item->from)
					item->from = b->start[b->n - 1];
			l->rust_blocks |= l->rust_item != before;
			continue;
		}
		*x = start;
		starts = tok_is(x, "{") || tok_is(x, "}") || tok_is(x, ";");
		if (tok_is(x, "{")) {
			b->start[b->n] = x->tok.text;
			b->before[b->n++] = l->rust_item;
		} else if (tok_is(x, "}")) {
			close_items(l, b, x);
		}
		lex_next(x);
		if (!b->n)
			break;
	}
}

static void list_body(struct litmus *l, struct lexer *x)
{
	if (too_deep(l)) {
		rust_pass_braces(x);
		return;
	}
	l->depth++;
	list_statements(l, x);
	l->depth--;
}

/* fn P0(: it is no item, and has some in its body */
static bool is_process(const struct lexer *x)
{
	struct lexer ahead = *x;
	int64_t n;

	if (!tok_is(x, "fn"))
		return false;
	lex_next(&ahead);
	return process_number(&ahead.tok, &n);
}

/* To the end of the text, or of the impl or module. */
static __attribute__((noinline)) void list_items(struct litmus *l, struct lexer *x,
						 const struct surroundings *in)
{
	bool inner = in->owner.len || in->module.len;

	while (x->tok.kind != T_END && !(inner && tok_is(x, "}"))) {
		struct lexer start = *x;
		enum rust_item_kind kind = rust_item_at(l, x);

		if (kind == RUST_USE)
			rust_list_use(l, start);
		if (kind != RUST_NO_ITEM) {
			list_one(l, kind, &start, x, in);
			continue;
		}
		*x = start;
		if (is_process(x) && rust_pass_to_body(x))
			list_body(l, x);
		else if (tok_is(x, "{"))
			rust_pass_braces(x);
		else
			lex_next(x);
	}
}

void rust_list_library(struct litmus *l, struct lexer *x)
{
	static const struct surroundings none;

	list_items(l, x, &none);
}

static __attribute__((noinline)) void list_all(struct litmus *l, bool in_values)
{
	struct lexer x = l->x;

	x.quiet = true;
	for (int depth = 0; in_values && depth >= 0 && x.tok.kind != T_END; lex_next(&x))
		depth += tok_is(&x, "{") - tok_is(&x, "}");
	rust_list_library(l, &x);
}

void rust_list_items(struct litmus *l, bool in_values)
{
	if (l->rust_items_listed || l->x.error[0])
		return;
	l->rust_items_listed = true;
	list_all(l, in_values);
	rust_read_statics(l);
}

void rust_read_statics(struct litmus *l)
{
	for (struct rust_item *item = l->rust_item; item && l->values_known; item = item->next)
		if (item->kind == RUST_STATIC)
			rust_read_item(l, item);
}

