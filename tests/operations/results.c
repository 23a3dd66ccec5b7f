// SPDX-License-Identifier: GPL-2.0 OR MIT
/* One thread: result, memory, updated argument and neighbouring bytes against the row's formula. */
#include "ops.h"
#include "formula.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#ifndef LKMM_RANDOM
#define LKMM_RANDOM 12
#endif

enum { BUFFER = 48, MIDDLE = 16, NR_RANDOM = LKMM_RANDOM, MAX_VALUES = 12 + NR_RANDOM };

static char message[256];

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Where arithmetic and comparisons change their mind, and a few values without a reason. */
static int list_values(int width, uint64_t *value)
{
	uint64_t min = 1ull << (width - 1), state = 88172645463325252ull;
	const uint64_t edges[] = { 0, 1, 2, 3, (uint64_t)-1, (uint64_t)-2, min, min + 1, min - 1,
				   min - 2, 0x5555555555555555, 0xaaaaaaaaaaaaaaaa };
	int n = (int)(sizeof(edges) / sizeof(edges[0]));

	memcpy(value, edges, sizeof(edges));
	for (int i = 0; i < NR_RANDOM; i++)
		value[n++] = next_random(&state);
	return n;
}

static int count_args(const struct row *row)
{
	int n = *row->args != '\0';

	for (const char *p = row->args; *p; p++)
		n += *p == ' ';
	return n;
}

static const char *mismatch(const struct row *row, const char *what, uint64_t got, uint64_t want,
			    uint64_t v, const uint64_t *arg)
{
	snprintf(message, sizeof(message),
		 "%s: %s %#" PRIx64 ", expected %#" PRIx64 " (v = %#" PRIx64 ", arguments %#" PRIx64
		 ", %#" PRIx64 ")", row->name, what, got, want, v, arg[0], arg[1]);
	return message;
}

static void put_value(unsigned char *p, int width, uint64_t value)
{
	uint8_t b = (uint8_t)value;
	uint16_t h = (uint16_t)value;
	uint32_t w = (uint32_t)value;

	memcpy(p, width == 8 ? (void *)&b : width == 16 ? (void *)&h : width == 32 ? (void *)&w :
	       (void *)&value, (size_t)width / 8);
}

static const char *check_call(const struct row *row, probe_fn *probe, int slot, uint64_t v,
			      const uint64_t *arg)
{
	_Alignas(16) unsigned char got[BUFFER], want[BUFFER];
	size_t offset = (size_t)(MIDDLE + slot * row->width / 8);
	size_t before = row->of_bit ? arg[0] / (size_t)row->width * (size_t)row->width / 8 : 0;
	const int64_t in[2] = { (int64_t)arg[0], (int64_t)arg[1] };
	struct values values = { row->width, truncate_to(row->width, v), row->args, in };
	bool holds = strcmp(row->when, "-") == 0 || evaluate(row->when, &values);
	uint64_t passed[2] = { arg[0], arg[1] }, result;
	bool is_bool = strpbrk(row->returns, "=<>!") != NULL;

	memset(got, 0xa5, sizeof(got));
	put_value(got + offset, row->width, v);
	memcpy(want, got, sizeof(got));
	if (holds && strcmp(row->becomes, "-"))
		put_value(want + offset, row->width, (uint64_t)evaluate(row->becomes, &values));

	result = row->call(probe, got + offset - before, passed);

	if (strcmp(row->returns, "-")) {
		int64_t expected = evaluate(row->returns, &values);

		if (is_bool ? result != (uint64_t)expected :
		    truncate_to(row->width, result) != expected)
			return mismatch(row, "returned", result, (uint64_t)expected, v, arg);
	}
	if (row->args[0] == '*') {
		int64_t expected = holds ? truncate_to(row->width, arg[0]) : values.v;

		if (truncate_to(row->width, passed[0]) != expected)
			return mismatch(row, "left *old", passed[0], (uint64_t)expected, v, arg);
	}
	for (size_t i = 0; i < sizeof(got); i++)
		if (got[i] != want[i])
			return mismatch(row, "left in a byte of memory", got[i], want[i], v, arg);
	return NULL;
}

/* The number of a bit of the first few longs, as many as MIDDLE holds and one; and its mask. */
static void choose_bit(const struct row *row, uint64_t *arg)
{
	uint64_t width = (uint64_t)row->width;

	arg[0] %= MIDDLE * 8 + width;
	arg[1] = 1ull << arg[0] % width;
}

const char *check_results(const struct row *row, probe_fn *probe)
{
	uint64_t value[MAX_VALUES];
	int n = list_values(row->width, value), slot = 0;
	int nargs = row->of_bit ? 1 : count_args(row);

	for (int i = 0; i < n; i++) {
		for (int j = 0; j < (nargs > 0 ? n : 1); j++) {
			for (int k = 0; k < (nargs > 1 ? n : 1); k++) {
				uint64_t arg[2] = { value[j], value[k] };
				const char *wrong;

				if (row->of_bit)
					choose_bit(row, arg);
				wrong = check_call(row, probe, slot++ % (64 / row->width),
						   value[i], arg);
				if (wrong)
					return wrong;
			}
		}
	}
	return NULL;
}
