// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The axis of a chart is logarithmic. Its marks are round numbers: powers of ten if the values span
 * many, 1, 2 and 5 times these if they span few; and if they are close together, multiples of 1, 2
 * or 5 times a power of ten. There are at least two marks for any values.
 */
#include "scale.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

enum { MANY = 12, ENOUGH = 3 };	/* marks that fit beside each other; that are enough to read values
				 * by */

struct bench_scale bench_scale(double least, double most)
{
	struct bench_scale s = { .least = least, .most = most };
	double middle = sqrt(least) * sqrt(most);

	/*
	 * Room beside the marks; and equal costs, to the last digit, must look equal.
	 */
	s.least = fmin(least / 1.07, middle / 1.1);
	s.most = fmax(most * 1.07, middle * 1.1);
	return s;
}

double bench_scale_at(const struct bench_scale *s, double value)
{
	return (log10(value) - log10(s->least)) / (log10(s->most) - log10(s->least));
}

/* ---- marks ---- */

static void add(struct bench_ticks *t, const struct bench_scale *s, double value)
{
	/* One that is on the edge, but for the arithmetic. */
	double at = bench_scale_at(s, value);

	if (at < -1e-9 || at > 1 + 1e-9)
		return;
	if (t->n < BENCH_MAX_TICKS)
		t->value[t->n] = value;
	t->n++;
}

/* Decimal, to print 0.3 as 0.3: 10 to a negative power is not exact. */
static double times_power(double factor, int exponent)
{
	return exponent < 0 ? factor / pow(10, -exponent) : factor * pow(10, exponent);
}

/* @digits[0..@n) times each @every-th power of ten. */
static struct bench_ticks decades(const struct bench_scale *s, const int *digits, size_t n,
				  int every)
{
	int first = (int)floor(log10(s->least)), last = (int)floor(log10(s->most));
	struct bench_ticks t = { .n = 0 };

	for (int d = first; d <= last; d++)
		for (size_t i = 0; i < n && d % every == 0; i++)
			add(&t, s, times_power(digits[i], d));
	return t;
}

/* Multiples of a step. */
static struct bench_ticks multiples(const struct bench_scale *s, int digit, int exponent)
{
	double first = floor(s->least / times_power(digit, exponent));
	struct bench_ticks t = { .n = 0 };

	for (int i = 0; i <= BENCH_MAX_TICKS && t.n <= BENCH_MAX_TICKS; i++)
		add(&t, s, times_power((first + i) * digit, exponent));
	return t;
}

/* From the largest step on, until there are enough. */
static struct bench_ticks close_together(const struct bench_scale *s)
{
	static const int digits[] = { 5, 2, 1 };
	struct bench_ticks t = { .n = 0 };

	for (int e = (int)ceil(log10(s->most)); t.n < ENOUGH; e--)
		for (size_t i = 0; i < 3 && t.n < ENOUGH; i++)
			t = multiples(s, digits[i], e);
	return t;
}

struct bench_ticks bench_ticks(const struct bench_scale *s)
{
	static const int digits[] = { 1, 2, 5 };
	struct bench_ticks t = decades(s, digits, 3, 1);

	if (t.n < ENOUGH)
		return close_together(s);
	for (int every = 1; t.n > MANY; every++)
		t = decades(s, digits, 1, every);
	return t;
}

/* In as few digits as it has. */
void bench_tick_text(double value, char text[BENCH_TICK_TEXT])
{
	if (value < 1e6)
		snprintf(text, BENCH_TICK_TEXT, "%.12g", value);
	else
		for (int digits = 1; digits <= 12; digits++) {
			snprintf(text, BENCH_TICK_TEXT, "%.*g", digits, value);
			if (fabs(strtod(text, NULL) / value - 1) < 1e-9)
				break;
		}
}
