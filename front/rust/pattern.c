// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Patterns: their conditions on a value, and the names that they bind. */
#include "flow.h"
#include "item.h"

#include <string.h>

static struct lkmm_expr *negate(struct rust *r, struct lkmm_expr *e, struct lkmm_place at)
{
	return new_binary(r->l, LKMM_LNOT, e, NULL, at);
}

/* Both conditions, where NULL is one that always holds. */
struct lkmm_expr *rust_both(struct rust *r, struct lkmm_expr *a, struct lkmm_expr *b,
			      struct lkmm_place at)
{
	return a && b ? new_binary(r->l, LKMM_LAND, a, b, at) : a ? a : b;
}

static void parse_alternative(struct rust *r, const struct value *v, struct pattern *p);

/* ---- contents of a value ---- */

struct value rust_view(struct rust *r, struct binding *b, bool by_reference, struct lkmm_place at)
{
	struct value v = rust_nothing(r, b->type, at);
	struct lkmm_expr *reg = b->reg >= 0 ? new_local(r->l, b->reg, at) : v.e;

	if (rust_has_parts(b->type))
		v = rust_composite(r, b->type, at);
	v.e = b->alias ? b->alias : reg;
	v.ok = b->alias_ok ? b->alias_ok : b->ok >= 0 ? new_local(r->l, b->ok, at) : NULL;
	v.lent = rust_is_reference(b->type) ? b->lent : by_reference ? b : NULL;
	v.place = b;
	for (int i = 0; v.part && b->part && i < rust_parts(b->type); i++)
		v.part[i] = rust_view(r, &b->part[i], by_reference, at);
	return v;
}

/* The contents of the Ok() or Some() @v, or with @err of the Err(). */
static struct value inside(struct rust *r, const struct value *v, bool err)
{
	struct value in;

	if (v->where == IS_MEMORY)
		return rust_member(r, *v, err, v->at);
	in = err ? rust_inside_err(*v) : rust_inside(*v);
	in.place = v->place ? rust_binding_inside(r, v->place, err) : NULL;
	if (!v->lent || v->type->kind == RUST_REFERENCE)
		return in;
	/* Some(&n): the reference is in the value, which is no place */
	if (in.type->kind == RUST_REFERENCE)
		return in;
	if (rust_is_nested(v->type))
		return in;
	in.lent = rust_binding_inside(r, v->lent, err);
	return in;
}

/* @e after @first, which reads memory, in a pattern that does so. */
static struct lkmm_expr *after_read(struct rust *r, struct pattern *p, struct value *held,
				    struct lkmm_expr *e)
{
	p->reads |= !!held->first;
	return e ? rust_whole(r, *held, e) : NULL;
}

/* Whether @v is Some or Ok, or the number of its variant: of a place in memory, its tag. */
static struct value tag_of(struct rust *r, const struct value *v)
{
	struct value tag = *v;

	tag.first = NULL;
	if (v->where == IS_MEMORY && !v->ok)
		return rust_hold(r, rust_tag(r, *v));
	if (v->where == IS_MEMORY || v->type->kind != RUST_ENUM)
		tag.e = v->ok;
	return tag;
}

static struct value member(struct rust *r, const struct value *v, int i, struct lkmm_place at)
{
	if (v->where == IS_MEMORY)
		return rust_member(r, *v, i, at);
	return rust_part(r, *v, i, at);
}

/* ---- the kinds of patterns ---- */

/* The same, unless it takes more than a look to see that. */
static bool is_same(const struct lkmm_expr *a, const struct lkmm_expr *b)
{
	if (!a || !b || a == b)
		return a == b;
	if (a->kind != b->kind)
		return false;
	if (a->kind == LKMM_BINARY)
		return a->op == b->op && is_same(a->a, b->a) && is_same(a->b, b->b);
	if (a->kind == LKMM_NUMBER)
		return a->number == b->number;
	return (a->kind == LKMM_REGISTER || a->kind == LKMM_ADDRESS) && a->index == b->index;
}

/* @cond ? a : b */
static struct lkmm_expr *either(struct rust *r, struct lkmm_expr *cond, struct lkmm_expr *a,
				struct lkmm_expr *b, struct lkmm_place at)
{
	return is_same(a, b) || !a || !b ? a : rust_conditional(r, cond, a, b, at);
}

/* What a name has for its value, if @cond and else; and where that is. */
static struct value either_value(struct rust *r, struct lkmm_expr *cond, struct value a,
				 struct value b)
{
	struct binding *lent[2] = { a.lent, b.lent };
	struct lkmm_expr *which;
	struct value v = a;

	v.e = either(r, cond, a.e, b.e, a.at);
	v.ok = either(r, cond, a.ok, b.ok, a.at);
	if (a.part && b.part)
		v.part = litmus_alloc(r->l, sizeof(*v.part) * (size_t)(rust_parts(a.type) + 1));
	for (int i = 0; v.part && b.part && i < rust_parts(a.type); i++)
		v.part[i] = either_value(r, cond, a.part[i], b.part[i]);
	if (!a.lent || !b.lent || a.lent == b.lent)
		return v;
	which = new_local(r->l, rust_temporary(r, LKMM_SIGNED(0)), a.at);
	rust_emit(r, LKMM_EXPR, new_assign(r->l, which,
					   new_binary(r->l, LKMM_LNOT, cond, NULL, a.at), a.at),
		  a.at);
	v.lent = rust_one_of(r, lent, 2, which, a.at);
	return v;
}

/* The names of @p and @other, either of which matches; @cond: that of @p. */
static void merge_bound(struct rust *r, struct pattern *p, const struct pattern *other,
			struct lkmm_expr *cond)
{
	for (int i = 0; i < p->nbound; i++)
		for (int k = 0; cond && k < other->nbound; k++)
			if (rust_same_token(&p->bound[i].name, &other->bound[k].name))
				p->bound[i].v = either_value(r, cond, p->bound[i].v,
							     other->bound[k].v);
}

static void add_bound(struct rust *r, struct pattern *p, const struct bound *b)
{
	for (int i = 0; i < p->nbound; i++)
		if (p->bound[i].name.len == b->name.len &&
		    !memcmp(p->bound[i].name.text, b->name.text, (size_t)b->name.len))
			return;
	if (p->nbound == RUST_MAX_BOUND)
		rust_error(r, b->name.at, "expected at most %d names in a pattern", RUST_MAX_BOUND);
	else
		p->bound[p->nbound++] = *b;
}


/* Ok(PATTERN) and the like */
static void parse_constructor(struct rust *r, const struct value *v, struct pattern *p)
{
	struct lexer *x = r->x;
	struct lkmm_place at = x->tok.at;
	bool yes = tok_is(x, "Ok") || tok_is(x, "Some"), none = tok_is(x, "None");
	bool option = tok_is(x, "Some") || none;
	struct value tag;

	if (v->type->kind != (option ? RUST_OPTION : RUST_RESULT)) {
		rust_wrong_pattern(r, v, at);
		return;
	}
	lex_next(x);
	if (none) {
		p->covers = RUST_COVERS_ALL;
	} else {
		lex_expect(x, "(");
		parse_rust_pattern(r, inside(r, v, !yes), p);
		lex_expect(x, ")");
	}
	tag = tag_of(r, v);
	p->covers = rust_covers_variant(v->type, yes, p->covers);
	p->cond = rust_both(r, yes ? tag.e : negate(r, tag.e, at), p->cond, at);
	p->cond = after_read(r, p, &tag, p->cond);
}

/* ref NAME, ref mut NAME: a reference to the variable that the value is in */
static struct value referred(struct rust *r, const struct value *v, bool mut)
{
	struct binding *b = v->place;

	/* that of a place behind a reference is one without "ref" */
	if (v->lent || v->where == IS_MEMORY)
		return *v;
	if (!b)
		b = rust_declare_hidden(r, rust_now(r, *v), true);
	if (b && mut && !b->mut)
		rust_error(r, r->x->tok.at, "'%.*s' cannot be borrowed as mutable: expected it to "
			   "be declared 'let mut'", b->len > 80 ? 80 : b->len, b->name);
	return b ? rust_lend(r, b, mut, v->at) : *v;
}

/* NAME, mut NAME, ref NAME, NAME @ PATTERN */
static void parse_binding(struct rust *r, const struct value *v, struct pattern *p)
{
	struct lexer *x = r->x;
	struct bound b = { .v = *v };

	if (lex_accept(x, "ref")) {
		b.v = referred(r, v, tok_is(x, "mut"));
		lex_accept(x, "mut");
	} else {
		b.mut = lex_accept(x, "mut");
		b.copies = v->by_value;
	}
	b.name = x->tok;
	if (x->tok.kind != T_NAME)
		lex_expected(x, "a pattern");
	lex_next(x);
	p->covers = RUST_COVERS_ALL;
	if (lex_accept(x, "@"))
		parse_alternative(r, v, p);
	if (p->nbound == RUST_MAX_BOUND)
		rust_error(r, b.name.at, "expected at most %d names in a pattern", RUST_MAX_BOUND);
	else
		p->bound[p->nbound++] = b;
}

/* NAME: PATTERN, ref mut NAME */
static const struct token *name_of_member(const struct lexer *x)
{
	const struct token *t = lex_token(x);

	while (token_is(t, "ref") || token_is(t, "mut"))
		t++;
	return t;
}

/* The members of @v: (PATTERN, ..), { NAME: PATTERN, NAME, .. } */
static void parse_members(struct rust *r, struct value v, struct pattern *p)
{
	struct lexer *x = r->x;
	bool named = tok_is(x, "{");
	const char *close = named ? "}" : ")";
	uint64_t *covers = litmus_alloc(r->l, sizeof(*covers) * (size_t)(v.type->nfields + 1));
	bool rest = false;
	int n = 0;
	struct lkmm_place at = x->tok.at;

	if (!covers)
		return;
	for (int i = 0; i < v.type->nfields; i++)
		covers[i] = RUST_COVERS_ALL;
	lex_next(x);
	for (int i = 0; !x->error[0] && !tok_is(x, close); i++) {
		const struct rust_field *f = i < v.type->nfields ? &v.type->field[i] : NULL;
		struct pattern inner;

		if ((rest = lex_accept(x, "..")))
			break;
		n++;
		if (named)
			f = rust_find_field(v.type, name_of_member(x));
		if (!f) {
			lex_expected(x, named ? "the name of a member" : "')'");
			return;
		}
		if (named && lex_next_is(x, ":")) {
			lex_next(x);
			lex_next(x);
		}
		parse_rust_pattern(r, member(r, &v, (int)(f - v.type->field), at), &inner);
		covers[f - v.type->field] = inner.covers;
		p->cond = rust_both(r, p->cond, inner.cond, at);
		p->reads |= inner.reads;
		for (int k = 0; k < inner.nbound; k++)
			add_bound(r, p, &inner.bound[k]);
		if (!tok_is(x, close))
			lex_expect(x, ",");
	}
	if (!rest && n != v.type->nfields)
		rust_error(r, at, "expected a pattern for each of the %d members, or '..'",
			   v.type->nfields);
	lex_expect(x, close);
	p->covers = rust_covers_members(v.type, covers);
}

/*
 * [PATTERN, .., PATTERN]: the elements behind ".." are the last ones. A slice of another length
 * does not match.
 */
static void parse_elements(struct rust *r, const struct value *v, struct pattern *p)
{
	struct lexer *x = r->x;
	struct lkmm_place at = x->tok.at;
	bool rest = false, none = lex_next_is(x, "]"), other;
	int n = 0, left = 0;

	for (struct lexer ahead = *x; left >= 0 && ahead.tok.kind != T_END; lex_next(&ahead)) {
		left += tok_is(&ahead, "(") + tok_is(&ahead, "[") + tok_is(&ahead, "{");
		left -= tok_is(&ahead, ")") + tok_is(&ahead, "]") + tok_is(&ahead, "}");
		n += left == 1 && tok_is(&ahead, ",") && !lex_next_is(&ahead, "]");
		if (!left)
			break;
	}
	lex_next(x);
	for (int i = 0; !x->error[0] && !tok_is(x, "]"); i++) {
		struct pattern inner;

		if (!rest && lex_accept(x, "..")) {
			/* of @n commas, this is behind @i */
			rest = true;
			i += v->type->n - n - 1;
		} else {
			/* of a slice that is longer, this is never asked for */
			parse_rust_pattern(r, member(r, v, i < v->type->n ? i : 0, at), &inner);
			p->cond = rust_both(r, p->cond, inner.cond, at);
			p->reads |= inner.reads;
			for (int k = 0; k < inner.nbound; k++)
				add_bound(r, p, &inner.bound[k]);
		}
		if (!tok_is(x, "]"))
			lex_expect(x, ",");
	}
	n += !none;
	other = rest ? n - 1 > v->type->n : n != v->type->n;
	if (other && v->where == IS_VALUE && !v->lent)
		rust_error(r, at, "expected a pattern for each of the %d elements, or '..'",
			   v->type->n);
	else if (other)
		p->cond = new_number(r->l, 0, at);
	lex_expect(x, "]");
	if (!p->cond)
		p->covers = RUST_COVERS_ALL;
}

/* Msg::Value(PATTERN), Pair { a, b }, (a, b) */
static void parse_parts(struct rust *r, const struct value *v, struct pattern *p)
{
	struct lexer *x = r->x;
	struct lkmm_place at = x->tok.at;
	const struct rust_field *f;
	struct value tag;

	while (x->tok.kind == T_NAME && lex_next_is(x, "::")) {
		lex_next(x);
		lex_next(x);
	}
	f = v->type->kind == RUST_ENUM ? rust_find_field(v->type, &x->tok) : NULL;
	if (x->tok.kind == T_NAME)
		lex_next(x);
	p->covers = RUST_COVERS_ALL;
	if (!f) {
		parse_members(r, *v, p);
		return;
	}
	if (f->type->kind != RUST_UNIT)
		parse_members(r, member(r, v, (int)(f - v->type->field), at), p);
	p->covers = rust_covers_variant(v->type, (int)(f - v->type->field), p->covers);
	tag = tag_of(r, v);
	tag.e = new_binary(r->l, LKMM_EQ, tag.e, new_number(r->l, f->offset, at), at);
	p->cond = rust_both(r, tag.e, p->cond, at);
	p->cond = after_read(r, p, &tag, p->cond);
}

/* &NAME: a copy of the referenced value, read when the pattern matches */
static void parse_pointee(struct rust *r, const struct value *v, struct pattern *p)
{
	struct value to = *v;

	if (v->type->kind != RUST_REFERENCE) {
		to = v->lent ? rust_view(r, v->lent, false, v->at) : to;
	} else {
		to = v->where == IS_VALUE ? *v : rust_read(r, *v);
		if (to.lent) {
			to = rust_local(r, to.lent, v->at);
		} else {
			to.type = v->type->of;
			to.where = IS_MEMORY;
			to.local = NULL;
		}
	}
	parse_alternative(r, &to, p);
	for (int i = 0; i < p->nbound; i++)
		p->bound[i].copies = true;
}

/*
 * Whether the value of the pointer in memory, which may be None, is read for the pattern at hand:
 * unless that has references to it, once.
 */
static bool asks_for_pointer(struct rust *r, const struct value *v)
{
	struct lexer x = *r->x;

	if (v->where != IS_MEMORY || !v->by_value || !tok_is(&x, "Some") ||
	    !rust_has_niche(v->type) || !rust_is_copied(r, v->type))
		return false;
	lex_next(&x);
	lex_next(&x);
	return !tok_is(&x, "ref");
}

/* Whether the pattern at hand is for what a reference leads to, and not for the reference. */
static bool looks_through(const struct lexer *x, const struct value *v)
{
	if (v->type->kind != RUST_REFERENCE)
		return false;
	if (x->tok.kind == T_NUMBER)
		return v->lent;
	return tok_is(x, "(") || tok_is(x, "[") || rust_is_constructor(x) ||
	       (x->tok.kind == T_NAME &&
		(lex_next_is(x, "{") || lex_next_is(x, "(") || lex_next_is(x, "::")));
}

/* The place that the reference @v leads to, as patterns see it. */
static struct value looked_through(struct rust *r, const struct value *v)
{
	struct value to = rust_place(r, *v);

	return to.where == IS_LOCAL ? rust_view(r, to.local, true, v->at) : to;
}

/* The pattern at hand, for @v itself. */
static void parse_for(struct rust *r, const struct value *v, struct pattern *p)
{
	struct lexer *x = r->x;
	struct lkmm_place at;

	if (rust_is_path_to_parts(x, v->type) || (tok_is(x, "(") && v->type->is_tuple)) {
		parse_parts(r, v, p);
	} else if (rust_is_constant_pattern(r, v)) {
		parse_rust_constant_pattern(r, v, p);
	} else if (rust_is_constructor(x)) {
		parse_constructor(r, v, p);
	} else if (lex_accept(x, "_")) {
		p->covers = RUST_COVERS_ALL;
	} else if (tok_is(x, "[") && v->type->kind == RUST_ARRAY) {
		parse_elements(r, v, p);
	} else if ((tok_is(x, "&") || tok_is(x, "&&")) &&
		   (v->type->kind == RUST_REFERENCE || v->lent || v->where == IS_MEMORY)) {
		lex_accept_char(x, '&');
		lex_accept(x, "mut");
		parse_pointee(r, v, p);
	} else if (v->type->kind == RUST_UNIT && lex_accept(x, "(")) {
		p->covers = RUST_COVERS_ALL;
		lex_expect(x, ")");
	} else if (tok_is(x, "(")) {
		at = x->tok.at;
		lex_next(x);
		parse_rust_pattern(r, *v, p);
		if (tok_is(x, ","))
			rust_wrong_pattern(r, v, at);
		lex_expect(x, ")");
	} else {
		parse_binding(r, v, p);
	}
}

static void parse_alternative(struct rust *r, const struct value *value, struct pattern *p)
{
	struct value through = *value, *v = &through;
	struct lexer *x = r->x;

	memset(p, 0, sizeof(*p));
	for (int i = 0; i < 3 && looks_through(x, v); i++)
		through = looked_through(r, v);
	if (asks_for_pointer(r, v)) {
		through = rust_hold(r, rust_read(r, *v));
	} else if (v->where == IS_MEMORY && rust_is_plain(v->type) &&
		   rust_is_constant_pattern(r, v)) {
		/* only here is the value in that place read */
		through = rust_hold(r, rust_read(r, *v));
		parse_for(r, v, p);
		p->cond = after_read(r, p, v, p->cond);
		return;
	}
	parse_for(r, v, p);
}

/* ---- patterns ---- */

void parse_rust_parameter(struct rust *r, struct value v, struct pattern *p)
{
	v.first = NULL;
	parse_alternative(r, &v, p);
	p->covers = rust_covered(v.type, p->covers);
	if (p->covers == RUST_COVERS_ALL)
		p->cond = NULL;
}

void parse_rust_pattern(struct rust *r, struct value v, struct pattern *p)
{
	struct lkmm_place at = r->x->tok.at;
	struct pattern other;

	memset(p, 0, sizeof(*p));
	if (too_deep(r->l))
		return;
	r->l->depth++;
	/* it has been evaluated once */
	v.first = NULL;
	lex_accept(r->x, "|");
	parse_alternative(r, &v, p);
	while (lex_accept(r->x, "|")) {
		parse_alternative(r, &v, &other);
		if (p->reads && p->cond && p->nbound)
			p->cond = rust_now(r, rust_value(&rust_bool, p->cond, at)).e;
		merge_bound(r, p, &other, p->cond);
		p->cond = p->cond && other.cond ?
				  new_binary(r->l, LKMM_LOR, p->cond, other.cond, at) :
				  NULL;
		p->covers |= other.covers;
		p->reads |= other.reads;
		for (int i = 0; i < other.nbound; i++)
			add_bound(r, p, &other.bound[i]);
	}
	p->covers = rust_covered(v.type, p->covers);
	if (p->covers == RUST_COVERS_ALL)
		p->cond = NULL;
	r->l->depth--;
}
