// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Variables at file scope, outside of the braces: static int x = 1, *p; struct ring ring = { ... };
 * DEFINE_SPINLOCK(lock); All processes and functions that follow know them by name. A static
 * variable of a function is one too: it exists once.
 */
#include "aggregate.h"
#include "front/error.h"
#include "front/part.h"
#include "function.h"

#include <stdio.h>
#include <string.h>

struct c_global {
	int loc;
	struct ctype type;
	bool per_cpu;			/* an array: a copy for each process */
};

/* Macros that define a variable, and its type. LIST_HEAD() is an empty list besides. */
static const struct {
	const char *macro, *type;
} defining[] = {
	{ "DEFINE_SPINLOCK", "spinlock_t" }, { "DEFINE_RAW_SPINLOCK", "raw_spinlock_t" },
	{ "DEFINE_RWLOCK", "rwlock_t" }, { "DEFINE_MUTEX", "struct mutex" },
	{ "DECLARE_RWSEM", "struct rw_semaphore" }, { "DECLARE_COMPLETION", "struct completion" },
	{ "DEFINE_SEMAPHORE", "struct semaphore" },
	{ "DEFINE_SEQLOCK", "seqlock_t" }, { "DEFINE_SRCU", "struct srcu_struct" },
	{ "DEFINE_STATIC_SRCU", "struct srcu_struct" },
	{ "DECLARE_WAIT_QUEUE_HEAD", "wait_queue_head_t" }, { "LLIST_HEAD", "struct llist_head" },
	{ "HLIST_HEAD", "struct hlist_head" }, { "LIST_HEAD", "struct list_head" },
};

static int defining_macro(const struct token *t)
{
	for (size_t i = 0; i < sizeof(defining) / sizeof(defining[0]); i++)
		if (token_is(t, defining[i].macro) && token_is(t + 1, "("))
			return (int)i;
	return -1;
}

static bool is_per_cpu(const struct token *t)
{
	static const char *const macros[] = {
		"DEFINE_PER_CPU", "DEFINE_PER_CPU_ALIGNED", "DEFINE_PER_CPU_SHARED_ALIGNED",
		"DEFINE_PER_CPU_READ_MOSTLY",
	};

	for (size_t i = 0; i < sizeof(macros) / sizeof(macros[0]); i++)
		if (token_is(t, macros[i]) && token_is(t + 1, "("))
			return true;
	return false;
}

/* ---- where one starts ---- */

static bool is_qualifier(const struct token *t)
{
	return token_is(t, "static") || token_is(t, "extern") || token_is(t, "const") ||
	       token_is(t, "volatile");
}

/* Words, stars and brackets in front of the declared name: its type goes on behind the name. */
static const struct token *behind_name(const struct litmus *l, const struct token *t)
{
	int words = 0;

	if (token_is(t, "struct") || token_is(t, "union") || token_is(t, "enum"))
		t = c_behind_layout(t + 1);
	else if (!c_type_starts(l, t))
		return NULL;
	while (t->kind == T_NAME || token_is(t, "*") || (words && token_is(t, "(") &&
							  token_is(t + 1, "*"))) {
		words += t->kind == T_NAME;
		t = c_behind_layout(t + 1);
	}
	return words > 1 ? t : NULL;
}

bool c_global_starts(const struct litmus *l)
{
	const struct token *t = lex_token(&l->x), *end;
	bool qualified = false;

	if (l->x.error[0])
		return false;
	for (; is_qualifier(t); t++)
		qualified = true;
	if (defining_macro(t) >= 0 || c_is_bitmap(t) || is_per_cpu(t))
		return true;
	if (token_is(t, "struct") || token_is(t, "union") || token_is(t, "enum")) {
		const struct token *body = c_behind_layout(t + 1);

		if (token_is(body, "{") || (body->kind == T_NAME && token_is(body + 1, "{")))
			return qualified;
	}
	end = behind_name(l, t);
	return end && (token_is(end, ";") || token_is(end, "=") || token_is(end, "[") ||
		       token_is(end, ",") || token_is(end, ")"));
}

/* ---- declarations ---- */

static void add_global(struct litmus *l, int loc, struct ctype t)
{
	struct c_global *list = litmus_grow(l, l->global, l->nglobals, sizeof(*list));

	if (!list)
		return;
	l->global = list;
	l->global[l->nglobals++] = (struct c_global){ loc, t, false };
}

static void declare(struct litmus *l, struct ctype t, struct lkmm_place at)
{
	const struct ctype *object;
	int loc = parse_declared_variable(l, &t, at);

	if (loc < 0 || l->x.error[0])
		return;
	object = c_object_type(l, loc);
	add_global(l, loc, object ? *object : t);
}

/* The type that the text @type is the name of. */
static struct ctype type_of_text(struct litmus *l, const char *type)
{
	struct lexer back = l->x;
	struct token *t = cut_c(l->out, type, strlen(type));
	struct ctype of = { .integer = { 32, false } };

	if (!t) {
		l->no_memory = true;
		lex_fatal(&l->x, l->x.tok.at, "out of memory");
		return of;
	}
	lex_open(&l->x, t);
	lex_next(&l->x);
	of = c_parse_base(l);
	if (!l->x.error[0])
		l->x = back;
	return of;
}

/* LIST_HEAD(head): it points to itself. */
static void empty_list(struct litmus *l, int loc, struct ctype t)
{
	if (!c_is_record(t))
		return;
	for (int i = 0; i < 2; i++) {
		int part = lkmm_pointee(l->test, lkmm_address(l->test, loc) + 8 * i);

		if (part >= 0)
			l->test->loc[part].init = lkmm_address(l->test, loc);
	}
}

/* , n) of a semaphore; older trees have no n, which is 1. */
static void parse_semaphore(struct litmus *l, int loc)
{
	int64_t n = lex_accept(&l->x, ",") ? c_parse_constant(l) : 1;

	l->test->loc[loc].init = n;
}

/* DEFINE_SPINLOCK(lock) */
static void parse_defining_macro(struct litmus *l, int i)
{
	struct lexer *x = &l->x;
	struct ctype t = type_of_text(l, defining[i].type);
	int n = l->nglobals;

	lex_next(x);
	lex_expect(x, "(");
	declare(l, t, x->tok.at);
	if (l->nglobals > n && !strcmp(defining[i].macro, "DEFINE_SEMAPHORE"))
		parse_semaphore(l, l->global[n].loc);
	lex_expect(x, ")");
	if (l->nglobals > n && !strcmp(defining[i].macro, "LIST_HEAD"))
		empty_list(l, l->global[n].loc, l->global[n].type);
}

/* DECLARE_BITMAP(map, bits) */
static void parse_bitmap(struct litmus *l)
{
	struct lex_spot name, end;
	struct token token;
	struct ctype t;

	name = lex_here(&l->x);
	t = c_parse_bitmap(l, &token);
	end = lex_here(&l->x);
	if (l->x.error[0])
		return;
	lex_go(&l->x, &name);
	lex_next(&l->x);
	lex_next(&l->x);
	declare(l, t, token.at);
	if (!l->x.error[0])
		lex_go(&l->x, &end);
}

int c_processes(const struct litmus *l)
{
	int n = l->test->nthreads;

	for (const struct token *t = lex_token(&l->x); t->kind != T_END; t++) {
		int number = 0, i = 1;

		if (t->kind != T_NAME || t->text[0] != 'P' || t->len > 4 || !token_is(t + 1, "("))
			continue;
		for (; i < t->len && t->text[i] >= '0' && t->text[i] <= '9'; i++)
			number = 10 * number + t->text[i] - '0';
		if (i == t->len && i > 1 && number >= n)
			n = number + 1;
	}
	return n;
}

/* DEFINE_PER_CPU(int, x) = 1: an array, of which each process has an element. */
static void parse_per_cpu(struct litmus *l)
{
	struct lexer *x = &l->x;
	int before = l->nglobals, n = c_processes(l);
	struct c_global *g;
	struct ctype t;

	lex_next(x);
	lex_expect(x, "(");
	t = parse_type(l);
	lex_expect(x, ",");
	if (x->error[0])
		return;
	if (c_sizeof(t) * n > C_MAX_ELEMENTS * 8 || !c_sizeof(t) || n < 1) {
		lex_error(x, x->tok.at, "a variable that each CPU has needs a smaller type");
		return;
	}
	declare(l, c_array_of(l, t, n), x->tok.at);
	lex_expect(x, ")");
	if (x->error[0] || l->nglobals == before)
		return;
	g = &l->global[before];
	g->per_cpu = true;
	if (lex_accept(x, "="))
		c_parse_initializers(l, g->loc, t, n);
}

void c_parse_declared(struct litmus *l, struct ctype base)
{
	struct lexer *x = &l->x;

	do {
		struct ctype t = parse_stars(l, base);

		declare(l, t, x->tok.at);
	} while (!x->error[0] && lex_accept(x, ","));
}

bool c_parse_defining(struct litmus *l)
{
	const struct token *t = lex_token(&l->x);
	int macro = defining_macro(t);

	if (macro >= 0)
		parse_defining_macro(l, macro);
	else if (c_is_bitmap(t))
		parse_bitmap(l);
	else if (is_per_cpu(t))
		parse_per_cpu(l);
	else
		return false;
	return true;
}

void c_parse_global(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct litmus_mark mark = litmus_mark(l);

	while (is_qualifier(&x->tok))
		lex_next(x);
	if (!c_parse_defining(l))
		c_parse_declared(l, c_parse_base(l));
	lex_expect(x, ";");
	if (litmus_recover(l, &mark, ";"))
		lex_accept(x, ";");
}

/* herd7 takes static as a name too. */
bool c_static_starts(const struct litmus *l)
{
	const struct token *t = lex_token(&l->x);

	return token_is(t, "static") && t[1].kind == T_NAME && c_global_starts(l);
}

void c_read_statics(struct litmus *l, const struct token *t, const struct token *end)
{
	struct lex_spot back = lex_here(&l->x);

	for (; t < end && !l->x.error[0]; t++) {
		if (!token_is(t, "static"))
			continue;
		lex_go_to(&l->x, t);
		if (c_static_starts(l))
			c_parse_global(l);
	}
	if (!l->x.error[0])
		lex_go(&l->x, &back);
}

void c_pass_static(struct lexer *x)
{
	while (x->tok.kind != T_END && !tok_is(x, ";"))
		lex_next(x);
	lex_expect(x, ";");
}

/* ---- uses ---- */

static const struct c_global *find_global(const struct litmus *l, const struct token *name)
{
	for (int i = l->nglobals - 1; i >= 0; i--)
		if (is_location(&l->test->loc[l->global[i].loc], name->text, name->len))
			return &l->global[i];
	return NULL;
}

bool c_is_global(const struct litmus *l, const struct token *name)
{
	return find_global(l, name);
}

struct lkmm_expr *c_global(struct litmus *l, const struct token *name)
{
	const struct c_global *g = find_global(l, name);
	struct lkmm_expr *e = g ? new_index(l, LKMM_ADDRESS, g->loc, name->at) : NULL;
	struct ctype t;

	if (!e)
		return NULL;
	t = g->per_cpu ? g->type.aggregate->of : g->type;
	if (g->per_cpu && !l->per_cpu) {
		lex_error(&l->x, name->at, "each CPU has its own '%.*s': use this_cpu_read(), "
			  "this_cpu_ptr() or per_cpu()", name->len > 40 ? 40 : name->len,
			  name->text);
		return NULL;
	}
	t.stars++;
	e->type = c_value_type(t);
	e->type.member = true;
	return c_dereference(l, e, name->at);
}

int c_per_cpu_size(const struct litmus *l, const struct lkmm_expr *address)
{
	while (address && address->kind == LKMM_BINARY)
		address = address->a;
	if (!address || address->kind != LKMM_ADDRESS)
		return 0;
	for (int i = 0; i < l->nglobals; i++) {
		const struct c_global *g = &l->global[i];

		if (g->per_cpu && l->test->loc[address->index].object == g->loc + 1)
			return c_sizeof(g->type.aggregate->of);
	}
	return 0;
}
