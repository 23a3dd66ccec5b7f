// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Types: reading them, writing them, comparing them. */
#include "item.h"

#include <stdio.h>
#include <string.h>

const struct rust_type rust_unit = { .kind = RUST_UNIT, .name = "()" };
const struct rust_type rust_never = { .kind = RUST_NEVER, .name = "!" };
const struct rust_type rust_bool = { .kind = RUST_BOOL, .name = "bool", .integer = { 8, true } };
/* It may turn out to be of any type: the widest keeps all bits until then. */
const struct rust_type rust_literal = {
	.kind = RUST_LITERAL, .name = "an integer", .integer = { 64, false },
};
const struct rust_type rust_unknown = { .kind = RUST_UNKNOWN, .name = "_" };

static const struct rust_type named[] = {
	{ .kind = RUST_INTEGER, .name = "i32", .integer = { 32, false } },
	{ .kind = RUST_INTEGER, .name = "u32", .integer = { 32, true } },
	{ .kind = RUST_INTEGER, .name = "i64", .integer = { 64, false } },
	{ .kind = RUST_INTEGER, .name = "u64", .integer = { 64, true } },
	{ .kind = RUST_INTEGER, .name = "isize", .integer = { 64, false } },
	{ .kind = RUST_INTEGER, .name = "usize", .integer = { 64, true } },
	{ .kind = RUST_INTEGER, .name = "i8", .integer = { 8, false } },
	{ .kind = RUST_INTEGER, .name = "u8", .integer = { 8, true } },
	{ .kind = RUST_INTEGER, .name = "i16", .integer = { 16, false } },
	{ .kind = RUST_INTEGER, .name = "u16", .integer = { 16, true } },
	{ .kind = RUST_BOOL, .name = "bool", .integer = { 8, true } },
	{ .kind = RUST_SPINLOCK, .name = "SpinLock", .integer = { 32, false } },
	{ .kind = RUST_SRCU, .name = "SrcuStruct", .integer = { 32, false } },
};

/* Other names of types, and of Atomics of them. */
static const struct {
	const char *name, *type;
	bool atomic;
} aliases[] = {
	/* as mixed tests may have them */
	{ "spinlock_t", "SpinLock", false }, { "srcu_struct", "SrcuStruct", false },
	{ "c_int", "i32", false },	  { "c_uint", "u32", false },
	{ "c_long", "isize", false },	  { "c_ulong", "usize", false },
	{ "AtomicI8", "i8", true },	  { "AtomicU8", "u8", true },
	{ "AtomicI16", "i16", true },	  { "AtomicU16", "u16", true },
	{ "AtomicI32", "i32", true },	  { "AtomicU32", "u32", true },
	{ "AtomicI64", "i64", true },	  { "AtomicU64", "u64", true },
	{ "AtomicIsize", "isize", true }, { "AtomicUsize", "usize", true },
	{ "AtomicBool", "bool", true },	  { "AtomicFlag", "bool", true },
};

static bool same_text(const char *s, const char *name, int len)
{
	return strlen(s) == (size_t)len && !memcmp(s, name, (size_t)len);
}

const struct rust_type *rust_named_type(const char *name, int len)
{
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		if (same_text(named[i].name, name, len))
			return &named[i];
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (!aliases[i].atomic && same_text(aliases[i].name, name, len))
			return rust_named_type(aliases[i].type, (int)strlen(aliases[i].type));
	return NULL;
}

const struct rust_type *rust_type_of(struct rust *r, enum rust_kind kind, bool mut,
				     const struct rust_type *of)
{
	struct rust_type *t = litmus_alloc(r->l, sizeof(*t));

	if (!t)
		return &rust_never;
	t->kind = kind;
	t->mut = mut;
	t->of = of;
	t->integer = kind == RUST_POINTER || kind == RUST_REFERENCE ? LKMM_SIGNED(64) : of->integer;
	return t;
}

const struct rust_type *rust_err_type(const struct rust_type *t)
{
	return t->err ? t->err : t->of;
}

const struct rust_type *rust_result_of(struct rust *r, const struct rust_type *of,
				       const struct rust_type *err)
{
	struct rust_type *t = (void *)rust_type_of(r, RUST_RESULT, false, of);
	bool same = of == err || (of->kind == RUST_INTEGER && err->kind == RUST_INTEGER &&
				  of->name == err->name);

	if (t == &rust_never || same)
		return t;
	t->err = err;
	/* a register has room for both */
	if (!rust_has_parts(of) && !lkmm_same_integer(of->integer, err->integer))
		t->integer = LKMM_SIGNED(0);
	return t;
}

/* ---- reading them ---- */

static const struct rust_type *parse_named(struct rust *r, const struct token *module,
					   const struct token *name);

/* <T, E>, of a Result: E is NULL where it is the same as T, or not written. */
static const struct rust_type *parse_arguments(struct rust *r, const struct rust_type **err)
{
	const struct rust_type *t;

	if (!lex_accept_char(r->x, '<')) {
		lex_expected(r->x, "'<' and a type");
		return &rust_never;
	}
	t = parse_rust_type(r);
	*err = lex_accept(r->x, ",") ? parse_rust_type(r) : NULL;
	if (!lex_accept_char(r->x, '>'))
		lex_expected(r->x, "'>'");
	return t;
}

static const struct rust_type *parse_argument(struct rust *r)
{
	const struct rust_type *ignored;

	return parse_arguments(r, &ignored);
}

/* Result<T, E>; Result<T> and Result as the kernel has them */
static const struct rust_type *parse_result(struct rust *r)
{
	static const struct token error = { .kind = T_NAME, .text = "Error", .len = 5 };
	const struct rust_type *err = NULL, *of = &rust_unit;
	const struct rust_type *t;
	char text[RUST_TYPE_TEXT];

	if (tok_is(r->x, "<"))
		of = parse_arguments(r, &err);
	if (!err)
		err = parse_named(r, NULL, &error);
	t = rust_result_of(r, of, err);
	if (t == &rust_never || !t->err)
		return t;
	if (rust_is_dropped(r, err))
		rust_error(r, r->x->tok.at, "expected an error that is not dropped, found %s",
			   rust_type_text(err, text));
	return t;
}

/* (A, B), of which the first type and the comma have been read */
static const struct rust_type *parse_tuple(struct rust *r, const struct rust_type *first)
{
	struct rust_type *t = rust_new_tuple(r);

	if (!t)
		return &rust_never;
	rust_add_numbered(r, t, first);
	while (!r->x->error[0] && !tok_is(r->x, ")")) {
		rust_add_numbered(r, t, parse_rust_type(r));
		if (!tok_is(r->x, ")"))
			lex_expect(r->x, ",");
	}
	lex_expect(r->x, ")");
	rust_name_tuple(r, t);
	rust_lay_out(r, t);
	return t;
}

static const struct rust_type *parse_atomic(struct rust *r, struct lkmm_place at,
					    const struct rust_type *of)
{
	char text[RUST_TYPE_TEXT];

	if (of->kind != RUST_INTEGER && of->kind != RUST_BOOL && of->kind != RUST_POINTER &&
	    of->kind != RUST_PARAMETER)
		rust_error(r, at,
			   "expected an Atomic of an integer, bool or raw pointer, not of %s",
			   rust_type_text(of, text));
	return rust_type_of(r, RUST_ATOMIC, true, of);
}

/* The type that the test itself calls @name, or NULL. */
static const struct rust_type *type_of_test(struct rust *r, const struct token *module,
					    const struct token *name)
{
	struct rust_item *item = rust_find_type(r, module, name);
	const struct rust_type *t = item ? parse_rust_item_type(r, item) : NULL;
	bool is_struct = item && (item->kind == RUST_STRUCT_ITEM || item->kind == RUST_ENUM_ITEM);

	if (t && is_struct && t->nargs && !tok_is(r->x, "<"))
		rust_error(r, name->at, "'%s' is generic: write %s<TYPE>", t->name, t->name);
	return t && is_struct && (t->nargs || tok_is(r->x, "<")) ? parse_rust_instance(r, item) : t;
}

/* The struct or enum @item of an impl, with the arguments of the impl's parameters. */
static const struct rust_type *of_impl(struct rust *r, struct rust_item *item)
{
	struct rust_generic *generic = r->generic;
	const struct rust_type *t = rust_item_type(r->l, item), *arg[RUST_MAX_GENERICS] = { NULL };

	if (!t || !t->nargs)
		return t;
	for (int i = 0; i < t->nargs && i < r->in->ngenerics; i++)
		arg[i] = rust_find_generic(r, &r->in->generic[i].name);
	for (int i = 0; i < t->nargs && arg[i]; i++)
		rust_add_generic(r, &item->generic[i], arg[i]);
	t = rust_specialise(r, t);
	r->generic = generic;
	return t;
}

const struct rust_type *rust_self_type(struct rust *r, struct lkmm_place at)
{
	struct rust_item *item;
	const struct rust_type *t;

	if (!r->in || !r->in->owner.len) {
		rust_error(r, at, "'Self' and 'self' are for an impl");
		return &rust_never;
	}
	item = rust_find_item(r->l, NULL, &r->in->owner);
	t = item ? of_impl(r, item) : NULL;
	return t ? t : parse_named(r, NULL, &r->in->owner);
}

/* The type whose name, after any path, is @name. */
static const struct rust_type *parse_named(struct rust *r, const struct token *module,
					   const struct token *name)
{
	const struct rust_type *t = rust_find_generic(r, name);
	const char *here;

	/* spin_lock() takes a SpinLock without data. */
	if (!t && (!same_text("SpinLock", name->text, name->len) || tok_is(r->x, "<")))
		t = type_of_test(r, module, name);
	if (t)
		return t;
	if (same_text("Self", name->text, name->len))
		return rust_self_type(r, name->at);
	t = rust_named_type(name->text, name->len);
	if (t)
		return t;
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (aliases[i].atomic && same_text(aliases[i].name, name->text, name->len))
			return parse_atomic(r, name->at,
					    rust_named_type(aliases[i].type,
							    (int)strlen(aliases[i].type)));
	if (same_text("Atomic", name->text, name->len))
		return parse_atomic(r, name->at, parse_argument(r));
	if (same_text("AtomicPtr", name->text, name->len))
		return parse_atomic(r, name->at,
				    rust_type_of(r, RUST_POINTER, true, parse_argument(r)));
	if (same_text("MaybeUninit", name->text, name->len))
		return parse_argument(r);
	if (same_text("NonNull", name->text, name->len)) {
		struct rust_type *p = (void *)rust_type_of(r, RUST_POINTER, true,
							   parse_argument(r));

		if (p != &rust_never)
			p->non_null = true;
		return p;
	}
	if (same_text("PhantomData", name->text, name->len)) {
		if (tok_is(r->x, "<"))
			parse_argument(r);
		return &rust_unit;
	}
	if (same_text("UnsafeCell", name->text, name->len))
		return rust_type_of(r, RUST_CELL, true, parse_argument(r));
	if (same_text("Result", name->text, name->len))
		return parse_result(r);
	if (same_text("Option", name->text, name->len))
		return rust_type_of(r, RUST_OPTION, false, parse_argument(r));
	here = rust_answer(r, RUST_TYPE, name);
	rust_error(r, name->at, "'%.*s' is not a type here: %s%s", name->len > 40 ? 40 : name->len,
		   name->text, here ? rust_verb(here, "write ") : "expected ",
		   here ? here
			: "an integer type, bool, Atomic<T>, UnsafeCell<T>, SpinLock, SrcuStruct, "
			  "or a pointer or reference to one");
	return &rust_never;
}

/* The type called @name of an impl for @of, or NULL. */
static const struct rust_type *associated(struct rust *r, const struct rust_type *of, bool is_self,
					  const struct token *name)
{
	struct rust_item *item;
	struct token owner;

	if (!of)
		return NULL;
	item = rust_find_item(r->l, rust_type_name(of, &owner), name);
	if (!item || item->kind != RUST_ALIAS || !item->owner.len)
		return NULL;
	return rust_associated(r, item, is_self ? NULL : of);
}

const struct rust_type *parse_rust_qualified(struct rust *r)
{
	struct lexer *x = r->x;
	const struct rust_type *t = parse_rust_type(r);
	int depth = 0;

	for (; !x->error[0] && x->tok.kind != T_END && (depth || !tok_is(x, ">")); lex_next(x))
		depth += tok_is(x, "<") - tok_is(x, ">");
	lex_expect(x, ">");
	lex_expect(x, "::");
	return t;
}

/* T as Publish>::Value, behind the bracket */
static const struct rust_type *parse_of_trait(struct rust *r)
{
	bool is_self = tok_is(r->x, "Self");
	const struct rust_type *t = parse_rust_qualified(r), *found;
	struct token name = r->x->tok;

	if (r->x->error[0])
		return &rust_never;
	found = associated(r, t, is_self, &name);
	if (!found)
		lex_expected(r->x, "a type of an impl");
	lex_next(r->x);
	return found ? found : &rust_never;
}

static const struct rust_type *parse_path(struct rust *r)
{
	struct token name = rust_renamed(r, r->x->tok), module = name;
	const struct rust_type *t, *of;
	bool path = false;

	lex_next(r->x);
	while (lex_accept(r->x, "::")) {
		module = name;
		path = true;
		name = r->x->tok;
		if (name.kind != T_NAME)
			break;
		lex_next(r->x);
	}
	of = path ? rust_path_type(r, &module) : NULL;
	/* T::Item, while T is not known */
	if (of && of->kind == RUST_PARAMETER)
		return &rust_unknown;
	t = associated(r, of, same_text("Self", module.text, module.len), &name);
	return t ? t : parse_named(r, path ? &module : NULL, &name);
}

static const struct rust_type *parse_pointer(struct rust *r)
{
	bool mut = lex_accept(r->x, "mut");

	if (!mut && !lex_accept(r->x, "const"))
		lex_expected(r->x, "'mut' or 'const'");
	return rust_type_of(r, RUST_POINTER, mut, parse_rust_type(r));
}

static const struct rust_type *parse_reference(struct rust *r)
{
	bool mut;

	if (r->x->tok.kind == T_LIFETIME)
		lex_next(r->x);
	mut = lex_accept(r->x, "mut");
	return rust_type_of(r, RUST_REFERENCE, mut, parse_rust_type(r));
}

/* [T; N], [T] */
static const struct rust_type *parse_array(struct rust *r)
{
	const struct rust_type *of = parse_rust_type(r), *count = NULL;
	bool bound = lex_accept(r->x, ";");
	struct rust_type *t = (void *)rust_type_of(r, bound ? RUST_ARRAY : RUST_SLICE, false, of);
	struct lkmm_place at = r->x->tok.at;
	int64_t n = 0;

	if (bound && r->x->tok.kind == T_NAME && lex_next_is(r->x, "]"))
		count = rust_find_generic(r, &r->x->tok);
	if (count && count->kind == RUST_PARAMETER) {
		lex_next(r->x);
	} else if (bound && !r->x->error[0]) {
		n = parse_rust_constant(r, rust_named_type("usize", 5));
		if (n < 1 || n > 1000)
			rust_error(r, at, "expected 1 to 1000 elements");
		else if (!rust_is_object(of) && !rust_is_plain(of) && !rust_has_parts(of) &&
			 of->kind != RUST_OPTION && of->kind != RUST_RESULT)
			rust_error(r, at, "expected elements that memory can hold");
	}
	lex_expect(r->x, "]");
	if (r->x->error[0])
		return &rust_never;
	t->n = (int)n;
	t->count = count && count->kind == RUST_PARAMETER ? count : NULL;
	t->integer = LKMM_SIGNED(0);
	return t;
}

/* impl Fn(i32) -> i32 + 'a: whichever type the value has */
static void skip_bounds(struct lexer *x)
{
	int depth = 0;

	for (; !x->error[0] && x->tok.kind != T_END; lex_next(x)) {
		if (!depth && (tok_is(x, ",") || tok_is(x, ")") || tok_is(x, "]") ||
			       tok_is(x, ">") || tok_is(x, ">>") || tok_is(x, "{") ||
			       tok_is(x, ";") || tok_is(x, "=") || tok_is(x, "where")))
			return;
		depth += tok_is(x, "(") + tok_is(x, "[") + tok_is(x, "<");
		depth -= tok_is(x, ")") + tok_is(x, "]") + tok_is(x, ">") + 2 * tok_is(x, ">>");
	}
}

const struct rust_type *parse_rust_type(struct rust *r)
{
	struct lexer *x = r->x;
	const struct rust_type *t = &rust_never;

	if (too_deep(r->l))
		return t;
	r->l->depth++;
	if (lex_accept_char(x, '*')) {
		t = parse_pointer(r);
	} else if (lex_accept_char(x, '&')) {
		t = parse_reference(r);
	} else if (lex_accept(x, "(")) {
		if (lex_accept(x, ")")) {
			t = &rust_unit;
		} else {
			t = parse_rust_type(r);
			if (lex_accept(x, ","))
				t = parse_tuple(r, t);
			else
				lex_expect(x, ")");
		}
	} else if (lex_accept(x, "[")) {
		t = parse_array(r);
	} else if (lex_accept(x, "<")) {
		t = parse_of_trait(r);
	} else if (lex_accept(x, "_")) {
		t = &rust_unknown;
	} else if (tok_is(x, "impl") || tok_is(x, "dyn")) {
		skip_bounds(x);
		t = &rust_unknown;
	} else if (tok_is(x, "fn") || (tok_is(x, "unsafe") && !lex_next_is(x, "{")) ||
		   tok_is(x, "extern") || (tok_is(x, "for") && lex_next_is(x, "<"))) {
		t = parse_rust_fn_type(r);
	} else if (x->tok.kind == T_NAME) {
		t = parse_path(r);
	} else {
		lex_expected(x, "a type");
	}
	r->l->depth--;
	return t;
}

/* ---- writing them ---- */

static void put_type(const struct rust_type *t, char *text, size_t room);

/* Node<i32, i64> */
static void put_instance(const struct rust_type *t, char *text, size_t room)
{
	snprintf(text, room, "%s<", t->name);
	for (int i = 0; i < t->nargs; i++) {
		size_t n = strlen(text);

		put_type(t->arg[i], text + n, room - n);
		n = strlen(text);
		snprintf(text + n, room - n, "%s", i + 1 < t->nargs ? ", " : ">");
	}
}

static void put_type(const struct rust_type *t, char *text, size_t room)
{
	const char *before = "", *after = "";
	char bound[20];
	size_t n;

	switch (t->kind) {
	case RUST_POINTER:
		before = t->mut ? "*mut " : "*const ";
		break;
	case RUST_REFERENCE:
		before = t->mut ? "&mut " : "&";
		break;
	case RUST_ATOMIC:
		before = "Atomic<", after = ">";
		break;
	case RUST_CELL:
		before = "UnsafeCell<", after = ">";
		break;
	case RUST_RESULT:
		before = "Result<", after = ">";
		break;
	case RUST_OPTION:
		before = "Option<", after = ">";
		break;
	case RUST_STRUCT:
	case RUST_ENUM:
		if (t->nargs) {
			put_instance(t, text, room);
			return;
		}
		before = t->name;
		break;
	case RUST_FN_POINTER:
		before = "fn(..) -> ";
		break;
	case RUST_ARRAY:
		snprintf(bound, sizeof(bound), "; %d]", t->n);
		before = "[", after = bound;
		break;
	case RUST_SLICE:
		before = "[", after = "]";
		break;
	default:
		before = t->name;
	}
	n = (size_t)snprintf(text, room, "%s", before);
	if (n >= room)
		return;
	if (t->of)
		put_type(t->of, text + n, room - n);
	n = strlen(text);
	snprintf(text + n, room - n, "%s", after);
}

const char *rust_type_text(const struct rust_type *t, char text[RUST_TYPE_TEXT])
{
	put_type(t, text, RUST_TYPE_TEXT);
	return text;
}

/* ---- comparing them ---- */

bool rust_is_integer(const struct rust_type *t)
{
	return t->kind == RUST_INTEGER || t->kind == RUST_LITERAL;
}

bool rust_is_plain(const struct rust_type *t)
{
	return rust_is_integer(t) || t->kind == RUST_BOOL || t->kind == RUST_POINTER ||
	       t->kind == RUST_REFERENCE || t->kind == RUST_FN_POINTER ||
	       (t->kind == RUST_ENUM && !t->has_values);
}

bool rust_is_object(const struct rust_type *t)
{
	return t->kind == RUST_ATOMIC || t->kind == RUST_CELL || t->kind == RUST_SPINLOCK ||
	       t->kind == RUST_SRCU || t->kind == RUST_ARRAY || t->kind == RUST_STRUCT;
}

static bool same_tuple(const struct rust_type *a, const struct rust_type *b)
{
	if (!a->is_tuple || !b->is_tuple || a->nfields != b->nfields)
		return false;
	for (int i = 0; i < a->nfields; i++)
		if (!rust_same_type(a->field[i].type, b->field[i].type))
			return false;
	return true;
}

static bool same_arguments(const struct rust_type *a, const struct rust_type *b)
{
	if (a->nargs != b->nargs)
		return false;
	for (int i = 0; i < a->nargs; i++)
		if (!rust_same_type(a->arg[i], b->arg[i]))
			return false;
	return true;
}

bool rust_same_type(const struct rust_type *a, const struct rust_type *b)
{
	for (; a && b; a = a->of, b = b->of) {
		if (a->kind == RUST_UNKNOWN || b->kind == RUST_UNKNOWN)
			return true;
		if (rust_is_integer(a) && rust_is_integer(b) &&
		    (a->kind == RUST_LITERAL || b->kind == RUST_LITERAL))
			return true;
		if (a->kind != b->kind || (a->kind == RUST_INTEGER && a->name != b->name) ||
		    (a->kind == RUST_ARRAY && a->n != b->n) ||
		    (a->kind == RUST_FN_POINTER && !same_arguments(a, b)) ||
		    (a->kind == RUST_CLOSURE && a->closure != b->closure) ||
		    (a->kind == RUST_ITERATOR && a->iter != b->iter) ||
		    (a->kind == RUST_COUNT && a->value != b->value) ||
		    ((a->kind == RUST_STRUCT || a->kind == RUST_ENUM) && a != b &&
		     !same_tuple(a, b)) ||
		    (a->kind == RUST_PARAMETER && strcmp(a->name, b->name)) ||
		    (a->kind == RUST_RESULT &&
		     !rust_same_type(rust_err_type(a), rust_err_type(b))) ||
		    (a->kind == RUST_POINTER && a->mut != b->mut) ||
		    (a->kind == RUST_REFERENCE && a->mut != b->mut &&
		     a->of->kind != RUST_UNKNOWN && b->of->kind != RUST_UNKNOWN))
			return false;
	}
	return !a && !b;
}
