/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The logarithmic axis of a chart. */
#ifndef LKMM_BENCH_SCALE_H
#define LKMM_BENCH_SCALE_H

struct bench_scale {
	double least, most;
};

enum { BENCH_MAX_TICKS = 32, BENCH_TICK_TEXT = 32 };

struct bench_ticks {
	double value[BENCH_MAX_TICKS];
	int n;
};

/* For values from @least to @most, both above 0. */
struct bench_scale bench_scale(double least, double most);
/* 0 for the least, 1 for the most. */
double bench_scale_at(const struct bench_scale *s, double value);
/*
 * Where its marks are, in ascending order: never fewer than two, nor more than fit with their
 * numbers.
 */
struct bench_ticks bench_ticks(const struct bench_scale *s);
void bench_tick_text(double value, char text[BENCH_TICK_TEXT]);

#endif
