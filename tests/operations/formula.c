// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Evaluates formulas by their blanks: tokens are separated by one, and no row needs more than one
 * operator of two arithmetic ones and a comparison, read from left to right. Parentheses are only
 * around what comes first anyway.
 */
#include "formula.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int64_t truncate_to(int width, uint64_t x)
{
	return width == 64 ? (int64_t)x : (int64_t)(x << (64 - width)) >> (64 - width);
}

static void give_up(const char *text)
{
	printf("Bail out! cannot evaluate '%s'\n", text);
	exit(2);
}

/* A word of @args, which may be written *name there and here. */
static int64_t named(const char *name, const struct values *values)
{
	const char *p = values->args;

	name += *name == '*';
	if (strcmp(name, "v") == 0)
		return values->v;
	for (int i = 0; *p; i++) {
		size_t n;

		p += *p == '*';
		n = strcspn(p, " ");
		if (strlen(name) == n && strncmp(p, name, n) == 0)
			return truncate_to(values->width, (uint64_t)values->arg[i]);
		p += n + strspn(p + n, " ");
	}
	give_up(name);
	return 0;
}

static int64_t operand(const char *token, const struct values *values)
{
	if (*token == '~')
		return ~operand(token + 1, values);
	if (isdigit((unsigned char)*token))
		return atoll(token);
	return named(token, values);
}

static int64_t apply(const char *text, const char *op, int64_t a, int64_t b, int width)
{
	uint64_t x = (uint64_t)a, y = (uint64_t)b;

	if (strcmp(op, "+") == 0)
		return truncate_to(width, x + y);
	if (strcmp(op, "-") == 0)
		return truncate_to(width, x - y);
	if (strcmp(op, "&") == 0)
		return truncate_to(width, x & y);
	if (strcmp(op, "|") == 0)
		return truncate_to(width, x | y);
	if (strcmp(op, "^") == 0)
		return truncate_to(width, x ^ y);
	if (strcmp(op, "==") == 0)
		return a == b;
	if (strcmp(op, "!=") == 0)
		return a != b;
	if (strcmp(op, "<") == 0)
		return a < b;
	if (strcmp(op, "<=") == 0)
		return a <= b;
	if (strcmp(op, ">") == 0)
		return a > b;
	if (strcmp(op, ">=") == 0)
		return a >= b;
	give_up(text);
	return 0;
}

/* "LEFT OP (RIGHT)" with @right at the parenthesis. */
static int64_t evaluate_both(const char *text, const char *right, const struct values *values)
{
	char left[64], op[2] = { right[-2], '\0' };
	int n = (int)(right - text) - 3;

	if (n < 1 || right[-1] != ' ' || n >= (int)sizeof(left))
		give_up(text);
	snprintf(left, sizeof(left), "%.*s", n, text);
	return apply(text, op, evaluate(left, values), evaluate(right, values), values->width);
}

int64_t evaluate(const char *text, const struct values *values)
{
	char copy[64], *token, *next;
	int64_t result;
	size_t n = 0;

	if (*text != '(' && strchr(text, '('))
		return evaluate_both(text, strchr(text, '('), values);
	if (strlen(text) >= sizeof(copy))
		give_up(text);
	for (const char *p = text; *p; p++)
		if (*p != '(' && *p != ')')
			copy[n++] = *p;
	copy[n] = '\0';
	token = strtok_r(copy, " ", &next);
	if (!token)
		give_up(text);
	result = operand(token, values);
	while ((token = strtok_r(NULL, " ", &next))) {
		const char *op = token, *right = strtok_r(NULL, " ", &next);

		if (!right)
			give_up(text);
		result = apply(text, op, result, operand(right, values), values->width);
	}
	return result;
}
