// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * One thread and its signal handler: between every two instructions of an operation in turn, the
 * CPU stops for a handler, which increments the object. The operation must look as if it were whole
 * before the handler, or whole behind it. x86: the flag TF stops the CPU.
 */
#include "ops.h"
#include "formula.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { TF = 0x100, MOST = 4000 };

/* The handler comes after each instruction, and increments after the one numbered @at. */
static struct {
	volatile int at, count;
	volatile void *object;
	int width;
} stop;

static char message[256];

/* Other threads, and the handler, are not there at the same time. */
static uint64_t read_value(const volatile void *p, int width)
{
	return width == 8 ? *(const volatile uint8_t *)p : width == 16 ?
	       *(const volatile uint16_t *)p : width == 32 ? *(const volatile uint32_t *)p :
	       *(const volatile uint64_t *)p;
}

static void write_value(volatile void *p, int width, uint64_t value)
{
	if (width == 8)
		*(volatile uint8_t *)p = (uint8_t)value;
	else if (width == 16)
		*(volatile uint16_t *)p = (uint16_t)value;
	else if (width == 32)
		*(volatile uint32_t *)p = (uint32_t)value;
	else
		*(volatile uint64_t *)p = value;
}

static void on_step(int signal)
{
	(void)signal;
	if (++stop.count == stop.at)
		write_value(stop.object, stop.width, read_value(stop.object, stop.width) + 1);
}

/* Sets or clears TF, by "or" or "and"; red: what a function may have below its stack pointer. */
#define STEP_ON(change, bits, sp, red)								\
	__asm__ __volatile__("lea -" red "(%%" sp "), %%" sp "\n\tpushf\n\t"			\
			     change "l %0, (%%" sp ")\n\tpopf\n\tlea " red "(%%" sp "), %%" sp	\
			     :: "i" (bits) : "memory", "cc")

#if defined(__x86_64__)
# define STEP(change, bits) STEP_ON(change, bits, "rsp", "128")
#elif defined(__i386__)
# define STEP(change, bits) STEP_ON(change, bits, "esp", "0")
#else
# define STEP(change, bits) ((void)0)
#endif

/* An operation as a whole: its result, *old, and the object. */
struct outcome {
	int64_t result, old, object;
};

static struct outcome expect(const struct row *row, int64_t v, const uint64_t *arg)
{
	const int64_t in[2] = { (int64_t)arg[0], (int64_t)arg[1] };
	struct values values = { row->width, v, row->args, in };
	bool holds = strcmp(row->when, "-") == 0 || evaluate(row->when, &values);
	struct outcome o = { 0, 0, v };

	if (strcmp(row->returns, "-"))
		o.result = evaluate(row->returns, &values);
	if (row->args[0] == '*')
		o.old = holds ? truncate_to(row->width, arg[0]) : v;
	if (holds && strcmp(row->becomes, "-"))
		o.object = evaluate(row->becomes, &values);
	return o;
}

static int64_t incremented(const struct row *row, int64_t v)
{
	return truncate_to(row->width, (uint64_t)v + 1);
}

static bool same(const struct outcome *a, const struct outcome *b)
{
	return a->result == b->result && a->old == b->old && a->object == b->object;
}

/* Whether the operation went on beyond instruction @at. */
static bool run(const struct row *row, probe_fn *probe, int64_t v, const uint64_t *arg, int at,
		struct outcome *got)
{
	static _Alignas(16) unsigned char object[16];
	uint64_t passed[2] = { arg[0], arg[1] }, result;
	bool is_bool = strpbrk(row->returns, "=<>!") != NULL;

	write_value(object, row->width, (uint64_t)v);
	stop.object = object;
	stop.width = row->width;
	stop.at = at;
	stop.count = 0;
	STEP("or", TF);
	result = row->call(probe, object, passed);
	STEP("and", ~TF);
	got->result = strcmp(row->returns, "-") == 0 ? 0 : is_bool ? (int64_t)result :
		      truncate_to(row->width, result);
	got->old = row->args[0] == '*' ? truncate_to(row->width, passed[0]) : 0;
	got->object = truncate_to(row->width, read_value(object, row->width));
	return stop.count >= at;
}

static const char *check_value(const struct row *row, probe_fn *probe, int64_t v,
			       const uint64_t *arg)
{
	struct outcome behind = expect(row, incremented(row, v), arg);
	struct outcome before = expect(row, v, arg), got;

	before.object = incremented(row, before.object);
	for (int at = 1; at < MOST && run(row, probe, v, arg, at, &got); at++) {
		if (same(&got, &before) || same(&got, &behind))
			continue;
		snprintf(message, sizeof(message),
			 "with a signal behind instruction %d: returned %#" PRIx64
			 ", left %#" PRIx64 " (v = %#" PRIx64 ", arguments %#" PRIx64
			 ", %#" PRIx64 ")", at, (uint64_t)got.result, (uint64_t)got.object,
			 (uint64_t)v, arg[0], arg[1]);
		return message;
	}
	if (stop.count < 3)
		return "the CPU did not stop between instructions";
	return stop.count < MOST ? NULL : "it does not end";
}

const char *check_steps(const struct row *row, probe_fn *probe)
{
	/* Each stop is a signal, and there is a run for each place: so few of them. */
	static const struct { int64_t v; uint64_t arg[2]; } all[] = {
		{ 0, { 1, 5 } }, { 7, { 7, 2 } }, { 1, { (uint64_t)-1, 3 } },
		{ -1, { 8, (uint64_t)-1 } },
	};
	struct sigaction step = { .sa_handler = on_step }, old;
	const char *wrong = NULL;

	sigaction(SIGTRAP, &step, &old);
	for (size_t i = 0; !wrong && i < sizeof(all) / sizeof(all[0]); i++)
		wrong = check_value(row, probe, all[i].v, all[i].arg);
	sigaction(SIGTRAP, &old, NULL);
	return wrong;
}
