// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Axes for values from a ten-thousandth to ten million, for one value or many orders of
 * magnitude above: each has two marks at least, in order, within the axis, with room for their
 * numbers, which differ and have the right values. Output is TAP.
 */
#include "tool/bench/scale.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 790, LETTER = 6 };	/* of the axis and of a letter, as the page has them */

/* NULL: the axis is good. */
static const char *look(double least, double most)
{
	struct bench_scale s = bench_scale(least, most);
	struct bench_ticks t = bench_ticks(&s);
	char text[BENCH_TICK_TEXT], before[BENCH_TICK_TEXT] = "";
	double end = -INFINITY;

	if (!(s.least < least) || !(s.most > most))
		return "values lie on the edge";
	if (t.n < 2 || t.n > BENCH_MAX_TICKS)
		return "too few or too many marks";
	for (int i = 0; i < t.n; i++) {
		double at = bench_scale_at(&s, t.value[i]) * WIDTH, half;

		bench_tick_text(t.value[i], text);
		half = LETTER * (double)strlen(text) / 2;
		if (at < -0.01 || at > WIDTH + 0.01)
			return "a mark is outside";
		if (at - half <= end)
			return "numbers overlap";
		end = at + half;
		if (fabs(strtod(text, NULL) / t.value[i] - 1) > 1e-9)
			return "a number is not where its mark is";
		if (!strcmp(text, before))
			return "two marks have one number";
		strcpy(before, text);
		if (strlen(text) > 8)
			return "a number is too long";
	}
	return NULL;
}

/*
 * From 5 to 10, where marks at 1, 2 and 5 alone would be missing, to values beyond all
 * measurements.
 */
static int look_at(const char *what, double least, double most)
{
	const char *wrong = look(least, most);

	if (wrong)
		printf("# %s: %g to %g: %s\n", what, least, most, wrong);
	return !wrong;
}

int main(void)
{
	static const double factors[] = { 1, 1.001, 1.05, 1.2, 1.5, 1.99, 2, 3, 5, 10, 12, 99, 1e3,
					  1e5, 1e9, 1e15 };
	int good = 0, all = 0;

	for (double least = 1e-4; least < 1e7; least *= 1.0371)
		for (size_t i = 0; i < sizeof(factors) / sizeof(factors[0]); i++, all++)
			good += look_at("swept", least, least * factors[i]);
	for (int e = -4; e < 7; e++)
		for (int from = 1; from < 10; from++)
			for (int to = from; to <= 10; to++, all++)
				good += look_at("within a decade", from * pow(10, e),
						to * pow(10, e));
	printf("%s 1 - %d of %d axes can be read\n", good == all ? "ok" : "not ok", good, all);
	puts("1..1");
	return good != all;
}
