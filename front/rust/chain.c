// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Let chains: if let Some(v) = a && v > 2 { }. Each condition is an if within that of the one
 * before, as it sees the names of that one, and its branch decides what is inside. What follows
 * else is behind all of them, in a block that the body leaves:
 *
 *	block: { if (a) { if (b) { body; leave block; } } else }
 */
#include "flow.h"

enum { MAX_CONDITIONS = 8 };

/* A condition, and the statements that run if it holds. */
struct link {
	struct lkmm_expr *cond;
	struct stmts body;
	struct lkmm_place at;
};

struct chain {
	struct link link[MAX_CONDITIONS];
	int n;
	struct lkmm_stmt *block;	/* around all of it */
	struct stmts rest, *outer;	/* the statements of the block; those that it is among */
	struct binding *scope;
};

/* The statements that follow are run if @cond holds. */
static void enter(struct rust *r, struct chain *c, struct lkmm_expr *cond, struct lkmm_place at)
{
	struct link *link = &c->link[c->n];
	struct stmts *outer;

	if (c->n == MAX_CONDITIONS) {
		rust_error(r, at, "expected at most %d conditions in a row", MAX_CONDITIONS);
		return;
	}
	c->n++;
	link->cond = cond;
	link->at = at;
	rust_open(r, &link->body, &outer);
}

/*
 * The conditions behind the first one, @cond. The names of the last one are in *@p. Rust drops the
 * temporaries of a chain before its else; there are none here.
 */
static void parse_links(struct rust *r, struct chain *c, struct lkmm_expr *cond, struct pattern *p,
			const struct rust_drop *drops)
{
	struct lkmm_place at = r->x->tok.at;

	c->n = 0;
	c->scope = r->scope;
	c->block = new_stmt(r->l, LKMM_BLOCK, at);
	rust_open(r, &c->rest, &c->outer);
	enter(r, c, cond, at);
	while (!r->x->error[0] && lex_accept(r->x, "&&")) {
		rust_bind(r, p);
		at = r->x->tok.at;
		cond = parse_rust_condition(r, p);
		enter(r, c, cond, at);
	}
	if (r->drops != drops)
		rust_error(r, at, "what is dropped later cannot be in a chain of conditions: write "
			   "an if let inside of another");
}

/* The statements so far become those of the block. */
static void close_links(struct rust *r, struct chain *c)
{
	while (c->n && !r->x->error[0]) {
		struct link *link = &c->link[--c->n];
		struct lkmm_stmt *s = new_stmt(r->l, LKMM_IF, link->at);

		r->out = c->n ? &c->link[c->n - 1].body : &c->rest;
		if (s) {
			s->expr = link->cond;
			s->body = link->body.first;
		}
		rust_append(r, s);
	}
	r->out = &c->rest;
	r->scope = c->scope;
}

static void close_chain(struct rust *r, struct chain *c)
{
	if (c->block)
		c->block->body = c->rest.first;
	r->out = c->outer;
	rust_append(r, c->block);
}

/* To the text behind the block. */
static void leave(struct rust *r, const struct chain *c, struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(r->l, LKMM_LEAVE, at);

	if (s)
		s->leaves = c->block;
	rust_append(r, s);
}

struct value parse_rust_if_chain(struct rust *r, struct lkmm_expr *cond, struct pattern *p,
				 const struct rust_drop *drops, struct lkmm_place at)
{
	struct stmts other, *body, *outer;
	struct value yes, no, v;
	struct chain c;

	r->depth++;
	parse_links(r, &c, cond, p, drops);
	yes = parse_rust_body(r, p);
	body = r->out;
	r->scope = c.scope;
	rust_open(r, &other, &outer);
	no = parse_rust_else(r, yes.at);
	r->depth--;
	v = rust_slot(r, rust_unify(r, &yes, &no), at);
	rust_fill(r, &v, no);
	r->out = body;
	rust_fill(r, &v, yes);
	leave(r, &c, at);
	close_links(r, &c);
	rust_append(r, other.first);
	close_chain(r, &c);
	return r->x->error[0] ? rust_nothing(r, &rust_never, at) : v;
}

void parse_rust_while_chain(struct rust *r, struct rust_loop *loop, struct lkmm_expr *cond,
			    struct pattern *p, const struct rust_drop *drops,
			    struct lkmm_place at)
{
	struct chain c;

	parse_links(r, &c, cond, p, drops);
	rust_loop_body(r, loop, p);
	leave(r, &c, at);
	close_links(r, &c);
	rust_emit(r, LKMM_BREAK, NULL, at);
	close_chain(r, &c);
}
