// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The parts of a program: names, expressions and statements; and the limits of its size. */
#include "build.h"

#include <string.h>

/* ---- memory and limits ---- */

void *litmus_alloc(struct litmus *l, size_t size)
{
	void *p;

	if (l->nodes++ == LITMUS_MAX_NODES) {
		lex_fatal(&l->x, l->x.tok.at, "the test is too large");
		l->nodes--;
		return NULL;
	}
	p = lkmm_alloc(l->arena, size);
	if (!p) {
		l->no_memory = true;
		lex_fatal(&l->x, l->x.tok.at, "out of memory");
	}
	return p;
}

char *litmus_text(struct litmus *l, const char *text, int len)
{
	char *s = litmus_alloc(l, (size_t)len + 1);

	if (s)
		memcpy(s, text, (size_t)len);
	return s;
}

char *litmus_name(struct litmus *l)
{
	return litmus_text(l, l->x.tok.text, l->x.tok.len);
}

void *litmus_grow(struct litmus *l, void *array, int n, size_t size)
{
	void *p;

	if (n & (n - 1))
		return array;
	p = litmus_alloc(l, size * (n ? 2 * (size_t)n : 1));
	if (p && n)
		memcpy(p, array, size * (size_t)n);
	return p;
}

/* Levels use very different amounts of stack, so the stack itself is limited. */
#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
enum { MAX_STACK = 1 << 20 };
#elif defined(__wasm__)			/* frames are larger; the linker gets the size */
enum { MAX_STACK = 160 << 10 };
#else
enum { MAX_STACK = 80 << 10 };
#endif

bool too_deep(struct litmus *l)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);
	uintptr_t used = here < l->stack ? l->stack - here : here - l->stack;

	if (l->depth < LITMUS_MAX_DEPTH && used < MAX_STACK)
		return false;
	lex_fatal(&l->x, l->x.tok.at, "nested too deeply");
	return true;
}

/* Expressions are walked by recursion: this keeps the stack small for any shape. */
enum { MAX_PARTS = 5000 };

void count_part(struct litmus *l, struct lkmm_place at)
{
	if (++l->parts > MAX_PARTS)
		lex_fatal(&l->x, at, "expected a statement or condition of at most %d parts",
			  MAX_PARTS);
}

/* ---- names ---- */

bool same_name(const char *s, const char *name, int len)
{
	/* Most differ in the first character. */
	if (len && *s != *name)
		return false;
	return strlen(s) == (size_t)len && !memcmp(s, name, (size_t)len);
}

/* An array is called x, and its first element x[0]; a struct n, and its first member n.next. */
bool is_location(const struct lkmm_location *p, const char *name, int len)
{
	return same_name(p->name, name, len) ||
	       (p->object && !p->offset && strcspn(p->name, "[.") == (size_t)len &&
		!memcmp(p->name, name, (size_t)len));
}

/* n.next begins with n. */
static bool starts_object(const char *s, const char *name, int len)
{
	return strcspn(s, ".[") == (size_t)len && !memcmp(s, name, (size_t)len);
}

int find_location(const struct lkmm_test *t, const char *name, int len)
{
	for (int i = 0; i < t->nlocs; i++)
		if (is_location(&t->loc[i], name, len) ||
		    (t->loc[i].object == i + 1 && starts_object(t->loc[i].name, name, len)))
			return i;
	return -1;
}

/* Variable 0 can be written to even if there is none: add_location() returns it after an error. */
void reserve_location(struct litmus *l)
{
	l->test->loc = litmus_alloc(l, sizeof(*l->test->loc));
	if (l->test->loc)
		l->test->loc->name = "";
}

int add_location(struct litmus *l, const char *name, int len)
{
	int i = find_location(l->test, name, len);
	struct lkmm_location *p;
	char *text;

	if (i >= 0)
		return i;
	text = litmus_text(l, name, len);
	p = text ? litmus_grow(l, l->test->loc, l->test->nlocs, sizeof(*p)) : NULL;
	if (!p)
		return 0;
	l->test->loc = p;
	p[l->test->nlocs].name = text;
	return l->test->nlocs++;
}

int find_register(const struct lkmm_thread *t, const char *name, int len)
{
	for (int i = 0; i < t->nregs; i++)
		if (same_name(t->reg[i].name, name, len))
			return i;
	return -1;
}

int new_register(struct litmus *l, struct lkmm_thread *t, const char *name, int len,
		 struct lkmm_integer type)
{
	struct lkmm_register *p = litmus_grow(l, t->reg, t->nregs, sizeof(*p));

	if (!p)
		return -1;
	t->reg = p;
	p[t->nregs].name = litmus_text(l, name, len);
	p[t->nregs].integer = type;
	p[t->nregs].at = l->instead.line ? l->instead : l->x.tok.at;
	return p[t->nregs].name ? t->nregs++ : -1;
}

int add_register(struct litmus *l, struct lkmm_thread *t, const char *name, int len,
		 struct lkmm_integer type)
{
	int i = find_register(t, name, len);

	return i >= 0 ? i : new_register(l, t, name, len, type);
}

struct lkmm_thread *thread_number(struct litmus *l, int64_t n)
{
	if (n < 0 || n > 255) {
		lex_error(&l->x, l->x.tok.at, "expected a process of 0 to 255, found %lld",
			  (long long)n);
		return NULL;
	}
	while (l->test->nthreads <= n) {
		struct lkmm_thread *p =
			litmus_grow(l, l->test->thread, l->test->nthreads, sizeof(*p));

		if (!p)
			return NULL;
		l->test->thread = p;
		l->test->nthreads++;
	}
	return &l->test->thread[n];
}

int litmus_thread(const struct litmus *l)
{
	return l->thread && l->thread != &l->apart ? (int)(l->thread - l->test->thread)
						   : LITMUS_NO_THREAD;
}

/* ---- expressions and statements ---- */

struct lkmm_expr *new_expr(struct litmus *l, enum lkmm_expr_kind kind, struct lkmm_place at)
{
	struct lkmm_expr *e = litmus_alloc(l, sizeof(*e));

	count_part(l, at);
	if (e) {
		e->kind = kind;
		e->at = l->instead.line ? l->instead : at;
	}
	return e;
}

struct lkmm_expr *new_binary(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
			     struct lkmm_expr *b, struct lkmm_place at)
{
	struct lkmm_expr *e = new_expr(l, b ? LKMM_BINARY : LKMM_UNARY, at);

	if (e) {
		e->op = op;
		e->a = a;
		e->b = b;
	}
	return e;
}

void set_unsigned(struct lkmm_expr *e, struct lkmm_integer type)
{
	if (e)
		e->is_unsigned = type.bits == 64 && type.is_unsigned;
}

bool add_access(struct litmus *l, struct lkmm_expr *e, enum lkmm_access_kind kind)
{
	struct lkmm_expr **all =
		litmus_grow(l, l->out->source.access, l->out->source.naccesses, sizeof(*all));

	if (!e || !all || !(e->access = litmus_alloc(l, sizeof(*e->access))))
		return false;
	l->out->source.access = all;
	l->out->source.access[l->out->source.naccesses++] = e;
	e->access->kind = kind;
	e->access->inout = -1;
	e->access->call = l->call;
	e->access->may_race = l->may_race;
	return true;
}

struct lkmm_expr *new_access(struct litmus *l, enum lkmm_access_kind kind,
			     struct lkmm_expr *address, struct lkmm_place at)
{
	struct lkmm_expr *e = new_expr(l, LKMM_ACCESS, at);

	if (!add_access(l, e, kind))
		return NULL;
	e->access->arg[0] = address;
	return e;
}

struct lkmm_expr *new_number(struct litmus *l, int64_t n, struct lkmm_place at)
{
	struct lkmm_expr *e = new_expr(l, LKMM_NUMBER, at);

	if (e)
		e->number = n;
	return e;
}

/* A register, or the address of a location. */
struct lkmm_expr *new_index(struct litmus *l, enum lkmm_expr_kind kind, int index,
			    struct lkmm_place at)
{
	struct lkmm_expr *e = new_expr(l, kind, at);

	if (e)
		e->index = index;
	return e;
}

struct lkmm_expr *new_cast(struct litmus *l, struct lkmm_integer to, struct lkmm_expr *a,
			   struct lkmm_place at)
{
	struct lkmm_expr *e = new_expr(l, LKMM_CAST, at);

	if (e) {
		e->to = e->type.integer = to;
		e->a = a;
	}
	return e;
}

struct lkmm_expr *new_local(struct litmus *l, int reg, struct lkmm_place at)
{
	struct lkmm_expr *e = new_index(l, LKMM_REGISTER, reg, at);

	if (e && reg >= 0 && l->thread->reg) {
		e->type = l->thread->reg[reg].type;
		e->type.integer = l->thread->reg[reg].integer;
	}
	return e;
}

struct lkmm_expr *new_assign(struct litmus *l, struct lkmm_expr *to, struct lkmm_expr *value,
			     struct lkmm_place at)
{
	struct lkmm_expr *e;

	if (!to || !value)
		return NULL;
	if (to->kind == LKMM_REGISTER) {
		e = new_expr(l, LKMM_ASSIGN, at);
		if (e) {
			e->index = to->index;
			e->a = value;
		}
		return e;
	}
	if (to->kind == LKMM_ACCESS && to->access->kind == LKMM_PLAIN_LOAD) {
		e = new_access(l, LKMM_PLAIN_STORE, to->access->arg[0], to->at);
		if (e) {
			e->access->arg[1] = value;
			e->access->accessed = to->access->accessed;
		}
		return e;
	}
	lex_error(&l->x, at,
		  "only a register or an object that a pointer points to can be assigned to");
	return NULL;
}

struct lkmm_expr *new_fence(struct litmus *l, enum lkmm_fence fence, struct lkmm_place at)
{
	struct lkmm_expr *e = new_access(l, LKMM_FENCE, NULL, at);

	if (e)
		e->access->fence = fence;
	return e;
}

struct lkmm_stmt *new_stmt(struct litmus *l, enum lkmm_stmt_kind kind, struct lkmm_place at)
{
	struct lkmm_stmt *s = litmus_alloc(l, sizeof(*s));

	l->parts = 0;
	if (s) {
		s->kind = kind;
		s->at = l->instead.line ? l->instead : at;
	}
	return s;
}

static const char failure[] = "assertion";

int failure_register(const struct lkmm_thread *t)
{
	int i = find_register(t, failure, sizeof(failure) - 1);

	return i >= 0 && t->reg[i].given ? i : -1;
}

/* It is observed, to be shown. */
static int assertion_register(struct litmus *l)
{
	int i = add_register(l, l->thread, failure, sizeof(failure) - 1,
			     LKMM_SIGNED(32));
	struct lkmm_register *r = i >= 0 ? &l->thread->reg[i] : NULL;

	if (!r || r->given)
		return i;
	r->given = true;
	r->type.integer = LKMM_SIGNED(32);
	if (l->thread != &l->apart)
		observe_register(l, litmus_thread(l), i);
	return i;
}

struct lkmm_stmt *new_failure(struct litmus *l, enum lkmm_access_kind kind, struct lkmm_place at)
{
	struct lkmm_stmt *note = new_stmt(l, LKMM_EXPR, at), *fails = new_stmt(l, LKMM_EXPR, at);
	struct lkmm_stmt *end = new_stmt(l, LKMM_RETURN, at);

	if (!note || !fails || !end)
		return NULL;
	if (!l->thread) {
		lex_error(&l->x, at, "expected a constant, which cannot fail");
		return NULL;
	}
	note->expr =
		new_assign(l, new_local(l, assertion_register(l), at), new_number(l, 1, at), at);
	fails->expr = new_access(l, kind, NULL, at);
	note->next = fails;
	if (kind != LKMM_WARN)
		fails->next = end;
	return note;
}
