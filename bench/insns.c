// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * insns WAY: each operation in the way of that name, once and then eleven times, for insns.py to
 * count executed instructions: insns_mark() is called before, between and after them. insns: lists
 * the choices, as "way WAY DESCRIPTION", "op NAME", and "lacks WAY NAME".
 */
#include "bench.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

void insns_mark(void);
__attribute__((__noinline__)) void insns_mark(void)
{
	__asm__ __volatile__("");
}

/* The loop around the operation. */
static void loop_empty(void *memory, unsigned long iterations)
{
	do
		__asm__ __volatile__("" : : "r" (memory));
	while (--iterations);
}

#ifdef __aarch64__
# define WAY fixed
# include "insns.h"
# define WAY fixed_llsc
# include "insns.h"
# define WAY flag
# include "insns.h"
# define WAY patch
# include "insns.h"
# define WAY stub
# include "insns.h"
#else
# define WAY inlined
# include "insns.h"
# define WAY generic
# include "insns.h"
#endif
#define WAY call
#include "insns.h"
#define WAY c11
#include "insns.h"

static const struct {
	const char *name, *text;
	bench_loop *const *loops;
} ways[] = {
#ifdef __aarch64__
	{ "fixed", "inline, LSE or LL/SC known at compile time", loops_fixed },
	{ "fixed_llsc", "inline, LL/SC", loops_fixed_llsc },
	{ "flag", "inline, flag and branch: the default", loops_flag },
	{ "patch", "inline, patched branch", loops_patch },
	{ "call", "call of liblkmm.a, -fno-plt", loops_call },
	{ "stub", "call of liblkmm.a, through the stub of the IFUNC", loops_stub },
	{ "c11", "C11, gcc -moutline-atomics", loops_c11 },
#else
	{ "inlined", "inline", loops_inlined },
	{ "call", "call of liblkmm.a", loops_call },
	{ "generic", "inline, the generic backend", loops_generic },
	{ "c11", "C11", loops_c11 },
#endif
};

static const struct {
	const char *name;
	long start;
} ops[] = {
#define OP(name, operation, order, family, object, value, width, returns, start, ...)		\
	{ #name, start },
#include "ops.h"
};

enum { WAYS = sizeof(ways) / sizeof(ways[0]), OPS = sizeof(ops) / sizeof(ops[0]) };

static _Alignas(64) char memory[64];

/* The value of the object, for any width: bytes and halfwords always start as 0. */
static void fill(long start)
{
	int64_t wide = start;
	int32_t narrow = (int32_t)start;

	memcpy(memory, &wide, sizeof(wide));
	memcpy(memory, &narrow, sizeof(narrow));
}

/* One function for all loops: what is around them must not differ. */
__attribute__((__noinline__)) static void measure(bench_loop *loop, long start)
{
	fill(start);
	insns_mark();
	loop(memory, 1);
	insns_mark();
	loop(memory, 11);
	insns_mark();
}

static void list(void)
{
	for (size_t i = 0; i < WAYS; i++)
		printf("way %s %s\n", ways[i].name, ways[i].text);
	for (size_t i = 0; i < OPS; i++)
		printf("op %s\n", ops[i].name);
	for (size_t i = 0; i < WAYS; i++)
		for (size_t k = 0; k < OPS; k++)
			if (!ways[i].loops[k])
				printf("lacks %s %s\n", ways[i].name, ops[k].name);
}

int main(int argc, char **argv)
{
	bench_loop *volatile empty = loop_empty;

	if (argc == 1) {
		list();
		return 0;
	}
	for (size_t i = 0; i < WAYS; i++) {
		if (strcmp(argv[1], ways[i].name))
			continue;
		measure(empty, 0);
		for (size_t k = 0; k < OPS; k++)
			measure(ways[i].loops[k] ? ways[i].loops[k] : loop_empty, ops[k].start);
		return 0;
	}
	return 2;
}
