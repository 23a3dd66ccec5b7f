// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The model as a library: a test put together by hand, decided in two threads at once; its witness;
 * a large one, with an explanation that can be stopped; allocations that fail, one after the other.
 */
#include "../tap.h"

#include <lkmm/check/check.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void expect(bool ok, const char *what)
{
	tap(ok, "%s", what);
}

/* ---- allocations ---- */

static long left = -1;			/* allocations until one fails; -1: none does */

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t size);

static bool fails(void)
{
	return left >= 0 && left-- == 0;
}

void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
	return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t size)
{
	return fails() ? NULL : __real_realloc(p, size);
}

/* ---- message passing ---- */

static const struct lkmm_op *op(const char *name)
{
	for (int i = 0; i < lkmm_nr_ops; i++)
		if (!lkmm_ops[i].atomic && !strcmp(lkmm_ops[i].name, name))
			return &lkmm_ops[i];
	abort();
}

#define ADDR(l)		(&(struct lkmm_expr){ .kind = LKMM_ADDRESS, .index = (l) })
#define NUM(n)		(&(struct lkmm_expr){ .kind = LKMM_NUMBER, .number = (n) })
#define ACCESS(...)                                                                                \
	(&(struct lkmm_expr){ .kind = LKMM_ACCESS, .access = &(struct lkmm_access){ __VA_ARGS__ } })
#define SET(r, e)	(&(struct lkmm_expr){ .kind = LKMM_ASSIGN, .index = (r), .a = (e) })
#define STMT(e, ...)	(&(struct lkmm_stmt){ .kind = LKMM_EXPR, .expr = (e), .next = __VA_ARGS__ })
#define FINAL(t, i)	{ .kind = LKMM_FINAL_REGISTER, .reg = { (t), (i) } }
#define MEMORY(i)	{ .kind = LKMM_FINAL_LOCATION, .loc = (i) }
#define NUMBER(n)	{ .kind = LKMM_CONSTANT, .value = (n) }
#define SAME(l, r)	(&(struct lkmm_cond){ .kind = LKMM_SAME, .left = l, .right = r })

static enum lkmm_status check_mp(bool release, struct lkmm_options *o, struct lkmm_answer *answer)
{
	enum lkmm_order order = release ? LKMM_RELEASE : LKMM_RELAXED;
	const struct lkmm_op *write = op(release ? "smp_store_release" : "WRITE_ONCE");
	struct lkmm_location loc[] = { { .name = "x" }, { .name = "y" } };
	struct lkmm_register reg[] = { { .name = "r0" }, { .name = "r1" } };
	struct lkmm_stmt *writer =
		STMT(ACCESS(.op = op("WRITE_ONCE"), .arg = { ADDR(0), NUM(1) }),
		     STMT(ACCESS(.op = write, .order = order, .arg = { ADDR(1), NUM(1) }), NULL));
	struct lkmm_stmt *reader = STMT(
		SET(0, ACCESS(.op = op("smp_load_acquire"), .order = LKMM_ACQUIRE,
			      .arg = { ADDR(1) })),
		STMT(SET(1, ACCESS(.op = op("READ_ONCE"), .arg = { ADDR(0) })), NULL));
	struct lkmm_thread thread[] = { { .body = writer },
					{ .body = reader, .reg = reg, .nregs = 2 } };
	struct lkmm_cond both = {
		.kind = LKMM_BOTH,
		.a = &(struct lkmm_cond){ .kind = LKMM_SAME,
					  .left = FINAL(1, 0),
					  .right = NUMBER(1) },
		.b = &(struct lkmm_cond){ .kind = LKMM_SAME,
					  .left = FINAL(1, 1),
					  .right = NUMBER(0) },
	};
	struct lkmm_atom observed[] = { FINAL(1, 0), FINAL(1, 1) };
	struct lkmm_test t = {
		.name = "mp",
		.loc = loc,
		.nlocs = 2,
		.thread = thread,
		.nthreads = 2,
		.cond = &both,
		.observed = observed,
		.nobserved = 2,
	};

	return lkmm_check(&t, &lkmm_kernel_model, o, answer);
}

static void *in_thread(void *arg)
{
	bool *ok = arg;

	*ok = true;
	for (int i = 0; i < 200; i++) {
		struct lkmm_options o = { .states = i & 1 };
		struct lkmm_answer a;

		*ok &= check_mp(i & 2, &o, &a) == LKMM_OK;
		*ok &= a.observation == (i & 2 ? LKMM_NEVER : LKMM_SOMETIMES);
		*ok &= !(i & 1) || a.nstates == (i & 2 ? 3 : 4);
		lkmm_answer_free(&a);
	}
	return NULL;
}

static void test_threads(void)
{
	pthread_t thread;
	bool ok[2];

	if (pthread_create(&thread, NULL, in_thread, &ok[0]))
		return;
	in_thread(&ok[1]);
	pthread_join(thread, NULL);
	expect(ok[0] && ok[1], "two checks at once");
}

static void look_at(void *arg, const struct lkmm_execution *x)
{
	int *seen = arg;

	for (int i = 0; x->satisfies && i < x->nevents; i++)
		if (x->event[i].thread == 1 && x->event[i].loc == 0)
			*seen = x->event[i].rf;
}

static void test_witness(void)
{
	int seen = -1;
	struct lkmm_options o = { .show = look_at, .show_arg = &seen };
	struct lkmm_answer a;

	expect(check_mp(false, &o, &a) == LKMM_OK, "message passing");
	expect(seen == 0, "the witness reads the initial value of x");
	lkmm_answer_free(&a);
}

/* ---- a large test ---- */

enum { WRITES = 150 };

static bool count_poll(void *arg)
{
	return (*(long *)arg)-- == 0;
}

static void ignore(void *arg, const struct lkmm_execution *x)
{
	(void)arg;
	(void)x;
}

/* Two threads that write x so often; @polls is how often it may ask whether to stop. */
static enum lkmm_status check_writes(bool explain, long *polls)
{
	static struct lkmm_expr value[2][WRITES], address, write[2][WRITES];
	static struct lkmm_access access[2][WRITES];
	static struct lkmm_stmt stmt[2][WRITES];
	struct lkmm_location loc = { .name = "x" };
	struct lkmm_thread thread[2] = { { .body = stmt[0] }, { .body = stmt[1] } };
	struct lkmm_cond *last = SAME(MEMORY(0), NUMBER(WRITES));
	struct lkmm_test t = { .name = "writes", .loc = &loc, .nlocs = 1, .thread = thread,
			       .nthreads = 2, .cond = last };
	struct lkmm_options o = { .stop = count_poll, .stop_arg = polls,
				  .show = explain ? ignore : NULL };
	struct lkmm_answer a;
	enum lkmm_status status;

	address.kind = LKMM_ADDRESS;
	for (int i = 0; i < 2 * WRITES; i++) {
		int p = i / WRITES, k = i % WRITES;

		value[p][k] = (struct lkmm_expr){ .kind = LKMM_NUMBER, .number = i + 1 };
		access[p][k] = (struct lkmm_access){ .op = op("WRITE_ONCE"),
						     .arg = { &address, &value[p][k] } };
		write[p][k] = (struct lkmm_expr){ .kind = LKMM_ACCESS, .access = &access[p][k] };
		stmt[p][k] = (struct lkmm_stmt){ .kind = LKMM_EXPR, .expr = &write[p][k],
						 .next = k + 1 < WRITES ? &stmt[p][k + 1] : NULL };
	}
	status = lkmm_check(&t, &lkmm_kernel_model, &o, &a);
	lkmm_answer_free(&a);
	return status;
}

/* An explanation polls as often as its work demands, and ends when it is stopped. */
static void test_stop(void)
{
	enum { MOST = 1000000 };
	long without = MOST, with = MOST, some;

	expect(check_writes(false, &without) == LKMM_OK, "writes");
	expect(check_writes(true, &with) == LKMM_OK, "writes, explained");
	without = MOST - without;
	with = MOST - with;
	expect(with - without > 100, "an explanation asks whether to stop");
	printf("# %ld polls, %ld with an explanation\n", without, with);
	some = (without + with) / 2;
	expect(check_writes(true, &some) == LKMM_STOPPED, "an explanation is stopped");
}

static void test_allocations(void)
{
	struct lkmm_options o = { .states = true };
	struct lkmm_answer a;
	enum lkmm_status status = LKMM_NO_MEMORY;
	long n;

	for (n = 0; n < 1000 && status == LKMM_NO_MEMORY; n++) {
		left = n;
		status = check_mp(false, &o, &a);
		left = -1;
		lkmm_answer_free(&a);
	}
	expect(status == LKMM_OK && n > 3, "a failed allocation is reported as such");
}

int main(void)
{
	test_threads();
	test_witness();
	test_stop();
	test_allocations();
	return tap_end();
}
