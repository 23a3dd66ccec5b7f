// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * switch, goto and statement expressions. All jumps become LKMM_LEAVE, out of a block around them.
 *
 * A label ends a block that begins at the start of its list of statements, and goto leaves that
 * block. If a goto behind the label leads back, a loop begins there: what follows in the list is
 * one turn of it, in a block that goto leaves for the next turn, and at whose end the loop ends. A
 * switch is a chain of if and else that picks a label in one list of statements, which all
 * cases share: so a case falls through to the next.
 */
#include "aggregate.h"
#include "front/error.h"
#include "front/part.h"

#include <string.h>

/* ---- lists of statements ---- */

void c_list_open(struct litmus *l, struct c_list *list)
{
	list->first = list->last = new_stmt(l, LKMM_EXPR, l->x.tok.at);
}

void c_list_add(struct c_list *list, struct lkmm_stmt *s)
{
	if (!s || !list->last)
		return;
	list->last->next = s;
	while (list->last->next)
		list->last = list->last->next;
}

/* ---- goto ---- */

struct c_label {
	struct token name;
	struct lkmm_stmt *turn;		/* which a goto back leaves, or NULL: none may */
};

struct c_goto {
	struct token label;
	struct lkmm_stmt *leave;	/* NULL once the label has been found */
};

void c_jumps_open(struct litmus *l, struct c_jumps *jumps)
{
	*jumps = (struct c_jumps){ .outer = l->jumps };
	l->jumps = jumps;
}

static bool same_token(const struct token *a, const struct token *b)
{
	return a->len == b->len && !memcmp(a->text, b->text, (size_t)a->len);
}

static struct c_label *find_label(const struct c_jumps *j, const struct token *name)
{
	for (int i = 0; i < j->nlabels; i++)
		if (same_token(&j->label[i].name, name))
			return &j->label[i];
	return NULL;
}

void c_jumps_close(struct litmus *l)
{
	struct c_jumps *j = l->jumps;

	for (int i = 0; i < j->ngotos; i++) {
		const struct token *t = &j->pending[i].label;

		if (j->pending[i].leave && find_label(j, t))
			litmus_report(l, t->at, "goto '%.*s' leads into what another goto "
				      "repeats: write a loop",
				      t->len > 40 ? 40 : t->len, t->text);
		else if (j->pending[i].leave)
			litmus_report(l, t->at,
				      "expected a label '%.*s' behind the goto, in a block "
				      "around it",
				      t->len > 40 ? 40 : t->len, t->text);
	}
	l->jumps = j->outer;
}

struct lkmm_stmt *parse_goto(struct litmus *l, struct lkmm_place at)
{
	struct c_jumps *j = l->jumps;
	struct token name = l->x.tok;
	struct c_goto *p = litmus_grow(l, j->pending, j->ngotos, sizeof(*p));
	struct lkmm_stmt *s = new_stmt(l, LKMM_LEAVE, at);
	const struct c_label *label = find_label(j, &name);

	if (name.kind != T_NAME) {
		lex_expected(&l->x, "a label");
		return NULL;
	}
	if (label && !label->turn)
		litmus_report(l, name.at, "goto '%.*s' goes back to line %d, into a block: write a "
			      "loop, as in do { ... } while (x);",
			      name.len > 40 ? 40 : name.len, name.text, label->name.at.line);
	lex_next(&l->x);
	lex_expect(&l->x, ";");
	if (!p || !s)
		return NULL;
	if (label) {
		s->leaves = label->turn;
		return s;
	}
	j->pending = p;
	p[j->ngotos++] = (struct c_goto){ name, s };
	return s;
}

bool is_label(const struct lexer *x)
{
	return x->tok.kind == T_NAME && lex_next_is(x, ":") && !tok_is(x, "default");
}

/* Whether a goto @name stands behind the label, in its block. */
static bool goes_back(const struct lexer *x, const struct token *name)
{
	int depth = 0;

	for (const struct token *t = x->next; t->kind != T_END && depth >= 0; t++) {
		depth += token_is(t, "{") - token_is(t, "}");
		if (token_is(t, "goto") && same_token(t + 1, name))
			return true;
	}
	return false;
}

/* A loop that begins at the last label. */
static struct lkmm_stmt *new_repeat(struct litmus *l, struct lkmm_place at)
{
	struct lkmm_stmt *loop = new_stmt(l, LKMM_LOOP, at), *turn = new_stmt(l, LKMM_BLOCK, at);

	if (!loop || !turn)
		return NULL;
	loop->body = l->jumps->label[l->jumps->nlabels - 1].turn = turn;
	return loop;
}

void c_end_repeat(struct litmus *l, struct lkmm_stmt *loop, struct c_list *list)
{
	struct lkmm_stmt *turn = loop->body;

	l->jumps->repeat = loop;
	l->jumps->repeat_end = list->last;
	c_list_add(list, new_stmt(l, LKMM_BREAK, loop->at));
	turn->body = list->first;
	for (int i = 0; i < l->jumps->nlabels; i++)
		if (l->jumps->label[i].turn == turn)
			l->jumps->label[i].turn = NULL;
}

struct lkmm_stmt *parse_label(struct litmus *l, struct c_list *list, int first_goto)
{
	struct c_jumps *j = l->jumps;
	struct token name = l->x.tok;
	bool repeats = goes_back(&l->x, &name);
	struct c_label *p = litmus_grow(l, j->label, j->nlabels, sizeof(*p));
	struct lkmm_stmt *block = new_stmt(l, LKMM_BLOCK, name.at);

	if (find_label(j, &name))
		litmus_report(l, name.at, "there already is a label '%.*s'",
			      name.len > 40 ? 40 : name.len, name.text);
	lex_next(&l->x);
	lex_expect(&l->x, ":");
	if (!p || !block)
		return NULL;
	j->label = p;
	p[j->nlabels++] = (struct c_label){ .name = name };
	for (int i = first_goto; i < j->ngotos; i++) {
		if (!j->pending[i].leave || !same_token(&j->pending[i].label, &name))
			continue;
		j->pending[i].leave->leaves = block;
		j->pending[i].leave = NULL;
	}
	block->body = list->first;
	c_list_open(l, list);
	c_list_add(list, block);
	return repeats ? new_repeat(l, name.at) : NULL;
}

int c_gotos(const struct litmus *l)
{
	return l->jumps->ngotos;
}

void c_expect_no_repeat(struct litmus *l, struct lkmm_place at, const char *jump)
{
	if (l->jumps->repeats)
		litmus_report(l, at, "'%s' between a label and a goto back to it: write a loop, as "
			      "in do { ... } while (x);", jump);
}

/* ---- switch ---- */

enum { MAX_CASES = 100 };

/* The statements for some values. */
struct c_case {
	struct lkmm_expr *when;		/* NULL: for no value, but as the default */
	struct lkmm_stmt *before;	/* it begins behind this statement */
	bool is_default;
};

struct c_switch {
	struct lkmm_expr *value;	/* the register that holds it */
	struct c_list list;
	struct c_case of[MAX_CASES];
	int n;
};

static struct lkmm_expr *keep_value(struct litmus *l, struct c_switch *s, struct lkmm_expr *e,
				    struct lkmm_place at)
{
	int r;

	if (!e)
		return NULL;
	r = new_hidden(l, "switch", c_integer(e));
	s->value = new_local(l, r, at);
	if (!s->value || r < 0)
		return NULL;
	s->value->type = l->thread->reg[r].type = e->type;
	s->value->type.wide = false;
	return new_assign(l, s->value, e, at);
}

/* The case that begins here, or the one before if nothing stands between them. */
static struct c_case *begin_case(struct litmus *l, struct c_switch *s, struct lkmm_place at)
{
	struct c_case *last = s->n ? &s->of[s->n - 1] : NULL;

	if (last && last->before == s->list.last)
		return last;
	if (s->n == MAX_CASES) {
		lex_error(&l->x, at, "expected at most %d cases", MAX_CASES);
		return NULL;
	}
	s->of[s->n++] = (struct c_case){ .before = s->list.last };
	return &s->of[s->n - 1];
}

static struct lkmm_expr *compare(struct litmus *l, const struct c_switch *s,
				 enum lkmm_operator op, struct lkmm_expr *e, struct lkmm_place at)
{
	return c_binary(l, op, new_local(l, s->value ? s->value->index : -1, at), e, at);
}

/* case @e: or case @e ... 3: */
static struct lkmm_expr *is_case(struct litmus *l, const struct c_switch *s, struct lkmm_expr *e,
				 struct lkmm_place at)
{
	struct lkmm_expr *last;

	if (!lex_accept(&l->x, "..."))
		return compare(l, s, LKMM_EQ, e, at);
	last = parse_conditional(l);
	if (last && !c_is_constant(last))
		litmus_report(l, last->at, "expected a constant behind '...'");
	e = compare(l, s, LKMM_GE, e, at);
	return c_binary(l, LKMM_LAND, e, compare(l, s, LKMM_LE, last, at), at);
}

static void parse_case(struct litmus *l, struct c_switch *s)
{
	struct lkmm_place at = l->x.tok.at;
	bool is_default = lex_accept(&l->x, "default");
	struct c_case *c = begin_case(l, s, at);
	struct lkmm_expr *e = NULL;

	if (!is_default) {
		struct lkmm_place value;

		lex_expect(&l->x, "case");
		value = l->x.tok.at;
		e = parse_assignment(l);
		if (e && !c_is_constant(e))
			litmus_report(l, value, "expected a constant behind 'case'");
		e = is_case(l, s, e, at);
	}
	lex_expect(&l->x, ":");
	for (int i = 0; is_default && i < s->n; i++)
		if (s->of[i].is_default)
			litmus_report(l, at, "there already is a 'default'");
	if (!c)
		return;
	c->is_default |= is_default;
	if (e)
		c->when = c->when ? c_binary(l, LKMM_LOR, c->when, e, at) : e;
}

static void parse_cases(struct litmus *l, struct c_switch *s)
{
	struct lexer *x = &l->x;
	struct c_scope scope;

	lex_expect(x, "{");
	c_list_open(l, &s->list);
	c_scope_open(l, &scope);
	while (!tok_is(x, "}") && !x->error[0] && !body_has_ended(x)) {
		if (x->tok.kind == T_END) {
			lex_expected(x, "'}'");
			return;
		}
		if (tok_is(x, "case") || (tok_is(x, "default") && lex_next_is(x, ":")))
			parse_case(l, s);
		else if (is_label(x))
			lex_error(x, x->tok.at, "labels inside of a switch are not supported: put "
				  "the label behind the switch");
		else if (!s->n)
			lex_expected(x, "'case'");
		else
			c_list_add(&s->list, parse_next(l));
	}
	close_block(l);
	c_scope_close(l, &scope);
}

/* if (value == 1) ... else if (value == 2) ... else the default */
static struct lkmm_stmt *make_chain(struct litmus *l, const struct c_switch *s,
				    struct lkmm_place at)
{
	struct lkmm_stmt *chain = NULL;

	for (int i = s->n - 1; i >= 0; i--)
		if (s->of[i].is_default)
			chain = s->of[i].before->next;
	for (int i = s->n - 1; i >= 0; i--) {
		struct lkmm_stmt *one;

		if (s->of[i].is_default || !s->of[i].when)
			continue;
		one = new_stmt(l, LKMM_IF, s->of[i].when->at);
		if (!one)
			return NULL;
		one->expr = s->of[i].when;
		one->body = s->of[i].before->next;
		one->orelse = chain;
		chain = one;
	}
	return chain ? chain : new_stmt(l, LKMM_EXPR, at);
}

struct lkmm_stmt *parse_switch(struct litmus *l, struct lkmm_place at)
{
	struct c_switch *s = litmus_alloc(l, sizeof(*s));
	struct lkmm_stmt *block = new_stmt(l, LKMM_BLOCK, at), *first = new_stmt(l, LKMM_EXPR, at);
	const struct lkmm_stmt *outer = l->jumps->breaks;

	if (!s || !block || !first)
		return NULL;
	first->expr = keep_value(l, s, parse_c_condition(l), at);
	l->jumps->breaks = block;
	parse_cases(l, s);
	l->jumps->breaks = outer;
	block->body = make_chain(l, s, at);
	first->next = block;
	return first;
}

struct lkmm_stmt *parse_break(struct litmus *l, struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(l, l->jumps->breaks ? LKMM_LEAVE : LKMM_BREAK, at);

	if (!l->jumps->breaks)
		c_expect_no_repeat(l, at, "break");
	lex_expect(&l->x, ";");
	if (s)
		s->leaves = l->jumps->breaks;
	return s;
}

/* ---- ({ ... }) ---- */

/* Takes the last statement of @list, if that has a value. */
static struct lkmm_expr *take_value(struct c_list *list)
{
	struct lkmm_stmt *s = list->first;

	if (!s || !list->last || list->last->kind != LKMM_EXPR || !list->last->expr ||
	    !c_has_value(list->last->expr) || s == list->last)
		return NULL;
	while (s->next && s->next != list->last)
		s = s->next;
	s->next = NULL;
	return list->last->expr;
}

/* The same of a loop that a label begins: its last turn keeps the value in a register. */
static struct lkmm_expr *take_repeated(struct litmus *l, const struct c_jumps *j)
{
	struct lkmm_stmt *s = j->repeat_end;
	struct lkmm_expr *value = s && s->kind == LKMM_EXPR ? s->expr : NULL, *to, *e;
	int reg;

	if (!value || !c_has_value(value) || (value->type.aggregate && !value->type.stars))
		return NULL;
	reg = new_hidden(l, "value", value->type.integer);
	to = reg < 0 ? NULL : new_local(l, reg, s->at);
	e = reg < 0 ? NULL : new_local(l, reg, s->at);
	if (!to || !e)
		return NULL;
	to->type = e->type = value->type;
	s->expr = new_assign(l, to, value, s->at);
	return e;
}

struct lkmm_expr *parse_statement_expression(struct litmus *l, struct lkmm_place at)
{
	struct lkmm_expr *e = new_expr(l, LKMM_BODY, at);
	struct c_jumps jumps;
	struct c_list list = { 0 };

	if (!e)
		return NULL;
	c_jumps_open(l, &jumps);
	jumps.inside = true;
	list.first = list.last = parse_block(l);
	while (list.last && list.last->next)
		list.last = list.last->next;
	c_jumps_close(l);
	e->a = list.last && list.last == jumps.repeat ? take_repeated(l, &jumps)
						      : take_value(&list);
	e->body = list.first;
	if (e->a)
		e->type = e->a->type;
	lex_expect(&l->x, ")");
	return e;
}
