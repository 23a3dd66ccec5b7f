// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Items of Rust: which one it is, and its text. They may be used before they are written: so all of
 * the file are listed when the first one is met (list.c), and each is read when it is used, or when
 * reading gets there.
 */
#include "front/error.h"
#include "front/part.h"
#include "item.h"

#include <ctype.h>
#include <string.h>

/* ---- which item it is ---- */

static bool next_is_name(const struct lexer *x, const char *then)
{
	struct lexer ahead = *x;

	lex_next(&ahead);
	return ahead.tok.kind == T_NAME && lex_next_is(&ahead, then);
}

/* pub, pub(crate) */
static void skip_visibility(struct lexer *x)
{
	if (!lex_accept(x, "pub") || !tok_is(x, "("))
		return;
	while (!x->error[0] && x->tok.kind != T_END && !tok_is(x, ")"))
		lex_next(x);
	lex_next(x);
}

/* Whether { starts the members of a struct in Rust, and not in C. */
static bool has_rust_members(const struct litmus *l, struct lexer *x)
{
	lex_next(x);
	if (lex_accept(x, "<"))
		return true;
	if (!lex_accept(x, "{"))
		return l->rust_test && (tok_is(x, "(") || tok_is(x, ";"));
	return l->rust_test || tok_is(x, "pub") || tok_is(x, "#") || lex_next_is(x, ":");
}

/* In C, an enum ends with a semicolon. */
static bool is_rust_enum(const struct litmus *l, struct lexer *x)
{
	lex_next(x);
	if (l->rust_test || tok_is(x, "<"))
		return true;
	rust_pass_braces(x);
	return !tok_is(x, ";");
}

/* fn NAME, which is not a process */
static enum rust_item_kind function_at(struct lexer *x)
{
	int64_t n;

	for (;;) {
		if (lex_accept(x, "extern")) {
			if (lex_accept(x, "\"")) {
				lex_next(x);
				lex_next(x);
			}
		} else if (!lex_accept(x, "const") && !lex_accept(x, "unsafe") &&
			   !lex_accept(x, "async")) {
			break;
		}
	}
	if (!lex_accept(x, "fn") || process_number(&x->tok, &n))
		return RUST_NO_ITEM;
	return RUST_FN;
}

static __attribute__((noinline)) enum rust_item_kind type_at(const struct litmus *l,
							     struct lexer *x)
{
	bool is_struct = tok_is(x, "struct");
	struct lexer ahead;

	if (!is_struct && !tok_is(x, "enum"))
		return RUST_NO_ITEM;
	lex_next(x);
	ahead = *x;
	if (x->tok.kind != T_NAME)
		return RUST_NO_ITEM;
	if (is_struct)
		return has_rust_members(l, &ahead) ? RUST_STRUCT_ITEM : RUST_NO_ITEM;
	return is_rust_enum(l, &ahead) ? RUST_ENUM_ITEM : RUST_NO_ITEM;
}

/* trait NAME {, and other items that a word and a name make */
static enum rust_item_kind worded_at(struct lexer *x)
{
	static const struct {
		const char *word, *then;
		enum rust_item_kind kind;
	} words[] = {
		{ "trait", "{", RUST_TRAIT }, { "trait", ":", RUST_TRAIT },
		{ "trait", "<", RUST_TRAIT }, { "mod", "{", RUST_MOD }, { "mod", ";", RUST_MOD },
		{ "type", "=", RUST_ALIAS }, { "type", "<", RUST_ALIAS },
		{ "const", ":", RUST_CONST }, { "static", ":", RUST_STATIC },
		{ "use", "::", RUST_USE }, { "use", ";", RUST_USE }, { "use", "as", RUST_USE },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (tok_is(x, words[i].word) && next_is_name(x, words[i].then)) {
			lex_next(x);
			return words[i].kind;
		}
	if (tok_is(x, "static") && lex_next_is(x, "mut")) {
		lex_next(x);
		lex_next(x);
		return RUST_STATIC;
	}
	if (tok_is(x, "use") && (lex_next_is(x, "::") || lex_next_is(x, "{")))
		return RUST_USE;
	if (tok_is(x, "macro_rules") && lex_next_is(x, "!"))
		return RUST_MACRO_RULES;
	if (tok_is(x, "unsafe") && lex_next_is(x, "impl"))
		lex_next(x);
	if (tok_is(x, "impl") && (next_is_name(x, "{") || next_is_name(x, "for") ||
				  next_is_name(x, "<") || next_is_name(x, "::") ||
				  lex_next_is(x, "<"))) {
		lex_next(x);
		return RUST_IMPL;
	}
	return RUST_NO_ITEM;
}

enum rust_item_kind rust_item_at(const struct litmus *l, struct lexer *x)
{
	enum rust_item_kind kind;

	x->quiet = true;
	if (tok_is(x, "#") && (lex_next_is(x, "[") || lex_next_is(x, "!")))
		return RUST_ATTRIBUTE;
	skip_visibility(x);
	kind = worded_at(x);
	if (kind == RUST_NO_ITEM)
		kind = type_at(l, x);
	return kind == RUST_NO_ITEM ? function_at(x) : kind;
}

/* ---- passing over them ---- */

bool rust_pass_braces(struct lexer *x)
{
	int depth = 0;

	for (; x->tok.kind != T_END; lex_next(x)) {
		depth += tok_is(x, "{") - tok_is(x, "}");
		if (!depth && tok_is(x, "}")) {
			lex_next(x);
			return true;
		}
	}
	return false;
}

static bool pass_attribute(struct lexer *x)
{
	int depth = 0;

	for (; x->tok.kind != T_END; lex_next(x)) {
		depth += tok_is(x, "[") - tok_is(x, "]");
		if (!depth && tok_is(x, "]")) {
			lex_next(x);
			return true;
		}
	}
	return false;
}

/* To the end of an item: its semicolon, or where it may have one, the brace that opens its body. */
static bool pass_head(struct lexer *x, bool braces)
{
	int depth = 0;

	for (; x->tok.kind != T_END; lex_next(x)) {
		if (tok_is(x, "{") && !depth && braces)
			return true;
		depth += tok_is(x, "(") || tok_is(x, "[") || tok_is(x, "{");
		depth -= tok_is(x, ")") || tok_is(x, "]") || tok_is(x, "}");
		if (tok_is(x, ";") && depth <= 0)
			return true;
	}
	return false;
}

bool rust_pass_to_body(struct lexer *x)
{
	struct lexer ahead = *x;

	if (!pass_head(&ahead, true) || !tok_is(&ahead, "{"))
		return false;
	*x = ahead;
	return true;
}

static bool pass_rest(struct lexer *x, bool braces)
{
	if (!pass_head(x, braces))
		return false;
	if (tok_is(x, "{"))
		return rust_pass_braces(x);
	lex_next(x);
	return true;
}

void rust_pass_modifiers(struct litmus *l)
{
	while (!l->x.error[0] && tok_is(&l->x, "#"))
		pass_attribute(&l->x);
	skip_visibility(&l->x);
}

bool rust_pass_text(struct lexer *x, enum rust_item_kind kind)
{
	if (kind == RUST_ATTRIBUTE)
		return pass_attribute(x);
	return pass_rest(x, kind != RUST_USE && kind != RUST_CONST && kind != RUST_STATIC &&
			    kind != RUST_ALIAS);
}

/* ---- reading them ---- */

void rust_visit(struct litmus *l, struct rust_visit *v, const struct lex_spot *to)
{
	*v = (struct rust_visit){ lex_here(&l->x), l->thread, l->parts };
	/* an error has ended the text, here too */
	if (!l->x.error[0])
		lex_go(&l->x, to);
}

void rust_leave(struct litmus *l, const struct rust_visit *v)
{
	/* After an error, reading goes on behind the use of the item. */
	if (l->x.error[0])
		l->x.stop = v->back;
	else
		lex_go(&l->x, &v->back);
	l->thread = v->thread;
	l->parts = v->parts;
}

/* Text that cannot be an item of a test. */
static const char *not_supported(enum rust_item_kind kind)
{
	switch (kind) {
	case RUST_MACRO_RULES:
		return "macro_rules! is not supported: write a function";
	default:
		return NULL;
	}
}

static struct rust_item *item_at_spot(struct litmus *l, const struct token *name)
{
	struct rust_item *item = l->rust_item;

	while (item && item->name.text != name->text)
		item = item->next;
	return item;
}

static void read_item(struct litmus *l, enum rust_item_kind kind, const struct lexer *name)
{
	struct rust_item *item = item_at_spot(l, &name->tok);

	if (not_supported(kind))
		lex_error(&l->x, l->x.tok.at, "%s", not_supported(kind));
	else if (item && kind == RUST_FN)
		rust_check_function(l, item);
	else if (item && kind != RUST_STATIC && !(kind == RUST_ALIAS && item->owner.len))
		rust_read_item(l, item);
}

/* The items of an impl or a module, and its closing brace. */
static void read_inner(struct litmus *l, enum rust_item_kind kind)
{
	struct lexer *x = &l->x;

	if (kind == RUST_IMPL)
		rust_pass_impl(x);
	else
		lex_next(x);
	if (kind == RUST_MOD && tok_is(x, ";"))
		lex_error(x, x->tok.at,
			  "expected the items of the module, in { }: there is no other file");
	lex_expect(x, "{");
	while (rust_pass_item(l))
		;
	lex_expect(x, "}");
}

static __attribute__((noinline)) bool pass_item_at(struct litmus *l)
{
	struct litmus_mark mark = litmus_mark(l);
	struct lexer *x = &l->x, name = *x;
	enum rust_item_kind kind = rust_item_at(l, &name);
	bool closed = true;

	if (kind == RUST_NO_ITEM || x->error[0])
		return false;
	rust_list_items(l, false);
	if (kind == RUST_IMPL || kind == RUST_MOD) {
		struct lex_spot at = lex_here(&name);

		lex_go(x, &at);
		read_inner(l, kind);
	} else {
		read_item(l, kind, &name);
		closed = x->error[0] || rust_pass_text(x, kind);
		if (kind == RUST_FN && x->tok.kind == T_END && !closed)
			lex_error(x, name.tok.at, "'%.*s' has no '}' at its end",
				  name.tok.len > 40 ? 40 : name.tok.len, name.tok.text);
	}
	litmus_recover_statement(l, &mark);
	return true;
}

bool rust_pass_item(struct litmus *l)
{
	return (l->x.tok.kind == T_NAME || tok_is(&l->x, "#")) && pass_item_at(l);
}

/* p1, thread2, main */
static bool looks_like_process(const struct token *name)
{
	int i = 0;

	while (i < name->len && isalpha((unsigned char)name->text[i]))
		i++;
	if (i == name->len)
		return i == 4 && !memcmp(name->text, "main", 4);
	while (i < name->len && isdigit((unsigned char)name->text[i]))
		i++;
	return i == name->len;
}

void rust_check_items(struct litmus *l)
{
	for (struct rust_item *item = l->rust_item; item; item = item->next)
		if (item->kind == RUST_FN && !item->used && !item->in_library && !item->owner.len &&
		    looks_like_process(&item->name))
			litmus_report(l, item->name.at,
				      "'%.*s' is called nowhere: the name of a process is "
				      "P0, P1, ...",
				      item->name.len > 40 ? 40 : item->name.len, item->name.text);
}
