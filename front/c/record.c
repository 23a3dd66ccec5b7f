// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Declarations of types: struct, union, typedef. */
#include "aggregate.h"
#include "front/error.h"
#include "front/unknown.h"

#include <stdio.h>
#include <string.h>

struct c_typedef {
	const char *name;
	struct ctype type;
};

static int shown(const struct token *t)
{
	return t->len > 40 ? 40 : t->len;
}

/* ---- names ---- */

static const struct c_typedef *find_typedef(const struct litmus *l, const struct token *name)
{
	for (int i = 0; i < l->ntypedefs; i++)
		if (name->kind == T_NAME && same_name(l->typedefs[i].name, name->text, name->len))
			return &l->typedefs[i];
	return NULL;
}

bool c_find_named_type(const struct litmus *l, const struct token *name, struct ctype *t)
{
	const struct c_typedef *p = find_typedef(l, name);

	if (p)
		*t = p->type;
	return p;
}

bool c_is_typedef(const struct litmus *l, const struct token *name)
{
	return find_typedef(l, name);
}

static struct lkmm_aggregate *find_tag(const struct litmus *l, enum c_aggregate_kind kind,
				       const struct token *name)
{
	for (int i = 0; i < l->naggregates; i++) {
		struct lkmm_aggregate *a = l->aggregate[i];

		if (a->kind == kind && a->name && same_name(a->name, name->text, name->len))
			return a;
	}
	return NULL;
}

struct lkmm_aggregate *c_find_struct(const struct litmus *l, const struct token *name)
{
	return find_tag(l, C_STRUCT, name);
}

static struct lkmm_aggregate *new_record(struct litmus *l, enum c_aggregate_kind kind,
					 const struct token *name)
{
	struct lkmm_aggregate **list =
		litmus_grow(l, l->aggregate, l->naggregates, sizeof(*list));
	struct lkmm_aggregate *a = litmus_alloc(l, sizeof(*a));

	if (!list || !a)
		return NULL;
	l->aggregate = list;
	list[l->naggregates++] = a;
	a->kind = kind;
	a->align = 1;
	a->at = l->x.tok.at;
	a->name = name ? litmus_text(l, name->text, name->len) : NULL;
	return a;
}

/* ---- members ---- */

struct ctype c_parse_bounds(struct litmus *l, struct ctype t)
{
	struct lexer *x = &l->x;
	struct lkmm_place at = x->tok.at;
	int64_t n;

	if (!lex_accept(x, "[") || too_deep(l))
		return t;
	if (tok_is(x, "]")) {
		lex_error(x, at, "expected the number of elements");
		return t;
	}
	n = c_parse_constant(l);
	lex_expect(x, "]");
	l->depth++;
	t = c_parse_bounds(l, t);
	l->depth--;
	if (n < 1 || n * c_sizeof(t) > C_MAX_ELEMENTS * 8 || n > C_MAX_ELEMENTS) {
		lex_error(x, at, "expected 1 to %d elements", C_MAX_ELEMENTS);
		n = 1;
	}
	return c_array_of(l, t, (int)n);
}

/* Behind the members so far. */
static void place_member(struct litmus *l, struct lkmm_aggregate *a, struct c_member *m)
{
	int align = a->packed || m->packed ? 1 : c_alignof(m->type), at;

	if (m->align > align)
		align = m->align;
	at = a->kind == C_STRUCT ? (a->size + align - 1) / align * align : 0;
	if (at < a->unit_end && a->kind == C_STRUCT)
		lex_error(&l->x, a->at, "the bit-fields in front of '%s' share a word with it: "
			  "write ':0;' between them", m->name ? m->name : "a struct");
	m->offset = at;
	a->last_end = at + c_sizeof(m->type);
	a->align = align > a->align ? align : a->align;
	if (a->last_end > a->size)
		a->size = a->last_end;
}

static void add_member(struct litmus *l, struct lkmm_aggregate *a, const struct token *name,
		       struct ctype t)
{
	struct c_member *m;
	int within = 0;

	/* this changes the members so far, before there are more */
	c_close_unit(l, a);
	m = litmus_grow(l, a->member, a->nmembers, sizeof(*m));
	if (!m || !c_alignof(t))
		return;
	a->in_bits = false;
	if (name && c_find_member(a, name, &within))
		litmus_report(l, name->at, "there already is a member '%.*s'", shown(name),
			      name->text);
	a->member = m;
	m += a->nmembers++;
	*m = (struct c_member){ .type = t, .align = l->layout.align, .packed = l->layout.packed,
				.name = name ? litmus_text(l, name->text, name->len) : NULL };
	place_member(l, a, m);
}

/* The members of @a move up, as __packed behind them has it. */
static void pack(struct litmus *l, struct lkmm_aggregate *a)
{
	a->packed = true;
	a->size = 0;
	a->align = 1;
	for (int i = 0; i < a->nmembers && !l->x.error[0]; i++) {
		if (a->member[i].bits)
			lex_error(&l->x, a->at, "bit-fields in a __packed struct are not "
				  "supported: leave __packed out");
		place_member(l, a, &a->member[i]);
	}
}

struct ctype c_parse_pointer(struct litmus *l, struct ctype t, const struct token **declared)
{
	struct lexer *x = &l->x;
	struct lex_spot bounds, end;
	bool several;
	int depth = 0;

	lex_expect(x, "(");
	lex_expect(x, "*");
	parse_stars(l, t);
	*declared = lex_token(x);
	if (x->tok.kind != T_NAME)
		lex_expected(x, "a name");
	lex_next(x);
	bounds = lex_here(x);
	several = tok_is(x, "[");
	if (several)
		c_parse_bounds(l, t);
	lex_expect(x, ")");
	if (tok_is(x, "[")) {
		t = c_parse_bounds(l, t);
		t.stars++;
	} else if (tok_is(x, "(")) {
		do {
			depth += tok_is(x, "(") - tok_is(x, ")");
			lex_next(x);
		} while (!x->error[0] && depth && x->tok.kind != T_END);
		t = c_pointer_to_function(l);
	} else {
		lex_expected(x, "the parameters of the function, '('");
	}
	if (!several || x->error[0])
		return t;
	end = lex_here(x);
	lex_go(x, &bounds);
	t = c_parse_bounds(l, t);
	if (!x->error[0])
		lex_go(x, &end);
	return t;
}

/* unsigned int a : 3, behind the colon. */
static void parse_bits(struct litmus *l, struct lkmm_aggregate *a, const struct token *name,
		       struct ctype t)
{
	struct lkmm_place at = l->x.tok.at;
	int64_t n = c_parse_constant(l);
	int within = 0, most = t.truth ? 1 : t.integer.bits;

	if (t.aggregate || t.stars || t.atomic || t.lock || !c_sizeof(t))
		lex_error(&l->x, at, "expected a number, as in 'unsigned int a : 1'");
	else if (n < 0 || n > most || (name && !n))
		litmus_report(l, at, "expected 1 to %d bits", most);
	else if (name && c_find_member(a, name, &within))
		litmus_report(l, name->at, "there already is a member '%.*s'", shown(name),
			      name->text);
	if (!l->x.error[0])
		c_add_bitfield(l, a, name, t, n < 1 && name ? 1 : n > most ? most : (int)n);
	c_parse_attributes(l);
}

/* int data[], or data[0]: the allocation gives the number of elements. */
static bool is_flexible(const struct lexer *x, const struct lkmm_aggregate *a)
{
	const struct token *t = lex_token(x);

	return a->kind == C_STRUCT && token_is(t, "[") &&
	       (token_is(t + 1, "]") || (token_is(t + 1, "0") && token_is(t + 2, "]")));
}

static struct ctype parse_flexible(struct litmus *l, struct ctype t)
{
	struct lexer *x = &l->x;

	lex_next(x);
	lex_accept(x, "0");
	lex_expect(x, "]");
	return c_array_of(l, t, 0);
}

static void parse_member_declarator(struct litmus *l, struct lkmm_aggregate *a, struct ctype base)
{
	struct lexer *x = &l->x;
	struct ctype t = parse_stars(l, base);
	struct token name = x->tok;
	const struct token *declared;
	char text[C_TYPE_TEXT];

	if (tok_is(x, "(")) {
		t = c_parse_pointer(l, t, &declared);
		name = *declared;
	} else if (lex_accept(x, ":")) {
		parse_bits(l, a, NULL, t);
		return;
	} else {
		if (name.kind != T_NAME) {
			lex_expected(x, "the name of a member");
			return;
		}
		lex_next(x);
		if (is_flexible(x, a))
			t = parse_flexible(l, t);
		else
			t = c_parse_bounds(l, t);
	}
	if (lex_accept(x, ":")) {
		parse_bits(l, a, &name, t);
		return;
	}
	c_parse_attributes(l);
	if (t.aggregate && !t.stars && !t.aggregate->complete) {
		lex_error(x, name.at, "the members of %s are not known: it is not defined",
			  c_type_text(t, text));
		return;
	}
	if (!x->error[0])
		add_member(l, a, &name, t);
}

bool c_is_bitmap(const struct token *t)
{
	return token_is(t, "DECLARE_BITMAP") && token_is(t + 1, "(");
}

struct ctype c_parse_bitmap(struct litmus *l, struct token *name)
{
	struct ctype t = { .integer = LKMM_UNSIGNED(64) };
	struct lkmm_place at;
	int64_t bits;

	lex_next(&l->x);
	lex_expect(&l->x, "(");
	*name = l->x.tok;
	lex_next(&l->x);
	lex_expect(&l->x, ",");
	at = l->x.tok.at;
	bits = c_parse_constant(l);
	lex_expect(&l->x, ")");
	if (bits < 1 || bits > 64 * C_MAX_ELEMENTS)
		lex_error(&l->x, at, "expected 1 to %d bits", 64 * C_MAX_ELEMENTS);
	if (l->x.error[0])
		return t;
	return c_array_of(l, t, (int)(bits + 63) / 64);
}

/* int a, *b[2]; or struct { ... }; whose members are those of the outer one. */
static void parse_members(struct litmus *l, struct lkmm_aggregate *a)
{
	struct lexer *x = &l->x;
	struct ctype base;
	struct token name;
	struct c_layout layout;

	if (c_is_static_assert(lex_token(x))) {
		c_parse_static_assert(l);
		return;
	}
	l->layout = (struct c_layout){ 0 };
	if (c_is_bitmap(lex_token(x))) {
		base = c_parse_bitmap(l, &name);
		if (!x->error[0])
			add_member(l, a, &name, base);
		lex_expect(x, ";");
		return;
	}
	base = c_parse_base(l);
	layout = l->layout;
	if (tok_is(x, ";") && c_is_record(base) && !base.aggregate->name) {
		add_member(l, a, NULL, base);
	} else {
		do {
			l->layout = layout;
			parse_member_declarator(l, a, base);
		} while (lex_accept(x, ","));
	}
	lex_expect(x, ";");
}

static void parse_record_body(struct litmus *l, struct lkmm_aggregate *a)
{
	struct lexer *x = &l->x;
	struct lkmm_place at = x->tok.at;
	bool packed = l->layout.packed;
	int align = l->layout.align;

	if (a->complete) {
		lex_error(x, at, "struct %s is defined twice, first in line %d", a->name,
			  a->at.line);
		return;
	}
	a->at = at;
	lex_expect(x, "{");
	l->in_record++;
	while (!x->error[0] && !lex_accept(x, "}"))
		parse_members(l, a);
	l->in_record--;
	l->layout = (struct c_layout){ .packed = packed, .align = align };
	c_parse_attributes(l);
	if (x->error[0])
		return;
	if (!a->nmembers)
		lex_error(x, at, "expected members");
	c_close_unit(l, a);
	if (a->unit_end > a->size)
		a->size = a->unit_end;
	if (l->layout.packed)
		pack(l, a);
	if (l->layout.align > a->align)
		a->align = l->layout.align;
	a->size = (a->size + a->align - 1) / a->align * a->align;
	a->complete = true;
}

static bool parse_record(struct litmus *l, struct ctype *t)
{
	struct lexer *x = &l->x;
	enum c_aggregate_kind kind = tok_is(x, "union") ? C_UNION : C_STRUCT;
	struct lkmm_aggregate *a;
	struct token name = { .kind = T_END };
	struct c_layout outer = l->layout;
	bool named;

	lex_next(x);
	l->layout = (struct c_layout){ 0 };
	c_parse_layout(l);
	named = x->tok.kind == T_NAME;
	if (named) {
		name = x->tok;
		lex_next(x);
	}
	if (!named && !tok_is(x, "{")) {
		lex_expected(x, "the name or the members of the struct");
		return true;
	}
	if (too_deep(l))
		return true;
	l->depth++;
	a = named ? find_tag(l, kind, &name) : NULL;
	if (!a)
		a = new_record(l, kind, named ? &name : NULL);
	if (a && tok_is(x, "{"))
		parse_record_body(l, a);
	l->layout = outer;
	l->depth--;
	if (a)
		*t = (struct ctype){ .aggregate = a };
	return true;
}

/* ---- typedef ---- */

void c_add_typedef(struct litmus *l, const struct token *name, struct ctype t)
{
	struct c_typedef *p = litmus_grow(l, l->typedefs, l->ntypedefs, sizeof(*p));

	if (!p)
		return;
	l->typedefs = p;
	p[l->ntypedefs].name = litmus_text(l, name->text, name->len);
	p[l->ntypedefs].type = t;
	if (p[l->ntypedefs].name)
		l->ntypedefs++;
}

static void parse_typedef(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct ctype base;

	lex_next(x);
	l->in_record++;
	base = c_parse_base(l);
	l->in_record--;
	do {
		struct ctype t = parse_stars(l, base);
		struct token name = x->tok;
		const struct token *declared;

		if (tok_is(x, "(")) {
			t = c_parse_pointer(l, t, &declared);
			name = *declared;
		} else {
			if (name.kind != T_NAME)
				lex_expected(x, "the name of a type");
			lex_next(x);
			t = c_parse_bounds(l, t);
		}
		if (x->error[0])
			return;
		if (find_typedef(l, &name) && !l->in_header &&
		    !c_same_type(find_typedef(l, &name)->type, t))
			litmus_report(l, name.at, "there already is a type '%.*s'", shown(&name),
				      name.text);
		else if (!find_typedef(l, &name))
			c_add_typedef(l, &name, t);
		l->layout = (struct c_layout){ 0 };
		c_parse_attributes(l);
		if (l->layout.align || l->layout.packed)
			lex_error(x, name.at, "the alignment of a typedef is not supported: write "
				  "it where the struct or the member is");
	} while (lex_accept(x, ","));
	lex_expect(x, ";");
}

/* ---- all ---- */

/* struct srcu_struct is built in, unless the test defines it. */
static bool is_srcu(const struct litmus *l)
{
	const struct token name = { .kind = T_NAME, .text = "srcu_struct", .len = 11 };

	return tok_is(&l->x, "struct") && lex_next_is(&l->x, "srcu_struct") &&
	       !find_tag(l, C_STRUCT, &name);
}

/* A struct that is neither defined nor pointed to. */
static bool is_unknown_record(const struct litmus *l)
{
	struct lexer ahead = l->x;
	struct token tag;

	lex_go_to(&ahead, c_behind_layout(l->x.next));
	tag = ahead.tok;
	if (tag.kind != T_NAME || find_tag(l, tok_is(&l->x, "union") ? C_UNION : C_STRUCT, &tag))
		return false;
	lex_next(&ahead);
	return !tok_is(&ahead, "{") && !tok_is(&ahead, ";") &&
	       (!tok_is(&ahead, "*") || !l->in_record);
}

bool c_is_own_tag(const struct litmus *l)
{
	struct lexer ahead = l->x;

	lex_next(&ahead);
	return lex_next_is(&ahead, "{") || find_tag(l, C_STRUCT, &ahead.tok);
}

/* Whether the test has defined this name, which a header of litmus/lib also declares. */
static bool is_defined(const struct litmus *l)
{
	struct lexer ahead = l->x;
	enum c_aggregate_kind kind = tok_is(&ahead, "union") ? C_UNION : C_STRUCT;
	const struct lkmm_aggregate *a;

	lex_next(&ahead);
	a = find_tag(l, kind, &ahead.tok);
	return a && a->complete;
}

static void pass_item(struct lexer *x)
{
	int depth = 0;

	while (!x->error[0] && x->tok.kind != T_END && (depth || !tok_is(x, ";"))) {
		depth += tok_is(x, "{") - tok_is(x, "}");
		lex_next(x);
	}
	lex_expect(x, ";");
}

void c_parse_library_item(struct litmus *l)
{
	int in_record = l->in_record;

	l->in_record = 0;
	if (is_defined(l))
		pass_item(&l->x);
	else
		c_parse_item(l);
	l->in_record = in_record;
}

bool c_parse_named_type(struct litmus *l, struct ctype *t)
{
	const struct c_typedef *named;
	struct lexer *x = &l->x;

	if (tok_is(x, "enum"))
		return c_parse_enum(l, t);
	if (tok_is(x, "struct") || tok_is(x, "union"))
		return !is_srcu(l) && !is_unknown_record(l) && parse_record(l, t);
	named = find_typedef(l, &x->tok);
	if (!named)
		return false;
	*t = named->type;
	lex_next(x);
	return true;
}

bool c_item_starts(const struct lexer *x)
{
	const struct token *t = c_behind_layout(x->next);

	if (tok_is(x, "typedef") || tok_is(x, ";") || c_is_static_assert(lex_token(x)))
		return true;
	if (!tok_is(x, "struct") && !tok_is(x, "union") && !tok_is(x, "enum"))
		return false;
	/* "struct" may begin a sentence, too. */
	return token_is(t, "{") ||
	       (t->kind == T_NAME && (token_is(t + 1, "{") || token_is(t + 1, ";")));
}

void c_parse_item(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct litmus_mark mark = litmus_mark(l);

	if (tok_is(x, "typedef")) {
		parse_typedef(l);
	} else if (c_is_static_assert(lex_token(x))) {
		c_parse_static_assert(l);
	} else if (!lex_accept(x, ";")) {
		struct ctype base = c_parse_base(l);

		if (x->tok.kind == T_NAME || tok_is(x, "*"))
			c_parse_declared(l, base);
		lex_expect(x, ";");
	}
	if (litmus_recover(l, &mark, ";"))
		lex_accept(x, ";");
}
