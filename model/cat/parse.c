// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The parser of the language cat: expressions. From the weakest operator to the strongest:
 * | ++ ; \ & and then those behind their operand, the product, and ~ before it.
 */
#include "parser.h"

#include <string.h>

static const char *const keywords[] = {
	"let", "rec", "and", "in", "fun", "try", "with", "from", "if", "then", "else", "match",
	"acyclic", "irreflexive", "empty", "flag", "requires", "as", "show", "unshow", "include",
	"procedure", "call", "forall", "do", "end", "begin", "when", "debug", "enum",
	"instructions", "default", "undefined_unless", NULL
};

/* ---- tokens ---- */

void lkmm_cat_advance(struct parser *p)
{
	p->now = lkmm_cat_next(&p->lexer);
}

bool lkmm_cat_is_sign(const struct parser *p, const char *sign)
{
	return p->now.kind == CAT_SIGN && !strcmp(p->now.text, sign);
}

bool lkmm_cat_is_word(const struct parser *p, const char *word)
{
	return p->now.kind == CAT_WORD && !strcmp(p->now.text, word);
}

bool lkmm_cat_is_name(const struct parser *p)
{
	if (p->now.kind != CAT_WORD || !strcmp(p->now.text, "_"))
		return false;
	for (int i = 0; keywords[i]; i++)
		if (!strcmp(p->now.text, keywords[i]))
			return false;
	return true;
}

bool lkmm_cat_skip_sign(struct parser *p, const char *sign)
{
	if (!lkmm_cat_is_sign(p, sign))
		return false;
	lkmm_cat_advance(p);
	return true;
}

bool lkmm_cat_skip_word(struct parser *p, const char *word)
{
	if (!lkmm_cat_is_word(p, word))
		return false;
	lkmm_cat_advance(p);
	return true;
}

void lkmm_cat_expected(struct parser *p, const char *what)
{
	bool quoted = p->now.kind == CAT_WORD || p->now.kind == CAT_SIGN;

	if (p->now.kind == CAT_BAD)
		return;
	WRONG(p->r, p->now.at, "expected ", what, ", found ", quoted ? "'" : "",
	      p->now.kind == CAT_STRING ? "a string" :
	      p->now.kind == CAT_TAG    ? "a tag" : p->now.text, quoted ? "'" : "");
}

void lkmm_cat_need_sign(struct parser *p, const char *sign)
{
	const char *const quoted[] = { "'", sign, "'", NULL };

	if (!lkmm_cat_skip_sign(p, sign) && !p->r->failed)
		lkmm_cat_expected(p, lkmm_cat_join(p->r, quoted));
}

void lkmm_cat_need_word(struct parser *p, const char *word)
{
	const char *const quoted[] = { "'", word, "'", NULL };

	if (!lkmm_cat_skip_word(p, word) && !p->r->failed)
		lkmm_cat_expected(p, lkmm_cat_join(p->r, quoted));
}

const char *lkmm_cat_need_name(struct parser *p, const char *what)
{
	const char *name = p->now.text;

	if (!lkmm_cat_is_name(p)) {
		lkmm_cat_expected(p, what);
		return NULL;
	}
	lkmm_cat_advance(p);
	return name;
}

bool lkmm_cat_nest(struct parser *p)
{
	if (p->depth == MAX_NESTING)
		WRONG(p->r, p->now.at, "expressions are nested too deeply");
	else
		p->depth++;
	return !p->r->failed;
}

/* ---- expressions ---- */

struct cat_expr *lkmm_cat_new_expr(struct parser *p, enum cat_kind kind, struct cat_place at)
{
	struct cat_expr *e = lkmm_cat_alloc(p->r, sizeof(*e));

	if (e) {
		e->kind = kind;
		e->at = at;
	}
	return e;
}

static const struct cat_expr *make(struct parser *p, enum cat_kind kind, struct cat_place at,
				   const struct cat_expr *a, const struct cat_expr *b)
{
	struct cat_expr *e = lkmm_cat_new_expr(p, kind, at);

	if (e) {
		e->a = a;
		e->b = b;
	}
	return e;
}

/* Expressions with commas between them, up to @end. */
const struct cat_expr *lkmm_cat_parse_list(struct parser *p, const char *end)
{
	const struct cat_expr *first = NULL;
	struct cat_expr *last = NULL;

	while (!p->r->failed && !lkmm_cat_is_sign(p, end)) {
		const struct cat_expr *e = lkmm_cat_parse_expr(p);
		struct cat_expr *own = e ? lkmm_cat_new_expr(p, e->kind, e->at) : NULL;

		if (!own)
			return NULL;
		*own = *e;
		own->next = NULL;
		if (last)
			last->next = own;
		else
			first = own;
		last = own;
		if (!lkmm_cat_skip_sign(p, ","))
			break;
	}
	return first;
}

static const struct cat_expr *parse_list_in(struct parser *p, enum cat_kind kind, const char *end)
{
	struct cat_expr *e = lkmm_cat_new_expr(p, kind, p->now.at);

	lkmm_cat_advance(p);
	if (!e)
		return NULL;
	e->a = lkmm_cat_parse_list(p, end);
	lkmm_cat_need_sign(p, end);
	return e;
}

static const struct cat_expr *parse_name(struct parser *p)
{
	struct cat_expr *e = lkmm_cat_new_expr(p, p->now.kind == CAT_TAG ? CAT_TAGGED : CAT_NAME,
				      p->now.at);

	if (e)
		e->name = p->now.text;
	lkmm_cat_advance(p);
	return e;
}

/* In parentheses: one expression, or a tuple. */
static const struct cat_expr *parse_parens(struct parser *p)
{
	const struct cat_expr *e = parse_list_in(p, CAT_TUPLE, ")");

	return e && e->a && !e->a->next ? e->a : e;
}

const struct cat_expr *lkmm_cat_parse_operand(struct parser *p)
{
	struct cat_place at = p->now.at;
	const struct cat_expr *e;

	if (lkmm_cat_is_name(p) || p->now.kind == CAT_TAG)
		return parse_name(p);
	if (lkmm_cat_skip_sign(p, "0"))
		return make(p, CAT_NONE, at, NULL, NULL);
	if (lkmm_cat_skip_word(p, "_"))
		return make(p, CAT_ALL, at, NULL, NULL);
	if (lkmm_cat_is_sign(p, "("))
		return parse_parens(p);
	if (lkmm_cat_is_sign(p, "{"))
		return parse_list_in(p, CAT_LIST, "}");
	if (lkmm_cat_skip_sign(p, "[")) {
		e = lkmm_cat_parse_expr(p);
		lkmm_cat_need_sign(p, "]");
		return make(p, CAT_IDENTITY, at, e, NULL);
	}
	if (lkmm_cat_skip_word(p, "begin")) {
		e = lkmm_cat_parse_expr(p);
		lkmm_cat_need_word(p, "end");
		return e;
	}
	lkmm_cat_expected(p, "a set or a relation");
	return NULL;
}

static bool starts_argument(const struct parser *p)
{
	static const char *const signs[] = { "(", "{", "[", "0", NULL };

	for (int i = 0; signs[i]; i++)
		if (lkmm_cat_is_sign(p, signs[i]))
			return true;
	return lkmm_cat_is_name(p) || p->now.kind == CAT_TAG || lkmm_cat_is_word(p, "_");
}

static const struct cat_expr *parse_call(struct parser *p)
{
	bool may_be_called = lkmm_cat_is_name(p);
	const struct cat_expr *e = lkmm_cat_parse_operand(p);

	while (may_be_called && !p->r->failed && starts_argument(p)) {
		struct cat_place at = p->now.at;
		const struct cat_expr *argument = lkmm_cat_parse_operand(p);

		e = make(p, CAT_CALL, at, e, argument);
	}
	return e;
}

static const struct cat_expr *parse_unary(struct parser *p);

/* A star behind an operand is a product if another operand follows. */
static const struct cat_expr *parse_behind(struct parser *p, const struct cat_expr *e)
{
	static const struct {
		const char *sign;
		enum cat_kind kind;
	} signs[] = { { "+", CAT_PLUS }, { "?", CAT_OPT }, { "^-1", CAT_INVERSE } };

	while (!p->r->failed) {
		struct cat_place at = p->now.at;
		bool any = false;

		if (lkmm_cat_skip_sign(p, "*")) {
			if (starts_argument(p) || lkmm_cat_is_sign(p, "~"))
				e = make(p, CAT_PRODUCT, at, e, parse_unary(p));
			else
				e = make(p, CAT_STAR, at, e, NULL);
			continue;
		}
		for (int i = 0; i < 3 && !any; i++) {
			any = lkmm_cat_skip_sign(p, signs[i].sign);
			if (any)
				e = make(p, signs[i].kind, at, e, NULL);
		}
		if (!any)
			break;
	}
	return e;
}

static const struct cat_expr *parse_unary(struct parser *p)
{
	struct cat_place at = p->now.at;
	const struct cat_expr *e;

	if (!lkmm_cat_nest(p))
		return NULL;
	if (lkmm_cat_skip_sign(p, "~"))
		e = make(p, CAT_COMPLEMENT, at, parse_unary(p), NULL);
	else
		e = parse_behind(p, parse_call(p));
	p->depth--;
	return e;
}

static const struct {
	const char *sign;
	enum cat_kind kind;
} operators[] = {
	{ "|", CAT_UNION }, { "++", CAT_ADD }, { ";", CAT_SEQ }, { "\\", CAT_DIFF },
	{ "&", CAT_INTER },
};

enum { NR_OPERATORS = sizeof(operators) / sizeof(operators[0]) };

/* All are associative, but for the difference, which is so to the left. */
static const struct cat_expr *parse_operator(struct parser *p, int level)
{
	const struct cat_expr *e;

	if (level == NR_OPERATORS)
		return parse_unary(p);
	e = parse_operator(p, level + 1);
	while (!p->r->failed && lkmm_cat_is_sign(p, operators[level].sign)) {
		struct cat_place at = p->now.at;

		lkmm_cat_advance(p);
		e = make(p, operators[level].kind, at, e, parse_operator(p, level + 1));
	}
	return e;
}

static const struct cat_expr *parse_let(struct parser *p, struct cat_place at)
{
	struct cat_expr *e = lkmm_cat_new_expr(p, CAT_LET, at);

	if (!e)
		return NULL;
	e->recursive = lkmm_cat_skip_word(p, "rec");
	e->binding = lkmm_cat_parse_bindings(p);
	lkmm_cat_need_word(p, "in");
	e->a = p->r->failed ? NULL : lkmm_cat_parse_expr(p);
	return e;
}

static struct cat_binding *new_binding(struct parser *p)
{
	struct cat_binding *b = lkmm_cat_alloc(p->r, sizeof(*b));

	if (b)
		b->at = p->now.at;
	return b;
}

/* x, or (x, y, ...) */
const struct cat_binding *lkmm_cat_parse_parameters(struct parser *p)
{
	bool several = lkmm_cat_skip_sign(p, "(");
	struct cat_binding *first = NULL, **last = &first;

	while (!p->r->failed && !(several && lkmm_cat_is_sign(p, ")"))) {
		struct cat_binding *b = *last = new_binding(p);

		if (!b)
			break;
		if (!lkmm_cat_skip_word(p, "_"))
			b->name = lkmm_cat_need_name(p, "a parameter");
		last = &b->next;
		if (!several || !lkmm_cat_skip_sign(p, ","))
			break;
	}
	if (several)
		lkmm_cat_need_sign(p, ")");
	return first;
}

static const struct cat_expr *parse_function(struct parser *p, struct cat_place at)
{
	struct cat_expr *e = lkmm_cat_new_expr(p, CAT_FUNCTION, at);

	if (!e)
		return NULL;
	e->binding = lkmm_cat_parse_parameters(p);
	lkmm_cat_need_sign(p, "->");
	e->a = p->r->failed ? NULL : lkmm_cat_parse_expr(p);
	return e;
}

static const struct cat_expr *parse_try(struct parser *p, struct cat_place at)
{
	const struct cat_expr *e = lkmm_cat_parse_expr(p);

	lkmm_cat_need_word(p, "with");
	return make(p, CAT_TRY, at, e, p->r->failed ? NULL : lkmm_cat_parse_expr(p));
}

/* ---- conditions ---- */

static const struct cat_cond *make_cond(struct parser *p, enum cat_cond_kind kind,
					const char *name, const struct cat_cond *a,
					const struct cat_cond *b)
{
	struct cat_cond *c = lkmm_cat_alloc(p->r, sizeof(*c));

	if (c)
		*c = (struct cat_cond){ kind, name, a, b };
	return c;
}

static const struct cat_cond *parse_negation(struct parser *p)
{
	const struct cat_cond *c = NULL;

	if (!lkmm_cat_nest(p))
		return NULL;
	if (p->now.kind == CAT_STRING) {
		c = make_cond(p, CAT_VARIANT, p->now.text, NULL, NULL);
		lkmm_cat_advance(p);
	} else if (lkmm_cat_skip_word(p, "not")) {
		c = make_cond(p, CAT_NOT, NULL, parse_negation(p), NULL);
	} else if (lkmm_cat_skip_sign(p, "(")) {
		c = lkmm_cat_parse_cond(p);
		lkmm_cat_need_sign(p, ")");
	} else {
		lkmm_cat_expected(p, "the name of a variant, in quotes");
	}
	p->depth--;
	return c;
}

static const struct cat_cond *parse_both(struct parser *p)
{
	const struct cat_cond *c = parse_negation(p);

	while (!p->r->failed && lkmm_cat_skip_sign(p, "&&"))
		c = make_cond(p, CAT_BOTH, NULL, c, parse_negation(p));
	return c;
}

const struct cat_cond *lkmm_cat_parse_cond(struct parser *p)
{
	const struct cat_cond *c = parse_both(p);

	while (!p->r->failed && lkmm_cat_skip_sign(p, "||"))
		c = make_cond(p, CAT_EITHER, NULL, c, parse_both(p));
	return c;
}

static const struct cat_expr *parse_if(struct parser *p, struct cat_place at)
{
	struct cat_expr *e = lkmm_cat_new_expr(p, CAT_IF, at);

	if (!e)
		return NULL;
	e->cond = lkmm_cat_parse_cond(p);
	lkmm_cat_need_word(p, "then");
	e->a = lkmm_cat_parse_expr(p);
	lkmm_cat_need_word(p, "else");
	e->b = lkmm_cat_parse_expr(p);
	return e;
}

/* ---- match ---- */

static const char *parse_part(struct parser *p)
{
	return lkmm_cat_skip_word(p, "_") ? NULL : lkmm_cat_need_name(p, "a name");
}

static void parse_pattern(struct parser *p, struct cat_clause *c)
{
	c->pattern = CAT_MATCH_ANY;
	if (p->now.kind == CAT_TAG) {
		c->pattern = CAT_MATCH_TAG;
		c->first = p->now.text;
		lkmm_cat_advance(p);
		return;
	}
	if (lkmm_cat_skip_sign(p, "{")) {
		c->pattern = CAT_MATCH_EMPTY;
		lkmm_cat_need_sign(p, "}");
		return;
	}
	if (!lkmm_cat_is_name(p) && !lkmm_cat_is_word(p, "_")) {
		lkmm_cat_expected(p, "a pattern: {}, x ++ y, a tag or _");
		return;
	}
	c->first = parse_part(p);
	if (c->first && !lkmm_cat_is_sign(p, "++"))
		lkmm_cat_expected(p, "'++'");
	if (!lkmm_cat_skip_sign(p, "++"))
		return;
	c->pattern = CAT_MATCH_FIRST;
	c->rest = parse_part(p);
}

static const struct cat_expr *parse_match(struct parser *p, struct cat_place at)
{
	struct cat_expr *e = lkmm_cat_new_expr(p, CAT_MATCH, at);
	struct cat_clause **last;

	if (!e)
		return NULL;
	last = (struct cat_clause **)(void *)&e->clause;
	e->a = lkmm_cat_parse_expr(p);
	lkmm_cat_need_word(p, "with");
	lkmm_cat_skip_sign(p, "||");
	do {
		struct cat_clause *c = *last = lkmm_cat_alloc(p->r, sizeof(*c));

		if (!c)
			return NULL;
		last = &c->next;
		parse_pattern(p, c);
		lkmm_cat_need_sign(p, "->");
		c->body = lkmm_cat_parse_expr(p);
	} while (!p->r->failed && lkmm_cat_skip_sign(p, "||"));
	lkmm_cat_need_word(p, "end");
	return e;
}

/* ---- all expressions ---- */

const struct cat_expr *lkmm_cat_parse_expr(struct parser *p)
{
	struct cat_place at = p->now.at;
	const struct cat_expr *e = NULL;

	if (p->r->failed || !lkmm_cat_nest(p))
		return NULL;
	if (lkmm_cat_skip_word(p, "let"))
		e = parse_let(p, at);
	else if (lkmm_cat_skip_word(p, "fun"))
		e = parse_function(p, at);
	else if (lkmm_cat_skip_word(p, "try"))
		e = parse_try(p, at);
	else if (lkmm_cat_skip_word(p, "if"))
		e = parse_if(p, at);
	else if (lkmm_cat_skip_word(p, "match"))
		e = parse_match(p, at);
	else
		e = parse_operator(p, 0);
	p->depth--;
	return p->r->failed ? NULL : e;
}

static struct cat_binding *parse_binding(struct parser *p)
{
	struct cat_binding *b = new_binding(p);

	if (!b)
		return NULL;
	if (lkmm_cat_is_sign(p, "(")) {
		b->parameters = lkmm_cat_parse_parameters(p);
	} else {
		b->name = lkmm_cat_need_name(p, "a name");
		b->function = !lkmm_cat_is_sign(p, "=");
		if (b->function && !p->r->failed)
			b->parameters = lkmm_cat_parse_parameters(p);
	}
	lkmm_cat_need_sign(p, "=");
	b->body = p->r->failed ? NULL : lkmm_cat_parse_expr(p);
	return b;
}

const struct cat_binding *lkmm_cat_parse_bindings(struct parser *p)
{
	struct cat_binding *first = NULL, **last = &first;

	do {
		*last = p->r->failed ? NULL : parse_binding(p);
		if (!*last)
			break;
		last = &(*last)->next;
	} while (lkmm_cat_skip_word(p, "and"));
	return first;
}

