// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * reader N FILE.ll...: reads programs in LLVM IR that are damaged in N ways each, and with each
 * allocation failing in turn. Whatever is read ends in a program or an error. TAP.
 *
 * Linked with --wrap=lkmm_alloc.
 */
#include "front/llvm/llvm.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TRIES = 1000 };

static long allocations, fails_at = -1;

void *__real_lkmm_alloc(struct lkmm_arena *a, size_t size);
void *__wrap_lkmm_alloc(struct lkmm_arena *a, size_t size);

void *__wrap_lkmm_alloc(struct lkmm_arena *a, size_t size)
{
	if (allocations++ == fails_at)
		return NULL;
	return __real_lkmm_alloc(a, size);
}

static uint32_t state;

static uint32_t draw(uint32_t n)
{
	state = state * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)(state >> 8) * n >> 24);
}

/* Whether the program can be read, and if so, main() goes to its end or an error. */
static bool read_program(const char *text)
{
	struct llvm_file file = { "test.ll", text };
	struct litmus_test *t = calloc(1, sizeof(*t));
	struct llvm_program *p;
	struct llvm_failure failure;
	bool good;

	if (!t)
		exit(2);
	p = llvm_read(t, &file, 1, NULL);
	good = p;
	if (p && fails_at >= 0 && allocations > fails_at) {
		printf("# a program, though allocation %ld failed\n", fails_at);
		exit(1);
	}
	if (!p && !t->nerrors) {
		printf("# neither a program nor an error\n");
		exit(1);
	}
	for (int k = 0; p && k < 100; k++)
		if (llvm_finish(p, NULL, &failure) != LLVM_MORE)
			break;
	lkmm_arena_free(t->arena);
	free(t);
	return good;
}

/* ---- damage ---- */

static char *line_at(char *text, size_t at)
{
	char *p = text + at;

	while (p > text && p[-1] != '\n')
		p--;
	return p;
}

static void remove_line(char *text)
{
	char *p = line_at(text, draw((uint32_t)strlen(text))), *end = strchr(p, '\n');

	if (end)
		memmove(p, end + 1, strlen(end + 1) + 1);
}

static void swap_lines(char *text)
{
	char *a = line_at(text, draw((uint32_t)strlen(text)));
	char *b = line_at(text, draw((uint32_t)strlen(text)));
	size_t n = strcspn(a, "\n"), m = strcspn(b, "\n");

	if (n == m)
		return;
	if (n > m)
		n = m;
	for (size_t i = 0; i < n && a != b; i++) {
		char c = a[i];

		a[i] = b[i];
		b[i] = c;
	}
}

static void change_byte(char *text)
{
	static const char often[] = "0123456789%@!,()[]{}<>*\"# ";

	text[draw((uint32_t)strlen(text))] = often[draw(sizeof(often) - 1)];
}

static void change_number(char *text)
{
	char *p = text + draw((uint32_t)strlen(text));

	p += strcspn(p, "0123456789");
	if (*p)
		*p = (char)('0' + draw(10));
}

static void damage(char *text)
{
	int times = 1 + (int)draw(4);

	while (times-- && strlen(text) > 100) {
		switch (draw(5)) {
		case 0:
			remove_line(text);
			break;
		case 1:
			swap_lines(text);
			break;
		case 2:
			change_byte(text);
			break;
		case 3:
			text[draw((uint32_t)strlen(text))] = draw(20) ? ' ' : '\0';
			break;
		default:
			change_number(text);
		}
	}
}

/* ---- files ---- */

static char *read_text(const char *name)
{
	FILE *f = fopen(name, "r");
	long size;
	char *text;

	if (!f || fseek(f, 0, SEEK_END) || (size = ftell(f)) < 0 || fseek(f, 0, SEEK_SET))
		exit(2);
	text = calloc(1, (size_t)size + 1);
	if (!text || fread(text, 1, (size_t)size, f) != (size_t)size)
		exit(2);
	fclose(f);
	return text;
}

static long try_damage(const char *text, int n)
{
	long good = 0;
	char *copy = malloc(strlen(text) + 1);

	for (int i = 0; copy && i < n; i++) {
		state = (uint32_t)i;
		strcpy(copy, text);
		damage(copy);
		if (getenv("LKMM_SHOW_SEED"))
			fprintf(stderr, "seed %d\n", i);
		good += read_program(copy);
	}
	free(copy);
	return good;
}

/*
 * Each allocation fails, one in each try; of more than MOST_TRIES, every second one, or third and
 * so on, unless LKMM_EVERY_ALLOCATION is set. Returns the tries.
 */
static long try_allocations(const char *text, long *all)
{
	long n = 0, step = 1;

	allocations = 0;
	read_program(text);
	*all = allocations;
	if (!getenv("LKMM_EVERY_ALLOCATION"))
		step += (*all - 1) / MOST_TRIES;
	for (long k = 0; k < *all; k += step, n++) {
		allocations = 0;
		fails_at = k;
		if (getenv("LKMM_SHOW_SEED"))
			fprintf(stderr, "allocation %ld\n", k);
		read_program(text);
	}
	fails_at = -1;
	return n;
}

static const char *title(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 0;

	for (int i = 2; i < argc; i++) {
		char *text = read_text(argv[i]);
		bool whole = read_program(text);
		long all, good = try_damage(text, n), failed = try_allocations(text, &all);

		printf("%sok %d - %s: damaged in %d ways (%ld of them are programs), and %ld of "
		       "%ld allocations failing\n", whole ? "" : "not ", i - 1, title(argv[i]), n,
		       good, failed, all);
		free(text);
	}
	printf("1..%d\n", argc - 2);
	return 0;
}
