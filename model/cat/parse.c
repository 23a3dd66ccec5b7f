// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The parser of the language cat. From the weakest operator to the strongest: | ++ ; \ & and then
 * those behind their operand, the product, and ~ before it.
 */
#include "tree.h"

#include <string.h>

enum { MAX_NESTING = 100 };

struct parser {
	struct cat_reading *r;
	struct cat_lexer lexer;
	struct cat_token now;
	int depth;
};

static const char *const keywords[] = {
	"let", "rec", "and", "in", "fun", "try", "with", "from", "if", "then", "else", "match",
	"acyclic", "irreflexive", "empty", "flag", "requires", "as", "show", "unshow", "include",
	"procedure", "call", "forall", "do", "end", "begin", "when", "debug", "enum",
	"instructions", "default", NULL
};

/* ---- tokens ---- */

static void advance(struct parser *p)
{
	p->now = lkmm_cat_next(&p->lexer);
}

static bool is_sign(const struct parser *p, const char *sign)
{
	return p->now.kind == CAT_SIGN && !strcmp(p->now.text, sign);
}

static bool is_word(const struct parser *p, const char *word)
{
	return p->now.kind == CAT_WORD && !strcmp(p->now.text, word);
}

static bool is_name(const struct parser *p)
{
	if (p->now.kind != CAT_WORD || !strcmp(p->now.text, "_"))
		return false;
	for (int i = 0; keywords[i]; i++)
		if (!strcmp(p->now.text, keywords[i]))
			return false;
	return true;
}

static bool skip_sign(struct parser *p, const char *sign)
{
	if (!is_sign(p, sign))
		return false;
	advance(p);
	return true;
}

static bool skip_word(struct parser *p, const char *word)
{
	if (!is_word(p, word))
		return false;
	advance(p);
	return true;
}

static void expected(struct parser *p, const char *what)
{
	bool quoted = p->now.kind == CAT_WORD || p->now.kind == CAT_SIGN;

	if (p->now.kind == CAT_BAD)
		return;
	WRONG(p->r, p->now.at, "expected ", what, ", found ", quoted ? "'" : "",
	      p->now.kind == CAT_STRING ? "a string" :
	      p->now.kind == CAT_TAG    ? "a tag" : p->now.text, quoted ? "'" : "");
}

static void need_sign(struct parser *p, const char *sign)
{
	const char *const quoted[] = { "'", sign, "'", NULL };

	if (!skip_sign(p, sign) && !p->r->failed)
		expected(p, lkmm_cat_join(p->r, quoted));
}

static void need_word(struct parser *p, const char *word)
{
	const char *const quoted[] = { "'", word, "'", NULL };

	if (!skip_word(p, word) && !p->r->failed)
		expected(p, lkmm_cat_join(p->r, quoted));
}

static const char *need_name(struct parser *p, const char *what)
{
	const char *name = p->now.text;

	if (!is_name(p)) {
		expected(p, what);
		return NULL;
	}
	advance(p);
	return name;
}

/* ---- expressions ---- */

static const struct cat_expr *parse_expr(struct parser *p);
static const struct cat_binding *parse_bindings(struct parser *p);

static struct cat_expr *new_expr(struct parser *p, enum cat_kind kind, struct cat_place at)
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
	struct cat_expr *e = new_expr(p, kind, at);

	if (e) {
		e->a = a;
		e->b = b;
	}
	return e;
}

/* Expressions with commas between them, up to @end. */
static const struct cat_expr *parse_list(struct parser *p, const char *end)
{
	const struct cat_expr *first = NULL;
	struct cat_expr *last = NULL;

	while (!p->r->failed && !is_sign(p, end)) {
		const struct cat_expr *e = parse_expr(p);
		struct cat_expr *own = e ? new_expr(p, e->kind, e->at) : NULL;

		if (!own)
			return NULL;
		*own = *e;
		own->next = NULL;
		if (last)
			last->next = own;
		else
			first = own;
		last = own;
		if (!skip_sign(p, ","))
			break;
	}
	return first;
}

static const struct cat_expr *parse_list_in(struct parser *p, enum cat_kind kind, const char *end)
{
	struct cat_expr *e = new_expr(p, kind, p->now.at);

	advance(p);
	if (!e)
		return NULL;
	e->a = parse_list(p, end);
	need_sign(p, end);
	return e;
}

static const struct cat_expr *parse_name(struct parser *p)
{
	struct cat_expr *e = new_expr(p, p->now.kind == CAT_TAG ? CAT_TAGGED : CAT_NAME,
				      p->now.at);

	if (e)
		e->name = p->now.text;
	advance(p);
	return e;
}

/* In parentheses: one expression, or a tuple. */
static const struct cat_expr *parse_parens(struct parser *p)
{
	const struct cat_expr *e = parse_list_in(p, CAT_TUPLE, ")");

	return e && e->a && !e->a->next ? e->a : e;
}

static const struct cat_expr *parse_simple(struct parser *p)
{
	struct cat_place at = p->now.at;
	const struct cat_expr *e;

	if (is_name(p) || p->now.kind == CAT_TAG)
		return parse_name(p);
	if (skip_sign(p, "0"))
		return make(p, CAT_NONE, at, NULL, NULL);
	if (skip_word(p, "_"))
		return make(p, CAT_ALL, at, NULL, NULL);
	if (is_sign(p, "("))
		return parse_parens(p);
	if (is_sign(p, "{"))
		return parse_list_in(p, CAT_LIST, "}");
	if (skip_sign(p, "[")) {
		e = parse_expr(p);
		need_sign(p, "]");
		return make(p, CAT_IDENTITY, at, e, NULL);
	}
	if (skip_word(p, "begin")) {
		e = parse_expr(p);
		need_word(p, "end");
		return e;
	}
	expected(p, "a set or a relation");
	return NULL;
}

static bool starts_argument(const struct parser *p)
{
	return is_name(p) || p->now.kind == CAT_TAG || is_sign(p, "(") || is_sign(p, "{") ||
	       is_sign(p, "[") || is_sign(p, "0") || is_word(p, "_");
}

static const struct cat_expr *parse_call(struct parser *p)
{
	bool may_be_called = is_name(p);
	const struct cat_expr *e = parse_simple(p);

	while (may_be_called && !p->r->failed && starts_argument(p)) {
		struct cat_place at = p->now.at;
		const struct cat_expr *argument = parse_simple(p);

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

		if (skip_sign(p, "*")) {
			if (starts_argument(p) || is_sign(p, "~"))
				e = make(p, CAT_PRODUCT, at, e, parse_unary(p));
			else
				e = make(p, CAT_STAR, at, e, NULL);
			continue;
		}
		for (int i = 0; i < 3 && !any; i++) {
			any = skip_sign(p, signs[i].sign);
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

	if (p->depth == MAX_NESTING) {
		WRONG(p->r, at, "expressions are nested too deeply");
		return NULL;
	}
	p->depth++;
	if (skip_sign(p, "~"))
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
	while (!p->r->failed && is_sign(p, operators[level].sign)) {
		struct cat_place at = p->now.at;

		advance(p);
		e = make(p, operators[level].kind, at, e, parse_operator(p, level + 1));
	}
	return e;
}

static const struct cat_expr *parse_let(struct parser *p, struct cat_place at)
{
	struct cat_expr *e = new_expr(p, CAT_LET, at);

	if (!e)
		return NULL;
	e->recursive = skip_word(p, "rec");
	e->binding = parse_bindings(p);
	need_word(p, "in");
	e->a = p->r->failed ? NULL : parse_expr(p);
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
static const struct cat_binding *parse_parameters(struct parser *p)
{
	bool several = skip_sign(p, "(");
	struct cat_binding *first = NULL, **last = &first;

	while (!p->r->failed && !(several && is_sign(p, ")"))) {
		struct cat_binding *b = *last = new_binding(p);

		if (!b)
			break;
		if (!skip_word(p, "_"))
			b->name = need_name(p, "a parameter");
		last = &b->next;
		if (!several || !skip_sign(p, ","))
			break;
	}
	if (several)
		need_sign(p, ")");
	return first;
}

static const struct cat_expr *parse_function(struct parser *p, struct cat_place at)
{
	struct cat_expr *e = new_expr(p, CAT_FUNCTION, at);

	if (!e)
		return NULL;
	e->binding = parse_parameters(p);
	need_sign(p, "->");
	e->a = p->r->failed ? NULL : parse_expr(p);
	return e;
}

static const struct cat_expr *parse_try(struct parser *p, struct cat_place at)
{
	const struct cat_expr *e = parse_expr(p);

	need_word(p, "with");
	return make(p, CAT_TRY, at, e, p->r->failed ? NULL : parse_expr(p));
}

static const struct cat_expr *parse_expr(struct parser *p)
{
	struct cat_place at = p->now.at;
	const struct cat_expr *e = NULL;

	if (p->r->failed)
		return NULL;
	if (p->depth == MAX_NESTING) {
		WRONG(p->r, at, "expressions are nested too deeply");
		return NULL;
	}
	p->depth++;
	if (skip_word(p, "let"))
		e = parse_let(p, at);
	else if (skip_word(p, "fun"))
		e = parse_function(p, at);
	else if (skip_word(p, "try"))
		e = parse_try(p, at);
	else if (is_word(p, "match") || is_word(p, "if"))
		WRONG(p->r, at, "'", p->now.text, "' is not supported in models yet");
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
	b->name = need_name(p, "a name");
	b->function = !is_sign(p, "=");
	if (b->function && !p->r->failed)
		b->parameters = parse_parameters(p);
	need_sign(p, "=");
	b->body = p->r->failed ? NULL : parse_expr(p);
	return b;
}

static const struct cat_binding *parse_bindings(struct parser *p)
{
	struct cat_binding *first = NULL, **last = &first;

	do {
		*last = p->r->failed ? NULL : parse_binding(p);
		if (!*last)
			break;
		last = &(*last)->next;
	} while (skip_word(p, "and"));
	return first;
}

/* ---- statements ---- */

/* A check, behind "flag", or by itself. */
static void parse_check(struct parser *p, struct cat_statement *s)
{
	static const char *const checks[] = { "acyclic", "irreflexive", "empty", NULL };
	int i = 0;

	s->negated = skip_sign(p, "~");
	while (checks[i] && !is_word(p, checks[i]))
		i++;
	if (!checks[i]) {
		expected(p, "'acyclic', 'irreflexive' or 'empty'");
		return;
	}
	s->check = (enum cat_check)i;
	advance(p);
	s->expr = parse_expr(p);
	if (skip_word(p, "as"))
		s->name = need_name(p, "a name");
}

/* show a, b; show e as x: nothing is drawn by it. */
static void skip_show(struct parser *p)
{
	do
		parse_expr(p);
	while (!p->r->failed && skip_sign(p, ","));
	if (skip_word(p, "as"))
		need_name(p, "a name");
}

static const struct cat_expr *parse_enum_tags(struct parser *p)
{
	struct cat_expr *first = NULL, **last = &first;

	skip_sign(p, "||");
	do {
		if (p->now.kind != CAT_TAG) {
			expected(p, "a tag");
			break;
		}
		*last = new_expr(p, CAT_TAGGED, p->now.at);
		if (!*last)
			break;
		(*last)->name = p->now.text;
		last = (struct cat_expr **)(void *)&(*last)->next;
		advance(p);
	} while (skip_sign(p, "||"));
	return first;
}

/* One of the statements of a .bell file. */
static void parse_bell(struct parser *p, struct cat_statement *s)
{
	if (s->kind == CAT_ENUM) {
		s->name = need_name(p, "the name of a set of tags");
		need_sign(p, "=");
		s->expr = p->r->failed ? NULL : parse_enum_tags(p);
		return;
	}
	s->name = need_name(p, "a class of events");
	need_sign(p, "[");
	s->expr = p->r->failed ? NULL : parse_list(p, "]");
	need_sign(p, "]");
}

static const char *parse_include(struct parser *p)
{
	const char *name = p->now.text;

	if (p->now.kind == CAT_STRING)
		advance(p);
	else
		expected(p, "the name of a file, in quotes");
	return name;
}

/* Sets @s->kind and parses the rest; false for a statement that says nothing about executions. */
static bool parse_statement(struct parser *p, struct cat_statement *s)
{
	s->at = p->now.at;
	if (skip_word(p, "let")) {
		s->kind = CAT_DEFINE;
		s->recursive = skip_word(p, "rec");
		s->binding = parse_bindings(p);
		skip_word(p, "in");
	} else if (skip_word(p, "flag")) {
		s->kind = CAT_FLAG;
		parse_check(p, s);
		if (!s->name && !p->r->failed)
			expected(p, "'as' and the name of the flag");
	} else if (is_sign(p, "~") || is_word(p, "acyclic") || is_word(p, "irreflexive") ||
		   is_word(p, "empty")) {
		s->kind = CAT_CHECK;
		parse_check(p, s);
	} else if (skip_word(p, "include")) {
		s->kind = CAT_INCLUDE;
		s->name = parse_include(p);
	} else if (skip_word(p, "show") || skip_word(p, "unshow")) {
		skip_show(p);
		return false;
	} else if (skip_word(p, "enum")) {
		s->kind = CAT_ENUM;
		parse_bell(p, s);
	} else if (skip_word(p, "instructions") || skip_word(p, "default")) {
		s->kind = CAT_INSTRUCTIONS;
		parse_bell(p, s);
	} else if (p->now.kind == CAT_WORD && !is_name(p) && !is_word(p, "_")) {
		WRONG(p->r, p->now.at, "'", p->now.text, "' is not supported in models yet");
	} else {
		expected(p, "a statement");
	}
	return true;
}

/* A file may begin with a title: a string, a name, or both. */
static void skip_title(struct parser *p)
{
	if (is_name(p))
		advance(p);
	if (p->now.kind == CAT_STRING)
		advance(p);
}

const struct cat_statement *lkmm_cat_parse(struct cat_reading *r, const char *file,
					   const char *text, size_t size)
{
	struct parser p = { .r = r, .lexer = { r, file, text, text + size, 1, text } };
	struct cat_statement *first = NULL, **last = &first;

	advance(&p);
	skip_title(&p);
	while (!r->failed && p.now.kind != CAT_END) {
		struct cat_statement *s = lkmm_cat_alloc(r, sizeof(*s));

		if (!s || !parse_statement(&p, s))
			continue;
		*last = s;
		last = &s->next;
	}
	return r->failed ? NULL : first;
}
