// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Constants, statics, and other names of types. */
#include "front/constant.h"
#include "item.h"

#include <string.h>

int64_t parse_rust_constant(struct rust *r, const struct rust_type *t)
{
	struct lkmm_place at = r->x->tok.at;
	struct stmts s, *outer;
	struct value v;
	int64_t n = 0;

	rust_open(r, &s, &outer);
	v = parse_rust_as(r, t);
	r->out = outer;
	if (v.type->kind != RUST_NEVER && !r->x->error[0] &&
	    (s.first || v.first || !constant_value(r->l->test, v.e, &n)))
		rust_error(r, at, "expected a constant");
	return n;
}

/* One with parts, or of a generic impl, is read where it is used, as a function is. */
static bool is_read_at_use(const struct rust_item *item)
{
	return rust_has_parts(item->type) || item->type->kind == RUST_OPTION || item->ngenerics ||
	       item->type->kind == RUST_REFERENCE;
}

/* The value of a constant that is read once. */
static void read_number(struct rust *r, struct rust_item *item)
{
	char text[RUST_TYPE_TEXT];

	if (is_read_at_use(item))
		return;
	if (!rust_is_plain(item->type) && item->type->kind != RUST_UNIT)
		rust_error(r, item->name.at,
			   "expected a constant of an integer type or bool, not of %s",
			   rust_type_text(item->type, text));
	lex_expect(r->x, "=");
	/* const _: () = assert!(..), which the compiler checks */
	if (item->type->kind == RUST_UNIT || r->x->error[0])
		return;
	item->value = parse_rust_constant(r, item->type);
	lex_expect(r->x, ";");
}

static void read_constant(struct rust *r, struct rust_item *item)
{
	lex_expect(r->x, ":");
	item->type = parse_rust_type(r);
	if (!r->x->error[0])
		read_number(r, item);
}

/* Whether a @t never changes, and with @in_memory, whether it can be there. */
static bool is_constant_type(const struct rust_type *t, bool in_memory)
{
	if (rust_is_plain(t) || t->kind == RUST_UNIT)
		return !in_memory || t->kind != RUST_FN_POINTER;
	if (t->kind == RUST_CELL || !rust_is_laid_out(t))
		return false;
	for (int i = 0; i < rust_memory_parts(t); i++)
		if (!is_constant_type(rust_memory_part(t, i).type, in_memory))
			return false;
	return true;
}

/* static TABLE: Ops = ..; what memory cannot hold, and nobody can write, is as a constant */
static bool is_immutable(const struct rust_item *item)
{
	return !item->mut && is_constant_type(item->type, false) &&
	       (!rust_is_object(item->type) || !is_constant_type(item->type, true));
}

/* A shared variable, and its first value. */
static void read_static(struct rust *r, struct rust_item *item)
{
	char text[RUST_TYPE_TEXT];
	struct lkmm_location *loc;
	int64_t v;

	lex_expect(r->x, ":");
	item->type = parse_rust_type(r);
	if (!r->x->error[0] && is_immutable(item)) {
		item->constant = true;
		read_number(r, item);
		return;
	}
	if (!rust_is_object(item->type) &&
	    !(item->mut && (rust_is_plain(item->type) || rust_is_laid_out(item->type))))
		rust_error(r, item->name.at,
			   "expected an Atomic, UnsafeCell, SpinLock or SrcuStruct, or "
			   "'static mut', found a static %s",
			   rust_type_text(item->type, text));
	if (r->x->error[0])
		return;
	if (rust_is_laid_out(item->type)) {
		item->loc = add_location(r->l, item->name.text, item->name.len);
		if (r->l->no_memory)
			return;
		parse_rust_object(r, item->loc, item->type, item->name.at);
		lex_expect(r->x, ";");
		return;
	}
	lex_expect(r->x, "=");
	v = parse_rust_initial(r);
	lex_expect(r->x, ";");
	if (r->x->error[0])
		return;
	item->loc = find_location(r->l->test, item->name.text, item->name.len);
	if (item->loc >= 0 && r->l->test->loc[item->loc].integer.bits)
		rust_error(r, item->name.at, "there already is a variable '%.*s'",
			   item->name.len > 80 ? 80 : item->name.len, item->name.text);
	item->loc = add_location(r->l, item->name.text, item->name.len);
	if (r->l->no_memory)
		return;
	loc = &r->l->test->loc[item->loc];
	loc->integer = item->type->integer;
	loc->init = v;
}

static void read_alias(struct rust *r, struct rust_item *item)
{
	/* type Result<T> = ..; is read at each use */
	item->type = &rust_unknown;
	if (tok_is(r->x, "<"))
		return;
	lex_expect(r->x, "=");
	item->type = parse_rust_type(r);
	lex_expect(r->x, ";");
}

static void read_struct(struct rust *r, struct rust_item *item)
{
	struct rust_type *t = litmus_alloc(r->l, sizeof(*t));

	if (!t)
		return;
	t->kind = item->kind == RUST_ENUM_ITEM ? RUST_ENUM : RUST_STRUCT;
	t->name = litmus_text(r->l, item->name.text, item->name.len);
	t->item = item;
	item->type = t;
	if (t->kind == RUST_ENUM)
		parse_rust_enum(r, t);
	else
		parse_rust_struct(r, t);
}

void rust_read_item(struct litmus *l, struct rust_item *item)
{
	struct rust_visit visit;
	struct rust r;

	if (item->known || l->x.error[0])
		return;
	if (item->reading) {
		lex_error(&l->x, item->name.at, "'%.*s' is defined by itself",
			  item->name.len > 80 ? 80 : item->name.len, item->name.text);
		return;
	}
	item->reading = true;
	item->type = &rust_never;
	rust_visit(l, &visit, &item->spot);
	l->thread = NULL;
	rust_begin(&r, l);
	if (item->owner.len) {
		rust_bind_owner(&r, item, NULL);
		r.in = item;
	}
	lex_next(r.x);
	if (item->kind == RUST_CONST)
		read_constant(&r, item);
	else if (item->kind == RUST_STATIC)
		read_static(&r, item);
	else if (item->kind == RUST_ALIAS)
		read_alias(&r, item);
	else if (item->kind == RUST_STRUCT_ITEM || item->kind == RUST_ENUM_ITEM)
		read_struct(&r, item);
	item->reading = false;
	item->wrong = l->x.error[0];
	item->wrong_at = l->x.error_at;
	if (item->wrong)
		item->type = &rust_never;
	rust_leave(l, &visit);
	item->known = true;
}

/* The value of a constant whose text is read at each use. */
static struct value constant_parts(struct rust *r, struct rust_item *item, struct lkmm_place at)
{
	bool same = r->in && rust_same_token(&r->in->owner, &item->owner);
	struct value v, self;
	struct rust before = *r;
	const struct rust_type *t;
	struct rust_visit visit;

	if (item->reading)
		rust_error(r, at, "'%.*s' is defined by itself",
			   item->name.len > 80 ? 80 : item->name.len, item->name.text);
	if (r->x->error[0] || too_deep(r->l))
		return rust_nothing(r, &rust_never, at);
	item->reading = true;
	r->l->depth++;
	if (item->ngenerics) {
		self = rust_nothing(r, same ? rust_self_type(r, at) : &rust_never, at);
		rust_bind_owner(r, item, same ? &self : NULL);
	}
	rust_visit(r->l, &visit, &item->spot);
	r->scope = NULL;
	r->in = item;
	r->loop = NULL;
	lex_next(r->x);
	lex_expect(r->x, ":");
	t = parse_rust_type(r);
	lex_expect(r->x, "=");
	v = parse_rust_as(r, t);
	lex_expect(r->x, ";");
	rust_leave(r->l, &visit);
	before.all = r->all;
	before.nbindings = r->nbindings;
	before.drops = r->drops;
	*r = before;
	r->l->depth--;
	item->reading = false;
	v.at = at;
	return v;
}

struct value rust_item_value(struct rust *r, struct rust_item *item, struct lkmm_place at)
{
	struct value v;

	rust_read_item(r->l, item);
	/* That is reported once, whichever use it is at. */
	if (item->wrong) {
		lex_error(r->x, item->wrong_at, "this cannot be read");
		return rust_nothing(r, &rust_never, at);
	}
	/* memory has run out */
	if (!item->type)
		return rust_nothing(r, &rust_never, at);
	if ((item->kind == RUST_CONST || item->constant) && is_read_at_use(item))
		return constant_parts(r, item, at);
	if (item->kind == RUST_CONST || item->constant)
		return rust_value(item->type, new_number(r->l, item->value, at), at);
	if (item->loc < 0)
		return rust_nothing(r, &rust_never, at);
	if (item->mut)
		rust_needs_unsafe(r, at, "a 'static mut'");
	v = rust_value(item->type, new_index(r->l, LKMM_ADDRESS, item->loc, at), at);
	v.where = IS_MEMORY;
	v.mut = item->mut;
	return v;
}

const struct rust_type *rust_item_type(struct litmus *l, struct rust_item *item)
{
	if (item->kind != RUST_ALIAS && item->kind != RUST_STRUCT_ITEM &&
	    item->kind != RUST_ENUM_ITEM)
		return NULL;
	/* a struct that points to itself */
	if (item->kind != RUST_ALIAS && item->reading && item->type->kind != RUST_NEVER)
		return item->type;
	rust_read_item(l, item);
	return item->type;
}

const struct rust_type *rust_enum_named(struct rust *r, const struct token *module,
					const struct token *name)
{
	bool is_self = name->len == 4 && !memcmp(name->text, "Self", 4) && r->in;
	struct rust_item *item = is_self ? rust_find_item(r->l, NULL, &r->in->owner) :
					   rust_find_type(r, module, name);
	const struct rust_type *t = item ? rust_item_type(r->l, item) : NULL;

	return t && t->kind == RUST_ENUM ? t : NULL;
}

/* ---- in conditions ---- */

/* u32::MAX, LIMIT of an impl, State::Busy */
static bool member_constant(struct litmus *l, const struct token *type, const struct token *name,
			    int64_t *value)
{
	struct rust_item *item = rust_find_item(l, type, name);
	const struct rust_field *f;
	const struct rust_type *t;
	struct rust r;

	rust_begin(&r, l);
	t = rust_path_type(&r, type);
	if (t && t->kind == RUST_INTEGER && rust_limit(t, name, value))
		return true;
	if (item && item->kind == RUST_CONST) {
		rust_read_item(l, item);
		*value = item->value;
		return rust_is_plain(item->type);
	}
	f = t && t->kind == RUST_ENUM ? rust_find_field(t, name) : NULL;
	if (f)
		*value = f->offset;
	return f;
}

bool rust_parse_final_constant(struct litmus *l, int64_t *value)
{
	struct token name = l->x.tok, type;
	struct lexer ahead = l->x;
	struct rust_item *item;
	bool path = false;

	if (!l->rust_test || name.kind != T_NAME)
		return false;
	lex_next(&ahead);
	while (tok_is(&ahead, ":") && lex_next_is(&ahead, ":")) {
		lex_next(&ahead);
		lex_next(&ahead);
		type = name;
		name = ahead.tok;
		path = true;
		lex_next(&ahead);
	}
	if (path) {
		if (!member_constant(l, &type, &name, value))
			return false;
	} else {
		item = rust_find_item(l, NULL, &name);
		if (!item || item->kind != RUST_CONST)
			return false;
		rust_read_item(l, item);
		*value = item->value;
		if (!rust_is_plain(item->type))
			return false;
	}
	if (!l->x.error[0])
		l->x = ahead;
	return true;
}
