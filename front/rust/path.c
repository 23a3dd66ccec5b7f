// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Paths that are functions of the language: u32::max, Option::is_some, Some. A call of one is the
 * text that it stands for, a.max(b), which is read in its place.
 */
#include "item.h"

#include <string.h>

enum { MAX_ARGUMENTS = 8, MAX_PATH = 16 };

static bool is_name(const struct token *t, const char *name)
{
	return strlen(name) == (size_t)t->len && !memcmp(name, t->text, (size_t)t->len);
}

/* Whether @t is a type of the language whose methods are not items. */
static bool has_methods(const struct token *t)
{
	static const char *const names[] = { "Option", "Result", "bool", "Atomic" };
	const struct rust_type *type = rust_named_type(t->text, t->len);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (is_name(t, names[i]))
			return true;
	return type && type->kind == RUST_INTEGER;
}

/* Functions of these types that have no self. */
static bool is_called_by_path(const struct token *name)
{
	static const char *const names[] = {
		"from", "try_from", "new", "default", "from_ptr", "from_be_bytes", "from_le_bytes",
		"from_ne_bytes", "from_str_radix",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (is_name(name, names[i]))
			return true;
	return false;
}

bool rust_is_path_method(const struct token *module, const struct token *name)
{
	return has_methods(module) && !is_called_by_path(name);
}

bool rust_is_path_function(const struct token *module, const struct token *name)
{
	if (!module)
		return is_name(name, "Some") || is_name(name, "Ok") || is_name(name, "Err");
	/* u32::NOPE is a constant, or none */
	return has_methods(module) && *name->text >= 'a' && *name->text <= 'z';
}

/* The tokens of one call. */
struct text {
	struct token t[MAX_PATH + 3 * MAX_ARGUMENTS];
	int n;
	struct lkmm_place at;
};

static void put(struct text *text, enum token_kind kind, const char *s, int len)
{
	if (text->n < (int)(sizeof(text->t) / sizeof(text->t[0])))
		text->t[text->n++] = (struct token){ .kind = kind, .text = s, .len = len,
						     .at = text->at };
}

static void put_mark(struct text *text, const char *s)
{
	put(text, T_PUNCT, s, (int)strlen(s));
}

/* The name of the argument @i, which no test can write. */
static void put_argument(struct text *text, int i)
{
	static const char *const names[MAX_ARGUMENTS] = { "0'", "1'", "2'", "3'",
							  "4'", "5'", "6'", "7'" };

	put(text, T_NAME, names[i], 2);
}

/* a.max(b), Some(a): the path is its last two names */
static void write_call(struct text *text, const struct rust_path *path, int n)
{
	bool method = path->module.len && rust_is_path_method(&path->module, &path->name);

	if (method && n) {
		put_argument(text, 0);
		put_mark(text, ".");
	} else if (path->module.len) {
		put(text, T_NAME, path->module.text, path->module.len);
		put_mark(text, "::");
	}
	put(text, T_NAME, path->name.text, path->name.len);
	put_mark(text, "(");
	for (int i = method; i < n; i++) {
		put_argument(text, i);
		put_mark(text, i + 1 < n ? "," : ")");
	}
	if (n <= method)
		put_mark(text, ")");
	put(text, T_END, "", 0);
}

/* Numbers get the type that the path names. */
static void type_argument(struct rust *r, const struct rust_path *path, struct value *arg)
{
	const struct rust_type *t = rust_named_type(path->module.text, path->module.len);

	if (t && t->kind == RUST_INTEGER && rust_is_path_method(&path->module, &path->name) &&
	    rust_is_integer(arg->type))
		rust_coerce(r, arg, t);
}

struct value rust_apply_path(struct rust *r, const struct rust_path *path, struct value *arg,
			     int n, struct lkmm_place at)
{
	struct text *text = litmus_alloc(r->l, sizeof(*text));
	struct lex_spot spot;
	struct binding *scope = r->scope;
	struct rust_visit visit;
	struct value v;

	if (!text || n > MAX_ARGUMENTS || r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	text->at = at;
	write_call(text, path, n);
	for (int i = 0; i < n; i++) {
		struct token name = { .kind = T_NAME, .at = at };
		struct text one = { .at = at };

		put_argument(&one, i);
		name.text = one.t[0].text;
		name.len = 2;
		if (!i)
			type_argument(r, path, &arg[i]);
		rust_declare_value(r, &name, rust_now(r, arg[i]));
	}
	spot = (struct lex_spot){ &text->t[1], text->t[0] };
	rust_visit(r->l, &visit, &spot);
	v = parse_rust_value(r);
	rust_leave(r->l, &visit);
	r->scope = scope;
	v.local = NULL;
	return v;
}
