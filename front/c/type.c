// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The types of C, and the conversions of its operators, written out as casts: the engine computes
 * with 64-bit numbers. A narrower value may keep extra bits (.wide) while these do not affect the
 * result; they are cut off before they would. Integers wrap, including signed ones, as in the
 * kernel's build.
 */
#include "aggregate.h"
#include "base/nearest.h"
#include "front/defined.h"
#include "front/unknown.h"
#include "front/words.h"

#include <stdio.h>
#include <string.h>

/* ---- types as they are written ---- */

static const struct {
	const char *name;
	struct lkmm_integer integer;	/* bits 0: a word that qualifies a type */
} types[] = {
	{ "int", { 32, false } }, { "long", { 64, false } }, { "char", { 8, false } },
	{ "short", { 16, false } },
	{ "bool", { 8, true } }, { "_Bool", { 8, true } }, { "void", { 32, false } },
	{ "intptr_t", { 64, false } }, { "uintptr_t", { 64, true } }, { "size_t", { 64, true } },
	{ "atomic_t", { 32, false } }, { "atomic64_t", { 64, false } },
	{ "atomic_long_t", { 64, false } }, { "spinlock_t", { 32, false } }, { "u8", { 8, true } },
	{ "u16", { 16, true } }, { "u32", { 32, true } }, { "u64", { 64, true } },
	{ "s8", { 8, false } }, { "s16", { 16, false } }, { "s32", { 32, false } },
	{ "s64", { 64, false } }, { "__u8", { 8, true } }, { "__u16", { 16, true } },
	{ "__u32", { 32, true } }, { "__u64", { 64, true } }, { "__s8", { 8, false } },
	{ "__s16", { 16, false } }, { "__s32", { 32, false } }, { "__s64", { 64, false } },
	{ "uint", { 32, true } }, { "ulong", { 64, true } }, { "ssize_t", { 64, false } },
	{ "ptrdiff_t", { 64, false } }, { "loff_t", { 64, false } }, { "pid_t", { 32, false } },
	{ "restrict", { 0, false } }, { "register", { 0, false } },
	{ "int8_t", { 8, false } }, { "int16_t", { 16, false } },
	{ "int32_t", { 32, false } }, { "int64_t", { 64, false } }, { "uint8_t", { 8, true } },
	{ "uint16_t", { 16, true } }, { "uint32_t", { 32, true } },
	{ "uint64_t", { 64, true } }, { "signed", { 0, false } }, { "unsigned", { 0, false } },
	{ "volatile", { 0, false } }, { "const", { 0, false } }, { "struct", { 0, false } },
	{ "srcu_struct", { 32, false } }, { "__volatile__", { 0, false } },
	{ "__const__", { 0, false } }, { "__signed__", { 0, false } },
};

/* C's own words: these can follow each other. All others can be names behind a type. */
static const char c_words[] = " int long char short signed unsigned volatile const restrict ";

static bool is_c_word(const struct token *t)
{
	char word[16];

	if (t->len > 10)
		return false;
	snprintf(word, sizeof(word), " %.*s ", t->len, t->text);
	return strstr(c_words, word);
}

void try_types(struct nearest *n)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		nearest_try(n, types[i].name);
	nearest_try(n, "struct srcu_struct");
}

static int find_type(const char *name, int len)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (same_name(types[i].name, name, len))
			return (int)i;
	return -1;
}

/* The row of the type that @t is, behind @word, if it is of the kind @is; or NULL. */
static const struct word *find_type_word(const char *word, const struct token *t,
					 enum word_is is)
{
	const struct word *w = t->kind == T_NAME ? find_word_behind(word, t, true) : NULL;

	return w && w->is == is ? w : NULL;
}

/* The same, if it is another name of a type. */
static const struct word *other_name(const char *word, const struct token *t)
{
	return find_type_word(word, t, WORD_SAME);
}

/* The type that @t, behind @word, is another name of; or -1. */
static int other_type(const char *word, const struct token *t)
{
	const struct word *w = other_name(word, t);

	return w ? find_type(w->other, (int)strlen(w->other)) : -1;
}

static const char *word_name(const struct word *w)
{
	return w ? w->p.name : NULL;
}

static int type_index(const struct token *t)
{
	int i = find_type(t->text, t->len);

	return i < 0 ? other_type("", t) : i;
}

/* struct and a name, where the two are another name of a type: its index, or -1. */
static int struct_index(const struct lexer *x)
{
	return tok_is(x, "struct") ? other_type("struct ", x->next) : -1;
}

/* The header of litmus/lib that defines the type @t, behind @word; or NULL. */
static const char *defining_header(const char *word, const struct token *t)
{
	const struct word *w = find_type_word(word, t, WORD_DEFINED);

	return w ? w->other : NULL;
}

/* Whether the test defines struct @name further down. */
static bool is_defined_later(const struct token *t, const struct token *name)
{
	for (; t->kind != T_END; t++)
		if (token_is(t, "struct") && t[1].kind == T_NAME && token_is(t + 2, "{") &&
		    t[1].len == name->len && !memcmp(t[1].text, name->text, (size_t)name->len))
			return true;
	return false;
}

/* Reads the header that defines the type which starts here, unless the test does. */
static void read_type_header(struct litmus *l)
{
	struct lexer *x = &l->x;
	const char *header = NULL;

	if (tok_is(x, "struct") && !c_is_own_tag(l))
		header = defining_header("struct ", x->next);
	else if (!tok_is(x, "struct") && !c_is_typedef(l, &x->tok))
		header = defining_header("", &x->tok);
	if (header && !is_defined_later(x->next, x->next))
		c_read_header(l, header);
}

bool token_is_type(const struct token *t)
{
	const struct word *w;

	if (t->kind != T_NAME)
		return false;
	if (find_type(t->text, t->len) >= 0)
		return true;
	w = find_word_behind("", t, true);
	return w && (w->is == WORD_DEFINED || (w->is == WORD_SAME && other_type("", t) >= 0));
}

bool tok_is_type(const struct lexer *x)
{
	return token_is_type(&x->tok);
}

static bool is_typeof(const struct token *t)
{
	return token_is(t, "typeof") || token_is(t, "__typeof__") || token_is(t, "__typeof");
}

bool c_type_starts(const struct litmus *l, const struct token *t)
{
	return token_is_type(t) || is_typeof(t) || token_is(t, "union") || token_is(t, "enum") ||
	       c_is_typedef(l, t) || is_layout_word(t) ||
	       token_is(t, "__auto_type");
}

/* After a qualifier comes a struct, union, enum, or a name of typedef. */
static bool named_type_follows(const struct litmus *l)
{
	struct lexer ahead = l->x;

	lex_next(&ahead);
	return tok_is(&ahead, "struct") || tok_is(&ahead, "union") || tok_is(&ahead, "enum") ||
	       c_is_typedef(l, &ahead.tok) || defining_header("", &ahead.tok);
}

struct ctype parse_stars(struct litmus *l, struct ctype t)
{
	for (;;) {
		if (lex_accept(&l->x, "*"))
			t.stars++;
		else if (!lex_accept(&l->x, "const") && !lex_accept(&l->x, "volatile") &&
			 !lex_accept(&l->x, "restrict") && !lex_accept(&l->x, "__restrict"))
			return t;
	}
}

/* struct and a name that is not known, or just such a name: it counts as an int. */
static bool parse_unknown_type(struct litmus *l)
{
	static const char *const words[] = { "struct", "union", "enum", "" };
	struct lexer *x = &l->x;
	struct token ahead = *x->next;
	int i = 0;

	while (*words[i] && !tok_is(x, words[i]))
		i++;
	if (*words[i] ? ahead.kind != T_NAME || token_is(&ahead, "srcu_struct")
		      : x->tok.kind != T_NAME || tok_is_type(x) || tok_is(x, "let") ||
				tok_is(x, "static") ||
				(ahead.kind != T_NAME && !token_is(&ahead, "*")))
		return false;
	ahead.at = x->tok.at;
	unknown_type(l, words[i], *words[i] ? &ahead : &x->tok);
	lex_next(x);
	if (*words[i])
		lex_next(x);
	return true;
}

/* const struct node, node_t const */
static bool parse_named_type(struct litmus *l, struct ctype *t)
{
	struct lexer *x = &l->x;
	bool named = true;
	int i;

	while (!x->error[0] && (tok_is(x, "const") || tok_is(x, "volatile")) &&
	       named_type_follows(l))
		lex_next(x);
	if (tok_is(x, "__auto_type")) {
		*t = c_parse_auto(l);
		return true;
	}
	if (is_typeof(&x->tok)) {
		lex_next(x);
		*t = c_parse_typeof(l);
		return true;
	}
	read_type_header(l);
	i = struct_index(x);
	if (i >= 0 && !c_is_own_tag(l)) {
		t->integer = types[i].integer;
		t->atomic = !strncmp(types[i].name, "atomic", 6);
		t->lock = c_names_lock(types[i].name);
		t->word = word_name(find_type_word("struct ", x->next, WORD_SAME));
		if (!t->word)
			t->word = word_name(find_type_word("struct ", x->next, WORD_MODEL));
		lex_next(x);
		lex_next(x);
	} else {
		named = c_parse_named_type(l, t);
	}
	while (named && (lex_accept(x, "const") || lex_accept(x, "volatile")))
		;
	return named;
}

struct ctype parse_type(struct litmus *l)
{
	return parse_stars(l, c_parse_base(l));
}

struct ctype c_parse_base(struct litmus *l)
{
	struct ctype t = { 0 };
	bool is_unsigned = false, any = false;
	int i;

	c_parse_layout(l);
	if (parse_named_type(l, &t)) {
		c_parse_layout(l);
		return t;
	}
	if (parse_unknown_type(l))
		t.integer = LKMM_SIGNED(32);
	while ((i = type_index(&l->x.tok)) >= 0) {
		if ((t.integer.bits || is_unsigned) && types[i].integer.bits &&
		    !is_c_word(&l->x.tok))
			break;
		is_unsigned |= tok_is(&l->x, "unsigned");
		t.truth |= tok_is(&l->x, "bool") || tok_is(&l->x, "_Bool");
		t.atomic |= !strncmp(types[i].name, "atomic", 6);
		t.lock |= c_names_lock(types[i].name);
		/* "long int" is a long, "short int" a short */
		if (find_type(l->x.tok.text, l->x.tok.len) < 0)
			t.word = word_name(other_name("", &l->x.tok));
		if (types[i].integer.bits &&
		    (!t.integer.bits || !lkmm_same_integer(types[i].integer, LKMM_SIGNED(32))))
			t.integer = types[i].integer;
		any = true;
		lex_next(&l->x);
	}
	if (any && !t.integer.bits)
		t.integer = LKMM_SIGNED(32);
	t.integer.is_unsigned |= is_unsigned && t.integer.bits;
	c_parse_layout(l);
	return t;
}

/* ---- conversions ---- */

static struct lkmm_type type_of(const struct lkmm_expr *e)
{
	if (e->kind == LKMM_NUMBER && !e->type.integer.bits)
		return (struct lkmm_type){
			.integer.bits = e->number == (int32_t)e->number ? 32 : 64
		};
	return e->type;
}

/* The type of a number written as @t: the first of those C allows that has room for it. */
struct lkmm_integer c_number_type(const struct token *t)
{
	const char *suffix = t->text + t->len - t->suffix;
	bool has_u = false, has_l = false, decimal = t->text[0] != '0';
	uint64_t v = (uint64_t)t->number;

	for (int i = 0; i < t->suffix; i++) {
		has_u |= suffix[i] == 'u' || suffix[i] == 'U';
		has_l |= suffix[i] == 'l' || suffix[i] == 'L';
	}
	if (!has_l && !has_u && v <= INT32_MAX)
		return LKMM_SIGNED(32);
	if (!has_l && (has_u || !decimal) && v <= UINT32_MAX)
		return LKMM_UNSIGNED(32);
	return (struct lkmm_integer){ 64, has_u || v > INT64_MAX };
}

static struct lkmm_integer promoted(struct lkmm_integer t)
{
	return !t.bits ? LKMM_SIGNED(64) : t.bits < 32 ? LKMM_SIGNED(32) : t;
}

/* The usual arithmetic conversions. */
static struct lkmm_integer common(struct lkmm_integer a, struct lkmm_integer b)
{
	a = promoted(a);
	b = promoted(b);
	if (a.bits != b.bits)
		return a.bits > b.bits ? a : b;
	return a.is_unsigned ? a : b;
}

/* Every value of type @from is also one of type @to. */
static bool includes(struct lkmm_integer to, struct lkmm_integer from)
{
	if (to.is_unsigned == from.is_unsigned)
		return to.bits >= from.bits;
	return from.is_unsigned && to.bits > from.bits;
}

static bool has_room(struct lkmm_integer t, int64_t v)
{
	int64_t end = INT64_C(1) << (t.bits - !t.is_unsigned);

	return v < end && v >= (t.is_unsigned ? 0 : -end);
}

struct lkmm_expr *c_convert(struct litmus *l, struct lkmm_expr *e, struct lkmm_integer to)
{
	struct lkmm_type t;

	if (!e)
		return NULL;
	t = type_of(e);
	if (t.wide && to.bits > t.integer.bits) {
		e = new_cast(l, t.integer, e, e->at);
		t.wide = false;
	}
	if (!e || to.bits == 64 || (!t.wide && t.integer.bits && includes(to, t.integer)) ||
	    (e->kind == LKMM_NUMBER && has_room(to, e->number)))
		return e;
	return new_cast(l, to, e, e->at);
}

/* As a @to, give or take bits beyond that. */
static struct lkmm_expr *convert_low_bits(struct litmus *l, struct lkmm_expr *e,
					  struct lkmm_integer to)
{
	if (!e || (type_of(e).integer.bits && to.bits <= type_of(e).integer.bits))
		return e;
	return c_convert(l, e, to);
}

struct lkmm_expr *c_value(struct litmus *l, struct lkmm_expr *e)
{
	return e ? c_convert(l, e, promoted(type_of(e).integer)) : NULL;
}

/* A value for an object of type @t, which has no room for more bits than it has. */
struct lkmm_expr *c_value_for(struct litmus *l, struct lkmm_expr *e, const struct lkmm_type *t)
{
	if (t->stars)
		c_allocates_for(l, e, t);
	if (e && t->truth && !type_of(e).truth)
		return c_binary(l, LKMM_NE, e, new_number(l, 0, e->at), e->at);
	return convert_low_bits(l, e, t->integer.bits ? t->integer : LKMM_SIGNED(64));
}

static struct lkmm_expr *with_type(struct lkmm_expr *e, struct lkmm_type t)
{
	if (e)
		e->type = t;
	return e;
}

struct lkmm_expr *c_cast(struct litmus *l, struct ctype t, struct lkmm_expr *e,
			 struct lkmm_place at)
{
	struct lkmm_type to = c_value_type(t);

	if (!e)
		return NULL;
	if (to.stars)
		c_allocates_for(l, e, &to);
	if (to.truth)
		return with_type(c_value_for(l, e, &to), to);
	/* It stays the address of a variable that is known. */
	if (to.stars && to.aggregate && e->kind == LKMM_ADDRESS)
		return with_type(new_index(l, LKMM_ADDRESS, e->index, at), to);
	return with_type(new_cast(l, to.integer, convert_low_bits(l, e, to.integer), at), to);
}

struct lkmm_type c_value_type(struct ctype t)
{
	if (!t.stars)
		return (struct lkmm_type){ .integer = t.integer, .truth = t.truth,
					   .aggregate = t.aggregate };
	return (struct lkmm_type){ .integer = LKMM_SIGNED(64),
				   .points_to = t.stars > 1 ? LKMM_SIGNED(64) : t.integer,
				   .stars = t.stars, .base = t.integer, .base_truth = t.truth,
				   .aggregate = t.aggregate };
}

struct ctype c_type_of(const struct lkmm_type *t)
{
	return (struct ctype){ .integer = t->stars ? t->base : t->integer, .stars = t->stars,
			       .aggregate = t->aggregate,
			       .truth = t->stars ? t->base_truth : t->truth };
}

struct ctype c_pointee(const struct lkmm_type *t)
{
	struct ctype of = c_type_of(t);

	of.stars--;
	return of;
}

/* A parameter is the variable itself, of any type. A variable that is accessed as a pointer may be
 * declared as an int: many tests do that. */
struct lkmm_integer c_access_size(const struct lkmm_expr *address, const struct lkmm_type *object)
{
	if (address && address->type.member)
		return object->integer;
	return !address || address->kind == LKMM_ADDRESS || object->stars ?
		       LKMM_SIGNED(0) : object->integer;
}

struct lkmm_integer c_integer(const struct lkmm_expr *e)
{
	return type_of(e).integer;
}

/* The type that @address points to. */
struct lkmm_type c_object(const struct litmus *l, const struct lkmm_expr *address)
{
	if (address && address->type.stars && (address->type.aggregate || address->type.member))
		return c_value_type(c_pointee(&address->type));
	for (int i = 0; address && address->kind == LKMM_ADDRESS && i < l->nparams; i++) {
		struct ctype t = l->param[i].type;

		t.stars--;
		if (l->param[i].loc == address->index ||
		    l->test->loc[address->index].object == l->param[i].loc + 1)
			return c_value_type(t);
	}
	if (address && address->type.stars > 1)
		return c_value_type((struct ctype){ .integer = address->type.base,
						    .stars = address->type.stars - 1 });
	return (struct lkmm_type){ .integer = address ? address->type.points_to : LKMM_SIGNED(0),
				   .truth = address && address->type.stars == 1 &&
					    address->type.base_truth };
}

struct lkmm_expr *c_unary(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
			  struct lkmm_place at)
{
	struct lkmm_integer type;
	bool may_wrap;

	if (!a)
		return NULL;
	if (op == LKMM_LNOT)
		return with_type(new_binary(l, op, c_value(l, a), NULL, at),
				 (struct lkmm_type){ .integer = LKMM_SIGNED(32), .truth = true });
	type = promoted(type_of(a).integer);
	a = convert_low_bits(l, a, type);
	may_wrap = type.is_unsigned || !a || a->kind != LKMM_NUMBER;
	return with_type(new_binary(l, op, a, NULL, at),
			 (struct lkmm_type){ .integer = type, .wide = type.bits < 64 && may_wrap });
}

static struct lkmm_expr *compare(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
				 struct lkmm_expr *b, struct lkmm_place at)
{
	struct lkmm_integer type = common(type_of(a).integer, type_of(b).integer);
	struct lkmm_expr *e;

	if (op == LKMM_LAND || op == LKMM_LOR)
		e = new_binary(l, op, c_value(l, a), c_value(l, b), at);
	else
		e = new_binary(l, op, c_convert(l, a, type), c_convert(l, b, type), at);
	if (op >= LKMM_LT && op <= LKMM_GE)
		set_unsigned(e, type);
	return with_type(e, (struct lkmm_type){ .integer = LKMM_SIGNED(32), .truth = true });
}

static struct lkmm_expr *shift(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
			       struct lkmm_expr *b, struct lkmm_place at)
{
	struct lkmm_integer type = promoted(type_of(a).integer);
	struct lkmm_expr *e;

	a = op == LKMM_SHL ? convert_low_bits(l, a, type) : c_convert(l, a, type);
	e = new_binary(l, op, a, c_value(l, b), at);
	set_unsigned(op == LKMM_SHR ? e : NULL, type);
	note_undefined(l, e, type, LKMM_UNDEFINED);
	return with_type(e, (struct lkmm_type){ .integer = type,
						.wide = op == LKMM_SHL && type.bits < 64 });
}

struct lkmm_expr *c_binary(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
			   struct lkmm_expr *b, struct lkmm_place at)
{
	struct lkmm_type t = { 0 };
	struct lkmm_expr *e;

	if (!a || !b)
		return NULL;
	if ((op == LKMM_ADD || op == LKMM_SUB) &&
	    (is_pointer(a) || (is_pointer(b) && op == LKMM_ADD)))
		return c_pointer_sum(l, op, a, b, at);
	if (op >= LKMM_EQ && op <= LKMM_LOR)
		return compare(l, op, a, b, at);
	if (op == LKMM_SHL || op == LKMM_SHR)
		return shift(l, op, a, b, at);
	t.integer = common(type_of(a).integer, type_of(b).integer);
	if (op == LKMM_ADD || op == LKMM_SUB || op == LKMM_MUL) {
		t.wide = t.integer.bits < 64;
		e = new_binary(l, op, convert_low_bits(l, a, t.integer),
			       convert_low_bits(l, b, t.integer), at);
	} else {
		/* INT_MIN / -1 */
		t.wide = op == LKMM_DIV && lkmm_same_integer(t.integer, LKMM_SIGNED(32));
		e = new_binary(l, op, c_convert(l, a, t.integer), c_convert(l, b, t.integer), at);
		set_unsigned(op == LKMM_DIV || op == LKMM_MOD ? e : NULL, t.integer);
		note_undefined(l, e, t.integer, LKMM_UNDEFINED);
	}
	return with_type(e, t);
}

struct lkmm_expr *c_conditional(struct litmus *l, struct lkmm_expr *a, struct lkmm_expr *b,
				struct lkmm_expr *c, struct lkmm_place at)
{
	struct lkmm_expr *e = new_expr(l, LKMM_CONDITIONAL, at);
	struct lkmm_type t = { 0 };

	if (!e || !a || !b || !c)
		return NULL;
	t.integer = common(type_of(b).integer, type_of(c).integer);
	if (type_of(b).stars || type_of(c).stars)
		t = type_of(b).stars ? type_of(b) : type_of(c);
	e->a = c_value(l, a);
	e->b = c_convert(l, b, t.integer);
	e->c = c_convert(l, c, t.integer);
	return with_type(e, t);
}

struct lkmm_expr *c_assign(struct litmus *l, struct lkmm_expr *to, struct lkmm_expr *value,
			   struct lkmm_place at)
{
	struct lkmm_type t;
	struct lkmm_expr *e;

	if (!to || !value)
		return NULL;
	if (to->field)
		return c_write_bits(l, to, value, at);
	if (c_is_record(c_type_of(&to->type)))
		return c_copy_struct(l, to, value, at);
	t = to->type;
	value = c_value_for(l, value, &t);
	e = new_assign(l, to, value, at);
	/* A stored value is cut off in memory, not before. */
	if (e && value && e->kind == LKMM_ACCESS)
		t.wide = t.integer.bits && (type_of(value).wide ||
					    !includes(t.integer, type_of(value).integer));
	return with_type(e, t);
}
