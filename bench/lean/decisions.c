// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * decisions [FILTER]: for each choice among x86-64 sequences in defs/arch/x86.inc and gen/, the
 * cost of the candidates on this machine. The candidates are written out here, to keep the
 * comparison after the choice; docs/lean.md has the decisions. Ratios are to the first of a group,
 * and measured as in bench/method.c.
 */
#include "../bench.h"

#include <stdio.h>
#include <string.h>

#define TIMES_4(...) __VA_ARGS__; __VA_ARGS__; __VA_ARGS__; __VA_ARGS__
#define TIMES_16(...) TIMES_4(__VA_ARGS__); TIMES_4(__VA_ARGS__); TIMES_4(__VA_ARGS__); \
	TIMES_4(__VA_ARGS__)
#define NOPS __asm__ __volatile__("nop; nop; nop; nop; nop; nop; nop; nop; nop; nop; nop; nop; " \
				  "nop; nop; nop; nop")

#define CANDIDATE(name, ...)									\
	static void name(void *object, unsigned long n)						\
	{											\
		int *v = object;								\
		unsigned int a, b;								\
												\
		(void)a, (void)b;								\
		for (; n; n--) {								\
			TIMES_16(__VA_ARGS__);							\
		}										\
	}

/*
 * The loop of one candidate: alone, and with 16 other instructions in between as in a program that
 * does something else.
 */
#define WAY(name, ...) CANDIDATE(name, __VA_ARGS__) CANDIDATE(name##_apart, __VA_ARGS__; NOPS)

/* Instructions on the object at (%2), with registers %0, which is rax, and %1. Both begin as 0. */
#define ON(text) __asm__ __volatile__(text : "=&a" (a), "=&r" (b) : "r" (v), "0" (0), \
				      "1" (0) : "cc", "r8", "memory")

/* ---- a constant to add ---- */

WAY(constant_register, ON("movl $1, %k1; lock addl %k1, (%2)"))
WAY(constant_immediate, ON("lock addl $1, (%2)"))
WAY(constant_inc, ON("lock incl (%2)"))

/*
 * ---- dec_and_test, branched upon: the value is looked at, or the flags; Rust has no flag outputs
 * ----
 */

WAY(test_value, ON("movl $-1, %k1; lock xaddl %k1, (%2); cmpl $1, %k1; je 1f; nop; 1:"))
WAY(test_flags, ON("lock subl $1, (%2); je 1f; nop; 1:"))
WAY(test_dec, ON("lock decl (%2); je 1f; nop; 1:"))
WAY(test_set, ON("lock decl (%2); sete %b1; testb %b1, %b1; jne 1f; nop; 1:"))

/* ---- smp_mb: which word of the stack ---- */

WAY(mb_below, ON("lock addl $0, -4(%%rsp)"))
WAY(mb_top, ON("lock orq $0, (%%rsp)"))
WAY(mb_far, ON("lock orl $0, -64(%%rsp)"))

/* ---- smp_store_mb ---- */

WAY(store_mb_top, ON("movl %k1, (%2); lock orq $0, (%%rsp)"))
WAY(store_mb_far, ON("movl %k1, (%2); lock orl $0, -64(%%rsp)"))

WAY(store_mb_fence, ON("movl %k1, (%2); mfence"))
WAY(store_mb_stack, ON("movl %k1, (%2); lock addl $0, -4(%%rsp)"))
WAY(store_mb_xchg, ON("xchgl %k1, (%2)"))

/* ---- results that nobody uses ---- */

WAY(unused_xadd, ON("movl $1, %k1; lock xaddl %k1, (%2)"))
WAY(unused_add, ON("lock addl $1, (%2)"))
WAY(unused_loop, ON("movl (%2), %k0; "
		    "1: movl %k0, %k1; orl $1, %k1; lock cmpxchgl %k1, (%2); jne 1b"))
WAY(unused_or, ON("lock orl $1, (%2)"))

/* ---- whether cmpxchg wrote, branched upon ---- */

WAY(wrote_flags, ON("lock cmpxchgl %k1, (%2); jne 1f; 1:"))
WAY(wrote_set, ON("lock cmpxchgl %k1, (%2); sete %b1; testb %b1, %b1; je 1f; 1:"))
WAY(wrote_compare, ON("movl %k0, %%r8d; lock cmpxchgl %k1, (%2); cmpl %k0, %%r8d; jne 1f; 1:"))

/* ---- functions, and ways to call them ---- */

#define FUNCTION(name, text)									\
	__asm__(".pushsection .text\n.balign 16\n.globl " #name "\n.type " #name ", @function\n" \
		#name ": " text "; ret\n.size " #name ", . - " #name "\n.popsection")

FUNCTION(lean_empty, "");
FUNCTION(lean_load, "movl (%rdi), %eax");
FUNCTION(lean_load_endbr, "endbr64; movl (%rdi), %eax");
FUNCTION(lean_load_frame, "pushq %rbp; movq %rsp, %rbp; movl (%rdi), %eax; popq %rbp");
FUNCTION(lean_store, "movl %esi, (%rdi)");
FUNCTION(lean_next, "movq (%rdi), %rax");
FUNCTION(lean_cmpxchg, "movl %esi, %eax; lock cmpxchgl %edx, (%rdi)");
FUNCTION(lean_try_cmpxchg,
	 "movl (%rsi), %eax; lock cmpxchgl %edx, (%rdi); sete %dl; je 1f; movl %eax, (%rsi); "
	 "1: movl %edx, %eax");

FUNCTION(lean_mb_below, "lock addl $0, -4(%rsp)");
FUNCTION(lean_mb_top, "lock orl $0, (%rsp)");

void lean_mb_below(void), lean_mb_top(void);
int lean_empty(const int *), lean_load(const int *), lean_load_endbr(const int *),
	lean_load_frame(const int *);
void lean_store(int *, int);
void *lean_next(void *);
int lean_cmpxchg(int *, int, int);
bool lean_try_cmpxchg(int *, int *, int);

#define USE(value) __asm__ __volatile__("" : : "r" (value))
#define LOADED (*(volatile int *)v)

WAY(load_inline, USE(LOADED))
WAY(load_empty, USE(lean_empty(v)))
WAY(load_call, USE(lean_load(v)))
WAY(load_endbr, USE(lean_load_endbr(v)))
WAY(load_frame, USE(lean_load_frame(v)))
WAY(mb_call_below, lean_mb_below(); (void)v)
WAY(mb_call_top, lean_mb_top(); (void)v)
WAY(store_inline, LOADED = 1)
WAY(store_call, lean_store(v, 1))

/* The object holds its own address: each load waits for the one before. */
#define CHAIN(name, next)									\
	static void name(void *object, unsigned long n)						\
	{											\
		void **v = object;								\
		*v = object;									\
		for (; n; n--) {								\
			TIMES_16(v = next);							\
		}										\
		USE(v);										\
	}

CHAIN(chain_inline, *(void *volatile *)v)
CHAIN(chain_call, lean_next(v))

static inline __attribute__((__always_inline__)) bool by_memory(int *v)
{
	int old = 0;

	return lean_try_cmpxchg(v, &old, 0);
}

/* A comparison with the value that was passed, as compiled by a caller's compiler. */
static inline __attribute__((__always_inline__)) bool by_register(int *v)
{
	int old = 0, found = lean_cmpxchg(v, old, 0);

	if (found == old)
		return true;
	old = found;
	return false;
}

WAY(try_memory, if (!by_memory(v)) __builtin_trap())
WAY(try_register, if (!by_register(v)) __builtin_trap())

static const struct group {
	const char *question;
	struct { const char *name; bench_loop *loop, *apart; } way[6];
} groups[] = {
#define ITEM(name, text) { text, name, name##_apart }
	{ "a constant to add", {
		ITEM(constant_register, "mov $1, r; lock add r"),
		ITEM(constant_immediate, "lock add $1"),
		ITEM(constant_inc, "lock inc") } },
	{ "dec_and_test and a branch", {
		ITEM(test_value, "lock xadd; cmp; je"),
		ITEM(test_flags, "lock sub $1; je"),
		ITEM(test_dec, "lock dec; je"),
		ITEM(test_set, "lock dec; sete; test; jne") } },
	{ "smp_mb", {
		ITEM(mb_below, "lock add to -4(%rsp)"),
		ITEM(mb_top, "lock or to (%rsp)"),
		ITEM(mb_far, "lock or to -64(%rsp)") } },
	{ "smp_mb, then a return", {
		ITEM(mb_call_below, "lock add to -4(%rsp)"),
		ITEM(mb_call_top, "lock or to (%rsp)") } },
	{ "smp_store_mb", {
		ITEM(store_mb_fence, "mov; mfence"),
		ITEM(store_mb_stack, "mov; lock add to -4(%rsp)"),
		ITEM(store_mb_top, "mov; lock or to (%rsp)"),
		ITEM(store_mb_far, "mov; lock or to -64(%rsp)"),
		ITEM(store_mb_xchg, "xchg") } },
	{ "fetch_add, its result unused", {
		ITEM(unused_xadd, "mov $1, r; lock xadd"),
		ITEM(unused_add, "lock add $1") } },
	{ "fetch_or, its result unused", {
		ITEM(unused_loop, "loop of lock cmpxchg"),
		ITEM(unused_or, "lock or $1") } },
	{ "cmpxchg and a branch", {
		ITEM(wrote_flags, "lock cmpxchg; jne"),
		ITEM(wrote_set, "lock cmpxchg; sete; test; je"),
		ITEM(wrote_compare, "mov; lock cmpxchg; cmp; jne") } },
	{ "a load", {
		ITEM(load_inline, "inline"),
		ITEM(load_empty, "call of a function that does nothing"),
		ITEM(load_call, "call: mov; ret"),
		ITEM(load_endbr, "call: endbr64; mov; ret"),
		ITEM(load_frame, "call: push; mov; mov; pop; ret") } },
	{ "a store", {
		ITEM(store_inline, "inline"),
		ITEM(store_call, "call: mov; ret") } },
	{ "a chain of loads, each of the address for the next", {
		{ "inline", chain_inline, NULL },
		{ "call: mov; ret", chain_call, NULL } } },
	{ "try_cmpxchg called, *old a local variable", {
		ITEM(try_memory, "call of try_cmpxchg: *old in memory"),
		ITEM(try_register, "call of cmpxchg and a comparison") } },
#undef ITEM
};

static void measure(const struct group *g)
{
	static const struct bench_limits limits = { .spread = 0.01, .seconds = 2 };
	bench_loop *loops[12];
	struct bench_result results[12];
	size_t n = 0, apart;

	while (n < 6 && g->way[n].loop) {
		loops[n] = g->way[n].loop;
		n++;
	}
	bench_measure(loops, n, &limits, results);
	apart = g->way[0].apart ? n : 0;
	for (size_t i = 0; i < apart; i++)
		loops[i] = g->way[i].apart;
	if (apart)
		bench_measure(loops, n, &limits, results + n);
	printf("\n%s\n", g->question);
	for (size_t i = 0; i < n; i++) {
		printf("  %-40s %6.2f ns %5.2f", g->way[i].name, results[i].ns, results[i].ratio);
		if (apart)
			printf("    apart %6.2f ns %5.2f", results[n + i].ns, results[n + i].ratio);
		printf("\n");
	}
}

int main(int argc, char **argv)
{
	if (argc > 2) {
		fputs("usage: decisions [FILTER]\n", stderr);
		return 2;
	}
	bench_pin();
	printf("ns per operation and ratio to the first, medians; apart: 16 other instructions in "
	       "between\n");
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if (argc < 2 || strstr(groups[i].question, argv[1]))
			measure(&groups[i]);
	return 0;
}
