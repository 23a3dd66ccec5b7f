// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Cuts the text of a test into tokens, from its first word to its end. Which characters make a
 * token depends on where they stand: there are first values, processes in C and in Rust, and a
 * condition. So this follows the brackets. A body without its closing brace ends where the next
 * process starts.
 */
#include "cut.h"
#include "preprocess.h"

#include <string.h>

/* ---- tokens ---- */

static const struct token *last(const struct cutter *c)
{
	return &c->token[c->n - 1];
}

/* The character that @t is, or 0. */
static char sign(const struct token *t)
{
	return t->kind == T_PUNCT && t->len == 1 ? *t->text : '\0';
}

static bool last_is(const struct cutter *c, const char *text)
{
	return c->n && token_is(last(c), text);
}

/* Whether @t, which has been read from the text, is something for the preprocessor. */
static bool is_for_preprocessor(const struct cutter *c, const struct token *t)
{
	if (t->kind == T_END)
		return c->included;
	if (c->mode == CUT_RUST || c->rust)
		return false;
	return t->kind == T_NAME ? c->pp || pp_is_word(t) : *t->text == '#' && t->len == 1;
}

struct token cut_any(struct cutter *c)
{
	struct token t;

	if (c->pp && c->pp->context)
		return pp_next(c);
	t = cut_text_token(c);
	return is_for_preprocessor(c, &t) ? pp_take(c, t) : t;
}

/* Adds the next token. False after the last. */
static bool cut_next(struct cutter *c)
{
	struct token t;

	do {
		if (c->stop)
			return false;
		t = cut_any(c);
	} while (c->mode != CUT_RUST && !c->rust && cut_attribute(c, &t));
	cut_add(c, t);
	return !c->stop;
}

struct token cut_peek(const struct cutter *c)
{
	struct cutter ahead = *c;

	for (const struct macro_context *in = c->pp ? c->pp->context : NULL; in; in = in->outer)
		if (in->t < in->end)
			return *in->t;
	cut_blanks(&ahead);
	return cut_token(&ahead);
}

static bool token_is_one_of(const struct token *t, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (token_is(t, words[i]))
			return true;
	return false;
}

#define ONE_OF(t, words) token_is_one_of(t, words, sizeof(words) / sizeof((words)[0]))

/* ---- the start of parts ---- */

/* P0 and the like */
static bool is_process_name(const struct token *t)
{
	if (t->kind != T_NAME || t->text[0] != 'P' || t->len < 2 || t->len > 4)
		return false;
	for (int i = 1; i < t->len; i++)
		if (t->text[i] < '0' || t->text[i] > '9')
			return false;
	return true;
}

static bool is_process(const struct cutter *c, const struct token *t)
{
	struct token next;

	if (!is_process_name(t))
		return false;
	next = cut_peek(c);
	return token_is(&next, "(");
}

/* exists (, forall (, filter (, ~exists, locations [ */
static bool is_condition(const struct cutter *c, const struct token *t)
{
	static const char *const words[] = { "exists", "forall", "filter" };
	struct token next;

	if (!token_is(t, "~") && !token_is(t, "locations") && !ONE_OF(t, words))
		return false;
	next = cut_peek(c);
	return token_is(&next, token_is(t, "~") ? "exists" : token_is(t, "locations") ? "[" : "(");
}

static bool is_rust_item(const struct cutter *c, const struct token *t)
{
	static const char *const words[] = {
		"fn", "unsafe", "pub", "use", "impl", "mod", "trait", "type", "async",
		"macro_rules",
	};
	static const char *const either[] = {
		"struct", "enum", "union", "static", "const", "extern",
	};
	/* struct s { int : 3; } is C. */
	static const char *const c_types[] = { "int", "unsigned", "bool", "u8", "u16", "u32" };
	struct cutter ahead = *c;
	struct token next[4];

	if (ONE_OF(t, words))
		return true;
	if (!token_is(t, "#") && !ONE_OF(t, either))
		return false;
	for (int i = 0; i < 4; i++) {
		cut_blanks(&ahead);
		next[i] = cut_token(&ahead);
	}
	if (token_is(t, "#"))
		return token_is(&next[0], "[") || token_is(&next[0], "!");
	if (c->rust || token_is(&next[0], "mut") || token_is(&next[0], "fn") ||
	    token_is(&next[0], "unsafe") || token_is(&next[1], ":"))
		return true;
	/* struct NAME<T>, struct NAME { pub, struct NAME { member: */
	return token_is(&next[1], "<") ||
	       (token_is(&next[1], "{") &&
		(token_is(&next[2], "pub") ||
		 (token_is(&next[3], ":") && !ONE_OF(&next[2], c_types))));
}

/* ---- lines for the preprocessor, in tests in Rust ---- */

/* The rest of the line that has started with "#", and of those that it goes on in. */
static void cut_directive(struct cutter *c)
{
	int line = last(c)->at.line;

	for (;;) {
		struct token next = cut_peek(c);

		if (next.kind == T_END || next.at.line > line || !cut_next(c))
			return;
		line += last_is(c, "\\");
	}
}

/* ---- first values ---- */

/* NAME: TYPE and NAME = Type::new() are Rust's. */
static bool turns_to_rust(const struct cutter *c)
{
	const struct token *t = last(c);

	if (!token_is(t, ":") || c->n < 2)
		return false;
	return (t[-1].kind == T_NAME && !is_process_name(&t[-1])) || cut_at(c, ":");
}

static void cut_values(struct cutter *c)
{
	c->mode = CUT_TEST;
	c->braces = c->brackets = 0;
	while (cut_next(c)) {
		c->braces += last_is(c, "{") - last_is(c, "}");
		c->brackets += last_is(c, "[") - last_is(c, "]");
		if (!c->braces)
			break;
		if (c->braces == 1 && c->brackets <= 0 && last_is(c, ";"))
			c->mode = CUT_TEST;
		else if (c->mode == CUT_TEST && turns_to_rust(c))
			c->mode = CUT_RUST;
		/* "::" began as C's ":" */
		if (c->mode == CUT_RUST && last_is(c, ":") && c->p < c->end && *c->p == ':') {
			cut_advance(c, 1);
			c->token[c->n - 1].len = 2;
			if (c->plain)
				c->plain[c->nplain - 1].len = 2;
		}
	}
}

/* ---- processes ---- */

/* The text between two items, up to the first token of the next. False if there is none. */
static bool cut_item_start(struct cutter *c)
{
	c->mode = CUT_C;
	c->between = true;
	c->braces = c->brackets = 0;
	while (cut_next(c) && last_is(c, "#") && !is_rust_item(c, last(c)))
		cut_directive(c);
	c->between = false;
	if (c->stop)
		return false;
	if (is_rust_item(c, last(c)))
		c->mode = CUT_RUST;
	return true;
}

/* Whether the item ends with the last token. */
static bool item_ends(struct cutter *c)
{
	struct token next;

	switch (sign(last(c))) {
	case '{':
		c->braces++;
		return false;
	case '}':
		if (--c->braces > 0 || (c->mode == CUT_RUST && c->brackets > 0))
			return false;
		next = cut_peek(c);
		return !token_is(&next, ";");
	case '(':
	case '[':
		c->brackets++;
		return false;
	case ')':
	case ']':
		c->brackets--;
		return false;
	case ';':
		return c->braces <= 0 && c->brackets <= 0;
	}
	return false;
}

static bool starts_line(const struct cutter *c)
{
	return last(c)->at.line > last(c)[-1].at.line;
}

/* A process within the body of another, which has not ended; or a condition. */
static bool body_breaks_off(const struct cutter *c, bool statement)
{
	return is_process(c, last(c)) ||
	       (statement && starts_line(c) && is_condition(c, last(c)));
}

static bool starts_condition(const struct cutter *c)
{
	static const char *const words[] = {
		"exists", "forall", "filter", "locations", "~", "not",
	};

	return ONE_OF(last(c), words);
}

/* The rest of an item. True if that is a condition. */
static bool cut_item(struct cutter *c)
{
	while (!item_ends(c)) {
		char s = sign(last(c));
		bool statement = s == ';' || s == '{' || s == '}';

		if (!cut_next(c))
			return false;
		if (c->mode == CUT_C && last_is(c, "#") && starts_line(c)) {
			cut_directive(c);
			continue;
		}
		if (c->braces <= 0 || !body_breaks_off(c, statement))
			continue;
		if (!is_process_name(last(c)))
			return true;
		c->mode = token_is(&last(c)[-1], "fn") ? CUT_RUST : CUT_C;
		c->braces = c->brackets = 0;
	}
	return false;
}

/* ---- the header ---- */

static void skip_string(struct cutter *c)
{
	do
		cut_advance(c, 1);
	while (c->p < c->end && *c->p != '"' && *c->p != '\n');
}

/* Skips the rest of the line, or up to a "{" outside of comments and strings. */
static void skip_line(struct cutter *c)
{
	int line = c->at.line;

	for (;;) {
		cut_blanks(c);
		if (c->p >= c->end || *c->p == '{')
			return;
		if (*c->p == '"') {
			skip_string(c);
			line = c->at.line;
		} else if (c->at.line != line) {
			return;
		}
		cut_advance(c, 1);
	}
}

/* The rest of the line, without surrounding blanks. */
static void cut_line(struct cutter *c)
{
	struct token t = { .kind = T_LINE };
	const char *end;

	while (c->p < c->end && (*c->p == ' ' || *c->p == '\t'))
		cut_advance(c, 1);
	t.at = c->at;
	t.text = c->p;
	while (c->p < c->end && *c->p != '\n')
		cut_advance(c, 1);
	for (end = c->p; end > t.text && strchr(" \t\r\v\f", end[-1]); end--)
		;
	t.len = end - t.text > 4096 ? 4096 : (int)(end - t.text);
	cut_add_plain(c, &t);
	cut_add(c, t);
}

/* To the semicolon of a declaration, or its closing brace. */
static void cut_declaration(struct cutter *c)
{
	int depth = 0;

	while (cut_next(c)) {
		struct token next;

		depth += last_is(c, "{") - last_is(c, "}");
		if (depth > 0)
			continue;
		if (last_is(c, ";"))
			return;
		next = cut_peek(c);
		/* typedef struct { ... } name; __packed; */
		if (last_is(c, "}") && !token_is(&next, ";") && !token_is(&next, ",") &&
		    next.kind != T_NAME)
			return;
	}
}

/* struct name {, enum {, typedef: a declaration. "struct" may begin a sentence, too. */
static bool is_declaration(const struct cutter *c)
{
	static const char *const words[] = { "struct", "union", "enum" };
	struct cutter ahead = *c;
	struct token t = cut_ahead(&ahead), next;

	if (token_is(&t, "typedef") || token_is(&t, "static_assert") ||
	    token_is(&t, "_Static_assert"))
		return true;
	if (!ONE_OF(&t, words))
		return false;
	t = cut_ahead(&ahead);
	next = cut_ahead(&ahead);
	return token_is(&t, "{") || token_is(&next, "{");
}

/* A process, where the first values are missing. */
static bool starts_process(const struct cutter *c)
{
	static const char *const words[] = {
		"static", "inline", "extern", "fn", "unsafe", "pub", "void", "int", "long",
	};
	struct cutter ahead = *c;
	struct token t = cut_token(&ahead);

	while (ONE_OF(&t, words)) {
		cut_blanks(&ahead);
		t = cut_token(&ahead);
	}
	return is_process(&ahead, &t);
}

/* An item in Rust: a token ahead. */
static bool starts_rust_item(const struct cutter *c)
{
	static const char *const words[] = { "fn", "pub", "impl", "struct", "#" };
	struct cutter ahead = *c;
	struct token t = cut_token(&ahead);

	return (c->rust || ONE_OF(&t, words)) && is_rust_item(&ahead, &t);
}

/* A function of C: static int f(int *x) {. Other words may begin a sentence. */
static bool starts_function(const struct cutter *c)
{
	static const char *const words[] = {
		"static", "inline", "void", "int", "long", "unsigned", "bool", "struct",
	};
	struct cutter ahead = *c;
	struct token t = cut_ahead(&ahead);
	int open = 0;

	if (!ONE_OF(&t, words))
		return false;
	while (t.kind == T_NAME || token_is(&t, "*"))
		t = cut_ahead(&ahead);
	if (!token_is(&t, "("))
		return false;
	do {
		open += token_is(&t, "(") - token_is(&t, ")");
		t = cut_ahead(&ahead);
	} while (open && t.kind != T_END);
	return token_is(&t, "{") || token_is(&t, ";");
}

/* DEFINE_SPINLOCK(, DECLARE_BITMAP(, LIST_HEAD( */
static bool is_defining_macro(const struct token *t)
{
	return t->kind == T_NAME && t->len > 8 &&
	       (!memcmp(t->text, "DEFINE_", 7) || !memcmp(t->text, "DECLARE_", 8) ||
		!memcmp(t->text + t->len - 9, "LIST_HEAD", 9));
}

/* A variable of C: static int x = 1; struct ring *ring; The same holds for sentences. */
static bool starts_variable(const struct cutter *c)
{
	static const char *const words[] = {
		"static", "struct", "union", "enum", "void", "char", "short", "int", "long",
		"unsigned", "signed", "bool", "const", "volatile", "atomic_t", "atomic64_t",
		"atomic_long_t", "spinlock_t", "refcount_t", "seqcount_t", "seqlock_t", "rwlock_t",
		"u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "wait_queue_head_t",
		"raw_spinlock_t",
	};
	struct cutter ahead = *c;
	struct token t = cut_ahead(&ahead);
	bool any = ONE_OF(&t, words), is_static = token_is(&t, "static");
	int names = 0;

	for (; t.kind == T_NAME || (any && token_is(&t, "*")); t = cut_ahead(&ahead)) {
		if (is_defining_macro(&t) && (any || !names)) {
			t = cut_ahead(&ahead);
			return token_is(&t, "(");
		}
		names += t.kind == T_NAME;
	}
	if (is_static && (token_is(&t, "{") || token_is(&t, "(")))
		return true;
	return any && names > 1 && (token_is(&t, ";") || token_is(&t, "=") ||
				    token_is(&t, ",") || token_is(&t, "["));
}

static void cut_whole_item(struct cutter *c, enum cut_mode mode)
{
	c->mode = mode;
	c->braces = c->brackets = 0;
	if (cut_next(c))
		cut_item(c);
}

/* The name of a macro with arguments: what it makes is part of the test. */
static bool starts_macro(const struct cutter *c)
{
	struct cutter ahead = *c;
	struct token t = cut_token(&ahead), next = cut_peek(&ahead);
	const struct macro *m = t.kind == T_NAME ? pp_find_macro(&ahead, &t) : NULL;

	return t.kind == T_NAME && token_is(&next, "(") &&
	       (m ? m->kind == MACRO_FUNCTION : !c->pp && pp_is_word(&t));
}

/* The text before the first values that is not for other tools. False if there is none. */
static bool cut_header_item(struct cutter *c)
{
	bool declaration = is_declaration(c) || starts_variable(c);

	if (starts_rust_item(c)) {
		cut_whole_item(c, CUT_RUST);
	} else if (starts_function(c) || c->included || starts_macro(c)) {
		cut_whole_item(c, CUT_C);
	} else if (*c->p == '#' && c->rust) {
		if (cut_next(c))
			cut_directive(c);
	} else if (declaration) {
		c->mode = CUT_C;
		cut_declaration(c);
	} else {
		return false;
	}
	return true;
}

/* To the brace that opens the first values: the text before it is for other tools. */
static void cut_header(struct cutter *c)
{
	c->mode = CUT_TEST;
	while (cut_next(c) && last_is(c, "#"))
		cut_directive(c);
	if (c->stop || (!last_is(c, "C") && !last_is(c, "LKMM") && !last_is(c, "Rust")))
		return;
	c->rust = last_is(c, "Rust");
	cut_line(c);
	skip_line(c);
	for (;;) {
		if (!c->rust)
			pp_pass(c);
		if (c->stop)
			return;
		if (c->pp && c->pp->context)
			cut_whole_item(c, CUT_C);
		else if (c->p >= c->end || *c->p == '{' || starts_process(c))
			return;
		else if (!cut_header_item(c))
			skip_line(c);
		c->mode = CUT_TEST;
		cut_blanks(c);
	}
}

static struct token *cut_all(struct litmus_test *test, const char *text, size_t size,
			     enum cut_mode mode)
{
	struct cutter c = {
		.arena = test->arena, .test = test, .p = text, .end = text + size,
		.at = { .line = 1, .column = 1 }, .mode = mode, .library = true,
	};

	while (cut_next(&c))
		;
	return !c.no_memory && c.n && last(&c)->kind == T_END ? c.token : NULL;
}

struct token *cut_c(struct litmus_test *test, const char *text, size_t size)
{
	return cut_all(test, text, size, CUT_C);
}

struct token *cut_rust(struct litmus_test *test, const char *text, size_t size)
{
	return cut_all(test, text, size, CUT_RUST);
}

/* The end of the tokens of the text, where they are kept. */
static const struct token *end_plain(struct cutter *c)
{
	if (!c->plain)
		return c->token;
	c->included = false;
	if (!c->nplain || c->plain[c->nplain - 1].kind != T_END)
		cut_add_plain(c, last(c));
	return c->plain;
}

bool cut_text(struct litmus_test *test)
{
	const char *text = test->source.text;
	struct cutter c = {
		.arena = test->arena, .test = test, .p = text, .end = text + test->source.size,
		.at = { .line = 1, .column = 1 },
	};
	bool condition = false;

	/* a byte order mark */
	if (cut_at(&c, "\xef\xbb\xbf"))
		c.p += 3;
	cut_header(&c);
	if (!c.stop && c.p < c.end && *c.p == '{')
		cut_values(&c);
	while (!condition && cut_item_start(&c))
		condition = starts_condition(&c) || cut_item(&c);
	c.mode = CUT_TEST;
	while (cut_next(&c))
		;
	if (c.pp && c.pp->conditional && !test->nerrors)
		pp_error(&c, c.pp->conditional->at, "this #if has no #endif");
	if (c.no_memory)		/* an error may be due to that */
		test->nerrors = 0;
	if (c.no_memory || !c.n || last(&c)->kind != T_END)
		return false;
	test->source.token = c.token;
	test->source.plain = end_plain(&c);
	return test->source.plain;
}
