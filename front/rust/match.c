// SPDX-License-Identifier: GPL-2.0 OR MIT
/* match, if let, while let, let else. */
#include "flow.h"
#include "item.h"

#include <string.h>

/*
 * The name @b. If the matched value is a place behind a reference, it is a reference to its part; a
 * value that is dropped at the end of its scope is moved there.
 */
static void bind(struct rust *r, const struct bound *b)
{
	struct value v = b->v;
	struct binding *to;

	if (v.where == IS_MEMORY && !b->copies)
		v = rust_borrow(r, v, false, v.mut);
	else if (v.lent && !rust_is_reference(v.type))
		v = rust_lend(r, v.lent, true, b->name.at);
	if (v.lent) {
		rust_declare_value(r, &b->name, v);
		return;
	}
	v = rust_read(r, v);
	to = rust_declare(r, &b->name, v.type, b->mut);
	rust_store_local(r, to, v, b->name.at);
	rust_drop_later(r, to, false);
}

/* Whether the variable @b, or a part of it, is moved to a name of @p. */
static bool is_moved_from(const struct pattern *p, const struct binding *b)
{
	for (int i = 0; i < p->nbound; i++) {
		const struct binding *place = p->bound[i].v.place;

		if (place && (place == b || (b->part && place->part == b->part)))
			return true;
	}
	for (int i = 0; b->part && i < rust_parts(b->type); i++)
		if (is_moved_from(p, &b->part[i]))
			return true;
	return false;
}

/* Of a struct that is taken apart, what has no name stays there, and is dropped with it. */
static void check_rest(struct rust *r, const struct pattern *p, const struct binding *b)
{
	const struct rust_type *t = rust_contents(b->type);

	for (int i = 0; i < p->nbound; i++) {
		const struct binding *place = p->bound[i].v.place;

		/* it is all of it, or what is in an Option of it */
		if (place && (place == b || (b->part && place->part == b->part)))
			return;
	}
	for (int i = 0; t->kind == RUST_STRUCT && b->part && i < rust_parts(t); i++) {
		if (!rust_is_dropped(r, b->part[i].type))
			continue;
		if (!is_moved_from(p, &b->part[i]))
			rust_error(r, p->bound[0].name.at, "expected a name for each member that "
				   "is dropped: one of them would stay behind");
		check_rest(r, p, &b->part[i]);
	}
}

void rust_bind(struct rust *r, const struct pattern *p)
{
	bool moves = false;

	/* after one, names may have no values */
	if (r->x->error[0])
		return;
	for (int i = 0; i < p->nbound; i++)
		moves |= !p->bound[i].v.lent && rust_is_dropped(r, p->bound[i].v.type);
	if (moves && p->from)
		check_rest(r, p, p->from);
	if (moves && p->from)
		rust_moved(r, p->from, p->bound[0].name.at);
	for (int i = 0; i < p->nbound; i++)
		bind(r, &p->bound[i]);
}

/* Whether a @t in memory is matched where it is. */
static bool is_in_memory(const struct rust_type *t)
{
	return t->kind != RUST_CELL && t->kind != RUST_ARRAY && rust_is_laid_out(t);
}

/* The place @v in memory, whose tag is read once. */
static struct value matched_place(struct rust *r, struct value v)
{
	v = rust_now_address(r, v);
	if (rust_is_tagged(v.type))
		v.ok = rust_now(r, rust_tag(r, v)).e;
	return v;
}

struct value rust_matched(struct rust *r, struct value v, struct binding **from)
{
	struct binding *b;
	struct value to;

	*from = NULL;
	if (v.where != IS_VALUE && v.type->kind == RUST_REFERENCE)
		v = rust_read(r, v);
	if (v.type->kind == RUST_REFERENCE && (v.lent || is_in_memory(v.type->of))) {
		to = rust_place(r, v);
		if (to.where == IS_LOCAL)
			return rust_view(r, to.local, true, v.at);
		return to.where == IS_MEMORY ? matched_place(r, to) : rust_hold(r, to);
	}
	if (v.where == IS_MEMORY && is_in_memory(v.type)) {
		to = matched_place(r, v);
		to.by_value = true;
		return to;
	}
	b = v.local;
	if (v.where != IS_LOCAL || !rust_has_parts(v.type)) {
		to = rust_hold(r, v);
		to.place = v.where == IS_LOCAL ? b : NULL;
		return to;
	}
	*from = b;
	return rust_view(r, b, false, v.at);
}

/*
 * let PATTERN = EXPR, the token being the pattern: as the pattern is checked against the value, the
 * value is read first. In a @condition, && is not part of the value.
 */
static struct value parse_let(struct rust *r, struct pattern *p, bool condition)
{
	struct lex_spot start = lex_here(r->x), end;
	struct binding *from;
	struct value v;
	int depth = 0;

	for (; !r->x->error[0] && r->x->tok.kind != T_END && !tok_is(r->x, ";"); lex_next(r->x)) {
		if (!depth && (tok_is(r->x, "=") || tok_is(r->x, "}")))
			break;
		depth += tok_is(r->x, "(") + tok_is(r->x, "{") + tok_is(r->x, "[");
		depth -= tok_is(r->x, ")") + tok_is(r->x, "}") + tok_is(r->x, "]");
	}
	lex_expect(r->x, "=");
	v = rust_matched(r, condition ? parse_rust_matched(r) : parse_rust_expr(r), &from);
	if (r->x->error[0])
		return v;
	end = lex_here(r->x);
	lex_go(r->x, &start);
	parse_rust_pattern(r, v, p);
	p->from = from;
	lex_expect(r->x, "=");
	if (!r->x->error[0])
		lex_go(r->x, &end);
	return v;
}

struct lkmm_expr *parse_rust_condition(struct rust *r, struct pattern *p)
{
	struct lkmm_place at = r->x->tok.at;
	struct rust_drop *drops = r->drops;
	struct value v;

	memset(p, 0, sizeof(*p));
	if (!lex_accept(r->x, "let")) {
		v = parse_rust_as(r, &rust_bool);
		rust_close(r, drops, &v);
		return v.e;
	}
	v = parse_let(r, p, true);
	return rust_whole(r, v, p->cond ? p->cond : new_number(r->l, 1, at));
}

/* The block after else, which must leave. */
static void parse_else(struct rust *r, struct lkmm_expr *cond, struct lkmm_place at)
{
	struct stmts yes, no, *outer;
	struct value v;

	rust_open(r, &yes, &outer);
	r->out = outer;
	rust_open(r, &no, &outer);
	lex_expect(r->x, "else");
	v = parse_rust_block(r);
	r->out = outer;
	if (v.type->kind != RUST_NEVER)
		rust_error(r, at,
			   "expected 'return', 'break' or 'continue' at the end of the block "
			   "after 'else'");
	rust_choose(r, cond, &yes, rust_nothing(r, &rust_unit, at), &no, v, at);
}

void parse_rust_let_else(struct rust *r)
{
	struct lkmm_place at = r->x->tok.at;
	struct pattern p = { 0 };
	struct value v = parse_let(r, &p, false);

	if (v.where == IS_VALUE)
		rust_now(r, v);
	if (r->x->error[0])
		return;
	if (tok_is(r->x, "else"))
		parse_else(r, p.cond ? p.cond : new_number(r->l, 1, at), at);
	else if (p.cond)
		lex_expected(r->x, "'else', as the pattern does not always match");
	lex_expect(r->x, ";");
	rust_bind(r, &p);
}

/* ---- match ---- */

/* The name @b in a guard, where nothing has been moved yet. */
static void see(struct rust *r, const struct bound *b)
{
	if (b->v.where == IS_VALUE && rust_has_parts(b->v.type) &&
	    (!b->v.part || rust_is_dropped(r, b->v.type)))
		rust_error(r, b->name.at, "expected a guard without '%.*s' bound in front of it",
			   b->name.len > 40 ? 40 : b->name.len, b->name.text);
	if (b->v.where == IS_VALUE)
		rust_declare_value(r, &b->name, b->v);
	else
		bind(r, b);
}

struct lkmm_expr *parse_rust_guard(struct rust *r, struct pattern *p)
{
	struct binding *scope = r->scope;
	struct value no = rust_value(&rust_bool, new_number(r->l, 0, r->x->tok.at), r->x->tok.at);
	struct stmts s, none, *outer;
	struct rust_drop *drops = r->drops;
	struct value v;

	/* it is used twice, but reads once */
	if (p->reads && p->cond)
		p->cond = rust_now(r, rust_value(&rust_bool, p->cond, r->x->tok.at)).e;
	for (int i = 0; i < p->nbound; i++)
		see(r, &p->bound[i]);
	rust_open(r, &none, &outer);
	r->out = outer;
	rust_open(r, &s, &outer);
	v = parse_rust_as(r, &rust_bool);
	rust_close(r, drops, &v);
	r->out = outer;
	r->scope = scope;
	/* it is evaluated only where the pattern matches */
	if (s.first && !r->x->error[0] && p->cond)
		v = rust_choose(r, p->cond, &s, v, &none, no, v.at);
	else
		rust_append(r, s.first);
	return v.e;
}

static struct value parse_arm_body(struct rust *r, const struct pattern *p)
{
	struct lexer *x = r->x;
	struct binding *scope = r->scope;
	struct rust_drop *drops = r->drops;
	struct value v;

	lex_expect(x, "=>");
	r->depth++;
	rust_bind(r, p);
	if (rust_is_block_like(x)) {
		v = rust_read(r, parse_rust_postfix(r, parse_rust_block_like(r)));
		lex_accept(x, ",");
	} else {
		v = parse_rust_value(r);
		if (!tok_is(x, "}"))
			lex_expect(x, ",");
	}
	rust_end_block(r, drops, &v);
	rust_close(r, drops, &v);
	r->depth--;
	r->scope = scope;
	return v;
}

struct matched {
	struct value v;
	struct binding *from;		/* the variable that it is moved from */
};

static struct value parse_arms(struct rust *r, const struct matched *m, uint64_t covered);

/* The arms after one that always matches are dead code. */
static void drop_arms(struct rust *r, const struct matched *m)
{
	struct stmts dead, *outer;

	rust_open(r, &dead, &outer);
	parse_arms(r, m, RUST_COVERS_ALL);
	r->out = outer;
}

static struct value parse_arm(struct rust *r, const struct matched *m, uint64_t covered)
{
	struct lkmm_place at = r->x->tok.at;
	struct lkmm_expr *cond, *guard;
	struct stmts a, b, *outer;
	struct value yes, no;
	struct pattern p;

	parse_rust_pattern(r, m->v, &p);
	p.from = m->from;
	cond = p.cond;
	if (lex_accept(r->x, "if")) {
		guard = parse_rust_guard(r, &p);
		cond = rust_both(r, p.cond, guard, at);
		p.covers = 0;
	}
	covered = rust_covered(m->v.type, covered | p.covers);
	if (covered == RUST_COVERS_ALL) {
		yes = parse_arm_body(r, &p);
		drop_arms(r, m);
		return yes;
	}
	rust_open(r, &a, &outer);
	yes = parse_arm_body(r, &p);
	r->out = outer;
	rust_open(r, &b, &outer);
	no = parse_arms(r, m, covered);
	r->out = outer;
	return rust_choose(r, cond, &a, yes, &b, no, at);
}

/* The rest of the arms, of which those before have covered some values. */
static struct value parse_arms(struct rust *r, const struct matched *m, uint64_t covered)
{
	struct value result = rust_nothing(r, &rust_never, r->x->tok.at);

	if (r->x->error[0] || too_deep(r->l))
		return result;
	r->l->depth++;
	if (!lex_accept(r->x, "}"))
		result = parse_arm(r, m, covered);
	else if (covered != RUST_COVERS_ALL)
		rust_error(r, result.at,
			   "expected '_' or a pattern for the values that are left, found '}'");
	r->l->depth--;
	return result;
}

struct value parse_rust_match(struct rust *r)
{
	struct matched m;

	lex_next(r->x);
	m.v = rust_matched(r, parse_rust_expr(r), &m.from);
	if (m.v.where == IS_VALUE)
		m.v = rust_now(r, m.v);
	lex_expect(r->x, "{");
	return parse_arms(r, &m, 0);
}
