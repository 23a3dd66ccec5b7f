// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * --filter: names, shell patterns and parts of names, with commas between them. Each must choose an
 * operation: a mistyped one is reported before a minute of measuring.
 */
#include "bench.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As a function of liblkmm is called, in --json too. */
static const char *without_prefix(const char *pattern)
{
	return strncmp(pattern, "lkmm_", 5) ? pattern : pattern + 5;
}

/* An exact name selects only itself: atomic_add is also part of many others. */
static bool is_name(const char *word)
{
	for (size_t i = 0; i < bench_nops; i++)
		if (!strcmp(word, bench_ops[i].name) || !strcmp(word, bench_ops[i].family))
			return true;
	return false;
}

static bool matches(const char *pattern, const struct bench_op *op)
{
	pattern = without_prefix(pattern);
	if (!fnmatch(pattern, op->name, 0) || !fnmatch(pattern, op->family, 0))
		return true;
	return *pattern && !strpbrk(pattern, "*?[\\") && !is_name(pattern) &&
	       strstr(op->name, pattern);
}

/* Marks the operations that one pattern selects. */
static bool choose(const char *pattern, bool *chosen)
{
	bool any = false;

	for (size_t i = 0; i < bench_nops; i++) {
		if (!matches(pattern, &bench_ops[i]))
			continue;
		chosen[i] = true;
		any = true;
	}
	if (!any)
		fprintf(stderr, "lkmm bench: no operation and no family matches '%s'\n", pattern);
	return any;
}

bool bench_filter(const char *filter, bool *chosen)
{
	bool good = true;

	for (;;) {
		size_t n = strcspn(filter, ",");
		char *pattern = strndup(filter, n);

		if (!pattern) {
			fputs("lkmm bench: out of memory\n", stderr);
			return false;
		}
		good &= choose(pattern, chosen);
		free(pattern);
		if (!filter[n])
			return good;
		filter += n + 1;
	}
}
