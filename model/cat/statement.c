// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The parser of the language cat: statements. */
#include "parser.h"

#include <string.h>


/* A check, behind "flag", or by itself. */
static void parse_check(struct parser *p, struct cat_statement *s)
{
	static const char *const checks[] = { "acyclic", "irreflexive", "empty", NULL };
	int i = 0;

	s->negated = lkmm_cat_skip_sign(p, "~");
	while (checks[i] && !lkmm_cat_is_word(p, checks[i]))
		i++;
	if (!checks[i]) {
		lkmm_cat_expected(p, "'acyclic', 'irreflexive' or 'empty'");
		return;
	}
	s->check = (enum cat_check)i;
	lkmm_cat_advance(p);
	s->expr = lkmm_cat_parse_expr(p);
	if (lkmm_cat_skip_word(p, "as"))
		s->name = lkmm_cat_need_name(p, "a name");
}

/* show a, b; show e as x: nothing is drawn by it. */
static void skip_show(struct parser *p)
{
	do
		lkmm_cat_parse_expr(p);
	while (!p->r->failed && lkmm_cat_skip_sign(p, ","));
	if (lkmm_cat_skip_word(p, "as"))
		lkmm_cat_need_name(p, "a name");
}

static const struct cat_expr *parse_enum_tags(struct parser *p)
{
	struct cat_expr *first = NULL, **last = &first;

	lkmm_cat_skip_sign(p, "||");
	do {
		if (p->now.kind != CAT_TAG) {
			lkmm_cat_expected(p, "a tag");
			break;
		}
		*last = lkmm_cat_new_expr(p, CAT_TAGGED, p->now.at);
		if (!*last)
			break;
		(*last)->name = p->now.text;
		last = (struct cat_expr **)(void *)&(*last)->next;
		lkmm_cat_advance(p);
	} while (lkmm_cat_skip_sign(p, "||"));
	return first;
}

static const struct cat_statement *parse_statements(struct parser *p, bool inner);

/* if cond statements else statements end */
static void parse_whether(struct parser *p, struct cat_statement *s)
{
	s->kind = CAT_WHETHER;
	s->cond = lkmm_cat_parse_cond(p);
	lkmm_cat_skip_word(p, "then");
	s->body = parse_statements(p, true);
	if (lkmm_cat_skip_word(p, "else"))
		s->other = parse_statements(p, true);
	lkmm_cat_need_word(p, "end");
}

static void parse_procedure(struct parser *p, struct cat_statement *s)
{
	s->kind = CAT_PROCEDURE;
	s->name = lkmm_cat_need_name(p, "the name of a procedure");
	if (!p->r->failed)
		s->binding = lkmm_cat_parse_parameters(p);
	lkmm_cat_need_sign(p, "=");
	s->body = parse_statements(p, true);
	lkmm_cat_need_word(p, "end");
}

static void parse_do(struct parser *p, struct cat_statement *s)
{
	s->kind = CAT_DO;
	s->name = lkmm_cat_need_name(p, "the name of a procedure");
	s->expr = p->r->failed ? NULL : lkmm_cat_parse_operand(p);
}

static void parse_for_all(struct parser *p, struct cat_statement *s)
{
	s->kind = CAT_FOR_ALL;
	s->name = lkmm_cat_need_name(p, "a name");
	lkmm_cat_need_word(p, "in");
	s->expr = lkmm_cat_parse_expr(p);
	lkmm_cat_need_word(p, "do");
	s->body = parse_statements(p, true);
	lkmm_cat_need_word(p, "end");
}

static void parse_choose(struct parser *p, struct cat_statement *s)
{
	s->kind = CAT_CHOOSE;
	s->name = lkmm_cat_need_name(p, "a name");
	lkmm_cat_need_word(p, "from");
	s->expr = lkmm_cat_parse_expr(p);
}

static void parse_define(struct parser *p, struct cat_statement *s)
{
	s->kind = CAT_DEFINE;
	s->recursive = lkmm_cat_skip_word(p, "rec");
	s->binding = lkmm_cat_parse_bindings(p);
	lkmm_cat_skip_word(p, "in");
}

/* What undefined_unless asks for is a flag if it does not hold. */
static void parse_flag(struct parser *p, struct cat_statement *s)
{
	bool unless = lkmm_cat_is_word(p, "undefined_unless");

	lkmm_cat_advance(p);
	s->kind = CAT_FLAG;
	parse_check(p, s);
	s->negated ^= unless;
	if (!s->name && !p->r->failed)
		lkmm_cat_expected(p, "'as' and the name of the flag");
}

static void parse_include(struct parser *p, struct cat_statement *s)
{
	s->kind = CAT_INCLUDE;
	s->name = p->now.text;
	if (p->now.kind == CAT_STRING)
		lkmm_cat_advance(p);
	else
		lkmm_cat_expected(p, "the name of a file, in quotes");
}

static void parse_enum(struct parser *p, struct cat_statement *s)
{
	s->kind = CAT_ENUM;
	s->name = lkmm_cat_need_name(p, "the name of a set of tags");
	lkmm_cat_need_sign(p, "=");
	s->expr = p->r->failed ? NULL : parse_enum_tags(p);
}

static void parse_instructions(struct parser *p, struct cat_statement *s)
{
	s->kind = CAT_INSTRUCTIONS;
	s->name = lkmm_cat_need_name(p, "a class of events");
	lkmm_cat_need_sign(p, "[");
	s->expr = p->r->failed ? NULL : lkmm_cat_parse_list(p, "]");
	lkmm_cat_need_sign(p, "]");
}

static bool starts_check(const struct parser *p)
{
	return lkmm_cat_is_sign(p, "~") || lkmm_cat_is_word(p, "acyclic") ||
	       lkmm_cat_is_word(p, "irreflexive") || lkmm_cat_is_word(p, "empty");
}

/* Sets @s->kind and parses the rest; false for a statement that says nothing about executions. */
static bool parse_statement(struct parser *p, struct cat_statement *s)
{
	static const struct {
		const char *word;
		void (*parse)(struct parser *p, struct cat_statement *s);
	} kinds[] = {
		{ "let", parse_define }, { "include", parse_include }, { "enum", parse_enum },
		{ "instructions", parse_instructions }, { "default", parse_instructions },
		{ "if", parse_whether }, { "procedure", parse_procedure }, { "call", parse_do },
		{ "forall", parse_for_all }, { "with", parse_choose },
	};

	s->at = p->now.at;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (lkmm_cat_skip_word(p, kinds[i].word)) {
			kinds[i].parse(p, s);
			return true;
		}
	}
	if (lkmm_cat_is_word(p, "flag") || lkmm_cat_is_word(p, "undefined_unless")) {
		parse_flag(p, s);
	} else if (starts_check(p)) {
		s->kind = CAT_CHECK;
		parse_check(p, s);
	} else if (lkmm_cat_skip_word(p, "show") || lkmm_cat_skip_word(p, "unshow")) {
		skip_show(p);
		return false;
	} else if (p->now.kind == CAT_WORD && !lkmm_cat_is_name(p) && !lkmm_cat_is_word(p, "_")) {
		WRONG(p->r, p->now.at, "'", p->now.text, "' is not supported in models yet");
	} else {
		lkmm_cat_expected(p, "a statement");
	}
	return true;
}

/* The statements up to the end of the file; @inner: up to an "end" or "else". */
static const struct cat_statement *parse_statements(struct parser *p, bool inner)
{
	struct cat_statement *first = NULL, **last = &first;

	if (p->r->failed || (inner && !lkmm_cat_nest(p)))
		return NULL;
	while (!p->r->failed && p->now.kind != CAT_END &&
	       !(inner && (lkmm_cat_is_word(p, "end") || lkmm_cat_is_word(p, "else")))) {
		struct cat_statement *s = lkmm_cat_alloc(p->r, sizeof(*s));

		if (!s || !parse_statement(p, s))
			continue;
		*last = s;
		last = &s->next;
	}
	p->depth -= inner;
	return first;
}

/* A file may begin with a title: names, a string, and how herd7 makes coherence. */
static void skip_title(struct parser *p)
{
	p->r->is_c = lkmm_cat_is_name(p) && lkmm_cat_is_word(p, "C");
	while (lkmm_cat_is_name(p))
		lkmm_cat_advance(p);
	if (p->now.kind == CAT_STRING)
		lkmm_cat_advance(p);
	if (lkmm_cat_is_word(p, "withco") || lkmm_cat_is_word(p, "withoutco"))
		lkmm_cat_advance(p);
}

const struct cat_statement *lkmm_cat_parse(struct cat_reading *r, const char *file,
					   const char *text, size_t size)
{
	struct parser p = { .r = r, .lexer = { r, file, text, text + size, 1, text } };
	const struct cat_statement *first;

	lkmm_cat_advance(&p);
	skip_title(&p);
	first = parse_statements(&p, false);
	return r->failed ? NULL : first;
}
