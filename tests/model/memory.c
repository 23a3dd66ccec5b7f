// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * memory FILE...: reads and decides each test again and again, with one failing allocation each
 * time: the first, the second, and so on. Each failure must be reported, or have no effect.
 * TAP, a point for each test.
 */
#include "front/test.h"
#include "tests/tap.h"

#include <lkmm/check/check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long left = -1;			/* allocations until one fails; -1: none does */
static int failures;

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
void *__real_lkmm_alloc(struct lkmm_arena *a, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t size);
void *__wrap_lkmm_alloc(struct lkmm_arena *a, size_t size);

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

/* Few of these need new memory, and any of them could. */
void *__wrap_lkmm_alloc(struct lkmm_arena *a, size_t size)
{
	return fails() ? NULL : __real_lkmm_alloc(a, size);
}

static void fail(const char *file, long n, const char *what)
{
	printf("# %s: allocation %ld: %s\n", file, n, what);
	failures++;
}

static void read_without(const char *file, const char *text, size_t size)
{
	static struct litmus_test l;
	bool ok = false, whole = litmus_parse(&l, text, size);

	lkmm_arena_free(l.arena);
	for (long n = 0; !ok; n++) {
		left = n;
		ok = litmus_parse(&l, text, size);
		/* None failed: that is the end. */
		if (left >= 0) {
			if (ok != whole)
				fail(file, n, "reads differently the second time");
			ok = true;
		} else if (ok) {
			fail(file, n, "is read without it");
			ok = false;
		} else if (!strstr(l.error[0].text, "out of memory")) {
			fail(file, n, l.error[0].text);
		}
		left = -1;
		lkmm_arena_free(l.arena);
	}
}

static bool same(const struct lkmm_answer *a, const struct lkmm_answer *b)
{
	return a->observation == b->observation && a->flags == b->flags &&
	       a->nstates == b->nstates && a->positive == b->positive;
}

static void decide_without(const char *file, const struct lkmm_test *t, struct lkmm_options o)
{
	/* None that is built in is about instructions alone. */
	const struct lkmm_model *model = t->architecture ? &lkmm_sc_model : &lkmm_kernel_model;
	struct lkmm_answer whole, a;
	bool end = false;

	lkmm_check(t, model, &o, &whole);
	/* The first ones are each of another kind, the rest more and more of the same. */
	for (long n = 0; !end; n += n < 100 ? 1 : n < 10000 ? 97 : n / 10) {
		enum lkmm_status status;

		left = n;
		status = lkmm_check(t, model, &o, &a);
		end = left >= 0;
		left = -1;
		if (status == LKMM_OK ? !same(&a, &whole) : status != LKMM_NO_MEMORY || end)
			fail(file, n, "another answer");
		lkmm_answer_free(&a);
	}
	lkmm_answer_free(&whole);
}

static void test_file(const char *file)
{
	static char text[1 << 16];
	static struct litmus_test l;
	FILE *in = fopen(file, "r");
	size_t n = in ? fread(text, 1, sizeof(text), in) : 0;
	int before = failures;

	if (in)
		fclose(in);
	read_without(file, text, n);
	if (litmus_parse(&l, text, n)) {
		decide_without(file, &l.program, (struct lkmm_options){ .states = false });
		decide_without(file, &l.program, (struct lkmm_options){ .states = true });
		decide_without(file, &l.program, (struct lkmm_options){
			.states = true, .search = LKMM_SEARCH_EAGER });
	}
	tap(failures == before, "%s", file);
	lkmm_arena_free(l.arena);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		test_file(argv[i]);
	return tap_end();
}
