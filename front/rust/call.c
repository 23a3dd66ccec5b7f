// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Names, and calls of functions: those of the crate, and the kernel's other functions. */
#include "front/primitive.h"
#include "item.h"

#include <stdio.h>
#include <string.h>

static bool is_name(const struct token *t, const char *name)
{
	return strlen(name) == (size_t)t->len && !memcmp(name, t->text, (size_t)t->len);
}

bool rust_needs_unsafe(struct rust *r, struct lkmm_place at, const char *what)
{
	if (!r->unsafe)
		rust_error(r, at, "%s is unsafe: expected 'unsafe { }' around it", what);
	return r->unsafe;
}

/* ---- the crate's functions on plain objects ---- */

/* The row of a function on plain objects. The others are methods of Atomic::from_ptr(). */
static const struct lkmm_op *rust_object_op(const struct token *name)
{
	for (int i = 0; i < lkmm_nr_ops; i++)
		if (!lkmm_ops[i].atomic && lkmm_ops[i].rust && is_name(name, lkmm_ops[i].rust))
			return &lkmm_ops[i];
	return NULL;
}

/* The pointer that @op accesses the object through; the type of the object. */
static const struct rust_type *parse_object(struct rust *r, const struct lkmm_op *op,
					    struct value *v)
{
	char text[RUST_TYPE_TEXT];

	*v = parse_rust_value(r);
	if (v->type->kind == RUST_NEVER)
		return &rust_never;
	if ((v->type->kind != RUST_POINTER && v->type->kind != RUST_REFERENCE) ||
	    !rust_is_plain(v->type->of)) {
		rust_error(r, v->at,
			   "expected a raw pointer to an integer, bool or pointer, found %s",
			   rust_type_text(v->type, text));
		return &rust_never;
	}
	if (op->becomes && !v->type->mut)
		rust_error(r, v->at, "expected a *mut pointer, found %s",
			   rust_type_text(v->type, text));
	if (op->pointers && v->type->of->kind != RUST_POINTER)
		rust_error(r, v->at, "expected a raw pointer to a pointer, found %s",
			   rust_type_text(v->type, text));
	return v->type->of;
}

static struct value parse_object_call(struct rust *r, const struct lkmm_op *op,
				      const struct token *name)
{
	struct lkmm_expr *e = new_access(r->l, LKMM_OP, NULL, name->at);
	struct value object, v = { 0 };
	const struct rust_type *t;
	struct lkmm_stmt **mark;

	rust_needs_unsafe(r, name->at, "this function");
	lex_expect(r->x, "(");
	t = parse_object(r, op, &object);
	mark = rust_mark(r);
	if (op->becomes) {
		lex_expect(r->x, ",");
		v = parse_rust_as(r, t);
	}
	lex_accept(r->x, ",");
	lex_expect(r->x, ")");
	rust_keep(r, &object, mark);
	if (!e)
		return rust_nothing(r, &rust_never, name->at);
	e->access->op = op;
	e->access->order = op->bare;
	e->access->arg[0] = rust_address(r, object.e, t);
	e->access->arg[1] = v.e;
	if (op->returns)
		return rust_value(t, e, name->at);
	rust_emit(r, LKMM_EXPR, e, name->at);
	return rust_nothing(r, &rust_unit, name->at);
}

/* ---- the language and its library ---- */

struct value rust_construct(struct rust *r, const struct token *name, struct value v)
{
	bool option = is_name(name, "Some") || is_name(name, "None");
	bool ok = is_name(name, "Ok") || is_name(name, "Some");

	const struct rust_type *t;

	if (v.type->kind == RUST_NEVER)
		return v;
	if (option)
		t = rust_type_of(r, RUST_OPTION, false, v.type);
	else
		t = rust_result_of(r, ok ? v.type : &rust_unknown, ok ? &rust_unknown : v.type);
	v.at = name->at;
	return rust_wrap(r, t, v, ok);
}

/* Ok(v), Err(v), Some(v), None */
static struct value parse_constructor(struct rust *r, const struct token *name)
{
	struct value v = rust_nothing(r, &rust_unknown, name->at);

	if (!is_name(name, "None")) {
		lex_expect(r->x, "(");
		v = parse_rust_value(r);
		lex_expect(r->x, ")");
		if (!rust_is_plain(v.type) && v.type->kind != RUST_NEVER && !v.ok &&
		    v.type->kind != RUST_CLOSURE &&
		    v.type->kind != RUST_UNIT && !rust_has_parts(v.type))
			rust_error(r, v.at, "expected an integer, bool, pointer or struct");
	}
	return rust_construct(r, name, v);
}

/* "(p", where @what takes a pointer: the atomic that it points to */
struct value parse_rust_from_ptr(struct rust *r, const struct token *name, const char *what)
{
	char text[RUST_TYPE_TEXT];
	struct value v;

	rust_needs_unsafe(r, name->at, what);
	lex_expect(r->x, "(");
	v = parse_rust_value(r);
	if (v.type->kind == RUST_NEVER)
		return v;
	if (v.type->kind != RUST_POINTER || !v.type->mut || !rust_is_plain(v.type->of)) {
		rust_error(r, v.at,
			   "expected a *mut pointer to an integer, bool or pointer, found %s",
			   rust_type_text(v.type, text));
		return rust_nothing(r, &rust_never, name->at);
	}
	v.type = rust_type_of(r, RUST_REFERENCE, false,
			      rust_type_of(r, RUST_ATOMIC, true, v.type->of));
	v.local = NULL;
	return v;
}

/* size_of::<T>(), of which the type is expected; rustc may order the members of a struct anew */
static struct value parse_size(struct rust *r, const struct token *name)
{
	const struct rust_type *t = r->expected, *of = t;
	char text[RUST_TYPE_TEXT];

	lex_expect(r->x, "(");
	lex_expect(r->x, ")");
	while (of && of->kind == RUST_ARRAY)
		of = of->of;
	if (!of || (!rust_is_integer(of) && of->kind != RUST_BOOL && of->kind != RUST_POINTER &&
		    of->kind != RUST_REFERENCE && of->kind != RUST_ATOMIC)) {
		rust_error(r, name->at, "expected ::<T> with an integer, bool, pointer or array, "
			   "whose size Rust defines, found %s",
			   of ? rust_type_text(of, text) : "'('");
		return rust_nothing(r, &rust_never, name->at);
	}
	return rust_value(rust_named_type("usize", 5),
			  new_number(r->l, is_name(name, "size_of") ? rust_size(t) : rust_align(t),
				     name->at), name->at);
}

/* null_mut(), from_ref(x), spin_loop() */
static bool parse_core_function(struct rust *r, const struct token *name, struct value *v)
{
	if (is_name(name, "null_mut") || is_name(name, "null")) {
		lex_expect(r->x, "(");
		lex_expect(r->x, ")");
		*v = rust_value(rust_type_of(r, RUST_POINTER, true, &rust_unknown),
				new_number(r->l, 0, name->at), name->at);
		return true;
	}
	if (is_name(name, "size_of") || is_name(name, "align_of")) {
		*v = parse_size(r, name);
		return true;
	}
	/* the model does not know what the compiler expects */
	if (is_name(name, "likely") || is_name(name, "unlikely")) {
		lex_expect(r->x, "(");
		*v = parse_rust_as(r, &rust_bool);
		lex_expect(r->x, ")");
		return true;
	}
	if (is_name(name, "spin_loop")) {
		lex_expect(r->x, "(");
		lex_expect(r->x, ")");
		*v = rust_nothing(r, &rust_unit, name->at);
		return true;
	}
	if (is_name(name, "drop") || is_name(name, "forget")) {
		lex_expect(r->x, "(");
		*v = parse_rust_expr(r);
		if (is_name(name, "drop") || v->where != IS_LOCAL || !rust_is_dropped(r, v->type))
			rust_drop_now(r, *v);
		else
			rust_moved(r, v->local, name->at);
		lex_expect(r->x, ")");
		*v = rust_nothing(r, &rust_unit, name->at);
		return true;
	}
	if (is_name(name, "from_ref")) {
		lex_expect(r->x, "(");
		*v = parse_rust_value(r);
		lex_expect(r->x, ")");
		if (v->type->kind == RUST_REFERENCE)
			v->type = rust_type_of(r, RUST_POINTER, false, v->type->of);
		else
			rust_error(r, name->at, "expected a reference");
		return true;
	}
	return false;
}

/* i64::from(v) */
static bool parse_from(struct rust *r, const struct token *type, const struct token *name,
		       struct value *v)
{
	const struct rust_type *t = rust_named_type(type->text, type->len);

	if (!t || t->kind != RUST_INTEGER ||
	    (!is_name(name, "from") && !is_name(name, "try_from")))
		return false;
	lex_expect(r->x, "(");
	*v = parse_rust_value(r);
	*v = is_name(name, "from") ? rust_cast(r, *v, t, name->at) :
				     rust_try_cast(r, *v, t, name->at);
	lex_expect(r->x, ")");
	return true;
}

/* i32::MAX, i32::MIN, i32::BITS */
static bool parse_constant(struct rust *r, const struct rust_type *t, const struct token *name,
			   struct value *v)
{
	int64_t n;

	if (t->kind != RUST_INTEGER || !rust_limit(t, name, &n))
		return false;
	if (is_name(name, "BITS"))
		t = rust_named_type("u32", 3);
	*v = rust_value(t, new_number(r->l, n, name->at), name->at);
	return true;
}

/* Atomic::new(v), UnsafeCell::new(v): first values of members */
static bool parse_new(struct rust *r, const struct token *type, const struct token *name,
		      struct value *v)
{
	const struct rust_type *t = rust_named_type(type->text, type->len);
	bool atomic = type->len >= 6 && !memcmp(type->text, "Atomic", 6);
	bool lock = t && (t->kind == RUST_SPINLOCK || t->kind == RUST_SRCU);

	if (parse_rust_uninit(r, type, name, v))
		return true;
	if (!is_name(name, "new") || (!atomic && !lock && !is_name(type, "UnsafeCell")))
		return false;
	lex_expect(r->x, "(");
	*v = rust_nothing(r, &rust_unit, name->at);
	if (!lock || !tok_is(r->x, ")"))
		*v = parse_rust_value(r);
	lex_accept(r->x, ",");
	lex_expect(r->x, ")");
	if (v->type->kind == RUST_CLOSURE || v->type->kind == RUST_ITERATOR)
		rust_error(r, v->at, "expected a value, found %s", v->type->name);
	if (v->type->kind != RUST_NEVER)
		*v = rust_retyped(r, *v, lock ? t :
				  rust_type_of(r, atomic ? RUST_ATOMIC : RUST_CELL, true, v->type));
	v->local = NULL;
	return true;
}

/* ---- names ---- */

/* A call of @name, which is in @module if anything stands before it. */
static struct value parse_function(struct rust *r, const struct token *module,
				   const struct token *name)
{
	const struct lkmm_op *op = rust_object_op(name);
	struct value v;

	if (op)
		return parse_object_call(r, op, name);
	if (parse_rust_kernel_function(r, name, &v))
		return v;
	if (is_name(name, "Ok") || is_name(name, "Err") || is_name(name, "Some"))
		return parse_constructor(r, name);
	if (is_name(name, "from_ptr")) {
		v = parse_rust_from_ptr(r, name, "from_ptr()");
		lex_expect(r->x, ")");
		return v;
	}
	if (parse_rust_pointer_op(r, name, &v))
		return v;
	if (module != name && (parse_new(r, module, name, &v) ||
			       parse_rust_non_null(r, module, name, &v)))
		return v;
	if (parse_rust_mem(r, module, name, &v))
		return v;
	if ((module == name || is_name(module, "cmp")) && parse_rust_cmp_function(r, name, &v))
		return v;
	if (parse_core_function(r, name, &v) || parse_rust_ptr_function(r, module, name, &v) ||
	    parse_from(r, module, name, &v))
		return v;
	if (module != name && rust_is_path_method(module, name))
		return parse_rust_apply(r, rust_path_value(r, module, name));
	rust_unknown_function(r, module, name);
	return rust_nothing(r, &rust_never, name->at);
}

/* Idle, after use State::*; */
static bool parse_bare_variant(struct rust *r, const struct token *name, struct value *v)
{
	struct rust_item *item = r->l->rust_item;
	const struct rust_type *t;
	const struct rust_field *f;
	int i;

	for (; item; item = item->next) {
		if (item->kind != RUST_ENUM_ITEM)
			continue;
		t = rust_item_type(r->l, item);
		f = t && t->kind == RUST_ENUM ? rust_find_field(t, name) : NULL;
		if (!f)
			continue;
		i = (int)(f - t->field);
		*v = parse_rust_variant(r, t->nargs ? parse_rust_instance(r, item) : t, i,
					name->at);
		return true;
	}
	return false;
}

static struct value parse_variable(struct rust *r, const struct token *name)
{
	struct binding *b = rust_find(r, name);
	struct rust_item *item = b ? NULL : rust_find_item(r->l, NULL, name);
	struct value v;

	if (!b && !item && parse_bare_variant(r, name, &v))
		return v;
	if (item && (item->kind == RUST_CONST || item->kind == RUST_STATIC))
		return rust_item_value(r, item, name->at);
	if (!b && rust_find_generic(r, name) && rust_find_generic(r, name)->kind == RUST_COUNT) {
		const struct rust_type *count = rust_find_generic(r, name);

		return rust_value(count->number, new_number(r->l, count->value, name->at),
				  name->at);
	}
	if (!b) {
		rust_unknown_variable(r, name);
		return rust_nothing(r, &rust_never, name->at);
	}
	if (b->borrowed)
		rust_error(r, name->at,
			   "'%.*s' is borrowed here: expected its value to be read before",
			   b->len > 80 ? 80 : b->len, b->name);
	return rust_local(r, b, name->at);
}

/* ::<T>, which gives a type. */
static const struct rust_type *parse_given(struct rust *r, const struct token *name)
{
	bool result = is_name(name, "Ok") || is_name(name, "Err") || is_name(name, "Result");
	struct rust_item *item = rust_find_item(r->l, NULL, name);
	const struct rust_type *t = item ? rust_item_type(r->l, item) : NULL;

	if (t && t->nargs)
		return parse_rust_instance(r, item);
	if (!lex_accept_char(r->x, '<'))
		return NULL;
	t = parse_rust_type(r);
	if (result && lex_accept(r->x, ","))
		t = rust_result_of(r, t, parse_rust_type(r));
	else if (is_name(name, "Some") || is_name(name, "None") || is_name(name, "Option"))
		t = rust_type_of(r, RUST_OPTION, false, t);
	if (!lex_accept_char(r->x, '>'))
		lex_expected(r->x, "'>'");
	if (t->kind == RUST_RESULT || t->kind == RUST_OPTION)
		return t;
	return is_name(name, "size_of") || is_name(name, "align_of") ||
			       is_name(name, "MaybeUninit") || is_name(name, "zeroed") ?
		       t : NULL;
}

/* NAME, Self::NAME, TYPE::NAME, crate::NAME: a function, or a constant of an impl; or NULL. */
static struct rust_item *item_of_test(struct rust *r, const struct token *module,
				      const struct token *name)
{
	struct rust_item *item = NULL;
	struct token owner;

	if (module && is_name(module, "Self") && r->in)
		module = &r->in->owner;
	else if (module && rust_find_generic(r, module))
		module = rust_type_name(rust_find_generic(r, module), &owner);
	if (module)
		item = rust_find_item(r->l, module, name);
	if (!item && !module && !rust_find(r, name))
		item = rust_find_item(r->l, NULL, name);
	else if (!item && module && is_name(module, "code"))
		item = rust_find_item(r->l, NULL, name);
	else if (!item && module && (is_name(module, "self") || is_name(module, "crate") ||
				     is_name(module, "super")))
		item = rust_find_above(r->l, module, name);
	if (!item || (item->kind == RUST_FN	? false :
		      item->kind == RUST_STATIC ? !module :
						  item->kind != RUST_CONST))
		return NULL;
	return item;
}

/* State::Idle, Self::Idle */
static bool parse_variant(struct rust *r, const struct token *outer, const struct token *module,
			  const struct token *name, struct value *v)
{
	const struct rust_type *t = rust_enum_named(r, outer, module);
	const struct rust_field *f;

	if (!t)
		return false;
	f = rust_find_field(t, name);
	if (!f)
		rust_error(r, name->at, "%s has no variant '%.*s'", t->name,
			   name->len > 40 ? 40 : name->len, name->text);
	else
		*v = parse_rust_variant(r, t, (int)(f - t->field), name->at);
	if (!f)
		*v = rust_nothing(r, &rust_never, name->at);
	return true;
}

/* Node { .. }, Self(1): the token is behind the name. */
static bool parse_struct(struct rust *r, const struct token *module, const struct token *name,
			 struct value *v)
{
	bool is_self = is_name(name, "Self") && r->in && r->in->owner.len;
	struct rust_item *item;
	const struct rust_type *t;

	if (!is_self && !module && rust_find(r, name))
		return false;
	item = is_self ? NULL : rust_find_type(r, module, name);
	t = is_self ? rust_self_type(r, name->at) : item ? rust_item_type(r->l, item) : NULL;
	if (!t || !rust_literal_starts(r->x, t))
		return false;
	if (item && t->nargs)
		t = parse_rust_instance(r, item);
	*v = parse_rust_literal(r, t, name->at);
	return true;
}

/* <T as Publish>::LIMIT, <Node>::new(), behind the bracket */
struct value parse_rust_qualified_name(struct rust *r)
{
	const struct rust_type *t = parse_rust_qualified(r), *expected = r->expected;
	struct token name = r->x->tok, owner;
	struct rust_item *item;
	struct value v;

	if (r->x->error[0])
		return rust_nothing(r, &rust_never, name.at);
	item = rust_find_item(r->l, rust_type_name(t, &owner), &name);
	lex_next(r->x);
	if (!item || (item->kind != RUST_FN && item->kind != RUST_CONST)) {
		if (is_name(&name, "default") && lex_accept(r->x, "(")) {
			lex_expect(r->x, ")");
			return rust_default(r, t, name.at);
		}
		rust_unknown_function(r, &name, &name);
		return rust_nothing(r, &rust_never, name.at);
	}
	r->expected = t;
	v = item->kind == RUST_FN ? parse_rust_call(r, item, NULL, name.at) :
				    rust_item_value(r, item, name.at);
	r->expected = expected;
	return v;
}

/* Ok::<u8, i32>(3): @v gets the @given type; the whole expression is of the @expected one. */
static struct value of_given(struct rust *r, struct value v, const struct rust_type *given,
			     const struct rust_type *expected)
{
	if (given && v.ok && given->kind == v.type->kind)
		rust_coerce(r, &v, given);
	r->expected = expected;
	return v;
}

/* A function of the language, or a variable. */
static struct value parse_other(struct rust *r, const struct token *module,
				const struct token *name)
{
	const struct rust_type *t = module ? rust_path_type(r, module) : NULL;

	if (!rust_find(r, name) && rust_is_path_function(module, name))
		return rust_path_value(r, module, name);
	if (!t || !rust_is_integer(t))
		return parse_variable(r, name);
	rust_error(r, name->at, "'%.*s' is no constant of %s", name->len > 40 ? 40 : name->len,
		   name->text, t->name);
	return rust_nothing(r, &rust_never, name->at);
}

struct value parse_rust_name(struct rust *r)
{
	struct lexer *x = r->x;
	struct token name = rust_find(r, &x->tok) ? x->tok : rust_renamed(r, x->tok);
	struct token before = name, outer = { 0 };
	const struct rust_type *t, *given = NULL, *expected = r->expected;
	struct rust_item *item;
	bool path = false;
	struct value v;

	lex_next(x);
	while (lex_accept(x, "::")) {
		item = tok_is(x, "<") ? item_of_test(r, path ? &before : NULL, &name) : NULL;
		if (item && item->kind == RUST_FN)
			break;
		if (tok_is(x, "<")) {
			given = parse_given(r, &name);
			continue;
		}
		if (path)
			outer = before;
		path = true;
		before = name;
		name = x->tok;
		if (name.kind != T_NAME)
			lex_expected(x, "a name");
		lex_next(x);
	}
	if (given)
		r->expected = given;
	if ((item = item_of_test(r, path ? &before : NULL, &name))) {
		v = item->kind != RUST_FN ? rust_item_value(r, item, name.at) :
		    tok_is(x, "(") || tok_is(x, "<") ?
					    parse_rust_call(r, item, NULL, name.at) :
					    rust_function_value(r, item, name.at);
		r->expected = expected;
		return v;
	}
	if (parse_struct(r, path ? &before : NULL, &name, &v) ||
	    (path && parse_variant(r, outer.len ? &outer : NULL, &before, &name, &v)))
		return v;
	if (tok_is(x, "(") && !path && !rust_find(r, &name) && parse_bare_variant(r, &name, &v))
		return v;
	if (tok_is(x, "(") && (path || !rust_find(r, &name)))
		return of_given(r, parse_function(r, path ? &before : &name, &name), given,
				expected);
	if (tok_is(x, "!"))
		return parse_rust_macro(r, &name);
	if (is_name(&name, "None"))
		return of_given(r, parse_constructor(r, &name), given, expected);
	if (is_name(&name, "PhantomData"))
		return rust_nothing(r, &rust_unit, name.at);
	t = path ? rust_path_type(r, &before) : NULL;
	if (t && parse_constant(r, t, &name, &v))
		return v;
	return parse_other(r, path ? &before : NULL, &name);
}
