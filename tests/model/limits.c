// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Every limit of the library: just below it and at it a test is decided, above it the answer is
 * LKMM_TOO_LARGE and names the limit; all that on a thread with 128 KB of stack.
 */
#include "../tap.h"

#include <lkmm/check/check.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STACK = 128 << 10 };

static void expect(bool ok, const char *what, long n)
{
	tap(ok, "%s: %ld", what, n);
}

static const struct lkmm_op *op(const char *name)
{
	for (int i = 0; i < lkmm_nr_ops; i++)
		if (!lkmm_ops[i].atomic && !strcmp(lkmm_ops[i].name, name))
			return &lkmm_ops[i];
	abort();
}

/* ---- a test of any size ---- */

struct made {
	struct lkmm_arena *a;
	struct lkmm_test t;
};

static void *make(struct made *m, size_t size)
{
	void *p = lkmm_alloc(m->a, size ? size : 1);

	if (!p)
		abort();
	return p;
}

static struct lkmm_expr *expr(struct made *m, enum lkmm_expr_kind kind, struct lkmm_expr *a,
			      struct lkmm_expr *b)
{
	struct lkmm_expr *e = make(m, sizeof(*e));

	e->kind = kind;
	e->a = a;
	e->b = b;
	return e;
}

static struct lkmm_expr *number(struct made *m, int64_t n)
{
	struct lkmm_expr *e = expr(m, LKMM_NUMBER, NULL, NULL);

	e->number = n;
	return e;
}

static struct lkmm_expr *access(struct made *m, const char *name, struct lkmm_expr *value)
{
	struct lkmm_expr *e = expr(m, LKMM_ACCESS, NULL, NULL);

	e->access = make(m, sizeof(*e->access));
	e->access->op = op(name);
	e->access->inout = -1;
	e->access->arg[0] = expr(m, LKMM_ADDRESS, NULL, NULL);
	e->access->arg[1] = value;
	return e;
}

/* Puts @s, or @e as a statement, before the statements of thread @t. */
static void before(struct made *m, int t, struct lkmm_stmt *s, struct lkmm_expr *e)
{
	if (!s) {
		s = make(m, sizeof(*s));
		s->expr = e;
	}
	s->next = m->t.thread[t].body;
	m->t.thread[t].body = s;
}

/* r0 = @e */
static void assign(struct made *m, struct lkmm_expr *e)
{
	before(m, 0, NULL, expr(m, LKMM_ASSIGN, e, NULL));
}

static struct lkmm_cond *is_zero(struct made *m)
{
	struct lkmm_cond *c = make(m, sizeof(*c));

	c->kind = LKMM_SAME;
	c->left = (struct lkmm_atom){ .kind = LKMM_FINAL_LOCATION };
	c->right = (struct lkmm_atom){ .kind = LKMM_CONSTANT };
	return c;
}

/* A test with as many threads, locations and registers in each. */
static void start(struct made *m, int threads, int locs, int regs)
{
	memset(m, 0, sizeof(*m));
	m->a = lkmm_arena_new();
	if (!m->a)
		abort();
	m->t.name = "made";
	m->t.nthreads = threads;
	m->t.nlocs = locs;
	m->t.thread = make(m, sizeof(*m->t.thread) * (size_t)threads);
	m->t.loc = make(m, sizeof(*m->t.loc) * (size_t)locs);
	for (int i = 0; i < locs; i++)
		m->t.loc[i].name = "x";
	for (int i = 0; i < threads; i++) {
		m->t.thread[i].nregs = regs;
		m->t.thread[i].reg = make(m, sizeof(struct lkmm_register) * (size_t)regs);
	}
	m->t.cond = is_zero(m);
}

/* ---- tests that have N of something ---- */

static void threads(struct made *m, int n)
{
	start(m, n, 1, 0);
}

static void locations(struct made *m, int n)
{
	start(m, 1, n, 0);
}

static void registers(struct made *m, int n)
{
	start(m, 1, 1, n);
}

static void observed(struct made *m, int n)
{
	start(m, 1, 1, 0);
	m->t.observed = make(m, sizeof(*m->t.observed) * (size_t)n);
	m->t.nobserved = n;
	for (int i = 0; i < n; i++)
		m->t.observed[i].kind = LKMM_FINAL_LOCATION;
}

/* One of them is the initial write. */
static void events(struct made *m, int n)
{
	start(m, 4, 1, 0);
	for (int i = 1; i < n; i++)
		before(m, i % 4, NULL, access(m, "WRITE_ONCE", number(m, i)));
}

/* A conjunction of @n conditions, no deeper than it must be. */
static struct lkmm_cond *conjunction(struct made *m, int n)
{
	struct lkmm_cond *c;

	if (n == 1)
		return is_zero(m);
	c = make(m, sizeof(*c));
	*c = (struct lkmm_cond){ .kind = LKMM_BOTH, .a = conjunction(m, n / 2),
				 .b = conjunction(m, n - n / 2) };
	return c;
}

/* The condition is one. */
static void needs(struct made *m, int n)
{
	start(m, 1, 1, 0);
	m->t.filter = conjunction(m, n - 1);
}

static void depth_of_cond(struct made *m, int n)
{
	start(m, 1, 1, 0);
	for (int i = 1; i < n; i++) {
		struct lkmm_cond *c = make(m, sizeof(*c));

		*c = (struct lkmm_cond){ .kind = LKMM_NEITHER, .a = m->t.cond };
		m->t.cond = c;
	}
}

static void depth_of_expr(struct made *m, int n)
{
	struct lkmm_expr *e;

	start(m, 1, 1, 1);
	e = access(m, "READ_ONCE", NULL);
	/* the statement, the assignment, the access and its address are four levels */
	for (int i = 4; i < n; i++) {
		e = expr(m, LKMM_UNARY, e, NULL);
		e->op = LKMM_NOT;
	}
	assign(m, e);
}

static void depth_of_stmt(struct made *m, int n)
{
	struct lkmm_stmt *s = NULL;

	start(m, 1, 1, 0);
	for (int i = 1; i < n; i++) {
		struct lkmm_stmt *outer = make(m, sizeof(*outer));

		*outer = (struct lkmm_stmt){ .kind = LKMM_IF, .expr = number(m, 1), .body = s };
		s = outer;
	}
	before(m, 0, s, NULL);
}

static void operations(struct made *m, int n)
{
	struct lkmm_expr *e;

	start(m, 1, 1, 1);
	e = access(m, "READ_ONCE", NULL);
	/* the read is one */
	for (int i = 1; i < n; i++) {
		e = expr(m, LKMM_BINARY, e, number(m, 1));
		e->op = LKMM_ADD;
	}
	assign(m, e);
}

/* if (READ_ONCE(*x)) @body */
static void branch(struct made *m, struct lkmm_stmt *body)
{
	struct lkmm_stmt *s = make(m, sizeof(*s));

	*s = (struct lkmm_stmt){ .kind = LKMM_IF, .expr = access(m, "READ_ONCE", NULL),
				 .body = body };
	before(m, 0, s, NULL);
}

static void add_ways(struct made *m, int n)
{
	struct lkmm_stmt *leave = make(m, sizeof(*leave));

	leave->kind = LKMM_RETURN;
	if (n == 1)
		return;
	add_ways(m, n % 2 ? n - 1 : n / 2);
	branch(m, n % 2 ? leave : NULL);
}

static void ways(struct made *m, int n)
{
	start(m, 1, 1, 0);
	add_ways(m, n);
}

/* ---- at, below and above ---- */

static const struct {
	void (*make)(struct made *m, int n);
	enum lkmm_limit limit;
} tests[] = {
	{ threads, LKMM_LIMIT_THREADS },
	{ locations, LKMM_LIMIT_LOCATIONS },
	{ registers, LKMM_LIMIT_REGISTERS },
	{ observed, LKMM_LIMIT_OBSERVED },
	{ events, LKMM_LIMIT_EVENTS },
	{ depth_of_cond, LKMM_LIMIT_DEPTH },
	{ depth_of_expr, LKMM_LIMIT_DEPTH },
	{ depth_of_stmt, LKMM_LIMIT_DEPTH },
	{ needs, LKMM_LIMIT_NEEDS },
	{ operations, LKMM_LIMIT_OPERATIONS },
	{ ways, LKMM_LIMIT_WAYS },
};

static void try(size_t i, int by)
{
	long n = lkmm_limit_value[tests[i].limit].most + by;
	const char *what = lkmm_limit_value[tests[i].limit].what;
	struct lkmm_options o = { 0 };
	struct lkmm_answer a;
	enum lkmm_status status;
	struct made m;

	tests[i].make(&m, (int)n);
	status = lkmm_check(&m.t, &lkmm_kernel_model, &o, &a);
	if (by > 0)
		expect(status == LKMM_TOO_LARGE && a.limit == tests[i].limit, what, n);
	else
		expect(status == LKMM_OK && !a.limit && (a.positive || a.negative), what, n);
	lkmm_answer_free(&a);
	lkmm_arena_free(m.a);
}

static void *try_all(void *arg)
{
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		for (int by = -1; by <= 1; by++)
			try(i, by);
	return arg;
}

int main(void)
{
	pthread_attr_t attr;
	pthread_t thread;

	pthread_attr_init(&attr);
	if (pthread_attr_setstacksize(&attr, STACK) ||
	    pthread_create(&thread, &attr, try_all, NULL))
		return 1;
	pthread_join(thread, NULL);
	return tap_end();
}
