// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Options, Results and enums of Rust in conditions: s.item=Some(5), d.state=State::Busy(1), None.
 * Their tag is a variable, s.item.tag or 0:r0.tag, and so is each value that a variant holds: see
 * front/rust/layout.c. All of them have to have the values that are asked for.
 */
#include "final.h"
#include "rust/rust.h"

#include <stdio.h>
#include <string.h>

enum { NAME = 120 };

static bool is_option(const struct lexer *x)
{
	return (tok_is(x, "Some") || tok_is(x, "Ok") || tok_is(x, "Err")) && lex_next_is(x, "(");
}

/* State::Busy(1), Pair { a: 1 }: whether something in brackets is behind the path at hand. */
static bool is_path(const struct lexer *at)
{
	struct lexer x = *at;

	if (x.tok.kind != T_NAME)
		return false;
	lex_next(&x);
	while (tok_is(&x, ":") && lex_next_is(&x, ":")) {
		lex_next(&x);
		lex_next(&x);
		lex_next(&x);
	}
	return tok_is(&x, "(") || tok_is(&x, "{");
}

static struct lkmm_cond *both(struct litmus *l, struct lkmm_cond *a, struct lkmm_cond *b)
{
	return a && b ? new_cond(l, LKMM_BOTH, a, b) : a ? a : b;
}

/* The variable called @name, with @part behind that, or -1; *@inside: it has parts. */
static int find(const struct litmus *l, const char *name, const char *part, bool *inside)
{
	char whole[NAME];
	size_t len = (size_t)snprintf(whole, sizeof(whole), "%.80s%.38s", name, part);

	*inside = false;
	for (int i = 0; i < l->test->nlocs; i++) {
		const char *of = l->test->loc[i].name;

		if (!strcmp(of, whole))
			return i;
		*inside |= !strncmp(of, whole, len) && (of[len] == '.' || of[len] == '[');
	}
	return -1;
}

static bool has_tag(const struct litmus *l, const char *name)
{
	bool inside;

	return find(l, name, ".tag", &inside) >= 0;
}

/* The condition that the variable @name, or its tag, is @value, or what is at hand. */
static struct lkmm_cond *is_value(struct litmus *l, const char *name, const int64_t *value)
{
	struct lkmm_cond *c = new_cond(l, LKMM_SAME, NULL, NULL);
	bool inside;

	if (!c || l->x.error[0])
		return NULL;
	c->left = (struct lkmm_atom){ .kind = LKMM_FINAL_LOCATION };
	c->left.loc = find(l, name, has_tag(l, name) ? ".tag" : "", &inside);
	if (c->left.loc < 0) {
		lex_error(&l->x, l->x.tok.at, "there is no '%s'", name);
		return NULL;
	}
	if (value)
		c->right = (struct lkmm_atom){ .kind = LKMM_CONSTANT, .value = *value };
	else
		final_operand(l, c);
	return c;
}

static struct lkmm_cond *parse_value(struct litmus *l, const char *name);

/* (1, 2) or { a: 1, b: 2 }: the members of @name. */
static struct lkmm_cond *parse_members(struct litmus *l, const char *name)
{
	bool named = tok_is(&l->x, "{");
	const char *close = named ? "}" : ")";
	struct lkmm_cond *all = NULL;
	struct lexer *x = &l->x;
	char part[NAME];

	lex_next(x);
	for (int i = 0; !x->error[0] && !tok_is(x, close); i++) {
		if (tok_is(x, ".") && lex_accept(x, ".") && lex_accept(x, "."))
			break;
		snprintf(part, sizeof(part), "%.70s.%d", name, i);
		if (named) {
			snprintf(part, sizeof(part), "%.70s.%.*s", name,
				 x->tok.len > 40 ? 40 : x->tok.len, x->tok.text);
			lex_next(x);
			lex_expect(x, ":");
		}
		all = both(l, all, parse_value(l, part));
		if (!tok_is(x, close))
			lex_expect(x, ",");
	}
	lex_expect(x, close);
	return all;
}

/* Some(1), of the variable @name: without a tag, None is null. */
static struct lkmm_cond *parse_option(struct litmus *l, const char *name)
{
	int64_t yes = !tok_is(&l->x, "Err"), null = 0;
	struct lkmm_cond *c = NULL;
	char part[NAME];

	snprintf(part, sizeof(part), "%.80s", name);
	if (!has_tag(l, name) && !tok_is(&l->x, "Some")) {
		lex_expected(&l->x, "Some or None");
	} else if (has_tag(l, name)) {
		c = is_value(l, name, &yes);
		snprintf(part, sizeof(part), "%.80s.%.*s", name, l->x.tok.len, l->x.tok.text);
	}
	lex_next(&l->x);
	lex_next(&l->x);
	if (!c && tok_is(&l->x, "_"))
		c = new_cond(l, LKMM_NEITHER, is_value(l, name, &null), NULL);
	c = both(l, c, parse_value(l, part));
	lex_expect(&l->x, ")");
	return c;
}

/* State::Busy(1), or Pair { a: 1 }, which has no tag */
static struct lkmm_cond *parse_path(struct litmus *l, const char *name)
{
	struct token last = l->x.tok;
	struct lexer *x = &l->x;
	char part[NAME];
	int64_t tag;

	if (!lex_next_is(x, ":")) {
		lex_next(x);
		return parse_members(l, name);
	}
	if (!rust_parse_final_constant(l, &tag)) {
		lex_expected(x, "a variant");
		return NULL;
	}
	last = *(lex_token(x) - 1);
	snprintf(part, sizeof(part), "%.80s.%.*s", name, last.len > 30 ? 30 : last.len, last.text);
	if (!tok_is(x, "(") && !tok_is(x, "{"))
		return is_value(l, name, &tag);
	return both(l, is_value(l, name, &tag), parse_members(l, part));
}

static struct lkmm_cond *parse_value(struct litmus *l, const char *name)
{
	struct lkmm_cond *c = NULL;

	if (too_deep(l))
		return NULL;
	l->depth++;
	if (lex_accept(&l->x, "None"))
		c = is_value(l, name, &(int64_t){ 0 });
	else if (is_option(&l->x))
		c = parse_option(l, name);
	else if (is_path(&l->x) || (lex_next_is(&l->x, ":") && has_tag(l, name)))
		c = parse_path(l, name);
	else if (tok_is(&l->x, "("))
		c = parse_members(l, name);
	else if (!lex_accept(&l->x, "_"))
		c = is_value(l, name, NULL);
	l->depth--;
	return c;
}

/* The variable whose name is at @x, which goes behind it. False without one. */
static bool pass_name(struct lexer *x, char name[NAME])
{
	const struct token *t = lex_token(x);
	int len = 0;

	if (t->kind != T_NAME)
		return false;
	do
		len += snprintf(name + len, (size_t)(NAME - len), "%.*s",
				t->len > 40 ? 40 : t->len, t->text);
	while (++t, len < 70 && (token_is(t, ".") || token_is(t, "[") || token_is(t, "]") ||
				 token_is(t - 1, ".") || token_is(t - 1, "[")));
	lex_go_to(x, t);
	return true;
}

/* 0:r0=Some(5), of the local variable at hand, which has a register for its tag */
static struct lkmm_cond *parse_local(struct litmus *l)
{
	struct lkmm_cond *tag = new_cond(l, LKMM_SAME, NULL, NULL), *in;
	struct lkmm_atom a = final_parse(l, NULL);
	struct lexer *x = &l->x;
	bool differ = tok_is(x, "!=") || tok_is(x, "<>");
	const struct lkmm_thread *t;
	char text[NAME];

	if (!tag || x->error[0] || a.reg.index < 0)
		return tag;
	t = &l->test->thread[a.reg.thread];
	snprintf(text, sizeof(text), "%.100s.tag", t->reg[a.reg.index].name);
	tag->left = a;
	tag->left.reg.index = find_register(t, text, (int)strlen(text));
	tag->right.kind = LKMM_CONSTANT;
	tag->right.value = token_is(x->next, "Some") || token_is(x->next, "Ok");
	if (tag->left.reg.index < 0)
		lex_error(x, x->tok.at, "'%.60s' is not an Option or Result of a number",
			  t->reg[a.reg.index].name);
	lex_next(x);
	if (!lex_accept(x, "None")) {
		lex_next(x);
		lex_next(x);
		in = new_cond(l, LKMM_SAME, NULL, NULL);
		if (in && !lex_accept(x, "_")) {
			in->left = a;
			final_operand(l, in);
			tag = both(l, tag, in);
		}
		lex_expect(x, ")");
	}
	return differ ? new_cond(l, LKMM_NEITHER, tag, NULL) : tag;
}

/* The same: whether it is at hand. */
static bool is_local(const struct lexer *at)
{
	struct lexer x = *at;

	if (!final_is_register(&x))
		return false;
	for (int i = 0; i < 4 && x.tok.kind != T_END; i++)
		lex_go_to(&x, x.next);
	return tok_is(&x, "None") || is_option(&x);
}

bool final_is_variant(const struct litmus *l)
{
	struct lexer x = l->x;
	char name[NAME];

	if (l->rust_test && is_local(&x))
		return true;
	if (!l->rust_test || !pass_name(&x, name))
		return false;
	if (has_tag(l, name))
		return true;
	lex_next(&x);
	return tok_is(&x, "None") || is_option(&x) || is_path(&x);
}

struct lkmm_cond *final_parse_variant(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct lkmm_cond *c;
	char name[NAME];
	bool differ;

	if (is_local(x))
		return parse_local(l);
	pass_name(x, name);
	differ = tok_is(x, "!=") || tok_is(x, "<>");
	if (!differ && !tok_is(x, "=") && !tok_is(x, "=="))
		lex_expected(x, "'=' or '!='");
	lex_next(x);
	c = parse_value(l, name);
	c = c ? c : new_cond(l, LKMM_TRUE, NULL, NULL);
	return differ ? new_cond(l, LKMM_NEITHER, c, NULL) : c;
}
