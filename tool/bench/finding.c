// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The findings, in words; and the method of measurement. */
#include "bench.h"

#include <stdio.h>
#include <string.h>

/* The rounds of the figure that has the fewest. */
static size_t least_rounds(const struct bench *b, bool is_contended)
{
	size_t least = 0;

	for (size_t i = 0; i < b->nrows; i++)
		for (int k = 0; k < (is_contended ? b->ncounts : BENCH_SETTINGS); k++) {
			const struct bench_row *row = &b->row[i];
			const struct bench_cell *c =
				is_contended ? &row->contended[k][BENCH_C_INLINE] :
								    &row->cell[BENCH_C_INLINE][k];

			if (c->valid && (!least || c->rounds < least))
				least = c->rounds;
		}
	return least;
}

/* The operations whose contention could not be measured on this busy machine. */
static void put_unmeasured(const struct bench *b, struct text *out)
{
	size_t none = 0;

	for (int i = 0; b->setting[BENCH_CONTENDED] && i < b->ncounts; i++)
		for (size_t k = 0; k < b->nrows; k++)
			for (int v = 0; v < BENCH_VARIANTS; v++)
				none += b->row[k].loop[v][BENCH_LATENCY] &&
					!b->row[k].contended[i][v].valid && bench_has(b, v) &&
					!bench_is_barrier(b->row[k].op);
	if (none)
		text_add(out, "%zu figures with several threads are missing: other work used the "
			      "CPUs\nall the time.\n", none);
}

void bench_method_text(const struct bench *b, struct text *out)
{
	size_t rounds = least_rounds(b, false);

	text_add(out, "Measured on %s, %s,\n", b->machine, b->date);
	if (b->load >= 0)
		text_add(out, "with a load of %.1f before it began, ", b->load);
	text_add(out, "for %.0f s.\n", b->measured);
	if (rounds)
		text_add(out, "One thread%s: every round runs each variant for some 20 us, "
			      "beginning with\n"
			      "another one each time. ns: the median of at least %zu rounds. "
			      "Ratios: taken\n"
			      "within a round, their median.\n",
			 b->cpu < 0 ? "" : " on one CPU", rounds);
	rounds = least_rounds(b, true);
	if (rounds)
		text_add(out, "Several threads, each on its own CPU: every round runs each "
			      "variant for\n"
			      "some 0.3 ms, repeated if other work used a CPU meanwhile; at least "
			      "%zu round%s.\n",
			 rounds, rounds == 1 ? "" : "s");
	put_unmeasured(b, out);
	if (b->note)
		text_add(out, "Note: %s\n", b->note);
}

/* ---- the cost of calls ---- */

/* The best way to call in C: the necessary cost of a function out of line. */
static const struct bench_cell *best_call(const struct bench *b, const struct bench_row *row,
					  enum bench_setting s)
{
	const struct bench_cell *best = NULL;

	for (int v = BENCH_C_STATIC; v <= BENCH_C_SHARED_PLT; v++) {
		const struct bench_cell *c = &row->cell[v][s];

		if (bench_has(b, v) && c->valid && (!best || c->ratio < best->ratio))
			best = c;
	}
	return best;
}

/* Adds "word" to a list that is broken into lines. */
static void put_item(struct text *out, size_t *column, const char *item)
{
	size_t n = strlen(item);

	if (*column + 2 + n > 98) {
		text_puts(out, *column ? ",\n  " : "  ");
		*column = 2;
	} else if (*column > 2) {
		text_puts(out, ", ");
		*column += 2;
	}
	text_puts(out, item);
	*column += n;
}

/* The operations that are more than a tenth slower, each with the cost of its call. */
static void put_losers(const struct bench *b, struct text *out, enum bench_setting s)
{
	size_t losers = 0, all = 0, column = 2;
	char item[160];

	for (size_t i = 0; i < b->nrows; i++) {
		const struct bench_row *row = &b->row[i];
		const struct bench_cell *inlined = &row->cell[BENCH_C_INLINE][s],
			*call = best_call(b, row, s);

		all += inlined->valid;
		/* By more than the figures' own uncertainty. */
		if (!inlined->valid || !call || call->ratio - call->spread <= 1.1)
			continue;
		snprintf(item, sizeof(item), "%s %.*fx (%.2f ns)", row->op->name,
			 call->ratio < 2 ? 2 : 1, call->ratio, call->ns - inlined->ns);
		if (!losers++)
			text_add(out, "As calls, in the cheapest form, these are more than 10 %% "
				      "slower in %s:\n"
				      "the ratio to inline, and the gain by inlining per "
				      "operation\n  ",
				 bench_setting_name[s]);
		put_item(out, &column, item);
	}
	if (!losers)
		text_add(out, "As calls, none is more than 10 %% slower in %s.\n",
			 bench_setting_name[s]);
	else if (losers < all)
		text_add(out, losers + 1 == all ? "\nThe other one hides the call.\n" :
			 "\nThe other %zu hide the call.\n", all - losers);
	else
		text_puts(out, "\n");
}

void bench_finding(const struct bench *b, struct text *out)
{
	for (int s = 0; s < BENCH_SETTINGS; s++)
		if (b->setting[s])
			put_losers(b, out, (enum bench_setting)s);
}
