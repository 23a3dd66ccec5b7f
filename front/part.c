// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The header of a litmus test, and its processes. */
#include "part.h"
#include "error.h"
#include "front/c/aggregate.h"
#include "front/rust/item.h"
#include "unknown.h"

#include <string.h>

/* ---- the header ---- */

/* The words that may precede a process's name: static void P0(, unsafe fn P0(. */
static bool precedes_process(const struct token *t)
{
	static const char *const words[] = { "static", "inline", "extern", "fn", "unsafe", "pub" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (token_is(t, words[i]))
			return true;
	return token_is_type(t);
}

static bool process_starts(const struct lexer *x)
{
	const struct token *t = &x->tok, *next = x->next;
	int64_t n;

	/* Few words are followed by another. */
	if (!token_is(next, "(") && next->kind != T_NAME)
		return false;
	while (!process_number(t, &n) && precedes_process(t))
		t = next++;
	return process_number(t, &n) && token_is(next, "(");
}

/* enum { or struct name { */
static bool has_body(const struct lexer *x)
{
	return lex_next_is(x, "{") || (x->next->kind != T_END && token_is(x->next + 1, "{"));
}

/* Passes over a declaration that no test can have: to its semicolon, or its closing brace. */
static void pass_item(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct litmus_mark mark = litmus_mark(l);
	int depth = 0;
	bool end = false;

	if (x->error[0])
		return;
	while (x->tok.kind != T_END && !end) {
		depth += tok_is(x, "{") - tok_is(x, "}");
		end = depth <= 0 && (tok_is(x, ";") || (tok_is(x, "}") && !lex_next_is(x, ";")));
		lex_go_to(x, x->next);
	}
	litmus_skipped(l, &mark);
	if (l->nskipped)
		l->skipped[l->nskipped - 1].thread = LITMUS_ITEM;
}

/* Behind the line, and those that it goes on in. */
static void pass_lines(struct lexer *x)
{
	int line = x->tok.at.line;

	while (x->tok.kind != T_END && x->tok.at.line <= line) {
		line += tok_is(x, "\\");
		lex_go_to(x, x->next);
	}
}

bool pass_directive(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct litmus_mark mark = litmus_mark(l);

	if (!tok_is(x, "#") || x->error[0])
		return false;
	if (lex_next_is(x, "include"))
		litmus_report_once(l, x->tok.at,
				   "#include is not supported: remove it, the kernel's "
				   "functions are built in");
	else
		litmus_report_once(l, x->tok.at, "%s", not_read(&x->tok));
	pass_lines(x);
	litmus_skipped(l, &mark);
	if (l->nskipped)
		l->skipped[l->nskipped - 1].thread = LITMUS_ITEM;
	return true;
}

bool body_has_ended(const struct lexer *x)
{
	static const char *const words[] = { "exists", "forall", "filter" };

	if (x->tok.kind == T_NAME && process_starts(x))
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (tok_is(x, words[i]) && lex_next_is(x, "("))
			return true;
	return (tok_is(x, "~") && lex_next_is(x, "exists")) ||
	       (tok_is(x, "locations") && lex_next_is(x, "["));
}

void close_block(struct litmus *l)
{
	const struct token *t = &l->x.tok;

	if (!l->x.error[0] && body_has_ended(&l->x))
		litmus_report_once(l, t->at, "expected '}' to end P%d, found '%.*s'",
				   litmus_thread(l), t->len > 40 ? 40 : t->len, t->text);
	else
		lex_expect(&l->x, "}");
}

/* Text in place of the header. */
static bool pass_out_of_place(struct litmus *l)
{
	struct lexer *x = &l->x;

	if (process_starts(x)) {
		lex_expected(x, "the initial state, { ... }");
		return true;
	}
	if (rust_pass_item(l))
		return true;
	if (pass_directive(l))
		return true;
	if (c_item_starts(x)) {
		c_parse_item(l);
		return true;
	}
	if (c_global_starts(l)) {
		c_parse_global(l);
		return true;
	}
	/* Other words may begin a sentence. */
	if ((tok_is(x, "static") || tok_is(x, "inline") || tok_is_type(x)) &&
	    c_function_starts(x)) {
		c_pass_function(l);
		return true;
	}
	if (!tok_is(x, "typedef") && !tok_is(x, "struct") && !tok_is(x, "union") &&
	    !tok_is(x, "enum"))
		return false;
	/* "struct" may begin a sentence, too. */
	if (!tok_is(x, "typedef") && !has_body(x))
		return false;
	litmus_report_once(l, x->tok.at, "%s", not_read(&x->tok));
	pass_item(l);
	return true;
}

/* Whether the token is of an included file or of a macro: all of those are part of the test. */
static bool is_made(const struct lexer *x)
{
	return x->tok.at.in && !tok_is(x, ";");
}

static bool is_initial_state(const struct lexer *x)
{
	return tok_is(x, "{") && !is_made(x);
}

/* To the brace that opens the variables: the text before it is for other tools. */
static void pass_header(struct litmus *l)
{
	struct lexer *x = &l->x;

	lex_next(x);
	while (!x->error[0] && x->tok.kind != T_END && !is_initial_state(x)) {
		if (pass_out_of_place(l))
			continue;
		if (is_made(x)) {
			litmus_report(l, x->tok.at, "expected a function or a type, found '%.*s'",
				      x->tok.len > 40 ? 40 : x->tok.len, x->tok.text);
			pass_item(l);
		} else {
			lex_next(x);
		}
	}
}

void parse_header(struct litmus *l)
{
	struct lexer *x = &l->x;

	lex_next(x);
	while (pass_directive(l))
		;
	if (!tok_is(x, "C") && !tok_is(x, "LKMM") && !tok_is(x, "Rust")) {
		lex_expected(x, "a litmus test, which starts with 'C NAME' or 'Rust NAME'");
		return;
	}
	l->rust_test = tok_is(x, "Rust");
	lex_next(x);
	if (!x->tok.len)
		lex_error(x, x->tok.at, "expected the name of the test");
	l->test->name = litmus_name(l);
	pass_header(l);
}

/* ---- the processes ---- */

bool process_number(const struct token *t, int64_t *n)
{
	if (t->kind != T_NAME || t->text[0] != 'P' || t->len < 2 || t->len > 4)
		return false;
	*n = 0;
	for (int i = 1; i < t->len; i++) {
		if (t->text[i] < '0' || t->text[i] > '9')
			return false;
		*n = *n * 10 + t->text[i] - '0';
	}
	return true;
}

/* Process @n, in either language. */
static void parse_process(struct litmus *l, int64_t n, bool rust)
{
	struct lexer *x = &l->x;

	if (!(l->thread = thread_number(l, n)))
		return;
	if (l->thread->body) {
		litmus_report(l, x->tok.at, "there already is a process P%d", (int)n);
		l->thread = NULL;
		pass_item(l);
		return;
	}
	if (rust)
		parse_rust_process(l);
	else
		parse_c_process(l);
}

/* Whether a process, or an attempt at one, starts here; few conditions have braces. */
static bool item_starts(const struct lexer *x)
{
	const struct token *t = x->next;

	if (not_read(&x->tok))
		return true;
	if (body_has_ended(x))
		return false;
	while (t->kind != T_END && !token_is(t, "{"))
		t++;
	return t->kind != T_END && x->tok.kind == T_NAME;
}

/* static void, and other words in front of the name of a process in C */
static void pass_c_words(struct litmus *l)
{
	int64_t n;

	l->is_void = false;
	while (process_starts(&l->x) && !process_number(&l->x.tok, &n)) {
		l->is_void |= tok_is(&l->x, "void");
		lex_next(&l->x);
	}
}

/* vod P0( */
static bool pass_unknown_word(struct litmus *l)
{
	struct lexer ahead = l->x;

	if (l->x.tok.kind != T_NAME)
		return false;
	lex_go_to(&ahead, ahead.next);
	if (!process_starts(&ahead))
		return false;
	unknown_type(l, "", &l->x.tok);
	lex_next(&l->x);
	return true;
}

/* Neither a process nor a condition. */
static void pass_unknown_item(struct litmus *l, bool rust)
{
	struct lexer *x = &l->x;

	if (!rust && pass_directive(l))
		return;
	if (not_read(&x->tok))
		litmus_report_once(l, x->tok.at, "%s", not_read(&x->tok));
	else if (!rust && pass_unknown_word(l))
		return;
	else if (rust)
		litmus_report(l, x->tok.at, "expected the name of a process, P0, found '%.*s'",
			      x->tok.len > 40 ? 40 : x->tok.len, x->tok.text);
	else
		litmus_report(l, x->tok.at,
			      "expected a process, P0(...) or fn P0(...), found '%.*s'",
			      x->tok.len > 40 ? 40 : x->tok.len, x->tok.text);
	l->thread = NULL;
	pass_item(l);
}

void parse_processes(struct litmus *l)
{
	int64_t n;
	struct lexer *x = &l->x;
	bool any = false;

	l->values_known = true;
	rust_read_statics(l);
	while (!x->error[0]) {
		bool rust;

		if (rust_pass_item(l))
			continue;
		rust = rust_process_starts(l);
		if (!rust)
			pass_c_words(l);
		if (process_number(&x->tok, &n))
			parse_process(l, n, rust);
		else if (!rust && tok_is(x, ";"))
			lex_next(x);
		else if (!rust && c_item_starts(x))
			c_parse_item(l);
		else if (!rust && c_global_starts(l))
			/* static DEFINE_SPINLOCK(lock); is no prototype */
			c_parse_global(l);
		else if (!rust && c_function_starts(x))
			c_pass_function(l);
		else if (rust || item_starts(x))
			pass_unknown_item(l, rust);
		else
			break;
		any = true;
	}
	c_make_callbacks(l);
	c_check_functions(l);
	rust_check_items(l);
	if (!any && !l->out->nerrors)
		lex_expected(x, "a process, P0(...) or fn P0(...)");
	for (int i = 0; i < l->test->nthreads && !x->error[0]; i++)
		if (!l->test->thread[i].body && !l->nskipped)
			litmus_report(l, x->tok.at, "there is no process P%d", i);
}
